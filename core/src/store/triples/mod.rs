//! The asserted triples, and the eight patterns over them.
//!
//! [`TripleSection`](crate::format::triple_sections::TripleSection) defines the structure: families of subjects by their
//! predicates, lists of objects by predicate and subject, and inverse items (predicates and subjects) by object. A pattern
//! looks up where its lists start, and then goes through them one after another:
//!
//! | bound | the cursor goes through |
//! |---|---|
//! | nothing, s, s p | the entries of the subject's family |
//! | p | the families that have the predicate, lists before common objects |
//! | p o, o | the inverse items of the object, or those of them that have the predicate |
//! | s o, s p o | the inverse items of an object that has few; otherwise the entries of the subject's family, with a search for the object in each list, until an entry says that no later one has the object |
//!
//! If the pattern binds nothing, triples are grouped by subject, then by predicate. If it binds the subject, they are grouped
//! by predicate. Beyond that the order is unspecified, but the same on each call.

pub(crate) mod pattern;
mod current;
mod lookup;
mod linking_predicates;
mod cursor;

use core::ops::Range;

use crate::format::error::Error;
use crate::format::tag::Tag;
use crate::store::open::Store;
use crate::store::term::TermId;
use current::Current;
use cursor::{Bound, Walk};
use pattern::{Pattern, Triple};

/// An iterator over the triples that match a [`Pattern`]. A triple that is in several graphs is returned once for each.
///
/// If the pattern binds nothing, triples are grouped by subject, then by predicate. If it binds the subject, they are grouped
/// by predicate. Beyond that the order is unspecified, but the same on each call.
#[derive(Clone, Debug)]
pub struct Triples<'s> {
    store: &'s Store<'s>,
    walk: Walk,
    current: Current,
    /// Graphs of the current triple that have not been returned yet.
    graphs: Range<u32>,
}

impl<'a> Store<'a> {
    /// Number of asserted triples. A triple that is in two graphs counts twice.
    #[must_use]
    pub fn triple_count(&self) -> u32 {
        self.triples.len()
    }

    /// The asserted triples that match a pattern, in any graph. Claims are never among them.
    ///
    /// The first triple takes O(log n), or O(predicates of the subject) if subject and object are bound. Each further triple
    /// takes constant time, or another look-up in a store with named graphs. Nothing is looked up before the first call of
    /// `next`. If the blob is corrupt, the iterator returns [`Error::Corrupt`] and ends.
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
    #[inline]
    #[must_use]
    pub fn triples(&self, pattern: Pattern) -> Triples<'_> {
        let (bound, current) = Bound::of(pattern);
        Triples { store: self, walk: Walk::Start(bound), current, graphs: 0..0 }
    }
}

impl Triples<'_> {
    /// The current triple in its first graph; `None` if the section is corrupt.
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
