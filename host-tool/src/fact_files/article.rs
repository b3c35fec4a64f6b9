//! The texts that facts come from: paragraphs, sentences and anchors, all as ranges of bytes.
//!
//! Each non-blank line is a paragraph, counted from 1. Sentences are those of Unicode's UAX #29, except that its breaks after
//! abbreviations, after initials and within closing quotation marks are undone.

use std::ops::Range;

use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations that do not end a sentence, without their final full stop.
const ABBREVIATIONS: [&str; 20] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Sen", "Rep", "Gov", "St", "vs", "Jan", "Feb", "Aug", "Sept", "Oct",
    "Nov", "Dec",
];

/// A text, divided into paragraphs and sentences.
#[derive(Clone, Debug)]
pub struct Article {
    text: String,
    paragraphs: Vec<Range<usize>>,
    sentences: Vec<Vec<Range<usize>>>,
}

/// Where an anchor is, or why it was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It occurs once in the paragraph, within one sentence.
    Found {
        /// Its range of bytes in the text.
        bytes: Range<usize>,
        /// The index of the sentence in the paragraph.
        sentence: usize,
    },
    /// There is no such paragraph.
    NoParagraph {
        /// The number of paragraphs.
        paragraphs: usize,
    },
    /// It does not occur in the paragraph.
    Absent {
        /// The paragraphs in which it occurs.
        elsewhere: Vec<usize>,
        /// The paragraph's spelling, if the anchor differs from it only in quotation marks, dashes, spaces or case.
        spelled: Option<String>,
    },
    /// It occurs more than once in the paragraph.
    Ambiguous {
        /// The number of occurrences.
        times: usize,
    },
    /// It crosses a sentence boundary.
    Crossing,
}

impl Article {
    /// Divides a text into paragraphs and sentences.
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

    /// The sentences of a paragraph (counted from 1), as ranges of the text. Empty if there is no such paragraph.
    #[must_use]
    pub fn sentences(&self, paragraph: usize) -> &[Range<usize>] {
        paragraph.checked_sub(1).and_then(|index| self.sentences.get(index)).map_or(&[], Vec::as_slice)
    }

    /// The number of paragraphs.
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
        // Overlapping occurrences count too.
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

/// The text's own spelling of an anchor that differs from it only in quotation marks, dashes, spaces or case.
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

/// Whether a break between the two is to be undone.
fn joins(before: &str, after: &str) -> bool {
    let after = after.trim_start();
    // Quotation marks and spaces on their own belong to the sentence before them.
    if !after.chars().any(char::is_alphanumeric) {
        return true;
    }
    let Some(stem) = before.trim_end().strip_suffix('.') else { return false };
    let word = stem.rsplit(|char: char| !(char.is_alphanumeric() || char == '.')).next().unwrap_or("");
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let initials = word.len() > 1 && word.split('.').all(|part| part.chars().count() == 1);
    // Initials such as "U.S." can end a sentence, so the next word decides.
    initial || ABBREVIATIONS.contains(&word) || initials && !begins_sentence(after)
}

/// Whether a text begins with a word that usually begins a sentence.
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
    fn abbreviations_and_initials_do_not_end_a_sentence() {
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
    fn paragraphs_are_non_blank_lines() {
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
    fn an_anchor_with_a_straight_quote_gets_the_curly_spelling() {
        let article = Article::new("NATO\u{2019}s open door".to_string());
        assert_eq!(
            article.locate(1, "nato's open"),
            Anchor::Absent { elsewhere: vec![], spelled: Some("NATO\u{2019}s open".to_string()) }
        );
    }
}
