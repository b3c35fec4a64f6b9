//! Facts with ids, labels and texts, as JSON and tables show them.
//!
//! A term that has an id in the data set is its `kind` and its `id`: an entity and a fact may have the same id. The data set's namespace,
//! the kind, a `/` and the id make the IRI.

use factrom::{Fact, LiteralKind, Store, Term, TermId, Triple};
use factrom_query::{Cells, Kind, MAX_NESTING};
use serde::Serialize;

use crate::vocabulary::{QUANTITY, XSD, quantity_in_words};

/// One fact, with the field names that `export --format jsonl` promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// The fact's id.
    pub id: String,
    /// One sentence.
    pub statement: String,
    /// The subject.
    pub subject: TermView,
    /// The predicate.
    pub predicate: TermView,
    /// The object.
    pub object: TermView,
    /// Who says it.
    pub speaker: OneOrMore,
    /// Who is told.
    pub audience: OneOrMore,
    /// Where it is the case.
    #[serde(rename = "where")]
    pub place: OneOrMore,
    /// The stance.
    pub stance: &'static str,
    /// How far the source's text can be trusted for it.
    pub status: &'static str,
    /// The editor's note.
    pub note: Option<String>,
    /// When it is the case, in EDTF.
    pub when: Option<String>,
    /// When it was said, in EDTF.
    pub said_on: Option<String>,
    /// Where it was said.
    pub said_at: OneOrMore,
    /// What qualifies it.
    pub qualifiers: Vec<QualifierView>,
    /// Where it is written.
    pub evidence: Vec<EvidenceView>,
    /// The ids of the facts that dispute it.
    pub disputes: Vec<String>,
    /// The ids of the facts that corroborate it.
    pub corroborates: Vec<String>,
}

impl FactView {
    /// The stance and the speakers, with the status if it is not sound.
    #[must_use]
    pub fn put_forward(&self) -> String {
        let mut words = self.stance.to_string();
        if !self.speaker.0.is_empty() {
            words = format!("{words} by {}", self.speaker.labels());
        }
        if self.status == "sound" { words } else { format!("{words} ({})", self.status) }
    }

    /// The sources with their paragraphs.
    #[must_use]
    pub fn places(&self) -> String {
        self.evidence.iter().map(|evidence| format!("{} ¶{}", evidence.source, evidence.paragraph)).collect::<Vec<_>>().join("\n")
    }
}

/// A term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum TermView {
    /// An IRI or a blank node.
    Named {
        /// The id in the data set, or the whole IRI, or the blank node as `_:label`.
        id: String,
        /// The label, or the statement of a fact.
        label: String,
        /// What it is: `entity`, `fact`, `source`, `predicate` or `class`; without an id in the data set, `iri` or `blank`.
        kind: &'static str,
    },
    /// A literal.
    Literal {
        /// The lexical form.
        value: String,
        /// The value in words.
        label: String,
        /// The datatype's IRI, or `@` and the language tag.
        datatype: String,
    },
    /// A triple term.
    Triple {
        /// The subject.
        subject: Box<TermView>,
        /// The predicate.
        predicate: Box<TermView>,
        /// The object.
        object: Box<TermView>,
    },
}

impl TermView {
    /// The text to show to people.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            TermView::Named { label, .. } | TermView::Literal { label, .. } => label.clone(),
            TermView::Triple { subject, predicate, object } => {
                format!("<<( {} {} {} )>>", subject.label(), predicate.label(), object.label())
            }
        }
    }
}

/// Terms: in JSON `null`, a term, or a list of terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMore(pub Vec<TermView>);

impl OneOrMore {
    /// The labels, separated by commas.
    #[must_use]
    pub fn labels(&self) -> String {
        self.0.iter().map(TermView::label).collect::<Vec<_>>().join(", ")
    }
}

impl Serialize for OneOrMore {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0[..] {
            [] => serializer.serialize_none(),
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

/// A triple.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TripleView {
    /// The subject.
    pub subject: TermView,
    /// The predicate.
    pub predicate: TermView,
    /// The object.
    pub object: TermView,
    /// The named graph. `None` for the default graph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub graph: Option<TermView>,
}

/// A qualifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QualifierView {
    /// The predicate.
    pub predicate: TermView,
    /// The object.
    pub object: TermView,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceView {
    /// The source's id.
    pub source: String,
    /// The name of the file with its text.
    pub article: String,
    /// The paragraph, from 1.
    pub paragraph: u32,
    /// The offset of the anchor in the file, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// The offset of the anchor's end, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// The anchor: the words to look for.
    pub anchor: String,
    /// The sentence around the anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// Makes views of a store's facts and terms.
#[derive(Clone, Debug)]
pub struct Viewer<'s> {
    store: &'s Store<'s>,
    cells: Cells<'s>,
}

impl<'s> Viewer<'s> {
    /// A viewer for a store.
    #[must_use]
    pub fn new(store: &'s Store<'s>) -> Self {
        Viewer { store, cells: Cells::new(store) }
    }

    /// The id of a term, as rows show it in a column of this kind.
    fn id(&self, term: TermId, kind: Kind) -> Result<String, factrom::Error> {
        let mut id = String::new();
        self.cells.write_id(term, kind, &mut id).map(|()| id)
    }

    /// A fact.
    ///
    /// # Errors
    ///
    /// If the blob is corrupt.
    pub fn fact(&self, fact: &Fact<'_>) -> Result<FactView, factrom::Error> {
        let linked = |facts: &mut dyn Iterator<Item = Result<Fact<'_>, factrom::Error>>| -> Result<Vec<String>, factrom::Error> {
            facts.map(|fact| self.fact_id(&fact?)).collect()
        };
        let qualifiers = fact.qualifiers().map(|qualifier| {
            let qualifier = qualifier?;
            Ok(QualifierView { predicate: self.term(qualifier.predicate)?, object: self.term(qualifier.object)? })
        });
        let said_on = fact.said_on().next().transpose()?;
        Ok(FactView {
            id: self.fact_id(fact)?,
            statement: fact.statement()?.to_string(),
            subject: self.term(fact.subject()?)?,
            predicate: self.term(fact.predicate()?)?,
            object: self.term(fact.object()?)?,
            speaker: self.terms(fact.speakers())?,
            audience: self.terms(fact.audience())?,
            place: self.terms(fact.places())?,
            stance: fact.stance()?.word(),
            status: fact.status()?.word(),
            note: fact.note()?.map(|note| note.to_string()),
            when: fact.when()?.map(|when| self.lexical(when)).transpose()?,
            said_on: said_on.map(|said_on| self.lexical(said_on)).transpose()?,
            said_at: self.terms(fact.said_at())?,
            qualifiers: qualifiers.collect::<Result<_, factrom::Error>>()?,
            evidence: fact.evidence().map(|evidence| self.evidence(&evidence?)).collect::<Result<_, _>>()?,
            disputes: linked(&mut fact.disputes())?,
            corroborates: linked(&mut fact.corroborations())?,
        })
    }

    /// A fact's id.
    ///
    /// # Errors
    ///
    /// If the blob is corrupt.
    pub fn fact_id(&self, fact: &Fact<'_>) -> Result<String, factrom::Error> {
        self.id(fact.reifier()?, Kind::Fact)
    }

    /// A triple.
    ///
    /// # Errors
    ///
    /// If the blob is corrupt.
    pub fn triple(&self, triple: &Triple) -> Result<TripleView, factrom::Error> {
        Ok(TripleView {
            subject: self.term(triple.subject)?,
            predicate: self.term(triple.predicate)?,
            object: self.term(triple.object)?,
            graph: triple.graph.map(|graph| self.term(graph)).transpose()?,
        })
    }

    /// A term.
    ///
    /// # Errors
    ///
    /// If the blob is corrupt.
    pub fn term(&self, id: TermId) -> Result<TermView, factrom::Error> {
        self.nested_term(id, 0)
    }

    fn nested_term(&self, id: TermId, depth: usize) -> Result<TermView, factrom::Error> {
        match self.store.term(id)? {
            Term::Iri(iri) => match self.cells.id(iri)? {
                Some(short) => self.named(id, short.as_str().to_string(), short.kind().word()),
                None => self.named(id, iri.to_string(), "iri"),
            },
            Term::Blank(node) => self.named(id, format!("_:{node}"), "blank"),
            Term::Literal(literal) => {
                let value = literal.lexical.to_string();
                let datatype = match literal.kind {
                    LiteralKind::String => format!("{XSD}string"),
                    LiteralKind::Language(language) => format!("@{language}"),
                    LiteralKind::Datatype(datatype) => self.lexical(datatype)?,
                };
                let label = if datatype == QUANTITY { quantity_in_words(&value) } else { value.clone() };
                Ok(TermView::Literal { value, label, datatype })
            }
            Term::Triple(triple) if depth < MAX_NESTING => Ok(TermView::Triple {
                subject: Box::new(self.nested_term(triple.subject, depth + 1)?),
                predicate: Box::new(self.nested_term(triple.predicate, depth + 1)?),
                object: Box::new(self.nested_term(triple.object, depth + 1)?),
            }),
            _ => Err(factrom::Error::Corrupt(factrom::Tag::Terms)),
        }
    }

    fn named(&self, term: TermId, id: String, kind: &'static str) -> Result<TermView, factrom::Error> {
        let label = self.cells.label(term)?.map_or_else(|| id.clone(), |label| label.to_string());
        Ok(TermView::Named { id, label, kind })
    }

    fn terms(&self, ids: impl Iterator<Item = Result<TermId, factrom::Error>>) -> Result<OneOrMore, factrom::Error> {
        ids.map(|id| self.term(id?)).collect::<Result<_, _>>().map(OneOrMore)
    }

    fn lexical(&self, id: TermId) -> Result<String, factrom::Error> {
        Ok(self.store.term(id)?.to_string())
    }

    fn evidence(&self, evidence: &factrom::Evidence<'_>) -> Result<EvidenceView, factrom::Error> {
        let source = evidence.source()?;
        let anchor = evidence.anchor()?.to_string();
        let start = evidence.start()?;
        Ok(EvidenceView {
            source: self.id(source.term()?, Kind::Source)?,
            article: source.file()?.to_string(),
            paragraph: evidence.paragraph()?,
            start,
            end: start.and_then(|start| start.checked_add(u32::try_from(anchor.len()).ok()?)),
            anchor,
            quote: evidence.quote()?.map(|quote| quote.to_string()),
        })
    }
}
