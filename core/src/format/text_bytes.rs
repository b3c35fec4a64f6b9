//! Iterators over a text, byte by byte and character by character.

use core::fmt;

use crate::format::error::Error;
use crate::format::text_codec::{CORRUPT, CodePosition, Decoder, FILL, MAX_DEPTH, MAX_EXPANSION};

/// The bytes of a [`Text`](crate::Text). After an error the iterator ends.
#[derive(Clone)]
pub struct Bytes<'s> {
    codec: &'s Decoder<'s>,
    position: CodePosition<'s>,
    /// The rest of the prefix, or of the last terminal.
    terminal: &'s [u8],
    pending: heapless::Vec<u16, MAX_DEPTH>,
    expanded: u32,
    ended: bool,
}

impl<'s> Bytes<'s> {
    pub(crate) fn new(codec: &'s Decoder<'s>, position: CodePosition<'s>, prefix: &'s [u8]) -> Self {
        Bytes { codec, position, terminal: prefix, pending: heapless::Vec::new(), expanded: 0, ended: false }
    }
}

impl Bytes<'_> {
    /// The next symbol; `Some(None)` at the end of the text, `None` if the text is corrupt.
    #[inline]
    fn code(&mut self) -> Option<Option<u32>> {
        self.expanded = 0;
        let (symbol, next) = self.codec.symbol(self.position.bits, self.position.at)?;
        self.position.at = next;
        Some((symbol != self.codec.end).then_some(symbol))
    }

    #[inline]
    fn step(&mut self) -> Option<Option<u8>> {
        loop {
            if let Some((byte, rest)) = self.terminal.split_first().filter(|(byte, _)| **byte != FILL) {
                self.terminal = rest;
                return Some(Some(*byte));
            }
            let mut symbol = match self.pending.pop() {
                Some(symbol) => u32::from(symbol),
                None => match self.code()? {
                    Some(symbol) => symbol,
                    None => return Some(None),
                },
            };
            while let Some(rule) = symbol.checked_sub(self.codec.terminals_len) {
                let (left, right) = self.codec.rule(rule);
                self.pending.push(u16::try_from(right).ok()?).ok()?;
                symbol = left;
            }
            self.expanded = self.expanded.wrapping_add(1);
            if self.expanded > MAX_EXPANSION {
                return None;
            }
            self.terminal = self.codec.terminal(symbol)?;
        }
    }
}

impl Iterator for Bytes<'_> {
    type Item = Result<u8, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.step() {
            Some(Some(byte)) => Some(Ok(byte)),
            Some(None) => {
                self.ended = true;
                None
            }
            None => {
                self.ended = true;
                Some(Err(CORRUPT))
            }
        }
    }
}

impl core::iter::FusedIterator for Bytes<'_> {}

impl fmt::Debug for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bytes").field("at", &self.position.at).field("ended", &self.ended).finish_non_exhaustive()
    }
}

/// The characters of a [`Text`](crate::Text). Bytes that are not UTF-8 are an error. After an error the iterator ends.
#[derive(Clone, Debug)]
pub struct Chars<'s> {
    bytes: Bytes<'s>,
}

impl<'s> Chars<'s> {
    pub(crate) fn new(bytes: Bytes<'s>) -> Self {
        Chars { bytes }
    }
}

impl Chars<'_> {
    /// Reads the rest of a character after its first byte.
    fn multibyte(&mut self, first: u8) -> Result<char, Error> {
        let mut buffer = [first, 0, 0, 0];
        let len = match first {
            0xC2..=0xDF => 2usize,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return Err(CORRUPT),
        };
        for slot in buffer.iter_mut().take(len).skip(1) {
            *slot = self.bytes.next().ok_or(CORRUPT)??;
        }
        let bytes = buffer.get(..len).ok_or(CORRUPT)?;
        core::str::from_utf8(bytes).ok().and_then(|char| char.chars().next()).ok_or(CORRUPT)
    }
}

impl Iterator for Chars<'_> {
    type Item = Result<char, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = match self.bytes.next()? {
            Ok(first) => first,
            Err(error) => return Some(Err(error)),
        };
        if first.is_ascii() {
            return Some(Ok(char::from(first)));
        }
        let char = self.multibyte(first);
        self.bytes.ended |= char.is_err();
        Some(char)
    }
}

impl core::iter::FusedIterator for Chars<'_> {}
