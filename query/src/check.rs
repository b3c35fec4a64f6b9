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
        let mut course = Course {
            expected: &self.expected,
            cells,
            report,
            verdict: Verdict::Passed,
            count: 0,
            taken: Taken::default(),
            next: 0,
            behind: 0,
        };
        loop {
            course.count = 0;
            if let Err(unanswered) = self.ask.answer(cells.store(), &mut |answer| course.meet(answer)) {
                let (found, field, name) = unanswered.refusal().ok_or(unanswered.error)?;
                return Ok(course.refused(found, field, name));
            }
            if course.end() {
                return Ok(course.verdict);
            }
        }
    }
}

/// What a question has brought so far.
///
/// There is one for all kinds of expectations, so that [`Ask::answer`](crate::Ask::answer) with its loops is in a program once.
struct Course<'c, R> {
    expected: &'c Expected<'c>,
    cells: &'c Cells<'c>,
    report: &'c mut R,
    verdict: Verdict,
    /// Answers so far.
    count: u32,
    /// In any order: the expected rows that have been found.
    taken: Taken,
    /// In order: the expected row whose turn it is.
    next: u32,
    /// In order, with others between: rows found up to the last that is expected.
    behind: u32,
}

impl<R: FnMut(&Difference<'_>)> Course<'_, R> {
    fn tell(&mut self, difference: &Difference<'_>) {
        self.verdict = Verdict::Failed;
        (self.report)(difference);
    }

    /// An answer comes.
    #[inline(never)]
    fn meet(&mut self, answer: Answer<'_>) -> Result<(), Error> {
        self.count = self.count.saturating_add(1);
        match self.expected {
            Expected::Rows { rows, ordered: false, at_least } => self.meet_in_set(*rows, *at_least, answer),
            Expected::Rows { rows, ordered: true, at_least: false } => self.meet_in_sequence(*rows, answer),
            Expected::Rows { rows, ordered: true, at_least: true } => self.meet_in_subsequence(*rows, answer),
            Expected::Count(_) | Expected::Refusal(_) => Ok(()),
        }
    }

    /// In any order. A row that is expected twice must come twice.
    fn meet_in_set(&mut self, rows: Rows<'_>, at_least: bool, answer: Answer<'_>) -> Result<(), Error> {
        for index in 0..rows.count() {
            if !self.taken.has(index) && rows.row(index).is(self.cells, &answer)? {
                self.taken.insert(index);
                return Ok(());
            }
        }
        if !at_least {
            let cells = self.cells;
            self.tell(&Difference::Unexpected(FoundRow { rows, cells, answer }));
        }
        Ok(())
    }

    /// In order, and no others. A row that is found further on among the expected ones is taken for it, and those before it for missing.
    fn meet_in_sequence(&mut self, rows: Rows<'_>, answer: Answer<'_>) -> Result<(), Error> {
        for index in self.next..rows.count() {
            if rows.row(index).is(self.cells, &answer)? {
                self.tell_missing(rows, index);
                self.next = index.saturating_add(1);
                return Ok(());
            }
        }
        let cells = self.cells;
        self.tell(&Difference::Unexpected(FoundRow { rows, cells, answer }));
        Ok(())
    }

    /// In order, with any others between them. Each expected row takes the first like it behind those taken.
    fn meet_in_subsequence(&mut self, rows: Rows<'_>, answer: Answer<'_>) -> Result<(), Error> {
        if self.count > self.behind && self.next < rows.count() && rows.row(self.next).is(self.cells, &answer)? {
            (self.next, self.behind) = (self.next.saturating_add(1), self.count);
        }
        Ok(())
    }

    /// Of rows in order, those whose turn has come, up to another.
    fn tell_missing(&mut self, rows: Rows<'_>, end: u32) {
        for index in self.next..end {
            self.tell(&Difference::Missing(rows.row(index)));
        }
    }

    /// The answers have come to their end. False if the question must be put again: a row was missing among others, and it is not known
    /// yet whether those after it are.
    fn end(&mut self) -> bool {
        match *self.expected {
            Expected::Rows { rows, ordered: false, .. } => {
                for index in 0..rows.count() {
                    if !self.taken.has(index) {
                        self.tell(&Difference::Missing(rows.row(index)));
                    }
                }
            }
            Expected::Rows { rows, at_least: false, .. } => self.tell_missing(rows, rows.count()),
            Expected::Rows { rows, .. } => {
                if self.next < rows.count() {
                    self.tell(&Difference::Missing(rows.row(self.next)));
                    self.next = self.next.saturating_add(1);
                    return self.next >= rows.count();
                }
            }
            Expected::Count(expected) if expected == self.count => {}
            Expected::Count(expected) => self.tell(&Difference::Count { expected, found: self.count }),
            Expected::Refusal(expected) => self.tell(&Difference::Answered { expected, found: self.count }),
        }
        true
    }

    /// There is no answer, because of a name.
    fn refused(mut self, found: Refusal, field: Field, name: &str) -> Verdict {
        let expected = if let Expected::Refusal(expected) = *self.expected { Some(expected) } else { None };
        if expected != Some(found) {
            self.tell(&Difference::Refused { expected, found, field, name });
        }
        self.verdict
    }
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
