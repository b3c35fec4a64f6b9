//! Looks up every constant of the seeds in their blob, by the id that the constant is named after.

use std::collections::BTreeSet;
use std::path::Path;

use factrom::{Store, TermId, TermKey};
use factrom_tool::compile::{Builder, Limits, columns::Bytes, compile};
use factrom_tool::constants::{Error, NamedTerm, module};
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Options, resolve};
use factrom_tool::model::Model;
use oxrdf::{GraphName, NamedNode, Quad};

fn seeds() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds");
    resolve(&Input::read(&folder).unwrap(), Options::default()).model
}

/// A constant, as the generated module has it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    folder: String,
    name: String,
    id_type: String,
    number: u32,
}

/// Parses the constants of a generated module, line by line.
fn read(module: &str) -> Vec<Seen> {
    let mut folder = String::new();
    let mut constants = Vec::new();
    for line in module.lines() {
        if let Some(name) = line.strip_prefix("pub mod ") {
            folder = name.trim_end_matches(" {").to_string();
        } else if let Some(constant) = line.strip_prefix("    pub const ") {
            let (name, rest) = constant.split_once(": ::factrom::").unwrap();
            let (id_type, value) = rest.split_once(" = ").unwrap();
            let number = value.strip_prefix(&format!("::factrom::{id_type}(")).unwrap().strip_suffix(");").unwrap();
            let (folder, name, id_type) = (folder.clone(), name.to_string(), id_type.to_string());
            constants.push(Seen { folder, name, id_type, number: number.parse().unwrap() });
        }
    }
    constants
}

#[test]
fn each_constant_of_the_seeds_is_the_number_of_its_id() {
    let model = seeds();
    let blob = compile(&model).unwrap();
    let store = Store::open(&blob).unwrap();
    let text = module(&blob, &model, &[], None).unwrap();
    let constants = read(&text);
    let files = Input::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds")).unwrap();
    for Seen { folder, name, id_type, number } in &constants {
        let id = name.trim_start_matches('_').to_lowercase().replace('_', "-");
        let (expected, its_type) = match folder.as_str() {
            "entity" => (store.entity(&id).unwrap().term().0, "TermId"),
            "predicate" | "class" => (defined(&store, &files, folder, &id).0, "TermId"),
            "source" => (store.source(&id).unwrap().index(), "SourceId"),
            "fact" => (store.fact_named(&id).unwrap().id().0, "FactId"),
            other => panic!("a folder {other}"),
        };
        assert_eq!((*number, id_type.as_str()), (expected, its_type), "{folder} {name}");
    }
    let of = |folder: &str| constants.iter().filter(|constant| constant.folder == folder).count() as u32;
    assert_eq!([of("entity"), of("source"), of("fact")], [store.entity_count(), store.source_count(), store.fact_count()]);
    assert_eq!([of("predicate"), of("class")], [store.predicates().count() as u32, store.classes().count() as u32]);
    let names: BTreeSet<_> = constants.iter().map(|constant| (&constant.folder, &constant.name)).collect();
    assert_eq!(names.len(), constants.len(), "two constants have the same name");
    assert!(text.contains(&format!("DatasetId(0x{}_u128", store.dataset_id())));
    assert!(text.contains("    /// Sergei Ryabkov: "), "an entity's comment is its label and its description");
    assert_eq!(text, module(&compile(&seeds()).unwrap(), &seeds(), &[], None).unwrap());
}

/// The term of the class or predicate with an id, by the IRI in its fact file, or by the one derived from the data set's namespace.
fn defined(store: &Store<'_>, input: &Input, folder: &str, id: &str) -> TermId {
    let classes = input.raw.iter().flat_map(|raw| &raw.classes).map(|class| ("class", &class.id, &class.iri));
    let predicates = input.raw.iter().flat_map(|raw| &raw.predicates);
    let mut all = classes.chain(predicates.map(|predicate| ("predicate", &predicate.id, &predicate.iri)));
    let (.., own) = all.find(|(kind, known, _)| *kind == folder && known.value == id).unwrap();
    let iri = match own {
        Some(iri) => iri.value.clone(),
        None => format!("https://w3id.org/factrom/geneva-2022/{folder}/{id}"),
    };
    store.find(TermKey::Iri(&iri)).unwrap().unwrap()
}

#[test]
fn a_class_of_the_seeds_is_found_by_the_iri_in_its_file() {
    let model = seeds();
    let blob = compile(&model).unwrap();
    let store = Store::open(&blob).unwrap();
    let text = module(&blob, &model, &[], None).unwrap();
    let person = store.find(TermKey::Iri("https://schema.org/Person")).unwrap().unwrap();
    let seen = read(&text).into_iter().find(|seen| seen.folder == "class" && seen.name == "PERSON").unwrap();
    assert_eq!(seen.number, person.0);
}

/// A store of two triples, without fact files.
fn parts() -> Vec<u8> {
    let iri = |path: &str| NamedNode::new_unchecked(format!("https://parts.example/{path}"));
    let mut builder = Builder::new(Limits::default()).unwrap();
    for (wheel, car) in [("wheel", "car"), ("lid", "box")] {
        builder.add(&Quad::new(iri(wheel), iri("partOf"), iri(car), GraphName::DefaultGraph)).unwrap();
    }
    let bytes = Bytes::new();
    builder.finish(&Model::default(), &bytes, &mut |_| ()).unwrap().to_vec()
}

fn named(name: &str, iri: &str) -> NamedTerm {
    NamedTerm { name: name.to_string(), iri: format!("https://parts.example/{iri}") }
}

#[test]
fn terms_of_rdf_get_the_names_that_the_program_chooses() {
    let blob = parts();
    let terms = [named("WHEEL", "wheel"), named("PART_OF", "partOf"), named("BOX_2", "box")];
    let text = module(&blob, &Model::default(), &terms, Some("parts.fct")).unwrap();
    assert!(text.contains(&format!("pub static BLOB: &[u8; {}] = include_bytes!(\"parts.fct\");", blob.len())));
    assert!(!text.contains("pub use"), "there are no entities to re-export");
    // The predicate partOf, then the subjects lid and wheel, then box and car.
    let seen: Vec<_> = read(&text).into_iter().map(|seen| (seen.folder, seen.name, seen.number)).collect();
    let expected = [("BOX_2", 3), ("PART_OF", 0), ("WHEEL", 2)];
    assert_eq!(seen, expected.map(|(name, number)| ("term".to_string(), name.to_string(), number)));
}

#[test]
fn invalid_names_and_unknown_terms_are_refused() {
    let blob = parts();
    let module = |terms: &[NamedTerm]| module(&blob, &Model::default(), terms, None).unwrap_err();
    for name in ["", "_", "_A", "wheel", "WHEEL-2", "2ND", "RÄDER", "A B", "A;B"] {
        let terms = [named("BOX", "box"), named(name, "wheel")];
        let error = module(&terms);
        assert_eq!((&error, error.term_index(&terms)), (&Error::InvalidName(terms[1].clone()), Some(1)));
    }
    let terms = [named("A", "box"), named("A", "lid")];
    assert_eq!((module(&terms), module(&terms).term_index(&terms)), (Error::DuplicateName(terms[1].clone()), Some(1)));
    let terms = [named("A", "bos")];
    assert_eq!(module(&terms), Error::UnknownTerm(terms[0].clone()));
    assert_eq!(
        module(&terms).to_string(),
        "<https://parts.example/bos> is not in the data, so `A` cannot be defined: check the IRI's spelling"
    );
}

#[test]
fn constants_are_not_generated_for_another_blob() {
    let error = module(&parts(), &seeds(), &[], None).unwrap_err();
    assert_eq!(error, Error::Store(factrom::Error::NotFound));
}
