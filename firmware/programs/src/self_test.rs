//! The self-test: bad input first, then the questions of the host's tests, asked of the store in flash.

use factrom::Store;
use factrom_query::{QuestionSet, run};

use crate::open::with_store;
use crate::tally::Tally;
use crate::{BAD_INPUT, bad_input};

/// Runs all trials and all questions, logs each, and returns the exit status.
///
/// `region` holds the store and `questions` the compiled questions. What follows either of them in its region is ignored.
#[must_use]
pub fn self_test(region: &[u8], questions: &[u8]) -> u8 {
    let mut tally = Tally::default();
    bad_input::try_all(&mut tally);
    match QuestionSet::open(questions) {
        Ok(questions) => {
            bad_input::try_other_dataset(&questions, &mut tally);
            with_store(region, |store| put(&questions, store, &mut tally))
        }
        Err(error) => {
            defmt::error!("cannot open the questions: {}", error);
            defmt::error!("{}", defmt::Display2Format(&error));
            BAD_INPUT
        }
    }
}

/// Runs the questions on the store.
fn put(questions: &QuestionSet<'_>, store: &Store<'_>, tally: &mut Tally) -> u8 {
    match run(questions, store, tally) {
        Ok(_) => tally.status(),
        Err(error) => {
            defmt::error!("the questions were aborted: {}", error);
            defmt::error!("{}", defmt::Display2Format(&error));
            BAD_INPUT
        }
    }
}
