//! The dictionary: from a term's id to its text, and back.

use core::fmt;

use crate::format::error::{Error, OrCorrupt};
use crate::format::search::{bisect, partition_point};
use crate::format::tag::Tag;
use crate::format::term_hash;
use crate::format::term_kind::TermKind;
use crate::format::text::Text;
use crate::store::open::Store;

/// The id of a term in one blob. In another blob, the same term has another id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct TermId(pub u32);

/// A term of RDF 1.2, as the blob stores it.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Term<'s> {
    /// An IRI.
    Iri(Text<'s>),
    /// A blank node, by its label.
    Blank(Text<'s>),
    /// A literal.
    Literal(Literal<'s>),
    /// A triple term.
    Triple(TripleTerm),
}

/// A literal.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Literal<'s> {
    /// Its lexical form.
    pub lexical: Text<'s>,
    /// Its datatype or language.
    pub kind: LiteralKind<'s>,
}

/// The datatype or language of a literal, which distinguishes it from others with the same lexical form.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum LiteralKind<'s> {
    /// `xsd:string`.
    String,
    /// `rdf:langString`, with its language tag. For `rdf:dirLangString`, `--ltr` or `--rtl` follows the tag.
    Language(Text<'s>),
    /// Any other datatype, as the term of its IRI.
    Datatype(TermId),
}

/// A triple term, as the ids of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct TripleTerm {
    /// The subject.
    pub subject: TermId,
    /// The predicate.
    pub predicate: TermId,
    /// The object.
    pub object: TermId,
}

impl<'s> Term<'s> {
    /// The text of an IRI, the label of a blank node, or the lexical form of a literal. `None` for a triple term.
    #[must_use]
    pub fn text(&self) -> Option<Text<'s>> {
        match self {
            Term::Iri(text) | Term::Blank(text) => Some(*text),
            Term::Literal(literal) => Some(literal.lexical),
            Term::Triple(_) => None,
        }
    }
}

/// A term to look up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum TermKey<'k> {
    /// An IRI.
    Iri(&'k str),
    /// A blank node, by its label.
    Blank(&'k str),
    /// A literal of `xsd:string`.
    String(&'k str),
    /// A literal and its language tag. The tag is in lower case.
    Language(&'k str, &'k str),
    /// A literal and its datatype's IRI.
    Typed(&'k str, &'k str),
    /// A triple term.
    Triple(TripleTerm),
}

/// A group of the dictionary: the kind of its terms, and the tag that they share (see
/// [`group_field`](crate::format::dictionary_sections::group_field)).
pub(crate) struct Group {
    pub kind: TermKind,
    pub tag: u32,
}

impl<'a> Store<'a> {
    /// Number of terms. Every id is less than this.
    #[must_use]
    pub fn term_count(&self) -> u32 {
        self.terms.texts().len.saturating_add(self.triple_terms.len().unwrap_or(0))
    }

    /// The term with that id. O(log groups).
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if no term has that id, [`Error::Corrupt`] if the blob is corrupt.
    pub fn term(&self, id: TermId) -> Result<Term<'_>, Error> {
        if let Some(row) = id.0.checked_sub(self.terms.texts().len) {
            let triples = &self.triple_terms;
            if row >= triples.len().or_corrupt(Tag::TripleTerms)? {
                return Err(Error::NotFound);
            }
            let triple = || {
                Some(TripleTerm {
                    subject: TermId(triples.subject()?.get(row)?),
                    predicate: TermId(triples.predicate()?.get(row)?),
                    object: TermId(triples.object()?.get(row)?),
                })
            };
            return triple().map(Term::Triple).or_corrupt(Tag::TripleTerms);
        }
        let text = self.row_text(id.0)?;
        let group = self.group_of(id).or_corrupt(Tag::Terms)?;
        Ok(match group.kind {
            TermKind::Blank => Term::Blank(text),
            TermKind::Iri => Term::Iri(match self.prefix(&group)? {
                Some(prefix) => text.with_prefix(prefix),
                None => text,
            }),
            TermKind::String => Term::Literal(Literal { lexical: text, kind: LiteralKind::String }),
            TermKind::LanguageString => {
                let language = self.language_tag(group.tag)?;
                Term::Literal(Literal { lexical: text, kind: LiteralKind::Language(language) })
            }
            TermKind::Typed => Term::Literal(Literal { lexical: text, kind: LiteralKind::Datatype(TermId(group.tag)) }),
        })
    }

    /// The id of a term; `None` if the store does not have the term.
    ///
    /// O(1), with one decoded comparison. For a triple term O(log terms), without decoding. A store with few terms has no hash
    /// table and decodes all of them.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn find(&self, key: TermKey<'_>) -> Result<Option<TermId>, Error> {
        let (kind, text, tag) = match key {
            TermKey::Iri(text) => (TermKind::Iri, text, ""),
            TermKey::Blank(text) => (TermKind::Blank, text, ""),
            TermKey::String(text) => (TermKind::String, text, ""),
            TermKey::Language(text, language) => (TermKind::LanguageString, text, language),
            TermKey::Typed(text, datatype) => (TermKind::Typed, text, datatype),
            TermKey::Triple(triple) => return self.find_triple_term(triple),
        };
        let hash = self.terms.hash();
        if hash.slots_len == 0 {
            return self.scan_terms(kind, text, tag);
        }
        let id = hash.candidate(text.as_bytes(), term_hash::seed(kind, tag));
        Ok(if self.matches_key(id, kind, text, tag)? { Some(TermId(id)) } else { None })
    }

    /// The id of an IRI.
    pub(crate) fn find_iri(&self, iri: &str) -> Result<Option<TermId>, Error> {
        self.find(TermKey::Iri(iri))
    }

    /// Whether the term with that id has that kind, text, and language or datatype (`tag`).
    fn matches_key(&self, id: u32, kind: TermKind, text: &str, tag: &str) -> Result<bool, Error> {
        let own = self.row_text(id)?;
        let group = self.group_index(TermId(id)).or_corrupt(Tag::Terms)?;
        let [group_kind, group_tag] = self.terms.groups().get(group);
        if group_kind != kind as u32 {
            return Ok(false);
        }
        match (kind, group_tag.checked_sub(1)) {
            (TermKind::Iri, Some(prefix)) => {
                let prefix = self.terms.prefixes().get(prefix).or_corrupt(Tag::Terms)?;
                own.with_prefix(prefix).is(text)
            }
            (TermKind::LanguageString, _) => {
                let language = self.language_tag(group_tag)?;
                Ok(own.is(text)? && language.is(tag)?)
            }
            (TermKind::Typed, _) => Ok(own.is(text)? && self.term(TermId(group_tag))?.text().or_corrupt(Tag::Terms)?.is(tag)?),
            _ => own.is(text),
        }
    }

    /// [`Store::find`] without a hash table: compares all terms. O(terms) decoded comparisons. The compiler writes no table if
    /// there are few terms, or if they were chosen so that their hashes collide.
    fn scan_terms(&self, kind: TermKind, text: &str, tag: &str) -> Result<Option<TermId>, Error> {
        for id in 0..self.terms.texts().len {
            if self.matches_key(id, kind, text, tag)? {
                return Ok(Some(TermId(id)));
            }
        }
        Ok(None)
    }

    /// The language tag with that number.
    fn language_tag(&self, number: u32) -> Result<Text<'_>, Error> {
        self.values.languages().and_then(|languages| languages.get(&self.codec, number)).or_corrupt(Tag::Values)
    }

    /// The prefix of a group of IRIs, if it has one.
    fn prefix(&self, group: &Group) -> Result<Option<&[u8]>, Error> {
        match group.tag.checked_sub(1) {
            Some(index) if group.kind == TermKind::Iri => self.terms.prefixes().get(index).map(Some).or_corrupt(Tag::Terms),
            _ => Ok(None),
        }
    }

    fn find_triple_term(&self, triple: TripleTerm) -> Result<Option<TermId>, Error> {
        let triples = &self.triple_terms;
        let wanted = (triple.object.0, triple.subject.0, triple.predicate.0);
        let row = || {
            let (len, subject, predicate, object) = (triples.len()?, triples.subject()?, triples.predicate()?, triples.object()?);
            let parts = |row| Some((object.get(row)?, subject.get(row)?, predicate.get(row)?));
            let row = partition_point(0..len, |row| Some(parts(row)? < wanted))?;
            Some((row < len && parts(row)? == wanted).then_some(row))
        };
        let row = row().or_corrupt(Tag::TripleTerms)?;
        Ok(row.and_then(|row| self.terms.texts().len.checked_add(row)).map(TermId))
    }

    /// The text of a term; of an IRI, with its prefix. An error for a triple term.
    pub(crate) fn term_text(&self, id: TermId) -> Result<Text<'_>, Error> {
        self.term(id)?.text().or_corrupt(Tag::Terms)
    }

    fn row_text(&self, row: u32) -> Result<Text<'_>, Error> {
        self.terms.texts().get(&self.codec, row).or_corrupt(Tag::Terms)
    }

    /// The group of a term that has a text.
    pub(crate) fn group_of(&self, id: TermId) -> Option<Group> {
        self.group(self.group_index(id)?)
    }

    fn group_index(&self, id: TermId) -> Option<u32> {
        let firsts = self.terms.group_first();
        bisect(0..self.terms.groups_len(), 0, |group| firsts.value(group) <= id.0).start.checked_sub(1)
    }

    fn group(&self, index: u32) -> Option<Group> {
        let [kind, tag] = self.terms.groups().get(index);
        Some(Group { kind: TermKind::from_number(kind)?, tag })
    }
}

/// Splits an IRI into its prefix, which ends with the last `/` or `#`, and the rest.
#[must_use]
pub fn split_iri(iri: &str) -> (&str, &str) {
    match iri.rfind(['/', '#']).and_then(|last| iri.split_at_checked(last.checked_add(1)?)) {
        Some(split) => split,
        None => ("", iri),
    }
}

/// The maximum length of a literal that is ordered by value. Longer literals are in a group of their own.
pub const MAX_VALUE_BYTES: usize = 64;

impl fmt::Display for Term<'_> {
    /// Writes the text without delimiters: the IRI, the label or the lexical form. For a triple term, the ids of its parts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Triple(triple) => {
                write!(f, "<<( {} {} {} )>>", triple.subject.0, triple.predicate.0, triple.object.0)
            }
            Term::Iri(text) | Term::Blank(text) => text.fmt(f),
            Term::Literal(literal) => literal.lexical.fmt(f),
        }
    }
}
