//! Bit-packed integers, least significant bit first.
//!
//! ```text
//! width 5, values 1, 2, 3:     byte 0    byte 1
//!                             010 00001  0 00011 00      (written from the left: bit 7 ... bit 0)
//!                             ~~~ value 1's 5 low bits are bits 0 to 4 of byte 0
//! ```
//!
//! Item `i` of width `w` begins at bit `i * w`. The byte is computed without forming that product, which could exceed 32 bits.

/// Most items of a packed column, so that the place of none of them overflows.
pub const MOST_ITEMS: u32 = 1 << 30;

/// Reads the item `index` of `width` bits (at most 32) from `bytes`; `None` where the bytes end before it.
#[inline]
pub(crate) fn item(bytes: &[u8], index: u32, width: u8) -> Option<u32> {
    if width == 0 {
        return Some(0);
    }
    let width = u32::from(width);
    let within = (index & 7).wrapping_mul(width);
    // Up to MOST_ITEMS, 2^27 times 32 and at most 7 times 32 / 8 more; an index beyond that is a lie and may find other bits.
    let byte = (index >> 3).wrapping_mul(width).wrapping_add(within >> 3);
    window(bytes, byte, within & 7, width)
}

/// The 15 bits from bit `at` on, where bits are counted from the most significant of the first byte, as the value of a 15-bit
/// number. Past the end they are zeros; `None` if not even one is there.
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

/// The `width` bits (at most 32) from bit `at` on; `None` where the bytes end before them.
#[inline]
pub(crate) fn field(bytes: &[u8], at: u32, width: u32) -> Option<u32> {
    if width == 0 {
        return Some(0);
    }
    window(bytes, at >> 3, at & 7, width)
}

/// The 32 bits from bit `at` on, counted from the least significant of the first byte. Past the end they are zeros; `None` if not even
/// one is there.
#[cfg_attr(target_pointer_width = "64", inline)]
pub(crate) fn word(bytes: &[u8], at: u32) -> Option<u32> {
    let rest = bytes.get(usize::try_from(at >> 3).ok()?..)?;
    let shift = at & 7;
    match rest.first_chunk::<4>() {
        Some(chunk) => {
            let next = rest.get(4).map_or(0, |next| u32::from(*next));
            Some(u32::from_le_bytes(*chunk) >> shift | next << 1 << 31u32.wrapping_sub(shift))
        }
        None if rest.is_empty() => None,
        None => Some(rest.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte)) >> shift),
    }
}

/// `width` bits (1 to 32) from bit `shift` (0 to 7) of byte `byte` on.
#[cfg_attr(target_pointer_width = "64", inline)]
fn window(bytes: &[u8], byte: u32, shift: u32, width: u32) -> Option<u32> {
    let rest = bytes.get(usize::try_from(byte).ok()?..)?;
    let mask = u32::MAX.wrapping_shr(32u32.wrapping_sub(width));
    // Where a word has 64 bits, one is enough; elsewhere two are dear.
    #[cfg(target_pointer_width = "64")]
    if let Some(chunk) = rest.first_chunk::<8>() {
        return Some((u64::from_le_bytes(*chunk) >> shift) as u32 & mask);
    }
    if let Some(chunk) = rest.first_chunk::<4>() {
        let low = u32::from_le_bytes(*chunk) >> shift;
        let have = 32u32.wrapping_sub(shift);
        if width <= have {
            return Some(low & mask);
        }
        // At most seven more bits, so one byte has them.
        return Some((low | u32::from(*rest.get(4)?).wrapping_shl(have)) & mask);
    }
    // The last bytes of a section: gather what is left, and refuse what is not there.
    let available_bits = u32::try_from(rest.len()).ok()?.wrapping_mul(8);
    if shift.wrapping_add(width) > available_bits {
        return None;
    }
    let word = rest.iter().rev().fold(0u32, |word, byte| word << 8 | u32::from(*byte));
    Some((word >> shift) & mask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_follow_the_diagram() {
        let bytes = [0b0100_0001, 0b0000_1100];
        assert_eq!(item(&bytes, 0, 5), Some(1));
        assert_eq!(item(&bytes, 1, 5), Some(2));
        assert_eq!(item(&bytes, 2, 5), Some(3));
        assert_eq!(item(&bytes, 3, 5), None, "bits 15 to 19 are not there");
    }

    #[test]
    fn full_width_at_any_shift() {
        let bytes = [0xFF; 9];
        for index in 0..2 {
            assert_eq!(item(&bytes, index, 32), Some(u32::MAX));
            assert_eq!(item(&bytes, index, 31), Some(u32::MAX >> 1));
        }
        assert_eq!(item(&bytes, 2, 32), None);
    }

    #[test]
    fn width_zero_reads_nothing() {
        assert_eq!(item(&[], u32::MAX, 0), Some(0));
    }

    #[test]
    fn large_index_does_not_wrap() {
        assert_eq!(item(&[1, 2, 3], u32::MAX, 32), None);
        assert_eq!(item(&[1, 2, 3], u32::MAX, 31), None);
    }

    #[test]
    fn words_are_read_from_the_low_end() {
        let bytes = [0b1000_0000, 1, 2, 3, 0b111, 5, 6, 7, 8];
        assert_eq!(word(&bytes, 0), Some(0x0302_0180));
        assert_eq!(word(&bytes, 7), Some(0x0E06_0403));
        assert_eq!(word(&bytes, 64), Some(8), "zeros follow the end");
        assert_eq!(word(&bytes, 72), None);
    }

    #[test]
    fn windows_are_read_from_the_high_end() {
        assert_eq!(window_msb(&[0b1010_0000, 0, 0, 0, 0], 0), Some(0b101_0000_0000_0000));
        assert_eq!(window_msb(&[0b1010_0000, 0b1100_0000, 0], 2), Some(0b100_0001_1000_0000));
        assert_eq!(window_msb(&[0xFF], 7), Some(0b100_0000_0000_0000), "zeros follow the end");
        assert_eq!(window_msb(&[0xFF], 8), None);
    }
}
