//! Texts: a grammar of byte pairs, Huffman codes over its symbols, and pools of texts written in them.
//!
//! ```text
//! codec   symbol 0: terminal 'e'      symbol 1: terminal END      symbol 2: pair (5, 0)   ...
//!         the symbols are numbered by code: shorter codes first, so the codes' lengths alone give the codes
//! pool    bits  |code code code END|code END|code code END|...        (codes and bytes most significant bit first)
//!         starts     ^ group 0                                        (a start for every 2^group_log2 texts)
//! ```
//!
//! A symbol is a byte, the end of a text, or two other symbols, as in Larsson and Moffat's Re-Pair; the symbols have canonical
//! Huffman codes of at most [`MAX_CODE_BITS`] bits. A text is reached by its group's start and passing over the texts before
//! it in the group. Decoding needs a stack of [`MAX_DEPTH`] symbols and no buffer for the text. A symbol expands to at most
//! [`MAX_EXPANSION`] bytes: that bound, and not trust, ends a decoder that reads a grammar of cycles.

use core::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use crate::bits;
use crate::column::Column;
use crate::error::Error;
use crate::layout::Tag;

/// Longest code, in bits.
pub const MAX_CODE_BITS: usize = 15;
/// Most symbols that wait while one is expanded.
pub const MAX_DEPTH: usize = 16;
/// Most bytes that a symbol stands for.
pub const MAX_EXPANSION: u32 = 64;
/// The left part of a terminal that ends a text; lower ones are bytes.
pub const END: u32 = 256;

/// Section [`Tag::Codec`]: the grammar and the code lengths.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Codec<'a> {
    /// By length 1 to 15 (at index length - 1): how many codes have it. They ascend with the symbols' numbers.
    pub code_counts: [u16; MAX_CODE_BITS],
    /// Number of symbols. Those past the coded ones occur inside of pairs only.
    pub len: u32,
    /// Bits of a left part in `parts`.
    pub left_width: u8,
    /// By symbol: in the `left_width` low bits the left part, above them the right part. A pair's left part is a symbol's number and its
    /// right part another's + 1; of a terminal the right part is 0 and the left part its byte or [`END`].
    #[serde(borrow)]
    pub parts: Column<'a>,
}

/// One step of decoding.
enum Part {
    Byte(u8),
    End,
    Pair(u32, u32),
}

impl Codec<'_> {
    /// The symbol whose code begins at bit `at`, and the bit after it.
    ///
    /// Codes of one length follow each other, those of the next length come after all of them: so with the codes filled up to
    /// 15 bits, each length is a range, and the first range that reaches past the bits read has the symbol.
    #[inline]
    fn symbol(&self, bytes: &[u8], at: u32) -> Option<(u32, u32)> {
        let window = bits::window_msb(bytes, at)?;
        let (mut range_start, mut index, mut shift) = (0u32, 0u32, MAX_CODE_BITS);
        for count in self.code_counts {
            shift = shift.wrapping_sub(1);
            let range_len = u32::from(count) << shift;
            let offset = window.wrapping_sub(range_start);
            if offset < range_len {
                let length = MAX_CODE_BITS.wrapping_sub(shift);
                return Some((index.wrapping_add(offset >> shift), at.checked_add(u32::try_from(length).ok()?)?));
            }
            range_start = range_start.wrapping_add(range_len);
            index = index.wrapping_add(u32::from(count));
        }
        None
    }

    #[inline]
    fn part(&self, symbol: u32) -> Option<Part> {
        if symbol >= self.len {
            return None;
        }
        let parts = self.parts.get(symbol)?;
        let width = u32::from(self.left_width);
        let left = parts & !u32::MAX.checked_shl(width)?;
        match parts.checked_shr(width)?.checked_sub(1) {
            Some(right) => Some(Part::Pair(left, right)),
            None if left == END => Some(Part::End),
            None => u8::try_from(left).ok().map(Part::Byte),
        }
    }
}

/// Texts that are reached by their number.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Pool<'a> {
    /// Number of texts.
    pub len: u32,
    /// Texts come in groups of `1 << group_log2`.
    pub group_log2: u8,
    /// By group: the bit at which it starts.
    #[serde(borrow)]
    pub starts: Column<'a>,
    /// The codes.
    #[serde(borrow)]
    pub bits: &'a [u8],
}

impl<'s> Pool<'s> {
    /// How many texts there can be: each takes a bit at least, that of its end.
    pub(crate) fn most(&self) -> u32 {
        u32::try_from(self.bits.len()).map_or(u32::MAX, |bytes| bytes.saturating_mul(8)).min(self.len)
    }

    /// The text of that number; `None` if there is none or the pool is broken. Constant time but for the texts before it in its group.
    pub(crate) fn get(&'s self, codec: &'s Codec<'s>, number: u32) -> Option<Text<'s>> {
        if number >= self.len || self.group_log2 > 16 {
            return None;
        }
        let group = number >> self.group_log2;
        let mut at = self.starts.get(group)?;
        let mut to_skip = number.wrapping_sub(group << self.group_log2);
        while to_skip > 0 {
            let (symbol, next) = codec.symbol(self.bits, at)?;
            if let Part::End = codec.part(symbol)? {
                to_skip = to_skip.wrapping_sub(1);
            }
            at = next;
        }
        Some(Text { codec, place: Place { bits: self.bits, at }, prefix: None })
    }
}

/// Where a text's codes begin.
#[derive(Clone, Copy)]
struct Place<'s> {
    bits: &'s [u8],
    at: u32,
}

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
    codec: &'s Codec<'s>,
    place: Place<'s>,
    prefix: Option<Place<'s>>,
}

/// The error of every text that can't be decoded.
const CORRUPT: Error = Error::Corrupt(Tag::Codec);

impl<'s> Text<'s> {
    /// The text's bytes. No allocation; each costs a few steps of the grammar.
    #[must_use]
    pub fn bytes(&self) -> Bytes<'s> {
        let (place, then) = match self.prefix {
            Some(prefix) => (prefix, Some(self.place)),
            None => (self.place, None),
        };
        Bytes { codec: self.codec, place, then, waiting: heapless::Vec::new(), expanded: 0, ended: false }
    }

    /// The text behind another one, which must have no prefix itself.
    pub(crate) fn with_prefix(self, prefix: Text<'s>) -> Text<'s> {
        Text { prefix: Some(prefix.place), ..self }
    }

    /// The text's characters.
    #[must_use]
    pub fn chars(&self) -> Chars<'s> {
        Chars { bytes: self.bytes() }
    }

    /// Writes the text.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer refuses it, for instance for want of room; [`Error::Corrupt`] if the blob is broken.
    /// What came before the error has been written.
    pub fn write_to(&self, writer: &mut impl fmt::Write) -> Result<(), Error> {
        for char in self.chars() {
            writer.write_char(char?).map_err(|fmt::Error| Error::Write)?;
        }
        Ok(())
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
        Ok(self.compare(other.bytes())?.is_eq())
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

/// The bytes of a [`Text`]. After an error it ends.
#[derive(Clone)]
pub struct Bytes<'s> {
    codec: &'s Codec<'s>,
    place: Place<'s>,
    /// What follows when this text, a prefix, is at its end.
    then: Option<Place<'s>>,
    waiting: heapless::Vec<u16, MAX_DEPTH>,
    expanded: u32,
    ended: bool,
}

impl Bytes<'_> {
    fn step(&mut self) -> Option<Option<u8>> {
        let mut symbol = match self.waiting.pop() {
            Some(symbol) => u32::from(symbol),
            None => {
                let (symbol, next) = self.codec.symbol(self.place.bits, self.place.at)?;
                self.place.at = next;
                self.expanded = 0;
                symbol
            }
        };
        loop {
            match self.codec.part(symbol)? {
                Part::Byte(byte) => {
                    self.expanded = self.expanded.wrapping_add(1);
                    return if self.expanded > MAX_EXPANSION { None } else { Some(Some(byte)) };
                }
                Part::End => match self.then.take() {
                    Some(then) => {
                        self.place = then;
                        let (first, next) = self.codec.symbol(then.bits, then.at)?;
                        self.place.at = next;
                        self.expanded = 0;
                        symbol = first;
                    }
                    None => return Some(None),
                },
                Part::Pair(left, right) => {
                    self.waiting.push(u16::try_from(right).ok()?).ok()?;
                    symbol = left;
                }
            }
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
        f.debug_struct("Bytes").field("at", &self.place.at).field("ended", &self.ended).finish_non_exhaustive()
    }
}

/// The characters of a [`Text`]. Bytes that are not UTF-8 are an error, after which it ends.
#[derive(Clone, Debug)]
pub struct Chars<'s> {
    bytes: Bytes<'s>,
}

impl Chars<'_> {
    /// The rest of a character after its first byte.
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

#[cfg(test)]
mod tests {
    use super::*;
    extern crate std;
    use std::string::ToString;

    /// Codes: 0 -> 'a' (symbol 0), 10 -> END (1), 11 -> pair "ab" (2); symbol 3 is 'b', inside the pair only.
    fn codec() -> Codec<'static> {
        let mut code_counts = [0; MAX_CODE_BITS];
        code_counts[0] = 1;
        code_counts[1] = 2;
        Codec {
            code_counts,
            len: 4,
            left_width: 9,
            // ('a' = 97, 0), (END = 256, 0), (0, 3 + 1), ('b' = 98, 0): 12 bits each, the right parts above the left ones.
            parts: Column {
                base: 0,
                step: 0,
                width: 12,
                bits: &[0b0110_0001, 0b0000_0000, 0b0001_0000, 0b0000_0000, 0b0010_1000, 0b0000_0110],
            },
        }
    }

    #[test]
    fn decodes_by_the_diagram() {
        let codec = codec();
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
        let codec = codec();
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b1111_1111] };
        let text = pool.get(&codec, 0).unwrap();
        assert_eq!(text.to_string(), "abababab\u{FFFD}");
        assert_eq!(text.write_to(&mut heapless::String::<99>::new()), Err(Error::Corrupt(Tag::Codec)));
    }

    #[test]
    fn a_grammar_that_feeds_on_itself_ends() {
        for (left, right) in [(0, 3), (3, 1)] {
            let mut codec = codec();
            codec.code_counts = [2; MAX_CODE_BITS];
            // Every symbol is the pair (left, right - 1); symbol 0 too.
            codec.parts = Column { base: right << 9 | left, step: 0, width: 0, bits: &[] };
            let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0; 4] };
            let text = pool.get(&codec, 0).unwrap();
            assert_eq!(text.bytes().last(), Some(Err(Error::Corrupt(Tag::Codec))));
        }
    }

    #[test]
    fn a_capacity_is_an_error() {
        let codec = codec();
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b0111_0100] };
        let text = pool.get(&codec, 0).unwrap();
        assert_eq!(text.write_to(&mut heapless::String::<2>::new()), Err(Error::Write));
    }
}
