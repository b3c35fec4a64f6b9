//! Texts: a grammar of byte pairs, Huffman codes over its symbols, and pools of texts written in them.
//!
//! ```text
//! codec   terminals   "e" END "th" "a" ...     symbols 0, 1, 2, ...
//!         rules       (5, 0) (61, 4) ...       the symbols after them: each stands for two others
//!         counts      how many terminals and rules have a code of 1, 2, 3, ... bits: that gives all codes
//! pool    bits  |code code code END|code END|code code END|...        (codes and bytes most significant bit first)
//!         starts     ^ group 0                                        (a start for every 2^group_log2 texts)
//! ```
//!
//! A symbol is a few bytes, the end of a text, or two other symbols, as in Larsson and Moffat's Re-Pair; the symbols have canonical
//! Huffman codes of at most [`MAX_CODE_BITS`] bits. Terminals and rules are numbered apart, each by code, and of one length the
//! terminals' codes come first: so a number below that of the terminals is a string in a list. Where symbols take 12 bits and more,
//! three bytes are no longer than a rule that makes them, and save the steps to its parts. A text is reached by its group's start and passing over the texts before it in the group.
//! Decoding needs a stack of [`MAX_DEPTH`] symbols and no buffer for the text. A code expands to at most [`MAX_EXPANSION`]
//! bytes: that bound, and not trust, ends a decoder that reads a grammar of cycles.

use core::fmt::{self, Write as _};

use crate::format::error::Error;
use crate::format::text_bytes::{Bytes, Chars};
use crate::format::text_codec::{CORRUPT, Decoder, FILL, MAX_DEPTH, MAX_EXPANSION, Place};

/// A text in the blob, decoded as it is written: `Display` and [`Text::write_to`] need no buffer.
///
/// `Display` shows a broken text up to the break and then `U+FFFD`, since a `Display` that fails makes others panic;
/// [`Text::write_to`] returns the error.
///
/// ```
/// # fn main() -> Result<(), Box<dyn core::error::Error>> {
/// # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
/// # let store = factrom::Store::open(BLOB)?;
/// let statement = store.fact_named("talks-in-geneva")?.statement()?;
/// let mut line = heapless::String::<80>::new();
/// statement.write_to(&mut line)?;
/// assert_eq!(line, "The talks took place in Geneva on 10 January 2022.");
/// let mut short = heapless::String::<10>::new();
/// assert_eq!(statement.write_to(&mut short), Err(factrom::Error::Write));
/// # Ok(()) }
/// ```
#[derive(Clone, Copy)]
pub struct Text<'s> {
    pub(crate) codec: &'s Decoder<'s>,
    pub(crate) place: Place<'s>,
    /// Stands before it, as it is.
    pub(crate) prefix: &'s [u8],
}

impl<'s> Text<'s> {
    /// The text's bytes. No allocation; each costs a few steps of the grammar.
    #[must_use]
    pub fn bytes(&self) -> Bytes<'s> {
        Bytes::new(self.codec, self.place, self.prefix)
    }

    /// The text behind a prefix.
    pub(crate) fn with_prefix(self, prefix: &'s [u8]) -> Text<'s> {
        Text { prefix, ..self }
    }

    /// The text's characters.
    #[must_use]
    pub fn chars(&self) -> Chars<'s> {
        Chars::new(self.bytes())
    }

    /// Gives each byte to `each` as long as that returns true; false if it did not to the end, `None` if the text is broken.
    ///
    /// This is [`Text::bytes`] turned inside out, and a multiple faster, since nothing is put away between two bytes.
    #[inline]
    fn walk(&self, mut each: impl FnMut(u8) -> bool) -> Option<bool> {
        let codec = self.codec;
        let mut waiting = [0u32; MAX_DEPTH];
        if !self.prefix.iter().all(|byte| each(*byte)) {
            return Some(false);
        }
        let (place, mut at) = (self.place, self.place.at);
        loop {
            let (mut symbol, next) = codec.symbol(place.bits, at)?;
            if symbol == codec.end {
                break;
            }
            at = next;
            let (mut depth, mut room) = (0usize, MAX_EXPANSION);
            loop {
                while let Some(rule) = symbol.checked_sub(codec.terminals_len) {
                    let right;
                    (symbol, right) = codec.rule(rule);
                    *waiting.get_mut(depth)? = right;
                    depth = depth.wrapping_add(1);
                }
                room = room.checked_sub(1)?;
                for byte in codec.terminal(symbol)? {
                    if *byte == FILL {
                        break;
                    }
                    if !each(*byte) {
                        return Some(false);
                    }
                }
                if depth == 0 {
                    break;
                }
                depth = depth.wrapping_sub(1);
                symbol = *waiting.get(depth)?;
            }
        }
        Some(true)
    }

    /// Writes the text.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer refuses it, for instance for want of room; [`Error::Corrupt`] if the blob is broken.
    /// What came before the error has been written.
    pub fn write_to(&self, writer: &mut impl fmt::Write) -> Result<(), Error> {
        let (mut buffer, mut failed) = (Buffer::default(), None);
        let whole = self.walk(|byte| {
            failed = buffer.push(byte, writer).err();
            failed.is_none()
        });
        match failed {
            Some(error) => Err(error),
            None => buffer.flush(writer).and(whole.map(|_| ()).ok_or(CORRUPT)),
        }
    }

    /// Whether the text is empty. A broken text is not.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes().next().is_none()
    }

    /// Compares the text's bytes with others, as Rust compares strings. O(length of the common prefix).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn compare(&self, other: impl Iterator<Item = u8>) -> Result<core::cmp::Ordering, Error> {
        compare(self.bytes(), other)
    }

    /// Whether the text is the given one.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn is(&self, other: &str) -> Result<bool, Error> {
        let Some(rest) = other.as_bytes().strip_prefix(self.prefix) else { return Ok(false) };
        let mut rest = rest.iter();
        let whole = Text { prefix: &[], ..*self }.walk(|byte| rest.next() == Some(&byte));
        Ok(whole.ok_or(CORRUPT)? && rest.next().is_none())
    }
}

/// Bytes on the way to a writer, which takes few long pieces faster than many short ones.
struct Buffer {
    bytes: [u8; 64],
    len: usize,
}

impl Default for Buffer {
    fn default() -> Self {
        Buffer { bytes: [0; 64], len: 0 }
    }
}

impl Buffer {
    #[inline]
    fn push(&mut self, byte: u8, writer: &mut impl fmt::Write) -> Result<(), Error> {
        if self.len == self.bytes.len() {
            self.write(writer)?;
        }
        *self.bytes.get_mut(self.len).ok_or(CORRUPT)? = byte;
        self.len = self.len.wrapping_add(1);
        Ok(())
    }

    /// Writes all characters that are complete, and keeps the start of one that is not.
    fn write(&mut self, writer: &mut impl fmt::Write) -> Result<(), Error> {
        let bytes = self.bytes.get(..self.len).ok_or(CORRUPT)?;
        let (valid, rest) = match core::str::from_utf8(bytes) {
            Ok(text) => (text, &[][..]),
            Err(error) => {
                let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).ok_or(CORRUPT)?;
                (core::str::from_utf8(valid).map_err(|_| CORRUPT)?, rest)
            }
        };
        // Three bytes at most are a start. Anything behind the first break is no UTF-8.
        let (kept, mut start) = (rest.len(), [0; 4]);
        writer.write_str(valid).map_err(|fmt::Error| Error::Write)?;
        if kept >= start.len() {
            return Err(CORRUPT);
        }
        start.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        self.bytes.iter_mut().zip(start).for_each(|(to, from)| *to = from);
        self.len = kept;
        Ok(())
    }

    /// Writes all that is left.
    fn flush(&mut self, writer: &mut impl fmt::Write) -> Result<(), Error> {
        self.write(writer)?;
        if self.len > 0 { Err(CORRUPT) } else { Ok(()) }
    }
}

/// Orders a decoded sequence against a given one.
pub(crate) fn compare<T: Ord>(
    mine: impl Iterator<Item = Result<T, Error>>,
    mut other: impl Iterator<Item = T>,
) -> Result<core::cmp::Ordering, Error> {
    use core::cmp::Ordering;
    for item in mine {
        match other.next() {
            None => return Ok(Ordering::Greater),
            Some(theirs) => match item?.cmp(&theirs) {
                Ordering::Equal => {}
                unequal => return Ok(unequal),
            },
        }
    }
    Ok(if other.next().is_some() { Ordering::Less } else { Ordering::Equal })
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.write_to(f) {
            Ok(()) => Ok(()),
            Err(Error::Write) => Err(fmt::Error),
            Err(_) => f.write_char(char::REPLACEMENT_CHARACTER),
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        fmt::Display::fmt(self, f)?;
        f.write_char('"')
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Text<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{}", defmt::Display2Format(self));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::column::Column;
    use crate::format::tag::Tag;
    use crate::format::text_codec::Codec;
    use crate::format::text_codec::tests::codec;
    use crate::format::text_pool::Pool;
    extern crate std;
    use std::string::ToString;

    fn decoder() -> Decoder<'static> {
        Decoder::new(&codec())
    }

    #[test]
    fn decodes_by_the_diagram() {
        let codec = decoder();
        // "aab" END, "" END: 0, 11, 10, 10 from the high end.
        let pool = Pool { len: 2, group_log2: 1, starts: Column::default(), bits: &[0b0111_0100] };
        assert_eq!(pool.get(&codec, 0).unwrap().to_string(), "aab");
        assert_eq!(pool.get(&codec, 1).unwrap().to_string(), "");
        assert!(pool.get(&codec, 1).unwrap().is_empty());
        assert!(pool.get(&codec, 2).is_none());
        assert!(pool.get(&codec, 0).unwrap().is("aab").unwrap());
        assert!(!pool.get(&codec, 0).unwrap().is("aa").unwrap());
        assert!(!pool.get(&codec, 0).unwrap().is("aabb").unwrap());
    }

    #[test]
    fn a_missing_end_is_an_error_and_display_marks_it() {
        let codec = decoder();
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b1111_1111] };
        let text = pool.get(&codec, 0).unwrap();
        assert_eq!(text.to_string(), "abababab\u{FFFD}");
        assert_eq!(text.write_to(&mut heapless::String::<99>::new()), Err(Error::Corrupt(Tag::Codec)));
    }

    #[test]
    fn a_grammar_that_feeds_on_itself_ends() {
        // The rule, symbol 3, stands for itself and 'a', 'a' and itself.
        for rule in [[0b0011], [0b1100]] {
            let codec = Decoder::new(&Codec { rules: &rule, ..codec() });
            let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b1100_0000; 4] };
            let text = pool.get(&codec, 0).unwrap();
            assert_eq!(text.bytes().last(), Some(Err(Error::Corrupt(Tag::Codec))));
        }
    }

    #[test]
    fn a_terminal_may_be_a_string() {
        // "xyz", END, "b", and the rule of the first and the last.
        let terminals = b"xyz\xFF\xFF\xFFb\xFF\xFF";
        let codec = Decoder::new(&Codec { terminal_bytes: 3, terminals, ..codec() });
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b0111_0000] };
        let text = pool.get(&codec, 0).unwrap();
        assert_eq!(text.to_string(), "xyzxyzb");
        assert!(text.bytes().map(|byte| byte.unwrap()).eq(*b"xyzxyzb"));
        assert!(text.is("xyzxyzb").unwrap() && !text.is("xyzxyz").unwrap());
    }

    #[test]
    fn codes_that_nothing_has_are_an_error_where_they_are_read() {
        let codec = Codec { ranges: &[0; 16], ..codec() };
        let few = Decoder::new(&codec);
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0; 4] };
        assert_eq!(pool.get(&few, 0).unwrap().is(""), Err(Error::Corrupt(Tag::Codec)));
    }

    #[test]
    fn a_capacity_is_an_error() {
        let codec = decoder();
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b0111_0100] };
        let text = pool.get(&codec, 0).unwrap();
        assert_eq!(text.write_to(&mut heapless::String::<2>::new()), Err(Error::Write));
    }
}
