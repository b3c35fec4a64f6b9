//! Asks all questions of a set: what a firmware's `main` calls.

use core::fmt;

use factrom::{DatasetId, Error, Store};

use crate::cells::Cells;
use crate::question_set::check::{Difference, Verdict};
use crate::question_set::error::SetError;
use crate::question_set::questions::{Question, QuestionSet};

/// Receives the outcome of each question.
pub trait Report {
    /// A difference between the answers to a question and the expected ones. [`Report::ended`] follows. Write or count it at once: it
    /// borrows from an answer that does not outlive the call.
    fn difference(&mut self, question: &Question<'_>, difference: &Difference<'_>);
    /// The question is done.
    fn ended(&mut self, question: &Question<'_>, verdict: Verdict);
}

/// How many questions passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Tally {
    /// Questions that passed.
    pub passed: u32,
    /// Questions that failed.
    pub failed: u32,
}

impl Tally {
    /// Whether at least one question was asked and none failed: when to exit with success.
    #[must_use]
    pub fn all_passed(&self) -> bool {
        self.passed > 0 && self.failed == 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Why a run stopped early. That is neither a pass nor a failure, because the other questions were not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum RunError {
    /// The questions were compiled for another data set.
    OtherDataset {
        /// The id of the data set that the questions are for.
        expected: DatasetId,
        /// The store's.
        found: DatasetId,
    },
    /// A question can't be read.
    Set {
        /// The number of questions asked before it.
        ended: u32,
        /// The reason.
        error: SetError,
    },
    /// The store is corrupt.
    Store {
        /// The number of questions asked before that.
        ended: u32,
        /// The store's error.
        error: Error,
    },
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::OtherDataset { expected, found } => write!(
                f,
                "the questions are for data set {}, but the store has {}: compile the questions for this store, or flash the store that \
                 they are for",
                expected, found
            ),
            RunError::Set { ended, error } => write!(f, "after {ended} questions: {error}"),
            RunError::Store { ended, error } => write!(f, "after {ended} questions: {error}"),
        }
    }
}

impl core::error::Error for RunError {}

/// Asks a store all questions of a set, one after the other.
///
/// # Errors
///
/// [`RunError`] if the questions are for another data set, or if a question or the store can't be read.
pub fn run(set: &QuestionSet<'_>, store: &Store<'_>, report: &mut impl Report) -> Result<Tally, RunError> {
    match (set.dataset_id(), store.dataset_id()) {
        (Some(expected), found) if expected != found => return Err(RunError::OtherDataset { expected, found }),
        _ => {}
    }
    let cells = Cells::new(store);
    let mut tally = Tally::default();
    for question in set.questions() {
        let ended = tally.passed.saturating_add(tally.failed);
        let question = question.map_err(|error| RunError::Set { ended, error })?;
        let verdict = question.check(&cells, &mut |difference| report.difference(&question, difference));
        let verdict = verdict.map_err(|error| RunError::Store { ended, error })?;
        let count = match verdict {
            Verdict::Passed => &mut tally.passed,
            Verdict::Failed => &mut tally.failed,
        };
        *count = count.saturating_add(1);
        report.ended(&question, verdict);
    }
    Ok(tally)
}
