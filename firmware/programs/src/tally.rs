//! Counts trials that passed and trials that failed.

use defmt::println;
use factrom_query::{Difference, Question, Report, Verdict};

use crate::{ALL_WELL, FAILED};

/// Counts and logs trials.
#[derive(Debug, Default)]
pub struct Tally {
    passed: u32,
    failed: u32,
}

impl Tally {
    /// Adds a trial: where it comes from, what it is, and whether it passed.
    pub fn count(&mut self, from: &str, what: &str, passed: bool) {
        if passed {
            self.passed = self.passed.saturating_add(1);
            println!("  pass  {=str}: {=str}", from, what);
        } else {
            self.failed = self.failed.saturating_add(1);
            println!("  FAIL  {=str}: {=str}", from, what);
        }
    }

    /// Logs the totals, and returns the exit status.
    #[must_use]
    pub fn status(&self) -> u8 {
        println!("");
        println!("{=u32} passed, {=u32} failed", self.passed, self.failed);
        if self.failed == 0 && self.passed > 0 { ALL_WELL } else { FAILED }
    }
}

impl Report for Tally {
    fn difference(&mut self, _: &Question<'_>, difference: &Difference<'_>) {
        println!("        {}", difference);
    }

    fn ended(&mut self, question: &Question<'_>, verdict: Verdict) {
        self.count(question.file, question.name, verdict == Verdict::Passed);
    }
}
