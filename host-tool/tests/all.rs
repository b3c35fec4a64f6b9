//! All tests of the tool in one program, which is linked once. `cargo test -p factrom-tool --test all NAME` runs the tests of one
//! file.

mod articles;
mod bad_files;
mod bounded;
mod build_script;
mod cli;
mod columns;
mod compiled_questions;
mod constants;
mod corrupt;
mod doc_links;
mod export;
mod flash;
mod fmt;
mod format_page;
mod fuzz_short;
mod golden;
mod import;
mod limits;
mod naive;
mod one_path;
mod questions;
mod readme;
mod rooms;
mod security_page;
mod snapshots;
mod targets;

// Part of the fuzz targets, because they are also built outside this program.
use targets::common;

/// A file that is not listed above would never run.
#[test]
fn every_file_is_listed() {
    let list = include_str!("all.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path.extension().is_some_and(|extension| extension == "rs") && name != "all" {
            assert!(list.contains(&format!("\nmod {name};\n")), "`mod {name};` is missing in tests/all.rs");
        }
    }
}
