//! `factrom import`: compiles RDF files into a blob, optionally together with fact files.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oxrdf::NamedNode;

use crate::cli::loading::{check_output, read_articles, read_sound, stream_whole};
use crate::cli::{Failure, Outcome, Terminal};
use crate::compile::columns::Bytes;
use crate::compile::{Blob, Builder, Limits, Progress};
use crate::fact_files::resolve;
use crate::model::Model;
use crate::numbers::{counted, grouped, grouped_counted};
use crate::rdf::input::{Error, Format, Input, Options, Report, Watch, format_of, is_standard_stream, read};

/// Compile RDF files into a blob
///
/// Reads N-Triples, N-Quads, Turtle, TriG, RDF/XML and JSON-LD, including RDF 1.2. Files may be compressed with gzip or Zstandard.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// RDF files; `-` for standard input, which needs --from
    #[arg(value_name = "FILE", required_unless_present = "graph")]
    files: Vec<PathBuf>,
    /// Output file for the blob; `-` for standard output
    #[arg(long, short, value_name = "STORE")]
    output: PathBuf,
    /// Format of all files [default: by the name of each file]
    #[arg(long, value_enum, value_name = "FORMAT")]
    from: Option<Format>,
    /// Another file, whose triples without a graph go to the graph IRI; can be repeated
    #[arg(long, value_name = "IRI=FILE", value_parser = graph)]
    graph: Vec<Input>,
    /// Base of relative IRIs; without it, relative IRIs are errors
    #[arg(long, value_name = "IRI", value_parser = iri)]
    base: Option<NamedNode>,
    /// Continue after errors: show the first 20, write what could be read, and exit with 1
    #[arg(long)]
    lenient: bool,
    /// Fact files to compile into the same blob: a folder or a single .toml file
    #[arg(long, value_name = "FACTS")]
    facts: Option<PathBuf>,
    /// Folder with the texts of the articles: verifies every anchor of the facts and stores its byte offset
    #[arg(long, value_name = "DIR", requires = "facts")]
    articles: Option<PathBuf>,
}

fn iri(text: &str) -> Result<NamedNode, String> {
    NamedNode::new(text).map_err(|error| format!("{error}: write an absolute IRI such as https://example.org/"))
}

fn graph(text: &str) -> Result<Input, String> {
    let how = "write IRI=FILE, for example https://example.org/graph=data.ttl";
    // Split at the last `=`: IRIs contain `=` more often than file names do.
    let (graph, path) = text.rsplit_once('=').ok_or(how)?;
    if path.is_empty() {
        return Err(format!("the file name after the `=` is missing: {how}"));
    }
    Ok(Input { path: path.into(), graph: Some(iri(graph)?) })
}

/// Runs the command. The output is written atomically.
///
/// # Errors
///
/// Returns an error if a file cannot be read or has errors (with `--lenient`, if nothing of it could be read), or if the output
/// cannot be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let plain = args.files.iter().map(|path| Input { path: path.clone(), graph: None });
    let inputs: Vec<Input> = plain.chain(args.graph.iter().cloned()).collect();
    let options = Options { format: args.from, base: args.base.clone(), lenient: args.lenient };
    check(&inputs, &options, &args.output)?;
    let model = facts(args, terminal)?;
    let mut builder = Builder::new(Limits::default()).map_err(|error| Failure::BadInput(error.to_string()))?;

    let bar = progress(&inputs, terminal);
    let seen = bar.clone();
    let watch: Watch = Rc::new(move |bytes| seen.inc(bytes));
    let report = read(&inputs, &options, &watch, &mut |quad| Ok(builder.add(&quad)?));
    let report = report.map_err(|error| failure(&error, &bar))?;
    let bytes = Bytes::new();
    let blob = builder.finish(&model, &bytes, &mut |progress| show(&bar, progress));
    bar.finish_and_clear();
    let blob = blob.map_err(|error| Failure::BadInput(error.to_string()))?;
    stream_whole(&args.output, &mut |out| blob.write_to(out), terminal)?;

    write!(terminal.err, "{}", complaints(&report))?;
    writeln!(terminal.err, "{}", summary(&blob, inputs.len(), model.facts.len(), &args.output))?;
    Ok(if report.errors > 0 { Outcome::Findings } else { Outcome::Ok })
}

/// Returns the model of the fact files, or an empty one.
fn facts(args: &Args, terminal: &mut Terminal<'_>) -> Result<Model, Failure> {
    let Some(path) = &args.facts else { return Ok(Model::default()) };
    let articles = read_articles(args.articles.as_deref())?;
    let options = resolve::Options { articles: articles.as_ref(), with_quotes: false };
    Ok(read_sound(path, options, terminal)?.model)
}

/// Checks what can be checked before the long computation.
fn check(inputs: &[Input], options: &Options, output: &Path) -> Result<(), Failure> {
    if inputs.iter().filter(|input| is_standard_stream(&input.path)).count() > 1 {
        return Err(Failure::Usage("standard input can be read only once: use `-` only once".to_string()));
    }
    let target = fs::canonicalize(output).ok();
    for input in inputs {
        let format = format_of(input, options).map_err(|error| Failure::Usage(error.to_string()));
        if is_standard_stream(&input.path) {
            format?;
            continue;
        }
        let metadata = fs::metadata(&input.path).map_err(|error| Failure::io(&input.path, &error))?;
        if metadata.is_dir() {
            return Err(Failure::BadInput(format!("{}: this is a folder: list the RDF files in it", input.path.display())));
        }
        if metadata.is_file() && target.is_some() && fs::canonicalize(&input.path).ok() == target {
            return Err(Failure::Usage(format!(
                "{} is an input and cannot be the output: choose another file",
                input.path.display()
            )));
        }
        format?;
    }
    check_output(output)
}

/// Creates a progress bar of the bytes read; a spinner if the total is unknown; nothing if standard error is not a terminal.
fn progress(inputs: &[Input], terminal: &Terminal<'_>) -> ProgressBar {
    if !terminal.err_is_terminal {
        return ProgressBar::hidden();
    }
    let len = |input: &Input| fs::metadata(&input.path).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len());
    let (bar, template) = match inputs.iter().map(len).sum::<Option<u64>>() {
        Some(total) => (ProgressBar::new(total), "{msg} {wide_bar} {bytes} of {total_bytes}, {eta} left"),
        None => (ProgressBar::no_length(), "{spinner} {msg}, {bytes}, {elapsed}"),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message("reading");
    bar
}

/// Shows the progress of the builder in the same bar, now in terms or triples.
fn show(bar: &ProgressBar, Progress { stage, done, total }: Progress) {
    if bar.message() != stage.name() {
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}") {
            bar.set_style(style);
        }
        bar.set_message(stage.name());
        bar.set_length(total);
    }
    bar.set_position(done);
}

fn failure(error: &Error, bar: &ProgressBar) -> Failure {
    bar.finish_and_clear();
    let hint = match error {
        Error::Syntax(_) => "\n  nothing was written; use --lenient to continue after errors",
        _ => "",
    };
    Failure::BadInput(format!("{error}{hint}"))
}

/// Lists the first errors of a lenient run and the number of further errors, and then the warnings.
fn complaints(report: &Report) -> String {
    let mut text: String = report.shown.iter().map(|complaint| format!("{complaint}\n")).collect();
    let more = report.errors - report.shown.len() as u64;
    if more > 0 {
        text.push_str(&format!("and {} more\n", grouped(more)));
    }
    for path in &report.no_triples {
        text.push_str(&format!(
            "{}: no triples found: keys that no @context defines are ignored, and so are relative IRIs without --base\n",
            path.display()
        ));
    }
    text
}

fn summary(blob: &Blob<'_>, files: usize, facts: usize, output: &Path) -> String {
    let number = |number: u32, noun| grouped_counted(u64::from(number), noun);
    let with_facts = if facts > 0 { format!(" and {}", grouped_counted(facts as u64, "fact")) } else { String::new() };
    format!(
        "imported {}, {} from {}{with_facts}: {} written to {}",
        number(blob.triple_count(), "triple"),
        number(blob.term_count(), "term"),
        counted(files, "file"),
        number(blob.len_bytes(), "byte"),
        if is_standard_stream(output) { "standard output".to_string() } else { output.display().to_string() },
    )
}
