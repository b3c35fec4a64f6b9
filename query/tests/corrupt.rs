//! Sets of questions that are broken: each kind has its error, and no bytes make the runner panic or go on for ever.

use factrom::Store;
use factrom::compiler::CRC;
use factrom_query::{Difference, Question, QuestionSet, Report, RunError, SetError, Tally, Verdict, run};

const BLOB: &[u8] = include_bytes!("../../core/doc/talks.fct");
const SET: &[u8] = include_bytes!("../doc/talks.fcq");

struct Counted(u32);

impl Report for Counted {
    fn difference(&mut self, _: &Question<'_>, difference: &Difference<'_>) {
        // Written in full, since a board that fails does so.
        assert!(!difference.to_string().is_empty());
    }

    fn ended(&mut self, _: &Question<'_>, _: Verdict) {
        self.0 += 1;
    }
}

/// The bytes with a CRC that is right.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - 4;
    let crc = CRC.checksum(&bytes[..end]);
    bytes[end..].copy_from_slice(&crc.to_le_bytes());
    bytes
}

#[test]
fn what_is_no_set_is_named() {
    let open = |bytes: &[u8]| QuestionSet::open(bytes).err();
    assert_eq!(open(&[]), Some(SetError::TooShort { len: 0 }));
    assert_eq!(open(&[0x89, b'F', b'C', b'Q', 1]), Some(SetError::TooShort { len: 5 }));
    assert_eq!(open(&[0xFF; 64]), Some(SetError::Erased));
    assert_eq!(open(b"PK\x03\x04 and so on"), Some(SetError::NotQuestions { found: *b"PK\x03\x04" }));
    assert_eq!(open(BLOB), Some(SetError::NotQuestions { found: [0x89, b'F', b'C', b'T'] }));
    assert_eq!(
        open(BLOB).unwrap().to_string(),
        "this is a FactROM blob, not a set of questions: compile questions with `factrom test --compile`"
    );
    let mut newer = SET.to_vec();
    (newer[4], newer[5]) = (2, 7);
    assert_eq!(open(&newer), Some(SetError::Version { major: 2, minor: 7 }));
    // What follows is not looked at: the rest of a flash region.
    assert_eq!(QuestionSet::open(&[SET, &[0xFF; 100]].concat()).unwrap().question_count(), 4);
}

#[test]
fn every_truncation_and_every_flipped_bit_is_found() {
    for len in 6..SET.len() {
        assert_eq!(QuestionSet::open(&SET[..len]).err(), Some(SetError::Truncated), "{len} bytes");
    }
    for bit in 0..SET.len() * 8 {
        let mut bytes = SET.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let error = QuestionSet::open(&bytes).err();
        assert!(error.is_some(), "bit {bit}");
        // The version and the magic come first; behind them a length may now reach behind the end.
        if bit >= SET.len() * 8 - 32 {
            assert_eq!(error, Some(SetError::Checksum), "bit {bit}");
        }
    }
}

#[test]
fn no_bytes_with_a_right_crc_panic_or_loop() {
    let store = Store::open(BLOB).unwrap();
    let (mut ran, mut broken) = (0, 0);
    for place in 6..SET.len() - 4 {
        for value in (0..8).map(|bit| SET[place] ^ 1 << bit).chain([0, 0x7F, 0x80, 0xFF]) {
            let mut bytes = SET.to_vec();
            bytes[place] = value;
            let bytes = sealed(bytes);
            let Ok(set) = QuestionSet::open(&bytes) else { continue };
            let mut report = Counted(0);
            match run(&set, &store, &mut report) {
                Ok(tally) => {
                    ran += 1;
                    assert_eq!((tally.passed + tally.failed, report.0), (set.question_count(), set.question_count()));
                }
                Err(RunError::Set { ended, error }) => {
                    broken += 1;
                    assert_eq!((ended, error == SetError::Checksum), (report.0, false));
                }
                Err(RunError::OtherDataset { .. }) => assert!((7..23).contains(&place), "byte {place}"),
                Err(error) => panic!("byte {place}: {error}"),
            }
        }
    }
    assert!(ran > 500 && broken > 200, "{ran} runs, {broken} broken");
}

/// A set of no questions passes nothing.
#[test]
fn nothing_asked_is_no_success() {
    assert!(!Tally::default().all_passed());
    assert!(!Tally { passed: 3, failed: 1 }.all_passed());
    assert!(Tally { passed: 3, failed: 0 }.all_passed());
}
