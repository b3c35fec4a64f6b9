//! Reading one TOML table: typed keys, and a diagnostic for each thing that does not fit.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, FileId, Located, Span, nearest};

/// A table that is being read. Call [`Reader::finish`] after the last key.
#[derive(Debug)]
pub struct Reader<'t, 'd> {
    table: &'t DeTable<'t>,
    file: FileId,
    /// Where the table is written; missing keys are reported there.
    pub span: Span,
    /// What the table is called in messages.
    noun: &'static str,
    known: BTreeSet<&'static str>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t, 'd> Reader<'t, 'd> {
    /// Begins to read a table.
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
            Diagnostic::error(span, format!("`{key}` of a {} must be {wanted}", self.noun))
                .label(format!("this is {}", type_name(found))),
        );
    }

    /// A string, which may be missing but not empty.
    pub fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        let (value, span) = self.get(key)?;
        match value {
            DeValue::String(text) if text.trim().is_empty() => {
                self.diagnostics
                    .push(Diagnostic::error(&span, format!("`{key}` is empty")).help(format!("write it, or leave `{key}` out")));
                None
            }
            DeValue::String(text) => Some(Located { value: text.to_string(), span }),
            // A date without quotes is a TOML date; it is as good as the string.
            DeValue::Datetime(date) => Some(Located { value: date.to_string(), span }),
            other => {
                self.wrong_type(key, &span, other, "a string");
                None
            }
        }
    }

    /// A string that must be there.
    pub fn required(&mut self, key: &'static str) -> Option<Located<String>> {
        let text = self.text(key);
        self.missing_unless(self.table.contains_key(key), key);
        text
    }

    /// Notes that a required key is not there.
    pub fn missing_unless(&mut self, present: bool, key: &str) {
        if !present {
            self.diagnostics.push(
                Diagnostic::error(&self.span, format!("this {} has no `{key}`", self.noun))
                    .help(format!("add a line `{key} = ...`")),
            );
        }
    }

    /// One string or a list of strings.
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
                        other => self.wrong_type(key, &span, other, "a list of strings that are not empty"),
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

    /// `true` or `false`; missing is `false`.
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

    /// A whole number from 1 on.
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
                    Diagnostic::error(&span, format!("`{key}` of a {} must be a whole number from 1 on", self.noun))
                        .label("this is below 1 or far too large"),
                );
                None
            }
            None => {
                self.wrong_type(key, &span, value, "a whole number from 1 on");
                None
            }
        }
    }

    /// Any value.
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

    /// The diagnostics, for what the caller finds itself.
    pub fn diagnostics(&mut self) -> &mut Vec<Diagnostic> {
        self.diagnostics
    }

    /// Notes the keys that nobody asked for.
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
                None => format!("a {} has {}", self.noun, known.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
            };
            self.diagnostics.push(Diagnostic::error(&span, format!("a {} has no key `{name}`", self.noun)).help(help));
        }
    }
}

/// Parses a file's text. Each syntax error is noted with its place, and the rest is read all the same.
pub fn document<'t>(file: FileId, text: &'t str, diagnostics: &mut Vec<Diagnostic>) -> Spanned<DeTable<'t>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let bytes = error.span().unwrap_or(0..0);
        // An error at the end of the file is put on its last character, so that a line can be shown.
        let start = bytes.start.min(text.len().saturating_sub(1));
        let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let end = (bytes.end.max(start)..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        diagnostics.push(Diagnostic::error(&Span { file, bytes: start..end }, format!("syntax error: {}", error.message())));
    }
    document
}

/// A TOML type in words.
pub fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
