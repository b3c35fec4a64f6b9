//! Approximate positions for parsers that do not report them: those of RDF/XML and JSON-LD omit the position from most of their
//! errors.
//!
//! The parser is fed in pieces as small as a tag or a line, so the start of the last piece is close to the error.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::error::Place;
use super::format::Format;

/// Start of the last piece. Shared with the owner of the parser.
pub(super) type Shared = Rc<Cell<Place>>;

/// Feeds a parser in pieces.
pub(super) struct Pieces<R> {
    inner: R,
    of_tags: bool,
    start: Shared,
    end: Place,
}

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(inner: R, format: Format) -> (Self, Shared) {
        let end = Place { line: 1, column: 1, exact: false };
        let start = Rc::new(Cell::new(end));
        (Pieces { inner, of_tags: format == Format::Rdfxml, start: Rc::clone(&start), end }, start)
    }
}

impl<R: BufRead> Read for Pieces<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.inner.fill_buf()?;
        let available = available.get(..buffer.len()).unwrap_or(available);
        let len = piece_len(available, self.of_tags);
        let piece = available.get(..len).unwrap_or(available);
        let Some(target) = buffer.get_mut(..piece.len()) else { return Ok(0) };
        target.copy_from_slice(piece);
        if len > 0 {
            self.start.set(self.end);
            self.end = after(self.end, piece);
        }
        self.inner.consume(len);
        Ok(len)
    }
}

/// Length of the first piece: up to and including `>`, or up to `<`; or a line.
fn piece_len(bytes: &[u8], of_tags: bool) -> usize {
    let end = bytes.iter().enumerate().find_map(|(at, byte)| match byte {
        b'>' if of_tags => Some(at + 1),
        b'<' if of_tags && at > 0 => Some(at),
        b'\n' if !of_tags => Some(at + 1),
        _ => None,
    });
    end.unwrap_or(bytes.len())
}

fn after(place: Place, piece: &[u8]) -> Place {
    let lines = piece.iter().filter(|byte| **byte == b'\n').count() as u64;
    let last_line = piece.rsplit(|byte| *byte == b'\n').next().unwrap_or(piece);
    // Continuation bytes of UTF-8 are not counted as characters.
    let characters = last_line.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64;
    let column = if lines > 0 { 1 } else { place.column };
    Place { line: place.line + lines, column: column + characters, exact: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_xml_begin_at_tags() {
        let text = "<a>\n é<b>x</b>\n</a>\n";
        let (mut pieces, place) = Pieces::new(text.as_bytes(), Format::Rdfxml);
        let mut seen = Vec::new();
        let mut buffer = [0; 64];
        loop {
            let len = pieces.read(&mut buffer).unwrap();
            if len == 0 {
                break;
            }
            let at = place.get();
            seen.push((std::str::from_utf8(&buffer[..len]).unwrap().to_string(), at.line, at.column));
        }
        let expected = [
            ("<a>", 1, 1),
            ("\n é", 1, 4),
            ("<b>", 2, 3),
            ("x", 2, 6),
            ("</b>", 2, 7),
            ("\n", 2, 11),
            ("</a>", 3, 1),
            ("\n", 3, 5),
        ];
        assert_eq!(seen, expected.map(|(text, line, column)| (text.to_string(), line, column)));
    }

    #[test]
    fn pieces_of_json_are_lines_and_no_longer_than_the_buffer() {
        let (mut pieces, place) = Pieces::new(&b"{\n\"abcdef\": 1}"[..], Format::Jsonld);
        let mut buffer = [0; 4];
        let lens: Vec<(usize, u64, u64)> = std::iter::from_fn(|| match pieces.read(&mut buffer).unwrap() {
            0 => None,
            len => Some((len, place.get().line, place.get().column)),
        })
        .collect();
        assert_eq!(lens, [(2, 1, 1), (4, 2, 1), (4, 2, 5), (4, 2, 9)]);
    }
}
