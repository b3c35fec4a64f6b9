//! The codec: the grammar that all texts share, and the Huffman codes of its symbols.
//!
//! ```text
//! codec   terminals   "e" END "th" "a" ...     symbols 0, 1, 2, ...
//!         rules       (5, 0) (61, 4) ...       the next symbols: each stands for two others
//!         ranges      the end of the codes of each length, for terminals and for rules, which gives all codes
//! pool    bits  |code code code END|code END|code code END|...       (codes and bytes, most significant bit first)
//!         starts ^ group 0                                           (a start for every 2^group_log2 texts)
//! ```
//!
//! A symbol is a terminal or a rule, as in Larsson and Moffat's Re-Pair. A terminal is a few bytes, or the end of a text. A
//! rule stands for two symbols. Symbols have canonical Huffman codes of at most [`MAX_CODE_BITS`] bits. Terminals and rules are
//! numbered separately, by code, and among codes of one length those of terminals come first: so a symbol below the number of
//! terminals is the index of a terminal. If symbols have 12 bits or more, a terminal of three bytes is no longer than a rule
//! for the same bytes, and it saves the steps to the parts of the rule.
//!
//! To find a text, a reader goes to the start of its group and skips the texts before it. Decoding needs a stack of
//! [`MAX_DEPTH`] symbols, and no buffer for the text. A code expands to at most [`MAX_EXPANSION`] terminals. The decoder
//! enforces that limit, so it stops even if a corrupt grammar refers to itself.

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

use crate::format::bits;
use crate::format::bits::Bits;
use crate::format::error::Error;
use crate::format::tag::Tag;

/// The maximum length of a code in bits.
pub const MAX_CODE_BITS: usize = 15;
/// The maximum number of pending symbols while one symbol is expanded.
pub const MAX_DEPTH: usize = 16;
/// The maximum number of bytes that a code expands to. The reader counts terminals, of which there are at most as many.
pub const MAX_EXPANSION: u32 = 64;
/// The maximum number of bytes of a terminal.
pub const MAX_TERMINAL_BYTES: u8 = 3;
/// The byte that pads short terminals. UTF-8 never contains it.
pub const FILL: u8 = 0xFF;

/// The error for every text that can't be decoded.
pub(crate) const CORRUPT: Error = Error::Corrupt(Tag::Codec);

/// Section [`Tag::Codec`]: the grammar and the ranges of the codes.
///
/// The message consists of these fields, one after another. Numbers of two bytes are little endian. The first six fields say
/// how many bytes the last three have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Codec<'a> {
    /// Length of the shortest code in bits.
    pub shortest: u8,
    /// Length of the longest code in bits.
    pub longest: u8,
    /// Number of bytes of each terminal in `terminals`, at most [`MAX_TERMINAL_BYTES`].
    pub terminal_bytes: u8,
    /// Width of a symbol in `rules` in bits, at most 16.
    pub symbol_width: u8,
    /// Number of terminals.
    pub terminals_len: u16,
    /// Number of rules.
    pub rules_len: u16,
    /// The terminal that ends a text. Its bytes are all [`FILL`].
    pub end: u16,
    /// Two ranges of codes for each length, from the shortest to the longest: that of the terminals, then that of the rules. A
    /// range has two numbers of two bytes. The first number is the end of the range: the first 15 bits after its codes, where
    /// codes are extended to 15 bits with zeros. The second number plus a code, modulo 2^16, is the code's symbol.
    pub ranges: &'a [u8],
    /// By terminal: its bytes, padded with [`FILL`]. Terminals and rules without a code, which occur only in rules, come last.
    pub terminals: &'a [u8],
    /// By rule: `2 * symbol_width` bits, least significant bit first, with the left symbol in the low half and the right symbol
    /// in the high half. Rule `r` is the symbol `terminals_len + r`.
    pub rules: &'a [u8],
}

impl Serialize for Codec<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [[a, b], [c, d], [e, f]] = [self.terminals_len, self.rules_len, self.end].map(u16::to_le_bytes);
        let head = [self.shortest, self.longest, self.terminal_bytes, self.symbol_width, a, b, c, d, e, f];
        let parts = [&head[..], self.ranges, self.terminals, self.rules];
        let len = parts.iter().fold(0usize, |sum, part| sum.saturating_add(part.len()));
        let mut message = serializer.serialize_tuple(len)?;
        parts.into_iter().flatten().try_for_each(|byte| message.serialize_element(byte))?;
        message.end()
    }
}

impl<'a> Codec<'a> {
    /// Decodes the message of a codec; `None` if it is corrupt.
    #[inline]
    #[must_use]
    pub fn decode(message: &'a [u8]) -> Option<Self> {
        let (head, rest) = message.split_first_chunk()?;
        let [shortest, longest, terminal_bytes, symbol_width, a, b, c, d, e, f] = *head;
        let [terminals_len, rules_len, end] = [[a, b], [c, d], [e, f]].map(u16::from_le_bytes);
        let lengths = usize::from(longest).checked_sub(usize::from(shortest))?.wrapping_add(1);
        let (ranges, rest) = rest.split_at_checked(lengths.wrapping_mul(8))?;
        let (terminals, rules) = rest.split_at_checked(usize::from(terminals_len).wrapping_mul(terminal_bytes.into()))?;
        let is_valid = shortest > 0
            && u32::from(longest) <= MAX_CODE_BITS_U32
            && symbol_width <= 16
            && (1..=MAX_TERMINAL_BYTES).contains(&terminal_bytes)
            && rules.len() == bits::bit_offset(rules_len.into(), u32::from(symbol_width).wrapping_mul(2)).div_ceil(8);
        is_valid.then_some(Codec {
            shortest,
            longest,
            terminal_bytes,
            symbol_width,
            terminals_len,
            rules_len,
            end,
            ranges,
            terminals,
            rules,
        })
    }
}

/// Number of code ranges: one for terminals and one for rules, for each length.
const RANGE_COUNT: usize = 2 * MAX_CODE_BITS;
/// A hint ignores this many low bits of the 15 bits that are looked up.
#[cfg(target_pointer_width = "64")]
const HINT_SHIFT: u32 = 7;
#[cfg(target_pointer_width = "64")]
const HINT_COUNT: usize = 1 << (MAX_CODE_BITS as u32 - HINT_SHIFT);

/// A [`Codec`] prepared for decoding: it knows the end of each code range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decoder<'a> {
    /// By range (terminals of 1 bit, rules of 1 bit, terminals of 2 bits, ...). The low half is the end of the range: the first
    /// 15 bits after its codes. The high half plus a code, modulo 2^16, is the code's symbol.
    ranges: [u32; RANGE_COUNT],
    /// By the first 8 of 15 bits: the range of these bits followed by zeros. It takes 256 bytes, and the time to fill them, and
    /// saves a quarter of the time to decode a text. Boards do without it.
    #[cfg(target_pointer_width = "64")]
    range_hint: [u8; HINT_COUNT],
    terminals: &'a [u8],
    terminal_bytes: usize,
    pub(crate) terminals_len: u32,
    pub(crate) end: u32,
    symbol_width: u32,
    rules: Bits<'a>,
}

impl<'a> Decoder<'a> {
    /// Prepares a codec for decoding.
    // A single expression, so that the decoder is built where it is returned, without a copy.
    #[inline]
    pub(crate) fn new(codec: &Codec<'a>) -> Self {
        let ranges = ranges(codec);
        Decoder {
            #[cfg(target_pointer_width = "64")]
            range_hint: range_hint(&ranges),
            ranges,
            terminals: codec.terminals,
            terminal_bytes: codec.terminal_bytes.into(),
            terminals_len: codec.terminals_len.into(),
            end: codec.end.into(),
            symbol_width: codec.symbol_width.into(),
            rules: Bits::new(codec.rules),
        }
    }

    /// The symbol whose code starts at bit `at`, and the bit after the code.
    ///
    /// The codes of one length and class follow each other, and longer codes come after them. So the codes of a range, extended
    /// to 15 bits, fill an interval. The interval that the next 15 bits are in determines the length and the symbol.
    #[inline]
    pub(crate) fn symbol(&self, bytes: &[u8], at: u32) -> Option<(u32, u32)> {
        let window = bits::window_msb(bytes, at)?;
        let range = self.range(window)?;
        let length = u32::try_from(range >> 1).ok()?.wrapping_add(1);
        let code = window >> MAX_CODE_BITS_U32.checked_sub(length)?;
        let symbol = code.wrapping_add(*self.ranges.get(range)? >> 16) & 0xFFFF;
        Some((symbol, at.checked_add(length)?))
    }

    /// The range that a window of 15 bits is in; `None` if it is after the last range.
    #[inline]
    fn range(&self, window: u32) -> Option<usize> {
        #[cfg(target_pointer_width = "64")]
        return self.range_by_hint(window);
        #[cfg(not(target_pointer_width = "64"))]
        self.range_by_bisection(window)
    }

    /// [`Decoder::range`], by a linear search from the hint on.
    #[cfg(target_pointer_width = "64")]
    #[inline]
    fn range_by_hint(&self, window: u32) -> Option<usize> {
        let mut range = usize::from(*self.range_hint.get(window as usize >> HINT_SHIFT)?);
        // Most codes are short. The range of a longer one is a few ranges after the hint.
        while *self.ranges.get(range)? & 0xFFFF <= window {
            range = range.wrapping_add(1);
        }
        Some(range)
    }

    /// [`Decoder::range`], by a binary search of five comparisons.
    #[cfg(any(test, not(target_pointer_width = "64")))]
    #[inline]
    fn range_by_bisection(&self, window: u32) -> Option<usize> {
        let mut range = 0usize;
        for (half, last) in [(16, 15), (8, 7), (4, 3), (2, 1), (1, 0)] {
            if *self.ranges.get(range | last)? & 0xFFFF <= window {
                range |= half;
            }
        }
        Some(range)
    }

    /// The bytes of a terminal, with its padding.
    #[inline]
    pub(crate) fn terminal(&self, symbol: u32) -> Option<&'a [u8]> {
        // Symbols are below 2^16 and terminals have at most three bytes, so the product does not wrap.
        let start = usize::try_from(symbol).ok()?.wrapping_mul(self.terminal_bytes);
        self.terminals.get(start..)?.get(..self.terminal_bytes)
    }

    /// The two symbols that a rule stands for. Those of a rule that does not exist are 0.
    #[inline]
    pub(crate) fn rule(&self, rule: u32) -> (u32, u32) {
        // Symbols are below 2^16 and their width is at most 16, so neither the product nor a shift wraps.
        let both = self.rules.word_inline(bits::bit_offset(rule, self.symbol_width.wrapping_mul(2)), 0);
        let mask = !(u32::MAX << self.symbol_width);
        (both & mask, both >> self.symbol_width & mask)
    }
}

/// The ranges of a codec, from codes of one bit on.
#[inline]
fn ranges(codec: &Codec<'_>) -> [u32; RANGE_COUNT] {
    let first = usize::from(codec.shortest.wrapping_sub(1)).wrapping_mul(2);
    let (mut rest, mut last) = (codec.ranges, 0);
    core::array::from_fn(|index| {
        // Ranges of codes that are too short end at 0. Ranges of codes that are too long end where the last range ends. So all
        // of them are empty.
        if index >= first {
            match rest.split_first_chunk() {
                Some((range, after)) => (last, rest) = (u32::from_le_bytes(*range), after),
                None => last &= 0xFFFF,
            }
        }
        last
    })
}

#[cfg(target_pointer_width = "64")]
fn range_hint(ranges: &[u32; RANGE_COUNT]) -> [u8; HINT_COUNT] {
    // Hints after the last range lead to no range.
    let (mut hints, mut at) = ([RANGE_COUNT as u8; HINT_COUNT], 0usize);
    for (range, last) in (0u8..).zip(ranges) {
        let end = ((last & 0xFFFF) as usize).div_ceil(1 << HINT_SHIFT);
        if let Some(hints) = hints.get_mut(at..end) {
            hints.fill(range);
            at = end;
        }
    }
    hints
}

/// [`MAX_CODE_BITS`] as a `u32`, for shifts.
const MAX_CODE_BITS_U32: u32 = 15;

/// A position in the codes of a pool.
#[derive(Clone, Copy)]
pub(crate) struct CodePosition<'s> {
    pub bits: &'s [u8],
    pub at: u32,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Codes: 0 is 'a' (symbol 0), 10 is END (symbol 1), 11 is the rule "ab" (symbol 3). 'b' (symbol 2) occurs only in the
    /// rule.
    pub fn codec() -> Codec<'static> {
        Codec {
            shortest: 1,
            longest: 2,
            // Of 1 bit: symbol 0, and no rule. Of 2 bits: symbol 1, whose code is 2, and the rule, whose symbol and code are 3.
            ranges: &[0, 0x40, 0, 0, 0, 0x40, 2, 0, 0, 0x60, 0xFF, 0xFF, 0, 0x80, 0, 0],
            terminals_len: 3,
            rules_len: 1,
            terminal_bytes: 1,
            terminals: b"a\xFFb",
            end: 1,
            symbol_width: 2,
            // Symbols 0 and 2, in 2 bits each.
            rules: &[0b1000],
        }
    }

    #[test]
    fn a_message_is_its_fields_one_after_another() {
        let mut buffer = [0; 64];
        let message = postcard::to_slice(&codec(), &mut buffer).unwrap();
        assert_eq!((message.len(), &message[..10]), (10 + 16 + 3 + 1, &[1, 2, 1, 2, 3, 0, 1, 0, 1, 0][..]));
        let decoded = Codec::decode(message).unwrap();
        assert_eq!((decoded.ranges, decoded.terminals, decoded.rules), (codec().ranges, codec().terminals, codec().rules));
        let refused = |offset: usize, value: u8| {
            let mut changed = [0; 30];
            changed.copy_from_slice(message);
            changed[offset] = value;
            Codec::decode(&changed).is_none()
        };
        assert!(refused(0, 0), "codes of no bits");
        assert!(refused(0, 3), "the longest code is shorter than the shortest");
        assert!(refused(1, 16), "codes of 16 bits");
        assert!(refused(1, 4), "ranges are missing");
        assert!(refused(2, 0) && refused(2, 4), "terminals of no bytes, and of four");
        assert!(refused(3, 17), "symbols of 17 bits");
        assert!(refused(4, 5), "a terminal is missing");
        assert!(refused(6, 3), "rules are missing");
        assert!((0..30).all(|len| Codec::decode(&message[..len]).is_none()));
    }

    #[test]
    fn a_window_is_in_the_first_range_that_ends_after_it() {
        // Codes of each length, no codes of some lengths, more ranges within one hint than usual, and no code after the last
        // range.
        let halves: [u16; RANGE_COUNT] = core::array::from_fn(|range| 0x8000 - (0x8000 >> (range / 2 + 1)));
        let close = core::array::from_fn(|range| 0x7F80 + 2 * range as u16);
        let far = core::array::from_fn(|range| 0x0900 * (range as u16 / 5));
        for ends in [halves, close, far, [0; RANGE_COUNT], [0x8000; RANGE_COUNT]] {
            let mut ranges = [0; 4 * RANGE_COUNT];
            for (range, end) in ranges.chunks_exact_mut(4).zip(ends) {
                range[..2].copy_from_slice(&end.to_le_bytes());
            }
            let decoder = Decoder::new(&Codec { shortest: 1, longest: MAX_CODE_BITS as u8, ranges: &ranges, ..codec() });
            for window in 0..1 << MAX_CODE_BITS {
                let first = ends.iter().position(|end| u32::from(*end) > window);
                assert_eq!((decoder.range(window), decoder.range_by_bisection(window)), (first, first), "{window:#x} in {ends:x?}");
            }
        }
    }
}
