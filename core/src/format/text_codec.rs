//! The grammar and its codes: as a message, and as what decodes.

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

use crate::format::bits;
use crate::format::bits::Bits;
use crate::format::error::Error;
use crate::format::tag::Tag;

/// Longest code, in bits.
pub const MAX_CODE_BITS: usize = 15;
/// Most symbols that wait while one is expanded.
pub const MAX_DEPTH: usize = 16;
/// Most bytes that a code stands for; a reader counts terminals.
pub const MAX_EXPANSION: u32 = 64;
/// Most bytes of a terminal.
pub const MAX_TERMINAL_BYTES: u8 = 3;
/// What a terminal that is shorter than others is filled with: a byte that UTF-8 never has.
pub const FILL: u8 = 0xFF;

/// The error of every text that can't be decoded.
pub(crate) const CORRUPT: Error = Error::Corrupt(Tag::Codec);

/// Section [`Tag::Codec`](crate::Tag::Codec): the grammar and the lengths of the codes.
///
/// Its message is these fields, one behind the other and nothing between them, numbers of two bytes with the lower byte first. The first
/// six say how many bytes the last three have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Codec<'a> {
    /// Bits of the shortest code.
    pub shortest: u8,
    /// Bits of the longest code.
    pub longest: u8,
    /// Bytes of a terminal in `terminals`, at most [`MAX_TERMINAL_BYTES`].
    pub terminal_bytes: u8,
    /// Bits of a symbol in `rules`, at most 16.
    pub symbol_width: u8,
    /// Number of terminals.
    pub terminals_len: u16,
    /// Number of rules.
    pub rules_len: u16,
    /// The terminal that is the end of a text; its bytes are all [`FILL`].
    pub end: u16,
    /// For each length from the shortest to the longest two ranges of codes, the terminals' and the rules': two numbers of two bytes
    /// each. The first number is the first 15 bits behind the codes of the range, where codes are filled up with zeros; the second is
    /// what added to a code, modulo 2^16, gives its symbol.
    pub ranges: &'a [u8],
    /// By terminal: its bytes, then [`FILL`]. Terminals and rules without a code of their own, which occur in rules only, come last.
    pub terminals: &'a [u8],
    /// By rule `2 * symbol_width` bits, least significant bit first: in the low half the left symbol, in the high half the right
    /// one. Rule `r` is the symbol `number of terminals + r`.
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
    /// The codec of a message; `None` for bytes that are none.
    #[inline]
    #[must_use]
    pub fn decode(message: &'a [u8]) -> Option<Self> {
        let (head, rest) = message.split_first_chunk()?;
        let [shortest, longest, terminal_bytes, symbol_width, a, b, c, d, e, f] = *head;
        let [terminals_len, rules_len, end] = [[a, b], [c, d], [e, f]].map(u16::from_le_bytes);
        let lengths = usize::from(longest).checked_sub(usize::from(shortest))?.wrapping_add(1);
        let (ranges, rest) = rest.split_at_checked(lengths.wrapping_mul(8))?;
        let (terminals, rules) = rest.split_at_checked(usize::from(terminals_len).wrapping_mul(terminal_bytes.into()))?;
        let is_sound = shortest > 0
            && u32::from(longest) <= LONGEST
            && symbol_width <= 16
            && (1..=MAX_TERMINAL_BYTES).contains(&terminal_bytes)
            && rules.len() == bits::bit_offset(rules_len.into(), u32::from(symbol_width).wrapping_mul(2)).div_ceil(8);
        is_sound.then_some(Codec {
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

/// Codes of one length and class, as many as there are of both.
const RANGES: usize = 2 * MAX_CODE_BITS;
/// Bits of 15 that a hint does not see.
#[cfg(target_pointer_width = "64")]
const HINT_SHIFT: u32 = 7;
#[cfg(target_pointer_width = "64")]
const HINTS: usize = 1 << (MAX_CODE_BITS as u32 - HINT_SHIFT);

/// A [`Codec`] with what is worth computing once: where the codes of each length end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decoder<'a> {
    /// By range (terminals of 1 bit, rules of 1 bit, terminals of 2 bits, ...): in the low half the first 15 bits that lie behind its
    /// codes, in the high one what added to a code, modulo 2^16, gives its symbol.
    ranges: [u32; RANGES],
    /// By the first 8 of 15 bits: the range that they are in if the others are 0. It takes 256 bytes and as much time to fill, and a quarter
    /// off a text; a board has neither to spare.
    #[cfg(target_pointer_width = "64")]
    range_hint: [u8; HINTS],
    terminals: &'a [u8],
    terminal_bytes: usize,
    pub(crate) terminals_len: u32,
    pub(crate) end: u32,
    symbol_width: u32,
    rules: Bits<'a>,
}

impl<'a> Decoder<'a> {
    /// Prepares decoding.
    // By one expression, so that it is made where it is returned.
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

    /// The symbol whose code begins at bit `at`, and the bit after it.
    ///
    /// Codes of one length and class follow each other, and longer ones come after: so with the codes filled up to 15 bits each
    /// is a range, and the range that the bits read are in tells length and symbol.
    #[inline]
    pub(crate) fn symbol(&self, bytes: &[u8], at: u32) -> Option<(u32, u32)> {
        let window = bits::window_msb(bytes, at)?;
        let range = self.range(window)?;
        let length = u32::try_from(range >> 1).ok()?.wrapping_add(1);
        let code = window >> LONGEST.checked_sub(length)?;
        let symbol = code.wrapping_add(*self.ranges.get(range)? >> 16) & 0xFFFF;
        Some((symbol, at.checked_add(length)?))
    }

    /// The range that 15 bits are in; behind the last is nothing.
    #[inline]
    fn range(&self, window: u32) -> Option<usize> {
        #[cfg(target_pointer_width = "64")]
        return self.range_by_hint(window);
        #[cfg(not(target_pointer_width = "64"))]
        self.range_by_halves(window)
    }

    /// [`Decoder::range`], one after another from where it may be.
    #[cfg(target_pointer_width = "64")]
    #[inline]
    fn range_by_hint(&self, window: u32) -> Option<usize> {
        let mut range = usize::from(*self.range_hint.get(window as usize >> HINT_SHIFT)?);
        // Most symbols have codes of a few bits, and longer ones are some ranges off.
        while *self.ranges.get(range)? & 0xFFFF <= window {
            range = range.wrapping_add(1);
        }
        Some(range)
    }

    /// [`Decoder::range`], by five comparisons.
    #[cfg(any(test, not(target_pointer_width = "64")))]
    #[inline]
    fn range_by_halves(&self, window: u32) -> Option<usize> {
        let mut range = 0usize;
        for (half, last) in [(16, 15), (8, 7), (4, 3), (2, 1), (1, 0)] {
            if *self.ranges.get(range | last)? & 0xFFFF <= window {
                range |= half;
            }
        }
        Some(range)
    }

    /// The bytes of a terminal, and what fills them up.
    #[inline]
    pub(crate) fn terminal(&self, symbol: u32) -> Option<&'a [u8]> {
        // A slice's bytes can be counted, so those before one of its terminals can.
        let start = usize::try_from(symbol).ok()?.wrapping_mul(self.terminal_bytes);
        self.terminals.get(start..)?.get(..self.terminal_bytes)
    }

    /// The two symbols that a rule stands for; what is not there counts as 0.
    #[inline]
    pub(crate) fn rule(&self, rule: u32) -> (u32, u32) {
        // Symbols are below 2^16 and widths at most 16, so neither the product nor a shift wraps.
        let both = self.rules.word_inline(bits::bit_offset(rule, self.symbol_width.wrapping_mul(2)), 0);
        let mask = !(u32::MAX << self.symbol_width);
        (both & mask, both >> self.symbol_width & mask)
    }
}

/// The ranges of a codec, from codes of one bit on.
#[inline]
fn ranges(codec: &Codec<'_>) -> [u32; RANGES] {
    let first = usize::from(codec.shortest.wrapping_sub(1)).wrapping_mul(2);
    let (mut rest, mut last) = (codec.ranges, 0);
    core::array::from_fn(|index| {
        // Nothing has shorter codes, and nothing longer ones.
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
fn range_hint(ranges: &[u32; RANGES]) -> [u8; HINTS] {
    // Behind the last range is nothing.
    let (mut hints, mut at) = ([RANGES as u8; HINTS], 0usize);
    for (range, last) in (0u8..).zip(ranges) {
        let end = ((last & 0xFFFF) as usize).div_ceil(1 << HINT_SHIFT);
        if let Some(hints) = hints.get_mut(at..end) {
            hints.fill(range);
            at = end;
        }
    }
    hints
}

/// [`MAX_CODE_BITS`] as a number of bits to shift.
const LONGEST: u32 = 15;

/// Where a text's codes begin.
#[derive(Clone, Copy)]
pub(crate) struct Place<'s> {
    pub bits: &'s [u8],
    pub at: u32,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Codes: 0 -> 'a' (symbol 0), 10 -> END (1), 11 -> the rule "ab" (3); 'b' (2) is in the rule only.
    pub fn codec() -> Codec<'static> {
        Codec {
            shortest: 1,
            longest: 2,
            // Of 1 bit: symbol 0, and no rule; of 2 bits: symbol 1, which is code 2, and the rule, symbol and code 3.
            ranges: &[0, 0x40, 0, 0, 0, 0x40, 2, 0, 0, 0x60, 0xFF, 0xFF, 0, 0x80, 0, 0],
            terminals_len: 3,
            rules_len: 1,
            terminal_bytes: 1,
            terminals: b"a\xFFb",
            end: 1,
            symbol_width: 2,
            // Symbols 0 and 2, of 2 bits each.
            rules: &[0b1000],
        }
    }

    #[test]
    fn a_message_has_its_parts_one_behind_the_other() {
        let mut buffer = [0; 64];
        let message = postcard::to_slice(&codec(), &mut buffer).unwrap();
        assert_eq!((message.len(), &message[..10]), (10 + 16 + 3 + 1, &[1, 2, 1, 2, 3, 0, 1, 0, 1, 0][..]));
        let decoded = Codec::decode(message).unwrap();
        assert_eq!((decoded.ranges, decoded.terminals, decoded.rules), (codec().ranges, codec().terminals, codec().rules));
        let refused = |place: usize, value: u8| {
            let mut changed = [0; 30];
            changed.copy_from_slice(message);
            changed[place] = value;
            Codec::decode(&changed).is_none()
        };
        assert!(refused(0, 0), "codes of no bits");
        assert!(refused(0, 3), "the longest is shorter than the shortest");
        assert!(refused(1, 16), "codes of 16 bits");
        assert!(refused(1, 4), "ranges are missing");
        assert!(refused(2, 0) && refused(2, 4), "terminals of no bytes, and of four");
        assert!(refused(3, 17), "symbols of 17 bits");
        assert!(refused(4, 5), "a terminal is missing");
        assert!(refused(6, 3), "rules are missing");
        assert!((0..30).all(|len| Codec::decode(&message[..len]).is_none()));
    }

    #[test]
    fn the_range_of_bits_is_the_first_that_ends_behind_them() {
        // Codes of each length, none of some lengths, more than a hint's ranges in one hint, and no code behind the last.
        let halves: [u16; RANGES] = core::array::from_fn(|range| 0x8000 - (0x8000 >> (range / 2 + 1)));
        let close = core::array::from_fn(|range| 0x7F80 + 2 * range as u16);
        let far = core::array::from_fn(|range| 0x0900 * (range as u16 / 5));
        for ends in [halves, close, far, [0; RANGES], [0x8000; RANGES]] {
            let mut ranges = [0; 4 * RANGES];
            for (range, end) in ranges.chunks_exact_mut(4).zip(ends) {
                range[..2].copy_from_slice(&end.to_le_bytes());
            }
            let decoder = Decoder::new(&Codec { shortest: 1, longest: MAX_CODE_BITS as u8, ranges: &ranges, ..codec() });
            for window in 0..1 << MAX_CODE_BITS {
                let first = ends.iter().position(|end| u32::from(*end) > window);
                assert_eq!((decoder.range(window), decoder.range_by_halves(window)), (first, first), "{window:#x} in {ends:x?}");
            }
        }
    }
}
