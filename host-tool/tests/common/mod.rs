//! Shared by the robustness tests: a small data set that uses every feature, a source of random bytes, and [`walk`].
//!
//! The fuzz targets include this file by its path, so that they use the same blob and call the same accessors as the tests.

#![allow(dead_code, reason = "each test uses its part")]

pub mod walk;

use std::path::PathBuf;

use factrom::compiler::Section;
use factrom_tool::compile::{Envelope, compile};
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Articles, Options, resolve};
use factrom_tool::model::Model;
use oxrdf::{BaseDirection, BlankNode, GraphName, Literal, NamedNode, Quad, Term, Triple};

/// Namespace of the small data set.
pub const NAMESPACE: &str = "https://fair.example/";

/// Returns the small data set: a town fair, told by two sources, and a few triples of each kind that fact files cannot express.
///
/// # Panics
///
/// Panics if its fact files have errors, and shows them.
#[must_use]
pub fn small_model() -> Model {
    let mut input = Input::default();
    input.add(PathBuf::from("fair.toml"), include_str!("small/fair.toml").to_string());
    input.add(PathBuf::from("gazette.toml"), include_str!("small/gazette.toml").to_string());
    let mut articles = Articles::default();
    articles.add("fair.txt".to_string(), include_str!("small/fair.txt").to_string());
    articles.add("gazette.txt".to_string(), include_str!("small/gazette.txt").to_string());
    let resolved = resolve(&input, Options { articles: Some(&articles), with_quotes: true });
    let shown = factrom_tool::diagnostic::render_all(&resolved.diagnostics, &input.files, false);
    assert!(resolved.diagnostics.is_empty(), "{shown}");
    let mut model = resolved.model;
    model.triples.extend(more_quads());
    model
}

/// Returns the blob of the small data set.
///
/// # Panics
///
/// Panics if it does not compile.
#[must_use]
pub fn small_blob() -> Vec<u8> {
    compile(&small_model()).expect("a few kilobytes are not too large")
}

/// Returns the sections of a blob.
///
/// # Panics
///
/// Panics if the bytes are not a blob.
#[must_use]
pub fn sections(blob: &[u8]) -> Vec<Section<'_>> {
    Envelope::read(blob).expect("the compiler writes one message").sections
}

/// Returns an IRI of the small data set.
#[must_use]
pub fn iri(path: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NAMESPACE}{path}"))
}

/// Returns a datatype of XML Schema.
#[must_use]
pub fn xsd(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{name}", factrom_tool::vocabulary::XSD))
}

/// Triples with blank nodes, a named graph, literals of every kind, and nested triple terms.
fn more_quads() -> Vec<Quad> {
    let node = BlankNode::new_unchecked("n");
    let says = iri("predicate/about");
    let inner = Triple::new(iri("entity/fair"), iri("predicate/held-in"), iri("entity/brookhollow"));
    let outer = Triple::new(node.clone(), says.clone(), inner.clone());
    let objects: Vec<Term> = vec![
        Literal::new_simple_literal("plain").into(),
        Literal::new_language_tagged_literal_unchecked("Jahrmarkt", "de").into(),
        Literal::new_directional_language_tagged_literal_unchecked("سوق", "ar", BaseDirection::Rtl).into(),
        Literal::new_typed_literal("-7", xsd("integer")).into(),
        Literal::new_typed_literal("07.50", xsd("decimal")).into(),
        Literal::new_typed_literal("many", xsd("integer")).into(),
        Literal::new_typed_literal("9".repeat(65), xsd("integer")).into(),
        Literal::new_typed_literal("true", xsd("boolean")).into(),
        Term::Triple(Box::new(outer)),
    ];
    let mut quads: Vec<Quad> =
        objects.into_iter().map(|object| Quad::new(node.clone(), says.clone(), object, GraphName::DefaultGraph)).collect();
    quads.push(Quad::new(iri("entity/fair"), says.clone(), node.clone(), iri("g")));
    quads.push(Quad::new(iri("entity/fair"), says, node.clone(), node));
    quads
}

/// Random numbers that are the same in every run: Marsaglia's xorshift with 64 bits.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Creates a generator from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    /// Returns `len` random bytes.
    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.below(256) as u8).collect()
    }

    /// Shuffles in place (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
