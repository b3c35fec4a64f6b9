//! Puts a question to a store, and says how what came out differs from what is expected.

use factrom::{Error, Store};
use factrom_query::{Answer, Cells, Column, Field, Refusal};

use super::lookup::{self, LookupError};
use super::question_file::{Expected, Question};
use crate::numbers::counted;

/// What came out of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Answers, as rows.
    Rows(Vec<Vec<String>>),
    /// That many answers, where nobody looks at their rows.
    Count(usize),
    /// No answer, because of a name; with what is wrong with it.
    Refusal(Refusal, String),
}

/// Whether a row is expected, found, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Expected, but not found.
    Missing,
    /// Found, but not expected.
    Unexpected,
    /// Both: shown where the order counts.
    Same,
}

impl Sign {
    /// As in a diff.
    #[must_use]
    pub const fn char(self) -> char {
        match self {
            Sign::Missing => '-',
            Sign::Unexpected => '+',
            Sign::Same => ' ',
        }
    }
}

/// How what came out differs from what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// In a few words, on one line.
    pub message: String,
    /// More of it, such as the candidates for a name.
    pub notes: Vec<String>,
    /// The rows that tell.
    pub rows: Vec<(Sign, Vec<String>)>,
}

/// Puts a question to a store.
///
/// # Errors
///
/// If the blob is broken.
pub fn find(question: &Question, store: &Store<'_>) -> Result<Found, Error> {
    let cells = Cells::new(store);
    let (mut rows, mut count) = (Vec::new(), 0);
    let with_rows = matches!(question.expected, Expected::Rows { .. });
    let answered = question.ask.answer(store, &mut |answer| {
        count += 1;
        if with_rows {
            rows.push(row(&question.columns, &answer, &cells)?);
        }
        Ok(())
    });
    match answered {
        Ok(()) => Ok(if with_rows { Found::Rows(rows) } else { Found::Count(count) }),
        Err(unanswered) => {
            let Some((refusal, field, name)) = unanswered.refusal() else { return Err(unanswered.error) };
            Ok(Found::Refusal(refusal, explain(store, field, name, unanswered.error)))
        }
    }
}

/// An answer as a row.
fn row(columns: &[Column], answer: &Answer<'_>, cells: &Cells<'_>) -> Result<Vec<String>, Error> {
    let cell = |column: &Column| {
        let mut text = String::new();
        cells.write(*column, answer, &mut text).map(|()| text)
    };
    columns.iter().map(cell).collect()
}

/// What is wrong with a name, with the nearest one or the candidates.
fn explain(store: &Store<'_>, field: Field, name: &str, error: Error) -> String {
    let explained = match field {
        Field::Entity => lookup::entity(store, name).map(|_| ()),
        Field::Predicate => lookup::predicate(store, name).map(|_| ()),
        Field::Source => lookup::source(store, name).map(|_| ()),
        Field::Fact => Err(LookupError::NotFound(format!("no fact is called `{name}`"))),
        Field::Stance => Ok(()),
    };
    match explained {
        Err(explained) => explained.to_string(),
        Ok(()) => error.to_string(),
    }
}

/// Compares; nothing if what came out is what is expected.
#[must_use]
pub fn compare(question: &Question, found: &Found) -> Option<Difference> {
    let differs = |message: String| {
        let mut lines = message.lines().map(str::to_string);
        Some(Difference { message: lines.next().unwrap_or_default(), notes: lines.collect(), rows: Vec::new() })
    };
    match (&question.expected, found) {
        (Expected::Rows { rows, ordered, at_least }, Found::Rows(found)) => {
            let mut lines = diff(rows, found, *ordered, *at_least);
            // Where the order does not count, rows that agree tell nothing.
            lines.retain(|(sign, _)| *ordered || *sign != Sign::Same);
            compare_rows(lines)
        }
        (Expected::Count(expected), Found::Count(found)) if expected == found => None,
        (Expected::Count(expected), Found::Count(found)) => differs(format!("expected {}, got {found}", answers(*expected))),
        (Expected::Refusal(expected), Found::Refusal(found, _)) if expected == found => None,
        (Expected::Refusal(expected), Found::Refusal(found, message)) => {
            differs(format!("expected the error {}, got {}: {message}", expected.word(), found.word()))
        }
        (Expected::Refusal(expected), Found::Count(found)) => {
            differs(format!("expected the error {}, got {}", expected.word(), answers(*found)))
        }
        (_, Found::Refusal(_, message)) => differs(message.clone()),
        // What is looked for follows from what is expected, so no other pair occurs.
        _ => differs("the answer is of another kind than what is expected".to_string()),
    }
}

fn answers(count: usize) -> String {
    counted(count, "answer")
}

fn compare_rows(lines: Vec<(Sign, Vec<String>)>) -> Option<Difference> {
    let count = |wanted: Sign| lines.iter().filter(|(sign, _)| *sign == wanted).count();
    let named = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 row {what}")),
        count => Some(format!("{count} rows {what}")),
    };
    let parts = [named(count(Sign::Missing), "missing"), named(count(Sign::Unexpected), "unexpected")];
    let message = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if message.is_empty() { None } else { Some(Difference { message, notes: Vec::new(), rows: lines }) }
}

/// Both sides' rows, the expected ones in their order; those that stand in both once. With `at_least`, without unexpected ones.
pub(super) fn diff(expected: &[Vec<String>], found: &[Vec<String>], ordered: bool, at_least: bool) -> Vec<(Sign, Vec<String>)> {
    let mut lines = if ordered { in_order(expected, found) } else { as_sets(expected, found) };
    lines.retain(|(sign, _)| !at_least || *sign != Sign::Unexpected);
    lines
}

/// Without regard to order. A row that stands twice must come twice.
fn as_sets(expected: &[Vec<String>], found: &[Vec<String>]) -> Vec<(Sign, Vec<String>)> {
    let mut left: Vec<&Vec<String>> = found.iter().collect();
    let mut lines = Vec::new();
    for row in expected {
        let position = left.iter().position(|other| *other == row);
        if let Some(position) = position {
            left.remove(position);
        }
        lines.push((if position.is_some() { Sign::Same } else { Sign::Missing }, row.clone()));
    }
    lines.extend(left.into_iter().map(|row| (Sign::Unexpected, row.clone())));
    lines
}

/// Along a longest common subsequence.
fn in_order(expected: &[Vec<String>], found: &[Vec<String>]) -> Vec<(Sign, Vec<String>)> {
    // common[i][j]: length of the longest common subsequence of expected[i..] and found[j..].
    let mut common = vec![vec![0usize; found.len() + 1]; expected.len() + 1];
    for i in (0..expected.len()).rev() {
        for j in (0..found.len()).rev() {
            common[i][j] = if expected[i] == found[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < expected.len() || j < found.len() {
        let both = i < expected.len() && j < found.len();
        if both && expected[i] == found[j] {
            lines.push((Sign::Same, expected[i].clone()));
            (i, j) = (i + 1, j + 1);
        } else if j == found.len() || both && common[i + 1][j] >= common[i][j + 1] {
            lines.push((Sign::Missing, expected[i].clone()));
            i += 1;
        } else {
            lines.push((Sign::Unexpected, found[j].clone()));
            j += 1;
        }
    }
    lines
}

impl Difference {
    /// The notes, then the rows below a heading, in columns that are aligned; an empty cell is `""`.
    #[must_use]
    pub fn lines(&self, columns: &[Column]) -> Vec<String> {
        if self.rows.is_empty() {
            return self.notes.clone();
        }
        let shown = |cell: &str| if cell.is_empty() { "\"\"".to_string() } else { cell.to_string() };
        let heading = columns.iter().map(|column| column.word().to_string()).collect();
        let mut table: Vec<(char, Vec<String>)> = vec![(' ', heading)];
        table.extend(self.rows.iter().map(|(sign, row)| (sign.char(), row.iter().map(|cell| shown(cell)).collect())));
        let widths: Vec<usize> = (0..columns.len())
            .map(|column| table.iter().filter_map(|(_, row)| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0))
            .collect();
        let line = |(sign, row): &(char, Vec<String>)| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            format!("{sign} {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_string()
        };
        self.notes.iter().cloned().chain(table.iter().map(line)).collect()
    }
}
