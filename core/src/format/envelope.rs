//! The message around the sections: as the compiler writes it, and as the reader takes it.

use serde::{Deserialize, Serialize};

use crate::format::preamble::Preamble;
use crate::format::tag::Tag;
use crate::format::wire::{Fields, Reader};

/// [`Section::flags`]: a reader that does not know the tag must refuse the blob.
pub const REQUIRED: u8 = 1;

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

/// The message after the [`Preamble`], as the compiler writes it.
#[derive(Clone, Debug, Serialize)]
pub struct Body<'a> {
    /// [`MAGIC`](crate::compiler::MAGIC) and the version.
    pub preamble: Preamble,
    /// The first 16 bytes of the SHA-256 over all sections (tag, flags, length as a 32-bit little-endian number, bytes).
    pub dataset_id: [u8; 16],
    /// The sections in ascending order of their tags.
    pub sections: &'a [Section<'a>],
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
