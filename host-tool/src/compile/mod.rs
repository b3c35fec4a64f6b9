//! From a model to a blob: [`dictionary`], then the sections with their [`columns`] and [`texts`], then one postcard message.
//!
//! The bytes are those that [`factrom::layout`] describes, written with its own types. The same model gives the same bytes on any
//! machine: every collection on the way is ordered, and nothing depends on time, place or a hash's seed.

pub mod columns;
pub mod dictionary;
pub mod grammar;
pub mod huffman;
pub mod index;
mod ordered;
pub mod parse;
mod sections;
pub mod texts;

use std::fmt;

use factrom::layout::{Body, CRC, MAGIC, MAJOR, MINOR, Preamble, REQUIRED, Section, Tag};
use sha2::{Digest, Sha256};

use crate::model::Model;
use sections::Sections;

/// A model that the format's 32-bit numbers can't hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// The section that overflows.
    pub section: Tag,
    /// What is exceeded.
    pub limit: &'static str,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the data is too large for one blob: section {} exceeds {}", self.section, self.limit)
    }
}

impl std::error::Error for TooLarge {}

/// Compiles a model.
///
/// # Errors
///
/// [`TooLarge`] if it exceeds a limit of the format.
pub fn compile(model: &Model) -> Result<Vec<u8>, TooLarge> {
    let bytes = columns::Bytes::new();
    let sections = Sections::build(&bytes, model)?;
    let messages = sections.messages();
    let sections: Vec<Section<'_>> = messages
        .iter()
        .map(|(tag, message)| {
            // A reader may do without facts' sections and still answer patterns; without these three it can't.
            let flags = if matches!(tag, Tag::Codec | Tag::Terms | Tag::Triples) { REQUIRED } else { 0 };
            Section { tag: *tag as u8, flags, bytes: message }
        })
        .collect();
    Ok(envelope(&sections))
}

/// Puts sections into a blob: preamble, the digest of the sections, the sections, the CRC.
#[must_use]
pub fn envelope(sections: &[Section<'_>]) -> Vec<u8> {
    let body = Body { preamble: Preamble { magic: MAGIC, major: MAJOR, minor: MINOR }, dataset_id: digest(sections), sections };
    postcard::to_stdvec_crc32(&body, CRC.digest()).unwrap_or_default()
}

fn digest(sections: &[Section<'_>]) -> [u8; 16] {
    let mut sha256 = Sha256::new();
    for section in sections {
        sha256.update([section.tag, section.flags]);
        sha256.update((section.bytes.len() as u32).to_le_bytes());
        sha256.update(section.bytes);
    }
    let mut id = [0; 16];
    id.copy_from_slice(&sha256.finalize()[..16]);
    id
}
