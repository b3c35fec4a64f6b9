//! The commands that write a file to a board, ready to paste.
//!
//! The options are those of probe-rs 0.32, picotool 2, espflash 4 and QEMU 7.2. `docs/flash.md` says where they are documented.

use std::path::Path;

use super::boards::{Board, Flasher};
use super::format::Format;
use super::numbers::Hex;
use super::target::Target;

/// Returns one command per way, best first. Returns none if the board's flashers do not accept the format.
#[must_use]
pub fn commands(board: Option<&Board>, format: Format, target: &Target, file: &Path) -> Vec<String> {
    let Some(place) = target.place else { return Vec::new() };
    let flashers: &[Flasher] = match (board, format) {
        (Some(board), _) => board.flashers,
        (None, Format::Uf2) => &[Flasher::Drive("of the bootloader", "often after two quick resets")],
        (None, _) => &[Flasher::ProbeRs("CHIP")],
    };
    flashers.iter().filter_map(|flasher| flasher.command(format, place.address, file)).collect()
}

impl Flasher {
    fn command(self, format: Format, address: u32, file: &Path) -> Option<String> {
        let (hex, path) = (Hex(address), shell_word(&file.to_string_lossy()));
        let known = match (self, format) {
            (_, Format::Object | Format::Rs | Format::C | Format::H) => return None,
            (Flasher::ProbeRs(chip), Format::Bin) => {
                format!("probe-rs download --chip {chip} --binary-format bin --base-address {hex} {path}")
            }
            (Flasher::ProbeRs(chip), _) => {
                format!("probe-rs download --chip {chip} --binary-format {} {path}", format.extension())
            }
            // Without a family, picotool searches the bytes for a program to guess it from.
            (Flasher::Picotool, Format::Bin) => format!("picotool load -v --family absolute {path} -t bin -o {hex}"),
            (Flasher::Picotool, Format::Uf2) => format!("picotool load -v {path}"),
            (Flasher::Drive(name, how), Format::Uf2) => format!("copy {path} to the drive {name} ({how})"),
            (Flasher::Espflash, Format::Bin) => format!("espflash write-bin {hex} {path}"),
            (Flasher::Qemu(machine), Format::Bin) => {
                format!("{machine} -kernel FIRMWARE -device loader,file={},addr={hex},force-raw=on", qemu_word(file))
            }
            (Flasher::Qemu(machine) | Flasher::QemuSmallRam(machine), Format::Hex | Format::Elf) => {
                format!("{machine} -kernel FIRMWARE -device loader,file={}", qemu_word(file))
            }
            _ => return None,
        };
        Some(known)
    }
}

/// Quotes a text as one word for a POSIX shell.
fn shell_word(text: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "/._-+=:,@%".contains(character);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_string();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Escapes a path as the value of a QEMU option: commas are doubled.
fn qemu_word(file: &Path) -> String {
    shell_word(&file.to_string_lossy().replace(',', ",,"))
}

#[cfg(test)]
mod tests {
    use super::super::boards::{BOARDS, board};
    use super::super::target::Place;
    use super::*;

    fn of(name: &str, format: Format, file: &str) -> Vec<String> {
        let board = board(name).unwrap();
        let place = Some(Place { address: board.region.address, size: None });
        commands(Some(board), format, &Target { place, ..Target::default() }, Path::new(file))
    }

    #[test]
    fn every_board_has_a_command_for_its_own_format() {
        for board in BOARDS {
            assert!(!of(board.name, board.format, "facts.x").is_empty(), "{}", board.name);
        }
    }

    #[test]
    fn a_pico_has_three_ways() {
        assert_eq!(
            of("pico2", Format::Uf2, "facts.uf2"),
            [
                "picotool load -v facts.uf2",
                "copy facts.uf2 to the drive RP2350 (hold BOOTSEL while plugging the board in)",
                "probe-rs download --chip RP235x --binary-format uf2 facts.uf2",
            ]
        );
        assert_eq!(
            of("pico2", Format::Bin, "facts.bin"),
            [
                "picotool load -v --family absolute facts.bin -t bin -o 0x10100000",
                "probe-rs download --chip RP235x --binary-format bin --base-address 0x10100000 facts.bin",
            ]
        );
    }

    #[test]
    fn names_survive_the_shell_and_qemu() {
        assert_eq!(of("esp32c3", Format::Bin, "it's a.bin"), [r"espflash write-bin 0x00110000 'it'\''s a.bin'"]);
        assert_eq!(
            of("microbit", Format::Bin, "a,b.bin"),
            ["qemu-system-arm -M microbit -kernel FIRMWARE -device loader,file=a,,b.bin,addr=0x00020000,force-raw=on"]
        );
        assert_eq!(of("esp32c3", Format::Uf2, "facts.uf2"), [""; 0]);
    }
}
