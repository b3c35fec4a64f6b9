//! Runs the command as users do: output, exit codes, and the files that it leaves.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

const LINES: &str =
    "<http://example.org/a> <http://example.org/p> \"x\" .\n<http://example.org/a> <http://example.org/p> \"y\" .\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn factrom(&self, arguments: &[&str]) -> Output {
        factrom(self.0.path(), arguments, b"")
    }

    fn import(&self, arguments: &[&str]) -> Output {
        self.factrom(&[&["import", "-o", "store.fct"], arguments].concat())
    }

    /// Exports a store.
    fn triples(&self, store: &str) -> String {
        let output = self.factrom(&["export", "--format", "nquads", "--rdf-version", "1.2", "--store", store]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap().replace("http://example.org/", "")
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn factrom(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_factrom"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("FACTROM_STORE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn assert_says(output: &Output, code: i32, message: &str) {
    assert_eq!((output.status.code(), stderr(output).trim_end()), (Some(code), message));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Compares the output for each file of `bad_rdf/`, without and with `--lenient`, with NAME.expected. `FACTROM_BLESS=1 cargo test
/// -p factrom-tool --test all import` overwrites the expected files: review the difference before you commit it.
#[test]
fn every_bad_file_gives_its_messages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_rdf");
    let bless = std::env::var_os("FACTROM_BLESS").is_some();
    let mut names: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let (expected, files): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| name.ends_with(".expected"));
    let mut different = Vec::new();
    for name in &files {
        let mut shown = String::new();
        for options in [&[][..], &["--lenient"]] {
            let output = factrom(&folder, &[&["import", name, "-o", "-"], options].concat(), b"");
            let code = output.status.code().unwrap();
            assert!(code == 3 || (code == 1 && !options.is_empty()), "{name}: {code}");
            assert_eq!(output.stdout.is_empty(), code == 3, "{name}: a store must be written if and only if there is no error");
            shown.push_str(&format!(
                "$ factrom import {name} -o -{}\n",
                options.iter().map(|it| format!(" {it}")).collect::<String>()
            ));
            shown.push_str(&format!("{}exit {code}\n", stderr(&output)));
        }
        let path = folder.join(format!("{name}.expected"));
        if bless {
            fs::write(&path, &shown).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != shown {
            different.push(shown);
        }
    }
    for name in expected {
        assert!(files.iter().any(|file| format!("{file}.expected") == name), "{name} belongs to no file");
    }
    assert!(different.is_empty(), "{}\nFACTROM_BLESS=1 overwrites the messages", different.join("\n"));
}

#[test]
fn packed_files_and_standard_streams_give_the_same_bytes() {
    let folder = Folder::new();
    folder.write("plain.nt", LINES);
    folder.write("packed.nt.gz", gzip(LINES.as_bytes()));
    folder.write("packed.nt.zst", compress_to_vec(LINES.as_bytes(), CompressionLevel::Fastest));
    // The content decides about compression, not the name. Several gzip members may follow each other.
    folder.write("members.nt", LINES.split_inclusive('\n').flat_map(|line| gzip(line.as_bytes())).collect::<Vec<u8>>());
    let output = folder.import(&["plain.nt"]);
    let size = fs::metadata(folder.path("store.fct")).unwrap().len();
    assert_says(&output, 0, &format!("imported 2 triples, 4 terms from 1 file: {size} bytes written to store.fct"));
    let blob = fs::read(folder.path("store.fct")).unwrap();
    for name in ["packed.nt.gz", "packed.nt.zst", "members.nt"] {
        assert_eq!(folder.import(&[name]).status.code(), Some(0), "{name}");
        assert!(fs::read(folder.path("store.fct")).unwrap() == blob, "{name}");
    }
    for bytes in [LINES.as_bytes(), &gzip(LINES.as_bytes())] {
        let output = factrom(folder.0.path(), &["import", "-", "--from", "ntriples", "-o", "-"], bytes);
        assert_says(&output, 0, &format!("imported 2 triples, 4 terms from 1 file: {size} bytes written to standard output"));
        assert!(output.stdout == blob);
    }
    let output = factrom(folder.0.path(), &["import", "-", "-o", "store.fct"], LINES.as_bytes());
    assert_says(&output, 2, "factrom: the format of standard input is unknown: use --from, for example --from turtle");
}

#[test]
fn triples_written_twice_are_stored_once() {
    let folder = Folder::new();
    folder.write("a.nt", LINES.repeat(3));
    folder.write("b.nt", LINES);
    assert!(stderr(&folder.import(&["a.nt", "b.nt"])).starts_with("imported 2 triples, 4 terms from 2 files: "));
}

#[test]
fn default_graphs_get_names_and_others_keep_theirs() {
    let folder = Folder::new();
    folder.write("a.nt", "<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n");
    folder.write("b.nq", "_:x <http://example.org/p> _:x .\n_:x <http://example.org/p> _:x <http://example.org/own> .\n");
    let output = folder.import(&["--graph", "http://example.org/g?x=y=b.nq", "a.nt", "--graph", "http://example.org/h=a.nt"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(folder.triples("store.fct"), "_:x <p> _:x <g?x=y> .\n_:x <p> _:x <own> .\n<a> <p> <b> .\n<a> <p> <b> <h> .\n");
    for wrong in ["b.nq", "g=b.nq", "http://example.org/g="] {
        assert_eq!(folder.import(&["--graph", wrong]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn relative_iris_need_a_base() {
    let folder = Folder::new();
    folder.write("a.ttl", "<b> <#p> <../c> .");
    folder.write("a.jsonld", r#"{"@id": "b", "http://example.org/q": 1}"#);
    assert_eq!(folder.import(&["a.ttl"]).status.code(), Some(3));
    let output = folder.import(&["a.ttl", "a.jsonld", "--base", "http://example.org/x/y"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(folder.triples("store.fct"), "<x/b> <q> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n<x/b> <x/y#p> <c> .\n");
    let output = folder.import(&["a.jsonld"]);
    assert!(stderr(&output).starts_with("a.jsonld: no triples found: "), "{}", stderr(&output));
    assert_eq!(folder.import(&["a.ttl", "--base", "x/y"]).status.code(), Some(2));
}

#[test]
fn a_lenient_run_counts_all_errors_and_shows_twenty() {
    let folder = Folder::new();
    let bad = "<http://example.org/a> <http://example.org/p> .\n";
    folder.write("a.nt", format!("{}{LINES}", bad.repeat(12)));
    folder.write("b.nt", format!("{LINES}{}", bad.repeat(1_500)));
    let output = folder.import(&["a.nt", "b.nt", "--lenient"]);
    let text = stderr(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((output.status.code(), lines.len()), (Some(1), 22), "{text}");
    let said = "The object of a triple must be an IRI, a blank node or a literal";
    assert_eq!(lines[11], format!("a.nt: line 12, column 47: {said}"));
    assert_eq!(lines[19], format!("b.nt: line 10, column 47: {said}"));
    assert_eq!(lines[20], "and 1,492 more");
    assert!(lines[21].starts_with("imported 2 triples, 4 terms from 2 files: "), "{text}");
    assert_eq!(folder.triples("store.fct"), "<a> <p> \"x\" .\n<a> <p> \"y\" .\n");
}

#[test]
fn an_error_leaves_an_older_store_alone_and_nothing_behind() {
    let folder = Folder::new();
    folder.write("good.nt", LINES);
    folder.write("bad.nt", "<http://example.org/a> .\n");
    let whole = gzip(LINES.as_bytes());
    folder.write("cut.nt.gz", &whole[..whole.len() - 9]);
    folder.write("cut.nt.zst", &compress_to_vec(LINES.as_bytes(), CompressionLevel::Fastest)[..20]);
    folder.write("store.fct", "as it was");
    let before = folder.names();
    for (arguments, message) in [
        (
            &["good.nt", "bad.nt"][..],
            "factrom: bad.nt: line 1, column 24: The predicate of a triple must be an IRI\n  \
             nothing was written; use --lenient to continue after errors",
        ),
        (
            &["good.nt", "cut.nt.gz", "--lenient"],
            "factrom: cut.nt.gz: the gzip data is truncated: download or compress the file again",
        ),
        (
            &["good.nt", "cut.nt.zst", "--lenient"],
            "factrom: cut.nt.zst: the zstd data is truncated: download or compress the file again",
        ),
        (&["good.nt", "absent.nt"], "factrom: absent.nt: No such file or directory (os error 2)"),
        (&["good.nt", "."], "factrom: .: this is a folder: list the RDF files in it"),
    ] {
        assert_says(&folder.import(arguments), 3, message);
        assert_eq!(fs::read(folder.path("store.fct")).unwrap(), b"as it was");
        assert_eq!(folder.names(), before, "a temporary file is left behind");
    }
    // A store cannot be its own input, however its path is written.
    let output = folder.factrom(&["import", "good.nt", "-o", "./good.nt"]);
    assert_says(&output, 2, "factrom: good.nt is an input and cannot be the output: choose another file");
    assert_eq!(fs::read_to_string(folder.path("good.nt")).unwrap(), LINES);
}

#[test]
fn an_output_that_can_not_be_written_is_found_before_the_input_is_read() {
    let folder = Folder::new();
    folder.write("bad.nt", "bad");
    let output = folder.factrom(&["import", "bad.nt", "-o", "absent/store.fct"]);
    assert_says(&output, 3, "factrom: absent/store.fct: cannot create this file: the folder does not exist");
    let output = folder.factrom(&["import", "bad.nt", "-o", "."]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("is a folder: use the name of a file"), "{}", stderr(&output));
    if Path::new("/dev/full").exists() {
        folder.write("good.nt", LINES);
        let output = folder.factrom(&["import", "good.nt", "-o", "/dev/full"]);
        assert_says(&output, 3, "factrom: /dev/full: No space left on device (os error 28)");
    }
}

#[test]
fn stores_and_fact_files_are_told_from_rdf() {
    let folder = Folder::new();
    folder.write("good.nt", LINES);
    assert_eq!(folder.import(&["good.nt"]).status.code(), Some(0));
    let output = folder.factrom(&["import", "store.fct", "--from", "nquads", "--lenient", "-o", "two.fct"]);
    assert_says(
        &output,
        3,
        "factrom: store.fct: this file is a FactROM blob: use `factrom export --format nquads --store FILE` to get its triples",
    );
    folder.write("facts.toml", "");
    let output = folder.import(&["facts.toml"]);
    assert_says(&output, 2, "factrom: facts.toml: fact files are not RDF: use --facts to compile them");
}

#[test]
fn very_long_lines_and_a_text_of_another_kind() {
    let folder = Folder::new();
    // A single word, so that the compiler has little to do.
    folder.write("long.nt", format!("{LINES}<http://example.org/{}\n", "x".repeat(10_000_000)));
    let output = folder.import(&["long.nt", "--lenient"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("long.nt: line 3, column 1"), "{}", stderr(&output));
    assert!(output.stderr.len() < 1000);
    folder.write("long.ttl", format!("<http://example.org/{}", "x".repeat(20_000_000)));
    let output = folder.import(&["long.ttl", "--lenient"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("long.ttl: a text, name or comment is longer than 8 MiB"), "{}", stderr(&output));
}

#[test]
fn facts_and_imported_triples_in_one_store() {
    let folder = Folder::new();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/doc").to_string_lossy().into_owned();
    folder.write("a.nt", LINES);
    let output = folder.import(&["a.nt", "--facts", &seeds]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains(" from 1 file and 5 facts: "), "{}", stderr(&output));
    let ask = |arguments: &[&str]| {
        let output = folder.factrom(&[arguments, &["--store", "store.fct", "--format", "csv"]].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, rows) = ask(&["query", "--triples", "--subject", "http://example.org/a"]);
    assert_eq!((code, rows.lines().count()), (Some(0), 3), "{rows}");
    let (code, rows) = ask(&["query", "--speaker", "Ryabkov", "--stance", "denied"]);
    assert_eq!((code, rows.lines().count()), (Some(0), 2), "{rows}");
    // What was denied is a fact, but not a triple.
    let (code, _) = ask(&["query", "--triples", "--subject", "russia", "--object", "ukraine"]);
    assert_eq!(code, Some(1));
    let broken = folder.path("broken");
    fs::create_dir(&broken).unwrap();
    fs::write(broken.join("a.toml"), "[dataset").unwrap();
    assert_eq!(folder.import(&["a.nt", "--facts", "broken"]).status.code(), Some(3));
}

#[test]
fn commands_on_facts_say_that_there_are_only_triples() {
    let folder = Folder::new();
    folder.write("a.trig", "PREFIX : <http://example.org/> :a :p 7, _:x . :g { :a :p <<( :a :p \"مرحبا\"@ar--rtl )>> }");
    assert_eq!(folder.import(&["a.trig"]).status.code(), Some(0));
    let says = |arguments: &[&str]| {
        let output = folder.factrom(&[arguments, &["--store", "store.fct"]].concat());
        (output.status.code().unwrap(), stderr(&output).trim_end().to_string())
    };
    let instead = "the store has 3 triples but no facts, see `factrom query --triples` and `factrom export --format nquads`";
    assert_eq!(says(&["query"]), (1, format!("no fact matches: {instead}")));
    assert_eq!(says(&["timeline"]), (1, format!("no fact matches: {instead}")));
    assert_eq!(says(&["disputes"]), (1, format!("no fact disputes another: {instead}")));
    assert_eq!(says(&["export"]), (0, format!("jsonl contains only facts: {instead}")));
    assert_eq!(says(&["show", "someone"]), (1, format!("factrom: no entity or fact is called `someone`: {instead}")));
    assert_eq!(
        says(&["show", "http://example.org/a"]).1,
        "factrom: no entity or fact is called `http://example.org/a`, but triples have it: \
         use `factrom query --triples --subject 'http://example.org/a'`, or --object"
    );
    assert_eq!(says(&["query", "--source", "x"]).1, "factrom: no source is called `x`: the store has no sources");
    let hint = says(&["query", "--triples", "--predicate", "p"]).1;
    assert_eq!(hint, "factrom: no predicate is called `p`: the store has no vocabulary, so give the IRI of a predicate");
    assert_eq!(says(&["stats", "--compare"]).0, 0);
    for (option, term, rows) in [
        ("--predicate", "http://example.org/p", 3),
        ("--predicate", "<http://example.org/p>", 3),
        ("--subject", "<http://example.org/a>", 3),
        ("--object", "7", 1),
        ("--object", "\"7\"^^<http://www.w3.org/2001/XMLSchema#integer>", 1),
        ("--object", "_:x", 1),
        ("--object", "<<( <http://example.org/a> <http://example.org/p> \"مرحبا\"@AR--rtl )>>", 1),
    ] {
        let output = folder.factrom(&["query", "--triples", option, term, "--store", "store.fct", "--format", "csv"]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), rows + 1, "{option} {term}: {text}{}", String::from_utf8_lossy(&output.stderr));
    }
}
