//! Outcomes of commands, and the exit codes that they lead to.

use std::io;

use crate::answer::lookup::LookupError;
use crate::rdf::export::Error as ExportError;

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

impl From<LookupError> for Failure {
    fn from(error: LookupError) -> Self {
        match error {
            LookupError::NotFound(message) => Failure::NoMatch(message),
            LookupError::Ambiguous(message) => Failure::Usage(message),
            LookupError::Store(error) => error.into(),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Io(error) => error.into(),
            error => Failure::BadInput(error.to_string()),
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
