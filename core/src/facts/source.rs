//! Sources, and evidence for facts in them.

use core::fmt;

use crate::format::error::{Error, OrCorrupt};
use crate::format::fact_sections::SOURCE_TEXTS;
use crate::format::tag::Tag;
use crate::format::text::Text;
use crate::store::open::Store;
use crate::store::term::TermId;

/// The row of a source in one blob. Sources ascend by their ids in the fact files. In another blob, the same source has another
/// row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct SourceId(pub u32);

/// A text that facts come from.
#[derive(Clone, Copy)]
pub struct Source<'s> {
    store: &'s Store<'s>,
    row: u32,
}

/// A place in a source that is evidence for a fact: a paragraph, and words to look for in it.
#[derive(Clone, Copy)]
pub struct Evidence<'s> {
    pub(crate) store: &'s Store<'s>,
    pub(crate) row: u32,
}

macro_rules! source_texts {
    ($($(#[$doc:meta])* $name:ident = $index:literal;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// [`Error::Corrupt`] if the blob is corrupt.
            pub fn $name(&self) -> Result<Text<'s>, Error> {
                self.text($index)
            }
        )*
    };
}

impl<'a> Store<'a> {
    /// Number of sources.
    #[must_use]
    pub fn source_count(&self) -> u32 {
        self.sources.len().unwrap_or(0)
    }

    /// All sources, by ascending id.
    pub fn all_sources(&self) -> impl Iterator<Item = Source<'_>> + '_ {
        (0..self.source_count()).map(|row| Source { store: self, row })
    }

    /// The source with that row. Constant time.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub fn source_numbered(&self, id: SourceId) -> Result<Source<'_>, Error> {
        if id.0 < self.source_count() { Ok(Source { store: self, row: id.0 }) } else { Err(Error::NotFound) }
    }

    /// The source with that id or IRI. One decoded comparison, then O(log sources) without decoding.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, [`Error::Corrupt`] if the blob is corrupt.
    pub fn source(&self, id: &str) -> Result<Source<'_>, Error> {
        let row = self.find_row(&self.sources.term().or_corrupt(Tag::Sources)?, self.source_count(), "source/", id)?;
        row.map(|row| Source { store: self, row }).ok_or(Error::NotFound)
    }
}

impl<'s> Source<'s> {
    /// The row of the source among those of the store, from 0.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.row
    }

    /// The term of the source.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn term(&self) -> Result<TermId, Error> {
        self.store.sources.term().and_then(|terms| terms.get(self.row)).map(TermId).or_corrupt(Tag::Sources)
    }

    source_texts! {
        /// The title of the source.
        title = 0;
        /// The publisher; empty if it is not known.
        publisher = 1;
        /// The authors, separated by `; `; empty if they are not known.
        authors = 2;
        /// The date of publication, in EDTF.
        date = 3;
        /// The language, as a BCP 47 tag.
        language = 4;
        /// The name of the file with the source's text.
        file = 5;
        /// The address at which the source is available; empty if it is not known.
        address = 6;
    }

    /// The SHA-256 of the bytes of the source's text.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn sha256(&self) -> Result<&'s [u8; 32], Error> {
        let sha256 = || {
            let start = usize::try_from(self.row).ok()?.checked_mul(32)?;
            self.store.sources.sha256()?.get(start..)?.first_chunk()
        };
        sha256().or_corrupt(Tag::Sources)
    }

    fn text(&self, index: u32) -> Result<Text<'s>, Error> {
        let number = self.row.checked_mul(SOURCE_TEXTS).and_then(|first| first.checked_add(index));
        number.and_then(|number| self.store.sources.texts()?.get(&self.store.codec, number)).or_corrupt(Tag::Sources)
    }
}

impl From<Source<'_>> for SourceId {
    fn from(source: Source<'_>) -> Self {
        SourceId(source.row)
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}: {:?})", self.row, self.title())
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Source<'_> {
    /// Writes the title.
    fn format(&self, f: defmt::Formatter<'_>) {
        match self.title() {
            Ok(title) => defmt::write!(f, "{}", title),
            Err(_) => defmt::write!(f, "source {=u32}", self.row),
        }
    }
}

impl<'s> Evidence<'s> {
    /// The source.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn source(&self) -> Result<Source<'s>, Error> {
        let row = self.store.locators.source().and_then(|sources| sources.get(self.row)).or_corrupt(Tag::Locators)?;
        if row < self.store.source_count() { Ok(Source { store: self.store, row }) } else { Err(Error::Corrupt(Tag::Locators)) }
    }

    /// The number of the paragraph, from 1. A paragraph is a line of the text that is not blank.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn paragraph(&self) -> Result<u32, Error> {
        self.store.locators.paragraph().and_then(|paragraphs| paragraphs.get(self.row)).or_corrupt(Tag::Locators)
    }

    /// The anchor: three to eight words that occur once in the paragraph.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn anchor(&self) -> Result<Text<'s>, Error> {
        self.store.locators.anchors().and_then(|anchors| anchors.get(&self.store.codec, self.row)).or_corrupt(Tag::Locators)
    }

    /// The byte offset of the anchor in the source's text; `None` if the blob was built without the texts.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn start(&self) -> Result<Option<u32>, Error> {
        if !self.store.locators.located().or_corrupt(Tag::Locators)? {
            return Ok(None);
        }
        self.store.locators.start().and_then(|starts| starts.get(self.row)).map(Some).or_corrupt(Tag::Locators)
    }

    /// The sentence around the anchor; `None` if the blob was built without quotes.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn quote(&self) -> Result<Option<Text<'s>>, Error> {
        let quotes = self.store.locators.quotes().or_corrupt(Tag::Locators)?;
        if quotes.len == 0 {
            return Ok(None);
        }
        quotes.get(&self.store.codec, self.row).map(Some).or_corrupt(Tag::Locators)
    }
}

impl fmt::Debug for Evidence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("source", &self.source())
            .field("paragraph", &self.paragraph())
            .field("anchor", &self.anchor())
            .finish()
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Evidence<'_> {
    /// Writes the source's title, the paragraph and the anchor.
    fn format(&self, f: defmt::Formatter<'_>) {
        match (self.source(), self.paragraph(), self.anchor()) {
            (Ok(source), Ok(paragraph), Ok(anchor)) => {
                defmt::write!(f, "{}, paragraph {=u32}: \"{}\"", source, paragraph, anchor);
            }
            _ => defmt::write!(f, "evidence {=u32}", self.row),
        }
    }
}
