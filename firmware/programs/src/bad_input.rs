//! What a flash may hold instead of a store, tried on a small one: each must be refused by its own error, without a fault and without an
//! endless loop.
//!
//! The runs of `ask` on regions with such contents, whose errors are compared in `firmware/test`, show the same from outside.

use factrom::compiler::{MAGIC, MAJOR};
use factrom::{OpenError, Store};
use factrom_query::{QuestionSet, RunError, run};

use crate::tally::Tally;

/// A store of a few facts, small enough to be altered in a microbit's RAM.
static TALKS: &[u8; TALKS_LEN] = include_bytes!("../../../core/doc/talks.fct");
const TALKS_LEN: usize = include_bytes!("../../../core/doc/talks.fct").len();

/// One trial: what the flash holds, and whether that is refused as it must be.
type Trial = (&'static str, fn(&mut [u8; TALKS_LEN]) -> bool);

/// The trials that a store of any kind can be put to.
const TRIALS: [Trial; 7] = [
    ("a store that is whole opens", |blob| refused(blob).is_none()),
    ("erased flash", |blob| {
        blob.fill(0xFF);
        refused(blob) == Some(OpenError::Erased)
    }),
    ("a store that is cut short, at every byte", is_refused_at_every_length),
    ("a store of a newer major version", |blob| {
        set(blob, MAJOR_AT, MAJOR + 1);
        refused(blob) == Some(OpenError::Version { major: MAJOR + 1, minor: 0 })
    }),
    ("a store in which a bit is flipped, of every byte", is_refused_at_every_flip),
    ("what is no store", |blob| {
        blob.fill(0);
        refused(blob) == Some(OpenError::NotABlob { found: [0; 4] })
    }),
    ("constants of another data set", |blob| is_refused_by_constants_of_another(blob)),
];

/// Where the major version stands: behind the magic.
const MAJOR_AT: usize = MAGIC.len();

/// Runs all trials and counts them.
// Not inlined, so that what it holds has left the stack when the questions begin.
#[inline(never)]
pub fn try_all(tally: &mut Tally) {
    for (what, trial) in TRIALS {
        let mut blob = *TALKS;
        tally.count(FROM, what, trial(&mut blob));
    }
}

/// Puts the questions to a store that they are not for. Nothing must be reported: the run must not begin.
#[inline(never)]
pub fn try_other_dataset(questions: &QuestionSet<'_>, tally: &mut Tally) {
    let refused = match &Store::open(TALKS) {
        Ok(talks) => matches!(run(questions, talks, tally), Err(RunError::OtherDataset { .. })),
        Err(_) => false,
    };
    tally.count(FROM, "questions for another data set", refused);
}

/// What the trials are counted under.
const FROM: &str = "bad input";

/// The first bytes alone are too short; with more of them, each length is one that a store is cut to.
fn is_refused_at_every_length(blob: &mut [u8; TALKS_LEN]) -> bool {
    (0..TALKS_LEN).all(|len| {
        let error = blob.get(..len).and_then(refused);
        matches!(error, Some(OpenError::Truncated)) || len < SHORTEST && matches!(error, Some(OpenError::TooShort { .. }))
    })
}

/// Fewer bytes are not even looked at: magic and version.
const SHORTEST: usize = MAJOR_AT + 2;

/// The checksum finds what no other check does; some flips are found before it is reached.
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

/// What the `open` does that a build script writes beside its constants: it knows the data set that they are of.
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
