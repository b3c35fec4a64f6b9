//! The dictionary, built by merging all runs. At first its order is: blank nodes, IRIs by prefix, literals. Once `numbering` knows
//! the families, it is the order that [`TermSection`](factrom::compiler::TermSection) describes.
//!
//! Terms arrive sorted. Only IRIs must be regrouped: they are sorted as a whole but belong into groups by prefix. The order within
//! a group is the same. So a first pass over the IRIs chooses the prefixes and counts, and a second pass appends each IRI to its
//! group and gives it the next id. Texts are never all in memory; they are read as often as needed.

pub mod scratch;
pub mod sorter;
pub(super) mod term_buffer;
pub(super) mod sorted_run;
pub(super) mod id_maps;
mod prefixes;
pub(super) mod group;
mod reorder;
pub mod term_hash;

use std::collections::HashMap;

use factrom::compiler::{MOST_ITEMS, TermKind, ValueOrder, seed, split_iri, stored_day};
use factrom::{Day, Tag, TripleTerm};
use oxrdf::{NamedNode, Term};

use super::error::{BuildError, TooLarge};
use super::progress::{Progress, Stage};
use crate::vocabulary::days;
pub use group::Group;
use id_maps::Maps;
use prefixes::Prefixes;
use reorder::{regroup, reorder};
use scratch::{Scratch, Spool, Spooled, read_text};
use sorted_run::{Merge, Run, RunFiles, all_keys};
use term_buffer::GroupKey;

/// The dictionary.
#[derive(Debug)]
pub struct Dictionary {
    /// Number of terms that have a text.
    pub texts_len: u32,
    /// Number of bytes of all texts.
    pub texts_bytes: u64,
    /// Texts, in consecutive parts.
    parts: Vec<Spooled>,
    /// Groups, in the order of their first terms.
    pub groups: Vec<Group>,
    /// IRI prefixes.
    pub prefixes: Vec<String>,
    /// Language tags.
    pub languages: Vec<String>,
    /// IRIs of the datatypes, by id.
    datatypes: HashMap<u32, String>,
    /// First and last day of each literal in the groups that are ordered by time, as stored.
    pub days: Vec<(u32, u32)>,
    /// Triple terms. Their ids follow those of the texts.
    pub triples: Vec<TripleTerm>,
    /// Ids of the terms that the tables of the model mention.
    pub(crate) ids: HashMap<Term, u32>,
}

impl Dictionary {
    /// Returns the id of a term that the tables of the model mention.
    ///
    /// # Panics
    ///
    /// Panics if the tables do not mention the term.
    #[must_use]
    pub fn id(&self, term: &Term) -> u32 {
        self.ids[term]
    }

    /// Returns the id of an IRI that the tables of the model mention.
    ///
    /// # Panics
    ///
    /// Panics if the tables do not mention the IRI.
    #[must_use]
    pub fn iri(&self, iri: &NamedNode) -> u32 {
        self.id(&Term::from(iri.clone()))
    }

    /// Iterates over the texts in the order of ids. For an IRI in a prefix group, the text is what follows the prefix.
    pub fn texts(&self) -> impl Iterator<Item = Result<String, BuildError>> + '_ {
        self.parts.iter().flat_map(|part| {
            let mut reader = part.reader(0..part.len(), 1 << 16);
            std::iter::from_fn(move || {
                let mut text = String::new();
                read_text(&mut reader, &mut text).map(|read| read.then_some(text)).transpose()
            })
        })
    }

    /// Iterates over what the term hash takes, in the order of ids: the whole text, and the seed for its kind, language or
    /// datatype.
    pub(crate) fn hashed(&self) -> impl Iterator<Item = Result<(String, u32), BuildError>> + '_ {
        let mut groups = self.groups.iter().peekable();
        let (mut prefix, mut group_seed) = ("", 0);
        (0..).zip(self.texts()).map(move |(id, text)| {
            while let Some(Group { kind, tag, .. }) = groups.next_if(|group| group.first <= id) {
                let index = *tag as usize;
                prefix = if *kind == TermKind::Iri && index > 0 { &self.prefixes[index - 1] } else { "" };
                group_seed = match kind {
                    TermKind::LanguageString => seed(*kind, &self.languages[index]),
                    TermKind::Typed => seed(*kind, &self.datatypes[tag]),
                    _ => seed(*kind, ""),
                };
            }
            let text = text?;
            Ok((if prefix.is_empty() { text } else { format!("{prefix}{text}") }, group_seed))
        })
    }

    /// Reorders the terms. `texts` gives the new id for the old id of each term that has a text; `id` does so for any term.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub(crate) fn renumber(
        &mut self,
        texts: &[u32],
        id: impl Fn(u32) -> u32,
        scratch: &Scratch,
        memory_bytes: usize,
    ) -> Result<(), BuildError> {
        self.groups = regroup(&self.groups, texts);
        for group in self.groups.iter_mut().filter(|group| group.kind == TermKind::Typed) {
            group.tag = id(group.tag);
        }
        self.datatypes = self.datatypes.drain().map(|(datatype, iri)| (id(datatype), iri)).collect();
        self.ids.values_mut().for_each(|old| *old = id(*old));
        self.parts = vec![reorder(&self.parts, texts, scratch, memory_bytes)?];
        Ok(())
    }

    /// Merges the terms of all runs, except triple terms, into a dictionary. Also returns the ids of each run's terms.
    ///
    /// # Errors
    ///
    /// [`BuildError::TooLarge`] if there are 2^29 terms or more; [`BuildError::Io`] if a temporary file cannot be read or written.
    pub(crate) fn merge(
        runs: &[Run],
        files: &RunFiles<Spooled>,
        scratch: &Scratch,
        memory_bytes: usize,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Maps), BuildError> {
        let keys = all_keys(runs);
        let prefixes = choose_prefixes(runs, files, &keys, memory_bytes)?;
        let mut maps = Maps::new(scratch, memory_bytes, runs.iter().map(Run::len));
        let mut assembly = Assembly::new(&keys, prefixes, scratch);
        let mut merge = Merge::new(runs, files, &keys, memory_bytes)?;
        let total = runs.iter().map(Run::len).sum();
        let mut done = 0;
        while let Some((group, text)) = merge.advance()? {
            let id = assembly.add(&keys[group], text)?;
            for run in &merge.runs {
                maps.push(*run, id)?;
                Progress::tick(progress, Stage::Terms, &mut done, total);
            }
        }
        Ok((assembly.finish()?, maps))
    }
}

/// Chooses the prefixes that get a group. Returns them in ascending order, each with the number of its IRIs.
fn choose_prefixes(
    runs: &[Run],
    files: &RunFiles<Spooled>,
    keys: &[GroupKey],
    memory_bytes: usize,
) -> Result<Vec<(String, u64)>, BuildError> {
    let mut prefixes = Prefixes::default();
    let mut all: u64 = 0;
    let mut merge = Merge::new(runs, files, keys, memory_bytes)?;
    while let Some((group, text)) = merge.advance()? {
        match keys[group].kind {
            TermKind::Blank => {}
            TermKind::Iri => {
                prefixes.add(text);
                all += 1;
            }
            _ => break,
        }
    }
    let mut chosen = prefixes.finish();
    let others = all - chosen.iter().map(|(_, count)| count).sum::<u64>();
    chosen.insert(0, (String::new(), others));
    Ok(chosen)
}

/// A group of IRIs that is being filled.
struct IriGroup {
    prefix: String,
    len: u64,
    /// Id of the next IRI.
    next: u64,
    texts: Spool,
}

/// A dictionary that is being assembled from terms in the order of the runs.
struct Assembly {
    blanks: Spool,
    /// The group of IRIs without a prefix, then those with a prefix, in the order of prefixes.
    iris: Vec<IriGroup>,
    literals: Spool,
    groups: Vec<Group>,
    languages: Vec<String>,
    days: Vec<(u32, u32)>,
    /// Current group, except for IRIs.
    last: Option<GroupKey>,
    /// Id that follows the finished groups and the terms of the current one. All IRIs are counted at once.
    next: u64,
    /// Datatypes whose ids are not known yet, in descending order. `datatypes` has the ids of the others.
    unknown: Vec<String>,
    datatypes: HashMap<String, u32>,
    bytes: u64,
}

impl Assembly {
    fn new(keys: &[GroupKey], prefixes: Vec<(String, u64)>, scratch: &Scratch) -> Self {
        let mut unknown: Vec<String> = keys.iter().filter(|key| key.kind == TermKind::Typed).map(|key| key.tag.clone()).collect();
        unknown.sort_unstable_by(|a, b| b.cmp(a));
        unknown.dedup();
        let iris = prefixes.into_iter().map(|(prefix, len)| IriGroup { prefix, len, next: 0, texts: Spool::new(scratch) });
        Assembly {
            blanks: Spool::new(scratch),
            iris: iris.collect(),
            literals: Spool::new(scratch),
            groups: Vec::new(),
            languages: Vec::new(),
            days: Vec::new(),
            last: None,
            next: 0,
            unknown,
            datatypes: HashMap::new(),
            bytes: 0,
        }
    }

    /// Adds a term and returns its id.
    fn add(&mut self, key: &GroupKey, text: &str) -> Result<u32, BuildError> {
        if self.last.as_ref() != Some(key) {
            self.begin(key)?;
            self.last = Some(key.clone());
        }
        match key.kind {
            TermKind::Iri => return self.add_iri(text),
            TermKind::Blank => self.blanks.push_text(text)?,
            _ => self.literals.push_text(text)?,
        }
        if key.order == ValueOrder::Time {
            self.days.push(match days(text) {
                Some((first, last)) => (stored_day(Day(first)), stored_day(Day(last))),
                None => (u32::MAX, 0),
            });
        }
        self.bytes += text.len() as u64;
        let id = as_id(self.next)?;
        self.next += 1;
        Ok(id)
    }

    fn add_iri(&mut self, iri: &str) -> Result<u32, BuildError> {
        let (prefix, rest) = split_iri(iri);
        let found = self.iris.binary_search_by(|group| group.prefix.as_str().cmp(prefix));
        let (group, text) = match found {
            Ok(index) if !prefix.is_empty() => (index, rest),
            _ => (0, iri),
        };
        let group = &mut self.iris[group];
        group.texts.push_text(text)?;
        self.bytes += text.len() as u64;
        let id = as_id(group.next)?;
        group.next += 1;
        if self.unknown.last().is_some_and(|datatype| datatype == iri) {
            self.datatypes.extend(self.unknown.pop().map(|datatype| (datatype, id)));
        }
        Ok(id)
    }

    /// Begins a group.
    fn begin(&mut self, key: &GroupKey) -> Result<(), BuildError> {
        let tag = match key.kind {
            TermKind::Iri => return self.begin_iris(),
            TermKind::LanguageString => {
                self.languages.push(key.tag.clone());
                self.languages.len() as u32 - 1
            }
            TermKind::Typed => self.datatypes.get(&key.tag).copied().unwrap_or(0),
            TermKind::Blank | TermKind::String => 0,
        };
        self.groups.push(Group { first: as_id(self.next)?, kind: key.kind, tag, order: key.order });
        Ok(())
    }

    /// Begins all groups of IRIs. Their sizes are known already.
    fn begin_iris(&mut self) -> Result<(), BuildError> {
        for (index, group) in self.iris.iter_mut().enumerate() {
            group.next = self.next;
            if group.len > 0 {
                let first = as_id(self.next)?;
                self.groups.push(Group { first, kind: TermKind::Iri, tag: index as u32, order: ValueOrder::Bytes });
            }
            self.next += group.len;
        }
        Ok(())
    }

    fn finish(self) -> Result<Dictionary, BuildError> {
        let (prefixes, iris): (Vec<String>, Vec<Spool>) = self.iris.into_iter().map(|group| (group.prefix, group.texts)).unzip();
        let parts: Result<Vec<Spooled>, BuildError> =
            [self.blanks].into_iter().chain(iris).chain([self.literals]).map(Spool::finish).collect();
        Ok(Dictionary {
            texts_len: as_id(self.next)?,
            texts_bytes: self.bytes,
            parts: parts?,
            groups: self.groups,
            prefixes: prefixes.into_iter().filter(|prefix| !prefix.is_empty()).collect(),
            languages: self.languages,
            datatypes: self.datatypes.into_iter().map(|(datatype, id)| (id, datatype)).collect(),
            days: self.days,
            triples: Vec::new(),
            ids: HashMap::new(),
        })
    }
}

/// Checks that an id fits into the columns.
fn as_id(number: u64) -> Result<u32, BuildError> {
    match u32::try_from(number) {
        Ok(id) if id < MOST_ITEMS => Ok(id),
        _ => Err(TooLarge { section: Tag::Terms, limit: "2^29 terms" }.into()),
    }
}
