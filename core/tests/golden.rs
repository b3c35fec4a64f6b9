//! Reads the frozen blob twice.
//!
//! First with the library: its answers are compared with the words of the fact files, so that a change of the format, of the
//! reader or of an order is noticed. Then with [`plain`], which shares nothing with the library: it has its own structs,
//! written from the description of the format, and uses postcard and a loop over single bits. Both must agree on every term,
//! triple and fact, so a mistake that the writer and the reader share is noticed as well. `golden/README.md` has the command
//! that wrote the blob.

#[path = "golden/plain.rs"]
mod plain;

use factrom::{DatasetId, FactId, Literal, LiteralKind, Pattern, Stance, Status, Store, Tag, Term, TermId, TermKey, Time, day};
use plain::Plain;

const BLOB: &[u8] = include_bytes!("golden/small-1.0.fct");

fn store() -> Store<'static> {
    Store::open(BLOB).unwrap()
}

/// The statements of facts.
fn statements<'s>(facts: impl IntoIterator<Item = Result<factrom::Fact<'s>, factrom::Error>>) -> Vec<String> {
    facts.into_iter().map(|fact| fact.unwrap().statement().unwrap().to_string()).collect()
}

#[test]
fn the_texts_of_the_data_set_are_read() {
    let store = store();
    let texts = [store.name(), store.title(), store.namespace(), store.language(), store.license()];
    assert_eq!(texts.map(|text| text.unwrap().to_string()), ["fair", "A town fair", "https://fair.example/", "en", "CC0-1.0"]);
    let id = [95, 191, 181, 216, 7, 200, 140, 14, 251, 70, 75, 21, 29, 99, 8, 2];
    assert_eq!(store.dataset_id(), DatasetId(id));
    let counts = [store.term_count(), store.triple_count(), store.entity_count(), store.source_count(), store.fact_count()];
    assert_eq!(counts, [52, 14, 4, 2, 8]);
}

#[test]
fn an_entity_is_found_by_each_of_its_names() {
    let store = store();
    let voss = store.entity("mara-voss").unwrap();
    for name in ["https://fair.example/entity/mara-voss", "Mara Voss", "VOSS.", "mara foss"] {
        assert_eq!(store.entity(name).unwrap(), voss, "{name}");
    }
    assert_eq!(voss.description().unwrap().to_string(), "who heads the council");
    let names: Vec<_> = voss.names().map(|name| name.unwrap()).map(|name| (name.text.to_string(), name.misspelled)).collect();
    assert_eq!(names, [("Mara Voss".into(), false), ("Voss".into(), false), ("Mara Foss".into(), true)]);
    let roles: Vec<_> = voss.roles().map(|role| role.unwrap()).collect();
    assert_eq!([roles[0].title.to_string(), roles[1].title.to_string()], ["mayor", "teacher"]);
    assert_eq!(roles[0].at, Some(store.entity("Brookhollow").unwrap().term()));
    assert_eq!(store.time_of(roles[0].when.unwrap()), Some(Time::parse("2019/..").unwrap().into()));
    assert_eq!((roles[1].at, roles[1].when), (None, None));
    assert_eq!(store.class_label(voss.class().unwrap()).unwrap().unwrap().to_string(), "agent");
}

#[test]
fn a_fact_has_all_its_fields() {
    let store = store();
    let fact = store.fact_named("guests-voss").unwrap();
    assert_eq!(fact.id(), FactId(3));
    assert_eq!(fact.to_string(), "[claimed] Mara Voss said that more than 900 guests came.");
    assert_eq!((fact.stance(), fact.status()), (Ok(Stance::Claimed), Ok(Status::Reconstructed)));
    assert_eq!(fact.note().unwrap().unwrap().to_string(), "The text prints \"Foss\".");
    let entity = |name: &str| store.entity(name).unwrap().term();
    assert_eq!(fact.subject(), Ok(entity("fair")));
    assert_eq!(store.predicate_label(fact.predicate().unwrap()).unwrap().unwrap().to_string(), "has guests:");
    assert_eq!(store.is_functional(fact.predicate().unwrap()), Ok(true));
    assert_eq!(store.term(fact.object().unwrap()).unwrap().to_string(), "> 900 people");
    let values = [fact.speakers(), fact.audience(), fact.places(), fact.said_at()];
    let expected = ["mara-voss", "council", "brookhollow", "brookhollow"];
    assert_eq!(values.map(|values| values.map(|value| value.unwrap()).collect::<Vec<_>>()), expected.map(|id| vec![entity(id)]));
    assert_eq!(fact.time(), Ok(Some(Time::parse("2024-09-06").unwrap().into())));
    let said_on = fact.said_on().next().unwrap().unwrap();
    assert_eq!(store.term(said_on).unwrap().to_string(), "2024-09-07?");
    let qualifiers: Vec<_> = fact.qualifiers().map(|one| store.term(one.unwrap().object).unwrap().to_string()).collect();
    assert_eq!(qualifiers, ["https://fair.example/entity/fair", "dry weather"]);
    let evidence = fact.evidence().next().unwrap().unwrap();
    assert_eq!((evidence.paragraph(), evidence.start()), (Ok(2), Ok(Some(73))));
    assert_eq!(evidence.anchor().unwrap().to_string(), "More than 900 guests");
    assert!(evidence.quote().unwrap().unwrap().to_string().ends_with("told the council."));
    assert_eq!(statements(fact.corroborations()), ["The council said that more than 900 guests came."]);
    let source = evidence.source().unwrap();
    let texts = [source.title(), source.publisher(), source.authors(), source.date(), source.file(), source.address()];
    assert_eq!(
        texts.map(|text| text.unwrap().to_string()),
        ["Harvest fair opens", "Herald", "A. Reed; B. Moss", "2024-09-07", "fair.txt", "https://herald.example/1"]
    );
    assert_eq!(source.sha256().unwrap()[..4], [0xa1, 0xe8, 0x3f, 0x14]);
}

#[test]
fn queries_return_the_expected_facts() {
    let store = store();
    let voss = store.entity("Voss").unwrap();
    assert_eq!(
        statements(store.facts().speaker(voss).stance(Stance::Claimed)),
        ["Mara Voss said that more than 900 guests came.", "A reader wrote that the fair opened on Saturday."]
    );
    let first_days = day("2024-09-06").unwrap()..=day("2024-09-07").unwrap();
    assert_eq!(
        statements(store.timeline(first_days)),
        [
            "The denial is about the wheel.",
            "The fair is held in Brookhollow.",
            "The council said that more than 900 guests came.",
            "Mara Voss said that more than 900 guests came.",
            "The fair opened on 6 September 2024.",
            "The council denied that the big wheel is closed.",
        ]
    );
    let friday = store.fact_named("opened-friday").unwrap();
    assert_eq!(statements(friday.disputes()), ["A reader wrote that the fair opened on Saturday."]);
    // A claim is not a triple, so the other side of the dispute is not among them.
    let opened = Pattern { predicate: Some(store.predicate("opened-on").unwrap()), ..Pattern::default() };
    let days: Vec<_> = store.triples(opened).map(|triple| triple.unwrap().object).collect();
    assert_eq!(days, [friday.object().unwrap()]);
}

#[test]
fn every_kind_of_term_is_found() {
    let store = store();
    let xsd = |name: &str| format!("http://www.w3.org/2001/XMLSchema#{name}");
    fn found(store: &Store<'_>, key: TermKey<'_>) -> Option<u32> {
        store.find(key).unwrap().map(|id| id.0)
    }
    assert_eq!(found(&store, TermKey::Blank("n")), Some(3), "a subject");
    assert_eq!(found(&store, TermKey::Iri("https://fair.example/g")), Some(29), "no section of facts mentions it");
    assert_eq!(found(&store, TermKey::Iri("https://fair.example/predicate/about")), Some(0), "predicates of triples come first");
    assert_eq!(found(&store, TermKey::Iri("https://fair.example/predicate/guests")), Some(11), "no triple has it");
    assert_eq!(found(&store, TermKey::String("plain")), Some(31));
    assert_eq!(found(&store, TermKey::Language("سوق", "ar--rtl")), Some(32));
    assert_eq!(found(&store, TermKey::Typed("07.50", &xsd("decimal"))), Some(38));
    assert_eq!(found(&store, TermKey::Typed("-7", &xsd("integer"))), Some(39));
    assert_eq!(
        found(&store, TermKey::Typed(&"9".repeat(65), &xsd("integer"))),
        Some(37),
        "too long to be ordered by value, so ordered by its bytes"
    );
    assert_eq!(found(&store, TermKey::Typed("7.5", &xsd("decimal"))), None, "the same value, but another term");
    let Ok(Term::Triple(outer)) = store.term(TermId(51)) else { panic!("the last term must be a triple term") };
    assert_eq!((outer.subject, outer.predicate, outer.object), (TermId(3), TermId(0), TermId(50)));
    assert_eq!(found(&store, TermKey::Triple(outer)), Some(51));
}

/// A term as text, in the form that [`Plain`] uses.
fn written(store: &Store<'_>, id: TermId) -> String {
    let part = |id: TermId| written(store, id);
    match store.term(id).unwrap() {
        Term::Iri(text) => format!("<{text}>"),
        Term::Blank(text) => format!("_:{text}"),
        Term::Literal(Literal { lexical, kind: LiteralKind::String }) => format!("\"{lexical}\""),
        Term::Literal(Literal { lexical, kind: LiteralKind::Language(language) }) => format!("\"{lexical}\"@{language}"),
        Term::Literal(Literal { lexical, kind: LiteralKind::Datatype(datatype) }) => format!("\"{lexical}\"^^{}", part(datatype)),
        Term::Triple(triple) => format!("<<( {} {} {} )>>", part(triple.subject), part(triple.predicate), part(triple.object)),
        other => panic!("{other:?}"),
    }
}

/// Compares what the library and [`Plain`] read from a blob.
fn compare(blob: &[u8]) -> Plain {
    let (store, plain) = (Store::open(blob).unwrap(), Plain::decode(blob));
    let term = |id: TermId| written(&store, id);
    assert_eq!((0..store.term_count()).map(|id| term(TermId(id))).collect::<Vec<_>>(), plain.terms);
    let mut triples: Vec<String> = store
        .triples(Pattern::default())
        .map(|triple| triple.unwrap())
        .map(|triple| {
            let graph = triple.graph.map_or_else(String::new, |graph| format!(" {}", term(graph)));
            format!("{} {} {}{graph}", term(triple.subject), term(triple.predicate), term(triple.object))
        })
        .collect();
    triples.sort();
    assert_eq!(triples, plain.triples);
    assert_eq!(store.facts().into_iter().count(), plain.facts.len());
    for (fact, plain) in store.facts().into_iter().zip(&plain.facts) {
        let fact = fact.unwrap();
        assert_eq!(fact.statement().unwrap().to_string(), plain.statement);
        assert_eq!([fact.reifier(), fact.subject(), fact.predicate(), fact.object()].map(|id| term(id.unwrap())), plain.terms);
        assert_eq!((fact.stance().unwrap() as u32, fact.status().unwrap() as u32), (plain.stance, plain.status));
        assert_eq!(fact.when().unwrap().map(term), plain.when);
        assert_eq!(fact.note().unwrap().map(|note| note.to_string()), plain.note);
        let values = [fact.speakers(), fact.audience(), fact.places(), fact.said_on(), fact.said_at()];
        assert_eq!(values.map(|values| values.map(|value| term(value.unwrap())).collect::<Vec<_>>()), plain.values);
        let rows = |facts: &mut dyn Iterator<Item = Result<factrom::Fact<'_>, factrom::Error>>| -> Vec<u32> {
            facts.map(|other| other.unwrap().id().0).collect()
        };
        assert_eq!([rows(&mut fact.disputes()), rows(&mut fact.corroborations())], plain.links);
        let qualifiers: Vec<_> =
            fact.qualifiers().map(|one| one.unwrap()).map(|one| [term(one.predicate), term(one.object)]).collect();
        assert_eq!(qualifiers, plain.qualifiers);
        let evidence: Vec<_> = fact
            .evidence()
            .map(|piece| piece.unwrap())
            .map(|piece| {
                let place = (piece.source().unwrap().index(), piece.paragraph().unwrap(), piece.start().unwrap());
                (place, piece.anchor().unwrap().to_string(), piece.quote().unwrap().map(|quote| quote.to_string()))
            })
            .collect();
        assert_eq!(evidence, plain.evidence);
    }
    let entities: Vec<_> = store
        .all_entities()
        .map(|entity| entity.unwrap())
        .map(|entity| {
            let names = entity.names().map(|name| name.unwrap().text.to_string()).collect::<Vec<_>>();
            let roles = entity.roles().map(|role| role.unwrap().title.to_string()).collect::<Vec<_>>();
            (term(entity.term()), term(entity.class().unwrap()), entity.description().unwrap().to_string(), names, roles)
        })
        .collect();
    assert_eq!(entities, plain.entities);
    let predicates: Vec<_> = store
        .predicates()
        .map(|id| id.unwrap())
        .map(|id| (term(id), store.predicate_label(id).unwrap().unwrap().to_string(), store.is_functional(id).unwrap()))
        .collect();
    assert_eq!(predicates, plain.predicates);
    let sources: Vec<_> =
        store.all_sources().map(|source| (source.title().unwrap().to_string(), *source.sha256().unwrap())).collect();
    assert_eq!(sources, plain.sources);
    plain
}

#[test]
fn postcard_and_a_bit_reader_agree_with_the_library() {
    let plain = compare(BLOB);
    assert_eq!(plain.terms.len(), 52);
    let first = ["predicate/about", "predicate/held-in", "predicate/opened-on", "n", "class/agent", "class/place"];
    let first = first.map(|path| if path == "n" { "_:n".to_string() } else { format!("<https://fair.example/{path}>") });
    assert_eq!(plain.terms[..6], first, "predicates, then a subject, then terms that facts mention");
    let opened = "<https://fair.example/entity/fair> <https://fair.example/predicate/opened-on> \"2024-09-06\"^^<http://www.w3.org/2001/XMLSchema#date>";
    assert!(plain.triples.iter().any(|triple| triple == opened));
    assert_eq!(plain.facts[7].statement, "The council denied that the big wheel is closed.");
    assert_eq!(plain.facts.len(), 8);
    assert_eq!(plain.tags, Tag::ALL.iter().map(|tag| *tag as u8).collect::<Vec<_>>());
    for blob in [
        &include_bytes!("../doc/talks.fct")[..],
        include_bytes!("golden/guild-1.0.fct"),
        include_bytes!("golden/shapes-1.0.fct"),
        include_bytes!("golden/graphs-1.0.fct"),
    ] {
        compare(blob);
    }
}
