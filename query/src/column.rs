//! What rows show, by the words of question files and the numbers of compiled questions.

use crate::ask::Ask;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $word:literal;)*) => {
        /// A column of rows. Where it has several values they come in the store's order, separated by spaces.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[repr(u8)]
        pub enum Column { $($(#[$doc])* $name = $number,)* }

        impl Column {
            /// The column with this number in a compiled question.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Column::$name),)* _ => None }
            }

            /// The word that question files use.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Column::$name => $word,)* }
            }

            /// The column with this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Column::$name),)* _ => None }
            }
        }
    };
}

columns! {
    /// A fact's id.
    Fact = 0, "fact";
    /// A fact's sentence.
    Statement = 1, "statement";
    /// The subject of a fact or triple.
    Subject = 2, "subject";
    /// The predicate of a fact or triple.
    Predicate = 3, "predicate";
    /// The object of a fact or triple. A literal is shown as fact files write it.
    Object = 4, "object";
    /// Who says it.
    Speaker = 5, "speaker";
    /// Who is told.
    Audience = 6, "audience";
    /// Where it is the case.
    Where = 7, "where";
    /// The stance.
    Stance = 8, "stance";
    /// How far the source's text can be trusted for it.
    Status = 9, "status";
    /// When it is the case, in EDTF.
    When = 10, "when";
    /// When it was said, in EDTF.
    SaidOn = 11, "said_on";
    /// The sources that have evidence for it.
    Source = 12, "source";
    /// The facts that it disputes.
    Disputes = 13, "disputes";
    /// The facts that it corroborates.
    Corroborates = 14, "corroborates";
    /// An entity's id.
    Id = 15, "id";
    /// An entity's label: the one name that is shown, so a look-up by name promises it.
    Label = 16, "label";
    /// The label of an entity's class.
    Class = 17, "class";
    /// Where it was said.
    SaidAt = 18, "said_at";
    /// The editor's note.
    Note = 19, "note";
    /// What qualifies it: `predicate=object`, separated by `; `.
    Qualifiers = 20, "qualifiers";
    /// Where it is written: `source:paragraph`.
    Evidence = 21, "evidence";
    /// The named graph of a triple. Empty for the default graph.
    Graph = 22, "graph";
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
    C::SaidAt,
    C::Note,
    C::Qualifiers,
    C::Source,
    C::Evidence,
    C::Disputes,
    C::Corroborates,
];
/// Columns of triples.
const OF_TRIPLES: &[Column] = &[C::Subject, C::Predicate, C::Object, C::Graph];
/// What identifies a triple in a row.
const TRIPLE: &[Column] = &[C::Subject, C::Predicate, C::Object];
/// Columns of entities.
const OF_ENTITIES: &[Column] = &[C::Id, C::Label, C::Class];

impl Column {
    /// The columns that the answers to a question have.
    #[must_use]
    pub fn of<S>(ask: &Ask<S>) -> &'static [Column] {
        match ask {
            Ask::Facts(_) | Ask::Timeline(_) | Ask::Fact(_) => OF_FACTS,
            Ask::Entity(_) | Ask::Entities(_) => OF_ENTITIES,
            Ask::Pattern(_) => OF_TRIPLES,
        }
    }

    /// The columns of a question that names none: what distinguishes one answer from another.
    #[must_use]
    pub fn default_of<S>(ask: &Ask<S>) -> &'static [Column] {
        match ask {
            Ask::Facts(_) | Ask::Timeline(_) | Ask::Fact(_) => &[C::Fact],
            Ask::Entity(_) | Ask::Entities(_) => &[C::Id],
            Ask::Pattern(_) => TRIPLE,
        }
    }
}
