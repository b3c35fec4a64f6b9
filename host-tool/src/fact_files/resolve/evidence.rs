//! Verifies evidence against the articles' texts: their digests and all anchors. Finds sentences without evidence.

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
use crate::numbers::{counted, hex};

/// The articles' texts, by file name.
#[derive(Clone, Debug, Default)]
pub struct Articles {
    texts: HashMap<String, Article>,
}

impl Articles {
    /// Reads all `.txt` files in a folder.
    ///
    /// # Errors
    ///
    /// If the folder or a file cannot be read, or if a file is not valid UTF-8.
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

/// How much of a source is covered by evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The source's id.
    pub source: String,
    /// Its file.
    pub file: String,
    /// The number of sentences.
    pub sentences: usize,
    /// The number of sentences with evidence.
    pub touched: usize,
    /// The number of sentences without evidence that `[[skip]]` covers.
    pub skipped: usize,
    /// The sentences that neither evidence nor `[[skip]]` covers.
    pub missing: Vec<Missing>,
}

/// A sentence that neither evidence nor `[[skip]]` covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The paragraph, counted from 1.
    pub paragraph: usize,
    /// The sentence in the paragraph, counted from 1.
    pub sentence: usize,
    /// The sentence's text.
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Touched,
    Skipped,
}

/// The sentences that are covered so far, as (paragraph, sentence) by the index of the source.
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
    /// The text of a source, if it is among the articles.
    fn article(&self, source: &RawSource) -> Option<&'i Article> {
        let file = source.file.as_ref()?;
        self.options.articles?.texts.get(file.as_str())
    }

    /// Reports a text that is missing or has changed.
    pub(super) fn verify_text(&mut self, source: &RawSource) {
        let (Some(articles), Some(file)) = (self.options.articles, &source.file) else { return };
        let Some(article) = articles.texts.get(file.as_str()) else {
            let help = match nearest(file, articles.texts.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "pass the folder that contains the sources' texts as --articles".to_string(),
            };
            self.report(Diagnostic::error(&file.span, format!("the articles folder has no file `{}`", file.value)).help(help));
            return;
        };
        let Some(written) = &source.sha256 else { return };
        let digest = hex(&article.sha256());
        if digest != written.value.to_ascii_lowercase() && written.value.len() == 64 {
            self.report(
                Diagnostic::error(&written.span, format!("the text `{}` has changed", file.value))
                    .label("digest of the earlier text")
                    .help(format!("check this file's anchors against the new text, then set `sha256` to \"{digest}\"")),
            );
        }
    }

    /// Verifies the `[[skip]]` tables of a source.
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
                    self.report(no_paragraph(paragraph, source, article.paragraph_count()));
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
            self.report(
                Diagnostic::error(&anchor.span, format!("the anchor has {}, expected 3 to 8", counted(words, "word")))
                    .help("choose 3 to 8 words that occur only once in the paragraph"),
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
                self.report(
                    Diagnostic::error(span, "this evidence has no source")
                        .help("add `source = \"id\"` to the evidence, or a [source] table to the file"),
                );
            }
            return file.source.as_ref();
        };
        let found = self.input.raw.iter().filter_map(|raw| raw.source.as_ref()).find(|source| source.id.value == id.value);
        if found.is_none() {
            let help = match nearest(id, self.sources.keys().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "define it in the [source] table of its own fact file".to_string(),
            };
            self.report(Diagnostic::error(&id.span, format!("unknown source `{}`", id.value)).help(help));
        }
        found
    }

    /// The byte offset of an anchor, and the index of its sentence in the paragraph. Reports an anchor that does not occur exactly
    /// once, or not within one sentence.
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
                    (Some(spelled), _) => format!("the text has `{spelled}`: copy it exactly, including quotation marks and case"),
                    (None, []) => "copy the words exactly from the text".to_string(),
                    (None, [one]) => format!("it occurs in paragraph {one}: correct `paragraph`, or choose other words"),
                    (None, several) => {
                        let several: Vec<String> = several.iter().map(ToString::to_string).collect();
                        format!("it occurs in paragraphs {}: correct `paragraph`, or choose other words", several.join(", "))
                    }
                };
                Diagnostic::error(&anchor.span, format!("the anchor does not occur in paragraph {number} of `{}`", source.id.value))
                    .help(help)
            }
            Anchor::Ambiguous { times } => Diagnostic::error(
                &anchor.span,
                format!("the anchor occurs {times} times in paragraph {number} of `{}`", source.id.value),
            )
            .help("extend it with the words before or after it"),
            Anchor::Crossing => Diagnostic::error(&anchor.span, "the anchor crosses a sentence boundary")
                .help("choose words from the one sentence that supports the fact"),
        };
        self.report(diagnostic);
        None
    }

    /// The coverage of each source whose text is among the articles.
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
        .help(format!("it has {}: each non-blank line is a paragraph, counted from 1", counted(paragraphs, "paragraph")))
}
