//! Maps each run's term numbers to ids. All maps are written side by side while terms are merged, and read one run at a time.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use super::scratch::Scratch;
use crate::compile::error::BuildError;

/// Ids of the terms of all runs.
#[derive(Debug)]
pub struct Maps {
    scratch: Scratch,
    /// Maximum number of ids in memory.
    capacity: usize,
    buffered: usize,
    file: Option<File>,
    maps: Vec<Map>,
}

/// Ids of the terms of one run: the first ones on disk, the others in memory.
#[derive(Debug)]
struct Map {
    /// Start of this run's part of the file.
    start: u64,
    written: u64,
    ids: Vec<u32>,
}

impl Maps {
    /// Creates maps for runs of these lengths. They use about `memory_bytes` of memory, and temporary files.
    pub fn new(scratch: &Scratch, memory_bytes: usize, lens: impl Iterator<Item = u64>) -> Self {
        let mut end = 0;
        let maps = lens.map(|len| {
            let start = end;
            end += len * 4;
            Map { start, written: 0, ids: Vec::new() }
        });
        Maps { scratch: scratch.clone(), capacity: memory_bytes / 4, buffered: 0, maps: maps.collect(), file: None }
    }

    /// Appends the id of the next term of a run.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn push(&mut self, run: usize, id: u32) -> Result<(), BuildError> {
        self.maps[run].ids.push(id);
        self.buffered += 1;
        if self.buffered > self.capacity {
            let mut file = match self.file.take() {
                Some(file) => file,
                None => self.scratch.file()?,
            };
            self.maps.iter_mut().try_for_each(|map| map.write(&mut file)).map_err(BuildError::io("writing a temporary file"))?;
            self.buffered = 0;
            self.file = Some(file);
        }
        Ok(())
    }

    /// Reads the ids of the terms of a run.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn load(&self, run: usize) -> Result<Vec<u32>, BuildError> {
        let map = &self.maps[run];
        let Some(file) = self.file.as_ref().filter(|_| map.written > 0) else { return Ok(map.ids.clone()) };
        map.read(file).map_err(BuildError::io("reading a temporary file"))
    }
}

impl Map {
    fn write(&mut self, file: &mut File) -> io::Result<()> {
        let bytes: Vec<u8> = self.ids.drain(..).flat_map(u32::to_le_bytes).collect();
        file.seek(SeekFrom::Start(self.start + self.written))?;
        file.write_all(&bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    fn read(&self, mut file: &File) -> io::Result<Vec<u32>> {
        file.seek(SeekFrom::Start(self.start))?;
        let len = (self.written / 4) as usize;
        let mut ids = Vec::with_capacity(len + self.ids.len());
        let mut reader = BufReader::with_capacity(1 << 16, file);
        for _ in 0..len {
            let mut bytes = [0; 4];
            reader.read_exact(&mut bytes)?;
            ids.push(u32::from_le_bytes(bytes));
        }
        ids.extend(&self.ids);
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_side_by_side() {
        for memory_bytes in [0, 8, 20, 1 << 20] {
            let mut maps = Maps::new(&Scratch::new(None, 0), memory_bytes, [3, 0, 4].into_iter());
            for (run, id) in [(0, 5), (2, 5), (2, 6), (0, 7), (2, u32::MAX), (0, 9), (2, 8)] {
                maps.push(run, id).unwrap();
            }
            assert_eq!([0, 1, 2].map(|run| maps.load(run).unwrap()), [vec![5, 7, 9], vec![], vec![5, 6, u32::MAX, 8]]);
        }
    }
}
