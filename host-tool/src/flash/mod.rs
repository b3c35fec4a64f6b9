//! Writes a store as a file for a board's flash, in the formats that flashers and linkers accept, and prints the commands to flash
//! it.
//!
//! 1. [`boards`] lists the boards and the region of each that holds the store.
//! 2. [`Target`] says where the bytes go. [`check()`](image::check) refuses what does not fit.
//! 3. Each [`Format`] has a writer: [`hex`], [`uf2`], [`elf`], [`source`]. A `.bin` file is the bytes themselves.
//! 4. [`report`] describes the file that was written and, with [`commands`], how to flash it.
//!
//! If possible, a store has a flash region of its own, so that new facts need no new firmware. The formats that are linked into a
//! program (object, Rust, C) are for programs that contain their facts.

pub mod numbers;
pub mod format;
pub mod uf2;
pub mod target;
pub mod error;
pub mod boards;
pub mod elf;
pub mod hex;
pub mod source;
pub mod image;
pub mod commands;
pub mod report;

pub use boards::Board;
pub use error::Error;
pub use format::Format;
pub use image::{check, write};
pub use target::{Machine, Place, Region, Target};
pub use uf2::Family;
