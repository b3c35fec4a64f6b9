//! Tables: sections whose columns are described before their bits, so that opening a table takes the same few reads at any size.
//!
//! ```text
//! message  word_bytes  words: numbers, then offsets  widths  data: |bits of a column|bits of the next|...|
//!                             |                                    ^offset 0        ^offset 1            ^last word
//!                             lengths, bases, steps
//! ```
//!
//! A struct lists the fields of a table. Each field takes some numbers, offsets and widths, all in the order of the fields. An
//! offset is the first byte in `data` of a field's bits; the last word is the length of `data`. Words have `word_bytes` bytes
//! (1, 2 or 4, little endian), as many as the greatest word needs. Widths are bytes, and zeros follow them up to a multiple of
//! four. An open store holds the words and widths of its tables, and makes a column of them when a query needs it.

use serde::Serializer;
use serde::ser::{Error as _, SerializeTuple};

use crate::format::bits::Bits;
use crate::format::table_field::{Head, Part, PartVisitor, Size};

/// Number of bytes of each word (or start) of a message, given the greatest of them: 1, 2 or 4.
#[must_use]
pub const fn number_bytes(greatest: u32) -> u8 {
    match greatest {
        0x1_0000.. => 4,
        0x100.. => 2,
        _ => 1,
    }
}

/// The parts of a table's message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message<'a> {
    /// Bytes of a word: 1, 2 or 4.
    word_bytes: usize,
    words: &'a [u8],
    widths: &'a [u8],
    data: &'a [u8],
}

impl<'a> Message<'a> {
    /// Splits the message of a table that has `words_len` words and `4 * widths` widths. `None` if it is too short.
    #[inline]
    pub fn read(message: &'a [u8], words_len: usize, widths: usize) -> Option<Self> {
        let (word_bytes, rest) = message.split_first()?;
        let word_bytes = usize::from(*word_bytes);
        if !matches!(word_bytes, 1 | 2 | 4) {
            return None;
        }
        let (words, rest) = rest.split_at_checked(words_len.wrapping_mul(word_bytes))?;
        let (widths, data) = rest.split_at_checked(widths.wrapping_mul(4))?;
        Some(Message { word_bytes, words, widths, data })
    }
}

/// An open table. It has `WORDS` words, of which the offsets and the length of the data come last, and `4 * WIDTHS` widths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'a, const WORDS: usize, const WIDTHS: usize> {
    words: [u32; WORDS],
    /// Four widths each, the first in the lowest bits.
    widths: [u32; WIDTHS],
    data: &'a [u8],
}

impl<'a, const WORDS: usize, const WIDTHS: usize> Table<'a, WORDS, WIDTHS> {
    /// The table of a message.
    // A single expression, so that the table is built where it is returned, without a copy.
    #[inline]
    pub fn new(message: &Message<'a>) -> Self {
        Table {
            words: match message.word_bytes {
                1 => read_words::<1, WORDS>(message.words),
                2 => read_words::<2, WORDS>(message.words),
                _ => read_words::<4, WORDS>(message.words),
            },
            widths: read_words::<4, WIDTHS>(message.widths),
            data: message.data,
        }
    }

    /// Whether the data have the length that the last word states.
    #[inline]
    pub fn is_complete(&self) -> bool {
        self.word(WORDS.wrapping_sub(1)) == self.len_bytes()
    }

    /// Length of the data in bytes.
    #[inline]
    pub fn len_bytes(&self) -> u32 {
        u32::try_from(self.data.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    fn word(&self, index: usize) -> u32 {
        self.words.get(index).copied().unwrap_or_default()
    }
}

/// Reads `LEN` little-endian numbers of `BYTES` bytes each; zeros if the bytes are too few.
#[inline]
fn read_words<const BYTES: usize, const LEN: usize>(bytes: &[u8]) -> [u32; LEN] {
    // The compiler knows the length of this slice, so the loop needs no checks.
    let Some(mut bytes) = bytes.get(..const { BYTES.wrapping_mul(LEN) }) else { return [0; LEN] };
    core::array::from_fn(|_| {
        let Some((number, rest)) = bytes.split_first_chunk::<BYTES>() else { return 0 };
        bytes = rest;
        number.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte))
    })
}

/// The head of a table that has `NUMBERS` words before the offsets. The bits of each field extend to the end of the data: a
/// reader that stays within the rows of a column never reads beyond its bits, so it need not know where they end.
#[derive(Clone, Copy)]
pub(crate) struct OpenEndedHead<'t, 'a, const NUMBERS: usize, const WORDS: usize, const WIDTHS: usize>(
    pub &'t Table<'a, WORDS, WIDTHS>,
);

impl<'a, const NUMBERS: usize, const WORDS: usize, const WIDTHS: usize> Head<'a> for OpenEndedHead<'_, 'a, NUMBERS, WORDS, WIDTHS> {
    #[inline]
    fn number(&self, index: usize) -> u32 {
        self.0.word(index)
    }

    #[inline]
    fn bits(&self, index: usize) -> Bits<'a> {
        Bits::new(self.0.data).after(self.0.word(NUMBERS.wrapping_add(index)))
    }

    #[inline]
    fn width(&self, index: usize) -> u8 {
        let four = self.0.widths.get(index >> 2).copied().unwrap_or_default();
        four.to_le_bytes().get(index & 3).copied().unwrap_or_default()
    }
}

/// An [`OpenEndedHead`] whose bits end where those of the next field start, so that the table can be written again.
struct BoundedHead<'t, 'a, const NUMBERS: usize, const WORDS: usize, const WIDTHS: usize>(
    OpenEndedHead<'t, 'a, NUMBERS, WORDS, WIDTHS>,
);

impl<'a, const NUMBERS: usize, const WORDS: usize, const WIDTHS: usize> Head<'a> for BoundedHead<'_, 'a, NUMBERS, WORDS, WIDTHS> {
    fn number(&self, index: usize) -> u32 {
        self.0.number(index)
    }

    fn bits(&self, index: usize) -> Bits<'a> {
        let [bits, after] = [index, index.wrapping_add(1)].map(|index| self.0.bits(index).as_bytes());
        Bits::new(bits.get(..bits.len().wrapping_sub(after.len())).unwrap_or_default())
    }

    fn width(&self, index: usize) -> u8 {
        self.0.width(index)
    }
}

/// The maximum number of words, and of widths, of a table.
const MAX_WORDS: usize = 64;

/// The parts of a table, collected to be written.
#[derive(Default)]
struct Collected<'s> {
    numbers: heapless::Vec<u32, MAX_WORDS>,
    bits: heapless::Vec<&'s [u8], MAX_WORDS>,
    widths: heapless::Vec<u8, MAX_WORDS>,
}

impl<'s> PartVisitor<'s> for Collected<'s> {
    // There is room: the sizes are known.
    fn number(&mut self, number: u32) {
        let _ = self.numbers.push(number);
    }

    fn bits(&mut self, bits: Bits<'s>) {
        let _ = self.bits.push(bits.as_bytes());
    }

    fn width(&mut self, width: u8) {
        let _ = self.widths.push(width);
    }
}

/// Writes a table's message.
pub(crate) fn serialize<'s, 'a: 's, T: Part<'a>, S: Serializer>(table: &'s T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut collected = Collected::default();
    table.visit(&mut collected);
    let Collected { numbers: mut words, bits, mut widths } = collected;
    while widths.len() & 3 > 0 && widths.push(0).is_ok() {}
    let mut offset = 0u32;
    for bits in &bits {
        words.push(offset).map_err(|_| S::Error::custom("a table has too many fields"))?;
        let end = u32::try_from(bits.len()).ok().and_then(|len| offset.checked_add(len));
        offset = end.ok_or_else(|| S::Error::custom("a table has 2^32 bytes or more"))?;
    }
    words.push(offset).map_err(|_| S::Error::custom("a table has too many fields"))?;
    let word_bytes = number_bytes(words.iter().max().copied().unwrap_or(0));
    let mut bytes = heapless::Vec::<u8, { 4 * MAX_WORDS }>::new();
    for word in &words {
        let word = word.to_le_bytes();
        // There is room for four bytes per word.
        let _ = bytes.extend_from_slice(word.get(..usize::from(word_bytes)).unwrap_or_default());
    }
    let len = offset as usize;
    let mut message = serializer.serialize_tuple(len.saturating_add(bytes.len()).saturating_add(widths.len()).saturating_add(1))?;
    message.serialize_element(&word_bytes)?;
    let data = bits.iter().copied().flatten();
    bytes.iter().chain(&widths).chain(data).try_for_each(|byte| message.serialize_element(byte))?;
    message.end()
}

/// Decodes a whole table, so that it can be changed and written again.
pub(crate) fn decode<'a, T: Part<'a>, const NUMBERS: usize, const WORDS: usize, const WIDTHS: usize>(
    message: &'a [u8],
) -> Option<T> {
    let table = Table::new(&Message::read(message, WORDS, WIDTHS)?);
    table.is_complete().then_some(())?;
    Some(T::read(&BoundedHead(OpenEndedHead::<NUMBERS, WORDS, WIDTHS>(&table)), Size::default()))
}

/// Declares a table: the struct that the compiler writes, and a view of an open table with a method for each field.
macro_rules! table {
    (
        $(#[$meta:meta])* $section:ident<$a:lifetime>, $view:ident, $number:ident {
            $($(#[$doc:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $section<$a> { $($(#[$doc])* pub $field: $type,)* }

        crate::format::table_field::part!($section<$a> { $($field: $type),* });

        impl<$a> $section<$a> {
            const FIELDS: &'static [crate::format::table_field::Size] = &[$(<$type as crate::format::table_field::Part<$a>>::SIZE),*];
            const NUMBERS: usize = <Self as crate::format::table_field::Part<$a>>::SIZE.numbers;
            const WORDS: usize = <Self as crate::format::table_field::Part<$a>>::SIZE.words().wrapping_add(1);
            const WIDTHS: usize = <Self as crate::format::table_field::Part<$a>>::SIZE.widths.div_ceil(4);
        }

        impl serde::Serialize for $section<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::format::table::serialize(self, serializer)
            }
        }

        impl<$a> $section<$a> {
            /// Decodes a message, so that the section can be changed and written again; `None` if the message is corrupt.
            #[must_use]
            pub fn decode(message: &$a [u8]) -> Option<Self> {
                crate::format::table::decode::<
                    Self,
                    { $section::<'static>::NUMBERS },
                    { $section::<'static>::WORDS },
                    { $section::<'static>::WIDTHS },
                >(message)
            }
        }

        #[doc = concat!("The numbers of the fields of [`", stringify!($section), "`].")]
        #[allow(non_camel_case_types, reason = "variants are named like the fields")]
        #[derive(Clone, Copy)]
        enum $number { $($field),* }

        #[doc = concat!("An open [`", stringify!($section), "`].")]
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $view<$a>(
            pub crate::format::table::Table<$a, { $section::<'static>::WORDS }, { $section::<'static>::WIDTHS }>,
        );

        impl<$a> $view<$a> {
            /// Splits a message into its parts; `None` if it is too short.
            #[inline]
            pub fn message(message: &$a [u8]) -> Option<crate::format::table::Message<$a>> {
                crate::format::table::Message::read(message, $section::<'static>::WORDS, $section::<'static>::WIDTHS)
            }

            #[inline]
            pub fn new(message: &crate::format::table::Message<$a>) -> Self {
                $view(crate::format::table::Table::new(message))
            }

            $(
                $(#[$doc])*
                #[inline]
                pub fn $field(&self) -> $type {
                    let head = crate::format::table::OpenEndedHead::<
                        { $section::<'static>::NUMBERS },
                        { $section::<'static>::WORDS },
                        { $section::<'static>::WIDTHS },
                    >(&self.0);
                    let before = const { crate::format::table_field::Size::of_first($section::<'static>::FIELDS, $number::$field as usize) };
                    <$type as crate::format::table_field::Part<$a>>::read(&head, before)
                }
            )*
        }
    };
}
pub(crate) use table;
