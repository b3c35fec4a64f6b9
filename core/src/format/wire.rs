//! Postcard's wire format, as far as sections need it.
//!
//! ```text
//! byte     u8, bool                 one byte
//! number   u32                      seven bits a byte, the lowest first; the high bit says that another byte follows
//! bytes    &[u8]                    a number that is their length, and then they
//! ```
//!
//! The structs of a section are serde's, and the compiler and the tests take postcard itself to them. A board reads them with what is
//! below: opening a store through serde's visitors took twice the instructions and four times the stack, and brought the code of all
//! sections into every program, as each value was moved through the layers of a deserialiser. `docs/decisions.md` has the figures.

/// What is left of a message.
///
/// What can't be read is nothing (0, no bytes) and leaves a mark: so a struct is made where it shall be, without a branch after each
/// field, and [`Reader::sound`] tells at the end whether to believe it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub rest: &'a [u8],
    broken: Option<Broken>,
}

/// Why something could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The bytes ended.
    Ended,
    /// There is no such number.
    Malformed,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes, broken: None }
    }

    /// A value, if it and all before it could be read.
    #[inline]
    pub fn sound<T>(&self, value: T) -> Result<T, Broken> {
        match self.broken {
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
    pub fn breaks(&mut self, why: Broken) {
        self.rest = &[];
        self.broken.get_or_insert(why);
    }

    #[inline]
    pub fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((byte, rest)) => {
                self.rest = rest;
                *byte
            }
            None => {
                self.breaks(Broken::Ended);
                0
            }
        }
    }

    /// A number of at most 32 bits, in at most five bytes.
    #[inline(never)]
    pub fn number(&mut self) -> u32 {
        match self.rest {
            // Most have one byte or two.
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
            // The fifth byte has the four highest bits.
            if shift == 28 && byte >= 0x10 {
                self.breaks(Broken::Malformed);
                return 0;
            }
            if byte < 0x80 {
                self.rest = rest;
                return number;
            }
            shift = shift.wrapping_add(7);
        }
        self.breaks(Broken::Ended);
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
                self.breaks(Broken::Ended);
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
                self.breaks(Broken::Ended);
                [0; N]
            }
        }
    }
}

/// A value that can be read from a message.
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
            reader.breaks(Broken::Malformed);
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

/// Reads a struct field by field, in the order given, which must be that of the struct.
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

/// A section whose fields are read one by one, where and when they are asked for: most programs ask for few of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a> {
    /// [`Indexed`](crate::format::indexed::Indexed); empty if the blob does not have the section.
    pub message: &'a [u8],
}

impl<'a> Fields<'a> {
    /// Whether a message of that many fields has a start for the last of them, and a byte there.
    pub fn are_whole(&self, count: u32) -> bool {
        count.checked_sub(1).and_then(|last| self.field_at(last, count)).is_some_and(|reader| !reader.rest.is_empty())
    }

    /// Whether the blob does not have the section.
    #[inline]
    pub fn are_absent(&self) -> bool {
        self.message.is_empty()
    }

    /// A field of so many; nothing, such as a table of no rows, where the section is absent.
    #[inline]
    pub fn field<T: Read<'a> + Default>(&self, number: u32, count: u32) -> Option<T> {
        if self.are_absent() {
            return Some(T::default());
        }
        let mut reader = self.field_at(number, count)?;
        let field = T::read(&mut reader);
        reader.sound(field).ok()
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

/// Declares a section that is read as [`Fields`]: the struct that the compiler writes, a view with a method for each field, and the
/// fields' numbers.
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
        #[allow(non_camel_case_types, reason = "they are called as the fields are")]
        #[derive(Clone, Copy)]
        pub(crate) enum $number { $($field),* }

        impl $number {
            pub const COUNT: u32 = [$($number::$field),*].len() as u32;
        }

        #[doc = concat!("[`", stringify!($section), "`], field by field.")]
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $view<$a>(pub crate::format::wire::Fields<$a>);

        #[allow(dead_code, reason = "what is not asked for is looked at when the store is opened, by number")]
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
            reader.sound(number)
        };
        assert_eq!(number(&[0x7F]), Ok(127));
        assert_eq!(number(&[0xAC, 0x02]), Ok(300));
        assert_eq!(number(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), Ok(u32::MAX));
        assert_eq!(number(&[0xFF, 0xFF, 0xFF, 0xFF, 0x1F]), Err(Broken::Malformed), "33 bits");
        assert_eq!(number(&[0x80, 0x80, 0x80, 0x80, 0x80, 0]), Err(Broken::Malformed), "six bytes");
        assert_eq!(number(&[0x80]), Err(Broken::Ended), "cut short");
    }

    #[test]
    fn bytes_have_their_length_before_them() {
        let mut reader = Reader::new(&[2, 7, 8, 9]);
        assert_eq!((reader.bytes(), reader.rest), (&[7, 8][..], &[9][..]));
        assert_eq!(reader.sound(()), Ok(()));
        assert_eq!((reader.bytes(), reader.sound(())), (&[][..], Err(Broken::Ended)), "nine bytes are not there");
        let mut reader = Reader::new(&[0xFF; 8]);
        assert_eq!((reader.bytes(), reader.sound(())), (&[][..], Err(Broken::Malformed)), "no number");
        assert_eq!((reader.byte(), reader.sound(())), (0, Err(Broken::Malformed)), "the first reason stands");
    }

    #[test]
    fn fields_are_found_by_their_starts() {
        // Starts 0 and 1, then the numbers 5 and 300.
        for message in [&[1, 0, 1, 5, 0xAC, 2][..], &[2, 0, 0, 1, 0, 5, 0xAC, 2], &[4, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0xAC, 2]] {
            let fields = Fields { message };
            assert!(fields.are_whole(2));
            assert_eq!((fields.field::<u32>(0, 2), fields.field::<u32>(1, 2)), (Some(5), Some(300)));
            assert!(!Fields { message: &message[..message.len() - 2] }.are_whole(2), "the second field is not there");
        }
        assert_eq!(Fields { message: &[] }.field::<u32>(7, 8), Some(0), "an absent section has no rows");
        assert!(!Fields { message: &[3, 0, 0, 0, 0, 0, 0, 0] }.are_whole(2), "no start has three bytes");
    }
}
