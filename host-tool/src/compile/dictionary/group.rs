//! Groups: consecutive terms of the same kind with the same prefix, language or datatype.

use factrom::compiler::{TermKind, ValueOrder};

/// A group of terms.
#[derive(Clone, Debug)]
pub struct Group {
    /// Id of its first term.
    pub first: u32,
    /// Kind of its terms.
    pub kind: TermKind,
    /// Index of the prefix + 1, index of the language, or id of the datatype.
    pub tag: u32,
    /// Order of its terms.
    pub order: ValueOrder,
}
