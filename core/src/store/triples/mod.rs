//! The asserted triples and the eight patterns over them.
//!
//! [`TripleSection`](crate::format::triple_sections::TripleSection) has the structure: subjects in families by the predicates they have, lists of objects by
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

mod current;
mod cursor;
mod linking_predicates;
mod lookup;
pub(crate) mod pattern;

use core::ops::Range;

use crate::format::error::Error;
use crate::format::tag::Tag;
use crate::store::open::Store;
use crate::store::term::TermId;
use current::Current;
use cursor::{Bound, Walk};
use pattern::{Pattern, Triple};

/// The triples of a [`Pattern`], found one at a time. A triple in several graphs is returned once for each.
///
/// If the pattern binds nothing, triples are grouped by subject, then by predicate; if it binds the subject, they are grouped by predicate.
/// Beyond that the order is unspecified, but the same on each call.
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
        self.graphs = lookup::graphs_of(sets, linking_predicates::item_of(table, sets, &self.current)?)?;
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
                Some(true) if self.store.graphs.0.is_absent() => return Some(Ok(self.current.triple(None))),
                Some(true) => self.in_graphs(),
                None => None,
            }
        };
        Some(triple.ok_or_else(|| self.corrupt()))
    }
}

impl core::iter::FusedIterator for Triples<'_> {}
