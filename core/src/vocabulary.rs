//! Predicates and classes.

use crate::column::Column;
use crate::error::{Error, OrCorrupt};
use crate::layout::Tag;
use crate::store::Store;
use crate::term::TermId;
use crate::text::{Pool, Text};

impl<'a> Store<'a> {
    /// The label of a predicate, as it reads between a subject and an object; `None` if the vocabulary has no such predicate.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn predicate_label(&self, predicate: TermId) -> Result<Option<Text<'_>>, Error> {
        let vocabulary = &self.vocabulary;
        self.label_in(&vocabulary.predicate, vocabulary.predicates_len, &vocabulary.predicate_labels, predicate)
    }

    /// The label of a class; `None` if the vocabulary has no such class.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn class_label(&self, class: TermId) -> Result<Option<Text<'_>>, Error> {
        let vocabulary = &self.vocabulary;
        self.label_in(&vocabulary.class, vocabulary.classes_len, &vocabulary.class_labels, class)
    }

    /// Whether a subject has at most one object of this predicate at a time. False for predicates not in the vocabulary.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn is_functional(&self, predicate: TermId) -> Result<bool, Error> {
        let vocabulary = &self.vocabulary;
        let row = vocabulary.predicate.find(0..vocabulary.predicates_len, predicate.0).or_corrupt(Tag::Vocabulary)?;
        match row {
            Some(row) => Ok(vocabulary.functional.get(row).or_corrupt(Tag::Vocabulary)? == 1),
            None => Ok(false),
        }
    }

    /// The terms of the vocabulary's predicates, ascending.
    pub fn predicates(&self) -> impl Iterator<Item = Result<TermId, Error>> + '_ {
        (0..self.vocabulary.predicates_len).map(|row| self.vocabulary.predicate.get(row).map(TermId).or_corrupt(Tag::Vocabulary))
    }

    /// The terms of the vocabulary's classes, ascending.
    pub fn classes(&self) -> impl Iterator<Item = Result<TermId, Error>> + '_ {
        (0..self.vocabulary.classes_len).map(|row| self.vocabulary.class.get(row).map(TermId).or_corrupt(Tag::Vocabulary))
    }

    /// The predicate of that id or IRI.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, [`Error::Corrupt`] if the blob is broken.
    pub fn predicate(&self, id: &str) -> Result<TermId, Error> {
        let vocabulary = &self.vocabulary;
        let row = self.find_row(&vocabulary.predicate, vocabulary.predicates_len, "predicate/", id)?;
        row.and_then(|row| vocabulary.predicate.get(row)).map(TermId).ok_or(Error::NotFound)
    }

    fn label_in<'s>(&'s self, terms: &Column<'_>, len: u32, labels: &'s Pool<'s>, term: TermId) -> Result<Option<Text<'s>>, Error> {
        match terms.find(0..len, term.0).or_corrupt(Tag::Vocabulary)? {
            Some(row) => labels.get(&self.codec, row).map(Some).or_corrupt(Tag::Vocabulary),
            None => Ok(None),
        }
    }
}
