//! Columns of packed numbers, and relations made of them.

use core::ops::Range;

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bits;
pub use crate::bits::MOST_ITEMS;
use crate::wire::{Broken, Read, Reader, read_struct};

/// Numbers of one width: value `i` is `base + step * i + item i of the packed bits`, modulo 2^32.
///
/// The `step` makes an ascending column narrow: `5, 6, 7` is base 5, step 1, width 0, and no bits at all.
///
/// As a message a column begins with a byte: its width, plus 64 if there is a base other than 0, plus 128 if there is such a step. The
/// base and the step follow as varints, where they are, and then, if the width is not 0, the bits. So an empty column is one byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column<'a> {
    /// Added to every value.
    pub base: u32,
    /// Added to every value as often as its index says.
    pub step: u32,
    /// Bits of an item, at most 32.
    pub width: u8,
    /// The items, least significant bit first.
    pub bits: &'a [u8],
}

/// In the first byte of a column's message: its base follows.
const HAS_BASE: u8 = 1 << 6;
/// In the first byte of a column's message: its step follows.
const HAS_STEP: u8 = 1 << 7;
/// The width in the first byte of a column's message.
const WIDTH: u8 = HAS_BASE - 1;

impl Serialize for Column<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let flag = |number: u32, flag: u8| if number == 0 { 0 } else { flag };
        let mut parts = serializer.serialize_tuple(PARTS)?;
        parts.serialize_element(&(self.width & WIDTH | flag(self.base, HAS_BASE) | flag(self.step, HAS_STEP)))?;
        for number in [self.base, self.step].into_iter().filter(|number| *number != 0) {
            parts.serialize_element(&number)?;
        }
        if self.width & WIDTH != 0 {
            parts.serialize_element(self.bits)?;
        }
        parts.end()
    }
}

/// A search goes through so many items one after another.
const FEW_ITEMS: u32 = 8;
/// Several items of so many bits are in a word.
const FEW_BITS: u32 = 16;
/// Parts of a column's message, at most.
const PARTS: usize = 4;

impl<'de: 'a, 'a> Deserialize<'de> for Column<'a> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = Column<'de>;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a column")
            }
            #[inline]
            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let missing = || A::Error::custom("a column ends early");
                let form: u8 = parts.next_element()?.ok_or_else(missing)?;
                let mut column = Column { width: form & WIDTH, ..Column::default() };
                if form & HAS_BASE != 0 {
                    column.base = parts.next_element()?.ok_or_else(missing)?;
                }
                if form & HAS_STEP != 0 {
                    column.step = parts.next_element()?.ok_or_else(missing)?;
                }
                if column.width != 0 {
                    column.bits = parts.next_element()?.ok_or_else(missing)?;
                }
                Ok(column)
            }
        }
        deserializer.deserialize_tuple(PARTS, Parts)
    }
}

impl<'a> Read<'a> for Column<'a> {
    // Called in hundreds of places.
    #[inline(never)]
    fn read(reader: &mut Reader<'a>) -> Self {
        let form = reader.byte();
        let base = if form & HAS_BASE != 0 { reader.number() } else { 0 };
        let step = if form & HAS_STEP != 0 { reader.number() } else { 0 };
        let width = form & WIDTH;
        let bits = if width != 0 { reader.bytes() } else { &[] };
        if width > 32 {
            reader.breaks(Broken::Malformed);
        }
        Column { base, step, width, bits }
    }
}

impl Column<'_> {
    /// The value at `index`; `None` where the bits end before it. Constant time.
    // Without the hint a program that is optimised for size has it once, and not in each of two hundred places.
    #[cfg_attr(target_pointer_width = "64", inline)]
    #[must_use]
    pub fn get(&self, index: u32) -> Option<u32> {
        let item = bits::item(self.bits, index, self.width)?;
        Some(self.base.wrapping_add(self.step.wrapping_mul(index)).wrapping_add(item))
    }

    /// The values at `index` and after it, for less than two reads.
    #[inline]
    pub(crate) fn pair(&self, index: u32) -> Option<(u32, u32)> {
        let (first, second) = bits::pair(self.bits, index, self.width)?;
        let base = self.base.wrapping_add(self.step.wrapping_mul(index));
        Some((base.wrapping_add(first), base.wrapping_add(self.step).wrapping_add(second)))
    }

    /// In an ascending part `rows` of the column: the first row that holds `value` or more. O(log n).
    pub(crate) fn first_at_least(&self, rows: Range<u32>, value: u32) -> Option<u32> {
        let (mut low, mut high) = (rows.start, rows.end);
        while high.saturating_sub(low) > FEW_ITEMS {
            let middle = low.midpoint(high);
            match self.get(middle)? < value {
                true => low = middle.wrapping_add(1),
                false => high = middle,
            }
        }
        // The last few are read several at a time, where they are anywhere.
        let width = u32::from(self.width);
        if width == 0 || width > FEW_BITS {
            return partition_point(low..high, |row| Some(self.get(row)? < value));
        }
        let mask = !u32::MAX.wrapping_shl(width);
        let mut line = self.base.wrapping_add(self.step.wrapping_mul(low));
        while low < high {
            let mut items = bits::word(self.bits, bits::place(low, width))?;
            let mut left = 32u32;
            while left >= width && low < high {
                if line.wrapping_add(items & mask) >= value {
                    return Some(low);
                }
                items = items.wrapping_shr(width);
                left = left.wrapping_sub(width);
                low = low.wrapping_add(1);
                line = line.wrapping_add(self.step);
            }
        }
        Some(low)
    }

    /// In an ascending part `rows` of the column: the rows that hold `value`. O(log n).
    pub(crate) fn equal_range(&self, rows: Range<u32>, value: u32) -> Option<Range<u32>> {
        equal_range(rows, value, |row| self.get(row))
    }

    /// In an ascending part `rows` of the column: the first row that holds `value`. O(log n).
    pub(crate) fn find(&self, rows: Range<u32>, value: u32) -> Option<Option<u32>> {
        let end = rows.end;
        let row = self.first_at_least(rows, value)?;
        Some(if row < end && self.get(row)? == value { Some(row) } else { None })
    }
}

/// Records of `N` numbers each, one behind the other: a table that is read by row.
///
/// A record has one item a field, of that field's width; record `i` begins at bit `i` times the sum of the widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(serialize = "[u8; N]: Serialize", deserialize = "[u8; N]: Deserialize<'de>"))]
pub struct Records<'a, const N: usize> {
    /// By field: bits of an item, at most 32.
    pub widths: [u8; N],
    /// The items, least significant bit first.
    #[serde(borrow)]
    pub bits: &'a [u8],
}

impl<const N: usize> Default for Records<'_, N> {
    fn default() -> Self {
        Records { widths: [0; N], bits: &[] }
    }
}

read_struct!(Records<'a, const N: usize> { widths, bits });

impl<const N: usize> Records<'_, N> {
    /// The first fields of a record; `None` where the bits end before them.
    #[inline]
    pub(crate) fn fields<const M: usize>(&self, row: u32) -> Option<[u32; M]> {
        const { assert!(M <= N, "a record has no more fields") };
        let mut at = self.start(row);
        let mut fields = [0; M];
        let wanted = fields.iter_mut().zip(self.widths.map(u32::from));
        let all = self.widths.first_chunk::<M>().map_or(u32::MAX, |widths| sum(widths));
        if all < 32 {
            // One read has all of them.
            let mut word = bits::field(self.bits, at, all)?;
            for (field, width) in wanted {
                *field = word & !u32::MAX.wrapping_shl(width);
                word = word.wrapping_shr(width);
            }
            return Some(fields);
        }
        for (field, width) in wanted {
            *field = bits::field(self.bits, at, width.min(32))?;
            at = at.wrapping_add(width as usize);
        }
        Some(fields)
    }

    /// One field of a record; `None` where there is no such field or the bits end before it.
    #[inline]
    pub(crate) fn field(&self, row: u32, field: usize) -> Option<u32> {
        let (before, rest) = self.widths.split_at_checked(field)?;
        let at = self.start(row).wrapping_add(sum(before) as usize);
        bits::field(self.bits, at, u32::from(*rest.first()?).min(32))
    }

    /// The first bit of a record.
    #[inline]
    fn start(&self, row: u32) -> usize {
        bits::place(row, sum(&self.widths))
    }
}

#[inline]
fn sum(widths: &[u8]) -> u32 {
    widths.iter().fold(0, |sum, width| sum.wrapping_add(u32::from(*width)))
}

/// The first of `rows` for which `before` is false, if it is true for all rows before that one; `None` where a row can't be
/// read. O(log n) calls.
#[inline]
pub(crate) fn partition_point(rows: Range<u32>, mut before: impl FnMut(u32) -> Option<bool>) -> Option<u32> {
    try_partition_point(rows, |row| before(row).ok_or(())).ok()
}

/// [`partition_point`], where reading a row may fail in more than one way.
#[inline]
pub(crate) fn try_partition_point<E>(rows: Range<u32>, mut before: impl FnMut(u32) -> Result<bool, E>) -> Result<u32, E> {
    let (mut low, mut high) = (rows.start, rows.end);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle)? {
            // Below `high`, so this can't wrap.
            low = middle.wrapping_add(1);
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The positions at which `value_at`, which ascends over them, is `wanted`. O(log n) calls.
#[inline]
pub(crate) fn equal_range(positions: Range<u32>, wanted: u32, value_at: impl Fn(u32) -> Option<u32>) -> Option<Range<u32>> {
    let start = partition_point(positions.clone(), |position| Some(value_at(position)? < wanted))?;
    let end = partition_point(start..positions.end, |position| Some(value_at(position)? <= wanted))?;
    Some(start..end)
}

/// Pairs of a fact and a value, readable from both sides.
///
/// Pairs ascend by fact, then by value. A fact may have none, one or several values.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Relation<'a> {
    /// Number of pairs.
    pub len: u32,
    /// By pair, ascending: the fact's number.
    #[serde(borrow)]
    pub fact: Column<'a>,
    /// By pair: a term id, or what the relation says.
    #[serde(borrow)]
    pub value: Column<'a>,
    /// Pairs by value, then fact; empty (width 0, step 0) where nobody asks from that side.
    #[serde(borrow)]
    pub by_value: Column<'a>,
}

read_struct!(Relation<'a> { len, fact, value, by_value });

impl Relation<'_> {
    /// The pairs of that fact.
    pub(crate) fn of_fact(&self, fact: u32) -> Option<Range<u32>> {
        self.fact.equal_range(0..self.len, fact)
    }

    /// The positions in `by_value` of the pairs with that value.
    pub(crate) fn of_value(&self, value: u32) -> Option<Range<u32>> {
        equal_range(0..self.len, value, |position| self.value.get(self.by_value.get(position)?))
    }

    /// The fact at a position of `by_value`.
    pub(crate) fn fact_at(&self, position: u32) -> Option<u32> {
        self.fact.get(self.by_value.get(position)?)
    }

    /// Whether the fact has that value.
    pub(crate) fn contains(&self, fact: u32, value: u32) -> Option<bool> {
        let rows = self.of_fact(fact)?;
        Some(self.value.find(rows, value)?.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_needs_no_bits() {
        let column = Column { base: 5, step: 1, width: 0, bits: &[] };
        assert_eq!((column.get(0), column.get(2)), (Some(5), Some(7)));
    }

    #[test]
    fn messages_leave_out_what_is_nothing() {
        let column = |base, step, width, bits| Column { base, step, width, bits };
        let cases: [(Column<'_>, &[u8]); 4] = [
            (Column::default(), &[0]),
            (column(5, 1, 0, &[]), &[0b1100_0000, 5, 1]),
            (column(300, 0, 3, &[7]), &[0b0100_0011, 0xAC, 2, 1, 7]),
            (column(0, 2, 32, &[1, 2, 3, 4]), &[0b1010_0000, 2, 4, 1, 2, 3, 4]),
        ];
        for (column, message) in cases {
            let mut buffer = [0; 16];
            assert_eq!(postcard::to_slice(&column, &mut buffer).unwrap(), message);
            assert_eq!(postcard::take_from_bytes::<Column<'_>>(message).unwrap(), (column, &[][..]));
        }
    }

    #[test]
    fn a_negative_base_wraps() {
        // Values 0, 9: step 10 overshoots, so the base is -1 and the items 1 and 0.
        let column = Column { base: u32::MAX, step: 10, width: 1, bits: &[0b01] };
        assert_eq!((column.get(0), column.get(1)), (Some(0), Some(9)));
    }

    #[test]
    fn records_stand_one_behind_the_other() {
        // (1, 2), (3, 5) with widths 2 and 3: 001 01 | 101 11, from the low end.
        let records = Records { widths: [2, 3], bits: &[0b1110_1001, 0b10] };
        let fields = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(row, field)| records.field(row, field).unwrap());
        assert_eq!(fields, [1, 2, 3, 5]);
        assert_eq!(records.fields(1), Some([3, 5]));
        assert_eq!((records.field(1, 2), records.field(3, 0)), (None, None));
    }

    #[test]
    fn ranges_of_equal_values() {
        // 1, 3, 3, 7 in 3 bits each: 001 011 011 111 from the low end.
        let column = Column { base: 0, step: 0, width: 3, bits: &[0b11_011_001, 0b1110] };
        assert_eq!(column.get(3), Some(7));
        assert_eq!(column.equal_range(0..4, 3), Some(1..3));
        assert_eq!(column.equal_range(0..4, 4), Some(3..3));
        assert_eq!(column.find(0..4, 7), Some(Some(3)));
        assert_eq!(column.find(0..4, 0), Some(None));
        assert_eq!(column.equal_range(0..9, 9), None, "rows 5 and up are not there");
    }

    #[test]
    fn what_is_found_is_the_first_row() {
        let bits: [u8; 200] = core::array::from_fn(|index| (index * 37) as u8);
        for width in [0, 1, 3, 5, 8, 13, 16, 17, 31] {
            for step in [0, 1, 1 << 17] {
                let column = Column { base: 7, step, width, bits: &bits };
                for start in 0..40 {
                    // As far as it ascends from there.
                    let ascends = |row: &u32| *row == start || column.get(row - 1) <= column.get(*row);
                    let end = (start..40).take_while(ascends).last().unwrap() + 1;
                    let values = (start..end).flat_map(|row| column.get(row)).flat_map(|value| [value - 1, value, value + 1]);
                    for value in values {
                        let expected = (start..end).find(|row| column.get(*row).unwrap() >= value).unwrap_or(end);
                        assert_eq!(column.first_at_least(start..end, value), Some(expected), "width {width}, step {step}");
                    }
                }
            }
        }
    }
}
