//! What goes wrong with an input: the file, the place in it, and a way out.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::numbers::grouped;

/// A parser's message is cut here: it may quote a token, and a token may be as long as the file.
const MAX_MESSAGE_CHARS: usize = 240;

/// A place in a text, counted from 1; columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The character in it.
    pub column: u64,
    /// Whether that is the place itself, or where the parser was when it noticed.
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
    /// Where.
    pub place: Option<Place>,
    /// What.
    pub message: String,
}

impl Complaint {
    /// A complaint that is safe to show: short, and without control characters.
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
    /// A file can't be opened, read or unpacked.
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Neither the name nor an option says the format.
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else altogether.
    NotRdf {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
        /// What to do with it.
        remedy: &'static str,
    },
    /// What is written in the file is not of its format.
    Syntax(Complaint),
    /// No line of the file could be used.
    NothingReadable {
        /// The first error in it.
        first: Complaint,
        /// Errors in it.
        errors: u64,
    },
    /// The sink takes no more.
    Sink(Box<dyn std::error::Error>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { path, error } => write!(f, "{}: {error}", path.display()),
            Error::UnknownFormat { path } if path == Path::new("-") => {
                f.write_str("standard input has no name that says its format: say it with --from, such as --from turtle")
            }
            Error::UnknownFormat { path } if path.extension().is_some_and(|extension| extension == "toml") => {
                write!(f, "{}: fact files are given with --facts", path.display())
            }
            Error::UnknownFormat { path } => write!(
                f,
                "{}: the name does not say the format (.nt, .nq, .ttl, .trig, .rdf or .jsonld, also with .gz or .zst): \
                 say it with --from, such as --from turtle",
                path.display()
            ),
            Error::NotRdf { path, what, remedy } => write!(f, "{}: this is {what}: {remedy}", path.display()),
            Error::Syntax(complaint) => complaint.fmt(f),
            Error::NothingReadable { first, errors } => {
                let of = if *errors > 1 { format!("the first of {} errors", grouped(*errors)) } else { "the error".to_string() };
                write!(f, "{}: none of it can be read; {of}: ", first.path.display())?;
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
