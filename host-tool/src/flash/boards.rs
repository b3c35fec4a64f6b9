//! The boards that are known by name, and where each keeps the store.
//!
//! This table is what the firmware's linker scripts agree with. A region begins and ends with a page or sector of the flash, so
//! that writing facts never erases code. Every figure is the vendor's memory map, with the program below the region:
//!
//! - nRF52840: the region ends where the UF2 bootloaders of Adafruit's family stop taking blocks, ten pages below the
//!   bootloader itself at 0xF4000; those pages hold the application's own data.
//! - ESP32-C3: the address is an offset in the flash chip, not one the processor sees: a data partition that the program maps.
//! - The machines of QEMU that model no flash have memory there, which is filled before the program starts.

use super::Format;
use super::uf2::Family;

/// A range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Of the first byte.
    pub address: u32,
    /// In bytes.
    pub size: u32,
}

impl Region {
    /// The room from an address on, if it lies in the region.
    #[must_use]
    pub fn room_from(self, address: u32) -> Option<u32> {
        address.checked_sub(self.address).and_then(|offset| self.size.checked_sub(offset)).filter(|room| *room > 0)
    }
}

/// What an ELF file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Machine {
    /// 32-bit ARM, little-endian
    Arm,
    /// 32-bit RISC-V, floats in integer registers (ABI ilp32, as rv32imac and rv32imc have)
    Riscv32,
    /// 32-bit RISC-V, floats in registers of their own (ABI ilp32f, as rv32imafc has)
    Riscv32f,
}

/// How bytes get onto a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flasher {
    /// A debug probe and probe-rs, which calls the chip so.
    ProbeRs(&'static str),
    /// A Raspberry Pi chip in BOOTSEL mode.
    Picotool,
    /// A drive that the bootloader shows: its name, and how it comes to be there.
    Drive(&'static str, &'static str),
    /// An Espressif chip's serial bootloader.
    Espflash,
    /// QEMU: the command up to the machine's options.
    Qemu(&'static str),
    /// QEMU, for a machine with little RAM: `-device loader` takes no more raw bytes than that, wherever they go, but any HEX or ELF.
    QemuSmallRam(&'static str),
}

/// A board.
#[derive(Clone, Copy, Debug)]
pub struct Board {
    /// What `--board` takes.
    pub name: &'static str,
    /// What it is, for people.
    pub title: &'static str,
    /// Its processor.
    pub machine: Machine,
    /// Where the store is.
    pub region: Region,
    /// What is written unless another format is asked for.
    pub format: Format,
    /// What its UF2 bootloader answers to, if it has one.
    pub family: Option<Family>,
    /// How to flash it, best first.
    pub flashers: &'static [Flasher],
}

/// The boards: first those of QEMU, then those of the shops.
pub const BOARDS: &[Board] = &[
    Board {
        name: "microbit",
        title: "BBC micro:bit in QEMU, Cortex-M0",
        machine: Machine::Arm,
        region: Region { address: 0x0002_0000, size: 128 << 10 },
        format: Format::Bin,
        family: None,
        flashers: &[Flasher::Qemu("qemu-system-arm -M microbit")],
    },
    Board {
        name: "lm3s6965evb",
        title: "Stellaris LM3S6965 in QEMU, Cortex-M3",
        machine: Machine::Arm,
        region: Region { address: 0x0002_0000, size: 128 << 10 },
        format: Format::Bin,
        family: None,
        flashers: &[Flasher::Qemu("qemu-system-arm -M lm3s6965evb")],
    },
    Board {
        name: "mps2-an386",
        title: "Arm MPS2 AN386 in QEMU, Cortex-M4F",
        machine: Machine::Arm,
        region: Region { address: 0x0020_0000, size: 2 << 20 },
        format: Format::Bin,
        family: None,
        flashers: &[Flasher::Qemu("qemu-system-arm -M mps2-an386")],
    },
    Board {
        name: "mps2-an505",
        title: "Arm MPS2 AN505 in QEMU, Cortex-M33",
        machine: Machine::Arm,
        region: Region { address: 0x1020_0000, size: 2 << 20 },
        format: Format::Bin,
        family: None,
        flashers: &[Flasher::Qemu("qemu-system-arm -M mps2-an505")],
    },
    Board {
        name: "riscv-virt",
        title: "virt in QEMU, RV32IMAC",
        machine: Machine::Riscv32,
        region: Region { address: 0x8040_0000, size: 2 << 20 },
        format: Format::Bin,
        family: None,
        flashers: &[Flasher::Qemu("qemu-system-riscv32 -M virt -bios none")],
    },
    Board {
        name: "pico2",
        title: "Raspberry Pi Pico 2, RP2350, Cortex-M33",
        machine: Machine::Arm,
        region: Region { address: 0x1010_0000, size: 3 << 20 },
        format: Format::Uf2,
        // Not the chip's own family: that is a program to boot. This one is written where it says, with or without partitions.
        family: Some(Family::RP2XXX_ABSOLUTE),
        flashers: &[
            Flasher::Picotool,
            Flasher::Drive("RP2350", "hold BOOTSEL while plugging the board in"),
            Flasher::ProbeRs("RP235x"),
        ],
    },
    Board {
        name: "nrf52840-dk",
        title: "Nordic nRF52840 DK, Cortex-M4F",
        machine: Machine::Arm,
        region: Region { address: 0x0008_0000, size: 424 << 10 },
        format: Format::Hex,
        family: Some(Family::NRF52840),
        flashers: &[Flasher::ProbeRs("nRF52840_xxAA"), Flasher::Drive("NRF52BOOT", "its UF2 bootloader: reset twice")],
    },
    Board {
        name: "hifive1-revb",
        title: "SiFive HiFive1 Rev B, FE310-G002, RV32IMAC",
        machine: Machine::Riscv32,
        region: Region { address: 0x2010_0000, size: 2 << 20 },
        format: Format::Hex,
        family: None,
        flashers: &[Flasher::ProbeRs("fe310-g002"), Flasher::QemuSmallRam("qemu-system-riscv32 -M sifive_e,revb=true")],
    },
    Board {
        name: "esp32c3",
        title: "Espressif ESP32-C3, RV32IMC; an offset in flash",
        machine: Machine::Riscv32,
        region: Region { address: 0x0011_0000, size: 2 << 20 },
        format: Format::Bin,
        family: None,
        flashers: &[Flasher::Espflash],
    },
];

/// A board by its name.
///
/// ```
/// let board = factrom_tool::flash::boards::board("pico2").ok_or("no such board")?;
/// assert_eq!((board.region.address, board.region.size), (0x1010_0000, 3 * 1024 * 1024));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn board(name: &str) -> Option<&'static Board> {
    BOARDS.iter().find(|board| board.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_whole_sectors_and_names_are_unique() {
        for (index, board) in BOARDS.iter().enumerate() {
            let Region { address, size } = board.region;
            assert_eq!((address % 4096, size % 4096), (0, 0), "{}", board.name);
            assert!(u64::from(address) + u64::from(size) <= 1 << 32, "{}", board.name);
            assert_eq!(BOARDS.iter().position(|other| other.name == board.name), Some(index), "{}", board.name);
        }
    }

    #[test]
    fn the_room_shrinks_towards_the_end() {
        let region = Region { address: 0x1000, size: 0x100 };
        let rooms = [0xFFF, 0x1000, 0x10FF, 0x1100].map(|address| region.room_from(address));
        assert_eq!(rooms, [None, Some(0x100), Some(1), None]);
    }
}
