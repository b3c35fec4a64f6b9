//! The boards that are known by name, and the region of each that holds the store.
//!
//! The firmware's linker scripts agree with this table. A region starts and ends at a page or sector of the flash, so writing facts
//! never erases code. The addresses come from the vendors' memory maps; the program lies below the region.
//!
//! - nRF52840: the region ends where the UF2 bootloaders of Adafruit's family stop accepting blocks. That is ten pages below the
//!   bootloader itself at 0xF4000; those pages hold the application's own data.
//! - ESP32-C3: the address is an offset in the flash chip, not an address that the processor sees: a data partition that the
//!   program maps.
//! - QEMU machines without flash have memory there. It is filled before the program starts.

use super::format::Format;
use super::target::{Machine, Region};
use super::uf2::Family;

/// A way to write a file to a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flasher {
    /// A debug probe and probe-rs, with probe-rs's name of the chip.
    ProbeRs(&'static str),
    /// A Raspberry Pi chip in BOOTSEL mode.
    Picotool,
    /// A USB drive that the bootloader presents: its name, and how to make it appear.
    Drive(&'static str, &'static str),
    /// The serial bootloader of an Espressif chip.
    Espflash,
    /// QEMU: the command, up to the machine's options.
    Qemu(&'static str),
    /// QEMU, for a machine with little RAM: `-device loader` loads raw bytes only up to the size of the RAM, wherever they go. HEX
    /// and ELF have no such limit.
    QemuSmallRam(&'static str),
}

/// A board.
#[derive(Clone, Copy, Debug)]
pub struct Board {
    /// Name for `--board`.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Its processor.
    pub machine: Machine,
    /// The region that holds the store.
    pub region: Region,
    /// The default format.
    pub format: Format,
    /// Family id that its UF2 bootloader accepts, if it has one.
    pub family: Option<Family>,
    /// Ways to flash it, best first.
    pub flashers: &'static [Flasher],
}

/// All boards: first QEMU's machines, then hardware.
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
        // The chip's own family marks a bootable program. This family writes to the given address, with or without partitions.
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

/// Finds a board by its name.
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
