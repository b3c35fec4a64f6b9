//! Outcomes of commands, and the exit codes that they lead to.

use std::io;

use crate::answer::lookup::LookupError;
use crate::rdf::export::Error as ExportError;

/// Result of a command that completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Ok,
    /// Exit code 1: findings, failed questions, or no match.
    Findings,
}

/// Why a command could not complete.
#[derive(Debug)]
pub enum Failure {
    /// Exit code 1: nothing matches the request.
    NoMatch(String),
    /// Exit code 2: conflicting options, or an ambiguous name.
    Usage(String),
    /// Exit code 3: an invalid input, or an output that cannot be written.
    BadInput(String),
    /// The reader of the output closed the pipe. This is not an error.
    Closed,
}

impl Failure {
    /// Creates a failure from an I/O error and the path of the file.
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

/// Return type of every command.
pub type Result = std::result::Result<Outcome, Failure>;
