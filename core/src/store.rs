//! Opening a blob, and the tables behind all answers.

use core::fmt;

use serde::Deserialize;

use crate::error::OpenError;
use crate::layout::{
    CRC, EntitySection, Envelope, FEW_ROWS, FactSection, LocatorSection, MAGIC, MAJOR, MOST_COMMON, MetaSection, Preamble,
    SourceSection, Tag, TermSection, TripleSection, VocabularySection,
};
use crate::text::{Codec, Decoder, Text};

/// The id of a data set: a digest of its content, the same for the same content on any machine.
///
/// Ids of terms, facts and sources hold for one data set alone; this says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatasetId(pub [u8; 16]);

impl fmt::Display for DatasetId {
    /// 32 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for DatasetId {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{:032x}", u128::from_be_bytes(self.0));
    }
}

/// An opened blob: the tables of its sections, borrowed from the bytes where they lie.
///
/// ```
/// # fn main() -> Result<(), Box<dyn core::error::Error>> {
/// static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
/// let store = factrom::Store::open(BLOB)?;
/// assert_eq!(store.fact_count(), 5);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Store<'a> {
    pub(crate) dataset_id: DatasetId,
    pub(crate) meta: MetaSection<'a>,
    pub(crate) codec: Decoder<'a>,
    pub(crate) terms: TermSection<'a>,
    pub(crate) triples: TripleSection<'a>,
    pub(crate) entities: EntitySection<'a>,
    pub(crate) vocabulary: VocabularySection<'a>,
    pub(crate) sources: SourceSection<'a>,
    pub(crate) locators: LocatorSection<'a>,
    pub(crate) facts: FactSection<'a>,
}

impl<'a> Store<'a> {
    /// Opens the blob at the start of `bytes`; what follows it, such as the rest of a flash region, is not looked at.
    ///
    /// Any alignment will do. Costs one pass over the blob for its CRC-32; [`Store::open_without_crc`] saves it.
    ///
    /// # Errors
    ///
    /// [`OpenError`] for anything that is no whole, unchanged blob of a version this library reads. Any change of a single bit is
    /// found. Never panics, on any bytes.
    pub fn open(bytes: &'a [u8]) -> Result<Self, OpenError> {
        Self::from_envelope(&checked(bytes)?)
    }

    /// Opens the blob if it is of that data set: [`Store::open`] for a program that has ids of terms and facts compiled in.
    ///
    /// Ids of one data set mean other things in another, and no later check can tell.
    ///
    /// # Errors
    ///
    /// As [`Store::open`], and [`OpenError::OtherDataset`], which names both.
    pub fn open_dataset(bytes: &'a [u8], expected: DatasetId) -> Result<Self, OpenError> {
        let envelope = checked(bytes)?;
        same_dataset(&envelope, expected)?;
        Self::from_envelope(&envelope)
    }

    /// Opens the blob without reading all of it: a constant number of reads.
    ///
    /// For bytes that were checked before, or that nothing can have changed. With changed bytes the store answers wrongly or with
    /// [`Error::Corrupt`](crate::Error::Corrupt), but never panics and never loops.
    ///
    /// # Errors
    ///
    /// As [`Store::open`], but for [`OpenError::Checksum`].
    pub fn open_without_crc(bytes: &'a [u8]) -> Result<Self, OpenError> {
        Self::from_envelope(&unchecked(bytes)?)
    }

    /// Opens the blob if it is of that data set, without reading all of it: a constant number of reads.
    ///
    /// The id stands in the blob, so this tells another data set, but not changed bytes.
    ///
    /// # Errors
    ///
    /// As [`Store::open_dataset`], but for [`OpenError::Checksum`].
    pub fn open_dataset_without_crc(bytes: &'a [u8], expected: DatasetId) -> Result<Self, OpenError> {
        let envelope = unchecked(bytes)?;
        same_dataset(&envelope, expected)?;
        Self::from_envelope(&envelope)
    }

    fn from_envelope(envelope: &Envelope<'a>) -> Result<Self, OpenError> {
        fn optional<'a, T: Deserialize<'a> + Default>(envelope: &Envelope<'a>, tag: Tag) -> Result<T, OpenError> {
            match envelope.sections.get(tag) {
                Some(bytes) => postcard::from_bytes(bytes).map_err(|_| OpenError::Section(tag)),
                None => Ok(T::default()),
            }
        }
        fn required<'a, T: Deserialize<'a> + Default>(envelope: &Envelope<'a>, tag: Tag) -> Result<T, OpenError> {
            match envelope.sections.get(tag) {
                Some(_) => optional(envelope, tag),
                None => Err(OpenError::Missing(tag)),
            }
        }
        if let Some(tag) = envelope.sections.unknown_required {
            return Err(OpenError::UnknownRequired { tag });
        }
        let store = Store {
            dataset_id: DatasetId(envelope.dataset_id),
            meta: optional(envelope, Tag::Meta)?,
            codec: Decoder::new(&required::<Codec<'a>>(envelope, Tag::Codec)?).ok_or(OpenError::Section(Tag::Codec))?,
            terms: required(envelope, Tag::Terms)?,
            triples: required(envelope, Tag::Triples)?,
            entities: optional(envelope, Tag::Entities)?,
            vocabulary: optional(envelope, Tag::Vocabulary)?,
            sources: optional(envelope, Tag::Sources)?,
            locators: optional(envelope, Tag::Locators)?,
            facts: optional(envelope, Tag::Facts)?,
        };
        store.check_lengths(envelope.sections.len_bytes)?;
        Ok(store)
    }

    /// Refuses tables that are longer than bytes of that number can make them, so that every loop over a table ends soon.
    fn check_lengths(&self, len_bytes: u32) -> Result<(), OpenError> {
        let Store { terms, triples, entities, vocabulary, sources, locators, facts, .. } = self;
        let most = FEW_ROWS.max(len_bytes.saturating_mul(8));
        let lengths = [
            (Tag::Terms, terms.texts.len, terms.texts.most()),
            (Tag::Terms, terms.groups_len, terms.texts.most()),
            (Tag::Terms, terms.triples_len, most),
            (Tag::Triples, triples.len, most.saturating_mul(MOST_COMMON)),
            (Tag::Triples, triples.subjects_len, self.term_count()),
            (Tag::Triples, triples.families_len, triples.subjects_len),
            (Tag::Triples, triples.entries_len, most),
            (Tag::Triples, triples.predicates_len, self.term_count()),
            (Tag::Entities, entities.len, entities.descriptions.most()),
            (Tag::Entities, entities.names_len, entities.names.most()),
            (Tag::Entities, entities.roles_len, entities.role_titles.most()),
            (Tag::Vocabulary, vocabulary.predicates_len, vocabulary.predicate_labels.most()),
            (Tag::Vocabulary, vocabulary.classes_len, vocabulary.class_labels.most()),
            (Tag::Sources, sources.len, sources.texts.most()),
            (Tag::Locators, locators.len, locators.anchors.most()),
            (Tag::Facts, facts.len, facts.statements.most()),
            (Tag::Facts, facts.timed_len, facts.len),
            (Tag::Facts, facts.speaker.len, most),
            (Tag::Facts, facts.audience.len, most),
            (Tag::Facts, facts.place.len, most),
            (Tag::Facts, facts.said_on.len, most),
            (Tag::Facts, facts.said_at.len, most),
            (Tag::Facts, facts.disputes.len, most),
            (Tag::Facts, facts.corroborates.len, most),
            (Tag::Facts, facts.evidence.len, most),
            (Tag::Facts, facts.qualifiers_len, most),
            (Tag::Facts, facts.notes_len, facts.notes.most()),
        ];
        match lengths.iter().find(|(_, len, most)| len > most) {
            Some((tag, ..)) => Err(OpenError::Section(*tag)),
            None => Ok(()),
        }
    }

    /// The data set's id.
    #[must_use]
    pub fn dataset_id(&self) -> DatasetId {
        self.dataset_id
    }

    /// The data set's short name; `None` for a store of triples alone.
    #[must_use]
    pub fn name(&self) -> Option<Text<'_>> {
        self.meta.texts.get(&self.codec, 0)
    }

    /// The data set's title.
    #[must_use]
    pub fn title(&self) -> Option<Text<'_>> {
        self.meta.texts.get(&self.codec, 1)
    }

    /// The namespace in which ids of facts, entities and sources become IRIs.
    #[must_use]
    pub fn namespace(&self) -> Option<Text<'_>> {
        self.meta.texts.get(&self.codec, 2)
    }

    /// The language that statements and labels are written in, as a BCP 47 tag.
    #[must_use]
    pub fn language(&self) -> Option<Text<'_>> {
        self.meta.texts.get(&self.codec, 3)
    }

    /// The licence of the data, as an SPDX expression or an address; empty if not said.
    #[must_use]
    pub fn license(&self) -> Option<Text<'_>> {
        self.meta.texts.get(&self.codec, 4)
    }
}

/// The envelope, after its CRC was checked.
fn checked(bytes: &[u8]) -> Result<Envelope<'_>, OpenError> {
    preamble(bytes)?;
    Ok(postcard::take_from_bytes_crc32::<Envelope<'_>>(bytes, CRC.digest()).map_err(envelope_error)?.0)
}

/// The envelope, whatever its CRC.
fn unchecked(bytes: &[u8]) -> Result<Envelope<'_>, OpenError> {
    preamble(bytes)?;
    Ok(postcard::take_from_bytes::<Envelope<'_>>(bytes).map_err(envelope_error)?.0)
}

/// Refuses an envelope of another data set.
fn same_dataset(envelope: &Envelope<'_>, expected: DatasetId) -> Result<(), OpenError> {
    match DatasetId(envelope.dataset_id) {
        found if found == expected => Ok(()),
        found => Err(OpenError::OtherDataset { found, expected }),
    }
}

fn preamble(bytes: &[u8]) -> Result<(), OpenError> {
    let Ok((Preamble { magic, major, minor }, _)) = postcard::take_from_bytes(bytes) else {
        return Err(OpenError::TooShort { len: u32::try_from(bytes.len()).unwrap_or(u32::MAX) });
    };
    if magic == [0xFF; 4] {
        Err(OpenError::Erased)
    } else if magic != MAGIC {
        Err(OpenError::NotABlob { found: magic })
    } else if major != MAJOR {
        Err(OpenError::Version { major, minor })
    } else {
        Ok(())
    }
}

fn envelope_error(error: postcard::Error) -> OpenError {
    match error {
        postcard::Error::DeserializeUnexpectedEnd => OpenError::Truncated,
        postcard::Error::DeserializeBadCrc => OpenError::Checksum,
        _ => OpenError::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_blob_is_named() {
        assert_eq!(Store::open(&[]).unwrap_err(), OpenError::TooShort { len: 0 });
        assert_eq!(Store::open(&[0xFF; 64]).unwrap_err(), OpenError::Erased);
        assert_eq!(Store::open(b"PK\x03\x04 and so on").unwrap_err(), OpenError::NotABlob { found: *b"PK\x03\x04" });
        assert_eq!(Store::open(&[0x89, b'F', b'C', b'T', 3, 7, 0]).unwrap_err(), OpenError::Version { major: 3, minor: 7 });
        assert_eq!(Store::open(&[0x89, b'F', b'C', b'T', MAJOR, 0, 1]).unwrap_err(), OpenError::Truncated);
    }

    #[test]
    fn a_blob_of_another_data_set_is_refused_and_both_are_named() {
        static BLOB: &[u8] = include_bytes!("../doc/talks.fct");
        let id = Store::open(BLOB).unwrap().dataset_id();
        assert!(Store::open_dataset(BLOB, id).is_ok() && Store::open_dataset_without_crc(BLOB, id).is_ok());
        for bit in 0..128 {
            let expected = DatasetId((u128::from_be_bytes(id.0) ^ 1 << bit).to_be_bytes());
            let refused = OpenError::OtherDataset { found: id, expected };
            assert_eq!(Store::open_dataset(BLOB, expected).unwrap_err(), refused);
            assert_eq!(Store::open_dataset_without_crc(BLOB, expected).unwrap_err(), refused);
        }
        // What is broken is called so, before anything in it is believed.
        let mut changed = heapless::Vec::<u8, 4096>::from_slice(BLOB).unwrap();
        changed[10] ^= 1;
        assert_eq!(Store::open_dataset(&changed, id).unwrap_err(), OpenError::Checksum);
        assert!(matches!(Store::open_dataset_without_crc(&changed, id), Err(OpenError::OtherDataset { .. })));
    }

    #[test]
    fn a_data_set_s_id_is_written_as_its_bytes_stand() {
        let mut text = heapless::String::<32>::new();
        let bytes = [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10];
        core::fmt::write(&mut text, format_args!("{}", DatasetId(bytes))).unwrap();
        assert_eq!(text, "0123456789abcdeffedcba9876543210");
    }
}
