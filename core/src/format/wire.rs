//! Postcard's wire format, as far as the messages of sections need it.
//!
//! ```text
//! byte     u8, bool     one byte
//! number   u32          seven bits per byte, the lowest first; the high bit says that another byte follows
//! bytes    &[u8]        their length as a number, then the bytes
//! ```
//!
//! The structs of sections implement serde's traits, and the compiler and the tests use postcard itself. The library itself
//! uses this reader. Opening a store through serde's visitors took twice the instructions and four times the stack, because
//! each value moved through the layers of a deserialiser, and it linked the code of all sections into every program.
//! `docs/decisions.md` has the figures.

/// The rest of a message, and whether reading has failed so far.
///
/// A value that can't be read is 0 or empty, and sets an error flag. So a struct is built in place without a branch after each
/// field, and [`Reader::result`] checks the flag once at the end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub rest: &'a [u8],
    error: Option<ReadError>,
}

/// Why a value could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadError {
    /// The bytes ended.
    Ended,
    /// The bytes are not a valid number or `bool`.
    Malformed,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes, error: None }
    }

    /// The value, or the first error of anything that was read so far.
    #[inline]
    pub fn result<T>(&self, value: T) -> Result<T, ReadError> {
        match self.error {
            None => Ok(value),
            Some(why) => Err(why),
        }
    }

    #[inline]
    pub fn read<T: Read<'a>>(&mut self) -> T {
        T::read(self)
    }

    #[cold]
    #[inline(never)]
    pub fn fail(&mut self, why: ReadError) {
        self.rest = &[];
        self.error.get_or_insert(why);
    }

    #[inline]
    pub fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((byte, rest)) => {
                self.rest = rest;
                *byte
            }
            None => {
                self.fail(ReadError::Ended);
                0
            }
        }
    }

    /// A number of at most 32 bits, which takes at most five bytes.
    #[inline(never)]
    pub fn number(&mut self) -> u32 {
        match self.rest {
            // Most numbers have one or two bytes.
            [byte, rest @ ..] if *byte < 0x80 => {
                self.rest = rest;
                u32::from(*byte)
            }
            [low, high, rest @ ..] if *high < 0x80 => {
                self.rest = rest;
                u32::from(*low & 0x7F) | u32::from(*high) << 7
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> u32 {
        let (mut rest, mut number, mut shift) = (self.rest, 0u32, 0u32);
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            let byte = u32::from(*byte);
            number |= (byte & 0x7F).wrapping_shl(shift);
            // The fifth byte holds the four highest bits.
            if shift == 28 && byte >= 0x10 {
                self.fail(ReadError::Malformed);
                return 0;
            }
            if byte < 0x80 {
                self.rest = rest;
                return number;
            }
            shift = shift.wrapping_add(7);
        }
        self.fail(ReadError::Ended);
        0
    }

    #[inline(never)]
    pub fn bytes(&mut self) -> &'a [u8] {
        let len = self.number();
        match usize::try_from(len).ok().and_then(|len| self.rest.split_at_checked(len)) {
            Some((bytes, rest)) => {
                self.rest = rest;
                bytes
            }
            None => {
                self.fail(ReadError::Ended);
                &[]
            }
        }
    }

    #[inline]
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        match self.rest.split_first_chunk::<N>() {
            Some((array, rest)) => {
                self.rest = rest;
                *array
            }
            None => {
                self.fail(ReadError::Ended);
                [0; N]
            }
        }
    }
}

/// A value that a [`Reader`] can read.
pub(crate) trait Read<'a>: Sized {
    fn read(reader: &mut Reader<'a>) -> Self;
}

impl Read<'_> for u8 {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.byte()
    }
}

impl Read<'_> for u32 {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.number()
    }
}

impl Read<'_> for bool {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Self {
        let byte = reader.byte();
        if byte > 1 {
            reader.fail(ReadError::Malformed);
        }
        byte == 1
    }
}

impl<'a> Read<'a> for &'a [u8] {
    #[inline]
    fn read(reader: &mut Reader<'a>) -> Self {
        reader.bytes()
    }
}

/// Implements [`Read`] for a struct by reading its fields in the order of the macro's arguments, which must be that of the
/// struct.
macro_rules! read_struct {
    ($name:ident<$a:lifetime> { $($field:ident),* $(,)? }) => {
        impl<$a> crate::format::wire::Read<$a> for $name<$a> {
            #[inline]
            fn read(reader: &mut crate::format::wire::Reader<$a>) -> Self {
                $name { $($field: reader.read()),* }
            }
        }
    };
}
pub(crate) use read_struct;

/// The message of a section whose fields are read one by one, when a query needs them. Most programs need few of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a> {
    /// The message of an [`Indexed`](crate::format::indexed::Indexed) section; empty if the blob does not have the section.
    pub message: &'a [u8],
}

impl<'a> Fields<'a> {
    /// Whether a message of `count` fields has a start for the last field, and at least one byte there.
    pub fn is_complete(&self, count: u32) -> bool {
        count.checked_sub(1).and_then(|last| self.field_at(last, count)).is_some_and(|reader| !reader.rest.is_empty())
    }

    /// Whether the blob lacks the section.
    #[inline]
    pub fn is_absent(&self) -> bool {
        self.message.is_empty()
    }

    /// The field with that number, of `count` fields. If the section is absent, it is empty, such as a table without rows.
    /// `None` if it can't be read.
    #[inline]
    pub fn field<T: Read<'a> + Default>(&self, number: u32, count: u32) -> Option<T> {
        if self.is_absent() {
            return Some(T::default());
        }
        let mut reader = self.field_at(number, count)?;
        let field = T::read(&mut reader);
        reader.result(field).ok()
    }

    #[inline(never)]
    fn field_at(&self, number: u32, count: u32) -> Option<Reader<'a>> {
        let (start_bytes, rest) = self.message.split_first()?;
        let start_bytes = usize::from(*start_bytes);
        let (starts, fields) = rest.split_at_checked((count as usize).wrapping_mul(start_bytes))?;
        let start = starts.get((number as usize).wrapping_mul(start_bytes)..)?;
        let start = match start_bytes {
            1 => u32::from(*start.first()?),
            2 => u16::from_le_bytes(*start.first_chunk()?).into(),
            4 => u32::from_le_bytes(*start.first_chunk()?),
            _ => return None,
        };
        fields.get(start as usize..).map(Reader::new)
    }
}

/// Declares a section that is read as [`Fields`]: the struct that the compiler writes, an enum with the fields' numbers, and a
/// view with a method for each field.
macro_rules! fields {
    (
        $(#[$meta:meta])* $section:ident<$a:lifetime>, $view:ident, $number:ident {
            $($(#[$doc:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
        pub struct $section<$a> { $($(#[$doc])* pub $field: $type,)* }

        impl FieldSection for $section<'_> {
            const COUNT: u32 = $number::COUNT;

            fn each_field<V: FieldVisitor>(&self, visitor: &mut V) {
                $(visitor.field(&self.$field);)*
            }
        }

        #[doc = concat!("The numbers of the fields of [`", stringify!($section), "`].")]
        #[allow(non_camel_case_types, reason = "variants are named like the fields")]
        #[derive(Clone, Copy)]
        pub(crate) enum $number { $($field),* }

        impl $number {
            pub const COUNT: u32 = [$($number::$field),*].len() as u32;
        }

        #[doc = concat!("A view of a [`", stringify!($section), "`] that reads single fields.")]
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $view<$a>(pub crate::format::wire::Fields<$a>);

        #[allow(dead_code, reason = "some fields are only checked when a store is opened, by number")]
        impl<$a> $view<$a> {
            $(
                #[inline]
                pub fn $field(&self) -> Option<$type> {
                    self.0.field($number::$field as u32, $number::COUNT)
                }
            )*
        }
    };
}
pub(crate) use fields;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_within_five_bytes() {
        let number = |bytes: &[u8]| {
            let mut reader = Reader::new(bytes);
            let number = reader.number();
            reader.result(number)
        };
        assert_eq!(number(&[0x7F]), Ok(127));
        assert_eq!(number(&[0xAC, 0x02]), Ok(300));
        assert_eq!(number(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), Ok(u32::MAX));
        assert_eq!(number(&[0xFF, 0xFF, 0xFF, 0xFF, 0x1F]), Err(ReadError::Malformed), "33 bits");
        assert_eq!(number(&[0x80, 0x80, 0x80, 0x80, 0x80, 0]), Err(ReadError::Malformed), "six bytes");
        assert_eq!(number(&[0x80]), Err(ReadError::Ended), "truncated");
    }

    #[test]
    fn bytes_follow_their_length() {
        let mut reader = Reader::new(&[2, 7, 8, 9]);
        assert_eq!((reader.bytes(), reader.rest), (&[7, 8][..], &[9][..]));
        assert_eq!(reader.result(()), Ok(()));
        assert_eq!((reader.bytes(), reader.result(())), (&[][..], Err(ReadError::Ended)), "the nine bytes are missing");
        let mut reader = Reader::new(&[0xFF; 8]);
        assert_eq!((reader.bytes(), reader.result(())), (&[][..], Err(ReadError::Malformed)), "not a valid number");
        assert_eq!((reader.byte(), reader.result(())), (0, Err(ReadError::Malformed)), "the first error is kept");
    }

    #[test]
    fn fields_are_found_by_their_starts() {
        // Starts 0 and 1, then the numbers 5 and 300.
        for message in [&[1, 0, 1, 5, 0xAC, 2][..], &[2, 0, 0, 1, 0, 5, 0xAC, 2], &[4, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0xAC, 2]] {
            let fields = Fields { message };
            assert!(fields.is_complete(2));
            assert_eq!((fields.field::<u32>(0, 2), fields.field::<u32>(1, 2)), (Some(5), Some(300)));
            assert!(!Fields { message: &message[..message.len() - 2] }.is_complete(2), "the second field is missing");
        }
        assert_eq!(Fields { message: &[] }.field::<u32>(7, 8), Some(0), "an absent section has no rows");
        assert!(!Fields { message: &[3, 0, 0, 0, 0, 0, 0, 0] }.is_complete(2), "starts of three bytes are not allowed");
    }
}
