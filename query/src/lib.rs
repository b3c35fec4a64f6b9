//! Questions with the answers they must get, run where the store is: on a board, or on the host.
//!
//! A question file (`docs/questions.md`) is the test of a data set and of everything between a fact file and an answer.
//! `factrom test --compile` writes its questions to one postcard message, and this crate puts them to a store and compares: no heap, no
//! static memory, no unsafe code, no recursion, no panic on any bytes. So the same questions run in the tests of the host and in the firmware,
//! over the same [`Ask::answer`] and the same [`Cells`]: what a board finds is not merely alike.
//!
//! # From bytes to verdicts
//!
//! 1. [`layout`]: the compiled form. Every byte is described there.
//! 2. [`QuestionSet`]: opened once, a few slices; gives one [`Question`] after the other, so that only one is ever in memory.
//! 3. [`Ask`]: what is asked, as plain data, and the answers that a store gives.
//! 4. [`Column`], [`Cells`]: what a row shows of an answer, written cell by cell to anything that takes text.
//! 5. [`Question::check`]: the rows found are compared with those expected while they are written. [`Difference`]s are handed out as they
//!    are met, so that a board that fails can say with what.
//! 6. [`run`]: all of it, for the firmware's `main`.
//!
//! ```
//! use factrom::Store;
//! use factrom_query::{Difference, Question, QuestionSet, Report, Verdict, run};
//!
//! // On a board: defmt::info and defmt::error, with the feature `defmt`.
//! struct Log;
//!
//! impl Report for Log {
//!     fn difference(&mut self, _: &Question<'_>, difference: &Difference<'_>) {
//!         println!("    {difference}");
//!     }
//!     fn ended(&mut self, question: &Question<'_>, verdict: Verdict) {
//!         println!("{verdict} {}: {}", question.file, question.name);
//!     }
//! }
//!
//! # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../core/doc/talks.fct"));
//! # static QUESTIONS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fcq"));
//! # fn main() -> Result<(), Box<dyn core::error::Error>> {
//! let store = Store::open(BLOB)?;
//! let questions = QuestionSet::open(QUESTIONS)?;
//! let tally = run(&questions, &store, &mut Log)?;
//! let exit_status = if tally.all_passed() { 0 } else { 1 };
//! # assert_eq!((exit_status, tally.passed), (0, 4));
//! # Ok(()) }
//! ```
//!
//! # Features
//!
//! `defmt` gives the outcomes and errors `defmt::Format`.

#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::arithmetic_side_effects)]
#![cfg_attr(
    test,
    allow(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::arithmetic_side_effects,
        reason = "a test that fails may panic"
    )
)]

pub mod layout;

mod error;
mod set;

mod ask;

mod cells;
mod column;

mod check;
mod row;

mod run;

pub use ask::{Answer, Ask, Field, Filters, Named, Pattern, Refusal, Unanswered};
pub use cells::{Cells, MAX_NESTING};
pub use check::{Difference, Verdict};
pub use column::Column;
pub use error::SetError;
pub use row::{ExpectedRow, FoundRow, Rows};
pub use run::{Report, RunError, Tally, run};
pub use set::{Expected, MAX_ROWS, Question, QuestionSet, Questions};
