//! Build script of each target's folder: gives the linker the folder's memory.x, and the linker scripts of the runtime and of
//! defmt.

use std::path::PathBuf;
use std::{env, fs};

/// Sets up linking for the folder whose build script runs.
pub fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::copy("memory.x", out.join("memory.x")).expect("memory.x exists and OUT_DIR is writable");
    println!("cargo::rustc-link-search={}", out.display());
    println!("cargo::rerun-if-changed=memory.x");
    // Keeps sections at the addresses from the scripts; otherwise they would start at multiples of a page.
    println!("cargo::rustc-link-arg-bins=--nmagic");
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    println!("cargo::rustc-link-arg-bins=-Tdefmt.x");
}
