//! Why a set of questions does not open, or breaks off.

use core::fmt;

use crate::layout::MAJOR;

/// Why a set of questions can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum SetError {
    /// The slice is empty, or shorter than any set.
    TooShort {
        /// Its length.
        len: u32,
    },
    /// The first bytes are all 0xFF: flash that was erased and never written.
    Erased,
    /// The first four bytes are not [`MAGIC`](crate::layout::MAGIC).
    NotQuestions {
        /// What they are.
        found: [u8; 4],
    },
    /// The set is of a major version that this library does not read.
    Version {
        /// The set's major version.
        major: u8,
        /// The set's minor version.
        minor: u8,
    },
    /// The slice ends before the set does.
    Truncated,
    /// The bytes are not those that the compiler wrote.
    Checksum,
    /// The message, or one of its questions, is broken.
    Malformed,
    /// A question expects more rows than [`MAX_ROWS`](crate::MAX_ROWS). The compiler refuses such a question.
    TooManyRows {
        /// How many.
        len: u32,
    },
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SetError::TooShort { len } => {
                write!(f, "{len} bytes are too few for a set of questions: is the right file or address given?")
            }
            SetError::Erased => f.write_str("erased flash (all bytes 0xFF): flash the questions to this address"),
            SetError::NotQuestions { found } if *found == factrom::compiler::MAGIC => {
                f.write_str("a FactROM blob, not a set of questions: compile one with `factrom test --compile`")
            }
            SetError::NotQuestions { found: [a, b, c, d] } => {
                write!(f, "not a set of questions: it begins with {a:02x} {b:02x} {c:02x} {d:02x}, not 89 46 43 51")
            }
            SetError::Version { major, minor } => write!(
                f,
                "questions of format {major}.{minor}, this library reads {MAJOR}.x: compile them with factrom {}",
                env!("CARGO_PKG_VERSION")
            ),
            SetError::Truncated => f.write_str("the set of questions is cut short: write all of it"),
            SetError::Checksum => f.write_str("the questions' CRC-32 does not match their bytes: flash or copy them again"),
            SetError::Malformed => f.write_str("the set of questions contradicts itself: compile it again"),
            SetError::TooManyRows { len } => {
                write!(f, "a question expects {len} rows, and {} can be compared: ask for a `count`", crate::MAX_ROWS)
            }
        }
    }
}

impl core::error::Error for SetError {}
