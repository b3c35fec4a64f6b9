//! Trials that passed and trials that failed.

use defmt::println;

use crate::{ALL_WELL, FAILED};

/// Counts trials, and logs each.
#[derive(Debug, Default)]
pub struct Tally {
    passed: u32,
    failed: u32,
}

impl Tally {
    /// One more trial.
    pub fn count(&mut self, what: &str, passed: bool) {
        if passed {
            self.passed = self.passed.saturating_add(1);
            println!("  pass  {=str}", what);
        } else {
            self.failed = self.failed.saturating_add(1);
            println!("  FAIL  {=str}", what);
        }
    }

    /// Logs the sums, and returns the status to exit with.
    #[must_use]
    pub fn status(&self) -> u8 {
        println!("");
        println!("{=u32} passed, {=u32} failed", self.passed, self.failed);
        if self.failed == 0 && self.passed > 0 { ALL_WELL } else { FAILED }
    }
}
