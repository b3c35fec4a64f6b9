//! The texts that facts come from: paragraphs, sentences, anchors, all as ranges of bytes.
//!
//! A paragraph is a line with more than white space on it, counted from 1. Sentences are those of Unicode's UAX #29, put together again
//! where it breaks behind an abbreviation, an initial, or within a quotation's closing marks.

use std::ops::Range;

use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations that end no sentence, without their last full stop.
const ABBREVIATIONS: [&str; 20] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Sen", "Rep", "Gov", "St", "vs", "Jan", "Feb", "Aug", "Sept", "Oct",
    "Nov", "Dec",
];

/// A text, divided.
#[derive(Clone, Debug)]
pub struct Article {
    text: String,
    paragraphs: Vec<Range<usize>>,
    sentences: Vec<Vec<Range<usize>>>,
}

/// Where an anchor is, or why it is nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// In one sentence of the paragraph, and there once.
    Found {
        /// Its bytes in the text.
        bytes: Range<usize>,
        /// The sentence's index in the paragraph.
        sentence: usize,
    },
    /// The text has no such paragraph.
    NoParagraph {
        /// How many it has.
        paragraphs: usize,
    },
    /// Not in the paragraph.
    Absent {
        /// Paragraphs that have it.
        elsewhere: Vec<usize>,
        /// The paragraph's own spelling, if the anchor differs from it in quotation marks, dashes, spaces or case alone.
        spelled: Option<String>,
    },
    /// More than once in the paragraph.
    Ambiguous {
        /// How often.
        times: usize,
    },
    /// Across the end of a sentence.
    Crossing,
}

impl Article {
    /// Divides a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if !line.trim().is_empty() {
                paragraphs.push(start..start + line.trim_end_matches(['\n', '\r']).len());
            }
            start += line.len();
        }
        let sentences = paragraphs.iter().map(|paragraph| sentences(&text, paragraph.clone())).collect();
        Article { text, paragraphs, sentences }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SHA-256 of the text's bytes.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }

    /// The sentences of a paragraph (from 1), as ranges of the text; none if there is no such paragraph.
    #[must_use]
    pub fn sentences(&self, paragraph: usize) -> &[Range<usize>] {
        paragraph.checked_sub(1).and_then(|index| self.sentences.get(index)).map_or(&[], Vec::as_slice)
    }

    /// Number of paragraphs.
    #[must_use]
    pub fn paragraph_count(&self) -> usize {
        self.paragraphs.len()
    }

    /// Looks for an anchor in a paragraph.
    #[must_use]
    pub fn locate(&self, paragraph: usize, anchor: &str) -> Anchor {
        let Some(bytes) = paragraph.checked_sub(1).and_then(|index| self.paragraphs.get(index)) else {
            return Anchor::NoParagraph { paragraphs: self.paragraphs.len() };
        };
        let body = &self.text[bytes.clone()];
        // Overlapping occurrences count as well.
        let starts: Vec<usize> =
            body.char_indices().map(|(start, _)| start).filter(|start| body[*start..].starts_with(anchor)).collect();
        match starts[..] {
            [] => Anchor::Absent {
                elsewhere: (1..=self.paragraphs.len())
                    .filter(|other| self.text[self.paragraphs[other - 1].clone()].contains(anchor))
                    .collect(),
                spelled: spelled_differently(body, anchor),
            },
            [start] => {
                let found = bytes.start + start..bytes.start + start + anchor.len();
                let touched: Vec<usize> = self
                    .sentences(paragraph)
                    .iter()
                    .enumerate()
                    .filter(|(_, sentence)| sentence.start < found.end && found.start < sentence.end)
                    .map(|(index, _)| index)
                    .collect();
                match touched[..] {
                    [sentence] => Anchor::Found { bytes: found, sentence },
                    _ => Anchor::Crossing,
                }
            }
            _ => Anchor::Ambiguous { times: starts.len() },
        }
    }
}

/// How the text itself writes what the anchor gives with other quotation marks, dashes, spaces or case.
fn spelled_differently(body: &str, anchor: &str) -> Option<String> {
    fn plain(char: char) -> char {
        match char {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201C}' | '\u{201D}' => '"',
            '\u{2010}'..='\u{2015}' => '-',
            _ if char.is_whitespace() => ' ',
            _ => char.to_lowercase().next().unwrap_or(char),
        }
    }
    let wanted: Vec<char> = anchor.chars().map(plain).collect();
    let chars: Vec<char> = body.chars().collect();
    chars
        .windows(wanted.len().max(1))
        .find(|window| window.iter().map(|char| plain(*char)).eq(wanted.iter().copied()))
        .map(|window| window.iter().collect())
}

fn sentences(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let body = &text[paragraph.clone()];
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for (start, piece) in body.split_sentence_bound_indices() {
        let range = paragraph.start + start..paragraph.start + start + piece.len();
        match sentences.last_mut() {
            Some(last) if joins(&text[last.clone()], piece) => last.end = range.end,
            _ => sentences.push(range),
        }
    }
    sentences
}

/// Whether a break of UAX #29 between the two is none.
fn joins(before: &str, after: &str) -> bool {
    let after = after.trim_start();
    // A piece of quotation marks or spaces alone belongs to what it follows.
    if !after.chars().any(char::is_alphanumeric) {
        return true;
    }
    let Some(stem) = before.trim_end().strip_suffix('.') else { return false };
    let word = stem.rsplit(|char: char| !(char.is_alphanumeric() || char == '.')).next().unwrap_or("");
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let initials = word.len() > 1 && word.split('.').all(|part| part.chars().count() == 1);
    // "U.S." may end a sentence too, so there the next word must not be one that begins it.
    initial || ABBREVIATIONS.contains(&word) || initials && !begins_sentence(after)
}

/// Words that rarely follow an abbreviation within a sentence.
fn begins_sentence(after: &str) -> bool {
    let word = after.trim_start_matches(|char: char| !char.is_alphanumeric()).split(|char: char| !char.is_alphanumeric()).next();
    matches!(word, Some("The" | "This" | "That" | "He" | "She" | "It" | "They" | "We" | "In" | "But" | "And" | "A" | "An"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(paragraph: &str) -> Vec<String> {
        let article = Article::new(paragraph.to_string());
        article.sentences(1).iter().map(|range| article.text()[range.clone()].trim().to_string()).collect()
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        assert_eq!(
            split("Mr. Sims left. Ms. Ray of the U.S. Navy stayed."),
            ["Mr. Sims left.", "Ms. Ray of the U.S. Navy stayed."]
        );
        assert_eq!(split("Ann M. Ray wrote it."), ["Ann M. Ray wrote it."]);
        assert_eq!(split("He left the U.S. The end came."), ["He left the U.S.", "The end came."]);
    }

    #[test]
    fn quotation_marks_stay_with_their_sentence() {
        assert_eq!(split("\u{201c}No.\u{201d} She left. \u{201c}"), ["\u{201c}No.\u{201d}", "She left. \u{201c}"]);
    }

    #[test]
    fn paragraphs_are_lines_that_are_not_blank() {
        let article = Article::new("one\n\n\u{a0}\r\ntwo two\r\n".to_string());
        assert_eq!(article.paragraph_count(), 2);
        assert_eq!(article.locate(3, "x"), Anchor::NoParagraph { paragraphs: 2 });
        assert_eq!(article.locate(2, "two"), Anchor::Ambiguous { times: 2 });
        assert_eq!(article.locate(2, "one"), Anchor::Absent { elsewhere: vec![1], spelled: None });
    }

    #[test]
    fn offsets_count_bytes() {
        let article = Article::new("a\u{2019}s b. C d e.".to_string());
        let Anchor::Found { bytes, sentence } = article.locate(1, "C d") else { panic!("not found") };
        assert_eq!((&article.text()[bytes.clone()], bytes.start, sentence), ("C d", 9, 1));
        assert_eq!(article.locate(1, "b. C"), Anchor::Crossing);
    }

    #[test]
    fn a_straight_quote_is_told_from_a_curly_one() {
        let article = Article::new("NATO\u{2019}s open door".to_string());
        assert_eq!(
            article.locate(1, "nato's open"),
            Anchor::Absent { elsewhere: vec![], spelled: Some("NATO\u{2019}s open".to_string()) }
        );
    }
}
