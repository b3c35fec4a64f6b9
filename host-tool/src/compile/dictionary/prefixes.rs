//! Chooses the IRI prefixes that get a group of their own: the most frequent ones.
//!
//! IRIs arrive in the order of their bytes, so those that share a prefix follow each other, perhaps with IRIs of longer prefixes in
//! between. Only the prefixes of the current IRI can still grow. Counting is therefore exact, and no more is held than the prefixes
//! of one IRI that end in `/` or `#`.

use std::cmp::Reverse;

use factrom::compiler::split_iri;

/// What a prefix saves per IRI: one or two codes of the grammar, about 12 bits, and the time of expanding them at each look-up,
/// which is weighted three times as much.
const BITS_SAVED: u64 = 48;
/// Cost of a prefix besides its bytes: the columns of its group, and its start.
const BITS_OF_GROUP: u64 = 40;
/// Each look-up of an id searches the groups, so their number is limited.
const MAX_PREFIXES: usize = 1024;

/// Whether a prefix of `len_bytes` bytes and `count` IRIs saves more than it costs.
fn pays(len_bytes: usize, count: u64) -> bool {
    count * BITS_SAVED >= len_bytes as u64 * 8 + BITS_OF_GROUP
}

/// Counts prefixes.
#[derive(Debug, Default)]
pub struct Prefixes {
    /// Prefix of the last IRI.
    path: String,
    /// Lengths of the prefixes that `path` begins with, in ascending order, each with its count.
    open: Vec<(usize, u64)>,
    /// The best of the prefixes whose count is final, best first.
    best: Vec<(Reverse<u64>, String)>,
}

impl Prefixes {
    /// Counts an IRI. It must be greater than the previous one.
    pub fn add(&mut self, iri: &str) {
        let prefix = split_iri(iri).0;
        if let Some((len, count)) = self.open.last_mut().filter(|(len, _)| self.path.get(..*len) == Some(prefix)) {
            debug_assert_eq!(*len, self.path.len());
            *count += 1;
            return;
        }
        while self.open.last().is_some_and(|(len, _)| !self.path.get(..*len).is_some_and(|open| iri.starts_with(open))) {
            self.close_last();
        }
        match self.open.last_mut() {
            Some((len, count)) if *len == prefix.len() => *count += 1,
            _ => self.open.push((prefix.len(), 1)),
        }
        self.path.clear();
        self.path.push_str(prefix);
    }

    /// Returns the chosen prefixes in ascending order, each with the number of its IRIs.
    pub fn finish(mut self) -> Vec<(String, u64)> {
        while !self.open.is_empty() {
            self.close_last();
        }
        let mut chosen: Vec<(String, u64)> = self.best.into_iter().map(|(Reverse(count), prefix)| (prefix, count)).collect();
        chosen.sort();
        chosen
    }

    fn close_last(&mut self) {
        let Some((len, count)) = self.open.pop() else { return };
        if len == 0 || !pays(len, count) {
            return;
        }
        let entry = (Reverse(count), self.path.get(..len).unwrap_or_default().to_string());
        let place = self.best.partition_point(|better| *better < entry);
        if place < MAX_PREFIXES {
            self.best.insert(place, entry);
            self.best.truncate(MAX_PREFIXES);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    fn chosen(iris: &BTreeSet<String>) -> Vec<(String, u64)> {
        let mut prefixes = Prefixes::default();
        iris.iter().for_each(|iri| prefixes.add(iri));
        prefixes.finish()
    }

    fn naive(iris: &BTreeSet<String>) -> Vec<(String, u64)> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for iri in iris {
            *counts.entry(split_iri(iri).0).or_default() += 1;
        }
        let mut frequent: Vec<_> =
            counts.into_iter().filter(|(prefix, count)| pays(prefix.len(), *count) && !prefix.is_empty()).collect();
        frequent.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        frequent.truncate(MAX_PREFIXES);
        frequent.sort_unstable();
        frequent.into_iter().map(|(prefix, count)| (prefix.to_string(), count)).collect()
    }

    #[test]
    fn a_prefix_counts_on_after_longer_ones() {
        // Two IRIs are enough for a prefix of three or five bytes.
        let iris = ["b:/", "b:/c/1", "b:/c/2", "b:/d", "b:x/", "b:y"].into_iter().map(str::to_string).collect();
        assert_eq!(chosen(&iris), [("b:/".to_string(), 2), ("b:/c/".to_string(), 2)]);
    }

    #[test]
    fn the_most_frequent_ones_win_and_of_equals_the_first() {
        let iris = (0..1100).flat_map(|n| (0..2 + n / 550).map(move |m| format!("x:{n:04}/{m}"))).collect();
        let prefixes: Vec<String> = chosen(&iris).into_iter().map(|(prefix, _)| prefix).collect();
        let expected: Vec<String> = (0..474).chain(550..1100).map(|n| format!("x:{n:04}/")).collect();
        assert_eq!(prefixes, expected);
    }

    proptest! {
        #[test]
        fn counting_in_passing_is_exact(iris in proptest::collection::btree_set("[ab/#é!]{0,7}", 0..200)) {
            prop_assert_eq!(chosen(&iris), naive(&iris));
        }
    }
}
