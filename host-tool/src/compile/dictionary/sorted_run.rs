//! Runs: chunks whose terms are sorted, in memory or on disk, and the merge of the terms of all runs.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::BufReader;
use std::ops::Range;

use factrom::compiler::ValueOrder;

use super::scratch::{Reader, Scratch, Spool, Spooled, read_record, read_text};
use super::term_buffer::{Chunk, GroupKey, TRIPLE, slice};
use crate::compile::error::BuildError;

/// A sorted chunk. Its term numbers are ranks: they ascend with the terms.
#[derive(Debug)]
pub struct Run {
    /// Its groups, in order.
    pub keys: Vec<GroupKey>,
    /// Number of terms of each group.
    lens: Vec<u32>,
    texts: Texts,
    /// Triple terms, as in [`Chunk`].
    pub triples: Vec<[u32; 3]>,
    quads: Quads,
    /// As in [`Chunk`].
    pub pins: Vec<[u32; 2]>,
}

#[derive(Debug)]
enum Texts {
    Memory { all_text: String, ends: Vec<u64>, order: Vec<u32> },
    Disk(Range<u64>),
}

#[derive(Debug)]
enum Quads {
    Memory(Vec<[u32; 4]>),
    Disk(Range<u64>),
}

/// What runs have written to disk.
#[derive(Debug)]
pub struct RunFiles<S> {
    texts: S,
    quads: S,
}

impl RunFiles<Spool> {
    /// Creates empty files.
    pub fn new(scratch: &Scratch) -> Self {
        let scratch = scratch.with_memory(0);
        RunFiles { texts: Spool::new(&scratch), quads: Spool::new(&scratch) }
    }

    /// Finishes writing, so that the files can be read.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn finish(self) -> Result<RunFiles<Spooled>, BuildError> {
        Ok(RunFiles { texts: self.texts.finish()?, quads: self.quads.finish()? })
    }
}

impl Run {
    /// Sorts a chunk.
    pub fn sort(chunk: Chunk) -> Self {
        let Chunk { keys, all_text, ends, groups, mut triples, mut quads, mut pins, .. } = chunk;
        let mut by_key: Vec<usize> = (0..keys.len()).collect();
        by_key.sort_by_key(|group| &keys[*group]);
        let mut lens = vec![0u32; keys.len()];
        for group in &groups {
            lens[*group as usize] += 1;
        }
        let order = sorted_terms(&keys, &by_key, &lens, &groups, |number| slice(&all_text, &ends, number));
        let mut ranks = groups;
        for (rank, number) in order.iter().enumerate() {
            ranks[*number as usize] = rank as u32;
        }
        let rank = |number: u32| if number & TRIPLE == 0 { ranks[number as usize] } else { number };
        triples.iter_mut().flatten().for_each(|part| *part = rank(*part));
        pins.iter_mut().for_each(|[_, number]| *number = rank(*number));
        for [subject, predicate, object, graph] in &mut quads {
            [*subject, *predicate, *object] = [rank(*subject), rank(*predicate), rank(*object)];
            *graph = graph.checked_sub(1).map_or(0, |name| rank(name) + 1);
        }
        Run {
            lens: by_key.iter().map(|group| lens[*group]).collect(),
            keys: by_key.into_iter().map(|group| keys[group].clone()).collect(),
            texts: Texts::Memory { all_text, ends, order },
            triples,
            quads: Quads::Memory(quads),
            pins,
        }
    }

    /// Number of terms that are not triple terms.
    pub fn len(&self) -> u64 {
        self.lens.iter().map(|len| u64::from(*len)).sum()
    }

    /// Moves texts and quads to disk.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn spill(&mut self, files: &mut RunFiles<Spool>) -> Result<(), BuildError> {
        if let Texts::Memory { all_text, ends, order } = &self.texts {
            let start = files.texts.len();
            for number in order {
                files.texts.push_text(slice(all_text, ends, *number))?;
            }
            self.texts = Texts::Disk(start..files.texts.len());
        }
        if let Quads::Memory(quads) = &self.quads {
            let start = files.quads.len();
            for number in quads.iter().flatten() {
                files.quads.push(&number.to_le_bytes())?;
            }
            self.quads = Quads::Disk(start..files.quads.len());
        }
        Ok(())
    }

    /// Number of quads.
    pub fn quads_len(&self) -> u64 {
        match &self.quads {
            Quads::Memory(quads) => quads.len() as u64,
            Quads::Disk(part) => (part.end - part.start) / size_of::<[u32; 4]>() as u64,
        }
    }

    /// Takes the quads if they are in memory, and drops the texts.
    pub fn take_quads(&mut self) -> Option<Vec<[u32; 4]>> {
        match &mut self.quads {
            Quads::Memory(quads) => {
                self.texts = Texts::Disk(0..0);
                Some(std::mem::take(quads))
            }
            Quads::Disk(_) => None,
        }
    }

    /// Reads the quads that are on disk.
    pub fn disk_quads<'f>(&self, files: &'f RunFiles<Spooled>) -> impl Iterator<Item = Result<[u32; 4], BuildError>> + use<'f> {
        let part = match &self.quads {
            Quads::Memory(_) => 0..0,
            Quads::Disk(part) => part.clone(),
        };
        let len = (part.end - part.start) / size_of::<[u32; 4]>() as u64;
        let mut reader = files.quads.reader(part, 1 << 16);
        (0..len).map(move |_| read_record(&mut reader))
    }
}

/// Returns the term numbers in the order of the terms: by group, then by text.
fn sorted_terms<'t>(
    keys: &[GroupKey],
    by_key: &[usize],
    lens: &[u32],
    groups: &[u32],
    text_of: impl Fn(u32) -> &'t str,
) -> Vec<u32> {
    let mut starts = vec![0usize; keys.len()];
    let mut end = 0;
    for group in by_key {
        starts[*group] = end;
        end += lens[*group] as usize;
    }
    let mut next = starts.clone();
    let mut order = vec![0u32; groups.len()];
    for (number, group) in groups.iter().enumerate() {
        let next = &mut next[*group as usize];
        order[*next] = number as u32;
        *next += 1;
    }
    for ((key, start), len) in keys.iter().zip(starts).zip(lens) {
        let terms = &mut order[start..start + *len as usize];
        match key.order {
            ValueOrder::Bytes => terms.sort_unstable_by(|a, b| text_of(*a).cmp(text_of(*b))),
            order => terms.sort_unstable_by(|a, b| order.compare(text_of(*a), text_of(*b))),
        }
    }
    order
}

/// Returns all groups of all runs.
pub fn all_keys(runs: &[Run]) -> Vec<GroupKey> {
    let mut keys: Vec<GroupKey> = runs.iter().flat_map(|run| &run.keys).cloned().collect();
    keys.sort();
    keys.dedup();
    keys
}

/// Merges the terms of all runs in ascending order, each once, with the runs that contain it.
#[derive(Debug)]
pub struct Merge<'r> {
    heads: BinaryHeap<Head>,
    cursors: Vec<Cursor<'r>>,
    group: usize,
    text: String,
    /// Runs that contain the current term.
    pub runs: Vec<usize>,
}

/// The next term of a run. The order is reversed, because the heap pops the greatest.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    group: usize,
    order: ValueOrder,
    text: String,
    run: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_text = || self.order.compare(&other.text, &self.text);
        other.group.cmp(&self.group).then_with(by_text).then(other.run.cmp(&self.run))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'r> Merge<'r> {
    /// Creates a merge that stands before the first term. `keys` are [`all_keys`]. The buffers of all cursors together take about
    /// `memory_bytes`.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn new(runs: &'r [Run], files: &'r RunFiles<Spooled>, keys: &[GroupKey], memory_bytes: usize) -> Result<Self, BuildError> {
        let buffer_bytes = (memory_bytes / runs.len().max(1)).clamp(1 << 12, 1 << 20);
        let mut cursors: Vec<Cursor<'r>> = runs.iter().map(|run| Cursor::new(run, files, keys, buffer_bytes)).collect();
        let mut heads = BinaryHeap::new();
        for (run, cursor) in cursors.iter_mut().enumerate() {
            let mut head = Head { group: 0, order: ValueOrder::Bytes, text: String::new(), run };
            if cursor.read(&mut head)? {
                heads.push(head);
            }
        }
        Ok(Merge { heads, cursors, group: 0, text: String::new(), runs: Vec::new() })
    }

    /// Advances to the next term. Returns its group, as an index into the keys, and its text.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn advance(&mut self) -> Result<Option<(usize, &str)>, BuildError> {
        self.runs.clear();
        while let Some(mut head) = self.heads.peek_mut() {
            if self.runs.is_empty() {
                self.group = head.group;
                std::mem::swap(&mut self.text, &mut head.text);
            } else if head.group != self.group || head.text != self.text {
                break;
            }
            self.runs.push(head.run);
            if !self.cursors[head.run].read(&mut head)? {
                PeekMut::pop(head);
            }
        }
        Ok(if self.runs.is_empty() { None } else { Some((self.group, &self.text)) })
    }
}

/// A position in the terms of a run.
#[derive(Debug)]
struct Cursor<'r> {
    run: &'r Run,
    /// For each group of the run, its index among all groups.
    numbers: Vec<usize>,
    /// Current group of the run, and the number of its terms that are left.
    group: usize,
    left: u32,
    source: Source<'r>,
}

#[derive(Debug)]
enum Source<'r> {
    Memory { all_text: &'r str, ends: &'r [u64], order: std::slice::Iter<'r, u32> },
    Disk(BufReader<Reader<'r>>),
}

impl<'r> Cursor<'r> {
    fn new(run: &'r Run, files: &'r RunFiles<Spooled>, keys: &[GroupKey], buffer_bytes: usize) -> Self {
        let source = match &run.texts {
            Texts::Memory { all_text, ends, order } => Source::Memory { all_text, ends, order: order.iter() },
            Texts::Disk(part) => Source::Disk(files.texts.reader(part.clone(), buffer_bytes)),
        };
        let numbers = run.keys.iter().map(|key| keys.partition_point(|other| other < key)).collect();
        Cursor { run, numbers, group: 0, left: run.lens.first().copied().unwrap_or(0), source }
    }

    /// Reads the next term. Returns false if there is none.
    fn read(&mut self, head: &mut Head) -> Result<bool, BuildError> {
        while self.left == 0 {
            self.group += 1;
            let Some(len) = self.run.lens.get(self.group) else { return Ok(false) };
            self.left = *len;
        }
        self.left -= 1;
        (head.group, head.order) = (self.numbers[self.group], self.run.keys[self.group].order);
        match &mut self.source {
            Source::Memory { all_text, ends, order } => {
                let Some(number) = order.next() else { return Ok(false) };
                head.text.clear();
                head.text.push_str(slice(all_text, ends, *number));
                Ok(true)
            }
            Source::Disk(reader) => read_text(reader, &mut head.text),
        }
    }
}
