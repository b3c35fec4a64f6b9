//! Fact files as they are written: TOML tables with a place for every key and value.
//!
//! [`table`] reads a table key by key and notes what is missing, misspelled or of the wrong type; [`raw`] has the tables. Nothing is
//! looked up yet: that is [`resolve`](crate::fact_files::resolve)'s.

mod parse;
pub mod raw;
pub mod table;

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
    /// What is wrong with their form.
    pub diagnostics: Vec<Diagnostic>,
}

impl Input {
    /// Reads a fact file, or all `.toml` files of a folder and its subfolders in the order of their paths, but for subfolders named
    /// [`QUESTIONS`]: what lies there are questions, not facts.
    ///
    /// # Errors
    ///
    /// If a file or folder can't be read, with its path; what is wrong inside a file becomes a diagnostic.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut paths = Vec::new();
        collect(path, Some(QUESTIONS), &mut paths).map_err(|error| with_path(path, &error))?;
        if paths.is_empty() {
            return Err(with_path(path, &io::Error::new(io::ErrorKind::NotFound, "no .toml file in it")));
        }
        let mut input = Input::default();
        for path in paths {
            let text = fs::read_to_string(&path).map_err(|error| with_path(&path, &error))?;
            input.add(path, text);
        }
        Ok(input)
    }

    /// Adds one file's text.
    pub fn add(&mut self, path: PathBuf, text: String) {
        let file = self.files.add(path, text);
        self.raw.push(RawFile::parse(file, self.files.text(file), &mut self.diagnostics));
    }
}

fn with_path(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The name of folders whose `.toml` files are [questions](crate::answer), so that they can stand among the fact files.
pub const QUESTIONS: &str = "questions";

/// The path of a file, or those of all `.toml` files of a folder and its subfolders in their order; hidden entries and subfolders named
/// `skipped` are left out.
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
