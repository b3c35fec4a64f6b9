//! Converts terms of a store to RDF terms.
//!
//! A blob can come from anywhere, so IRIs, blank node labels and language tags are checked: a single invalid IRI would make the
//! whole output unreadable.

use factrom::{LiteralKind, Store, Tag, TermId, Text};
use oxrdf::{BaseDirection, BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Term, Triple};

use super::error::Error;
use super::version::Version;
use crate::rdf::input::MAX_NESTING;

/// Converts terms of a store.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'s> {
    store: &'s Store<'s>,
    version: Version,
}

impl<'s> Terms<'s> {
    /// Creates a converter. With [`Version::Rdf11`], terms that exist only in RDF 1.2 are errors.
    #[must_use]
    pub fn new(store: &'s Store<'s>, version: Version) -> Self {
        Terms { store, version }
    }

    /// Converts a term.
    ///
    /// # Errors
    ///
    /// Returns an error if the version does not support the term, if its text is not valid RDF, or if the blob is corrupt.
    pub fn term(&self, id: TermId) -> Result<Term, Error> {
        self.nested_term(id, 0)
    }

    /// Converts a term that must be an IRI.
    ///
    /// # Errors
    ///
    /// As for [`Terms::term`], and if the term is not an IRI.
    pub fn iri(&self, id: TermId) -> Result<NamedNode, Error> {
        match self.store.term(id)? {
            factrom::Term::Iri(text) => iri(text),
            _ => Err(factrom::Error::Corrupt(Tag::Terms).into()),
        }
    }

    /// Converts a term that must be an IRI or a blank node.
    ///
    /// # Errors
    ///
    /// As for [`Terms::term`], and if the term is neither.
    pub fn resource(&self, id: TermId) -> Result<NamedOrBlankNode, Error> {
        match self.store.term(id)? {
            factrom::Term::Iri(text) => iri(text).map(NamedOrBlankNode::from),
            factrom::Term::Blank(text) => blank(text).map(NamedOrBlankNode::from),
            _ => Err(factrom::Error::Corrupt(Tag::Terms).into()),
        }
    }

    /// Converts the name of a graph.
    ///
    /// # Errors
    ///
    /// As for [`Terms::resource`].
    pub fn graph(&self, id: Option<TermId>) -> Result<GraphName, Error> {
        id.map_or(Ok(GraphName::DefaultGraph), |id| self.resource(id).map(GraphName::from))
    }

    fn nested_term(&self, id: TermId, depth: u32) -> Result<Term, Error> {
        match self.store.term(id)? {
            factrom::Term::Iri(text) => iri(text).map(Term::from),
            factrom::Term::Blank(text) => blank(text).map(Term::from),
            factrom::Term::Literal(literal) => self.literal(&literal).map(Term::from),
            factrom::Term::Triple(triple) if depth < MAX_NESTING => {
                let (subject, predicate) = (self.resource(triple.subject)?, self.iri(triple.predicate)?);
                let triple = Triple::new(subject, predicate, self.nested_term(triple.object, depth + 1)?);
                self.needs_rdf12("triple term", Term::from(triple))
            }
            _ => Err(factrom::Error::Corrupt(Tag::Terms).into()),
        }
    }

    fn literal(&self, literal: &factrom::Literal<'_>) -> Result<Literal, Error> {
        let value = string(literal.lexical)?;
        match literal.kind {
            LiteralKind::String => Ok(Literal::new_simple_literal(value)),
            LiteralKind::Datatype(datatype) => Ok(Literal::new_typed_literal(value, self.iri(datatype)?)),
            LiteralKind::Language(tag) => self.language_string(value, &string(tag)?),
        }
    }

    fn language_string(&self, value: String, tag: &str) -> Result<Literal, Error> {
        let (language, direction) = match tag.split_once("--") {
            Some((language, "ltr")) => (language, Some(BaseDirection::Ltr)),
            Some((language, "rtl")) => (language, Some(BaseDirection::Rtl)),
            _ => (tag, None),
        };
        let bad_tag = |_| Error::BadTerm { noun: "language tag", text: tag.to_string() };
        match direction {
            None => Literal::new_language_tagged_literal(value, language).map_err(bad_tag),
            Some(direction) => {
                let literal = Literal::new_directional_language_tagged_literal(value, language, direction).map_err(bad_tag)?;
                self.needs_rdf12("text with a base direction", literal)
            }
        }
    }

    fn needs_rdf12<T: std::fmt::Display>(&self, noun: &'static str, term: T) -> Result<T, Error> {
        match self.version {
            Version::Rdf11 => Err(Error::NeedsRdf12 { noun, term: term.to_string() }),
            Version::Rdf12 => Ok(term),
        }
    }
}

/// Returns a text as a string. Returns an error where its `Display` would write a replacement character.
pub(super) fn string(text: Text<'_>) -> Result<String, Error> {
    let mut string = String::new();
    text.write_to(&mut string)?;
    Ok(string)
}

fn iri(text: Text<'_>) -> Result<NamedNode, Error> {
    let text = string(text)?;
    NamedNode::new(text.as_str()).map_err(|_| Error::BadTerm { noun: "IRI", text })
}

fn blank(text: Text<'_>) -> Result<BlankNode, Error> {
    let text = string(text)?;
    BlankNode::new(text.as_str()).map_err(|_| Error::BadTerm { noun: "blank node label", text })
}
