//! The programs of the example firmware. They do not depend on the target: each takes the bytes of the region that holds the store,
//! logs through `defmt`, and returns an exit status that follows the rules of the command-line tool:
//!
//! | status | meaning |
//! |---|---|
//! | [`ALL_WELL`] | success |
//! | [`FAILED`] | a question failed |
//! | [`BAD_INPUT`] | the region holds no valid store |
//!
//! So a target's `src/bin/ask.rs` is only an entry point that calls [`ask()`] and exits.
//!
//! - [`ask()`]: a dozen questions, and the library's types in a log;
//! - [`self_test()`]: the question files of the host's tests, and what flash may contain instead of a store.

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

/// Success.
pub const ALL_WELL: u8 = 0;
/// A question has no answer, or not the expected one.
pub const FAILED: u8 = 1;
/// The region holds no valid store.
pub const BAD_INPUT: u8 = 3;
