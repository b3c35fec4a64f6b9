//! The four engines behind one trait, each used as its authors intend.
//!
//! If an engine has ids, patterns are timed with ids that were looked up before; otherwise (Oxigraph) with terms. Each engine is
//! used through the fastest part of its public interface, and keeps what can be kept: an open store, prepared statements, a buffer.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::questions::{Role, SampleTerm};

mod factrom;
mod hdt;
mod oxigraph;
mod sqlite;

pub use self::factrom::FactRom;
pub use self::hdt::HdtFile;
pub use self::oxigraph::Oxigraph;
pub use self::sqlite::Sqlite;

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum EngineName {
    /// This project.
    #[value(name = "factrom")]
    FactRom,
    /// The crate hdt, with the cache of its index.
    Hdt,
    /// Oxigraph, in memory.
    Oxigraph,
    /// SQLite: a dictionary and three orders.
    Sqlite,
}

impl EngineName {
    /// All engines, in the order of the table's columns.
    pub const ALL: [EngineName; 4] = [EngineName::FactRom, EngineName::Hdt, EngineName::Oxigraph, EngineName::Sqlite];

    /// Name on the command line.
    #[must_use]
    pub fn argument(self) -> &'static str {
        match self {
            EngineName::FactRom => "factrom",
            EngineName::Hdt => "hdt",
            EngineName::Oxigraph => "oxigraph",
            EngineName::Sqlite => "sqlite",
        }
    }
}

impl fmt::Display for EngineName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            EngineName::FactRom => "FactROM",
            EngineName::Hdt => "hdt",
            EngineName::Oxigraph => "Oxigraph",
            EngineName::Sqlite => "SQLite",
        })
    }
}

/// Location of a data set and of an engine's store.
#[derive(Clone, Debug)]
pub struct Place {
    /// The triples, as N-Triples.
    pub triples: PathBuf,
    /// Folder for the files of this engine.
    pub folder: PathBuf,
}

impl Place {
    /// Returns the path of a file of the engine.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// A store that answers the questions.
pub trait Engine: Sized {
    /// What binds a term in a pattern: an id, if the engine has ids.
    type Bound: Clone;
    /// Whether the engine has ids, so that `text_of` works.
    const HAS_IDS: bool;
    /// Whether the store can also be opened with a checksum of the whole file.
    const HAS_CHECK: bool = false;
    /// The files of the store, and whether each is an index that can be rebuilt from the others.
    const FILES: &'static [(&'static str, bool)];

    /// Builds the files.
    ///
    /// # Errors
    ///
    /// Returns an error if building fails.
    fn build(place: &Place) -> Result<(), Failure>;

    /// Opens the store for the lifetime of the process.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be opened.
    fn open(place: &Place) -> Result<Self, Failure>;

    /// Opens and closes the store. This is timed.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be opened.
    fn open_and_close(place: &Place) -> Result<(), Failure> {
        Self::open(place).map(|_| ())
    }

    /// Like [`Engine::open_and_close`], with the checksum if [`Engine::HAS_CHECK`] is true.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be opened.
    fn open_checked_and_close(place: &Place) -> Result<(), Failure> {
        Self::open_and_close(place)
    }

    /// Returns what binds a term.
    ///
    /// # Errors
    ///
    /// Returns an error if the term does not occur in this position.
    fn bind(&self, role: Role, term: &SampleTerm) -> Result<Self::Bound, Failure>;

    /// Looks up the id of a term. Without ids, it does what comes closest: it finds out whether the term occurs in this position.
    ///
    /// # Errors
    ///
    /// Returns an error if the store is corrupt.
    fn has(&self, role: Role, term: &SampleTerm) -> Result<bool, Failure> {
        self.bind(role, term).map(|_| true)
    }

    /// Writes the term of an id to a buffer.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such id.
    fn text_of(&self, role: Role, bound: &Self::Bound, out: &mut String) -> Result<(), Failure>;

    /// Whether a pattern has a match. Finds the first and reads all its terms.
    ///
    /// # Errors
    ///
    /// Returns an error if the store is corrupt.
    fn first(&self, pattern: [Option<&Self::Bound>; 3]) -> Result<bool, Failure>;

    /// Reads all matches of a pattern and counts them.
    ///
    /// # Errors
    ///
    /// Returns an error if the store is corrupt.
    fn count(&self, pattern: [Option<&Self::Bound>; 3]) -> Result<u64, Failure>;

    /// Answers a whole question: from the terms of a subject and predicate to the text of the first object.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no object.
    fn object_text(&self, subject: &SampleTerm, predicate: &SampleTerm, out: &mut String) -> Result<(), Failure>;

    /// Returns a term as the engine writes it in [`Engine::text_of`] and [`Engine::object_text`].
    fn written(term: &SampleTerm) -> &str {
        &term.dictionary
    }
}

/// Error of a look-up that fails.
fn absent(term: &SampleTerm) -> Failure {
    format!("the store lacks the term {}, although it was built from it", term.dictionary).into()
}

/// Returns the size of a file.
///
/// # Errors
///
/// Returns an error if the file does not exist.
pub fn size(path: &Path) -> Result<u64, Failure> {
    Ok(std::fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?.len())
}
