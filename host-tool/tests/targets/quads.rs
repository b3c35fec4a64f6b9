//! Compiles arbitrary bytes as a list of quads, and reads them back.
//!
//! ```text
//! input   length of texts, texts (cut at zeros), operations
//! 0 to 2  subject, predicate, object, graph                   one quad
//! 3       subject, count, predicate, object, graph            the same for `count` subjects: families have common objects
//! ```

use std::collections::{BTreeSet, HashMap};

use factrom::{LiteralKind, Pattern, Store, TermId, TermKey};
use factrom_tool::compile::compile;
use factrom_tool::model::Model;
use factrom_tool::rdf::export::Version;
use factrom_tool::rdf::export::terms::Terms;
use oxrdf::{BaseDirection, BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};

use super::common::walk::walk;
use super::common::xsd;

const MOST_QUADS: usize = 1_500;
/// Number of quads whose patterns are all queried.
const SAMPLED: usize = 24;

/// Compiles the quads of the input, counts them, and finds them again by all patterns and every term by its text.
pub fn quads(input: &[u8]) {
    let model = model_of(input);
    let blob = compile(&model).expect("a small data set");
    let store = Store::open(&blob).expect("what is compiled opens");
    assert_eq!(walk(&store).corrupt, 0);
    let ids = ids(&store);
    let id = |term: Term| Some(ids[&term]);
    let expected: BTreeSet<[Option<TermId>; 4]> = model
        .triples
        .iter()
        .map(|quad| {
            let graph = match quad.graph_name.clone() {
                GraphName::DefaultGraph => None,
                GraphName::NamedNode(name) => id(name.into()),
                GraphName::BlankNode(name) => id(name.into()),
            };
            [id(quad.subject.clone().into()), id(quad.predicate.clone().into()), id(quad.object.clone()), graph]
        })
        .collect();
    assert_eq!(store.triple_count() as usize, expected.len());
    for (number, quad) in expected.iter().enumerate() {
        let masks = if number % expected.len().div_ceil(SAMPLED) == 0 { 0..8 } else { 7..8 };
        for mask in masks {
            let wanted: [Option<TermId>; 3] = std::array::from_fn(|index| if mask >> index & 1 == 1 { quad[index] } else { None });
            check(&store, &expected, wanted);
        }
    }
}

/// Compares the answers to a pattern with those of a scan.
fn check(store: &Store<'_>, quads: &BTreeSet<[Option<TermId>; 4]>, wanted: [Option<TermId>; 3]) {
    let pattern = Pattern { subject: wanted[0], predicate: wanted[1], object: wanted[2] };
    let mut found: Vec<[Option<TermId>; 4]> = store
        .triples(pattern)
        .map(|triple| triple.expect("the blob is sound"))
        .map(|triple| [Some(triple.subject), Some(triple.predicate), Some(triple.object), triple.graph])
        .collect();
    found.sort_unstable();
    let fits = |quad: &&[Option<TermId>; 4]| (0..3).all(|index| wanted[index].is_none() || quad[index] == wanted[index]);
    assert!(quads.iter().filter(fits).eq(&found), "{pattern:?}: {found:?}");
}

/// Returns the id of every term in the store, and checks that the store finds it.
fn ids(store: &Store<'_>) -> HashMap<Term, TermId> {
    let terms = Terms::new(store, Version::Rdf12);
    let mut ids = HashMap::new();
    for id in (0..store.term_count()).map(TermId) {
        let term = terms.term(id).expect("what was a term is one");
        let stored = store.term(id).expect("the blob is sound");
        let text = stored.text().map(|text| text.to_string()).unwrap_or_default();
        let found = match stored {
            factrom::Term::Iri(_) => store.find(TermKey::Iri(&text)),
            factrom::Term::Blank(_) => store.find(TermKey::Blank(&text)),
            factrom::Term::Triple(triple) => store.find(TermKey::Triple(triple)),
            factrom::Term::Literal(literal) => match literal.kind {
                LiteralKind::String => store.find(TermKey::String(&text)),
                LiteralKind::Language(language) => store.find(TermKey::Language(&text, &language.to_string())),
                LiteralKind::Datatype(datatype) => {
                    let datatype = terms.iri(datatype).expect("a datatype is an IRI");
                    store.find(TermKey::Typed(&text, datatype.as_str()))
                }
            },
            other => panic!("a kind of term that the compiler does not write: {other:?}"),
        };
        assert_eq!(found, Ok(Some(id)), "{term}");
        assert_eq!(ids.insert(term, id), None, "a term has two ids");
    }
    ids
}

/// Decodes a data set from an input.
pub fn model_of(input: &[u8]) -> Model {
    let Some((len, rest)) = input.split_first() else { return Model::default() };
    let (texts, operations) = rest.split_at(usize::from(*len).min(rest.len()));
    let texts: Vec<String> = texts.split(|byte| *byte == 0).map(|text| String::from_utf8_lossy(text).into_owned()).collect();
    let names = Names { texts };
    let mut bytes = operations.iter().copied();
    let mut triples = Vec::new();
    while let Some(operation) = bytes.next() {
        let mut next = || bytes.next().unwrap_or(0);
        let first = next();
        let count = if operation % 4 == 3 { 1 + next() % 64 } else { 1 };
        let (predicate, object, graph) = (next(), next(), next());
        for subject in (0..count).map(|number| first.wrapping_add(number)) {
            triples.push(Quad::new(names.resource(subject), names.predicate(predicate), names.object(object), names.graph(graph)));
        }
        if triples.len() > MOST_QUADS {
            break;
        }
    }
    Model { triples, ..Model::default() }
}

/// Terms for the numbers in an input.
struct Names {
    texts: Vec<String>,
}

impl Names {
    fn text(&self, number: u8) -> &str {
        &self.texts[usize::from(number) % self.texts.len()]
    }

    /// Returns a word for an IRI or for a blank node label.
    fn word(&self, number: u8) -> String {
        let word: String = self.text(number).chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{word}{number}")
    }

    fn iri(&self, number: u8) -> NamedNode {
        let ends = ["/", "#", "/a/", "/?"];
        NamedNode::new_unchecked(format!("https://e.example{}{}", ends[usize::from(number / 5 % 4)], self.word(number)))
    }

    fn resource(&self, number: u8) -> NamedOrBlankNode {
        if number.is_multiple_of(8) { BlankNode::new_unchecked(self.word(number)).into() } else { self.iri(number).into() }
    }

    fn predicate(&self, number: u8) -> NamedNode {
        self.iri(number % 16)
    }

    fn object(&self, number: u8) -> Term {
        let text = self.text(number);
        match number {
            0..120 => self.resource(number).into(),
            120..150 => Literal::new_simple_literal(text).into(),
            150..165 => Literal::new_language_tagged_literal_unchecked(text, "en-gb").into(),
            165..170 => Literal::new_directional_language_tagged_literal_unchecked(text, "ar", BaseDirection::Rtl).into(),
            170..180 => Literal::new_typed_literal(text, self.iri(number % 3)).into(),
            180..240 => {
                let types = ["integer", "decimal", "double", "date", "dateTime", "gYear", "gYearMonth", "boolean", "duration"];
                Literal::new_typed_literal(text, xsd(types[usize::from(number) % types.len()])).into()
            }
            _ => Triple::new(self.resource(number - 180), self.predicate(number), self.object(number - 100)).into(),
        }
    }

    fn graph(&self, number: u8) -> GraphName {
        match number {
            0..200 => GraphName::DefaultGraph,
            _ => self.resource(number).into(),
        }
    }
}
