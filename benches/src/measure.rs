//! Builds, opens, queries, checks and times one engine on one data set, within one process.
//!
//! A figure is the median of several batches, with warm caches. A batch repeats the whole sample until a millisecond has passed.
//! Look-ups are timed by the thread's processor time; building and opening are timed by wall-clock time. Answers are checked first,
//! and the checks warm the caches.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::engines::{Engine, EngineName, FactRom, HdtFile, Oxigraph, Place, Sqlite, size};
use crate::memory;
use crate::questions::{Expected, Questions, ROLES, SHAPES, SampleTerm};

const BATCH: Duration = Duration::from_millis(1);
const BATCHES: usize = 15;
/// Time after which no more batches are run.
const ENOUGH: Duration = Duration::from_millis(250);

/// A measured quantity. Patterns are given by their index in [`SHAPES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Size of all files of the store, in bytes.
    Bytes,
    /// The same without an index that can be rebuilt.
    BytesWithoutIndex,
    /// Time to build the files from the triples, in nanoseconds.
    Build,
    /// Peak memory of building, in bytes.
    BuildPeak,
    /// Resident memory of the open store after all look-ups, in bytes.
    Resident,
    /// Time to open the files, until the store can answer, in nanoseconds.
    Open,
    /// The same including a checksum of the file.
    OpenChecked,
    /// Time from a term to its id, in nanoseconds.
    TermToId,
    /// Time from an id to the text of its term, in nanoseconds.
    IdToTerm,
    /// Time to the first match of a pattern, in nanoseconds.
    First(usize),
    /// Time of all matches of a pattern, in nanoseconds per triple.
    Range(usize),
    /// Time from two terms to the text of the first object, in nanoseconds.
    Question,
}

impl Measure {
    /// All quantities, in the order of the table's rows.
    #[must_use]
    pub fn all() -> Vec<Measure> {
        let patterns = || 0..SHAPES.len();
        let mut all = vec![
            Measure::Bytes,
            Measure::BytesWithoutIndex,
            Measure::Resident,
            Measure::Build,
            Measure::BuildPeak,
            Measure::Open,
            Measure::OpenChecked,
            Measure::TermToId,
            Measure::IdToTerm,
        ];
        all.extend(patterns().map(Measure::First));
        all.extend(patterns().map(Measure::Range));
        all.push(Measure::Question);
        all
    }

    /// Whether the quantity is a number of bytes. All others are nanoseconds.
    #[must_use]
    pub fn is_bytes(self) -> bool {
        matches!(self, Measure::Bytes | Measure::BytesWithoutIndex | Measure::BuildPeak | Measure::Resident)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = |index: &usize| SHAPES.get(*index).map_or("", |shape| shape.name);
        f.pad(&match self {
            Measure::Bytes => "store".to_owned(),
            Measure::BytesWithoutIndex => "store without index".to_owned(),
            Measure::Build => "build".to_owned(),
            Measure::BuildPeak => "build, peak memory".to_owned(),
            Measure::Resident => "resident memory".to_owned(),
            Measure::Open => "open".to_owned(),
            Measure::OpenChecked => "open with CRC".to_owned(),
            Measure::TermToId => "term to id".to_owned(),
            Measure::IdToTerm => "id to term".to_owned(),
            Measure::First(index) => format!("{} first", shape(index)),
            Measure::Range(index) => format!("{} each", shape(index)),
            Measure::Question => "sp? by terms, as text".to_owned(),
        })
    }
}

/// Figures by name of the quantity, in bytes or nanoseconds. Quantities that an engine does not support are missing.
pub type Figures = BTreeMap<String, f64>;

/// Results of one process for one engine and data set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The engine.
    pub engine: EngineName,
    /// The figures.
    pub figures: Figures,
    /// Number of matches of each pattern, in the order of [`Questions::expected`]; empty after a build.
    pub counts: Vec<Vec<u64>>,
}

/// Builds the files of an engine.
///
/// # Errors
///
/// Returns an error if building fails.
pub fn build(engine: EngineName, place: &Place) -> Result<Report, Failure> {
    match engine {
        EngineName::FactRom => build_with::<FactRom>(engine, place),
        EngineName::Hdt => build_with::<HdtFile>(engine, place),
        EngineName::Oxigraph => build_with::<Oxigraph>(engine, place),
        EngineName::Sqlite => build_with::<Sqlite>(engine, place),
    }
}

/// Opens the store of an engine, checks all its answers and measures the times.
///
/// # Errors
///
/// Returns an error if the store fails, or if an answer differs from the naive count.
pub fn measure(engine: EngineName, place: &Place, questions: &Questions) -> Result<Report, Failure> {
    match engine {
        EngineName::FactRom => measure_with::<FactRom>(engine, place, questions),
        EngineName::Hdt => measure_with::<HdtFile>(engine, place, questions),
        EngineName::Oxigraph => measure_with::<Oxigraph>(engine, place, questions),
        EngineName::Sqlite => measure_with::<Sqlite>(engine, place, questions),
    }
}

/// Opens the store of an engine and counts the matches of every distinct pattern over the sample.
///
/// # Errors
///
/// Returns an error if the store fails, or if an answer differs from the naive count.
pub fn check(engine: EngineName, place: &Place, questions: &Questions) -> Result<Vec<Vec<u64>>, Failure> {
    let terms = &questions.terms()?;
    match engine {
        EngineName::FactRom => Asked::<FactRom>::open(engine, place, questions, terms)?.check(),
        EngineName::Hdt => Asked::<HdtFile>::open(engine, place, questions, terms)?.check(),
        EngineName::Oxigraph => Asked::<Oxigraph>::open(engine, place, questions, terms)?.check(),
        EngineName::Sqlite => Asked::<Sqlite>::open(engine, place, questions, terms)?.check(),
    }
}

fn build_with<E: Engine>(engine: EngineName, place: &Place) -> Result<Report, Failure> {
    let mut figures = Figures::new();
    if !E::FILES.is_empty() {
        let begun = Instant::now();
        E::build(place)?;
        figures.insert(Measure::Build.to_string(), begun.elapsed().as_nanos() as f64);
        figures.insert(Measure::BuildPeak.to_string(), memory::peak()? as f64);
        for (measure, with_index) in [(Measure::Bytes, true), (Measure::BytesWithoutIndex, false)] {
            let files = E::FILES.iter().filter(|(_, index)| with_index || !index);
            let bytes = files.map(|(file, _)| size(&place.file(file))).sum::<Result<u64, _>>()?;
            figures.insert(measure.to_string(), bytes as f64);
        }
    }
    Ok(Report { engine, figures, counts: Vec::new() })
}

fn measure_with<E: Engine>(engine: EngineName, place: &Place, questions: &Questions) -> Result<Report, Failure> {
    let terms = questions.terms()?;
    let before = memory::allocated()?;
    let asked = Asked::<E>::open(engine, place, questions, &terms)?;
    let counts = asked.check()?;
    let mut figures = asked.times()?;
    let resident = memory::allocated()?.saturating_sub(before) + memory::mapped(&place.folder)?;
    figures.insert(Measure::Resident.to_string(), resident as f64);
    drop(asked);
    let open = time(Clock::Wall, 1, || E::open_and_close(place))?;
    let checked = if E::HAS_CHECK { time(Clock::Wall, 1, || E::open_checked_and_close(place))? } else { open };
    figures.extend([(Measure::Open.to_string(), open), (Measure::OpenChecked.to_string(), checked)]);
    Ok(Report { engine, figures, counts })
}

/// An open store, and the sample bound to it.
struct Asked<'q, E: Engine> {
    name: EngineName,
    store: E,
    questions: &'q Questions,
    terms: &'q [[SampleTerm; 3]],
    bound: Vec<[E::Bound; 3]>,
}

impl<'q, E: Engine> Asked<'q, E> {
    fn open(name: EngineName, place: &Place, questions: &'q Questions, terms: &'q [[SampleTerm; 3]]) -> Result<Self, Failure> {
        let store = E::open(place)?;
        let mut bound = Vec::new();
        for [subject, predicate, object] in terms {
            let [s, p, o] = ROLES;
            bound.push([store.bind(s, subject)?, store.bind(p, predicate)?, store.bind(o, object)?]);
        }
        Ok(Asked { name, store, questions, terms, bound })
    }

    fn check(&self) -> Result<Vec<Vec<u64>>, Failure> {
        self.check_texts()?;
        let mut counts = Vec::new();
        for (index, shape) in SHAPES.iter().enumerate() {
            let mut found = Vec::new();
            for &Expected { sample, count } in &self.questions.expected[index] {
                let pattern = shape.of(&self.bound[sample]);
                let (first, all) = (self.store.first(pattern)?, self.store.count(pattern)?);
                if all != count || !first {
                    let line = &self.questions.sample[sample];
                    let (name, engine) = (shape.name, self.name);
                    return Err(format!("{engine} finds {all} triples of {name}, but the file has {count}, bound by {line}").into());
                }
                found.push(all);
            }
            counts.push(found);
        }
        Ok(counts)
    }

    /// Checks that every term comes back from its id, and that the question returns the only object of a subject and predicate.
    fn check_texts(&self) -> Result<(), Failure> {
        let mut text = String::new();
        for (terms, bound) in self.terms.iter().zip(&self.bound) {
            for ((role, term), bound) in ROLES.into_iter().zip(terms).zip(bound) {
                if !self.store.has(role, term)? {
                    return Err(format!("{} does not find {}", self.name, term.dictionary).into());
                }
                if E::HAS_IDS {
                    self.store.text_of(role, bound, &mut text)?;
                    self.same(term, &text)?;
                }
            }
        }
        let single = SHAPES.iter().position(|shape| shape.bound == [true, true, false]).unwrap_or_default();
        for expected in self.questions.expected[single].iter().filter(|expected| expected.count == 1) {
            let [subject, predicate, object] = &self.terms[expected.sample];
            self.store.object_text(subject, predicate, &mut text)?;
            self.same(object, &text)?;
        }
        Ok(())
    }

    fn same(&self, term: &SampleTerm, text: &str) -> Result<(), Failure> {
        if E::written(term) == text {
            return Ok(());
        }
        Err(format!("{} answers {text}, expected {}", self.name, E::written(term)).into())
    }

    fn times(&self) -> Result<Figures, Failure> {
        let mut figures = Figures::new();
        let (store, terms, bound) = (&self.store, self.terms, &self.bound);
        let each_term = || terms.iter().flat_map(|terms| ROLES.into_iter().zip(terms));
        let mut text = String::new();
        let find =
            time(Clock::Processor, terms.len() * 3, || each_term().try_for_each(|(role, term)| store.has(role, term).map(|_| ())))?;
        figures.insert(Measure::TermToId.to_string(), find);
        if E::HAS_IDS {
            let mut each = || {
                let mut ids = bound.iter().flat_map(|bound| ROLES.into_iter().zip(bound));
                ids.try_for_each(|(role, id)| store.text_of(role, id, &mut text))
            };
            figures.insert(Measure::IdToTerm.to_string(), time(Clock::Processor, terms.len() * 3, &mut each)?);
        }
        let question = || terms.iter().try_for_each(|[s, p, _]| store.object_text(s, p, &mut text));
        figures.insert(Measure::Question.to_string(), time(Clock::Processor, terms.len(), question)?);
        for (index, shape) in SHAPES.iter().enumerate() {
            let first = || bound.iter().try_for_each(|bound| store.first(shape.of(bound)).map(|_| ()));
            figures.insert(Measure::First(index).to_string(), time(Clock::Processor, bound.len(), first)?);
            let ranges = self.questions.timed_ranges(index);
            let triples: u64 = ranges.iter().map(|expected| expected.count).sum();
            let range = || ranges.iter().try_for_each(|range| store.count(shape.of(&bound[range.sample])).map(|_| ()));
            figures.insert(Measure::Range(index).to_string(), time(Clock::Processor, usize::try_from(triples)?, range)?);
        }
        Ok(figures)
    }
}

/// The clock that a time is measured with.
#[derive(Clone, Copy)]
enum Clock {
    /// Wall-clock time, for work that may use several threads.
    Wall,
    /// Processor time of this thread. For look-ups, which all engines do within the calling thread: time during which another
    /// process runs is not counted.
    Processor,
}

impl Clock {
    fn nanoseconds(self, pass: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
        let elapsed = match self {
            Clock::Wall => {
                let begun = Instant::now();
                pass()?;
                begun.elapsed()
            }
            Clock::Processor => {
                let begun = ThreadTime::now();
                pass()?;
                begun.elapsed()
            }
        };
        Ok(elapsed.as_nanos() as f64)
    }
}

/// Returns the time for one of the `units` of a pass, in nanoseconds: the median of the batches.
fn time(clock: Clock, units: usize, mut pass: impl FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let begun = Instant::now();
    let once = clock.nanoseconds(&mut pass)?;
    if begun.elapsed() > ENOUGH {
        return Ok(once / units as f64);
    }
    let passes = (BATCH.as_nanos() as f64 / once.max(1.0)).max(1.0) as usize;
    let mut batches = Vec::new();
    while batches.is_empty() || (batches.len() < BATCHES && begun.elapsed() < ENOUGH) {
        let batch = clock.nanoseconds(|| (0..passes).try_for_each(|_| pass()))?;
        batches.push(batch / (passes * units) as f64);
    }
    batches.sort_unstable_by(f64::total_cmp);
    Ok(batches[batches.len() / 2])
}
