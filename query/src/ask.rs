//! Questions as plain data: what is asked, by names that nobody has looked up yet.
//!
//! `S` is the type of a text: `String` where a question file is read, `&str` where a question is asked, and in a compiled set the number
//! of one of its [`Texts`](crate::layout::Texts). [`Ask::map`] converts between them.

use factrom::TermId;
use serde::{Deserialize, Serialize};

/// A question: exactly one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask<S> {
    /// The facts that pass all filters, by id.
    Facts(Filters<S>),
    /// The facts that pass all filters and have a time, in the order of time.
    Timeline(Filters<S>),
    /// The fact with this id.
    Fact(S),
    /// The one entity that a name means.
    Entity(S),
    /// All entities that a name may mean.
    Entities(S),
    /// Plain triples. Only asserted facts are triples.
    Pattern(Pattern<S>),
}

/// What facts must have. A filter that is `None` lets every fact pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters<S> {
    /// The subject, predicate and object.
    pub triple: Pattern<S>,
    /// The [word](factrom::Stance::word) of the stance.
    pub stance: Option<S>,
    /// An entity that says it.
    pub speaker: Option<S>,
    /// An entity that is told.
    pub audience: Option<S>,
    /// An entity where it is the case.
    pub place: Option<S>,
    /// The id of a source that has evidence for it.
    pub source: Option<S>,
    /// The first and the last [day](factrom::Day) of a range. The fact's time must share a day with it.
    pub when: Option<(i32, i32)>,
}

/// What triples must have. A term that is `None` lets every triple pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern<S> {
    /// The subject.
    pub subject: Option<Named<S>>,
    /// The predicate, by its id or IRI.
    pub predicate: Option<S>,
    /// The object.
    pub object: Option<Named<S>>,
}

/// A subject or an object, as a question names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Named<S> {
    /// An entity, by its id, its IRI or any of its names.
    Entity(S),
    /// A fact, by its id or IRI.
    Fact(S),
    /// A text in the store's language.
    Text(S),
    /// A literal with a datatype: a quantity, a number, a date.
    Typed {
        /// The lexical form.
        lexical: S,
        /// The datatype's IRI.
        datatype: S,
    },
    /// A term that has been looked up in the same store, for instance with [`names::term`](crate::names::term). A compiled set has none:
    /// its numbers differ from store to store.
    #[serde(skip)]
    Term(TermId),
}

/// No filter: every fact passes.
impl<S> Default for Filters<S> {
    fn default() -> Self {
        Filters { triple: Pattern::default(), stance: None, speaker: None, audience: None, place: None, source: None, when: None }
    }
}

/// No term: every triple passes.
impl<S> Default for Pattern<S> {
    fn default() -> Self {
        Pattern { subject: None, predicate: None, object: None }
    }
}

impl<S> Ask<S> {
    /// The same question with every text replaced.
    ///
    /// # Errors
    ///
    /// The first error that `text` returns.
    pub fn map<T, E>(self, text: &mut impl FnMut(S) -> Result<T, E>) -> Result<Ask<T>, E> {
        Ok(match self {
            Ask::Facts(filters) => Ask::Facts(filters.map(text)?),
            Ask::Timeline(filters) => Ask::Timeline(filters.map(text)?),
            Ask::Fact(id) => Ask::Fact(text(id)?),
            Ask::Entity(name) => Ask::Entity(text(name)?),
            Ask::Entities(name) => Ask::Entities(text(name)?),
            Ask::Pattern(pattern) => Ask::Pattern(pattern.map(text)?),
        })
    }
}

impl<S> Filters<S> {
    fn map<T, E>(self, text: &mut impl FnMut(S) -> Result<T, E>) -> Result<Filters<T>, E> {
        Ok(Filters {
            triple: self.triple.map(text)?,
            stance: self.stance.map(&mut *text).transpose()?,
            speaker: self.speaker.map(&mut *text).transpose()?,
            audience: self.audience.map(&mut *text).transpose()?,
            place: self.place.map(&mut *text).transpose()?,
            source: self.source.map(&mut *text).transpose()?,
            when: self.when,
        })
    }
}

impl<S> Pattern<S> {
    fn map<T, E>(self, text: &mut impl FnMut(S) -> Result<T, E>) -> Result<Pattern<T>, E> {
        Ok(Pattern {
            subject: self.subject.map(|named| named.map(text)).transpose()?,
            predicate: self.predicate.map(&mut *text).transpose()?,
            object: self.object.map(|named| named.map(text)).transpose()?,
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
            Named::Term(term) => Named::Term(term),
        })
    }
}
