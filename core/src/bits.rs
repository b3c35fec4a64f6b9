//! Bit-packed integers, least significant bit first.
//!
//! ```text
//! width 5, values 1, 2, 3:     byte 0    byte 1
//!                             010 00001  0 00011 00      (written from the left: bit 7 ... bit 0)
//!                             ~~~ value 1's 5 low bits are bits 0 to 4 of byte 0
//! ```
//!
//! Item `i` of width `w` begins at bit `i * w`, which a `usize` holds: where an address has 32 bits, so has the number of any bit of a
//! blob that can be opened there.

/// Most items of a packed column, so that the place of none of them overflows.
pub const MOST_ITEMS: u32 = 1 << 30;

/// The first bit of the item `index` of `width` bits. An index that no item has may give any bit.
#[inline]
pub(crate) fn place(index: u32, width: u32) -> usize {
    (index as usize).wrapping_mul(width as usize)
}

/// Reads the item `index` of `width` bits (at most 32) from `bytes`; `None` where the bytes end before it.
#[inline]
pub(crate) fn item(bytes: &[u8], index: u32, width: u8) -> Option<u32> {
    let width = u32::from(width);
    field(bytes, place(index, width), width)
}

/// [`item`] and the one after it.
#[inline]
pub(crate) fn pair(bytes: &[u8], index: u32, width: u8) -> Option<(u32, u32)> {
    // Where a word has 64 bits, two reads take no longer.
    #[cfg(not(target_pointer_width = "64"))]
    if width <= 16 {
        let width = u32::from(width);
        let both = field(bytes, place(index, width), width.wrapping_mul(2))?;
        return Some((both & !u32::MAX.wrapping_shl(width), both.wrapping_shr(width)));
    }
    two(bytes, index, width)
}

/// [`pair`], as two reads.
#[cfg_attr(target_pointer_width = "64", inline)]
#[cfg_attr(not(target_pointer_width = "64"), cold)]
fn two(bytes: &[u8], index: u32, width: u8) -> Option<(u32, u32)> {
    Some((item(bytes, index, width)?, item(bytes, index.checked_add(1)?, width)?))
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
pub(crate) fn field(bytes: &[u8], at: usize, width: u32) -> Option<u32> {
    if width == 0 {
        return Some(0);
    }
    let (byte, shift) = (at >> 3, (at & 7) as u32);
    let above = 32u32.wrapping_sub(width);
    // Where a word has 64 bits, one is enough; elsewhere two are dear.
    #[cfg(target_pointer_width = "64")]
    if let Some(chunk) = bytes.get(byte..).and_then(|rest| rest.first_chunk::<8>()) {
        return Some((u64::from_le_bytes(*chunk) >> shift) as u32 & u32::MAX.wrapping_shr(above));
    }
    if let (Some(chunk), Some(left)) = (bytes.get(byte..byte.wrapping_add(4)), above.checked_sub(shift)) {
        if let Some(chunk) = chunk.first_chunk::<4>() {
            return Some(u32::from_le_bytes(*chunk).wrapping_shl(left).wrapping_shr(above));
        }
    }
    across(bytes.get(byte..)?, shift, width)
}

/// The 32 bits from bit `at` on, counted from the least significant of the first byte. Past the end they are zeros; `None` if not even
/// one is there.
#[inline]
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let (byte, shift) = (at >> 3, (at & 7) as u32);
    match bytes.get(byte..byte.wrapping_add(5)).and_then(|chunk| chunk.split_first_chunk()) {
        Some((low, [high])) => Some(u32::from_le_bytes(*low) >> shift | u32::from(*high) << 1 << 31u32.wrapping_sub(shift)),
        _ => last_word(bytes.get(byte..)?, shift),
    }
}

/// [`word`] from the first byte on, for the last four bytes.
#[cold]
#[inline(never)]
fn last_word(rest: &[u8], shift: u32) -> Option<u32> {
    if rest.is_empty() { None } else { Some(rest.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte)) >> shift) }
}

/// [`field`] from the first byte on, for bits in five bytes, and for the last bytes of a section.
#[cold]
#[inline(never)]
fn across(rest: &[u8], shift: u32, width: u32) -> Option<u32> {
    // Refuse what is not there.
    let available_bits = u32::try_from(rest.len()).unwrap_or(u32::MAX >> 3).min(5).wrapping_mul(8);
    let end = shift.wrapping_add(width);
    if end > available_bits {
        return None;
    }
    let low = rest.iter().take(4).rev().fold(0u32, |word, byte| word << 8 | u32::from(*byte));
    let high = if end > 32 { u32::from(*rest.get(4)?).wrapping_shl(32u32.wrapping_sub(shift)) } else { 0 };
    Some((low >> shift | high) & u32::MAX.wrapping_shr(32u32.wrapping_sub(width)))
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
