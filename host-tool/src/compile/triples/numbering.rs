//! The final numbering of terms: predicates first, then subjects by family, then other blank nodes and IRIs, then literals.
//! Literals that are not ordered by value are numbered by the first triple that contains them.
//!
//! With this numbering the triple table needs no columns that map terms to its own numbers: the number of a predicate is its term,
//! and the rank of a subject is its term minus a constant. Where each subject has a literal of its own, such as an address, these
//! literals form a line.
//!
//! Before this step, terms are numbered by group and text. Within a family, and among all remaining terms, that order is kept. It
//! is also kept among the terms that facts mention, except predicates: those terms are read in their order (speakers, entities),
//! which should not change whenever a triple does.

use factrom::compiler::{TermKind, ValueOrder};

use super::families::{Triples, alike, checked_len, distinct};
use super::triple_terms;
use crate::compile::dictionary::Dictionary;
use crate::compile::dictionary::group::Group;
use crate::compile::dictionary::scratch::Scratch;
use crate::compile::dictionary::sorter::{Sorted, Sorter};
use crate::compile::error::BuildError;

/// Maps old ids to new ids.
#[derive(Debug)]
pub(crate) struct Numbering {
    /// New ids of the terms that have a text. These are the first terms.
    texts: Vec<u32>,
    /// New ids of the triple terms.
    triples: Vec<u32>,
}

/// Renumbered quads, and what determined their order.
#[derive(Debug)]
pub(crate) struct Numbered {
    /// Subject, predicate, object, and graph (0, or the id + 1 of its name), in ascending order, each once.
    pub quads: Sorted<4>,
    /// Predicates and objects that are common in families, in ascending order.
    pub common: Vec<[u32; 2]>,
}

impl Numbering {
    fn id(&self, old: u32) -> u32 {
        let old = old as usize;
        self.texts.get(old).copied().unwrap_or_else(|| self.triples[old - self.texts.len()])
    }

    fn quad(&self, [subject, predicate, object, graph]: [u32; 4]) -> [u32; 4] {
        [self.id(subject), self.id(predicate), self.id(object), graph.checked_sub(1).map_or(0, |name| self.id(name) + 1)]
    }
}

/// Renumbers the terms of a dictionary, and the quads with them, so that the terms of a family follow each other.
///
/// # Errors
///
/// [`BuildError::TooLarge`] if there are 2^29 quads or more; [`BuildError::Io`] if a temporary file cannot be read or written.
pub(crate) fn by_family(
    dictionary: &mut Dictionary,
    quads: Sorted<4>,
    scratch: &Scratch,
    memory_bytes: usize,
) -> Result<Numbered, BuildError> {
    let quads: Vec<[u32; 4]> = quads.collect::<Result<_, _>>()?;
    checked_len(quads.len())?;
    let mut stays = vec![false; dictionary.texts_len as usize];
    for id in dictionary.ids.values() {
        // Triple terms have no entry in `stays`.
        stays.get_mut(*id as usize).into_iter().for_each(|stays| *stays = true);
    }
    let (texts, common) = order(&quads, &dictionary.groups, &stays);
    let mut numbering = Numbering { texts, triples: Vec::new() };
    (dictionary.triples, numbering.triples) =
        triple_terms::renumber(&dictionary.triples, dictionary.texts_len, |old| numbering.id(old));
    let mut common: Vec<[u32; 2]> = common.into_iter().map(|pair| pair.map(|term| numbering.id(term))).collect();
    common.sort_unstable();
    dictionary.renumber(&numbering.texts, |old| numbering.id(old), scratch, memory_bytes / 16)?;
    let mut sorter = Sorter::new(scratch, memory_bytes / 4);
    for quad in quads {
        sorter.push(numbering.quad(quad))?;
    }
    Ok(Numbered { quads: sorter.into_sorted()?, common })
}

/// Returns the new id for each old id of a term that has a text, and the common pairs in old ids. Terms in `stays` keep their
/// relative order.
fn order(quads: &[[u32; 4]], groups: &[Group], stays: &[bool]) -> (Vec<u32>, Vec<[u32; 2]>) {
    let len = stays.len() as u32;
    let triples = Triples::new(&distinct(quads));
    let with_common = quads.iter().all(|[.., graph]| *graph == 0);
    let (family_of, common) = alike(&triples, with_common);
    let literals = groups.partition_point(|group| group.kind <= TermKind::Iri);
    let literals = &groups[literals..];
    let named_len = literals.first().map_or(len, |group| group.first);
    let mut new = order_named(&triples, &family_of, &stays[..named_len as usize]);
    order_literals(&triples, literals, stays, &mut new);
    (new, common)
}

/// Returns the new id for each old id of a blank node or IRI. These are the first terms.
fn order_named(triples: &Triples, family_of: &[u32], stays: &[bool]) -> Vec<u32> {
    let mut is_predicate = vec![false; stays.len()];
    triples.predicates.iter().for_each(|term| is_predicate[*term as usize] = true);
    let mut new = vec![u32::MAX; stays.len()];
    let mut next = 0;
    let mut number = |term: u32, new: &mut Vec<u32>| {
        new[term as usize] = next;
        next += 1;
    };
    let term_of = |subject: &u32| triples.subjects[*subject as usize] as usize;
    let mut subjects: Vec<u32> = (0..triples.subjects.len() as u32).collect();
    subjects.retain(|subject| is_predicate[term_of(subject)] || !stays[term_of(subject)]);
    subjects.sort_by_key(|subject| (!is_predicate[term_of(subject)], family_of[*subject as usize]));
    for predicate in &triples.predicates {
        if triples.subjects.binary_search(predicate).is_err() {
            number(*predicate, &mut new);
        }
    }
    for subject in subjects {
        number(triples.subjects[subject as usize], &mut new);
    }
    for wanted in [true, false] {
        for (term, _) in (0..).zip(stays).filter(|(_, stays)| **stays == wanted) {
            if new[term as usize] == u32::MAX {
                number(term, &mut new);
            }
        }
    }
    new
}

/// Appends the new ids of literals. In groups that are not ordered by value, literals are ordered by the first predicate and then
/// the first subject that has them.
fn order_literals(triples: &Triples, groups: &[Group], stays: &[bool], new: &mut Vec<u32>) {
    let (named_len, len) = (new.len() as u32, stays.len() as u32);
    let mut first_of = vec![(u32::MAX, u32::MAX); (len - named_len) as usize];
    for (index, predicate) in triples.predicates.iter().enumerate() {
        for pair in triples.pairs_of(index) {
            let object = triples.pair_object[pair as usize].wrapping_sub(named_len);
            let Some(first) = first_of.get_mut(object as usize).filter(|_| !stays[(object + named_len) as usize]) else { continue };
            let subjects = triples.subjects_of(pair).iter().map(|subject| new[triples.subjects[*subject as usize] as usize]);
            *first = (*first).min((new[*predicate as usize], subjects.min().unwrap_or(u32::MAX)));
        }
    }
    new.extend(named_len..len);
    for (index, group) in groups.iter().enumerate().filter(|(_, group)| group.order == ValueOrder::Bytes) {
        let end = groups.get(index + 1).map_or(len, |next| next.first);
        let mut literals: Vec<u32> = (group.first..end).collect();
        literals.sort_by_key(|literal| first_of[(literal - named_len) as usize]);
        for (id, literal) in (group.first..).zip(literals) {
            new[literal as usize] = id;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use factrom::compiler::{TermKind, ValueOrder};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::test_runner::Config;

    use super::*;

    /// Number of blank nodes and IRIs in random quads. Objects may be other terms as well.
    const NAMED: u32 = 60;
    const NUMBERS: u32 = NAMED + 14;
    const TERMS: u32 = NAMED + 20;

    /// Quads of which many have similar subjects, in the default graph alone or in several graphs. A term may occur in any
    /// position.
    fn quads() -> impl Strategy<Value = Vec<[u32; 4]>> {
        let block = (vec(0..NAMED, 0..30), vec((0..NAMED, 0..TERMS), 0..4));
        let other = (0..NAMED, prop_oneof![10..14u32, 0..NAMED], 0..TERMS);
        let graphs = prop_oneof![Just(vec![0]), vec(0..=NAMED, 1..4)];
        (vec(block, 0..4), vec(other, 0..60), graphs).prop_map(|(blocks, others, graphs)| {
            let of_block = |(subjects, pairs): &(Vec<u32>, Vec<(u32, u32)>)| -> Vec<(u32, u32, u32)> {
                let of_subject = |subject| pairs.iter().map(move |(predicate, object)| (subject, *predicate, *object));
                subjects.iter().copied().flat_map(of_subject).collect()
            };
            let triples = blocks.iter().flat_map(of_block).chain(others).enumerate();
            let in_graph = |(index, (subject, predicate, object))| [subject, predicate, object, graphs[index % graphs.len()]];
            triples.map(in_graph).collect::<BTreeSet<_>>().into_iter().collect()
        })
    }

    /// Blank nodes and IRIs, strings, numbers.
    fn groups() -> [Group; 3] {
        let group = |first, kind, order| Group { first, kind, tag: 0, order };
        [
            group(0, TermKind::Iri, ValueOrder::Bytes),
            group(NAMED, TermKind::String, ValueOrder::Bytes),
            group(NUMBERS, TermKind::Typed, ValueOrder::Number),
        ]
    }

    fn terms_at(quads: &[[u32; 4]], place: usize) -> BTreeSet<u32> {
        quads.iter().map(|quad| quad[place]).collect()
    }

    /// For each subject its predicates, and the objects that it has in common with its family.
    fn families(quads: &[[u32; 4]], common: &[[u32; 2]]) -> BTreeMap<u32, BTreeSet<(u32, Option<u32>)>> {
        let mut families: BTreeMap<u32, BTreeSet<(u32, Option<u32>)>> = BTreeMap::new();
        for [subject, predicate, object, _] in quads {
            let object = common.contains(&[*predicate, *object]).then_some(*object);
            families.entry(*subject).or_default().insert((*predicate, object));
        }
        families
    }

    /// For each old id a key that orders the terms: predicates, subjects that are also predicates, other subjects, all others;
    /// subjects are ordered by the first subject of their family.
    fn places(quads: &[[u32; 4]], common: &[[u32; 2]]) -> Vec<(u32, u32, u32)> {
        let (families, predicates) = (families(quads, common), terms_at(quads, 1));
        let place = |term| match (families.get(&term), predicates.contains(&term)) {
            (None, true) => (0, 0, term),
            (Some(family), is_predicate) => {
                let first = families.iter().find(|(_, other)| *other == family).map_or(term, |(first, _)| *first);
                (if is_predicate { 1 } else { 2 }, first, term)
            }
            (None, false) => (3, 0, term),
        };
        (0..NAMED).map(place).collect()
    }

    proptest! {
        #![proptest_config(Config { cases: 256, failure_persistence: None, ..Config::default() })]

        #[test]
        fn predicates_come_first_then_subjects_by_family(quads in quads()) {
            let (new, common) = order(&quads, &groups(), &[false; TERMS as usize]);
            let (named, strings) = (&new[..NAMED as usize], &new[NAMED as usize..NUMBERS as usize]);
            prop_assert_eq!(named.iter().copied().collect::<BTreeSet<_>>(), (0..NAMED).collect::<BTreeSet<_>>(), "an id is missing or occurs twice");
            prop_assert_eq!(strings.iter().copied().collect::<BTreeSet<_>>(), (NAMED..NUMBERS).collect::<BTreeSet<_>>());
            prop_assert!((NUMBERS..).zip(&new[NUMBERS as usize..]).all(|(old, new)| old == *new), "numbers change their order");
            let numbering = Numbering { texts: new.clone(), triples: Vec::new() };
            let renumbered: Vec<[u32; 4]> = quads.iter().map(|quad| numbering.quad(*quad)).collect();
            let (predicates, subjects) = (terms_at(&renumbered, 1), terms_at(&renumbered, 0));
            prop_assert!(predicates.iter().copied().eq(0..predicates.len() as u32), "{:?}", predicates);
            let first = predicates.difference(&subjects).count() as u32;
            prop_assert!(subjects.iter().copied().eq(first..first + subjects.len() as u32), "{:?}", subjects);

            let with_names = quads.iter().any(|[.., graph]| *graph > 0);
            prop_assert!(common.is_empty() || !with_names, "pairs are common although there are named graphs");
            let pairs: BTreeSet<[u32; 2]> = quads.iter().map(|[_, predicate, object, _]| [*predicate, *object]).collect();
            prop_assert!(common.iter().all(|pair| pairs.contains(pair)));

            // The families can be found again from adjacent subjects alone, except that subjects which are also predicates come
            // separately.
            let new_common: Vec<[u32; 2]> = common.iter().map(|pair| pair.map(|term| numbering.id(term))).collect();
            let of_subjects: Vec<_> = families(&renumbered, &new_common).into_iter().collect();
            let both = predicates.intersection(&subjects).count();
            for part in [&of_subjects[..both], &of_subjects[both..]] {
                let runs: Vec<_> = part.chunk_by(|a, b| a.1 == b.1).map(|run| &run[0].1).collect();
                prop_assert_eq!(runs.iter().collect::<BTreeSet<_>>().len(), runs.len(), "the subjects of a family are not adjacent");
            }
            let places = places(&quads, &common);
            let mut old: Vec<u32> = (0..NAMED).collect();
            old.sort_by_key(|term| new[*term as usize]);
            prop_assert!(old.is_sorted_by_key(|term| places[*term as usize]), "{:?}", old);

            // Strings are ordered by the first predicate and subject that have them. Those without a triple come last.
            let first = |string| {
                let having = renumbered.iter().filter(|quad| quad[2] == string).map(|[subject, predicate, ..]| (*predicate, *subject));
                having.min().unwrap_or((u32::MAX, u32::MAX))
            };
            prop_assert!((NAMED..NUMBERS).is_sorted_by_key(first));
        }

        #[test]
        fn what_facts_mention_stays_in_its_order(quads in quads(), stays in vec(any::<bool>(), TERMS as usize)) {
            let (new, _) = order(&quads, &groups(), &stays);
            prop_assert_eq!(new.iter().copied().collect::<BTreeSet<_>>(), (0..TERMS).collect::<BTreeSet<_>>(), "an id is missing or occurs twice");
            let predicates = terms_at(&quads, 1);
            let staying = |terms: std::ops::Range<u32>| {
                let stays = |term: &u32| stays[*term as usize] && !predicates.contains(term);
                terms.filter(stays).map(|term| new[term as usize]).collect::<Vec<u32>>()
            };
            let named = staying(0..NAMED);
            prop_assert!(named.windows(2).all(|two| two[0] + 1 == two[1]), "the ids are not adjacent: {:?}", named);
            prop_assert!(staying(NAMED..NUMBERS).is_sorted());
            let last = named.last().copied().unwrap_or(0);
            let subjects = terms_at(&quads, 0);
            let others = (0..NAMED).filter(|term| !stays[*term as usize] && !predicates.contains(term));
            prop_assert!(others.into_iter().all(|term| subjects.contains(&term) == (new[term as usize] < last) || named.is_empty()));
        }

        #[test]
        fn names_of_graphs_and_triple_terms_are_numbered_too(new in Just((0..9u32).collect::<Vec<_>>()).prop_shuffle()) {
            let numbering = Numbering { texts: new.clone(), triples: vec![10, 9] };
            prop_assert_eq!(numbering.quad([3, 4, 5, 0]), [new[3], new[4], new[5], 0], "the default graph has no name");
            prop_assert_eq!(numbering.quad([0, 1, 9, 9]), [new[0], new[1], 10, new[8] + 1]);
            prop_assert_eq!(numbering.quad([0, 1, 10, 1]), [new[0], new[1], 9, new[0] + 1]);
        }

    }
}
