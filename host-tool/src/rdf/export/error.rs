//! Why a store cannot be exported.

use std::fmt;
use std::io;

/// Why a store cannot be exported.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The blob is corrupt.
    Store(factrom::Error),
    /// The writer returned an error.
    Io(io::Error),
    /// A triple is in a named graph, which the format does not support.
    NamedGraph {
        /// Name of the graph.
        graph: String,
        /// Name of the format.
        format: &'static str,
    },
    /// RDF 1.1 does not support the term.
    NeedsRdf12 {
        /// Kind of the term.
        noun: &'static str,
        /// The term.
        term: String,
    },
    /// A text is not valid RDF.
    BadTerm {
        /// What it should be.
        noun: &'static str,
        /// The text.
        text: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Store(error) => error.fmt(f),
            Error::Io(error) => error.fmt(f),
            Error::NamedGraph { graph, format } => {
                write!(
                    f,
                    "the store has triples in the graph {graph}, but {format} has no named graphs: \
                     export as nquads or trig"
                )
            }
            Error::NeedsRdf12 { noun, term } => {
                write!(f, "{term} is a {noun}, which RDF 1.1 does not support: export with --rdf-version 1.2")
            }
            Error::BadTerm { noun, text } => {
                write!(f, "`{text}` is not a valid {noun}, so it cannot be exported: correct the data and rebuild the blob")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Store(error) => Some(error),
            Error::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<factrom::Error> for Error {
    fn from(error: factrom::Error) -> Self {
        Error::Store(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}
