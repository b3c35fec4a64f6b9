//! N-Triples and N-Quads, a line at a time.
//!
//! The parser of whole files gives a triple out before it has seen the rest of its line, so a bad line could leave a triple behind.
//! Here a line gives all of its triples or none, and one that is bad says nothing of the next.

use std::io::{self, BufRead, Read};

/// Longer lines are an error: a file of another kind may have no line end at all, and it must not fill the memory.
pub(super) const MAX_LINE_BYTES: usize = 64 * 1024 * 1024;

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'b> {
    /// It, without the line end.
    Text(&'b [u8]),
    /// It is longer than [`MAX_LINE_BYTES`] and has been passed over.
    TooLong,
}

/// Reads lines.
pub(super) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    max_bytes: usize,
    /// The number of the line that was read last, from 1.
    pub(super) number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Lines { reader, buffer: Vec::new(), max_bytes: MAX_LINE_BYTES, number: 0 }
    }

    /// The next line.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        let limit = self.max_bytes as u64 + 1;
        let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
        } else if self.buffer.len() > self.max_bytes {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Text(&self.buffer)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_their_numbers() {
        let mut lines = Lines::new(&b"a\n\nlonger\nabcd\nb"[..]);
        lines.max_bytes = 4;
        let mut seen = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            let line = match line {
                Line::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
                Line::TooLong => "too long".to_string(),
            };
            seen.push((lines.number, line));
        }
        let expected = [(1, "a"), (2, ""), (3, "too long"), (4, "abcd"), (5, "b")];
        assert_eq!(seen, expected.map(|(number, line)| (number, line.to_string())));
    }
}
