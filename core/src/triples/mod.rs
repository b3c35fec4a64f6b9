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
//! | s o, s p o | the entries of the subject's family, and a search for the object in each list |
//!
//! Triples of nothing bound come grouped by subject, then by predicate, and those of a subject by predicate; beyond that their order is
//! the same at each call, and nothing more.

mod tables;
mod walk;

use core::ops::Range;

use crate::error::{Error, OrCorrupt};
use crate::layout::Tag;
use crate::store::Store;
use crate::term::TermId;
use walk::{Run, Walk};

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
    run: Run,
    /// Graphs of the run's triple that are still to come.
    graphs: Range<u32>,
}

impl<'a> Store<'a> {
    /// Number of asserted triples; one that is in two graphs counts twice.
    #[must_use]
    pub fn triple_count(&self) -> u32 {
        self.triples.len
    }

    /// The asserted triples of a pattern, in any graph. O(log n) to the first (for subject and object O(predicates of the subject)), then
    /// constant time each, or, in a store with named graphs, another look-up each. No claim is among them.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn core::error::Error>> {
    /// # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
    /// # let store = factrom::Store::open(BLOB)?;
    /// let lasts = store.predicate("lasts")?;
    /// let triples = store.triples(factrom::Pattern { predicate: Some(lasts), ..Default::default() })?;
    /// for triple in triples {
    ///     println!("{}", store.term(triple?.object)?); // 7 h, ~ 8 h
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    // In place: what is returned would be copied.
    #[inline]
    pub fn triples(&self, pattern: Pattern) -> Result<Triples<'_>, Error> {
        let walk = Walk::new(&self.triples, pattern).or_corrupt(Tag::Triples)?;
        Ok(Triples { store: self, walk, run: Run::new(), graphs: 0..0 })
    }
}

impl Triples<'_> {
    /// The next triple; the inner `None` at the end, the outer one if the section contradicts itself.
    #[inline]
    fn step(&mut self) -> Option<Option<Triple>> {
        let section = &self.store.triples;
        let sets = &self.store.graphs;
        if !sets.0.are_absent() && !self.graphs.is_empty() {
            return self.in_next_graph().map(Some);
        }
        while !self.run.advance(section)? {
            if !self.walk.next_run(section, &mut self.run)? {
                return Some(None);
            }
        }
        let triple = self.run.triple(None);
        if sets.0.are_absent() {
            return Some(Some(triple));
        }
        self.graphs = tables::graphs_of(sets, walk::item_of(section, sets, &triple)?)?;
        self.in_next_graph().map(Some)
    }

    fn in_next_graph(&mut self) -> Option<Triple> {
        let graph = self.store.graphs.graph_name()?.get(self.graphs.next()?)?;
        Some(self.run.triple(graph.checked_sub(1).map(TermId)))
    }
}

impl Iterator for Triples<'_> {
    type Item = Result<Triple, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match self.step() {
            Some(triple) => triple.map(Ok),
            None => {
                (self.walk, self.run, self.graphs) = (Walk::END, Run::new(), 0..0);
                Some(Err(Error::Corrupt(Tag::Triples)))
            }
        }
    }
}

impl core::iter::FusedIterator for Triples<'_> {}
