//! The self-test: bad input first, then the questions of the host's tests, put to the store in flash.

use crate::tally::Tally;
use crate::{BAD_INPUT, bad_input, open};

/// Runs all trials and questions, logs each, and returns the status to exit with.
#[must_use]
pub fn self_test(region: &[u8]) -> u8 {
    let mut tally = Tally::default();
    bad_input::try_all(&mut tally);
    if open::open(region).is_err() {
        return BAD_INPUT;
    }
    tally.status()
}
