//! Numbers of which many that follow each other are equal.
//!
//! ```text
//! numbers  7 7 ... 7 (16)   3 3 ... 5 (16)   7 7 7
//! blocks   2*7              2*0 + 1          2*7        an even one is twice what all of the block are
//! mixed                     3 3 ... 5                   an odd one counts the blocks before it that are written out
//! ```

use core::ops::Range;

use serde::{Deserialize, Serialize};

use crate::column::Column;
use crate::wire::read_struct;

/// Numbers in a block, as a power of two.
pub const BLOCK_LOG2: u32 = 4;
const BLOCK: u32 = 1 << BLOCK_LOG2;
const BLOCK_MASK: u32 = BLOCK - 1;

/// Numbers in blocks of 16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocks<'a> {
    /// By block: twice the number that all are, or twice the number of blocks in `mixed` before it, plus one.
    #[serde(borrow)]
    pub blocks: Column<'a>,
    /// The numbers of blocks that have different ones.
    #[serde(borrow)]
    pub mixed: Column<'a>,
}

read_struct!(Blocks<'a> { blocks, mixed });

impl Blocks<'_> {
    /// The number at `index`; `None` where the bits end before it. Constant time.
    #[inline]
    #[must_use]
    pub fn get(&self, index: u32) -> Option<u32> {
        let block = self.blocks.get(index >> BLOCK_LOG2)?;
        if block & 1 == 0 {
            return Some(block >> 1);
        }
        self.mixed.get((block >> 1).wrapping_shl(BLOCK_LOG2) | index & BLOCK_MASK)
    }

    /// In an ascending part `rows`: the first row that holds `value` or more. O(log n).
    pub(crate) fn first_at_least(&self, rows: Range<u32>, value: u32) -> Option<u32> {
        let (mut low, mut high) = (rows.start, rows.end);
        while high.saturating_sub(low) > BLOCK {
            let middle = low.midpoint(high);
            match self.get(middle)? < value {
                true => low = middle.wrapping_add(1),
                false => high = middle,
            }
        }
        // What is left is in two blocks at the most.
        while low < high {
            let block = self.blocks.get(low >> BLOCK_LOG2)?;
            let end = (low | BLOCK_MASK).saturating_add(1).min(high);
            if block & 1 == 0 {
                if block >> 1 >= value {
                    return Some(low);
                }
            } else {
                let place = (block >> 1).wrapping_shl(BLOCK_LOG2) | low & BLOCK_MASK;
                let row = self.mixed.first_at_least(place..place.wrapping_add(end.wrapping_sub(low)), value)?;
                let row = row.wrapping_sub(place).wrapping_add(low);
                if row < end {
                    return Some(row);
                }
            }
            low = end;
        }
        Some(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 16 sevens, 8 threes and 8 fives, two sevens.
    const NUMBERS: Blocks<'static> = Blocks {
        blocks: Column { base: 0, step: 0, width: 4, bits: &[0b0001_1110, 0b1110] },
        mixed: Column { base: 3, step: 0, width: 2, bits: &[0, 0, 0b1010_1010, 0b1010_1010] },
    };

    #[test]
    fn equal_numbers_stand_once() {
        let numbers: [u32; 34] = core::array::from_fn(|index| NUMBERS.get(index as u32).unwrap());
        let expected: [u32; 34] = core::array::from_fn(|index| [7, 3, 5, 7][if index < 16 { 0 } else { 1 + (index - 16) / 8 }]);
        assert_eq!(numbers, expected);
        assert_eq!(NUMBERS.get(64), None, "there is no fifth block");
    }

    #[test]
    fn the_last_rows_of_all_end() {
        // Blocks without bits are there at any row: all of them 0, or all of them the mixed block before the first.
        for base in [0, 1] {
            let blocks = Blocks { blocks: Column { base, ..Column::default() }, mixed: Column::default() };
            assert_eq!(blocks.first_at_least(u32::MAX - 40..u32::MAX, 1), Some(u32::MAX));
        }
    }

    #[test]
    fn an_ascending_part_is_searched() {
        let cases = [(16..34, 3, 16), (16..34, 4, 24), (16..34, 6, 32), (16..34, 8, 34), (20..24, 5, 24), (9..9, 1, 9)];
        for (rows, value, first) in cases {
            assert_eq!(NUMBERS.first_at_least(rows.clone(), value), Some(first), "{value} in {rows:?}");
        }
    }
}
