//! Postcard's wire format, as far as sections need it.
//!
//! ```text
//! byte     u8, bool                 one byte
//! number   u16, u32                 seven bits a byte, the lowest first; the high bit says that another byte follows
//! bytes    &[u8]                    a number that is their length, and then they
//! ```
//!
//! The structs of a section are serde's, and the compiler and the tests take postcard itself to them. A board reads them with what is
//! below: opening a store through serde's visitors took five times the instructions, three times the code and ten times the stack,
//! as each value was moved through the layers of a deserialiser. `docs/format.md` has the figures.

use crate::column::Column;

/// The most bytes of a number.
const MOST_BYTES: usize = 5;

/// What is left of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes }
    }

    #[inline]
    pub fn read<T: Read<'a>>(&mut self) -> Option<T> {
        T::read(self)
    }

    #[inline]
    pub fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    /// A number of at most 32 bits, in at most five bytes.
    #[inline]
    pub fn number(&mut self) -> Option<u32> {
        let (number, rest) = number(self.rest)?;
        self.rest = rest;
        Some(number)
    }

    #[inline]
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = usize::try_from(self.number()?).ok()?;
        match self.rest.split_at_checked(len) {
            Some((bytes, rest)) => {
                self.rest = rest;
                Some(bytes)
            }
            None => {
                self.rest = &[];
                None
            }
        }
    }

    /// After something could not be read: whether the bytes ended, and not that a number is none.
    pub fn has_ended(&self) -> bool {
        self.rest.len() < MOST_BYTES
    }

    #[inline]
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*array)
    }
}

/// A number and what follows it.
#[inline(never)]
fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (first, mut rest) = bytes.split_first()?;
    let (mut number, mut byte, mut shift) = (u32::from(*first), first, 0u32);
    while *byte >= 0x80 {
        shift = shift.wrapping_add(7);
        (byte, rest) = rest.split_first()?;
        // The fifth byte has the four highest bits.
        if shift == 28 && *byte >= 0x10 {
            return None;
        }
        // Less one: that takes away the high bit of the byte before.
        number = number.wrapping_add(u32::from(*byte).wrapping_sub(1) << shift);
    }
    Some((number, rest))
}

/// A value that can be read from a message.
pub(crate) trait Read<'a>: Sized {
    fn read(reader: &mut Reader<'a>) -> Option<Self>;
}

impl Read<'_> for u8 {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.byte()
    }
}

impl Read<'_> for u16 {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        u16::try_from(reader.number()?).ok()
    }
}

impl Read<'_> for u32 {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.number()
    }
}

impl Read<'_> for bool {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        match reader.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<'a> Read<'a> for &'a [u8] {
    #[inline]
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        reader.bytes()
    }
}

impl<const N: usize> Read<'_> for [u8; N] {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.array()
    }
}

/// Reads a struct field by field, in the order given, which must be that of the struct.
macro_rules! read_struct {
    ($name:ident<$a:lifetime $(, const $n:ident: $t:ty)?> { $($field:ident),* $(,)? }) => {
        impl<$a $(, const $n: $t)?> crate::wire::Read<$a> for $name<$a $(, $n)?> {
            #[inline]
            fn read(reader: &mut crate::wire::Reader<$a>) -> Option<Self> {
                Some($name { $($field: reader.read()?),* })
            }
        }
    };
}
pub(crate) use read_struct;

/// A section whose fields are read one by one, where and when they are asked for: most programs ask for few of them.
///
/// Its message begins with a column: by field, its first byte, counted from the end of the column.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fields<'a> {
    starts: Column<'a>,
    /// The fields; empty if the blob does not have the section.
    bytes: &'a [u8],
}

impl<'a> Fields<'a> {
    /// A section of that many fields; nothing if the message ends before the last of them.
    #[inline(never)]
    pub fn new(message: &'a [u8], len: u32) -> Option<Self> {
        let mut reader = Reader::new(message);
        let starts: Column<'a> = reader.read()?;
        let bytes = reader.rest;
        let last = usize::try_from(starts.get(len.checked_sub(1)?)?).ok()?;
        (last < bytes.len()).then_some(Fields { starts, bytes })
    }

    /// Whether the blob does not have the section.
    #[inline]
    pub fn are_absent(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A field; nothing, such as a table of no rows, where the section is absent.
    #[inline]
    pub fn field<T: Read<'a> + Default>(&self, number: u32) -> Option<T> {
        if self.are_absent() {
            return Some(T::default());
        }
        let start = usize::try_from(self.starts.get(number)?).ok()?;
        T::read(&mut Reader::new(self.bytes.get(start..)?))
    }
}

/// Declares a section that is read as [`Fields`]: the struct that the compiler writes, and a view with a method for each field.
macro_rules! fields {
    ($(#[$meta:meta])* $section:ident<$a:lifetime>, $view:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
        pub struct $section<$a> { $($(#[$doc])* pub $field: $type,)* }

        impl FieldSection for $section<'_> {
            fn each_field<V: FieldVisitor>(&self, visitor: &mut V) {
                $(visitor.field(&self.$field);)*
            }
        }

        #[doc = concat!("[`", stringify!($section), "`], field by field.")]
        #[derive(Clone, Copy, Debug, Default)]
        pub(crate) struct $view<$a>(crate::wire::Fields<$a>);

        impl<$a> $view<$a> {
            pub fn new(message: &$a [u8]) -> Option<Self> {
                const FIELDS: &[&str] = &[$(stringify!($field)),*];
                crate::wire::Fields::new(message, FIELDS.len() as u32).map($view)
            }

            /// Whether the blob does not have the section.
            #[inline]
            #[allow(dead_code, reason = "not asked of every section")]
            pub fn are_absent(&self) -> bool {
                self.0.are_absent()
            }

            fields!(@methods $a [] $($field: $type,)*);
        }
    };
    // Fields are numbered by how many came before.
    (@methods $a:lifetime [$($before:ident)*] $field:ident: $type:ty, $($rest:tt)*) => {
        #[inline]
        pub fn $field(&self) -> Option<$type> {
            const BEFORE: &[&str] = &[$(stringify!($before)),*];
            self.0.field(BEFORE.len() as u32)
        }
        fields!(@methods $a [$($before)* $field] $($rest)*);
    };
    (@methods $a:lifetime [$($before:ident)*]) => {};
}
pub(crate) use fields;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_within_five_bytes() {
        let number = |bytes: &[u8]| Reader::new(bytes).number();
        assert_eq!(number(&[0x7F]), Some(127));
        assert_eq!(number(&[0xAC, 0x02]), Some(300));
        assert_eq!(number(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), Some(u32::MAX));
        assert_eq!(number(&[0xFF, 0xFF, 0xFF, 0xFF, 0x1F]), None, "33 bits");
        assert_eq!(number(&[0x80, 0x80, 0x80, 0x80, 0x80, 0]), None, "six bytes");
        assert_eq!(number(&[0x80]), None, "cut short");
    }

    #[test]
    fn bytes_have_their_length_before_them() {
        let mut reader = Reader::new(&[2, 7, 8, 9]);
        assert_eq!((reader.bytes(), reader.rest), (Some(&[7, 8][..]), &[9][..]));
        assert_eq!(reader.bytes(), None, "nine bytes are not there");
        assert!(reader.has_ended());
        let mut reader = Reader::new(&[0xFF; 8]);
        assert_eq!((reader.bytes(), reader.has_ended()), (None, false), "no number");
    }

    #[test]
    fn fields_are_found_by_their_starts() {
        // Starts 0, 1 (base 0, step 1, no bits), then the numbers 5 and 300.
        let fields = Fields::new(&[0b1000_0000, 1, 5, 0xAC, 2], 2).unwrap();
        assert_eq!((fields.field::<u32>(0), fields.field::<u32>(1)), (Some(5), Some(300)));
        assert_eq!(fields.field::<u32>(3), None, "past the end");
        assert_eq!(Fields::default().field::<u32>(7), Some(0), "an absent section has no rows");
        assert!(Fields::new(&[0b1000_0000, 1, 5], 2).is_none(), "the second field is not there");
    }
}
