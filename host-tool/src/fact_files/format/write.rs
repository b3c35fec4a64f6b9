//! Writes `toml_edit`'s tree as text.

use toml_edit::{Array, Decor, DocumentMut, Formatted, InlineTable, Item, Key, RawString, Table, Value};

use super::array::List;
use super::order;

/// Formats a document.
pub fn document(document: &DocumentMut) -> String {
    let mut writer = Writer::default();
    let root = document.as_table();
    writer.comments(root.decor().prefix(), Blanks::Kept);
    writer.values(root, "");
    let mut tables = children(root, "");
    tables.sort_by_key(|table| table.position);
    for table in &tables {
        writer.blank_line();
        writer.table(table, Blanks::Kept);
    }
    let trailing = text(Some(document.trailing()));
    if !trailing.trim().is_empty() {
        writer.blank_line();
        writer.comments(Some(document.trailing()), Blanks::Between);
    }
    writer.out
}

/// Which blank lines around comments are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blanks {
    /// One between comments, and one after them.
    Kept,
    /// One between comments.
    Between,
    /// None.
    Dropped,
}

/// A table, with its header and position.
struct Child<'d> {
    /// The keys that lead to it from the root.
    path: Vec<&'d Key>,
    table: &'d Table,
    /// Whether it belongs to an array of tables.
    in_array: bool,
    /// Its position in the file.
    position: isize,
}

impl Child<'_> {
    /// Its path, as [`order`] has it.
    fn kind(&self) -> String {
        self.path.iter().fold(String::new(), |path, key| order::join(&path, key.get()))
    }
}

/// The tables directly below a table, in the author's order.
fn children<'d>(table: &'d Table, kind: &str) -> Vec<Child<'d>> {
    nested(table, &[], kind)
}

fn nested<'d>(table: &'d Table, path: &[&'d Key], kind: &str) -> Vec<Child<'d>> {
    let mut children = Vec::new();
    for (name, item) in table.iter() {
        let Some(key) = table.key(name) else { continue };
        let mut add = |table: &'d Table, in_array| {
            let path = path.iter().copied().chain([key]).collect();
            children.push(Child { path, table, in_array, position: position(table) });
        };
        match item {
            Item::Table(table) if !table.is_dotted() => add(table, false),
            Item::ArrayOfTables(tables) => tables.iter().for_each(|table| add(table, true)),
            _ => {}
        }
    }
    children.sort_by_key(|child| child.position);
    children.sort_by(|a, b| order::compare(kind, last(&a.path), last(&b.path)));
    children
}

fn last<'k>(path: &[&'k Key]) -> &'k str {
    path.last().map_or("", |key| key.get())
}

/// The position of a table in the file. A table without its own header has the position of its first subtable.
fn position(table: &Table) -> isize {
    let below = || {
        let tables = table.iter().flat_map(|(_, item)| match item {
            Item::Table(table) => vec![position(table)],
            Item::ArrayOfTables(tables) => tables.iter().map(position).collect(),
            _ => Vec::new(),
        });
        tables.min()
    };
    table.position().or_else(below).unwrap_or(isize::MAX)
}

fn text(raw: Option<&RawString>) -> &str {
    raw.and_then(RawString::as_str).unwrap_or_default()
}

#[derive(Default)]
struct Writer {
    out: String,
}

impl Writer {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// Writes a blank line, unless the output is empty or already ends with one.
    fn blank_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn comments(&mut self, raw: Option<&RawString>, blanks: Blanks) {
        let mut blank = false;
        let mut written = false;
        for piece in text(raw).split_inclusive('\n') {
            let comment = piece.trim();
            if comment.is_empty() {
                // The indentation before the next token is not a line.
                blank |= written && piece.ends_with('\n');
                continue;
            }
            if blank && blanks != Blanks::Dropped {
                self.blank_line();
            }
            self.line(comment);
            (blank, written) = (false, true);
        }
        if blank && blanks == Blanks::Kept {
            self.blank_line();
        }
    }

    /// Writes `text`, and the comment after it.
    fn with_comment(&mut self, text: &str, decor: &Decor) {
        let comment = self::text(decor.suffix()).trim();
        self.line(&if comment.is_empty() { text.to_string() } else { format!("{text} {comment}") });
    }

    fn table(&mut self, child: &Child<'_>, blanks: Blanks) {
        let Child { path, table, in_array, .. } = child;
        let kind = child.kind();
        // A table that exists only through its subtables has no header.
        if *in_array || !table.is_implicit() || !table.get_values().is_empty() {
            self.comments(table.decor().prefix(), blanks);
            let name = key_text(path);
            self.with_comment(&if *in_array { format!("[[{name}]]") } else { format!("[{name}]") }, table.decor());
        }
        self.values(table, &kind);
        for child in nested(table, path, &kind) {
            self.table(&child, Blanks::Dropped);
        }
    }

    fn values(&mut self, table: &Table, kind: &str) {
        for (path, value) in sorted(table.get_values(), kind) {
            if let Some(key) = path.last() {
                self.comments(key.leaf_decor().prefix(), Blanks::Dropped);
            }
            let kind = path.iter().fold(kind.to_string(), |kind, key| order::join(&kind, key.get()));
            self.with_comment(&format!("{} = {}", key_text(&path), value_text(value, &kind, 0)), value.decor());
        }
    }
}

type Pair<'d> = (Vec<&'d Key>, &'d Value);

fn sorted<'d>(mut pairs: Vec<Pair<'d>>, kind: &str) -> Vec<Pair<'d>> {
    let first = |pair: &Pair<'d>| pair.0.first().map_or("", |key| key.get());
    pairs.sort_by(|a, b| order::compare(kind, first(a), first(b)));
    pairs
}

fn key_text(path: &[&Key]) -> String {
    let one = |key: &&Key| {
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let name = key.get();
        if !name.is_empty() && name.bytes().all(bare) { name.to_string() } else { key.display_repr().into_owned() }
    };
    path.iter().map(one).collect::<Vec<_>>().join(".")
}

/// Formats a value, without its comment. `kind` is its path for [`order`], and `indent` the indentation of its line.
pub fn value_text(value: &Value, kind: &str, indent: usize) -> String {
    match value {
        Value::String(string) => string_text(string),
        Value::Integer(integer) => integer.display_repr().into_owned(),
        Value::Float(float) => float.display_repr().into_owned(),
        Value::Boolean(boolean) => boolean.display_repr().into_owned(),
        Value::Datetime(date) => date.display_repr().into_owned(),
        Value::Array(array) => list(array, kind, indent).write(indent),
        Value::InlineTable(table) => inline_text(table, kind, indent),
    }
}

/// Reads an array into a list that can be formatted.
pub fn list(array: &Array, kind: &str, indent: usize) -> List {
    List::read(array, |value| value_text(value, kind, List::item_indent(indent)))
}

fn inline_text(table: &InlineTable, kind: &str, indent: usize) -> String {
    let mut whole = table.clone();
    whole.decor_mut().clear();
    let whole = whole.to_string();
    // An inline table on several lines, which TOML allows since 1.1, can have comments anywhere. Only trailing spaces are removed.
    if whole.contains('\n') {
        let has_long_string = whole.contains("\"\"\"") || whole.contains("'''");
        let trimmed = || whole.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        return if has_long_string { whole.trim().to_string() } else { trimmed() };
    }
    let pair = |(path, value): Pair<'_>| {
        let kind = path.iter().fold(kind.to_string(), |kind, key| order::join(&kind, key.get()));
        format!("{} = {}", key_text(&path), value_text(value, &kind, indent))
    };
    let pairs: Vec<String> = sorted(table.get_values(), kind).into_iter().map(pair).collect();
    if pairs.is_empty() { "{}".to_string() } else { format!("{{ {} }}", pairs.join(", ")) }
}

/// Formats a string: in double quotes if that needs no escapes, else in single quotes if possible. Other escapes and multi-line
/// strings stay as the author wrote them.
fn string_text(string: &Formatted<String>) -> String {
    let written = string.display_repr();
    let value = string.value();
    let over_lines = written.starts_with("\"\"\"") || written.starts_with("'''");
    let plain = value.chars().all(|char| !char.is_control());
    let needs_escape = value.contains(['"', '\\']);
    if over_lines || !plain {
        return written.into_owned();
    }
    if written.starts_with('\'') {
        return if needs_escape { written.into_owned() } else { format!("\"{value}\"") };
    }
    // Other escapes are the author's choice: `\u00A0` is easier to see than the space that it stands for.
    let quotes_alone = written.matches('\\').count() == value.matches(['"', '\\']).count() + value.matches('\\').count();
    if needs_escape && quotes_alone && !value.contains('\'') { format!("'{value}'") } else { written.into_owned() }
}
