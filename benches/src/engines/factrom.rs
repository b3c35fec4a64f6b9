//! FactROM: a blob that is mapped into memory.

use std::fmt::Write;
use std::fs::File;
use std::hint::black_box;
use std::io::BufReader;

use factrom::{LiteralKind, Pattern, Store, Term, TermId, TermKey};
use factrom_tool::compile::columns::Bytes;
use factrom_tool::compile::{Builder, Limits};
use factrom_tool::model::Model;
use memmap2::Mmap;
use oxrdf::GraphName;
use oxttl::NTriplesParser;

use super::{Engine, Place, absent};
use crate::Failure;
use crate::questions::{Role, SampleTerm};

const FILE: &str = "store.fct";

/// An open blob.
#[derive(Debug)]
pub struct FactRom {
    store: Store<'static>,
}

fn map(place: &Place) -> Result<Mmap, Failure> {
    let file = File::open(place.file(FILE))?;
    #[expect(unsafe_code, reason = "a mapped file is how a large store is opened")]
    // SAFETY: nothing writes to the file after it was built: its folder belongs to this run.
    let map = unsafe { Mmap::map(&file)? };
    Ok(map)
}

fn key(term: &SampleTerm) -> Result<TermKey<'_>, Failure> {
    Ok(match &*term.term {
        oxrdf::Term::NamedNode(iri) => TermKey::Iri(iri.as_str()),
        oxrdf::Term::BlankNode(node) => TermKey::Blank(node.as_str()),
        oxrdf::Term::Literal(literal) => match literal.language() {
            Some(language) => TermKey::Language(literal.value(), language),
            None if literal.datatype() == oxrdf::vocab::xsd::STRING => TermKey::String(literal.value()),
            None => TermKey::Typed(literal.value(), term.datatype()),
        },
        oxrdf::Term::Triple(_) => return Err("triple terms are not measured".into()),
    })
}

fn pattern([subject, predicate, object]: [Option<&TermId>; 3]) -> Pattern {
    Pattern { subject: subject.copied(), predicate: predicate.copied(), object: object.copied() }
}

impl FactRom {
    fn write(&self, id: TermId, out: &mut String) -> Result<(), Failure> {
        out.clear();
        let term = self.store.term(id)?;
        if let Some(text) = term.text() {
            text.write_to(out)?;
        }
        if let Term::Literal(literal) = term {
            match literal.kind {
                LiteralKind::Language(language) => write!(out, "@{language}")?,
                LiteralKind::Datatype(datatype) => write!(out, "^^{}", self.store.term(datatype)?)?,
                LiteralKind::String => {}
            }
        }
        Ok(())
    }
}

impl Engine for FactRom {
    type Bound = TermId;
    const HAS_IDS: bool = true;
    const HAS_CHECK: bool = true;
    const FILES: &'static [(&'static str, bool)] = &[(FILE, false)];

    fn build(place: &Place) -> Result<(), Failure> {
        let triples = NTriplesParser::new().for_reader(BufReader::new(File::open(&place.triples)?));
        let mut builder = Builder::new(Limits::default())?;
        for triple in triples {
            builder.add(&triple?.in_graph(GraphName::DefaultGraph))?;
        }
        let bytes = Bytes::new();
        let blob = builder.finish(&Model::default(), &bytes, &mut |_| ())?;
        Ok(blob.write_to(&mut File::create(place.file(FILE))?)?)
    }

    fn open(place: &Place) -> Result<Self, Failure> {
        // Opened once per process, so the mapping may live as long as the process.
        let map: &'static Mmap = Box::leak(Box::new(map(place)?));
        Ok(FactRom { store: Store::open_without_crc(map)? })
    }

    fn open_and_close(place: &Place) -> Result<(), Failure> {
        let map = map(place)?;
        black_box(Store::open_without_crc(&map)?);
        Ok(())
    }

    fn open_checked_and_close(place: &Place) -> Result<(), Failure> {
        let map = map(place)?;
        black_box(Store::open(&map)?);
        Ok(())
    }

    fn bind(&self, _role: Role, term: &SampleTerm) -> Result<TermId, Failure> {
        self.store.find(key(term)?)?.ok_or_else(|| absent(term))
    }

    fn text_of(&self, _role: Role, id: &TermId, out: &mut String) -> Result<(), Failure> {
        self.write(*id, out)
    }

    fn first(&self, bound: [Option<&TermId>; 3]) -> Result<bool, Failure> {
        Ok(black_box(self.store.triples(pattern(bound)).next().transpose()?).is_some())
    }

    fn count(&self, bound: [Option<&TermId>; 3]) -> Result<u64, Failure> {
        let mut count = 0;
        for triple in self.store.triples(pattern(bound)) {
            black_box(triple?);
            count += 1;
        }
        Ok(count)
    }

    fn object_text(&self, subject: &SampleTerm, predicate: &SampleTerm, out: &mut String) -> Result<(), Failure> {
        let pattern = Pattern {
            subject: Some(self.bind(Role::Subject, subject)?),
            predicate: Some(self.bind(Role::Predicate, predicate)?),
            object: None,
        };
        let first = self.store.triples(pattern).next().ok_or_else(|| absent(subject))?;
        self.write(first?.object, out)
    }

    fn written(term: &SampleTerm) -> &str {
        &term.plain
    }
}
