//! How names are compared: without regard to case, quotation marks, full stops and the width of gaps.

use crate::format::error::Error;

/// The folded form of a name, as an iterator of characters.
///
/// Lower case (Unicode, one character at a time); apostrophes, quotation marks (straight or curly) and full stops are left
/// out; white space, hyphens, dashes and underscores become one space, at the ends none. So `"U.S."` is `us` and
/// `NATO–Russia  Council` is `nato russia council`.
///
/// ```
/// let folded: String = factrom::fold_name("The  “U.S.”-led alliance ").collect();
/// assert_eq!(folded, "the us led alliance");
/// ```
pub fn fold_name(name: &str) -> impl Iterator<Item = char> + '_ {
    // No error can come from a `&str`.
    NameFold::new(name.chars().map(Ok)).map_while(Result::ok)
}

pub(crate) struct NameFold<I> {
    chars: I,
    lower: Option<core::char::ToLowercase>,
    gap: bool,
    begun: bool,
    /// The character after a gap, held back while the gap's space is given out.
    held: Option<char>,
}

impl<I: Iterator<Item = Result<char, Error>>> NameFold<I> {
    pub(crate) fn new(chars: I) -> Self {
        NameFold { chars, lower: None, gap: false, begun: false, held: None }
    }

    fn start(&mut self, char: char) -> Option<char> {
        self.begun = true;
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
                _ if self.gap && self.begun => {
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
    fn folds_what_print_varies() {
        assert_eq!(folded("U.S."), "us");
        assert_eq!(folded("Biden\u{2019}s"), folded("BIDEN'S"));
        assert_eq!(folded("  NATO \u{2013} Russia-Council\u{a0}"), "nato russia council");
        assert_eq!(folded("İ"), "i\u{307}", "one character may fold to two");
        assert_eq!(folded(" - "), "");
    }
}
