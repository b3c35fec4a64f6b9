//! What a row shows of an answer: ids and values, never labels that an editor may reword.

use factrom::{Entity, Error, Triple};

use super::ask::{Answer, Ask};
use crate::view::{FactView, Viewer};

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// A column of a question's rows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Column { $($(#[$doc])* $name,)* }

        impl Column {
            /// The word that question files use.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Column::$name => $word,)* }
            }

            /// The one that the word stands for.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Column::$name),)* _ => None }
            }
        }
    };
}

columns! {
    /// A fact's id.
    Fact = "fact";
    /// Its sentence.
    Statement = "statement";
    /// Its, or a triple's, subject.
    Subject = "subject";
    /// Its, or a triple's, predicate.
    Predicate = "predicate";
    /// Its, or a triple's, object; of a literal the value as fact files write it.
    Object = "object";
    /// Who says it.
    Speaker = "speaker";
    /// To whom.
    Audience = "audience";
    /// Where it is the case.
    Where = "where";
    /// How it is put forward.
    Stance = "stance";
    /// How far the source's text can be trusted for it.
    Status = "status";
    /// When it is the case, in EDTF.
    When = "when";
    /// When it was said, in EDTF.
    SaidOn = "said_on";
    /// The sources with evidence for it.
    Source = "source";
    /// Facts that contradict it.
    Disputes = "disputes";
    /// Facts that bear it out.
    Corroborates = "corroborates";
    /// An entity's id.
    Id = "id";
    /// Its label: the one name that is shown, which is part of what a look-up by name promises.
    Label = "label";
    /// The label of its class.
    Class = "class";
}

use Column as C;

/// Columns of facts.
const OF_FACTS: &[Column] = &[
    C::Fact,
    C::Statement,
    C::Subject,
    C::Predicate,
    C::Object,
    C::Speaker,
    C::Audience,
    C::Where,
    C::Stance,
    C::Status,
    C::When,
    C::SaidOn,
    C::Source,
    C::Disputes,
    C::Corroborates,
];
/// Columns of triples.
const OF_TRIPLES: &[Column] = &[C::Subject, C::Predicate, C::Object];
/// Columns of entities.
const OF_ENTITIES: &[Column] = &[C::Id, C::Label, C::Class];

impl Column {
    /// The columns that the answers of a question have.
    #[must_use]
    pub fn of<S>(ask: &Ask<S>) -> &'static [Column] {
        match ask {
            Ask::Facts(_) | Ask::Timeline(_) | Ask::Fact(_) => OF_FACTS,
            Ask::Entity(_) | Ask::Entities(_) => OF_ENTITIES,
            Ask::Pattern(_) => OF_TRIPLES,
        }
    }

    /// The columns that rows have where a question names none: what tells one answer from another.
    #[must_use]
    pub fn default_of<S>(ask: &Ask<S>) -> &'static [Column] {
        match ask {
            Ask::Pattern(_) => OF_TRIPLES,
            _ => &Self::of(ask)[..1],
        }
    }
}

/// An answer as a row. A cell of several values has them in the store's order, separated by spaces; one of none is empty.
///
/// # Errors
///
/// If the blob is broken.
pub fn row(columns: &[Column], answer: &Answer<'_>, viewer: &Viewer<'_>) -> Result<Vec<String>, Error> {
    match answer {
        Answer::Fact(fact) => {
            let view = viewer.fact(fact)?;
            Ok(columns.iter().map(|column| of_fact(*column, &view)).collect())
        }
        Answer::Entity(entity) => columns.iter().map(|column| of_entity(*column, entity, viewer)).collect(),
        Answer::Triple(triple) => columns.iter().map(|column| of_triple(*column, triple, viewer)).collect(),
    }
}

fn of_fact(column: Column, fact: &FactView) -> String {
    match column {
        C::Fact => fact.id.clone(),
        C::Statement => fact.statement.clone(),
        C::Subject => fact.subject.id(),
        C::Predicate => fact.predicate.id(),
        C::Object => fact.object.id(),
        C::Speaker => fact.speaker.ids(),
        C::Audience => fact.audience.ids(),
        C::Where => fact.place.ids(),
        C::Stance => fact.stance.to_string(),
        C::Status => fact.status.to_string(),
        C::When => fact.when.clone().unwrap_or_default(),
        C::SaidOn => fact.said_on.clone().unwrap_or_default(),
        C::Source => {
            let mut sources: Vec<&str> = fact.evidence.iter().map(|evidence| evidence.source.as_str()).collect();
            sources.dedup();
            sources.join(" ")
        }
        C::Disputes => fact.disputes.join(" "),
        C::Corroborates => fact.corroborates.join(" "),
        // Question files are checked for columns that their answers don't have.
        C::Id | C::Label | C::Class => String::new(),
    }
}

fn of_entity(column: Column, entity: &Entity<'_>, viewer: &Viewer<'_>) -> Result<String, Error> {
    Ok(match column {
        C::Label => entity.label()?.to_string(),
        C::Class => viewer.term(entity.class()?)?.label(),
        _ => viewer.term(entity.term())?.id(),
    })
}

fn of_triple(column: Column, triple: &Triple, viewer: &Viewer<'_>) -> Result<String, Error> {
    let term = match column {
        C::Subject => triple.subject,
        C::Predicate => triple.predicate,
        _ => triple.object,
    };
    Ok(viewer.term(term)?.id())
}
