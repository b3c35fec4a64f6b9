//! The command line.

pub mod failure;
pub mod terminal;
mod option_values;
mod junit;
pub mod output;
pub mod loading;
pub mod commands;

use std::sync::LazyLock;

use clap::{CommandFactory, Parser, Subcommand};
use factrom::compiler::{MAJOR, MINOR};

use commands::{build, check, completions, demo, disputes, export, flash, fmt, import, query, show, stats, test, timeline};
pub use failure::{Failure, Outcome, Result};
pub use terminal::Terminal;

/// Sourced facts in read-only memory: check, compile and query fact files
#[derive(Clone, Debug, Parser)]
#[command(name = "factrom", version = VERSION.as_str(), propagate_version = true, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The tool's version, and that of the stores it writes.
static VERSION: LazyLock<String> = LazyLock::new(|| format!("{} (store format {MAJOR}.{MINOR})", env!("CARGO_PKG_VERSION")));

const EXIT_CODES: &str = "Exit codes: 0 success; 1 findings, failed questions or no match; 2 wrong usage; 3 bad input.\n\
                          Environment: NO_COLOR disables colours. FACTROM_STORE is the default of --store.";

#[derive(Clone, Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Import(import::Args),
    Check(check::Args),
    Fmt(fmt::Args),
    Show(show::Args),
    Query(query::Args),
    Timeline(timeline::Args),
    Disputes(disputes::Args),
    Test(test::Args),
    Stats(stats::Args),
    Export(export::Args),
    Flash(flash::Args),
    Demo(demo::Args),
    Completions(completions::Args),
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    ///
    /// Returns the error of the command.
    pub fn run(&self, terminal: &mut Terminal<'_>) -> Result {
        match &self.command {
            Command::Build(args) => build::run(args, terminal),
            Command::Import(args) => import::run(args, terminal),
            Command::Check(args) => check::run(args, terminal),
            Command::Fmt(args) => fmt::run(args, terminal),
            Command::Show(args) => show::run(args, terminal),
            Command::Query(args) => query::run(args, terminal),
            Command::Timeline(args) => timeline::run(args, terminal),
            Command::Disputes(args) => disputes::run(args, terminal),
            Command::Test(args) => test::run(args, terminal),
            Command::Stats(args) => stats::run(args, terminal),
            Command::Export(args) => export::run(args, terminal),
            Command::Flash(args) => flash::run(args, terminal),
            Command::Demo(args) => demo::run(args, terminal),
            Command::Completions(args) => completions::run(args, &mut Cli::command(), terminal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
