//! What a question asks, as plain data, and the answers a store gives to it.
//!
//! `S` is what stands for a text: a `String` where question files are read, a number of [`Texts`](crate::layout::Texts) in a compiled set,
//! and a `&str` borrowed from it where the question is put; [`Ask::map`] goes from one to the other.

use core::fmt;

use factrom::{Day, Entity, Error, Fact, Facts, Stance, Store, TermId, TermKey, TimeRange, Triple};
use serde::{Deserialize, Serialize};

/// What is asked: exactly one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask<S> {
    /// The facts that pass all filters, by id.
    Facts(Filters<S>),
    /// The facts that pass all filters and have a time, in the order of time.
    Timeline(Filters<S>),
    /// The fact of an id.
    Fact(S),
    /// The one entity that a name means.
    Entity(S),
    /// All entities that a name may mean.
    Entities(S),
    /// Plain triples, which are asserted ones only.
    Pattern(Pattern<S>),
}

/// Fields that facts must have; those that are `None` are not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters<S> {
    /// The subject.
    pub subject: Option<Named<S>>,
    /// The predicate's id.
    pub predicate: Option<S>,
    /// The object.
    pub object: Option<Named<S>>,
    /// The [word](Stance::word) of the stance.
    pub stance: Option<S>,
    /// An entity that says it.
    pub speaker: Option<S>,
    /// An entity to whom it is said.
    pub audience: Option<S>,
    /// An entity where it is the case.
    pub place: Option<S>,
    /// The id of a source with evidence for it.
    pub source: Option<S>,
    /// The first and the last [day](Day) of the time it must share a day with.
    pub when: Option<(i32, i32)>,
}

/// Terms that triples must have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern<S> {
    /// The subject.
    pub subject: Option<Named<S>>,
    /// The predicate's id.
    pub predicate: Option<S>,
    /// The object.
    pub object: Option<Named<S>>,
}

/// A term, as a question names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Named<S> {
    /// An entity, by its id or any of its names.
    Entity(S),
    /// A fact, by its id.
    Fact(S),
    /// A text in the store's language.
    Text(S),
    /// A literal with a datatype: a quantity, a number, a date.
    Typed {
        /// Its lexical form.
        lexical: S,
        /// The datatype's IRI.
        datatype: S,
    },
}

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

/// Why a question has no answer, not even an empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Unanswered<'q> {
    /// The field that could not be looked up and what it says; nothing if the store failed later.
    pub name: Option<(Field, &'q str)>,
    /// What the store says.
    pub error: Error,
}

/// What a name in a question stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Field {
    /// An entity.
    Entity,
    /// A predicate.
    Predicate,
    /// A source.
    Source,
    /// A fact.
    Fact,
    /// A stance.
    Stance,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Field::Entity => "entity",
            Field::Predicate => "predicate",
            Field::Source => "source",
            Field::Fact => "fact",
            Field::Stance => "stance",
        })
    }
}

/// Why a store does not answer a question that names something: what a question may expect instead of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Refusal {
    /// Nothing is called that.
    NotFound,
    /// Several entities are called that.
    Ambiguous,
}

impl Refusal {
    /// The word that question files use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Refusal::NotFound => "not-found",
            Refusal::Ambiguous => "ambiguous",
        }
    }
}

impl<'q> Unanswered<'q> {
    /// The error that a question may expect, and the name that it comes from; nothing if the store itself failed.
    #[must_use]
    pub fn refusal(&self) -> Option<(Refusal, Field, &'q str)> {
        let (field, name) = self.name?;
        match self.error {
            Error::NotFound => Some((Refusal::NotFound, field, name)),
            Error::Ambiguous => Some((Refusal::Ambiguous, field, name)),
            _ => None,
        }
    }
}

impl From<Error> for Unanswered<'_> {
    fn from(error: Error) -> Self {
        Unanswered { name: None, error }
    }
}

/// Says which name an error is about.
fn about<'q>(field: Field, name: &'q str) -> impl Fn(Error) -> Unanswered<'q> {
    move |error| Unanswered { name: Some((field, name)), error }
}

impl<S> Ask<S> {
    /// The same question with each text replaced.
    ///
    /// # Errors
    ///
    /// That of `text`.
    pub fn map<T, E>(self, text: &mut impl FnMut(S) -> Result<T, E>) -> Result<Ask<T>, E> {
        Ok(match self {
            Ask::Facts(filters) => Ask::Facts(filters.map(text)?),
            Ask::Timeline(filters) => Ask::Timeline(filters.map(text)?),
            Ask::Fact(id) => Ask::Fact(text(id)?),
            Ask::Entity(name) => Ask::Entity(text(name)?),
            Ask::Entities(name) => Ask::Entities(text(name)?),
            Ask::Pattern(pattern) => Ask::Pattern(Pattern {
                subject: pattern.subject.map(|named| named.map(text)).transpose()?,
                predicate: pattern.predicate.map(&mut *text).transpose()?,
                object: pattern.object.map(|named| named.map(text)).transpose()?,
            }),
        })
    }
}

impl<S> Filters<S> {
    fn map<T, E>(self, text: &mut impl FnMut(S) -> Result<T, E>) -> Result<Filters<T>, E> {
        Ok(Filters {
            subject: self.subject.map(|named| named.map(text)).transpose()?,
            predicate: self.predicate.map(&mut *text).transpose()?,
            object: self.object.map(|named| named.map(text)).transpose()?,
            stance: self.stance.map(&mut *text).transpose()?,
            speaker: self.speaker.map(&mut *text).transpose()?,
            audience: self.audience.map(&mut *text).transpose()?,
            place: self.place.map(&mut *text).transpose()?,
            source: self.source.map(&mut *text).transpose()?,
            when: self.when,
        })
    }
}

impl<S> Named<S> {
    fn map<T, E>(self, text: &mut impl FnMut(S) -> Result<T, E>) -> Result<Named<T>, E> {
        Ok(match self {
            Named::Entity(name) => Named::Entity(text(name)?),
            Named::Fact(id) => Named::Fact(text(id)?),
            Named::Text(lexical) => Named::Text(text(lexical)?),
            Named::Typed { lexical, datatype } => Named::Typed { lexical: text(lexical)?, datatype: text(datatype)? },
        })
    }
}

impl<S: AsRef<str>> Ask<S> {
    /// Gives each answer to `found`, in the store's order.
    ///
    /// # Errors
    ///
    /// [`Unanswered`] if a name is not in the store or ambiguous, if the blob is broken, or with the error that `found` returns. A
    /// literal that no triple has is no error: then there are no answers.
    pub fn answer<'s>(
        &self,
        store: &'s Store<'s>,
        found: &mut impl FnMut(Answer<'s>) -> Result<(), Error>,
    ) -> Result<(), Unanswered<'_>> {
        match self {
            Ask::Facts(filters) | Ask::Timeline(filters) => {
                let Some(facts) = filters.apply(store)? else { return Ok(()) };
                // One loop for both: on a board each takes its room.
                let facts = if matches!(self, Ask::Timeline(_)) { facts.timeline() } else { facts.into_iter() };
                give(facts.map(|fact| fact.map(Answer::Fact)), found)
            }
            Ask::Fact(id) => {
                let fact = store.fact_named(id.as_ref()).map_err(about(Field::Fact, id.as_ref()))?;
                Ok(found(Answer::Fact(fact))?)
            }
            Ask::Entity(name) => {
                let entity = store.entity(name.as_ref()).map_err(about(Field::Entity, name.as_ref()))?;
                Ok(found(Answer::Entity(entity))?)
            }
            Ask::Entities(name) => give(store.entities(name.as_ref())?.map(|entity| entity.map(Answer::Entity)), found),
            Ask::Pattern(pattern) => {
                let Some(pattern) = pattern.resolve(store)? else { return Ok(()) };
                give(store.triples(pattern).map(|triple| triple.map(Answer::Triple)), found)
            }
        }
    }
}

fn give<'s, 'q>(
    answers: impl Iterator<Item = Result<Answer<'s>, Error>>,
    found: &mut impl FnMut(Answer<'s>) -> Result<(), Error>,
) -> Result<(), Unanswered<'q>> {
    for answer in answers {
        found(answer?)?;
    }
    Ok(())
}

impl<S: AsRef<str>> Filters<S> {
    /// The store's own question; nothing if one of the literals is not in the store, so that no fact can match.
    fn apply<'s>(&self, store: &'s Store<'s>) -> Result<Option<Facts<'s>>, Unanswered<'_>> {
        let mut facts = store.facts();
        if let Some(subject) = &self.subject {
            let Some(subject) = subject.term(store)? else { return Ok(None) };
            facts = facts.subject(subject);
        }
        if let Some(id) = &self.predicate {
            facts = facts.predicate(predicate(store, id.as_ref())?);
        }
        if let Some(object) = &self.object {
            let Some(object) = object.term(store)? else { return Ok(None) };
            facts = facts.object(object);
        }
        if let Some(word) = &self.stance {
            let unknown = about(Field::Stance, word.as_ref());
            facts = facts.stance(Stance::from_word(word.as_ref()).ok_or(Error::NotFound).map_err(unknown)?);
        }
        if let Some(speaker) = &self.speaker {
            facts = facts.speaker(entity(store, speaker.as_ref())?);
        }
        if let Some(audience) = &self.audience {
            facts = facts.audience(entity(store, audience.as_ref())?);
        }
        if let Some(place) = &self.place {
            facts = facts.place(entity(store, place.as_ref())?);
        }
        if let Some(id) = &self.source {
            facts = facts.source(store.source(id.as_ref()).map_err(about(Field::Source, id.as_ref()))?);
        }
        if let Some((first, last)) = self.when {
            facts = facts.when(TimeRange { first: Day(first), last: Day(last) });
        }
        Ok(Some(facts))
    }
}

impl<S: AsRef<str>> Pattern<S> {
    /// The store's own pattern; nothing if one of the literals is not in the store.
    fn resolve(&self, store: &Store<'_>) -> Result<Option<factrom::Pattern>, Unanswered<'_>> {
        let mut pattern = factrom::Pattern::default();
        if let Some(subject) = &self.subject {
            let Some(subject) = subject.term(store)? else { return Ok(None) };
            pattern.subject = Some(subject);
        }
        if let Some(id) = &self.predicate {
            pattern.predicate = Some(predicate(store, id.as_ref())?);
        }
        if let Some(object) = &self.object {
            let Some(object) = object.term(store)? else { return Ok(None) };
            pattern.object = Some(object);
        }
        Ok(Some(pattern))
    }
}

impl<S: AsRef<str>> Named<S> {
    /// The term; nothing if it is a literal that the store does not have.
    fn term(&self, store: &Store<'_>) -> Result<Option<TermId>, Unanswered<'_>> {
        Ok(match self {
            Named::Entity(name) => Some(entity(store, name.as_ref())?),
            Named::Fact(id) => {
                let fact = store.fact_named(id.as_ref()).map_err(about(Field::Fact, id.as_ref()))?;
                Some(fact.reifier()?)
            }
            Named::Text(text) => match store.find(TermKey::Language(text.as_ref(), &language(store)?))? {
                None => store.find(TermKey::String(text.as_ref()))?,
                found => found,
            },
            Named::Typed { lexical, datatype } => store.find(TermKey::Typed(lexical.as_ref(), datatype.as_ref()))?,
        })
    }
}

/// Longest language tag: BCP 47 (RFC 5646, section 4.4.1) asks for room for 35 characters.
const MAX_LANGUAGE_BYTES: usize = 35;

/// The language of a store's texts, in lower case as the dictionary has all tags; empty if it has none.
fn language(store: &Store<'_>) -> Result<heapless::String<MAX_LANGUAGE_BYTES>, Error> {
    let mut tag = heapless::String::new();
    if let Some(language) = store.language() {
        language.write_to(&mut tag)?;
    }
    tag.make_ascii_lowercase();
    Ok(tag)
}

fn entity<'q>(store: &Store<'_>, name: &'q str) -> Result<TermId, Unanswered<'q>> {
    store.entity(name).map(TermId::from).map_err(about(Field::Entity, name))
}

fn predicate<'q>(store: &Store<'_>, id: &'q str) -> Result<TermId, Unanswered<'q>> {
    store.predicate(id).map_err(about(Field::Predicate, id))
}
