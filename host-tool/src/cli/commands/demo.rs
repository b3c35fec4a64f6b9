//! `factrom demo`: the facts of five articles, compiled and asked, to see what this is.

use std::time::Instant;

use factrom::Store;
use factrom_query::{Ask, Filters, Named, Pattern};

use super::disputes;
use super::disputes::Dispute;
use crate::answer::ask::facts;
use crate::answer::fact_view::{FactView, TermView, Viewer};
use crate::answer::lookup;
use crate::cli::output::{Row, table};
use crate::cli::{Failure, Outcome, Terminal};
use crate::compile::compile;
use crate::fact_files::input::Input;
use crate::fact_files::resolve::{Options, resolve};

/// Build the facts of five news articles and answer a handful of questions from the blob
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Write the blob there as well
    #[arg(long, short, value_name = "FILE")]
    output: Option<std::path::PathBuf>,
}

/// The fact files of the five articles, with their paths below `seeds/`.
const SEEDS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/seeds.rs"));

/// The fact files that the demo is made of.
#[must_use]
pub fn seeds() -> Input {
    let mut input = Input::default();
    for (path, text) in SEEDS {
        input.add(format!("seeds/{path}").into(), (*text).to_string());
    }
    input
}

/// Builds and answers.
///
/// # Errors
///
/// If it can't be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let started = Instant::now();
    let resolved = resolve(&seeds(), Options::default());
    let blob = compile(&resolved.model).map_err(|error| Failure::BadInput(error.to_string()))?;
    let built = started.elapsed();
    if let Some(path) = &args.output {
        crate::cli::loading::write_whole(path, &blob, terminal)?;
    }
    let started = Instant::now();
    let store = Store::open(&blob).map_err(|error| Failure::BadInput(error.to_string()))?;
    let opened = started.elapsed();
    writeln!(
        terminal.out,
        "{} facts from {} articles in a blob of {} bytes\nbuilt in {:.0} ms, opened and checked in {:.0} µs\n",
        store.fact_count(),
        store.source_count(),
        blob.len(),
        built.as_secs_f64() * 1e3,
        opened.as_secs_f64() * 1e6
    )?;
    let viewer = Viewer::new(&store);
    let week = lookup::time_range("2022-01-11..2022-01-13").map_err(Failure::BadInput)?;
    let questions = [
        (
            "What did Ryabkov deny? One article prints him as \u{201c}Rybakov\u{201d}; that finds him too.",
            "factrom query --speaker Rybakov --stance denied",
            Ask::Facts(Filters { speaker: Some("Rybakov"), stance: Some("denied"), ..Filters::default() }),
        ),
        (
            "What did Biden warn Putin of?",
            "factrom query --speaker Biden --audience Putin --stance warned",
            Ask::Facts(Filters { speaker: Some("Biden"), audience: Some("Putin"), stance: Some("warned"), ..Filters::default() }),
        ),
        (
            "What do the sources themselves say of NATO?",
            "factrom query --subject NATO --stance asserted",
            Ask::Facts(Filters {
                triple: Pattern { subject: Some(Named::Entity("NATO")), ..Pattern::default() },
                stance: Some("asserted"),
                ..Filters::default()
            }),
        ),
        (
            "Which meetings are dated from 11 to 13 January 2022, in the order of time?",
            "factrom timeline --predicate takes-place-on --when 2022-01-11..2022-01-13",
            Ask::Timeline(Filters {
                triple: Pattern { predicate: Some("takes-place-on"), ..Pattern::default() },
                when: Some((week.first.0, week.last.0)),
                ..Filters::default()
            }),
        ),
    ];
    for (question, command, ask) in questions {
        let views = facts(&store, &ask)?.iter().map(|fact| viewer.fact(fact)).collect::<Result<Vec<_>, _>>()?;
        answer(question, command, &views, terminal)?;
    }
    let is_of_talks = |fact: &FactView| matches!(&fact.subject, TermView::Named { id, .. } if id == "geneva-talks");
    let disputes: Vec<Dispute> = disputes::all(&store)?.into_iter().filter(|dispute| is_of_talks(&dispute.one)).collect();
    answer("Where do the sources disagree about the talks in Geneva?", "factrom disputes", &disputes, terminal)?;
    Ok(Outcome::Ok)
}

fn answer<R: Row>(question: &str, command: &str, rows: &[R], terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    writeln!(terminal.out, "{question}\n$ {command}\n{}\n", table::<R>(rows, terminal.width))?;
    Ok(())
}
