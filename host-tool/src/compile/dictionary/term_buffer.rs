//! A chunk: as much of the input as fits into memory, with its terms by number and its quads as numbers.
//!
//! All terms share one text, one after another. Each term takes its own bytes and about twenty more. That is a quarter of what a
//! map of [`oxrdf::Term`]s takes. A triple term is three numbers.

use std::collections::HashMap;
use std::hash::BuildHasher;

use factrom::compiler::{MAX_VALUE_BYTES, TermKind, ValueOrder};
use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};
use oxrdf::{BaseDirection, GraphNameRef, LiteralRef, NamedOrBlankNodeRef, QuadRef, Term, TermRef, Triple};

use crate::vocabulary::{XSD, value_order};

/// Key of a group of terms. Keys are in the order of the groups.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey {
    /// Kind of the terms.
    pub kind: TermKind,
    /// Order of the terms.
    pub order: ValueOrder,
    /// Language tag, or IRI of the datatype; empty for other kinds.
    pub tag: String,
}

/// Bit that is set in the number of a triple term.
pub const TRIPLE: u32 = 1 << 31;
/// Maximum number of terms in a chunk, regardless of memory. A quad with many nested triple terms still fits below [`TRIPLE`].
const MAX_TERMS: usize = 1 << 30;

/// The part of the input that is being read.
#[derive(Debug, Default)]
pub struct Chunk {
    /// Groups, in the order of their first occurrence.
    pub(crate) keys: Vec<GroupKey>,
    /// Groups of blank nodes, IRIs and plain strings.
    plain: [Option<u32>; 3],
    languages: HashMap<String, u32>,
    datatypes: HashMap<String, u32>,
    /// Groups of literals that are too long for the value order of their datatype.
    long: HashMap<String, u32>,
    /// Term numbers, by group and text.
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Texts of all terms.
    pub(crate) all_text: String,
    /// End of the text of each term.
    pub(crate) ends: Vec<u64>,
    /// Group of each term.
    pub(crate) groups: Vec<u32>,
    /// Triple terms: subject, predicate, object. A nested triple term precedes the one that contains it.
    pub(crate) triples: Vec<[u32; 3]>,
    triple_numbers: HashMap<[u32; 3], u32>,
    /// Subject, predicate, object, and graph (0, or the number of its name + 1).
    pub(crate) quads: Vec<[u32; 4]>,
    /// Terms that are looked up later: the key to look them up by, and the number of the term.
    pub(crate) pins: Vec<[u32; 2]>,
}

impl Chunk {
    /// Approximate number of bytes in use, including those that sorting will take.
    pub fn memory_bytes(&self) -> usize {
        /// The end, the group, and two numbers while terms are sorted.
        const PER_TERM: usize = 8 + 4 + 8;
        let triples = self.triples.len() * (12 + 24);
        self.all_text.len()
            + self.ends.len() * PER_TERM
            + self.table.allocation_size()
            + triples
            + size_of_val(&self.quads[..])
            + size_of_val(&self.pins[..])
            + self.keys.len() * 200
    }

    /// Whether all term numbers are in use.
    pub fn is_full(&self) -> bool {
        self.ends.len().max(self.triples.len()) > MAX_TERMS
    }

    /// Adds a quad.
    pub fn add(&mut self, quad: QuadRef<'_>) {
        let graph = match quad.graph_name {
            GraphNameRef::DefaultGraph => 0,
            GraphNameRef::NamedNode(name) => self.term(name.into()) + 1,
            GraphNameRef::BlankNode(name) => self.term(name.into()) + 1,
        };
        let subject = self.term(quad.subject.into());
        let record = [subject, self.term(quad.predicate.into()), self.term(quad.object), graph];
        self.quads.push(record);
    }

    /// Adds a term that is looked up later by `pin`.
    pub fn pin(&mut self, pin: u32, term: TermRef<'_>) {
        let number = self.term(term);
        self.pins.push([pin, number]);
    }

    fn term(&mut self, term: TermRef<'_>) -> u32 {
        match term {
            TermRef::BlankNode(node) => self.plain_text(TermKind::Blank, node.as_str()),
            TermRef::NamedNode(iri) => self.plain_text(TermKind::Iri, iri.as_str()),
            TermRef::Literal(literal) => self.literal(literal),
            TermRef::Triple(triple) => self.triple(triple),
        }
    }

    fn literal(&mut self, literal: LiteralRef<'_>) -> u32 {
        let text = literal.value();
        let group = match (literal.language(), literal.direction(), literal.datatype().as_str()) {
            (Some(language), None, _) => self.language(language),
            (Some(language), Some(BaseDirection::Ltr), _) => self.language(&format!("{language}--ltr")),
            (Some(language), Some(BaseDirection::Rtl), _) => self.language(&format!("{language}--rtl")),
            (None, _, datatype) if datatype.strip_prefix(XSD) == Some("string") => return self.plain_text(TermKind::String, text),
            (None, _, datatype) => self.datatype(datatype, text.len() > MAX_VALUE_BYTES),
        };
        self.text(group, text)
    }

    /// Adds a triple term. Nested ones are added from the inside out, without recursion: they may be nested more deeply than the
    /// stack allows.
    fn triple(&mut self, triple: &Triple) -> u32 {
        let mut nested = vec![triple];
        let mut object = &triple.object;
        while let Term::Triple(inner) = object {
            nested.push(inner);
            object = &inner.object;
        }
        let mut object = self.term(object.as_ref());
        for triple in nested.into_iter().rev() {
            let subject = match triple.subject.as_ref() {
                NamedOrBlankNodeRef::NamedNode(iri) => self.plain_text(TermKind::Iri, iri.as_str()),
                NamedOrBlankNodeRef::BlankNode(node) => self.plain_text(TermKind::Blank, node.as_str()),
            };
            let parts = [subject, self.plain_text(TermKind::Iri, triple.predicate.as_str()), object];
            let next = self.triples.len() as u32 | TRIPLE;
            object = *self.triple_numbers.entry(parts).or_insert(next);
            if object == next {
                self.triples.push(parts);
            }
        }
        object
    }

    fn plain_text(&mut self, kind: TermKind, text: &str) -> u32 {
        let group = match self.plain.get(kind as usize).copied().flatten() {
            Some(group) => group,
            None => {
                let group = self.group(kind, ValueOrder::Bytes, "");
                if let Some(slot) = self.plain.get_mut(kind as usize) {
                    *slot = Some(group);
                }
                group
            }
        };
        self.text(group, text)
    }

    fn language(&mut self, tag: &str) -> u32 {
        if let Some(group) = self.languages.get(tag) {
            return *group;
        }
        let group = self.group(TermKind::LanguageString, ValueOrder::Bytes, tag);
        self.languages.insert(tag.to_string(), group);
        group
    }

    fn datatype(&mut self, datatype: &str, long: bool) -> u32 {
        let known = if long { &self.long } else { &self.datatypes };
        if let Some(group) = known.get(datatype) {
            return *group;
        }
        let order = value_order(datatype);
        let group = match (long, order) {
            (true, ValueOrder::Bytes) => self.datatype(datatype, false),
            (true, _) => self.group(TermKind::Typed, ValueOrder::Bytes, datatype),
            (false, _) => self.group(TermKind::Typed, order, datatype),
        };
        let known = if long { &mut self.long } else { &mut self.datatypes };
        known.insert(datatype.to_string(), group);
        // The group refers to its datatype by the id of this term.
        self.plain_text(TermKind::Iri, datatype);
        group
    }

    fn group(&mut self, kind: TermKind, order: ValueOrder, tag: &str) -> u32 {
        self.keys.push(GroupKey { kind, order, tag: tag.to_string() });
        self.keys.len() as u32 - 1
    }

    fn text(&mut self, group: u32, text: &str) -> u32 {
        let Chunk { table, hasher, all_text, ends, groups, .. } = self;
        let text_of = |number: u32| slice(all_text, ends, number);
        let hash = hasher.hash_one((group, text));
        let entry = table.entry(
            hash,
            |number| groups[*number as usize] == group && text_of(*number) == text,
            |number| hasher.hash_one((groups[*number as usize], text_of(*number))),
        );
        match entry {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let number = ends.len() as u32;
                entry.insert(number);
                all_text.push_str(text);
                ends.push(all_text.len() as u64);
                groups.push(group);
                number
            }
        }
    }
}

/// Returns the text of a term.
pub(crate) fn slice<'t>(all_text: &'t str, ends: &[u64], number: u32) -> &'t str {
    let number = number as usize;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &all_text[start as usize..ends[number] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{GraphName, Literal, NamedNode, Quad};

    fn iri(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("https://a.example/{name}"))
    }

    #[test]
    fn a_term_has_one_number() {
        let mut chunk = Chunk::default();
        let seven = Literal::new_typed_literal("7", iri("t"));
        let inner = Triple::new(iri("a"), iri("p"), seven.clone());
        let outer = Triple::new(iri("a"), iri("p"), inner.clone());
        for object in [Term::from(seven), inner.into(), outer.into(), Literal::new_simple_literal("7").into()] {
            chunk.add(Quad::new(iri("a"), iri("p"), object, GraphName::DefaultGraph).as_ref());
        }
        // 0 and 1 are the subject and the predicate, 2 is the datatype.
        assert_eq!(chunk.quads, [[0, 1, 3, 0], [0, 1, TRIPLE, 0], [0, 1, TRIPLE | 1, 0], [0, 1, 4, 0]]);
        assert_eq!(chunk.triples, [[0, 1, 3], [0, 1, TRIPLE]]);
        let texts: Vec<&str> = (0..5).map(|number| slice(&chunk.all_text, &chunk.ends, number)).collect();
        assert_eq!(texts, ["https://a.example/a", "https://a.example/p", "https://a.example/t", "7", "7"]);
        let kinds: Vec<TermKind> = chunk.groups.iter().map(|group| chunk.keys[*group as usize].kind).collect();
        assert_eq!(kinds, [TermKind::Iri, TermKind::Iri, TermKind::Iri, TermKind::Typed, TermKind::String]);
    }

    #[test]
    fn long_literals_have_a_group_of_their_own_where_values_are_ordered() {
        let mut chunk = Chunk::default();
        let integer = NamedNode::new_unchecked(format!("{XSD}integer"));
        for (text, datatype) in [("7", &integer), (&*"9".repeat(65), &integer), ("x", &iri("t")), (&*"x".repeat(65), &iri("t"))] {
            chunk.pin(0, Literal::new_typed_literal(text, datatype.clone()).as_ref().into());
        }
        let key = |pin: usize| {
            let key = &chunk.keys[chunk.groups[chunk.pins[pin][1] as usize] as usize];
            (key.order, key.tag.as_str())
        };
        assert_eq!(key(0), (ValueOrder::Number, integer.as_str()));
        assert_eq!(key(1), (ValueOrder::Bytes, integer.as_str()));
        assert_eq!((key(2), key(3)), ((ValueOrder::Bytes, "https://a.example/t"), (ValueOrder::Bytes, "https://a.example/t")));
        assert_eq!(chunk.keys.len(), 4, "one of them holds IRIs");
    }
}
