//! Runs the binary as users do: exit codes, output, and files that stay unchanged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A data set with one fact.
const TINY: &str = r#"
[dataset]
id = "tiny"
title = "A tiny data set"
namespace = "https://example.org/tiny/"
language = "en"

[[class]]
id = "thing"
label = "thing"

[[predicate]]
id = "sees"
label = "sees"
domain = ["thing"]
range = ["thing", "text"]

[[entity]]
id = "ann"
class = "thing"
label = "Ann"
description = "Somebody"

[[entity]]
id = "bob"
class = "thing"
label = "Bob"
description = "Somebody else"
aliases = ["Robert"]

[[entity]]
id = "rob"
class = "thing"
label = "Rob"
description = "A third one"
aliases = ["Robert"]

[source]
id = "letter"
title = "A letter"
date = "2022-01-11"
language = "en"
file = "letter.txt"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"

[[fact]]
id = "ann-sees-bob"
statement = "Ann sees Bob."
subject = "ann"
predicate = "sees"
object = "bob"
stance = "asserted"
when = "yesterday"
[[fact.evidence]]
paragraph = 1
anchor = "Ann has seen"
"#;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tiny.toml"), TINY).unwrap();
        Folder(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn factrom(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_factrom"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("FACTROM_STORE")
            .output()
            .unwrap()
    }

    fn built() -> Self {
        let folder = Self::new();
        assert_code(&folder.factrom(&["build"]), 0);
        folder
    }
}

fn assert_code(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}{}", stdout(output), stderr(output));
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn build_then_ask() {
    let folder = Folder::built();
    let output = folder.factrom(&["query", "--subject", "ANN", "--format", "csv"]);
    assert_code(&output, 0);
    assert_eq!(
        stdout(&output).lines().nth(1),
        Some("ann-sees-bob,Ann sees Bob.,ann,sees,bob,asserted,,,,2022-01-10,,,sound,,,letter:1,,")
    );
    let output = folder.factrom(&["timeline", "--when", "2022-01"]);
    assert!(
        stdout(&output).starts_with(
            r#"{"id":"ann-sees-bob","statement":"Ann sees Bob.","subject":{"id":"ann","label":"Ann","kind":"entity"}"#
        )
    );
    let output = folder.factrom(&["query", "--triples", "--object", "bob", "--format", "csv"]);
    assert_eq!(stdout(&output), "subject,predicate,object\nann,sees,bob\n");
}

#[test]
fn constants_are_written_beside_the_blob() {
    let folder = Folder::new();
    let output = folder.factrom(&["build", "--constants", "facts.rs"]);
    assert_code(&output, 0);
    let constants = fs::read_to_string(folder.path("facts.rs")).unwrap();
    let blob = fs::read(folder.path("facts.fct")).unwrap();
    let store = factrom::Store::open(&blob).unwrap();
    assert!(constants.contains(&format!("0x{}_u128", store.dataset_id())));
    assert!(
        constants
            .contains(&format!("pub const BOB: ::factrom::TermId = ::factrom::TermId({});", store.entity("bob").unwrap().term().0))
    );
    assert!(
        constants
            .contains("    /// Ann sees Bob. (asserted)\n    pub const ANN_SEES_BOB: ::factrom::FactId = ::factrom::FactId(0);")
    );
    assert!(!constants.contains("include_bytes"), "the module must not contain the path of the blob");
    assert_eq!(stdout(&folder.factrom(&["build", "--constants", "-"])), constants);
    let output = folder.factrom(&["build", "-o", "facts.rs", "--constants", "facts.rs"]);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("cannot both be written to facts.rs"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.path("facts.rs")).unwrap(), constants);
}

#[test]
fn no_match_is_1_and_says_so() {
    let folder = Folder::built();
    let output = folder.factrom(&["query", "--stance", "denied"]);
    assert_code(&output, 1);
    assert_eq!(stderr(&output), "no fact matches\n");
    let output = folder.factrom(&["show", "an"]);
    assert_code(&output, 1);
    assert_eq!(stderr(&output), "factrom: no entity or fact is called `an`: did you mean `Ann`?\n");
    assert_code(&folder.factrom(&["disputes"]), 1);
}

#[test]
fn wrong_usage_is_2() {
    let folder = Folder::built();
    assert_code(&folder.factrom(&["query", "--stance", "deny"]), 2);
    assert_code(&folder.factrom(&["query", "--when", "2022-02-30"]), 2);
    assert_code(&folder.factrom(&["build", "--with-quotes"]), 2);
    let output = folder.factrom(&["show", "Robert"]);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("bob (Bob: Somebody else)"), "{}", stderr(&output));
}

#[test]
fn broken_fact_files_are_3_and_leave_the_output_alone() {
    let folder = Folder::built();
    let before = fs::read(folder.path("facts.fct")).unwrap();
    fs::write(folder.path("tiny.toml"), TINY.replace("object = \"bob\"", "object = \"bop\"").replace("yesterday", "2022-02-30"))
        .unwrap();
    let output = folder.factrom(&["build"]);
    assert_code(&output, 3);
    let message = stderr(&output);
    for part in ["did you mean `bob`?", "tiny.toml:51:10", "2022-02 has no day 30", "tiny.toml:53:8", "2 errors in ."] {
        assert!(message.contains(part), "`{part}` is missing in:\n{message}");
    }
    assert_eq!(fs::read(folder.path("facts.fct")).unwrap(), before);
    assert_eq!(names(folder.0.path()), ["facts.fct", "tiny.toml"], "a temporary file is left behind");
}

#[test]
fn an_output_that_can_not_be_written_is_3() {
    let folder = Folder::new();
    let output = folder.factrom(&["build", "-o", "absent/facts.fct"]);
    assert_code(&output, 3);
    assert!(stderr(&output).contains("absent/facts.fct"));
    if Path::new("/dev/full").exists() {
        assert_code(&folder.factrom(&["build", "-o", "/dev/full"]), 3);
    }
}

#[test]
fn broken_blobs_are_3_and_named() {
    let folder = Folder::built();
    let blob = fs::read(folder.path("facts.fct")).unwrap();
    let cases: [(&str, Vec<u8>, &str); 4] = [
        ("cut.fct", blob[..blob.len() - 9].to_vec(), "cut.fct: the blob is truncated"),
        ("erased.fct", vec![0xFF; 99], "erased.fct: erased flash"),
        ("text.fct", b"hello, world".to_vec(), "text.fct: not a FactROM blob: it starts with 68 65 6c 6c"),
        (
            "flipped.fct",
            blob.iter().enumerate().map(|(at, byte)| if at == 99 { byte ^ 4 } else { *byte }).collect(),
            "flipped.fct: ",
        ),
    ];
    for (name, bytes, message) in cases {
        fs::write(folder.path(name), bytes).unwrap();
        let output = folder.factrom(&["stats", "--store", name]);
        assert_code(&output, 3);
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
    assert_code(&folder.factrom(&["stats", "--store", "absent.fct"]), 3);
}

#[test]
fn standard_streams_and_equal_builds() {
    let folder = Folder::new();
    let output = folder.factrom(&["build", "-o", "-"]);
    assert_code(&output, 0);
    assert_eq!(output.stdout, folder.factrom(&["build", "-o", "-"]).stdout);
    fs::write(folder.path("piped.fct"), &output.stdout).unwrap();
    let stats = Command::new(env!("CARGO_BIN_EXE_factrom"))
        .args(["stats", "--store", "-", "--format", "csv"])
        .stdin(fs::File::open(folder.path("piped.fct")).unwrap())
        .output()
        .unwrap();
    assert!(stdout(&stats).contains("facts,1,"), "{}", stdout(&stats));
}

#[test]
fn coverage_needs_the_texts_and_lists_what_is_left() {
    let folder = Folder::new();
    let text = "Ann has seen Bob.\n\nBob has not seen Ann.\n";
    fs::create_dir(folder.path("texts")).unwrap();
    fs::write(folder.path("texts/letter.txt"), text).unwrap();
    let digest = "fc1c7a1f8ac9d9d5b1ff2b1c6f5b7e0f5a0f7e7d6b7a2f9a8e6f1d4c3b2a1908";
    fs::write(folder.path("tiny.toml"), TINY.replace(&"0".repeat(64), digest)).unwrap();
    let output = folder.factrom(&["check", "--articles", "texts"]);
    assert_code(&output, 3);
    let message = stderr(&output);
    assert!(message.contains("the text `letter.txt` has changed"), "{message}");
    let now = message.split("set `sha256` to \"").nth(1).unwrap()[..64].to_string();
    fs::write(folder.path("tiny.toml"), TINY.replace(&"0".repeat(64), &now)).unwrap();
    assert_code(&folder.factrom(&["check", "--articles", "texts"]), 0);
    let output = folder.factrom(&["check", "--articles", "texts", "--coverage", "--format", "csv"]);
    assert_code(&output, 1);
    assert_eq!(stdout(&output), "source,paragraph,sentence,text\nletter,2,1,Bob has not seen Ann.\n");
}

#[test]
fn the_demo_answers_with_sources_and_a_dispute() {
    let folder = Folder::new();
    let output = folder.factrom(&["demo"]);
    assert_code(&output, 0);
    let text = stdout(&output);
    for part in ["denied by Sergei", "lasted seven hours", "lasted nearly eight hours", "little-progress ¶15"] {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

#[test]
fn the_version_names_the_format_too() {
    let folder = Folder::new();
    let output = folder.factrom(&["--version"]);
    assert_code(&output, 0);
    assert_eq!(stdout(&output), concat!("factrom ", env!("CARGO_PKG_VERSION"), " (store format 1.0)\n"));
}

#[test]
fn completions_for_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = folder.factrom(&["completions", shell]);
        assert_code(&output, 0);
        assert!(stdout(&output).contains("timeline"), "{shell}");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
