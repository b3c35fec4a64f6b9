//! Arrays, with the comments that belong to their items.
//!
//! ```text
//! rows = [
//!     # above the item below it
//!     ["a"], # beside its item
//!     # below the last item
//! ]
//! ```

use toml_edit::{Array, RawString, Value};

/// Indentation of items, relative to their list.
const INDENT: usize = 4;

/// A list, ready to be formatted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its items.
    pub items: Vec<Item>,
    /// The comments below the last item.
    pub below: Vec<String>,
    /// Whether each item has its own line.
    pub on_lines: bool,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The comments on the lines above it.
    pub above: Vec<String>,
    /// The formatted value.
    pub text: String,
    /// The comment after it, on the same line.
    pub beside: Option<String>,
}

impl Item {
    /// An item without comments.
    #[must_use]
    pub fn plain(text: String) -> Self {
        Item { text, ..Item::default() }
    }
}

/// The comments before or after a value: one on the same line, and those on lines of their own.
struct Around {
    same_line: Option<String>,
    lines: Vec<String>,
    has_newline: bool,
}

impl Around {
    fn read(raw: Option<&RawString>) -> Self {
        let text = raw.and_then(RawString::as_str).unwrap_or_default();
        let mut comments = text.split('\n').map(|line| Some(line.trim()).filter(|line| !line.is_empty()).map(str::to_string));
        let same_line = comments.next().flatten();
        Around { same_line, lines: comments.flatten().collect(), has_newline: text.contains('\n') }
    }
}

impl List {
    /// Reads an array; `write` formats an item.
    pub fn read(array: &Array, write: impl Fn(&Value) -> String) -> Self {
        let mut list = List::default();
        // Comments between an item and its comma move to the next item.
        let mut carried = Vec::new();
        for value in array.iter() {
            let (before, after) = (Around::read(value.decor().prefix()), Around::read(value.decor().suffix()));
            let mut item = Item { above: list.beside_last(before.same_line).into_iter().collect(), ..Item::plain(write(value)) };
            item.above.append(&mut carried);
            item.above.extend(before.lines);
            item.beside = after.same_line;
            carried = after.lines;
            list.on_lines |= before.has_newline || after.has_newline;
            list.items.push(item);
        }
        let trailing = Around::read(Some(array.trailing()));
        list.below = list.beside_last(trailing.same_line).into_iter().collect();
        list.below.append(&mut carried);
        list.below.extend(trailing.lines);
        list.on_lines |= trailing.has_newline;
        list
    }

    /// Puts a comment beside the last item. Returns it if that item already has one, or if there is no item.
    fn beside_last(&mut self, comment: Option<String>) -> Option<String> {
        match self.items.last_mut() {
            Some(last) if last.beside.is_none() => {
                last.beside = comment;
                None
            }
            _ => comment,
        }
    }

    /// Formats the list; `indent` is the indentation of the line on which it starts.
    #[must_use]
    pub fn write(&self, indent: usize) -> String {
        if self.items.is_empty() && self.below.is_empty() {
            return "[]".to_string();
        }
        if !self.on_lines {
            return format!("[{}]", self.items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(", "));
        }
        let margin = " ".repeat(indent + INDENT);
        let mut lines = vec!["[".to_string()];
        for item in &self.items {
            lines.extend(item.above.iter().map(|comment| format!("{margin}{comment}")));
            let beside = item.beside.as_ref().map_or_else(String::new, |comment| format!(" {comment}"));
            lines.push(format!("{margin}{},{beside}", item.text));
        }
        lines.extend(self.below.iter().map(|comment| format!("{margin}{comment}")));
        lines.push(format!("{}]", " ".repeat(indent)));
        lines.join("\n")
    }

    /// The indentation of the items of a list on a line with the indentation `indent`.
    #[must_use]
    pub const fn item_indent(indent: usize) -> usize {
        indent + INDENT
    }
}
