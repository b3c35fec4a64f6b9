//! UF2, the format for bootloaders that present a USB drive: a sequence of independent blocks of 512 bytes.
//!
//! ```text
//!   0  0x0A324655  "UF2\n"               16  256, the payload size
//!   4  0x9E5D5157                        20  number of this block, from 0
//!   8  0x00002000  has a family id       24  number of blocks
//!  12  address                           28  family id
//!  32  256 bytes of payload, then zeros
//! 508  0x0AB16F30
//! ```
//!
//! All numbers are little-endian. The specification is Microsoft's (<https://github.com/microsoft/uf2>). It allows a payload of up
//! to 476 bytes, but the ROM of Raspberry Pi chips requires 256 bytes at a multiple of 256, and all other bootloaders accept that.
//!
//! The payload of the last block is padded with 0xFF. A bootloader writes the padding, and erased flash holds 0xFF, so those bytes
//! can still be written later. Readers ignore what follows a blob.
//!
//! The crates that write UF2, uf2 and uf2_block, have had one release each. They pad with zeros or leave padding to the caller, so
//! this module writes the header itself.

use std::fmt;

use super::numbers::Hex;

/// Payload bytes per block. Addresses are multiples of it.
pub const PAYLOAD: u32 = 256;
const BLOCK: usize = 512;
const FAMILY_ID_PRESENT: u32 = 0x2000;
/// Value of erased flash.
const ERASED: u8 = 0xFF;

/// Family id: the kind of bootloader that accepts the blocks. Others ignore them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family(pub u32);

impl Family {
    /// Raspberry Pi chips from the RP2350 on: write to these addresses, regardless of partitions.
    pub const RP2XXX_ABSOLUTE: Self = Family(0xE48B_FF57);
    /// Nordic nRF52840.
    pub const NRF52840: Self = Family(0xADA5_2840);

    /// Finds a family by its name in Microsoft's list, ignoring case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        FAMILIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, id)| Family(*id))
    }

    fn name(self) -> Option<&'static str> {
        FAMILIES.iter().find(|(_, id)| *id == self.0).map(|(name, _)| *name)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name}, {}", Hex(self.0)),
            None => Hex(self.0).fmt(f),
        }
    }
}

/// Families of boards that present a USB drive, from Microsoft's list. Other families are given by number.
pub const FAMILIES: &[(&str, u32)] = &[
    ("esp32c3", 0xD42B_A06C),
    ("esp32s2", 0xBFDD_4EEE),
    ("esp32s3", 0xC47E_5767),
    ("mimxrt10xx", 0x4FB2_D5BD),
    ("nrf52833", 0x621E_937A),
    ("nrf52840", 0xADA5_2840),
    ("rp2040", 0xE48B_FF56),
    ("rp2350-arm-s", 0xE48B_FF59),
    ("rp2350-riscv", 0xE48B_FF5A),
    ("rp2xxx-absolute", 0xE48B_FF57),
    ("rp2xxx-data", 0xE48B_FF58),
    ("samd21", 0x68ED_2B88),
    ("samd51", 0x5511_4460),
    ("stm32f4", 0x5775_5A57),
];

/// Parses `--family`: a name from [`FAMILIES`], or a number.
///
/// # Errors
///
/// Returns a message for the user.
pub fn family(text: &str) -> Result<Family, String> {
    if let Some(family) = Family::named(text) {
        return Ok(family);
    }
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return super::numbers::address(text).map(Family).map_err(|_| "write a 32-bit number such as 0xada52840".to_string());
    }
    let names: Vec<&str> = FAMILIES.iter().map(|(name, _)| *name).collect();
    Err(format!("write a number such as 0xada52840, or one of {}", names.join(", ")))
}

/// Returns the number of blocks for a number of bytes.
#[must_use]
pub fn blocks(len: usize) -> usize {
    len.div_ceil(PAYLOAD as usize)
}

/// Writes a whole file with the bytes at an address. The address must be a multiple of [`PAYLOAD`]; [`check`](super::image::check) ensures
/// that.
#[must_use]
pub fn write(bytes: &[u8], address: u32, family: Family) -> Vec<u8> {
    let count = blocks(bytes.len());
    let mut file = Vec::with_capacity(count * BLOCK);
    let addresses = (u64::from(address)..).step_by(PAYLOAD as usize);
    for ((number, payload), address) in (0_u32..).zip(bytes.chunks(PAYLOAD as usize)).zip(addresses) {
        let header = [0x0A32_4655, 0x9E5D_5157, FAMILY_ID_PRESENT, address as u32, PAYLOAD, number, count as u32, family.0];
        file.extend(header.iter().flat_map(|word| word.to_le_bytes()));
        file.extend_from_slice(payload);
        file.resize(file.len() + PAYLOAD as usize - payload.len(), ERASED);
        file.resize(file.len() + BLOCK - 4 - 32 - PAYLOAD as usize, 0);
        file.extend_from_slice(&0x0AB1_6F30_u32.to_le_bytes());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One block, byte by byte, from the specification.
    #[test]
    fn a_block_by_hand() {
        let file = write(&[0x89, b'F', b'C', b'T'], 0x1010_0000, Family(0xE48B_FF57));
        #[rustfmt::skip]
        let header = [
            b'U', b'F', b'2', b'\n',
            0x57, 0x51, 0x5D, 0x9E,
            0x00, 0x20, 0x00, 0x00, // has a family id
            0x00, 0x00, 0x10, 0x10, // the address
            0x00, 0x01, 0x00, 0x00, // 256 bytes
            0x00, 0x00, 0x00, 0x00, // block 0
            0x01, 0x00, 0x00, 0x00, // of 1
            0x57, 0xFF, 0x8B, 0xE4, // the family
            0x89, b'F', b'C', b'T',
        ];
        assert_eq!(file.len(), 512);
        assert_eq!(file[..36], header);
        assert_eq!(file[36..288], [0xFF; 252]);
        assert_eq!(file[288..508], [0; 220]);
        assert_eq!(file[508..], [0x30, 0x6F, 0xB1, 0x0A]);
    }

    #[test]
    fn blocks_are_numbered_and_follow_each_other() {
        let file = write(&[7; 513], 0x0008_0000, Family::NRF52840);
        let words = |block: usize| [12, 20, 24].map(|at| u32::from_le_bytes(*file[block * 512 + at..].first_chunk().unwrap()));
        assert_eq!(file.len(), 3 * 512);
        assert_eq!([words(0), words(1), words(2)], [[0x80000, 0, 3], [0x80100, 1, 3], [0x80200, 2, 3]]);
        assert_eq!(file[1024 + 32..1024 + 34], [7, 0xFF]);
        assert_eq!(write(&[7; 512], 0, Family::NRF52840).len(), 2 * 512, "no empty block at the end");
    }

    #[test]
    fn families_by_name_or_number() {
        assert_eq!(family("NRF52840"), Ok(Family(0xADA5_2840)));
        assert_eq!(family("0xada52840"), Ok(Family(0xADA5_2840)));
        assert_eq!(family("0xada52840").unwrap().to_string(), "nrf52840, 0xada52840");
        assert_eq!(family("0x1").unwrap().to_string(), "0x00000001");
        assert!(family("rp2350").unwrap_err().contains("rp2350-arm-s"));
        assert!(family("0x1ada52840").is_err());
    }
}
