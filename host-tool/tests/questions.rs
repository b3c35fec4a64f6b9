//! Question files: the seeds' own, and what `factrom test` makes of answers that differ, of wrong files and of `--bless`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use factrom::Store;
use factrom_tool::answer::{Ask, Question, compare, find, parse};
use factrom_tool::cli::commands::test;
use factrom_tool::cli::{Failure, Outcome, Terminal};
use factrom_tool::compile::compile;
use factrom_tool::diagnostic::{Files, render_all};
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Options, resolve};

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../seeds");

/// A blob of fact files, without the articles' texts.
fn blob(path: &Path) -> Vec<u8> {
    let input = Input::read(path).unwrap();
    let resolved = resolve(&input, Options::default());
    assert!(resolved.is_sound(), "{}", render_all(&resolved.diagnostics, &input.files, false));
    compile(&resolved.model).unwrap()
}

/// The questions of a text; panics with what is wrong with it.
fn questions(text: &str) -> Vec<Question> {
    let (mut files, mut diagnostics) = (Files::default(), Vec::new());
    let file = files.add("questions.toml".into(), text.to_string());
    let questions = parse(&files, file, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", render_all(&diagnostics, &files, false));
    questions
}

/// What is wrong with a text: line, column, message and way out.
fn wrong(text: &str) -> Vec<(usize, usize, String, String)> {
    let (mut files, mut diagnostics) = (Files::default(), Vec::new());
    let file = files.add("questions.toml".into(), text.to_string());
    parse(&files, file, &mut diagnostics);
    let place = |diagnostic: &factrom_tool::diagnostic::Diagnostic| {
        let (line, column) = files.line_column(&diagnostic.span);
        (line, column, diagnostic.message.clone(), diagnostic.help.clone().unwrap_or_default())
    };
    diagnostics.iter().map(place).collect()
}

/// The only thing that is wrong with a question of those lines, which begin on line 3.
fn wrong_question(lines: &str) -> (usize, usize, String, String) {
    let mut all = wrong(&format!("[[question]]\nname = \"q\"\n{lines}\n"));
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn the_seeds_answer_their_questions() {
    let blob = blob(Path::new(SEEDS));
    let store = Store::open(&blob).unwrap();
    let (mut files, mut diagnostics, mut asked) = (Files::default(), Vec::new(), 0);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(Path::new(SEEDS).join("questions")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let file = files.add(path.clone(), text);
        for question in parse(&files, file, &mut diagnostics) {
            let difference = compare(&question, &find(&question, &store).unwrap());
            let shown = difference.as_ref().map(|difference| difference.lines(&question.columns).join("\n"));
            assert!(difference.is_none(), "{}: {}: {difference:?}\n{}", path.display(), question.name.value, shown.unwrap());
            asked += 1;
        }
    }
    assert!(diagnostics.is_empty(), "{}", render_all(&diagnostics, &files, false));
    assert!(asked >= 100, "{asked}");
}

fn answers<S: AsRef<str>>(ask: &Ask<S>, store: &Store<'_>) -> Vec<String> {
    ask.answers(store).unwrap().map(|answer| format!("{:?}", answer.unwrap())).collect()
}

/// Each question of the seeds, sent as a postcard message and answered from the borrowed text, as a board would do it.
#[test]
fn a_question_survives_postcard() {
    let blob = blob(Path::new(SEEDS));
    let store = Store::open(&blob).unwrap();
    let text = fs::read_to_string(Path::new(SEEDS).join("questions/stances.toml")).unwrap();
    for question in questions(&text) {
        let message = postcard::to_stdvec(&question.ask).unwrap();
        let borrowed: Ask<&str> = postcard::from_bytes(&message).unwrap();
        let (here, there) = (answers(&question.ask, &store), answers(&borrowed, &store));
        assert_eq!(here, there, "{}", question.name.value);
        assert!(!here.is_empty(), "{}", question.name.value);
    }
    let ask = Ask::<&str>::Entity("Moscow");
    assert_eq!(postcard::to_stdvec(&ask).unwrap(), b"\x03\x06Moscow");
}

const FACTS: &str = r#"
[dataset]
id = "fair"
title = "A fair"
namespace = "https://fair.example/"
language = "en-GB"

[[class]]
id = "thing"
label = "thing"

[[predicate]]
id = "lasts"
label = "lasts"
range = ["quantity"]
functional = true

[[predicate]]
id = "likes"
label = "likes"
range = ["thing", "text"]

[[entity]]
id = "fair"
class = "thing"
label = "Fair"
description = "A fair"

[[entity]]
id = "ann-voss"
class = "thing"
label = "Ann Voss"
description = "A visitor"
aliases = ["Voss"]

[[entity]]
id = "bo-voss"
class = "thing"
label = "Bo Voss"
description = "Another"
aliases = ["Voss"]

[source]
id = "gazette"
title = "Gazette"
date = "2022-01-11"
language = "en"
file = "gazette.txt"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"

[[fact]]
id = "fair-lasts"
statement = "The fair lasts seven hours."
subject = "fair"
predicate = "lasts"
object = { quantity = "7 h" }
stance = "asserted"
when = "2022-01-10"
[[fact.evidence]]
paragraph = 1
anchor = "seven hours long"

[[fact]]
id = "ann-likes"
statement = "Ann Voss said that she likes the fair."
subject = "ann-voss"
predicate = "likes"
object = "fair"
stance = "claimed"
speaker = "ann-voss"
when = "2022-01-09"
[[fact.evidence]]
paragraph = 2
anchor = "said she liked it"

[[fact]]
id = "bo-likes"
statement = "Bo Voss denied that he likes \"noise\"."
subject = "bo-voss"
predicate = "likes"
object = { text = "noise" }
stance = "denied"
speaker = ["bo-voss", "ann-voss"]
[[fact.evidence]]
paragraph = 3
anchor = "no noise for him"
"#;

/// A folder with the facts above and a question file below `questions`.
fn folder(questions: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("facts.toml"), FACTS).unwrap();
    fs::create_dir(folder.path().join("questions")).unwrap();
    fs::write(folder.path().join("questions/fair.toml"), questions).unwrap();
    folder
}

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: test::Args,
}

struct Ran {
    result: Result<Outcome, String>,
    out: String,
    err: String,
}

/// `factrom test` on the folder's questions and facts, with its path taken out of what is printed.
fn run(folder: &tempfile::TempDir, options: &[&str]) -> Ran {
    let path = folder.path().display().to_string();
    let words = ["test".to_string(), format!("{path}/questions"), "--store".to_string(), path.clone()];
    let cli = Cli::parse_from(words.into_iter().chain(options.iter().map(|option| option.replace("FOLDER", &path))));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal =
        Terminal { out: &mut out, err: &mut err, out_is_terminal: false, err_is_terminal: false, color: true, width: None };
    let result = test::run(&cli.args, &mut terminal).map_err(|failure| match failure {
        Failure::BadInput(message) => message.replace(&path, ""),
        other => panic!("{other:?}"),
    });
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&path, "");
    Ran { result, out: text(out), err: text(err) }
}

const DIFFERING: &str = r#"# A comment.
[[question]]
name   =   "how long"  # kept
ask = { subject = "fair", predicate = "lasts" }
columns = ["fact", "object", "speaker"]
rows = [["fair-lasts", "8 h", ""]]

[[question]]
name = "who likes what"
ask = { predicate = "likes" }
columns = ["fact", "object"]
rows = [
    # This one stays, with its comment.
    ["bo-likes", "noise"], # he said so
    ["cy-likes", "fair"],  # this one goes
]

[[question]]
name = "when"
ask = { timeline = true }
rows = ["fair-lasts", "ann-likes"]

[[question]]
name = "how many"
ask = {}
count = 2 # facts

[[question]]
name = "who is Voss"
ask = { speaker = "Voss" }
rows = ["bo-likes"]

[[question]]
name = "no such stance is refused"
ask = { stance = "refused" }
error = "not-found"

[[question]]
name = "Bo speaks with Ann"
ask = { speaker = "Bo Voss" }
columns = ["speaker", "statement"]
rows = [["ann-voss bo-voss", 'Bo Voss denied that he likes "noise".']]
"#;

#[test]
fn differences_are_shown_row_by_row() {
    let ran = run(&folder(DIFFERING), &[]);
    assert_eq!(ran.result, Ok(Outcome::Findings));
    assert_eq!(ran.err, "");
    assert_eq!(
        ran.out,
        r#"FAILED  how long: 1 row missing, 1 row unexpected
        /questions/fair.toml:3
          fact        object  speaker
        - fair-lasts  8 h     ""
        + fair-lasts  7 h     ""
FAILED  who likes what: 1 row missing, 1 row unexpected
        /questions/fair.toml:9
          fact       object
        - cy-likes   fair
        + ann-likes  fair
FAILED  when: 1 row missing, 1 row unexpected
        /questions/fair.toml:19
          fact
        - fair-lasts
          ann-likes
        + fair-lasts
FAILED  how many: expected 2 answers, got 3
        /questions/fair.toml:24
FAILED  who is Voss: `Voss` is a name of several entities; give the id of one:
        /questions/fair.toml:29
          ann-voss (Ann Voss: A visitor)
          bo-voss (Bo Voss: Another)
FAILED  no such stance is refused: expected the error not-found, got 0 answers
        /questions/fair.toml:34
ok      Bo speaks with Ann
1 passed, 6 failed
"#
    );
}

#[test]
fn blessing_changes_rows_and_counts_alone() {
    let folder = folder(DIFFERING);
    let ran = run(&folder, &["--bless"]);
    // The two questions about errors are for their author to decide.
    assert_eq!(ran.result, Ok(Outcome::Findings));
    assert!(ran.out.starts_with("blessed how long: 1 row missing, 1 row unexpected\n"), "{}", ran.out);
    assert!(ran.out.ends_with("\n5 passed, 2 failed\n"), "{}", ran.out);
    let blessed = DIFFERING
        .replace("\"8 h\"", "\"7 h\"")
        .replace("    [\"cy-likes\", \"fair\"],  # this one goes\n", "    [\"ann-likes\", \"fair\"],\n")
        .replace("[\"fair-lasts\", \"ann-likes\"]", "[\"ann-likes\", \"fair-lasts\"]")
        .replace("count = 2 #", "count = 3 #");
    let file = folder.path().join("questions/fair.toml");
    assert_eq!(fs::read_to_string(&file).unwrap(), blessed);
    // What is blessed is left alone the next time.
    let again = run(&folder, &["--bless"]);
    assert!(again.out.starts_with("ok      how long\nok      who likes what\n"), "{}", again.out);
    assert_eq!(fs::read_to_string(&file).unwrap(), blessed);
}

#[test]
fn blessing_fills_in_rows_and_keeps_to_those_it_has() {
    let text = "[[question]]\nname = \"all\"\nask = {}\nrows = []\n\n\
                [[question]]\nname = \"one\"\nask = { stance = \"denied\" }\ncolumns = [\"statement\"]\nrows = []\n\n\
                [[question]]\nname = \"some\"\nask = {}\nat_least = true\nrows = [\"cy-likes\", \"bo-likes\"]\n";
    let folder = folder(text);
    assert_eq!(run(&folder, &["--bless"]).result, Ok(Outcome::Ok));
    let blessed = text
        .replacen("rows = []", "rows = [\n    \"ann-likes\",\n    \"bo-likes\",\n    \"fair-lasts\",\n]", 1)
        .replacen("rows = []", "rows = ['Bo Voss denied that he likes \"noise\".']", 1)
        .replace("[\"cy-likes\", \"bo-likes\"]", "[\"bo-likes\"]");
    assert_eq!(fs::read_to_string(folder.path().join("questions/fair.toml")).unwrap(), blessed);
}

#[test]
fn blessing_keeps_every_other_byte() {
    let text = "question = [ {name='a',ask={},count=0x0} ,\r\n {ask={},name='b', rows=[],columns=['stance']}]   \r\n# end";
    let folder = folder(text);
    assert_eq!(run(&folder, &["--bless"]).result, Ok(Outcome::Ok));
    let blessed = text
        .replace("count=0x0", "count=3")
        .replace("rows=[]", "rows=[\r\n    \"claimed\",\r\n    \"denied\",\r\n    \"asserted\",\r\n]");
    assert_eq!(fs::read_to_string(folder.path().join("questions/fair.toml")).unwrap(), blessed);
}

#[test]
fn all_that_passes_is_outcome_ok() {
    let ran = run(
        &folder(
            "[[question]]\nname = \"a\"\nask = { entity = \"nobody\" }\nerror = \"not-found\"\n\n[[question]]\nname = \"b\"\nask = { when = \"2022-01-10..\" }\ncount = 1\n",
        ),
        &[],
    );
    assert_eq!(ran.result, Ok(Outcome::Ok));
    assert_eq!(ran.out, "ok      a\nok      b\n2 passed, 0 failed\n");
}

#[test]
fn literals_are_found_by_kind_and_value() {
    let ask =
        |object: &str, rows: &str| format!("[[question]]\nname = '{object}'\nask = {{ object = {object} }}\nrows = {rows}\n\n");
    let text = [
        ask("{ text = \"noise\" }", "[\"bo-likes\"]"),
        ask("{ text = \"7 h\" }", "[]"),
        ask("{ quantity = \"7 h\" }", "[\"fair-lasts\"]"),
        ask("{ quantity = \"~ 7 h\" }", "[]"),
        ask("{ number = 7 }", "[]"),
        ask("{ date = 2022-01-10 }", "[]"),
        ask("{ entity = \"Fair\" }", "[\"ann-likes\"]"),
        ask("\"fair\"", "[\"ann-likes\"]"),
    ];
    let ran = run(&folder(&text.concat()), &[]);
    assert!(ran.out.ends_with("\n8 passed, 0 failed\n"), "{}{}", ran.out, ran.err);
}

#[test]
fn fail_fast_says_what_it_leaves_out() {
    let ran = run(&folder(DIFFERING), &["--fail-fast", "--junit", "FOLDER/report.xml"]);
    assert_eq!(ran.result, Ok(Outcome::Findings));
    assert!(ran.out.ends_with("stopped at the first failure: 6 questions not asked\n0 passed, 1 failed\n"), "{}", ran.out);
}

#[test]
fn the_junit_report_has_failures_with_messages() {
    let text = "[[question]]\nname = \"long & <wide>\"\nask = { predicate = \"lasts\" }\nrows = [\"x\"]\n\n\
                [[question]]\nname = \"b\"\nask = {}\ncount = 3\n";
    let folder = folder(text);
    assert_eq!(run(&folder, &["--junit", "FOLDER/report.xml"]).result, Ok(Outcome::Findings));
    let xml = fs::read_to_string(folder.path().join("report.xml")).unwrap();
    assert_eq!(
        xml.replace(&folder.path().display().to_string(), ""),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="factrom test" tests="2" failures="1" errors="0">
    <testsuite name="/questions/fair.toml" tests="2" disabled="0" errors="0" failures="1">
        <testcase name="long &amp; &lt;wide&gt;" classname="fair">
            <failure message="1 row missing, 1 row unexpected" type="answer">  fact
- x
+ fair-lasts</failure>
        </testcase>
        <testcase name="b" classname="fair">
        </testcase>
    </testsuite>
</testsuites>
"#
    );
    let report = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    assert_eq!((report.tests, report.failures), (2, 1));
}

#[test]
fn question_files_are_no_fact_files() {
    let folder = folder("[[question]]\nname = \"a\"\nask = {}\ncount = 3\n");
    let input = Input::read(folder.path()).unwrap();
    assert_eq!(input.raw.len(), 1);
    assert!(input.diagnostics.is_empty());
    let given = Input::read(&folder.path().join("questions/fair.toml")).unwrap();
    let messages: Vec<&str> = given.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(messages, ["unknown key `question` in this fact file"]);
}

#[test]
fn a_broken_file_is_shown_with_all_its_errors_and_nothing_is_asked() {
    let ran = run(&folder("[[question]]\nname = \"a\"\nask = { speeker = \"Voss\" }\nrows = [[\"a\", \"b\"]]\n"), &[]);
    assert_eq!(ran.result, Err("2 errors in the question files".to_string()));
    assert_eq!(ran.out, "");
    assert_eq!(
        ran.err,
        r#"error: unknown key `speeker` in this question's `ask`
 --> /questions/fair.toml:3:9
  |
3 | ask = { speeker = "Voss" }
  |         ^^^^^^^
  |
  = help: did you mean `speaker`?

error: this row has 2 cells for 1 column
 --> /questions/fair.toml:4:9
  |
4 | rows = [["a", "b"]]
  |         ^^^^^^^^^^
  |
  = help: write a cell for each of fact

"#
    );
}

#[test]
fn a_file_without_questions_does_not_pass() {
    let ran = run(&folder(""), &[]);
    assert_eq!(ran.result, Err("1 error in the question files".to_string()));
    assert!(ran.err.starts_with("error: this file has no [[question]]\n --> /questions/fair.toml:1:1\n"), "{}", ran.err);
}

#[test]
fn wrong_questions_get_a_way_out() {
    let expected = |line, column, message: &str, help: &str| (line, column, message.to_string(), help.to_string());
    assert_eq!(
        wrong_question("ask = {}"),
        expected(
            2,
            8,
            "this question has no expected answer",
            "write `rows`, `count` or `error`; if you write `rows = []`, `factrom test --bless` fills in the rows"
        )
    );
    assert_eq!(
        wrong_question("ask = {}\nrows = []\ncount = 1"),
        expected(
            2,
            8,
            "this question has more than one of `rows`, `count` and `error`",
            "keep one of them, and write another question for the other"
        )
    );
    assert_eq!(wrong_question("rows = []"), expected(2, 8, "missing key `ask` in this question", "add `ask = ...`"));
    assert_eq!(
        wrong_question("ask = { entity = \"Voss\", stance = \"denied\" }\nrows = []"),
        expected(
            3,
            9,
            "`entity` can't be combined with other keys of `ask`",
            "ask either for `fact` or `entity` or `entities` or `pattern`, or for facts by the other keys"
        )
    );
    assert_eq!(
        wrong_question("ask = { stance = \"denies\" }\ncount = 0"),
        expected(3, 18, "`denies` is not a stance", "did you mean `denied`?")
    );
    assert_eq!(
        wrong_question("ask = { when = \"2022-02-30\" }\ncount = 0"),
        expected(
            3,
            16,
            "`2022-02-30`: 2022-02 has no day 30: its last day is 28",
            "write 2022-01-10, 2022-01, 2022-01-10/2022-01-13, or a range such as 2022-01-10.., which includes its ends"
        )
    );
    assert_eq!(
        wrong_question("ask = { object = { quantity = \"many\" } }\ncount = 0"),
        expected(
            3,
            31,
            "not a quantity: write a comparator (>, >=, <, <=, ~ or none), a plain number and a unit, as in `> 14000 people`",
            ""
        )
    );
    assert_eq!(
        wrong_question("ask = { object = { test = \"many\" } }\ncount = 0"),
        expected(3, 20, "`test` is not a kind of term", "did you mean `text`?")
    );
    assert_eq!(
        wrong_question("ask = {}\ncolumns = [\"speker\"]\nrows = []"),
        expected(4, 12, "the answers have no column `speker`", "did you mean `speaker`?")
    );
    assert_eq!(
        wrong_question("ask = { entity = \"Voss\" }\ncolumns = [\"speaker\"]\nrows = []"),
        expected(4, 12, "the answers have no column `speaker`", "the columns are id, label, class")
    );
    assert_eq!(
        wrong_question("ask = {}\ncolumns = [\"fact\"]\ncount = 0"),
        expected(4, 1, "`columns` says how to compare rows, but the question has no `rows`", "remove `columns`")
    );
    assert_eq!(
        wrong_question("ask = {}\nerror = \"corrupt\""),
        expected(4, 9, "`corrupt` is not an error that a question can expect", "write `not-found` or `ambiguous`")
    );
    assert_eq!(
        wrong_question("ask = {}\ncount = -1"),
        expected(4, 9, "`count` of a question must be a whole number, 0 or more", "")
    );
    assert_eq!(
        wrong_question("ask = {}\nrows = \"a\""),
        expected(
            4,
            8,
            "`rows` of a question must be a list of rows",
            "write rows = [[\"...\"], [\"...\"]], or [\"...\", \"...\"] for rows of one column"
        )
    );
    assert_eq!(wrong_question("ask = {}\nrows = [7]"), expected(4, 9, "a row is a list of strings", ""));
    assert_eq!(wrong_question("ask = {}\nrows = [[7]]"), expected(4, 10, "a cell is a string", "put it in quotation marks"));
}

#[test]
fn names_are_unique_and_facts_elsewhere() {
    let twice = "[[question]]\nname = \"a\"\nask = {}\ncount = 3\n[[question]]\nname = \"a\"\nask = {}\ncount = 3\n";
    assert_eq!(
        wrong(twice),
        [(6, 8, "two questions are called `a`".to_string(), "give each question a name of its own".to_string())]
    );
    assert_eq!(
        wrong("[source]\nid = \"a\"\n[[fact]]\nid = \"a\"\n"),
        [(
            1,
            2,
            "this file has no [[question]]".to_string(),
            "name files or folders with questions; to check fact files, use `factrom check`".to_string()
        )]
    );
    assert_eq!(
        wrong("[[question]]\nname = \"a\"\nask = {}\ncount = 3\n[[fact]]\nid = \"a\"\n"),
        [(5, 3, "unknown key `fact` in this question file".to_string(), "known keys: `question`".to_string())]
    );
    assert_eq!(wrong("[[question]\n")[0], (1, 12, "syntax error: unclosed array table, expected `]`".to_string(), String::new()));
    // A broken header hides its table, and that is not said on top.
    assert_eq!(wrong("[question\n").iter().filter(|(.., message, _)| message.contains("no [[question]]")).count(), 0);
}
