//! Puts a question to a store, and compares what comes out with what is expected while it comes.
//!
//! No row is kept. Where the order does not count, each row found looks for its like among the expected ones that no row has taken yet; a
//! bit for each says which are taken. Where it counts, rows found go along with the expected ones.

use core::fmt;

use factrom::Error;

use crate::ask::{Answer, Field, Refusal};
use crate::cells::Cells;
use crate::row::{ExpectedRow, FoundRow, Rows};
use crate::set::{Expected, MAX_ROWS, Question};

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Verdict {
    /// What came out is what is expected.
    Passed,
    /// It is not; each [`Difference`] has been told.
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

/// One difference between what came out of a question and what is expected.
#[derive(Clone, Copy, Debug)]
pub enum Difference<'d> {
    /// A row that is expected, and was not found, or not in its place.
    Missing(ExpectedRow<'d>),
    /// A row that was found, and is not expected, or not in that place.
    Unexpected(FoundRow<'d>),
    /// Another number of answers.
    Count {
        /// How many are expected.
        expected: u32,
        /// How many came.
        found: u32,
    },
    /// Answers, where an error is expected.
    Answered {
        /// The error.
        expected: Refusal,
        /// How many answers came.
        found: u32,
    },
    /// An error, where answers or another error are expected.
    Refused {
        /// The error that is expected, if one is.
        expected: Option<Refusal>,
        /// The error that came.
        found: Refusal,
        /// What is named that can't be looked up.
        field: Field,
        /// By what name.
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

/// What stands in the way of an answer: an error that a question may expect, what is named, and the name.
type Refused<'q> = (Refusal, Field, &'q str);

impl Question<'_> {
    /// Puts the question to a store, gives each difference to `report`, and says how it ended.
    ///
    /// Costs what the question costs, and for each row found a comparison with the expected rows that are not found yet, which ends at
    /// the first cell that differs; rows in the order of the file cost one comparison each. Rows that must come in order, with others
    /// between them, cost the question once more for each that is missing.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn check(&self, cells: &Cells<'_>, report: &mut impl FnMut(&Difference<'_>)) -> Result<Verdict, Error> {
        match &self.expected {
            Expected::Rows { rows, ordered: false, at_least } => self.check_set(rows, *at_least, cells, report),
            Expected::Rows { rows, ordered: true, at_least: false } => self.check_sequence(rows, cells, report),
            Expected::Rows { rows, ordered: true, at_least: true } => self.check_subsequence(rows, cells, report),
            Expected::Count(expected) => self.check_count(*expected, cells, report),
            Expected::Refusal(expected) => self.check_refusal(*expected, cells, report),
        }
    }

    /// Asks; `Some` if the store refuses a name.
    fn put_to<'s>(
        &self,
        cells: &Cells<'s>,
        found: &mut impl FnMut(Answer<'s>) -> Result<(), Error>,
    ) -> Result<Option<Refused<'_>>, Error> {
        match self.ask.answer(cells.store(), found) {
            Ok(()) => Ok(None),
            Err(unanswered) => unanswered.refusal().map(Some).ok_or(unanswered.error),
        }
    }

    /// In any order. A row that is expected twice must come twice.
    fn check_set(
        &self,
        rows: &Rows<'_>,
        at_least: bool,
        cells: &Cells<'_>,
        report: &mut impl FnMut(&Difference<'_>),
    ) -> Result<Verdict, Error> {
        let (mut taken, mut verdict) = (Taken::default(), Verdict::Passed);
        let refused = self.put_to(cells, &mut |answer| {
            for index in 0..rows.count() {
                if !taken.has(index) && rows.row(index).is(cells, &answer)? {
                    taken.insert(index);
                    return Ok(());
                }
            }
            if !at_least {
                verdict = Verdict::Failed;
                report(&Difference::Unexpected(FoundRow { rows: *rows, cells, answer }));
            }
            Ok(())
        })?;
        if let Some(refused) = refused {
            return Ok(report_refused(None, refused, report));
        }
        for index in (0..rows.count()).filter(|index| !taken.has(*index)) {
            verdict = Verdict::Failed;
            report(&Difference::Missing(rows.row(index)));
        }
        Ok(verdict)
    }

    /// These rows in this order, and no others. A row found further on among the expected ones is taken for it, and those before it for
    /// missing.
    fn check_sequence(
        &self,
        rows: &Rows<'_>,
        cells: &Cells<'_>,
        report: &mut impl FnMut(&Difference<'_>),
    ) -> Result<Verdict, Error> {
        let (mut next, mut verdict) = (0, Verdict::Passed);
        let refused = self.put_to(cells, &mut |answer| {
            for index in next..rows.count() {
                if rows.row(index).is(cells, &answer)? {
                    for missing in next..index {
                        verdict = Verdict::Failed;
                        report(&Difference::Missing(rows.row(missing)));
                    }
                    next = index.saturating_add(1);
                    return Ok(());
                }
            }
            verdict = Verdict::Failed;
            report(&Difference::Unexpected(FoundRow { rows: *rows, cells, answer }));
            Ok(())
        })?;
        if let Some(refused) = refused {
            return Ok(report_refused(None, refused, report));
        }
        for missing in next..rows.count() {
            verdict = Verdict::Failed;
            report(&Difference::Missing(rows.row(missing)));
        }
        Ok(verdict)
    }

    /// These rows in this order, with any others between them. Each expected row takes the first like it behind those taken, and if there
    /// is none, it is missing and the question is put again for the rest.
    fn check_subsequence(
        &self,
        rows: &Rows<'_>,
        cells: &Cells<'_>,
        report: &mut impl FnMut(&Difference<'_>),
    ) -> Result<Verdict, Error> {
        // `behind`: rows found up to the last that is taken.
        let (mut next, mut behind, mut verdict) = (0u32, 0u32, Verdict::Passed);
        loop {
            let mut count = 0u32;
            let refused = self.put_to(cells, &mut |answer| {
                count = count.saturating_add(1);
                if count > behind && next < rows.count() && rows.row(next).is(cells, &answer)? {
                    (next, behind) = (next.saturating_add(1), count);
                }
                Ok(())
            })?;
            if let Some(refused) = refused {
                return Ok(report_refused(None, refused, report));
            }
            if next >= rows.count() {
                return Ok(verdict);
            }
            verdict = Verdict::Failed;
            report(&Difference::Missing(rows.row(next)));
            next = next.saturating_add(1);
        }
    }

    fn check_count(&self, expected: u32, cells: &Cells<'_>, report: &mut impl FnMut(&Difference<'_>)) -> Result<Verdict, Error> {
        let (found, refused) = self.count(cells)?;
        if let Some(refused) = refused {
            return Ok(report_refused(None, refused, report));
        }
        if found == expected {
            return Ok(Verdict::Passed);
        }
        report(&Difference::Count { expected, found });
        Ok(Verdict::Failed)
    }

    fn check_refusal(
        &self,
        expected: Refusal,
        cells: &Cells<'_>,
        report: &mut impl FnMut(&Difference<'_>),
    ) -> Result<Verdict, Error> {
        match self.count(cells)? {
            (_, Some((found, ..))) if found == expected => Ok(Verdict::Passed),
            (_, Some(refused)) => Ok(report_refused(Some(expected), refused, report)),
            (found, None) => {
                report(&Difference::Answered { expected, found });
                Ok(Verdict::Failed)
            }
        }
    }

    fn count(&self, cells: &Cells<'_>) -> Result<(u32, Option<Refused<'_>>), Error> {
        let mut count = 0u32;
        let refused = self.put_to(cells, &mut |_| {
            count = count.saturating_add(1);
            Ok(())
        })?;
        Ok((count, refused))
    }
}

fn report_refused(expected: Option<Refusal>, refused: Refused<'_>, report: &mut impl FnMut(&Difference<'_>)) -> Verdict {
    let (found, field, name) = refused;
    report(&Difference::Refused { expected, found, field, name });
    Verdict::Failed
}

const WORDS: usize = MAX_ROWS.div_ceil(u32::BITS) as usize;

/// Which expected rows have been found, a bit each.
struct Taken([u32; WORDS]);

impl Default for Taken {
    fn default() -> Self {
        Taken([0; WORDS])
    }
}

impl Taken {
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
