//! Rows: those expected, as texts of the set, and those found, which exist only while they are written.

use core::fmt::{self, Write};

use factrom::Error;
use factrom::column::Column as Numbers;

use crate::ask::Answer;
use crate::cells::{Cells, put};
use crate::column::Column;
use crate::layout::Texts;

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

    /// What each cell of a row shows.
    pub fn columns(&self) -> impl Iterator<Item = Column> + use<'a> {
        self.columns.iter().filter_map(|number| Column::from_number(*number))
    }

    /// Number of rows.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.len
    }

    /// The row at that index; empty if there are not so many.
    #[must_use]
    pub fn row(&self, index: u32) -> ExpectedRow<'a> {
        ExpectedRow { rows: *self, index }
    }
}

/// A row that is expected.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedRow<'a> {
    rows: Rows<'a>,
    index: u32,
}

impl<'a> ExpectedRow<'a> {
    /// Its cells.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let Rows { texts, columns, len, cells } = self.rows;
        // All cells were looked up when the question was read, so none is left out here.
        let width = u32::try_from(columns.len()).unwrap_or(0);
        let first = self.index.min(len).saturating_mul(width);
        let end = self.index.saturating_add(1).min(len).saturating_mul(width);
        (first..end).filter_map(move |cell| texts.get(cells.get(cell)?))
    }

    /// Whether an answer, written as a row, is this one. Ends at the first difference; needs no buffer.
    pub(crate) fn is(&self, cells: &Cells<'_>, answer: &Answer<'_>) -> Result<bool, Error> {
        for (column, expected) in self.rows.columns().zip(self.cells()) {
            let mut rest = Rest(expected);
            match cells.write(column, answer, &mut rest) {
                Ok(()) if rest.0.is_empty() => {}
                Ok(()) | Err(Error::Write) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

/// What must still be written; refuses anything else.
struct Rest<'e>(&'e str);

impl Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// An answer, as the row that a question shows of it.
#[derive(Clone, Copy, Debug)]
pub struct FoundRow<'d> {
    pub(crate) rows: Rows<'d>,
    pub(crate) cells: &'d Cells<'d>,
    pub(crate) answer: Answer<'d>,
}

/// Between two cells of a row.
const BETWEEN: &str = " | ";
/// For a cell without a text.
const EMPTY: &str = "\"\"";

impl FoundRow<'_> {
    /// Writes its cells, as `Display` does.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer refuses them, [`Error::Corrupt`] if the blob is broken.
    pub fn write_to(&self, writer: &mut impl Write) -> Result<(), Error> {
        for (index, column) in self.rows.columns().enumerate() {
            if index > 0 {
                put(writer, BETWEEN)?;
            }
            let mut cell = Counted { writer: &mut *writer, any: false };
            self.cells.write(column, &self.answer, &mut cell)?;
            if !cell.any {
                put(writer, EMPTY)?;
            }
        }
        Ok(())
    }
}

/// Passes on what it is given, and notes whether that was anything.
struct Counted<'w, W> {
    writer: &'w mut W,
    any: bool,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.any |= !text.is_empty();
        self.writer.write_str(text)
    }
}

impl fmt::Display for FoundRow<'_> {
    /// Writes the cells with ` | ` between them, an empty one as `""`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.write_to(f) {
            Ok(()) => Ok(()),
            Err(Error::Write) => Err(fmt::Error),
            Err(_) => f.write_char(char::REPLACEMENT_CHARACTER),
        }
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
