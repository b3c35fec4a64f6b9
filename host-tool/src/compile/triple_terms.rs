//! Ids of triple terms, which follow those of all other terms. Triple terms are held in memory, as three numbers each: they are few
//! beside the triples.

use std::collections::{BTreeMap, HashMap};

use factrom::column::MOST_ITEMS;
use factrom::layout::Tag;
use factrom::{TermId, TripleTerm};

use super::chunk::TRIPLE;
use super::error::{BuildError, TooLarge};
use super::maps::Maps;
use super::run::Run;

/// All triple terms by id, and the ids by run and number in the run.
#[derive(Debug, Default)]
pub struct TripleTerms {
    /// By id, from the first that is a triple term's.
    pub terms: Vec<TripleTerm>,
    /// By run, by its number of the triple term: the id.
    pub by_run: Vec<Vec<u32>>,
}

/// An object: a term with a text, by id, or a triple term, by its place among those met so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Object {
    Id(u32),
    Met(usize),
}

/// A triple term whose object may not have an id yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Met {
    object: Object,
    subject: u32,
    predicate: u32,
}

/// Gives ids from `first` on. They ascend by how deep triple terms are nested, then by object, subject and predicate, so that an
/// object has a lower id than what it is the object of.
///
/// # Errors
///
/// [`BuildError::TooLarge`] if there are 2^30 terms or more.
pub fn number(runs: &[Run], maps: &Maps, first: u32) -> Result<TripleTerms, BuildError> {
    let mut met: Vec<Met> = Vec::new();
    let mut levels: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut level_of: Vec<usize> = Vec::new();
    let mut places: HashMap<Met, usize> = HashMap::new();
    let mut by_run: Vec<Vec<usize>> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let ids = if run.triples.is_empty() { Vec::new() } else { maps.load(index)? };
        let mut of_run: Vec<usize> = Vec::new();
        for [subject, predicate, object] in &run.triples {
            let object = match object & TRIPLE {
                0 => Object::Id(ids[*object as usize]),
                _ => Object::Met(of_run[(object & !TRIPLE) as usize]),
            };
            let triple = Met { object, subject: ids[*subject as usize], predicate: ids[*predicate as usize] };
            let place = *places.entry(triple).or_insert(met.len());
            if place == met.len() {
                let level = if let Object::Met(inner) = object { level_of[inner] + 1 } else { 0 };
                met.push(triple);
                level_of.push(level);
                levels.entry(level).or_default().push(place);
            }
            of_run.push(place);
        }
        by_run.push(of_run);
    }
    if met.len() as u64 + u64::from(first) >= u64::from(MOST_ITEMS) {
        return Err(TooLarge { section: Tag::Terms, limit: "2^30 terms" }.into());
    }
    let (terms, ids) = in_order(&met, levels, first);
    Ok(TripleTerms { terms, by_run: by_run.into_iter().map(|run| run.into_iter().map(|place| ids[place]).collect()).collect() })
}

/// Triple terms in the order of their parts' new ids, and by the old order their new ids.
pub fn renumber(terms: &[TripleTerm], first: u32, new_id: impl Fn(u32) -> u32) -> (Vec<TripleTerm>, Vec<u32>) {
    let mut levels: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut level_of: Vec<usize> = Vec::with_capacity(terms.len());
    let mut met = Vec::with_capacity(terms.len());
    for (place, TripleTerm { subject, predicate, object }) in terms.iter().enumerate() {
        let (object, level) = match object.0.checked_sub(first) {
            Some(inner) => (Object::Met(inner as usize), level_of[inner as usize] + 1),
            None => (Object::Id(new_id(object.0)), 0),
        };
        met.push(Met { object, subject: new_id(subject.0), predicate: new_id(predicate.0) });
        level_of.push(level);
        levels.entry(level).or_default().push(place);
    }
    in_order(&met, levels, first)
}

/// The triple terms by id, and their ids by place.
fn in_order(met: &[Met], levels: BTreeMap<usize, Vec<usize>>, first: u32) -> (Vec<TripleTerm>, Vec<u32>) {
    let mut ids = vec![0u32; met.len()];
    let mut terms = Vec::with_capacity(met.len());
    for level in levels.into_values() {
        let parts = |place: usize| {
            let Met { object, subject, predicate } = met[place];
            let object = match object {
                Object::Id(id) => id,
                Object::Met(inner) => ids[inner],
            };
            ([object, subject, predicate], place)
        };
        let mut rows: Vec<([u32; 3], usize)> = level.into_iter().map(parts).collect();
        rows.sort_unstable();
        for ([object, subject, predicate], place) in rows {
            ids[place] = first + terms.len() as u32;
            terms.push(TripleTerm { subject: TermId(subject), predicate: TermId(predicate), object: TermId(object) });
        }
    }
    (terms, ids)
}
