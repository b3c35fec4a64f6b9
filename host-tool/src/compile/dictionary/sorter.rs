//! Sorts more records than fit into memory: sorted runs on disk, which are merged while they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::BufReader;
use std::ops::Range;

use super::scratch::{Reader, Scratch, Spool, Spooled, read_record};
use crate::compile::error::BuildError;

/// Minimum buffer of a reader, even if many runs share little memory.
const MIN_BUFFER_BYTES: usize = 1 << 10;
const MAX_BUFFER_BYTES: usize = 1 << 18;

/// Takes records in any order and returns them in ascending order, each once.
#[derive(Debug)]
pub struct Sorter<const N: usize> {
    /// Maximum number of records in memory.
    capacity: usize,
    records: Vec<[u32; N]>,
    spool: Spool,
    runs: Vec<Range<u64>>,
}

impl<const N: usize> Sorter<N> {
    /// Creates a sorter that keeps about `memory_bytes` of records in memory, and the others in temporary files.
    #[must_use]
    pub fn new(scratch: &Scratch, memory_bytes: usize) -> Self {
        let capacity = (memory_bytes / size_of::<[u32; N]>().max(1)).max(1);
        Sorter { capacity, records: Vec::new(), spool: Spool::new(&scratch.with_memory(0)), runs: Vec::new() }
    }

    /// Creates a sorter from records that are in memory already. At least that many stay in memory.
    #[must_use]
    pub fn with_records(scratch: &Scratch, memory_bytes: usize, records: Vec<[u32; N]>) -> Self {
        let sorter = Sorter::new(scratch, memory_bytes);
        Sorter { capacity: sorter.capacity.max(records.len()), records, ..sorter }
    }

    /// Adds a record.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn push(&mut self, record: [u32; N]) -> Result<(), BuildError> {
        if self.records.len() >= self.capacity {
            self.sort();
            // If at least half of the records were duplicates, it pays to continue in memory.
            if self.records.len() > self.capacity / 2 {
                self.spill()?;
            }
        }
        self.records.push(record);
        Ok(())
    }

    /// Returns all records in ascending order, each once.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn into_sorted(mut self) -> Result<Sorted<N>, BuildError> {
        self.sort();
        let memory_bytes = self.capacity.saturating_mul(size_of::<[u32; N]>());
        if !self.runs.is_empty() {
            self.spill()?;
            self.records = Vec::new();
        }
        Sorted::new(self.records, self.spool.finish()?, self.runs, memory_bytes)
    }

    fn sort(&mut self) {
        self.records.sort_unstable();
        self.records.dedup();
    }

    fn spill(&mut self) -> Result<(), BuildError> {
        let start = self.spool.len();
        for number in self.records.iter().flatten() {
            self.spool.push(&number.to_le_bytes())?;
        }
        self.runs.push(start..self.spool.len());
        self.records.clear();
        Ok(())
    }
}

/// The records of a [`Sorter`] in ascending order, each once.
#[derive(Debug)]
pub struct Sorted<const N: usize> {
    memory: std::vec::IntoIter<[u32; N]>,
    spooled: Spooled,
    runs: Vec<Run<N>>,
    heads: BinaryHeap<Reverse<([u32; N], usize)>>,
    last: Option<[u32; N]>,
}

/// The rest of a run: the part that has been read, and the position of what has not.
#[derive(Debug)]
struct Run<const N: usize> {
    read: std::vec::IntoIter<[u32; N]>,
    rest: Range<u64>,
    buffer_bytes: usize,
}

impl<const N: usize> Run<N> {
    fn next(&mut self, spooled: &Spooled) -> Result<Option<[u32; N]>, BuildError> {
        if let Some(record) = self.read.next() {
            return Ok(Some(record));
        }
        let record_bytes = size_of::<[u32; N]>() as u64;
        let records = ((self.rest.end - self.rest.start) / record_bytes).min((self.buffer_bytes as u64 / record_bytes).max(1));
        let mut reader: BufReader<Reader<'_>> = spooled.reader(self.rest.clone(), self.buffer_bytes);
        let read: Result<Vec<_>, _> = (0..records).map(|_| read_record(&mut reader)).collect();
        self.read = read?.into_iter();
        self.rest.start += records * record_bytes;
        Ok(self.read.next())
    }
}

impl<const N: usize> Sorted<N> {
    fn new(records: Vec<[u32; N]>, spooled: Spooled, runs: Vec<Range<u64>>, memory_bytes: usize) -> Result<Self, BuildError> {
        let buffer_bytes = (memory_bytes / (2 * runs.len().max(1))).clamp(MIN_BUFFER_BYTES, MAX_BUFFER_BYTES);
        let mut heads = BinaryHeap::new();
        let mut open = Vec::new();
        for (index, rest) in runs.into_iter().enumerate() {
            let mut run = Run { read: Vec::new().into_iter(), rest, buffer_bytes };
            heads.extend(run.next(&spooled)?.map(|record| Reverse((record, index))));
            open.push(run);
        }
        Ok(Sorted { memory: records.into_iter(), spooled, runs: open, heads, last: None })
    }

    /// Returns the least record among the heads of the runs. It may equal the previous one.
    fn pop(&mut self) -> Result<Option<[u32; N]>, BuildError> {
        let Some(mut head) = self.heads.peek_mut() else { return Ok(None) };
        let Reverse((record, run)) = *head;
        match self.runs[run].next(&self.spooled)? {
            Some(next) => *head = Reverse((next, run)),
            None => {
                PeekMut::pop(head);
            }
        }
        Ok(Some(record))
    }
}

impl<const N: usize> Iterator for Sorted<N> {
    type Item = Result<[u32; N], BuildError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(record) = self.memory.next() {
            return Some(Ok(record));
        }
        loop {
            match self.pop() {
                Ok(record) if record.is_some() && record == self.last => {}
                Ok(record) => {
                    self.last = record;
                    return record.map(Ok);
                }
                Err(error) => {
                    self.heads.clear();
                    return Some(Err(error));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted<const N: usize>(memory_bytes: usize, records: &[[u32; N]]) -> (Vec<[u32; N]>, usize) {
        let mut sorter = Sorter::new(&Scratch::new(None, 0), memory_bytes);
        for record in records {
            sorter.push(*record).unwrap();
        }
        let runs = sorter.runs.len();
        (sorter.into_sorted().unwrap().map(|record| record.unwrap()).collect(), runs)
    }

    #[test]
    fn runs_are_merged_and_duplicates_dropped() {
        // Two records fit into memory: the runs are [3, 2], [3, 1], and the last record alone.
        let records = [[3, 0], [2, 0], [3, 0], [1, u32::MAX], [1, 0]];
        assert_eq!(sorted(16, &records), (vec![[1, 0], [1, u32::MAX], [2, 0], [3, 0]], 2));
        assert_eq!(sorted(1 << 20, &records), (vec![[1, 0], [1, u32::MAX], [2, 0], [3, 0]], 0));
        assert_eq!(sorted::<3>(16, &[]), (vec![], 0));
    }

    #[test]
    fn duplicates_alone_need_no_disk() {
        assert_eq!(sorted(16 * 4, &[[7; 4]; 100]), (vec![[7; 4]], 0));
    }

    #[test]
    fn records_that_are_there_already_stay_in_memory() {
        let sorter = Sorter::with_records(&Scratch::new(None, 0), 0, vec![[3], [1], [3]]);
        assert!(sorter.runs.is_empty());
        assert_eq!(sorter.into_sorted().unwrap().map(|record| record.unwrap()).collect::<Vec<_>>(), [[1], [3]]);
    }

    #[test]
    fn runs_longer_than_a_buffer() {
        let records: Vec<[u32; 1]> = (0..3000).map(|n| [n * 7919 % 3001]).collect();
        let mut expected = records.clone();
        expected.sort_unstable();
        assert_eq!(sorted(4 * 1200, &records), (expected, 2));
    }

    proptest! {
        #[test]
        fn any_memory_sorts_like_a_set(
            records in proptest::collection::vec(proptest::array::uniform3(0u32..6), 0..300),
            memory_bytes in 0usize..1500,
        ) {
            let naive: std::collections::BTreeSet<[u32; 3]> = records.iter().copied().collect();
            prop_assert_eq!(sorted(memory_bytes, &records).0, naive.into_iter().collect::<Vec<_>>());
        }
    }
}
