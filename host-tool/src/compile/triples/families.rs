//! Groups similar subjects into the families of [`TripleSection`](factrom::compiler::TripleSection).
//!
//! At first a family is a set of predicates: the characteristic set of its subjects (Neumann and Moerkotte, 2011). Then the pairs
//! of a predicate and an object that many subjects share, such as a class, are examined, the most frequent first. A pair that is
//! *common* to families saves two items for each of their subjects. It costs an entry in each family that has it, and a new family
//! where only some of a family's subjects have it. The pair becomes common if this saves bits. HDT++ (Hernández-Illera and others,
//! 2015) forms families by class alone; here the count decides, whatever the predicate.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use factrom::Tag;
use factrom::compiler::{MOST_COMMON, MOST_ITEMS};

use crate::compile::columns::width_of;
use crate::compile::error::TooLarge;

/// Checks the number of quads. All numbers of the table, and those computed before it, stay below the limit.
pub(crate) fn checked_len(quads: usize) -> Result<u32, TooLarge> {
    let len = u32::try_from(quads).ok().filter(|len| *len < MOST_ITEMS);
    len.ok_or(TooLarge { section: Tag::Triples, limit: "2^29 triples" })
}

/// Returns the distinct triples of ascending quads, regardless of their graphs.
pub(crate) fn distinct(quads: &[[u32; 4]]) -> Vec<[u32; 3]> {
    let mut triples: Vec<[u32; 3]> = quads.iter().map(|[subject, predicate, object, _]| [*subject, *predicate, *object]).collect();
    triples.dedup();
    triples
}

/// Distinct triples as numbers, in the orders that the table needs.
#[derive(Debug)]
pub(crate) struct Triples {
    /// Terms of the subjects, in ascending order. With [`Triples::by_rank`] there are no gaps, so an index is a rank.
    pub subjects: Vec<u32>,
    /// Terms of the predicates, in ascending order.
    pub predicates: Vec<u32>,
    /// Term of the object of each pair, ascending within each predicate.
    pub pair_object: Vec<u32>,
    /// First pair of each predicate, followed by the number of pairs.
    pub first_pair: Vec<u32>,
    /// Pair of each triple, in the order of triples.
    pub pair: Vec<u32>,
    /// First triple of each subject, followed by the number of triples.
    pub first_triple: Vec<u32>,
    /// Indices of the subjects, by pair and then ascending.
    pub pair_subjects: Vec<u32>,
    /// Start of each pair in `pair_subjects`, followed by the length of `pair_subjects`.
    pub first_subject: Vec<u32>,
}

impl Triples {
    /// Numbers the triples, which must be ascending and distinct.
    pub fn new(triples: &[[u32; 3]]) -> Self {
        Self::with_subjects(triples, |_, subject| subject..subject)
    }

    /// Like [`Triples::new`], but all terms from the first subject to the last count as subjects, even those without triples.
    pub fn by_rank(triples: &[[u32; 3]]) -> Self {
        Self::with_subjects(triples, |last, subject| last.map_or(subject, |last| last + 1)..subject)
    }

    /// Numbers the triples. `without` gives the terms between two subjects that count as subjects without triples.
    fn with_subjects(triples: &[[u32; 3]], without: impl Fn(Option<u32>, u32) -> Range<u32>) -> Self {
        let mut predicates: Vec<u32> = Vec::new();
        let mut by_object: Vec<u32> = (0..triples.len() as u32).collect();
        by_object.sort_unstable_by_key(|index| {
            let [subject, predicate, object] = triples[*index as usize];
            (predicate, object, subject)
        });
        let (mut subjects, mut first_triple, mut subject_of) = (Vec::new(), Vec::new(), Vec::with_capacity(triples.len()));
        for (index, [subject, ..]) in triples.iter().enumerate() {
            if subjects.last() != Some(subject) {
                let new = without(subjects.last().copied(), *subject).chain([*subject]);
                new.for_each(|subject| {
                    subjects.push(subject);
                    first_triple.push(index as u32);
                });
            }
            subject_of.push(subjects.len() as u32 - 1);
        }
        first_triple.push(triples.len() as u32);
        let (mut pair_object, mut first_pair, mut first_subject) = (Vec::new(), Vec::new(), Vec::new());
        let mut pair = vec![0; triples.len()];
        let mut pair_subjects = Vec::with_capacity(triples.len());
        let mut last = None;
        for index in by_object {
            let [_, predicate, object] = triples[index as usize];
            if last != Some((predicate, object)) {
                if predicates.last() != Some(&predicate) {
                    predicates.push(predicate);
                    first_pair.push(pair_object.len() as u32);
                }
                pair_object.push(object);
                first_subject.push(pair_subjects.len() as u32);
                last = Some((predicate, object));
            }
            pair[index as usize] = pair_object.len() as u32 - 1;
            pair_subjects.push(subject_of[index as usize]);
        }
        first_pair.push(pair_object.len() as u32);
        first_subject.push(pair_subjects.len() as u32);
        Triples { subjects, predicates, pair_object, first_pair, pair, first_triple, pair_subjects, first_subject }
    }

    /// Returns the subjects of a pair.
    pub fn subjects_of(&self, pair: u32) -> &[u32] {
        let pair = pair as usize;
        &self.pair_subjects[self.first_subject[pair] as usize..self.first_subject[pair + 1] as usize]
    }

    /// Returns the pairs of a predicate.
    pub fn pairs_of(&self, predicate: usize) -> Range<u32> {
        self.first_pair[predicate]..self.first_pair[predicate + 1]
    }

    /// Returns the triples of a subject.
    pub fn triples_of(&self, subject: u32) -> Range<usize> {
        self.first_triple[subject as usize] as usize..self.first_triple[subject as usize + 1] as usize
    }

    /// Returns the predicate of each pair.
    fn predicate_of_pairs(&self) -> Vec<u32> {
        (0..self.predicates.len()).flat_map(|predicate| self.pairs_of(predicate).map(move |_| predicate as u32)).collect()
    }
}

/// An entry of a family. Entries ascend by predicate, then common objects come before lists, then they ascend by object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Entry {
    /// Index of the predicate.
    pub predicate: u32,
    /// The pair whose object is common; `None` for lists.
    pub common: Option<u32>,
}

/// The families of some triples.
#[derive(Debug)]
pub(crate) struct Families {
    /// Entries of each family, and the indices of its subjects.
    pub families: Vec<(Vec<Entry>, Range<u32>)>,
    /// Whether the object of each pair is common.
    pub common: Vec<bool>,
}

impl Families {
    /// Finds the families of subjects that are already ordered by family. A pair of a predicate and an object is common if it is in
    /// `common`, which must be ascending.
    ///
    /// If the subjects are in another order, there are more families; nothing else changes.
    pub fn of(triples: &Triples, common: &[[u32; 2]]) -> Self {
        let predicate_of = triples.predicate_of_pairs();
        let terms = |(predicate, object): (&u32, &u32)| [triples.predicates[*predicate as usize], *object];
        let pairs = predicate_of.iter().zip(&triples.pair_object).map(terms);
        let common: Vec<bool> = pairs.map(|pair| common.binary_search(&pair).is_ok()).collect();
        let mut families: Vec<(Vec<Entry>, Range<u32>)> = Vec::new();
        for subject in 0..triples.subjects.len() as u32 {
            let entries = entries_of(triples, &predicate_of, &common, subject);
            match families.last_mut() {
                Some((same, subjects)) if *same == entries => subjects.end += 1,
                _ => families.push((entries, subject..subject + 1)),
            }
        }
        Families { families, common }
    }

    /// For each entry of each family: whether one of its subjects has an object of this entry also by a later predicate.
    pub fn shared(&self, triples: &Triples) -> Vec<bool> {
        let (predicate_of, mut shared) = (triples.predicate_of_pairs(), Vec::new());
        let mut own: Vec<(u32, u32)> = Vec::new();
        for (entries, subjects) in &self.families {
            let first = shared.len();
            shared.resize(first + entries.len(), false);
            for subject in subjects.clone() {
                own.clear();
                let pairs = &triples.pair[triples.triples_of(subject)];
                own.extend(pairs.iter().map(|pair| (triples.pair_object[*pair as usize], *pair)));
                // Pairs with the same object ascend by predicate.
                own.sort_unstable();
                for two in own.windows(2).filter(|two| two[0].0 == two[1].0) {
                    let pair = two[0].1;
                    let common = self.common[pair as usize].then_some(pair);
                    let entry = Entry { predicate: predicate_of[pair as usize], common };
                    let place = entries.iter().position(|of| *of == entry);
                    place.into_iter().for_each(|place| shared[first + place] = true);
                }
            }
        }
        shared
    }
}

/// Numbers the families. Returns the family of each subject, by index, numbered in the order of their first subjects; and the pairs
/// of a predicate and an object that are common, which are none unless `with_common` is set.
pub(crate) fn alike(triples: &Triples, with_common: bool) -> (Vec<u32>, Vec<[u32; 2]>) {
    let predicate_of = triples.predicate_of_pairs();
    let common = if with_common { choose_common(triples, &predicate_of) } else { vec![false; triples.pair_object.len()] };
    let mut numbers: HashMap<Vec<Entry>, u32> = HashMap::new();
    let number = |subject| {
        let next = numbers.len() as u32;
        *numbers.entry(entries_of(triples, &predicate_of, &common, subject)).or_insert(next)
    };
    let family_of = (0..triples.subjects.len() as u32).map(number).collect();
    let pairs = predicate_of.iter().zip(&triples.pair_object).zip(&common).filter(|(_, common)| **common);
    (family_of, pairs.map(|((predicate, object), _)| [triples.predicates[*predicate as usize], *object]).collect())
}

/// Returns the entries that the family of a subject needs.
fn entries_of(triples: &Triples, predicate_of: &[u32], common: &[bool], subject: u32) -> Vec<Entry> {
    let pairs = triples.pair[triples.triples_of(subject)].iter();
    let mut entries: Vec<Entry> = pairs
        .map(|pair| Entry { predicate: predicate_of[*pair as usize], common: common[*pair as usize].then_some(*pair) })
        .collect();
    entries.sort_unstable_by_key(|entry| (entry.predicate, entry.common.is_none(), entry.common));
    entries.dedup();
    entries
}

/// A group of similar subjects that may still be split.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    len: u32,
    entries: u32,
    common: u32,
}

/// Chooses the common pairs, one after another, as long as each saves bits.
fn choose_common(triples: &Triples, predicate_of: &[u32]) -> Vec<bool> {
    let (mut group_of, mut groups) = by_predicates(triples, predicate_of);
    let entries: u64 = groups.iter().map(|group| u64::from(group.entries)).sum();
    let rank_bits = f64::from(width_of(triples.subjects.len() as u32));
    // An entry stores its predicate, a list or pair, and its place by predicate. A family stores its first rank and its first
    // entry.
    let entry_bits = f64::from(width_of(triples.predicates.len() as u32))
        + f64::from(width_of(triples.pair.len() as u32))
        + 1.0
        + f64::from(width_of(u32::try_from(entries).unwrap_or(u32::MAX)));
    let family_bits = rank_bits + entry_bits;
    let mut candidates: Vec<u32> = (0..triples.pair_object.len() as u32).collect();
    candidates.retain(|pair| triples.subjects_of(*pair).len() >= MIN_SUBJECTS);
    candidates.sort_by_key(|pair| (std::cmp::Reverse(triples.subjects_of(*pair).len()), *pair));
    let mut common = vec![false; triples.pair_object.len()];
    for pair in candidates {
        let subjects = triples.subjects_of(pair);
        let mut touched: BTreeMap<u32, u32> = BTreeMap::new();
        for subject in subjects {
            *touched.entry(group_of[*subject as usize]).or_default() += 1;
        }
        let predicate = predicate_of[pair as usize] as usize;
        let item_bits = f64::from(width_of(triples.pairs_of(predicate).len() as u32 - 1)) + rank_bits + 1.0;
        let cost: f64 = touched
            .iter()
            .map(|(group, len)| (groups[*group as usize], *len))
            .map(|(group, len)| if len < group.len { f64::from(group.entries + 1) * entry_bits + family_bits } else { entry_bits })
            .sum();
        let full = touched.keys().any(|group| groups[*group as usize].common >= MOST_COMMON);
        if full || cost >= item_bits * subjects.len() as f64 {
            continue;
        }
        common[pair as usize] = true;
        let mut moved: HashMap<u32, u32> = HashMap::new();
        for (index, len) in touched {
            let group = groups[index as usize];
            let with = Group { len, entries: group.entries + 1, common: group.common + 1 };
            if len == group.len {
                groups[index as usize] = with;
            } else {
                groups[index as usize].len -= len;
                moved.insert(index, groups.len() as u32);
                groups.push(with);
            }
        }
        for subject in subjects {
            let group = &mut group_of[*subject as usize];
            *group = moved.get(group).copied().unwrap_or(*group);
        }
    }
    common
}

/// Pairs of fewer subjects are not examined.
const MIN_SUBJECTS: usize = 4;

/// Groups subjects by their predicates alone.
fn by_predicates(triples: &Triples, predicate_of: &[u32]) -> (Vec<u32>, Vec<Group>) {
    let mut numbers: HashMap<Vec<u32>, u32> = HashMap::new();
    let (mut group_of, mut groups) = (Vec::with_capacity(triples.subjects.len()), Vec::<Group>::new());
    for subject in 0..triples.subjects.len() as u32 {
        let mut predicates: Vec<u32> =
            triples.pair[triples.triples_of(subject)].iter().map(|pair| predicate_of[*pair as usize]).collect();
        predicates.dedup();
        let entries = predicates.len() as u32;
        let number = *numbers.entry(predicates).or_insert(groups.len() as u32);
        if number as usize == groups.len() {
            groups.push(Group { len: 0, entries, common: 0 });
        }
        groups[number as usize].len += 1;
        group_of.push(number);
    }
    (group_of, groups)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::test_runner::Config;

    use super::*;

    /// Triples of which many have similar subjects: each block is some subjects and the pairs that all of them have.
    fn triples() -> impl Strategy<Value = Vec<[u32; 3]>> {
        let pairs = || vec((0..6u32, 0..8u32), 0..6);
        let block = (vec(0..80u32, 0..50), pairs());
        let other = (0..80u32, 0..6u32, 0..40u32).prop_map(|(subject, predicate, object)| [subject, predicate, object]);
        (vec(block, 0..5), vec(other, 0..80)).prop_map(|(blocks, others)| {
            let of_block = |(subjects, pairs): &(Vec<u32>, Vec<(u32, u32)>)| -> Vec<[u32; 3]> {
                let of_subject = |subject| pairs.iter().map(move |(predicate, object)| [subject, *predicate, *object]);
                subjects.iter().copied().flat_map(of_subject).collect()
            };
            let all: BTreeSet<[u32; 3]> = blocks.iter().flat_map(of_block).chain(others).collect();
            all.into_iter().collect()
        })
    }

    /// For each family its subjects, and its pairs of a predicate and a common object, all as terms.
    type ByTerms = Vec<(BTreeSet<u32>, BTreeSet<(u32, Option<u32>)>)>;

    fn by_terms(triples: &Triples, families: &Families) -> ByTerms {
        let entry = |entry: &Entry| {
            let object = entry.common.map(|pair| triples.pair_object[pair as usize]);
            (triples.predicates[entry.predicate as usize], object)
        };
        let subjects = |indices: &Range<u32>| indices.clone().map(|index| triples.subjects[index as usize]).collect();
        families.families.iter().map(|(entries, indices)| (subjects(indices), entries.iter().map(entry).collect())).collect()
    }

    /// Checks that each subject is in one family, that an entry covers each triple, and that each entry covers a triple of each
    /// subject.
    fn say_the_triples(families: &ByTerms, triples: &[[u32; 3]], common: &[[u32; 2]]) {
        let subjects: Vec<u32> = families.iter().flat_map(|(subjects, _)| subjects).copied().collect();
        let distinct: BTreeSet<u32> = triples.iter().map(|[subject, ..]| *subject).collect();
        assert_eq!(subjects.len(), distinct.len(), "each subject once");
        assert_eq!(subjects.into_iter().collect::<BTreeSet<_>>(), distinct);
        let mut expected: BTreeMap<u32, BTreeSet<(u32, Option<u32>)>> = BTreeMap::new();
        for [subject, predicate, object] in triples {
            let object = common.contains(&[*predicate, *object]).then_some(*object);
            expected.entry(*subject).or_default().insert((*predicate, object));
        }
        for (subjects, entries) in families {
            assert!(!subjects.is_empty());
            assert!(entries.iter().filter(|(_, object)| object.is_some()).count() <= MOST_COMMON as usize);
            assert!(subjects.iter().all(|subject| expected[subject] == *entries), "{subjects:?}");
        }
    }

    /// For each entry: whether there are two triples with the same subject and object, the earlier of which belongs to the entry.
    fn naively_shared(numbered: &Triples, families: &Families, triples: &[[u32; 3]]) -> Vec<bool> {
        let says = |subjects: &Range<u32>, entry: &Entry| {
            triples.iter().any(|[subject, predicate, object]| {
                let in_family = subjects.clone().any(|index| numbered.subjects[index as usize] == *subject);
                let pair = numbered.pairs_of(entry.predicate as usize).find(|pair| numbered.pair_object[*pair as usize] == *object);
                let is_common = pair.is_some_and(|pair| families.common[pair as usize]);
                in_family
                    && *predicate == numbered.predicates[entry.predicate as usize]
                    && entry.common == pair.filter(|_| is_common)
                    && triples.iter().any(|other| other[0] == *subject && other[1] > *predicate && other[2] == *object)
            })
        };
        let of_family = |(entries, subjects): &(Vec<Entry>, Range<u32>)| -> Vec<bool> {
            entries.iter().map(|entry| says(subjects, entry)).collect()
        };
        families.families.iter().flat_map(of_family).collect()
    }

    /// Returns the families of the triples after renumbering the subjects by family. The subjects in the result have their original
    /// numbers.
    fn check(triples: &[[u32; 3]], with_common: bool) -> ByTerms {
        let numbered = Triples::new(triples);
        let (family_of, common) = alike(&numbered, with_common);
        assert!(common.is_sorted_by(|a, b| a < b), "{common:?}");
        assert!(with_common || common.is_empty());
        assert_eq!(family_of.len(), numbered.subjects.len());
        let families_len = family_of.iter().fold(0, |seen, family| {
            assert!(*family <= seen, "families are not in the order of their first subjects: {family_of:?}");
            seen.max(family + 1)
        });
        // Without reordering, only adjacent subjects form a family.
        let families = Families::of(&numbered, &common);
        assert_eq!(families.shared(&numbered), naively_shared(&numbered, &families, triples));
        let as_they_stand = by_terms(&numbered, &families);
        say_the_triples(&as_they_stand, triples, &common);
        assert!(as_they_stand.windows(2).all(|two| two[0].1 != two[1].1));
        assert_eq!(as_they_stand.len(), family_of.chunk_by(|a, b| a == b).count());

        let mut ordered: Vec<usize> = (0..numbered.subjects.len()).collect();
        ordered.sort_by_key(|subject| family_of[*subject]);
        let new: BTreeMap<u32, u32> = (0..).zip(&ordered).map(|(new, subject)| (numbered.subjects[*subject], new)).collect();
        let mut by_family: Vec<[u32; 3]> =
            triples.iter().map(|[subject, predicate, object]| [new[subject], *predicate, *object]).collect();
        by_family.sort_unstable();
        let by_family = Triples::new(&by_family);
        let mut families = by_terms(&by_family, &Families::of(&by_family, &common));
        for (subjects, _) in &mut families {
            *subjects = subjects.iter().map(|new| numbered.subjects[ordered[*new as usize]]).collect();
        }
        say_the_triples(&families, triples, &common);
        let sets: BTreeSet<_> = families.iter().map(|(_, entries)| entries).collect();
        assert_eq!(sets.len(), families.len(), "two families are equal");
        assert_eq!(families.len(), families_len as usize, "the number of families differs from that of `alike`");
        for (subject, family) in numbered.subjects.iter().zip(family_of) {
            assert!(families[family as usize].0.contains(subject), "{subject} is not in family {family}");
        }
        let used: BTreeSet<[u32; 2]> = families
            .iter()
            .flat_map(|(_, entries)| entries)
            .filter_map(|(predicate, object)| Some([*predicate, (*object)?]))
            .collect();
        assert!(common.iter().eq(&used), "a common pair is in no family");
        families
    }

    proptest! {
        #![proptest_config(Config { cases: 256, failure_persistence: None, ..Config::default() })]

        #[test]
        fn families_say_what_the_triples_say(triples in triples(), with_common in any::<bool>()) {
            check(&triples, with_common);
        }
    }

    /// Subjects `0..subjects` that all have the same objects.
    fn block(subjects: u32, objects: u32) -> Vec<[u32; 3]> {
        (0..subjects).flat_map(|subject| (0..objects).map(move |object| [subject, 7, object])).collect()
    }

    #[test]
    fn what_all_have_is_common() {
        let families = check(&block(40, 3), true);
        assert_eq!(families, [((0..40).collect(), [0, 1, 2].map(|object| (7, Some(object))).into())]);
        assert_eq!(check(&block(40, 3), false), [((0..40).collect(), [(7, None)].into())]);
        assert_eq!(
            check(&block(3, 3), true),
            [((0..3).collect(), [(7, None)].into())],
            "three subjects are too few for a common object"
        );
    }

    #[test]
    fn no_more_is_common_than_a_reader_looks_through() {
        let families = check(&block(40, 70), true);
        let [(subjects, entries)] = &families[..] else { panic!("{families:?}") };
        assert_eq!((subjects.len(), entries.len()), (40, 65));
        assert!(entries.contains(&(7, None)), "six objects stay in lists");
    }
}
