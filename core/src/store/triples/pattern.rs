//! A pattern, and the triples that match it.

use crate::store::term::TermId;

/// Which triples to return: those that have all given terms. `None` matches any term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Pattern {
    /// The subject.
    pub subject: Option<TermId>,
    /// The predicate.
    pub predicate: Option<TermId>,
    /// The object.
    pub object: Option<TermId>,
}

/// A triple that the store asserts, and its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Triple {
    /// The subject.
    pub subject: TermId,
    /// The predicate.
    pub predicate: TermId,
    /// The object.
    pub object: TermId,
    /// The name of the graph; `None` for the default graph.
    pub graph: Option<TermId>,
}
