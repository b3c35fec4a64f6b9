//! The questions for every engine, and their expected answers.
//!
//! A data set is parsed as N-Triples, written again without duplicate triples (a set has none, but a file may), sampled by a seeded
//! generator, and parsed again to count, naively, how many matches each pattern over the sample must find.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use oxrdf::{Term, Triple};
use oxttl::NTriplesParser;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::Failure;

/// Number of triples in a sample.
pub const SAMPLE: usize = 1_024;
const SEED: u64 = 0x5a3b_1e00;
/// Full ranges are timed until this number of triples has been read.
const RANGE_LIMIT: u64 = 1_000_000;

/// A position in a triple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The first.
    Subject,
    /// The second.
    Predicate,
    /// The third.
    Object,
}

/// The three roles, in order.
pub const ROLES: [Role; 3] = [Role::Subject, Role::Predicate, Role::Object];

/// One of the eight patterns, by which of the three roles are bound.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Notation in tables.
    pub name: &'static str,
    /// Which roles are bound.
    pub bound: [bool; 3],
}

/// The eight patterns.
pub const SHAPES: [Shape; 8] = [
    Shape { name: "s??", bound: [true, false, false] },
    Shape { name: "?p?", bound: [false, true, false] },
    Shape { name: "??o", bound: [false, false, true] },
    Shape { name: "sp?", bound: [true, true, false] },
    Shape { name: "s?o", bound: [true, false, true] },
    Shape { name: "?po", bound: [false, true, true] },
    Shape { name: "spo", bound: [true, true, true] },
    Shape { name: "???", bound: [false, false, false] },
];

impl Shape {
    /// Returns the parts of a triple that are bound.
    pub fn of<'t, T>(&self, triple: &'t [T; 3]) -> [Option<&'t T>; 3] {
        let [subject, predicate, object] = triple;
        let [s, p, o] = self.bound;
        [s.then_some(subject), p.then_some(predicate), o.then_some(object)]
    }
}

/// A term of the sample, in the forms that the engines take.
#[derive(Clone, Debug)]
pub struct SampleTerm {
    /// As an RDF term.
    pub term: Arc<Term>,
    /// As in HDT's dictionary, and in SQLite's here: an IRI without brackets, everything else as in N-Triples.
    pub dictionary: String,
    /// Without escapes, as a screen would show it: an IRI, or a literal with its language or datatype.
    pub plain: String,
}

impl SampleTerm {
    fn new(term: Term) -> Result<Self, Failure> {
        let plain = plain(&term)?;
        Ok(SampleTerm { dictionary: dictionary_form(&term), term: Arc::new(term), plain })
    }

    /// Returns the IRI of a literal's datatype; empty for other terms.
    #[must_use]
    pub fn datatype(&self) -> &str {
        match &*self.term {
            Term::Literal(literal) => literal.datatype().as_str(),
            _ => "",
        }
    }
}

/// Writes a term as in HDT's dictionary.
#[must_use]
pub fn dictionary_form(term: &Term) -> String {
    match term {
        Term::NamedNode(iri) => iri.as_str().to_owned(),
        other => other.to_string(),
    }
}

/// Writes a term without escapes. The answers of all engines are compared in this form.
///
/// # Errors
///
/// Returns an error for a triple term, because not all engines support it.
pub fn plain(term: &Term) -> Result<String, Failure> {
    Ok(match term {
        Term::NamedNode(iri) => iri.as_str().to_owned(),
        Term::BlankNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => match (literal.language(), literal.datatype()) {
            (Some(language), _) => format!("{}@{language}", literal.value()),
            (None, oxrdf::vocab::xsd::STRING) => literal.value().to_owned(),
            (None, datatype) => format!("{}^^{}", literal.value(), datatype.as_str()),
        },
        Term::Triple(_) => return Err("the data set has triple terms, which not all engines support".into()),
    })
}

/// A bound pattern and its number of matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Index of the triple in the sample whose terms are bound.
    pub sample: usize,
    /// Number of matching triples.
    pub count: u64,
}

/// The questions for a data set, as passed to the children.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Questions {
    /// Number of triples.
    pub triples: u64,
    /// Size of the data as N-Triples, in bytes.
    pub n_triples_bytes: u64,
    /// The sample, as lines of N-Triples.
    pub sample: Vec<String>,
    /// For each of [`SHAPES`], the distinct patterns over the sample and their expected counts.
    pub expected: Vec<Vec<Expected>>,
}

impl Questions {
    /// Copies a data set to `copy` without duplicates, draws the sample and counts the matches.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or written, is not valid N-Triples, is empty, or has triple terms.
    pub fn prepare(data: &Path, copy: &Path) -> Result<Self, Failure> {
        let triples = copy_without_repetitions(data, copy)?;
        Self::on(copy, triples)
    }

    /// Prepares the questions for a file with this number of triples and without duplicates.
    ///
    /// # Errors
    ///
    /// As for [`Questions::prepare`].
    pub fn on(data: &Path, triples: u64) -> Result<Self, Failure> {
        if triples == 0 {
            return Err(format!("{}: the file has no triples", data.display()).into());
        }
        let sample = draw(data, triples)?;
        let mut questions = Questions { triples, n_triples_bytes: std::fs::metadata(data)?.len(), sample, expected: Vec::new() };
        questions.expected = count(data, &questions.terms()?)?;
        Ok(questions)
    }

    /// Returns the terms of the sample.
    ///
    /// # Errors
    ///
    /// Returns an error if a line is not a triple.
    pub fn terms(&self) -> Result<Vec<[SampleTerm; 3]>, Failure> {
        self.sample.iter().map(|line| terms(&parse(line)?)).collect()
    }

    /// Returns the patterns of a shape whose full ranges are timed: as many as reach the limit together.
    #[must_use]
    pub fn timed_ranges(&self, shape: usize) -> &[Expected] {
        let all = self.expected.get(shape).map_or(&[][..], Vec::as_slice);
        let mut passed = 0;
        let enough = all.iter().position(|expected| {
            passed += expected.count;
            passed > RANGE_LIMIT
        });
        all.get(..enough.map_or(all.len(), |last| last + 1)).unwrap_or(all)
    }
}

fn parse(line: &str) -> Result<Triple, Failure> {
    NTriplesParser::new().for_slice(line).next().ok_or("an empty line in the sample")?.map_err(Failure::from)
}

fn terms(triple: &Triple) -> Result<[SampleTerm; 3], Failure> {
    Ok([
        SampleTerm::new(triple.subject.clone().into())?,
        SampleTerm::new(triple.predicate.clone().into())?,
        SampleTerm::new(triple.object.clone())?,
    ])
}

fn copy_without_repetitions(data: &Path, copy: &Path) -> Result<u64, Failure> {
    let mut seen = HashSet::new();
    let mut out = BufWriter::new(File::create(copy)?);
    for triple in NTriplesParser::new().for_reader(BufReader::new(File::open(data)?)) {
        let line = format!("{} .", triple.map_err(|error| format!("{}: {error}", data.display()))?);
        if !seen.contains(&line) {
            writeln!(out, "{line}")?;
            seen.insert(line);
        }
    }
    out.flush()?;
    Ok(seen.len() as u64)
}

/// Draws the sample, in the order of the file.
fn draw(data: &Path, triples: u64) -> Result<Vec<String>, Failure> {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let wanted = rand::seq::index::sample(&mut random, usize::try_from(triples)?, SAMPLE.min(usize::try_from(triples)?));
    let wanted: HashSet<usize> = wanted.into_iter().collect();
    let mut sample = Vec::new();
    for (number, line) in BufReader::new(File::open(data)?).lines().enumerate() {
        if wanted.contains(&number) {
            sample.push(line?);
        }
    }
    Ok(sample)
}

/// Counts the matches of every distinct pattern over the sample, in one pass with a table for each shape. Terms of the sample are
/// numbered. All other terms are `None` and match only unbound positions.
fn count(data: &Path, sample: &[[SampleTerm; 3]]) -> Result<Vec<Vec<Expected>>, Failure> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut numbered = Vec::new();
    for terms in sample {
        numbered.push(terms.each_ref().map(|term| {
            let next = numbers.len();
            Some(*numbers.entry(&term.dictionary).or_insert(next))
        }));
    }
    let mut tables: Vec<HashMap<[Option<Option<usize>>; 3], Expected>> = Vec::new();
    for shape in SHAPES {
        let mut table = HashMap::new();
        for (sample, triple) in numbered.iter().enumerate() {
            table.entry(shape.of(triple).map(Option::<&_>::copied)).or_insert(Expected { sample, count: 0 });
        }
        tables.push(table);
    }
    for triple in NTriplesParser::new().for_reader(BufReader::new(File::open(data)?)) {
        let triple = triple?;
        let triple = [Term::from(triple.subject), Term::from(triple.predicate), triple.object];
        let triple = triple.map(|term| numbers.get(dictionary_form(&term).as_str()).copied());
        for (shape, table) in SHAPES.iter().zip(&mut tables) {
            if let Some(expected) = table.get_mut(&shape.of(&triple).map(Option::<&_>::copied)) {
                expected.count += 1;
            }
        }
    }
    Ok(tables.into_iter().map(in_order_of_the_sample).collect())
}

fn in_order_of_the_sample<K>(table: HashMap<K, Expected>) -> Vec<Expected> {
    let mut expected: Vec<Expected> = table.into_values().collect();
    expected.sort_unstable_by_key(|expected| expected.sample);
    expected
}
