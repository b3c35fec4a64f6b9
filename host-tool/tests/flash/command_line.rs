//! Runs the command as users do: output, errors, and files that stay unchanged.

use std::fs;

use super::{Folder, stderr, stdout};

/// A frozen store, so that its figures do not change.
const STORE: &[u8] = include_bytes!("../../../core/tests/golden/small-1.0.fct");

fn folder() -> Folder {
    let folder = Folder::new();
    fs::write(folder.path("facts.fct"), STORE).unwrap();
    folder
}

/// Returns the exit code and the message of a command that fails.
fn refused(folder: &Folder, arguments: &str) -> (i32, String) {
    let output = folder.flash(arguments);
    assert_eq!(stdout(&output), "", "{arguments}");
    (output.status.code().unwrap(), stderr(&output))
}

#[test]
fn a_board_is_enough() {
    let folder = folder();
    let printed = folder.flashed("--board pico2");
    assert_eq!(
        printed,
        "facts.uf2: 2,210 bytes at 0x10100000..0x101008a2\n  \
         uses 0.1 % of the region's 3,145,728 bytes (3 MiB)\n  \
         9 blocks of 256 bytes for family rp2xxx-absolute, 0xe48bff57\n\
         To flash it, use one of:\n  \
         picotool load -v facts.uf2\n  \
         copy facts.uf2 to the drive RP2350 (hold BOOTSEL while plugging the board in)\n  \
         probe-rs download --chip RP235x --binary-format uf2 facts.uf2\n"
    );
    assert_eq!(folder.read("facts.uf2").len(), 9 * 512);
    assert!(printed.lines().all(|line| line.len() <= 80), "{printed}");
}

#[test]
fn an_address_is_enough_and_says_what_was_not_checked() {
    let folder = folder();
    assert_eq!(
        folder.flashed("--address 0x0804_0000"),
        "facts.bin: 2,210 bytes at 0x08040000..0x080408a2\n  \
         not checked whether it fits: use --size to give the space available\n\
         To flash it:\n  \
         probe-rs download --chip CHIP --binary-format bin --base-address 0x08040000 facts.bin\n\
         Replace CHIP with your chip's name from `probe-rs chip list`.\n"
    );
    assert!(folder.read("facts.bin") == STORE);
    let printed = folder.flashed("--address 0x08040000 --size 4K -o out.hex");
    assert!(printed.contains("54.0 % of the region's 4,096 bytes (4 KiB)"), "{printed}");
}

#[test]
fn an_address_within_a_board_s_region_has_the_rest_of_it() {
    let folder = folder();
    let printed = folder.flashed("--board pico2 --address 0x10300000 -f bin");
    assert!(printed.contains("0.2 % of the region's 1,048,576 bytes (1 MiB)"), "{printed}");
    assert!(printed.contains("picotool load -v --family absolute facts.bin -t bin -o 0x10300000"), "{printed}");
    let (code, message) = refused(&folder, "--board pico2 --address 0x103fff00");
    assert_eq!(code, 3);
    assert!(message.contains("it takes 2,304 bytes, but the region at 0x103fff00 has 256 bytes"), "{message}");
}

#[test]
fn what_does_not_fit_is_3_and_names_both_sizes() {
    let folder = folder();
    fs::write(folder.path("facts.bin"), "older").unwrap();
    let (code, message) = refused(&folder, "--board microbit --size 1K");
    assert_eq!(code, 3);
    assert_eq!(
        message,
        "factrom: facts.fct: the store does not fit: it takes 2,210 bytes, but the region at 0x00020000 has 1,024 bytes (1 KiB)\n  \
         use fewer facts, a board with more flash, or a larger region (--address and --size)\n"
    );
    assert_eq!(folder.read("facts.bin"), b"older");
}

#[test]
fn what_is_no_store_is_3_and_writes_nothing() {
    let folder = folder();
    let mut changed = STORE.to_vec();
    // A byte of the data set id, so that all lengths stay valid.
    changed[10] ^= 1;
    for (name, bytes, part) in [
        ("changed.fct", changed, "CRC-32 does not match"),
        ("cut.fct", STORE[..1000].to_vec(), "truncated"),
        ("text.fct", b"hello, world".to_vec(), "not a FactROM blob"),
        ("erased.fct", vec![0xFF; 99], "erased flash"),
    ] {
        fs::write(folder.path(name), bytes).unwrap();
        let (code, message) = refused(&folder, &format!("{name} --board pico2 -o out.uf2"));
        assert_eq!(code, 3, "{message}");
        assert!(message.starts_with(&format!("factrom: {name}: ")) && message.contains(part), "{message}");
        assert!(!folder.path("out.uf2").exists());
    }
    assert_eq!(refused(&folder, "absent.fct --board pico2").0, 3);
    assert_eq!(refused(&folder, "--board pico2 -o absent/facts.uf2").0, 3);
}

#[test]
fn wrong_usage_is_2_and_says_what_to_do() {
    let folder = folder();
    for (arguments, part) in [
        ("", "a .bin file needs an address: use --board or --address"),
        ("--board pico", "a similar value exists: 'pico2'"),
        ("-o facts.dat", "facts.dat: unknown file extension: use .bin, .hex,"),
        ("--board esp32c3 -o facts.uf2", "UF2 needs a family id: use --board, or --family"),
        ("--address 0x10100010 --family rp2040 -f uf2", "use --address 0x10100000 or 0x10100100"),
        ("--address 0x100000000", "0x100000000 does not fit into 32 bits"),
        ("--address 0xffffff00", "2,210 bytes at 0xffffff00 exceed the 32-bit address space"),
        ("-o facts.o", "an object file needs a processor architecture: use --board, or --machine arm|riscv32|riscv32f"),
        ("--size 3M", "--size needs an address: use --address or --board"),
        ("--board pico2 --size 3G", "write a size such as 0x28000, 160K or 3M"),
        ("--board pico2 -f hex --family rp2040", "--family applies to UF2 only"),
        ("--board pico2 --machine arm", "--machine applies to ELF only"),
        ("--board pico2 --align 8", "--align applies to linked formats only"),
        ("-o facts.rs --align 3", "write a power of two up to 65536"),
        ("-o facts.uf2 --address 0 --family pico", "one of esp32c3, "),
        ("--board pico2 -f bin -o facts.fct", "facts.fct is the input and cannot be the output"),
        ("--list-boards --board pico2", "cannot be used with"),
    ] {
        let (code, message) = refused(&folder, arguments);
        assert_eq!(code, 2, "{arguments}: {message}");
        assert!(message.contains(part), "{arguments}: {message}");
    }
}

#[test]
fn standard_output_gets_the_file_alone() {
    let folder = folder();
    let output = folder.flash("--board microbit -o -");
    assert!(output.stdout == STORE);
    assert!(stderr(&output).starts_with("standard output: 2,210 bytes at 0x00020000..0x000208a2\n"), "{}", stderr(&output));
}

#[test]
fn what_lies_behind_a_store_is_left_out() {
    let folder = folder();
    let read_back = [STORE, &[0xFF; 1000]].concat();
    fs::write(folder.path("dump.img"), read_back).unwrap();
    let printed = folder.flashed("dump.img --board riscv-virt");
    assert!(printed.contains("\n  ignored: 1,000 bytes after the end of the store\n"), "{printed}");
    assert!(folder.read("dump.bin") == STORE);
}

#[test]
fn a_format_that_no_flasher_of_the_board_takes_is_written_and_said() {
    let folder = folder();
    let printed = folder.flashed("--board esp32c3 -o facts.hex");
    assert!(printed.ends_with("No known flasher for esp32c3 accepts .hex files: write a .bin file.\n"), "{printed}");
}

#[test]
fn the_list_of_boards_is_lines_of_json_in_a_pipe() {
    let folder = folder();
    let list = folder.flashed("--list-boards");
    let lines: Vec<serde_json::Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["microbit", "lm3s6965evb", "mps2-an386", "mps2-an505", "riscv-virt", "pico2", "nrf52840-dk", "hifive1-revb", "esp32c3"]
    );
    assert_eq!(lines[6]["address"], "0x00080000");
    assert_eq!(lines[6]["size"], 434_176);
}

#[test]
fn completions_know_boards_and_formats() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish"] {
        let script = folder.run(&format!("{} completions {shell}", env!("CARGO_BIN_EXE_factrom")));
        for word in ["list-boards", "nrf52840-dk", "uf2"] {
            assert!(script.contains(word), "{shell}: `{word}` is missing");
        }
    }
}
