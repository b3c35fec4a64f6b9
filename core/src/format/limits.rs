//! Refuses tables that are longer than the blob's bytes can make them, so that every loop over a table ends soon.
//!
//! A column of equal or evenly rising values has no bits, so reading it would never tell that a table's length is a lie.

use crate::format::dictionary_sections::{MetaField, TermTable, TripleTermField, TripleTermFields, ValueField};
use crate::format::envelope::Envelope;
use crate::format::error::OpenError;
use crate::format::fact_sections::{EntityField, FactField, LocatorField, SourceField, VocabularyField};
use crate::format::tag::Tag;
use crate::format::text_pool::Pool;
use crate::format::triple_sections::{GraphField, MOST_COMMON, TripleTable};
use crate::format::wire::Fields;

/// This many rows a table without texts may have in a blob of any size.
pub const FEW_ROWS: u32 = 1 << 16;
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

/// A field that begins with a length, of a section that a store may be without.
struct Length {
    tag: Tag,
    /// How many fields the section has.
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

/// At least one of each section.
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

/// What keeps a store from being used: a table that is too long, a part that is missing.
// Inline, as tables in memory take longer to copy than all of this does.
#[inline(always)]
pub(crate) fn problem(envelope: &Envelope<'_>, terms: &TermTable<'_>, triples: &TripleTable<'_>) -> Option<OpenError> {
    // Where an address has 32 bits, so has the number of a bit.
    if usize::BITS < 64 && envelope.len_bytes > u32::MAX >> 3 {
        return Some(OpenError::TooLarge);
    }
    let (texts_len, texts_most) = (terms.texts().len, terms.0.len_bytes().saturating_mul(8));
    if !terms.0.is_whole() || texts_len > texts_most || terms.groups_len() > texts_most {
        return Some(OpenError::Section(Tag::Terms));
    }
    // Most rows of a table without texts.
    let most = FEW_ROWS.max(envelope.len_bytes.saturating_mul(8));
    let mut terms_len = texts_len;
    if envelope.has_more {
        if let Some(tag) = unfit(envelope, texts_len, most) {
            return Some(OpenError::Section(tag));
        }
        let triple_terms = TripleTermFields(envelope.fields(Tag::TripleTerms)).len();
        terms_len = terms_len.saturating_add(triple_terms.unwrap_or(0));
    }
    let are_fit = triples.0.is_whole()
        && triples.len() <= most.saturating_mul(MOST_COMMON)
        && triples.subjects_first().saturating_add(triples.subjects_len()) <= terms_len
        && triples.families_len() <= triples.subjects_len()
        && triples.entries_len() <= most
        && triples.predicates_len() <= terms_len;
    if are_fit { None } else { Some(OpenError::Section(Tag::Triples)) }
}

/// The first section that a store may be without and that is broken, or has a table that is too long.
#[inline(never)]
fn unfit(envelope: &Envelope<'_>, texts_len: u32, most: u32) -> Option<Tag> {
    let is_fit = |length: &Length| {
        let Some(message) = envelope.get(length.tag) else { return true };
        let (fields, count) = (Fields { message }, u32::from(length.count));
        let most = match length.limit {
            Limit::Bits => Some(most),
            Limit::Terms => Some(texts_len),
            Limit::Rows(field) => fields.field(u32::from(field), count),
            Limit::Texts(field) => fields.field(u32::from(field), count).map(|texts: Pool<'_>| texts.most()),
        };
        // A length that can't be read is `None`, which is not above anything.
        let len: Option<u32> = fields.field(u32::from(length.field), count);
        fields.are_whole(count) && len.is_some() && len <= most
    };
    LENGTHS.iter().find(|length| !is_fit(length)).map(|length| length.tag)
}
