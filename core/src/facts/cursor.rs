//! Queries over facts: filters, lazy cursors and the timeline.
//!
//! A query uses the shortest of the postings that its filters offer (by subject, predicate, object, speaker or place), and
//! tests each fact in it against the other filters. Without any of those five filters, it scans all facts.

use core::ops::Range;

use crate::facts::fact::{Fact, FactId, LiteralTimes, overlap};
use crate::facts::source::SourceId;
use crate::facts::stance::Stance;
use crate::facts::time::TimeRange;
use crate::format::column::Column;
use crate::format::error::{CapacityError, Error, OrCorrupt};
use crate::format::relation::Relation;
use crate::format::search::{equal_range, partition_point};
use crate::format::tag::Tag;
use crate::store::open::Store;
use crate::store::term::TermId;

/// A query over facts, which returns those that match all filters. [`Store::facts`] creates it, and `into_iter` runs it.
///
/// ```
/// use factrom::{Stance, day};
///
/// # fn main() -> Result<(), Box<dyn core::error::Error>> {
/// # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
/// # let store = factrom::Store::open(BLOB)?;
/// let (putin, biden) = (store.entity("Putin")?, store.entity("Biden")?);
/// let warnings = store.facts().speaker(biden).audience(putin).stance(Stance::Warned).when(day("2021")?);
/// let mut ids = warnings.into_iter().map(|fact| fact.and_then(|fact| fact.iri()));
/// assert!(ids.next().unwrap()?.is("https://w3id.org/factrom/talks/fact/biden-warns-putin")?);
/// assert!(ids.next().is_none());
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "a query does nothing until it is iterated"]
pub struct Facts<'s> {
    store: &'s Store<'s>,
    subject: Option<TermId>,
    predicate: Option<TermId>,
    object: Option<TermId>,
    speaker: Option<TermId>,
    audience: Option<TermId>,
    place: Option<TermId>,
    source: Option<SourceId>,
    stance: Option<Stance>,
    when: Option<TimeRange>,
}

impl<'a> Store<'a> {
    /// All facts. The methods of [`Facts`] add filters.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            store: self,
            subject: None,
            predicate: None,
            object: None,
            speaker: None,
            audience: None,
            place: None,
            source: None,
            stance: None,
            when: None,
        }
    }

    /// The facts in a range of time, in the order of time: [`Facts::timeline`] without other filters.
    pub fn timeline(&self, range: impl Into<TimeRange>) -> FactCursor<'_> {
        self.facts().when(range).timeline()
    }
}

macro_rules! term_filters {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $($(#[$doc])*
        pub fn $name(mut self, $name: impl Into<TermId>) -> Self {
            self.$name = Some($name.into());
            self
        })*
    };
}

impl<'s> Facts<'s> {
    term_filters! {
        /// Only facts with this subject.
        subject;
        /// Only facts with this predicate.
        predicate;
        /// Only facts with this object.
        object;
        /// Only facts of this speaker, alone or with others.
        speaker;
        /// Only facts said to this audience.
        audience;
        /// Only facts that hold at this place.
        place;
    }

    /// Only facts with evidence in this source.
    pub fn source(mut self, source: impl Into<SourceId>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Only facts with this stance.
    pub fn stance(mut self, stance: Stance) -> Self {
        self.stance = Some(stance);
        self
    }

    /// Only facts whose time shares a day with the range. Facts without a time do not match.
    pub fn when(mut self, range: impl Into<TimeRange>) -> Self {
        self.when = Some(range.into());
        self
    }

    /// The matching facts that have a time, by its first day, then its last day, then by id. Scans the facts whose time begins
    /// before the range ends.
    pub fn timeline(self) -> FactCursor<'s> {
        let facts = &self.store.facts;
        let (by_when, len) = (facts.by_when(), facts.timed_len());
        // Times ascend by their first day, so those that begin after the range are a suffix.
        let end = || match self.when {
            Some(range) => {
                let (when, by_when) = (FactTimes::of(self.store)?, by_when?);
                partition_point(0..len?, |position| Some(when.range(by_when.get(position)?)??.first <= range.last))
            }
            None => len,
        };
        let posting = by_when.and_then(|by_when| Some((Posting::Facts(by_when), 0..end()?)));
        FactCursor::new(self, posting)
    }

    /// The shortest posting of the filters, and the positions in it; `None` if the blob is corrupt.
    fn posting(&self) -> Option<(Posting<'s>, Range<u32>)> {
        let (facts, len) = (&self.store.facts, self.store.fact_count());
        let column = |permutation: Option<Column<'s>>, key: Option<Column<'s>>, wanted: TermId| {
            let (permutation, key) = (permutation?, key?);
            let range = equal_range(0..len, wanted.0, |position| key.get(permutation.get(position)?))?;
            Some((Posting::Facts(permutation), range))
        };
        let relation = |relation: Option<Relation<'s>>, wanted: TermId| {
            let relation = relation?;
            Some((Posting::Pairs(relation), relation.of_value(wanted.0)?))
        };
        let candidates = [
            self.subject.map(|term| column(facts.by_subject(), facts.subject(), term)),
            self.predicate.map(|term| column(facts.by_predicate(), facts.predicate(), term)),
            self.object.map(|term| column(facts.by_object(), facts.object(), term)),
            self.speaker.map(|term| relation(facts.speaker(), term)),
            self.place.map(|term| relation(facts.place(), term)),
        ];
        let mut best = (Posting::All, 0..len);
        for candidate in candidates.into_iter().flatten() {
            let candidate = candidate?;
            let len = |range: &Range<u32>| range.end.saturating_sub(range.start);
            if len(&candidate.1) < len(&best.1) {
                best = candidate;
            }
        }
        Some(best)
    }

    /// Whether the fact matches all filters; `None` if the blob is corrupt.
    fn matches(&self, fact: u32, times: Option<&FactTimes<'_>>) -> Option<bool> {
        let facts = &self.store.facts;
        let stance_matches = match self.stance {
            Some(stance) => facts.stance()?.get(fact)? == u32::from(stance as u8),
            None => true,
        };
        Some(
            stance_matches
                && column_matches(fact, self.subject, || facts.subject())?
                && column_matches(fact, self.predicate, || facts.predicate())?
                && column_matches(fact, self.object, || facts.object())?
                && relation_matches(fact, self.speaker, || facts.speaker())?
                && relation_matches(fact, self.audience, || facts.audience())?
                && relation_matches(fact, self.place, || facts.place())?
                && self.time_matches(fact, times)?
                && self.source_matches(fact)?,
        )
    }

    fn time_matches(&self, fact: u32, times: Option<&FactTimes<'_>>) -> Option<bool> {
        let Some(range) = self.when else { return Some(true) };
        Some(times?.range(fact)?.is_some_and(|time| overlap(time, range)))
    }

    fn source_matches(&self, fact: u32) -> Option<bool> {
        let Some(SourceId(source)) = self.source else { return Some(true) };
        // A fact's evidence ascends by locator, and locators ascend by source.
        let (evidence, sources) = (self.store.facts.evidence()?, self.store.locators.source()?);
        let source_at = |row| sources.get(evidence.value.get(row)?);
        let rows = evidence.of_fact(fact)?;
        let end = rows.end;
        let row = partition_point(rows, |row| Some(source_at(row)? < source))?;
        Some(row < end && source_at(row)? == source)
    }
}

/// The times of facts, for a cursor that needs those of many.
#[derive(Clone, Copy, Debug)]
struct FactTimes<'s> {
    /// By fact: the term of a literal of time + 1, or 0.
    when: Column<'s>,
    times: LiteralTimes<'s>,
}

impl<'s> FactTimes<'s> {
    fn of(store: &Store<'s>) -> Option<Self> {
        Some(FactTimes { when: store.facts.when()?, times: LiteralTimes::of(store)? })
    }

    /// The days of a fact's time; `Some(None)` if it has no time, `None` if the blob is corrupt.
    fn range(&self, fact: u32) -> Option<Option<TimeRange>> {
        match self.when.get(fact)?.checked_sub(1) {
            Some(term) => self.times.range(term).map(Some),
            None => Some(None),
        }
    }
}

/// Whether a fact has the wanted value in a column. The column is read only if a value is wanted.
fn column_matches<'s>(fact: u32, wanted: Option<TermId>, column: impl FnOnce() -> Option<Column<'s>>) -> Option<bool> {
    match wanted {
        Some(TermId(wanted)) => Some(column()?.get(fact)? == wanted),
        None => Some(true),
    }
}

/// Whether a fact has the wanted value in a relation. The relation is read only if a value is wanted.
fn relation_matches<'s>(fact: u32, wanted: Option<TermId>, relation: impl FnOnce() -> Option<Relation<'s>>) -> Option<bool> {
    match wanted {
        Some(TermId(wanted)) => relation()?.contains(fact, wanted),
        None => Some(true),
    }
}

impl<'s> IntoIterator for Facts<'s> {
    type Item = Result<Fact<'s>, Error>;
    type IntoIter = FactCursor<'s>;

    /// The matching facts, by id. O(log facts) to start, then a constant number of reads for each fact of the posting.
    fn into_iter(self) -> FactCursor<'s> {
        let posting = self.posting();
        FactCursor::new(self, posting)
    }
}

/// A posting: the facts that a cursor tests, in order.
#[derive(Clone, Copy, Debug)]
enum Posting<'s> {
    /// All facts, by row.
    All,
    /// Facts in the order of a permutation.
    Facts(Column<'s>),
    /// Facts in the order of a relation's pairs by value.
    Pairs(Relation<'s>),
}

/// An iterator over the facts that match a query. After an error it ends.
#[derive(Clone, Debug)]
pub struct FactCursor<'s> {
    query: Facts<'s>,
    posting: Posting<'s>,
    positions: Range<u32>,
    /// The times of facts, if the query filters by time.
    times: Option<FactTimes<'s>>,
    failed: bool,
}

impl<'s> FactCursor<'s> {
    fn new(query: Facts<'s>, posting: Option<(Posting<'s>, Range<u32>)>) -> Self {
        let failed = posting.is_none();
        let (posting, positions) = posting.unwrap_or((Posting::All, 0..0));
        let times = query.when.and_then(|_| FactTimes::of(query.store));
        FactCursor { query, posting, positions, times, failed }
    }

    /// Collects the facts into a vector of fixed capacity.
    ///
    /// # Errors
    ///
    /// [`Error::Capacity`] if more than `N` facts match, [`Error::Corrupt`] if the blob is corrupt.
    ///
    /// ```
    /// use factrom::{CapacityError, Error, FactId, day};
    ///
    /// # fn main() -> Result<(), Box<dyn core::error::Error>> {
    /// # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
    /// # let store = factrom::Store::open(BLOB)?;
    /// let from = day("2022-01-10")?;
    /// let soon: heapless::Vec<FactId, 16> = store.timeline(from..).collect_into()?;
    /// assert_eq!(soon.len(), 3);
    /// let too_few: Result<heapless::Vec<FactId, 2>, Error> = store.timeline(from..).collect_into();
    /// assert_eq!(too_few, Err(Error::Capacity(CapacityError { capacity: 2 })));
    /// # Ok(()) }
    /// ```
    pub fn collect_into<T: From<Fact<'s>>, const N: usize>(self) -> Result<heapless::Vec<T, N>, Error> {
        let mut facts = heapless::Vec::new();
        for fact in self {
            if facts.push(T::from(fact?)).is_err() {
                return Err(CapacityError { capacity: u32::try_from(N).unwrap_or(u32::MAX) }.into());
            }
        }
        Ok(facts)
    }

    fn fact_at(&self, position: u32) -> Option<u32> {
        let fact = match &self.posting {
            Posting::All => Some(position),
            Posting::Facts(permutation) => permutation.get(position),
            Posting::Pairs(relation) => relation.fact_at(position),
        };
        fact.filter(|fact| *fact < self.query.store.fact_count())
    }
}

impl<'s> Iterator for FactCursor<'s> {
    type Item = Result<Fact<'s>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            self.failed = false;
            return Some(Err(Error::Corrupt(Tag::Facts)));
        }
        let store = self.query.store;
        while let Some(position) = self.positions.next() {
            let fact = self.fact_at(position);
            match fact.and_then(|fact| Some((fact, self.query.matches(fact, self.times.as_ref())?))).or_corrupt(Tag::Facts) {
                Ok((_, false)) => {}
                Ok((fact, true)) => return Some(Ok(Fact { store, id: FactId(fact) })),
                Err(error) => {
                    self.positions = 0..0;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

impl core::iter::FusedIterator for FactCursor<'_> {}
