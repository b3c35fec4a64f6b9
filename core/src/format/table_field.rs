//! What a field of a table is made of, and what reads and writes it.

use crate::format::bits::Bits;

/// How many numbers, places and widths there are, or stand before something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Words that are no places.
    pub numbers: usize,
    /// Words that say where in the data something begins.
    pub places: usize,
    /// Bytes that say how many bits something has.
    pub widths: usize,
}

impl Size {
    /// Both together.
    #[must_use]
    pub const fn and(self, other: Size) -> Size {
        Size {
            numbers: self.numbers.wrapping_add(other.numbers),
            places: self.places.wrapping_add(other.places),
            widths: self.widths.wrapping_add(other.widths),
        }
    }

    /// Those of the first `count` of several together.
    pub(crate) const fn of_first(sizes: &[Size], count: usize) -> Size {
        let (mut sum, mut rest, mut left) = (Size { numbers: 0, places: 0, widths: 0 }, sizes, count);
        while let (Some((size, others)), true) = (rest.split_first(), left > 0) {
            sum = sum.and(*size);
            rest = others;
            left = left.wrapping_sub(1);
        }
        sum
    }

    /// Numbers and places.
    #[must_use]
    pub const fn words(self) -> usize {
        self.numbers.wrapping_add(self.places)
    }
}

/// A field of a table, or a part of a field.
pub trait Part<'a>: Sized {
    /// What it takes in the head of the table.
    const SIZE: Size;
    /// The part, of which what stands before it in `head` has that size.
    fn read(head: &impl Head<'a>, before: Size) -> Self;
    /// Shows the visitor what it is made of, in order.
    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>);
}

/// What a [`Part`] is read from; all of it is 0 or empty where it can't be read.
pub trait Head<'a> {
    /// The number with that index.
    fn number(&self, index: usize) -> u32;
    /// The bits that begin at the place with that index.
    fn bits(&self, index: usize) -> Bits<'a>;
    /// The width with that index.
    fn width(&self, index: usize) -> u8;
}

/// Sees what a [`Part`] is made of.
pub trait PartVisitor<'s> {
    /// The next number.
    fn number(&mut self, number: u32);
    /// The next place, by its bits.
    fn bits(&mut self, bits: Bits<'s>);
    /// The next width.
    fn width(&mut self, width: u8);
}

impl<'a> Part<'a> for u32 {
    const SIZE: Size = Size { numbers: 1, places: 0, widths: 0 };

    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        head.number(before.numbers)
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        visitor.number(*self);
    }
}

impl<'a> Part<'a> for u8 {
    const SIZE: Size = Size { numbers: 0, places: 0, widths: 1 };

    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        head.width(before.widths)
    }

    fn visit<'s>(&'s self, visitor: &mut impl PartVisitor<'s>) {
        visitor.width(*self);
    }
}

impl<'a> Part<'a> for Bits<'a> {
    const SIZE: Size = Size { numbers: 0, places: 1, widths: 0 };

    #[inline]
    fn read(head: &impl Head<'a>, before: Size) -> Self {
        head.bits(before.places)
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

/// Makes a struct a [`Part`], of fields that are.
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
