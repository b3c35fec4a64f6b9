//! The last numbers of blank nodes and IRIs: predicates first, then subjects by family, then all others.
//!
//! So the table of triples needs no columns between terms and its own numbers: a predicate is its term, and a subject's rank its
//! term less a constant. Until here terms are numbered by group and text, and that order stands among the terms of a family and among all others.

use super::dictionary::{Dictionary, Group};
use super::error::BuildError;
use super::families::{Triples, alike};
use super::scratch::{Scratch, Spool, Spooled, read_record, read_text};
use super::sorter::{Sorted, Sorter};
use super::triple_terms;

/// New ids for old ones.
#[derive(Debug)]
pub(super) struct Numbering {
    /// Of blank nodes and IRIs, which are the first terms.
    named: Vec<u32>,
    /// The first triple term's id. Literals before it keep theirs.
    texts_len: u32,
    /// Of triple terms.
    triples: Vec<u32>,
}

/// Quads and what their order was made from.
#[derive(Debug)]
pub(super) struct Numbered {
    /// Subject, predicate, object, and graph + 1 or 0, ascending and each once.
    pub quads: Sorted<4>,
    /// Predicates and objects that families have in common, ascending.
    pub common: Vec<[u32; 2]>,
}

impl Numbering {
    fn id(&self, old: u32) -> u32 {
        match old.checked_sub(self.texts_len) {
            Some(triple) => self.triples[triple as usize],
            None => self.named.get(old as usize).copied().unwrap_or(old),
        }
    }

    fn quad(&self, [subject, predicate, object, graph]: [u32; 4]) -> [u32; 4] {
        [self.id(subject), self.id(predicate), self.id(object), graph.checked_sub(1).map_or(0, |name| self.id(name) + 1)]
    }
}

/// Numbers a dictionary's terms anew, and the quads with them, so that the terms of a family follow each other.
///
/// # Errors
///
/// [`BuildError::Io`] if the disk fails.
pub(super) fn by_family(
    dictionary: &mut Dictionary,
    quads: Sorted<4>,
    scratch: &Scratch,
    memory_bytes: usize,
) -> Result<Numbered, BuildError> {
    let quads: Vec<[u32; 4]> = quads.collect::<Result<_, _>>()?;
    let named_len = dictionary.named_len();
    let (named, common) = order(&quads, named_len);
    let mut numbering = Numbering { named, texts_len: dictionary.texts_len, triples: Vec::new() };
    (dictionary.triples, numbering.triples) =
        triple_terms::renumber(&dictionary.triples, dictionary.texts_len, |old| numbering.id(old));
    let mut common: Vec<[u32; 2]> = common.into_iter().map(|pair| pair.map(|term| numbering.id(term))).collect();
    common.sort_unstable();
    dictionary.renumber(&numbering.named, |old| numbering.id(old), scratch, memory_bytes / 16)?;
    let mut sorter = Sorter::new(scratch, memory_bytes / 4);
    for quad in quads {
        sorter.push(numbering.quad(quad))?;
    }
    Ok(Numbered { quads: sorter.into_sorted()?, common })
}

/// By old id of the first `len` terms: the new one; and what families have in common, in old ids.
fn order(quads: &[[u32; 4]], len: u32) -> (Vec<u32>, Vec<[u32; 2]>) {
    let mut distinct: Vec<[u32; 3]> = quads.iter().map(|[subject, predicate, object, _]| [*subject, *predicate, *object]).collect();
    distinct.dedup();
    let triples = Triples::new(&distinct);
    drop(distinct);
    let with_common = quads.iter().all(|[.., graph]| *graph == 0);
    let (family_of, common) = alike(&triples, with_common);
    let mut is_predicate = vec![false; len as usize];
    triples.predicates.iter().for_each(|term| is_predicate[*term as usize] = true);
    let mut new = vec![u32::MAX; len as usize];
    let mut next = 0;
    let mut number = |term: u32, new: &mut Vec<u32>| {
        new[term as usize] = next;
        next += 1;
    };
    let mut subjects: Vec<u32> = (0..triples.subjects.len() as u32).collect();
    subjects.sort_by_key(|subject| (!is_predicate[triples.subjects[*subject as usize] as usize], family_of[*subject as usize]));
    for predicate in &triples.predicates {
        if triples.subjects.binary_search(predicate).is_err() {
            number(*predicate, &mut new);
        }
    }
    for subject in subjects {
        number(triples.subjects[subject as usize], &mut new);
    }
    for term in 0..len {
        if new[term as usize] == u32::MAX {
            number(term, &mut new);
        }
    }
    (new, common)
}

/// Groups of terms in a new order: each run of terms that are alike.
pub(super) fn regroup(groups: &[Group], new: &[u32]) -> Vec<Group> {
    let mut group_of = vec![0; new.len()];
    let mut group = 0;
    for (old, new) in (0u32..).zip(new) {
        while groups.get(group + 1).is_some_and(|next| next.first <= old) {
            group += 1;
        }
        group_of[*new as usize] = group;
    }
    let mut regrouped = Vec::new();
    let mut last = None;
    for (new, group) in (0u32..).zip(group_of) {
        if last != Some(group) {
            regrouped.push(Group { first: new, ..groups[group].clone() });
            last = Some(group);
        }
    }
    regrouped
}

/// The texts in a new order. As many as memory has room for are put in order at a time.
///
/// # Errors
///
/// [`BuildError::Io`].
pub(super) fn reorder(parts: &[Spooled], new: &[u32], scratch: &Scratch, memory_bytes: usize) -> Result<Spooled, BuildError> {
    let bytes: u64 = parts.iter().map(Spooled::len).sum();
    let per_bucket = (new.len() as u64 / (bytes / memory_bytes.max(1) as u64 + 1)).max(1);
    let buckets = (new.len() as u64).div_ceil(per_bucket);
    let mut spools: Vec<Spool> = (0..buckets).map(|_| Spool::new(scratch)).collect();
    let mut news = new.iter();
    let mut text = String::new();
    for part in parts {
        let mut reader = part.reader(0..part.len(), 1 << 16);
        while read_text(&mut reader, &mut text)? {
            let Some(new) = news.next() else { break };
            let spool = &mut spools[(u64::from(*new) / per_bucket) as usize];
            spool.push(&new.to_le_bytes())?;
            spool.push_text(&text)?;
        }
    }
    let mut ordered = Spool::new(scratch);
    for (bucket, spool) in (0u64..).zip(spools) {
        let spool = spool.finish()?;
        let mut reader = spool.reader(0..spool.len(), 1 << 16);
        let len = per_bucket.min(new.len() as u64 - bucket * per_bucket);
        let mut texts = vec![String::new(); len as usize];
        for _ in 0..len {
            let [new] = read_record(&mut reader)?;
            read_text(&mut reader, &mut texts[(u64::from(new) - bucket * per_bucket) as usize])?;
        }
        for text in texts {
            ordered.push_text(&text)?;
        }
    }
    ordered.finish()
}
