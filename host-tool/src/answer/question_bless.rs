//! Writes the answers to questions into their file as the expected ones, and changes no other byte of it.

use std::fmt;

use toml_edit::{Array, Document, DocumentMut, Item, TableLike, Value};

use super::question_diff::{Found, Sign, diff};
use super::question_file::{Expected, Question};
use crate::fact_files::format::array;
use crate::fact_files::format::array::List;
use crate::fact_files::format::{list, value_text};

/// Longest line. A longer one is broken.
const MAX_COLUMNS: usize = 120;

/// Why a file can't be blessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotBlessed(String);

impl fmt::Display for NotBlessed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotBlessed {}

/// Whether the answer to a question can be written as the expected one. It can't if an error is expected or found: that is for the author
/// to decide.
#[must_use]
pub fn can_bless(question: &Question, found: &Found) -> bool {
    matches!((&question.expected, found), (Expected::Rows { .. }, Found::Rows(_)) | (Expected::Count(_), Found::Count(_)))
}

/// The text of a question file with new `rows` and `count`, for the questions at these indices in the file.
///
/// Rows that stay keep their comments. Where the order does not matter, new rows come last. With `at_least` there are no new rows.
///
/// # Errors
///
/// If the questions are not in the text.
pub fn bless(text: &str, outcomes: &[(usize, &Question, &Found)]) -> Result<String, NotBlessed> {
    let syntax = |error: toml_edit::TomlError| NotBlessed(format!("syntax error: {}", error.message()));
    // The first parser knows the place of each value, the second the comments around the items of a list.
    let places = Document::parse(text).map_err(syntax)?;
    let document: DocumentMut = text.parse().map_err(syntax)?;
    let mut blessed = text.to_string();
    // From the last to the first, so that the places before a change stay valid.
    let mut outcomes = outcomes.to_vec();
    outcomes.sort_by_key(|(index, ..)| std::cmp::Reverse(*index));
    for (index, question, found) in outcomes {
        let missing =
            || NotBlessed(format!("`{}` is no longer at its place in the file: run the command again", question.name.value));
        let value = |item, key| table_at(item, index)?.get(key)?.as_value();
        let (key, new) = match (&question.expected, found) {
            (Expected::Rows { rows, ordered, at_least }, Found::Rows(found)) => {
                let array = value(document.as_item(), "rows").and_then(Value::as_array).ok_or_else(missing)?;
                ("rows", new_rows(array, &diff(rows, found, *ordered, *at_least)))
            }
            (Expected::Count(_), Found::Count(found)) => ("count", found.to_string()),
            _ => continue,
        };
        let place = value(places.as_item(), key).and_then(Value::span).ok_or_else(missing)?;
        let new = if text.contains("\r\n") { new.replace('\n', "\r\n") } else { new };
        blessed.replace_range(place, &new);
    }
    Ok(blessed)
}

fn table_at(root: &Item, index: usize) -> Option<&dyn TableLike> {
    match root.get("question")? {
        Item::ArrayOfTables(tables) => tables.get(index).map(|table| table as &dyn TableLike),
        Item::Table(table) if index == 0 => Some(table),
        Item::Value(Value::Array(tables)) => tables.get(index)?.as_inline_table().map(|table| table as &dyn TableLike),
        Item::Value(Value::InlineTable(table)) if index == 0 => Some(table),
        _ => None,
    }
}

fn new_rows(array: &Array, lines: &[(Sign, Vec<String>)]) -> String {
    let old = list(array, "question.rows", 0);
    // A row with one cell may be written as the cell alone.
    let bare = array.iter().all(Value::is_str);
    let mut old_items = old.items.into_iter();
    let mut items = Vec::new();
    for (sign, row) in lines {
        match sign {
            Sign::Same => items.extend(old_items.next()),
            Sign::Missing => drop(old_items.next()),
            Sign::Unexpected => items.push(array::Item::plain(row_text(row, bare))),
        }
    }
    let mut new = List { on_lines: old.on_lines || array.is_empty() && items.len() > 1, items, below: old.below };
    new.on_lines |= format!("rows = {}", new.write(0)).chars().count() > MAX_COLUMNS;
    new.write(0)
}

fn row_text(row: &[String], bare: bool) -> String {
    let cells: Vec<String> = row.iter().map(|cell| value_text(&Value::from(cell.as_str()), "", 0)).collect();
    match &cells[..] {
        [cell] if bare => cell.clone(),
        _ => format!("[{}]", cells.join(", ")),
    }
}
