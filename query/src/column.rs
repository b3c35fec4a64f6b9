//! What the rows of a question show, by the words of question files and the numbers of compiled ones.

use crate::ask::Ask;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $word:literal;)*) => {
        /// A column of a question's rows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[repr(u8)]
        pub enum Column { $($(#[$doc])* $name = $number,)* }

        impl Column {
            /// The one that the number stands for in a compiled question.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Column::$name),)* _ => None }
            }

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
    Fact = 0, "fact";
    /// Its sentence.
    Statement = 1, "statement";
    /// Its, or a triple's, subject.
    Subject = 2, "subject";
    /// Its, or a triple's, predicate.
    Predicate = 3, "predicate";
    /// Its, or a triple's, object; of a literal the value as fact files write it.
    Object = 4, "object";
    /// Who says it.
    Speaker = 5, "speaker";
    /// To whom.
    Audience = 6, "audience";
    /// Where it is the case.
    Where = 7, "where";
    /// How it is put forward.
    Stance = 8, "stance";
    /// How far the source's text can be trusted for it.
    Status = 9, "status";
    /// When it is the case, in EDTF.
    When = 10, "when";
    /// When it was said, in EDTF.
    SaidOn = 11, "said_on";
    /// The sources with evidence for it.
    Source = 12, "source";
    /// Facts that contradict it.
    Disputes = 13, "disputes";
    /// Facts that bear it out.
    Corroborates = 14, "corroborates";
    /// An entity's id.
    Id = 15, "id";
    /// Its label: the one name that is shown, which is part of what a look-up by name promises.
    Label = 16, "label";
    /// The label of its class.
    Class = 17, "class";
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
            Ask::Facts(_) | Ask::Timeline(_) | Ask::Fact(_) => &[C::Fact],
            Ask::Entity(_) | Ask::Entities(_) => &[C::Id],
        }
    }
}
