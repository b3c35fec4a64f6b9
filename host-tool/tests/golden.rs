//! Writes the blob that `core/tests/golden.rs` reads. It must be run explicitly: a frozen blob is not rewritten because a test
//! fails.

use std::fs;
use std::path::Path;

use crate::common;

#[test]
#[ignore = "writes core/tests/golden/small-1.0.fct; see the README.md beside it"]
fn write_the_small_blob() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/golden/small-1.0.fct");
    fs::write(path, common::small_blob()).unwrap();
}
