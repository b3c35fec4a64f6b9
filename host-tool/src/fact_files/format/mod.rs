//! One layout for fact files and question files, so that a change of them shows what changed and nothing else.
//!
//! Keys stand in the order of [`order`], tables in the author's, a table's own tables behind its keys. One blank line parts the tables of
//! the top level; inside of them is none. Comments stay with the key, the table or the list's item below them, or beside them. A comment
//! above a table that a blank line parts from it is a heading, and stays parted. Lists stay on one line or on several, as the author has
//! them. Strings are in double quotation marks, or in single ones where that saves escapes.
//!
//! [`toml_edit`] reads the file, and `write` writes it anew rather than rearranging spaces in it: what comes out follows from
//! the tables and comments alone, and so formatting twice is formatting once. Nothing is taken on trust: [`format()`] parses what it wrote
//! and compares values and comments with the original.

pub mod array;
pub mod order;
mod write;

use std::fmt;

use toml_edit::DocumentMut;

pub(crate) use write::{list, value_text};

/// Why a file can't be formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// It is no TOML.
    Syntax(String),
    /// The formatter would have changed it in more than its layout: that is a mistake of the formatter, and the file is left alone.
    Changed(&'static str),
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormatError::Syntax(message) => write!(f, "syntax error: {message}"),
            FormatError::Changed(what) => {
                write!(f, "formatting would change {what}: the file is left as it is; please report it with the file")
            }
        }
    }
}

impl std::error::Error for FormatError {}

/// A fact file's or question file's text in its layout.
///
/// # Errors
///
/// If it is no TOML, or if what was written differs in a value or a comment.
///
/// ```
/// # use factrom_tool::fact_files::format::format;
/// assert_eq!(format("[[skip]]\nreason='heading' # why\nparagraph=1")?, "[[skip]]\nparagraph = 1\nreason = \"heading\" # why\n");
/// # Ok::<(), factrom_tool::fact_files::format::FormatError>(())
/// ```
pub fn format(text: &str) -> Result<String, FormatError> {
    let values = |text: &str| text.parse::<toml::Table>();
    let before = values(text).map_err(|error| FormatError::Syntax(error.message().to_string()))?;
    let document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| FormatError::Syntax(error.message().to_string()))?;
    let formatted = write::document(&document);
    if values(&formatted).ok() != Some(before) {
        return Err(FormatError::Changed("a value"));
    }
    let sorted = |text| {
        let mut comments = comments(text);
        comments.sort_unstable();
        comments
    };
    if sorted(text) != sorted(&formatted) {
        return Err(FormatError::Changed("a comment"));
    }
    Ok(formatted)
}

/// Whether a text has one of the tables of fact files or question files. Looks at headers alone, so that a file with a syntax error is
/// known as well.
#[must_use]
pub fn is_ours(text: &str) -> bool {
    let mut headers = text.lines().filter_map(|line| line.trim_start().strip_prefix('['));
    headers.any(|header| {
        let name = header.trim_start_matches('[').trim_start();
        let name = name.split(|char: char| !char.is_ascii_lowercase()).next().unwrap_or_default();
        order::TOP_LEVEL.contains(&name)
    })
}

/// A text's comments, without the white space behind them. A scan of its own, so that it does not share the formatter's mistakes.
fn comments(text: &str) -> Vec<&str> {
    let mut comments = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['#', '"', '\'']) {
        rest = &rest[start..];
        let end = if rest.starts_with('#') {
            let end = rest.find('\n').unwrap_or(rest.len());
            comments.push(rest[..end].trim_end());
            end
        } else {
            string_len(rest)
        };
        rest = &rest[end..];
    }
    comments
}

/// Length of the string that a text begins with, delimiters included.
fn string_len(text: &str) -> usize {
    let delimiter = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|delimiter| text.starts_with(delimiter)).unwrap_or("\"");
    let mut at = delimiter.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(delimiter) {
            // Up to two quotation marks may stand before the closing three.
            let quote = &delimiter[..1];
            let more =
                if delimiter.len() == 3 { rest[3..].chars().take(2).take_while(|char| quote.contains(*char)).count() } else { 0 };
            return at + delimiter.len() + more;
        }
        let escaped = delimiter.starts_with('"') && rest.starts_with('\\');
        at += rest.chars().take(if escaped { 2 } else { 1 }).map(char::len_utf8).sum::<usize>();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_strings() {
        assert_eq!(comments("a = \"# no\" # yes \r\n#too\nb = 'x\\' # and\n"), ["# yes", "#too", "# and"]);
        assert_eq!(comments("a = \"\"\"\"# \\\"\"\" # no\"\"\"\"\" # yes\nb = '''# ' no''' # 2"), ["# yes", "# 2"]);
        assert_eq!(comments("a = \"\\\"# no\"#yes"), ["#yes"]);
        assert_eq!(comments("a = \"open # no"), Vec::<&str>::new());
    }
}
