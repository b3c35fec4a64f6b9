//! What can go wrong: opening a blob, reading from it, and holding an answer.

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
        /// Its length.
        len: u32,
    },
    /// The first bytes are all 0xFF: flash that was erased and never written.
    Erased,
    /// The first four bytes are not [`MAGIC`](crate::format::preamble::MAGIC).
    NotABlob {
        /// What they are.
        found: [u8; 4],
    },
    /// The blob is of a major version that this library does not read.
    Version {
        /// The blob's major version.
        major: u8,
        /// The blob's minor version.
        minor: u8,
    },
    /// The slice ends before the blob does.
    Truncated,
    /// The postcard message around the sections is broken.
    Malformed,
    /// The blob has 512 MiB or more, and this machine's addresses 32 bits.
    TooLarge,
    /// The bytes are not those that the compiler wrote.
    Checksum,
    /// The blob uses a section that a reader must understand, and this one does not.
    UnknownRequired {
        /// The section's tag.
        tag: u8,
    },
    /// A section that every store needs is not there.
    Missing(Tag),
    /// A section's own message is broken.
    Section(Tag),
    /// The blob is whole, but not of the data set that the program has the ids of.
    OtherDataset {
        /// The blob's data set.
        found: DatasetId,
        /// The program's.
        expected: DatasetId,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::TooShort { len } => {
                write!(f, "{len} bytes are too few for a FactROM blob: is the right file or address given?")
            }
            OpenError::Erased => f.write_str("erased flash (all bytes 0xFF): flash the blob to this address"),
            OpenError::NotABlob { found: [a, b, c, d] } => {
                write!(f, "not a FactROM blob: it begins with {a:02x} {b:02x} {c:02x} {d:02x}, not 89 46 43 54")
            }
            OpenError::Version { major, minor } => write!(
                f,
                "blob format {major}.{minor}, this library reads {MAJOR}.x: rebuild the blob with factrom {}",
                env!("CARGO_PKG_VERSION")
            ),
            OpenError::Truncated => f.write_str("the blob is cut short: write all of it"),
            OpenError::Malformed => f.write_str("the blob's envelope is broken: build or flash it again"),
            OpenError::TooLarge => f.write_str("the blob has 512 MiB or more, too much for addresses of 32 bits"),
            OpenError::Checksum => f.write_str("the blob's CRC-32 does not match its bytes: flash or copy it again"),
            OpenError::UnknownRequired { tag } => {
                write!(f, "the blob needs section {tag}, which this library (format {MAJOR}.x) does not know: update the library")
            }
            OpenError::Missing(tag) => write!(f, "the blob lacks its section {tag}: build it again"),
            OpenError::Section(tag) => write!(f, "section {tag} is broken: build or flash the blob again"),
            OpenError::OtherDataset { found, expected } => write!(
                f,
                "the blob is of data set {found}, the program's constants are of {expected}: \
                 flash the blob that the program was built with, or build the program again from this blob's fact files"
            ),
        }
    }
}

impl core::error::Error for OpenError {}

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Error {
    /// A section's bytes contradict themselves. Never seen where [`Store::open`](crate::Store::open) checked the CRC of a blob
    /// that the compiler wrote.
    Corrupt(Tag),
    /// No term, entity or fact is called that.
    NotFound,
    /// More than one entity has that name; [`Store::entities`](crate::Store::entities) lists them.
    Ambiguous,
    /// An answer has more items than the collection holds.
    Capacity(CapacityError),
    /// The receiver of a text refused it.
    Write,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Corrupt(tag) => write!(f, "section {tag} contradicts itself: flash or build the blob again"),
            Error::NotFound => f.write_str("no term, entity or fact is called that"),
            Error::Ambiguous => f.write_str("several entities have that name: ask for all of them, or by id"),
            Error::Capacity(error) => error.fmt(f),
            Error::Write => f.write_str("the text's receiver refused it"),
        }
    }
}

impl core::error::Error for Error {}

/// A collection is too small for an answer. Nothing is dropped silently: this is returned instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct CapacityError {
    /// The number of items the collection holds.
    pub capacity: u32,
}

impl fmt::Display for CapacityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer has more than the {} items that the collection holds: give it more room", self.capacity)
    }
}

impl core::error::Error for CapacityError {}

impl From<CapacityError> for Error {
    fn from(error: CapacityError) -> Self {
        Error::Capacity(error)
    }
}

/// Turns "can't be read" into the error that names the section.
pub(crate) trait OrCorrupt<T> {
    fn or_corrupt(self, tag: Tag) -> Result<T, Error>;
}

impl<T> OrCorrupt<T> for Option<T> {
    #[inline]
    fn or_corrupt(self, tag: Tag) -> Result<T, Error> {
        self.ok_or(Error::Corrupt(tag))
    }
}
