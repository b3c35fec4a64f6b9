//! Loads the store that a path on the command line names: a blob, or fact files, which are compiled first.

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

/// The store that a command reads.
#[derive(Clone, Debug, clap::Args)]
pub struct StoreArgs {
    /// Store to read: a blob, `-` for a blob on standard input, or fact files (a folder or a .toml file), which are compiled first
    #[arg(long, short, value_name = "PATH", default_value = "facts.fct", env = "FACTROM_STORE")]
    pub store: PathBuf,
    /// Folder with the texts of the articles: when fact files are compiled, stores the byte offset of every anchor
    #[arg(long, value_name = "DIR")]
    pub articles: Option<PathBuf>,
}

/// Files of at least this size are mapped into memory, so that only the parts that a query needs are read.
pub const MAPPED_BYTES: u64 = 16 << 20;

/// The bytes of a blob, read or mapped.
#[derive(Debug)]
pub enum Blob {
    /// Read into memory.
    Read(Vec<u8>),
    /// Mapped, for a file of [`MAPPED_BYTES`] or more.
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
    /// Loads the bytes of the blob. A large file is mapped rather than read.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, or if fact files have errors, which are written to the terminal.
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

/// Opens a blob. The CRC of a mapped blob is not checked, because that would read all of it.
///
/// # Errors
///
/// Returns an error that names the path if the blob cannot be opened.
pub fn open<'b>(blob: &'b Blob, path: &Path) -> Result<Store<'b>, Failure> {
    match blob {
        Blob::Read(_) => open_checked(blob, path),
        Blob::Mapped(bytes) => {
            Store::open_without_crc(bytes).map_err(|error| Failure::BadInput(format!("{}: {error}", path.display())))
        }
    }
}

/// Opens a blob and checks its CRC, whatever its size.
///
/// # Errors
///
/// Returns an error that names the path if the blob cannot be opened.
pub fn open_checked<'b>(blob: &'b Blob, path: &Path) -> Result<Store<'b>, Failure> {
    Store::open(blob).map_err(|error| Failure::BadInput(format!("{}: {error}", path.display())))
}

/// Loads a file, mapped if it is large.
fn map(path: &Path) -> Result<Blob, Failure> {
    let large = fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() >= MAPPED_BYTES);
    if !large {
        return read_bytes(path).map(Blob::Read);
    }
    let file = File::open(path).map_err(|error| Failure::io(path, &error))?;
    #[expect(unsafe_code, reason = "mapping is unsafe because other programs may change the file")]
    // SAFETY: the mapping is private and read-only, and any value of its bytes is valid. FactROM replaces a store by renaming,
    // which does not change the mapped file. If another program writes to the file, the reader handles any bytes. If it truncates
    // the file, the operating system ends this process.
    let mapped = unsafe { memmap2::MmapOptions::new().map_copy_read_only(&file) };
    mapped.map(Blob::Mapped).map_err(|error| Failure::io(path, &error))
}

/// Reads all bytes of a file, or of standard input for `-`.
///
/// # Errors
///
/// Returns an error if it cannot be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(path).map(|read| bytes = read)
    };
    read.map(|()| bytes).map_err(|error| Failure::io(path, &error))
}

/// Reads the articles of a folder, if there is one.
///
/// # Errors
///
/// Returns an error if it cannot be read.
pub fn read_articles(folder: Option<&Path>) -> Result<Option<Articles>, Failure> {
    folder.map(|folder| Articles::read(folder).map_err(|error| Failure::io(folder, &error))).transpose()
}

/// Reads and resolves fact files. Writes diagnostics to the terminal.
///
/// # Errors
///
/// Returns an error if they cannot be read or have errors.
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

/// Writes a file atomically: an existing file stays unchanged until the new one is complete. `-` is standard output. The
/// permissions of an existing file are kept, and a symbolic link stays a link.
///
/// # Errors
///
/// Returns an error if the output cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8], terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    stream_whole(path, &mut |out| out.write_all(bytes), terminal)
}

/// Like [`write_whole`], for content that is not in memory as a whole: `write` writes it.
///
/// # Errors
///
/// Returns an error if the output cannot be written.
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

/// Checks, before a long computation, that [`write_whole`] can be expected to succeed. Does not change an existing file.
///
/// # Errors
///
/// Returns an error if the path is a folder, or if no file can be created in its folder.
pub fn check_output(path: &Path) -> Result<(), Failure> {
    let target = fs::canonicalize(path).ok();
    let path = target.as_deref().unwrap_or(path);
    if path == Path::new("-") || (target.is_some() && !path.is_file() && !path.is_dir()) {
        return Ok(());
    }
    if path.is_dir() {
        return Err(Failure::BadInput(format!("{}: this is a folder: use the name of a file", path.display())));
    }
    let reason = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "the folder does not exist".to_string(),
        // Without the name of the temporary file, which the user does not know.
        kind => kind.to_string(),
    };
    tempfile::tempfile_in(folder_of(path))
        .map(drop)
        .map_err(|error| Failure::BadInput(format!("{}: cannot create this file: {}", path.display(), reason(error))))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn replace(path: &Path, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let older = fs::canonicalize(path).ok();
    let path = older.as_deref().unwrap_or(path);
    // A device or a pipe cannot be replaced.
    if older.is_some() && !path.is_file() {
        return write(&mut File::options().write(true).open(path)?);
    }
    let mut builder = tempfile::Builder::new();
    // The permissions of any new file, before the umask. Those of a temporary file would be narrower.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder_of(path))?;
    // Not through the `NamedTempFile`: its errors would name the temporary file, which the user does not know.
    write(file.as_file_mut())?;
    if older.is_some() {
        file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}
