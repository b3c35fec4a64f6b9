//! The bodies of the fuzz targets, which run one input.
//!
//! `fuzz/fuzz_targets` passes them to libFuzzer, which needs a nightly compiler. `tests/fuzz_short.rs` runs the same functions with
//! any compiler for a few seconds on its own inputs.

#![allow(dead_code, unused_imports, reason = "each fuzz target uses only a part")]

#[path = "../common/mod.rs"]
pub mod common;

pub mod quads;
pub mod rdf_input;
pub mod texts;
pub mod triples;

use std::path::PathBuf;
use std::sync::LazyLock;

use common::walk::walk;
use factrom::Store;
use factrom::compiler::{CRC, Section};
use factrom_tool::compile::{compile, envelope};
use factrom_tool::diagnostic::render_all;
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Articles, Options, resolve};

pub use quads::quads;
pub use rdf_input::rdf_input;
pub use texts::texts;
pub use triples::triples;

/// Opens arbitrary bytes as a blob: as they are, and with a matching checksum, as an attacker would write it.
pub fn blob(bytes: &[u8]) {
    for store in [Store::open(bytes), Store::open_without_crc(bytes)].into_iter().flatten() {
        walk(&store);
    }
    let Some(body_len) = bytes.len().checked_sub(4) else { return };
    let mut repaired = bytes.to_vec();
    let crc = CRC.checksum(&bytes[..body_len]);
    repaired[body_len..].copy_from_slice(&crc.to_le_bytes());
    if let Ok(store) = Store::open(&repaired) {
        walk(&store);
    }
}

static SMALL: LazyLock<Vec<u8>> = LazyLock::new(common::small_blob);

/// Opens a valid blob with one modified section and a matching checksum. So the input reaches code that most modifications of a
/// whole blob would not reach, because the postcard message around the section would be invalid.
///
/// The first byte of the input chooses the section. If the second is even, the rest replaces the bytes of the section. If it is
/// odd, the rest is a list of modifications of them, as [`changed`] takes it.
pub fn sections(input: &[u8]) {
    let [choice, how, rest @ ..] = input else { return };
    let mut sections: Vec<Section<'_>> = common::sections(&SMALL);
    let index = usize::from(*choice) % sections.len();
    let bytes = if how % 2 == 0 { rest.to_vec() } else { changed(sections[index].bytes, rest) };
    sections[index].bytes = &bytes;
    if let Ok(store) = Store::open(&envelope(&sections)) {
        walk(&store);
    }
}

/// Modifies bytes: each modification is two bytes for a position and one that is added to the byte there.
pub fn changed(bytes: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len();
        bytes[at] = bytes[at].wrapping_add(change[2]);
    }
    bytes
}

/// The article that the tests' bad fact files refer to.
static ARTICLES: LazyLock<Articles> = LazyLock::new(|| {
    let mut articles = Articles::default();
    articles.add("fair.txt".to_string(), include_str!("../bad/articles/fair.txt").to_string());
    articles
});

/// Parses and resolves arbitrary text as a fact file and renders its errors. If it has none, compiles it, opens the blob and reads
/// all of it.
pub fn fact_file(text: &str) {
    let mut input = Input::default();
    input.add(PathBuf::from("fuzzed.toml"), text.to_string());
    for articles in [None, Some(&*ARTICLES)] {
        let resolved = resolve(&input, Options { articles, with_quotes: articles.is_some() });
        let _ = render_all(&resolved.diagnostics, &input.files, false);
        for diagnostic in &resolved.diagnostics {
            let _ = input.files.line_column(&diagnostic.span);
        }
        if resolved.is_sound() {
            let blob = compile(&resolved.model).expect("a text of a few kilobytes is not too large");
            assert_eq!(walk(&Store::open(&blob).expect("what is compiled opens")).corrupt, 0);
        }
    }
}
