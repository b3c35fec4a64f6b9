//! The command line asks through the crate `factrom-query`: each option reaches its own filter, and rows keep the kind of an id.
//!
//! In `query/tests/storm` an entity, a fact, a source, a predicate and a class have the id `storm`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use factrom_tool::compile::compile;
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Options, resolve};
use serde_json::{Value, json};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../query/tests").join(name)
}

fn factrom(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_factrom"))
        .args(arguments)
        .env("FACTROM_STORE", data("storm.fct"))
        .current_dir(data(""))
        .output()
        .unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = factrom(arguments);
    String::from_utf8(output.stdout).unwrap()
}

fn stderr(arguments: &[&str]) -> (Option<i32>, String) {
    let output = factrom(arguments);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout(arguments)).unwrap()
}

/// The rows of a CSV without its heading.
fn csv(arguments: &[&str]) -> Vec<String> {
    stdout(&[arguments, &["--format", "csv"]].concat()).lines().skip(1).map(str::to_string).collect()
}

/// The first column of the CSV.
fn ids(arguments: &[&str]) -> Vec<String> {
    csv(arguments).iter().map(|row| row.split(',').next().unwrap().to_string()).collect()
}

#[test]
fn the_test_data_are_compiled_from_their_files() {
    let input = Input::read(&data("storm")).unwrap();
    let blob = compile(&resolve(&input, Options::default()).model).unwrap();
    assert!(blob == fs::read(data("storm.fct")).unwrap(), "run `factrom build query/tests/storm -o query/tests/storm.fct`");
    let folder = tempfile::tempdir().unwrap();
    let imported = folder.path().join("terms.fct");
    let output = factrom(&["import", "terms.trig", "--facts", "storm", "-o", imported.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let command = "factrom import query/tests/terms.trig --facts query/tests/storm -o query/tests/terms.fct";
    assert!(fs::read(imported).unwrap() == fs::read(data("terms.fct")).unwrap(), "run `{command}`");
    let compiled = folder.path().join("storm.fcq");
    let output = factrom(&["test", "storm/questions", "--compile", compiled.to_str().unwrap()]);
    assert!(String::from_utf8(output.stdout).unwrap().ends_with("10 passed, 11 failed\n"));
    let command = "factrom test query/tests/storm/questions --store query/tests/storm.fct --compile query/tests/storm.fcq";
    assert!(fs::read(compiled).unwrap() == fs::read(data("storm.fcq")).unwrap(), "run `{command}`");
}

/// Each option selects other facts, so none can be ignored or reach the filter of another.
#[test]
fn each_option_reaches_its_filter() {
    assert_eq!(ids(&["query"]).len(), 11);
    for (option, value, expected) in [
        ("--subject", "gale", &["ann-warns-bob", "bob-denies"][..]),
        ("--subject", "fact/storm", &["fact-hits"]),
        ("--predicate", "lasts", &["lasts-eight", "lasts-seven", "lasts-seven-too"]),
        ("--object", "harbour", &["storm"]),
        ("--object", "storm", &["fact-hits"]),
        ("--object", "fact/storm", &["hits-fact"]),
        ("--object", "\"storm\"@en-GB", &["hits-text"]),
        ("--object", "8 h", &["lasts-eight"]),
        ("--object", "2022", &["hits-year"]),
        ("--speaker", "ann", &["ann-warns-bob"]),
        ("--audience", "ann", &["bob-denies"]),
        ("--place", "coast", &["ann-warns-bob"]),
        ("--source", "gazette", &["hits-number", "hits-text", "hits-year", "lasts-eight", "lasts-seven-too", "storm"]),
        ("--stance", "denied", &["bob-denies"]),
        ("--when", "2022-01-10", &["storm"]),
        ("--when", "2022-01-11..", &["ann-warns-bob"]),
    ] {
        assert_eq!(ids(&["query", option, value]), expected, "{option} {value}");
        let timed: Vec<&str> = ["storm", "ann-warns-bob"].into_iter().filter(|id| expected.contains(id)).collect();
        assert_eq!(ids(&["timeline", option, value]), timed, "timeline {option} {value}");
    }
    assert_eq!(ids(&["query", "--place", "harbour", "--stance", "denied"]), ["bob-denies"]);
    assert_eq!(ids(&["timeline"]), ["storm", "ann-warns-bob"]);
    // A triple is told by all three of its terms.
    for (option, value, expected) in [
        ("--subject", "fact/storm", &["fact/storm,storm,storm"][..]),
        ("--predicate", "storm", &["storm,storm,fact/storm", "fact/storm,storm,storm"]),
        ("--predicate", "<https://storm.example/predicate/storm>", &["storm,storm,fact/storm", "fact/storm,storm,storm"]),
        ("--object", "fact/storm", &["storm,storm,fact/storm"]),
    ] {
        let mut rows = csv(&["query", "--triples", option, value]);
        let mut expected = expected.to_vec();
        rows.sort();
        expected.sort_unstable();
        assert_eq!(rows, expected, "{option} {value}");
    }
}

#[test]
fn csv_keeps_the_kind_of_an_id() {
    let csv = |command: &[&str]| stdout(&[command, &["--format", "csv"]].concat());
    let head = "id,statement,subject,predicate,object,stance,speaker,audience,where,when,said_on,said_at,status,note,qualifiers,evidence,\
                disputes,corroborates\n";
    assert_eq!(
        csv(&["query", "--predicate", "storm"]),
        format!(
            "{head}fact-hits,The news that the storm hits the harbour hits the storm.,fact/storm,storm,storm,asserted,,,,,,,sound,,,\
             storm:4,,\nhits-fact,The storm hits the news that the storm hits the harbour.,storm,storm,fact/storm,asserted,,,,,,,sound,,,\
             storm:4,,\n"
        )
    );
    assert_eq!(
        csv(&["timeline", "--speaker", "ann"]),
        format!(
            "{head}ann-warns-bob,Ann warned Bob that Gale would hit the coast.,gale,hits,coast,warned,ann,bob,coast,2022-01-11,\
             2022-01-09,harbour,sound,,condition=fact/storm,storm:2,,\n"
        )
    );
    assert_eq!(csv(&["query", "--triples", "--object", "fact/storm"]), "subject,predicate,object\nstorm,storm,fact/storm\n");
}

#[test]
fn json_keeps_the_kind_of_an_id() {
    let (entity, fact) = (
        json!({ "id": "storm", "label": "Anna", "kind": "entity" }),
        json!({ "id": "storm", "label": "The storm Anna hits the harbour.", "kind": "fact" }),
    );
    let predicate = json!({ "id": "storm", "label": "is stormed by", "kind": "predicate" });
    let facts = json(&["query", "--predicate", "storm", "--format", "json"]);
    assert_eq!([&facts[0]["subject"], &facts[0]["object"]], [&fact, &entity]);
    assert_eq!([&facts[1]["subject"], &facts[1]["object"]], [&entity, &fact]);
    assert_eq!(facts[0]["predicate"], predicate);
    let triples = json(&["query", "--triples", "--object", "fact/storm", "--format", "json"]);
    assert_eq!(triples, json!([{ "subject": entity, "predicate": predicate, "object": fact }]));
    let warned = json(&["timeline", "--speaker", "ann", "--format", "json"]);
    assert_eq!(warned[0]["qualifiers"][0]["object"], fact);
    let page = json(&["show", "hits-fact", "--format", "json"]);
    assert_eq!((&page["subject"], &page["object"]), (&entity, &fact));
    let page = json(&["show", "storm", "--format", "json"]);
    assert_eq!(
        (&page["id"], &page["class"]),
        (&json!("storm"), &json!({ "id": "storm", "label": "kind of storm", "kind": "class" }))
    );
    let about: Vec<&Value> = page["about"].as_array().unwrap().iter().map(|fact| &fact["id"]).collect();
    assert_eq!(
        about,
        [
            "hits-fact",
            "hits-number",
            "hits-text",
            "hits-year",
            "lasts-eight",
            "lasts-seven",
            "lasts-seven-too",
            "storm",
            "fact-hits"
        ]
    );
    let page = json(&["show", "fact/storm", "--format", "json"]);
    assert_eq!((&page["id"], &page["statement"]), (&json!("storm"), &fact["label"]));
    let lines = stdout(&["export", "--format", "jsonl"]);
    let line = |id: &str| -> Value {
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).find(|fact| fact["id"] == id).unwrap()
    };
    assert_eq!((&line("fact-hits")["subject"], &line("hits-fact")["object"]), (&fact, &fact));
    assert_eq!(line("hits-text")["object"]["kind"], Value::Null, "a literal has a datatype");
}

/// An IRI that has no id in the data set is shown whole, even in its namespace.
#[test]
fn what_has_no_id_is_shown_whole() {
    let store = data("terms.fct");
    let store = store.to_str().unwrap();
    let rows = csv(&["query", "--triples", "--store", store]);
    for row in [
        "new,entity/storm,https://storm.example/other/storm,",
        "https://storm.example/storm,storm,https://storm.example/entity/a/b,",
        "source/storm,http://other.example/says,class/storm,source/storm",
    ] {
        assert!(rows.contains(&row.to_string()), "{row} in {rows:?}");
    }
    let triple = |arguments: &[&str]| {
        let common = ["query", "--triples", "--store", store, "--format", "json"];
        json(&[&common, arguments].concat())[0].clone()
    };
    let whole = triple(&["--subject", "https://storm.example/storm"]);
    assert_eq!(
        whole["subject"],
        json!({ "id": "https://storm.example/storm", "label": "https://storm.example/storm", "kind": "iri" })
    );
    assert_eq!((&whole["predicate"]["kind"], &whole["object"]["kind"]), (&json!("predicate"), &json!("iri")));
    let blank = triple(&["--subject", "entity/new", "--object", "_:storm"]);
    assert_eq!(blank["object"], json!({ "id": "_:storm", "label": "_:storm", "kind": "blank" }));
    let in_graph = triple(&["--subject", "source/storm"]);
    assert_eq!([&in_graph["object"]["kind"], &in_graph["graph"]["kind"], &in_graph["graph"]["id"]], ["class", "source", "storm"]);
    let nested = &triple(&["--subject", "http://other.example/storm"])["object"];
    assert_eq!((&nested["subject"]["kind"], &nested["object"]["subject"]["kind"]), (&json!("entity"), &json!("fact")));
}

/// `show` lists what disputes a fact and what corroborates it, and does not confuse the two.
#[test]
fn a_page_has_disputes_and_corroboration_apart() {
    let page = json(&["show", "lasts-seven", "--format", "json"]);
    let ids = |list: &str| page[list].as_array().unwrap().iter().map(|fact| fact["id"].clone()).collect::<Vec<_>>();
    assert_eq!((ids("disputed_by"), ids("corroborated_by")), (vec![json!("lasts-eight")], vec![json!("lasts-seven-too")]));
    assert_eq!((&page["disputes"], &page["corroborates"]), (&json!(["lasts-eight"]), &json!(["lasts-seven-too"])));
    let text = stdout(&["show", "lasts-seven", "--format", "text"]);
    let after = |heading: &str| text.split(heading).nth(1).unwrap().to_string();
    let (disputed, corroborated) = (after("disputed by"), after("corroborated by"));
    assert!(disputed.split("corroborated by").next().unwrap().contains("The storm lasts eight hours."), "{text}");
    assert!(corroborated.contains("lasts-seven-too") && !corroborated.contains("lasts eight hours"), "{text}");
}

/// What an entity's page lists: facts about it, said by it, said to it, and there.
#[test]
fn a_page_has_its_lists_apart() {
    let lists = |name: &str| {
        let page = json(&["show", name, "--format", "json"]);
        let ids = |list: &str| page[list].as_array().unwrap().iter().map(|fact| fact["id"].clone()).collect::<Vec<_>>();
        (ids("about"), ids("said"), ids("said_to"), ids("there"))
    };
    assert_eq!(lists("ann"), (vec![], vec![json!("ann-warns-bob")], vec![json!("bob-denies")], vec![]));
    let denies = vec![json!("bob-denies"), json!("storm")];
    assert_eq!(lists("harbour"), (vec![json!("storm")], vec![], vec![], denies));
    let text = stdout(&["show", "bob", "--format", "text"]);
    let said = text.split("\nsaid by Bob: 1 fact\n").nth(1).unwrap();
    let (by, to) = said.split_once("\nsaid to Bob: 1 fact\n").unwrap();
    assert!(by.contains("bob-denies") && to.contains("ann-warns-bob"), "{text}");
}

#[test]
fn names_mean_the_same_as_in_questions() {
    let shown = |name: &str| json(&["show", name, "--format", "json"])["id"].clone();
    // An id wins over a name, and a label over other names.
    assert_eq!(["storm", "cleo", "robin"].map(shown), ["storm", "cleo", "robin"]);
    assert_eq!(["Storm", "CLEO", "Port"].map(shown), ["gale", "bob", "robin"]);
    let several = "factrom: `Robert` is a name of several entities; give the id of one:\n  bob (Bob: A skipper)\n  \
                   rob (Rob: Another skipper)\n";
    for arguments in [&["show", "Robert"][..], &["query", "--object", "Robert"], &["timeline", "--audience", "Robert"]] {
        assert_eq!(stderr(arguments), (Some(2), several.to_string()), "{arguments:?}");
    }
    for (arguments, message) in [
        (&["show", "harbor"][..], "no entity or fact is called `harbor`: did you mean `Harbour`?"),
        (&["query", "--speaker", "harbor"], "no entity is called `harbor`: did you mean `Harbour`?"),
        (&["query", "--source", "gazete"], "no source is called `gazete`: the sources are gazette, storm"),
        (&["query", "--predicate", "hit"], "no predicate is called `hit`: did you mean `hits`?"),
        (
            &["query", "--subject", "harbor"],
            "no entity, fact, text, date, quantity or number is called `harbor`: did you mean `Harbour`?",
        ),
    ] {
        assert_eq!(stderr(arguments), (Some(1), format!("factrom: {message}\n")), "{arguments:?}");
    }
}
