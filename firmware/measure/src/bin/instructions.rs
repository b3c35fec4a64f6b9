//! Look-ups between marks, over a sample of the store. `../figures` knows what each number means.

#![no_std]
#![no_main]

use core::fmt::{self, Write as _};
use core::hint::black_box;

use factrom::{Error, Fact, Pattern, Stance, Store, Term, TermId, TermKey, day};
use factrom_measure::{STORE, measure, university};
use panic_never as _;

/// Number of each measurement.
mod number {
    pub const NOTHING: usize = 1;
    pub const OPEN: usize = 2;
    pub const OPEN_WITH_CRC: usize = 3;
    pub const ID_TO_TEXT: usize = 4;
    pub const TEXT_TO_ID: usize = 5;
    /// This and the seven that follow: the pattern with subject (4), predicate (2), object (1) bound.
    pub const FIRST: usize = 10;
    /// Likewise.
    pub const NEXT: usize = 20;
    /// The pattern with subject and object, including all matches: finding the first one also prepares for the others.
    pub const BETWEEN: usize = 28;
    pub const NAME: usize = 30;
    pub const FACT: usize = 31;
    pub const TIMELINE: usize = 32;
    pub const DENIED: usize = 33;
    pub const QUERY_1: usize = 40;
    pub const QUERY_9: usize = 41;
}

/// Number of triples, of names and of facts that are looked up.
const SAMPLE: u32 = 200;
/// The pattern that is measured for all triples.
const SUBJECT_AND_OBJECT: usize = 5;
/// Number of further matches that are read for each pattern.
const FURTHER: u32 = 20;

/// Discards text.
struct Nowhere;

impl fmt::Write for Nowhere {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        black_box(text);
        Ok(())
    }
}

#[cortex_m_rt::entry]
fn main() -> ! {
    semihosting::process::exit(match all() {
        Ok(()) => 0,
        Err(_) => 1,
    })
}

fn all() -> Result<(), Error> {
    measure(number::NOTHING, || ());
    let _ = measure(number::OPEN, || Store::open_without_crc(black_box(STORE)).map(|store| store.triple_count()));
    let _ = measure(number::OPEN_WITH_CRC, || Store::open(black_box(STORE)).map(|store| store.triple_count()));
    let Ok(store) = Store::open_without_crc(black_box(STORE)) else { return Err(Error::NotFound) };
    patterns(black_box(&store))?;
    if store.fact_count() > 0 {
        facts(black_box(&store))?;
    }
    if university::is_known(&store)? {
        queries(black_box(&store))?;
    }
    Ok(())
}

fn patterns(store: &Store<'_>) -> Result<(), Error> {
    let every = store.triple_count() / SAMPLE + 1;
    let mut wait = 0u32;
    for triple in store.triples(Pattern::default()) {
        let triple = triple?;
        let in_sample = wait == 0;
        wait = if in_sample { every } else { wait.wrapping_sub(1) };
        // Few subjects have an object by two predicates, so a sample would contain only a handful.
        for shape in (0..8usize).filter(|shape| in_sample || *shape == SUBJECT_AND_OBJECT) {
            let bound = |bit: usize, term: TermId| (shape & bit != 0).then_some(term);
            let pattern = Pattern {
                subject: bound(4, triple.subject),
                predicate: bound(2, triple.predicate),
                object: bound(1, triple.object),
            };
            measure(number::FIRST.wrapping_add(shape), || store.triples(black_box(pattern)).next());
            further(store, shape, pattern)?;
            if shape == SUBJECT_AND_OBJECT {
                measure(number::BETWEEN, || store.triples(black_box(pattern)).count());
            }
        }
        if in_sample {
            term(store, triple.subject)?;
        }
    }
    Ok(())
}

/// Measures the matches after the first. The search that ends without one is not counted.
fn further(store: &Store<'_>, shape: usize, pattern: Pattern) -> Result<(), Error> {
    let mut triples = store.triples(pattern);
    triples.next();
    for _ in 0..FURTHER {
        if triples.clone().next().is_none() {
            break;
        }
        measure(number::NEXT.wrapping_add(shape), || triples.next());
    }
    Ok(())
}

fn term(store: &Store<'_>, id: TermId) -> Result<(), Error> {
    let Term::Iri(text) = store.term(id)? else { return Ok(()) };
    let mut iri = heapless::String::<256>::new();
    text.write_to(&mut iri)?;
    let written = measure(number::ID_TO_TEXT, || store.term(black_box(id)).map(|term| write_text(&term)));
    let found = measure(number::TEXT_TO_ID, || store.find(TermKey::Iri(black_box(&iri))));
    if written == Ok(true) && found == Ok(Some(id)) { Ok(()) } else { Err(Error::NotFound) }
}

fn write_text(term: &Term<'_>) -> bool {
    term.text().is_some_and(|text| text.write_to(&mut Nowhere).is_ok())
}

fn facts(store: &Store<'_>) -> Result<(), Error> {
    for entity in store.all_entities() {
        for name in entity?.names() {
            let mut text = heapless::String::<128>::new();
            name?.text.write_to(&mut text)?;
            // An ambiguous name is an answer too.
            let _ = measure(number::NAME, || store.entity(black_box(&text)).map(|entity| entity.term()));
        }
    }
    for fact in store.facts() {
        let fact = fact?;
        if fact.id().0.is_multiple_of(4) {
            measure(number::FACT, || show(black_box(fact)))?;
        }
    }
    let (Ok(first), Ok(last)) = (day("2022-01-10"), day("2022-01-16")) else { return Err(Error::NotFound) };
    measure(number::TIMELINE, || store.timeline(black_box(first..=last)).count());
    let ryabkov = store.entity("sergei-ryabkov")?;
    measure(number::DENIED, || store.facts().speaker(black_box(ryabkov)).stance(Stance::Denied).into_iter().count());
    Ok(())
}

/// Formats a fact as a screen shows it: stance, statement, and each piece of evidence with source, paragraph and anchor.
fn show(fact: Fact<'_>) -> Result<(), Error> {
    black_box(fact.stance()?);
    fact.statement()?.write_to(&mut Nowhere)?;
    for evidence in fact.evidence() {
        let evidence = evidence?;
        evidence.source()?.title()?.write_to(&mut Nowhere)?;
        black_box(evidence.paragraph()?);
        evidence.anchor()?.write_to(&mut Nowhere)?;
    }
    Nowhere.write_char('\n').map_err(|_| Error::Write)
}

/// Runs the queries completely, from the texts of their terms to the last answer.
fn queries(store: &Store<'_>) -> Result<(), Error> {
    let graduate_students = measure(number::QUERY_1, || university::graduate_students_of_a_course(store))?;
    let students = measure(number::QUERY_9, || university::students_taught_by_their_advisor(store))?;
    // The answers of other programs for the 529 triples.
    if (graduate_students, students) == (1, 3) { Ok(()) } else { Err(Error::NotFound) }
}
