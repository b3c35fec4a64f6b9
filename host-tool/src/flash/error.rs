//! Why a file cannot be written.

use std::fmt;

use super::format::Format;
use super::numbers::{Hex, Size};
use super::target::Region;
use super::uf2;

/// Why a file cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The store does not fit into the region.
    TooLarge {
        /// Bytes to write, including padding.
        bytes: u64,
        /// Space available for them.
        region: Region,
    },
    /// The last byte would have an address of more than 32 bits.
    BeyondAddresses {
        /// Address of the first byte.
        address: u32,
        /// Number of bytes.
        bytes: u64,
    },
    /// The address is not a multiple of the payload of a UF2 block.
    Unaligned {
        /// The address.
        address: u32,
    },
    /// The format needs information that is missing.
    Needs {
        /// The format.
        format: Format,
        /// What it needs.
        what: &'static str,
        /// Options that supply it.
        options: &'static str,
    },
    /// A library failed to write the file, for this reason.
    Writer(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::TooLarge { bytes, region } => write!(
                f,
                "the store does not fit: it takes {}, but the region at {} has {}\n  \
                 use fewer facts, a board with more flash, or a larger region (--address and --size)",
                Size(*bytes),
                Hex(region.address),
                Size(u64::from(region.size)),
            ),
            Error::BeyondAddresses { address, bytes } => {
                write!(f, "{} at {} exceed the 32-bit address space: use a lower --address", Size(*bytes), Hex(*address))
            }
            Error::Unaligned { address } => {
                let below = address - address % uf2::PAYLOAD;
                write!(f, "the address {} is not a multiple of 256, the size of a UF2 block: ", Hex(*address))?;
                write!(f, "use --address {}", Hex(below))?;
                below.checked_add(uf2::PAYLOAD).map_or(Ok(()), |above| write!(f, " or {}", Hex(above)))
            }
            Error::Needs { format, what, options } => write!(f, "{} needs {what}: use {options}", format.noun()),
            Error::Writer(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Error {}
