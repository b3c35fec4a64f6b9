//! Looks up entities by every name, and predicates, classes and sources by every id.

use std::collections::BTreeSet;

use factrom::{Entity, Error, SourceId, Store, TermId, fold_name};

use crate::blobs::{ALL, GUILD, SMALL, TALKS};

fn folded(name: &str) -> String {
    fold_name(name).collect()
}

/// Returns an entity's label and its other names.
fn names(entity: &Entity<'_>) -> (String, Vec<String>) {
    let names: Vec<String> = entity.names().map(|name| name.unwrap().text.to_string()).collect();
    (names[0].clone(), names[1..].to_vec())
}

fn id(entity: &Entity<'_>) -> String {
    entity.iri().unwrap().to_string().rsplit('/').next().unwrap().to_string()
}

/// Resolves a name as the documentation says: an id or IRI wins over names, and a label over other names.
fn naive<'s>(all: &[Entity<'s>], name: &str) -> Result<u32, Error> {
    let rows = |is: &dyn Fn(&Entity<'s>) -> bool| all.iter().filter(|entity| is(entity)).map(Entity::index).collect::<Vec<_>>();
    let by_id = rows(&|entity| id(entity) == name || entity.iri().unwrap().is(name).unwrap());
    let labelled = rows(&|entity| folded(&names(entity).0) == folded(name));
    let named = rows(&|entity| names(entity).1.iter().any(|other| folded(other) == folded(name)));
    match (&by_id[..], &labelled[..], &named[..]) {
        ([one], _, _) | ([], [one], _) | ([], [], [one]) => Ok(*one),
        ([], [], []) => Err(Error::NotFound),
        _ => Err(Error::Ambiguous),
    }
}

/// Returns all entities that a name can mean, the one with that id first.
fn all_named<'s>(all: &[Entity<'s>], name: &str) -> Vec<u32> {
    let first = all.iter().find(|entity| id(entity) == name || entity.iri().unwrap().is(name).unwrap()).map(Entity::index);
    let of_name = |entity: &&Entity<'s>| {
        let (label, others) = names(entity);
        std::iter::once(label).chain(others).any(|other| folded(&other) == folded(name))
    };
    let others = all.iter().filter(of_name).map(Entity::index).filter(|row| Some(*row) != first);
    first.into_iter().chain(others).collect()
}

#[test]
fn every_name_finds_its_entities() {
    let mut errors = BTreeSet::new();
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        let all: Vec<Entity<'_>> = store.all_entities().map(|entity| entity.unwrap()).collect();
        assert_eq!(all.len() as u32, store.entity_count());
        let mut asked: BTreeSet<String> =
            ["", "nobody", "no:one", "zzz", "!", "https://none.example/entity/x"].map(String::from).into();
        for entity in &all {
            let (label, others) = names(entity);
            for name in std::iter::once(label).chain(others).chain([id(entity), entity.iri().unwrap().to_string()]) {
                asked.extend([name.to_uppercase(), format!(" “{name}” "), format!("{name}x"), name]);
            }
        }
        for name in &asked {
            let found = store.entity(name).map(|entity| entity.index());
            assert_eq!(found, naive(&all, name), "{name}");
            errors.extend(found.err().map(|error| error.to_string()));
            let found: Vec<u32> = store.entities(name).unwrap().map(|entity| entity.unwrap().index()).collect();
            assert_eq!(found, all_named(&all, name), "{name}");
        }
    }
    assert_eq!(errors.len(), 2, "one name is unknown, and one is ambiguous");
}

#[test]
fn an_id_wins_over_a_name_and_a_label_over_other_names() {
    let store = Store::open(GUILD).unwrap();
    let label = |name: &str| store.entity(name).map(|entity| entity.label().unwrap().to_string());
    assert_eq!(label("anna"), Ok("Anna Thorn".into()), "another entity has this name");
    assert_eq!(label("Anna"), Ok("Watch".into()), "ids are not folded");
    assert_eq!(label("watch"), Ok("Watch".into()));
    assert_eq!(label("wAtch"), Ok("Watch".into()), "Dora is called so, but it is the watch's label");
    assert_eq!(label("Clock Tower"), Ok("Tower".into()));
    assert_eq!(label("the clock"), Ok("Tower Clock".into()), "two of its names fold to the same text");
    assert_eq!(
        (label("Thorn"), label("SQUARE.")),
        (Err(Error::Ambiguous), Err(Error::Ambiguous)),
        "of two aliases and of two labels"
    );
    let misspelled: Vec<_> = store.entity("wach").unwrap().names().map(|name| name.unwrap().misspelled).collect();
    assert_eq!(misspelled, [false, false, true]);
}

/// 64 characters, the greatest length of an id.
const LONG: &str = "an-id-of-sixty-four-characters-which-is-the-most-that-one-may-ha";

#[test]
fn the_longest_namespace_and_ids_are_found() {
    let store = Store::open(GUILD).unwrap();
    assert_eq!((store.namespace().unwrap().to_string().len(), LONG.len()), (factrom::MAX_NAMESPACE_BYTES, 64));
    let iri = |folder: &str| format!("{}{folder}/{LONG}", store.namespace().unwrap());
    for name in [LONG.to_string(), iri("entity")] {
        assert_eq!(store.entity(&name).unwrap().label().unwrap().to_string(), "Long");
    }
    for name in [LONG.to_string(), iri("fact")] {
        assert_eq!(store.fact_named(&name).unwrap().statement().unwrap().to_string(), "This is statement 7 of the guild.");
    }
    for name in [LONG.to_string(), iri("source")] {
        assert_eq!(store.source(&name).unwrap().title().unwrap().to_string(), "Book 2");
    }
    for name in [LONG.to_string(), iri("predicate")] {
        assert_eq!(store.predicate_label(store.predicate(&name).unwrap()).unwrap().unwrap().to_string(), "is as long as");
    }
    let longer = [format!("{LONG}x"), LONG.repeat(2), LONG.repeat(50)];
    assert!(
        longer.iter().all(|id| matches!(store.entity(id), Err(Error::NotFound)) && store.predicate(id) == Err(Error::NotFound))
    );
}

#[test]
fn entities_are_found_by_their_terms() {
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        let all: Vec<Entity<'_>> = store.all_entities().map(|entity| entity.unwrap()).collect();
        for (row, entity) in all.iter().enumerate() {
            assert_eq!(entity.index() as usize, row);
            assert_eq!([TermId::from(*entity), TermId::from(entity)], [entity.term(); 2]);
            assert_eq!(store.entity_of(entity.term()).unwrap(), Some(*entity));
            assert_eq!(store.term(entity.term()).unwrap().to_string(), entity.iri().unwrap().to_string());
            let label = entity.label().unwrap().to_string();
            assert_eq!(entity.to_string(), label);
            assert_eq!(format!("{entity:?}"), format!("Entity {{ term: {:?}, label: {label:?} }}", entity.term()));
            assert!(all.iter().enumerate().all(|(other, there)| (entity == there) == (other == row)));
            let class = store.class_label(entity.class().unwrap()).unwrap();
            assert!(class.is_some_and(|label| !label.is_empty()));
        }
        let terms: Vec<TermId> = all.iter().map(Entity::term).collect();
        for id in (0..=store.term_count()).map(TermId) {
            assert_eq!(store.entity_of(id).unwrap().is_some(), terms.contains(&id));
        }
    }
    let store = Store::open(GUILD).unwrap();
    let roles = |name: &str| -> Vec<(String, Option<String>, Option<String>)> {
        let shown =
            |id: Option<TermId>| id.map(|id| store.term(id).unwrap().to_string().rsplit("entity/").next().unwrap().to_string());
        let roles = store.entity(name).unwrap().roles().map(|role| role.unwrap()).collect::<Vec<_>>();
        roles.iter().map(|role| (role.title.to_string(), shown(role.at), shown(role.when))).collect()
    };
    let some = |text: &str| Some(text.to_string());
    assert_eq!(
        roles("anna"),
        [
            ("master".into(), some("anna-2"), some("1899/1903")),
            ("teacher".into(), some("bert"), None),
            ("widow".into(), None, None)
        ]
    );
    assert_eq!((roles("dora"), roles("bert")), (vec![("apprentice".into(), some("anna"), None)], vec![]));
}

#[test]
fn predicates_and_classes_are_found_by_id_and_term() {
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        let predicates: Vec<TermId> = store.predicates().map(|id| id.unwrap()).collect();
        let classes: Vec<TermId> = store.classes().map(|id| id.unwrap()).collect();
        assert!(predicates.is_sorted() && classes.is_sorted());
        for id in &predicates {
            let iri = store.term(*id).unwrap().to_string();
            assert_eq!(store.predicate(&iri), Ok(*id));
            assert_eq!(store.predicate(iri.rsplit('/').next().unwrap()), Ok(*id));
        }
        for id in (0..=store.term_count()).map(TermId) {
            assert_eq!(store.predicate_label(id).unwrap().is_some(), predicates.contains(&id));
            assert_eq!(store.class_label(id).unwrap().is_some(), classes.contains(&id));
            assert!(predicates.contains(&id) || store.is_functional(id) == Ok(false));
        }
        for name in ["", "none", "no:such", "a b", "entity/fair"] {
            assert_eq!(store.predicate(name), Err(Error::NotFound), "{name}");
        }
    }
    let store = Store::open(GUILD).unwrap();
    let functional = |id: &str| store.is_functional(store.predicate(id).unwrap()).unwrap();
    assert_eq!(["mends", "made-on", "costs", "works-in"].map(functional), [false, true, true, false]);
    assert_eq!((store.predicates().count(), store.classes().count()), (7, 4));
}

#[test]
fn sources_are_found_by_number_id_and_iri() {
    for blob in [SMALL, TALKS, GUILD] {
        let store = Store::open(blob).unwrap();
        for (number, source) in store.all_sources().enumerate() {
            assert_eq!((source.index() as usize, SourceId::from(source).0 as usize), (number, number));
            assert_eq!(store.source_numbered(SourceId(number as u32)).unwrap().index(), source.index());
            let iri = store.term(source.term().unwrap()).unwrap().to_string();
            for name in [&iri, iri.rsplit('/').next().unwrap()] {
                assert_eq!(store.source(name).unwrap().index(), source.index());
            }
            let title = source.title().unwrap().to_string();
            assert_eq!(format!("{source:?}"), format!("Source({number}: Ok({title:?}))"));
        }
        assert!(store.source_count() > 0);
        assert!(matches!(store.source_numbered(SourceId(store.source_count())), Err(Error::NotFound)));
        assert!(matches!(store.source("no-source"), Err(Error::NotFound)));
    }
    let store = Store::open(GUILD).unwrap();
    let texts = |id: &str| {
        let source = store.source(id).unwrap();
        let texts = [
            source.title(),
            source.publisher(),
            source.authors(),
            source.date(),
            source.language(),
            source.file(),
            source.address(),
        ];
        (texts.map(|text| text.unwrap().to_string()), source.sha256().unwrap()[..2].to_vec())
    };
    let strings = |texts: [&str; 7]| texts.map(String::from);
    assert_eq!(texts(LONG), (strings(["Book 2", "", "", "1902", "en", "book-2.txt", ""]), vec![0x22; 2]));
    let one = strings(["Book 1", "Guild press", "Z. Pen", "1901", "en", "book-1.txt", "https://guild.example/1"]);
    assert_eq!(texts("book-one"), (one, vec![0x11; 2]));
    assert_eq!(texts("book-three").1, [0x33; 2]);
}
