//! What flash may contain instead of a store. Each case must be refused with its own error, without a fault or an endless loop.
//!
//! `firmware/test` also runs `ask` on such regions and compares the logged errors.

use factrom::compiler::{MAGIC, MAJOR};
use factrom::{OpenError, Store};
use factrom_query::{QuestionSet, RunError, run};

use crate::tally::Tally;

/// A small store, which can be modified in a microbit's RAM.
static TALKS: &[u8; TALKS_LEN] = include_bytes!("../../../core/doc/talks.fct");
const TALKS_LEN: usize = include_bytes!("../../../core/doc/talks.fct").len();

/// A trial: what the flash contains, and a check that it is refused correctly.
type Trial = (&'static str, fn(&mut [u8; TALKS_LEN]) -> bool);

/// The trials that modify a store.
const TRIALS: [Trial; 7] = [
    ("a valid store opens", |blob| refused(blob).is_none()),
    ("erased flash", |blob| {
        blob.fill(0xFF);
        refused(blob) == Some(OpenError::Erased)
    }),
    ("a store that is truncated at every byte", is_refused_at_every_length),
    ("a store of a newer major version", |blob| {
        set(blob, MAJOR_AT, MAJOR + 1);
        refused(blob) == Some(OpenError::Version { major: MAJOR + 1, minor: 0 })
    }),
    ("a store with a flipped bit in every byte", is_refused_at_every_flip),
    ("something that is not a store", |blob| {
        blob.fill(0);
        refused(blob) == Some(OpenError::NotABlob { found: [0; 4] })
    }),
    ("constants of another data set", |blob| is_refused_by_constants_of_another(blob)),
];

/// Position of the major version: after the magic.
const MAJOR_AT: usize = MAGIC.len();

/// Runs all trials and counts them.
// Not inlined, so that its stack frame is gone when the questions begin.
#[inline(never)]
pub fn try_all(tally: &mut Tally) {
    for (what, trial) in TRIALS {
        let mut blob = *TALKS;
        tally.count(FROM, what, trial(&mut blob));
    }
}

/// Runs the questions on a store of another data set. The run must not begin, so nothing must be reported.
#[inline(never)]
pub fn try_other_dataset(questions: &QuestionSet<'_>, tally: &mut Tally) {
    let refused = match &Store::open(TALKS) {
        Ok(talks) => matches!(run(questions, talks, tally), Err(RunError::OtherDataset { .. })),
        Err(_) => false,
    };
    tally.count(FROM, "questions for another data set", refused);
}

/// Name of these trials in the log.
const FROM: &str = "bad input";

/// A few bytes are too short. With more of them, each length is that of a truncated store.
fn is_refused_at_every_length(blob: &mut [u8; TALKS_LEN]) -> bool {
    (0..TALKS_LEN).all(|len| {
        let error = blob.get(..len).and_then(refused);
        matches!(error, Some(OpenError::Truncated)) || len < SHORTEST && matches!(error, Some(OpenError::TooShort { .. }))
    })
}

/// Minimum number of bytes: magic and version.
const SHORTEST: usize = MAJOR_AT + 2;

/// The checksum finds what no other check finds. Some flips are found before the checksum is computed.
fn is_refused_at_every_flip(blob: &mut [u8; TALKS_LEN]) -> bool {
    let mut checksums = 0usize;
    let all = (0..TALKS_LEN).all(|at| {
        flip(blob, at);
        let error = refused(blob);
        flip(blob, at);
        checksums = checksums.saturating_add(usize::from(error == Some(OpenError::Checksum)));
        error.is_some()
    });
    all && checksums > TALKS_LEN / 2
}

/// Like the `open` that a build script generates with its constants: it knows the data set of the constants.
fn is_refused_by_constants_of_another(blob: &[u8]) -> bool {
    let Ok(found) = Store::open(blob).map(|store| store.dataset_id()) else { return false };
    let mut expected = found;
    flip(&mut expected.0, 0);
    let refused = match &Store::open_dataset(blob, expected) {
        Ok(_) => None,
        Err(error) => Some(*error),
    };
    refused == Some(OpenError::OtherDataset { found, expected }) && Store::open_dataset(blob, found).is_ok()
}

fn flip(blob: &mut [u8], at: usize) {
    if let Some(byte) = blob.get_mut(at) {
        *byte ^= 0x10;
    }
}

fn refused(blob: &[u8]) -> Option<OpenError> {
    match &Store::open(blob) {
        Ok(_) => None,
        Err(error) => Some(*error),
    }
}

fn set(blob: &mut [u8], at: usize, value: u8) {
    if let Some(byte) = blob.get_mut(at) {
        *byte = value;
    }
}
