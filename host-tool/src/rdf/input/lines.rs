//! Reads N-Triples and N-Quads line by line.
//!
//! The parser for whole files returns a triple before it has seen the rest of its line, so an invalid line could leave a triple
//! behind. Here a line yields all of its triples or none, and an invalid line does not affect the next.

use std::io::{self, BufRead, Read};

/// Longer lines are an error: a file of another kind may have no line breaks at all, and it must not fill the memory.
pub(super) const MAX_LINE_BYTES: usize = 64 * 1024 * 1024;

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'b> {
    /// The line, without the line break.
    Text(&'b [u8]),
    /// The line is longer than [`MAX_LINE_BYTES`] and was skipped.
    TooLong,
}

/// Reads lines.
pub(super) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    max_bytes: usize,
    /// Number of the last line that was read, from 1.
    pub(super) number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Lines { reader, buffer: Vec::new(), max_bytes: MAX_LINE_BYTES, number: 0 }
    }

    /// Reads the next line.
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
