//! What every blob begins with, and the checksum that closes it.

use serde::{Deserialize, Serialize};

/// The first four bytes of every blob. The high bit of the first keeps it apart from text and from erased flash.
pub const MAGIC: [u8; 4] = [0x89, b'F', b'C', b'T'];
/// Blobs of this major version are read; another one is [`OpenError::Version`](crate::OpenError::Version).
pub const MAJOR: u8 = 1;
/// The minor version that the compiler writes. A higher one only adds optional sections.
pub const MINOR: u8 = 0;
/// The CRC that closes a blob.
pub const CRC: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
/// What a blob begins with, in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preamble {
    /// [`MAGIC`].
    pub magic: [u8; 4],
    /// [`MAJOR`].
    pub major: u8,
    /// [`MINOR`].
    pub minor: u8,
}
