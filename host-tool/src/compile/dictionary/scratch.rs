//! Spools of bytes, for what does not fit into the builder's memory: in memory first, and on disk when memory runs out.
//!
//! A spool is written once from beginning to end, and then read, possibly by several readers at a time. All sorted runs of one kind
//! share a spool, so many runs do not need many open files. The files have no name: the system removes them however the process
//! ends.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use crate::compile::error::BuildError;

const WRITING: &str = "writing a temporary file";
const READING: &str = "reading a temporary file";

/// A folder for temporary files, and memory that is used first.
#[derive(Clone, Debug)]
pub struct Scratch {
    folder: Option<PathBuf>,
    memory_left: Rc<Cell<usize>>,
}

impl Scratch {
    /// Creates a scratch space. All its spools together use `memory_bytes` of memory, then files in `folder`, or in the system's
    /// folder.
    #[must_use]
    pub fn new(folder: Option<PathBuf>, memory_bytes: usize) -> Self {
        Scratch { folder, memory_left: Rc::new(Cell::new(memory_bytes)) }
    }

    /// Returns the same folder with its own memory limit.
    #[must_use]
    pub fn with_memory(&self, memory_bytes: usize) -> Self {
        Scratch::new(self.folder.clone(), memory_bytes)
    }

    /// Creates a file without a name.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn file(&self) -> Result<File, BuildError> {
        let folder = self.folder.clone().unwrap_or_else(std::env::temp_dir);
        let doing = format!("creating a temporary file in {}", folder.display());
        tempfile::tempfile_in(folder).map_err(BuildError::io(&doing))
    }

    /// Reserves memory, and returns whether there was enough left.
    fn take(&self, bytes: usize) -> bool {
        let left = self.memory_left.get().checked_sub(bytes);
        self.memory_left.set(left.unwrap_or(self.memory_left.get()));
        left.is_some()
    }
}

/// Bytes that are being written.
#[derive(Debug)]
pub struct Spool {
    scratch: Scratch,
    memory: Vec<u8>,
    file: Option<BufWriter<File>>,
    len: u64,
}

impl Spool {
    /// Creates an empty spool.
    #[must_use]
    pub fn new(scratch: &Scratch) -> Self {
        Spool { scratch: scratch.clone(), memory: Vec::new(), file: None, len: 0 }
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether the spool is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends bytes.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), BuildError> {
        if self.file.is_none() {
            if self.scratch.take(bytes.len()) {
                self.memory.extend_from_slice(bytes);
                self.len += bytes.len() as u64;
                return Ok(());
            }
            let mut file = BufWriter::new(self.scratch.file()?);
            file.write_all(&self.memory).map_err(BuildError::io(WRITING))?;
            self.give_back();
            self.file = Some(file);
        }
        if let Some(file) = &mut self.file {
            file.write_all(bytes).map_err(BuildError::io(WRITING))?;
        }
        self.len += bytes.len() as u64;
        Ok(())
    }

    /// Appends a text as [`read_text`] reads it: its length in bytes, seven bits at a time with the low ones first, then its bytes.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn push_text(&mut self, text: &str) -> Result<(), BuildError> {
        let mut left = text.len();
        while left >= 0x80 {
            self.push(&[left as u8 | 0x80])?;
            left >>= 7;
        }
        self.push(&[left as u8])?;
        self.push(text.as_bytes())
    }

    /// Finishes writing.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if a temporary file cannot be read or written.
    pub fn finish(mut self) -> Result<Spooled, BuildError> {
        let file = match self.file.take() {
            Some(file) => Some(file.into_inner().map_err(|error| BuildError::io(WRITING)(error.into_error()))?),
            None => None,
        };
        Ok(Spooled { file, spool: self })
    }

    fn give_back(&mut self) {
        self.scratch.memory_left.set(self.scratch.memory_left.get() + self.memory.len());
        self.memory = Vec::new();
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// Bytes that have been written.
#[derive(Debug)]
pub struct Spooled {
    file: Option<File>,
    spool: Spool,
}

impl Spooled {
    /// Number of bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.spool.len
    }

    /// Whether there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spool.len == 0
    }

    /// Returns a reader of a range of the bytes, with a buffer of `buffer_bytes`.
    #[must_use]
    pub fn reader(&self, part: Range<u64>, buffer_bytes: usize) -> BufReader<Reader<'_>> {
        BufReader::with_capacity(buffer_bytes, Reader { spooled: self, part })
    }
}

/// Reads a range of a spool. Each reader has its own position in the file.
#[derive(Debug)]
pub struct Reader<'s> {
    spooled: &'s Spooled,
    part: Range<u64>,
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = usize::try_from(self.part.end - self.part.start).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = &mut buffer[..wanted];
        let read = match &self.spooled.file {
            Some(file) => {
                let mut file: &File = file;
                file.seek(SeekFrom::Start(self.part.start))?;
                file.read(buffer)?
            }
            None => {
                let mut memory = self.spooled.spool.memory.get(self.part.start as usize..).unwrap_or_default();
                memory.read(buffer)?
            }
        };
        self.part.start += read as u64;
        Ok(read)
    }
}

/// Reads a text that [`Spool::push_text`] wrote. Returns false at the end of the range.
///
/// # Errors
///
/// [`BuildError::Io`], also if the bytes are not valid UTF-8. That means something else wrote to the file.
pub fn read_text(reader: &mut impl BufRead, text: &mut String) -> Result<bool, BuildError> {
    if reader.fill_buf().map_err(BuildError::io(READING))?.is_empty() {
        return Ok(false);
    }
    read_whole_text(reader, text).map_err(BuildError::io(READING))?;
    Ok(true)
}

fn read_whole_text(reader: &mut impl BufRead, text: &mut String) -> io::Result<()> {
    let (mut len, mut shift) = (0u64, 0);
    loop {
        let mut byte = [0];
        reader.read_exact(&mut byte)?;
        len |= u64::from(byte[0] & 0x7F).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if byte[0] < 0x80 {
            break;
        }
    }
    let mut bytes = std::mem::take(text).into_bytes();
    bytes.clear();
    reader.take(len).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != len {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    *text = String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(())
}

/// Reads a record of little-endian numbers, as written with [`Spool::push`].
///
/// # Errors
///
/// [`BuildError::Io`] if a temporary file cannot be read or written.
pub fn read_record<const N: usize>(reader: &mut impl Read) -> Result<[u32; N], BuildError> {
    let mut record = [0; N];
    for number in &mut record {
        let mut bytes = [0; 4];
        reader.read_exact(&mut bytes).map_err(BuildError::io(READING))?;
        *number = u32::from_le_bytes(bytes);
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spools_read_back_from_memory_and_disk() {
        let long = "é".repeat(300);
        let texts = ["", "a", &long, "b"];
        for memory in [0, 1, 300, 10_000] {
            let scratch = Scratch::new(None, memory);
            let (mut first, mut second) = (Spool::new(&scratch), Spool::new(&scratch));
            let mut ends = Vec::new();
            for text in texts {
                first.push_text(text).unwrap();
                ends.push(first.len());
                second.push_text(text).unwrap();
            }
            let (first, second) = (first.finish().unwrap(), second.finish().unwrap());
            assert_eq!(first.len(), 1 + 2 + 602 + 2);
            let mut read = String::new();
            let mut all = second.reader(0..second.len(), 16);
            for expected in texts {
                assert!(read_text(&mut all, &mut read).unwrap());
                assert_eq!(read, expected);
            }
            assert!(!read_text(&mut all, &mut read).unwrap());
            // Two readers of one file do not interfere.
            let (mut one, mut two) = (first.reader(ends[0]..ends[1], 1), first.reader(ends[1]..ends[3], 1));
            for (reader, expected) in [(&mut two, texts[2]), (&mut one, texts[1])] {
                assert!(read_text(reader, &mut read).unwrap());
                assert_eq!(read, expected);
            }
            assert!(!read_text(&mut one, &mut read).unwrap());
            drop((one, two, all));
            drop((first, second));
            assert_eq!(scratch.memory_left.get(), memory, "all memory was returned");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let scratch = Scratch::new(Some(PathBuf::from("/no/such/folder")), 0);
        let error = Spool::new(&scratch).push(b"x").unwrap_err().to_string();
        assert!(error.starts_with("error creating a temporary file in /no/such/folder: "), "{error}");
    }

    #[test]
    fn a_short_file_is_an_error() {
        let mut text = String::new();
        assert!(read_text(&mut &[5, b'a'][..], &mut text).is_err());
        assert!(read_text(&mut &[1, 0xFF][..], &mut text).is_err());
        assert!(read_record::<1>(&mut &[1, 2, 3][..]).is_err());
    }
}
