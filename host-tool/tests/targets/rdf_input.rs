//! Reads arbitrary bytes as an RDF file in each format, strictly or leniently.
//!
//! The first byte of the input chooses the format and the second the options. The rest is the file.

use std::io::Write;
use std::rc::Rc;

use factrom::{Store, TermId};
use factrom_tool::compile::compile;
use factrom_tool::model::Model;
use factrom_tool::rdf::export::Version;
use factrom_tool::rdf::export::terms::Terms;
use factrom_tool::rdf::input::{Format, Input, Options, read};
use oxrdf::{NamedNode, Quad};

/// Maximum number of quads to compile.
const MOST: usize = 300;

/// Reads the file or returns an error. What was read can be stored and exported.
pub fn rdf_input(input: &[u8]) {
    let [choice, how, rest @ ..] = input else { return };
    let formats = [Format::Ntriples, Format::Nquads, Format::Turtle, Format::Trig, Format::Rdfxml, Format::Jsonld];
    let mut file = tempfile::NamedTempFile::new().expect("a file can be made");
    file.write_all(rest).expect("it can be written");
    let iri = |text: &str| NamedNode::new_unchecked(text);
    let options = Options {
        format: Some(formats[usize::from(*choice) % formats.len()]),
        base: (how & 1 != 0).then(|| iri("https://base.example/a/b")),
        lenient: how & 2 != 0,
    };
    let one = Input { path: file.path().to_path_buf(), graph: (how & 4 != 0).then(|| iri("https://graph.example/")) };
    let files: Vec<Input> = if how & 8 != 0 { vec![one.clone(), one] } else { vec![one] };
    let mut quads: Vec<Quad> = Vec::new();
    let mut count = 0;
    let report = read(&files, &options, &(Rc::new(|_| ()) as Rc<dyn Fn(u64)>), &mut |quad| {
        count += 1;
        if quads.len() < MOST {
            quads.push(quad);
        }
        Ok(())
    });
    match report {
        Ok(report) => {
            assert_eq!(report.quads, count);
            assert!(options.lenient || report.errors == 0, "{report:?}");
            assert!(report.shown.iter().all(|complaint| !complaint.to_string().is_empty()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let blob = compile(&Model { triples: quads, ..Model::default() }).expect("a small data set");
    let store = Store::open(&blob).expect("what is compiled opens");
    let terms = Terms::new(&store, Version::Rdf12);
    for id in (0..store.term_count()).map(TermId) {
        terms.term(id).unwrap_or_else(|error| panic!("term {}: {error}", id.0));
    }
}

/// A file in each format to start with, after the two bytes that choose it.
pub fn seeds() -> Vec<Vec<u8>> {
    let files = [
        "_:a <http://e/p> \"x\\u00e9\"@en .\n<http://e/s> <http://e/p> <<( _:a <http://e/q> \"1\"^^<http://e/t> )>> . # no more\n",
        "<http://e/s> <http://e/p> \"a\\nb\"@ar--rtl <http://e/g> .\n<http://e/s> <http://e/p> _:b _:g .\n",
        "PREFIX : <#>\n@base <http://e/> .\n:s a :C ; :p 1, 2.5, 3e0, true, '''long\n''', (1 [ :q <x> ]) {| :by :me |} . << :a :b :c >> :d [] .\n",
        "@prefix : <http://e/> .\n:g { :s :p \"o\"@de, :o . } GRAPH _:h { [] :p <../x> } { :s :p :q . }\n",
        "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY e \"http://e/\">]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"&e;\"><C rdf:about=\"&e;s\" xml:lang=\"en\"><p>x</p><q rdf:parseType=\"Collection\"><C/></q><r rdf:parseType=\"Literal\"><b/></r></C></rdf:RDF>",
        "{\"@context\":{\"@vocab\":\"http://e/\",\"p\":{\"@type\":\"@id\"},\"l\":{\"@container\":\"@list\"}},\"@id\":\"http://e/s\",\"p\":\"t\",\"l\":[1,true,\"x\"],\"@graph\":[{\"n\":{\"@value\":\"v\",\"@language\":\"en\"}}]}",
    ];
    let seed = |(format, file): (usize, &str)| [&[format as u8, 1], file.as_bytes()].concat();
    files.into_iter().enumerate().map(seed).collect()
}
