//! Gives ids to triple terms. Their ids follow those of all other terms. Triple terms are held in memory as three numbers each,
//! because there are few of them compared with triples.

use std::collections::{BTreeMap, HashMap};

use factrom::compiler::MOST_ITEMS;
use factrom::{Tag, TermId, TripleTerm};

use crate::compile::dictionary::id_maps::Maps;
use crate::compile::dictionary::sorted_run::Run;
use crate::compile::dictionary::term_buffer::TRIPLE;
use crate::compile::error::{BuildError, TooLarge};

/// All triple terms by id, and the ids of each run's triple terms.
#[derive(Debug, Default)]
pub struct TripleTerms {
    /// Triple terms by id, starting with the first id of a triple term.
    pub terms: Vec<TripleTerm>,
    /// For each run, the id for each of its triple term numbers.
    pub by_run: Vec<Vec<u32>>,
}

/// An object: the id of a term that has a text, or the place of a triple term among those found so far.
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

/// Numbers the triple terms, starting at `first`. They ascend by nesting depth, then by object, subject and predicate, so an object
/// always has a lower id than the triple term that contains it.
///
/// # Errors
///
/// [`BuildError::TooLarge`] if there are 2^29 terms or more.
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
        return Err(TooLarge { section: Tag::Terms, limit: "2^29 terms" }.into());
    }
    let (terms, ids) = in_order(&met, levels, first);
    Ok(TripleTerms { terms, by_run: by_run.into_iter().map(|run| run.into_iter().map(|place| ids[place]).collect()).collect() })
}

/// Orders triple terms by the new ids of their parts. Also returns the new id for each old position.
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

/// Returns the triple terms by id, and their ids by place.
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// Number of terms that have a text, and thus the id of the first triple term.
    const FIRST: u32 = 12;

    fn triple(subject: u32, predicate: u32, object: u32) -> TripleTerm {
        TripleTerm { subject: TermId(subject), predicate: TermId(predicate), object: TermId(object) }
    }

    /// Subject, predicate, object, and optionally which of the preceding triple terms is the object instead.
    type Parts = (u32, u32, u32, Option<prop::sample::Index>);

    /// Distinct triple terms, each after those that it contains.
    fn nested(parts: Vec<Parts>) -> Vec<TripleTerm> {
        let mut terms: Vec<TripleTerm> = Vec::new();
        for (subject, predicate, object, inner) in parts {
            let object = match inner {
                Some(inner) if !terms.is_empty() => FIRST + inner.index(terms.len()) as u32,
                _ => object,
            };
            terms.push(triple(subject, predicate, object));
        }
        // Triple terms from the first duplicate on are dropped, so that ids do not change.
        let mut seen = HashSet::new();
        let distinct = terms.iter().take_while(|term| seen.insert(**term)).count();
        terms.truncate(distinct);
        terms
    }

    proptest! {
        #[test]
        fn triple_terms_follow_their_parts_new_ids(
            parts in vec((0..4u32, 0..4u32, 0..FIRST, any::<Option<prop::sample::Index>>()), 0..30),
            new in Just((0..FIRST).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let old = nested(parts);
            let (terms, ids) = renumber(&old, FIRST, |term| new[term as usize]);
            let distinct: HashSet<u32> = ids.iter().copied().collect();
            prop_assert_eq!(distinct, (FIRST..FIRST + old.len() as u32).collect::<HashSet<_>>(), "an id is missing or occurs twice");
            let id = |term: TermId| TermId(if term.0 < FIRST { new[term.0 as usize] } else { ids[(term.0 - FIRST) as usize] });
            for (TripleTerm { subject, predicate, object }, at) in old.iter().zip(&ids) {
                let expected = TripleTerm { subject: id(*subject), predicate: id(*predicate), object: id(*object) };
                prop_assert_eq!(terms[(at - FIRST) as usize], expected);
            }
            prop_assert!(terms.is_sorted_by_key(|term| (term.object, term.subject, term.predicate)), "{:?}", terms);
            prop_assert!((FIRST..).zip(&terms).all(|(id, term)| term.object.0 < id), "an object does not precede the triple term that contains it");
        }
    }

    #[test]
    fn nested_triple_terms_are_sorted_by_depth() {
        // Two of depth 0, two of depth 1 around them, one of depth 2.
        let old = [triple(0, 1, 2), triple(1, 1, 2), triple(0, 1, 12), triple(0, 1, 13), triple(0, 1, 14)];
        let (terms, ids) = renumber(&old, FIRST, |term| [3, 2, 1, 0][term as usize]);
        assert_eq!(ids, [13, 12, 15, 14, 16]);
        assert_eq!(terms, [triple(2, 2, 1), triple(3, 2, 1), triple(3, 2, 12), triple(3, 2, 13), triple(3, 2, 15)]);
        assert_eq!(renumber(&[], FIRST, |term| term), (vec![], vec![]));
    }
}
