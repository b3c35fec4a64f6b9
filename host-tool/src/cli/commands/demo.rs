//! `factrom demo`: answers questions from the facts of five articles, which the tool contains, to show what FactROM does.

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

/// Answer a few questions from the facts of five news articles
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Also write the store to this file
    #[arg(long, short, value_name = "FILE")]
    output: Option<std::path::PathBuf>,
}

/// The store of the facts in `seeds/`. `factrom build seeds -o host-tool/demo.fct` renews it; a test fails if it is out of date.
pub const STORE: &[u8] = include_bytes!("../../../demo.fct");

/// Runs the command.
///
/// # Errors
///
/// Returns an error if the output cannot be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    if let Some(path) = &args.output {
        crate::cli::loading::write_whole(path, STORE, terminal)?;
    }
    let started = Instant::now();
    let store = Store::open(STORE).map_err(|error| Failure::BadInput(error.to_string()))?;
    let opened = started.elapsed();
    writeln!(
        terminal.out,
        "{} facts from {} articles in a store of {} bytes\nopened and checked in {:.0} µs\n",
        store.fact_count(),
        store.source_count(),
        STORE.len(),
        opened.as_secs_f64() * 1e6
    )?;
    let viewer = Viewer::new(&store);
    let week = lookup::time_range("2022-01-11..2022-01-13").map_err(Failure::BadInput)?;
    let questions = [
        (
            "What did Ryabkov deny? One article prints his name as \u{201c}Rybakov\u{201d}; that finds him too.",
            "factrom query --speaker Rybakov --stance denied",
            Ask::Facts(Filters { speaker: Some("Rybakov"), stance: Some("denied"), ..Filters::default() }),
        ),
        (
            "What did Biden warn Putin about?",
            "factrom query --speaker Biden --audience Putin --stance warned",
            Ask::Facts(Filters { speaker: Some("Biden"), audience: Some("Putin"), stance: Some("warned"), ..Filters::default() }),
        ),
        (
            "What do the sources themselves say about NATO?",
            "factrom query --subject NATO --stance asserted",
            Ask::Facts(Filters {
                triple: Pattern { subject: Some(Named::Entity("NATO")), ..Pattern::default() },
                stance: Some("asserted"),
                ..Filters::default()
            }),
        ),
        (
            "Which meetings are dated from 11 to 13 January 2022, in chronological order?",
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
