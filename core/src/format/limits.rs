//! Limits on the lengths of tables, checked when a store is opened, which bound every loop over a table.
//!
//! A column of equal or evenly rising values has no bits, so reading it would not reveal a forged length. A length is therefore
//! compared with the number of bytes that the blob really has.

use crate::format::dictionary_sections::{MetaField, TermTable, TripleTermField, TripleTermFields, ValueField};
use crate::format::envelope::Envelope;
use crate::format::error::OpenError;
use crate::format::fact_sections::{EntityField, FactField, LocatorField, SourceField, VocabularyField};
use crate::format::tag::Tag;
use crate::format::text_pool::Pool;
use crate::format::triple_sections::{GraphField, MOST_COMMON, TripleTable};
use crate::format::wire::Fields;

/// A table without texts may have this many rows in a blob of any size.
pub const FEW_ROWS: u32 = 1 << 16;

/// The upper limit of a table's length.
#[derive(Clone, Copy)]
enum Limit {
    /// The number of bits in the blob.
    Bits,
    /// The number of terms that have a text.
    Terms,
    /// The length of another table of the section, given by the number of its field.
    Rows(u8),
    /// The maximum length of a pool of the section, given by the number of its field.
    Texts(u8),
}

/// A field that starts with the length of a table, in a section that a store may lack.
struct Length {
    tag: Tag,
    /// Number of fields of the section.
    count: u8,
    field: u8,
    limit: Limit,
}

macro_rules! lengths {
    ($($tag:ident $fields:ident { $($field:ident: $limit:ident $(($of:ident))?),* $(,)? })*) => {
        &[$($(Length {
            tag: Tag::$tag,
            count: $fields::COUNT as u8,
            field: $fields::$field as u8,
            limit: Limit::$limit $(($fields::$of as u8))?,
        },)*)*]
    };
}

/// Each optional section has at least one entry.
static LENGTHS: &[Length] = lengths! {
    Values ValueField { times_len: Terms, languages: Texts(languages) }
    TripleTerms TripleTermField { len: Bits }
    Graphs GraphField { sets_len: Bits }
    Meta MetaField { texts: Texts(texts) }
    Entities EntityField { len: Texts(descriptions), names_len: Texts(names), roles_len: Texts(role_titles) }
    Vocabulary VocabularyField { predicates_len: Texts(predicate_labels), classes_len: Texts(class_labels) }
    Sources SourceField { len: Texts(texts) }
    Locators LocatorField { len: Texts(anchors) }
    Facts FactField {
        len: Texts(statements),
        timed_len: Rows(len),
        speaker: Bits,
        audience: Bits,
        place: Bits,
        said_on: Bits,
        said_at: Bits,
        disputes: Bits,
        corroborates: Bits,
        evidence: Bits,
        qualifiers_len: Bits,
        notes_len: Texts(notes),
    }
};

/// The first limit that a store violates; `None` if it may be used.
// Inlined, because passing the tables to a call would copy them, which takes longer than all of these checks.
#[inline(always)]
pub(crate) fn violation(envelope: &Envelope<'_>, terms: &TermTable<'_>, triples: &TripleTable<'_>) -> Option<OpenError> {
    // With 32-bit addresses, the offset of a bit has only 32 bits as well.
    if usize::BITS < 64 && envelope.len_bytes > u32::MAX >> 3 {
        return Some(OpenError::TooLarge);
    }
    let (texts_len, max_texts) = (terms.texts().len, terms.0.len_bytes().saturating_mul(8));
    if !terms.0.is_complete() || texts_len > max_texts || terms.groups_len() > max_texts {
        return Some(OpenError::Section(Tag::Terms));
    }
    // The maximum number of rows of a table without texts.
    let max_rows = FEW_ROWS.max(envelope.len_bytes.saturating_mul(8));
    let mut terms_len = texts_len;
    if envelope.has_optional {
        if let Some(tag) = first_corrupt_section(envelope, texts_len, max_rows) {
            return Some(OpenError::Section(tag));
        }
        let triple_terms = TripleTermFields(envelope.fields(Tag::TripleTerms)).len();
        terms_len = terms_len.saturating_add(triple_terms.unwrap_or(0));
    }
    let triples_fit = triples.0.is_complete()
        && triples.len() <= max_rows.saturating_mul(MOST_COMMON)
        && triples.subjects_first().saturating_add(triples.subjects_len()) <= terms_len
        && triples.families_len() <= triples.subjects_len()
        && triples.entries_len() <= max_rows
        && triples.predicates_len() <= terms_len;
    if triples_fit { None } else { Some(OpenError::Section(Tag::Triples)) }
}

/// The first optional section that is corrupt or has too long a table.
#[inline(never)]
fn first_corrupt_section(envelope: &Envelope<'_>, texts_len: u32, max_rows: u32) -> Option<Tag> {
    let fits = |length: &Length| {
        let Some(message) = envelope.get(length.tag) else { return true };
        let (fields, count) = (Fields { message }, u32::from(length.count));
        let limit = match length.limit {
            Limit::Bits => Some(max_rows),
            Limit::Terms => Some(texts_len),
            Limit::Rows(field) => fields.field(u32::from(field), count),
            Limit::Texts(field) => fields.field(u32::from(field), count).map(|texts: Pool<'_>| texts.max_len()),
        };
        // A length that can't be read is `None`, which `len.is_some()` rules out.
        let len: Option<u32> = fields.field(u32::from(length.field), count);
        fields.is_complete(count) && len.is_some() && len <= limit
    };
    LENGTHS.iter().find(|length| !fits(length)).map(|length| length.tag)
}
