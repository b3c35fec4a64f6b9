//! Why a set of questions can't be read.

use core::fmt;

use crate::question_set::layout::{MAJOR, MAX_ROWS};

/// Why a set of questions can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum SetError {
    /// The slice is shorter than any set.
    TooShort {
        /// Its length.
        len: u32,
    },
    /// The first bytes are all 0xFF: erased flash.
    Erased,
    /// The first four bytes are not [`MAGIC`](crate::layout::MAGIC).
    NotQuestions {
        /// What they are.
        found: [u8; 4],
    },
    /// This library can't read the set's major version.
    Version {
        /// The set's major version.
        major: u8,
        /// The set's minor version.
        minor: u8,
    },
    /// The slice ends before the set does.
    Truncated,
    /// The CRC does not match: the bytes have changed since they were written.
    Checksum,
    /// The message or one of its questions is corrupt.
    Malformed,
    /// A question expects more than [`MAX_ROWS`] rows. The compiler never writes such a question.
    TooManyRows {
        /// How many.
        len: u32,
    },
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SetError::TooShort { len } => {
                write!(f, "{len} bytes are too short for a set of questions: check the file or the address")
            }
            SetError::Erased => f.write_str("erased flash (all bytes 0xFF): flash the questions to this address"),
            SetError::NotQuestions { found } if *found == factrom::compiler::MAGIC => {
                f.write_str("this is a FactROM blob, not a set of questions: compile questions with `factrom test --compile`")
            }
            SetError::NotQuestions { found: [a, b, c, d] } => {
                write!(f, "not a set of questions: it begins with {a:02x} {b:02x} {c:02x} {d:02x}, not 89 46 43 51")
            }
            SetError::Version { major, minor } => write!(
                f,
                "the questions have format {major}.{minor}, but this library reads {MAJOR}.x: compile them with factrom {}",
                env!("CARGO_PKG_VERSION")
            ),
            SetError::Truncated => f.write_str("the set of questions is truncated: write all of it"),
            SetError::Checksum => f.write_str("the questions' CRC-32 does not match their bytes: flash or copy them again"),
            SetError::Malformed => f.write_str("the set of questions is corrupt: compile it again"),
            SetError::TooManyRows { len } => {
                write!(f, "a question expects {len} rows, but at most {MAX_ROWS} can be compared: expect a `count` instead")
            }
        }
    }
}

impl core::error::Error for SetError {}
