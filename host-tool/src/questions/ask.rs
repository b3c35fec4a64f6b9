//! What a question asks, as plain data, and the answers a store gives to it.
//!
//! Everything here is written against the crate `factrom` alone, needs no heap, and borrows its texts where the type parameter `S`
//! does, so that an `Ask<&str>` read from a postcard message answers the same on a board as the `Ask<String>` of a question file does
//! here.

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
pub struct Unanswered<'q> {
    /// The field that could not be looked up and what it says; nothing if the store failed later.
    pub name: Option<(Field, &'q str)>,
    /// What the store says.
    pub error: Error,
}

/// What a name in a question stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl From<Error> for Unanswered<'_> {
    fn from(error: Error) -> Self {
        Unanswered { name: None, error }
    }
}

/// Says which name an error is about.
fn about<'q>(field: Field, name: &'q str) -> impl Fn(Error) -> Unanswered<'q> {
    move |error| Unanswered { name: Some((field, name)), error }
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
        found: &mut dyn FnMut(Answer<'s>) -> Result<(), Error>,
    ) -> Result<(), Unanswered<'_>> {
        match self {
            Ask::Facts(filters) => {
                let Some(facts) = filters.apply(store)? else { return Ok(()) };
                give(facts.into_iter().map(|fact| fact.map(Answer::Fact)), found)
            }
            Ask::Timeline(filters) => {
                let Some(facts) = filters.apply(store)? else { return Ok(()) };
                give(facts.timeline().map(|fact| fact.map(Answer::Fact)), found)
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
                give(store.triples(pattern)?.map(|triple| triple.map(Answer::Triple)), found)
            }
        }
    }
}

fn give<'s, 'q>(
    answers: impl Iterator<Item = Result<Answer<'s>, Error>>,
    found: &mut dyn FnMut(Answer<'s>) -> Result<(), Error>,
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
            Named::Text(text) => {
                let language = LanguageTag::of(store)?;
                match store.find(TermKey::Language(text.as_ref(), language.as_str()))? {
                    None => store.find(TermKey::String(text.as_ref()))?,
                    found => found,
                }
            }
            Named::Typed { lexical, datatype } => store.find(TermKey::Typed(lexical.as_ref(), datatype.as_ref()))?,
        })
    }
}

/// A language tag, held without a heap.
struct LanguageTag {
    bytes: [u8; LanguageTag::MAX_BYTES],
    len: usize,
}

impl LanguageTag {
    /// BCP 47 (RFC 5646, section 4.4.1) asks for room for 35 characters.
    const MAX_BYTES: usize = 35;

    /// That of a store; empty if it has none.
    fn of(store: &Store<'_>) -> Result<Self, Error> {
        let mut tag = LanguageTag { bytes: [0; Self::MAX_BYTES], len: 0 };
        if let Some(language) = store.language() {
            language.write_to(&mut tag)?;
        }
        Ok(tag)
    }

    fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| core::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl fmt::Write for LanguageTag {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let room = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        // The dictionary has all tags in lower case.
        room.make_ascii_lowercase();
        self.len = end;
        Ok(())
    }
}

fn entity<'q>(store: &Store<'_>, name: &'q str) -> Result<TermId, Unanswered<'q>> {
    store.entity(name).map(TermId::from).map_err(about(Field::Entity, name))
}

fn predicate<'q>(store: &Store<'_>, id: &'q str) -> Result<TermId, Unanswered<'q>> {
    store.predicate(id).map_err(about(Field::Predicate, id))
}
