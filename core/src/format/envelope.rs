//! The envelope: the message around the sections, as the compiler writes it and as the reader reads it.

use serde::{Deserialize, Serialize};

use crate::format::preamble::Preamble;
use crate::format::tag::Tag;
use crate::format::wire::{Fields, Reader};

/// In [`Section::flags`]: a reader that does not know the tag must refuse the blob.
pub const REQUIRED: u8 = 1;

/// One section: a tag, flags, and a message. The meaning of a tag never changes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Section<'a> {
    /// A [`Tag`], or a tag of a later minor version.
    pub tag: u8,
    /// [`REQUIRED`] or 0. The other bits are 0.
    pub flags: u8,
    /// The message, in the form that the tag determines.
    #[serde(borrow)]
    pub bytes: &'a [u8],
}

/// The message of a whole blob without its CRC, as the compiler writes it.
#[derive(Clone, Debug, Serialize)]
pub struct Body<'a> {
    /// [`MAGIC`](crate::compiler::MAGIC) and the version.
    pub preamble: Preamble,
    /// The first 16 bytes of the SHA-256 over all sections: for each its tag, flags, length as a 32-bit little-endian number,
    /// and bytes.
    pub dataset_id: [u8; 16],
    /// The sections, by ascending tag.
    pub sections: &'a [Section<'a>],
}

/// The highest known tag + 1. All tags from 1 on are known.
const TAG_LIMIT: usize = 13;

/// [`Body`] without its preamble, as the reader reads it. The messages of known sections are indexed by tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Envelope<'a> {
    pub dataset_id: [u8; 16],
    known: [Option<&'a [u8]>; TAG_LIMIT],
    /// Whether there is a known section other than those that every store has.
    pub has_optional: bool,
    pub unknown_required: Option<u8>,
    /// Length of all sections' messages together.
    pub len_bytes: u32,
}

impl<'a> Envelope<'a> {
    pub const EMPTY: Envelope<'a> =
        Envelope { dataset_id: [0; 16], known: [None; TAG_LIMIT], has_optional: false, unknown_required: None, len_bytes: 0 };

    pub fn get(&self, tag: Tag) -> Option<&'a [u8]> {
        self.known.get(usize::from(tag as u8)).copied().flatten()
    }

    /// The message of a section whose fields are read one by one.
    pub fn fields(&self, tag: Tag) -> Fields<'a> {
        Fields { message: self.get(tag).unwrap_or_default() }
    }

    /// Reads everything after the [`Preamble`], in place, because an envelope is large.
    pub fn read(&mut self, reader: &mut Reader<'a>) {
        self.dataset_id = reader.array();
        for _ in 0..reader.number() {
            let (tag, flags, bytes) = (reader.byte(), reader.byte(), reader.bytes());
            // A forged number of sections can be huge, but the bytes end.
            if reader.result(()).is_err() {
                break;
            }
            self.len_bytes = self.len_bytes.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
            match self.known.get_mut(usize::from(tag)) {
                Some(slot) if tag > 0 => {
                    *slot = Some(bytes);
                    self.has_optional |= !(Tag::Codec as u8..=Tag::Triples as u8).contains(&tag);
                }
                _ if flags & REQUIRED != 0 => {
                    self.unknown_required.get_or_insert(tag);
                }
                _ => {}
            }
        }
    }
}
