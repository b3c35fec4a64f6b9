//! The dictionary: all terms of a model, grouped and sorted as [`TermSection`](factrom::layout::TermSection) says.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use factrom::index::seed;
use factrom::value::ValueOrder;
use factrom::{MAX_VALUE_BYTES, TermKind, TripleTerm, split_iri};
use oxrdf::{BaseDirection, NamedNode, Term};

use super::TooLarge;
use crate::vocabulary::{XSD, value_order};
use factrom::layout::Tag;

/// A prefix with fewer IRIs costs more than it saves.
const MIN_PREFIX_USES: usize = 4;
/// Each look-up of an id searches the groups.
const MAX_PREFIXES: usize = 1024;

/// A group of terms.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its first term's id.
    pub first: u32,
    /// What kind of terms it holds.
    pub kind: TermKind,
    /// Prefix' index + 1, language's index or datatype's id.
    pub tag: u32,
    /// How they ascend.
    pub order: ValueOrder,
}

/// The dictionary.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// The texts by id.
    pub texts: Vec<String>,
    /// The groups by their first term.
    pub groups: Vec<Group>,
    /// Prefixes of IRIs.
    pub prefixes: Vec<String>,
    /// Language tags.
    pub languages: Vec<String>,
    /// Triple terms; their ids follow those of the texts.
    pub triples: Vec<TripleTerm>,
    ids: HashMap<Term, u32>,
}

/// What keeps groups apart: kind, then the order of values, then prefix, language or datatype.
type GroupKey = (TermKind, ValueOrder, String);

impl Dictionary {
    /// The dictionary of these terms and of all their parts.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if there are 2^32 terms or more.
    pub fn build<'t>(terms: impl IntoIterator<Item = &'t Term>) -> Result<Self, TooLarge> {
        let mut groups: BTreeMap<GroupKey, BTreeSet<String>> = BTreeMap::new();
        let mut triples: BTreeMap<usize, Vec<&oxrdf::Triple>> = BTreeMap::new();
        let mut waiting: Vec<&Term> = terms.into_iter().collect();
        let mut parts: Vec<Term> = Vec::new();
        while let Some(term) = waiting.pop() {
            match term {
                Term::Triple(triple) => {
                    parts.push(triple.subject.clone().into());
                    parts.push(triple.predicate.clone().into());
                    triples.entry(depth(&triple.object)).or_default().push(triple);
                    waiting.push(&triple.object);
                }
                term => add(&mut groups, term),
            }
        }
        for part in &parts {
            add(&mut groups, part);
        }
        // Ids of terms are counted from 0, and 2^32 - 1 stays free for "the id + 1".
        let total: usize = groups.values().map(BTreeSet::len).sum::<usize>() + triples.values().map(Vec::len).sum::<usize>();
        if u32::try_from(total).map_or(true, |total| total == u32::MAX) {
            return Err(TooLarge { section: Tag::Terms, limit: "2^32 - 1 terms" });
        }
        split_prefixes(&mut groups);
        let mut dictionary = Dictionary::default();
        for ((kind, order, tag), texts) in groups {
            dictionary.add_group(kind, order, &tag, texts);
        }
        dictionary.resolve_datatypes();
        dictionary.add_triples(triples);
        Ok(dictionary)
    }

    /// The id of a term of the model.
    ///
    /// # Panics
    ///
    /// If the term is not in the dictionary.
    #[must_use]
    pub fn id(&self, term: &Term) -> u32 {
        self.ids[term]
    }

    /// The id of an IRI of the model.
    ///
    /// # Panics
    ///
    /// If the IRI is not in the dictionary.
    #[must_use]
    pub fn iri(&self, iri: &NamedNode) -> u32 {
        self.id(&Term::from(iri.clone()))
    }

    /// What the table of terms hashes: a term's whole text, and the seed that its kind, language or datatype gives.
    pub(super) fn hashed(&self, id: u32) -> (Cow<'_, str>, u32) {
        let after = self.groups.partition_point(|group| group.first <= id);
        let Group { kind, tag, .. } = self.groups[after - 1];
        let text = &self.texts[id as usize];
        match kind {
            TermKind::Iri if tag > 0 => (Cow::Owned(format!("{}{text}", self.prefixes[tag as usize - 1])), seed(kind, "")),
            TermKind::LanguageString => (Cow::Borrowed(text), seed(kind, &self.languages[tag as usize])),
            TermKind::Typed => (Cow::Borrowed(text), seed(kind, &self.hashed(tag).0)),
            _ => (Cow::Borrowed(text), seed(kind, "")),
        }
    }

    fn add_group(&mut self, kind: TermKind, order: ValueOrder, tag: &str, texts: BTreeSet<String>) {
        let mut texts: Vec<String> = texts.into_iter().collect();
        texts.sort_by(|a, b| order.compare(a, b));
        let first = self.texts.len() as u32;
        let index = match kind {
            TermKind::Iri if !tag.is_empty() => {
                self.prefixes.push(tag.to_string());
                self.prefixes.len() as u32
            }
            TermKind::LanguageString => {
                self.languages.push(tag.to_string());
                self.languages.len() as u32 - 1
            }
            _ => 0,
        };
        for (offset, text) in texts.iter().enumerate() {
            self.ids.insert(term(kind, tag, text), first + offset as u32);
        }
        self.texts.extend(texts);
        self.groups.push(Group { first, kind, tag: index, order });
    }

    /// Datatypes are IRIs, so their ids are known once the IRIs are in.
    fn resolve_datatypes(&mut self) {
        let datatypes: HashMap<u32, u32> = self
            .ids
            .iter()
            .filter_map(|(term, id)| match term {
                Term::Literal(literal) => {
                    let datatype = self.ids.get(&Term::from(literal.datatype().into_owned()))?;
                    Some((*id, *datatype))
                }
                _ => None,
            })
            .collect();
        for group in self.groups.iter_mut().filter(|group| group.kind == TermKind::Typed) {
            group.tag = datatypes[&group.first];
        }
    }

    /// Triple terms by the depth of their objects, so that an object has an id before the triple that it is in.
    fn add_triples(&mut self, triples: BTreeMap<usize, Vec<&oxrdf::Triple>>) {
        for (_, level) in triples {
            let mut rows: BTreeMap<(u32, u32, u32), &oxrdf::Triple> = BTreeMap::new();
            for triple in level {
                let subject = self.ids[&Term::from(triple.subject.clone())];
                rows.insert((self.ids[&triple.object], subject, self.iri(&triple.predicate)), triple);
            }
            for ((object, subject, predicate), triple) in rows {
                let id = (self.texts.len() + self.triples.len()) as u32;
                self.ids.insert(Term::from(triple.clone()), id);
                let [subject, predicate, object] = [subject, predicate, object].map(factrom::TermId);
                self.triples.push(TripleTerm { subject, predicate, object });
            }
        }
    }
}

fn depth(term: &Term) -> usize {
    let (mut term, mut depth) = (term, 0);
    while let Term::Triple(triple) = term {
        term = &triple.object;
        depth += 1;
    }
    depth
}

fn add(groups: &mut BTreeMap<GroupKey, BTreeSet<String>>, term: &Term) {
    let (key, text) = match term {
        Term::NamedNode(iri) => ((TermKind::Iri, ValueOrder::Bytes, String::new()), iri.as_str()),
        Term::BlankNode(node) => ((TermKind::Blank, ValueOrder::Bytes, String::new()), node.as_str()),
        Term::Literal(literal) => {
            let text = literal.value();
            let key = match (literal.language(), literal.datatype().as_str()) {
                (Some(language), _) => {
                    let direction = match literal.direction() {
                        Some(BaseDirection::Ltr) => "--ltr",
                        Some(BaseDirection::Rtl) => "--rtl",
                        None => "",
                    };
                    (TermKind::LanguageString, ValueOrder::Bytes, format!("{language}{direction}"))
                }
                (None, datatype) if datatype.strip_prefix(XSD) == Some("string") => {
                    (TermKind::String, ValueOrder::Bytes, String::new())
                }
                (None, datatype) => {
                    let order = if text.len() > MAX_VALUE_BYTES { ValueOrder::Bytes } else { value_order(datatype) };
                    let iri = literal.datatype().into_owned();
                    groups.entry((TermKind::Iri, ValueOrder::Bytes, String::new())).or_default().insert(iri.into_string());
                    (TermKind::Typed, order, datatype.to_string())
                }
            };
            (key, text)
        }
        // Taken apart by the caller.
        Term::Triple(_) => return,
    };
    groups.entry(key).or_default().insert(text.to_string());
}

/// Takes IRIs out of the group without prefix into groups by prefix, the most frequent ones first as long as there is room.
fn split_prefixes(groups: &mut BTreeMap<GroupKey, BTreeSet<String>>) {
    let without = (TermKind::Iri, ValueOrder::Bytes, String::new());
    let Some(iris) = groups.remove(&without) else { return };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for iri in &iris {
        *counts.entry(split_iri(iri).0).or_default() += 1;
    }
    let mut frequent: Vec<(usize, &str)> = counts
        .iter()
        .filter(|(prefix, count)| **count >= MIN_PREFIX_USES && !prefix.is_empty())
        .map(|(prefix, count)| (*count, *prefix))
        .collect();
    frequent.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    frequent.truncate(MAX_PREFIXES);
    let frequent: BTreeSet<String> = frequent.into_iter().map(|(_, prefix)| prefix.to_string()).collect();
    for iri in iris {
        let (prefix, rest) = split_iri(&iri);
        let (prefix, text) = if frequent.contains(prefix) { (prefix, rest) } else { ("", iri.as_str()) };
        groups.entry((TermKind::Iri, ValueOrder::Bytes, prefix.to_string())).or_default().insert(text.to_string());
    }
}

/// The term that a group's text stands for.
fn term(kind: TermKind, tag: &str, text: &str) -> Term {
    use oxrdf::{BlankNode, Literal};
    match kind {
        TermKind::Iri => NamedNode::new_unchecked(format!("{tag}{text}")).into(),
        TermKind::Blank => BlankNode::new_unchecked(text).into(),
        TermKind::String => Literal::new_simple_literal(text).into(),
        TermKind::LanguageString => match tag.split_once("--") {
            Some((language, direction)) => {
                let direction = if direction == "rtl" { BaseDirection::Rtl } else { BaseDirection::Ltr };
                Literal::new_directional_language_tagged_literal_unchecked(text, language, direction).into()
            }
            None => Literal::new_language_tagged_literal_unchecked(text, tag).into(),
        },
        TermKind::Typed => Literal::new_typed_literal(text, NamedNode::new_unchecked(tag)).into(),
    }
}
