//! The sections of entities, of what is said of them, and of where it is said.

use crate::format::column::Column;
use crate::format::indexed::{FieldSection, FieldVisitor};
use crate::format::relation::Relation;
use crate::format::text_pool::Pool;
use crate::format::wire::fields;

fields! {
    /// Section [`Tag::Entities`](crate::Tag::Entities): entities in the order of their terms, and all their names.
    EntitySection<'a>, EntityFields, EntityField {
        /// Number of entities.
        len: u32,
        /// By entity, ascending: its term.
        #[serde(borrow)]
        term: Column<'a>,
        /// By entity: the term of its class.
        #[serde(borrow)]
        class: Column<'a>,
        /// By entity: one sentence or phrase on it.
        #[serde(borrow)]
        descriptions: Pool<'a>,
        /// Number of names.
        names_len: u32,
        /// Names, the label of an entity first, then its other names.
        #[serde(borrow)]
        names: Pool<'a>,
        /// By entity: the index of its label in `names`, ascending.
        #[serde(borrow)]
        first_name: Column<'a>,
        /// By name: 1 if it is a misspelling found in a source.
        #[serde(borrow)]
        misspelled: Column<'a>,
        /// Names by their folded form (see [`fold`](crate::fold_name)), then by index.
        #[serde(borrow)]
        by_name: Column<'a>,
        /// Number of roles.
        roles_len: u32,
        /// By role, ascending: the entity.
        #[serde(borrow)]
        role_entity: Column<'a>,
        /// By role: what it is called.
        #[serde(borrow)]
        role_titles: Pool<'a>,
        /// By role: term id of the organisation or country + 1, or 0.
        #[serde(borrow)]
        role_at: Column<'a>,
        /// By role: term id of a literal of time + 1, or 0.
        #[serde(borrow)]
        role_when: Column<'a>,
    }
}

fields! {
    /// Section [`Tag::Vocabulary`](crate::Tag::Vocabulary): predicates and classes in the order of their terms.
    VocabularySection<'a>, VocabularyFields, VocabularyField {
        /// Number of predicates.
        predicates_len: u32,
        /// By predicate, ascending: its term.
        #[serde(borrow)]
        predicate: Column<'a>,
        /// By predicate: how it reads between a subject and an object.
        #[serde(borrow)]
        predicate_labels: Pool<'a>,
        /// By predicate: 1 if a subject has at most one object at a time.
        #[serde(borrow)]
        functional: Column<'a>,
        /// Number of classes.
        classes_len: u32,
        /// By class, ascending: its term.
        #[serde(borrow)]
        class: Column<'a>,
        /// By class: its label.
        #[serde(borrow)]
        class_labels: Pool<'a>,
    }
}

/// Number of texts that [`SourceSection::texts`] has for one source.
pub const SOURCE_TEXTS: u32 = 7;

fields! {
    /// Section [`Tag::Sources`](crate::Tag::Sources).
    SourceSection<'a>, SourceFields, SourceField {
        /// Number of sources.
        len: u32,
        /// By source, ascending: its term.
        #[serde(borrow)]
        term: Column<'a>,
        /// Seven texts a source: title, publisher, authors (separated by `; `), date (EDTF), language, file name, address;
        /// empty where not known.
        #[serde(borrow)]
        texts: Pool<'a>,
        /// 32 bytes a source: the SHA-256 of its text.
        #[serde(borrow)]
        sha256: &'a [u8],
    }
}

fields! {
    /// Section [`Tag::Locators`](crate::Tag::Locators): places in sources, each once, by source, paragraph and anchor.
    LocatorSection<'a>, LocatorFields, LocatorField {
        /// Number of locators.
        len: u32,
        /// By locator, ascending: the source's index.
        #[serde(borrow)]
        source: Column<'a>,
        /// By locator: the paragraph, counted from 1.
        #[serde(borrow)]
        paragraph: Column<'a>,
        /// By locator: the words to look for.
        #[serde(borrow)]
        anchors: Pool<'a>,
        /// By locator: byte offset of the anchor in the text, or of nothing where `located` is false.
        #[serde(borrow)]
        start: Column<'a>,
        /// True if the compiler had the texts, so that `start` holds.
        located: bool,
        /// By locator: the sentence around the anchor; empty unless the blob was built with quotes.
        #[serde(borrow)]
        quotes: Pool<'a>,
    }
}

fields! {
    /// Section [`Tag::Facts`](crate::Tag::Facts): facts in the order of their reifiers' terms, that is by id.
    FactSection<'a>, FactFields, FactField {
        /// Number of facts.
        len: u32,
        /// By fact, ascending: the reifier's term.
        #[serde(borrow)]
        reifier: Column<'a>,
        /// By fact: the reified triple's subject.
        #[serde(borrow)]
        subject: Column<'a>,
        /// Its predicate.
        #[serde(borrow)]
        predicate: Column<'a>,
        /// Its object.
        #[serde(borrow)]
        object: Column<'a>,
        /// By fact: a [`Stance`](crate::Stance)'s number.
        #[serde(borrow)]
        stance: Column<'a>,
        /// By fact: a [`Status`](crate::Status)' number.
        #[serde(borrow)]
        status: Column<'a>,
        /// By fact: term id of a literal of time + 1, or 0.
        #[serde(borrow)]
        when: Column<'a>,
        /// By fact: the statement.
        #[serde(borrow)]
        statements: Pool<'a>,
        /// Facts by subject, then id.
        #[serde(borrow)]
        by_subject: Column<'a>,
        /// Facts by predicate, then id.
        #[serde(borrow)]
        by_predicate: Column<'a>,
        /// Facts by object, then id.
        #[serde(borrow)]
        by_object: Column<'a>,
        /// Number of facts with a time.
        timed_len: u32,
        /// Facts with a time, by its first day, then its last, then by id.
        #[serde(borrow)]
        by_when: Column<'a>,
        /// Who says it.
        #[serde(borrow)]
        speaker: Relation<'a>,
        /// To whom.
        #[serde(borrow)]
        audience: Relation<'a>,
        /// Where it is the case.
        #[serde(borrow)]
        place: Relation<'a>,
        /// When it was said: term ids of literals of time.
        #[serde(borrow)]
        said_on: Relation<'a>,
        /// Where it was said.
        #[serde(borrow)]
        said_at: Relation<'a>,
        /// Facts that contradict each other, both ways; values are fact numbers.
        #[serde(borrow)]
        disputes: Relation<'a>,
        /// Facts that bear each other out, both ways; values are fact numbers.
        #[serde(borrow)]
        corroborates: Relation<'a>,
        /// Evidence: values are rows of the locators.
        #[serde(borrow)]
        evidence: Relation<'a>,
        /// Number of qualifiers.
        qualifiers_len: u32,
        /// By qualifier, ascending: the fact.
        #[serde(borrow)]
        qualifier_fact: Column<'a>,
        /// By qualifier: its predicate.
        #[serde(borrow)]
        qualifier_predicate: Column<'a>,
        /// By qualifier: its object.
        #[serde(borrow)]
        qualifier_object: Column<'a>,
        /// Number of notes.
        notes_len: u32,
        /// By note, ascending: the fact.
        #[serde(borrow)]
        note_fact: Column<'a>,
        /// By note: its text.
        #[serde(borrow)]
        notes: Pool<'a>,
    }
}
