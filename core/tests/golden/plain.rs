//! A second reader of format 1.0, written from the description alone, with its own structs, postcard, and single bits.
//!
//! It decodes a whole blob into strings. It is slow, and it panics if anything is not as described.

#[path = "plain_triples.rs"]
mod triples;

use std::collections::{HashMap, HashSet};

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use triples::{Graphs, Triples};

/// The bytes before the sections.
#[derive(Deserialize)]
struct Head {
    magic: [u8; 4],
    major: u8,
    minor: u8,
    _dataset_id: [u8; 16],
    sections_len: u32,
}

/// Tag, flags, bytes.
type Section<'a> = (u8, u8, &'a [u8]);

struct Column<'a> {
    base: u32,
    step: u32,
    width: u8,
    bits: &'a [u8],
}

impl<'de: 'a, 'a> Deserialize<'de> for Column<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = Column<'de>;
            fn expecting(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                unreachable!()
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let first: u8 = parts.next_element()?.unwrap();
                let base = if first / 64 % 2 == 1 { parts.next_element()?.unwrap() } else { 0 };
                let step = if first / 128 == 1 { parts.next_element()?.unwrap() } else { 0 };
                let width = first % 64;
                let bits = if width > 0 { parts.next_element()?.unwrap() } else { &[][..] };
                Ok(Column { base, step, width, bits })
            }
        }
        deserializer.deserialize_tuple(4, Parts)
    }
}

impl Column<'_> {
    fn get(&self, index: usize) -> u32 {
        let width = usize::from(self.width);
        let bit = |at: usize| u32::from(self.bits[at / 8] >> (at % 8) & 1);
        let item = (0..width).fold(0, |item, offset| item | bit(index * width + offset) << offset);
        (u64::from(self.base) + u64::from(self.step) * index as u64 + u64::from(item)) as u32
    }

    fn list(&self, len: u32) -> Vec<u32> {
        (0..len as usize).map(|index| self.get(index)).collect()
    }
}

/// The descriptions of a table's columns, which are consumed from the front, and their bits.
struct Table<'a> {
    numbers: std::vec::IntoIter<u32>,
    /// The byte at which each field's bits start, and the length of the data.
    offsets: std::iter::Peekable<std::vec::IntoIter<u32>>,
    widths: std::slice::Iter<'a, u8>,
    data: &'a [u8],
}

impl<'a> Table<'a> {
    /// A table with the given counts of numbers, offsets and widths.
    fn new(message: &'a [u8], [numbers, offsets, widths]: [usize; 3]) -> Self {
        let (word_bytes, words_len) = (usize::from(message[0]), numbers + offsets + 1);
        let (words, rest) = message[1..].split_at(word_bytes * words_len);
        let mut words = Column { base: 0, step: 0, width: 8 * word_bytes as u8, bits: words }.list(words_len as u32);
        let (widths, data) = (&rest[..widths], &rest[widths.next_multiple_of(4)..]);
        assert_eq!(words.last(), Some(&(data.len() as u32)));
        let offsets = words.split_off(numbers);
        Table { numbers: words.into_iter(), offsets: offsets.into_iter().peekable(), widths: widths.iter(), data }
    }

    fn number(&mut self) -> u32 {
        self.numbers.next().unwrap()
    }

    fn width(&mut self) -> u8 {
        *self.widths.next().unwrap()
    }

    fn bits(&mut self) -> &'a [u8] {
        &self.data[self.offsets.next().unwrap() as usize..*self.offsets.peek().unwrap() as usize]
    }

    /// Negated base, step, width, bits.
    fn column(&mut self) -> Column<'a> {
        Column { base: self.number().wrapping_neg(), step: self.number(), width: self.width(), bits: self.bits() }
    }

    /// Width, bits.
    fn packed(&mut self) -> Column<'a> {
        Column { base: 0, step: 0, width: self.width(), bits: self.bits() }
    }

    /// `len` records of `N` fields: widths, their sum, bits.
    fn records<const N: usize>(&mut self, len: u32) -> Vec<[u32; N]> {
        let widths: [u8; N] = std::array::from_fn(|_| self.width());
        assert_eq!(self.width(), widths.iter().sum());
        let (mut at, bits) = (0, self.bits());
        let mut field = |width: u8| {
            at += usize::from(width);
            let bit = |at: usize| u32::from(bits[at / 8] >> (at % 8) & 1);
            (0..usize::from(width)).fold(0, |field, place| field | bit(at - usize::from(width) + place) << place)
        };
        (0..len).map(|_| widths.map(&mut field)).collect()
    }

    /// Asserts that only the length of the data is left.
    fn end(mut self) {
        assert_eq!((self.numbers.len(), self.widths.len()), (0, 0));
        assert_eq!(self.offsets.next(), Some(self.data.len() as u32));
        assert_eq!(self.offsets.next(), None);
    }
}

#[derive(Deserialize)]
struct Pool<'a> {
    len: u32,
    group_log2: u8,
    #[serde(borrow)]
    starts: Column<'a>,
    bits: &'a [u8],
}

struct PlainPool<'a> {
    len: u32,
    starts: Column<'a>,
    bytes: &'a [u8],
}

#[derive(Deserialize)]
struct Relation<'a> {
    len: u32,
    #[serde(borrow)]
    fact: Column<'a>,
    #[serde(borrow)]
    value: Column<'a>,
    #[serde(borrow)]
    _by_value: Column<'a>,
}

impl Relation<'_> {
    fn of(&self, fact: u32) -> Vec<u32> {
        let pairs = self.fact.list(self.len).into_iter().zip(self.value.list(self.len));
        pairs.filter(|(other, _)| *other == fact).map(|(_, value)| value).collect()
    }
}

struct Codec<'a> {
    shortest: u8,
    longest: u8,
    terminal_bytes: u8,
    symbol_width: u8,
    terminals_len: u16,
    end: u16,
    ranges: &'a [u8],
    terminals: &'a [u8],
    rules: &'a [u8],
}

impl<'a> Codec<'a> {
    fn new(message: &'a [u8]) -> Self {
        let [shortest, longest, terminal_bytes, symbol_width] = message[..4] else { unreachable!() };
        let number = |at: usize| u16::from_le_bytes([message[at], message[at + 1]]);
        let (terminals_len, rules_len, end) = (number(4), number(6), number(8));
        let (ranges, rest) = message[10..].split_at(8 * usize::from(longest - shortest + 1));
        let (terminals, rules) = rest.split_at(usize::from(terminals_len) * usize::from(terminal_bytes));
        assert_eq!(rules.len(), (2 * usize::from(rules_len) * usize::from(symbol_width)).div_ceil(8));
        Codec { shortest, longest, terminal_bytes, symbol_width, terminals_len, end, ranges, terminals, rules }
    }
}

struct Terms<'a> {
    texts: Pool<'a>,
    groups_len: u32,
    group_first: Column<'a>,
    /// Kind and tag.
    groups: Vec<[u32; 2]>,
    prefixes: PlainPool<'a>,
    slots_len: u32,
    slots: Column<'a>,
    pilots_len: u32,
    pilots: Column<'a>,
}

impl<'a> Terms<'a> {
    fn new(message: &'a [u8]) -> Self {
        let mut table = Table::new(message, [11, 8, 9]);
        let (len, group_log2, starts, bits) = (table.number(), table.width(), table.column(), table.bits());
        let texts = Pool { len, group_log2, starts, bits };
        let groups_len = table.number();
        let (group_first, groups) = (table.column(), table.records(groups_len));
        let prefixes = PlainPool { len: table.number(), starts: table.column(), bytes: table.bits() };
        let (slots_len, slots) = (table.number(), table.packed());
        let (pilots_len, pilots) = (table.number(), table.packed());
        table.end();
        Terms { texts, groups_len, group_first, groups, prefixes, slots_len, slots, pilots_len, pilots }
    }
}

#[derive(Deserialize)]
struct Values<'a> {
    #[serde(borrow)]
    _group_order: Column<'a>,
    #[serde(borrow)]
    languages: Pool<'a>,
    _times_first: u32,
    _times_len: u32,
    /// First and last days.
    #[serde(borrow)]
    _days: [Column<'a>; 2],
}

#[derive(Deserialize)]
struct TripleTerms<'a> {
    len: u32,
    /// Subject, predicate, object.
    #[serde(borrow)]
    parts: [Column<'a>; 3],
}

#[derive(Deserialize)]
struct Entities<'a> {
    len: u32,
    #[serde(borrow)]
    term: Column<'a>,
    #[serde(borrow)]
    class: Column<'a>,
    #[serde(borrow)]
    descriptions: Pool<'a>,
    names_len: u32,
    #[serde(borrow)]
    names: Pool<'a>,
    #[serde(borrow)]
    first_name: Column<'a>,
    #[serde(borrow)]
    _misspelled: Column<'a>,
    #[serde(borrow)]
    _by_name: Column<'a>,
    roles_len: u32,
    #[serde(borrow)]
    role_entity: Column<'a>,
    #[serde(borrow)]
    role_titles: Pool<'a>,
    #[serde(borrow)]
    role_at: Column<'a>,
}

#[derive(Deserialize)]
struct Vocabulary<'a> {
    predicates_len: u32,
    #[serde(borrow)]
    predicate: Column<'a>,
    #[serde(borrow)]
    predicate_labels: Pool<'a>,
    #[serde(borrow)]
    functional: Column<'a>,
    classes_len: u32,
    #[serde(borrow)]
    class: Column<'a>,
}

#[derive(Deserialize)]
struct Sources<'a> {
    len: u32,
    #[serde(borrow)]
    term: Column<'a>,
    #[serde(borrow)]
    texts: Pool<'a>,
    sha256: &'a [u8],
}

#[derive(Deserialize)]
struct Locators<'a> {
    _len: u32,
    #[serde(borrow)]
    source: Column<'a>,
    #[serde(borrow)]
    paragraph: Column<'a>,
    #[serde(borrow)]
    anchors: Pool<'a>,
    #[serde(borrow)]
    start: Column<'a>,
    located: bool,
    #[serde(borrow)]
    quotes: Pool<'a>,
}

#[derive(Deserialize)]
struct Facts<'a> {
    len: u32,
    /// Reifier, subject, predicate, object.
    #[serde(borrow)]
    terms: [Column<'a>; 4],
    #[serde(borrow)]
    stance: Column<'a>,
    #[serde(borrow)]
    status: Column<'a>,
    #[serde(borrow)]
    when: Column<'a>,
    #[serde(borrow)]
    statements: Pool<'a>,
    /// By subject, predicate, object.
    #[serde(borrow)]
    _orders: [Column<'a>; 3],
    _timed_len: u32,
    #[serde(borrow)]
    _by_when: Column<'a>,
    /// Speaker, audience, place, said on, said at.
    #[serde(borrow)]
    values: [Relation<'a>; 5],
    /// Disputes, corroborates.
    #[serde(borrow)]
    links: [Relation<'a>; 2],
    #[serde(borrow)]
    evidence: Relation<'a>,
    qualifiers_len: u32,
    #[serde(borrow)]
    qualifiers: [Column<'a>; 3],
    notes_len: u32,
    #[serde(borrow)]
    note_fact: Column<'a>,
    #[serde(borrow)]
    notes: Pool<'a>,
}

/// A blob as strings.
pub struct Plain {
    pub tags: Vec<u8>,
    pub terms: Vec<String>,
    pub triples: Vec<String>,
    pub entities: Vec<PlainEntity>,
    /// Term, label, whether the predicate is functional.
    pub predicates: Vec<(String, String, bool)>,
    /// Title and SHA-256.
    pub sources: Vec<(String, [u8; 32])>,
    pub facts: Vec<PlainFact>,
}

/// An entity: term, class, description, names, titles of roles.
pub type PlainEntity = (String, String, String, Vec<String>, Vec<String>);

/// A place: source, paragraph, offset of the first byte.
pub type Place = (u32, u32, Option<u32>);

/// A fact as strings.
pub struct PlainFact {
    pub statement: String,
    pub terms: [String; 4],
    pub stance: u32,
    pub status: u32,
    pub when: Option<String>,
    pub note: Option<String>,
    pub values: [Vec<String>; 5],
    pub links: [Vec<u32>; 2],
    pub qualifiers: Vec<[String; 2]>,
    /// Place, anchor, quote.
    pub evidence: Vec<(Place, String, Option<String>)>,
}

impl Plain {
    pub fn decode(bytes: &[u8]) -> Self {
        let (head, mut rest) = postcard::take_from_bytes::<Head>(bytes).unwrap();
        assert_eq!((head.magic, head.major, head.minor), (*b"\x89FCT", 1, 0));
        let mut sections: Vec<Section<'_>> = Vec::new();
        for _ in 0..head.sections_len {
            let (section, after) = postcard::take_from_bytes(rest).unwrap();
            sections.push(section);
            rest = after;
        }
        assert_eq!(rest, crc32(&bytes[..bytes.len() - 4]).to_le_bytes());
        let section = |tag: u8| sections.iter().find(|(other, ..)| *other == tag).map_or(&[][..], |section| section.2);
        let texts = Texts::new(&Codec::new(section(2)));
        let has = |tag: u8| sections.iter().any(|(other, ..)| *other == tag);
        let triple_terms = has(11).then(|| indexed(section(11), 4));
        let triples = Triples::new(section(4));
        let [entities_section, vocabulary, sources_section] = [5, 6, 7].map(section);
        let (entities_section, vocabulary): (Entities<'_>, Vocabulary<'_>) =
            (indexed(entities_section, 14), indexed(vocabulary, 7));
        let (sources_section, facts_section): (Sources<'_>, Facts<'_>) = (indexed(sources_section, 4), indexed(section(9), 29));
        let mentioned = mentioned(&entities_section, &vocabulary, &sources_section, &facts_section);
        let (terms, named) = terms(&texts, &Terms::new(section(3)), &indexed(section(10), 6), triple_terms.as_ref());
        triples.check_order(&named, &mentioned);
        let graphs: Option<Graphs<'_>> = has(12).then(|| indexed(section(12), 5));
        Plain {
            tags: sections.iter().map(|(tag, ..)| *tag).collect(),
            triples: triples.decode(graphs.as_ref(), &terms, &mentioned),
            entities: entities(&texts, &entities_section, &terms),
            predicates: predicates(&texts, &vocabulary, &terms),
            sources: sources(&texts, &sources_section),
            facts: facts(&texts, &facts_section, &indexed(section(8), 7), &terms),
            terms,
        }
    }
}

/// Decodes a section that starts with the starts of its fields. An absent section has only zeros.
fn indexed<'a, T: Deserialize<'a>>(bytes: &'a [u8], fields: usize) -> T {
    if bytes.is_empty() {
        return postcard::from_bytes(&[0; 256]).unwrap();
    }
    let start_bytes = usize::from(bytes[0]);
    let (starts, rest) = bytes[1..].split_at(fields * start_bytes);
    let starts = Column { base: 0, step: 0, width: 8 * start_bytes as u8, bits: starts }.list(fields as u32);
    assert!(starts[0] == 0 && starts.is_sorted() && (starts[fields - 1] as usize) < rest.len(), "{starts:?}");
    postcard::from_bytes(rest).unwrap()
}

/// CRC-32 as ISO-HDLC defines it, one bit at a time.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _: u8| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

/// The codec, expanded: the bytes of each code.
struct Texts {
    /// By length and code: the bytes, or `None` for the end of a text.
    codes: HashMap<(usize, u32), Option<Vec<u8>>>,
}

impl Texts {
    fn new(codec: &Codec<'_>) -> Self {
        // Left and right symbols in turn, and then less than a byte of padding.
        let rules_len = (8 * codec.rules.len()).checked_div(2 * usize::from(codec.symbol_width)).unwrap_or(0) as u32;
        let rules = Column { base: 0, step: 0, width: codec.symbol_width, bits: codec.rules }.list(2 * rules_len);
        let mut codes = HashMap::new();
        let mut code = 0;
        let numbers: Vec<u16> = codec.ranges.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let terminals_len = codec.terminals.len() / usize::from(codec.terminal_bytes);
        assert_eq!(terminals_len, usize::from(codec.terminals_len));
        // The next terminal and the next rule.
        let mut symbols = [0, terminals_len as u32];
        for (range, number) in numbers.chunks(2).enumerate() {
            let (length, class) = (usize::from(codec.shortest) + range / 2, range % 2);
            let [end, offset] = [number[0], number[1]];
            if class == 0 {
                code <<= usize::from(length > usize::from(codec.shortest));
            }
            assert_eq!(offset, symbols[class].wrapping_sub(code) as u16, "offset from codes to symbols");
            while code << (15 - length) < u32::from(end) {
                let symbol = symbols[class];
                let bytes = (symbol != u32::from(codec.end)).then(|| expand(codec, &rules, symbol));
                codes.insert((length, code), bytes);
                (code, symbols[class]) = (code + 1, symbol + 1);
            }
            assert_eq!(code << (15 - length), u32::from(end), "a range ends after its last code");
        }
        assert_eq!(numbers.len(), 4 * usize::from(codec.longest - codec.shortest + 1));
        assert_eq!(code, 1 << codec.longest, "the codes are complete");
        Texts { codes }
    }

    /// All texts of a pool, from its first bit on.
    fn list(&self, pool: &Pool<'_>) -> Vec<String> {
        let (mut texts, mut at) = (Vec::new(), 0);
        for number in 0..pool.len as usize {
            if number % (1 << pool.group_log2) == 0 {
                assert_eq!(pool.starts.get(number >> pool.group_log2) as usize, at, "text {number} starts where the pool says");
            }
            let mut text = Vec::new();
            while let Some(bytes) = self.symbol(pool.bits, &mut at) {
                text.extend(bytes);
            }
            texts.push(String::from_utf8(text).unwrap());
        }
        assert_eq!(at.div_ceil(8), pool.bits.len());
        texts
    }

    fn symbol(&self, bits: &[u8], at: &mut usize) -> Option<&[u8]> {
        let (mut length, mut code) = (0, 0);
        loop {
            code = code << 1 | u32::from(bits[*at / 8] >> (7 - *at % 8) & 1);
            (length, *at) = (length + 1, *at + 1);
            if let Some(symbol) = self.codes.get(&(length, code)) {
                return symbol.as_deref();
            }
        }
    }
}

/// The bytes of a symbol.
fn expand(codec: &Codec<'_>, rules: &[u32], symbol: u32) -> Vec<u8> {
    let mut terminals = codec.terminals.chunks(usize::from(codec.terminal_bytes));
    match symbol.checked_sub(terminals.len() as u32) {
        None => terminals.nth(symbol as usize).unwrap().iter().copied().filter(|byte| *byte != 0xFF).collect(),
        Some(rule) => {
            let rule = rule as usize;
            [expand(codec, rules, rules[2 * rule]), expand(codec, rules, rules[2 * rule + 1])].concat()
        }
    }
}

/// MurmurHash3_x86_32, from its author's description.
fn murmur3_32(bytes: &[u8], seed: u32) -> u32 {
    let mut hash = bytes.chunks(4).fold(seed, |hash, chunk| {
        let word = chunk.iter().enumerate().map(|(index, byte)| u32::from(*byte) << (8 * index)).sum::<u32>();
        let hash = hash ^ word.wrapping_mul(0xcc9e2d51).rotate_left(15).wrapping_mul(0x1b873593);
        if chunk.len() == 4 { hash.rotate_left(13).wrapping_mul(5).wrapping_add(0xe6546b64) } else { hash }
    });
    hash ^= bytes.len() as u32;
    finish(hash)
}

fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85ebca6b);
    let hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2ae35);
    hash ^ (hash >> 16)
}

/// Asserts that the hash table leads from each term's text to its id.
fn check_hash_table(section: &Terms<'_>, terms: &[String]) {
    let scaled = |hash: u32, len: u32| ((u64::from(hash) * u64::from(len)) >> 32) as usize;
    for (id, term) in terms.iter().enumerate().take(section.texts.len as usize) {
        let (kind, text, tag) = match (&term[..1], term[1..].rsplit_once('"')) {
            ("_", _) => (0, &term[2..], ""),
            ("<", _) => (1, &term[1..term.len() - 1], ""),
            (_, Some((text, ""))) => (2, text, ""),
            (_, Some((text, tag))) if tag.starts_with('@') => (3, text, &tag[1..]),
            (_, Some((text, tag))) => (4, text, &tag[3..tag.len() - 1]),
            _ => panic!("{term}"),
        };
        let seed = if tag.is_empty() { kind } else { murmur3_32(tag.as_bytes(), kind) };
        let hash = murmur3_32(text.as_bytes(), seed);
        let pilot = section.pilots.get(scaled(hash, section.pilots_len));
        let spread = pilot.wrapping_mul(0x9e3779b9);
        let hash = if pilot.is_multiple_of(2) { finish(hash ^ spread) } else { murmur3_32(text.as_bytes(), spread) };
        assert_eq!(section.slots.get(scaled(hash, section.slots_len)) as usize, id, "{term}");
    }
}

/// The terms that the sections of facts mention.
fn mentioned(entities: &Entities<'_>, vocabulary: &Vocabulary<'_>, sources: &Sources<'_>, facts: &Facts<'_>) -> HashSet<u32> {
    let mut terms = [entities.term.list(entities.len), entities.class.list(entities.len)].concat();
    terms.extend(entities.role_at.list(entities.roles_len).into_iter().filter_map(|at| at.checked_sub(1)));
    terms.extend(vocabulary.predicate.list(vocabulary.predicates_len));
    terms.extend(vocabulary.class.list(vocabulary.classes_len));
    terms.extend(sources.term.list(sources.len));
    terms.extend(facts.terms.iter().flat_map(|column| column.list(facts.len)));
    terms.extend(facts.values.iter().flat_map(|values| values.value.list(values.len)));
    terms.extend(facts.qualifiers[1..].iter().flat_map(|column| column.list(facts.qualifiers_len)));
    terms.into_iter().collect()
}

/// The sort key of a blank node or an IRI: kind, prefix, and the text after the prefix.
pub type Named = (u32, usize, String);

/// All terms by id, and the sort keys of blank nodes and IRIs, which are the first terms.
fn terms(texts: &Texts, section: &Terms<'_>, values: &Values<'_>, triples: Option<&TripleTerms<'_>>) -> (Vec<String>, Vec<Named>) {
    let languages = texts.list(&values.languages);
    let plain = &section.prefixes;
    let bytes = |number: usize| &plain.bytes[plain.starts.get(number) as usize..plain.starts.get(number + 1) as usize];
    let prefixes: Vec<&str> = (0..plain.len as usize).map(|number| std::str::from_utf8(bytes(number)).unwrap()).collect();
    let mut terms: Vec<String> = Vec::new();
    let firsts = section.group_first.list(section.groups_len);
    assert!(firsts.is_sorted_by(|a, b| a < b));
    let mut named = Vec::new();
    for (id, text) in texts.list(&section.texts).into_iter().enumerate() {
        let group = firsts.iter().rposition(|first| *first as usize <= id).unwrap();
        let [kind, tag] = section.groups[group];
        let tag = tag as usize;
        if kind < 2 {
            assert_eq!(named.len(), id, "literals follow blank nodes and IRIs");
            named.push((kind, tag, text.clone()));
        }
        terms.push(match kind {
            0 => format!("_:{text}"),
            1 if tag == 0 => format!("<{text}>"),
            1 => format!("<{}{text}>", prefixes[tag - 1]),
            2 => format!("\"{text}\""),
            3 => format!("\"{text}\"@{}", languages[tag]),
            4 => format!("\"{text}\"^^{}", terms[tag]),
            other => panic!("unknown kind of term {other}"),
        });
    }
    assert!(firsts[1..].iter().all(|first| {
        let neighbours = named.get(*first as usize - 1).zip(named.get(*first as usize));
        neighbours.is_none_or(|((kind, tag, _), next)| (kind, tag) != (&next.0, &next.1))
    }));
    for row in 0..triples.map_or(0, |triples| triples.len as usize) {
        let part = |column: &Column<'_>| terms[column.get(row) as usize].clone();
        let [subject, predicate, object] = triples.unwrap().parts.each_ref().map(part);
        terms.push(format!("<<( {subject} {predicate} {object} )>>"));
    }
    check_hash_table(section, &terms);
    (terms, named)
}

fn entities(texts: &Texts, section: &Entities<'_>, terms: &[String]) -> Vec<PlainEntity> {
    let (descriptions, names, titles) =
        (texts.list(&section.descriptions), texts.list(&section.names), texts.list(&section.role_titles));
    let mut firsts = section.first_name.list(section.len);
    firsts.push(section.names_len);
    let role_entities = section.role_entity.list(section.roles_len);
    (0..section.len as usize)
        .map(|row| {
            let of_row = titles.iter().zip(&role_entities).filter(|(_, entity)| **entity as usize == row);
            (
                terms[section.term.get(row) as usize].clone(),
                terms[section.class.get(row) as usize].clone(),
                descriptions[row].clone(),
                names[firsts[row] as usize..firsts[row + 1] as usize].to_vec(),
                of_row.map(|(title, _)| title.clone()).collect(),
            )
        })
        .collect()
}

fn predicates(texts: &Texts, section: &Vocabulary<'_>, terms: &[String]) -> Vec<(String, String, bool)> {
    let labels = texts.list(&section.predicate_labels);
    let term = |row: usize| terms[section.predicate.get(row) as usize].clone();
    (0..section.predicates_len as usize).map(|row| (term(row), labels[row].clone(), section.functional.get(row) == 1)).collect()
}

fn sources(texts: &Texts, section: &Sources<'_>) -> Vec<(String, [u8; 32])> {
    let texts = texts.list(&section.texts);
    (0..section.len as usize)
        .map(|row| (texts[7 * row].clone(), section.sha256[32 * row..32 * row + 32].try_into().unwrap()))
        .collect()
}

fn facts(texts: &Texts, section: &Facts<'_>, locators: &Locators<'_>, terms: &[String]) -> Vec<PlainFact> {
    let (statements, notes) = (texts.list(&section.statements), texts.list(&section.notes));
    let (anchors, quotes) = (texts.list(&locators.anchors), texts.list(&locators.quotes));
    let note_facts = section.note_fact.list(section.notes_len);
    let term = |id: u32| terms[id as usize].clone();
    (0..section.len)
        .map(|fact| {
            let row = fact as usize;
            let qualifiers =
                (0..section.qualifiers_len as usize).map(|row| section.qualifiers.each_ref().map(|column| column.get(row)));
            let locator = |locator: u32| {
                let row = locator as usize;
                let start = locators.located.then(|| locators.start.get(row));
                ((locators.source.get(row), locators.paragraph.get(row), start), anchors[row].clone(), quotes.get(row).cloned())
            };
            PlainFact {
                statement: statements[row].clone(),
                terms: section.terms.each_ref().map(|column| term(column.get(row))),
                stance: section.stance.get(row),
                status: section.status.get(row),
                when: section.when.get(row).checked_sub(1).map(term),
                note: note_facts.iter().position(|other| *other == fact).map(|note| notes[note].clone()),
                values: section.values.each_ref().map(|relation| relation.of(fact).into_iter().map(term).collect()),
                links: section.links.each_ref().map(|relation| relation.of(fact)),
                qualifiers: qualifiers
                    .filter(|[of, ..]| *of == fact)
                    .map(|[_, predicate, object]| [term(predicate), term(object)])
                    .collect(),
                evidence: section.evidence.of(fact).into_iter().map(locator).collect(),
            }
        })
        .collect()
}
