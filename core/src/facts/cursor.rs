//! Questions about facts: filters, lazy cursors, the timeline.
//!
//! A question takes the shortest of the postings that its filters offer (by subject, predicate, object, speaker, place), and tests
//! each fact of it for the other filters. Without any of those five it passes over all facts.

use core::ops::Range;

use crate::facts::fact::{Fact, FactId, Times, overlap};
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

/// A question about facts: all the filters that are set must hold. Made by [`Store::facts`], and an iterator's beginning.
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
#[must_use = "a question does nothing until it is iterated"]
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
    /// All facts, to be narrowed by the filters of [`Facts`].
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

    /// The facts of a range of time in the order of time: [`Facts::timeline`] without other filters.
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
        /// Only facts with that subject.
        subject;
        /// Only facts with that predicate.
        predicate;
        /// Only facts with that object.
        object;
        /// Only facts that it says, alone or with others.
        speaker;
        /// Only facts said to it.
        audience;
        /// Only facts that are the case there.
        place;
    }

    /// Only facts with evidence in that source.
    pub fn source(mut self, source: impl Into<SourceId>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Only facts of that stance.
    pub fn stance(mut self, stance: Stance) -> Self {
        self.stance = Some(stance);
        self
    }

    /// Only facts whose time shares a day with the range. Facts without a time are left out.
    pub fn when(mut self, range: impl Into<TimeRange>) -> Self {
        self.when = Some(range.into());
        self
    }

    /// The matching facts that have a time, by its first day, then its last, then by id. One pass over the facts with a time that
    /// begin before the range ends.
    pub fn timeline(self) -> FactCursor<'s> {
        let facts = &self.store.facts;
        let (by_when, len) = (facts.by_when(), facts.timed_len());
        // Times ascend by their first day, so those that begin after the range can be cut off.
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

    /// The shortest posting among those of the filters, and its range; `None` if the blob is broken.
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

    /// Whether the fact passes all filters; `None` if the blob is broken.
    fn matches(&self, fact: u32, times: Option<&FactTimes<'_>>) -> Option<bool> {
        let facts = &self.store.facts;
        let of_stance = match self.stance {
            Some(stance) => facts.stance()?.get(fact)? == u32::from(stance as u8),
            None => true,
        };
        Some(
            of_stance
                && is(fact, self.subject, || facts.subject())?
                && is(fact, self.predicate, || facts.predicate())?
                && is(fact, self.object, || facts.object())?
                && has(fact, self.speaker, || facts.speaker())?
                && has(fact, self.audience, || facts.audience())?
                && has(fact, self.place, || facts.place())?
                && self.in_time(fact, times)?
                && self.in_source(fact)?,
        )
    }

    fn in_time(&self, fact: u32, times: Option<&FactTimes<'_>>) -> Option<bool> {
        let Some(range) = self.when else { return Some(true) };
        Some(times?.range(fact)?.is_some_and(|time| overlap(time, range)))
    }

    fn in_source(&self, fact: u32) -> Option<bool> {
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

/// When facts are the case, for a cursor that asks it of many.
#[derive(Clone, Copy, Debug)]
struct FactTimes<'s> {
    /// By fact: the term of a literal of time + 1, or 0.
    when: Column<'s>,
    times: Times<'s>,
}

impl<'s> FactTimes<'s> {
    fn of(store: &Store<'s>) -> Option<Self> {
        Some(FactTimes { when: store.facts.when()?, times: Times::of(store)? })
    }

    /// The days of a fact, inside `None` if it has none.
    fn range(&self, fact: u32) -> Option<Option<TimeRange>> {
        match self.when.get(fact)?.checked_sub(1) {
            Some(term) => self.times.range(term).map(Some),
            None => Some(None),
        }
    }
}

/// Whether a fact's value in a column is what is wanted. The column is read if anything is.
fn is<'s>(fact: u32, wanted: Option<TermId>, column: impl FnOnce() -> Option<Column<'s>>) -> Option<bool> {
    match wanted {
        Some(TermId(wanted)) => Some(column()?.get(fact)? == wanted),
        None => Some(true),
    }
}

/// Whether one of a fact's values in a relation is what is wanted. The relation is read if anything is.
fn has<'s>(fact: u32, wanted: Option<TermId>, relation: impl FnOnce() -> Option<Relation<'s>>) -> Option<bool> {
    match wanted {
        Some(TermId(wanted)) => relation()?.contains(fact, wanted),
        None => Some(true),
    }
}

impl<'s> IntoIterator for Facts<'s> {
    type Item = Result<Fact<'s>, Error>;
    type IntoIter = FactCursor<'s>;

    /// The matching facts by id. O(log facts) to begin, then a constant number of reads for each fact of the posting.
    fn into_iter(self) -> FactCursor<'s> {
        let posting = self.posting();
        FactCursor::new(self, posting)
    }
}

/// The order in which a cursor meets facts.
#[derive(Clone, Copy, Debug)]
enum Posting<'s> {
    /// By number.
    All,
    /// As a permutation has them.
    Facts(Column<'s>),
    /// As the pairs of a relation come by value.
    Pairs(Relation<'s>),
}

/// The answers to a question, one at a time. After an error it ends.
#[derive(Clone, Debug)]
pub struct FactCursor<'s> {
    question: Facts<'s>,
    posting: Posting<'s>,
    positions: Range<u32>,
    /// Where the question is for a time.
    times: Option<FactTimes<'s>>,
    broken: bool,
}

impl<'s> FactCursor<'s> {
    fn new(question: Facts<'s>, posting: Option<(Posting<'s>, Range<u32>)>) -> Self {
        let broken = posting.is_none();
        let (posting, positions) = posting.unwrap_or((Posting::All, 0..0));
        let times = question.when.and_then(|_| FactTimes::of(question.store));
        FactCursor { question, posting, positions, times, broken }
    }

    /// The answers in a vector of fixed capacity.
    ///
    /// # Errors
    ///
    /// [`Error::Capacity`] if there are more than `N`, [`Error::Corrupt`] if the blob is broken.
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
        let mut answers = heapless::Vec::new();
        for fact in self {
            if answers.push(T::from(fact?)).is_err() {
                return Err(CapacityError { capacity: u32::try_from(N).unwrap_or(u32::MAX) }.into());
            }
        }
        Ok(answers)
    }

    fn fact_at(&self, position: u32) -> Option<u32> {
        let fact = match &self.posting {
            Posting::All => Some(position),
            Posting::Facts(permutation) => permutation.get(position),
            Posting::Pairs(relation) => relation.fact_at(position),
        };
        fact.filter(|fact| *fact < self.question.store.fact_count())
    }
}

impl<'s> Iterator for FactCursor<'s> {
    type Item = Result<Fact<'s>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.broken {
            self.broken = false;
            return Some(Err(Error::Corrupt(Tag::Facts)));
        }
        let store = self.question.store;
        while let Some(position) = self.positions.next() {
            let fact = self.fact_at(position);
            match fact.and_then(|fact| Some((fact, self.question.matches(fact, self.times.as_ref())?))).or_corrupt(Tag::Facts) {
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
