//! Splits texts into the symbols that take the fewest bits: the shortest path through a text by code length, and a grammar that is
//! fitted to such paths.
//!
//! Applying the rules in the order in which they were made is simpler, but it cuts texts where a later, longer rule would have
//! fitted. On texts of many kinds the shortest path takes a tenth less. It is found from the end of a text, by walking a trie of
//! the bytes of all symbols from each position, as in the optimal parsing of Storer and Szymanski (1982).

use super::grammar::{FIRST_RULE, Grammar};
use factrom::compiler::MAX_EXPANSION;

/// Costs are in 64ths of a bit.
const BIT: f64 = 64.0;
/// Number of rounds. In each, the texts are parsed with the costs of the last parse, and rules that do not pay are dropped.
const ROUNDS: usize = 6;
/// In the first rounds the costs are too imprecise to drop rules.
const ROUNDS_OF_ALL: usize = 2;
/// Initial costs of a byte and of a rule.
const FIRST_COSTS: (u32, u32) = (7 * BIT as u32, 11 * BIT as u32);
/// No symbol.
const NONE: u32 = u32::MAX;

/// A trie of the bytes of the symbols. The children of a node are adjacent and sorted by byte. Node 0 is the root.
#[derive(Clone, Debug)]
struct Trie {
    /// First child of each node, and the number of its children.
    children: Vec<(u32, u16)>,
    /// Byte that leads to each node.
    bytes: Vec<u8>,
    /// Symbol that ends at each node, and its cost.
    symbols: Vec<(u32, u32)>,
}

impl Trie {
    /// Builds a trie of symbols with their bytes, which are not empty, and their costs. If two symbols have the same bytes, the
    /// cheaper one is taken.
    fn new(mut symbols: Vec<(&[u8], u32, u32)>) -> Self {
        symbols.sort_by_key(|(bytes, symbol, cost)| (*bytes, *cost, *symbol));
        let mut trie = Trie { children: vec![(0, 0)], bytes: vec![0], symbols: vec![(NONE, 0)] };
        // For each node, the symbols that begin with its bytes.
        let mut ranges = vec![(0, symbols.len(), 0)];
        let mut node = 0;
        while let Some((mut at, end, depth)) = ranges.get(node).copied() {
            if let Some((_, symbol, cost)) = symbols[at..end].first().filter(|(bytes, ..)| bytes.len() == depth) {
                trie.symbols[node] = (*symbol, *cost);
            }
            while at < end && symbols[at].0.len() == depth {
                at += 1;
            }
            trie.children[node].0 = trie.bytes.len() as u32;
            while at < end {
                let byte = symbols[at].0[depth];
                let len = symbols[at..end].iter().take_while(|(bytes, ..)| bytes[depth] == byte).count();
                ranges.push((at, at + len, depth + 1));
                trie.bytes.push(byte);
                trie.children.push((0, 0));
                trie.symbols.push((NONE, 0));
                trie.children[node].1 += 1;
                at += len;
            }
            node += 1;
        }
        trie
    }

    fn child(&self, node: usize, byte: u8) -> Option<usize> {
        let (first, len) = self.children[node];
        let first = first as usize;
        let siblings = &self.bytes[first..first + usize::from(len)];
        let place = match siblings {
            [only] => (*only == byte).then_some(0),
            few if few.len() < 9 => few.iter().position(|sibling| *sibling == byte),
            many => many.binary_search(&byte).ok(),
        };
        place.map(|place| first + place)
    }
}

/// Parses texts by the costs of symbols.
#[derive(Clone, Debug)]
pub struct Parser {
    trie: Trie,
}

impl Parser {
    /// Creates a parser from the bytes of each symbol, and its cost if it may be used.
    fn new(expansions: &[Vec<u8>], costs: &[Option<u32>]) -> Self {
        let symbols = expansions.iter().zip(costs).enumerate().filter(|(_, (bytes, _))| !bytes.is_empty());
        let used = symbols.filter_map(|(symbol, (bytes, cost))| Some((&bytes[..], symbol as u32, (*cost)?)));
        Parser { trie: Trie::new(used.collect()) }
    }

    /// Creates a parser of the grammar's symbols that have codes. A length of 0 means that a symbol has none.
    #[must_use]
    pub fn by_code_lengths(grammar: &Grammar, lengths: &[u8]) -> Self {
        let costs: Vec<Option<u32>> = lengths.iter().map(|length| (*length > 0).then_some(u32::from(*length))).collect();
        Parser::new(&grammar.expansions(), &costs)
    }

    /// Parses a text into symbols. Returns `None` if no symbol covers one of its bytes. `paths` is working memory.
    pub fn parse(&self, text: &str, paths: &mut Paths, mut symbol: impl FnMut(u32)) -> Option<()> {
        let text = text.as_bytes();
        let paths = &mut paths.0;
        paths.clear();
        paths.resize(text.len() + 1, Step { cost: u64::MAX, symbol: NONE, len: 0 });
        paths[text.len()].cost = 0;
        for at in (0..text.len()).rev() {
            let mut node = 0;
            for (len, byte) in (1u8..=MAX_EXPANSION as u8).zip(&text[at..]) {
                let Some(child) = self.trie.child(node, *byte) else { break };
                node = child;
                let (symbol, cost) = self.trie.symbols[node];
                let rest = paths[at + usize::from(len)].cost;
                let cost = rest.saturating_add(u64::from(cost));
                // Among paths of equal cost, take the one with the longest first step.
                if symbol != NONE && rest != u64::MAX && cost <= paths[at].cost {
                    paths[at] = Step { cost, symbol, len };
                }
            }
        }
        let mut at = 0;
        while at < text.len() {
            let step = paths[at];
            if step.symbol == NONE {
                return None;
            }
            symbol(step.symbol);
            at += usize::from(step.len);
        }
        Some(())
    }
}

/// The best path from each position of a text to its end, for [`Parser::parse`].
#[derive(Clone, Debug, Default)]
pub struct Paths(Vec<Step>);

#[derive(Clone, Copy, Debug)]
struct Step {
    cost: u64,
    symbol: u32,
    len: u8,
}

/// Returns the grammar with only the rules that pay, and the number of occurrences of each symbol in the texts. Ends are not
/// counted.
#[must_use]
pub fn fitted(mut grammar: Grammar, texts: &[&str]) -> (Grammar, Vec<u64>) {
    let mut costs: Vec<Option<u32>> = (0..FIRST_RULE + grammar.rules.len() as u32).map(|symbol| Some(first_cost(symbol))).collect();
    let mut paths = Paths::default();
    for round in 1.. {
        let parser = Parser::new(&grammar.expansions(), &costs);
        let mut frequencies = vec![0u64; costs.len()];
        for text in texts {
            // All symbols of the last parse are still there, so a path exists.
            let _ = parser.parse(text, &mut paths, |symbol| frequencies[symbol as usize] += 1);
        }
        let keep = needed(&grammar, &frequencies);
        (grammar, frequencies) = grammar.with(&keep, &frequencies);
        if round == ROUNDS {
            return (grammar, frequencies);
        }
        costs = by_frequency(&frequencies);
        if round >= ROUNDS_OF_ALL {
            drop_losses(&grammar, &frequencies, &mut costs);
        }
    }
    unreachable!("the last round returns")
}

fn first_cost(symbol: u32) -> u32 {
    if symbol < FIRST_RULE { FIRST_COSTS.0 } else { FIRST_COSTS.1 }
}

/// Whether each symbol occurs in a text, or is part of a rule that does.
fn needed(grammar: &Grammar, frequencies: &[u64]) -> Vec<bool> {
    let mut needed: Vec<bool> = frequencies.iter().map(|times| *times > 0).collect();
    for (rule, (left, right)) in grammar.rules.iter().enumerate().rev() {
        if needed[FIRST_RULE as usize + rule] {
            (needed[*left as usize], needed[*right as usize]) = (true, true);
        }
    }
    needed
}

/// Cost of each symbol in bits, from the entropy of all. A symbol that was not used costs as if it had been used rarely.
fn by_frequency(frequencies: &[u64]) -> Vec<Option<u32>> {
    let total: u64 = frequencies.iter().sum();
    frequencies.iter().map(|times| Some(((total as f64 / (*times as f64).max(0.4)).log2().max(0.0) * BIT) as u32)).collect()
}

/// Removes the costs of rules that save less in the texts than they take themselves, unless other rules consist of them.
fn drop_losses(grammar: &Grammar, frequencies: &[u64], costs: &mut [Option<u32>]) {
    let mut is_part = vec![false; costs.len()];
    for (left, right) in &grammar.rules {
        (is_part[*left as usize], is_part[*right as usize]) = (true, true);
    }
    let rule_bits = 2.0 * (grammar.rules.len() as f64 + 100.0).log2().ceil();
    let cost = |symbol: u32, costs: &[Option<u32>]| f64::from(costs[symbol as usize].unwrap_or(0)) / BIT;
    let losses: Vec<usize> = (0..grammar.rules.len())
        .map(|rule| (rule + FIRST_RULE as usize, grammar.rules[rule]))
        .filter(|(symbol, (left, right))| {
            let saved = cost(*left, costs) + cost(*right, costs) - cost(*symbol as u32, costs);
            !is_part[*symbol] && frequencies[*symbol] as f64 * saved < rule_bits
        })
        .map(|(symbol, _)| symbol)
        .collect();
    for symbol in losses {
        costs[symbol] = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "ab", "abc", "bcd" as symbols 257, 258, 260.
    fn grammar() -> Grammar {
        Grammar { rules: vec![(97, 98), (257, 99), (98, 99), (259, 100)] }
    }

    fn symbols(parser: &Parser, text: &str) -> Option<Vec<u32>> {
        let mut symbols = Vec::new();
        parser.parse(text, &mut Paths::default(), |symbol| symbols.push(symbol)).map(|()| symbols)
    }

    #[test]
    fn the_cheapest_way_is_taken() {
        let mut lengths = vec![8; 261];
        let parser = Parser::by_code_lengths(&grammar(), &lengths);
        assert_eq!(
            symbols(&parser, "abcd").unwrap(),
            [258, 100],
            "of two paths of equal cost, the one with the longest first symbol"
        );
        lengths[97] = 3;
        lengths[260] = 4;
        let parser = Parser::by_code_lengths(&grammar(), &lengths);
        assert_eq!(symbols(&parser, "abcd").unwrap(), [97, 260]);
        assert!(symbols(&parser, "").unwrap().is_empty());
    }

    #[test]
    fn a_byte_without_a_code_has_no_way_of_its_own() {
        let mut lengths = vec![0; 261];
        (lengths[97], lengths[260]) = (1, 1);
        let parser = Parser::by_code_lengths(&grammar(), &lengths);
        assert_eq!(symbols(&parser, "abcda").unwrap(), [97, 260, 97]);
        assert_eq!(symbols(&parser, "abcdb"), None);
    }

    #[test]
    fn rules_that_do_not_pay_are_dropped() {
        let texts = ["abab".repeat(8), "xabx".into(), "q".into()];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        // "ab", "abab", and "xa", which is used at most once.
        let grammar = Grammar { rules: vec![(97, 98), (257, 257), (120, 97)] };
        let (fitted, frequencies) = fitted(grammar, &texts);
        assert_eq!(fitted.rules, [(97, 98), (257, 257)]);
        assert_eq!((frequencies[257], frequencies[258], frequencies[113]), (1, 8, 1));
    }
}
