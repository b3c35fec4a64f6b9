//! Checks the module structure: no module imports from a later one, no modules import from each other, and no file is too long to
//! read in one sitting.
//!
//! Every folder is a room, and so is every file in it. `lib.rs` and each `mod.rs` declare their modules in the order of the data: a
//! module may import from those declared before it, and from those before its parent folders. Tests are not checked.

mod graph;
mod source;

use std::path::Path;

use graph::Crate;

#[test]
fn no_module_imports_from_a_later_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut findings = Vec::new();
    for (folder, least_files) in [("core", 30), ("query", 14), ("host-tool", 80)] {
        let found = Crate::read(&root.join(folder).join("src"));
        assert!(found.len() >= least_files, "{folder}: {} files", found.len());
        findings.extend(found.findings().into_iter().map(|finding| format!("{folder}: {finding}")));
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
