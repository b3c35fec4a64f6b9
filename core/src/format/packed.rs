//! Packed numbers without a line, and records of several numbers.

use core::ops::Range;

use crate::format::bits::{self, Bits, MAX_WIDTH_IN_ONE_LOAD};
use crate::format::search::bisect;
use crate::format::table_field::{Head, Part, PartVisitor, Size, part};

/// Numbers of one width: value `i` is item `i` of the packed bits, without the line that a [`Column`](super::column::Column)
/// adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed<'a> {
    /// Width of an item in bits, at most 32.
    pub width: u8,
    /// The items, least significant bit first.
    pub bits: Bits<'a>,
}

part!(Packed<'a> { width: u8, bits: Bits<'a> });

/// A search scans the last items, at most this many, one after another.
const MAX_SCANNED_ITEMS: u32 = 8;
/// If items have at most this many bits, a word holds several, and a search reads them together.
const MAX_SCANNED_WIDTH: u32 = 16;

impl Packed<'_> {
    /// The value at `index`, or 0 if there is none. Constant time.
    #[inline(always)]
    #[must_use]
    pub fn value(&self, index: u32) -> u32 {
        self.bits.item(index, self.width)
    }

    /// The first of `rows` whose value is at least `value`, or the end of `rows`. Values must ascend over `rows`. O(log n).
    #[inline(always)]
    pub(crate) fn first_at_least(&self, rows: Range<u32>, value: u32) -> u32 {
        let Range { start: mut low, end: high } = bisect(rows, MAX_SCANNED_ITEMS, |row| self.value(row) < value);
        // The last few items are read several at a time.
        let width = u32::from(self.width);
        if width == 0 || width > MAX_SCANNED_WIDTH {
            return bisect(low..high, 0, |row| self.value(row) < value).start;
        }
        let mask = !u32::MAX.wrapping_shl(width);
        while low < high {
            let mut items = self.bits.word(bits::bit_offset(low, width), 0);
            // The lowest bits of `items` are item `low`, and `left` bits of the word have not been looked at.
            let mut left = 32u32;
            while left >= width && low < high {
                if items & mask >= value {
                    return low;
                }
                items = items.wrapping_shr(width);
                left = left.wrapping_sub(width);
                low = low.wrapping_add(1);
            }
        }
        low
    }
}

/// Records of `N` numbers each, one after another: a table that is read by row.
///
/// A record has one item for each field, of that field's width. Record `i` starts at bit `i` times the sum of the widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Records<'a, const N: usize> {
    /// By field: width of an item in bits, at most 32.
    pub widths: [u8; N],
    /// The sum of the widths.
    pub width: u8,
    /// The items, least significant bit first.
    pub bits: Bits<'a>,
}

impl<const N: usize> Default for Records<'_, N> {
    fn default() -> Self {
        Records { widths: [0; N], width: 0, bits: Bits::default() }
    }
}

impl<'a, const N: usize> Part<'a> for Records<'a, N> {
    const SIZE: Size = Size { numbers: 0, offsets: 1, widths: N.wrapping_add(1) };

    #[inline(always)]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        let mut widths = [0; N];
        let mut at = before.widths;
        for width in &mut widths {
            *width = head.width(at);
            at = at.wrapping_add(1);
        }
        Records { widths, width: head.width(at), bits: head.bits(before.offsets) }
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        self.widths.iter().for_each(|width| visitor.width(*width));
        visitor.width(self.width);
        visitor.bits(self.bits);
    }
}

impl<const N: usize> Records<'_, N> {
    /// All fields of a record. Fields that are missing are 0.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, row: u32) -> [u32; N] {
        let (at, all) = (self.start(row), u32::from(self.width));
        // One read has all fields: each shift leaves the next field in the lowest bits.
        let mut word = if all <= MAX_WIDTH_IN_ONE_LOAD {
            self.bits.number(at, all)
        } else if all <= 32 {
            self.bits.word_inline(at, 0)
        } else {
            return wide_record(self.bits, at, self.widths);
        };
        let mut fields = [0; N];
        for (field, width) in fields.iter_mut().zip(self.widths) {
            *field = word & !u32::MAX.wrapping_shl(width.into());
            word = word.wrapping_shr(width.into());
        }
        fields
    }

    /// One field of a record, or 0 if it is missing.
    #[inline(always)]
    pub(crate) fn field(&self, row: u32, field: usize) -> u32 {
        let (before, rest) = self.widths.split_at_checked(field).unwrap_or_default();
        let width = rest.first().copied().unwrap_or_default();
        self.bits.number(self.start(row).wrapping_add(sum(before) as usize), width.into())
    }

    /// The first bit of a record.
    #[inline(always)]
    fn start(&self, row: u32) -> usize {
        bits::bit_offset(row, self.width.into())
    }
}

/// The fields of a record that starts at bit `at`, if it has more than 32 bits.
#[inline(never)]
fn wide_record<const N: usize>(packed: Bits<'_>, mut at: usize, widths: [u8; N]) -> [u32; N] {
    let mut fields = [0; N];
    for (field, width) in fields.iter_mut().zip(widths) {
        *field = packed.word(at, 0) & bits::low_bits(width.into());
        at = at.wrapping_add(width.into());
    }
    fields
}

#[inline(always)]
fn sum(widths: &[u8]) -> u32 {
    widths.iter().fold(0, |sum, width| sum.wrapping_add(u32::from(*width)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::column::Column;

    #[test]
    fn records_follow_each_other_without_gaps() {
        // (1, 2), (3, 5) with widths 2 and 3: 001 01 | 101 11, from the low end.
        let records = Records { widths: [2, 3], width: 5, bits: Bits::new(&[0b1110_1001, 0b10]) };
        let fields = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(row, field)| records.field(row, field));
        assert_eq!(fields, [1, 2, 3, 5]);
        assert_eq!((records.get(0), records.get(1)), ([1, 2], [3, 5]));
        assert_eq!((records.field(1, 2), records.field(4, 0), records.get(4)), (0, 0, [0, 0]), "missing fields are 0");
        // The same numbers in records that are too long for one read.
        let wide = Records { widths: [2, 31], width: 33, bits: Bits::new(&[0b1001, 0, 0, 0, 0b10_1110, 0, 0, 0, 0]) };
        assert_eq!((wide.get(0), wide.get(1)), ([1, 2], [3, 5]));
    }

    #[test]
    fn a_search_finds_the_first_row() {
        let bits: [u8; 200] = core::array::from_fn(|index| (index * 37) as u8);
        for width in [0, 1, 3, 5, 8, 13, 16, 17, 31] {
            for step in [0, 1, 1 << 17] {
                let column = Column { base: 7, step, width, bits: Bits::new(&bits) };
                check_first_at_least(|row| column.get(row).unwrap(), |rows, value| column.first_at_least(rows, value).unwrap());
            }
            let packed = Packed { width, bits: Bits::new(&bits) };
            check_first_at_least(|row| packed.value(row), |rows, value| packed.first_at_least(rows, value));
        }
    }

    fn check_first_at_least(get: impl Fn(u32) -> u32, first_at_least: impl Fn(Range<u32>, u32) -> u32) {
        for start in 0..40 {
            // Up to the row where the values stop ascending.
            let ascends = |row: &u32| *row == start || get(row - 1) <= get(*row);
            let end = (start..40).take_while(ascends).last().unwrap() + 1;
            for value in (start..end).map(&get).flat_map(|value| [value.saturating_sub(1), value, value + 1]) {
                let expected = (start..end).find(|row| get(*row) >= value).unwrap_or(end);
                assert_eq!(first_at_least(start..end, value), expected, "{value} in {start}..{end}");
            }
        }
    }
}
