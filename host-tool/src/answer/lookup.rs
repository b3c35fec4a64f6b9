//! What people type, looked up in a store: names, predicates, literals, times.

use std::fmt;

use factrom::{Error, Source, Store, Term, TermId, TermKey, TimeRange, TripleTerm, day};

use crate::diagnostic::nearest;
use crate::numbers::grouped_counted;
use crate::vocabulary::{number_literal, quantity_literal, time_literal};

/// Why a name cannot be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookupError {
    /// The store has no such name. The message suggests a similar name, if there is one.
    NotFound(String),
    /// The name has several meanings. The message lists them.
    Ambiguous(String),
    /// The blob is broken.
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

/// The entity that a name or id means. An id wins over names; a name that several entities have is refused even if it is the label of
/// one, since a person at the keyboard may have meant another.
///
/// # Errors
///
/// [`LookupError::NotFound`] with the nearest name if there is none, [`LookupError::Ambiguous`] with all candidates if there are several.
pub fn entity(store: &Store<'_>, name: &str) -> Result<TermId, LookupError> {
    let candidates = store.entities(name)?.collect::<Result<Vec<_>, Error>>()?;
    match &candidates[..] {
        [] => Err(LookupError::NotFound(no_entity(store, name)?)),
        [only] => Ok(only.term()),
        [first, ..] if last_part(&first.iri()?.to_string()) == name => Ok(first.term()),
        several => {
            let mut lines = Vec::new();
            for entity in several {
                lines.push(format!("  {} ({}: {})", last_part(&entity.iri()?.to_string()), entity.label()?, entity.description()?));
            }
            Err(LookupError::Ambiguous(format!(
                "`{name}` is a name of several entities; give the id of one:\n{}",
                lines.join("\n")
            )))
        }
    }
}

fn no_entity(store: &Store<'_>, name: &str) -> Result<String, LookupError> {
    let mut names = Vec::new();
    for entity in store.all_entities() {
        for name in entity?.names() {
            names.push(name?.text.to_string());
        }
    }
    let hint = nearest(name, names.iter().map(String::as_str)).map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    Ok(format!("no entity is called `{name}`{hint}"))
}

/// The predicate of an id or IRI. Of triples that were imported there is only the IRI.
///
/// # Errors
///
/// [`LookupError::NotFound`] with the nearest id if there is none.
pub fn predicate(store: &Store<'_>, id: &str) -> Result<TermId, LookupError> {
    match store.predicate(id) {
        Ok(term) => Ok(term),
        Err(Error::NotFound) => {
            let iri = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(id);
            if let Some(term) = store.find(TermKey::Iri(iri))? {
                return Ok(term);
            }
            let mut ids = Vec::new();
            for term in store.predicates() {
                ids.push(last_part(&store.term(term?)?.to_string()).to_string());
            }
            let hint =
                nearest(id, ids.iter().map(String::as_str)).map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
            let hint = if ids.is_empty() { ": the store has no vocabulary, give its IRI".to_string() } else { hint };
            Err(LookupError::NotFound(format!("no predicate is called `{id}`{hint}")))
        }
        Err(error) => Err(error.into()),
    }
}

/// The source of an id or IRI.
///
/// # Errors
///
/// [`LookupError::NotFound`] with all sources if there is none.
pub fn source<'s>(store: &'s Store<'s>, id: &str) -> Result<Source<'s>, LookupError> {
    match store.source(id) {
        Ok(source) => Ok(source),
        Err(Error::NotFound) => {
            let mut ids = Vec::new();
            for source in store.all_sources() {
                ids.push(last_part(&store.term(source.term()?)?.to_string()).to_string());
            }
            let others = if ids.is_empty() { "the store has none".to_string() } else { format!("there are {}", ids.join(", ")) };
            Err(LookupError::NotFound(format!("no source is called `{id}`: {others}")))
        }
        Err(error) => Err(error.into()),
    }
}

/// How terms are given that have no name.
const WRITTEN_OUT: &str = "terms can be written as in N-Triples: an IRI with or without < >, _:b0, \"text\"@en";

/// An object: an entity, a fact, an IRI, a literal of the text in any of the types that fact files write, or any term as N-Triples
/// writes it.
///
/// # Errors
///
/// [`LookupError::NotFound`] if the store has no such term.
pub fn object(store: &Store<'_>, text: &str) -> Result<TermId, LookupError> {
    match entity(store, text) {
        Err(LookupError::NotFound(message)) => match literal(store, text)? {
            Some(term) => Ok(term),
            None => match store.fact_named(text) {
                Ok(fact) => Ok(fact.reifier()?),
                Err(Error::NotFound) => {
                    let hint = if store.entity_count() == 0 { format!(" ({WRITTEN_OUT})") } else { String::new() };
                    Err(LookupError::NotFound(format!("{message}; nor is there such a text, date, quantity or fact{hint}")))
                }
                Err(error) => Err(error.into()),
            },
        },
        found => found,
    }
}

fn literal(store: &Store<'_>, text: &str) -> Result<Option<TermId>, LookupError> {
    // The dictionary has language tags in lower case.
    let language = store.language().map_or_else(String::new, |language| language.to_string().to_lowercase());
    if let Some(term) = store.find(TermKey::Language(text, &language))? {
        return Ok(Some(term));
    }
    for literal in [time_literal(text), quantity_literal(text), number_literal(text)] {
        if let Some(term) = store.find(TermKey::Typed(text, literal.datatype().as_str()))? {
            return Ok(Some(term));
        }
    }
    for key in [TermKey::String(text), TermKey::Iri(text)] {
        if let Some(term) = store.find(key)? {
            return Ok(Some(term));
        }
    }
    let is_written_out = ["<", "\"", "_:"].iter().any(|first| text.starts_with(first));
    match text.parse::<oxrdf::Term>() {
        Ok(term) if is_written_out => find(store, &term),
        _ => Ok(None),
    }
}

/// The id of a term.
fn find(store: &Store<'_>, term: &oxrdf::Term) -> Result<Option<TermId>, LookupError> {
    let resource = |resource: &oxrdf::NamedOrBlankNode| match resource {
        oxrdf::NamedOrBlankNode::NamedNode(iri) => store.find(TermKey::Iri(iri.as_str())),
        oxrdf::NamedOrBlankNode::BlankNode(node) => store.find(TermKey::Blank(node.as_str())),
    };
    Ok(match term {
        oxrdf::Term::NamedNode(iri) => store.find(TermKey::Iri(iri.as_str()))?,
        oxrdf::Term::BlankNode(node) => store.find(TermKey::Blank(node.as_str()))?,
        oxrdf::Term::Literal(literal) => match (literal.language(), literal.direction()) {
            (Some(language), None) => store.find(TermKey::Language(literal.value(), language))?,
            (Some(language), Some(direction)) => {
                store.find(TermKey::Language(literal.value(), &format!("{language}--{direction}")))?
            }
            (None, _) if literal.datatype() == oxrdf::vocab::xsd::STRING => store.find(TermKey::String(literal.value()))?,
            (None, _) => store.find(TermKey::Typed(literal.value(), literal.datatype().as_str()))?,
        },
        oxrdf::Term::Triple(triple) => {
            let predicate = store.find(TermKey::Iri(triple.predicate.as_str()))?;
            let (Some(subject), Some(predicate), Some(object)) =
                (resource(&triple.subject)?, predicate, find(store, &triple.object)?)
            else {
                return Ok(None);
            };
            store.find(TermKey::Triple(TripleTerm { subject, predicate, object }))?
        }
    })
}

/// A time, or a range of them: `2022-01`, `2022-01-10..`, `..2022-01-13`, `2022-01-10..2022-01-13`, ends included.
///
/// # Errors
///
/// What is wrong with it, in words.
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

/// For who asks a store for facts that has none: what it has instead. Empty if it has facts.
#[must_use]
pub fn instead_of_facts(store: &Store<'_>) -> String {
    match (store.fact_count(), store.triple_count()) {
        (0, 0) => ": the store is empty".to_string(),
        (0, triples) => format!(
            ": the store has no facts but {}, see `factrom query --triples` and `factrom export --format nquads`",
            grouped_counted(u64::from(triples), "triple")
        ),
        _ => String::new(),
    }
}

/// The id at the end of an IRI.
#[must_use]
pub fn last_part(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

/// A term's text, or its ids if it is a triple term.
///
/// # Errors
///
/// If the blob is broken.
pub fn text_of(store: &Store<'_>, term: TermId) -> Result<String, Error> {
    let term: Term<'_> = store.term(term)?;
    Ok(term.to_string())
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
