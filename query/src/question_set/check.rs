//! Compares the answers to a question with the expected ones, while they come.
//!
//! No row is kept. Where the order does not matter, each row found is looked up among the expected rows that have not been found yet, and a
//! bit for each expected row says whether it was found. Where the order matters, both run in step.

use core::fmt;

use factrom::Error;

use crate::answers::Answer;
use crate::cells::Cells;
use crate::names::{Field, Refusal};
use crate::question_set::layout::MAX_ROWS;
use crate::question_set::questions::{Expected, Question};
use crate::question_set::rows::{ExpectedRow, FoundRow, Rows};

/// The outcome of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Verdict {
    /// The answer is as expected.
    Passed,
    /// It is not. Each [`Difference`] has been reported.
    Failed,
}

impl fmt::Display for Verdict {
    /// The word that `factrom test` prints.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Passed => "ok",
            Verdict::Failed => "FAILED",
        })
    }
}

/// A difference between the answer to a question and the expected one.
#[derive(Clone, Copy, Debug)]
pub enum Difference<'d> {
    /// An expected row that was not found, or not in its place.
    Missing(ExpectedRow<'d>),
    /// A row that was found but is not expected, or not in that place.
    Unexpected(FoundRow<'d>),
    /// The number of answers differs.
    Count {
        /// The expected number.
        expected: u32,
        /// The number found.
        found: u32,
    },
    /// There are answers where an error is expected.
    Answered {
        /// The expected error.
        expected: Refusal,
        /// The number of answers.
        found: u32,
    },
    /// There is an error where answers or another error are expected.
    Refused {
        /// The expected error, if any.
        expected: Option<Refusal>,
        /// The error found.
        found: Refusal,
        /// What the name stands for.
        field: Field,
        /// The name that can't be resolved.
        name: &'d str,
    },
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = |count: &u32| if *count == 1 { "" } else { "s" };
        match self {
            Difference::Missing(row) => write!(f, "- {row}"),
            Difference::Unexpected(row) => write!(f, "+ {row}"),
            Difference::Count { expected, found } => write!(f, "expected {expected} answer{}, got {found}", s(expected)),
            Difference::Answered { expected, found } => {
                write!(f, "expected the error {}, got {found} answer{}", expected.word(), s(found))
            }
            Difference::Refused { expected, found, field, name } => {
                if let Some(expected) = expected {
                    write!(f, "expected the error {}, got {}: ", expected.word(), found.word())?;
                }
                match found {
                    Refusal::NotFound => write!(f, "no {field} is called `{name}`"),
                    Refusal::Ambiguous => write!(f, "`{name}` is a name of several entities"),
                }
            }
        }
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Difference<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{}", defmt::Display2Format(self));
    }
}

impl Question<'_> {
    /// Asks a store the question, passes each difference to `report`, and returns the outcome.
    ///
    /// Costs the question, and for each row found a comparison with the expected rows that have not been found yet. A comparison stops at the
    /// first cell that differs, and rows in the order of the file cost one comparison each. Where rows must come in order with others between
    /// them, each missing row costs the question once more.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn check(&self, cells: &Cells<'_>, report: &mut impl FnMut(&Difference<'_>)) -> Result<Verdict, Error> {
        let mut comparison = Comparison {
            expected: &self.expected,
            cells,
            report,
            verdict: Verdict::Passed,
            count: 0,
            found: Found::default(),
            next: 0,
            matched: 0,
        };
        loop {
            let answers = match self.ask.answers(cells.store()) {
                Ok(answers) => answers,
                Err(unanswered) => {
                    let (found, field, name) = unanswered.refusal().ok_or(unanswered.error)?;
                    return Ok(comparison.refused(found, field, name));
                }
            };
            comparison.count = 0;
            for answer in answers {
                comparison.add(answer?)?;
            }
            if comparison.end() {
                return Ok(comparison.verdict);
            }
        }
    }
}

/// The answers so far, compared with the expected ones.
struct Comparison<'c, R> {
    expected: &'c Expected<'c>,
    cells: &'c Cells<'c>,
    report: &'c mut R,
    verdict: Verdict,
    /// The number of answers so far.
    count: u32,
    /// In any order: the expected rows that have been found.
    found: Found,
    /// In order: the next expected row.
    next: u32,
    /// In order, with others between: the number of answers up to the last one that was expected.
    matched: u32,
}

impl<R: FnMut(&Difference<'_>)> Comparison<'_, R> {
    fn report(&mut self, difference: &Difference<'_>) {
        self.verdict = Verdict::Failed;
        (self.report)(difference);
    }

    /// Compares an answer.
    fn add(&mut self, answer: Answer<'_>) -> Result<(), Error> {
        self.count = self.count.saturating_add(1);
        match self.expected {
            Expected::Rows { rows, ordered: false, at_least } => self.add_to_set(*rows, *at_least, answer),
            Expected::Rows { rows, ordered: true, at_least: false } => self.add_to_sequence(*rows, answer),
            Expected::Rows { rows, ordered: true, at_least: true } => self.add_to_subsequence(*rows, answer),
            Expected::Count(_) | Expected::Refusal(_) => Ok(()),
        }
    }

    /// In any order. A row that is expected twice must be found twice.
    fn add_to_set(&mut self, rows: Rows<'_>, at_least: bool, answer: Answer<'_>) -> Result<(), Error> {
        for index in 0..rows.count() {
            if !self.found.has(index) && rows.row(index).is(self.cells, &answer)? {
                self.found.insert(index);
                return Ok(());
            }
        }
        if !at_least {
            let cells = self.cells;
            self.report(&Difference::Unexpected(FoundRow { rows, cells, answer }));
        }
        Ok(())
    }

    /// In order, without others. If the row is expected later, the expected rows before it are missing.
    fn add_to_sequence(&mut self, rows: Rows<'_>, answer: Answer<'_>) -> Result<(), Error> {
        for index in self.next..rows.count() {
            if rows.row(index).is(self.cells, &answer)? {
                self.report_missing(rows, index);
                self.next = index.saturating_add(1);
                return Ok(());
            }
        }
        let cells = self.cells;
        self.report(&Difference::Unexpected(FoundRow { rows, cells, answer }));
        Ok(())
    }

    /// In order, with others between. Each expected row matches the first equal row after those that have been matched.
    fn add_to_subsequence(&mut self, rows: Rows<'_>, answer: Answer<'_>) -> Result<(), Error> {
        if self.count > self.matched && self.next < rows.count() && rows.row(self.next).is(self.cells, &answer)? {
            (self.next, self.matched) = (self.next.saturating_add(1), self.count);
        }
        Ok(())
    }

    /// In order: reports the expected rows from the next one up to another.
    fn report_missing(&mut self, rows: Rows<'_>, end: u32) {
        for index in self.next..end {
            self.report(&Difference::Missing(rows.row(index)));
        }
    }

    /// Called after the last answer. Returns false if the answers are needed once more: with others between, after a row that is missing,
    /// the rows after it are still to be found.
    fn end(&mut self) -> bool {
        match *self.expected {
            Expected::Rows { rows, ordered: false, .. } => {
                for index in 0..rows.count() {
                    if !self.found.has(index) {
                        self.report(&Difference::Missing(rows.row(index)));
                    }
                }
            }
            Expected::Rows { rows, at_least: false, .. } => self.report_missing(rows, rows.count()),
            Expected::Rows { rows, .. } => {
                if self.next < rows.count() {
                    self.report(&Difference::Missing(rows.row(self.next)));
                    self.next = self.next.saturating_add(1);
                    return self.next >= rows.count();
                }
            }
            Expected::Count(expected) if expected == self.count => {}
            Expected::Count(expected) => self.report(&Difference::Count { expected, found: self.count }),
            Expected::Refusal(expected) => self.report(&Difference::Answered { expected, found: self.count }),
        }
        true
    }

    /// Called instead of the other methods if a name can't be resolved.
    fn refused(mut self, found: Refusal, field: Field, name: &str) -> Verdict {
        let expected = if let Expected::Refusal(expected) = *self.expected { Some(expected) } else { None };
        if expected != Some(found) {
            self.report(&Difference::Refused { expected, found, field, name });
        }
        self.verdict
    }
}

const WORDS: usize = MAX_ROWS.div_ceil(u32::BITS) as usize;

/// Which expected rows have been found, a bit each.
struct Found([u32; WORDS]);

impl Default for Found {
    fn default() -> Self {
        Found([0; WORDS])
    }
}

impl Found {
    fn place(row: u32) -> (usize, u32) {
        (usize::try_from(row / u32::BITS).unwrap_or(usize::MAX), 1 << (row % u32::BITS))
    }

    fn has(&self, row: u32) -> bool {
        let (word, bit) = Self::place(row);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    fn insert(&mut self, row: u32) {
        let (word, bit) = Self::place(row);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }
}
