//! Texts in symbols, in the fewest bits: the way through a text by the shortest codes, and the grammar fitted to such ways.
//!
//! Applying the rules in the order in which they were made is quicker to say, but cuts texts where a later, longer rule would have
//! fitted; the shortest way takes a tenth less on texts of many kinds. It is found from the end of a text, by walking a trie of
//! all symbols' bytes from each place, as in Storer and Szymanski's optimal parsing (1982).

use super::grammar::{FIRST_RULE, Grammar};
use factrom::compiler::MAX_EXPANSION;

/// Costs are in 64ths of a bit.
const BIT: f64 = 64.0;
/// How often texts are parsed anew with the costs that the last parse shows, and rules dropped that don't pay.
const ROUNDS: usize = 6;
/// In the first rounds costs are too rough to drop rules.
const ROUNDS_OF_ALL: usize = 2;
/// A byte's and a rule's cost as long as nothing is known.
const FIRST_COSTS: (u32, u32) = (7 * BIT as u32, 11 * BIT as u32);
/// No symbol.
const NONE: u32 = u32::MAX;

/// A trie of the symbols' bytes. Children of a node stand beside each other, by byte; node 0 is the root.
#[derive(Clone, Debug)]
struct Trie {
    /// By node: its first child, and how many there are.
    children: Vec<(u32, u16)>,
    /// By node: the byte that leads to it.
    bytes: Vec<u8>,
    /// By node: the symbol of these bytes and its cost.
    symbols: Vec<(u32, u32)>,
}

impl Trie {
    /// Symbols with their bytes, of which none are empty, and their costs. Of two with the same bytes the cheaper is taken.
    fn new(mut symbols: Vec<(&[u8], u32, u32)>) -> Self {
        symbols.sort_by_key(|(bytes, symbol, cost)| (*bytes, *cost, *symbol));
        let mut trie = Trie { children: vec![(0, 0)], bytes: vec![0], symbols: vec![(NONE, 0)] };
        // By node: the symbols that begin with its bytes.
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
    /// By symbol: its bytes, and its cost, where it may be used.
    fn new(expansions: &[Vec<u8>], costs: &[Option<u32>]) -> Self {
        let symbols = expansions.iter().zip(costs).enumerate().filter(|(_, (bytes, _))| !bytes.is_empty());
        let used = symbols.filter_map(|(symbol, (bytes, cost))| Some((&bytes[..], symbol as u32, (*cost)?)));
        Parser { trie: Trie::new(used.collect()) }
    }

    /// A parser of the grammar's symbols that have codes, by the lengths of these; 0 for none.
    #[must_use]
    pub fn by_code_lengths(grammar: &Grammar, lengths: &[u8]) -> Self {
        let costs: Vec<Option<u32>> = lengths.iter().map(|length| (*length > 0).then_some(u32::from(*length))).collect();
        Parser::new(&grammar.expansions(), &costs)
    }

    /// The symbols of a text; `None` if it has a byte that no symbol covers. `ways` is room to work in.
    pub fn parse(&self, text: &str, ways: &mut Ways, mut symbol: impl FnMut(u32)) -> Option<()> {
        let text = text.as_bytes();
        let ways = &mut ways.0;
        ways.clear();
        ways.resize(text.len() + 1, Way { cost: u64::MAX, symbol: NONE, len: 0 });
        ways[text.len()].cost = 0;
        for at in (0..text.len()).rev() {
            let mut node = 0;
            for (len, byte) in (1u8..=MAX_EXPANSION as u8).zip(&text[at..]) {
                let Some(child) = self.trie.child(node, *byte) else { break };
                node = child;
                let (symbol, cost) = self.trie.symbols[node];
                let rest = ways[at + usize::from(len)].cost;
                let cost = rest.saturating_add(u64::from(cost));
                // Of ways of equal cost the one with the longest first step.
                if symbol != NONE && rest != u64::MAX && cost <= ways[at].cost {
                    ways[at] = Way { cost, symbol, len };
                }
            }
        }
        let mut at = 0;
        while at < text.len() {
            let way = ways[at];
            if way.symbol == NONE {
                return None;
            }
            symbol(way.symbol);
            at += usize::from(way.len);
        }
        Some(())
    }
}

/// The best way from each place of a text to its end, for [`Parser::parse`].
#[derive(Clone, Debug, Default)]
pub struct Ways(Vec<Way>);

#[derive(Clone, Copy, Debug)]
struct Way {
    cost: u64,
    symbol: u32,
    len: u8,
}

/// The grammar with the rules that pay for themselves, and how often each symbol stands in the texts; ends are not counted.
#[must_use]
pub fn fitted(mut grammar: Grammar, texts: &[&str]) -> (Grammar, Vec<u64>) {
    let mut costs: Vec<Option<u32>> = (0..FIRST_RULE + grammar.rules.len() as u32).map(|symbol| Some(first_cost(symbol))).collect();
    let mut ways = Ways::default();
    for round in 1.. {
        let parser = Parser::new(&grammar.expansions(), &costs);
        let mut frequencies = vec![0u64; costs.len()];
        for text in texts {
            // Every symbol that the texts' last parse used is still there, so there is a way.
            let _ = parser.parse(text, &mut ways, |symbol| frequencies[symbol as usize] += 1);
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

/// By symbol: whether a text has it, or a rule that a text has is made of it.
fn needed(grammar: &Grammar, frequencies: &[u64]) -> Vec<bool> {
    let mut needed: Vec<bool> = frequencies.iter().map(|times| *times > 0).collect();
    for (rule, (left, right)) in grammar.rules.iter().enumerate().rev() {
        if needed[FIRST_RULE as usize + rule] {
            (needed[*left as usize], needed[*right as usize]) = (true, true);
        }
    }
    needed
}

/// Each symbol's bits at the entropy of all. What was not used costs as if it had been, once in a while.
fn by_frequency(frequencies: &[u64]) -> Vec<Option<u32>> {
    let total: u64 = frequencies.iter().sum();
    frequencies.iter().map(|times| Some(((total as f64 / (*times as f64).max(0.4)).log2().max(0.0) * BIT) as u32)).collect()
}

/// Takes the costs from rules that no rule is made of and that save less in the texts than they take themselves.
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
        parser.parse(text, &mut Ways::default(), |symbol| symbols.push(symbol)).map(|()| symbols)
    }

    #[test]
    fn the_cheapest_way_is_taken() {
        let mut lengths = vec![8; 261];
        let parser = Parser::by_code_lengths(&grammar(), &lengths);
        assert_eq!(symbols(&parser, "abcd").unwrap(), [258, 100], "the longest first of the ways of two symbols");
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
        // "ab", "abab", and "xa", which is used once at most.
        let grammar = Grammar { rules: vec![(97, 98), (257, 257), (120, 97)] };
        let (fitted, frequencies) = fitted(grammar, &texts);
        assert_eq!(fitted.rules, [(97, 98), (257, 257)]);
        assert_eq!((frequencies[257], frequencies[258], frequencies[113]), (1, 8, 1));
    }
}
