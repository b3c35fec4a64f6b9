//! Arbitrary text as a fact file. See `host-tool/tests/targets`.

#![no_main]

#[path = "../../host-tool/tests/targets/mod.rs"]
mod targets;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| targets::fact_file(text));
