//! What an RP2350 image needs in addition to other Cortex-M images.
//!
//! The words are those of the RP2350 datasheet's "minimum viable image metadata" for Arm, and of
//! `rp235x_hal::block::ImageDef::secure_exe`. Five words do not justify a dependency on that crate and a hundred others.

#![no_std]

/// The boot ROM starts an image only if it finds this block in the first 4 KiB of flash. memory.x puts it there.
// SAFETY: memory.x gives the section a place of its own, and nothing else is placed in it.
#[unsafe(link_section = ".start_block")]
#[used]
pub static IMAGE_DEFINITION: [u32; 5] = [
    // Start of the block.
    0xFFFF_DED3,
    // Item 0x42, one word: an executable (1) for the secure state (2 << 4) on an RP2350's (1 << 12) Arm cores (0 << 8).
    0x1021_0142,
    // Item 0xFF, the last: it follows one word of items.
    0x0000_01FF,
    // The next block of the loop is this one.
    0,
    // End of the block.
    0xAB12_3579,
];
