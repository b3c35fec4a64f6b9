//! The sections of facts: entities, vocabulary, sources, places in the sources, and the facts themselves.

use crate::format::column::Column;
use crate::format::indexed::{FieldSection, FieldVisitor};
use crate::format::relation::Relation;
use crate::format::text_pool::Pool;
use crate::format::wire::fields;

fields! {
    /// Section [`Tag::Entities`](crate::Tag::Entities): entities by ascending term, with their names and roles.
    EntitySection<'a>, EntityFields, EntityField {
        /// Number of entities.
        len: u32,
        /// By entity: its term. Ascending.
        #[serde(borrow)]
        term: Column<'a>,
        /// By entity: the term of its class.
        #[serde(borrow)]
        class: Column<'a>,
        /// By entity: a phrase or sentence that describes it.
        #[serde(borrow)]
        descriptions: Pool<'a>,
        /// Number of names.
        names_len: u32,
        /// Names by entity. The label of an entity comes first, then its other names.
        #[serde(borrow)]
        names: Pool<'a>,
        /// By entity: the index of its label in `names`. Ascending.
        #[serde(borrow)]
        first_name: Column<'a>,
        /// By name: 1 if it is a misspelling that a source prints.
        #[serde(borrow)]
        misspelled: Column<'a>,
        /// Indices of names by folded form (see [`fold_name`](crate::fold_name)), then by index.
        #[serde(borrow)]
        by_name: Column<'a>,
        /// Number of roles.
        roles_len: u32,
        /// By role: the row of its entity. Ascending.
        #[serde(borrow)]
        role_entity: Column<'a>,
        /// By role: its title.
        #[serde(borrow)]
        role_titles: Pool<'a>,
        /// By role: the term of the organisation or country + 1, or 0.
        #[serde(borrow)]
        role_at: Column<'a>,
        /// By role: the term of a literal of time + 1, or 0.
        #[serde(borrow)]
        role_when: Column<'a>,
    }
}

fields! {
    /// Section [`Tag::Vocabulary`](crate::Tag::Vocabulary): predicates and classes, by ascending term.
    VocabularySection<'a>, VocabularyFields, VocabularyField {
        /// Number of predicates.
        predicates_len: u32,
        /// By predicate: its term. Ascending.
        #[serde(borrow)]
        predicate: Column<'a>,
        /// By predicate: its label, as it reads between a subject and an object.
        #[serde(borrow)]
        predicate_labels: Pool<'a>,
        /// By predicate: 1 if a subject has at most one object at a time.
        #[serde(borrow)]
        functional: Column<'a>,
        /// Number of classes.
        classes_len: u32,
        /// By class: its term. Ascending.
        #[serde(borrow)]
        class: Column<'a>,
        /// By class: its label.
        #[serde(borrow)]
        class_labels: Pool<'a>,
    }
}

/// Number of texts of each source in [`SourceSection::texts`].
pub const SOURCE_TEXTS: u32 = 7;

fields! {
    /// Section [`Tag::Sources`](crate::Tag::Sources): sources by ascending term.
    SourceSection<'a>, SourceFields, SourceField {
        /// Number of sources.
        len: u32,
        /// By source: its term. Ascending.
        #[serde(borrow)]
        term: Column<'a>,
        /// Seven texts for each source: title, publisher, authors (separated by `; `), date (EDTF), language, file name,
        /// address. A text that is not known is empty.
        #[serde(borrow)]
        texts: Pool<'a>,
        /// 32 bytes for each source: the SHA-256 of its text.
        #[serde(borrow)]
        sha256: &'a [u8],
    }
}

fields! {
    /// Section [`Tag::Locators`](crate::Tag::Locators): places in sources, by source, paragraph and anchor, without duplicates.
    LocatorSection<'a>, LocatorFields, LocatorField {
        /// Number of locators.
        len: u32,
        /// By locator: the row of its source. Ascending.
        #[serde(borrow)]
        source: Column<'a>,
        /// By locator: the paragraph, counted from 1.
        #[serde(borrow)]
        paragraph: Column<'a>,
        /// By locator: the anchor, which is a few words of the paragraph.
        #[serde(borrow)]
        anchors: Pool<'a>,
        /// By locator: the byte offset of the anchor in the source's text. Meaningless unless `located` is true.
        #[serde(borrow)]
        start: Column<'a>,
        /// True if the compiler had the texts of the sources, so that `start` is valid.
        located: bool,
        /// By locator: the sentence around the anchor. Empty unless the blob was built with quotes.
        #[serde(borrow)]
        quotes: Pool<'a>,
    }
}

fields! {
    /// Section [`Tag::Facts`](crate::Tag::Facts): facts by ascending term of their reifier, which is the order of their ids.
    FactSection<'a>, FactFields, FactField {
        /// Number of facts.
        len: u32,
        /// By fact: the term of its reifier. Ascending.
        #[serde(borrow)]
        reifier: Column<'a>,
        /// By fact: the subject of the reified triple.
        #[serde(borrow)]
        subject: Column<'a>,
        /// By fact: the predicate of the reified triple.
        #[serde(borrow)]
        predicate: Column<'a>,
        /// By fact: the object of the reified triple.
        #[serde(borrow)]
        object: Column<'a>,
        /// By fact: the number of a [`Stance`](crate::Stance).
        #[serde(borrow)]
        stance: Column<'a>,
        /// By fact: the number of a [`Status`](crate::Status).
        #[serde(borrow)]
        status: Column<'a>,
        /// By fact: the term of a literal of time + 1, or 0.
        #[serde(borrow)]
        when: Column<'a>,
        /// By fact: its statement.
        #[serde(borrow)]
        statements: Pool<'a>,
        /// Facts by subject, then by row.
        #[serde(borrow)]
        by_subject: Column<'a>,
        /// Facts by predicate, then by row.
        #[serde(borrow)]
        by_predicate: Column<'a>,
        /// Facts by object, then by row.
        #[serde(borrow)]
        by_object: Column<'a>,
        /// Number of facts with a time.
        timed_len: u32,
        /// Facts with a time by its first day, then its last day, then by row.
        #[serde(borrow)]
        by_when: Column<'a>,
        /// The terms of the speakers.
        #[serde(borrow)]
        speaker: Relation<'a>,
        /// The terms of the audience.
        #[serde(borrow)]
        audience: Relation<'a>,
        /// The terms of the places where the fact holds.
        #[serde(borrow)]
        place: Relation<'a>,
        /// The terms of the times when it was said, which are literals of time.
        #[serde(borrow)]
        said_on: Relation<'a>,
        /// The terms of the places where it was said.
        #[serde(borrow)]
        said_at: Relation<'a>,
        /// Facts that contradict each other, in both directions. Values are rows of facts.
        #[serde(borrow)]
        disputes: Relation<'a>,
        /// Facts that corroborate each other, in both directions. Values are rows of facts.
        #[serde(borrow)]
        corroborates: Relation<'a>,
        /// Evidence. Values are rows of the locators.
        #[serde(borrow)]
        evidence: Relation<'a>,
        /// Number of qualifiers.
        qualifiers_len: u32,
        /// By qualifier: the row of its fact. Ascending.
        #[serde(borrow)]
        qualifier_fact: Column<'a>,
        /// By qualifier: the term of its predicate.
        #[serde(borrow)]
        qualifier_predicate: Column<'a>,
        /// By qualifier: the term of its object.
        #[serde(borrow)]
        qualifier_object: Column<'a>,
        /// Number of notes.
        notes_len: u32,
        /// By note: the row of its fact. Ascending.
        #[serde(borrow)]
        note_fact: Column<'a>,
        /// By note: its text.
        #[serde(borrow)]
        notes: Pool<'a>,
    }
}
