//! The tables of a fact file, as they are written, with the place of every value.

use crate::diagnostic::{Located, Span};

/// One fact file.
#[derive(Debug, Default)]
pub struct RawFile {
    /// `[dataset]`.
    pub datasets: Vec<RawDataset>,
    /// `[[class]]`.
    pub classes: Vec<RawClass>,
    /// `[[predicate]]`.
    pub predicates: Vec<RawPredicate>,
    /// `[[entity]]`.
    pub entities: Vec<RawEntity>,
    /// `[source]`: the source of this file's facts.
    pub source: Option<RawSource>,
    /// `[[skip]]`.
    pub skips: Vec<RawSkip>,
    /// `[[fact]]`.
    pub facts: Vec<RawFact>,
}

/// `[dataset]`.
#[derive(Debug)]
pub struct RawDataset {
    /// The place of the table.
    pub span: Span,
    /// Its short name.
    pub id: Option<Located<String>>,
    /// Its title.
    pub title: Option<Located<String>>,
    /// The namespace of its IRIs.
    pub namespace: Option<Located<String>>,
    /// The language of its texts.
    pub language: Option<Located<String>>,
    /// The licence of the data.
    pub license: Option<Located<String>>,
}

/// `[[class]]`.
#[derive(Debug)]
pub struct RawClass {
    /// Its id.
    pub id: Located<String>,
    /// Its label.
    pub label: Option<Located<String>>,
    /// Its superclasses.
    pub subclass_of: Vec<Located<String>>,
    /// Its IRI; derived from its id if missing.
    pub iri: Option<Located<String>>,
}

/// `[[predicate]]`.
#[derive(Debug)]
pub struct RawPredicate {
    /// Its id.
    pub id: Located<String>,
    /// Its label, which reads between subject and object.
    pub label: Option<Located<String>>,
    /// The classes that its subjects can have.
    pub domain: Vec<Located<String>>,
    /// The classes or the kinds of literals that its objects can have.
    pub range: Vec<Located<String>>,
    /// Whether a subject has at most one object at any time.
    pub functional: bool,
    /// Whether it is a qualifier, for `[fact.with]` only.
    pub qualifier: bool,
    /// Its IRI; derived from its id if missing.
    pub iri: Option<Located<String>>,
}

/// `[[entity]]`.
#[derive(Debug)]
pub struct RawEntity {
    /// Its id.
    pub id: Located<String>,
    /// Its class.
    pub class: Option<Located<String>>,
    /// The name to display.
    pub label: Option<Located<String>>,
    /// A short description.
    pub description: Option<Located<String>>,
    /// Other names.
    pub aliases: Vec<Located<String>>,
    /// Wrong spellings of its name that sources print.
    pub misspellings: Vec<Located<String>>,
    /// `[[entity.role]]`.
    pub roles: Vec<RawRole>,
}

/// `[[entity.role]]`.
#[derive(Debug)]
pub struct RawRole {
    /// Its title.
    pub title: Option<Located<String>>,
    /// The entity where it is held, such as a country or an organisation.
    pub at: Option<Located<String>>,
    /// When it is held.
    pub when: Option<Located<String>>,
}

/// `[source]`.
#[derive(Debug)]
pub struct RawSource {
    /// Its id.
    pub id: Located<String>,
    /// Its title.
    pub title: Option<Located<String>>,
    /// Who published it.
    pub publisher: Option<Located<String>>,
    /// Who wrote it.
    pub authors: Vec<Located<String>>,
    /// The date of publication.
    pub date: Option<Located<String>>,
    /// Its language.
    pub language: Option<Located<String>>,
    /// The name of the file with its text.
    pub file: Option<Located<String>>,
    /// The SHA-256 of that file.
    pub sha256: Option<Located<String>>,
    /// Its address on the web.
    pub url: Option<Located<String>>,
}

/// `[[skip]]`.
#[derive(Debug)]
pub struct RawSkip {
    /// The paragraph.
    pub paragraph: Option<Located<u32>>,
    /// An anchor in the sentence to skip; the whole paragraph if missing.
    pub anchor: Option<Located<String>>,
    /// Why there are no facts.
    pub reason: Option<Located<String>>,
}

/// `[[fact]]`.
#[derive(Debug)]
pub struct RawFact {
    /// The place of the table.
    pub span: Span,
    /// Its id.
    pub id: Located<String>,
    /// The statement.
    pub statement: Option<Located<String>>,
    /// The subject.
    pub subject: Option<RawObject>,
    /// The predicate.
    pub predicate: Option<Located<String>>,
    /// The object.
    pub object: Option<RawObject>,
    /// The stance.
    pub stance: Option<Located<String>>,
    /// Who takes the stance.
    pub speaker: Vec<Located<String>>,
    /// Who was told.
    pub audience: Vec<Located<String>>,
    /// When the fact holds.
    pub when: Option<Located<String>>,
    /// Where the fact holds.
    pub place: Vec<Located<String>>,
    /// When it was said.
    pub said_on: Vec<Located<String>>,
    /// Where it was said.
    pub said_at: Vec<Located<String>>,
    /// The status.
    pub status: Option<Located<String>>,
    /// The editor's note.
    pub note: Option<Located<String>>,
    /// Ids of facts that it disputes.
    pub disputes: Vec<Located<String>>,
    /// Ids of facts that it corroborates.
    pub corroborates: Vec<Located<String>>,
    /// `[fact.with]`: pairs of predicate and object.
    pub qualifiers: Vec<(Located<String>, RawObject)>,
    /// `[[fact.evidence]]`.
    pub evidence: Vec<RawEvidence>,
}

/// `[[fact.evidence]]`.
#[derive(Debug)]
pub struct RawEvidence {
    /// The source; the file's `[source]` if missing.
    pub source: Option<Located<String>>,
    /// The paragraph.
    pub paragraph: Option<Located<u32>>,
    /// The anchor.
    pub anchor: Option<Located<String>>,
}

/// A subject, an object or the object of a qualifier: `"..."` or `{ kind = "..." }`.
#[derive(Clone, Debug)]
pub struct RawObject {
    /// The key of the table, such as `text`; none for a plain value.
    pub kind: Option<Located<String>>,
    /// The text of the value.
    pub value: Located<String>,
}
