//! The example firmware's programs. They know nothing of the target they run on: each takes the bytes of the region that the store
//! is flashed to, logs through `defmt`, and returns the status to exit with, by the rules of the command-line tool:
//!
//! | status | meaning |
//! |---|---|
//! | [`ALL_WELL`] | all well |
//! | [`FAILED`] | a question failed |
//! | [`BAD_INPUT`] | the region holds no store that opens |
//!
//! A target's `src/bin/ask.rs` is therefore a few lines: an entry point that calls [`ask()`] and exits.
//!
//! - [`ask()`]: a dozen questions, and how the library's types look in a log;
//! - [`self_test()`]: the question files of the host's tests, and what a flash may hold instead of a store.

#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod ask;
mod bad_input;
mod open;
mod self_test;
mod tally;

pub use ask::ask;
pub use self_test::self_test;

/// Everything went well.
pub const ALL_WELL: u8 = 0;
/// A question has no answer, or not the expected one.
pub const FAILED: u8 = 1;
/// The region holds no store that opens.
pub const BAD_INPUT: u8 = 3;
