//! The linker scripts of the example firmware agree with the table of boards.

use std::path::Path;

use factrom_tool::flash::boards::board;

/// Parses a number as linker scripts write it: hexadecimal, or with K or M at the end.
fn number(text: &str) -> u32 {
    let (digits, shift) = match text.as_bytes().last() {
        Some(b'K') => (&text[..text.len() - 1], 10),
        Some(b'M') => (&text[..text.len() - 1], 20),
        _ => (text, 0),
    };
    let number = match digits.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    number.unwrap_or_else(|error| panic!("{text}: {error}")) << shift
}

/// Parses the line `STORE : ORIGIN = ..., LENGTH = ...` of a memory.x.
fn store_region(folder: &str) -> (u32, u32) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../firmware").join(folder).join("memory.x");
    let script = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let line = script.lines().find_map(|line| line.trim().strip_prefix("STORE")).expect("a region STORE");
    let value = |name: &str| {
        let (_, after) = line.split_once(name).expect("an origin and a length");
        number(after.trim_start_matches([' ', '=']).split([',', ' ']).next().unwrap_or_default())
    };
    (value("ORIGIN"), value("LENGTH"))
}

#[test]
fn the_firmware_reads_the_store_where_the_tool_flashes_it() {
    let folders = [
        ("qemu/cortex-m0", "microbit"),
        ("qemu/cortex-m3", "lm3s6965evb"),
        ("qemu/cortex-m4", "mps2-an386"),
        ("qemu/cortex-m33", "mps2-an505"),
        ("qemu/riscv", "riscv-virt"),
        ("boards/pico2", "pico2"),
        ("boards/nrf52840-dk", "nrf52840-dk"),
        ("boards/hifive1-revb", "hifive1-revb"),
    ];
    for (folder, name) in folders {
        let region = board(name).unwrap_or_else(|| panic!("unknown board {name}")).region;
        assert_eq!(store_region(folder), (region.address, region.size), "{folder}");
    }
}
