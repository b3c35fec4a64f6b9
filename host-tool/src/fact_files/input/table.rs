//! Reads one TOML table: typed keys, and a diagnostic for each key that is missing, unknown or of the wrong type.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, FileId, Located, Span, nearest};

/// Reads the keys of a table. Call [`Reader::finish`] after the last one.
#[derive(Debug)]
pub struct Reader<'t, 'd> {
    table: &'t DeTable<'t>,
    file: FileId,
    /// The place of the table. Missing keys are reported here.
    pub span: Span,
    /// The kind of table, as it follows "this" in messages.
    noun: &'static str,
    known: BTreeSet<&'static str>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t, 'd> Reader<'t, 'd> {
    /// Starts to read a table. `noun` is what messages call it, after "this".
    pub fn new(table: &'t DeTable<'t>, span: Span, noun: &'static str, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Reader { table, file: span.file, span, noun, known: BTreeSet::new(), diagnostics }
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        Span { file: self.file, bytes }
    }

    fn get(&mut self, key: &'static str) -> Option<(&'t DeValue<'t>, Span)> {
        self.known.insert(key);
        let value = self.table.get(key)?;
        Some((value.get_ref(), self.span(value.span())))
    }

    fn wrong_type(&mut self, key: &str, span: &Span, found: &DeValue<'_>, wanted: &str) {
        self.diagnostics.push(
            Diagnostic::error(span, format!("`{key}` in this {} must be {wanted}", self.noun))
                .label(format!("this is {}", type_name(found))),
        );
    }

    /// An optional string, which must not be empty.
    pub fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        self.string(key, "give it a value, or remove it")
    }

    /// A string; `help` says what to do if it is empty.
    fn string(&mut self, key: &'static str, help: &str) -> Option<Located<String>> {
        let (value, span) = self.get(key)?;
        match value {
            DeValue::String(text) if text.trim().is_empty() => {
                self.diagnostics.push(Diagnostic::error(&span, format!("`{key}` in this {} is empty", self.noun)).help(help));
                None
            }
            DeValue::String(text) => Some(Located { value: text.to_string(), span }),
            // A date without quotes is a TOML date. It is accepted like a string.
            DeValue::Datetime(date) => Some(Located { value: date.to_string(), span }),
            other => {
                self.wrong_type(key, &span, other, "a string");
                None
            }
        }
    }

    /// A required string, which must not be empty.
    pub fn required(&mut self, key: &'static str) -> Option<Located<String>> {
        let text = self.string(key, "give it a value");
        self.missing_unless(self.table.contains_key(key), key);
        text
    }

    /// Reports that a required key is missing, unless it is `present`.
    pub fn missing_unless(&mut self, present: bool, key: &str) {
        if !present {
            self.diagnostics.push(
                Diagnostic::error(&self.span, format!("missing key `{key}` in this {}", self.noun))
                    .help(format!("add `{key} = ...`")),
            );
        }
    }

    /// A string or a list of strings.
    pub fn texts(&mut self, key: &'static str) -> Vec<Located<String>> {
        let Some((value, span)) = self.get(key) else { return Vec::new() };
        match value {
            DeValue::Array(items) => {
                let mut texts = Vec::new();
                for item in items.iter() {
                    let span = self.span(item.span());
                    match item.get_ref() {
                        DeValue::String(text) if !text.trim().is_empty() => {
                            texts.push(Located { value: text.to_string(), span });
                        }
                        other => self.wrong_type(key, &span, other, "a list of non-empty strings"),
                    }
                }
                texts
            }
            DeValue::String(text) if !text.trim().is_empty() => vec![Located { value: text.to_string(), span }],
            other => {
                self.wrong_type(key, &span, other, "a string or a list of strings");
                Vec::new()
            }
        }
    }

    /// `true` or `false`. A missing key is `false`.
    pub fn flag(&mut self, key: &'static str) -> bool {
        match self.get(key) {
            None => false,
            Some((DeValue::Boolean(value), _)) => *value,
            Some((other, span)) => {
                self.wrong_type(key, &span, other, "true or false");
                false
            }
        }
    }

    /// A positive integer.
    pub fn count(&mut self, key: &'static str) -> Option<Located<u32>> {
        let (value, span) = self.get(key)?;
        let number = match value {
            DeValue::Integer(integer) => u32::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|number| *number > 0),
            _ => None,
        };
        match number {
            Some(value) => Some(Located { value, span }),
            None if matches!(value, DeValue::Integer(_)) => {
                self.diagnostics.push(
                    Diagnostic::error(&span, format!("`{key}` in this {} must be a positive integer", self.noun))
                        .label("this is zero, negative or too large"),
                );
                None
            }
            None => {
                self.wrong_type(key, &span, value, "a positive integer");
                None
            }
        }
    }

    /// A value of any type.
    pub fn value(&mut self, key: &'static str) -> Option<Spanned<&'t DeValue<'t>>> {
        let (value, span) = self.get(key)?;
        Some(Spanned::new(span.bytes, value))
    }

    /// The tables of an array of tables, or a single table.
    pub fn tables(&mut self, key: &'static str) -> Vec<(&'t DeTable<'t>, Span)> {
        let Some((value, span)) = self.get(key) else { return Vec::new() };
        match value {
            DeValue::Table(table) => vec![(table, span)],
            DeValue::Array(items) => {
                let mut tables = Vec::new();
                for item in items.iter() {
                    let span = self.span(item.span());
                    match item.get_ref() {
                        DeValue::Table(table) => tables.push((table, span)),
                        other => self.wrong_type(key, &span, other, "a table"),
                    }
                }
                tables
            }
            other => {
                self.wrong_type(key, &span, other, "a table");
                Vec::new()
            }
        }
    }

    /// The diagnostics, to which the caller can add its own.
    pub fn diagnostics(&mut self) -> &mut Vec<Diagnostic> {
        self.diagnostics
    }

    /// Reports the keys that were not read.
    pub fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.known.contains(name) {
                continue;
            }
            let span = Span { file: self.file, bytes: key.span() };
            let known = self.known.iter().copied();
            let help = match nearest(name, known.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known keys: {}", known.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
            };
            self.diagnostics.push(Diagnostic::error(&span, format!("unknown key `{name}` in this {}", self.noun)).help(help));
        }
    }
}

/// Parses a file's text. Reports each syntax error with its place, and still parses the rest.
pub fn document<'t>(file: FileId, text: &'t str, diagnostics: &mut Vec<Diagnostic>) -> Spanned<DeTable<'t>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let bytes = error.span().unwrap_or(0..0);
        // Marks the last character for an error at the end of the file, so that a line can be shown.
        let start = bytes.start.min(text.len().saturating_sub(1));
        let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let end = (bytes.end.max(start)..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        diagnostics.push(Diagnostic::error(&Span { file, bytes: start..end }, format!("syntax error: {}", error.message())));
    }
    document
}

/// The name of a value's TOML type, with its article.
pub fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a Boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
