//! What a row shows of an answer, written without a heap: ids and values, never labels that an editor may reword.

use core::fmt::{self, Write};

use factrom::{Entity, Error, Fact, MAX_NAMESPACE_BYTES, Store, Tag, Term, TermId, Text, Triple};

use crate::ask::Answer;
use crate::column::Column;

/// Triple terms nested deeper are [`Error::Corrupt`]: no data set nests so, and no blob may exhaust the stack.
pub const MAX_NESTING: usize = 32;

/// Writes cells of a store's answers.
#[derive(Clone, Debug)]
pub struct Cells<'s> {
    store: &'s Store<'s>,
    namespace: heapless::String<MAX_NAMESPACE_BYTES>,
}

impl<'s> Cells<'s> {
    /// For a store. A namespace that can't be read, or is longer than the compiler allows, is taken for none: then ids are whole IRIs.
    #[must_use]
    pub fn new(store: &'s Store<'s>) -> Self {
        let mut namespace = heapless::String::new();
        if store.namespace().is_some_and(|text| text.write_to(&mut namespace).is_err()) {
            namespace.clear();
        }
        Cells { store, namespace }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &'s Store<'s> {
        self.store
    }

    /// Writes a cell. One of several values has them in the store's order, separated by spaces; one of none is empty, as is one of a
    /// column that the answer does not [have](Column::of).
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer refuses a text, [`Error::Corrupt`] if the blob is broken.
    pub fn write(&self, column: Column, answer: &Answer<'_>, writer: &mut impl Write) -> Result<(), Error> {
        match answer {
            Answer::Fact(fact) => self.write_of_fact(column, fact, writer),
            Answer::Entity(entity) => self.write_of_entity(column, entity, writer),
            Answer::Triple(triple) => self.write_of_triple(column, triple, writer),
        }
    }

    fn write_of_fact(&self, column: Column, fact: &Fact<'_>, writer: &mut impl Write) -> Result<(), Error> {
        match column {
            Column::Fact => self.write_local(fact.iri()?, writer),
            Column::Statement => fact.statement()?.write_to(writer),
            Column::Subject => self.write_id(fact.subject()?, writer),
            Column::Predicate => self.write_id(fact.predicate()?, writer),
            Column::Object => self.write_id(fact.object()?, writer),
            Column::Speaker => self.write_ids(fact.speakers(), writer),
            Column::Audience => self.write_ids(fact.audience(), writer),
            Column::Where => self.write_ids(fact.places(), writer),
            Column::Stance => put(writer, fact.stance()?.word()),
            Column::Status => put(writer, fact.status()?.word()),
            Column::When => fact.when()?.map_or(Ok(()), |when| self.write_id(when, writer)),
            Column::SaidOn => fact.said_on().next().map_or(Ok(()), |said_on| self.write_id(said_on?, writer)),
            Column::Source => self.write_sources(fact, writer),
            Column::Disputes => self.write_ids(fact.disputes().map(|fact| fact?.reifier()), writer),
            Column::Corroborates => self.write_ids(fact.corroborations().map(|fact| fact?.reifier()), writer),
            Column::Id | Column::Label | Column::Class => Ok(()),
        }
    }

    fn write_of_entity(&self, column: Column, entity: &Entity<'_>, writer: &mut impl Write) -> Result<(), Error> {
        match column {
            Column::Id => self.write_id(entity.term(), writer),
            Column::Label => entity.label()?.write_to(writer),
            Column::Class => match self.label(entity.class()?)? {
                Some(label) => label.write_to(writer),
                None => self.write_id(entity.class()?, writer),
            },
            _ => Ok(()),
        }
    }

    fn write_of_triple(&self, column: Column, triple: &Triple, writer: &mut impl Write) -> Result<(), Error> {
        match column {
            Column::Subject => self.write_id(triple.subject, writer),
            Column::Predicate => self.write_id(triple.predicate, writer),
            Column::Object => self.write_id(triple.object, writer),
            _ => Ok(()),
        }
    }

    fn write_ids(&self, ids: impl Iterator<Item = Result<TermId, Error>>, writer: &mut impl Write) -> Result<(), Error> {
        for (index, id) in ids.enumerate() {
            if index > 0 {
                put(writer, " ")?;
            }
            self.write_id(id?, writer)?;
        }
        Ok(())
    }

    /// Evidence ascends by source, so the same one again follows at once.
    fn write_sources(&self, fact: &Fact<'_>, writer: &mut impl Write) -> Result<(), Error> {
        let mut last = None;
        for evidence in fact.evidence() {
            let source = evidence?.source()?;
            if last == Some(source.index()) {
                continue;
            }
            if last.is_some() {
                put(writer, " ")?;
            }
            last = Some(source.index());
            self.write_id(source.term()?, writer)?;
        }
        Ok(())
    }

    /// What an entity, predicate, class or fact is called; nothing for any other term.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn label(&self, id: TermId) -> Result<Option<Text<'s>>, Error> {
        if let Some(entity) = self.store.entity_of(id)? {
            return entity.label().map(Some);
        }
        if let Some(label) = self.store.predicate_label(id)? {
            return Ok(Some(label));
        }
        if let Some(label) = self.store.class_label(id)? {
            return Ok(Some(label));
        }
        self.store.fact_of(id)?.map(|fact| fact.statement()).transpose()
    }

    /// Writes the id or value of a term: an IRI as [`Cells::write_local`] does, a blank node behind `_:`, a literal's lexical form, and
    /// triple terms as Turtle has them, `<<( subject predicate object )>>`.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer refuses it, [`Error::Corrupt`] if the blob is broken.
    pub fn write_id(&self, id: TermId, writer: &mut impl Write) -> Result<(), Error> {
        match self.store.term(id)? {
            Term::Triple(_) => self.write_triple_term(id, writer),
            term => self.write_plain(&term, writer),
        }
    }

    /// A term that is no triple term.
    fn write_plain(&self, term: &Term<'_>, writer: &mut impl Write) -> Result<(), Error> {
        match term {
            Term::Iri(iri) => self.write_local(*iri, writer),
            Term::Blank(label) => {
                put(writer, "_:")?;
                label.write_to(writer)
            }
            Term::Literal(literal) => literal.lexical.write_to(writer),
            _ => Err(Error::Corrupt(Tag::Terms)),
        }
    }

    /// Without recursion, so that the stack has a bound that can be computed; apart, since few questions need its room.
    #[inline(never)]
    fn write_triple_term(&self, outermost: TermId, writer: &mut impl Write) -> Result<(), Error> {
        const TOO_DEEP: Error = Error::Corrupt(Tag::Terms);
        // What is begun, from the outside in, and how many of its parts are written.
        let mut begun = heapless::Vec::<(TermId, u8), MAX_NESTING>::new();
        let mut next = Some(outermost);
        loop {
            if let Some(id) = next.take() {
                match self.store.term(id)? {
                    Term::Triple(_) => {
                        put(writer, "<<( ")?;
                        begun.push((id, 0)).map_err(|_| TOO_DEEP)?;
                    }
                    term => self.write_plain(&term, writer)?,
                }
            }
            let Some((id, written)) = begun.last_mut() else { return Ok(()) };
            let Term::Triple(triple) = self.store.term(*id)? else { return Err(Error::Corrupt(Tag::Terms)) };
            let (before, part) = match *written {
                0 => ("", triple.subject),
                1 => (" ", triple.predicate),
                2 => (" ", triple.object),
                _ => {
                    begun.pop();
                    put(writer, " )>>")?;
                    continue;
                }
            };
            *written = written.saturating_add(1);
            put(writer, before)?;
            next = Some(part);
        }
    }

    /// Writes the id in the data set that an IRI stands for: what follows the namespace and, if there is one, a folder. Of another IRI all.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer refuses it, [`Error::Corrupt`] if the blob is broken.
    pub fn write_local(&self, iri: Text<'_>, writer: &mut impl Write) -> Result<(), Error> {
        if self.namespace.is_empty() {
            return iri.write_to(writer);
        }
        let mut seek = SeekId { namespace: self.namespace.as_bytes(), passed: 0, found: false };
        match iri.write_to(&mut seek) {
            // It stops where it has seen enough.
            Ok(()) | Err(Error::Write) => {}
            Err(error) => return Err(error),
        }
        let skip = match (seek.namespace, seek.found) {
            ([], true) => seek.passed,
            ([], false) => self.namespace.len(),
            _ => 0,
        };
        iri.write_to(&mut Skip { left: skip, writer })
    }
}

/// Writes a text that is no blob's.
fn put(writer: &mut impl Write, text: &str) -> Result<(), Error> {
    writer.write_str(text).map_err(|fmt::Error| Error::Write)
}

/// Looks for the end of a namespace, then for that of a folder behind it.
struct SeekId<'n> {
    /// What of the namespace has not been seen yet.
    namespace: &'n [u8],
    /// Bytes up to here.
    passed: usize,
    /// Whether a folder ends here.
    found: bool,
}

impl Write for SeekId<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.passed = self.passed.saturating_add(1);
            match self.namespace.split_first() {
                Some((first, rest)) if *first == byte => self.namespace = rest,
                Some(_) => return Err(fmt::Error),
                None if byte == b'/' => {
                    self.found = true;
                    return Err(fmt::Error);
                }
                None => {}
            }
        }
        Ok(())
    }
}

/// Passes on all but the first bytes.
struct Skip<'w, W> {
    left: usize,
    writer: &'w mut W,
}

impl<W: Write> Write for Skip<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let rest = text.get(self.left.min(text.len())..).ok_or(fmt::Error)?;
        self.left = self.left.saturating_sub(text.len());
        if rest.is_empty() { Ok(()) } else { self.writer.write_str(rest) }
    }
}
