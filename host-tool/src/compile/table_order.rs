//! A model in the order of its tables: rows for the model's items, and each locator once.

use std::collections::BTreeMap;

use oxrdf::Term;

use super::dictionary::Dictionary;
use crate::model::{Entity, Evidence, Fact, Model, Source};

/// A model in the order of its tables.
pub(super) struct Ordered<'m> {
    pub(super) model: &'m Model,
    pub(super) entities: Vec<&'m Entity>,
    pub(super) sources: Vec<&'m Source>,
    pub(super) facts: Vec<&'m Fact>,
    /// Row of each source, by its index in the model.
    source_rows: Vec<u32>,
    /// Row of each fact, by its index in the model.
    pub(super) fact_rows: Vec<u32>,
    /// Locators and their rows.
    pub(super) locators: BTreeMap<Evidence, u32>,
}

impl<'m> Ordered<'m> {
    pub(super) fn new(model: &'m Model, dictionary: &Dictionary) -> Self {
        // By id and not by IRI: predicates of triples come first, and IRIs without a prefix come before those with one.
        let (entities, _) = ranked(&model.entities, |entity| dictionary.iri(&entity.iri));
        let (sources, source_rows) = ranked(&model.sources, |source| dictionary.iri(&source.iri));
        let (facts, fact_rows) = ranked(&model.facts, |fact| dictionary.iri(&fact.iri));
        let mut ordered = Ordered { model, entities, sources, facts, source_rows, fact_rows, locators: BTreeMap::new() };
        let pieces = model.facts.iter().flat_map(|fact| &fact.evidence).map(|piece| (ordered.place(piece), 0)).collect();
        ordered.locators = pieces;
        for (row, (_, number)) in ordered.locators.iter_mut().enumerate() {
            *number = row as u32;
        }
        ordered
    }

    /// Returns the evidence with the row of its source in place of the index in the model.
    pub(super) fn place(&self, evidence: &Evidence) -> Evidence {
        Evidence { source: self.source_rows[evidence.source] as usize, ..evidence.clone() }
    }

    /// Returns all texts that go into pools, except those of the dictionary's terms.
    pub(super) fn texts<'t>(&'t self, dictionary: &'t Dictionary) -> Vec<&'t str> {
        let mut texts: Vec<&str> = dictionary.languages.iter().map(String::as_str).collect();
        for entity in &self.entities {
            texts.push(&entity.description);
            texts.extend(entity.names.iter().map(|name| name.text.as_str()));
            texts.extend(entity.roles.iter().map(|role| role.title.as_str()));
        }
        texts.extend(self.model.predicates.iter().map(|predicate| predicate.label.as_str()));
        texts.extend(self.model.classes.iter().map(|class| class.label.as_str()));
        texts.extend(self.sources.iter().flat_map(|source| &source.texts).map(String::as_str));
        for fact in &self.facts {
            texts.push(&fact.statement);
            texts.extend(fact.note.as_deref());
        }
        for locator in self.locators.keys() {
            texts.push(&locator.anchor);
            texts.extend(locator.quote.as_deref());
        }
        if let Some(dataset) = &self.model.dataset {
            texts
                .extend([&dataset.id, &dataset.title, &dataset.namespace, &dataset.language, &dataset.license].map(String::as_str));
        }
        texts
    }
}

/// Sorts items by a key. Also returns the rank of each item, by its index in the slice.
pub(super) fn ranked<T>(items: &[T], key: impl Fn(&T) -> u32) -> (Vec<&T>, Vec<u32>) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|index| key(&items[*index]));
    let mut rows = vec![0; items.len()];
    for (row, index) in order.iter().enumerate() {
        rows[*index] = row as u32;
    }
    (order.into_iter().map(|index| &items[index]).collect(), rows)
}

/// Returns the terms that the tables of a model mention.
pub(super) fn mentioned(model: &Model) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for entity in &model.entities {
        terms.extend([entity.iri.clone().into(), entity.class.clone().into()]);
        terms.extend(entity.roles.iter().flat_map(|role| role.at.clone().map(Term::from).into_iter().chain(role.when.clone())));
    }
    terms.extend(model.predicates.iter().map(|predicate| predicate.iri.clone().into()));
    terms.extend(model.classes.iter().map(|class| class.iri.clone().into()));
    terms.extend(model.sources.iter().map(|source| source.iri.clone().into()));
    for fact in &model.facts {
        terms.extend([fact.iri.clone().into(), fact.subject.clone(), fact.predicate.clone().into(), fact.object.clone()]);
        for list in [&fact.speaker, &fact.audience, &fact.place, &fact.said_on, &fact.said_at] {
            terms.extend(list.iter().cloned());
        }
        terms.extend(fact.when.clone());
        terms.extend(fact.qualifiers.iter().flat_map(|(predicate, object)| [predicate.clone().into(), object.clone()]));
    }
    terms
}
