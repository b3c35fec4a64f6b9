//! Facts and sources, field by field.

use std::collections::BTreeSet;

use factrom::{Error, FactId, SourceId, Store, TermId, Time, TimeRange, Values};
use factrom_tool::model::{Evidence, Fact, Model};
use oxrdf::Term;

use super::terms::{id, read};

/// Returns the facts of the model in the order of their ids.
pub fn sorted_facts(model: &Model) -> Vec<&Fact> {
    let mut facts: Vec<&Fact> = model.facts.iter().collect();
    facts.sort_by_key(|fact| fact.iri.as_str());
    facts
}

/// Returns the row of each source of the model, by its index.
pub fn source_rows(model: &Model) -> Vec<usize> {
    let rank = |iri: &str| model.sources.iter().filter(|other| other.iri.as_str() < iri).count();
    model.sources.iter().map(|source| rank(source.iri.as_str())).collect()
}

/// Returns the days of a fact.
pub fn days(fact: &Fact) -> Option<TimeRange> {
    match &fact.when {
        Some(Term::Literal(literal)) => Time::parse(literal.value()).ok().map(TimeRange::from),
        _ => None,
    }
}

pub fn check_sources(model: &Model, store: &Store<'_>) {
    assert_eq!(store.source_count() as usize, model.sources.len());
    for (row, expected) in source_rows(model).into_iter().zip(&model.sources) {
        let source = store.all_sources().nth(row).unwrap();
        assert_eq!(source.index() as usize, row);
        assert_eq!(read(store, source.term().unwrap()), Term::from(expected.iri.clone()));
        assert_eq!(source.sha256().unwrap(), &expected.sha256);
        let texts = [
            source.title(),
            source.publisher(),
            source.authors(),
            source.date(),
            source.language(),
            source.file(),
            source.address(),
        ];
        assert_eq!(texts.map(|text| text.unwrap().to_string()), expected.texts);
        let named = [expected.iri.as_str(), expected.iri.as_str().rsplit('/').next().unwrap()];
        assert_eq!(named.map(|name| store.source(name).unwrap().index() as usize), [row; 2]);
        let number = SourceId(row as u32);
        assert_eq!(
            store.source_numbered(number).map(|source| source.title().unwrap().to_string()).as_ref(),
            Ok(&expected.texts[0])
        );
    }
    let beyond = SourceId(store.source_count());
    assert_eq!(store.source_numbered(beyond).map(|source| source.index()), Err(Error::NotFound));
    assert_eq!(store.source("s9").map(|source| source.index()), Err(Error::NotFound));
}

pub fn check_facts(model: &Model, store: &Store<'_>) {
    let facts = sorted_facts(model);
    assert_eq!(store.fact_count() as usize, facts.len());
    let row_of = |index: &usize| facts.iter().position(|fact| fact.iri == model.facts[*index].iri).unwrap();
    for (row, expected) in facts.iter().enumerate() {
        let fact = store.fact(FactId(row as u32)).unwrap();
        check_texts(expected, store, &fact);
        let triple = [fact.subject(), fact.predicate(), fact.object()].map(|term| read(store, term.unwrap()));
        assert_eq!(triple, [expected.subject.clone(), expected.predicate.clone().into(), expected.object.clone()]);
        assert_eq!((fact.stance(), fact.status()), (Ok(expected.stance), Ok(expected.status)));
        assert_eq!(fact.when().unwrap().map(|when| read(store, when)), expected.when);
        assert_eq!(fact.time(), Ok(days(expected)));
        for (values, expected) in [
            (fact.speakers(), &expected.speaker),
            (fact.audience(), &expected.audience),
            (fact.places(), &expected.place),
            (fact.said_on(), &expected.said_on),
            (fact.said_at(), &expected.said_at),
        ] {
            check_values(store, values, expected);
        }
        let qualifiers: Vec<_> = fact.qualifiers().map(|one| one.unwrap()).map(|one| (one.predicate, one.object)).collect();
        let set: BTreeSet<(TermId, TermId)> = expected
            .qualifiers
            .iter()
            .map(|(predicate, object)| (id(store, &predicate.clone().into()), id(store, object)))
            .collect();
        assert_eq!(qualifiers, set.into_iter().collect::<Vec<_>>(), "qualifiers are not ascending and distinct");
        check_evidence(model, &fact, &expected.evidence);
        let disputes: Vec<_> = fact.disputes().map(|other| other.unwrap().id().0 as usize).collect();
        let wanted: BTreeSet<usize> = expected.disputes.iter().map(row_of).collect();
        assert_eq!(disputes, wanted.into_iter().collect::<Vec<_>>());
        for other in fact.disputes() {
            assert!(other.unwrap().disputes().any(|back| back.unwrap() == fact), "a dispute is not symmetric");
        }
        let corroborations: Vec<_> = fact.corroborations().map(|other| other.unwrap().id().0 as usize).collect();
        let wanted: BTreeSet<usize> = expected.corroborates.iter().map(row_of).collect();
        assert_eq!(corroborations, wanted.into_iter().collect::<Vec<_>>());
    }
    assert_eq!(store.fact(FactId(store.fact_count())).unwrap_err(), Error::NotFound);
    assert_eq!(store.fact_named("f99").unwrap_err(), Error::NotFound);
}

fn check_texts(expected: &Fact, store: &Store<'_>, fact: &factrom::Fact<'_>) {
    assert_eq!(fact.iri().unwrap().to_string(), expected.iri.as_str());
    assert_eq!(fact.statement().unwrap().to_string(), expected.statement);
    assert_eq!(fact.note().unwrap().map(|note| note.to_string()), expected.note);
    let named = [expected.iri.as_str(), expected.iri.as_str().rsplit('/').next().unwrap()];
    assert_eq!(named.map(|name| store.fact_named(name).unwrap().id()), [fact.id(); 2]);
    assert_eq!(store.fact_of(fact.reifier().unwrap()).unwrap(), Some(*fact));
}

/// The values of a fact are a set, in ascending order.
fn check_values(store: &Store<'_>, values: Values<'_>, expected: &[Term]) {
    let set: BTreeSet<TermId> = expected.iter().map(|term| id(store, term)).collect();
    assert_eq!(values.map(|value| value.unwrap()).collect::<Vec<_>>(), set.into_iter().collect::<Vec<_>>());
}

fn check_evidence(model: &Model, fact: &factrom::Fact<'_>, expected: &[Evidence]) {
    let all = || model.facts.iter().flat_map(|fact| &fact.evidence);
    let located = all().all(|piece| piece.start.is_some());
    let quoted = all().any(|piece| piece.quote.is_some());
    let rows = source_rows(model);
    let mut pieces: Vec<Evidence> = expected.iter().map(|piece| Evidence { source: rows[piece.source], ..piece.clone() }).collect();
    pieces.sort();
    pieces.dedup();
    let found: Vec<_> = fact.evidence().map(|piece| piece.unwrap()).collect();
    assert_eq!(found.len(), pieces.len());
    for (found, expected) in found.iter().zip(pieces) {
        assert_eq!(found.source().unwrap().index() as usize, expected.source);
        assert_eq!(found.paragraph(), Ok(expected.paragraph));
        assert_eq!(found.anchor().unwrap().to_string(), expected.anchor);
        assert_eq!(found.start().unwrap(), expected.start.filter(|_| located));
        let quote = found.quote().unwrap().map(|quote| quote.to_string());
        assert_eq!(quote, quoted.then(|| expected.quote.unwrap_or_default()));
    }
}
