//! The envelope of a blob: the bytes around its sections, written and read.

use std::io::{self, Write};

use factrom::compiler::{Body, CRC, MAGIC, MAJOR, MINOR, Preamble, Section};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Every blob starts with this.
pub(super) const PREAMBLE: Preamble = Preamble { magic: MAGIC, major: MAJOR, minor: MINOR };

/// Size of the checksum at the end.
const CRC_BYTES: usize = 4;

/// Like [`Body`], for reading.
#[derive(Clone, Debug, Deserialize)]
pub struct Envelope<'b> {
    /// Magic number and version.
    pub preamble: Preamble,
    /// Data set id.
    pub dataset_id: [u8; 16],
    /// Sections, in the order of the blob.
    #[serde(borrow)]
    pub sections: Vec<Section<'b>>,
    /// Length of the blob, including the checksum. More bytes may follow it.
    #[serde(skip)]
    pub len_bytes: usize,
}

impl<'b> Envelope<'b> {
    /// Reads the envelope of the blob at the start of `bytes`. It checks neither the version nor the checksum;
    /// [`Store::open`](factrom::Store::open) does that.
    ///
    /// # Errors
    ///
    /// An error of postcard if the bytes are not a blob, and [`postcard::Error::DeserializeUnexpectedEnd`] if the checksum is missing.
    pub fn read(bytes: &'b [u8]) -> postcard::Result<Self> {
        let (mut envelope, rest) = postcard::take_from_bytes::<Envelope<'_>>(bytes)?;
        if rest.len() < CRC_BYTES {
            return Err(postcard::Error::DeserializeUnexpectedEnd);
        }
        envelope.len_bytes = bytes.len() - rest.len() + CRC_BYTES;
        Ok(envelope)
    }
}

/// Puts sections into a blob: preamble, digest of the sections, sections, CRC.
#[must_use]
pub fn envelope(sections: &[Section<'_>]) -> Vec<u8> {
    let mut digest = DatasetId::default();
    for section in sections {
        digest.section(section.tag, section.flags, section.bytes.len() as u32);
        digest.0.update(section.bytes);
    }
    let body = Body { preamble: PREAMBLE, dataset_id: digest.finish(), sections };
    postcard::to_stdvec_crc32(&body, CRC.digest()).unwrap_or_default()
}

/// Computes the data set id: the first bytes of the SHA-256 over all sections.
#[derive(Default)]
pub(super) struct DatasetId(Sha256);

impl DatasetId {
    pub(super) fn section(&mut self, tag: u8, flags: u8, len: u32) {
        self.0.update([tag, flags]);
        self.0.update(len.to_le_bytes());
    }

    pub(super) fn finish(self) -> [u8; 16] {
        let mut id = [0; 16];
        id.copy_from_slice(&self.0.finalize()[..16]);
        id
    }
}

impl Write for DatasetId {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
