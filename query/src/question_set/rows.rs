//! Rows: those expected, which are texts of the set, and those found, which exist only while they are written.

use core::fmt::{self, Write};

use factrom::Error;
use factrom::compiler::Column as Numbers;

use crate::answers::Answer;
use crate::cells::Cells;
use crate::column::Column;
use crate::question_set::layout::Texts;

/// The rows that a question expects.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    texts: Texts<'a>,
    columns: &'a [u8],
    len: u32,
    cells: Numbers<'a>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(texts: Texts<'a>, columns: &'a [u8], len: u32, cells: Numbers<'a>) -> Self {
        Rows { texts, columns, len, cells }
    }

    /// The columns.
    pub fn columns(&self) -> impl Iterator<Item = Column> + use<'a> {
        self.columns.iter().filter_map(|number| Column::from_number(*number))
    }

    /// Number of rows.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.len
    }

    /// The row at this index. It has no cells if there are not as many rows.
    #[must_use]
    pub fn row(&self, index: u32) -> ExpectedRow<'a> {
        ExpectedRow { rows: *self, index }
    }
}

/// An expected row.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedRow<'a> {
    rows: Rows<'a>,
    index: u32,
}

impl<'a> ExpectedRow<'a> {
    /// Its cells.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let Rows { texts, columns, len, cells } = self.rows;
        // All cells were looked up when the question was read, so none is skipped here.
        let width = u32::try_from(columns.len()).unwrap_or(0);
        let first = self.index.min(len).saturating_mul(width);
        let end = self.index.saturating_add(1).min(len).saturating_mul(width);
        (first..end).filter_map(move |cell| texts.get(cells.get(cell)?))
    }

    /// Whether an answer, written as a row, equals this one. Stops at the first difference and needs no buffer.
    #[inline(never)]
    pub(crate) fn is(&self, cells: &Cells<'_>, answer: &Answer<'_>) -> Result<bool, Error> {
        for (column, expected) in self.rows.columns().zip(self.cells()) {
            let mut receiver = Receiver::Compared { rest: expected };
            match cells.write(column, answer, &mut receiver) {
                Ok(()) if matches!(receiver, Receiver::Compared { rest: "" }) => {}
                Ok(()) | Err(Error::Write) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

/// Takes a cell, to compare it or to show it. One type does both, because the compiler makes a copy of all code that writes cells for every
/// type that takes them.
enum Receiver<'e, 'w, 'f> {
    /// Returns an error for anything but this text.
    Compared {
        /// The part that must still be written.
        rest: &'e str,
    },
    /// Passes everything on.
    Shown {
        to: &'w mut fmt::Formatter<'f>,
        /// Whether anything was written.
        any: bool,
    },
}

impl Write for Receiver<'_, '_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self {
            Receiver::Compared { rest } => {
                *rest = rest.strip_prefix(text).ok_or(fmt::Error)?;
                Ok(())
            }
            Receiver::Shown { to, any } => {
                *any |= !text.is_empty();
                to.write_str(text)
            }
        }
    }
}

/// An answer as a row.
#[derive(Clone, Copy, Debug)]
pub struct FoundRow<'d> {
    pub(crate) rows: Rows<'d>,
    pub(crate) cells: &'d Cells<'d>,
    pub(crate) answer: Answer<'d>,
}

/// Separates two cells.
const BETWEEN: &str = " | ";
/// Stands for an empty cell.
const EMPTY: &str = "\"\"";

impl fmt::Display for FoundRow<'_> {
    /// Writes the cells with ` | ` between them, an empty one as `""`, and one that can't be read as `U+FFFD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, column) in self.rows.columns().enumerate() {
            if index > 0 {
                f.write_str(BETWEEN)?;
            }
            let mut receiver = Receiver::Shown { to: &mut *f, any: false };
            let written = self.cells.write(column, &self.answer, &mut receiver);
            let empty = matches!(receiver, Receiver::Shown { any: false, .. });
            match written {
                Ok(()) if empty => f.write_str(EMPTY)?,
                Ok(()) => {}
                Err(Error::Write) => return Err(fmt::Error),
                Err(_) => f.write_char(char::REPLACEMENT_CHARACTER)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for ExpectedRow<'_> {
    /// Writes the cells with ` | ` between them, an empty one as `""`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, cell) in self.cells().enumerate() {
            if index > 0 {
                f.write_str(BETWEEN)?;
            }
            f.write_str(if cell.is_empty() { EMPTY } else { cell })?;
        }
        Ok(())
    }
}
