//! `factrom check`: reports errors in fact files, and sentences of the articles without facts.

use std::path::PathBuf;

use serde::Serialize;

use crate::cli::loading::{read_articles, read_sound};
use crate::cli::output::{Format, Row, table, write_rows};
use crate::cli::{Failure, Outcome, Terminal};
use crate::fact_files::resolve::{Coverage, Options, Resolved};
use crate::numbers::counted;

/// Check fact files, and verify their evidence against the texts of the articles
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Fact files: a folder or a single .toml file
    #[arg(value_name = "FACTS", default_value = ".")]
    facts: PathBuf,
    /// Folder with the texts of the articles: verifies digests and anchors
    #[arg(long, value_name = "DIR")]
    articles: Option<PathBuf>,
    /// List sentences without evidence that no [[skip]] covers, and exit with 1 if there are any
    #[arg(long, requires = "articles")]
    coverage: bool,
    /// Output format of the coverage [default: table]
    #[arg(long, short, value_enum, requires = "coverage", value_name = "FORMAT")]
    format: Option<Format>,
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error if the fact files have errors.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let articles = read_articles(args.articles.as_deref())?;
    let resolved = read_sound(&args.facts, Options { articles: articles.as_ref(), with_quotes: false }, terminal)?;
    if args.coverage {
        write_coverage(&resolved, args.format.unwrap_or(Format::Table), terminal)?;
    }
    writeln!(terminal.err, "{}", summary(&resolved, articles.is_some()))?;
    let missing = resolved.coverage.iter().any(|coverage| !coverage.missing.is_empty());
    Ok(if args.coverage && missing { Outcome::Findings } else { Outcome::Ok })
}

fn summary(resolved: &Resolved, verified: bool) -> String {
    let model = &resolved.model;
    let anchors: usize = model.facts.iter().map(|fact| fact.evidence.len()).sum();
    let anchors = if verified {
        format!("{} verified", counted(anchors, "anchor"))
    } else {
        format!("{} not verified (use --articles DIR)", counted(anchors, "anchor"))
    };
    let disputes: usize = model.facts.iter().map(|fact| fact.disputes.len()).sum();
    format!(
        "no errors: {}, {}, {}, {anchors}, {}",
        counted(model.facts.len(), "fact"),
        counted(model.entities.len(), "entity").replace("entitys", "entities"),
        counted(model.sources.len(), "source"),
        counted(disputes / 2, "dispute")
    )
}

fn write_coverage(resolved: &Resolved, format: Format, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let missing: Vec<MissingRow> = resolved
        .coverage
        .iter()
        .flat_map(|coverage| {
            coverage.missing.iter().map(|missing| MissingRow {
                source: coverage.source.clone(),
                paragraph: missing.paragraph,
                sentence: missing.sentence,
                text: missing.text.clone(),
            })
        })
        .collect();
    if format != Format::Table {
        return write_rows(&missing, format, terminal);
    }
    writeln!(terminal.out, "{}", table::<Coverage>(&resolved.coverage, terminal.width))?;
    if missing.is_empty() {
        writeln!(terminal.out, "every sentence is covered")?;
    } else {
        writeln!(terminal.out, "not covered:\n{}", table::<MissingRow>(&missing, terminal.width))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct MissingRow {
    source: String,
    paragraph: usize,
    sentence: usize,
    text: String,
}

impl Row for MissingRow {
    const HEADINGS: &'static [&'static str] = &["source", "paragraph", "sentence", "text"];

    fn cells(&self) -> Vec<String> {
        vec![self.source.clone(), self.paragraph.to_string(), self.sentence.to_string(), self.text.clone()]
    }
}

impl Row for Coverage {
    const HEADINGS: &'static [&'static str] = &["source", "sentences", "with evidence", "skipped", "missing", "covered"];

    fn cells(&self) -> Vec<String> {
        let factual = self.sentences - self.skipped;
        // A source without sentences is fully covered.
        let covered = if factual == 0 { 100.0 } else { 100.0 * self.touched as f64 / factual as f64 };
        vec![
            self.source.clone(),
            self.sentences.to_string(),
            self.touched.to_string(),
            self.skipped.to_string(),
            self.missing.len().to_string(),
            format!("{covered:.0} %"),
        ]
    }
}
