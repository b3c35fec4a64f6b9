//! Writes answers as tables for people, and as JSON or CSV for programs.

use std::borrow::Cow;

use clap::ValueEnum;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use serde::Serialize;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::answer::fact_view::FactView;

/// Output format of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Table, as wide as the terminal
    Table,
    /// JSON array
    Json,
    /// One JSON object per line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
}

/// The option --format, which most commands share.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct FormatArgs {
    /// Output format [default: table on a terminal, otherwise jsonl]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
}

impl FormatArgs {
    /// Returns the requested format, or the default for the output stream.
    #[must_use]
    pub fn or_fitting(self, terminal: &Terminal<'_>) -> Format {
        self.format.unwrap_or(if terminal.out_is_terminal { Format::Table } else { Format::Jsonl })
    }
}

/// Width of a table, in columns, if the output is not a terminal.
const WIDTH: u16 = 100;

/// A row of answers: cells for people, and values for programs.
pub trait Row: Serialize {
    /// Headings of the table.
    const HEADINGS: &'static [&'static str];
    /// Cells of the table.
    fn cells(&self) -> Vec<String>;
    /// Minimum widths of columns with long texts, in per cent of the table's width.
    const SHARES: &'static [(usize, u16)] = &[];
    /// Headings of the CSV.
    const FIELDS: &'static [&'static str] = Self::HEADINGS;
    /// Fields of the CSV.
    fn fields(&self) -> Vec<String> {
        self.cells()
    }
}

/// Writes rows in a format.
///
/// # Errors
///
/// Returns an error if the output cannot be written.
pub fn write_rows<R: Row>(rows: &[R], format: Format, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    match format {
        Format::Table => writeln!(terminal.out, "{}", table::<R>(rows, terminal.width))?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut terminal.out, rows).map_err(std::io::Error::from)?;
            writeln!(terminal.out)?;
        }
        Format::Jsonl => {
            for row in rows {
                serde_json::to_writer(&mut terminal.out, row).map_err(std::io::Error::from)?;
                writeln!(terminal.out)?;
            }
        }
        Format::Csv => write_csv(R::FIELDS.iter().copied(), rows.iter().map(|row| Ok(row.fields())), terminal)?,
    }
    Ok(())
}

/// Writes rows of text as CSV.
///
/// # Errors
///
/// Returns an error if a row cannot be read, or if the output cannot be written.
pub fn write_csv<'h>(
    headings: impl Iterator<Item = &'h str>,
    rows: impl Iterator<Item = Result<Vec<String>, factrom::Error>>,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(&mut terminal.out);
    writer.write_record(headings).map_err(std::io::Error::from)?;
    for row in rows {
        writer.write_record(row?).map_err(std::io::Error::from)?;
    }
    Ok(writer.flush()?)
}

/// Formats rows as a table of a width in columns.
#[must_use]
pub fn table<R: Row>(rows: &[R], width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width.unwrap_or(WIDTH));
    table.set_header(R::HEADINGS);
    for row in rows {
        table.add_row(row.cells().iter().map(|cell| printable(cell)));
    }
    for (column, share) in R::SHARES {
        if let Some(column) = table.column_mut(*column) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Percentage(*share)));
        }
    }
    // Cells are padded to the width of their column. Trailing spaces are of no use.
    table.lines().map(|line| line.trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

/// Escapes control characters, which a terminal could interpret as commands: the data may come from anywhere.
fn printable(text: &str) -> Cow<'_, str> {
    let is_command = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    if !text.contains(is_command) {
        return Cow::Borrowed(text);
    }
    let escaped = |character: char| character.escape_default().to_string();
    Cow::Owned(text.chars().map(|character| if is_command(character) { escaped(character) } else { character.into() }).collect())
}

impl Row for FactView {
    const HEADINGS: &'static [&'static str] = &["fact", "stance", "when", "source"];
    const SHARES: &'static [(usize, u16)] = &[(0, 50)];

    fn cells(&self) -> Vec<String> {
        let mut fact = format!("{}\n{}", self.statement, self.id);
        if !self.disputes.is_empty() {
            fact.push_str(&format!("\ndisputed by {}", self.disputes.join(", ")));
        }
        vec![fact, self.put_forward(), self.when.clone().unwrap_or_default(), self.places()]
    }
}
