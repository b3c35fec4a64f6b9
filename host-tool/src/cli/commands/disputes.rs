//! `factrom disputes`: shows facts that contradict each other, side by side.

use factrom::Store;
use serde::Serialize;

use crate::answer::fact_view::{FactView, Viewer};
use crate::answer::lookup::instead_of_facts;
use crate::cli::loading::{StoreArgs, open};
use crate::cli::output::{FormatArgs, Row, write_rows};
use crate::cli::{Outcome, Terminal};

/// Show facts that contradict each other, side by side
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Two facts that contradict each other.
#[derive(Clone, Debug, Serialize)]
pub struct Dispute {
    /// The fact with the lower id.
    pub one: FactView,
    /// The other fact.
    pub other: FactView,
}

impl Row for Dispute {
    const HEADINGS: &'static [&'static str] = &["one says", "the other says"];

    fn cells(&self) -> Vec<String> {
        let cell = |fact: &FactView| format!("{}\n{}\n{}\n{}", fact.statement, fact.put_forward(), fact.places(), fact.id);
        vec![cell(&self.one), cell(&self.other)]
    }

    const FIELDS: &'static [&'static str] = &["one", "other"];

    fn fields(&self) -> Vec<String> {
        vec![self.one.id.clone(), self.other.id.clone()]
    }
}

/// Returns all disputes of a store, each once.
///
/// # Errors
///
/// Returns an error if the blob is corrupt.
pub fn all(store: &Store<'_>) -> Result<Vec<Dispute>, factrom::Error> {
    let viewer = Viewer::new(store);
    let mut disputes = Vec::new();
    for fact in store.facts() {
        let fact = fact?;
        for other in fact.disputes() {
            let other = other?;
            if fact.id() < other.id() {
                disputes.push(Dispute { one: viewer.fact(&fact)?, other: viewer.fact(&other)? });
            }
        }
    }
    Ok(disputes)
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error if the store cannot be read.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let bytes = args.store.load(terminal)?;
    let store = open(&bytes, &args.store.store)?;
    let disputes = all(&store)?;
    if disputes.is_empty() {
        writeln!(terminal.err, "no fact disputes another{}", instead_of_facts(&store))?;
        return Ok(Outcome::Findings);
    }
    let format = args.format.or_fitting(terminal);
    write_rows(&disputes, format, terminal)?;
    Ok(Outcome::Ok)
}
