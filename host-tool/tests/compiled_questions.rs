//! Compiled questions: what the portable runner says of them is what `factrom test` says of their files, also where answers are wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use factrom::{Store, Term, TermId};
use factrom_query::{Cells, Difference, Kind, MAX_ROWS, Question as Compiled, QuestionSet, Report, RunError, Tally, Verdict, run};
use factrom_tool::answer::question_diff::Sign;
use factrom_tool::answer::{Expected, Question, Refusal, compare, compile, find, parse};
use factrom_tool::compile::compile as compile_store;
use factrom_tool::diagnostic::{Files, render_all};
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Options, resolve};
use factrom_tool::model::Model;
use oxrdf::{GraphName, NamedNode, Quad};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn seeds() -> Vec<u8> {
    let input = Input::read(&root().join("seeds")).unwrap();
    compile_store(&resolve(&input, Options::default()).model).unwrap()
}

fn questions(text: &str) -> Vec<Question> {
    let (mut files, mut diagnostics) = (Files::default(), Vec::new());
    let file = files.add("questions.toml".into(), text.to_string());
    let questions = parse(&files, file, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", render_all(&diagnostics, &files, false));
    questions
}

/// The seeds' question files: each one's name and questions.
fn seeds_questions() -> Vec<(String, Vec<Question>)> {
    let folder = fs::read_dir(root().join("seeds/questions")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_string();
    paths.iter().map(|path| (stem(path), questions(&fs::read_to_string(path).unwrap()))).collect()
}

/// What a run told: by question its verdict and differences.
#[derive(Default)]
struct Log {
    differences: Vec<String>,
    ended: Vec<(String, Verdict, Vec<String>)>,
}

impl Report for Log {
    fn difference(&mut self, _: &Compiled<'_>, difference: &Difference<'_>) {
        self.differences.push(difference.to_string());
    }

    fn ended(&mut self, question: &Compiled<'_>, verdict: Verdict) {
        self.ended.push((format!("{}: {}", question.file, question.name), verdict, std::mem::take(&mut self.differences)));
    }
}

fn run_compiled(bytes: &[u8], store: &Store<'_>) -> Result<(Tally, Log), RunError> {
    let mut log = Log::default();
    run(&QuestionSet::open(bytes).unwrap(), store, &mut log).map(|tally| (tally, log))
}

#[test]
fn the_seeds_pass_in_the_order_of_their_files() {
    let blob = seeds();
    let store = Store::open(&blob).unwrap();
    let files = seeds_questions();
    let borrowed: Vec<(&str, &[Question])> = files.iter().map(|(stem, of)| (stem.as_str(), &of[..])).collect();
    let bytes = compile(Some(store.dataset_id()), &borrowed).unwrap();
    assert_eq!(bytes, compile(Some(store.dataset_id()), &borrowed).unwrap());
    assert!(bytes.len() <= 16 << 10, "{} bytes: too many beside the store and the code of a small board", bytes.len());
    let (tally, log) = run_compiled(&bytes, &store).unwrap();
    assert_eq!(tally, Tally { passed: files.iter().map(|(_, of)| of.len() as u32).sum(), failed: 0 });
    assert!(tally.all_passed() && tally.passed >= 100);
    let names: Vec<String> =
        files.iter().flat_map(|(stem, of)| of.iter().map(move |question| format!("{stem}: {}", question.name.value))).collect();
    assert_eq!(log.ended.iter().map(|(name, ..)| name.clone()).collect::<Vec<_>>(), names);
}

/// The question, and all that can be made of it by a small change of what is expected.
fn mutants(question: &Question) -> Vec<Question> {
    let mut mutants = vec![question.expected.clone()];
    match &question.expected {
        Expected::Rows { rows, ordered, at_least } => {
            mutants.extend([Expected::Count(rows.len()), Expected::Refusal(Refusal::NotFound)]);
            for (ordered, at_least) in [(*ordered, *at_least), (true, false), (true, true), (false, false), (false, true)] {
                let mut add = |rows: Vec<Vec<String>>| mutants.push(Expected::Rows { rows, ordered, at_least });
                add(rows.clone());
                add(rows.iter().rev().cloned().collect());
                add(vec![vec!["nowhere".to_string(); question.columns.len()]].into_iter().chain(rows.clone()).collect());
                for index in 0..rows.len() {
                    let mut removed = rows.clone();
                    let row = removed.remove(index);
                    add(removed.clone());
                    removed.insert(0, row.clone());
                    add(removed);
                    let mut twice = rows.clone();
                    twice.insert(index, row);
                    add(twice);
                    for cell in 0..question.columns.len() {
                        let longer = format!("{}x", rows[index][cell]);
                        let shorter: String = longer.chars().skip(1).collect();
                        for text in [longer, shorter] {
                            let mut altered = rows.clone();
                            altered[index][cell] = text;
                            add(altered);
                        }
                    }
                }
            }
        }
        Expected::Count(count) => {
            mutants.extend([Expected::Count(count + 1), Expected::Count(count.saturating_sub(1))]);
            mutants.extend([Expected::Refusal(Refusal::NotFound), Expected::Refusal(Refusal::Ambiguous)]);
        }
        Expected::Refusal(_) => {
            mutants.extend([Expected::Refusal(Refusal::NotFound), Expected::Refusal(Refusal::Ambiguous), Expected::Count(0)]);
            let nothing = |at_least, ordered| Expected::Rows { rows: Vec::new(), ordered, at_least };
            mutants.extend([nothing(false, false), nothing(true, false), nothing(false, true), nothing(true, true)]);
        }
    }
    let with = |(index, expected): (usize, Expected)| {
        let mut mutant = Question { expected, ..question.clone() };
        mutant.name.value = format!("{} ({index})", mutant.name.value);
        mutant
    };
    mutants.into_iter().enumerate().map(with).collect()
}

/// The rows of a difference as the runner writes them, sorted.
fn rows(difference: &factrom_tool::answer::Difference) -> Vec<String> {
    let cell = |cell: &String| if cell.is_empty() { "\"\"".to_string() } else { cell.clone() };
    let told = difference.rows.iter().filter(|(sign, _)| *sign != Sign::Same);
    let mut rows: Vec<String> =
        told.map(|(sign, row)| format!("{} {}", sign.char(), row.iter().map(cell).collect::<Vec<_>>().join(" | "))).collect();
    rows.sort();
    rows
}

#[test]
fn what_fails_here_fails_there() {
    let blob = seeds();
    let store = Store::open(&blob).unwrap();
    let mut verdicts = BTreeMap::new();
    for (stem, of) in seeds_questions() {
        let mutants: Vec<Question> = of.iter().flat_map(mutants).collect();
        let (_, log) = run_compiled(&compile(None, &[(&stem, &mutants)]).unwrap(), &store).unwrap();
        assert_eq!(log.ended.len(), mutants.len());
        for (question, (name, verdict, mut told)) in mutants.iter().zip(log.ended) {
            assert_eq!(name, format!("{stem}: {}", question.name.value));
            let difference = compare(question, &find(question, &store).unwrap());
            assert_eq!(
                verdict == Verdict::Failed,
                difference.is_some(),
                "{name}: {told:?}\n{:?}\n{difference:?}",
                question.expected
            );
            assert_eq!(told.is_empty(), difference.is_none(), "{name}");
            *verdicts.entry(verdict == Verdict::Passed).or_insert(0) += 1;
            // Where the order does not count there is one smallest difference, and both tell it.
            if let (Some(difference), Expected::Rows { ordered: false, .. }) = (difference, &question.expected) {
                told.sort();
                if !difference.rows.is_empty() {
                    assert_eq!(told, rows(&difference), "{name}");
                }
            }
        }
    }
    assert!(verdicts[&true] > 1000 && verdicts[&false] > 3000, "{verdicts:?}");
}

#[test]
fn differences_tell_what_is_wrong() {
    let blob = fs::read(root().join("core/doc/talks.fct")).unwrap();
    let store = Store::open(&blob).unwrap();
    let text = r#"
[[question]]
name = "rows"
ask = { stance = "denied" }
columns = ["fact", "speaker", "when"]
rows = [["ryabkov-denies-intent", "joe-biden", ""]]
[[question]]
name = "order"
ask = { timeline = true }
rows = ["talks-in-geneva", "biden-warns-putin", "talks-in-geneva"]
[[question]]
name = "order, with others between"
ask = { timeline = true }
at_least = true
rows = ["nowhere", "biden-warns-putin", "elsewhere", "talks-in-geneva"]
[[question]]
name = "a count"
ask = {}
count = 1
[[question]]
name = "answers instead of an error"
ask = { entity = "Biden" }
error = "ambiguous"
[[question]]
name = "an error instead of answers"
ask = { predicate = "likes" }
count = 0
[[question]]
name = "another error"
ask = { speaker = "Lavrov" }
error = "ambiguous"
"#;
    let (tally, log) = run_compiled(&compile(None, &[("talks", &questions(text))]).unwrap(), &store).unwrap();
    assert_eq!((tally, tally.all_passed()), (Tally { passed: 0, failed: 7 }, false));
    let told: Vec<Vec<String>> = log.ended.into_iter().map(|(_, _, told)| told).collect();
    let expected: [&[&str]; 7] = [
        &["+ ryabkov-denies-intent | sergei-ryabkov | \"\"", "- ryabkov-denies-intent | joe-biden | \"\""],
        &["- talks-in-geneva", "+ talks-lasted-eight-hours", "+ talks-lasted-seven-hours"],
        &["- nowhere", "- elsewhere"],
        &["expected 1 answer, got 5"],
        &["expected the error ambiguous, got 1 answer"],
        &["no predicate is called `likes`"],
        &["expected the error ambiguous, got not-found: no entity is called `Lavrov`"],
    ];
    assert_eq!(told, expected);
}

/// More rows than one word of bits, in another order; and those of the most that there may be.
#[test]
fn many_rows_are_compared_in_any_order() {
    let blob = seeds();
    let store = Store::open(&blob).unwrap();
    let mut question = questions("[[question]]\nname = \"all\"\nask = {}\nrows = []\n").remove(0);
    let cells = Cells::new(&store);
    let id = |number| {
        let mut id = String::new();
        cells.write_id(store.fact(factrom::FactId(number)).unwrap().reifier().unwrap(), Kind::Fact, &mut id).unwrap();
        id
    };
    let ids: Vec<Vec<String>> = (0..store.fact_count()).rev().map(|number| vec![id(number)]).collect();
    assert!(ids.len() > 500 && ids.iter().all(|row| !row[0].contains('/')), "{ids:?}");
    let with = |rows: Vec<Vec<String>>, ordered, at_least| Expected::Rows { rows, ordered, at_least };
    let mut check = |expected: Expected| {
        question.expected = expected;
        let (_, mut log) = run_compiled(&compile(None, &[("f", std::slice::from_ref(&question))]).unwrap(), &store).unwrap();
        log.ended.remove(0).2
    };
    assert_eq!(check(with(ids.clone(), false, false)), [""; 0]);
    assert_eq!(check(with(ids.iter().rev().cloned().collect(), true, false)), [""; 0]);
    let mut other = ids.clone();
    let last = ids.len() - 1;
    other[last] = vec!["nowhere".to_string()];
    assert_eq!(check(with(other, false, false)), [format!("+ {}", ids[last][0]), "- nowhere".to_string()]);
    let most = vec![vec!["nowhere".to_string()]; MAX_ROWS as usize];
    assert_eq!(check(with(most.clone(), false, true)).len(), 1024);
    question.expected = with(most.into_iter().chain([vec!["x".to_string()]]).collect(), false, true);
    assert_eq!(
        compile(None, &[("f", &[question])]).unwrap_err().to_string(),
        "`all` expects 1025 rows, but a board compares at most 1024: expect a `count`, or ask several questions with fewer rows"
    );
}

/// The same id, with a heap.
fn naive_id(store: &Store<'_>, namespace: &str, term: TermId, kind: &str) -> String {
    match store.term(term).unwrap() {
        Term::Iri(iri) => {
            let iri = iri.to_string();
            let path = iri.strip_prefix(namespace).filter(|_| !namespace.is_empty());
            let kinds = ["entity", "fact", "source", "predicate", "class"];
            match path.and_then(|path| Some((path, path.split_once('/')?))) {
                Some((_, (own, id))) if own == kind => id.to_string(),
                Some((path, (other, _))) if kinds.contains(&other) => path.to_string(),
                _ => iri,
            }
        }
        Term::Blank(label) => format!("_:{label}"),
        Term::Literal(literal) => literal.lexical.to_string(),
        Term::Triple(triple) => {
            let part = |part, kind| naive_id(store, namespace, part, kind);
            let (subject, object) = (part(triple.subject, "entity"), part(triple.object, "entity"));
            let predicate = part(triple.predicate, "predicate");
            format!("<<( {subject} {predicate} {object} )>>")
        }
        other => panic!("{other:?}"),
    }
}

fn check_ids(blob: &[u8], least: usize) {
    let store = Store::open(blob).unwrap();
    let namespace = store.namespace().map_or_else(String::new, |namespace| namespace.to_string());
    let cells = Cells::new(&store);
    let mut shortened = 0;
    for term in (0..store.term_count()).map(TermId) {
        for kind in [Kind::Entity, Kind::Fact, Kind::Source, Kind::Predicate, Kind::Class] {
            let mut id = String::new();
            cells.write_id(term, kind, &mut id).unwrap();
            assert_eq!(id, naive_id(&store, &namespace, term, kind.word()));
            shortened += usize::from(kind == Kind::Entity && id.len() < store.term(term).unwrap().to_string().len());
        }
    }
    assert!(shortened >= least, "{shortened} of {}", store.term_count());
}

#[test]
fn ids_are_what_follows_the_namespace_and_their_kind() {
    check_ids(&seeds(), 900);
    check_ids(&fs::read(root().join("core/tests/golden/small-1.0.fct")).unwrap(), 20);
}

#[test]
fn triple_terms_are_written_to_their_depth() {
    let store = |term: &str| {
        let [subject, predicate] = ["http://e.example/a", "http://e.example/says"].map(NamedNode::new_unchecked);
        let says = Quad::new(subject, predicate, term.parse::<oxrdf::Term>().unwrap(), GraphName::DefaultGraph);
        compile_store(&Model { triples: vec![says], ..Model::default() }).unwrap()
    };
    let mut term = "_:deep".to_string();
    for depth in 0..32 {
        term = format!("<<( <http://e.example/{depth}> <http://e.example/p> {term} )>>");
    }
    check_ids(&store(&term), 0);
    // The import refuses what nests deeper; from elsewhere it may come all the same.
    let blob = store(&format!("<<( _:a <http://e.example/p> {term} )>>"));
    let store = Store::open(&blob).unwrap();
    let cells = Cells::new(&store);
    let errors =
        (0..store.term_count()).filter(|term| cells.write_id(TermId(*term), Kind::Entity, &mut String::new()).is_err()).count();
    assert_eq!(errors, 1, "the outermost alone is too deep");
}

fn factrom(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_factrom")).args(arguments).current_dir(folder).env_remove("FACTROM_STORE").output().unwrap()
}

#[test]
fn the_command_compiles_what_it_asks() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(root().join("core/doc/talks.fct"), folder.path().join("facts.fct")).unwrap();
    fs::copy(root().join("query/doc/talks.toml"), folder.path().join("talks.toml")).unwrap();
    let compiled = || fs::read(folder.path().join("talks.fcq")).unwrap();
    let output = factrom(folder.path(), &["test", "talks.toml", "--compile", "talks.fcq"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().ends_with("4 passed, 0 failed\n"));
    let documented = fs::read(root().join("query/doc/talks.fcq")).unwrap();
    assert!(
        compiled() == documented,
        "run `factrom test query/doc/talks.toml --store core/doc/talks.fct --compile query/doc/talks.fcq`"
    );
    // Bound to the data set, unless that is not wanted.
    let talks = fs::read(folder.path().join("facts.fct")).unwrap();
    let (talks, golden) = (Store::open(&talks).unwrap(), fs::read(root().join("core/tests/golden/small-1.0.fct")).unwrap());
    let golden = Store::open(&golden).unwrap();
    let (expected, found) = (talks.dataset_id(), golden.dataset_id());
    assert_eq!(run_compiled(&compiled(), &golden).err(), Some(RunError::OtherDataset { expected, found }));
    assert_eq!(run_compiled(&compiled(), &talks).unwrap().0, Tally { passed: 4, failed: 0 });
    let output = factrom(folder.path(), &["test", "talks.toml", "--compile", "talks.fcq", "--any-store"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(run_compiled(&compiled(), &golden).unwrap().0, Tally { passed: 1, failed: 3 });
    // What fails here is compiled too, and the command says that it failed.
    fs::write(folder.path().join("wrong.toml"), "[[question]]\nname = \"all\"\nask = {}\ncount = 4\n").unwrap();
    let output = factrom(folder.path(), &["test", "wrong.toml", "--fail-fast", "--compile", "talks.fcq"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(run_compiled(&compiled(), &talks).unwrap().0, Tally { passed: 0, failed: 1 });
    for options in [&["--any-store"][..], &["--compile", "talks.fcq", "--bless"]] {
        assert_eq!(factrom(folder.path(), &[&["test", "talks.toml"], options].concat()).status.code(), Some(2));
    }
}
