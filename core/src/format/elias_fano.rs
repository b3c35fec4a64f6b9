//! Ascending numbers in the form of Elias (1974) and Fano (1971), such as the prefix sums that say where lists start.
//!
//! ```text
//! numbers  3, 4, 7, 13, 14, 15    low_width 2
//! low      11 00 11 01 10 11      the two low bits of each number, packed
//! high     1 0 1 1 0 0 1 1 1      from bit 0 on: number n with the high part h is the one bit at h + n,
//!                                 so a 1 means "the next number" and a 0 means "the next high part"
//! samples  0                      the positions in `high` of the numbers 0, 8, 16, ...
//! ```
//!
//! If `low_width` is the logarithm of the mean gap, a number takes two bits more than that, whatever the size of the numbers. A
//! [`Column`] of the same numbers takes, for each, the logarithm of the largest deviation from a line. To read a number, the reader
//! scans the few words of `high` between a sample and the number's bit.

use crate::format::bits::Bits;
use crate::format::column::Column;
use crate::format::table_field::part;

/// Distance from one sample to the next, in numbers, as a power of two.
pub const SAMPLE_LOG2: u32 = 3;

/// A `low_width` of this value or more means that there are no high parts: the numbers are a [`Column`] with the line of
/// `samples` and the bits of `low`. Its width is `low_width - PLAIN`.
pub const PLAIN: u8 = 32;

/// Ascending numbers, in which equal ones may follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EliasFano<'a> {
    /// How many low bits of each number are in `low`, at most 31; or [`PLAIN`] and more.
    pub low_width: u8,
    /// The low bits of the numbers, packed like the items of a [`Column`].
    pub low: Bits<'a>,
    /// The high parts, least significant bit first.
    pub high: Bits<'a>,
    /// The position in `high` of every 8th number.
    pub samples: Column<'a>,
}

part!(EliasFano<'a> { low_width: u8, low: Bits<'a>, high: Bits<'a>, samples: Column<'a> });

impl EliasFano<'_> {
    /// The number at `index`. An index that is out of range gives any number. Constant time on average.
    #[inline]
    #[must_use]
    pub fn get(&self, index: u32) -> u32 {
        self.pair(index).0
    }

    /// The numbers at `index` and at `index + 1`, for little more than one look-up.
    #[inline(always)]
    pub(crate) fn pair(&self, index: u32) -> (u32, u32) {
        if let Some(width) = self.low_width.checked_sub(PLAIN) {
            return Column { width, bits: self.low, ..self.samples }.pair(index);
        }
        self.pair_from_high_parts(index)
    }

    /// [`EliasFano::pair`] for numbers with high parts.
    // Never inlined: the numbers of small stores have no high parts.
    #[inline(never)]
    fn pair_from_high_parts(&self, index: u32) -> (u32, u32) {
        let (at, word) = self.select(index);
        let bit = at.wrapping_add(word.trailing_zeros());
        let rest = word & word.wrapping_sub(1);
        let (at, rest) = if rest == 0 { self.one_from(at.wrapping_add(32), 0) } else { (at, rest) };
        // The index of the next number is greater by 1. Taking that off here lets `high` use the same index for both.
        let next_bit = at.wrapping_add(rest.trailing_zeros()).wrapping_sub(1);
        let low_width = u32::from(self.low_width);
        let high = |bit: u32| bit.wrapping_sub(index).wrapping_shl(low_width);
        let low =
            |index: u32| self.low.word(crate::format::bits::bit_offset(index, low_width), 0) & !u32::MAX.wrapping_shl(low_width);
        let (first, second) = (low(index), low(index.wrapping_add(1)));
        (high(bit) | first, high(next_bit) | second)
    }

    /// 32 bits of `high`, and the position of the first of them. The lowest one bit is that of the number at `index`.
    #[inline(always)]
    fn select(&self, index: u32) -> (u32, u32) {
        let sample = self.samples.value(index >> SAMPLE_LOG2);
        self.one_from(sample, index & (1u32 << SAMPLE_LOG2).wrapping_sub(1))
    }

    /// 32 bits of `high`, and the position of the first of them. The lowest one bit is the one at or after `at`, after skipping
    /// `to_skip` others. Past the end all bits are ones, so the loop ends.
    #[inline(always)]
    fn one_from(&self, mut at: u32, mut to_skip: u32) -> (u32, u32) {
        loop {
            let word = self.high.word(at as usize, u32::MAX);
            let mut left = word;
            for _ in 0..to_skip {
                left &= left.wrapping_sub(1);
            }
            if left != 0 {
                return (at, left);
            }
            to_skip = to_skip.wrapping_sub(word.count_ones());
            at = at.wrapping_add(32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the diagram: high parts 0, 1, 1, 3, 3, 3, so ones at 0, 2, 3, 6, 7, 8.
    const NUMBERS: EliasFano<'static> = EliasFano {
        low_width: 2,
        low: Bits::new(&[0b01_11_00_11, 0b11_10]),
        high: Bits::new(&[0b1100_1101, 0b1]),
        samples: Column { base: 0, step: 0, width: 0, bits: Bits::new(&[]) },
    };

    #[test]
    fn numbers_follow_the_diagram() {
        let numbers: [u32; 6] = core::array::from_fn(|index| NUMBERS.get(index as u32));
        assert_eq!(numbers, [3, 4, 7, 13, 14, 15]);
        assert_eq!(NUMBERS.pair(2), (7, 13));
    }

    #[test]
    fn a_long_gap_is_skipped() {
        let mut high = [0u8; 20];
        high[0] = 1;
        high[19] = 0x80;
        let numbers = EliasFano { low_width: 0, low: Bits::default(), high: Bits::new(&high), samples: Column::default() };
        assert_eq!((numbers.get(0), numbers.get(1)), (0, 158));
    }

    #[test]
    fn numbers_are_found_from_their_samples() {
        extern crate std;
        use std::vec::Vec;
        // Runs of equal numbers, small gaps, and gaps longer than a word.
        let mut numbers: Vec<u32> = Vec::new();
        let mut number = 0u32;
        for index in 0..200u32 {
            number += match index % 13 {
                0..=4 => 0,
                12 => 900,
                small => small,
            };
            numbers.push(number);
        }
        for low_width in [0, 1, 3, 7] {
            let width = usize::from(low_width);
            let (mut low, mut high) = (std::vec![0u8; 400], std::vec![0u8; 4000]);
            let (mut samples, mut end) = (Vec::new(), 0);
            for (index, number) in numbers.iter().enumerate() {
                for place in 0..width {
                    let at = index * width + place;
                    low[at / 8] |= ((number >> place & 1) as u8) << (at % 8);
                }
                let at = (number >> low_width) as usize + index;
                high[at / 8] |= 1 << (at % 8);
                end = at / 8 + 1;
                if index % 8 == 0 {
                    samples.extend((at as u32).to_le_bytes());
                }
            }
            let samples = Column { base: 0, step: 0, width: 32, bits: Bits::new(&samples) };
            let packed = EliasFano { low_width, low: Bits::new(&low), high: Bits::new(&high[..end]), samples };
            for (index, pair) in numbers.windows(2).enumerate() {
                assert_eq!(packed.pair(index as u32), (pair[0], pair[1]), "{index} with {low_width} low bits");
                assert_eq!(packed.get(index as u32), pair[0]);
            }
            assert_eq!(packed.get(199), numbers[199]);
        }
    }

    #[test]
    fn numbers_on_a_line_have_no_parts() {
        let samples = Column { base: 5, step: 3, width: 0, bits: Bits::default() };
        let plain = EliasFano { low_width: PLAIN + 2, low: Bits::new(&[0b11_10_01_00]), high: Bits::default(), samples };
        assert_eq!((plain.pair(0), plain.pair(2), plain.get(3)), ((5, 9), (13, 17), 17));
    }
}
