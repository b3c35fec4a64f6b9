//! `factrom timeline`: shows facts in chronological order.

use factrom_query::Ask;

use super::query::{Filters, write_facts};
use crate::cli::Terminal;
use crate::cli::loading::{StoreArgs, open};
use crate::cli::output::FormatArgs;

/// Show facts with a time, in chronological order
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    format: FormatArgs,
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error if the store cannot be read, or if a name is unknown or ambiguous.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let bytes = args.store.load(terminal)?;
    let store = open(&bytes, &args.store.store)?;
    let ask = Ask::Timeline(args.filters.filters(&store)?);
    write_facts(&store, &ask, args.format, terminal)
}
