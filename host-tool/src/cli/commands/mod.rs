//! The subcommands, one file each: `Args` for the command line, `run` for the work.
//!
//! A command writes to the [`Terminal`] it is given and returns an [`Outcome`] or a [`Failure`]; only `main` knows processes and exit codes.

pub mod build;
pub mod check;
pub mod completions;
pub mod demo;
pub mod disputes;
pub mod export;
pub mod flash;
pub mod fmt;
pub mod import;
pub mod query;
pub mod show;
pub mod stats;
pub mod test;
pub mod timeline;

use std::io::{self, Write};

/// Where a command writes, and what is on the other side.
pub struct Terminal<'o> {
    /// Answers.
    pub out: &'o mut dyn Write,
    /// Diagnostics and progress.
    pub err: &'o mut dyn Write,
    /// Whether answers go to a terminal.
    pub out_is_terminal: bool,
    /// Whether diagnostics go to a terminal.
    pub err_is_terminal: bool,
    /// Whether a terminal may be sent colours: `NO_COLOR` is not set.
    pub color: bool,
    /// Columns of the terminal that answers go to.
    pub width: Option<u16>,
}

impl std::fmt::Debug for Terminal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal")
            .field("out_is_terminal", &self.out_is_terminal)
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}

/// How a command ended that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Ok,
    /// Exit code 1: findings, failed questions, or no match.
    Findings,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Exit code 1: what was asked for is not there.
    NoMatch(String),
    /// Exit code 2: options that don't go together, or a name that means several things.
    Usage(String),
    /// Exit code 3: an input that is broken, or an output that can't be written.
    BadInput(String),
    /// The reader of the answers went away; not an error.
    Closed,
}

impl Failure {
    /// A failure that names the file.
    pub fn io(path: &std::path::Path, error: &io::Error) -> Self {
        Failure::BadInput(format!("{}: {error}", path.display()))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::BadInput(error.to_string()),
        }
    }
}

impl From<factrom::Error> for Failure {
    fn from(error: factrom::Error) -> Self {
        Failure::BadInput(error.to_string())
    }
}

/// What every command returns.
pub type Result = std::result::Result<Outcome, Failure>;
