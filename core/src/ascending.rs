//! Ascending numbers in the form of Elias (1974) and Fano (1971).
//!
//! ```text
//! numbers  3, 4, 7, 13, 14, 15   low_width 2
//! low      11 00 11 01 10 11     the two low bits of each, packed
//! high     01 1 01 ... : number n with high part h is the one bit at h + n, so each bit is either "next number" (1) or "next high part" (0)
//! samples  the bit of the numbers 0, 16, 32, ... in `high`
//! ```
//!
//! With `low_width` chosen as the logarithm of the mean gap a number takes two bits more than that, whatever its size; a packed
//! [`Column`] of the same numbers takes the logarithm of the largest deviation from a line. Reading one costs a pass over the few words
//! between a sample and its bit.

use serde::{Deserialize, Serialize};

use crate::bits;
use crate::column::Column;
use crate::wire::read_struct;

/// Numbers between two samples, as a power of two.
pub const SAMPLE_LOG2: u32 = 4;

/// Ascending numbers; equal ones may follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ascending<'a> {
    /// Bits of a number that stand in `low`, at most 31.
    pub low_width: u8,
    /// The low bits of the numbers, as [`Column`] packs its items.
    #[serde(borrow)]
    pub low: &'a [u8],
    /// The high parts, least significant bit first.
    #[serde(borrow)]
    pub high: &'a [u8],
    /// The bits in `high` of every 16th number.
    #[serde(borrow)]
    pub samples: Column<'a>,
}

read_struct!(Ascending<'a> { low_width, low, high, samples });

impl Ascending<'_> {
    /// The number at `index`; `None` where the bits end before it. Constant time on average.
    #[inline]
    #[must_use]
    pub fn get(&self, index: u32) -> Option<u32> {
        let low_width = self.low_width.min(31);
        let (at, word) = self.select(index)?;
        let bit = at.checked_add(word.trailing_zeros())?;
        Some(bit.checked_sub(index)?.wrapping_shl(u32::from(low_width)) | bits::item(self.low, index, low_width)?)
    }

    /// The numbers at `index` and after it, for little more than one look-up.
    pub(crate) fn pair(&self, index: u32) -> Option<(u32, u32)> {
        let low_width = self.low_width.min(31);
        let (at, word) = self.select(index)?;
        let bit = at.checked_add(word.trailing_zeros())?;
        let rest = word & word.wrapping_sub(1);
        let (at, rest) = if rest == 0 { self.one_from(at.checked_add(32)?, 0)? } else { (at, rest) };
        // Its index is one more, too.
        let next_bit = at.checked_add(rest.trailing_zeros())?.checked_sub(1)?;
        let high = |bit: u32| Some(bit.checked_sub(index)?.wrapping_shl(u32::from(low_width)));
        let (first, second) = bits::pair(self.low, index, low_width)?;
        Some((high(bit)? | first, high(next_bit)? | second))
    }

    /// 32 bits of `high` from a bit on of which the lowest one is a number's.
    #[inline]
    fn select(&self, index: u32) -> Option<(u32, u32)> {
        let sample = self.samples.get(index >> SAMPLE_LOG2)?;
        self.one_from(sample, index & (1u32 << SAMPLE_LOG2).wrapping_sub(1))
    }

    /// 32 bits of `high` from a bit on of which the lowest one is the one at or after `at` before which `to_skip` others stand.
    #[inline]
    fn one_from(&self, mut at: u32, mut to_skip: u32) -> Option<(u32, u32)> {
        loop {
            let mut word = bits::word(self.high, at as usize)?;
            let ones = word.count_ones();
            if to_skip < ones {
                for _ in 0..to_skip {
                    word &= word.wrapping_sub(1);
                }
                return Some((at, word));
            }
            to_skip = to_skip.wrapping_sub(ones);
            at = at.checked_add(32)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The diagram above: high parts 0, 1, 1, 3, 3, 3, so ones at 0, 2, 3, 6, 7, 8.
    const NUMBERS: Ascending<'static> = Ascending {
        low_width: 2,
        low: &[0b01_11_00_11, 0b11_10],
        high: &[0b1100_1101, 0b1],
        samples: Column { base: 0, step: 0, width: 0, bits: &[] },
    };

    #[test]
    fn numbers_follow_the_diagram() {
        let numbers: [u32; 6] = core::array::from_fn(|index| NUMBERS.get(index as u32).unwrap());
        assert_eq!(numbers, [3, 4, 7, 13, 14, 15]);
        assert_eq!(NUMBERS.pair(2), Some((7, 13)));
        assert_eq!(NUMBERS.pair(5), None, "there is no number after the last");
        assert_eq!(NUMBERS.get(6), None);
    }

    #[test]
    fn a_long_gap_is_passed_over() {
        let mut high = [0u8; 20];
        high[0] = 1;
        high[19] = 0x80;
        let numbers = Ascending { low_width: 0, low: &[], high: &high, samples: Column::default() };
        assert_eq!((numbers.get(0), numbers.get(1)), (Some(0), Some(158)));
    }
}
