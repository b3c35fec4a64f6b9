//! The format, and nothing else: every byte of a blob is described here, and the compiler writes with these same types.
//!
//! A blob is **one postcard message**: [`Preamble`], the data set's id, a sequence of [`Section`]s, then a CRC-32 (ISO-HDLC)
//! of all bytes before it, as postcard's CRC flavour writes it. The bytes of each known section are a postcard message
//! again, one of the `*Section` structs below. Numbers outside of columns are postcard varints, so the whole of a blob can be
//! decoded with postcard and a bit reader; `docs/format.md` has the schema in prose.
//!
//! Invariants common to all tables: a table has `len` rows; each of its columns can be read at every index below `len`.
//! Nothing is trusted: a reader that finds a column short says [`Error::Corrupt`](crate::Error::Corrupt).
//!
//! Columns of equal or evenly rising values have no bits, so a length that is a lie would not be noticed by reading. Therefore a
//! blob does not open if one of its tables has more rows than its texts have bits, or, for a table without texts, more than
//! [`FEW_ROWS`] and more than the blob has bits: that bounds every loop over a table.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::column::{Column, Relation};
use crate::index::TermIndex;
use crate::text::{PlainPool, Pool};

mod triples;

pub use triples::{HINT_LOG2, MOST_COMMON, TripleSection, entry_kind, predicate_field};

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
    /// A postcard message of the tag's struct.
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

/// [`Body`] as the reader takes it: known sections by tag, unknown ones passed over.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Envelope<'a> {
    #[expect(dead_code, reason = "read before, from the first bytes; here it only has to be passed over")]
    pub preamble: Preamble,
    pub dataset_id: [u8; 16],
    #[serde(borrow)]
    pub sections: Directory<'a>,
}

const KNOWN: usize = 10;

/// The known sections of a blob, at the index of their tag's number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Directory<'a> {
    known: [Option<&'a [u8]>; KNOWN],
    pub unknown_required: Option<u8>,
    /// Length of all sections together.
    pub len_bytes: u32,
}

impl<'a> Directory<'a> {
    pub fn get(&self, tag: Tag) -> Option<&'a [u8]> {
        self.known.get(usize::from(tag as u8)).copied().flatten()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Directory<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Sections;
        impl<'de> Visitor<'de> for Sections {
            type Value = Directory<'de>;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a sequence of sections")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut directory = Directory { known: [None; KNOWN], unknown_required: None, len_bytes: 0 };
                while let Some(section) = seq.next_element::<Section<'de>>()? {
                    let len = u32::try_from(section.bytes.len()).unwrap_or(u32::MAX);
                    directory.len_bytes = directory.len_bytes.saturating_add(len);
                    let slot = directory.known.get_mut(usize::from(section.tag));
                    match (Tag::from_number(section.tag), slot) {
                        (Some(_), Some(slot)) => *slot = Some(section.bytes),
                        _ if section.flags & REQUIRED != 0 => {
                            directory.unknown_required.get_or_insert(section.tag);
                        }
                        _ => {}
                    }
                }
                Ok(directory)
            }
        }
        deserializer.deserialize_seq(Sections)
    }
}

/// Section [`Tag::Meta`]: texts 0 to 4 are the data set's id, title, namespace, language and licence.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct MetaSection<'a> {
    /// The texts.
    #[serde(borrow)]
    pub texts: Pool<'a>,
}

/// Section [`Tag::Terms`]: the dictionary. A term's id is its row.
///
/// Ids follow this order: blank nodes, IRIs, plain strings, language-tagged strings, typed literals, triple terms. Within a
/// group (one kind and, for IRIs, one prefix, for literals, one language or datatype) terms ascend by value where the group's order
/// is by value, else by their bytes. A prefix ends with the last `/` or `#` of the IRI, and `texts` holds only what follows it; an
/// IRI whose prefix has no group of its own is in the group without prefix, as a whole. Triple terms have no text; they ascend by object, subject, predicate, so that an object that is itself a
/// triple term has a lower id.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct TermSection<'a> {
    /// The texts of all terms that are no triple terms.
    #[serde(borrow)]
    pub texts: Pool<'a>,
    /// Number of groups.
    pub groups_len: u32,
    /// By group: id of its first term, ascending.
    #[serde(borrow)]
    pub group_first: Column<'a>,
    /// By group: a [`TermKind`](crate::TermKind)'s number.
    #[serde(borrow)]
    pub group_kind: Column<'a>,
    /// By group: of IRIs the prefix' index in `prefixes` + 1, or 0; of language-tagged strings the language's index in
    /// `languages`; of typed literals the term id of the datatype; else 0.
    #[serde(borrow)]
    pub group_tag: Column<'a>,
    /// By group: a [`ValueOrder`](crate::value::ValueOrder)'s number.
    #[serde(borrow)]
    pub group_order: Column<'a>,
    /// Prefixes of IRIs, ascending.
    #[serde(borrow)]
    pub prefixes: PlainPool<'a>,
    /// Language tags, ascending.
    #[serde(borrow)]
    pub languages: Pool<'a>,
    /// Number of triple terms.
    pub triples_len: u32,
    /// By triple term: its subject's id.
    #[serde(borrow)]
    pub triple_subject: Column<'a>,
    /// By triple term: its predicate's id.
    #[serde(borrow)]
    pub triple_predicate: Column<'a>,
    /// By triple term: its object's id.
    #[serde(borrow)]
    pub triple_object: Column<'a>,
    /// The id of the first literal in a group ordered by time; these groups are adjacent.
    pub times_first: u32,
    /// Number of literals in those groups.
    pub times_len: u32,
    /// By such literal: its first day, plus 2^31, in days from 1970-01-01; 0 where the start is open. A literal that is no
    /// time has 2^32 - 1 here and 0 as its last day.
    #[serde(borrow)]
    pub time_first_day: Column<'a>,
    /// By such literal: its last day, plus 2^31; 2^32 - 1 where the end is open.
    #[serde(borrow)]
    pub time_last_day: Column<'a>,
    /// From a term that has a text to its id.
    #[serde(borrow)]
    pub index: TermIndex<'a>,
}

/// Section [`Tag::Entities`]: entities in the order of their terms, and all their names.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct EntitySection<'a> {
    /// Number of entities.
    pub len: u32,
    /// By entity, ascending: its term.
    #[serde(borrow)]
    pub term: Column<'a>,
    /// By entity: the term of its class.
    #[serde(borrow)]
    pub class: Column<'a>,
    /// By entity: one sentence or phrase on it.
    #[serde(borrow)]
    pub descriptions: Pool<'a>,
    /// Number of names.
    pub names_len: u32,
    /// Names, the label of an entity first, then its other names.
    #[serde(borrow)]
    pub names: Pool<'a>,
    /// By entity: the index of its label in `names`, ascending.
    #[serde(borrow)]
    pub first_name: Column<'a>,
    /// By name: 1 if it is a misspelling found in a source.
    #[serde(borrow)]
    pub misspelled: Column<'a>,
    /// Names by their folded form (see [`fold`](crate::fold)), then by index.
    #[serde(borrow)]
    pub by_name: Column<'a>,
    /// Number of roles.
    pub roles_len: u32,
    /// By role, ascending: the entity.
    #[serde(borrow)]
    pub role_entity: Column<'a>,
    /// By role: what it is called.
    #[serde(borrow)]
    pub role_titles: Pool<'a>,
    /// By role: term id of the organisation or country + 1, or 0.
    #[serde(borrow)]
    pub role_at: Column<'a>,
    /// By role: term id of a literal of time + 1, or 0.
    #[serde(borrow)]
    pub role_when: Column<'a>,
}

/// Section [`Tag::Vocabulary`]: predicates and classes in the order of their terms.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct VocabularySection<'a> {
    /// Number of predicates.
    pub predicates_len: u32,
    /// By predicate, ascending: its term.
    #[serde(borrow)]
    pub predicate: Column<'a>,
    /// By predicate: how it reads between a subject and an object.
    #[serde(borrow)]
    pub predicate_labels: Pool<'a>,
    /// By predicate: 1 if a subject has at most one object at a time.
    #[serde(borrow)]
    pub functional: Column<'a>,
    /// Number of classes.
    pub classes_len: u32,
    /// By class, ascending: its term.
    #[serde(borrow)]
    pub class: Column<'a>,
    /// By class: its label.
    #[serde(borrow)]
    pub class_labels: Pool<'a>,
}

/// Number of texts that [`SourceSection::texts`] has for one source.
pub const SOURCE_TEXTS: u32 = 7;

/// Section [`Tag::Sources`].
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct SourceSection<'a> {
    /// Number of sources.
    pub len: u32,
    /// By source, ascending: its term.
    #[serde(borrow)]
    pub term: Column<'a>,
    /// Seven texts a source: title, publisher, authors (separated by `; `), date (EDTF), language, file name, address;
    /// empty where not known.
    #[serde(borrow)]
    pub texts: Pool<'a>,
    /// 32 bytes a source: the SHA-256 of its text.
    #[serde(borrow)]
    pub sha256: &'a [u8],
}

/// Section [`Tag::Locators`]: places in sources, each once, by source, paragraph and anchor.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct LocatorSection<'a> {
    /// Number of locators.
    pub len: u32,
    /// By locator, ascending: the source's index.
    #[serde(borrow)]
    pub source: Column<'a>,
    /// By locator: the paragraph, counted from 1.
    #[serde(borrow)]
    pub paragraph: Column<'a>,
    /// By locator: the words to look for.
    #[serde(borrow)]
    pub anchors: Pool<'a>,
    /// By locator: byte offset of the anchor in the text, or of nothing where `located` is false.
    #[serde(borrow)]
    pub start: Column<'a>,
    /// True if the compiler had the texts, so that `start` holds.
    pub located: bool,
    /// By locator: the sentence around the anchor; empty unless the blob was built with quotes.
    #[serde(borrow)]
    pub quotes: Pool<'a>,
}

/// Section [`Tag::Facts`]: facts in the order of their reifiers' terms, that is by id.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct FactSection<'a> {
    /// Number of facts.
    pub len: u32,
    /// By fact, ascending: the reifier's term.
    #[serde(borrow)]
    pub reifier: Column<'a>,
    /// By fact: the reified triple's subject.
    #[serde(borrow)]
    pub subject: Column<'a>,
    /// Its predicate.
    #[serde(borrow)]
    pub predicate: Column<'a>,
    /// Its object.
    #[serde(borrow)]
    pub object: Column<'a>,
    /// By fact: a [`Stance`](crate::Stance)'s number.
    #[serde(borrow)]
    pub stance: Column<'a>,
    /// By fact: a [`Status`](crate::Status)' number.
    #[serde(borrow)]
    pub status: Column<'a>,
    /// By fact: term id of a literal of time + 1, or 0.
    #[serde(borrow)]
    pub when: Column<'a>,
    /// By fact: the statement.
    #[serde(borrow)]
    pub statements: Pool<'a>,
    /// Facts by subject, then id.
    #[serde(borrow)]
    pub by_subject: Column<'a>,
    /// Facts by predicate, then id.
    #[serde(borrow)]
    pub by_predicate: Column<'a>,
    /// Facts by object, then id.
    #[serde(borrow)]
    pub by_object: Column<'a>,
    /// Number of facts with a time.
    pub timed_len: u32,
    /// Facts with a time, by its first day, then its last, then by id.
    #[serde(borrow)]
    pub by_when: Column<'a>,
    /// Who says it.
    #[serde(borrow)]
    pub speaker: Relation<'a>,
    /// To whom.
    #[serde(borrow)]
    pub audience: Relation<'a>,
    /// Where it is the case.
    #[serde(borrow)]
    pub place: Relation<'a>,
    /// When it was said: term ids of literals of time.
    #[serde(borrow)]
    pub said_on: Relation<'a>,
    /// Where it was said.
    #[serde(borrow)]
    pub said_at: Relation<'a>,
    /// Facts that contradict each other, both ways; values are fact numbers.
    #[serde(borrow)]
    pub disputes: Relation<'a>,
    /// Facts that bear each other out, both ways; values are fact numbers.
    #[serde(borrow)]
    pub corroborates: Relation<'a>,
    /// Evidence: values are rows of the locators.
    #[serde(borrow)]
    pub evidence: Relation<'a>,
    /// Number of qualifiers.
    pub qualifiers_len: u32,
    /// By qualifier, ascending: the fact.
    #[serde(borrow)]
    pub qualifier_fact: Column<'a>,
    /// By qualifier: its predicate.
    #[serde(borrow)]
    pub qualifier_predicate: Column<'a>,
    /// By qualifier: its object.
    #[serde(borrow)]
    pub qualifier_object: Column<'a>,
    /// Number of notes.
    pub notes_len: u32,
    /// By note, ascending: the fact.
    #[serde(borrow)]
    pub note_fact: Column<'a>,
    /// By note: its text.
    #[serde(borrow)]
    pub notes: Pool<'a>,
}
