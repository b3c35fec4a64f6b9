//! One path from a question to rows, for the command line, for question tests and for boards.
//!
//! A question is plain data. Its names are resolved in a store, its filters applied, and its answers come one at a time from a cursor. A row
//! is an answer and some columns, and its cells are written to anything that takes text. No heap, no static memory, no unsafe code, no
//! recursion, no panic on any bytes. The tool `factrom` runs the same code as a board, so both get the same answers.
//!
//! # From a question to rows
//!
//! 1. [`Ask`]: what is asked, as plain data.
//! 2. [`Id`], [`Kind`]: how IRIs are shortened to ids.
//! 3. [`names`]: what a name means in a store. An id wins over a name.
//! 4. [`Ask::answers`]: the filters applied; [`Answers`] is the cursor.
//! 5. [`Column`], [`Cells`]: what a row shows of an answer.
//!
//! # From a question file to verdicts
//!
//! A question file (`docs/questions.md`) tests a data set and everything between a fact file and an answer. `factrom test --compile` writes
//! its questions to one postcard message, which a board asks its own store.
//!
//! 1. [`layout`]: the compiled form, byte by byte.
//! 2. [`QuestionSet`]: opened once; reads one [`Question`] at a time.
//! 3. [`Question::check`]: compares rows while they are written and reports each [`Difference`].
//! 4. [`run`]: all of it, for a firmware's `main`.
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
//! # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
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
//! `defmt` implements `defmt::Format` for outcomes and errors.

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

mod ask;
mod id;
pub mod names;

mod answers;

mod column;

mod cells;

mod question_set;

pub use answers::{Answer, Answers};
pub use ask::{Ask, Filters, Named, Pattern};
pub use cells::{Cells, MAX_NESTING};
pub use column::Column;
pub use id::{Id, Kind, MAX_PATH_BYTES};
pub use names::{Field, Refusal, Unanswered};
pub use question_set::check::{Difference, Verdict};
pub use question_set::error::SetError;
pub use question_set::layout;
pub use question_set::layout::MAX_ROWS;
pub use question_set::questions::{Expected, Question, QuestionSet, Questions};
pub use question_set::rows::{ExpectedRow, FoundRow, Rows};
pub use question_set::run::{Report, RunError, Tally, run};
