//! Errors and warnings in input files, with their places. They are collected as values and printed together at the end.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// An input file in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(usize);

/// A range of bytes in an input file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub bytes: Range<usize>,
}

/// A value and its place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> std::ops::Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// The input files, indexed by [`FileId`].
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<(PathBuf, String)>,
}

impl Files {
    /// Adds a file.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        self.files.push((path, text));
        FileId(self.files.len() - 1)
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0].1
    }

    /// The path of a file, as passed to [`Files::add`].
    #[must_use]
    pub fn path(&self, file: FileId) -> &Path {
        &self.files[file.0].0
    }

    /// The line and column where a span starts. Both count from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, span: &Span) -> (usize, usize) {
        let before = &self.text(span.file)[..span.bytes.start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No blob is built.
    Error,
    /// The blob is still built.
    Warning,
}

/// One error or warning: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The text that is marked.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// A short remark on the marked text; may be empty.
    pub label: String,
    /// A second place that explains the first, and a remark on it.
    pub related: Option<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates an error.
    pub fn error(span: &Span, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Error,
            span: span.clone(),
            message: message.into(),
            label: String::new(),
            related: None,
            help: None,
        }
    }

    /// Creates a warning.
    pub fn warning(span: &Span, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Self::error(span, message) }
    }

    /// Adds a remark on the marked text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place, with a remark on it.
    #[must_use]
    pub fn related(mut self, span: &Span, label: impl Into<String>) -> Self {
        self.related = Some((span.clone(), label.into()));
        self
    }

    /// Renders the diagnostic for a terminal, with the lines that it refers to.
    #[must_use]
    pub fn render(&self, files: &Files, color: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let path = |file| files.path(file).display().to_string();
        let primary = Snippet::source(files.text(self.span.file)).path(path(self.span.file)).annotation(
            AnnotationKind::Primary.span(self.span.bytes.clone()).label((!self.label.is_empty()).then_some(self.label.as_str())),
        );
        let mut group = level.primary_title(&self.message).element(primary);
        if let Some((span, label)) = &self.related {
            group = group.element(
                Snippet::source(files.text(span.file))
                    .path(path(span.file))
                    .annotation(AnnotationKind::Context.span(span.bytes.clone()).label(label.as_str())),
            );
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let report: [Group<'_>; 1] = [group];
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&report).to_string()
    }
}

/// Renders all diagnostics, sorted by file and position.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], files: &Files, color: bool) -> String {
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.bytes.start, &diagnostic.message));
    let mut text = String::new();
    for diagnostic in sorted {
        let _ = writeln!(text, "{}\n", diagnostic.render(files, color));
    }
    text
}

/// The word in `known` that is most similar to a word not among them, if one is similar enough.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let folded = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let mut files = Files::default();
        let file = files.add("a.toml".into(), "x\ny = \u{201c}é\u{201d} z".into());
        assert_eq!(files.line_column(&Span { file, bytes: 2..3 }), (2, 1));
        let z = files.text(file).find('z').unwrap();
        assert_eq!(files.line_column(&Span { file, bytes: z..z + 1 }), (2, 9));
    }

    #[test]
    fn nearest_finds_only_similar_words() {
        let known = ["putin", "vladimir-putin", "ukraine"];
        assert_eq!(nearest("ukrane", known), Some("ukraine"));
        assert_eq!(nearest("vladimir-puttin", known), Some("vladimir-putin"));
        assert_eq!(nearest("zzz", known), None);
    }
}
