//! The asserted triples and the eight patterns over them.
//!
//! Rows stand in the order subject, predicate, object; two permutations give the orders predicate, object, subject and object,
//! subject, predicate. Each of the eight patterns is a range of one of the three:
//!
//! | bound | order | | bound | order |
//! |---|---|---|---|---|
//! | nothing, s, s p, s p o | rows | | p, p o | by predicate |
//! | | | | o, o s | by object |

use core::ops::Range;

use crate::column::equal_range;
use crate::error::{Error, OrCorrupt};
use crate::layout::Tag;
use crate::store::Store;
use crate::term::TermId;

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

#[derive(Clone, Copy, Debug)]
enum Order {
    Rows,
    ByPredicate,
    ByObject,
}

/// The triples of a [`Pattern`], lazily. Ascending in the order that serves the pattern (see the [module](self)).
#[derive(Clone, Debug)]
pub struct Triples<'s> {
    store: &'s Store<'s>,
    order: Order,
    rows: Range<u32>,
}

impl<'a> Store<'a> {
    /// Number of asserted triples.
    #[must_use]
    pub fn triple_count(&self) -> u32 {
        self.triples.len
    }

    /// The asserted triples of a pattern, in any graph. O(log n) to the first, then constant time each. No claim is among them.
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
    pub fn triples(&self, pattern: Pattern) -> Result<Triples<'_>, Error> {
        let Pattern { subject, predicate, object } = pattern;
        let order = match (subject, predicate, object) {
            (None, Some(_), _) => Order::ByPredicate,
            (_, None, Some(_)) => Order::ByObject,
            _ => Order::Rows,
        };
        let rows = self.narrow(order, pattern).or_corrupt(Tag::Triples)?;
        Ok(Triples { store: self, order, rows })
    }

    /// The range of the order that matches: one column after another of those that are bound.
    fn narrow(&self, order: Order, pattern: Pattern) -> Option<Range<u32>> {
        let triples = &self.triples;
        let (subject, predicate, object) =
            ((&triples.subject, pattern.subject), (&triples.predicate, pattern.predicate), (&triples.object, pattern.object));
        let columns = match order {
            Order::Rows => [subject, predicate, object],
            Order::ByPredicate => [predicate, object, subject],
            Order::ByObject => [object, subject, predicate],
        };
        let mut range = 0..triples.len;
        for (column, wanted) in columns {
            let Some(TermId(wanted)) = wanted else { break };
            range = equal_range(range, wanted, |position| column.get(self.row(order, position)?))?;
        }
        Some(range)
    }

    fn row(&self, order: Order, position: u32) -> Option<u32> {
        match order {
            Order::Rows => Some(position),
            Order::ByPredicate => self.triples.by_predicate.get(position),
            Order::ByObject => self.triples.by_object.get(position),
        }
    }

    fn triple(&self, row: u32) -> Option<Triple> {
        let triples = &self.triples;
        if row >= triples.len {
            return None;
        }
        Some(Triple {
            subject: TermId(triples.subject.get(row)?),
            predicate: TermId(triples.predicate.get(row)?),
            object: TermId(triples.object.get(row)?),
            graph: triples.graph.get(row)?.checked_sub(1).map(TermId),
        })
    }
}

impl Triples<'_> {
    /// How many triples are left. Constant time.
    #[must_use]
    pub fn count_left(&self) -> u32 {
        self.rows.end.saturating_sub(self.rows.start)
    }
}

impl Iterator for Triples<'_> {
    type Item = Result<Triple, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let position = self.rows.next()?;
        let triple = self.store.row(self.order, position).and_then(|row| self.store.triple(row));
        if triple.is_none() {
            self.rows.start = self.rows.end;
        }
        Some(triple.or_corrupt(Tag::Triples))
    }
}

impl core::iter::FusedIterator for Triples<'_> {}
