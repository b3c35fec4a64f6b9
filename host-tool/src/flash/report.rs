//! What is told of a file that was written: where its bytes go, how much of the region they take, and what to do next.

use std::fmt;
use std::path::Path;

use super::boards::Board;
use super::commands::commands;
use super::numbers::{Hex, Size};
use super::{Format, Place, Target, elf, source, uf2};
use crate::numbers::grouped_counted;

/// What was written. Displays as some lines for people, commands to paste among them.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The board, if one was named.
    pub board: Option<&'static Board>,
    /// In which format.
    pub format: Format,
    /// Where the bytes go.
    pub target: &'a Target,
    /// The file; `None` for standard output.
    pub file: Option<&'a Path>,
    /// Bytes of the store.
    pub len: usize,
    /// Bytes that lay behind it and were left out.
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
            _ => writeln!(f, ", for a program to carry along")?,
        }
        if self.behind > 0 {
            writeln!(f, "  left out: {} behind the end of the store", grouped_counted(self.behind as u64, "byte"))?;
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
                writeln!(f, "  {share:.1} % of the region's {}", Size(u64::from(size)))?;
            }
            None => writeln!(f, "  whether it fits was not checked: no --size says how much room there is")?,
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
                return writeln!(f, "No flasher known here takes .{this} for {}: .{other} one does.", board.name);
            }
            ([], None) => return Ok(()),
            ([_], _) => writeln!(f, "Flash it:")?,
            _ => writeln!(f, "Flash it by one of these:")?,
        }
        for line in &lines {
            writeln!(f, "  {line}")?;
        }
        let notes = [
            (" CHIP ", "CHIP is your chip's name in `probe-rs chip list`."),
            (" FIRMWARE ", "FIRMWARE is your program's ELF file."),
        ];
        let mut notes = notes.into_iter().filter(|(word, _)| lines.iter().any(|line| line.contains(word)));
        notes.try_for_each(|(_, note)| writeln!(f, "{note}"))
    }

    /// How a program gets at what it carries along.
    fn fmt_use(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.unwrap_or(Path::new("FILE"));
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let array = source::c_name(self.file.unwrap_or(Path::new("")));
        writeln!(f, "Use it:")?;
        match self.format {
            Format::Object => writeln!(f, "  link {name}: the store lies between {} and {}", elf::START, elf::END),
            Format::Rs => {
                writeln!(f, "  include!(\"{name}\");")?;
                writeln!(f, "  let store = factrom::Store::open({})?;", elf::START)
            }
            Format::H => writeln!(f, "  #include \"{name}\"  for {array} and {array}_len"),
            _ => {
                writeln!(f, "  extern const unsigned char {array}[{}];", self.len)?;
                writeln!(f, "  extern const unsigned int {array}_len;")
            }
        }
    }
}
