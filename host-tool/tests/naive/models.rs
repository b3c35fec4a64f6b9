//! Random data sets for the comparison with naive scans.
//!
//! They are small and use few terms, so that facts and triples overlap: the same subject twice, a name shared by two entities, a
//! dispute. IRIs come from several namespaces, because the dictionary groups them by prefix. Literals of every value order are
//! among the terms, both valid and invalid ones.

use factrom::{Stance, Status};
use factrom_tool::model::{Class, Dataset, Entity, Evidence, Fact, Model, Name, Predicate, Role, Source};
use factrom_tool::vocabulary::{quantity_literal, time_literal};
use oxrdf::{BaseDirection, BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::common::xsd;

pub const NAMESPACE: &str = "https://n.example/";

/// Names of entities, which are also looked up. Some fold to the same name, one is an id, one an IRI.
pub const NAMES: [&str; 14] = [
    "Ann",
    "ANN.",
    "\u{201c}Ann\u{201d} ",
    "Ann Lee",
    "ann-lee",
    "Ann\u{2014}Lee",
    "Zoë",
    "ZOË'S",
    "Zoes",
    "\u{130}x",
    "..",
    "e1",
    "https://n.example/entity/e2",
    "the \u{a0} Very Long Name of Something That Nobody Ever Writes Out in Full",
];

const TIMES: [&str; 14] = [
    "2022-01-10",
    "2022-01-11",
    "2022-01",
    "2021",
    "2014/2021",
    "../1997",
    "2022-01-10/..",
    "2022-01-10?",
    "199X",
    "2021-24",
    "-0044-03-15",
    "2022-01-09/2022-01-12",
    "0000",
    "9999-12-31",
];

const NUMBERS: [&str; 13] = ["-7", "0", "-0", "007", "7", "7.0", "12.5", "-12.25", "99999999999999999999", "+3", "1e3", "many", ""];

const QUANTITIES: [&str; 8] = ["> 900 people", "900 people", "~ 900 people", "~ 8 h", "8 h", "7.5 h", "90", "bad"];

pub fn iri(path: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NAMESPACE}{path}"))
}

/// Possible entities: most in the namespace of the data set, some elsewhere.
fn entity_iri() -> impl Strategy<Value = NamedNode> {
    let own = (0..8).prop_map(|number| iri(&format!("entity/e{number}")));
    let foreign = select(vec![
        "https://a.example/x#far0",
        "https://a.example/x#far1",
        "https://zz.example/far2",
        "urn:far:3",
        "http://zz.example/a/b/far4",
    ]);
    prop_oneof![4 => own, 1 => foreign.prop_map(NamedNode::new_unchecked)]
}

fn predicate_iri() -> impl Strategy<Value = NamedNode> {
    let own = (0..5).prop_map(|number| iri(&format!("predicate/p{number}")));
    let foreign = select(vec!["https://a.example/x#knows", "urn:likes", "https://zz.example/likes"]);
    prop_oneof![3 => own, 1 => foreign.prop_map(NamedNode::new_unchecked)]
}

pub fn blank() -> impl Strategy<Value = BlankNode> {
    select(vec!["a", "b0", "n1", "1f"]).prop_map(BlankNode::new_unchecked)
}

pub fn time() -> impl Strategy<Value = Term> {
    select(&TIMES[..]).prop_map(|edtf| time_literal(edtf).into())
}

fn literal() -> impl Strategy<Value = Literal> {
    let text = select(vec!["", "a", "b", "Ann", "a\nb\u{0}\"", "é\u{10FFFF}", "a b c a b c a b c a b c a b c"]);
    let datatype = select(vec!["integer", "decimal", "long", "date", "gYear", "boolean", "double"]).prop_map(xsd);
    let own_type = select(vec!["https://a.example/x#t", "urn:t"]).prop_map(NamedNode::new_unchecked);
    let tag = select(vec!["en", "de", "de-ch"]);
    prop_oneof![
        text.clone().prop_map(Literal::new_simple_literal),
        (text.clone(), tag.clone()).prop_map(|(text, tag)| Literal::new_language_tagged_literal_unchecked(text, tag)),
        (text.clone(), tag, any::<bool>()).prop_map(|(text, tag, left)| {
            let direction = if left { BaseDirection::Ltr } else { BaseDirection::Rtl };
            Literal::new_directional_language_tagged_literal_unchecked(text, tag, direction)
        }),
        (select(&NUMBERS[..]), datatype.clone()).prop_map(|(number, datatype)| Literal::new_typed_literal(number, datatype)),
        ("[0-9]{0,2}(\\.[0-9]{1,2})?", datatype.clone())
            .prop_map(|(number, datatype)| Literal::new_typed_literal(number, datatype)),
        (select(&TIMES[..]), datatype).prop_map(|(time, datatype)| Literal::new_typed_literal(time, datatype)),
        select(&TIMES[..]).prop_map(time_literal),
        select(&QUANTITIES[..]).prop_map(quantity_literal),
        (text, own_type).prop_map(|(text, datatype)| Literal::new_typed_literal(text, datatype)),
        // Too long for the value order.
        (60usize..70).prop_map(|len| Literal::new_typed_literal("9".repeat(len), xsd("integer"))),
    ]
}

/// Mostly an entity; sometimes a term that otherwise has a table of its own.
fn subject() -> impl Strategy<Value = NamedOrBlankNode> {
    let other = select(vec!["fact/f1", "fact/f2", "source/s1", "class/c0", "predicate/p1", "predicate/p2"]).prop_map(iri);
    prop_oneof![
        6 => entity_iri().prop_map(NamedOrBlankNode::from),
        2 => blank().prop_map(NamedOrBlankNode::from),
        1 => other.prop_map(NamedOrBlankNode::from),
    ]
}

/// Any term, including nested triple terms.
pub fn term() -> impl Strategy<Value = Term> {
    let leaf = prop_oneof![
        3 => literal().prop_map(Term::from),
        2 => entity_iri().prop_map(Term::from),
        1 => predicate_iri().prop_map(Term::from),
        1 => blank().prop_map(Term::from),
    ];
    leaf.prop_recursive(3, 4, 1, |inner| {
        (subject(), predicate_iri(), inner)
            .prop_map(|(subject, predicate, object)| Term::Triple(Box::new(Triple::new(subject, predicate, object))))
    })
}

fn quad() -> impl Strategy<Value = Quad> {
    let graph = prop_oneof![
        4 => Just(GraphName::DefaultGraph),
        1 => select(vec!["g", "entity/e0"]).prop_map(|name| GraphName::from(iri(name))),
        1 => blank().prop_map(GraphName::from),
    ];
    (subject(), predicate_iri(), term(), graph)
        .prop_map(|(subject, predicate, object, graph)| Quad::new(subject, predicate, object, graph))
}

fn entity(iri: NamedNode) -> impl Strategy<Value = Entity> {
    let name = (select(&NAMES[..]), any::<bool>()).prop_map(|(text, misspelled)| Name { text: text.to_string(), misspelled });
    let role = (select(vec!["mayor", "guest", ""]), option::of(entity_iri()), option::of(time()))
        .prop_map(|(title, at, when)| Role { title: title.to_string(), at, when });
    let class = select(vec!["https://schema.org/Thing", "https://n.example/class/c0", "https://n.example/class/c1"]);
    (vec(name, 1..4), vec(role, 0..3), class, select(vec!["", "a town"])).prop_map(move |(mut names, roles, class, description)| {
        names[0].misspelled = false;
        Entity { iri: iri.clone(), class: NamedNode::new_unchecked(class), description: description.to_string(), names, roles }
    })
}

fn evidence(sources: usize) -> impl Strategy<Value = Evidence> {
    let anchor = select(vec!["three small words", "the words again", "they came to town"]);
    let quote = option::of(Just("A whole sentence.".to_string()));
    (0..sources, 1u32..4, anchor, option::of(0u32..900), quote).prop_map(|(source, paragraph, anchor, start, quote)| Evidence {
        source,
        paragraph,
        anchor: anchor.to_string(),
        start,
        quote,
    })
}

fn entities(most: usize) -> impl Strategy<Value = Vec<Term>> {
    vec(entity_iri().prop_map(Term::from), 0..=most)
}

fn fact(sources: usize) -> impl Strategy<Value = Fact> {
    let object = prop_oneof![2 => entity_iri().prop_map(Term::from), 2 => term(), 1 => Just(Term::from(iri("fact/f1")))];
    let triple = (entity_iri(), predicate_iri(), object, select(vec!["One sentence.", "Another one.", "é"]));
    let put = (
        prop_oneof![2 => Just(Stance::Asserted), 1 => Just(Stance::Claimed), 1 => select(Stance::ALL)],
        select(Status::ALL),
        option::of(select(vec!["A note.", ""])),
    );
    let said = (entities(2), entities(2), entities(2), vec(time(), 0..2), entities(2), option::of(time()));
    let more = (vec((predicate_iri(), term()), 0..3), vec(evidence(sources), 0..4));
    (triple, put, said, more).prop_map(|(triple, put, said, more)| {
        let (subject, predicate, object, statement) = triple;
        let (stance, status, note) = put;
        let (speaker, audience, place, said_on, said_at, when) = said;
        let (qualifiers, evidence) = more;
        Fact {
            iri: NamedNode::new_unchecked(""),
            statement: statement.to_string(),
            subject: subject.into(),
            predicate,
            object,
            stance,
            status,
            note: note.map(str::to_string),
            when,
            speaker,
            audience,
            place,
            said_on,
            said_at,
            qualifiers,
            evidence,
            disputes: Vec::new(),
            corroborates: Vec::new(),
        }
    })
}

fn source(number: usize) -> Source {
    let texts = ["Title", "", "A; B", "2022-01-11", "en", "a.txt", "https://a.example/"].map(str::to_string);
    Source { iri: iri(&format!("source/s{number}")), texts, sha256: [number as u8; 32] }
}

/// A data set whose asserted facts are among its triples, as with fact files. Its facts are not linked yet.
pub fn model() -> impl Strategy<Value = Model> {
    let entities = btree_set(entity_iri(), 0..9).prop_flat_map(|iris| iris.into_iter().map(entity).collect::<Vec<_>>());
    let predicates = btree_set(predicate_iri(), 0..8).prop_flat_map(|iris| {
        let with = |iri: NamedNode| {
            any::<bool>().prop_map(move |functional| Predicate {
                id: "does".into(),
                iri: iri.clone(),
                label: "does".into(),
                functional,
            })
        };
        iris.into_iter().map(with).collect::<Vec<_>>()
    });
    let facts = (1usize..4).prop_flat_map(|sources| (Just(sources), vec(fact(sources), 0..14)));
    let links = vec((0usize..14, 0usize..14), 0..3);
    (entities, predicates, facts, vec(quad(), 0..20), links).prop_map(
        |(entities, predicates, (sources, mut facts), mut triples, links)| {
            let count = facts.len();
            for (number, fact) in facts.iter_mut().enumerate() {
                fact.iri = iri(&format!("fact/f{number}"));
                fact.disputes.extend(links.iter().filter(|(a, b)| *a == number && *b < count && a != b).map(|(_, other)| *other));
                if let (Stance::Asserted, Term::NamedNode(subject)) = (fact.stance, &fact.subject) {
                    let graph = GraphName::DefaultGraph;
                    triples.push(Quad::new(subject.clone(), fact.predicate.clone(), fact.object.clone(), graph));
                }
            }
            let class =
                |name: &str| Class { id: "thing".to_string(), iri: NamedNode::new_unchecked(name), label: "thing".to_string() };
            let dataset = Dataset {
                id: "random".to_string(),
                title: "A random data set".to_string(),
                namespace: NAMESPACE.to_string(),
                language: "en".to_string(),
                license: String::new(),
            };
            Model {
                dataset: Some(dataset),
                triples,
                entities,
                predicates,
                classes: vec![class("https://schema.org/Thing"), class("https://n.example/class/c0")],
                sources: (0..sources).map(source).collect(),
                facts,
            }
        },
    )
}
