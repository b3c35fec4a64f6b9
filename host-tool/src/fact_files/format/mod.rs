//! Formats fact files and question files in one layout, so that a diff shows changes of content only.
//!
//! - Keys are in the order of [`order`]. Tables keep the author's order; subtables follow the keys of their table.
//! - One blank line separates the tables of the top level. There are no blank lines within them.
//! - Comments stay with the key, the table or the list item below or beside them. A comment above a table, with a blank line in
//!   between, is a heading and keeps the blank line.
//! - Lists stay on one line or on several, as the author wrote them.
//! - Strings are in double quotes, or in single quotes where that saves escapes.
//!
//! [`toml_edit`] parses the file, and `write` generates the new text from the tables and comments alone, so formatting is
//! idempotent. [`format()`] then parses the new text, and compares its values and comments with the original.

pub mod array;
pub mod order;
mod write;

use std::fmt;

use toml_edit::DocumentMut;

pub(crate) use write::{list, value_text};

/// Why a file cannot be formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// It is not valid TOML.
    Syntax(String),
    /// Formatting would change more than the layout. This is a bug in the formatter, so nothing is written.
    Changed(&'static str),
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormatError::Syntax(message) => write!(f, "syntax error: {message}"),
            FormatError::Changed(what) => {
                write!(f, "formatting would change {what}, so the file is unchanged: this is a bug, please report it with the file")
            }
        }
    }
}

impl std::error::Error for FormatError {}

/// Formats the text of a fact file or question file.
///
/// # Errors
///
/// If the text is not valid TOML, or if the result differs from it in a value or a comment.
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

/// Whether a text contains one of the tables of fact files or question files. Looks only at table headers, so that files with
/// syntax errors are recognised too.
#[must_use]
pub fn is_ours(text: &str) -> bool {
    let mut headers = text.lines().filter_map(|line| line.trim_start().strip_prefix('['));
    headers.any(|header| {
        let name = header.trim_start_matches('[').trim_start();
        let name = name.split(|char: char| !char.is_ascii_lowercase()).next().unwrap_or_default();
        order::TOP_LEVEL.contains(&name)
    })
}

/// The comments of a text, without trailing white space. Scans the text itself, so that it shares no bugs with the formatter.
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

/// The length of the string at the start of a text, including its delimiters.
fn string_len(text: &str) -> usize {
    let delimiter = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|delimiter| text.starts_with(delimiter)).unwrap_or("\"");
    let mut at = delimiter.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(delimiter) {
            // Up to two quotes may precede the closing three.
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
    fn comments_are_distinguished_from_strings() {
        assert_eq!(comments("a = \"# no\" # yes \r\n#too\nb = 'x\\' # and\n"), ["# yes", "#too", "# and"]);
        assert_eq!(comments("a = \"\"\"\"# \\\"\"\" # no\"\"\"\"\" # yes\nb = '''# ' no''' # 2"), ["# yes", "# 2"]);
        assert_eq!(comments("a = \"\\\"# no\"#yes"), ["#yes"]);
        assert_eq!(comments("a = \"open # no"), Vec::<&str>::new());
    }
}
