//! Compares every answer with a naive scan over the model that the blob was compiled from.
//!
//! The scans do not use ids, orders or postings: they read the RDF terms of the model one after another. They share only the
//! conversions between ids and terms with the store, and those are compared first.

mod entities;
mod facts;
pub mod models;
mod questions;
pub mod terms;
mod triples;

use factrom::Store;
use factrom_tool::compile::compile;
use factrom_tool::fact_files::disputes::link;
use factrom_tool::model::Model;
use models::model;
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::common::{self, Random};

/// Number of data sets for each property. Set `PROPTEST_CASES` for another number.
fn config() -> Config {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        Config::default()
    } else {
        Config { cases: 128, failure_persistence: None, ..Config::default() }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn terms_go_there_and_back(model in model(), more in proptest::collection::vec(models::term(), 4)) {
        with_store(&model, |model, store| {
            terms::check_terms(model, store);
            terms::check_near_misses(model, store);
            terms::check_value_order(store);
            terms::check_presence(model, store, &more);
        });
    }

    #[test]
    fn patterns_find_what_a_scan_finds(model in model()) {
        with_store(&model, |model, store| {
            triples::check_patterns(model, store);
        });
    }

    #[test]
    fn entities_have_their_names_and_roles(model in model()) {
        with_store(&model, |model, store| {
            entities::check_entities(model, store);
            entities::check_names(model, store);
            entities::check_vocabulary(model, store);
        });
    }

    #[test]
    fn facts_have_their_fields(model in model()) {
        with_store(&model, |model, store| {
            facts::check_sources(model, store);
            facts::check_facts(model, store);
        });
    }

    #[test]
    fn questions_find_what_a_scan_finds(model in model(), seed in any::<u64>()) {
        with_store(&model, |model, store| {
            questions::check_filters(model, store, &mut Random::new(seed));
            questions::check_capacity(store);
        });
    }

    #[test]
    fn the_order_of_the_input_changes_no_byte(model in model(), seed in any::<u64>()) {
        let shuffled = shuffle(&model, &mut Random::new(seed));
        let (mut model, mut shuffled) = (model, shuffled);
        link(&mut model);
        link(&mut shuffled);
        let blob = compile(&model).unwrap();
        prop_assert_eq!(&blob, &compile(&model).unwrap(), "compiled twice");
        prop_assert_eq!(&blob, &compile(&shuffled).unwrap(), "the order of the input changes the blob");
    }
}

/// Links and compiles a model, and opens the blob.
fn with_store(model: &Model, check: impl Fn(&Model, &Store<'_>)) {
    let mut model = model.clone();
    link(&mut model);
    let blob = compile(&model).unwrap();
    check(&model, &Store::open(&blob).unwrap());
}

/// Returns the same data set with all lists shuffled whose order has no meaning.
fn shuffle(model: &Model, random: &mut Random) -> Model {
    let mut order: Vec<usize> = (0..model.facts.len()).collect();
    let mut source_order: Vec<usize> = (0..model.sources.len()).collect();
    random.shuffle(&mut order);
    random.shuffle(&mut source_order);
    let new_index = |order: &[usize], old: usize| order.iter().position(|other| *other == old).unwrap();
    let mut shuffled = model.clone();
    shuffled.facts = order.iter().map(|old| model.facts[*old].clone()).collect();
    shuffled.sources = source_order.iter().map(|old| model.sources[*old].clone()).collect();
    for fact in &mut shuffled.facts {
        for other in fact.disputes.iter_mut().chain(&mut fact.corroborates) {
            *other = new_index(&order, *other);
        }
        for piece in &mut fact.evidence {
            piece.source = new_index(&source_order, piece.source);
        }
        random.shuffle(&mut fact.evidence);
        random.shuffle(&mut fact.qualifiers);
        for list in [&mut fact.speaker, &mut fact.audience, &mut fact.place, &mut fact.said_on, &mut fact.said_at] {
            random.shuffle(list);
        }
    }
    random.shuffle(&mut shuffled.triples);
    random.shuffle(&mut shuffled.entities);
    random.shuffle(&mut shuffled.predicates);
    random.shuffle(&mut shuffled.classes);
    shuffled
}

#[test]
fn an_empty_data_set_answers_too() {
    let blob = compile(&Model::default()).unwrap();
    let store = Store::open(&blob).unwrap();
    assert_eq!((store.term_count(), store.triple_count(), store.fact_count(), store.entity_count()), (0, 0, 0, 0));
    assert!(store.name().is_none() && store.namespace().is_none());
    assert_eq!(store.entity("anybody").unwrap_err(), factrom::Error::NotFound);
    assert_eq!(common::walk::walk(&store).corrupt, 0);
}

#[test]
fn each_of_many_terms_is_found() {
    use oxrdf::{BlankNode, GraphName, Literal, NamedNode, Quad, Term};
    let mut random = Random::new(7);
    let iri = |text: String| NamedNode::new_unchecked(text);
    let triples = (0..2000).map(|number| {
        let subject = match number % 5 {
            0 => BlankNode::new_unchecked(format!("b{number}")).into(),
            _ => oxrdf::NamedOrBlankNode::from(iri(format!("https://example.org/{}/thing/{number}", number % 40))),
        };
        let text = format!("text {} of {}", random.below(900), "long ".repeat(random.below(40)));
        let object: Term = match number % 4 {
            0 => Literal::new_simple_literal(text).into(),
            1 => Literal::new_language_tagged_literal_unchecked(text, ["en", "ru", "ar"][number % 3]).into(),
            2 => Literal::new_typed_literal(number.to_string(), common::xsd("integer")).into(),
            _ => Literal::new_typed_literal(text, iri("https://example.org/type#text".into())).into(),
        };
        Quad::new(subject, iri(format!("https://example.org/{}", number % 7)), object, GraphName::DefaultGraph)
    });
    let model = Model { triples: triples.collect(), ..Model::default() };
    with_store(&model, |model, store| {
        assert!(store.term_count() > 3000);
        terms::check_terms(model, store);
        terms::check_near_misses(model, store);
    });
}
