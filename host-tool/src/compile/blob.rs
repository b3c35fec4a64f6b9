//! A finished blob: one postcard message that is streamed to its destination.
//!
//! Each section is a postcard message inside the blob's postcard message. The section's length precedes it, and the digest of all
//! sections precedes them. So each section is serialised three times: to count its bytes, to compute the digest, and to write it.
//! No section is held as a whole. The bytes of a large store are in memory once, as the columns that they consist of.

use std::io::{self, BufWriter, Write};

use factrom::Tag;
use factrom::compiler::{CRC, Preamble, REQUIRED};
use postcard::ser_flavors::crc::CrcModifier;
use postcard::ser_flavors::{Flavor, Size};
use postcard::serialize_with_flavor;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::envelope::{DatasetId, PREAMBLE};
use super::error::{BuildError, TooLarge};
use super::sections::{Message, Sections};

/// A blob that is ready to be written.
#[derive(Debug)]
pub struct Blob<'a> {
    sections: Sections<'a>,
    dataset_id: [u8; 16],
    len_bytes: u32,
}

impl<'a> Blob<'a> {
    /// Creates a blob from its sections.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if the blob has 2^32 bytes or more.
    pub(super) fn new(sections: Sections<'a>) -> Result<Self, BuildError> {
        let mut digest = DatasetId::default();
        let streamed = stream(&sections)?;
        for Streamed { tag, flags, message: Nested { message, len } } in &streamed {
            digest.section(*tag, *flags, *len);
            write(message, &mut BufWriter::new(&mut digest)).map_err(BuildError::io("computing the digest of a section"))?;
        }
        let dataset_id = digest.finish();
        let body = StreamedBody { preamble: PREAMBLE, dataset_id, sections: streamed };
        let too_large = TooLarge { section: Tag::Triples, limit: "2^32 bytes together with the other sections" };
        // The CRC has four bytes.
        let len_bytes = size(&body).and_then(|len| len.checked_add(4)).ok_or(too_large)?;
        Ok(Blob { sections, dataset_id, len_bytes })
    }

    /// Length in bytes.
    #[must_use]
    pub fn len_bytes(&self) -> u32 {
        self.len_bytes
    }

    /// Number of triples. A triple in two graphs counts twice.
    #[must_use]
    pub fn triple_count(&self) -> u32 {
        self.sections.triples.len
    }

    /// Number of terms.
    #[must_use]
    pub fn term_count(&self) -> u32 {
        self.sections.terms.texts.len + self.sections.triple_terms.section.len
    }

    /// Writes the blob.
    ///
    /// # Errors
    ///
    /// Returns the writer's error.
    pub fn write_to(&self, out: &mut dyn Write) -> io::Result<()> {
        let sections = stream(&self.sections).map_err(|error| io::Error::new(io::ErrorKind::FileTooLarge, error))?;
        let body = StreamedBody { preamble: PREAMBLE, dataset_id: self.dataset_id, sections };
        write_with_crc(&body, &mut BufWriter::with_capacity(1 << 16, out))
    }

    /// Returns all bytes of the blob.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len_bytes as usize);
        // Writing to a vector cannot fail.
        let _ = self.write_to(&mut bytes);
        bytes
    }
}

/// Like [`Body`](factrom::compiler::Body), but its sections are not serialised yet.
#[derive(Serialize)]
struct StreamedBody<'s> {
    preamble: Preamble,
    dataset_id: [u8; 16],
    sections: Vec<Streamed<'s>>,
}

/// Like [`Section`](factrom::compiler::Section), but with a message in place of its bytes.
#[derive(Serialize)]
struct Streamed<'s> {
    tag: u8,
    flags: u8,
    message: Nested<'s>,
}

/// A message that is serialised as a sequence of bytes.
struct Nested<'s> {
    message: Message<'s>,
    len: u32,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // In postcard a sequence is its length followed by its elements, with nothing in between: these bytes are the message.
        let mut bytes = serializer.serialize_seq(Some(self.len as usize))?;
        bytes.serialize_element(&self.message)?;
        bytes.end()
    }
}

fn stream<'s>(sections: &'s Sections<'_>) -> Result<Vec<Streamed<'s>>, TooLarge> {
    let streamed = |(tag, message): (Tag, Message<'s>)| {
        let len = size(&message).ok_or(TooLarge { section: tag, limit: "2^32 bytes" })?;
        Ok(Streamed { tag: tag as u8, flags: flags(tag), message: Nested { message, len } })
    };
    sections.messages().into_iter().map(streamed).collect()
}

/// A reader can answer patterns without the sections of facts. It cannot do so without these.
fn flags(tag: Tag) -> u8 {
    let required = matches!(tag, Tag::Codec | Tag::Terms | Tag::Triples | Tag::Values | Tag::TripleTerms | Tag::Graphs);
    if required { REQUIRED } else { 0 }
}

/// Number of bytes of the serialised value, if it fits into 32 bits.
fn size(value: &impl Serialize) -> Option<u32> {
    serialize_with_flavor(value, Size::default()).ok().and_then(|len| u32::try_from(len).ok())
}

fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut failure = None;
    let written = serialize_with_flavor(value, Flow { out, failure: &mut failure });
    cause(written, failure)
}

fn write_with_crc(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut failure = None;
    let written = serialize_with_flavor(value, CrcModifier::new(Flow { out, failure: &mut failure }, CRC.digest()));
    cause(written, failure)
}

fn cause(written: postcard::Result<()>, failure: Option<io::Error>) -> io::Result<()> {
    written.map_err(|error| failure.unwrap_or_else(|| io::Error::other(error)))
}

/// A postcard flavour that writes to a writer. Unlike postcard's own, it keeps the writer's error.
struct Flow<'w> {
    out: &'w mut dyn Write,
    failure: &'w mut Option<io::Error>,
}

impl Flow<'_> {
    fn check(&mut self, written: io::Result<()>) -> postcard::Result<()> {
        written.map_err(|error| {
            *self.failure = Some(error);
            postcard::Error::SerializeBufferFull
        })
    }
}

impl Flavor for Flow<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        let written = self.out.write_all(&[byte]);
        self.check(written)
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        let written = self.out.write_all(bytes);
        self.check(written)
    }

    fn finalize(mut self) -> postcard::Result<()> {
        let flushed = self.out.flush();
        self.check(flushed)
    }
}
