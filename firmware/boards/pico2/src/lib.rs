//! What an RP2350 wants of an image beyond what every Cortex-M does.
//!
//! The words are those of the RP2350 datasheet's "minimum viable image metadata" for Arm, and of `rp235x_hal::block::ImageDef::secure_exe`:
//! five words are no reason to build that crate and its hundred dependencies.

#![no_std]

/// The boot ROM starts an image only if it finds this within the first 4 KiB of flash; memory.x puts it there.
// SAFETY: memory.x gives the section a place of its own, and nothing else is put in it.
#[unsafe(link_section = ".start_block")]
#[used]
pub static IMAGE_DEFINITION: [u32; 5] = [
    // A block begins.
    0xFFFF_DED3,
    // Item 0x42, of one word: an executable (1) for the secure state (2 << 4) of an RP2350's (1 << 12) Arm cores (0 << 8).
    0x1021_0142,
    // Item 0xFF, the last: one word of items came before it.
    0x0000_01FF,
    // The next block of the loop is this one.
    0,
    // A block ends.
    0xAB12_3579,
];
