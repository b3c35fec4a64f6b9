//! Import followed by export: the data set stays the same up to the names of blank nodes.
//!
//! RDFC-1.0 does not support triple terms, so each is first converted to a node with three properties. Two data sets are equal if
//! and only if the converted ones are equal.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::rc::Rc;

use factrom::Store;
use factrom_tool::compile::compile;
use factrom_tool::model::Model;
use factrom_tool::rdf::export::{Version, write};
use factrom_tool::rdf::input::{Input, Options, read};
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxrdf::{BaseDirection, BlankNode, Dataset, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxrdfio::{RdfFormat, RdfParser, RdfSerializer};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const TRIG: &str = r#"
PREFIX : <http://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:a :p :b , _:written , [ :name "nobody" ; :knows [] ] ;
   :list ( 1 "two" [ :three 3.0 ] ) ;
   :numbers 7 , 07 , +7 , 7.0 , 7e0 , "7"^^xsd:int , "seven"^^xsd:integer , "7" ;
   :dates "2022-01-10"^^xsd:date , "2022-01"^^xsd:gYearMonth , "no date"^^xsd:date , "2022-01-10Z"^^xsd:date ;
   :odd "x"^^<urn:own:type> , "true"^^xsd:boolean , "1"^^xsd:boolean , ""^^xsd:string , "" ;
   :controls "\u0000\u0001\b\t\n\f\r\"\\\u007F\u0085\u2028\uFFFD\U0010FFFF" ;
   :text "naïve 日本 مرحبا 🦉" , "naïve"@fr , "naive"@en-GB , "naive"@EN-gb , ""@en ;
   :says "مرحبا"@ar--rtl , "hello"@en--ltr , "hello"@en ;
   <http://example.org/prädikat/日本> <http://example.org/%C3%A4?q=1&r=(2)#frag> .
<< :a :p :b ~ :reifier >> :certainty 0.9 .
:a :p :c {| :source _:written |} .
:a :quotes <<( _:written :p <<( :a :p "deep"@en--ltr )>> )>> .
:graph { :a :p :b . _:written :p _:written }
_:graph { _:graph :p :a . :graph :p _:graph }
<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6> { <urn:x:y> <urn:x:z> <urn:x:w> }
"#;

/// The data set above, converted by hand.
const TRIG_AS_NQUADS: &str = r#"
<a> <p> <b> .
<a> <p> _:w .
<a> <p> _:n .
_:n <name> "nobody" .
_:n <knows> _:m .
<a> <list> _:l1 .
_:l1 <rdf:first> "1"^^<xsd:integer> .
_:l1 <rdf:rest> _:l2 .
_:l2 <rdf:first> "two" .
_:l2 <rdf:rest> _:l3 .
_:l3 <rdf:first> _:t .
_:l3 <rdf:rest> <rdf:nil> .
_:t <three> "3.0"^^<xsd:decimal> .
<a> <numbers> "7"^^<xsd:integer> .
<a> <numbers> "07"^^<xsd:integer> .
<a> <numbers> "+7"^^<xsd:integer> .
<a> <numbers> "7.0"^^<xsd:decimal> .
<a> <numbers> "7e0"^^<xsd:double> .
<a> <numbers> "7"^^<xsd:int> .
<a> <numbers> "seven"^^<xsd:integer> .
<a> <numbers> "7" .
<a> <dates> "2022-01-10"^^<xsd:date> .
<a> <dates> "2022-01"^^<xsd:gYearMonth> .
<a> <dates> "no date"^^<xsd:date> .
<a> <dates> "2022-01-10Z"^^<xsd:date> .
<a> <odd> "x"^^<urn:own:type> .
<a> <odd> "true"^^<xsd:boolean> .
<a> <odd> "1"^^<xsd:boolean> .
<a> <odd> "" .
<a> <controls> "\u0000\u0001\b\t\n\f\r\"\\\u007F\u0085\u2028\uFFFD\U0010FFFF" .
<a> <text> "naïve 日本 مرحبا 🦉" .
<a> <text> "naïve"@fr .
<a> <text> "naive"@en-gb .
<a> <text> ""@en .
<a> <says> "مرحبا"@ar--rtl .
<a> <says> "hello"@en--ltr .
<a> <says> "hello"@en .
<a> <prädikat/日本> <%C3%A4?q=1&r=(2)#frag> .
<reifier> <rdf:reifies> <<( <a> <p> <b> )>> .
<reifier> <certainty> "0.9"^^<xsd:decimal> .
<a> <p> <c> .
_:r <rdf:reifies> <<( <a> <p> <c> )>> .
_:r <source> _:w .
<a> <quotes> <<( _:w <p> <<( <a> <p> "deep"@en--ltr )>> )>> .
<a> <p> <b> <graph> .
_:w <p> _:w <graph> .
_:g <p> <a> _:g .
<graph> <p> _:g _:g .
<urn:x:y> <urn:x:z> <urn:x:w> <urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6> .
"#;

fn expanded(lines: &str) -> String {
    let absolute = |iri: &str| match iri.split_once(':') {
        Some(("rdf", name)) => format!("http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}"),
        Some(("xsd", name)) => format!("http://www.w3.org/2001/XMLSchema#{name}"),
        Some(_) => iri.to_string(),
        None => format!("http://example.org/{iri}"),
    };
    let mut text = String::new();
    for (index, part) in lines.split('<').enumerate() {
        match part.split_once('>') {
            Some((iri, rest)) if !iri.is_empty() && index > 0 && !iri.starts_with('(') => {
                text.push_str(&format!("<{}>{rest}", absolute(iri)));
            }
            _ => text.push_str(&format!("{}{part}", if index > 0 { "<" } else { "" })),
        }
    }
    text
}

/// Imports files with their names and returns the blob.
fn blob(files: &[(&str, &[u8])], options: &Options) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let inputs: Vec<Input> = files
        .iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            Input { path, graph: None }
        })
        .collect();
    let mut model = Model::default();
    read(&inputs, options, &(Rc::new(|_| ()) as _), &mut |quad| {
        model.triples.push(quad);
        Ok(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    compile(&model).unwrap()
}

fn exported(blob: &[u8], format: RdfFormat) -> String {
    let mut text = Vec::new();
    write(&Store::open(blob).unwrap(), format, Version::Rdf12, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn quads(text: &str, format: RdfFormat) -> Vec<Quad> {
    RdfParser::from_format(format).for_slice(text).map(|quad| quad.unwrap_or_else(|error| panic!("{error} in:\n{text}"))).collect()
}

/// Returns a data set as lines with canonical blank node names.
fn canonical(quads: impl IntoIterator<Item = Quad>) -> BTreeSet<String> {
    let mut unfolded = Dataset::new();
    let mut nodes = HashMap::new();
    for quad in quads {
        let object = unfold(quad.object, &mut nodes, &mut unfolded);
        unfolded.insert(&Quad { object, ..quad });
    }
    unfolded.canonicalize(CanonicalizationAlgorithm::Rdfc10 { hash_algorithm: CanonicalizationHashAlgorithm::Sha256 });
    unfolded.iter().map(|quad| quad.to_string()).collect()
}

/// Returns a node for a triple term, with the parts of the term around it in a graph of their own.
fn unfold(term: Term, nodes: &mut HashMap<Triple, BlankNode>, unfolded: &mut Dataset) -> Term {
    let Term::Triple(triple) = term else { return term };
    let node = nodes.entry((*triple).clone()).or_default().clone();
    let part = |name: &str| NamedNode::new_unchecked(format!("urn:unfolded:{name}"));
    let object = unfold(triple.object, nodes, unfolded);
    for (name, value) in [("subject", triple.subject.into()), ("predicate", triple.predicate.into()), ("object", object)] {
        unfolded.insert(&Quad::new(node.clone(), part(name), value, part("graph")));
    }
    node.into()
}

fn assert_same(written: Vec<Quad>, blob: &[u8]) {
    let out = quads(&exported(blob, RdfFormat::NQuads), RdfFormat::NQuads);
    let (written, out) = (canonical(written), canonical(out));
    let lost: Vec<_> = written.difference(&out).collect();
    let made_up: Vec<_> = out.difference(&written).collect();
    assert!(lost.is_empty() && made_up.is_empty(), "missing: {lost:#?}\nunexpected: {made_up:#?}");
}

#[test]
fn the_comparison_tells_data_sets_apart() {
    let same = |one: &str, other: &str| {
        let set = |lines: &str| canonical(quads(&expanded(lines), RdfFormat::NQuads));
        set(one) == set(other)
    };
    assert!(same("_:x <p> _:y .\n_:y <p> <a> .", "_:y <p> _:x .\n_:x <p> <a> ."));
    assert!(!same("_:x <p> _:y .\n_:y <p> <a> .", "_:x <p> _:x .\n_:x <p> <a> ."));
    assert!(same("<a> <p> <<( _:x <p> _:y )>> .", "<a> <p> <<( _:y <p> _:x )>> ."));
    assert!(!same("<a> <p> <<( _:x <p> _:y )>> .", "<a> <p> <<( _:x <p> _:x )>> ."));
    assert!(!same("<a> <p> <<( _:x <p> <b> )>> .\n_:x <p> <c> .", "<a> <p> <<( _:x <p> <b> )>> .\n_:y <p> <c> ."));
    assert!(!same("<a> <p> \"x\"@ar--rtl .", "<a> <p> \"x\"@ar ."));
    assert!(!same("<a> <p> <b> _:g .", "<a> <p> <b> ."));
}

#[test]
fn trig_with_everything() {
    let blob = blob(&[("all.trig", TRIG.as_bytes())], &Options::default());
    assert_same(quads(&expanded(TRIG_AS_NQUADS), RdfFormat::NQuads), &blob);
    // The export is imported again as the same data set, in each format with graphs.
    for (name, format) in [("again.nq", RdfFormat::NQuads), ("again.trig", RdfFormat::TriG)] {
        let again = self::blob(&[(name, exported(&blob, format).as_bytes())], &Options::default());
        assert_same(quads(&expanded(TRIG_AS_NQUADS), RdfFormat::NQuads), &again);
    }
    let as_lines = self::blob(&[("all.nq", expanded(TRIG_AS_NQUADS).as_bytes())], &Options::default());
    assert_same(quads(&expanded(TRIG_AS_NQUADS), RdfFormat::NQuads), &as_lines);
}

const XML: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rdf:RDF [ <!ENTITY ex "http://example.org/"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://example.org/" xmlns:e="http://example.org/" xml:base="http://example.org/base/x">
  <!-- </rdf:RDF> -->
  <Thing rdf:about="&ex;a" e:name="plain">
    <text xml:lang="EN-gb">grey &amp; &#x67;reen</text>
    <cdata><![CDATA[<green>]]></cdata>
    <number rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">07</number>
    <near rdf:resource="y"/>
    <knows rdf:nodeID="b0"/>
    <has rdf:parseType="Resource"><inner>1</inner></has>
    <list rdf:parseType="Collection"><rdf:Description rdf:nodeID="b0"/></list>
  </Thing>
  <rdf:Description><anonymous>yes</anonymous></rdf:Description>
</rdf:RDF>
<!-- the end -->
"#;

const XML_AS_NQUADS: &str = r#"
<a> <rdf:type> <Thing> .
<a> <name> "plain" .
<a> <text> "grey & green"@en-gb .
<a> <cdata> "\u003Cgreen\u003E" .
<a> <number> "07"^^<xsd:integer> .
<a> <near> <base/y> .
<a> <knows> _:n .
<a> <has> _:h .
_:h <inner> "1" .
<a> <list> _:l .
_:l <rdf:first> _:n .
_:l <rdf:rest> <rdf:nil> .
_:d <anonymous> "yes" .
"#;

#[test]
fn rdf_xml() {
    let blob = blob(&[("all.rdf", XML.as_bytes())], &Options::default());
    assert_same(quads(&expanded(XML_AS_NQUADS), RdfFormat::NQuads), &blob);
}

const JSON_LD: &str = r#"{
  "@context": {"@vocab": "http://example.org/", "@base": "http://example.org/base/", "dir": {"@id": "says", "@language": "AR", "@direction": "rtl"}},
  "@graph": [
    {"@id": "http://example.org/a", "name": "plain", "number": 7, "ratio": 0.5, "yes": true, "dir": "مرحبا",
     "text": {"@value": "grey", "@language": "EN-gb"}, "list": {"@list": ["x", {"inner": "y"}]}, "near": {"@id": "y"},
     "knows": {"@id": "_:b0"}},
    {"@id": "http://example.org/graph", "@graph": {"@id": "_:b0", "name": "inside"}},
    {"name": "anonymous"}
  ]
}"#;

const JSON_LD_AS_NQUADS: &str = r#"
<a> <name> "plain" .
<a> <number> "7"^^<xsd:integer> .
<a> <ratio> "5.0E-1"^^<xsd:double> .
<a> <yes> "true"^^<xsd:boolean> .
<a> <text> "grey"@en-gb .
<a> <list> _:l1 .
_:l1 <rdf:first> "x" .
_:l1 <rdf:rest> _:l2 .
_:l2 <rdf:first> _:y .
_:l2 <rdf:rest> <rdf:nil> .
_:y <inner> "y" .
<a> <near> <base/y> .
<a> <knows> _:n .
_:n <name> "inside" <graph> .
_:d <name> "anonymous" .
<a> <says> "مرحبا"@ar--rtl .
"#;

#[test]
fn json_ld() {
    let blob = blob(&[("all.jsonld", JSON_LD.as_bytes())], &Options::default());
    assert_same(quads(&expanded(JSON_LD_AS_NQUADS), RdfFormat::NQuads), &blob);
}

#[test]
fn labels_of_different_files_are_different_nodes() {
    let one: &[u8] = b"_:x <http://example.org/p> _:y , [] .";
    let other: &[u8] = b"_:x <http://example.org/p> _:b0 .";
    let blob = blob(&[("one.ttl", one), ("other.nt", other), ("third.nt", other)], &Options::default());
    let expected = "_:x <p> _:y .\n_:x <p> _:z .\n_:x2 <p> _:y2 .\n_:x3 <p> _:y3 .";
    assert_same(quads(&expanded(expected), RdfFormat::NQuads), &blob);
    let names = exported(&blob, RdfFormat::NQuads).replace(" <http://example.org/p>", "");
    assert_eq!(names, "_:b1 _:b2 .\n_:b3 _:b4 .\n_:x _:b0 .\n_:x _:y .\n", "labels changed without a clash");
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    for (name, text) in [("all.trig", TRIG), ("all.rdf", XML), ("all.jsonld", JSON_LD)] {
        let files = [(name, text.as_bytes())];
        assert!(blob(&files, &Options::default()) == blob(&files, &Options::default()), "{name}");
    }
}

#[test]
fn a_very_long_text_and_an_empty_file() {
    let long: String = (0..40_000).map(|number| format!("{number} ")).collect();
    let line = format!("<http://example.org/a> <http://example.org/p> \"{long}\" .\n");
    assert_same(quads(&line, RdfFormat::NQuads), &blob(&[("long.nt", line.as_bytes())], &Options::default()));
    for name in ["empty.nt", "empty.nq", "empty.ttl", "empty.trig", "empty.rdf"] {
        let blob = blob(&[(name, b"")], &Options::default());
        assert_eq!(Store::open(&blob).unwrap().triple_count(), 0);
        assert_eq!(exported(&blob, RdfFormat::NQuads), "");
    }
}

#[test]
fn the_shared_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/rdf");
    let Ok(entries) = fs::read_dir(&folder).and_then(|top| Ok(top.chain(fs::read_dir(folder.join("lubm"))?).collect::<Vec<_>>()))
    else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "with CI=true, the RDF files must exist");
        eprintln!("skipped: no folder {}", folder.display());
        return;
    };
    let mut files = 0;
    for path in entries.into_iter().map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|it| it == "nt"))
    {
        let text = fs::read_to_string(&path).unwrap();
        let blob = blob(&[("data.nt", text.as_bytes())], &Options::default());
        let written = quads(&text, RdfFormat::NTriples);
        assert_eq!(Store::open(&blob).unwrap().triple_count() as usize, written.iter().collect::<HashSet<_>>().len());
        assert_same(written, &blob);
        files += 1;
    }
    assert_eq!(files, 6);
}

fn iri() -> impl Strategy<Value = NamedNode> {
    select(vec!["a", "b", "é", "long/path/b", "x#y", "x#z?"])
        .prop_map(|name| NamedNode::new(format!("http://example.org/{name}")).unwrap())
}

/// A predicate that RDF/XML can write: its end must be an XML name.
fn predicate() -> impl Strategy<Value = NamedNode> {
    select(vec!["p", "q", "ns#r"]).prop_map(|name| NamedNode::new(format!("http://example.org/{name}")).unwrap())
}

/// Few blank nodes, because canonical names of many similar ones take long to compute.
fn blank() -> impl Strategy<Value = BlankNode> {
    select(vec!["x", "b0", "b1", "0a", "ff", "n.1"]).prop_map(BlankNode::new_unchecked)
}

fn resource() -> impl Strategy<Value = NamedOrBlankNode> {
    prop_oneof![2 => iri().prop_map(NamedOrBlankNode::from), 1 => blank().prop_map(NamedOrBlankNode::from)]
}

fn literal() -> impl Strategy<Value = Literal> {
    let text = prop_oneof![
        "\\PC{0,12}",
        // All characters except surrogates, including control characters.
        vec(any::<char>(), 0..6).prop_map(String::from_iter),
        select(vec![
            "",
            "7",
            "07",
            "+7",
            "7.0",
            "-0",
            "0",
            "1e3",
            "2022-01-10",
            "2022-01-10Z",
            "2022-1",
            "> 900 people",
            "x".repeat(80).leak()
        ])
        .prop_map(str::to_string),
    ];
    let datatypes = ["xsd#integer", "integer", "decimal", "double", "date", "gYearMonth", "string", "boolean", "int"];
    (text, 0..14usize).prop_map(move |(text, kind)| match (kind, datatypes.get(kind)) {
        (0, _) => Literal::new_typed_literal(text, NamedNode::new_unchecked("urn:own:type")),
        (_, Some(name)) => {
            Literal::new_typed_literal(text, NamedNode::new_unchecked(format!("http://www.w3.org/2001/XMLSchema#{name}")))
        }
        (9, _) => Literal::new_language_tagged_literal_unchecked(text, "en-gb"),
        (10, _) => Literal::new_language_tagged_literal_unchecked(text, "de"),
        (11, _) => Literal::new_directional_language_tagged_literal_unchecked(text, "de", BaseDirection::Ltr),
        (12, _) => Literal::new_directional_language_tagged_literal_unchecked(text, "ar", BaseDirection::Rtl),
        _ => Literal::new_simple_literal(text),
    })
}

fn term() -> impl Strategy<Value = Term> {
    let leaf = prop_oneof![resource().prop_map(Term::from), literal().prop_map(Term::from)];
    leaf.prop_recursive(3, 6, 1, |inner| (resource(), predicate(), inner).prop_map(|(s, p, o)| Triple::new(s, p, o).into()))
}

fn graph() -> impl Strategy<Value = GraphName> {
    prop_oneof![Just(GraphName::DefaultGraph), iri().prop_map(GraphName::from), blank().prop_map(GraphName::from)]
}

fn dataset() -> impl Strategy<Value = Vec<Quad>> {
    vec((resource(), predicate(), term(), graph()).prop_map(|(s, p, o, g)| Quad::new(s, p, o, g)), 0..20)
}

/// Whether a format supports everything in a data set, and whether its writer is reliable for it.
fn holds(format: RdfFormat, quad: &Quad) -> bool {
    let is_text = |literal: &Literal| literal.value().chars().all(|c| c >= ' ' && c != '\u{FFFE}' && c != '\u{FFFF}');
    let in_default_graph = quad.graph_name.is_default_graph();
    // Names in XML do not start with a digit.
    if format == RdfFormat::RdfXml && quad.to_string().contains("_:0a") {
        return false;
    }
    match (format, &quad.object) {
        (RdfFormat::NQuads | RdfFormat::TriG, _) => true,
        (RdfFormat::RdfXml, Term::Literal(literal)) => in_default_graph && is_text(literal) && literal.direction().is_none(),
        (RdfFormat::RdfXml, Term::Triple(_)) => false,
        (RdfFormat::JsonLd { .. }, Term::Literal(literal)) => literal.direction().is_none(),
        (RdfFormat::JsonLd { .. }, object) => !matches!(object, Term::Triple(_)),
        _ => in_default_graph,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn random_data_sets_in_every_format(mut dataset in dataset(), which in 0..6usize, lenient: bool) {
        let (name, format) = [
            ("x.nt", RdfFormat::NTriples),
            ("x.nq", RdfFormat::NQuads),
            ("x.ttl", RdfFormat::Turtle),
            ("x.trig", RdfFormat::TriG),
            ("x.rdf", RdfFormat::RdfXml),
            ("x.jsonld", RdfFormat::JsonLd { profile: Default::default() }),
        ][which];
        dataset.retain(|quad| holds(format, quad));
        let mut serializer = RdfSerializer::from_format(format).for_writer(Vec::new());
        for quad in &dataset {
            serializer.serialize_quad(quad).unwrap();
        }
        let text = serializer.finish().unwrap();
        assert_same(dataset, &blob(&[(name, &text)], &Options { lenient, ..Options::default() }));
    }
}
