//! The folding of names for comparison, which ignores case, quotation marks, full stops and the width of gaps.

use crate::format::error::Error;

/// The folded form of a name, as an iterator of characters.
///
/// Letters are in lower case (Unicode, one character at a time). Apostrophes, quotation marks (straight or curly) and full
/// stops are removed. A run of white space, hyphens, dashes and underscores becomes one space, and is removed at the ends. So
/// `"U.S."` becomes `us`, and `NATO–Russia  Council` becomes `nato russia council`.
///
/// ```
/// let folded: String = factrom::fold_name("The  “U.S.”-led alliance ").collect();
/// assert_eq!(folded, "the us led alliance");
/// ```
pub fn fold_name(name: &str) -> impl Iterator<Item = char> + '_ {
    // A `&str` never causes an error.
    NameFold::new(name.chars().map(Ok)).map_while(Result::ok)
}

pub(crate) struct NameFold<I> {
    chars: I,
    lower: Option<core::char::ToLowercase>,
    gap: bool,
    started: bool,
    /// The character after a gap, kept for the call after the one that returns the gap's space.
    held: Option<char>,
}

impl<I: Iterator<Item = Result<char, Error>>> NameFold<I> {
    pub(crate) fn new(chars: I) -> Self {
        NameFold { chars, lower: None, gap: false, started: false, held: None }
    }

    fn start(&mut self, char: char) -> Option<char> {
        self.started = true;
        let mut lower = char.to_lowercase();
        let first = lower.next();
        self.lower = Some(lower);
        first
    }
}

impl<I: Iterator<Item = Result<char, Error>>> Iterator for NameFold<I> {
    type Item = Result<char, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(char) = self.lower.as_mut().and_then(Iterator::next) {
            return Some(Ok(char));
        }
        if let Some(char) = self.held.take() {
            return self.start(char).map(Ok);
        }
        loop {
            let char = match self.chars.next()? {
                Ok(char) => char,
                Err(error) => return Some(Err(error)),
            };
            match char {
                '.' | '\'' | '"' | '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}' => {}
                '-' | '_' | '\u{2010}'..='\u{2015}' => self.gap = true,
                _ if char.is_whitespace() => self.gap = true,
                _ if self.gap && self.started => {
                    self.gap = false;
                    self.held = Some(char);
                    return Some(Ok(' '));
                }
                _ => {
                    self.gap = false;
                    return self.start(char).map(Ok);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::string::String;

    fn folded(name: &str) -> String {
        fold_name(name).collect()
    }

    #[test]
    fn spellings_that_differ_in_print_fold_alike() {
        assert_eq!(folded("U.S."), "us");
        assert_eq!(folded("Biden\u{2019}s"), folded("BIDEN'S"));
        assert_eq!(folded("  NATO \u{2013} Russia-Council\u{a0}"), "nato russia council");
        assert_eq!(folded("İ"), "i\u{307}", "one character may fold to two");
        assert_eq!(folded(" - "), "");
    }
}
