//! Facts: reified triples with a stance, and everything that is known about each.

use core::fmt;
use core::ops::Range;

use crate::facts::source::Evidence;
use crate::facts::stance::{Stance, Status};
use crate::facts::time::{Day, Time, TimeRange};
use crate::format::column::Column;
use crate::format::error::{Error, OrCorrupt};
use crate::format::relation::Relation;
use crate::format::tag::Tag;
use crate::format::text::Text;
use crate::store::open::Store;
use crate::store::term::TermId;

/// The row of a fact in one blob. Facts ascend by their ids in the fact files. In another blob, the same fact has another row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct FactId(pub u32);

/// A further predicate and object that qualify a fact, such as the condition of a threat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Qualifier {
    /// The predicate.
    pub predicate: TermId,
    /// The object.
    pub object: TermId,
}

/// A fact. Always show it with its stance: a claim without its stance is not what was said.
///
/// Accessors take constant time, or O(log n) to find the first of several values, or the group of a term.
#[derive(Clone, Copy)]
pub struct Fact<'s> {
    pub(crate) store: &'s Store<'s>,
    pub(crate) id: FactId,
}

impl<'a> Store<'a> {
    /// Number of facts.
    #[must_use]
    pub fn fact_count(&self) -> u32 {
        self.facts.len().unwrap_or(0)
    }

    /// The fact with that row. Constant time.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub fn fact(&self, id: FactId) -> Result<Fact<'_>, Error> {
        if id.0 < self.fact_count() { Ok(Fact { store: self, id }) } else { Err(Error::NotFound) }
    }

    /// The fact with that id (as in the fact files) or IRI. One decoded comparison, then O(log facts) without decoding.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, [`Error::Corrupt`] if the blob is corrupt.
    pub fn fact_named(&self, id: &str) -> Result<Fact<'_>, Error> {
        let reifiers = self.facts.reifier().or_corrupt(Tag::Facts)?;
        let row = self.find_row(&reifiers, self.fact_count(), "fact/", id)?;
        row.map(|row| Fact { store: self, id: FactId(row) }).ok_or(Error::NotFound)
    }

    /// The fact whose reifier is that term; `None` if the term is not a reifier. O(log facts).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn fact_of(&self, reifier: TermId) -> Result<Option<Fact<'_>>, Error> {
        let row = self.facts.reifier().and_then(|terms| terms.find(0..self.fact_count(), reifier.0)).or_corrupt(Tag::Facts)?;
        Ok(row.map(|row| Fact { store: self, id: FactId(row) }))
    }

    /// The days that a literal of EDTF, `xsd:date`, `xsd:gYearMonth` or `xsd:gYear` covers; `None` for any other term. Constant
    /// time.
    #[must_use]
    pub fn time_of(&self, term: TermId) -> Option<TimeRange> {
        LiteralTimes::of(self)?.range(term.0)
    }
}

/// The days of literals of time, for a caller that needs those of many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LiteralTimes<'a> {
    first_term: u32,
    len: u32,
    first_day: Column<'a>,
    last_day: Column<'a>,
}

impl<'a> LiteralTimes<'a> {
    pub fn of(store: &Store<'a>) -> Option<Self> {
        let values = &store.values;
        let (first_day, last_day) = (values.time_first_day()?, values.time_last_day()?);
        Some(LiteralTimes { first_term: values.times_first()?, len: values.times_len()?, first_day, last_day })
    }

    /// The days of a literal; `None` if it is not a literal of time.
    pub fn range(&self, term: u32) -> Option<TimeRange> {
        let row = term.checked_sub(self.first_term)?;
        if row >= self.len {
            return None;
        }
        let day = |stored: u32| match stored {
            0 => Day::OPEN_START,
            u32::MAX => Day::OPEN_END,
            days => Day((days ^ 0x8000_0000).cast_signed()),
        };
        let range = TimeRange { first: day(self.first_day.get(row)?), last: day(self.last_day.get(row)?) };
        if range.first <= range.last { Some(range) } else { None }
    }
}

impl<'s> Fact<'s> {
    /// The row of the fact.
    #[must_use]
    pub fn id(&self) -> FactId {
        self.id
    }

    /// The term of the fact's reifier.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn reifier(&self) -> Result<TermId, Error> {
        self.term(self.store.facts.reifier())
    }

    /// The IRI of the fact. The part after the last `/` is the id in the fact files, which is stable.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn iri(&self) -> Result<Text<'s>, Error> {
        self.store.term_text(self.reifier()?)
    }

    /// The statement: one sentence to show on a screen.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn statement(&self) -> Result<Text<'s>, Error> {
        self.store.facts.statements().and_then(|texts| texts.get(&self.store.codec, self.id.0)).or_corrupt(Tag::Facts)
    }

    /// The subject of the reified triple.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn subject(&self) -> Result<TermId, Error> {
        self.term(self.store.facts.subject())
    }

    /// The predicate of the reified triple.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn predicate(&self) -> Result<TermId, Error> {
        self.term(self.store.facts.predicate())
    }

    /// The object of the reified triple.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn object(&self) -> Result<TermId, Error> {
        self.term(self.store.facts.object())
    }

    /// The stance: how the fact is put forward.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn stance(&self) -> Result<Stance, Error> {
        self.value(self.store.facts.stance()).and_then(Stance::from_number).or_corrupt(Tag::Facts)
    }

    /// The status: how far the text of the source can be trusted for this fact.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn status(&self) -> Result<Status, Error> {
        self.value(self.store.facts.status()).and_then(Status::from_number).or_corrupt(Tag::Facts)
    }

    /// The term of a literal of time: when the fact holds.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn when(&self) -> Result<Option<TermId>, Error> {
        let when = self.value(self.store.facts.when()).or_corrupt(Tag::Facts)?;
        Ok(when.checked_sub(1).map(TermId))
    }

    /// The days of [`Fact::when`].
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn time(&self) -> Result<Option<TimeRange>, Error> {
        match self.when()? {
            Some(term) => self.store.time_of(term).map(Some).or_corrupt(Tag::Facts),
            None => Ok(None),
        }
    }

    /// The terms of the speakers, ascending. Empty if the fact is asserted.
    pub fn speakers(&self) -> Values<'s> {
        self.values(self.store.facts.speaker())
    }

    /// The terms of those to whom it was said, ascending.
    pub fn audience(&self) -> Values<'s> {
        self.values(self.store.facts.audience())
    }

    /// The terms of the places where the fact holds, ascending.
    pub fn places(&self) -> Values<'s> {
        self.values(self.store.facts.place())
    }

    /// The terms of the times when it was said, which are literals of time, ascending.
    pub fn said_on(&self) -> Values<'s> {
        self.values(self.store.facts.said_on())
    }

    /// The terms of the places where it was said, ascending.
    pub fn said_at(&self) -> Values<'s> {
        self.values(self.store.facts.said_at())
    }

    /// The facts that contradict this one: they have the same functional predicate with another object, they have the same
    /// triple and one of the two denies it, or the author of the fact files links them.
    pub fn disputes(&self) -> impl Iterator<Item = Result<Fact<'s>, Error>> + use<'s> {
        self.linked(self.store.facts.disputes())
    }

    /// The facts that corroborate this one: they have the same triple and stance from another source, or the author of the fact
    /// files links them.
    pub fn corroborations(&self) -> impl Iterator<Item = Result<Fact<'s>, Error>> + use<'s> {
        self.linked(self.store.facts.corroborates())
    }

    /// The places where the fact is written, by source, paragraph and anchor.
    pub fn evidence(&self) -> impl Iterator<Item = Result<Evidence<'s>, Error>> + use<'s> {
        let store = self.store;
        self.values(store.facts.evidence()).map(move |locator| Ok(Evidence { store, row: locator?.0 }))
    }

    /// The qualifiers, by predicate, then object.
    pub fn qualifiers(&self) -> impl Iterator<Item = Result<Qualifier, Error>> + use<'s> {
        let store = self.store;
        let facts = &store.facts;
        let rows = || facts.qualifier_fact()?.equal_range(0..facts.qualifiers_len()?, self.id.0);
        rows().unwrap_or(0..0).map(move |row| {
            let qualifier = || {
                Some(Qualifier {
                    predicate: TermId(store.facts.qualifier_predicate()?.get(row)?),
                    object: TermId(store.facts.qualifier_object()?.get(row)?),
                })
            };
            qualifier().or_corrupt(Tag::Facts)
        })
    }

    /// The editor's note. Every fact has one unless it is [`Status::Sound`].
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn note(&self) -> Result<Option<Text<'s>>, Error> {
        let facts = &self.store.facts;
        let note = || match facts.note_fact()?.find(0..facts.notes_len()?, self.id.0)? {
            Some(row) => facts.notes()?.get(&self.store.codec, row).map(Some),
            None => Some(None),
        };
        note().or_corrupt(Tag::Facts)
    }

    /// The value of the fact in a column.
    fn value(&self, column: Option<Column<'_>>) -> Option<u32> {
        column?.get(self.id.0)
    }

    fn term(&self, column: Option<Column<'_>>) -> Result<TermId, Error> {
        self.value(column).map(TermId).or_corrupt(Tag::Facts)
    }

    fn values(&self, relation: Option<Relation<'s>>) -> Values<'s> {
        match relation.and_then(|relation| Some((relation.of_fact(self.id.0)?, relation))) {
            Some((rows, relation)) => Values { relation, rows },
            // The first row is past the end, so the iterator returns an error.
            None => Values { relation: Relation::default(), rows: 0..1 },
        }
    }

    fn linked(&self, relation: Option<Relation<'s>>) -> impl Iterator<Item = Result<Fact<'s>, Error>> + use<'s> {
        let store = self.store;
        self.values(relation).map(move |number| {
            let id = FactId(number?.0);
            store.fact(id).map_err(|_| Error::Corrupt(Tag::Facts))
        })
    }
}

impl PartialEq for Fact<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Fact<'_> {}

impl From<Fact<'_>> for FactId {
    fn from(fact: Fact<'_>) -> Self {
        fact.id
    }
}

impl fmt::Debug for Fact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fact({}: {self})", self.id.0)
    }
}

impl fmt::Display for Fact<'_> {
    /// Writes the stance in brackets, unless it is `asserted`, and then the statement.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stance() {
            Ok(Stance::Asserted) => {}
            Ok(stance) => write!(f, "[{stance}] ")?,
            Err(_) => f.write_str("[?] ")?,
        }
        match self.statement() {
            Ok(statement) => statement.fmt(f),
            Err(_) => f.write_str("\u{FFFD}"),
        }
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Fact<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{}", defmt::Display2Format(self));
    }
}

/// The values of one field of a fact, ascending.
#[derive(Clone, Debug)]
pub struct Values<'s> {
    relation: Relation<'s>,
    rows: Range<u32>,
}

impl Iterator for Values<'_> {
    type Item = Result<TermId, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rows.next()?;
        let value = if row < self.relation.len { self.relation.value.get(row) } else { None };
        Some(value.map(TermId).or_corrupt(Tag::Facts))
    }
}

impl core::iter::FusedIterator for Values<'_> {}

/// A day as the format stores it: plus 2^31, so that days ascend as unsigned numbers.
#[must_use]
pub fn stored_day(day: Day) -> u32 {
    match day {
        Day::OPEN_START => 0,
        Day::OPEN_END => u32::MAX,
        Day(days) => days.cast_unsigned() ^ 0x8000_0000,
    }
}

/// Whether two times share a day.
#[must_use]
pub fn overlap(a: TimeRange, b: TimeRange) -> bool {
    Time { first: a.first, last: a.last, uncertain: false, approximate: false }.overlaps(b)
}
