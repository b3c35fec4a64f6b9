//! The tables of a fact file, with the place of every value.

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
    /// `[source]`: the facts of this file are from it.
    pub source: Option<RawSource>,
    /// `[[skip]]`.
    pub skips: Vec<RawSkip>,
    /// `[[fact]]`.
    pub facts: Vec<RawFact>,
}

/// `[dataset]`.
#[derive(Debug)]
pub struct RawDataset {
    /// Where the table stands.
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
    /// What it is called.
    pub label: Option<Located<String>>,
    /// The wider classes.
    pub subclass_of: Vec<Located<String>>,
    /// Its IRI, if it has one of its own.
    pub iri: Option<Located<String>>,
}

/// `[[predicate]]`.
#[derive(Debug)]
pub struct RawPredicate {
    /// Its id.
    pub id: Located<String>,
    /// How it reads between subject and object.
    pub label: Option<Located<String>>,
    /// The classes of its subjects.
    pub domain: Vec<Located<String>>,
    /// The classes of its objects, or kinds of literals.
    pub range: Vec<Located<String>>,
    /// Whether a subject has at most one object at a time.
    pub functional: bool,
    /// Whether it qualifies facts instead of making them.
    pub qualifier: bool,
    /// Its IRI, if it has one of its own.
    pub iri: Option<Located<String>>,
}

/// `[[entity]]`.
#[derive(Debug)]
pub struct RawEntity {
    /// Its id.
    pub id: Located<String>,
    /// The class it is of.
    pub class: Option<Located<String>>,
    /// The name to show.
    pub label: Option<Located<String>>,
    /// A phrase on it.
    pub description: Option<Located<String>>,
    /// Other names.
    pub aliases: Vec<Located<String>>,
    /// Names that sources print by mistake.
    pub misspellings: Vec<Located<String>>,
    /// `[[entity.role]]`.
    pub roles: Vec<RawRole>,
}

/// `[[entity.role]]`.
#[derive(Debug)]
pub struct RawRole {
    /// What it is called.
    pub title: Option<Located<String>>,
    /// At which entity.
    pub at: Option<Located<String>>,
    /// When.
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
    /// When it appeared.
    pub date: Option<Located<String>>,
    /// Its language.
    pub language: Option<Located<String>>,
    /// The name of the file with its text.
    pub file: Option<Located<String>>,
    /// That file's digest.
    pub sha256: Option<Located<String>>,
    /// Where it can be had.
    pub url: Option<Located<String>>,
}

/// `[[skip]]`.
#[derive(Debug)]
pub struct RawSkip {
    /// The paragraph.
    pub paragraph: Option<Located<u32>>,
    /// The sentence, by an anchor; without it, all of the paragraph.
    pub anchor: Option<Located<String>>,
    /// Why it has no facts.
    pub reason: Option<Located<String>>,
}

/// `[[fact]]`.
#[derive(Debug)]
pub struct RawFact {
    /// Where the table stands.
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
    /// Who says it.
    pub speaker: Vec<Located<String>>,
    /// To whom.
    pub audience: Vec<Located<String>>,
    /// When it is the case.
    pub when: Option<Located<String>>,
    /// Where it is the case.
    pub place: Vec<Located<String>>,
    /// When it was said.
    pub said_on: Vec<Located<String>>,
    /// Where it was said.
    pub said_at: Vec<Located<String>>,
    /// The status.
    pub status: Option<Located<String>>,
    /// The note.
    pub note: Option<Located<String>>,
    /// Facts it contradicts.
    pub disputes: Vec<Located<String>>,
    /// Facts it bears out.
    pub corroborates: Vec<Located<String>>,
    /// `[fact.with]`: predicates and objects.
    pub qualifiers: Vec<(Located<String>, RawObject)>,
    /// `[[fact.evidence]]`.
    pub evidence: Vec<RawEvidence>,
}

/// `[[fact.evidence]]`.
#[derive(Debug)]
pub struct RawEvidence {
    /// The source; the file's own if missing.
    pub source: Option<Located<String>>,
    /// The paragraph.
    pub paragraph: Option<Located<u32>>,
    /// The anchor.
    pub anchor: Option<Located<String>>,
}

/// A subject, an object or a qualifier's object: `"id"` or `{ kind = "..." }`.
#[derive(Clone, Debug)]
pub struct RawObject {
    /// `text`, `date`, `quantity`, `number`, `fact` or `entity`; none for a plain string.
    pub kind: Option<Located<String>>,
    /// What is written.
    pub value: Located<String>,
}
