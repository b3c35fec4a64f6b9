//! The four engines behind one trait, each as its makers would use it.
//!
//! Where an engine has ids, patterns are timed with ids that were looked up before; where it has none (Oxigraph), with terms. Each
//! uses what is fastest in its public interface, and keeps what can be kept: an opened store, prepared statements, a buffer.

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

/// An engine's name.
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
    /// All, in the order of the table's columns.
    pub const ALL: [EngineName; 4] = [EngineName::FactRom, EngineName::Hdt, EngineName::Oxigraph, EngineName::Sqlite];

    /// As it is called on the command line.
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

/// Where a data set and the stores made of it lie.
#[derive(Clone, Debug)]
pub struct Place {
    /// The triples, as N-Triples.
    pub triples: PathBuf,
    /// The folder for this engine's files.
    pub folder: PathBuf,
}

impl Place {
    /// A file of the engine.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// A store that answers the questions.
pub trait Engine: Sized {
    /// What a term is bound by in a pattern: an id where there are ids.
    type Bound: Clone;
    /// Whether it has ids, and so `text_of` answers.
    const HAS_IDS: bool;
    /// Whether it can be opened with a checksum over all of the file as well as without.
    const HAS_CHECK: bool = false;
    /// The files it leaves, and whether one is an index that can be made anew from the others.
    const FILES: &'static [(&'static str, bool)];

    /// Makes the files.
    ///
    /// # Errors
    ///
    /// If that fails.
    fn build(place: &Place) -> Result<(), Failure>;

    /// Opens the store, ready to answer, for as long as the process lives.
    ///
    /// # Errors
    ///
    /// If it does not open.
    fn open(place: &Place) -> Result<Self, Failure>;

    /// Opens the store and closes it: what is timed.
    ///
    /// # Errors
    ///
    /// If it does not open.
    fn open_and_close(place: &Place) -> Result<(), Failure> {
        Self::open(place).map(|_| ())
    }

    /// As [`Engine::open_and_close`], with the checksum where [`Engine::HAS_CHECK`].
    ///
    /// # Errors
    ///
    /// If it does not open.
    fn open_checked_and_close(place: &Place) -> Result<(), Failure> {
        Self::open_and_close(place)
    }

    /// What a term is bound by.
    ///
    /// # Errors
    ///
    /// If the store does not have it there.
    fn bind(&self, role: Role, term: &SampleTerm) -> Result<Self::Bound, Failure>;

    /// From a term to its id; without ids, the nearest: whether the store has it there.
    ///
    /// # Errors
    ///
    /// If the store is broken.
    fn has(&self, role: Role, term: &SampleTerm) -> Result<bool, Failure> {
        self.bind(role, term).map(|_| true)
    }

    /// From an id to the term, written to a buffer.
    ///
    /// # Errors
    ///
    /// If there is no such id.
    fn text_of(&self, role: Role, bound: &Self::Bound, out: &mut String) -> Result<(), Failure>;

    /// Whether a pattern has a match: looks for the first and reads all of it.
    ///
    /// # Errors
    ///
    /// If the store is broken.
    fn first(&self, pattern: [Option<&Self::Bound>; 3]) -> Result<bool, Failure>;

    /// Reads all matches of a pattern and counts them.
    ///
    /// # Errors
    ///
    /// If the store is broken.
    fn count(&self, pattern: [Option<&Self::Bound>; 3]) -> Result<u64, Failure>;

    /// A whole question: the first object of a subject and predicate, from terms to the text of a term.
    ///
    /// # Errors
    ///
    /// If there is none.
    fn object_text(&self, subject: &SampleTerm, predicate: &SampleTerm, out: &mut String) -> Result<(), Failure>;

    /// How the engine writes a term in [`Engine::text_of`] and [`Engine::object_text`].
    fn written(term: &SampleTerm) -> &str {
        &term.dictionary
    }
}

/// What a failed look-up says.
fn absent(term: &SampleTerm) -> Failure {
    format!("the term {} is not in the store that was built from it", term.dictionary).into()
}

/// The size of a file.
///
/// # Errors
///
/// If it is not there.
pub fn size(path: &Path) -> Result<u64, Failure> {
    Ok(std::fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?.len())
}
