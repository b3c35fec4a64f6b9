//! Entities, their names, and the vocabulary.

use std::collections::BTreeSet;

use factrom::{Error, Store, TermId};
use factrom_tool::model::Model;
use oxrdf::Term;

use super::models::{NAMES, iri};
use super::terms::{id, read};

/// Returns the entities of the model in the order of their terms.
fn sorted_entities<'m>(model: &'m Model, store: &Store<'_>) -> Vec<&'m factrom_tool::model::Entity> {
    let mut entities: Vec<_> = model.entities.iter().collect();
    entities.sort_by_key(|entity| id(store, &entity.iri.clone().into()));
    entities
}

pub fn check_entities(model: &Model, store: &Store<'_>) {
    let expected = sorted_entities(model, store);
    assert_eq!(store.entity_count() as usize, expected.len());
    for (row, (entity, expected)) in store.all_entities().zip(&expected).enumerate() {
        let entity = entity.unwrap();
        let term = id(store, &expected.iri.clone().into());
        assert_eq!((entity.term(), entity.index() as usize), (term, row));
        assert_eq!(store.entity_of(term).unwrap(), Some(entity));
        assert_eq!(store.entity(expected.iri.as_str()).unwrap(), entity);
        assert_eq!(entity.iri().unwrap().to_string(), expected.iri.as_str());
        assert_eq!(entity.class().unwrap(), id(store, &expected.class.clone().into()));
        assert_eq!(entity.description().unwrap().to_string(), expected.description);
        assert_eq!(entity.label().unwrap().to_string(), expected.names[0].text);
        let names: Vec<_> = entity.names().map(|name| name.unwrap()).map(|name| (name.text.to_string(), name.misspelled)).collect();
        assert_eq!(names, expected.names.iter().map(|name| (name.text.clone(), name.misspelled)).collect::<Vec<_>>());
        let roles: Vec<_> = entity
            .roles()
            .map(|role| role.unwrap())
            .map(|role| (role.title.to_string(), role.at.map(|at| read(store, at)), role.when.map(|when| read(store, when))))
            .collect();
        let expected: Vec<_> =
            expected.roles.iter().map(|role| (role.title.clone(), role.at.clone().map(Term::from), role.when.clone())).collect();
        assert_eq!(roles, expected);
    }
    let entities: BTreeSet<_> = expected.iter().map(|entity| id(store, &entity.iri.clone().into())).collect();
    for term in (0..store.term_count() + 2).map(TermId) {
        assert_eq!(store.entity_of(term).unwrap().is_some(), entities.contains(&term));
    }
}

/// Folds a name, written differently from the library.
fn plain(name: &str) -> String {
    let kept: String = name.chars().filter(|char| !".'\"\u{ab}\u{bb}‘’‚‛“”„‟".contains(*char)).collect();
    let spaced: String = kept.chars().map(|char| if "-_‐‑‒–—―".contains(char) { ' ' } else { char }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ").chars().flat_map(char::to_lowercase).collect()
}

pub fn check_names(model: &Model, store: &Store<'_>) {
    let entities = sorted_entities(model, store);
    let iris = entities.iter().map(|entity| entity.iri.as_str().to_string());
    let wanted = NAMES.iter().map(|name| (*name).to_string()).chain(iris);
    let wanted =
        wanted.chain(["e0", "e2", "e99", "", " ", "an", "ann lee x", "zoe", "ANN\tlee.", "urn:absent"].map(str::to_string));
    for name in wanted {
        let by_id = entities.iter().position(|entity| entity.iri == iri(&format!("entity/{name}")) || entity.iri.as_str() == name);
        let has = |name: &str, other: &factrom_tool::model::Name| plain(&other.text) == plain(name);
        let labelled: Vec<usize> = (0..entities.len()).filter(|row| has(&name, &entities[*row].names[0])).collect();
        let named: Vec<usize> =
            (0..entities.len()).filter(|row| entities[*row].names.iter().any(|other| has(&name, other))).collect();
        let expected = match (by_id, &labelled[..], &named[..]) {
            (Some(row), _, _) => Ok(row),
            (None, [row], _) | (None, [], [row]) => Ok(*row),
            (None, [], []) => Err(Error::NotFound),
            _ => Err(Error::Ambiguous),
        };
        let found = store.entity(&name).map(|entity| entity.index() as usize);
        assert_eq!(found, expected, "{name:?}");
        let mut all: Vec<usize> = by_id.into_iter().collect();
        all.extend(named.iter().filter(|row| Some(**row) != by_id));
        let found: Vec<usize> = store.entities(&name).unwrap().map(|entity| entity.unwrap().index() as usize).collect();
        assert_eq!(found, all, "{name:?}");
    }
}

pub fn check_vocabulary(model: &Model, store: &Store<'_>) {
    let mut predicates: Vec<_> =
        model.predicates.iter().map(|predicate| (id(store, &predicate.iri.clone().into()), predicate)).collect();
    predicates.sort_by_key(|(term, _)| *term);
    let found: Vec<TermId> = store.predicates().map(|term| term.unwrap()).collect();
    assert_eq!(found, predicates.iter().map(|(term, _)| *term).collect::<Vec<_>>());
    let mut classes: Vec<_> = model.classes.iter().map(|class| (id(store, &class.iri.clone().into()), class)).collect();
    classes.sort_by_key(|(term, _)| *term);
    let found: Vec<TermId> = store.classes().map(|term| term.unwrap()).collect();
    assert_eq!(found, classes.iter().map(|(term, _)| *term).collect::<Vec<_>>());
    for term in (0..store.term_count() + 2).map(TermId) {
        let predicate = predicates.iter().find(|(other, _)| *other == term).map(|(_, predicate)| predicate);
        let label = store.predicate_label(term).unwrap().map(|label| label.to_string());
        assert_eq!(label.as_ref(), predicate.map(|predicate| &predicate.label));
        assert_eq!(store.is_functional(term), Ok(predicate.is_some_and(|predicate| predicate.functional)));
        if let Some(predicate) = predicate {
            assert_eq!(store.predicate(predicate.iri.as_str()), Ok(term));
        }
        let class = classes.iter().find(|(other, _)| *other == term).map(|(_, class)| &class.label);
        assert_eq!(store.class_label(term).unwrap().map(|label| label.to_string()).as_ref(), class);
    }
    for number in 0..6 {
        let name = format!("p{number}");
        let expected = predicates.iter().find(|(_, predicate)| predicate.iri == iri(&format!("predicate/{name}")));
        assert_eq!(store.predicate(&name), expected.map(|(term, _)| *term).ok_or(Error::NotFound));
    }
}
