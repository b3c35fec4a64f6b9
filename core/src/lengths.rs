//! Refuses tables that are longer than the blob's bytes can make them, so that every loop over a table ends soon.
//!
//! A column of equal or evenly rising values has no bits, so reading it would never tell that a table's length is a lie.

use crate::layout::{
    EntityField, FEW_ROWS, FactField, GraphField, LocatorField, MOST_COMMON, MetaField, SourceField, TripleTermField, ValueField,
    VocabularyField,
};
use crate::store::Store;
use crate::text::Pool;
use crate::wire::Fields;

/// What a table's length is held against.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// The bits of the blob.
    Bits,
    /// The number of terms that have a text.
    Terms,
    /// The length of another table of the section, by the number of its field.
    Rows(u8),
    /// The bits of texts of the section, by the number of their field.
    Texts(u8),
}

/// The number of a field that begins with a length, and what limits it.
pub(crate) type Length = (u8, Limit);

pub(crate) static TRIPLE_TERMS: [Length; 1] = [(TripleTermField::len as u8, Limit::Bits)];
pub(crate) static VALUES: [Length; 2] =
    [(ValueField::times_len as u8, Limit::Terms), (ValueField::languages as u8, Limit::Texts(ValueField::languages as u8))];
pub(crate) static GRAPHS: [Length; 1] = [(GraphField::sets_len as u8, Limit::Bits)];
pub(crate) static META: [Length; 1] = [(MetaField::texts as u8, Limit::Texts(MetaField::texts as u8))];
pub(crate) static ENTITIES: [Length; 3] = [
    (EntityField::len as u8, Limit::Texts(EntityField::descriptions as u8)),
    (EntityField::names_len as u8, Limit::Texts(EntityField::names as u8)),
    (EntityField::roles_len as u8, Limit::Texts(EntityField::role_titles as u8)),
];
pub(crate) static VOCABULARY: [Length; 2] = [
    (VocabularyField::predicates_len as u8, Limit::Texts(VocabularyField::predicate_labels as u8)),
    (VocabularyField::classes_len as u8, Limit::Texts(VocabularyField::class_labels as u8)),
];
pub(crate) static SOURCES: [Length; 1] = [(SourceField::len as u8, Limit::Texts(SourceField::texts as u8))];
pub(crate) static LOCATORS: [Length; 1] = [(LocatorField::len as u8, Limit::Texts(LocatorField::anchors as u8))];
pub(crate) static FACTS: [Length; 12] = [
    (FactField::len as u8, Limit::Texts(FactField::statements as u8)),
    (FactField::timed_len as u8, Limit::Rows(FactField::len as u8)),
    (FactField::speaker as u8, Limit::Bits),
    (FactField::audience as u8, Limit::Bits),
    (FactField::place as u8, Limit::Bits),
    (FactField::said_on as u8, Limit::Bits),
    (FactField::said_at as u8, Limit::Bits),
    (FactField::disputes as u8, Limit::Bits),
    (FactField::corroborates as u8, Limit::Bits),
    (FactField::evidence as u8, Limit::Bits),
    (FactField::qualifiers_len as u8, Limit::Bits),
    (FactField::notes_len as u8, Limit::Texts(FactField::notes as u8)),
];

/// Most rows of a table without texts, in sections that have that many bytes together.
pub(crate) fn most_rows(len_bytes: u32) -> u32 {
    FEW_ROWS.max(len_bytes.saturating_mul(8))
}

/// Whether the lengths of a section that is read field by field are within their limits; `most` is [`most_rows`].
pub(crate) fn are_fit(lengths: &[Length], fields: &Fields<'_>, terms_len: u32, most: u32) -> bool {
    lengths.iter().all(|(length, limit)| {
        let most = match limit {
            Limit::Bits => Some(most),
            Limit::Terms => Some(terms_len),
            Limit::Rows(field) => fields.field(u32::from(*field)),
            Limit::Texts(field) => fields.field(u32::from(*field)).map(|texts: Pool<'_>| texts.most()),
        };
        // A length that can't be read is `None`, which is not above anything.
        let len: Option<u32> = fields.field(u32::from(*length));
        len.is_some() && len <= most
    })
}

/// The same of the terms.
pub(crate) fn terms_are_fit(store: &Store<'_>) -> bool {
    let terms = &store.terms;
    terms.texts.len <= terms.texts.most() && terms.groups_len <= terms.texts.most()
}

/// The same of the triples, for which those of triple terms must be.
pub(crate) fn triples_are_fit(store: &Store<'_>, most: u32) -> bool {
    let triples = &store.triples;
    let terms_len = store.term_count();
    triples.len <= most.saturating_mul(MOST_COMMON)
        && triples.subjects_first.saturating_add(triples.subjects_len) <= terms_len
        && triples.families_len <= triples.subjects_len
        && triples.entries_len <= most
        && triples.predicates_len <= terms_len
}
