//! The grammar of the codec: frequent pairs of symbols become a symbol, as in Re-Pair by Larsson and Moffat (2000).
//!
//! Replacement continues as long as the estimated total size shrinks from checkpoint to checkpoint. That is the size of the texts'
//! symbols at their entropy plus that of the rules at their width. The grammar of the smallest checkpoint is taken. Ties are broken
//! by symbol number, so the same texts always give the same grammar.

use std::collections::{BTreeMap, BinaryHeap, HashMap};

use factrom::compiler::{MAX_DEPTH, MAX_EXPANSION};

/// A pair of symbols.
type Pair = (u32, u32);

/// Rules, and the texts as symbols. Symbols 0 to 255 are bytes, 256 is [`END`], and the others are `257 + index of the rule`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grammar {
    /// The two symbols of each rule. Both numbers are lower than that of the rule itself.
    pub rules: Vec<Pair>,
}

/// Symbol that ends a text.
pub const END: u32 = 256;
/// Symbol of the first rule.
pub const FIRST_RULE: u32 = END + 1;
/// Number of rules between two checkpoints.
const CHECKPOINT: usize = 64;
/// Canonical codes have at most 15 bits, so there are fewer than 2^15 symbols, including bytes and END.
const MAX_RULES: usize = 32_000;
/// Marks a position that no longer holds a symbol.
const GONE: u32 = u32::MAX;

/// Bounds of a rule that the reader relies on.
#[derive(Clone, Copy)]
struct Shape {
    depth: usize,
    bytes: u32,
}

struct Builder {
    symbols: Vec<u32>,
    next: Vec<usize>,
    previous: Vec<usize>,
    /// Positions at which a pair was seen. Entries may be stale.
    places: HashMap<Pair, Vec<usize>>,
    counts: HashMap<Pair, u32>,
    queue: BinaryHeap<(u32, std::cmp::Reverse<Pair>)>,
    shapes: Vec<Shape>,
    rules: Vec<Pair>,
    /// Number of occurrences of each symbol in the texts.
    frequencies: BTreeMap<u32, u64>,
}

impl Grammar {
    /// Trains a grammar on the texts.
    #[must_use]
    pub fn train(texts: &[&str]) -> Self {
        let mut builder = Builder::new(texts);
        let (mut best_rules, mut best_size) = (0, builder.estimated_bits());
        // Past the minimum the estimate rises slowly. This far past it, no new minimum follows.
        while builder.rules.len() < (2 * best_rules).max(best_rules + 8 * CHECKPOINT).min(MAX_RULES) {
            let exhausted = (0..CHECKPOINT).any(|_| !builder.replace_most_frequent());
            let size = builder.estimated_bits();
            if size < best_size {
                (best_rules, best_size) = (builder.rules.len(), size);
            }
            if exhausted {
                break;
            }
        }
        let mut rules = builder.rules;
        rules.truncate(best_rules);
        Grammar { rules }
    }

    /// Returns the bytes of each symbol; empty for [`END`].
    #[must_use]
    pub fn expansions(&self) -> Vec<Vec<u8>> {
        let mut expansions: Vec<Vec<u8>> = (0..=u8::MAX).map(|byte| vec![byte]).chain([Vec::new()]).collect();
        for (left, right) in &self.rules {
            let both = [&expansions[*left as usize][..], &expansions[*right as usize]].concat();
            expansions.push(both);
        }
        expansions
    }

    /// Returns the grammar that has only the rules to keep, and `frequencies` reduced to its symbols. If a rule is kept, its parts
    /// must be kept too.
    #[must_use]
    pub fn with(&self, keep: &[bool], frequencies: &[u64]) -> (Grammar, Vec<u64>) {
        let mut numbers: Vec<u32> = (0..FIRST_RULE).collect();
        let (mut kept, mut known) = (Grammar::default(), frequencies[..FIRST_RULE as usize].to_vec());
        for (symbol, (left, right)) in (FIRST_RULE as usize..).zip(&self.rules) {
            numbers.push(FIRST_RULE + kept.rules.len() as u32);
            if keep[symbol] {
                kept.rules.push((numbers[*left as usize], numbers[*right as usize]));
                known.push(frequencies[symbol]);
            }
        }
        (kept, known)
    }
}

impl Builder {
    fn new(texts: &[&str]) -> Self {
        let mut symbols = Vec::new();
        for text in texts {
            symbols.extend(text.bytes().map(u32::from));
            symbols.push(END);
        }
        let len = symbols.len();
        let mut builder = Builder {
            next: (1..=len).collect(),
            previous: (0..len).map(|at| at.wrapping_sub(1)).collect(),
            places: HashMap::new(),
            counts: HashMap::new(),
            queue: BinaryHeap::new(),
            shapes: Vec::new(),
            rules: Vec::new(),
            frequencies: BTreeMap::new(),
            symbols,
        };
        for at in 0..len {
            *builder.frequencies.entry(builder.symbols[at]).or_default() += 1;
            builder.add(at);
        }
        builder.queue = builder.counts.iter().map(|(pair, count)| (*count, std::cmp::Reverse(*pair))).collect();
        builder
    }

    fn shape(&self, symbol: u32) -> Shape {
        match symbol.checked_sub(FIRST_RULE) {
            Some(rule) => self.shapes[rule as usize],
            None => Shape { depth: 0, bytes: 1 },
        }
    }

    /// Returns the pair that begins at a position, if it may become a rule.
    fn pair(&self, at: usize) -> Option<Pair> {
        let (left, right) = (*self.symbols.get(at)?, *self.symbols.get(*self.next.get(at)?)?);
        (left != END && right != END && left != GONE && right != GONE).then_some((left, right))
    }

    fn add(&mut self, at: usize) {
        if let Some(pair) = self.pair(at) {
            self.places.entry(pair).or_default().push(at);
            *self.counts.entry(pair).or_default() += 1;
        }
    }

    fn remove(&mut self, at: usize) {
        if let Some(pair) = self.pair(at) {
            if let Some(count) = self.counts.get_mut(&pair) {
                *count = count.saturating_sub(1);
            }
        }
    }

    /// Turns the most frequent pair into a rule. Returns false if no pair occurs three times.
    fn replace_most_frequent(&mut self) -> bool {
        let pair = loop {
            let Some((count, std::cmp::Reverse(pair))) = self.queue.pop() else { return false };
            let current = self.counts.get(&pair).copied().unwrap_or(0);
            let (left, right) = (self.shape(pair.0), self.shape(pair.1));
            if left.depth.max(right.depth) >= MAX_DEPTH - 1 || left.bytes + right.bytes > MAX_EXPANSION {
                continue;
            }
            if current < 3 {
                continue;
            }
            if current < count {
                self.queue.push((current, std::cmp::Reverse(pair)));
                continue;
            }
            break pair;
        };
        let (left, right) = (self.shape(pair.0), self.shape(pair.1));
        let symbol = FIRST_RULE + self.rules.len() as u32;
        self.rules.push(pair);
        self.shapes.push(Shape { depth: left.depth.max(right.depth) + 1, bytes: left.bytes + right.bytes });
        let mut places = self.places.remove(&pair).unwrap_or_default();
        places.sort_unstable();
        places.dedup();
        let mut touched = Vec::new();
        let mut replaced = 0;
        for at in places {
            if self.pair(at) != Some(pair) {
                continue;
            }
            let second = self.next[at];
            let (before, after) = (self.previous[at], self.next[second]);
            if before < self.symbols.len() {
                self.remove(before);
            }
            self.remove(at);
            self.remove(second);
            self.symbols[at] = symbol;
            self.symbols[second] = GONE;
            self.next[at] = after;
            if after < self.symbols.len() {
                self.previous[after] = at;
            }
            if before < self.symbols.len() {
                self.add(before);
                touched.extend(self.pair(before));
            }
            self.add(at);
            touched.extend(self.pair(at));
            replaced += 1;
        }
        for (part, times) in [(pair.0, replaced), (pair.1, replaced)] {
            if let Some(frequency) = self.frequencies.get_mut(&part) {
                *frequency -= times;
            }
        }
        self.frequencies.insert(symbol, replaced);
        self.counts.remove(&pair);
        touched.sort_unstable();
        touched.dedup();
        for pair in touched {
            if let Some(count) = self.counts.get(&pair) {
                self.queue.push((*count, std::cmp::Reverse(pair)));
            }
        }
        true
    }

    /// Estimates the size of texts and rules in bits, from the entropy of the symbols.
    fn estimated_bits(&self) -> f64 {
        let total: u64 = self.frequencies.values().sum();
        let texts: f64 = self
            .frequencies
            .values()
            .filter(|count| **count > 0)
            .map(|count| *count as f64 * (total as f64 / *count as f64).log2())
            .sum();
        let symbols = (self.rules.len() + 100) as f64;
        texts + self.rules.len() as f64 * 2.0 * symbols.log2().ceil()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_pairs_become_rules() {
        let texts: Vec<String> = (0..400).map(|n| format!("https://example.org/thing/{n} aaaa aaaaaa \u{201c}é\u{201d}")).collect();
        let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
        let grammar = Grammar::train(&borrowed);
        assert!(grammar.rules.len() > 10);
        let expansions = grammar.expansions();
        assert!(expansions.contains(&b"https://example.org/thing/".to_vec()));
        assert!(expansions.iter().all(|bytes| bytes.len() <= MAX_EXPANSION as usize));
        assert!(expansions[FIRST_RULE as usize..].iter().all(|bytes| {
            texts.iter().filter(|text| text.as_bytes().windows(bytes.len()).any(|window| window == bytes)).count() >= 3
        }));
    }

    #[test]
    fn rules_are_numbered_anew() {
        let grammar = Grammar { rules: vec![(97, 98), (98, 99), (257, 100)] };
        let mut keep = vec![true; 260];
        keep[258] = false;
        let frequencies: Vec<u64> = (0..260).collect();
        let (kept, known) = grammar.with(&keep, &frequencies);
        assert_eq!(kept.rules, [(97, 98), (257, 100)]);
        assert_eq!(known[256..], [256, 257, 259]);
    }

    #[test]
    fn nothing_to_share_makes_no_rules() {
        assert_eq!(Grammar::train(&["ab", "cd", ""]), Grammar::default());
        assert_eq!(Grammar::train(&[]), Grammar::default());
    }
}
