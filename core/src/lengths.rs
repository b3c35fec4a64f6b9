//! Refuses tables that are longer than the blob's bytes can make them, so that every loop over a table ends soon.
//!
//! A column of equal or evenly rising values has no bits, so reading it would never tell that a table's length is a lie.

use crate::layout::{
    EntityField, FEW_ROWS, FactField, GraphField, LocatorField, MOST_COMMON, MetaField, SourceField, Tag, TripleTermField,
    ValueField, VocabularyField,
};
use crate::store::Store;
use crate::text::Pool;
use crate::wire::Fields;

/// What a table's length is held against.
#[derive(Clone, Copy)]
enum Limit {
    /// The bits of the blob.
    Bits,
    /// The number of terms that have a text.
    Terms,
    /// The length of another table of the section, by the number of its field.
    Rows(u8),
    /// The bits of texts of the section, by the number of their field.
    Texts(u8),
}

/// Lengths in sections that are read field by field: the section, the number of a field that begins with a length, and its limit.
static LENGTHS: [(Tag, u8, Limit); 24] = [
    (Tag::TripleTerms, TripleTermField::len as u8, Limit::Bits),
    (Tag::Values, ValueField::times_len as u8, Limit::Terms),
    (Tag::Values, ValueField::languages as u8, Limit::Texts(ValueField::languages as u8)),
    (Tag::Graphs, GraphField::sets_len as u8, Limit::Bits),
    (Tag::Meta, MetaField::texts as u8, Limit::Texts(MetaField::texts as u8)),
    (Tag::Entities, EntityField::len as u8, Limit::Texts(EntityField::descriptions as u8)),
    (Tag::Entities, EntityField::names_len as u8, Limit::Texts(EntityField::names as u8)),
    (Tag::Entities, EntityField::roles_len as u8, Limit::Texts(EntityField::role_titles as u8)),
    (Tag::Vocabulary, VocabularyField::predicates_len as u8, Limit::Texts(VocabularyField::predicate_labels as u8)),
    (Tag::Vocabulary, VocabularyField::classes_len as u8, Limit::Texts(VocabularyField::class_labels as u8)),
    (Tag::Sources, SourceField::len as u8, Limit::Texts(SourceField::texts as u8)),
    (Tag::Locators, LocatorField::len as u8, Limit::Texts(LocatorField::anchors as u8)),
    (Tag::Facts, FactField::len as u8, Limit::Texts(FactField::statements as u8)),
    (Tag::Facts, FactField::timed_len as u8, Limit::Rows(FactField::len as u8)),
    (Tag::Facts, FactField::speaker as u8, Limit::Bits),
    (Tag::Facts, FactField::audience as u8, Limit::Bits),
    (Tag::Facts, FactField::place as u8, Limit::Bits),
    (Tag::Facts, FactField::said_on as u8, Limit::Bits),
    (Tag::Facts, FactField::said_at as u8, Limit::Bits),
    (Tag::Facts, FactField::disputes as u8, Limit::Bits),
    (Tag::Facts, FactField::corroborates as u8, Limit::Bits),
    (Tag::Facts, FactField::evidence as u8, Limit::Bits),
    (Tag::Facts, FactField::qualifiers_len as u8, Limit::Bits),
    (Tag::Facts, FactField::notes_len as u8, Limit::Texts(FactField::notes as u8)),
];

/// The section of a table that is too long for sections which have that many bytes together.
pub(crate) fn too_long(store: &Store<'_>, len_bytes: u32) -> Option<Tag> {
    let most = FEW_ROWS.max(len_bytes.saturating_mul(8));
    if !terms(store) {
        return Some(Tag::Terms);
    }
    for (tag, length, limit) in &LENGTHS {
        let Some(fields) = fields(store, *tag).filter(|fields| !fields.are_absent()) else { continue };
        let most = match limit {
            Limit::Bits => Some(most),
            Limit::Terms => Some(store.terms.texts.len),
            Limit::Rows(field) => fields.field(u32::from(*field)),
            Limit::Texts(field) => fields.field(u32::from(*field)).map(|texts: Pool<'_>| texts.most()),
        };
        // A length that can't be read is `None`, which is not above anything.
        let len: Option<u32> = fields.field(u32::from(*length));
        if len.is_none() || len > most {
            return Some(*tag);
        }
    }
    // Last, since it counts on the number of triple terms.
    if triples(store, most) { None } else { Some(Tag::Triples) }
}

fn fields<'s, 'a>(store: &'s Store<'a>, tag: Tag) -> Option<&'s Fields<'a>> {
    Some(match tag {
        Tag::Values => &store.values.0,
        Tag::TripleTerms => &store.triple_terms.0,
        Tag::Graphs => &store.graphs.0,
        Tag::Meta => &store.meta.0,
        Tag::Entities => &store.entities.0,
        Tag::Vocabulary => &store.vocabulary.0,
        Tag::Sources => &store.sources.0,
        Tag::Locators => &store.locators.0,
        Tag::Facts => &store.facts.0,
        Tag::Codec | Tag::Terms | Tag::Triples => return None,
    })
}

fn terms(store: &Store<'_>) -> bool {
    let terms = &store.terms;
    terms.texts.len <= terms.texts.most() && terms.groups_len <= terms.texts.most()
}

fn triples(store: &Store<'_>, most: u32) -> bool {
    let triples = &store.triples;
    let terms_len = store.term_count();
    triples.len <= most.saturating_mul(MOST_COMMON)
        && triples.subjects_first.saturating_add(triples.subjects_len) <= terms_len
        && triples.families_len <= triples.subjects_len
        && triples.entries_len <= most
        && triples.predicates_len <= terms_len
}
