//! `factrom test`: asks questions and compares the answers with the expected ones.

use std::path::{Path, PathBuf};

use factrom::Store;

use crate::answer::question_bless::{bless, can_bless};
use crate::answer::{Difference, Found, Question, compare, compile, find, parse};
use crate::cli::junit::{Case, Report, Status, Suite};
use crate::cli::loading::{StoreArgs, open, read_bytes, write_whole};
use crate::cli::{Failure, Outcome, Terminal};
use crate::diagnostic::{Diagnostic, FileId, Files, render_all};
use crate::fact_files::input::collect;
use crate::numbers::counted;

/// Ask a store questions and compare the answers with the expected ones
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Question files, or folders of question files
    #[arg(value_name = "QUESTIONS", required = true)]
    questions: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
    /// Update `rows` and `count` in the question files with the actual answers
    #[arg(long, conflicts_with = "fail_fast")]
    bless: bool,
    /// Write a report as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Stop at the first question that fails
    #[arg(long)]
    fail_fast: bool,
    /// Compile all questions into a file that a board can run on this data set, even questions that fail here
    #[arg(long, value_name = "FILE", conflicts_with = "bless")]
    compile: Option<PathBuf>,
    /// With --compile: let the board run the questions on any data set
    #[arg(long, requires = "compile")]
    any_store: bool,
}

/// The questions of one file.
struct QuestionFile {
    path: PathBuf,
    file: FileId,
    questions: Vec<Question>,
}

/// Result of a question.
struct Ended<'q> {
    question: &'q Question,
    found: Found,
    difference: Option<Difference>,
    blessed: bool,
}

impl Ended<'_> {
    fn passed(&self) -> bool {
        self.difference.is_none() || self.blessed
    }
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error if a question file is invalid, if the store is corrupt, or if a file cannot be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let (files, question_files) = read(&args.questions, terminal)?;
    let bytes = args.store.load(terminal)?;
    let store = open(&bytes, &args.store.store)?;
    let ended = ask(args, &store, &files, &question_files, terminal)?;
    if args.bless {
        for (of, ended) in question_files.iter().zip(&ended) {
            write_blessed(of, &files, ended, terminal)?;
        }
    }
    if let Some(path) = &args.compile {
        write_compiled(path, args.any_store, &store, &question_files, terminal)?;
    }
    if let Some(path) = &args.junit {
        write_whole(path, junit(&question_files, &ended).to_string().as_bytes(), terminal)?;
    }
    close(&question_files, &ended, terminal)
}

/// Reads all files before the first question is asked, so that all their errors are reported together.
fn read(paths: &[PathBuf], terminal: &mut Terminal<'_>) -> Result<(Files, Vec<QuestionFile>), Failure> {
    let (mut files, mut diagnostics) = (Files::default(), Vec::<Diagnostic>::new());
    let mut question_files = Vec::new();
    for path in paths {
        let mut found = Vec::new();
        collect(path, None, &mut found).map_err(|error| Failure::io(path, &error))?;
        if found.is_empty() {
            return Err(Failure::BadInput(format!("{}: no .toml files found", path.display())));
        }
        for path in found {
            let text = String::from_utf8(read_bytes(&path)?)
                .map_err(|_| Failure::BadInput(format!("{}: not valid UTF-8: save the file as UTF-8", path.display())))?;
            let file = files.add(path.clone(), text);
            let questions = parse(&files, file, &mut diagnostics);
            question_files.push(QuestionFile { path, file, questions });
        }
    }
    if diagnostics.is_empty() {
        return Ok((files, question_files));
    }
    let color = terminal.color && terminal.err_is_terminal;
    write!(terminal.err, "{}", render_all(&diagnostics, &files, color))?;
    Err(Failure::BadInput(format!("{} in the question files", counted(diagnostics.len(), "error"))))
}

/// Asks the questions. Returns the results for each file, without questions that were not asked.
fn ask<'q>(
    args: &Args,
    store: &Store<'_>,
    files: &Files,
    question_files: &'q [QuestionFile],
    terminal: &mut Terminal<'_>,
) -> Result<Vec<Vec<Ended<'q>>>, Failure> {
    let mut all = Vec::new();
    let mut stopped = false;
    for of in question_files {
        let mut ended = Vec::new();
        for question in &of.questions {
            if stopped {
                break;
            }
            let found = find(question, store)?;
            let difference = compare(question, &found);
            let blessed = args.bless && difference.is_some() && can_bless(question, &found);
            let one = Ended { question, found, difference, blessed };
            write_ended(&one, files, terminal)?;
            stopped = args.fail_fast && !one.passed();
            ended.push(one);
        }
        all.push(ended);
    }
    Ok(all)
}

fn write_ended(ended: &Ended<'_>, files: &Files, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    const MARGIN: &str = "        ";
    let (word, color) = match (&ended.difference, ended.blessed) {
        (None, _) => ("ok", "32"),
        (Some(_), true) => ("blessed", "33"),
        (Some(_), false) => ("FAILED", "31"),
    };
    let word = format!("{word:7}");
    let colored = terminal.color && terminal.out_is_terminal;
    let word = if colored { format!("\u{1b}[{color}m{word}\u{1b}[0m") } else { word };
    let name = &ended.question.name;
    let Some(difference) = &ended.difference else {
        return Ok(writeln!(terminal.out, "{word} {}", name.value)?);
    };
    writeln!(terminal.out, "{word} {}: {}", name.value, difference.message)?;
    let (line, _) = files.line_column(&name.span);
    writeln!(terminal.out, "{MARGIN}{}:{line}", files.path(name.span.file).display())?;
    for line in difference.lines(&ended.question.columns) {
        writeln!(terminal.out, "{MARGIN}{line}")?;
    }
    Ok(())
}

fn write_blessed(of: &QuestionFile, files: &Files, ended: &[Ended<'_>], terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let blessed = ended.iter().enumerate().filter(|(_, ended)| ended.blessed);
    let outcomes: Vec<(usize, &Question, &Found)> = blessed.map(|(index, ended)| (index, ended.question, &ended.found)).collect();
    if outcomes.is_empty() {
        return Ok(());
    }
    if of.path == Path::new("-") {
        return Err(Failure::Usage(
            "--bless updates the question files, but standard input is not a file: use their paths".to_string(),
        ));
    }
    let text =
        bless(files.text(of.file), &outcomes).map_err(|error| Failure::BadInput(format!("{}: {error}", of.path.display())))?;
    write_whole(&of.path, text.as_bytes(), terminal)
}

fn write_compiled(
    path: &Path,
    any_store: bool,
    store: &Store<'_>,
    question_files: &[QuestionFile],
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    let stems: Vec<String> =
        question_files.iter().map(|of| of.path.file_stem().unwrap_or_default().to_string_lossy().to_string()).collect();
    let files: Vec<(&str, &[Question])> =
        stems.iter().zip(question_files).map(|(stem, of)| (stem.as_str(), &of.questions[..])).collect();
    let dataset_id = if any_store { None } else { Some(store.dataset_id()) };
    let bytes = compile(dataset_id, &files).map_err(|error| Failure::BadInput(error.to_string()))?;
    write_whole(path, &bytes, terminal)
}

fn junit(question_files: &[QuestionFile], ended: &[Vec<Ended<'_>>]) -> Report {
    let suite = |(of, ended): (&QuestionFile, &Vec<Ended<'_>>)| {
        let class = of.path.file_stem().unwrap_or_default().to_string_lossy();
        let case = |(index, question): (usize, &Question)| {
            let status = match ended.get(index) {
                None => Status::Skipped,
                Some(Ended { difference: Some(difference), blessed: false, .. }) => {
                    Status::Failed(difference.message.clone(), difference.lines(&question.columns).join("\n"))
                }
                Some(_) => Status::Passed,
            };
            Case { name: question.name.value.clone(), class: class.to_string(), status }
        };
        Suite { name: of.path.display().to_string(), cases: of.questions.iter().enumerate().map(case).collect() }
    };
    Report { suites: question_files.iter().zip(ended).map(suite).collect() }
}

fn close(question_files: &[QuestionFile], ended: &[Vec<Ended<'_>>], terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let asked = || ended.iter().flatten();
    let failed = asked().filter(|ended| !ended.passed()).count();
    let left: usize = question_files.iter().map(|of| of.questions.len()).sum::<usize>() - asked().count();
    if left > 0 {
        writeln!(terminal.out, "stopped at the first failure: {} not asked", counted(left, "question"))?;
    }
    writeln!(terminal.out, "{} passed, {failed} failed", asked().count() - failed)?;
    Ok(if failed > 0 { Outcome::Findings } else { Outcome::Ok })
}
