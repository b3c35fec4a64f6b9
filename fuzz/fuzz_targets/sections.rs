//! A whole blob in which one section is changed, with a checksum that fits: so the input goes where the postcard message around it
//! would stop most changes.
//!
//! The first byte of the input chooses the section. If the second is even, the rest takes the place of the section's bytes; if it is
//! odd, the rest is a list of changes to them: two bytes for a place, one that is added to what stands there.

#![no_main]

#[path = "../../host-tool/tests/common/mod.rs"]
mod common;

use std::sync::LazyLock;

use common::walk::walk;
use factrom::Store;
use factrom::layout::Section;
use factrom_tool::compile::envelope;
use libfuzzer_sys::fuzz_target;

static BLOB: LazyLock<Vec<u8>> = LazyLock::new(common::small_blob);

fuzz_target!(|input: &[u8]| {
    let [choice, how, rest @ ..] = input else { return };
    let mut sections: Vec<Section<'_>> = common::sections(&BLOB);
    let index = usize::from(*choice) % sections.len();
    let bytes = if how % 2 == 0 { rest.to_vec() } else { changed(sections[index].bytes, rest) };
    sections[index].bytes = &bytes;
    let blob = envelope(&sections);
    if let Ok(store) = Store::open(&blob) {
        walk(&store);
    }
});

fn changed(bytes: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len();
        bytes[at] = bytes[at].wrapping_add(change[2]);
    }
    bytes
}
