//! The format, and nothing else: every byte of a blob is described here, and the compiler writes with these same types.
//!
//! A blob is **one postcard message**: [`Preamble`], the data set's id, a sequence of [`Section`]s, then a CRC-32 (ISO-HDLC)
//! of all bytes before it, as postcard's CRC flavour writes it. The bytes of each known section are a message again, one of the
//! `*Section` structs below: the codec's own, a table's (the terms and the triples, see `table.rs`), or [`Indexed`] fields, whose numbers
//! outside of columns are postcard varints. So the whole of a blob can be decoded with postcard and a bit reader; `docs/format.md` has the
//! schema in prose.
//!
//! Invariants common to all tables: a table has `len` rows; each of its columns can be read at every index below `len`.
//! Nothing is trusted: a reader that finds a column short says [`Error::Corrupt`](crate::Error::Corrupt).
//!
//! Columns of equal or evenly rising values have no bits, so a length that is a lie would not be noticed by reading. Therefore a
//! blob does not open if one of its tables has more rows than its texts have bits, or, for a table without texts, more than
//! [`FEW_ROWS`] and more than the blob has bits: that bounds every loop over a table.

use serde::ser::SerializeTuple;
use serde::{Deserialize, Serialize, Serializer};

use crate::column::{Column, Records};
use crate::index::TermIndex;
use crate::table::table;
use crate::text::{PlainPool, Pool};
use crate::wire::{Fields, Reader, fields};

mod facts;
mod triples;

pub(crate) use facts::{
    EntityField, EntityFields, FactField, FactFields, LocatorField, LocatorFields, SourceField, SourceFields, VocabularyField,
    VocabularyFields,
};
pub use facts::{EntitySection, FactSection, LocatorSection, SOURCE_TEXTS, SourceSection, VocabularySection};
pub(crate) use triples::{GraphField, GraphFields, TripleTable};
pub use triples::{
    GraphSection, HINT_LOG2, MOST_COMMON, TripleSection, entry_field, entry_kind, lists_field, place_field, predicate_field,
};

/// The first four bytes of every blob. The high bit of the first keeps it apart from text and from erased flash.
pub const MAGIC: [u8; 4] = [0x89, b'F', b'C', b'T'];
/// Blobs of this major version are read; another one is [`OpenError::Version`](crate::OpenError::Version).
pub const MAJOR: u8 = 1;
/// The minor version that the compiler writes. A higher one only adds optional sections.
pub const MINOR: u8 = 0;
/// The CRC that closes a blob.
pub const CRC: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
/// This many rows a table without texts may have in a blob of any size.
pub const FEW_ROWS: u32 = 1 << 16;
/// [`Section::flags`]: a reader that does not know the tag must refuse the blob.
pub const REQUIRED: u8 = 1;

/// How many bytes each of a message's first numbers takes, of which that is the greatest: 1, 2 or 4.
#[must_use]
pub const fn number_bytes(greatest: u32) -> u8 {
    match greatest {
        0x1_0000.. => 4,
        0x100.. => 2,
        _ => 1,
    }
}

/// What a blob begins with, in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preamble {
    /// [`MAGIC`].
    pub magic: [u8; 4],
    /// [`MAJOR`].
    pub major: u8,
    /// [`MINOR`].
    pub minor: u8,
}

/// One section: a tag, flags, and bytes whose meaning the tag fixes for good.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Section<'a> {
    /// A [`Tag`], or one of a later minor version.
    pub tag: u8,
    /// [`REQUIRED`] or 0; the other bits are 0.
    pub flags: u8,
    /// A message of the tag's struct.
    #[serde(borrow)]
    pub bytes: &'a [u8],
}

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $noun:literal;)*) => {
        /// What a section holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Tag { $($(#[$doc])* $name = $number,)* }

        impl Tag {
            /// All tags, in the order of their sections in a blob.
            pub const ALL: &'static [Tag] = &[$(Tag::$name,)*];

            /// The tag of that number.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Tag> {
                match number { $($number => Some(Tag::$name),)* _ => None }
            }

            /// The section's name, for messages and statistics.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Tag::$name => $noun,)* }
            }
        }
    };
}

tags! {
    /// [`MetaSection`]: what the data set is called.
    Meta = 1, "meta";
    /// [`Codec`](crate::text::Codec): the symbols that all texts are written in.
    Codec = 2, "codec";
    /// [`TermSection`]: the dictionary.
    Terms = 3, "terms";
    /// [`TripleSection`]: the asserted triples.
    Triples = 4, "triples";
    /// [`EntitySection`]: entities and their names.
    Entities = 5, "entities";
    /// [`VocabularySection`]: predicates and classes.
    Vocabulary = 6, "vocabulary";
    /// [`SourceSection`]: where the facts come from.
    Sources = 7, "sources";
    /// [`LocatorSection`]: the places in the sources.
    Locators = 8, "locators";
    /// [`FactSection`]: the facts.
    Facts = 9, "facts";
    /// [`ValueSection`]: languages, orders and times of literals.
    Values = 10, "values";
    /// [`TripleTermSection`]: the terms that are triples.
    TripleTerms = 11, "triple terms";
    /// [`GraphSection`]: the named graphs.
    Graphs = 12, "graphs";
}

impl core::fmt::Display for Tag {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

/// The message after the [`Preamble`], as the compiler writes it.
#[derive(Clone, Debug, Serialize)]
pub struct Body<'a> {
    /// [`MAGIC`] and the version.
    pub preamble: Preamble,
    /// The first 16 bytes of the SHA-256 over all sections (tag, flags, length as a 32-bit little-endian number, bytes).
    pub dataset_id: [u8; 16],
    /// The sections in ascending order of their tags.
    pub sections: &'a [Section<'a>],
}

/// The message of a section whose fields are read one by one, where and when they are asked for.
///
/// It begins with a byte that says how many bytes a start has, 1, 2 or 4; then comes by field its first byte, counted from the first
/// field's, as a little-endian number of so many bytes; then the fields.
#[derive(Clone, Copy, Debug)]
pub struct Indexed<'a, S> {
    /// The bytes before the fields.
    pub starts: &'a [u8],
    /// The fields.
    pub section: S,
}

impl<S: Serialize> Serialize for Indexed<'_, S> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        let mut message = serializer.serialize_tuple(self.starts.len().saturating_add(1))?;
        self.starts.iter().try_for_each(|byte| message.serialize_element(byte))?;
        message.serialize_element(&self.section)?;
        message.end()
    }
}

/// A section that is written as [`Indexed`].
pub trait FieldSection: Serialize {
    /// How many fields it has.
    const COUNT: u32;

    /// Shows each field in order: the compiler has to know where each begins.
    fn each_field<V: FieldVisitor>(&self, visitor: &mut V);
}

/// Sees the fields of a [`FieldSection`].
pub trait FieldVisitor {
    /// The next field.
    fn field<T: Serialize>(&mut self, field: &T);
}

/// One more than the highest tag's number; all from 1 on are known.
const KNOWN: usize = 13;

/// What is around the sections: [`Body`] as the reader takes it, with known sections at the index of their tag's number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Envelope<'a> {
    pub dataset_id: [u8; 16],
    known: [Option<&'a [u8]>; KNOWN],
    /// Whether there is a known section besides those that every store has.
    pub has_more: bool,
    pub unknown_required: Option<u8>,
    /// Length of all sections together.
    pub len_bytes: u32,
}

impl<'a> Envelope<'a> {
    pub const EMPTY: Envelope<'a> =
        Envelope { dataset_id: [0; 16], known: [None; KNOWN], has_more: false, unknown_required: None, len_bytes: 0 };

    pub fn get(&self, tag: Tag) -> Option<&'a [u8]> {
        self.known.get(usize::from(tag as u8)).copied().flatten()
    }

    /// A section that is read field by field.
    pub fn fields(&self, tag: Tag) -> Fields<'a> {
        Fields { message: self.get(tag).unwrap_or_default() }
    }

    /// Reads what follows the [`Preamble`]. To where it stays: it is large.
    pub fn read(&mut self, reader: &mut Reader<'a>) {
        self.dataset_id = reader.array();
        for _ in 0..reader.number() {
            let (tag, flags, bytes) = (reader.byte(), reader.byte(), reader.bytes());
            // The number of sections may be any; their bytes end.
            if reader.sound(()).is_err() {
                break;
            }
            self.len_bytes = self.len_bytes.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
            match self.known.get_mut(usize::from(tag)) {
                Some(slot) if tag > 0 => {
                    *slot = Some(bytes);
                    self.has_more |= !(Tag::Codec as u8..=Tag::Triples as u8).contains(&tag);
                }
                _ if flags & REQUIRED != 0 => {
                    self.unknown_required.get_or_insert(tag);
                }
                _ => {}
            }
        }
    }
}

fields! {
    /// Section [`Tag::Meta`]: texts 0 to 4 are the data set's id, title, namespace, language and licence.
    MetaSection<'a>, MetaFields, MetaField {
        /// The texts.
        #[serde(borrow)]
        texts: Pool<'a>,
    }
}

table! {
    /// Section [`Tag::Terms`]: the dictionary. A term's id is its row.
    ///
    /// Ids follow this order: predicates of triples that are no subjects, subjects of triples by family (those that are predicates
    /// first; see [`TripleSection`]), other blank nodes and IRIs, plain strings, language-tagged strings, typed literals, triple terms.
    /// A group is a run of terms of one kind and, for IRIs, one prefix, for literals, one language or datatype. Within a family, and
    /// among all others, blank nodes come first, then IRIs without a prefix, then by prefix, and then by their bytes; literals of a
    /// group ascend by value where the group's order is by value, else by the first predicate and then the first subject of the triples
    /// that have them. A prefix ends with the last `/` or `#` of the IRI, and `texts` holds only what follows it; an IRI whose prefix
    /// has no group of its own is in a group without prefix, as a whole. Triple terms have no text; they ascend by object, subject,
    /// predicate, so that an object that is itself a triple term has a lower id.
    TermSection<'a>, TermTable, TermField {
        /// The texts of all terms that are no triple terms.
        texts: Pool<'a>,
        /// Number of groups.
        groups_len: u32,
        /// By group: id of its first term, ascending.
        group_first: Column<'a>,
        /// By group: the fields of [`group_field`].
        groups: Records<'a, { group_field::LEN }>,
        /// Prefixes of IRIs, ascending.
        prefixes: PlainPool<'a>,
        /// From a term that has a text to its id.
        index: TermIndex<'a>,
    }
}

/// Fields of [`TermSection::groups`], in this order.
pub mod group_field {
    /// A [`TermKind`](crate::TermKind)'s number.
    pub const KIND: usize = 0;
    /// Of IRIs the prefix' index in `prefixes` + 1, or 0; of language-tagged strings the language's index in
    /// [`ValueSection::languages`](super::ValueSection::languages); of typed literals the term id of the datatype; else 0.
    pub const TAG: usize = 1;
    /// How many fields there are.
    pub const LEN: usize = 2;
}

fields! {
    /// Section [`Tag::Values`]: what is known of the values of literals.
    ValueSection<'a>, ValueFields, ValueField {
        /// By group of the dictionary: a [`ValueOrder`](crate::value::ValueOrder)'s number.
        #[serde(borrow)]
        group_order: Column<'a>,
        /// Language tags, ascending.
        #[serde(borrow)]
        languages: Pool<'a>,
        /// The id of the first literal in a group ordered by time; these groups are adjacent.
        times_first: u32,
        /// Number of literals in those groups.
        times_len: u32,
        /// By such literal: its first day, plus 2^31, in days from 1970-01-01; 0 where the start is open. A literal that is no
        /// time has 2^32 - 1 here and 0 as its last day.
        #[serde(borrow)]
        time_first_day: Column<'a>,
        /// By such literal: its last day, plus 2^31; 2^32 - 1 where the end is open.
        #[serde(borrow)]
        time_last_day: Column<'a>,
    }
}

fields! {
    /// Section [`Tag::TripleTerms`]: the terms that are triples, after all others.
    TripleTermSection<'a>, TripleTermFields, TripleTermField {
        /// Number of triple terms.
        len: u32,
        /// By triple term: its subject's id.
        #[serde(borrow)]
        subject: Column<'a>,
        /// By triple term: its predicate's id.
        #[serde(borrow)]
        predicate: Column<'a>,
        /// By triple term: its object's id.
        #[serde(borrow)]
        object: Column<'a>,
    }
}
