//! Names, terms and times as people type them, and what to say if a store does not have them.
//!
//! The crate [`factrom_query`] resolves names. This module adds what needs a heap: terms written as in N-Triples, the nearest name to one
//! that is not found, and the candidates for one that is ambiguous.

use std::fmt;

use factrom::{Error, Store, TermId, TermKey, TimeRange, TripleTerm, day};
use factrom_query::{Cells, Field, Kind, Refusal, Unanswered, names};

use crate::diagnostic::nearest;
use crate::numbers::grouped_counted;

/// Why a name can't be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookupError {
    /// Nothing has the name. The message suggests the nearest one.
    NotFound(String),
    /// Several entities have the name. The message lists them.
    Ambiguous(String),
    /// The blob is corrupt.
    Store(Error),
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LookupError::NotFound(message) | LookupError::Ambiguous(message) => f.write_str(message),
            LookupError::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LookupError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LookupError::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for LookupError {
    fn from(error: Error) -> Self {
        LookupError::Store(error)
    }
}

/// Says why a question has no answer: with the nearest name, the candidates, or what the store has instead.
#[must_use]
pub fn explain(store: &Store<'_>, unanswered: &Unanswered<'_>) -> LookupError {
    let explained = match unanswered.refusal() {
        None => Err(unanswered.error),
        Some((Refusal::NotFound, field, name)) => not_found(store, field, name).map(LookupError::NotFound),
        Some((Refusal::Ambiguous, _, name)) => ambiguous(store, name).map(LookupError::Ambiguous),
    };
    explained.unwrap_or_else(LookupError::Store)
}

fn not_found(store: &Store<'_>, field: Field, name: &str) -> Result<String, Error> {
    let hint = match field {
        Field::Entity => nearest_name(store, name)?,
        Field::Predicate => {
            let ids = store.predicates().map(|term| id(store, term?, Kind::Predicate)).collect::<Result<Vec<_>, _>>()?;
            if ids.is_empty() {
                ": the store has no vocabulary, so give the IRI of a predicate".to_string()
            } else {
                did_you_mean(name, &ids)
            }
        }
        Field::Source => {
            let ids = store.all_sources().map(|source| id(store, source.term()?, Kind::Source)).collect::<Result<Vec<_>, _>>()?;
            if ids.is_empty() { ": the store has no sources".to_string() } else { format!(": the sources are {}", ids.join(", ")) }
        }
        _ => String::new(),
    };
    Ok(format!("no {field} is called `{name}`{hint}"))
}

fn nearest_name(store: &Store<'_>, name: &str) -> Result<String, Error> {
    let mut names = Vec::new();
    for entity in store.all_entities() {
        for name in entity?.names() {
            names.push(name?.text.to_string());
        }
    }
    Ok(did_you_mean(name, &names))
}

fn did_you_mean(name: &str, names: &[String]) -> String {
    nearest(name, names.iter().map(String::as_str)).map_or_else(String::new, |near| format!(": did you mean `{near}`?"))
}

fn ambiguous(store: &Store<'_>, name: &str) -> Result<String, Error> {
    let mut message = format!("`{name}` is a name of several entities; give the id of one:");
    for entity in store.entities(name)? {
        let entity = entity?;
        let id = id(store, entity.term(), Kind::Entity)?;
        message.push_str(&format!("\n  {id} ({}: {})", entity.label()?, entity.description()?));
    }
    Ok(message)
}

/// The id of a term, as rows show it in a column of this kind.
fn id(store: &Store<'_>, term: TermId, kind: Kind) -> Result<String, Error> {
    let mut id = String::new();
    Cells::new(store).write_id(term, kind, &mut id).map(|()| id)
}

/// How to write terms that have no name.
const WRITTEN_OUT: &str = "write terms as in N-Triples: an IRI with or without < >, _:b0, \"text\"@en";

/// A subject or an object: what [`names::term`] finds, or a term as N-Triples writes it.
///
/// # Errors
///
/// [`LookupError`] if the store has no such term, if several entities have the name, or if the blob is corrupt.
pub fn term(store: &Store<'_>, text: &str) -> Result<TermId, LookupError> {
    if let Some(term) = names::term(store, text).map_err(|unanswered| explain(store, &unanswered))? {
        return Ok(term);
    }
    let is_written_out = ["<", "\"", "_:"].iter().any(|first| text.starts_with(first));
    if let (true, Ok(term)) = (is_written_out, text.parse::<oxrdf::Term>())
        && let Some(term) = find(store, &term)?
    {
        return Ok(term);
    }
    Err(LookupError::NotFound(if store.entity_count() == 0 {
        format!("no term of the store is called `{text}`: {WRITTEN_OUT}")
    } else {
        format!("no entity, fact, text, date, quantity or number is called `{text}`{}", nearest_name(store, text)?)
    }))
}

/// The id of a term.
fn find(store: &Store<'_>, term: &oxrdf::Term) -> Result<Option<TermId>, Error> {
    let resource = |resource: &oxrdf::NamedOrBlankNode| match resource {
        oxrdf::NamedOrBlankNode::NamedNode(iri) => store.find(TermKey::Iri(iri.as_str())),
        oxrdf::NamedOrBlankNode::BlankNode(node) => store.find(TermKey::Blank(node.as_str())),
    };
    match term {
        oxrdf::Term::NamedNode(iri) => store.find(TermKey::Iri(iri.as_str())),
        oxrdf::Term::BlankNode(node) => store.find(TermKey::Blank(node.as_str())),
        oxrdf::Term::Literal(literal) => match (literal.language(), literal.direction()) {
            (Some(language), None) => store.find(TermKey::Language(literal.value(), language)),
            (Some(language), Some(direction)) => {
                store.find(TermKey::Language(literal.value(), &format!("{language}--{direction}")))
            }
            (None, _) if literal.datatype() == oxrdf::vocab::xsd::STRING => store.find(TermKey::String(literal.value())),
            (None, _) => store.find(TermKey::Typed(literal.value(), literal.datatype().as_str())),
        },
        oxrdf::Term::Triple(triple) => {
            let predicate = store.find(TermKey::Iri(triple.predicate.as_str()))?;
            let (Some(subject), Some(predicate), Some(object)) =
                (resource(&triple.subject)?, predicate, find(store, &triple.object)?)
            else {
                return Ok(None);
            };
            store.find(TermKey::Triple(TripleTerm { subject, predicate, object }))
        }
    }
}

/// A time, or a range of them: `2022-01`, `2022-01-10..`, `..2022-01-13`, `2022-01-10..2022-01-13`. Both ends are included.
///
/// # Errors
///
/// A message that says what is wrong with it.
pub fn time_range(text: &str) -> Result<TimeRange, String> {
    let time = |part: &str| day(part).map_err(|error| format!("`{part}`: {error}"));
    match text.split_once("..") {
        // EDTF itself writes open intervals as `2022/..`.
        Some(_) if text.contains('/') => time(text).map(TimeRange::from),
        None => time(text).map(TimeRange::from),
        Some(("", "")) => Ok(TimeRange::from(..)),
        Some((start, "")) => Ok((time(start)?..).into()),
        Some(("", end)) => Ok((..=time(end)?).into()),
        Some((start, end)) => {
            let range = TimeRange::from(time(start)?..=time(end)?);
            if range.first > range.last { Err(format!("`{text}` ends before it starts")) } else { Ok(range) }
        }
    }
}

/// Says that a page's name is neither an entity nor a fact, with the nearest name.
///
/// # Errors
///
/// If the blob is corrupt.
pub fn no_page(store: &Store<'_>, name: &str) -> Result<String, Error> {
    Ok(format!("no entity or fact is called `{name}`{}", nearest_name(store, name)?))
}

/// What a store has instead of facts, to end a message that no fact was found. Empty if it has facts.
#[must_use]
pub fn instead_of_facts(store: &Store<'_>) -> String {
    match (store.fact_count(), store.triple_count()) {
        (0, 0) => ": the store is empty".to_string(),
        (0, triples) => format!(
            ": the store has {} but no facts, see `factrom query --triples` and `factrom export --format nquads`",
            grouped_counted(u64::from(triples), "triple")
        ),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_time() {
        let range = |text| time_range(text).map(|range| (range.first.date(), range.last.date()));
        assert_eq!(range("2022-01"), Ok(((2022, 1, 1), (2022, 1, 31))));
        assert_eq!(range("2022-01-10..2022-01"), Ok(((2022, 1, 10), (2022, 1, 31))));
        assert_eq!(time_range("2022..").unwrap().last, factrom::Day::OPEN_END);
        assert_eq!(time_range("2022/..").unwrap().last, factrom::Day::OPEN_END);
        assert_eq!(time_range("..2022").unwrap().first, factrom::Day::OPEN_START);
        assert!(time_range("2023..2022").unwrap_err().contains("ends before it starts"));
        assert!(time_range("Monday").is_err());
    }
}
