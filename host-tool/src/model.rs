//! A data set, resolved and checked: what the compiler turns into a blob.
//!
//! Terms are RDF terms already. Only asserted facts' triples are in [`Model::triples`]; everything else of a fact is in [`Model::facts`].

use factrom::{Stance, Status};
use oxrdf::{NamedNode, Quad, Term};

/// A data set.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What it is called; none for a store of triples alone.
    pub dataset: Option<Dataset>,
    /// Asserted triples, with their graphs.
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

/// What a data set is called.
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
    /// The licence of the data, or nothing.
    pub license: String,
}

impl Dataset {
    /// The IRI of an entity.
    #[must_use]
    pub fn entity(&self, id: &str) -> NamedNode {
        self.iri("entity", id)
    }

    /// The IRI of a predicate without one of its own.
    #[must_use]
    pub fn predicate(&self, id: &str) -> NamedNode {
        self.iri("predicate", id)
    }

    /// The IRI of a class without one of its own.
    #[must_use]
    pub fn class(&self, id: &str) -> NamedNode {
        self.iri("class", id)
    }

    /// The IRI of a source.
    #[must_use]
    pub fn source(&self, id: &str) -> NamedNode {
        self.iri("source", id)
    }

    /// The IRI of a fact's reifier.
    #[must_use]
    pub fn fact(&self, id: &str) -> NamedNode {
        self.iri("fact", id)
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
    /// Whether a source prints it by mistake.
    pub misspelled: bool,
}

/// An entity.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its IRI.
    pub iri: NamedNode,
    /// Its class' IRI.
    pub class: NamedNode,
    /// A phrase on it.
    pub description: String,
    /// Its names, the label first.
    pub names: Vec<Name>,
    /// Its roles.
    pub roles: Vec<Role>,
}

/// A role of an entity.
#[derive(Clone, Debug)]
pub struct Role {
    /// What it is called.
    pub title: String,
    /// At which entity.
    pub at: Option<NamedNode>,
    /// When: a literal of time.
    pub when: Option<Term>,
}

/// A predicate.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// Its id in the fact files, which an IRI of its own does not show.
    pub id: String,
    /// Its IRI.
    pub iri: NamedNode,
    /// How it reads between subject and object.
    pub label: String,
    /// Whether a subject has at most one object at a time.
    pub functional: bool,
}

/// A class.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its id in the fact files, which an IRI of its own does not show.
    pub id: String,
    /// Its IRI.
    pub iri: NamedNode,
    /// What it is called.
    pub label: String,
}

/// A source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its IRI.
    pub iri: NamedNode,
    /// Title, publisher, authors, date, language, file, address, as [`factrom::compiler::SourceSection`] has them.
    pub texts: [String; factrom::compiler::SOURCE_TEXTS as usize],
    /// The digest of its text.
    pub sha256: [u8; 32],
}

/// A fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The reifier.
    pub iri: NamedNode,
    /// One sentence.
    pub statement: String,
    /// The subject.
    pub subject: Term,
    /// The predicate.
    pub predicate: NamedNode,
    /// The object.
    pub object: Term,
    /// How it is put forward.
    pub stance: Stance,
    /// How far the text can be trusted.
    pub status: Status,
    /// The editor's note.
    pub note: Option<String>,
    /// When: a literal of time.
    pub when: Option<Term>,
    /// Who says it.
    pub speaker: Vec<Term>,
    /// To whom.
    pub audience: Vec<Term>,
    /// Where it is the case.
    pub place: Vec<Term>,
    /// When it was said: literals of time.
    pub said_on: Vec<Term>,
    /// Where it was said.
    pub said_at: Vec<Term>,
    /// What qualifies it.
    pub qualifiers: Vec<(NamedNode, Term)>,
    /// Where it is written.
    pub evidence: Vec<Evidence>,
    /// Indices in [`Model::facts`] of facts that contradict it.
    pub disputes: Vec<usize>,
    /// Indices in [`Model::facts`] of facts that bear it out.
    pub corroborates: Vec<usize>,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Index in [`Model::sources`].
    pub source: usize,
    /// The paragraph, from 1.
    pub paragraph: u32,
    /// The words to look for.
    pub anchor: String,
    /// The byte at which they begin, if the text was at hand.
    pub start: Option<u32>,
    /// The sentence around them, if it was asked for.
    pub quote: Option<String>,
}
