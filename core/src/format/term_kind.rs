//! The kinds of terms that have a text of their own.

/// The kind of all terms of a group of the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum TermKind {
    /// Blank nodes. The text is the label without `_:`.
    Blank = 0,
    /// IRIs.
    Iri = 1,
    /// Literals of `xsd:string`.
    String = 2,
    /// Literals with a language tag and, after `--`, an optional base direction.
    LanguageString = 3,
    /// Literals with a datatype.
    Typed = 4,
}

impl TermKind {
    pub(crate) fn from_number(number: u32) -> Option<Self> {
        Some(match number {
            0 => TermKind::Blank,
            1 => TermKind::Iri,
            2 => TermKind::String,
            3 => TermKind::LanguageString,
            4 => TermKind::Typed,
            _ => return None,
        })
    }
}
