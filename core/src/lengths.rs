//! Refuses tables that are longer than the blob's bytes can make them, so that every loop over a table ends soon.
//!
//! A column of equal or evenly rising values has no bits, so reading it would never tell that a table's length is a lie.

use crate::layout::{FEW_ROWS, MOST_COMMON, Tag};
use crate::store::Store;

/// The section of a table that is too long for sections which have that many bytes together.
pub(crate) fn too_long(store: &Store<'_>, len_bytes: u32) -> Option<Tag> {
    checked(store, len_bytes).err()
}

fn checked(store: &Store<'_>, len_bytes: u32) -> Result<(), Tag> {
    let most = FEW_ROWS.max(len_bytes.saturating_mul(8));
    let fits = |tag, checked: Option<bool>| if checked == Some(true) { Ok(()) } else { Err(tag) };
    // The number of terms first: the check of triples counts on it.
    if !store.triple_terms.are_absent() {
        fits(Tag::TripleTerms, store.triple_terms.len().map(|len| len <= most))?;
    }
    fits(Tag::Terms, Some(terms(store)))?;
    fits(Tag::Triples, Some(triples(store, most)))?;
    if !store.values.are_absent() {
        fits(Tag::Values, values(store))?;
    }
    if !store.graphs.are_absent() {
        fits(Tag::Graphs, store.graphs.sets_len().map(|len| len <= most))?;
    }
    if !store.meta.are_absent() {
        fits(Tag::Meta, store.meta.texts().map(|_| true))?;
    }
    if !store.entities.are_absent() {
        fits(Tag::Entities, entities(store))?;
    }
    if !store.vocabulary.are_absent() {
        fits(Tag::Vocabulary, vocabulary(store))?;
    }
    if !store.sources.are_absent() {
        fits(Tag::Sources, store.sources.texts().and_then(|texts| Some(store.sources.len()? <= texts.most())))?;
    }
    if !store.locators.are_absent() {
        fits(Tag::Locators, store.locators.anchors().and_then(|anchors| Some(store.locators.len()? <= anchors.most())))?;
    }
    if !store.facts.are_absent() {
        fits(Tag::Facts, facts(store, most))?;
    }
    Ok(())
}

fn terms(store: &Store<'_>) -> bool {
    let terms = &store.terms;
    terms.texts.len <= terms.texts.most() && terms.groups_len <= terms.texts.most()
}

fn triples(store: &Store<'_>, most: u32) -> bool {
    let triples = &store.triples;
    let terms_len = store.term_count();
    triples.len <= most.saturating_mul(MOST_COMMON)
        && triples.subjects_len <= terms_len
        && triples.families_len <= triples.subjects_len
        && triples.entries_len <= most
        && triples.predicates_len <= terms_len
}

fn values(store: &Store<'_>) -> Option<bool> {
    let values = &store.values;
    Some(values.times_len()? <= store.terms.texts.len && values.languages()?.len <= values.languages()?.most())
}

fn entities(store: &Store<'_>) -> Option<bool> {
    let entities = &store.entities;
    Some(
        entities.len()? <= entities.descriptions()?.most()
            && entities.names_len()? <= entities.names()?.most()
            && entities.roles_len()? <= entities.role_titles()?.most(),
    )
}

fn vocabulary(store: &Store<'_>) -> Option<bool> {
    let vocabulary = &store.vocabulary;
    Some(
        vocabulary.predicates_len()? <= vocabulary.predicate_labels()?.most()
            && vocabulary.classes_len()? <= vocabulary.class_labels()?.most(),
    )
}

fn facts(store: &Store<'_>, most: u32) -> Option<bool> {
    let facts = &store.facts;
    let len = facts.len()?;
    let relations = [
        facts.speaker()?.len,
        facts.audience()?.len,
        facts.place()?.len,
        facts.said_on()?.len,
        facts.said_at()?.len,
        facts.disputes()?.len,
        facts.corroborates()?.len,
        facts.evidence()?.len,
        facts.qualifiers_len()?,
    ];
    Some(
        len <= facts.statements()?.most()
            && facts.timed_len()? <= len
            && relations.iter().all(|relation| *relation <= most)
            && facts.notes_len()? <= facts.notes()?.most(),
    )
}
