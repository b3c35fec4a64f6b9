//! The parts that a field of a table consists of, and the traits that read and write them.

use crate::format::bits::Bits;

/// How many numbers, offsets and widths something has, or how many come before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Words that are not offsets.
    pub numbers: usize,
    /// Words that say at which byte of the data something starts.
    pub offsets: usize,
    /// Bytes that say how many bits something has.
    pub widths: usize,
}

impl Size {
    /// The sum of both.
    #[must_use]
    pub const fn and(self, other: Size) -> Size {
        Size {
            numbers: self.numbers.wrapping_add(other.numbers),
            offsets: self.offsets.wrapping_add(other.offsets),
            widths: self.widths.wrapping_add(other.widths),
        }
    }

    /// The sum of the first `count` sizes.
    pub(crate) const fn of_first(sizes: &[Size], count: usize) -> Size {
        let (mut sum, mut rest, mut left) = (Size { numbers: 0, offsets: 0, widths: 0 }, sizes, count);
        while let (Some((size, others)), true) = (rest.split_first(), left > 0) {
            sum = sum.and(*size);
            rest = others;
            left = left.wrapping_sub(1);
        }
        sum
    }

    /// Numbers and offsets together.
    #[must_use]
    pub const fn words(self) -> usize {
        self.numbers.wrapping_add(self.offsets)
    }
}

/// A field of a table, or a part of one.
pub trait Part<'a>: Sized {
    /// How many numbers, offsets and widths the part takes in the head of a table.
    const SIZE: Size;
    /// Reads the part from `head`, after the numbers, offsets and widths of `before`.
    fn read(head: &impl Head<'a>, before: Size) -> Self;
    /// Passes everything that the part consists of to the visitor, in order.
    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>);
}

/// The head of a table, from which a [`Part`] is read. Everything that can't be read is 0 or empty.
pub trait Head<'a> {
    /// The number at `index`.
    fn number(&self, index: usize) -> u32;
    /// The bits that start at the offset at `index`.
    fn bits(&self, index: usize) -> Bits<'a>;
    /// The width at `index`.
    fn width(&self, index: usize) -> u8;
}

/// Receives everything that a [`Part`] consists of.
pub trait PartVisitor<'s> {
    /// The next number.
    fn number(&mut self, number: u32);
    /// The bits at the next offset.
    fn bits(&mut self, bits: Bits<'s>);
    /// The next width.
    fn width(&mut self, width: u8);
}

impl<'a> Part<'a> for u32 {
    const SIZE: Size = Size { numbers: 1, offsets: 0, widths: 0 };

    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        head.number(before.numbers)
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        visitor.number(*self);
    }
}

impl<'a> Part<'a> for u8 {
    const SIZE: Size = Size { numbers: 0, offsets: 0, widths: 1 };

    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        head.width(before.widths)
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        visitor.width(*self);
    }
}

impl<'a> Part<'a> for Bits<'a> {
    const SIZE: Size = Size { numbers: 0, offsets: 1, widths: 0 };

    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        head.bits(before.offsets)
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        visitor.bits(*self);
    }
}

impl<'a> Part<'a> for &'a [u8] {
    const SIZE: Size = Bits::SIZE;

    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        Bits::read(head, before).as_bytes()
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        visitor.bits(Bits::new(self));
    }
}

/// Implements [`Part`] for a struct whose fields are parts.
macro_rules! part {
    ($name:ident<$a:lifetime> { $($field:ident: $type:ty),* $(,)? }) => {
        impl<$a> crate::format::table_field::Part<$a> for $name<$a> {
            const SIZE: crate::format::table_field::Size = crate::format::table_field::Size::of_first(
                &[$(<$type as crate::format::table_field::Part<$a>>::SIZE),*],
                usize::MAX,
            );

            #[inline]
            fn read(head: &impl crate::format::table_field::Head<$a>, before: crate::format::table_field::Size) -> Self {
                $(
                    let $field = <$type as crate::format::table_field::Part<$a>>::read(head, before);
                    let before = before.and(<$type as crate::format::table_field::Part<$a>>::SIZE);
                )*
                let _ = before;
                $name { $($field),* }
            }

            fn visit<'s>(&'s self, visitor: &mut impl crate::format::table_field::PartVisitor<'s>) {
                $(crate::format::table_field::Part::visit(&self.$field, visitor);)*
            }
        }
    };
}
pub(crate) use part;
