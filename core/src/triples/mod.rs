//! The asserted triples and the eight patterns over them.
//!
//! [`TripleSection`](crate::layout::TripleSection) has the structure: subjects in families by the predicates they have, lists of objects by
//! predicate and subject, and inverse lists of predicates and subjects by object. Each pattern is a look-up of where its lists
//! begin, and then one list after the other:
//!
//! | bound | walk |
//! |---|---|
//! | nothing, s, s p | the entries of the subject's family |
//! | p | the families that have the predicate, lists before common objects |
//! | p o, o | the inverse list of the object, or the part of the predicate |
//! | s o, s p o | the inverse items of an object that has few; else the entries of the subject's family, and a search for the object in each list, until one says that no later one has it |
//!
//! Triples of nothing bound come grouped by subject, then by predicate, and those of a subject by predicate; beyond that their order is
//! the same at each call, and nothing more.

mod between;
mod tables;
mod walk;

use core::ops::Range;

use crate::error::Error;
use crate::layout::Tag;
use crate::store::Store;
use crate::term::TermId;
use walk::{Bound, Current, Walk};

/// Which triples are wanted: those that have the given terms. `None` stands for any term.
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

/// A triple that the store asserts, with its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Triple {
    /// The subject.
    pub subject: TermId,
    /// The predicate.
    pub predicate: TermId,
    /// The object.
    pub object: TermId,
    /// The graph's name; `None` for the default graph.
    pub graph: Option<TermId>,
}

/// The triples of a [`Pattern`], lazily, in the order that the [module](self) says. A triple that is in several graphs comes once for each.
#[derive(Clone, Debug)]
pub struct Triples<'s> {
    store: &'s Store<'s>,
    walk: Walk,
    current: Current,
    /// Graphs of the current triple that are still to come.
    graphs: Range<u32>,
}

impl<'a> Store<'a> {
    /// Number of asserted triples; one that is in two graphs counts twice.
    #[must_use]
    pub fn triple_count(&self) -> u32 {
        self.triples.len()
    }

    /// The asserted triples of a pattern, in any graph. O(log n) to the first (for subject and object O(predicates of the subject)), then
    /// constant time each, or, in a store with named graphs, another look-up each. No claim is among them.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn core::error::Error>> {
    /// # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
    /// # let store = factrom::Store::open(BLOB)?;
    /// let lasts = store.predicate("lasts")?;
    /// let triples = store.triples(factrom::Pattern { predicate: Some(lasts), ..Default::default() });
    /// for triple in triples {
    ///     println!("{}", store.term(triple?.object)?); // 7 h, ~ 8 h
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Nothing is looked up before the first triple is asked for; [`Error::Corrupt`] comes in a triple's place if the blob is broken.
    #[inline]
    #[must_use]
    pub fn triples(&self, pattern: Pattern) -> Triples<'_> {
        let (bound, current) = Bound::of(pattern);
        Triples { store: self, walk: Walk::Start(bound), current, graphs: 0..0 }
    }
}

impl Triples<'_> {
    /// The current triple in its first graph; `None` if the section contradicts itself.
    #[cold]
    #[inline(never)]
    fn in_graphs(&mut self) -> Option<Triple> {
        let (table, sets) = (&self.store.triples, &self.store.graphs);
        self.graphs = tables::graphs_of(sets, between::item_of(table, sets, &self.current)?)?;
        self.in_next_graph()
    }

    #[cold]
    #[inline(never)]
    fn in_next_graph(&mut self) -> Option<Triple> {
        let graph = self.store.graphs.graph_name()?.get(self.graphs.next()?)?;
        Some(self.current.triple(graph.checked_sub(1).map(TermId)))
    }

    #[cold]
    #[inline(never)]
    fn corrupt(&mut self) -> Error {
        (self.walk, self.graphs) = (Walk::End, 0..0);
        Error::Corrupt(Tag::Triples)
    }
}

impl Iterator for Triples<'_> {
    type Item = Result<Triple, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let triple = if !self.graphs.is_empty() {
            self.in_next_graph()
        } else {
            match self.walk.advance(&self.store.triples, &mut self.current) {
                Some(false) => return None,
                Some(true) if self.store.graphs.0.are_absent() => return Some(Ok(self.current.triple(None))),
                Some(true) => self.in_graphs(),
                None => None,
            }
        };
        Some(triple.ok_or_else(|| self.corrupt()))
    }
}

impl core::iter::FusedIterator for Triples<'_> {}
