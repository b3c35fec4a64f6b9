//! `factrom fmt`: the exact layout, that nothing is lost, and how files are handled that cannot be formatted.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use factrom_tool::cli::commands::fmt;
use factrom_tool::cli::{Failure, Outcome, Terminal};
use factrom_tool::fact_files::format::{FormatError, format, is_ours};
use proptest::prelude::*;

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../seeds");

/// Formats twice. The second time must change nothing.
fn formatted(text: &str) -> String {
    let once = format(text).unwrap();
    assert_eq!(format(&once).unwrap(), once, "formatting twice differs");
    once
}

#[test]
fn a_fact_gets_its_order_and_spaces() {
    let before = r#"
[[fact]]
stance="claimed"   # his own words
id = 'talks-long'

   object  = {text="long"}
subject = "talks"
predicate = "is-described-as"
# Who says it.
speaker = [ "ann",'bo' , ]
statement = "Ann called the talks \"long\"."
[[fact.evidence]]
anchor = "talks were long"
paragraph = 2
[fact.with]
occasion = "fair"
because = { "text"='''it's''' }


[[fact.evidence]]
paragraph = 3
source = "other"
anchor = "it's \"long\""
[[skip]]
reason = "heading"
paragraph = 1"#;
    let after = r#"[[fact]]
id = "talks-long"
statement = 'Ann called the talks "long".'
subject = "talks"
predicate = "is-described-as"
object = { text = "long" }
stance = "claimed" # his own words
# Who says it.
speaker = ["ann", "bo"]
[fact.with]
occasion = "fair"
because = { text = '''it's''' }
[[fact.evidence]]
paragraph = 2
anchor = "talks were long"
[[fact.evidence]]
source = "other"
paragraph = 3
anchor = "it's \"long\""

[[skip]]
paragraph = 1
reason = "heading"
"#;
    assert_eq!(formatted(before), after);
}

#[test]
fn comments_stay_where_they_belong() {
    let before = "# The file.\n\n\n# More of it.\n#without a space\n[dataset] # one\ntitle = 'T'\n# of the id\n\n#and more\nid = 'd'\n\n\n\
                  # A heading.\n\n\n[[class]]\n# of the label\nlabel = 'c' # beside\n\n  # of the class\n  [[class]]\n  id = 'e'\n  # last\n\n\n# end\n\n\n";
    let after = "# The file.\n\n# More of it.\n#without a space\n[dataset] # one\n# of the id\n#and more\nid = \"d\"\ntitle = \"T\"\n\n\
                 # A heading.\n\n[[class]]\n# of the label\nlabel = \"c\" # beside\n\n# of the class\n[[class]]\nid = \"e\"\n\n# last\n\n# end\n";
    assert_eq!(formatted(before), after);
}

#[test]
fn lists_stay_on_as_many_lines_as_they_had() {
    let before = "[[question]]\nrows=[ [ 'a','b' ],\n['c', 'd']]\nname='q'\nask={ timeline=true,when='2022',subject='x' }\n\
                  [[question]]\nrows = [ # first\n  # of a\n 'a', # beside a\n 'b' # beside b\n # behind b\n, 'c'\n# last\n]\n\
                  [[question]]\nrows = [\n]\n[[question]]\nrows = [[ 'a',\n 'b' ], []]\n[[question]]\nrows = ['a' # only\n]\n";
    let after = r#"[[question]]
name = "q"
ask = { subject = "x", when = "2022", timeline = true }
rows = [
    ["a", "b"],
    ["c", "d"],
]

[[question]]
rows = [
    # first
    # of a
    "a", # beside a
    "b", # beside b
    # behind b
    "c",
    # last
]

[[question]]
rows = []

[[question]]
rows = [[
    "a",
    "b",
], []]

[[question]]
rows = [
    "a", # only
]
"#;
    // A nested list on one line is indented no further than that line.
    let after = after.replace("[[\n    \"a\",\n    \"b\",\n], []]", "[[\n        \"a\",\n        \"b\",\n    ], []]");
    assert_eq!(formatted(before), after);
}

#[test]
fn strings_are_written_with_the_fewest_escapes() {
    let value = |written: &str| {
        formatted(&format!("[[skip]]\nreason = {written}\n")).replace("[[skip]]\nreason = ", "").trim_end().to_string()
    };
    assert_eq!(value("'plain'"), r#""plain""#);
    assert_eq!(value(r#""say \"no\"""#), r#"'say "no"'"#);
    assert_eq!(value(r#""C:\\temp""#), r"'C:\temp'");
    assert_eq!(value(r#""it's \"no\"""#), r#""it's \"no\"""#);
    assert_eq!(value("\"it's\""), "\"it's\"");
    // An escape in the source is meant to be visible.
    assert_eq!(value(r#""a\u00A0b""#), r#""a\u00A0b""#);
    assert_eq!(value(r#""\"a\"\t\u00A0b""#), r#""\"a\"\t\u00A0b""#);
    assert_eq!(value("'''a\nb'''"), "'''a\nb'''");
    assert_eq!(value("\"\"\"a\n  # no comment \"\"\" # one"), "\"\"\"a\n  # no comment \"\"\" # one");
    assert_eq!(value("2022-01-10"), "2022-01-10");
    assert_eq!(value("0x1F"), "0x1F");
}

#[test]
fn tables_of_all_kinds_have_an_order() {
    let before = "[source]\nsha256 = '0'\nnote = 'n'\nurl = 'u'\nfile = 'f'\nlanguage = 'en'\ndate = '2022'\nauthors = []\npublisher = 'p'\ntitle = 't'\nid = 'i'\n\
                  [[predicate]]\nfunctional = true\nrange = ['text']\ndomain = []\nlabel = 'l'\nid = 'i'\nextra = 1\nmore = 2\n\
                  [[entity]]\n[[entity.role]]\nwhen = '2022'\nat = 'a'\ntitle = 't'\n\
                  [[question]]\ncount = 1\nask.pattern.object = 'o'\nask.pattern.subject = 's'\n";
    let after = "[source]\nid = \"i\"\ntitle = \"t\"\npublisher = \"p\"\nauthors = []\ndate = \"2022\"\nlanguage = \"en\"\nfile = \"f\"\nsha256 = \"0\"\nurl = \"u\"\nnote = \"n\"\n\n\
                 [[predicate]]\nid = \"i\"\nlabel = \"l\"\ndomain = []\nrange = [\"text\"]\nfunctional = true\nextra = 1\nmore = 2\n\n\
                 [[entity]]\n[[entity.role]]\ntitle = \"t\"\nat = \"a\"\nwhen = \"2022\"\n\n\
                 [[question]]\nask.pattern.object = \"o\"\nask.pattern.subject = \"s\"\ncount = 1\n";
    assert_eq!(formatted(before), after);
}

#[test]
fn windows_line_ends_and_inline_tables_over_lines() {
    assert_eq!(
        formatted("# c\r\n[[skip]]\r\nreason = 'x' # y\r\n\r\n\r\n[[skip]]\r\n"),
        "# c\n[[skip]]\nreason = \"x\" # y\n\n[[skip]]\n"
    );
    // TOML 1.1 allows this. Because of the comment in it, its lines are kept.
    let over_lines = "[[question]]\nask = {\n  subject = 'a', # why\n  fact='b'\n}\n";
    assert_eq!(formatted(over_lines), over_lines);
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n\n# only\n\n"), "# only\n");
    assert_eq!(formatted("'a key' = 1\n\"b\" = 2\n\n[x.y]\nz = {}\n"), "'a key' = 1\nb = 2\n\n[x.y]\nz = {}\n");
}

#[test]
fn what_is_no_toml_is_an_error() {
    assert_eq!(format("[[fact]\n"), Err(FormatError::Syntax("unclosed array table, expected `]`".to_string())));
    assert_eq!(format("a = 1\na = 2\n"), Err(FormatError::Syntax("duplicate key".to_string())));
    assert!(is_ours("[[fact]\nid = 'x'\n") && is_ours("[[question]]\n") && !is_ours("[package]\nname = 'x'\n") && !is_ours(""));
}

#[test]
fn the_seeds_are_formatted() {
    let mut seen = 0;
    let mut folders = vec![PathBuf::from(SEEDS)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                assert!(formatted(&text) == text, "{}: run `factrom fmt seeds`", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen >= 19, "{seen}");
}

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: fmt::Args,
}

/// Runs `factrom fmt` on paths in a folder. Returns the outcome, standard output, and standard error without the path of the
/// folder.
fn run(folder: &Path, words: &[&str]) -> (Result<Outcome, String>, String, String) {
    let path = folder.display().to_string();
    let cli = Cli::parse_from(std::iter::once("fmt".to_string()).chain(words.iter().map(|word| word.replace("FOLDER", &path))));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal =
        Terminal { out: &mut out, err: &mut err, out_is_terminal: false, err_is_terminal: false, color: true, width: None };
    let result = fmt::run(&cli.args, &mut terminal).map_err(|failure| match failure {
        Failure::BadInput(message) => message.replace(&path, ""),
        other => panic!("{other:?}"),
    });
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&path, "");
    (result, text(out), text(err))
}

const UGLY: &str = "[[skip]]\nreason='x'\nparagraph=1\n";
const FINE: &str = "[[skip]]\nparagraph = 1\nreason = \"x\"\n";

#[test]
fn files_are_formatted_in_place_and_others_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::create_dir_all(file("questions")).unwrap();
    fs::write(file("a.toml"), UGLY).unwrap();
    fs::write(file("b.toml"), FINE).unwrap();
    fs::write(file("questions/q.toml"), "[[question]]\ncount=1\nname='q'").unwrap();
    fs::write(file("Cargo.toml"), "[package]\nname='x'").unwrap();
    fs::write(file("notes.txt"), "x").unwrap();
    let (result, out, err) = run(folder.path(), &["FOLDER", "--check"]);
    assert_eq!((result, err.as_str()), (Ok(Outcome::Findings), "2 of 3 files would change\n"));
    assert_eq!(out, "/a.toml\n/questions/q.toml\n");
    assert_eq!(fs::read_to_string(file("a.toml")).unwrap(), UGLY);
    let (result, out, err) = run(folder.path(), &["FOLDER"]);
    assert_eq!((result, out.as_str()), (Ok(Outcome::Ok), ""));
    assert_eq!(err, "formatted /a.toml\nformatted /questions/q.toml\n2 of 3 files formatted\n");
    assert_eq!(fs::read_to_string(file("a.toml")).unwrap(), FINE);
    assert_eq!(fs::read_to_string(file("questions/q.toml")).unwrap(), "[[question]]\nname = \"q\"\ncount = 1\n");
    assert_eq!(fs::read_to_string(file("Cargo.toml")).unwrap(), "[package]\nname='x'");
    let (result, out, err) = run(folder.path(), &["FOLDER", "--check"]);
    assert_eq!((result, out.as_str(), err.as_str()), (Ok(Outcome::Ok), "", "0 of 3 files would change\n"));
    // A named file is formatted, whatever it contains.
    assert_eq!(run(folder.path(), &["FOLDER/Cargo.toml"]).0, Ok(Outcome::Ok));
    assert_eq!(fs::read_to_string(file("Cargo.toml")).unwrap(), "[package]\nname = \"x\"\n");
}

#[test]
fn a_broken_file_is_left_alone_and_the_others_are_formatted() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("a.toml"), "[[fact]]\nid = \"x\nstance='y'\n").unwrap();
    fs::write(file("b.toml"), UGLY).unwrap();
    fs::write(file("c.toml"), b"[[skip]]\nreason = \"\xFF\"\n").unwrap();
    let (result, out, err) = run(folder.path(), &["FOLDER"]);
    assert_eq!((result, out.as_str()), (Err("2 files not formatted because of errors".to_string()), ""));
    assert_eq!(
        err,
        r#"formatted /b.toml
error: syntax error: invalid basic string, expected `"`
 --> /a.toml:2:8
  |
2 | id = "x
  |        ^

/c.toml: not valid UTF-8: save the file as UTF-8
"#
    );
    assert_eq!(fs::read_to_string(file("a.toml")).unwrap(), "[[fact]]\nid = \"x\nstance='y'\n");
    assert_eq!(fs::read_to_string(file("b.toml")).unwrap(), FINE);
    assert!(run(folder.path(), &["FOLDER/none.toml"]).0.unwrap_err().starts_with("/none.toml: "));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.toml"), folder.path().join("link.toml"));
    fs::write(&real, UGLY).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&real, &link).unwrap();
    assert_eq!(run(folder.path(), &["FOLDER/link.toml"]).0, Ok(Outcome::Ok));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), FINE);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
}

/// A string in one of TOML's notations.
fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ a-z#'\u{e9}]{0,8}".prop_map(|text| format!("\"{text}\"")),
        "[ a-z#\"\\\\]{0,8}".prop_map(|text| format!("'{text}'")),
        "[ a-z#'\"\\\\]{0,8}".prop_map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))),
        "[ a-z#']{0,5}".prop_map(|text| format!("\"{text}\\u00A0\\n\"")),
        "[ a-z#'\n]{0,8}".prop_map(|text| format!("\"\"\"{text}\"\"\"")),
        "[ a-z#\"\n]{0,8}".prop_map(|text| format!("'''{text} '''")),
    ]
}

/// Spaces, line breaks and comments, as allowed between the items of a list.
fn gap() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![Just(" ".to_string()), Just("\n".to_string()), "#[ a-z\"'#]{0,4}\n"], 0..3)
        .prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = String> {
    let scalar =
        prop_oneof![4 => string(), 1 => Just("7".to_string()), 1 => Just("2022-01-10".to_string()), 1 => Just("true".to_string())];
    scalar.prop_recursive(3, 12, 4, |inner| {
        let item = (gap(), inner.clone(), gap()).prop_map(|(before, value, after)| format!("{before}{value}{after}"));
        let list = (proptest::collection::vec(item, 0..4), gap(), any::<bool>()).prop_map(|(items, end, comma)| {
            let comma = if comma && !items.is_empty() { "," } else { "" };
            format!("[{}{comma}{end}]", items.join(","))
        });
        let keys = proptest::sample::subsequence(vec!["when", "subject", "text", "'a b'", "pattern"], 0..4);
        let table = (keys, proptest::collection::vec(inner, 4)).prop_map(|(keys, values)| {
            let pairs = keys.iter().zip(values).map(|(key, value)| format!(" {key}={value}"));
            format!("{{{} }}", pairs.collect::<Vec<_>>().join(" ,"))
        });
        prop_oneof![list, table]
    })
}

/// Lines of a table: keys in any order, with comments above and beside them.
fn body() -> impl Strategy<Value = String> {
    let keys = proptest::sample::subsequence(vec!["stance", "id", "object", "name", "rows", "ask", "extra", "paragraph"], 0..6)
        .prop_shuffle();
    let line = ("(\n|# [a-z]{0,3}\n){0,2}", " ?= {0,2}", value(), "( {0,2}#[a-z'\"]{0,3})?");
    (keys, proptest::collection::vec(line, 6)).prop_map(|(keys, lines)| {
        let lines =
            keys.iter().zip(lines).map(|(key, (above, equals, value, beside))| format!("{above}{key}{equals}{value}{beside}\n"));
        lines.collect()
    })
}

fn document() -> impl Strategy<Value = String> {
    let header = prop_oneof![
        Just("[[fact]]\n"),
        Just("[[fact]]\n[[fact.evidence]]\n"),
        Just("[[fact]]\n[fact.with]\n"),
        Just("[[fact]] # h\n[[fact.evidence]]\n# e\n\n[fact.with]\n"),
        Just("  [[question]]  \n"),
        Just("[[question]]\n  # below\n [question.sub]\n"),
        Just("[[skip]]\n"),
    ];
    let table = ("(\n|# [a-z]{0,3}\n){0,4}", header, body()).prop_map(|(above, header, body)| format!("{above}{header}{body}"));
    (body(), proptest::collection::vec(table, 0..5), "(\n|#[a-z]{0,3}\n){0,3}")
        .prop_map(|(root, tables, end)| format!("{root}{}{end}", tables.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing is lost, which `format` itself checks and would return as an error, and formatting twice is the same as once.
    #[test]
    fn any_document_is_formatted_once_and_for_all(text in document()) {
        prop_assume!(text.parse::<toml::Table>().is_ok());
        let once = format(&text);
        prop_assert!(once.is_ok(), "{:?}\n{}", once, text);
        let once = once.unwrap();
        prop_assert_eq!(format(&once).unwrap(), once.clone());
        for line in once.lines() {
            // Only inside a string may a line end with white space.
            prop_assert!(line == line.trim_end() || once.contains("\"\"\"") || once.contains("'''"), "{:?}", line);
        }
    }
}
