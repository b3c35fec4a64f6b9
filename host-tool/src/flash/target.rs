//! The target of a file: addresses, processor architecture and bootloader family.

use super::uf2::Family;

/// A range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Address of the first byte.
    pub address: u32,
    /// Size in bytes.
    pub size: u32,
}

impl Region {
    /// Returns the part of the region that starts at an address, if the address lies in the region.
    #[must_use]
    pub fn room_from(self, address: u32) -> Option<u32> {
        address.checked_sub(self.address).and_then(|offset| self.size.checked_sub(offset)).filter(|room| *room > 0)
    }
}

/// Processor architecture of an ELF file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    /// 32-bit ARM, little-endian
    Arm,
    /// 32-bit RISC-V with the soft-float ABI ilp32, such as rv32imac and rv32imc
    Riscv32,
    /// 32-bit RISC-V with the single-float ABI ilp32f, such as rv32imafc
    Riscv32f,
}

/// Where the bytes go. A field may be `None` if the format does not need it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target {
    /// Address of the store, and the space available, if known.
    pub place: Option<Place>,
    /// For UF2.
    pub family: Option<Family>,
    /// For ELF.
    pub machine: Option<Machine>,
    /// Alignment in bytes, for formats that are linked; a power of two.
    pub align: Option<u32>,
}

/// An address, and the space available from there on, if known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Address of the first byte.
    pub address: u32,
    /// Size in bytes.
    pub size: Option<u32>,
}
