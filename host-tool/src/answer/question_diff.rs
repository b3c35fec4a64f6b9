//! Asks a store a question, and says how the answer differs from the expected one.

use factrom::{Error, Store};
use factrom_query::{Cells, Column, Refusal};

use super::lookup::explain;
use super::question_file::{Expected, Question};
use super::rows::row;
use crate::numbers::counted;

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Answers, as rows.
    Rows(Vec<Vec<String>>),
    /// This many answers. Their rows are not needed.
    Count(usize),
    /// No answer, because a name can't be resolved. With an explanation.
    Refusal(Refusal, String),
}

/// Whether a row is expected, found, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Expected, but not found.
    Missing,
    /// Found, but not expected.
    Unexpected,
    /// Both. Shown where the order matters.
    Same,
}

impl Sign {
    /// The sign in a diff.
    #[must_use]
    pub const fn char(self) -> char {
        match self {
            Sign::Missing => '-',
            Sign::Unexpected => '+',
            Sign::Same => ' ',
        }
    }
}

/// How an answer differs from the expected one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// A summary on one line.
    pub message: String,
    /// More lines, such as the candidates for a name.
    pub notes: Vec<String>,
    /// The rows that differ.
    pub rows: Vec<(Sign, Vec<String>)>,
}

/// Asks a store a question.
///
/// # Errors
///
/// If the blob is corrupt.
pub fn find(question: &Question, store: &Store<'_>) -> Result<Found, Error> {
    let cells = Cells::new(store);
    let (mut rows, mut count) = (Vec::new(), 0);
    let with_rows = matches!(question.expected, Expected::Rows { .. });
    let answers = match question.ask.answers(store) {
        Ok(answers) => answers,
        Err(unanswered) => {
            let Some((refusal, ..)) = unanswered.refusal() else { return Err(unanswered.error) };
            return Ok(Found::Refusal(refusal, explain(store, &unanswered).to_string()));
        }
    };
    for answer in answers {
        let answer = answer?;
        count += 1;
        if with_rows {
            rows.push(row(&cells, &question.columns, &answer)?);
        }
    }
    Ok(if with_rows { Found::Rows(rows) } else { Found::Count(count) })
}

/// Compares an answer with the expected one. `None` if they are equal.
#[must_use]
pub fn compare(question: &Question, found: &Found) -> Option<Difference> {
    let differs = |message: String| {
        let mut lines = message.lines().map(str::to_string);
        Some(Difference { message: lines.next().unwrap_or_default(), notes: lines.collect(), rows: Vec::new() })
    };
    match (&question.expected, found) {
        (Expected::Rows { rows, ordered, at_least }, Found::Rows(found)) => {
            let mut lines = diff(rows, found, *ordered, *at_least);
            // Where the order does not matter, equal rows say nothing.
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
        // `find` returns the kind of answer that is expected, so there is no other pair.
        _ => differs("the answer is not of the expected kind".to_string()),
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

/// The rows of both sides, in the order of the expected ones. Rows that are equal appear once. With `at_least`, unexpected rows are left out.
pub(super) fn diff(expected: &[Vec<String>], found: &[Vec<String>], ordered: bool, at_least: bool) -> Vec<(Sign, Vec<String>)> {
    let mut lines = if ordered { in_order(expected, found) } else { as_sets(expected, found) };
    lines.retain(|(sign, _)| !at_least || *sign != Sign::Unexpected);
    lines
}

/// Ignores the order. A row that is expected twice must be found twice.
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

/// Follows a longest common subsequence.
fn in_order(expected: &[Vec<String>], found: &[Vec<String>]) -> Vec<(Sign, Vec<String>)> {
    // common[i][j]: the length of the longest common subsequence of expected[i..] and found[j..].
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
    /// The notes, then the rows below a heading, in aligned columns. An empty cell is shown as `""`.
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
