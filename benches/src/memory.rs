//! Memory use of this process, as reported by Linux.
//!
//! The resident memory of a store is what the process allocated for it, plus the resident pages of its mapped files. Pages of the
//! program itself are not counted: they depend on how much code of an engine has run, not on the size of the store.

use std::fs;
use std::path::Path;

use crate::Failure;

/// Peak resident memory, in bytes.
///
/// # Errors
///
/// Returns an error if `/proc` does not report it.
pub fn peak() -> Result<u64, Failure> {
    status("VmHWM:")
}

/// Allocated resident memory, in bytes.
///
/// # Errors
///
/// Returns an error if `/proc` does not report it.
pub fn allocated() -> Result<u64, Failure> {
    status("RssAnon:")
}

/// Resident memory of the mapped files in a folder, in bytes.
///
/// # Errors
///
/// Returns an error if `/proc` does not report it.
pub fn mapped(folder: &Path) -> Result<u64, Failure> {
    let folder = fs::canonicalize(folder)?;
    let maps = fs::read_to_string("/proc/self/smaps")?;
    let (mut ours, mut bytes) = (false, 0);
    for line in maps.lines() {
        match line.strip_prefix("Rss:") {
            Some(size) if ours => bytes += kibibytes(size)?,
            Some(_) => {}
            // A mapping starts with its addresses. Its path, if any, is the last of six words.
            None if line.split(' ').next().is_some_and(|word| word.contains('-')) => {
                ours = line.find('/').is_some_and(|path| Path::new(&line[path..]).starts_with(&folder));
            }
            None => {}
        }
    }
    Ok(bytes)
}

fn status(name: &str) -> Result<u64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let size = status.lines().find_map(|line| line.strip_prefix(name));
    kibibytes(size.ok_or_else(|| format!("/proc/self/status has no {name}"))?)
}

fn kibibytes(size: &str) -> Result<u64, Failure> {
    Ok(size.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allocated_and_touched_is_counted() {
        let block = std::hint::black_box(vec![1_u8; 64 << 20]);
        // Other tests run in this process, so only a lower bound can be checked.
        assert!(allocated().expect("/proc says") >= 64 << 20, "{} bytes are allocated", block.len());
        assert!(peak().expect("/proc says") >= 64 << 20);
    }

    #[test]
    fn only_the_folder_s_files_that_are_mapped_count() {
        let (ours, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let path = ours.path().join("store");
        std::fs::write(&path, vec![1_u8; 1 << 20]).expect("it can be written");
        assert_eq!(mapped(ours.path()).expect("/proc says"), 0);
        let file = std::fs::File::open(&path).expect("it is there");
        #[expect(unsafe_code, reason = "mapping a file is what is tested")]
        // SAFETY: nothing writes to the file: its folder belongs to this test.
        let map = unsafe { memmap2::Mmap::map(&file) }.expect("it can be mapped");
        assert_eq!(map.iter().map(|byte| u32::from(*byte)).sum::<u32>(), 1 << 20);
        assert_eq!(mapped(ours.path()).expect("/proc says"), 1 << 20);
        assert_eq!(mapped(other.path()).expect("/proc says"), 0);
    }
}
