//! Out of the store again, in formats that other tools read.
//!
//! [`mod@write`] has everything as quads: [`terms`] gives the
//! store's terms as RDF's, [`vocabulary`] the names, and `describe` says what facts, entities and sources look like as triples.
//! It reads the blob and not the fact files, so it shows what a device sees, and holds one fact at a time.

mod describe;
pub mod terms;
pub mod vocabulary;
pub mod write;

use std::fmt;
use std::io;

/// Why a store can't be written in a format.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The blob is broken.
    Store(factrom::Error),
    /// The writer refuses.
    Io(io::Error),
    /// A triple stands in a named graph, and the format has none.
    NamedGraph {
        /// The graph's name.
        graph: String,
        /// What the format is called.
        format: &'static str,
    },
    /// RDF 1.1 has no such term.
    NeedsRdf12 {
        /// What it is.
        noun: &'static str,
        /// The term.
        term: String,
    },
    /// A text that is not what RDF asks for.
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
                    "the store has triples in the graph {graph}, and {format} has one graph without a name: \
                     export as nquads or trig"
                )
            }
            Error::NeedsRdf12 { noun, term } => {
                write!(f, "{term} is a {noun}, which RDF 1.1 does not have: export with --rdf-version 1.2")
            }
            Error::BadTerm { noun, text } => {
                write!(f, "`{text}` is no {noun}, so no RDF format can hold it: mend the data and build the blob again")
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
