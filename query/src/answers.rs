//! Questions put to a store: the filters, and a cursor over the answers.

use factrom::{Day, Entities, Entity, Error, Fact, FactCursor, Facts, Store, TimeRange, Triple, Triples};

use crate::ask::{Ask, Filters, Pattern};
use crate::names::{self, Unanswered};

/// One answer.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'s> {
    /// A fact.
    Fact(Fact<'s>),
    /// An entity.
    Entity(Entity<'s>),
    /// A triple.
    Triple(Triple),
}

impl<'s> Answer<'s> {
    /// The entity that a name means, or else the fact with this id: what a page is about. Takes an id with its kind too (`fact/storm`).
    ///
    /// # Errors
    ///
    /// [`Unanswered`] if there is neither, if several entities have the name, or if the blob is corrupt.
    pub fn named<'q>(store: &'s Store<'s>, name: &'q str) -> Result<Self, Unanswered<'q>> {
        if let Some(term) = names::with_kind(store, name)? {
            if let Some(entity) = store.entity_of(term)? {
                return Ok(Answer::Entity(entity));
            }
            if let Some(fact) = store.fact_of(term)? {
                return Ok(Answer::Fact(fact));
            }
        }
        match names::entity(store, name) {
            Ok(entity) => Ok(Answer::Entity(entity)),
            Err(unanswered) if unanswered.error == Error::NotFound => match store.fact_named(name) {
                Ok(fact) => Ok(Answer::Fact(fact)),
                Err(Error::NotFound) => Err(unanswered),
                Err(error) => Err(error.into()),
            },
            Err(unanswered) => Err(unanswered),
        }
    }
}

/// The answers to a question, one at a time, in the store's order. Ends after an error.
#[derive(Clone, Debug)]
pub struct Answers<'s>(Cursor<'s>);

#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is no heap to box a cursor in")]
enum Cursor<'s> {
    One(Option<Answer<'s>>),
    Facts(FactCursor<'s>),
    Entities(Entities<'s>),
    Triples(Triples<'s>),
}

impl<'s> Iterator for Answers<'s> {
    type Item = Result<Answer<'s>, Error>;

    // Inlined into a caller's loop, both functions make the image of a Cortex-M0 larger by 1.5 KB.
    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Cursor::One(answer) => answer.take().map(Ok),
            Cursor::Facts(facts) => facts.next().map(|fact| fact.map(Answer::Fact)),
            Cursor::Entities(entities) => entities.next().map(|entity| entity.map(Answer::Entity)),
            Cursor::Triples(triples) => triples.next().map(|triple| triple.map(Answer::Triple)),
        }
    }
}

impl core::iter::FusedIterator for Answers<'_> {}

impl<S: AsRef<str>> Ask<S> {
    /// Resolves the names, applies the filters, and returns a cursor over the answers.
    ///
    /// A literal that the store does not have is not an error: there are no answers then.
    ///
    /// # Errors
    ///
    /// [`Unanswered`] if nothing has a name that the question uses, if several entities have it, or if the blob is corrupt.
    ///
    /// ```
    /// use factrom_query::{Answer, Ask, Cells, Column, Filters};
    ///
    /// # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../core/doc/talks.fct"));
    /// # fn main() -> Result<(), Box<dyn core::error::Error>> {
    /// # let store = factrom::Store::open(BLOB)?;
    /// let cells = Cells::new(&store);
    /// let ask = Ask::Facts(Filters { speaker: Some("Rybakov"), stance: Some("denied"), ..Filters::default() });
    /// let answers = ask.answers(&store).map_err(|unanswered| unanswered.error)?;
    /// let mut rows = String::new();
    /// for answer in answers {
    ///     for column in [Column::Fact, Column::Subject, Column::Object] {
    ///         cells.write(column, &answer?, &mut rows)?;
    ///         rows.push(' ');
    ///     }
    /// }
    /// assert_eq!(rows, "ryabkov-denies-intent russia ukraine ");
    /// # Ok(()) }
    /// ```
    #[inline(never)]
    pub fn answers<'s>(&self, store: &'s Store<'s>) -> Result<Answers<'s>, Unanswered<'_>> {
        Ok(Answers(match self {
            Ask::Facts(filters) | Ask::Timeline(filters) => match filters.facts(store)? {
                Some(facts) if matches!(self, Ask::Timeline(_)) => Cursor::Facts(facts.timeline()),
                Some(facts) => Cursor::Facts(facts.into_iter()),
                None => Cursor::One(None),
            },
            Ask::Fact(id) => Cursor::One(Some(Answer::Fact(names::fact(store, id.as_ref())?))),
            Ask::Entity(name) => Cursor::One(Some(Answer::Entity(names::entity(store, name.as_ref())?))),
            Ask::Entities(name) => Cursor::Entities(store.entities(name.as_ref())?),
            Ask::Pattern(pattern) => match pattern.look_up(store)? {
                Some(pattern) => Cursor::Triples(store.triples(pattern)),
                None => Cursor::One(None),
            },
        }))
    }
}

impl<S: AsRef<str>> Filters<S> {
    /// The filters with their names resolved. `None` if a literal is not in the store, so that no fact can match.
    fn facts<'s>(&self, store: &'s Store<'s>) -> Result<Option<Facts<'s>>, Unanswered<'_>> {
        let Some(triple) = self.triple.look_up(store)? else { return Ok(None) };
        let mut facts = store.facts();
        if let Some(subject) = triple.subject {
            facts = facts.subject(subject);
        }
        if let Some(predicate) = triple.predicate {
            facts = facts.predicate(predicate);
        }
        if let Some(object) = triple.object {
            facts = facts.object(object);
        }
        if let Some(word) = &self.stance {
            facts = facts.stance(names::stance(word.as_ref())?);
        }
        if let Some(name) = &self.speaker {
            facts = facts.speaker(names::entity(store, name.as_ref())?);
        }
        if let Some(name) = &self.audience {
            facts = facts.audience(names::entity(store, name.as_ref())?);
        }
        if let Some(name) = &self.place {
            facts = facts.place(names::entity(store, name.as_ref())?);
        }
        if let Some(id) = &self.source {
            facts = facts.source(names::source(store, id.as_ref())?);
        }
        if let Some((first, last)) = self.when {
            facts = facts.when(TimeRange { first: Day(first), last: Day(last) });
        }
        Ok(Some(facts))
    }
}

impl<S: AsRef<str>> Pattern<S> {
    /// The pattern with its names resolved. `None` if a literal is not in the store, so that nothing can match.
    fn look_up(&self, store: &Store<'_>) -> Result<Option<factrom::Pattern>, Unanswered<'_>> {
        let mut pattern = factrom::Pattern::default();
        if let Some(subject) = &self.subject {
            let Some(subject) = subject.look_up(store)? else { return Ok(None) };
            pattern.subject = Some(subject);
        }
        if let Some(id) = &self.predicate {
            pattern.predicate = Some(names::predicate(store, id.as_ref())?);
        }
        if let Some(object) = &self.object {
            let Some(object) = object.look_up(store)? else { return Ok(None) };
            pattern.object = Some(object);
        }
        Ok(Some(pattern))
    }
}
