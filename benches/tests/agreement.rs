//! Checks that all four engines give the answers of a naive count, on the data that the bench measures.

use std::path::Path;

use factrom_benches::data::DataSet;
use factrom_benches::engines::{EngineName, Place};
use factrom_benches::measure::{build, check};
use factrom_benches::questions::{Questions, SHAPES};

/// Builds all stores of a data set in a folder.
fn built(set: &DataSet, folder: &Path) -> (Questions, Vec<(EngineName, Place)>) {
    let triples = folder.join("triples.nt");
    let questions = set.prepare(&triples).expect("the data set is there");
    let places = EngineName::ALL.map(|engine| {
        let place = Place { triples: triples.clone(), folder: folder.join(engine.argument()) };
        std::fs::create_dir(&place.folder).expect("the folder is new");
        build(engine, &place).expect("it builds");
        (engine, place)
    });
    (questions, places.to_vec())
}

fn all_agree(set: &DataSet) -> Questions {
    let folder = tempfile::tempdir().expect("a folder");
    let (questions, places) = built(set, folder.path());
    let expected: Vec<Vec<u64>> =
        questions.expected.iter().map(|shape| shape.iter().map(|expected| expected.count).collect()).collect();
    for (engine, place) in places {
        let found = check(engine, &place, &questions).unwrap_or_else(|error| panic!("{engine}: {error}"));
        assert_eq!(found, expected, "{engine}");
    }
    questions
}

#[test]
fn all_engines_agree_on_generated_data() {
    let questions = all_agree(&DataSet::generated(1_000));
    assert_eq!(questions.sample.len(), 1_000);
    // The sample is the whole data set here, so every triple is among the distinct ones, and a scan finds them all.
    let total = |name: &str| {
        let shape = SHAPES.iter().position(|shape| shape.name == name).expect("a pattern");
        questions.expected[shape].iter().map(|expected| expected.count).sum::<u64>()
    };
    assert_eq!(["???", "s??", "?p?", "??o", "sp?", "s?o", "?po", "spo"].map(total), [1_000; 8]);
}

#[test]
fn all_engines_agree_on_files() {
    for name in ["lubm-1035", "schemaorg-30.0"] {
        let set = DataSet::named(name).expect("a known name");
        if !set.is_absent().expect("on CI all files are there") {
            assert_eq!(all_agree(&set).sample.len(), 1_024);
        }
    }
}

#[test]
fn data_with_repetitions_blank_nodes_and_escapes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("odd.nt");
    let lines = [
        "_:b1 <http://e/p> \"a\\nb\\\"c\\\\\" .",
        "_:b1 <http://e/p> \"a\\u000Ab\\\"c\\\\\" .",
        "_:b2 <http://e/p> _:b1 .",
        "_:b2 <http://e/p> \"Grüße\"@DE .",
        "<http://e/ü> <http://e/p> \"7\"^^<http://www.w3.org/2001/XMLSchema#integer> .",
        "<http://e/ü> <http://e/q> \"\" .",
        "<http://e/p> <http://e/q> <http://e/ü> .",
    ];
    std::fs::write(&file, lines.join("\n")).expect("it can be written");
    let questions = all_agree(&DataSet::named(&file.to_string_lossy()).expect("a path"));
    assert_eq!(questions.triples, 6);
}

#[test]
fn a_wrong_count_is_noticed_in_every_engine() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut questions, places) = built(&DataSet::generated(1_000), folder.path());
    questions.expected[3][5].count += 1;
    for (engine, place) in places {
        let error = check(engine, &place, &questions).expect_err("the count is wrong").to_string();
        assert!(error.starts_with(&format!("{engine} finds ")) && error.contains("triples of sp?, but"), "{error}");
    }
}
