//! Errors of an input: the file, the position in it, and what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::numbers::grouped;

/// Messages of a parser are truncated to this length: they may quote a token, and a token may be as long as the file.
const MAX_MESSAGE_CHARS: usize = 240;

/// A position in a text, counted from 1. Columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line.
    pub line: u64,
    /// Character in the line.
    pub column: u64,
    /// Whether this is the exact position, or the position of the parser when it noticed the error.
    pub exact: bool,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let near = if self.exact { "" } else { "near " };
        write!(f, "{near}line {}, column {}", self.line, self.column)
    }
}

/// One error in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file, or `-`.
    pub path: PathBuf,
    /// Its position.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: String,
}

impl Complaint {
    /// Creates a complaint that is safe to show: its message is short and has no control characters.
    pub(super) fn new(path: &Path, place: Option<Place>, message: &str) -> Self {
        let mut shown: String = message.chars().take(MAX_MESSAGE_CHARS).flat_map(shown_character).collect();
        if message.chars().nth(MAX_MESSAGE_CHARS).is_some() {
            shown.push('…');
        }
        Complaint { path: path.to_owned(), place, message: shown }
    }

    pub(super) fn with_hint(mut self, hint: &str) -> Self {
        self.message = format!("{}; {hint}", self.message);
        self
    }
}

fn shown_character(character: char) -> impl Iterator<Item = char> {
    let escaped = character.is_control().then(|| character.escape_default());
    let itself = if escaped.is_none() { Some(character) } else { None };
    escaped.into_iter().flatten().chain(itself)
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path.display())?;
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// Why reading stopped.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file cannot be opened, read or decompressed.
    Io {
        /// The file.
        path: PathBuf,
        /// Error of the operating system or the decompressor.
        error: io::Error,
    },
    /// Neither the file name nor an option tells the format.
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// The file is not RDF at all.
    NotRdf {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
        /// What to do with it.
        remedy: &'static str,
    },
    /// The file has a syntax error.
    Syntax(Complaint),
    /// The file has errors, and no part of it could be read.
    NothingReadable {
        /// Its first error.
        first: Complaint,
        /// Number of errors.
        errors: u64,
    },
    /// The sink returned an error.
    Sink(Box<dyn std::error::Error>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { path, error } => write!(f, "{}: {error}", path.display()),
            Error::UnknownFormat { path } if path == Path::new("-") => {
                f.write_str("the format of standard input is unknown: use --from, for example --from turtle")
            }
            Error::UnknownFormat { path } if path.extension().is_some_and(|extension| extension == "toml") => {
                write!(f, "{}: fact files are not RDF: use --facts to compile them", path.display())
            }
            Error::UnknownFormat { path } => write!(
                f,
                "{}: the file name does not tell the format (.nt, .nq, .ttl, .trig, .rdf or .jsonld, optionally with .gz or .zst): \
                 use --from, for example --from turtle",
                path.display()
            ),
            Error::NotRdf { path, what, remedy } => write!(f, "{}: this file is {what}: {remedy}", path.display()),
            Error::Syntax(complaint) => complaint.fmt(f),
            Error::NothingReadable { first, errors } => {
                let of = if *errors > 1 { format!("first of {} errors", grouped(*errors)) } else { "error".to_string() };
                write!(f, "{}: nothing could be read; {of}: ", first.path.display())?;
                if let Some(place) = first.place {
                    write!(f, "{place}: ")?;
                }
                f.write_str(&first.message)
            }
            Error::Sink(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { error, .. } => Some(error),
            Error::Sink(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_short_and_has_no_control_characters() {
        let complaint = Complaint::new(Path::new("a.nt"), None, &format!("\u{1b}[2J{}", "é".repeat(1000)));
        assert_eq!(complaint.to_string(), format!("a.nt: \\u{{1b}}[2J{}…", "é".repeat(236)));
        let place = Place { line: 3, column: 14, exact: true };
        assert_eq!(Complaint::new(Path::new("a.nt"), Some(place), "no dot").to_string(), "a.nt: line 3, column 14: no dot");
    }
}
