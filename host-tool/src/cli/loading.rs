//! From a path on the command line to bytes: a blob, or fact files that are compiled on the way.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::ops::Deref;
use std::path::{Path, PathBuf};

use factrom::Store;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::compile::compile;
use crate::diagnostic::{Severity, render_all};
use crate::fact_files::input::Input;
use crate::fact_files::resolve::{Articles, Options, Resolved, resolve};
use crate::numbers::counted;

/// Which store a command reads.
#[derive(Clone, Debug, clap::Args)]
pub struct StoreArgs {
    /// A blob, `-` for one on standard input, or fact files (a folder or a .toml file), which are compiled first
    #[arg(long, short, value_name = "PATH", default_value = "facts.fct", env = "FACTROM_STORE")]
    pub store: PathBuf,
    /// The folder with the articles' texts: adds the anchors' byte offsets when fact files are compiled
    #[arg(long, value_name = "DIR")]
    pub articles: Option<PathBuf>,
}

/// A file of this many bytes and more is mapped into memory, so that only what a question touches is read.
pub const MAPPED_BYTES: u64 = 16 << 20;

/// A blob's bytes, read or mapped.
#[derive(Debug)]
pub enum Blob {
    /// In memory.
    Read(Vec<u8>),
    /// In a file of [`MAPPED_BYTES`] or more.
    Mapped(memmap2::Mmap),
}

impl Deref for Blob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Blob::Read(bytes) => bytes,
            Blob::Mapped(bytes) => bytes,
        }
    }
}

impl StoreArgs {
    /// The blob's bytes; a large file's stay where they are.
    ///
    /// # Errors
    ///
    /// If the file can't be read, or fact files have errors, which are then on the terminal.
    pub fn load(&self, terminal: &mut Terminal<'_>) -> Result<Blob, Failure> {
        let path = &self.store;
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "toml") {
            let articles = read_articles(self.articles.as_deref())?;
            let resolved = read_sound(path, Options { articles: articles.as_ref(), with_quotes: false }, terminal)?;
            return compile(&resolved.model).map(Blob::Read).map_err(|error| Failure::BadInput(error.to_string()));
        }
        map(path)
    }
}

/// Opens a blob; the failure names the path. The CRC of one that is mapped is not checked, since that would read all of it.
///
/// # Errors
///
/// If it does not open.
pub fn open<'b>(blob: &'b Blob, path: &Path) -> Result<Store<'b>, Failure> {
    match blob {
        Blob::Read(_) => open_checked(blob, path),
        Blob::Mapped(bytes) => {
            Store::open_without_crc(bytes).map_err(|error| Failure::BadInput(format!("{}: {error}", path.display())))
        }
    }
}

/// Opens a blob and checks its CRC, large or not.
///
/// # Errors
///
/// If it does not open.
pub fn open_checked<'b>(blob: &'b Blob, path: &Path) -> Result<Store<'b>, Failure> {
    Store::open(blob).map_err(|error| Failure::BadInput(format!("{}: {error}", path.display())))
}

/// A file, mapped if it is large.
fn map(path: &Path) -> Result<Blob, Failure> {
    let large = fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() >= MAPPED_BYTES);
    if !large {
        return read_bytes(path).map(Blob::Read);
    }
    let file = File::open(path).map_err(|error| Failure::io(path, &error))?;
    #[expect(unsafe_code, reason = "a mapping is unsafe because others may change the file")]
    // SAFETY: the mapping is private and only read, as bytes, for which any value is valid. FactROM replaces a store by renaming,
    // which leaves the mapped file as it is. Should another program write into it, the reader copes with any bytes; should it cut
    // the file short, the system ends this process.
    let mapped = unsafe { memmap2::MmapOptions::new().map_copy_read_only(&file) };
    mapped.map(Blob::Mapped).map_err(|error| Failure::io(path, &error))
}

/// A file's bytes, or those of standard input for `-`.
///
/// # Errors
///
/// If it can't be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(path).map(|read| bytes = read)
    };
    read.map(|()| bytes).map_err(|error| Failure::io(path, &error))
}

/// The articles of a folder, if one is given.
///
/// # Errors
///
/// If it can't be read.
pub fn read_articles(folder: Option<&Path>) -> Result<Option<Articles>, Failure> {
    folder.map(|folder| Articles::read(folder).map_err(|error| Failure::io(folder, &error))).transpose()
}

/// Fact files, resolved. Diagnostics go to the terminal.
///
/// # Errors
///
/// If they can't be read or have errors.
pub fn read_sound(path: &Path, options: Options<'_>, terminal: &mut Terminal<'_>) -> Result<Resolved, Failure> {
    let input = Input::read(path).map_err(|error| Failure::BadInput(error.to_string()))?;
    let resolved = resolve(&input, options);
    let color = terminal.color && terminal.err_is_terminal;
    write!(terminal.err, "{}", render_all(&resolved.diagnostics, &input.files, color))?;
    if resolved.is_sound() {
        return Ok(resolved);
    }
    let errors = resolved.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    Err(Failure::BadInput(format!("{} in {}", counted(errors, "error"), path.display())))
}

/// Writes a file so that it appears whole or not at all, and an older one stays until then; `-` is standard output. An older one's
/// permissions are kept, and a symbolic link stays one.
///
/// # Errors
///
/// If it can't be written.
pub fn write_whole(path: &Path, bytes: &[u8], terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    stream_whole(path, &mut |out| out.write_all(bytes), terminal)
}

/// [`write_whole`] for what is not in memory as a whole: the function writes it.
///
/// # Errors
///
/// If it can't be written.
pub fn stream_whole(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    if path == Path::new("-") {
        write(&mut terminal.out)?;
        return Ok(terminal.out.flush()?);
    }
    replace(path, write).map_err(|error| Failure::io(path, &error))
}

/// Whether [`write_whole`] can be expected to succeed, asked before the work that it is to save. What is there stays as it is.
///
/// # Errors
///
/// If the path is a folder, or its folder takes no new file.
pub fn check_output(path: &Path) -> Result<(), Failure> {
    let target = fs::canonicalize(path).ok();
    let path = target.as_deref().unwrap_or(path);
    if path == Path::new("-") || (target.is_some() && !path.is_file() && !path.is_dir()) {
        return Ok(());
    }
    if path.is_dir() {
        return Err(Failure::BadInput(format!("{}: is a folder: name a file in it", path.display())));
    }
    tempfile::tempfile_in(folder_of(path))
        .map(drop)
        .map_err(|error| Failure::BadInput(format!("{}: nothing can be written to its folder: {}", path.display(), error.kind())))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn replace(path: &Path, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let older = fs::canonicalize(path).ok();
    let path = older.as_deref().unwrap_or(path);
    // A device or a pipe can't be replaced.
    if older.is_some() && !path.is_file() {
        return write(&mut File::options().write(true).open(path)?);
    }
    let mut builder = tempfile::Builder::new();
    // Those of any new file, before the process' mask; a temporary file's own are narrower.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder_of(path))?;
    // Not through the temporary file itself, whose errors name it: nobody has asked for such a file.
    write(file.as_file_mut())?;
    if older.is_some() {
        file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}
