//! Questions about facts: filters, lazy cursors, the timeline.
//!
//! A question takes the shortest of the postings that its filters offer (by subject, predicate, object, speaker, place), and tests
//! each fact of it for the other filters. Without any of those five it passes over all facts.

use core::ops::Range;

use crate::column::{Column, Relation, equal_range, partition_point};
use crate::error::{CapacityError, Error, OrCorrupt};
use crate::fact::{Fact, FactId, overlap};
use crate::layout::Tag;
use crate::source::SourceId;
use crate::stance::Stance;
use crate::store::Store;
use crate::term::TermId;
use crate::time::TimeRange;

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
        // Times ascend by their first day, so those that begin after the range can be cut off.
        let end = || match self.when {
            Some(range) => {
                let (when, by_when) = (facts.when()?, facts.by_when()?);
                partition_point(0..facts.timed_len()?, |position| {
                    let when = when.get(by_when.get(position)?)?.checked_sub(1)?;
                    Some(self.store.time_of(TermId(when))?.first <= range.last)
                })
            }
            None => facts.timed_len(),
        };
        FactCursor::new(self, Posting::ByWhen, end().map(|end| 0..end))
    }

    /// The shortest posting among those of the filters, and its range; `None` in the range if the blob is broken.
    fn posting(&self) -> (Posting, Option<Range<u32>>) {
        let (facts, len) = (&self.store.facts, self.store.fact_count());
        let column = |permutation: Option<Column<'_>>, key: Option<Column<'_>>, wanted: TermId| {
            let (permutation, key) = (permutation?, key?);
            equal_range(0..len, wanted.0, |position| key.get(permutation.get(position)?))
        };
        let relation = |relation: Option<Relation<'_>>, wanted: TermId| relation?.of_value(wanted.0);
        let candidates = [
            (Posting::BySubject, self.subject.map(|term| column(facts.by_subject(), facts.subject(), term))),
            (Posting::ByPredicate, self.predicate.map(|term| column(facts.by_predicate(), facts.predicate(), term))),
            (Posting::ByObject, self.object.map(|term| column(facts.by_object(), facts.object(), term))),
            (Posting::BySpeaker, self.speaker.map(|term| relation(facts.speaker(), term))),
            (Posting::ByPlace, self.place.map(|term| relation(facts.place(), term))),
        ];
        let mut best = (Posting::All, Some(0..len));
        let mut best_len = len;
        for (posting, range) in candidates {
            match range {
                None => {}
                Some(None) => return (posting, None),
                Some(Some(range)) => {
                    let len = range.end.saturating_sub(range.start);
                    if len < best_len {
                        best_len = len;
                        best = (posting, Some(range));
                    }
                }
            }
        }
        best
    }

    /// Whether the fact passes all filters; `None` if the blob is broken.
    fn matches(&self, fact: u32) -> Option<bool> {
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
                && self.in_time(fact)?
                && self.in_source(fact)?,
        )
    }

    fn in_time(&self, fact: u32) -> Option<bool> {
        let Some(range) = self.when else { return Some(true) };
        match self.store.facts.when()?.get(fact)?.checked_sub(1) {
            Some(when) => Some(overlap(self.store.time_of(TermId(when))?, range)),
            None => Some(false),
        }
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
        let (posting, range) = self.posting();
        FactCursor::new(self, posting, range)
    }
}

/// The order in which a cursor meets facts.
#[derive(Clone, Copy, Debug)]
enum Posting {
    All,
    BySubject,
    ByPredicate,
    ByObject,
    BySpeaker,
    ByPlace,
    ByWhen,
}

/// The answers to a question, one at a time. After an error it ends.
#[derive(Clone, Debug)]
pub struct FactCursor<'s> {
    question: Facts<'s>,
    posting: Posting,
    positions: Range<u32>,
    broken: bool,
}

impl<'s> FactCursor<'s> {
    fn new(question: Facts<'s>, posting: Posting, positions: Option<Range<u32>>) -> Self {
        let broken = positions.is_none();
        FactCursor { question, posting, positions: positions.unwrap_or(0..0), broken }
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
        let facts = &self.question.store.facts;
        let fact = match self.posting {
            Posting::All => Some(position),
            Posting::BySubject => facts.by_subject()?.get(position),
            Posting::ByPredicate => facts.by_predicate()?.get(position),
            Posting::ByObject => facts.by_object()?.get(position),
            Posting::BySpeaker => facts.speaker()?.fact_at(position),
            Posting::ByPlace => facts.place()?.fact_at(position),
            Posting::ByWhen => facts.by_when()?.get(position),
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
            match fact.and_then(|fact| Some((fact, self.question.matches(fact)?))).or_corrupt(Tag::Facts) {
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
