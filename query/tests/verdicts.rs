//! Question sets: what a board reports of questions that pass and of questions that fail.

use factrom::Store;
use factrom_query::{Difference, Expected, Question, QuestionSet, Report, Tally, Verdict, run};

const BLOB: &[u8] = include_bytes!("storm.fct");
const SET: &[u8] = include_bytes!("storm.fcq");

/// What a run reports, line by line.
#[derive(Default)]
struct Log(Vec<String>);

impl Report for Log {
    fn difference(&mut self, _: &Question<'_>, difference: &Difference<'_>) {
        self.0.push(format!("  {difference}"));
    }

    fn ended(&mut self, question: &Question<'_>, verdict: Verdict) {
        self.0.push(format!("{verdict} {}: {}", question.file, question.name));
    }
}

#[test]
fn each_kind_of_expectation_passes_and_fails() {
    let store = Store::open(BLOB).unwrap();
    let set = QuestionSet::open(SET).unwrap();
    let mut log = Log::default();
    let tally = run(&set, &store, &mut log).unwrap();
    assert_eq!((tally, set.question_count()), (Tally { passed: 10, failed: 11 }, 21));
    assert_eq!((tally.all_passed(), tally.to_string()), (false, "10 passed, 11 failed".to_string()));
    assert_eq!(set.dataset_id(), Some(store.dataset_id()));
    let expected = r#"  + lasts-seven-too | "" | 7 h
  - lasts-seven-too | "" | 8 h
FAILED failing: rows in any order
  + fact/storm
  - storm
FAILED failing: an entity where there is a fact
  + 7 h
  - 8 h
FAILED failing: a row twice
  - lasts-seven
  + lasts-seven
  - storm
FAILED failing: rows in order
  - bob-denies
  - x
  - lasts-eight
  - fact-hits
FAILED failing: rows in order, with others
  - storm
FAILED failing: rows in any order, with others
  expected 1 answer, got 3
FAILED failing: a count
  expected 0 answers, got 1
FAILED failing: a count of none
  expected the error not-found, got 1 answer
FAILED failing: answers instead of an error
  no source is called `x`
FAILED failing: an error instead of answers
  expected the error not-found, got ambiguous: `Robert` is a name of several entities
FAILED failing: another error
ok passing: rows in any order
ok passing: rows in order
ok passing: rows in any order, with others
ok passing: rows in order, with others
ok passing: a row twice
ok passing: a timeline
ok passing: a pattern
ok passing: a count
ok passing: a name of nothing
ok passing: a name of several"#;
    assert_eq!(log.0.join("\n"), expected);
}

#[test]
fn a_question_is_read_with_its_rows() {
    let set = QuestionSet::open(SET).unwrap();
    let first = set.questions().next().unwrap().unwrap();
    assert_eq!((first.file, first.name), ("failing", "rows in any order"));
    let Expected::Rows { rows, ordered, at_least } = first.expected else { panic!("{:?}", first.expected) };
    assert_eq!((rows.count(), ordered, at_least), (3, false, false));
    let words: Vec<&str> = rows.columns().map(|column| column.word()).collect();
    assert_eq!(words, ["fact", "note", "object"]);
    assert_eq!(rows.row(1).cells().collect::<Vec<_>>(), ["lasts-seven-too", "", "8 h"]);
    assert_eq!(rows.row(3).cells().count(), 0, "there is no fourth row");
    assert_eq!(rows.row(0).to_string(), r#"lasts-seven | "" | 7 h"#);
}
