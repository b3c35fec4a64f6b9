//! Arbitrary bytes as an RDF file in each format. See `host-tool/tests/targets`.

#![no_main]

#[path = "../../host-tool/tests/targets/mod.rs"]
mod targets;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| targets::rdf_input(bytes));
