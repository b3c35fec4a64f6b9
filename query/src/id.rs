//! Ids: the short names that rows show instead of IRIs.
//!
//! An IRI of the data set is its namespace, a kind and an id:
//!
//! ```text
//! https://w3id.org/factrom/talks/  fact  /  geneva-talks-lasted-7-hours
//! namespace                        kind     id
//! ```
//!
//! Ids are unique within a kind only: an entity and a fact may both be called `storm`. So a row shows the id alone where the column says
//! the kind, and `fact/storm` where it does not. Every other IRI is shown whole. No two IRIs look alike in a column: an id has no `/`, and
//! only a whole IRI has a `:`.

use core::fmt::{self, Write};

use factrom::{Error, Text};

/// What an id is the id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Kind {
    /// An entity.
    Entity,
    /// A fact.
    Fact,
    /// A source.
    Source,
    /// A predicate of the vocabulary.
    Predicate,
    /// A class of the vocabulary.
    Class,
}

impl Kind {
    /// The word for it, in IRIs and in rows.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Entity => "entity",
            Kind::Fact => "fact",
            Kind::Source => "source",
            Kind::Predicate => "predicate",
            Kind::Class => "class",
        }
    }

    /// The kind of an id with its kind, such as `fact/storm`. `None` if the text is not one.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        const KINDS: [Kind; 5] = [Kind::Entity, Kind::Fact, Kind::Source, Kind::Predicate, Kind::Class];
        let (word, id) = path.split_once(SLASH)?;
        if id.is_empty() || id.contains(RESERVED) {
            return None;
        }
        KINDS.into_iter().find(|kind| kind.word() == word)
    }
}

/// Arrays, because the search for a single `char` has a branch that can panic, and the linker refuses those on a board.
const SLASH: [char; 1] = ['/'];
const RESERVED: [char; 2] = ['/', ':'];

/// Longest id with its kind. An id has at most 64 characters, and `predicate/` is the longest kind.
pub const MAX_PATH_BYTES: usize = 80;

/// An id and its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    kind: Kind,
    path: heapless::String<MAX_PATH_BYTES>,
}

impl Id {
    /// The id that an IRI has in a namespace. `None` for any other IRI.
    pub(crate) fn of_iri(iri: Text<'_>, namespace: &str) -> Result<Option<Self>, Error> {
        if namespace.is_empty() {
            return Ok(None);
        }
        let mut rest = Rest { namespace, path: heapless::String::new() };
        match iri.write_to(&mut rest) {
            Ok(()) => Ok(Kind::of_path(&rest.path).map(|kind| Id { kind, path: rest.path })),
            // It is no id, and the rest of the IRI does not matter.
            Err(Error::Write) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What it is the id of.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The id alone, such as `storm`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.path.split_once(SLASH).map_or("", |(_, id)| id)
    }

    /// The id with its kind, such as `fact/storm`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Takes an IRI and keeps what follows the namespace. Refuses an IRI of another namespace, and one that is longer than any id.
struct Rest<'n> {
    /// The part of the namespace that has not come yet.
    namespace: &'n str,
    path: heapless::String<MAX_PATH_BYTES>,
}

impl Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let common = self.namespace.len().min(text.len());
        let (expected, namespace) = self.namespace.split_at_checked(common).ok_or(fmt::Error)?;
        let rest = text.strip_prefix(expected).ok_or(fmt::Error)?;
        self.namespace = namespace;
        self.path.push_str(rest).map_err(|_| fmt::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept of an IRI that comes in these pieces.
    fn rest(pieces: &[&str]) -> Option<heapless::String<MAX_PATH_BYTES>> {
        let mut rest = Rest { namespace: "https://fair.example/", path: heapless::String::new() };
        pieces.iter().try_for_each(|piece| rest.write_str(piece)).ok().map(|()| rest.path)
    }

    #[test]
    fn a_namespace_is_cut_off_wherever_the_pieces_end() {
        let iri = "https://fair.example/fact/storm";
        for first in 0..=iri.len() {
            for second in first..=iri.len() {
                let pieces = [&iri[..first], &iri[first..second], &iri[second..]];
                assert_eq!(rest(&pieces).as_deref(), Some("fact/storm"), "{pieces:?}");
            }
        }
        assert_eq!(rest(&["https://fair.example/"]).as_deref(), Some(""));
        assert_eq!(rest(&["https://fair.examples/fact/storm"]), None);
        assert_eq!(rest(&["https://fairé.example/fact/storm"]), None);
    }

    #[test]
    fn a_path_is_a_kind_and_an_id() {
        let kinds = ["entity/a", "fact/a", "source/a", "predicate/a", "class/a"].map(Kind::of_path);
        assert_eq!(kinds, [Kind::Entity, Kind::Fact, Kind::Source, Kind::Predicate, Kind::Class].map(Some));
        for kind in kinds.into_iter().flatten() {
            assert_eq!(Kind::of_path(&std::format!("{}/x-1", kind.word())), Some(kind));
        }
        for path in ["", "fact", "fact/", "/storm", "facts/storm", "entity/fact/storm", "entity/http:x", "graph/storm"] {
            assert_eq!(Kind::of_path(path), None, "{path}");
        }
    }

    #[test]
    fn the_longest_id_has_room() {
        let iri = std::format!("https://fair.example/predicate/{}", "x".repeat(64));
        assert_eq!(rest(&[&iri]).map(|path| path.len()), Some("predicate/".len() + 64));
        assert_eq!(rest(&[&std::format!("{iri}{}", "x".repeat(6))]).map(|path| path.len()), Some(MAX_PATH_BYTES));
        assert_eq!(rest(&[&std::format!("{iri}{}", "x".repeat(7))]), None);
    }

    extern crate std;
}
