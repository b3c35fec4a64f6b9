//! Formats for compilers and linkers: objects, Rust, C.

use std::fs;

use super::{Folder, have, store};

/// A program that refers to the store, so that the linker keeps it.
const ARM: &str = ".syntax unified\n.cpu cortex-m4\n.thumb\n.global _start\n.thumb_func\n_start:\n\
                   ldr r0, =FACTROM_STORE\nldr r1, =FACTROM_STORE_END\nb .\n";
const RISCV: &str = ".global _start\n_start:\nla a0, FACTROM_STORE\nla a1, FACTROM_STORE_END\nj .\n";

/// A linker script that places the store in a region of its own, by the name of its section.
const SCRIPT: &str = "MEMORY {\n FLASH (rx) : ORIGIN = 0x00000000, LENGTH = 256K\n FACTS (r) : ORIGIN = 0x00080000, LENGTH = 424K\n}\n\
                      SECTIONS {\n .facts : { KEEP(*(.rodata.factrom)) } > FACTS\n .text : { *(.text .text.*) } > FLASH\n \
                      .rodata : { *(.rodata .rodata.*) } > FLASH\n}\n";

struct Toolchain {
    binutils: &'static str,
    program: &'static str,
    assembler: &'static str,
    /// For GNU ld. lld takes it from the objects.
    emulation: &'static str,
    machine: &'static str,
}

impl Toolchain {
    /// Links with GNU ld and lld, with their default script and with [`SCRIPT`], and checks that the result contains the store.
    fn check(&self) {
        let Toolchain { binutils, program, assembler, emulation, machine } = self;
        let [gas, gnu_ld, nm, objcopy] = ["as", "ld", "nm", "objcopy"].map(|tool| format!("{binutils}-{tool}"));
        if !have(&[&gas, &gnu_ld, &nm, &objcopy, "ld.lld"]) {
            return;
        }
        let folder = Folder::new();
        folder.flashed(&format!("--machine {machine} -o facts.o"));
        fs::write(folder.path("program.s"), program).unwrap();
        fs::write(folder.path("script.ld"), SCRIPT).unwrap();
        folder.run(&format!("{gas} {assembler} program.s -o program.o"));
        for linker in [format!("{gnu_ld} {emulation}"), "ld.lld".to_string()] {
            for (script, section) in [("", ".rodata"), ("-T script.ld", ".facts")] {
                folder.run(&format!("{linker} {script} --gc-sections --fatal-warnings program.o facts.o -o program.elf"));
                folder.run(&format!("{objcopy} -O binary -j {section} program.elf back.bin"));
                assert!(folder.read("back.bin") == store(), "{linker} {script} {assembler}");
                let symbols = folder.run(&format!("{nm} program.elf"));
                let address = |name: &str| {
                    let line = symbols.lines().find(|line| line.ends_with(&format!(" {name}"))).unwrap();
                    u32::from_str_radix(&line[..8], 16).unwrap()
                };
                let [start, end] = ["FACTROM_STORE", "FACTROM_STORE_END"].map(address);
                assert_eq!((end - start) as usize, store().len(), "{symbols}");
                if !script.is_empty() {
                    assert_eq!(start, 0x0008_0000, "{symbols}");
                }
            }
        }
    }
}

#[test]
fn objects_link_with_soft_and_hard_floats_on_arm() {
    let soft = Toolchain { binutils: "arm-none-eabi", program: ARM, assembler: "-mfloat-abi=soft", emulation: "", machine: "arm" };
    soft.check();
    // Tag_ABI_VFP_args = 1: arguments are in floating-point registers. The assembler does not set this by itself.
    let program = &format!("{ARM}.eabi_attribute 28, 1\n").leak()[..];
    Toolchain { program, assembler: "-mfpu=fpv4-sp-d16 -mfloat-abi=hard", ..soft }.check();
}

#[test]
fn objects_link_with_each_float_abi_on_riscv() {
    for (assembler, machine) in [
        ("-march=rv32imac -mabi=ilp32", "riscv32"),
        ("-march=rv32imc -mabi=ilp32", "riscv32"),
        ("-march=rv32imafc -mabi=ilp32f", "riscv32f"),
    ] {
        let emulation = "-m elf32lriscv";
        Toolchain { binutils: "riscv64-unknown-elf", program: RISCV, assembler, emulation, machine }.check();
    }
}

#[test]
fn rustc_compiles_the_rust() {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_string());
    if !have(&["rustc"]) {
        return;
    }
    let folder = Folder::new();
    let program = "#![deny(warnings)]\ninclude!(\"facts.rs\");\nfn main() {\n use std::io::Write;\n \
                   assert_eq!(FACTROM_STORE.as_ptr() as usize % ALIGN, 0);\n std::fs::File::create(\"back.bin\").unwrap()\
                   .write_all(FACTROM_STORE).unwrap();\n}\n";
    for (options, align) in [("", 1), ("--align 64", 64)] {
        folder.flashed(&format!("-o facts.rs {options}"));
        let program = format!("{program}const ALIGN: usize = {align};\n");
        fs::write(folder.path("main.rs"), program).unwrap();
        folder.run(&format!("{rustc} --edition 2024 main.rs -o main"));
        folder.run(folder.path("main").to_str().unwrap());
        assert!(folder.read("back.bin") == store(), "{options}");
    }
    let text = fs::read_to_string(folder.path("facts.rs")).unwrap();
    let id = factrom::Store::open(store()).unwrap().dataset_id().to_string();
    assert!(text.lines().nth(2).unwrap().contains(&id), "the documentation lacks the data set id");
}

#[test]
fn c_and_c_plus_plus_compile_the_c() {
    if !have(&["cc", "c++"]) {
        return;
    }
    let folder = Folder::new();
    let strict = "-Wall -Wextra -Werror -pedantic";
    let main = "int main(void) {\n FILE *file = fopen(\"back.bin\", \"wb\");\n \
                if ((unsigned long)my_facts % ALIGN || sizeof my_facts != my_facts_len) return 1;\n \
                return fwrite(my_facts, 1, my_facts_len, file) != my_facts_len || fclose(file);\n}\n";
    let len = store().len();
    let external = format!("extern const unsigned char my_facts[{len}];\nextern const unsigned int my_facts_len;\n");
    let from_cpp = format!("extern \"C\" {{\n{external}}}\n");
    let included = "#include \"my-facts.h\"\n#include \"my-facts.h\"\n";
    for (options, align) in [("", 1), ("--align 64", 64)] {
        folder.flashed(&format!("-o my-facts.c {options}"));
        folder.flashed(&format!("-o my-facts.h {options}"));
        for (before, compile) in [
            (external.as_str(), format!("cc -std=c99 {strict} main.c my-facts.c -o main")),
            (from_cpp.as_str(), format!("c++ {strict} -x c++ main.c my-facts.c -o main")),
            (included, format!("cc -std=c99 {strict} main.c -o main")),
            (included, format!("c++ {strict} -x c++ main.c -o main")),
        ] {
            fs::write(folder.path("main.c"), format!("#include <stdio.h>\n#define ALIGN {align}\n{before}{main}")).unwrap();
            folder.run(&compile);
            folder.run(folder.path("main").to_str().unwrap());
            assert!(folder.read("back.bin") == store(), "{compile} {options}");
        }
    }
}
