//! The first bytes of every blob, and the checksum at its end.

use serde::{Deserialize, Serialize};

/// The first four bytes of every blob. The high bit of the first byte distinguishes a blob from text, the other bytes
/// distinguish it from erased flash.
pub const MAGIC: [u8; 4] = [0x89, b'F', b'C', b'T'];
/// The major version that this library reads. Any other version is [`OpenError::Version`](crate::OpenError::Version).
pub const MAJOR: u8 = 1;
/// The minor version that the compiler writes. A higher minor version only adds optional sections.
pub const MINOR: u8 = 0;
/// The CRC at the end of a blob.
pub const CRC: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

/// The first bytes of a blob, the same in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preamble {
    /// [`MAGIC`].
    pub magic: [u8; 4],
    /// [`MAJOR`].
    pub major: u8,
    /// [`MINOR`].
    pub minor: u8,
}
