//! The bytes of a blob do not depend on the memory limit of the build. Its dictionary equals a single sort of all terms, with
//! predicates and the subjects of each family first.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use factrom::compiler::{TermSection, TripleSection, ValueOrder, ValueSection, entry_kind, split_iri, stored_day};
use factrom::{Store, Tag, TermId, Time};
use factrom_tool::compile::{BuildError, Builder, Limits, columns::Bytes, compile, envelope, section_of};
use factrom_tool::fact_files::disputes::link;
use factrom_tool::model::Model;
use factrom_tool::vocabulary::value_order;
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::common;
use crate::naive::{models, terms};

/// Number of data sets for each property. Set `PROPTEST_CASES` for another number.
fn config() -> Config {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        Config::default()
    } else {
        Config { cases: 64, failure_persistence: None, ..Config::default() }
    }
}

/// Builds a blob within a memory limit. The triples of the model are added twice, first as a stream.
fn build(model: &Model, memory_bytes: usize) -> Vec<u8> {
    let mut builder = Builder::new(Limits { memory_bytes, scratch: None }).unwrap();
    for quad in model.triples.iter().rev() {
        builder.add(quad).unwrap();
    }
    let bytes = Bytes::new();
    builder.finish(model, &bytes, &mut |_| ()).unwrap().to_vec()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn memory_changes_no_byte(model in models::model(), memory_bytes in 0usize..20_000) {
        let mut model = model;
        link(&mut model);
        let blob = compile(&model).unwrap();
        // Without memory, every quad is a run of its own.
        for memory_bytes in [0, memory_bytes] {
            prop_assert_eq!(&build(&model, memory_bytes), &blob, "{} bytes", memory_bytes);
        }
    }

    #[test]
    fn the_dictionary_is_that_of_a_single_sort(model in models::model(), memory_bytes in 0usize..20_000) {
        check_dictionary(&model, &build(&model, memory_bytes));
    }

    #[test]
    fn many_prefixes_and_datatypes(
        iris in vec("[a-c]:(/[a-c0-9#]{0,2}){0,3}", 0..300),
        memory_bytes in 0usize..40_000,
    ) {
        let iri = |text: &String| NamedNode::new_unchecked(text);
        let mut model = Model::default();
        for three in iris.windows(3) {
            let object = Literal::new_typed_literal("x", iri(&three[2]));
            model.triples.push(Quad::new(iri(&three[0]), iri(&three[1]), object, GraphName::DefaultGraph));
        }
        let blob = build(&model, memory_bytes);
        check_dictionary(&model, &blob);
        prop_assert_eq!(blob, build(&model, 1 << 30));
    }

    #[test]
    fn subjects_that_are_alike_stand_together(
        blocks in vec((vec(0..60u8, 0..40), vec((0..9u8, 0..5u8), 1..4)), 0..5),
        others in vec((0..60u8, prop_oneof![0..9u8, 50..60u8], 0..70u8), 0..40),
        memory_bytes in 0usize..20_000,
    ) {
        // Numbers as terms in three namespaces. Some are subjects, predicates and objects.
        let hosts = ["a", "b", "c"];
        let iri = |number: u8| NamedNode::new_unchecked(format!("https://{}.example/{number}", hosts[usize::from(number % 3)]));
        let of_block = |(subjects, pairs): &(Vec<u8>, Vec<(u8, u8)>)| -> Vec<(u8, u8, u8)> {
            let of_subject = |subject| pairs.iter().map(move |(predicate, object)| (subject, *predicate, *object));
            subjects.iter().copied().flat_map(of_subject).collect()
        };
        let triples = blocks.iter().flat_map(of_block).chain(others);
        let quad = |(subject, predicate, object)| Quad::new(iri(subject), iri(predicate), iri(object), GraphName::DefaultGraph);
        let model = Model { triples: triples.map(quad).collect(), ..Model::default() };
        let blob = build(&model, memory_bytes);
        check_dictionary(&model, &blob);
        prop_assert_eq!(blob, build(&model, 1 << 30));
    }
}

/// Sort key of a term with a text: kind, value order, prefix or language or datatype, and the whole text.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    kind: u32,
    order: ValueOrder,
    tag: String,
    text: String,
}

/// Returns all terms with a text by group and text, sorted in one step.
fn sorted_rows(terms: &BTreeSet<terms::ByText>) -> Vec<(Row, Term)> {
    let iris = terms.iter().filter_map(|term| if let Term::NamedNode(iri) = &term.0 { Some(iri.as_str()) } else { None });
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    iris.for_each(|iri| *uses.entry(split_iri(iri).0).or_default() += 1);
    let mut prefixes: Vec<(&str, usize)> =
        uses.into_iter().filter(|(prefix, uses)| uses * 48 >= prefix.len() * 8 + 40 && !prefix.is_empty()).collect();
    prefixes.sort_by_key(|(prefix, uses)| (usize::MAX - uses, *prefix));
    prefixes.truncate(1024);
    let row = |kind, order, tag: &str, text: &str| Row { kind, order, tag: tag.to_string(), text: text.to_string() };
    let row_of = |term: &Term| match term {
        Term::BlankNode(node) => Some(row(0, ValueOrder::Bytes, "", node.as_str())),
        Term::NamedNode(iri) => {
            let prefix = prefixes.iter().map(|(prefix, _)| *prefix).find(|prefix| *prefix == split_iri(iri.as_str()).0);
            Some(row(1, ValueOrder::Bytes, prefix.unwrap_or(""), iri.as_str()))
        }
        Term::Literal(literal) => Some(match (literal.language(), literal.direction(), literal.datatype().as_str()) {
            (Some(language), None, _) => row(3, ValueOrder::Bytes, language, literal.value()),
            (Some(language), Some(direction), _) => row(3, ValueOrder::Bytes, &format!("{language}--{direction}"), literal.value()),
            (None, _, datatype) if datatype.ends_with("XMLSchema#string") => row(2, ValueOrder::Bytes, "", literal.value()),
            (None, _, datatype) if literal.value().len() > 64 => row(4, ValueOrder::Bytes, datatype, literal.value()),
            (None, _, datatype) => row(4, value_order(datatype), datatype, literal.value()),
        }),
        Term::Triple(_) => None,
    };
    let mut rows: Vec<(Row, Term)> = terms.iter().filter_map(|term| Some((row_of(&term.0)?, term.0.clone()))).collect();
    rows.sort_by(|(a, _), (b, _)| {
        let by_group = (a.kind, a.order, &a.tag).cmp(&(b.kind, b.order, &b.tag));
        by_group.then_with(|| a.order.compare(&a.text, &b.text))
    });
    rows
}

/// Entries of a subject's family: its predicates, and those with an object that is common to all its subjects.
type Family = BTreeSet<(String, Option<String>)>;

/// Returns the same terms in the order of their ids: predicates that are not subjects, predicates that are also subjects, subjects
/// that no table mentions, terms that the tables mention, all other blank nodes and IRIs. Subjects are ordered by the first one of
/// their family. Then come literals; those without a value order are ordered by the first triple that contains them, unless a table
/// mentions them.
fn by_family(mut rows: Vec<(Row, Term)>, model: &Model, common: &BTreeSet<[String; 2]>) -> Vec<(Row, Term)> {
    let tables: BTreeSet<String> = terms::in_tables(model).iter().map(Term::to_string).collect();
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    for quad in &model.triples {
        let [predicate, object] = [quad.predicate.to_string(), quad.object.to_string()];
        let object = common.contains(&[predicate.clone(), object.clone()]).then_some(object);
        families.entry(quad.subject.to_string()).or_default().insert((predicate, object));
    }
    let predicates: BTreeSet<String> = model.triples.iter().map(|quad| quad.predicate.to_string()).collect();
    let mut firsts: BTreeMap<&Family, usize> = BTreeMap::new();
    for (index, (_, term)) in rows.iter().enumerate() {
        if let Some(family) = families.get(&term.to_string()) {
            firsts.entry(family).or_insert(index);
        }
    }
    let mut literals = rows.split_off(rows.partition_point(|(row, _)| row.kind < 2));
    rows.sort_by_cached_key(|(_, term)| {
        let term = term.to_string();
        match (families.get(&term), predicates.contains(&term), tables.contains(&term)) {
            (None, true, _) => (0, 0),
            (Some(family), true, _) => (1, firsts[family]),
            (Some(family), false, false) => (2, firsts[family]),
            (_, false, true) => (3, 0),
            (None, false, false) => (4, 0),
        }
    });
    let ids: BTreeMap<String, usize> = rows.iter().enumerate().map(|(id, (_, term))| (term.to_string(), id)).collect();
    let mut first_triples: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for quad in &model.triples {
        let triple = (ids[&quad.predicate.to_string()], ids[&quad.subject.to_string()]);
        first_triples.entry(quad.object.to_string()).and_modify(|first| *first = triple.min(*first)).or_insert(triple);
    }
    for group in literals.chunk_by_mut(|(a, _), (b, _)| (a.kind, a.order, &a.tag) == (b.kind, b.order, &b.tag)) {
        if group[0].0.order == ValueOrder::Bytes {
            group.sort_by_cached_key(|(_, term)| {
                let term = term.to_string();
                let first = first_triples.get(&term).filter(|_| !tables.contains(&term));
                first.copied().unwrap_or((usize::MAX, usize::MAX))
            });
        }
    }
    rows.extend(literals);
    rows
}

/// Returns the common predicates and objects of families, according to the store.
fn common_pairs(store: &Store<'_>, triples: &TripleSection<'_>) -> BTreeSet<[String; 2]> {
    let entries = (0..triples.entries_len).map(|entry| triples.entries.get(entry));
    let common = entries.filter(|[_, value]| value % 4 == entry_kind::COMMON);
    common.map(|[predicate, value]| [predicate, value / 8].map(|id| terms::read(store, TermId(id)).to_string())).collect()
}

/// Returns the triple terms in the order of their ids: by depth, then by the ids of object, subject, predicate.
fn sorted_triples(terms: &BTreeSet<terms::ByText>, ids: &mut BTreeMap<String, u32>) -> Vec<Term> {
    let mut waiting: Vec<&Term> = terms.iter().map(|term| &term.0).filter(|term| matches!(term, Term::Triple(_))).collect();
    let mut sorted = Vec::new();
    while !waiting.is_empty() {
        let id = |term: Term| ids.get(&term.to_string()).copied();
        let key = |term: &Term| {
            let Term::Triple(triple) = term else { return None };
            Some((id(triple.object.clone())?, id(triple.subject.clone().into())?, id(triple.predicate.clone().into())?))
        };
        let mut level: Vec<_> = waiting.iter().filter_map(|term| Some((key(term)?, *term))).collect();
        level.sort_by_key(|(key, _)| *key);
        waiting.retain(|term| key(term).is_none());
        for (_, term) in level {
            ids.insert(term.to_string(), ids.len() as u32);
            sorted.push(term.clone());
        }
    }
    sorted
}

fn check_dictionary(model: &Model, blob: &[u8]) {
    let store = Store::open(blob).unwrap();
    let mentioned = terms::mentioned(model);
    let sections = common::sections(blob);
    let bytes_of = |tag: Tag| sections.iter().find(|section| section.tag == tag as u8).map(|section| section.bytes);
    let triples = TripleSection::decode(bytes_of(Tag::Triples).unwrap()).unwrap();
    let rows = by_family(sorted_rows(&mentioned), model, &common_pairs(&store, &triples));
    let mut ids: BTreeMap<String, u32> = rows.iter().enumerate().map(|(id, (_, term))| (term.to_string(), id as u32)).collect();
    let stored: Vec<Term> = (0..store.term_count()).map(|id| terms::read(&store, TermId(id))).collect();
    let expected: Vec<Term> = rows.iter().map(|(_, term)| term.clone()).chain(sorted_triples(&mentioned, &mut ids)).collect();
    assert_eq!(stored, expected);

    let set =
        |term_of: fn(&Quad) -> Term| model.triples.iter().map(|quad| ids[&term_of(quad).to_string()]).collect::<BTreeSet<u32>>();
    let (predicates, subjects) = (set(|quad| quad.predicate.clone().into()), set(|quad| quad.subject.clone().into()));
    assert!(predicates.into_iter().eq(0..triples.predicates_len), "predicates are not the first terms");
    let ranked = triples.subjects_first..triples.subjects_first + triples.subjects_len;
    assert_eq!(subjects.last().map_or(0, |last| last + 1), ranked.end);
    assert_eq!(subjects.first().copied().unwrap_or(0), ranked.start);
    let tables: BTreeSet<String> = terms::in_tables(model).iter().map(Term::to_string).collect();
    let mut others = ranked.filter(|id| !subjects.contains(id));
    assert!(
        others.all(|id| tables.contains(&stored[id as usize].to_string())),
        "subjects are not adjacent except for terms in tables"
    );

    let section = TermSection::decode(bytes_of(Tag::Terms).unwrap()).unwrap();
    let values: ValueSection<'_> = bytes_of(Tag::Values).map(|bytes| section_of(bytes).unwrap()).unwrap_or_default();
    let starts = |(id, (row, _)): &(usize, &(Row, Term))| {
        let before = id.checked_sub(1).map(|before| &rows[before].0);
        before.is_none_or(|before| (before.kind, before.order, &before.tag) != (row.kind, row.order, &row.tag))
    };
    let groups: Vec<(u32, u32, u32)> =
        rows.iter().enumerate().filter(starts).map(|(id, (row, _))| (id as u32, row.kind, row.order as u32)).collect();
    let stored: Vec<(u32, u32, u32)> = (0..section.groups_len)
        .map(|group| {
            ([section.group_first, values.group_order].map(|column| column.get(group).unwrap()), section.groups.get(group))
        })
        .map(|([first, order], [kind, _])| (first, kind, order))
        .collect();
    assert_eq!(stored, groups);

    let times: Vec<(usize, &Row)> =
        rows.iter().map(|(row, _)| row).enumerate().filter(|(_, row)| row.order == ValueOrder::Time).collect();
    assert_eq!((values.times_first as usize, values.times_len as usize), (times.first().map_or(0, |(id, _)| *id), times.len()));
    for (index, (_, row)) in times.iter().enumerate() {
        let days = Time::parse(&row.text).map_or((u32::MAX, 0), |time| (stored_day(time.first), stored_day(time.last)));
        let stored = [values.time_first_day, values.time_last_day].map(|column| column.get(index as u32).unwrap());
        assert_eq!(stored, [days.0, days.1], "{}", row.text);
    }
}

#[test]
fn texts_that_the_codec_did_not_learn_are_written_too() {
    // More than fits into the sample. Most of them have letter pairs that the sample does not have, and one has a megabyte.
    let iri = |text: &str| NamedNode::new_unchecked(format!("https://a.example/{text}"));
    let mut model = Model::default();
    for number in 0..40_000u32 {
        let text = format!("{:x} {}", number.wrapping_mul(0x9E37_79B9), "lorem ipsum dolor sit amet ".repeat(3));
        let object = Literal::new_simple_literal(text);
        model.triples.push(Quad::new(iri("s"), iri("p"), object, GraphName::DefaultGraph));
    }
    let rare = Literal::new_simple_literal("ÄÖ\u{10FFFF}~".repeat(100_000));
    model.triples.push(Quad::new(iri("s"), iri("p"), rare.clone(), GraphName::DefaultGraph));
    let blob = build(&model, 1 << 30);
    assert_eq!(blob, build(&model, 1 << 20), "with a limit of one megabyte");
    let store = Store::open(&blob).unwrap();
    for quad in model.triples.iter().step_by(1001).map(|quad| quad.object.clone()).chain([rare.into()]) {
        assert_eq!(terms::read(&store, terms::id(&store, &quad)), quad);
    }
}

#[test]
fn a_streamed_blob_is_that_of_its_sections() {
    let bytes = Bytes::new();
    let blob = Builder::new(Limits::default()).unwrap().finish(&common::small_model(), &bytes, &mut |_| ()).unwrap();
    let streamed = blob.to_vec();
    assert_eq!(streamed.len(), blob.len_bytes() as usize);
    assert_eq!(streamed, envelope(&common::sections(&streamed)));
}

/// A disk with this number of bytes left.
struct Disk(usize);

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.checked_sub(bytes.len()) {
            Some(left) => self.0 = left,
            None => return Err(io::ErrorKind::StorageFull.into()),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_a_full_disk_says_is_heard() {
    let bytes = Bytes::new();
    let blob = Builder::new(Limits::default()).unwrap().finish(&common::small_model(), &bytes, &mut |_| ()).unwrap();
    let len = blob.len_bytes() as usize;
    assert!(blob.write_to(&mut Disk(len)).is_ok());
    for left in [0, 100, len - 1] {
        assert_eq!(blob.write_to(&mut Disk(left)).unwrap_err().kind(), io::ErrorKind::StorageFull, "{left} bytes left");
    }
}

#[test]
fn a_folder_that_can_not_be_used_is_an_error_before_any_work() {
    let limits = Limits { scratch: Some("/no/such/folder".into()), ..Limits::default() };
    let error = Builder::new(limits).unwrap_err();
    assert!(matches!(error, BuildError::Io { .. }));
    assert!(error.to_string().starts_with("error creating a temporary file in /no/such/folder: "), "{error}");
}
