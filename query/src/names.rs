//! Name resolution: from a name to the entity, predicate, source, fact or literal that it means in a store.
//!
//! The rules are the same on the command line, in question files and on a board:
//!
//! - An id or an IRI wins over a name.
//! - Among an entity's names, a label wins over aliases and misspellings.
//! - A name that several entities still share is an error. [`Store::entities`] lists them.

use core::fmt;

use factrom::{Entity, Error, Fact, MAX_NAMESPACE_BYTES, Source, Stance, Store, TermId, TermKey};
use serde::{Deserialize, Serialize};

use crate::ask::Named;
use crate::id::{Kind, MAX_PATH_BYTES};

/// Why a question has no answer, not even an empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Unanswered<'q> {
    /// The name that could not be resolved and what it stands for. `None` if the store itself failed.
    pub name: Option<(Field, &'q str)>,
    /// The store's error.
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

/// The errors that a question may expect instead of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Refusal {
    /// Nothing has the name.
    NotFound,
    /// Several entities have the name.
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
    /// The error that a question may expect, and the name that caused it. `None` if the store itself failed.
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

/// Adds the name to an error.
fn about<'q>(field: Field, name: &'q str) -> impl Fn(Error) -> Unanswered<'q> {
    move |error| Unanswered { name: Some((field, name)), error }
}

/// The entity with this id, IRI, label or other name.
///
/// # Errors
///
/// [`Unanswered`] if there is none, if several entities have the name, or if the blob is corrupt.
pub fn entity<'s, 'q>(store: &'s Store<'_>, name: &'q str) -> Result<Entity<'s>, Unanswered<'q>> {
    store.entity(name).map_err(about(Field::Entity, name))
}

/// The fact with this id or IRI.
///
/// # Errors
///
/// [`Unanswered`] if there is none, or if the blob is corrupt.
pub fn fact<'s, 'q>(store: &'s Store<'_>, id: &'q str) -> Result<Fact<'s>, Unanswered<'q>> {
    store.fact_named(id).map_err(about(Field::Fact, id))
}

/// The source with this id or IRI.
///
/// # Errors
///
/// [`Unanswered`] if there is none, or if the blob is corrupt.
pub fn source<'s, 'q>(store: &'s Store<'_>, id: &'q str) -> Result<Source<'s>, Unanswered<'q>> {
    store.source(id).map_err(about(Field::Source, id))
}

/// The predicate with this id or IRI. It need not be in the vocabulary: imported triples have predicates without one.
///
/// # Errors
///
/// [`Unanswered`] if there is none, or if the blob is corrupt.
pub fn predicate<'q>(store: &Store<'_>, id: &'q str) -> Result<TermId, Unanswered<'q>> {
    let found = match store.predicate(id) {
        Err(Error::NotFound) => store.find(TermKey::Iri(id)).and_then(|term| term.ok_or(Error::NotFound)),
        found => found,
    };
    found.map_err(about(Field::Predicate, id))
}

/// The stance with this [word](Stance::word).
///
/// # Errors
///
/// [`Unanswered`] if there is none.
pub fn stance(word: &str) -> Result<Stance, Unanswered<'_>> {
    Stance::from_word(word).ok_or(Error::NotFound).map_err(about(Field::Stance, word))
}

impl<S: AsRef<str>> Named<S> {
    /// The term. `None` if it is a literal that the store does not have.
    pub(crate) fn look_up(&self, store: &Store<'_>) -> Result<Option<TermId>, Unanswered<'_>> {
        Ok(match self {
            Named::Entity(name) => Some(entity(store, name.as_ref())?.term()),
            Named::Fact(id) => Some(fact(store, id.as_ref())?.reifier()?),
            Named::Text(lexical) => match in_language(store, lexical.as_ref())? {
                None => store.find(TermKey::String(lexical.as_ref()))?,
                found => found,
            },
            Named::Typed { lexical, datatype } => store.find(TermKey::Typed(lexical.as_ref(), datatype.as_ref()))?,
            Named::Term(term) => Some(*term),
        })
    }
}

/// Longest language tag: BCP 47 (RFC 5646, section 4.4.1) asks for room for 35 characters.
const MAX_LANGUAGE_BYTES: usize = 35;

/// A text in the store's language.
fn in_language(store: &Store<'_>, lexical: &str) -> Result<Option<TermId>, Error> {
    let mut language = heapless::String::<MAX_LANGUAGE_BYTES>::new();
    if let Some(tag) = store.language() {
        tag.write_to(&mut language)?;
    }
    // The dictionary has all tags in lower case.
    language.make_ascii_lowercase();
    store.find(TermKey::Language(lexical, &language))
}

/// The datatypes of the literals in fact files, in the order in which an untyped text is tried.
const DATATYPES: [&str; 7] = [
    "http://www.w3.org/2001/XMLSchema#date",
    "http://www.w3.org/2001/XMLSchema#gYearMonth",
    "http://www.w3.org/2001/XMLSchema#gYear",
    "http://id.loc.gov/datatypes/edtf/EDTF",
    "https://w3id.org/factrom/ns#quantity",
    "http://www.w3.org/2001/XMLSchema#integer",
    "http://www.w3.org/2001/XMLSchema#decimal",
];

/// The term that a person means who types only a text: where a command line has no place to say of what kind it is.
///
/// The first of these that the store has: the id with its kind, as rows print it (`fact/storm`); an entity by [`entity`]; a text, date,
/// quantity or number; an IRI; a fact by its id. `None` if it has none of them.
///
/// # Errors
///
/// [`Unanswered`] if several entities have the name, or if the blob is corrupt.
///
/// ```
/// use factrom_query::{Ask, Filters, Named, Pattern, names};
///
/// # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../core/doc/talks.fct"));
/// # fn main() -> Result<(), Box<dyn core::error::Error>> {
/// # let store = factrom::Store::open(BLOB)?;
/// let hours = names::term(&store, "7 h").map_err(|unanswered| unanswered.error)?;
/// let triple = Pattern { object: hours.map(Named::Term), ..Pattern::default() };
/// let ask: Ask<&str> = Ask::Facts(Filters { triple, ..Filters::default() });
/// assert_eq!(ask.answers(&store).map_err(|unanswered| unanswered.error)?.count(), 1);
/// # Ok(()) }
/// ```
pub fn term<'q>(store: &Store<'_>, text: &'q str) -> Result<Option<TermId>, Unanswered<'q>> {
    if let Some(term) = with_kind(store, text)? {
        return Ok(Some(term));
    }
    match entity(store, text) {
        Ok(entity) => return Ok(Some(entity.term())),
        Err(Unanswered { error: Error::NotFound, .. }) => {}
        Err(unanswered) => return Err(unanswered),
    }
    if let Some(term) = literal(store, text)? {
        return Ok(Some(term));
    }
    if let Some(term) = store.find(TermKey::Iri(text))? {
        return Ok(Some(term));
    }
    match store.fact_named(text) {
        Ok(fact) => Ok(Some(fact.reifier()?)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A literal of any of the types that fact files write, or a plain string.
fn literal(store: &Store<'_>, lexical: &str) -> Result<Option<TermId>, Error> {
    if let Some(term) = in_language(store, lexical)? {
        return Ok(Some(term));
    }
    for datatype in DATATYPES {
        if let Some(term) = store.find(TermKey::Typed(lexical, datatype))? {
            return Ok(Some(term));
        }
    }
    store.find(TermKey::String(lexical))
}

/// The term of an id with its kind, such as `fact/storm`.
pub(crate) fn with_kind(store: &Store<'_>, path: &str) -> Result<Option<TermId>, Error> {
    let Some(namespace) = store.namespace().filter(|_| Kind::of_path(path).is_some()) else { return Ok(None) };
    let mut iri = heapless::String::<{ MAX_NAMESPACE_BYTES + MAX_PATH_BYTES }>::new();
    match namespace.write_to(&mut iri) {
        Ok(()) => {}
        Err(Error::Write) => return Ok(None),
        Err(error) => return Err(error),
    }
    // What does not fit is longer than any id.
    if iri.push_str(path).is_ok() { store.find(TermKey::Iri(&iri)) } else { Ok(None) }
}
