//! Rows of text: what CSV and question files show of an answer. [`Cells`] writes the cells, here as on a board.

use factrom::Error;
use factrom_query::{Answer, Cells, Column};

/// The columns of facts in CSV.
pub const FACT: &[Column] = &[
    Column::Fact,
    Column::Statement,
    Column::Subject,
    Column::Predicate,
    Column::Object,
    Column::Stance,
    Column::Speaker,
    Column::Audience,
    Column::Where,
    Column::When,
    Column::SaidOn,
    Column::SaidAt,
    Column::Status,
    Column::Note,
    Column::Qualifiers,
    Column::Evidence,
    Column::Disputes,
    Column::Corroborates,
];

/// The columns of triples in CSV, where all are in the default graph.
pub const TRIPLE: &[Column] = &[Column::Subject, Column::Predicate, Column::Object];

/// The columns of triples in CSV, where some are in named graphs.
pub const QUAD: &[Column] = &[Column::Subject, Column::Predicate, Column::Object, Column::Graph];

/// The heading of a column in CSV. A fact's own id is called `id`, as in JSON.
#[must_use]
pub const fn heading(column: Column) -> &'static str {
    match column {
        Column::Fact => "id",
        column => column.word(),
    }
}

/// An answer as a row.
///
/// # Errors
///
/// If the blob is corrupt.
pub fn row(cells: &Cells<'_>, columns: &[Column], answer: &Answer<'_>) -> Result<Vec<String>, Error> {
    let cell = |column: &Column| {
        let mut text = String::new();
        cells.write(*column, answer, &mut text).map(|()| text)
    };
    columns.iter().map(cell).collect()
}
