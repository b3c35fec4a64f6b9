//! The build script of every target's folder: gives the linker the folder's memory.x, and the scripts of the runtime and of defmt.

use std::path::PathBuf;
use std::{env, fs};

/// Does so for the folder whose build script runs.
pub fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::copy("memory.x", out.join("memory.x")).expect("memory.x is there, and OUT_DIR can be written to");
    println!("cargo::rustc-link-search={}", out.display());
    println!("cargo::rerun-if-changed=memory.x");
    // Sections keep the addresses that the scripts give them; without it they begin at multiples of a page.
    println!("cargo::rustc-link-arg-bins=--nmagic");
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    println!("cargo::rustc-link-arg-bins=-Tdefmt.x");
}
