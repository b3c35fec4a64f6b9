//! Reads fact files into tables that know the place of every key and value.
//!
//! [`table`] reads a TOML table key by key and reports keys that are missing, unknown or of the wrong type. [`raw`] defines the
//! tables. Ids are looked up later, by [`resolve`](crate::fact_files::resolve).

pub mod raw;
pub mod table;
mod parse;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Files};
use raw::RawFile;

/// The fact files of a data set, read and parsed.
#[derive(Debug, Default)]
pub struct Input {
    /// The files, in the order of their paths.
    pub files: Files,
    /// Their tables.
    pub raw: Vec<RawFile>,
    /// Syntax errors, and keys that are missing, unknown or of the wrong type.
    pub diagnostics: Vec<Diagnostic>,
}

impl Input {
    /// Reads a fact file, or all `.toml` files of a folder and its subfolders in the order of their paths. Skips subfolders named
    /// [`QUESTIONS`], which contain questions instead of facts.
    ///
    /// # Errors
    ///
    /// If a file or folder cannot be read; the error includes its path. Errors in a file's content become diagnostics.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut paths = Vec::new();
        collect(path, Some(QUESTIONS), &mut paths).map_err(|error| with_path(path, &error))?;
        if paths.is_empty() {
            return Err(with_path(path, &io::Error::new(io::ErrorKind::NotFound, "the folder has no .toml files")));
        }
        let mut input = Input::default();
        for path in paths {
            let text = fs::read_to_string(&path).map_err(|error| with_path(&path, &error))?;
            input.add(path, text);
        }
        Ok(input)
    }

    /// Parses a file and adds it.
    pub fn add(&mut self, path: PathBuf, text: String) {
        let file = self.files.add(path, text);
        self.raw.push(RawFile::parse(file, self.files.text(file), &mut self.diagnostics));
    }
}

fn with_path(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The name of folders whose `.toml` files are [questions](crate::answer). Such folders can lie among the fact files.
pub const QUESTIONS: &str = "questions";

/// Collects the path of a file, or the sorted paths of all `.toml` files in a folder and its subfolders. Skips hidden entries and
/// subfolders named `skipped`.
pub(crate) fn collect(path: &Path, skipped: Option<&str>, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        paths.push(path.to_path_buf());
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for entry in entries {
        let name = entry.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let left_out = name.starts_with('.') || entry.is_dir() && skipped == Some(&*name);
        if !left_out && (entry.is_dir() || entry.extension().is_some_and(|extension| extension == "toml")) {
            collect(&entry, skipped, paths)?;
        }
    }
    Ok(())
}
