//! Columns of packed numbers, and relations made of them.

use core::ops::Range;

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bits::{self, IN_ONE_LOAD};
pub use crate::bits::{Bits, MOST_ITEMS};
use crate::table::{Head, Part, PartVisitor, Size, part};
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
    pub bits: Bits<'a>,
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
            parts.serialize_element(self.bits.as_bytes())?;
        }
        parts.end()
    }
}

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
                    column.bits = Bits::new(parts.next_element()?.ok_or_else(missing)?);
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
        let bits = Bits::new(if width != 0 { reader.bytes() } else { &[] });
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
        let item = self.bits.checked_item(index, self.width)?;
        Some(self.line(index).wrapping_add(item))
    }

    /// [`Column::get`] in a table, where what is not there counts as 0.
    #[inline(always)]
    pub(crate) fn value(&self, index: u32) -> u32 {
        self.line(index).wrapping_add(self.bits.item(index, self.width))
    }

    #[inline(always)]
    fn line(&self, index: u32) -> u32 {
        self.base.wrapping_add(self.step.wrapping_mul(index))
    }

    /// [`Column::value`] at `index` and after it, for less than two reads.
    #[inline(always)]
    pub(crate) fn pair(&self, index: u32) -> (u32, u32) {
        let ((first, second), line) = (self.bits.pair(index, self.width), self.line(index));
        (line.wrapping_add(first), line.wrapping_add(self.step).wrapping_add(second))
    }

    /// In an ascending part `rows` of the column: the first row that holds `value` or more. O(log n).
    pub(crate) fn first_at_least(&self, rows: Range<u32>, value: u32) -> Option<u32> {
        partition_point(rows, |row| Some(self.get(row)? < value))
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

impl<'a> Part<'a> for Column<'a> {
    const SIZE: Size = Size { numbers: 2, places: 1, widths: 1 };

    /// Lines of tables begin at 0 and dip below it, so their numbers are small as what is taken off.
    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        let base = head.number(before.numbers).wrapping_neg();
        let step = head.number(before.numbers.wrapping_add(1));
        Column { base, step, width: head.width(before.widths), bits: head.bits(before.places) }
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        visitor.number(self.base.wrapping_neg());
        visitor.number(self.step);
        visitor.width(self.width);
        visitor.bits(self.bits);
    }
}

/// Numbers of one width, without a line: value `i` is item `i` of the packed bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed<'a> {
    /// Bits of an item, at most 32.
    pub width: u8,
    /// The items, least significant bit first.
    pub bits: Bits<'a>,
}

part!(Packed<'a> { width: u8, bits: Bits<'a> });

/// A search goes through so many items one after another.
const FEW_ITEMS: u32 = 8;
/// Several items of so many bits are in a word.
const FEW_BITS: u32 = 16;

impl Packed<'_> {
    /// The value at `index`; what is not there counts as 0. Constant time.
    #[inline(always)]
    #[must_use]
    pub fn value(&self, index: u32) -> u32 {
        self.bits.item(index, self.width)
    }

    /// In an ascending part `rows`: the first row that holds `value` or more. O(log n).
    #[inline(always)]
    pub(crate) fn first_at_least(&self, rows: Range<u32>, value: u32) -> u32 {
        let Range { start: mut low, end: high } = narrow(rows, FEW_ITEMS, |row| self.value(row) < value);
        // The last few are read several at a time, where they are anywhere.
        let width = u32::from(self.width);
        if width == 0 || width > FEW_BITS {
            return narrow(low..high, 0, |row| self.value(row) < value).start;
        }
        let mask = !u32::MAX.wrapping_shl(width);
        while low < high {
            let mut items = self.bits.word(bits::place(low, width), 0);
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

/// Records of `N` numbers each, one behind the other: a table that is read by row.
///
/// A record has one item a field, of that field's width; record `i` begins at bit `i` times the sum of the widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Records<'a, const N: usize> {
    /// By field: bits of an item, at most 32.
    pub widths: [u8; N],
    /// The sum of them.
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
    const SIZE: Size = Size { numbers: 0, places: 1, widths: N.wrapping_add(1) };

    #[inline(always)]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        let mut widths = [0; N];
        let mut at = before.widths;
        for width in &mut widths {
            *width = head.width(at);
            at = at.wrapping_add(1);
        }
        Records { widths, width: head.width(at), bits: head.bits(before.places) }
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        self.widths.iter().for_each(|width| visitor.width(*width));
        visitor.width(self.width);
        visitor.bits(self.bits);
    }
}

impl<const N: usize> Records<'_, N> {
    /// All fields of a record; what is not there counts as 0.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, row: u32) -> [u32; N] {
        let (at, all) = (self.start(row), u32::from(self.width));
        // One read has all of them; the last is what is left of it.
        let mut word = if all <= IN_ONE_LOAD {
            self.bits.number(at, all)
        } else if all <= 32 {
            self.bits.word_inline(at, 0)
        } else {
            return wide(self.bits, at, self.widths);
        };
        let mut fields = [0; N];
        for (field, width) in fields.iter_mut().zip(self.widths) {
            *field = word & !u32::MAX.wrapping_shl(width.into());
            word = word.wrapping_shr(width.into());
        }
        fields
    }

    /// One field of a record; what is not there counts as 0.
    #[inline(always)]
    pub(crate) fn field(&self, row: u32, field: usize) -> u32 {
        let (before, rest) = self.widths.split_at_checked(field).unwrap_or_default();
        let width = rest.first().copied().unwrap_or_default();
        self.bits.number(self.start(row).wrapping_add(sum(before) as usize), width.into())
    }

    /// The first bit of a record.
    #[inline(always)]
    fn start(&self, row: u32) -> usize {
        bits::place(row, self.width.into())
    }
}

/// Fields that are one behind the other from a bit on.
#[inline(never)]
fn wide<const N: usize>(packed: Bits<'_>, mut at: usize, widths: [u8; N]) -> [u32; N] {
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

/// Halves `rows` until `few` are left at the most, among which, or at whose end, is the first for which `before` is false.
#[inline(always)]
pub(crate) fn narrow(mut rows: Range<u32>, few: u32, mut before: impl FnMut(u32) -> bool) -> Range<u32> {
    while rows.end.saturating_sub(rows.start) > few {
        let half = rows.end.wrapping_sub(rows.start) >> 1;
        let middle = rows.start.wrapping_add(half);
        match before(middle) {
            // Below the end, so this can't wrap.
            true => rows.start = middle.wrapping_add(1),
            false => rows.end = middle,
        }
    }
    rows
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
        let column = Column { base: 5, step: 1, width: 0, bits: Bits::default() };
        assert_eq!((column.get(0), column.get(2)), (Some(5), Some(7)));
    }

    #[test]
    fn messages_leave_out_what_is_nothing() {
        let column = |base, step, width, bits| Column { base, step, width, bits };
        let cases: [(Column<'_>, &[u8]); 4] = [
            (Column::default(), &[0]),
            (column(5, 1, 0, Bits::new(&[])), &[0b1100_0000, 5, 1]),
            (column(300, 0, 3, Bits::new(&[7])), &[0b0100_0011, 0xAC, 2, 1, 7]),
            (column(0, 2, 32, Bits::new(&[1, 2, 3, 4])), &[0b1010_0000, 2, 4, 1, 2, 3, 4]),
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
        let column = Column { base: u32::MAX, step: 10, width: 1, bits: Bits::new(&[0b01]) };
        assert_eq!((column.get(0), column.get(1)), (Some(0), Some(9)));
    }

    #[test]
    fn records_stand_one_behind_the_other() {
        // (1, 2), (3, 5) with widths 2 and 3: 001 01 | 101 11, from the low end.
        let records = Records { widths: [2, 3], width: 5, bits: Bits::new(&[0b1110_1001, 0b10]) };
        let fields = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(row, field)| records.field(row, field));
        assert_eq!(fields, [1, 2, 3, 5]);
        assert_eq!((records.get(0), records.get(1)), ([1, 2], [3, 5]));
        assert_eq!((records.field(1, 2), records.field(4, 0), records.get(4)), (0, 0, [0, 0]), "nothing is there");
        // The same numbers in records that one read has not room for.
        let wide = Records { widths: [2, 31], width: 33, bits: Bits::new(&[0b1001, 0, 0, 0, 0b10_1110, 0, 0, 0, 0]) };
        assert_eq!((wide.get(0), wide.get(1)), ([1, 2], [3, 5]));
    }

    #[test]
    fn ranges_of_equal_values() {
        // 1, 3, 3, 7 in 3 bits each: 001 011 011 111 from the low end.
        let column = Column { base: 0, step: 0, width: 3, bits: Bits::new(&[0b11_011_001, 0b1110]) };
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
                let column = Column { base: 7, step, width, bits: Bits::new(&bits) };
                check_first_at_least(|row| column.get(row).unwrap(), |rows, value| column.first_at_least(rows, value).unwrap());
            }
            let packed = Packed { width, bits: Bits::new(&bits) };
            check_first_at_least(|row| packed.value(row), |rows, value| packed.first_at_least(rows, value));
        }
    }

    fn check_first_at_least(get: impl Fn(u32) -> u32, first_at_least: impl Fn(Range<u32>, u32) -> u32) {
        for start in 0..40 {
            // As far as it ascends from there.
            let ascends = |row: &u32| *row == start || get(row - 1) <= get(*row);
            let end = (start..40).take_while(ascends).last().unwrap() + 1;
            for value in (start..end).map(&get).flat_map(|value| [value.saturating_sub(1), value, value + 1]) {
                let expected = (start..end).find(|row| get(*row) >= value).unwrap_or(end);
                assert_eq!(first_at_least(start..end, value), expected, "{value} in {start}..{end}");
            }
        }
    }
}
