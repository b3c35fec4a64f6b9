//! The errors: why a blob does not open, why a query has no answer, and why an answer does not fit its collection.

use core::fmt;

use crate::format::dataset_id::DatasetId;
use crate::format::preamble::MAJOR;
use crate::format::tag::Tag;

/// Why a blob does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum OpenError {
    /// The slice is empty, or shorter than any blob.
    TooShort {
        /// The length of the slice in bytes.
        len: u32,
    },
    /// The first four bytes are 0xFF: the flash was erased and never written.
    Erased,
    /// The first four bytes are not [`MAGIC`](crate::format::preamble::MAGIC).
    NotABlob {
        /// The first four bytes.
        found: [u8; 4],
    },
    /// The blob has a major version that this library does not read.
    Version {
        /// The blob's major version.
        major: u8,
        /// The blob's minor version.
        minor: u8,
    },
    /// The slice ends before the blob does.
    Truncated,
    /// The envelope, which is the postcard message around the sections, is corrupt.
    Malformed,
    /// The blob has 512 MiB or more, and this machine has 32-bit addresses, which cannot number all of its bits.
    TooLarge,
    /// The CRC does not match: the bytes are not those that the compiler wrote.
    Checksum,
    /// The blob has a section that this library does not know, and that a reader must understand.
    UnknownRequired {
        /// The section's tag.
        tag: u8,
    },
    /// A section that every store needs is missing.
    Missing(Tag),
    /// The message of a section is corrupt.
    Section(Tag),
    /// The blob is intact, but it holds another data set than the one whose ids are compiled into the program.
    OtherDataset {
        /// The data set of the blob.
        found: DatasetId,
        /// The data set that the program expects.
        expected: DatasetId,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::TooShort { len } => {
                write!(f, "{len} bytes are too few for a FactROM blob: check the file or the address")
            }
            OpenError::Erased => f.write_str("erased flash (all bytes 0xFF): flash the blob to this address"),
            OpenError::NotABlob { found: [a, b, c, d] } => {
                write!(f, "not a FactROM blob: it starts with {a:02x} {b:02x} {c:02x} {d:02x}, not 89 46 43 54")
            }
            OpenError::Version { major, minor } => write!(
                f,
                "the blob has format {major}.{minor}, but this library reads {MAJOR}.x: rebuild the blob with factrom {}",
                env!("CARGO_PKG_VERSION")
            ),
            OpenError::Truncated => f.write_str("the blob is truncated: copy or flash all of it"),
            OpenError::Malformed => f.write_str("the blob's envelope is corrupt: build or flash the blob again"),
            OpenError::TooLarge => f.write_str("the blob has 512 MiB or more, too much for 32-bit addresses: build a smaller one"),
            OpenError::Checksum => f.write_str("the blob's CRC-32 does not match its bytes: flash or copy it again"),
            OpenError::UnknownRequired { tag } => {
                write!(
                    f,
                    "the blob requires section {tag}, which this library (format {MAJOR}.x) does not know: update the library"
                )
            }
            OpenError::Missing(tag) => write!(f, "section {tag} is missing: build the blob again"),
            OpenError::Section(tag) => write!(f, "section {tag} is corrupt: build or flash the blob again"),
            OpenError::OtherDataset { found, expected } => write!(
                f,
                "the blob holds data set {found}, but the program was built for {expected}: \
                 flash the blob that the program was built with, or rebuild the program from this blob's fact files"
            ),
        }
    }
}

impl core::error::Error for OpenError {}

/// Why a query has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Error {
    /// The bytes of a section are inconsistent. This never happens with a blob that the compiler wrote and whose CRC
    /// [`Store::open`](crate::Store::open) has checked.
    Corrupt(Tag),
    /// No term, entity, fact or source has that id or name.
    NotFound,
    /// Several entities have that name. [`Store::entities`](crate::Store::entities) lists them.
    Ambiguous,
    /// The answer has more items than the collection can hold.
    Capacity(CapacityError),
    /// The writer of a text returned an error.
    Write,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Corrupt(tag) => write!(f, "section {tag} is corrupt: flash or build the blob again"),
            Error::NotFound => f.write_str("no term, entity, fact or source has that id or name: check its spelling"),
            Error::Ambiguous => f.write_str("several entities have that name: use an id, or ask for all of them"),
            Error::Capacity(error) => error.fmt(f),
            Error::Write => f.write_str("the writer returned an error: its buffer may be too small"),
        }
    }
}

impl core::error::Error for Error {}

/// A collection is too small for an answer. Nothing is dropped silently: the caller gets this error instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct CapacityError {
    /// The number of items that the collection can hold.
    pub capacity: u32,
}

impl fmt::Display for CapacityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer has more than the {} items that the collection can hold: use a larger collection", self.capacity)
    }
}

impl core::error::Error for CapacityError {}

impl From<CapacityError> for Error {
    fn from(error: CapacityError) -> Self {
        Error::Capacity(error)
    }
}

/// Turns a value that could not be read into the error that names its section.
pub(crate) trait OrCorrupt<T> {
    fn or_corrupt(self, tag: Tag) -> Result<T, Error>;
}

impl<T> OrCorrupt<T> for Option<T> {
    #[inline]
    fn or_corrupt(self, tag: Tag) -> Result<T, Error> {
        self.ok_or(Error::Corrupt(tag))
    }
}
