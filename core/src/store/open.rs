//! Opening a blob as a [`Store`], and the texts that describe its data set.

use crate::format::dataset_id::DatasetId;
use crate::format::dictionary_sections::{MetaFields, TermTable, TripleTermFields, ValueFields};
use crate::format::envelope::Envelope;
use crate::format::error::OpenError;
use crate::format::fact_sections::{EntityFields, FactFields, LocatorFields, SourceFields, VocabularyFields};
use crate::format::limits;
use crate::format::preamble::{CRC, MAGIC, MAJOR};
use crate::format::table::Message;
use crate::format::tag::Tag;
use crate::format::text::Text;
use crate::format::text_codec::{Codec, Decoder};
use crate::format::triple_sections::{GraphFields, TripleTable};
use crate::format::wire::{ReadError, Reader};

/// An opened blob. It borrows the blob's bytes and holds what every look-up needs.
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
    // Every look-up needs the first fields. The sections after them are read field by field, when a query needs them.
    pub(crate) codec: Decoder<'a>,
    pub(crate) terms: TermTable<'a>,
    pub(crate) triples: TripleTable<'a>,
    pub(crate) values: ValueFields<'a>,
    pub(crate) triple_terms: TripleTermFields<'a>,
    pub(crate) graphs: GraphFields<'a>,
    pub(crate) meta: MetaFields<'a>,
    pub(crate) entities: EntityFields<'a>,
    pub(crate) vocabulary: VocabularyFields<'a>,
    pub(crate) sources: SourceFields<'a>,
    pub(crate) locators: LocatorFields<'a>,
    pub(crate) facts: FactFields<'a>,
}

impl<'a> Store<'a> {
    /// Opens the blob at the start of `bytes`. Bytes after the blob, such as the rest of a flash region, are ignored.
    ///
    /// The bytes may have any alignment. The CRC-32 takes one pass over the blob; [`Store::open_without_crc`] omits it. Never
    /// panics, whatever the bytes are.
    ///
    /// # Errors
    ///
    /// [`OpenError`] if the bytes are not a complete, unchanged blob of a version that this library reads. Every change of a
    /// single bit is detected.
    pub fn open(bytes: &'a [u8]) -> Result<Self, OpenError> {
        Self::open_with(bytes, read_checked, None)
    }

    /// Opens the blob if it holds the data set `expected`. This is [`Store::open`] for a program with compiled-in ids of terms
    /// and facts.
    ///
    /// The ids of one data set have other meanings in another one, and no later check can detect that.
    ///
    /// # Errors
    ///
    /// Those of [`Store::open`], and [`OpenError::OtherDataset`], which names both data sets.
    pub fn open_dataset(bytes: &'a [u8], expected: DatasetId) -> Result<Self, OpenError> {
        Self::open_with(bytes, read_checked, Some(expected))
    }

    /// Opens the blob without reading all of it. It takes a constant number of reads.
    ///
    /// This is for bytes that were checked before, or that cannot have changed. If bytes did change, the store returns wrong
    /// answers or [`Error::Corrupt`](crate::Error::Corrupt), but it never panics and always terminates.
    ///
    /// # Errors
    ///
    /// Those of [`Store::open`], except [`OpenError::Checksum`].
    pub fn open_without_crc(bytes: &'a [u8]) -> Result<Self, OpenError> {
        Self::open_with(bytes, read_unchecked, None)
    }

    /// Opens the blob if it holds the data set `expected`, without reading all of it. It takes a constant number of reads.
    ///
    /// The blob stores the id of its data set, so this detects another data set, but not changed bytes.
    ///
    /// # Errors
    ///
    /// Those of [`Store::open_dataset`], except [`OpenError::Checksum`].
    pub fn open_dataset_without_crc(bytes: &'a [u8], expected: DatasetId) -> Result<Self, OpenError> {
        Self::open_with(bytes, read_unchecked, Some(expected))
    }

    /// Opens the blob whose envelope `read` reads.
    #[inline]
    fn open_with(
        bytes: &'a [u8],
        read: fn(&'a [u8], &mut Envelope<'a>) -> Result<(), OpenError>,
        expected: Option<DatasetId>,
    ) -> Result<Self, OpenError> {
        let mut envelope = Envelope::EMPTY;
        read(bytes, &mut envelope)?;
        check_dataset(&envelope, expected)?;
        // First, because an unknown required section may replace one that would be reported as missing.
        if let Some(tag) = envelope.unknown_required {
            return Err(OpenError::UnknownRequired { tag });
        }
        let required = Required::read(&envelope)?;
        let mut violation = None;
        let mut opened = Ok(Self::new(&envelope, &required, &mut violation));
        if let Some(violation) = violation {
            opened = Err(violation);
        }
        opened
    }

    // A call of its own that ends with the expression of the store, so that the store is built where it is returned. Copying it
    // would take longer than everything that is read.
    #[inline(never)]
    fn new(envelope: &Envelope<'a>, required: &Required<'a>, violation: &mut Option<OpenError>) -> Self {
        let (terms, triples) = (TermTable::new(&required.terms), TripleTable::new(&required.triples));
        *violation = limits::violation(envelope, &terms, &triples);
        Store {
            dataset_id: DatasetId(envelope.dataset_id),
            codec: Decoder::new(&required.codec),
            terms,
            triples,
            values: ValueFields(envelope.fields(Tag::Values)),
            triple_terms: TripleTermFields(envelope.fields(Tag::TripleTerms)),
            graphs: GraphFields(envelope.fields(Tag::Graphs)),
            meta: MetaFields(envelope.fields(Tag::Meta)),
            entities: EntityFields(envelope.fields(Tag::Entities)),
            vocabulary: VocabularyFields(envelope.fields(Tag::Vocabulary)),
            sources: SourceFields(envelope.fields(Tag::Sources)),
            locators: LocatorFields(envelope.fields(Tag::Locators)),
            facts: FactFields(envelope.fields(Tag::Facts)),
        }
    }

    /// The id of the data set.
    #[must_use]
    pub fn dataset_id(&self) -> DatasetId {
        self.dataset_id
    }

    /// The short name of the data set; `None` if the store has triples only.
    #[must_use]
    pub fn name(&self) -> Option<Text<'_>> {
        self.meta_text(0)
    }

    /// The title of the data set.
    #[must_use]
    pub fn title(&self) -> Option<Text<'_>> {
        self.meta_text(1)
    }

    /// The namespace that turns the ids of facts, entities and sources into IRIs.
    #[must_use]
    pub fn namespace(&self) -> Option<Text<'_>> {
        self.meta_text(2)
    }

    /// The language that statements and labels are written in, as a BCP 47 tag.
    #[must_use]
    pub fn language(&self) -> Option<Text<'_>> {
        self.meta_text(3)
    }

    /// The licence of the data, as an SPDX expression or an address. Empty if it is not known.
    #[must_use]
    pub fn license(&self) -> Option<Text<'_>> {
        self.meta_text(4)
    }

    fn meta_text(&self, number: u32) -> Option<Text<'_>> {
        self.meta.texts()?.get(&self.codec, number)
    }
}

/// Reads the envelope, and returns the bytes after it, which start with the CRC.
fn read_envelope<'a>(bytes: &'a [u8], envelope: &mut Envelope<'a>) -> Result<&'a [u8], OpenError> {
    let mut reader = Reader::new(bytes);
    let [a, b, c, d, major, minor] = reader.array();
    if reader.result(()).is_err() {
        return Err(OpenError::TooShort { len: u32::try_from(bytes.len()).unwrap_or(u32::MAX) });
    }
    let magic = [a, b, c, d];
    if magic == [0xFF; 4] {
        return Err(OpenError::Erased);
    } else if magic != MAGIC {
        return Err(OpenError::NotABlob { found: magic });
    } else if major != MAJOR {
        return Err(OpenError::Version { major, minor });
    }
    envelope.read(&mut reader);
    reader.result(reader.rest).map_err(|why| match why {
        ReadError::Ended => OpenError::Truncated,
        ReadError::Malformed => OpenError::Malformed,
    })
}

/// [`read_envelope`] without the bytes after it.
fn read_unchecked<'a>(bytes: &'a [u8], envelope: &mut Envelope<'a>) -> Result<(), OpenError> {
    read_envelope(bytes, envelope).map(|_| ())
}

/// [`read_envelope`], and a check that the CRC after it is that of all bytes before.
fn read_checked<'a>(bytes: &'a [u8], envelope: &mut Envelope<'a>) -> Result<(), OpenError> {
    let rest = read_envelope(bytes, envelope)?;
    let stored = rest.first_chunk().ok_or(OpenError::Truncated)?;
    let len = bytes.len().saturating_sub(rest.len());
    let computed = CRC.checksum(bytes.get(..len).unwrap_or_default());
    if computed == u32::from_le_bytes(*stored) { Ok(()) } else { Err(OpenError::Checksum) }
}

/// Returns an error if a data set is expected and the blob has another one.
fn check_dataset(envelope: &Envelope<'_>, expected: Option<DatasetId>) -> Result<(), OpenError> {
    let found = DatasetId(envelope.dataset_id);
    match expected {
        Some(expected) if expected != found => Err(OpenError::OtherDataset { found, expected }),
        _ => Ok(()),
    }
}

/// The messages of the sections that every store needs.
pub(crate) struct Required<'a> {
    pub codec: Codec<'a>,
    pub terms: Message<'a>,
    pub triples: Message<'a>,
}

impl<'a> Required<'a> {
    #[inline]
    fn read(envelope: &Envelope<'a>) -> Result<Self, OpenError> {
        let message = |tag| envelope.get(tag).ok_or(OpenError::Missing(tag));
        Ok(Required {
            codec: Codec::decode(message(Tag::Codec)?).ok_or(OpenError::Section(Tag::Codec))?,
            terms: TermTable::message(message(Tag::Terms)?).ok_or(OpenError::Section(Tag::Terms))?,
            triples: TripleTable::message(message(Tag::Triples)?).ok_or(OpenError::Section(Tag::Triples))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_a_blob_have_errors_of_their_own() {
        assert_eq!(Store::open(&[]).unwrap_err(), OpenError::TooShort { len: 0 });
        assert_eq!(Store::open(&[0xFF; 64]).unwrap_err(), OpenError::Erased);
        assert_eq!(Store::open(b"PK\x03\x04 and so on").unwrap_err(), OpenError::NotABlob { found: *b"PK\x03\x04" });
        assert_eq!(Store::open(&[0x89, b'F', b'C', b'T', 3, 7, 0]).unwrap_err(), OpenError::Version { major: 3, minor: 7 });
        assert_eq!(Store::open(&[0x89, b'F', b'C', b'T', MAJOR, 0, 1]).unwrap_err(), OpenError::Truncated);
    }

    #[test]
    fn another_data_set_is_an_error_that_names_both() {
        static BLOB: &[u8] = include_bytes!("../../doc/talks.fct");
        let id = Store::open(BLOB).unwrap().dataset_id();
        assert!(Store::open_dataset(BLOB, id).is_ok() && Store::open_dataset_without_crc(BLOB, id).is_ok());
        for bit in 0..128 {
            let expected = DatasetId((u128::from_be_bytes(id.0) ^ 1 << bit).to_be_bytes());
            let error = OpenError::OtherDataset { found: id, expected };
            assert_eq!(Store::open_dataset(BLOB, expected).unwrap_err(), error);
            assert_eq!(Store::open_dataset_without_crc(BLOB, expected).unwrap_err(), error);
        }
        // A corrupt blob is reported as such, before anything in it is trusted.
        let mut changed = heapless::Vec::<u8, 4096>::from_slice(BLOB).unwrap();
        changed[10] ^= 1;
        assert_eq!(Store::open_dataset(&changed, id).unwrap_err(), OpenError::Checksum);
        assert!(matches!(Store::open_dataset_without_crc(&changed, id), Err(OpenError::OtherDataset { .. })));
    }

    #[test]
    fn a_dataset_id_is_written_in_the_order_of_its_bytes() {
        let mut text = heapless::String::<32>::new();
        let bytes = [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10];
        core::fmt::write(&mut text, format_args!("{}", DatasetId(bytes))).unwrap();
        assert_eq!(text, "0123456789abcdeffedcba9876543210");
    }
}
