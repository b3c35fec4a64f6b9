//! Compares the answers to every pattern on random data sets with those of Oxigraph. Each match must occur once.
//!
//! The data sets are shaped like those that the triple table is designed for: subjects of a class have the same predicates, dozens
//! of them share an object of some predicates, and a few subjects break the rule. Purely random data, such as the quads of a fuzz
//! target, hardly ever has a family with a common object.
//!
//! Oxigraph stores numbers and times by value and would return "07" as "7", so all literals here are in canonical form.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use factrom::compiler::{GraphSection, TripleSection, entry_kind};
use factrom::{Pattern, Store, Tag, TermId};
use factrom_tool::compile::{Envelope, compile, section_of};
use factrom_tool::model::Model;
use factrom_tool::rdf::export::Version;
use factrom_tool::rdf::export::terms::Terms;
use oxigraph::store::Store as Oxigraph;
use oxrdf::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Maximum number of quads in a data set.
const MOST: usize = 600;
const PREDICATES: u8 = 9;
const SUBJECTS: u8 = 120;

/// What subjects have in common. Each number stands for a predicate or an object.
#[derive(Clone, Debug)]
struct Class {
    common: Vec<(u8, u8)>,
    singles: Vec<u8>,
    lists: Vec<(u8, usize)>,
    optional: Vec<u8>,
    /// For each subject its number, and the numbers that its objects are taken from.
    subjects: Vec<(u8, Vec<u8>)>,
}

impl Class {
    fn triples(&self) -> Vec<(u8, u8, u8)> {
        let mut triples = Vec::new();
        for (subject, noise) in &self.subjects {
            let mut noise = noise.iter().copied().cycle();
            let mut next = || noise.next().unwrap_or(0);
            triples.extend(self.common.iter().map(|(predicate, object)| (*subject, *predicate, *object)));
            triples.extend(self.singles.iter().map(|predicate| (*subject, *predicate, next())));
            for (predicate, longest) in &self.lists {
                let len = 1 + usize::from(next()) % longest;
                triples.extend((0..len).map(|_| (*subject, *predicate, next())));
            }
            for predicate in &self.optional {
                if next() % 3 == 0 {
                    triples.push((*subject, *predicate, next()));
                }
            }
        }
        triples
    }
}

/// Objects, some of which are also subjects: the numbers of subjects come first.
fn object_number() -> impl Strategy<Value = u8> {
    prop_oneof![3 => any::<u8>(), 1 => 0..SUBJECTS]
}

fn class() -> impl Strategy<Value = Class> {
    let predicate = || 0..PREDICATES;
    let subjects = vec((0..SUBJECTS, vec(object_number(), 0..12)), 0..60);
    (
        vec((predicate(), any::<u8>()), 0..4),
        vec(predicate(), 0..3),
        vec((predicate(), 1..6usize), 0..2),
        vec(predicate(), 0..3),
        subjects,
    )
        .prop_map(|(common, singles, lists, optional, subjects)| Class { common, singles, lists, optional, subjects })
}

/// Triples that belong to no class, some of them between a subject and itself.
fn others() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    let any_triple = (0..SUBJECTS, 0..PREDICATES, object_number());
    let of_itself = (0..SUBJECTS, 0..PREDICATES).prop_map(|(subject, predicate)| (subject, predicate, subject));
    vec(prop_oneof![4 => any_triple, 1 => of_itself], 0..60)
}

/// Graphs of the triples, repeated cyclically. Most data sets have only the default graph.
fn graphs() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop_oneof![3 => Just(vec![vec![0]]), 1 => vec(vec(0..5u8, 1..3), 1..9)]
}

fn quads() -> impl Strategy<Value = Vec<Quad>> {
    (vec(class(), 0..5), others(), graphs()).prop_map(|(classes, others, graphs)| {
        let triples = classes.iter().flat_map(Class::triples).chain(others);
        let quads = triples.zip(graphs.iter().cycle()).flat_map(|((subject, predicate, object), graphs)| {
            let quad =
                move |graph: &u8| Quad::new(subject_of(subject), predicate_of(predicate), object_of(object), graph_of(*graph));
            graphs.iter().map(quad)
        });
        quads.take(MOST).collect()
    })
}

fn iri(text: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://data.example/{text}"))
}

fn subject_of(number: u8) -> NamedOrBlankNode {
    match number % 4 {
        0 => BlankNode::new_unchecked(format!("b{number}")).into(),
        1 => iri(&format!("predicate/{}", number % PREDICATES)).into(),
        _ => iri(&format!("thing/{number}")).into(),
    }
}

fn predicate_of(number: u8) -> NamedNode {
    iri(&format!("predicate/{number}"))
}

fn object_of(number: u8) -> Term {
    let xsd = |name: &str| NamedNode::new_unchecked(format!("http://www.w3.org/2001/XMLSchema#{name}"));
    match number {
        0..SUBJECTS => subject_of(number).into(),
        120..140 => iri(&format!("class#{number}")).into(),
        140..170 => Literal::new_simple_literal(format!("text {number}")).into(),
        170..190 => {
            Literal::new_language_tagged_literal_unchecked("name", if number.is_multiple_of(2) { "de" } else { "en" }).into()
        }
        190..220 => Literal::new_typed_literal((i32::from(number) - 205).to_string(), xsd("integer")).into(),
        220..240 => Literal::new_typed_literal(format!("code {number}"), iri("datatype")).into(),
        _ => Triple::new(subject_of(number - 200), predicate_of(number % PREDICATES), object_of(number - 60)).into(),
    }
}

fn graph_of(number: u8) -> GraphName {
    match number {
        0 => GraphName::DefaultGraph,
        1 => BlankNode::new_unchecked("g").into(),
        _ => iri(&format!("thing/{number}")).into(),
    }
}

/// A data set in both stores.
struct Both<'s> {
    store: &'s Store<'s>,
    oxigraph: Oxigraph,
    /// Id of each term.
    ids: HashMap<Term, TermId>,
    /// Term of each id.
    terms: HashMap<TermId, Term>,
}

/// Bound terms, in the order of a triple.
type Bound = [Option<Term>; 3];

impl<'s> Both<'s> {
    fn new(store: &'s Store<'s>, quads: &[Quad]) -> Self {
        let oxigraph = Oxigraph::new().expect("a store in memory");
        oxigraph.extend(quads.iter().cloned()).expect("it takes any quad");
        let read = Terms::new(store, Version::Rdf12);
        let terms: HashMap<TermId, Term> =
            (0..store.term_count()).map(TermId).map(|id| (id, read.term(id).expect("each term can be read"))).collect();
        let ids: HashMap<Term, TermId> = terms.iter().map(|(id, term)| (term.clone(), *id)).collect();
        assert_eq!(ids.len(), terms.len(), "each term has one id");
        Both { store, oxigraph, ids, terms }
    }

    /// Compares the answers to a pattern. A term that is not in the store gets the first unused id.
    fn check(&self, bound: &Bound) {
        let [subject, predicate, object] = bound
            .each_ref()
            .map(|term| term.as_ref().map(|term| self.ids.get(term).copied().unwrap_or(TermId(self.store.term_count()))));
        let pattern = Pattern { subject, predicate, object };
        let mut found = HashSet::new();
        for triple in self.store.triples(pattern) {
            let triple = triple.expect("the blob is sound");
            let quad = [Some(triple.subject), Some(triple.predicate), Some(triple.object), triple.graph]
                .map(|id| id.map(|id| self.terms[&id].clone()));
            assert!(found.insert(quad), "{triple:?} occurs twice for {bound:?}");
        }
        assert_eq!(found, self.expected(bound), "{bound:?}");
    }

    fn expected(&self, [subject, predicate, object]: &Bound) -> HashSet<[Option<Term>; 4]> {
        let subject = subject.clone().map(|term| NamedOrBlankNode::try_from(term).expect("checked"));
        let predicate = predicate.clone().map(|term| NamedNode::try_from(term).expect("checked"));
        let found = self.oxigraph.quads_for_pattern(
            subject.as_ref().map(|term| term.as_ref()),
            predicate.as_ref().map(|term| term.as_ref()),
            object.as_ref().map(|term| term.as_ref()),
            None,
        );
        found.map(|quad| quad.expect("it is in memory")).map(|quad| terms_of(&quad)).collect()
    }
}

fn terms_of(quad: &Quad) -> [Option<Term>; 4] {
    let graph = match quad.graph_name.clone() {
        GraphName::DefaultGraph => None,
        GraphName::NamedNode(name) => Some(name.into()),
        GraphName::BlankNode(name) => Some(name.into()),
    };
    [Some(quad.subject.clone().into()), Some(quad.predicate.clone().into()), Some(quad.object.clone()), graph]
}

/// All eight patterns of each triple, and of terms that do not occur together or not at all, without duplicates.
fn patterns(quads: &[Quad]) -> HashSet<Bound> {
    let triple = |quad: &Quad| -> [Term; 3] { [quad.subject.clone().into(), quad.predicate.clone().into(), quad.object.clone()] };
    let mut triples: Vec<[Term; 3]> = quads.iter().map(triple).collect();
    let shifted = |by: usize| quads.iter().map(triple).cycle().skip(by).take(quads.len());
    for (a, (b, c)) in quads.iter().map(triple).zip(shifted(1).zip(shifted(quads.len() / 2))) {
        triples.push([a[0].clone(), b[1].clone(), c[2].clone()]);
        triples.push([a[0].clone(), a[1].clone(), c[2].clone()]);
    }
    let absent = || Term::from(iri("absent"));
    let none: Term = Literal::new_simple_literal("no such text").into();
    triples.push([absent(), absent(), none.clone()]);
    for [subject, predicate, object] in triples.clone().into_iter().step_by(17) {
        triples.extend([
            [absent(), predicate.clone(), object.clone()],
            [subject.clone(), absent(), object],
            [subject, predicate, none.clone()],
        ]);
    }
    // Swap subject and object where possible.
    let swapped: Vec<[Term; 3]> = triples
        .iter()
        .filter(|[.., object]| matches!(object, Term::NamedNode(_) | Term::BlankNode(_)))
        .map(|[subject, predicate, object]| [object.clone(), predicate.clone(), subject.clone()])
        .collect();
    triples.extend(swapped.into_iter().step_by(5));
    let bound = |triple: &[Term; 3], mask: usize| -> Bound {
        std::array::from_fn(|index| (mask >> index & 1 == 1).then(|| triple[index].clone()))
    };
    triples.iter().flat_map(|triple| (0..8).map(move |mask| bound(triple, mask))).collect()
}

/// Counts from the triple section of a blob.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shape {
    families: u32,
    singles: u32,
    lists: u32,
    common: u32,
    shared: u32,
    graph_sets: u32,
}

fn shape_of(blob: &[u8]) -> Shape {
    let sections = Envelope::read(blob).expect("the compiler writes one message").sections;
    let section = sections.iter().find(|section| section.tag == Tag::Triples as u8).expect("every blob has it");
    let triples = TripleSection::decode(section.bytes).expect("a sound section");
    let section = sections.iter().find(|section| section.tag == Tag::Graphs as u8);
    let graphs: Option<GraphSection<'_>> = section.map(|section| section_of(section.bytes).expect("a sound section"));
    let having = |bits: u32, kind: u32| {
        (0..triples.entries_len).filter(|entry| triples.entries.get(*entry)[1] & bits == kind).count() as u32
    };
    let of_kind = |kind| having(3, kind);
    Shape {
        families: triples.families_len,
        singles: of_kind(entry_kind::SINGLE),
        lists: of_kind(entry_kind::LISTS),
        common: of_kind(entry_kind::COMMON),
        shared: having(entry_kind::SHARED, entry_kind::SHARED),
        graph_sets: graphs.map_or(0, |graphs| graphs.sets_len),
    }
}

fn check(quads: &[Quad]) -> Shape {
    let blob = compile(&Model { triples: quads.to_vec(), ..Model::default() }).expect("a small data set");
    let store = Store::open(&blob).expect("what is compiled opens");
    let both = Both::new(&store, quads);
    assert_eq!(store.triple_count() as usize, both.oxigraph.len().expect("it is in memory"));
    patterns(quads).iter().for_each(|bound| both.check(bound));
    shape_of(&blob)
}

#[test]
fn all_patterns_get_the_answers_of_oxigraph() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(512);
    let shapes: RefCell<Vec<Shape>> = RefCell::default();
    let largest = Cell::new(0);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let tried = TestRunner::new_with_rng(config, proptest::test_runner::TestRng::deterministic_rng(Default::default())).run(
        &quads(),
        |quads| {
            largest.set(largest.get().max(quads.len()));
            shapes.borrow_mut().push(check(&quads));
            Ok(())
        },
    );
    if let Err(error) = tried {
        panic!("{error}");
    }
    // Check that the random data covers the cases that this test is about.
    let shapes = shapes.into_inner();
    let with = |has: fn(&Shape) -> bool| shapes.iter().filter(|shape| has(shape)).count();
    assert!(with(|shape| shape.common >= 2) * 3 >= shapes.len(), "too few data sets have families with common objects: {shapes:?}");
    assert!(with(|shape| shape.lists > 0 && shape.singles > 0 && shape.common > 0 && shape.families > 8) > 0, "{shapes:?}");
    assert!(
        with(|shape| shape.shared > 0) * 2 >= shapes.len(),
        "too few data sets have subjects with an object by two predicates: {shapes:?}"
    );
    assert!(with(|shape| shape.graph_sets > 1) > 0, "no data set has named graphs");
    assert_eq!(with(|shape| shape.graph_sets > 0 && shape.common > 0), 0, "an object is common although there are named graphs");
    assert!(largest.get() > 500, "{largest:?}");
}

#[test]
fn an_empty_data_set_and_one_triple() {
    assert_eq!(check(&[]), Shape::default());
    let one = Quad::new(iri("a"), iri("a"), iri("a"), GraphName::DefaultGraph);
    assert_eq!(check(&[one]), Shape { families: 1, singles: 1, ..Shape::default() });
}

#[test]
fn an_object_by_many_predicates() {
    // Some subjects have it by all predicates, some by predicates that are this far apart, and some by one alone; they have another
    // object by the others.
    let apart = [1, 7, 33, 64, 100];
    let quad = |subject: u8, predicate: u8| {
        let has = predicate.is_multiple_of(apart[usize::from(subject) % apart.len()]);
        let object = if has { 200 } else { 120 + (subject ^ predicate) % 70 };
        Quad::new(iri(&format!("thing/{subject}")), predicate_of(predicate), object_of(object), GraphName::DefaultGraph)
    };
    let quads: Vec<Quad> = (0..40).flat_map(|subject| (0..100).map(move |predicate| quad(subject, predicate))).collect();
    let shape = check(&quads);
    assert!(shape.families <= 2 && shape.shared >= 99, "{shape:?}");
}
