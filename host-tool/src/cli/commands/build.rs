//! `factrom build`: compiles fact files into a blob, and optionally into constants.

use std::path::PathBuf;

use crate::cli::loading::{read_articles, read_sound, write_whole};
use crate::cli::{Failure, Outcome, Terminal};
use crate::compile::compile;
use crate::constants;
use crate::fact_files::resolve::Options;

/// Check fact files and compile them into a blob
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Fact files: a folder or a single .toml file
    #[arg(value_name = "FACTS", default_value = ".")]
    facts: PathBuf,
    /// Output file for the blob; `-` for standard output
    #[arg(long, short, value_name = "FILE", default_value = "facts.fct")]
    output: PathBuf,
    /// Folder with the texts of the articles: verifies every anchor and stores its byte offset
    #[arg(long, value_name = "DIR")]
    articles: Option<PathBuf>,
    /// Also store the sentence that contains each anchor
    #[arg(long, requires = "articles")]
    with_quotes: bool,
    /// Write the ids of entities, predicates, classes, sources and facts as constants in a Rust module; `-` for standard output
    #[arg(long, value_name = "FILE")]
    constants: Option<PathBuf>,
}

/// Runs the command. The output is written atomically.
///
/// # Errors
///
/// Returns an error if the fact files have errors, or if the output cannot be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    if args.constants.as_ref() == Some(&args.output) {
        let output = args.output.display();
        return Err(Failure::Usage(format!("the blob and its constants cannot both be written to {output}: use different files")));
    }
    let articles = read_articles(args.articles.as_deref())?;
    let options = Options { articles: articles.as_ref(), with_quotes: args.with_quotes };
    let resolved = read_sound(&args.facts, options, terminal)?;
    let blob = compile(&resolved.model).map_err(|error| Failure::BadInput(error.to_string()))?;
    write_whole(&args.output, &blob, terminal)?;
    if let Some(path) = &args.constants {
        let constants =
            constants::module(&blob, &resolved.model, &[], None).map_err(|error| Failure::BadInput(error.to_string()))?;
        write_whole(path, constants.as_bytes(), terminal)?;
    }
    let facts = resolved.model.facts.len();
    let per_fact = blob.len() as f64 / facts.max(1) as f64;
    writeln!(terminal.err, "{}: {} bytes, {facts} facts, {per_fact:.1} bytes per fact", args.output.display(), blob.len())?;
    Ok(Outcome::Ok)
}
