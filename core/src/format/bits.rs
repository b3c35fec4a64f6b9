//! Bit-packed unsigned integers, least significant bit first, and the 15-bit windows that codes are read from.
//!
//! ```text
//! width 5, values 1, 2, 3:     byte 0    byte 1
//!                             010 00001  0 00011 00      (written from the left: bit 7 ... bit 0)
//!                             ~~~ value 1's 5 low bits are bits 0 to 4 of byte 0
//! ```
//!
//! Item `i` of width `w` starts at bit `i * w`. A `usize` holds that offset: on machines with 32-bit addresses, a blob of 2^32
//! bits or more does not open.

/// Packed bits, from a byte of a slice on.
///
/// The columns of a table share one slice of data. The offset of their first byte costs nothing when a number is read; a
/// subslice would have to be made first, with a start and an end of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    /// The byte at which they start.
    first: u32,
}

impl PartialEq for Bits<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Bits<'_> {}

impl<'a> Bits<'a> {
    /// All bits of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Bits { bytes, first: 0 }
    }

    /// The bits after the first `bytes` bytes.
    #[inline]
    #[must_use]
    pub(crate) fn after(self, bytes: u32) -> Self {
        Bits { first: self.first.wrapping_add(bytes), ..self }
    }

    /// The bytes that hold the bits.
    #[inline]
    #[must_use]
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes.get(self.first as usize..).unwrap_or_default()
    }

    /// The item at `index`, of `width` bits (at most 32); `None` if the bytes end before the item does.
    #[inline]
    pub(crate) fn checked_item(&self, index: u32, width: u8) -> Option<u32> {
        let width = u32::from(width);
        let bit = bit_offset(index, width);
        let end = (self.first as usize).wrapping_add(bit.wrapping_add(width as usize).div_ceil(8));
        if end > self.bytes.len() { None } else { Some(self.number(bit, width)) }
    }

    /// The item at `index`, of `width` bits (at most 32). Bits past the end are 0.
    #[inline]
    pub(crate) fn item(&self, index: u32, width: u8) -> u32 {
        let width = u32::from(width);
        self.number(bit_offset(index, width), width)
    }

    /// [`Bits::item`] at `index` and at `index + 1`.
    #[inline(always)]
    pub(crate) fn pair(&self, index: u32, width: u8) -> (u32, u32) {
        // One load has both if they are narrow. On 64-bit machines, two loads take no longer.
        #[cfg(not(target_pointer_width = "64"))]
        if u32::from(width) <= MAX_WIDTH_IN_ONE_LOAD / 2 {
            let width = u32::from(width);
            let both = self.number(bit_offset(index, width), width.wrapping_mul(2));
            return (both & !u32::MAX.wrapping_shl(width), both.wrapping_shr(width));
        }
        (self.item(index, width), self.item(index.wrapping_add(1), width))
    }

    /// The `width` bits (at most 32) from `bit` on. Bits past the end are 0.
    #[inline(always)]
    pub(crate) fn number(&self, bit: usize, width: u32) -> u32 {
        let (byte, shift) = ((self.first as usize).wrapping_add(bit >> 3), (bit & 7) as u32);
        // With 64-bit words one load always has all bits; with 32-bit words a second load is expensive.
        #[cfg(target_pointer_width = "64")]
        if let Some(chunk) = self.bytes.get(byte..).and_then(|rest| rest.first_chunk::<8>()) {
            return (u64::from_le_bytes(*chunk) >> shift & !u64::MAX.wrapping_shl(width)) as u32;
        }
        if width <= MAX_WIDTH_IN_ONE_LOAD {
            if let Some(chunk) = self.bytes.get(byte..byte.wrapping_add(4)).and_then(|chunk| chunk.first_chunk::<4>()) {
                return u32::from_le_bytes(*chunk) >> shift & !u32::MAX.wrapping_shl(width);
            }
        }
        number_out_of_line(self.bytes, byte, shift, width)
    }

    /// [`Bits::word_inline`] as a call, where that is fast enough.
    pub(crate) fn word(&self, bit: usize, otherwise: u32) -> u32 {
        self.word_inline(bit, otherwise)
    }

    /// The 32 bits from `bit` on. Bits past the end are 0. If all of them are past the end, the result is `otherwise`.
    #[inline(always)]
    pub(crate) fn word_inline(&self, bit: usize, otherwise: u32) -> u32 {
        let (byte, shift) = ((self.first as usize).wrapping_add(bit >> 3), (bit & 7) as u32);
        match self.bytes.get(byte..byte.wrapping_add(5)).and_then(|chunk| chunk.split_first_chunk()) {
            // Two shifts, because a single one by 32 (where `shift` is 0) would overflow.
            Some((low, [high])) => u32::from_le_bytes(*low) >> shift | u32::from(*high) << 1 << 31u32.wrapping_sub(shift),
            _ if byte >= self.bytes.len() => otherwise,
            _ => number_out_of_line(self.bytes, byte, shift, 32),
        }
    }
}

/// A number of at most this many bits is in one load of four bytes, whichever bit of the first byte it starts at: 7 + 25 = 32.
pub(crate) const MAX_WIDTH_IN_ONE_LOAD: u32 = 25;

/// [`Bits::number`] if the number may span five bytes, or if fewer than four bytes are left.
#[cold]
#[inline(never)]
fn number_out_of_line(bytes: &[u8], byte: usize, shift: u32, width: u32) -> u32 {
    let rest = bytes.get(byte..).unwrap_or_default();
    let low = rest.iter().take(4).rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
    let high = rest.get(4).map_or(0, |byte| u32::from(*byte));
    (low >> shift | high << 1 << 31u32.wrapping_sub(shift)) & low_bits(width)
}

/// A mask of the `width` lowest bits, at most 32.
#[inline]
pub(crate) fn low_bits(width: u32) -> u32 {
    !u32::MAX.checked_shl(width).unwrap_or(0)
}

/// The maximum number of items in a packed column. It keeps the bit offset of an item, and eight times its number, from
/// overflowing.
pub const MOST_ITEMS: u32 = 1 << 29;

/// The first bit of the item at `index`, of `width` bits. The offset may wrap for an index that is out of range.
#[inline]
pub(crate) fn bit_offset(index: u32, width: u32) -> usize {
    (index as usize).wrapping_mul(width as usize)
}

/// The 15 bits from bit `at` on, as a number. Here bits are counted from the most significant bit of the first byte. Bits past
/// the end are 0; `None` if all of them are past the end.
#[inline]
pub(crate) fn window_msb(bytes: &[u8], at: u32) -> Option<u32> {
    let rest = bytes.get(usize::try_from(at >> 3).ok()?..)?;
    let word = match rest.first_chunk::<4>() {
        Some(chunk) => u32::from_be_bytes(*chunk),
        None => {
            let mut word = [0; 4];
            for (to, from) in word.iter_mut().zip(rest) {
                *to = *from;
            }
            if rest.is_empty() {
                return None;
            }
            u32::from_be_bytes(word)
        }
    };
    Some((word << (at & 7)) >> 17)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_follow_the_diagram() {
        let bytes = [0b0100_0001, 0b0000_1100];
        assert_eq!(Bits::new(&bytes).checked_item(0, 5), Some(1));
        assert_eq!(Bits::new(&bytes).checked_item(1, 5), Some(2));
        assert_eq!(Bits::new(&bytes).checked_item(2, 5), Some(3));
        assert_eq!(Bits::new(&bytes).checked_item(3, 5), None, "bits 16 to 19 are missing");
    }

    #[test]
    fn full_width_at_any_shift() {
        let bytes = [0xFF; 9];
        for index in 0..2 {
            assert_eq!(Bits::new(&bytes).checked_item(index, 32), Some(u32::MAX));
            assert_eq!(Bits::new(&bytes).checked_item(index, 31), Some(u32::MAX >> 1));
        }
        assert_eq!(Bits::new(&bytes).checked_item(2, 32), None);
    }

    #[test]
    fn width_zero_reads_nothing() {
        assert_eq!(Bits::new(&[]).checked_item(u32::MAX, 0), Some(0));
    }

    #[test]
    fn large_index_does_not_wrap() {
        assert_eq!(Bits::new(&[1, 2, 3]).checked_item(u32::MAX, 32), None);
        assert_eq!(Bits::new(&[1, 2, 3]).checked_item(u32::MAX, 31), None);
    }

    #[test]
    fn words_are_read_from_the_low_end() {
        let bytes = [0b1000_0000, 1, 2, 3, 0b111, 5, 6, 7, 8];
        let bits = Bits::new(&bytes);
        assert_eq!(bits.word(0, 9), 0x0302_0180);
        assert_eq!(bits.word(7, 9), 0x0E06_0403);
        assert_eq!(bits.word(64, 9), 8, "zeros follow the end");
        assert_eq!(bits.word(72, 9), 9);
        assert_eq!((bits.after(1).word(0, 9), bits.after(9).word(0, 9)), (0x0703_0201, 9));
    }

    #[test]
    fn missing_bits_read_as_zero() {
        let bits = Bits::new(&[0xFF; 3]);
        for width in 0..=32 {
            for bit in 0..40 {
                let there = 24usize.saturating_sub(bit).min(width as usize);
                assert_eq!(bits.number(bit, width), ((1u64 << there) - 1) as u32, "{width} bits from bit {bit}");
            }
        }
        assert_eq!(bits.number(usize::MAX, 32), 0);
    }

    #[test]
    fn windows_are_read_from_the_high_end() {
        assert_eq!(window_msb(&[0b1010_0000, 0, 0, 0, 0], 0), Some(0b101_0000_0000_0000));
        assert_eq!(window_msb(&[0b1010_0000, 0b1100_0000, 0], 2), Some(0b100_0001_1000_0000));
        assert_eq!(window_msb(&[0xFF], 7), Some(0b100_0000_0000_0000), "zeros follow the end");
        assert_eq!(window_msb(&[0xFF], 8), None);
    }

    /// Reads `width` bits one by one. Bits after the end are 0.
    fn one_by_one(bytes: &[u8], bit: usize, width: u32) -> u32 {
        let bit_at = |at: usize| bytes.get(at / 8).map_or(0, |byte| u32::from(byte >> (at % 8) & 1));
        (0..width).fold(0, |number, place| number | bit_at(bit + place as usize) << place)
    }

    #[test]
    fn all_reads_agree_with_reading_bit_by_bit() {
        let all: [u8; 16] = core::array::from_fn(|index| (index * 89 + 0x5B) as u8);
        for len in 0..=all.len() {
            let bytes = &all[..len];
            for first in 0..3 {
                let bits = Bits::new(bytes).after(first);
                let rest = bytes.get(first as usize..).unwrap_or_default();
                assert_eq!(bits.as_bytes(), rest);
                for bit in 0..8 * len + 9 {
                    for width in 0..=32 {
                        assert_eq!(
                            bits.number(bit, width),
                            one_by_one(rest, bit, width),
                            "{width} bits from bit {bit} of {len} bytes"
                        );
                    }
                    let word = if bit / 8 < rest.len() { one_by_one(rest, bit, 32) } else { 9 };
                    assert_eq!([bits.word(bit, 9), bits.word_inline(bit, 9)], [word; 2], "a word from bit {bit} of {len} bytes");
                }
                for width in 0..=32u8 {
                    for index in 0..9 {
                        let item = |index: u32| one_by_one(rest, index as usize * usize::from(width), width.into());
                        assert_eq!(bits.item(index, width), item(index));
                        assert_eq!(bits.pair(index, width), (item(index), item(index + 1)));
                        let is_there = (index as usize + 1) * usize::from(width) <= 8 * rest.len() && first as usize <= len;
                        assert_eq!(
                            bits.checked_item(index, width),
                            is_there.then(|| item(index)),
                            "{index} of {width} bits in {len} bytes"
                        );
                    }
                }
            }
            for at in 0..8 * len as u32 + 9 {
                let window = (0..15).fold(0, |word, place| {
                    let at = at as usize + place;
                    word << 1 | bytes.get(at / 8).map_or(0, |byte| u32::from(byte >> (7 - at % 8) & 1))
                });
                assert_eq!(window_msb(bytes, at), (at as usize / 8 < len).then_some(window), "bit {at} of {len} bytes");
            }
        }
        assert_eq!(low_bits(33), u32::MAX);
        assert!((0..=32).all(|width| u64::from(low_bits(width)) == (1 << width) - 1));
    }

    #[test]
    fn bits_compare_by_their_bytes() {
        let bytes = [1, 2, 1, 2];
        assert_eq!(Bits::new(&bytes).after(2), Bits::new(&bytes[..2]));
        assert_ne!(Bits::new(&bytes).after(2), Bits::new(&bytes));
        assert_ne!(Bits::new(&bytes[..1]), Bits::new(&bytes[1..2]));
    }
}
