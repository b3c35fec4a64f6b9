//! A data set, resolved and checked. The compiler turns it into a blob.
//!
//! Subjects, predicates and objects are RDF terms. [`Model::facts`] has all facts, and [`Model::triples`] the triples of those that
//! are asserted.

use factrom::{Stance, Status};
use oxrdf::{NamedNode, Quad, Term};

use crate::vocabulary::folder;

/// A data set.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Its metadata; none for a store of triples only.
    pub dataset: Option<Dataset>,
    /// The asserted triples, with their graphs.
    pub triples: Vec<Quad>,
    /// Entities.
    pub entities: Vec<Entity>,
    /// Predicates.
    pub predicates: Vec<Predicate>,
    /// Classes.
    pub classes: Vec<Class>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Facts.
    pub facts: Vec<Fact>,
}

/// The metadata of a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    /// Its short name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The namespace of its IRIs.
    pub namespace: String,
    /// The language of its texts.
    pub language: String,
    /// The licence of the data; may be empty.
    pub license: String,
}

impl Dataset {
    /// The IRI of an entity.
    #[must_use]
    pub fn entity(&self, id: &str) -> NamedNode {
        self.iri(folder::ENTITY, id)
    }

    /// The IRI of a predicate that does not state one.
    #[must_use]
    pub fn predicate(&self, id: &str) -> NamedNode {
        self.iri(folder::PREDICATE, id)
    }

    /// The IRI of a class that does not state one.
    #[must_use]
    pub fn class(&self, id: &str) -> NamedNode {
        self.iri(folder::CLASS, id)
    }

    /// The IRI of a source.
    #[must_use]
    pub fn source(&self, id: &str) -> NamedNode {
        self.iri(folder::SOURCE, id)
    }

    /// The IRI of a fact's reifier.
    #[must_use]
    pub fn fact(&self, id: &str) -> NamedNode {
        self.iri(folder::FACT, id)
    }

    fn iri(&self, folder: &str, id: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{folder}/{id}", self.namespace))
    }
}

/// A name of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Whether it is a wrong spelling that a source prints.
    pub misspelled: bool,
}

/// An entity.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its IRI.
    pub iri: NamedNode,
    /// The IRI of its class.
    pub class: NamedNode,
    /// A short description.
    pub description: String,
    /// Its names, the label first.
    pub names: Vec<Name>,
    /// Its roles.
    pub roles: Vec<Role>,
}

/// A role of an entity.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its title.
    pub title: String,
    /// The entity where it is held, such as a country or an organisation.
    pub at: Option<NamedNode>,
    /// When it is held, as a time literal.
    pub when: Option<Term>,
}

/// A predicate.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// Its id in the fact files. The IRI need not contain it.
    pub id: String,
    /// Its IRI.
    pub iri: NamedNode,
    /// Its label, which reads between subject and object.
    pub label: String,
    /// Whether a subject has at most one object at any time.
    pub functional: bool,
}

/// A class.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its id in the fact files. The IRI need not contain it.
    pub id: String,
    /// Its IRI.
    pub iri: NamedNode,
    /// Its label.
    pub label: String,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its IRI.
    pub iri: NamedNode,
    /// Title, publisher, authors, date, language, file and address, in the order of [`factrom::compiler::SourceSection`].
    pub texts: [String; factrom::compiler::SOURCE_TEXTS as usize],
    /// The SHA-256 of its text.
    pub sha256: [u8; 32],
}

/// A fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The IRI of its reifier.
    pub iri: NamedNode,
    /// One sentence.
    pub statement: String,
    /// The subject.
    pub subject: Term,
    /// The predicate.
    pub predicate: NamedNode,
    /// The object.
    pub object: Term,
    /// The stance.
    pub stance: Stance,
    /// How reliable the source's text is.
    pub status: Status,
    /// The editor's note.
    pub note: Option<String>,
    /// When it holds, as a time literal.
    pub when: Option<Term>,
    /// Who takes the stance.
    pub speaker: Vec<Term>,
    /// Who was told.
    pub audience: Vec<Term>,
    /// Where it holds.
    pub place: Vec<Term>,
    /// When it was said, as time literals.
    pub said_on: Vec<Term>,
    /// Where it was said.
    pub said_at: Vec<Term>,
    /// Its qualifiers: pairs of predicate and object.
    pub qualifiers: Vec<(NamedNode, Term)>,
    /// Where sources say it.
    pub evidence: Vec<Evidence>,
    /// Indices in [`Model::facts`] of the facts that dispute it.
    pub disputes: Vec<usize>,
    /// Indices in [`Model::facts`] of the facts that corroborate it.
    pub corroborates: Vec<usize>,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Index in [`Model::sources`].
    pub source: usize,
    /// The paragraph, counted from 1.
    pub paragraph: u32,
    /// The words to search for.
    pub anchor: String,
    /// Their byte offset in the text, if the text was available.
    pub start: Option<u32>,
    /// The sentence around them, if requested.
    pub quote: Option<String>,
}
