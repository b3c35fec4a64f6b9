//! A text in the blob, which is decoded while it is written or compared.

use core::fmt::{self, Write as _};

use crate::format::error::Error;
use crate::format::text_bytes::{Bytes, Chars};
use crate::format::text_codec::{CORRUPT, CodePosition, Decoder, FILL, MAX_DEPTH, MAX_EXPANSION};

/// A text in the blob. It is decoded while it is written: `Display` and [`Text::write_to`] need no buffer for it.
///
/// If a text is corrupt, [`Text::write_to`] returns the error. `Display` writes the text up to that point and then `U+FFFD`,
/// because `to_string` and others panic if a `Display` fails.
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
    pub(crate) position: CodePosition<'s>,
    /// Bytes before the decoded ones, stored as they are: the prefix of an IRI.
    pub(crate) prefix: &'s [u8],
}

impl<'s> Text<'s> {
    /// The bytes of the text. Nothing is allocated. Each byte costs a few steps of the grammar.
    #[must_use]
    pub fn bytes(&self) -> Bytes<'s> {
        Bytes::new(self.codec, self.position, self.prefix)
    }

    /// The text with a prefix before it.
    pub(crate) fn with_prefix(self, prefix: &'s [u8]) -> Text<'s> {
        Text { prefix, ..self }
    }

    /// The characters of the text.
    #[must_use]
    pub fn chars(&self) -> Chars<'s> {
        Chars::new(self.bytes())
    }

    /// Passes the bytes to `visit` until that returns false. `Some(true)` if all bytes were visited, `Some(false)` if `visit`
    /// stopped, `None` if the text is corrupt.
    ///
    /// This is several times faster than [`Text::bytes`], because no state has to be saved between two bytes.
    #[inline]
    fn visit_bytes(&self, mut visit: impl FnMut(u8) -> bool) -> Option<bool> {
        let codec = self.codec;
        let mut pending = [0u32; MAX_DEPTH];
        if !self.prefix.iter().all(|byte| visit(*byte)) {
            return Some(false);
        }
        let (position, mut at) = (self.position, self.position.at);
        loop {
            let (mut symbol, next) = codec.symbol(position.bits, at)?;
            if symbol == codec.end {
                break;
            }
            at = next;
            let (mut depth, mut terminals_left) = (0usize, MAX_EXPANSION);
            loop {
                while let Some(rule) = symbol.checked_sub(codec.terminals_len) {
                    let right;
                    (symbol, right) = codec.rule(rule);
                    *pending.get_mut(depth)? = right;
                    depth = depth.wrapping_add(1);
                }
                terminals_left = terminals_left.checked_sub(1)?;
                for byte in codec.terminal(symbol)? {
                    if *byte == FILL {
                        break;
                    }
                    if !visit(*byte) {
                        return Some(false);
                    }
                }
                if depth == 0 {
                    break;
                }
                depth = depth.wrapping_sub(1);
                symbol = *pending.get(depth)?;
            }
        }
        Some(true)
    }

    /// Writes the text to `writer`. If that fails, the part before the error has been written.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer returns an error, for example because its buffer is full. [`Error::Corrupt`] if the blob
    /// is corrupt.
    pub fn write_to(&self, writer: &mut impl fmt::Write) -> Result<(), Error> {
        let (mut buffer, mut failed) = (Utf8Buffer::default(), None);
        let complete = self.visit_bytes(|byte| {
            failed = buffer.push(byte, writer).err();
            failed.is_none()
        });
        match failed {
            Some(error) => Err(error),
            None => buffer.flush(writer).and(complete.map(|_| ()).ok_or(CORRUPT)),
        }
    }

    /// Whether the text is empty. A corrupt text is not empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes().next().is_none()
    }

    /// Compares the bytes of the text with `other`, in the order of Rust's strings. O(length of the common prefix).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn compare(&self, other: impl Iterator<Item = u8>) -> Result<core::cmp::Ordering, Error> {
        compare(self.bytes(), other)
    }

    /// Whether the text equals `other`.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn is(&self, other: &str) -> Result<bool, Error> {
        let Some(rest) = other.as_bytes().strip_prefix(self.prefix) else { return Ok(false) };
        let mut rest = rest.iter();
        let complete = Text { prefix: &[], ..*self }.visit_bytes(|byte| rest.next() == Some(&byte));
        Ok(complete.ok_or(CORRUPT)? && rest.next().is_none())
    }
}

/// Collects bytes for a writer, because a few long pieces are faster to write than many short ones.
struct Utf8Buffer {
    bytes: [u8; 64],
    len: usize,
}

impl Default for Utf8Buffer {
    fn default() -> Self {
        Utf8Buffer { bytes: [0; 64], len: 0 }
    }
}

impl Utf8Buffer {
    #[inline]
    fn push(&mut self, byte: u8, writer: &mut impl fmt::Write) -> Result<(), Error> {
        if self.len == self.bytes.len() {
            self.write(writer)?;
        }
        *self.bytes.get_mut(self.len).ok_or(CORRUPT)? = byte;
        self.len = self.len.wrapping_add(1);
        Ok(())
    }

    /// Writes all complete characters, and keeps the first bytes of an incomplete one.
    fn write(&mut self, writer: &mut impl fmt::Write) -> Result<(), Error> {
        let bytes = self.bytes.get(..self.len).ok_or(CORRUPT)?;
        let (valid, rest) = match core::str::from_utf8(bytes) {
            Ok(text) => (text, &[][..]),
            Err(error) => {
                let (valid, rest) = bytes.split_at_checked(error.valid_up_to()).ok_or(CORRUPT)?;
                (core::str::from_utf8(valid).map_err(|_| CORRUPT)?, rest)
            }
        };
        // An incomplete character has at most three bytes. If more are left, they are not UTF-8.
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

    /// Writes everything that is left.
    fn flush(&mut self, writer: &mut impl fmt::Write) -> Result<(), Error> {
        self.write(writer)?;
        if self.len > 0 { Err(CORRUPT) } else { Ok(()) }
    }
}

/// Compares a decoded sequence with another one.
pub(crate) fn compare<T: Ord>(
    decoded: impl Iterator<Item = Result<T, Error>>,
    mut other: impl Iterator<Item = T>,
) -> Result<core::cmp::Ordering, Error> {
    use core::cmp::Ordering;
    for item in decoded {
        match other.next() {
            None => return Ok(Ordering::Greater),
            Some(other_item) => match item?.cmp(&other_item) {
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
    fn decodes_according_to_the_diagram() {
        let codec = decoder();
        // "aab" END, "" END: codes 0, 11, 10, 10, from the high end.
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
    fn display_marks_a_text_without_an_end() {
        let codec = decoder();
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b1111_1111] };
        let text = pool.get(&codec, 0).unwrap();
        assert_eq!(text.to_string(), "abababab\u{FFFD}");
        assert_eq!(text.write_to(&mut heapless::String::<99>::new()), Err(Error::Corrupt(Tag::Codec)));
    }

    #[test]
    fn a_grammar_that_refers_to_itself_ends() {
        // The rule, which is symbol 3, stands for itself and 'a', then for 'a' and itself.
        for rule in [[0b0011], [0b1100]] {
            let codec = Decoder::new(&Codec { rules: &rule, ..codec() });
            let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b1100_0000; 4] };
            let text = pool.get(&codec, 0).unwrap();
            assert_eq!(text.bytes().last(), Some(Err(Error::Corrupt(Tag::Codec))));
        }
    }

    #[test]
    fn a_terminal_may_be_a_string() {
        // The terminals "xyz", END and "b", and the rule for the first and the last of them.
        let terminals = b"xyz\xFF\xFF\xFFb\xFF\xFF";
        let codec = Decoder::new(&Codec { terminal_bytes: 3, terminals, ..codec() });
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b0111_0000] };
        let text = pool.get(&codec, 0).unwrap();
        assert_eq!(text.to_string(), "xyzxyzb");
        assert!(text.bytes().map(|byte| byte.unwrap()).eq(*b"xyzxyzb"));
        assert!(text.is("xyzxyzb").unwrap() && !text.is("xyzxyz").unwrap());
    }

    #[test]
    fn a_code_without_a_symbol_is_an_error() {
        let codec = Codec { ranges: &[0; 16], ..codec() };
        let few = Decoder::new(&codec);
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0; 4] };
        assert_eq!(pool.get(&few, 0).unwrap().is(""), Err(Error::Corrupt(Tag::Codec)));
    }

    #[test]
    fn a_writer_without_room_is_an_error() {
        let codec = decoder();
        let pool = Pool { len: 1, group_log2: 0, starts: Column::default(), bits: &[0b0111_0100] };
        let text = pool.get(&codec, 0).unwrap();
        assert_eq!(text.write_to(&mut heapless::String::<2>::new()), Err(Error::Write));
    }
}
