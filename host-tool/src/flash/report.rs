//! Describes a file that was written: where its bytes go, how much of the region they take, and what to do next.

use std::fmt;
use std::path::Path;

use super::boards::Board;
use super::commands::commands;
use super::format::Format;
use super::numbers::{Hex, Size};
use super::target::{Place, Target};
use super::{elf, source, uf2};
use crate::numbers::grouped_counted;

/// Describes a file that was written. Its `Display` is several lines for people, including commands to paste.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The board, if `--board` was used.
    pub board: Option<&'static Board>,
    /// The format.
    pub format: Format,
    /// Where the bytes go.
    pub target: &'a Target,
    /// The file; `None` for standard output.
    pub file: Option<&'a Path>,
    /// Number of bytes of the store.
    pub len: usize,
    /// Number of bytes after the store that were ignored.
    pub behind: usize,
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let len = self.len as u64;
        match self.file {
            Some(file) => write!(f, "{}: {}", file.display(), grouped_counted(len, "byte"))?,
            None => write!(f, "standard output: {}", grouped_counted(len, "byte"))?,
        }
        match self.target.place {
            Some(place) if !self.format.is_linked() => self.fmt_place(place, f)?,
            _ => writeln!(f, ", to be linked into a program")?,
        }
        if self.behind > 0 {
            writeln!(f, "  ignored: {} after the end of the store", grouped_counted(self.behind as u64, "byte"))?;
        }
        if self.format.is_linked() { self.fmt_use(f) } else { self.fmt_commands(f) }
    }
}

impl Written<'_> {
    fn fmt_place(&self, place: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let len = self.len as u64;
        writeln!(f, " at {}..{:#010x}", Hex(place.address), u64::from(place.address) + len)?;
        match place.size {
            Some(size) => {
                let share = len as f64 * 100.0 / f64::from(size);
                writeln!(f, "  uses {share:.1} % of the region's {}", Size(u64::from(size)))?;
            }
            None => writeln!(f, "  not checked whether it fits: use --size to give the space available")?,
        }
        match self.target.family {
            Some(family) if self.format == Format::Uf2 => {
                let blocks = grouped_counted(uf2::blocks(self.len) as u64, "block");
                writeln!(f, "  {blocks} of 256 bytes for family {family}")
            }
            _ => Ok(()),
        }
    }

    fn fmt_commands(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.unwrap_or(Path::new("FILE"));
        let lines = commands(self.board, self.format, self.target, file);
        match (lines.as_slice(), self.board) {
            ([], Some(board)) => {
                let (this, other) = (self.format.extension(), board.format.extension());
                return writeln!(f, "No known flasher for {} accepts .{this} files: write a .{other} file.", board.name);
            }
            ([], None) => return Ok(()),
            ([_], _) => writeln!(f, "To flash it:")?,
            _ => writeln!(f, "To flash it, use one of:")?,
        }
        for line in &lines {
            writeln!(f, "  {line}")?;
        }
        let notes = [
            (" CHIP ", "Replace CHIP with your chip's name from `probe-rs chip list`."),
            (" FIRMWARE ", "Replace FIRMWARE with your program's ELF file."),
        ];
        let mut notes = notes.into_iter().filter(|(word, _)| lines.iter().any(|line| line.contains(word)));
        notes.try_for_each(|(_, note)| writeln!(f, "{note}"))
    }

    /// Describes how a program accesses the store that it contains.
    fn fmt_use(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.unwrap_or(Path::new("FILE"));
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let array = source::c_name(self.file.unwrap_or(Path::new("")));
        writeln!(f, "To use it:")?;
        match self.format {
            Format::Object => writeln!(f, "  link {name}: the store starts at {} and ends at {}", elf::START, elf::END),
            Format::Rs => {
                writeln!(f, "  include!(\"{name}\");")?;
                writeln!(f, "  let store = factrom::Store::open({})?;", elf::START)
            }
            Format::H => writeln!(f, "  #include \"{name}\"  (declares {array} and {array}_len)"),
            _ => {
                writeln!(f, "  extern const unsigned char {array}[{}];", self.len)?;
                writeln!(f, "  extern const unsigned int {array}_len;")
            }
        }
    }
}
