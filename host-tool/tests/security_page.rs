//! Checks what `SECURITY.md` says is not promised today: a walk over a hostile blob can take long. A change that bounds it must
//! change the page.

use factrom::compiler::{Records, TripleSection};
use factrom::{Pattern, Store, Tag, TermKey};
use factrom_tool::compile::{compile, envelope};
use factrom_tool::model::Model;
use oxrdf::{GraphName, NamedNode, Quad};

use crate::common::sections;

#[test]
fn a_hostile_blob_of_a_few_kilobytes_has_millions_of_answers() {
    let iri = |text: String| NamedNode::new_unchecked(text);
    let quad = |number| Quad::new(iri(format!("a:{number}")), iri("b:p".into()), iri("c:o".into()), GraphName::DefaultGraph);
    let blob = compile(&Model { triples: (0..1000).map(quad).collect(), ..Model::default() }).unwrap();
    let mut sections = sections(&blob);
    let triples = sections.iter_mut().find(|section| section.tag == Tag::Triples as u8).unwrap();
    // Entries of zero bits are all entry 0, which all subjects have.
    let honest = TripleSection::decode(triples.bytes).unwrap();
    let forged = TripleSection { entries_len: 1 << 16, by_predicate: Records::default(), ..honest };
    let message = postcard::to_stdvec(&forged).unwrap();
    triples.bytes = &message;
    let hostile = envelope(&sections);
    assert!(hostile.len() < 5_000, "{} bytes", hostile.len());
    let store = Store::open(&hostile).unwrap();
    let predicate = store.find(TermKey::Iri("b:p")).unwrap();
    // Each match is found quickly; there are 65,536,000 of them.
    assert!(store.triples(Pattern { predicate, ..Pattern::default() }).nth(2_000_000).is_some_and(|triple| triple.is_ok()));
}
