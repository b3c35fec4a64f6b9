//! Gives the linker the memory map of the target's machine, and the programs the store in `FACTROM_STORE`.

use std::path::PathBuf;
use std::{env, fs};

/// QEMU's microbit: a Cortex-M0 with 256 KiB of flash and 16 KiB of RAM.
const MICROBIT: &str = "MEMORY { FLASH : ORIGIN = 0, LENGTH = 256K  RAM : ORIGIN = 0x20000000, LENGTH = 16K }";
/// QEMU's MPS2 with AN386, a Cortex-M4F. Programs for other targets are linked but not run, so any map works for them.
const MPS2: &str = "MEMORY { FLASH : ORIGIN = 0, LENGTH = 4M  RAM : ORIGIN = 0x20000000, LENGTH = 4M }";

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let target = env::var("TARGET").expect("cargo sets TARGET");
    fs::write(out.join("memory.x"), if target.starts_with("thumbv6m") { MICROBIT } else { MPS2 })
        .expect("OUT_DIR can be written to");
    let store = env::var_os("FACTROM_STORE").map_or_else(|| PathBuf::from("../../core/doc/talks.fct"), PathBuf::from);
    fs::copy(&store, out.join("store.fct")).unwrap_or_else(|error| panic!("{}: {error}", store.display()));
    println!("cargo::rerun-if-changed={}", store.display());
    println!("cargo::rerun-if-env-changed=FACTROM_STORE");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-search={}", out.display());
    println!("cargo::rustc-link-arg-bins=--nmagic");
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
}
