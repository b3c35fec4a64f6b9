//! Evidence against the articles' texts: the texts' digests, every anchor, and the sentences that nothing touches.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

use super::Resolver;
use crate::diagnostic::{Diagnostic, Located, nearest};
use crate::fact_files::article::{Anchor, Article};
use crate::fact_files::input::raw::{RawEvidence, RawFact, RawFile, RawSkip, RawSource};
use crate::model::Evidence;

/// The articles' texts, by file name.
#[derive(Clone, Debug, Default)]
pub struct Articles {
    texts: HashMap<String, Article>,
}

impl Articles {
    /// Reads all `.txt` files of a folder.
    ///
    /// # Errors
    ///
    /// If the folder or a file can't be read, or a file is no UTF-8.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut articles = Articles::default();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "txt") {
                let text = fs::read_to_string(&path)
                    .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
                let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                articles.add(name, text);
            }
        }
        Ok(articles)
    }

    /// Adds a text under its file name.
    pub fn add(&mut self, file: String, text: String) {
        self.texts.insert(file, Article::new(text));
    }
}

/// How much of a source the evidence touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The source's id.
    pub source: String,
    /// Its file.
    pub file: String,
    /// Number of sentences.
    pub sentences: usize,
    /// Sentences that evidence touches.
    pub touched: usize,
    /// Sentences that are skipped for a reason.
    pub skipped: usize,
    /// The rest.
    pub missing: Vec<Missing>,
}

/// A sentence that nothing touches and nothing skips.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The paragraph, from 1.
    pub paragraph: usize,
    /// The sentence in the paragraph, from 1.
    pub sentence: usize,
    /// The sentence.
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Touched,
    Skipped,
}

/// Which sentences of which source (by its index) are used, while facts are resolved.
pub(super) struct Places {
    used: Vec<BTreeMap<(usize, usize), Use>>,
}

impl Places {
    pub(super) fn new(sources: usize) -> Self {
        Places { used: vec![BTreeMap::new(); sources] }
    }

    fn mark(&mut self, source: usize, paragraph: usize, sentence: usize, by: Use) {
        if let Some(used) = self.used.get_mut(source) {
            let entry = used.entry((paragraph, sentence)).or_insert(by);
            *entry = by.min(*entry);
        }
    }
}

impl<'i> Resolver<'i> {
    /// The text of a source, if texts were given and it is among them.
    fn article(&self, source: &RawSource) -> Option<&'i Article> {
        let file = source.file.as_ref()?;
        self.options.articles?.texts.get(file.as_str())
    }

    /// Notes a text that is missing or has changed.
    pub(super) fn verify_text(&mut self, source: &RawSource) {
        let (Some(articles), Some(file)) = (self.options.articles, &source.file) else { return };
        let Some(article) = articles.texts.get(file.as_str()) else {
            let help = match nearest(file, articles.texts.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "give the folder that holds the sources' texts with --articles".to_string(),
            };
            self.note(Diagnostic::error(&file.span, format!("the folder of articles has no `{}`", file.value)).help(help));
            return;
        };
        let Some(written) = &source.sha256 else { return };
        let digest = hex(&article.sha256());
        if digest != written.value.to_ascii_lowercase() && written.value.len() == 64 {
            self.note(
                Diagnostic::error(&written.span, format!("the text `{}` has changed", file.value))
                    .label("the digest when the facts were written")
                    .help(format!("its SHA-256 is now {digest}: look through this file's anchors, then write that")),
            );
        }
    }

    /// Checks the skip entries of a source.
    pub(super) fn verify_skips(&mut self, source: &'i RawSource, skips: &'i [RawSkip], places: &mut Places) {
        let Some((index, _)) = self.sources.get(source.id.as_str()).copied() else { return };
        let Some(article) = self.article(source) else { return };
        for skip in skips {
            let Some(paragraph) = &skip.paragraph else { continue };
            let number = paragraph.value as usize;
            match &skip.anchor {
                Some(anchor) => {
                    if let Some((_, sentence)) = self.verify_anchor(article, source, paragraph, anchor) {
                        places.mark(index, number, sentence, Use::Skipped);
                    }
                }
                None if number > article.paragraph_count() => {
                    self.note(no_paragraph(paragraph, source, article.paragraph_count()));
                }
                None => {
                    for sentence in 0..article.sentences(number).len() {
                        places.mark(index, number, sentence, Use::Skipped);
                    }
                }
            }
        }
    }

    /// Resolves and verifies one piece of evidence.
    pub(super) fn evidence_piece(
        &mut self,
        piece: &'i RawEvidence,
        file: &'i RawFile,
        fact: &RawFact,
        places: &mut Places,
    ) -> Option<Evidence> {
        let source = self.evidence_source(piece, file, fact)?;
        let (paragraph, anchor) = (piece.paragraph.as_ref()?, piece.anchor.as_ref()?);
        let words = anchor.split_whitespace().count();
        if !(3..=8).contains(&words) {
            self.note(
                Diagnostic::error(&anchor.span, format!("an anchor has three to eight words, this one has {words}"))
                    .help("take a few words that stand once in the paragraph"),
            );
        }
        let (index, _) = *self.sources.get(source.id.as_str())?;
        let mut evidence =
            Evidence { source: index, paragraph: paragraph.value, anchor: anchor.value.clone(), start: None, quote: None };
        if let Some(article) = self.article(source) {
            let (start, sentence) = self.verify_anchor(article, source, paragraph, anchor)?;
            places.mark(index, paragraph.value as usize, sentence, Use::Touched);
            evidence.start = u32::try_from(start).ok();
            if self.options.with_quotes {
                let range = article.sentences(paragraph.value as usize)[sentence].clone();
                evidence.quote = Some(article.text()[range].trim().to_string());
            }
        }
        Some(evidence)
    }

    fn evidence_source(&mut self, piece: &'i RawEvidence, file: &'i RawFile, fact: &RawFact) -> Option<&'i RawSource> {
        let Some(id) = &piece.source else {
            if file.source.is_none() {
                let span = piece.anchor.as_ref().map_or(&fact.span, |anchor| &anchor.span);
                self.note(
                    Diagnostic::error(span, "this evidence names no source, and its file has none")
                        .help("add a [source] to the file, or `source = \"id\"` to the evidence"),
                );
            }
            return file.source.as_ref();
        };
        let found = self.input.raw.iter().filter_map(|raw| raw.source.as_ref()).find(|source| source.id.value == id.value);
        if found.is_none() {
            let help = match nearest(id, self.sources.keys().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "describe it with [source] in a fact file of its own".to_string(),
            };
            self.note(Diagnostic::error(&id.span, format!("no source is called `{}`", id.value)).help(help));
        }
        found
    }

    /// The anchor's first byte and its sentence in the paragraph; notes an anchor that is not once in one sentence.
    fn verify_anchor(
        &mut self,
        article: &Article,
        source: &RawSource,
        paragraph: &Located<u32>,
        anchor: &Located<String>,
    ) -> Option<(usize, usize)> {
        let number = paragraph.value;
        let diagnostic = match article.locate(number as usize, anchor) {
            Anchor::Found { bytes, sentence } => return Some((bytes.start, sentence)),
            Anchor::NoParagraph { paragraphs } => no_paragraph(paragraph, source, paragraphs),
            Anchor::Absent { elsewhere, spelled } => {
                let help = match (spelled, &elsewhere[..]) {
                    (Some(spelled), _) => format!("the text writes `{spelled}`: copy it exactly, with its quotation marks"),
                    (None, []) => "copy the words from the text, exactly".to_string(),
                    (None, [one]) => format!("it is in paragraph {one}: write that number, or take other words"),
                    (None, several) => {
                        let several: Vec<String> = several.iter().map(ToString::to_string).collect();
                        format!("it is in paragraphs {}: write that number, or take other words", several.join(" and "))
                    }
                };
                Diagnostic::error(&anchor.span, format!("the anchor is not in paragraph {number} of `{}`", source.id.value))
                    .help(help)
            }
            Anchor::Ambiguous { times } => Diagnostic::error(
                &anchor.span,
                format!("the anchor stands {times} times in paragraph {number} of `{}`", source.id.value),
            )
            .help("add a word before or after it"),
            Anchor::Crossing => Diagnostic::error(&anchor.span, "the anchor runs across the end of a sentence")
                .help("take words from the one sentence that bears the fact out"),
        };
        self.note(diagnostic);
        None
    }

    /// What of each source is touched; nothing without texts.
    pub(super) fn coverage(&self, places: &Places) -> Vec<Coverage> {
        let sources = self.input.raw.iter().filter_map(|raw| raw.source.as_ref());
        sources
            .filter_map(|source| {
                let article = self.article(source)?;
                let (index, _) = self.sources.get(source.id.as_str())?;
                let used = places.used.get(*index)?;
                let file = source.file.as_ref()?.value.clone();
                let mut coverage =
                    Coverage { source: source.id.value.clone(), file, sentences: 0, touched: 0, skipped: 0, missing: Vec::new() };
                for paragraph in 1..=article.paragraph_count() {
                    for (sentence, range) in article.sentences(paragraph).iter().enumerate() {
                        coverage.sentences += 1;
                        match used.get(&(paragraph, sentence)) {
                            Some(Use::Touched) => coverage.touched += 1,
                            Some(Use::Skipped) => coverage.skipped += 1,
                            None => coverage.missing.push(Missing {
                                paragraph,
                                sentence: sentence + 1,
                                text: article.text()[range.clone()].trim().to_string(),
                            }),
                        }
                    }
                }
                Some(coverage)
            })
            .collect()
    }
}

fn no_paragraph(paragraph: &Located<u32>, source: &RawSource, paragraphs: usize) -> Diagnostic {
    Diagnostic::error(&paragraph.span, format!("`{}` has no paragraph {}", source.id.value, paragraph.value))
        .help(format!("it has {paragraphs}: paragraphs are the lines that are not blank, counted from 1"))
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
