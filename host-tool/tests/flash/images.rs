//! Formats that contain addresses: Intel HEX, UF2 and ELF images, and what QEMU loads.

use factrom_tool::flash::Family;
use factrom_tool::flash::uf2::{self, FAMILIES};

use super::{Folder, have, store};

/// Addresses at which a 64 KiB segment starts, ends early, ends within a record, and is the first segment.
const ADDRESSES: [u32; 4] = [0x1010_0000, 0x0801_8000, 0x0001_7FF9, 0];

#[test]
fn srec_cat_reads_the_hex() {
    if !have(&["srec_cat", "srec_info"]) {
        return;
    }
    let folder = Folder::new();
    for address in ADDRESSES {
        folder.flashed(&format!("--address {address:#x} -o facts.hex"));
        folder.run(&format!("srec_cat facts.hex -intel -offset -{address:#x} -o back.bin -binary"));
        assert!(folder.read("back.bin") == store(), "{address:#x}");
        let last = address as usize + store().len() - 1;
        let info = folder.run("srec_info facts.hex -intel");
        let width = if last < 0x10000 {
            4
        } else if last < 0x100_0000 {
            6
        } else {
            8
        };
        assert!(info.contains(&format!("{address:0width$X} - {last:0width$X}")), "{info}");
    }
}

#[test]
fn intelhex_reads_the_hex() {
    if !have(&["hex2bin.py", "hexinfo.py"]) {
        return;
    }
    let folder = Folder::new();
    for address in ADDRESSES {
        folder.flashed(&format!("--address {address:#x} -o facts.hex"));
        folder.run("hex2bin.py facts.hex back.bin");
        assert!(folder.read("back.bin") == store(), "{address:#x}");
        let len = store().len();
        let last = address as usize + len - 1;
        let info = folder.run("hexinfo.py facts.hex");
        assert!(info.contains(&format!("first: 0x{address:08X}, last: 0x{last:08X}, length: 0x{len:08X}")), "{info}");
    }
}

/// The store, padded like erased flash.
fn padded() -> Vec<u8> {
    let mut bytes = store().to_vec();
    bytes.resize(bytes.len().next_multiple_of(256), 0xFF);
    bytes
}

#[test]
fn uf2conv_reads_the_uf2_and_writes_the_same() {
    if !have(&["uf2conv"]) {
        return;
    }
    let folder = Folder::new();
    std::fs::write(folder.path("padded.bin"), padded()).unwrap();
    for (board, name, id, address) in
        [("pico2", "RP2XXX_ABSOLUTE", "0xe48bff57", "0x10100000"), ("nrf52840-dk", "NRF52840", "0xada52840", "0x00080000")]
    {
        folder.flashed(&format!("--board {board} -o facts.uf2"));
        let info = folder.run("uf2conv -c -o back.bin facts.uf2");
        assert!(folder.read("back.bin") == padded(), "{board}");
        assert!(info.contains(&format!("Family ID is {name}, hex value is {id}")), "{info}");
        assert!(info.contains(&format!("Target Address is {address}")), "{info}");
        assert!(info.contains("All block flag values consistent, 0x2000"), "{info}");
        folder.run(&format!("uf2conv -c -b {address} -f {name} -o theirs.uf2 padded.bin"));
        assert!(folder.read("theirs.uf2") == folder.read("facts.uf2"), "{board}");
    }
}

#[test]
fn families_are_those_of_uf2conv() {
    if !have(&["uf2conv"]) {
        return;
    }
    let folder = Folder::new();
    for (name, id) in FAMILIES {
        std::fs::write(folder.path("one.uf2"), uf2::write(&[1], 0, Family(*id))).unwrap();
        let info = folder.run("uf2conv -i one.uf2");
        let theirs = name.to_ascii_uppercase().replace('-', "_");
        assert!(info.contains(&format!("Family ID is {theirs}, hex value is {id:#010x}")), "{info}");
    }
}

#[test]
fn probe_rs_s_reader_reads_the_uf2() {
    let folder = Folder::new();
    folder.flashed("--address 0x10000100 --family rp2040 -o facts.uf2");
    let (bytes, families) = uf2_decode::convert_from_uf2(&folder.read("facts.uf2")).unwrap();
    assert!(bytes == padded());
    assert_eq!(families.into_iter().collect::<Vec<_>>(), [(0xE48B_FF56, 0x1000_0100)]);
}

#[test]
fn binutils_read_the_elf_image() {
    for (tools, board, address, format) in [
        ("arm-none-eabi", "nrf52840-dk", "00080000", "elf32-littlearm"),
        ("riscv64-unknown-elf", "hifive1-revb", "20100000", "elf32-littleriscv"),
    ] {
        let [objdump, objcopy] = ["objdump", "objcopy"].map(|tool| format!("{tools}-{tool}"));
        if !have(&[&objdump, &objcopy]) {
            return;
        }
        let folder = Folder::new();
        folder.flashed(&format!("--board {board} -o facts.elf"));
        folder.run(&format!("{objcopy} -O binary facts.elf back.bin"));
        assert!(folder.read("back.bin") == store(), "{board}");
        let shown = folder.run(&format!("{objdump} -p -h -t facts.elf"));
        let len = store().len();
        let end = u32::from_str_radix(address, 16).unwrap() as usize + len;
        for part in [
            format!("file format {format}"),
            format!("LOAD off    0x00000054 vaddr 0x{address} paddr 0x{address}"),
            format!("filesz 0x{len:08x} memsz 0x{len:08x} flags r--"),
            format!(".rodata.factrom {len:08x}  {address}  {address}"),
            format!("{address} g     O .rodata.factrom\t{len:08x} FACTROM_STORE\n"),
            format!("{end:08x} g       .rodata.factrom\t00000000 FACTROM_STORE_END\n"),
        ] {
            assert!(shown.contains(&part), "`{part}` is missing in:\n{shown}");
        }
    }
}

/// Runs the printed command, except that the machine stops before its first instruction. Its memory is read through the processor.
#[test]
fn qemu_loads_what_its_boards_are_given() {
    if !have(&["qemu-system-arm", "qemu-system-riscv32"]) {
        return;
    }
    let folder = Folder::new();
    let boards = [
        ("microbit", &["bin", "hex", "elf"][..], 0x0002_0000_u32),
        ("lm3s6965evb", &["bin", "hex", "elf"], 0x0002_0000),
        ("mps2-an386", &["bin", "hex", "elf"], 0x0020_0000),
        ("mps2-an505", &["bin", "hex", "elf"], 0x1020_0000),
        ("riscv-virt", &["bin", "hex", "elf"], 0x8040_0000),
        ("hifive1-revb", &["hex", "elf"], 0x2010_0000),
    ];
    for (board, formats, address) in boards {
        for format in formats {
            let printed = folder.flashed(&format!("--board {board} -o facts.{format}"));
            let command = printed.lines().find(|line| line.contains("qemu-system")).unwrap();
            let command = command.replace("-kernel FIRMWARE", "-S -display none -serial none -monitor stdio");
            let monitor = format!("memsave {address:#x} {} back.bin\nquit\n", store().len());
            folder.run_with(&command, &monitor);
            assert!(folder.read("back.bin") == store(), "{board}: {format}");
            std::fs::remove_file(folder.path("back.bin")).unwrap();
        }
    }
}
