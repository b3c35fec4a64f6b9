//! Compares all patterns with the triples that the blobs were built from.

use std::collections::{BTreeMap, BTreeSet};

use factrom::{Pattern, Store, TermId, Triple};

use crate::blobs::{ALL, GRAPHS, SHAPES, written};

/// Returns the length of the term that a text starts with.
fn term_len(text: &str) -> usize {
    if text.starts_with("<<(") {
        // Triple terms nest.
        let (mut depth, mut at) = (0, 0);
        loop {
            match &text[at..at + 3] {
                "<<(" => depth += 1,
                ")>>" => depth -= 1,
                _ => {}
            }
            at += 1;
            if depth == 0 {
                return at + 2;
            }
        }
    }
    let quoted = text.strip_prefix('"').map_or(0, |rest| rest.find('"').unwrap() + 2);
    quoted + text[quoted..].find(' ').unwrap()
}

/// Splits each line into subject, predicate, object, and the graph if it is not the default graph.
fn lines(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .map(|line| {
            let (mut rest, mut terms) = (line, Vec::new());
            while rest != "." {
                let (term, after) = rest.split_at(term_len(rest));
                terms.push(term.to_string());
                rest = after.trim_start();
            }
            terms
        })
        .collect()
}

#[test]
fn a_store_has_the_triples_it_was_built_from() {
    for (blob, text) in [(SHAPES, include_str!("../golden/shapes.nt")), (GRAPHS, include_str!("../golden/graphs.nq"))] {
        let store = Store::open(blob).unwrap();
        let mut expected = lines(text);
        expected.sort();
        let mut stored: Vec<Vec<String>> = scan(&store, Pattern::default())
            .into_iter()
            .map(|triple| {
                let terms = [triple.subject, triple.predicate, triple.object].into_iter().chain(triple.graph);
                terms.map(|id| written(&store, id)).collect()
            })
            .collect();
        stored.sort();
        assert_eq!(stored, expected);
        assert_eq!(store.triple_count() as usize, expected.len());
    }
}

/// Collects the triples of a pattern.
fn scan(store: &Store<'_>, pattern: Pattern) -> Vec<Triple> {
    let mut triples = store.triples(pattern);
    let found: Vec<Triple> = triples.by_ref().map(|triple| triple.unwrap()).collect();
    assert!(triples.next().is_none());
    found
}

type Key = [Option<u32>; 3];

#[test]
fn patterns_find_what_a_scan_finds() {
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        let all = scan(&store, Pattern::default());
        assert_eq!(all.len(), store.triple_count() as usize);
        let mut naive: BTreeMap<Key, Vec<Triple>> = BTreeMap::new();
        for triple in &all {
            let terms = [triple.subject.0, triple.predicate.0, triple.object.0];
            for bound in 0..8 {
                let key: Key = std::array::from_fn(|place| (bound >> place & 1 == 1).then_some(terms[place]));
                naive.entry(key).or_default().push(*triple);
            }
        }
        naive.values_mut().for_each(|triples| triples.sort());
        let check = |key: Key| {
            let [subject, predicate, object] = key.map(|term| term.map(TermId));
            let mut found = scan(&store, Pattern { subject, predicate, object });
            found.sort();
            let expected = naive.get(&key).map_or(&[][..], |triples| triples);
            assert_eq!(found, expected, "{key:?}");
        };
        let ids: Vec<u32> = (0..=store.term_count()).chain([1 << 31, u32::MAX]).collect();
        for id in &ids {
            (0..3).for_each(|place| check(std::array::from_fn(|other| (other == place).then_some(*id))));
            // Each id together with every term that is used in another position, and with invalid ids.
            for place in 0..3 {
                let others = naive.keys().filter_map(|key| if key.iter().flatten().count() == 1 { key[place] } else { None });
                for other in others.chain([store.term_count(), u32::MAX]) {
                    for next in [(place + 1) % 3, (place + 2) % 3] {
                        check(std::array::from_fn(|at| if at == place { Some(other) } else { (at == next).then_some(*id) }));
                    }
                }
            }
        }
        let predicates: BTreeSet<u32> = all.iter().map(|triple| triple.predicate.0).collect();
        for triple in &all {
            for predicate in predicates.iter().copied().chain([store.term_count(), u32::MAX]) {
                check([Some(triple.subject.0), Some(predicate), Some(triple.object.0)]);
            }
            for object in [triple.object.0.wrapping_sub(1), triple.object.0 + 1] {
                check([Some(triple.subject.0), Some(triple.predicate.0), Some(object)]);
            }
        }
    }
}

#[test]
fn triples_come_by_subject_and_by_predicate() {
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        let once = |keys: Vec<Vec<u32>>| {
            let mut runs = keys;
            runs.dedup();
            let len = runs.len();
            runs.sort();
            runs.dedup();
            assert_eq!(runs.len(), len, "equal keys are adjacent");
        };
        let all = scan(&store, Pattern::default());
        once(all.iter().map(|triple| vec![triple.subject.0]).collect());
        once(all.iter().map(|triple| vec![triple.subject.0, triple.predicate.0]).collect());
        assert_eq!(all, scan(&store, Pattern::default()), "the order is stable");
        for subject in 0..store.term_count() {
            let found = scan(&store, Pattern { subject: Some(TermId(subject)), ..Pattern::default() });
            once(found.iter().map(|triple| vec![triple.predicate.0]).collect());
        }
    }
}
