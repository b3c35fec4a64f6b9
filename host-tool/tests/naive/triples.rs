//! Triples: compares each of the eight patterns with a filter over all triples.

use std::collections::BTreeSet;

use factrom::{Pattern, Store, TermId};
use factrom_tool::model::Model;

use super::terms::{graph_term, id};

pub fn check_patterns(model: &Model, store: &Store<'_>) {
    let quads: BTreeSet<[Option<TermId>; 4]> = model
        .triples
        .iter()
        .map(|quad| {
            let ids = [quad.subject.clone().into(), quad.predicate.clone().into(), quad.object.clone()]
                .map(|term| Some(id(store, &term)));
            [ids[0], ids[1], ids[2], graph_term(quad).map(|graph| id(store, &graph))]
        })
        .collect();
    assert_eq!(store.triple_count() as usize, quads.len());
    let absent = Some(TermId(store.term_count()));
    let mut bound: Vec<[Option<TermId>; 3]> = quads.iter().map(|quad| [quad[0], quad[1], quad[2]]).collect();
    // Terms that exist, but not together.
    let mixed: Vec<_> = bound.iter().zip(bound.iter().skip(1)).map(|(a, b)| [a[0], b[1], a[2]]).collect();
    bound.extend(mixed);
    bound.extend([[absent; 3], [Some(TermId(u32::MAX)); 3], [Some(TermId(0)); 3], [absent, Some(TermId(0)), Some(TermId(0))]]);
    for terms in bound {
        for mask in 0..8 {
            let wanted: [Option<TermId>; 3] = std::array::from_fn(|index| if mask >> index & 1 == 1 { terms[index] } else { None });
            let pattern = Pattern { subject: wanted[0], predicate: wanted[1], object: wanted[2] };
            let expected: Vec<_> = quads
                .iter()
                .filter(|quad| (0..3).all(|index| wanted[index].is_none() || quad[index] == wanted[index]))
                .copied()
                .collect();
            let triples = store.triples(pattern);
            let mut found: Vec<_> = triples
                .map(|triple| triple.unwrap())
                .map(|triple| [Some(triple.subject), Some(triple.predicate), Some(triple.object), triple.graph])
                .collect();
            if wanted[0].is_none() && wanted[1].is_none() && wanted[2].is_none() {
                let mut groups: Vec<_> = found.iter().map(|quad| [quad[0], quad[1]]).collect();
                groups.dedup();
                let distinct: BTreeSet<_> = groups.iter().copied().collect();
                assert_eq!(groups.len(), distinct.len(), "triples are not grouped by subject and then by predicate");
            }
            found.sort();
            assert_eq!(found, expected, "{pattern:?}");
        }
    }
}
