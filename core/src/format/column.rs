//! Columns: packed numbers, each added to a point on a line.

use core::ops::Range;

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::format::bits::Bits;
use crate::format::search::{equal_range, partition_point};
use crate::format::table_field::{Head, Part, PartVisitor, Size};
use crate::format::wire::{Read, ReadError, Reader};

/// Numbers of one width on a line: value `i` is `base + step * i + item i of the packed bits`, modulo 2^32.
///
/// The `step` makes an ascending column narrow: `5, 6, 7` is base 5, step 1, width 0, and has no bits at all.
///
/// In a message of fields, a column starts with one byte: its width, plus 64 if the base is not 0, plus 128 if the step is not
/// 0. Then come the base and the step as varints, each unless it is 0, and the bits, unless the width is 0. So an empty column
/// is one byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column<'a> {
    /// Added to every value.
    pub base: u32,
    /// Added to every value once for each row before it.
    pub step: u32,
    /// Width of an item in bits, at most 32.
    pub width: u8,
    /// The items, least significant bit first.
    pub bits: Bits<'a>,
}

/// In the first byte of a column's message: a base follows.
const HAS_BASE: u8 = 1 << 6;
/// In the first byte of a column's message: a step follows.
const HAS_STEP: u8 = 1 << 7;
/// The bits of the width in the first byte of a column's message.
const WIDTH: u8 = HAS_BASE - 1;

impl Serialize for Column<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let flag = |number: u32, flag: u8| if number == 0 { 0 } else { flag };
        let mut parts = serializer.serialize_tuple(MAX_PARTS)?;
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

/// The maximum number of parts of a column's message.
const MAX_PARTS: usize = 4;

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
                let missing = || A::Error::custom("a column is truncated");
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
        deserializer.deserialize_tuple(MAX_PARTS, Parts)
    }
}

impl<'a> Read<'a> for Column<'a> {
    // Never inlined, because it has hundreds of callers.
    #[inline(never)]
    fn read(reader: &mut Reader<'a>) -> Self {
        let form = reader.byte();
        let base = if form & HAS_BASE != 0 { reader.number() } else { 0 };
        let step = if form & HAS_STEP != 0 { reader.number() } else { 0 };
        let width = form & WIDTH;
        let bits = Bits::new(if width != 0 { reader.bytes() } else { &[] });
        if width > 32 {
            reader.fail(ReadError::Malformed);
        }
        Column { base, step, width, bits }
    }
}

impl Column<'_> {
    /// The value at `index`; `None` if the bits end before it. Constant time.
    // A program that is optimised for size has one copy, instead of one for each of two hundred callers.
    #[cfg_attr(target_pointer_width = "64", inline)]
    #[must_use]
    pub fn get(&self, index: u32) -> Option<u32> {
        let item = self.bits.checked_item(index, self.width)?;
        Some(self.line(index).wrapping_add(item))
    }

    /// [`Column::get`] for tables, where bits past the end are 0.
    #[inline(always)]
    pub(crate) fn value(&self, index: u32) -> u32 {
        self.line(index).wrapping_add(self.bits.item(index, self.width))
    }

    #[inline(always)]
    fn line(&self, index: u32) -> u32 {
        self.base.wrapping_add(self.step.wrapping_mul(index))
    }

    /// [`Column::value`] at `index` and at `index + 1`, cheaper than two reads.
    #[inline(always)]
    pub(crate) fn pair(&self, index: u32) -> (u32, u32) {
        let ((first, second), line) = (self.bits.pair(index, self.width), self.line(index));
        (line.wrapping_add(first), line.wrapping_add(self.step).wrapping_add(second))
    }

    /// The first of `rows` whose value is at least `value`, or the end of `rows`. Values must ascend over `rows`. `None` if a
    /// row can't be read. O(log n).
    pub(crate) fn first_at_least(&self, rows: Range<u32>, value: u32) -> Option<u32> {
        partition_point(rows, |row| Some(self.get(row)? < value))
    }

    /// The rows among `rows` that hold `value`. Values must ascend over `rows`. `None` if a row can't be read. O(log n).
    pub(crate) fn equal_range(&self, rows: Range<u32>, value: u32) -> Option<Range<u32>> {
        equal_range(rows, value, |row| self.get(row))
    }

    /// The first of `rows` that holds `value`; `Some(None)` if no row does, `None` if a row can't be read. Values must ascend
    /// over `rows`. O(log n).
    pub(crate) fn find(&self, rows: Range<u32>, value: u32) -> Option<Option<u32>> {
        let end = rows.end;
        let row = self.first_at_least(rows, value)?;
        Some(if row < end && self.get(row)? == value { Some(row) } else { None })
    }
}

impl<'a> Part<'a> for Column<'a> {
    const SIZE: Size = Size { numbers: 2, offsets: 1, widths: 1 };

    /// The base is stored negated. Lines of tables start at 0 or a little below it, so that number is small.
    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        let base = head.number(before.numbers).wrapping_neg();
        let step = head.number(before.numbers.wrapping_add(1));
        Column { base, step, width: head.width(before.widths), bits: head.bits(before.offsets) }
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        visitor.number(self.base.wrapping_neg());
        visitor.number(self.step);
        visitor.width(self.width);
        visitor.bits(self.bits);
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
    fn messages_omit_zeros() {
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
        // Values 0, 9: a step of 10 overshoots, so the base is -1 and the items are 1 and 0.
        let column = Column { base: u32::MAX, step: 10, width: 1, bits: Bits::new(&[0b01]) };
        assert_eq!((column.get(0), column.get(1)), (Some(0), Some(9)));
    }

    #[test]
    fn ranges_of_equal_values() {
        // 1, 3, 3, 7 in 3 bits each: 001 011 011 111, from the low end.
        let column = Column { base: 0, step: 0, width: 3, bits: Bits::new(&[0b11_011_001, 0b1110]) };
        assert_eq!(column.get(3), Some(7));
        assert_eq!(column.equal_range(0..4, 3), Some(1..3));
        assert_eq!(column.equal_range(0..4, 4), Some(3..3));
        assert_eq!(column.find(0..4, 7), Some(Some(3)));
        assert_eq!(column.find(0..4, 0), Some(None));
        assert_eq!(column.equal_range(0..9, 9), None, "row 5 and later ones are missing");
    }
}
