//! A fact as the outside sees it: ids, labels, texts. The one form behind tables, JSON lines and CSV.

use factrom::{Fact, LiteralKind, Source, Store, Term, TermId};
use factrom_query::{Cells, MAX_NESTING};
use serde::Serialize;

use crate::vocabulary::{QUANTITY, XSD, quantity_in_words};

/// One fact, with the field names that `export --format jsonl` promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// The id that lasts.
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
    /// To whom.
    pub audience: OneOrMore,
    /// Where it is the case.
    #[serde(rename = "where")]
    pub place: OneOrMore,
    /// How it is put forward.
    pub stance: &'static str,
    /// How far the text can be trusted.
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
    /// Ids of facts that contradict it.
    pub disputes: Vec<String>,
    /// Ids of facts that bear it out.
    pub corroborates: Vec<String>,
}

impl FactView {
    /// `asserted`, or the stance and who takes it; with the status, if it is not sound.
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
    /// An entity, predicate, fact, or an IRI or blank node of other data.
    Named {
        /// The id in the data set, or all of the IRI.
        id: String,
        /// What it is called.
        label: String,
    },
    /// A literal.
    Literal {
        /// Its lexical form.
        value: String,
        /// It in words.
        label: String,
        /// Its datatype, or its language tag behind `@`.
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
    /// What to show.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            TermView::Named { label, .. } | TermView::Literal { label, .. } => label.clone(),
            TermView::Triple { subject, predicate, object } => {
                format!("<<( {} {} {} )>>", subject.label(), predicate.label(), object.label())
            }
        }
    }

    /// The id or value, for machines.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            TermView::Named { id, .. } => id.clone(),
            TermView::Literal { value, .. } => value.clone(),
            TermView::Triple { subject, predicate, object } => {
                format!("<<( {} {} {} )>>", subject.id(), predicate.id(), object.id())
            }
        }
    }
}

/// None, one, or a list of terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMore(pub Vec<TermView>);

impl OneOrMore {
    /// The labels, separated by commas.
    #[must_use]
    pub fn labels(&self) -> String {
        self.0.iter().map(TermView::label).collect::<Vec<_>>().join(", ")
    }

    /// The ids, separated by spaces.
    #[must_use]
    pub fn ids(&self) -> String {
        self.0.iter().map(TermView::id).collect::<Vec<_>>().join(" ")
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
    /// The anchor's first byte in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// The byte after the anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// The words to look for.
    pub anchor: String,
    /// The sentence around them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

impl EvidenceView {
    /// `source:paragraph`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.source, self.paragraph)
    }
}

/// What makes views: a store, and what writes ids of it here as on a board.
#[derive(Clone, Debug)]
pub struct Viewer<'s> {
    store: &'s Store<'s>,
    cells: Cells<'s>,
}

impl<'s> Viewer<'s> {
    /// For a store.
    #[must_use]
    pub fn new(store: &'s Store<'s>) -> Self {
        Viewer { store, cells: Cells::new(store) }
    }

    /// The id or value of a term: of an IRI in the data set's namespace the id alone.
    ///
    /// # Errors
    ///
    /// If the blob is broken.
    pub fn id(&self, term: TermId) -> Result<String, factrom::Error> {
        let mut id = String::new();
        self.cells.write_id(term, &mut id).map(|()| id)
    }

    /// A fact.
    ///
    /// # Errors
    ///
    /// If the blob is broken.
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
    /// If the blob is broken.
    pub fn fact_id(&self, fact: &Fact<'_>) -> Result<String, factrom::Error> {
        self.id(fact.reifier()?)
    }

    /// A source's id.
    ///
    /// # Errors
    ///
    /// If the blob is broken.
    pub fn source_id(&self, source: &Source<'_>) -> Result<String, factrom::Error> {
        self.id(source.term()?)
    }

    /// A term.
    ///
    /// # Errors
    ///
    /// If the blob is broken.
    pub fn term(&self, id: TermId) -> Result<TermView, factrom::Error> {
        self.nested_term(id, 0)
    }

    fn nested_term(&self, id: TermId, depth: usize) -> Result<TermView, factrom::Error> {
        match self.store.term(id)? {
            Term::Iri(_) | Term::Blank(_) => {
                let label = self.cells.label(id)?.map(|label| label.to_string());
                let id = self.id(id)?;
                Ok(TermView::Named { label: label.unwrap_or_else(|| id.clone()), id })
            }
            Term::Literal(literal) => {
                let value = self.id(id)?;
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
            source: self.source_id(&source)?,
            article: source.file()?.to_string(),
            paragraph: evidence.paragraph()?,
            start,
            end: start.and_then(|start| start.checked_add(u32::try_from(anchor.len()).ok()?)),
            anchor,
            quote: evidence.quote()?.map(|quote| quote.to_string()),
        })
    }
}
