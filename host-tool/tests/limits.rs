//! The compiler at its limits: lengths of names, ends of anchors, required sections, and the size of common objects.

use std::path::PathBuf;

use factrom::compiler::REQUIRED;
use factrom::{MAX_NAMESPACE_BYTES, Pattern, Store, Tag};
use factrom_tool::compile::compile;
use factrom_tool::fact_files::article::{Anchor, Article};
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Options, Resolved, resolve};
use factrom_tool::model::Model;
use oxrdf::{GraphName, NamedNode, Quad};

use crate::common;

/// Resolves a data set with one entity and one fact, in which everything has the same id.
fn resolved(namespace: &str, id: &str) -> Resolved {
    let mut input = Input::default();
    let text = format!(
        "[dataset]\nid = \"d\"\ntitle = \"d\"\nnamespace = \"{namespace}\"\nlanguage = \"en\"\n\n\
         [[class]]\nid = \"{id}\"\nlabel = \"thing\"\n\n\
         [[predicate]]\nid = \"{id}\"\nlabel = \"is\"\ndomain = [\"{id}\"]\nrange = [\"{id}\"]\n\n\
         [[entity]]\nid = \"{id}\"\nclass = \"{id}\"\nlabel = \"One\"\ndescription = \"one\"\n\n\
         [source]\nid = \"{id}\"\ntitle = \"Source\"\ndate = \"2024\"\nlanguage = \"en\"\nfile = \"s.txt\"\nsha256 = \"{}\"\n\n\
         [[fact]]\nid = \"{id}\"\nstatement = \"One is one.\"\nsubject = \"{id}\"\npredicate = \"{id}\"\nobject = \"{id}\"\n\
         stance = \"asserted\"\n[[fact.evidence]]\nparagraph = 1\nanchor = \"one is one\"\n",
        "0".repeat(64)
    );
    input.add(PathBuf::from("one.toml"), text);
    resolve(&input, Options { articles: None, with_quotes: false })
}

fn namespace(len: usize) -> String {
    format!("https://{}/", "a".repeat(len - 9))
}

#[test]
fn the_longest_namespaces_and_ids_are_accepted_and_found() {
    for (namespace_len, id_len) in [(MAX_NAMESPACE_BYTES, 64), (20, 1)] {
        let (namespace, id) = (namespace(namespace_len), "i".repeat(id_len));
        let resolved = resolved(&namespace, &id);
        let messages: Vec<&String> = resolved.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
        assert!(resolved.is_sound(), "{messages:?}");
        let blob = compile(&resolved.model).unwrap();
        let store = Store::open(&blob).unwrap();
        assert_eq!(store.namespace().unwrap().to_string().len(), namespace_len);
        assert!(
            store.entity(&id).is_ok() && store.fact_named(&id).is_ok() && store.source(&id).is_ok() && store.predicate(&id).is_ok()
        );
    }
    let message = |namespace_len: usize, id_len: usize| {
        let resolved = resolved(&namespace(namespace_len), &"i".repeat(id_len));
        assert!(!resolved.is_sound());
        resolved.diagnostics[0].help.clone().unwrap()
    };
    assert!(message(MAX_NAMESPACE_BYTES + 1, 64).contains("128 bytes"));
    assert!(message(MAX_NAMESPACE_BYTES, 65).contains("64 characters"));
}

#[test]
fn the_end_of_an_anchor_is_counted_in_bytes() {
    // Counted in characters the anchor ends before the second sentence, counted in bytes it ends within it.
    let text = "Čáp ččččč přišel. Šel dál.";
    let article = Article::new(text.to_string());
    assert_eq!(article.sentences(1).len(), 2);
    assert_eq!(article.locate(1, "ččččč přišel. Šel"), Anchor::Crossing);
    for anchor in ["Čáp ččččč přišel.", "ččččč přišel", "Šel dál."] {
        let Anchor::Found { bytes, .. } = article.locate(1, anchor) else { panic!("{anchor}") };
        assert_eq!(&text[bytes], anchor);
    }
}

#[test]
fn sections_that_patterns_need_are_required() {
    let blob = common::small_blob();
    for section in common::sections(&blob) {
        let tag = Tag::from_number(section.tag).unwrap();
        let needed = matches!(tag, Tag::Codec | Tag::Terms | Tag::Triples | Tag::Values | Tag::TripleTerms | Tag::Graphs);
        assert_eq!(section.flags, if needed { REQUIRED } else { 0 }, "section {tag}");
    }
    assert_eq!(common::sections(&blob).len(), 12);
}

#[test]
fn a_common_object_is_stored_once() {
    // Each subject shares four objects with 199 others, and has one of its own.
    let iri = |text: String| NamedNode::new_unchecked(format!("https://a.example/{text}"));
    let mut model = Model::default();
    for subject in 0..600u32 {
        for property in 0..4 {
            let object = iri(format!("kind/{property}-{}", subject / 200));
            let quad = Quad::new(iri(format!("s/{subject}")), iri(format!("p/{property}")), object, GraphName::DefaultGraph);
            model.triples.push(quad);
        }
        let other = iri(format!("s/{}", subject * 7 % 600));
        model.triples.push(Quad::new(iri(format!("s/{subject}")), iri("p/next".into()), other, GraphName::DefaultGraph));
    }
    let blob = compile(&model).unwrap();
    let sections = common::sections(&blob);
    let triples = sections.iter().find(|section| section.tag == Tag::Triples as u8).unwrap().bytes.len();
    assert_eq!(Store::open(&blob).unwrap().triples(Pattern::default()).count(), 3000);
    // The 600 objects of their own take about 14 bits in each direction. The 2,400 shared ones would take several times as much if they were
    // stored for each subject.
    assert!(triples < 2 * 600 * 16 / 8, "{triples} bytes of triples");
}
