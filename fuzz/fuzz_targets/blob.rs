//! Any bytes as a blob: as they are, and with a checksum that fits, as an attacker would write it.

#![no_main]

#[path = "../../host-tool/tests/common/mod.rs"]
mod common;

use common::walk::walk;
use factrom::Store;
use factrom::layout::CRC;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(store) = Store::open(bytes) {
        walk(&store);
    }
    if let Ok(store) = Store::open_without_crc(bytes) {
        walk(&store);
    }
    let Some(body_len) = bytes.len().checked_sub(4) else { return };
    let mut repaired = bytes.to_vec();
    let crc = CRC.checksum(&bytes[..body_len]);
    repaired[body_len..].copy_from_slice(&crc.to_le_bytes());
    if let Ok(store) = Store::open(&repaired) {
        walk(&store);
    }
});
