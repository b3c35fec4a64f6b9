//! The predicates and classes of the vocabulary, and their labels.

use crate::format::column::Column;
use crate::format::error::{Error, OrCorrupt};
use crate::format::tag::Tag;
use crate::format::text::Text;
use crate::format::text_pool::Pool;
use crate::store::open::Store;
use crate::store::term::TermId;

impl<'a> Store<'a> {
    /// The label of a predicate, as it reads between a subject and an object; `None` if the vocabulary does not have the
    /// predicate. O(log predicates).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn predicate_label(&self, predicate: TermId) -> Result<Option<Text<'_>>, Error> {
        let vocabulary = &self.vocabulary;
        let table = || Some((vocabulary.predicate()?, vocabulary.predicates_len()?, vocabulary.predicate_labels()?));
        self.label_in(table(), predicate)
    }

    /// The label of a class; `None` if the vocabulary does not have the class. O(log classes).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn class_label(&self, class: TermId) -> Result<Option<Text<'_>>, Error> {
        let vocabulary = &self.vocabulary;
        let table = || Some((vocabulary.class()?, vocabulary.classes_len()?, vocabulary.class_labels()?));
        self.label_in(table(), class)
    }

    /// Whether a subject has at most one object of this predicate at a time. False if the vocabulary does not have the
    /// predicate. O(log predicates).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn is_functional(&self, predicate: TermId) -> Result<bool, Error> {
        let vocabulary = &self.vocabulary;
        let functional = || match vocabulary.predicate()?.find(0..vocabulary.predicates_len()?, predicate.0)? {
            Some(row) => Some(vocabulary.functional()?.get(row)? == 1),
            None => Some(false),
        };
        functional().or_corrupt(Tag::Vocabulary)
    }

    /// The terms of the vocabulary's predicates, ascending.
    pub fn predicates(&self) -> impl Iterator<Item = Result<TermId, Error>> + '_ {
        let rows = 0..self.vocabulary.predicates_len().unwrap_or(0);
        rows.map(|row| self.vocabulary.predicate().and_then(|terms| terms.get(row)).map(TermId).or_corrupt(Tag::Vocabulary))
    }

    /// The terms of the vocabulary's classes, ascending.
    pub fn classes(&self) -> impl Iterator<Item = Result<TermId, Error>> + '_ {
        let rows = 0..self.vocabulary.classes_len().unwrap_or(0);
        rows.map(|row| self.vocabulary.class().and_then(|terms| terms.get(row)).map(TermId).or_corrupt(Tag::Vocabulary))
    }

    /// The predicate with that id or IRI. One decoded comparison, then O(log predicates) without decoding.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, [`Error::Corrupt`] if the blob is corrupt.
    pub fn predicate(&self, id: &str) -> Result<TermId, Error> {
        let table = || Some((self.vocabulary.predicate()?, self.vocabulary.predicates_len()?));
        let (terms, len) = table().or_corrupt(Tag::Vocabulary)?;
        let row = self.find_row(&terms, len, "predicate/", id)?;
        row.and_then(|row| terms.get(row)).map(TermId).ok_or(Error::NotFound)
    }

    /// The label of a term, given a table's terms, its number of rows and its labels.
    fn label_in<'s>(&'s self, table: Option<(Column<'s>, u32, Pool<'s>)>, term: TermId) -> Result<Option<Text<'s>>, Error> {
        let (terms, len, labels) = table.or_corrupt(Tag::Vocabulary)?;
        match terms.find(0..len, term.0).or_corrupt(Tag::Vocabulary)? {
            Some(row) => labels.get(&self.codec, row).map(Some).or_corrupt(Tag::Vocabulary),
            None => Ok(None),
        }
    }
}
