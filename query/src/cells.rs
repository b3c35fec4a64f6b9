//! Cells: what a row shows of an answer. They are ids and values, never labels that an editor may reword.
//!
//! A cell is written piece by piece to anything that takes text, so it needs no heap and no buffer.

use core::fmt::{self, Write};

use factrom::{Entity, Error, Fact, MAX_NAMESPACE_BYTES, Store, Tag, Term, TermId, Text, Triple};

use crate::answers::Answer;
use crate::column::Column;
use crate::id::{Id, Kind};

/// Deepest nesting of triple terms. Deeper ones are [`Error::Corrupt`]: no data set nests so, and no blob may exhaust the stack.
pub const MAX_NESTING: usize = 32;

/// Writes the cells of a store's answers.
#[derive(Clone, Debug)]
pub struct Cells<'s> {
    store: &'s Store<'s>,
    namespace: heapless::String<MAX_NAMESPACE_BYTES>,
}

impl<'s> Cells<'s> {
    /// Cells of a store. If its namespace can't be read, or is longer than the compiler allows, ids are shown as whole IRIs.
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

    /// Writes a cell. It is empty if there is no value, or if the answer does not [have](Column::of) the column.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer returns an error, [`Error::Corrupt`] if the blob is corrupt.
    pub fn write(&self, column: Column, answer: &Answer<'_>, writer: &mut impl Write) -> Result<(), Error> {
        match answer {
            Answer::Fact(fact) => self.write_of_fact(column, fact, writer),
            Answer::Entity(entity) => self.write_of_entity(column, entity, writer),
            Answer::Triple(triple) => self.write_of_triple(column, triple, writer),
        }
    }

    fn write_of_fact(&self, column: Column, fact: &Fact<'_>, writer: &mut impl Write) -> Result<(), Error> {
        match column {
            Column::Fact => self.write_id(fact.reifier()?, Kind::Fact, writer),
            Column::Statement => fact.statement()?.write_to(writer),
            Column::Subject => self.write_id(fact.subject()?, Kind::Entity, writer),
            Column::Predicate => self.write_id(fact.predicate()?, Kind::Predicate, writer),
            Column::Object => self.write_id(fact.object()?, Kind::Entity, writer),
            Column::Speaker => self.write_ids(fact.speakers(), Kind::Entity, writer),
            Column::Audience => self.write_ids(fact.audience(), Kind::Entity, writer),
            Column::Where => self.write_ids(fact.places(), Kind::Entity, writer),
            Column::Stance => put(writer, fact.stance()?.word()),
            Column::Status => put(writer, fact.status()?.word()),
            Column::When => self.write_optional(fact.when()?, writer),
            Column::SaidOn => self.write_optional(fact.said_on().next().transpose()?, writer),
            Column::SaidAt => self.write_ids(fact.said_at(), Kind::Entity, writer),
            Column::Note => fact.note()?.map_or(Ok(()), |note| note.write_to(writer)),
            Column::Qualifiers => self.write_qualifiers(fact, writer),
            Column::Source => self.write_evidence(fact, false, writer),
            Column::Evidence => self.write_evidence(fact, true, writer),
            Column::Disputes => self.write_ids(fact.disputes().map(reifier), Kind::Fact, writer),
            Column::Corroborates => self.write_ids(fact.corroborations().map(reifier), Kind::Fact, writer),
            Column::Id | Column::Label | Column::Class | Column::Graph => Ok(()),
        }
    }

    fn write_of_entity(&self, column: Column, entity: &Entity<'_>, writer: &mut impl Write) -> Result<(), Error> {
        match column {
            Column::Id => self.write_id(entity.term(), Kind::Entity, writer),
            Column::Label => entity.label()?.write_to(writer),
            Column::Class => match self.label(entity.class()?)? {
                Some(label) => label.write_to(writer),
                None => self.write_id(entity.class()?, Kind::Class, writer),
            },
            _ => Ok(()),
        }
    }

    fn write_of_triple(&self, column: Column, triple: &Triple, writer: &mut impl Write) -> Result<(), Error> {
        match column {
            Column::Subject => self.write_id(triple.subject, Kind::Entity, writer),
            Column::Predicate => self.write_id(triple.predicate, Kind::Predicate, writer),
            Column::Object => self.write_id(triple.object, Kind::Entity, writer),
            Column::Graph => self.write_optional(triple.graph, writer),
            _ => Ok(()),
        }
    }

    fn write_optional(&self, id: Option<TermId>, writer: &mut impl Write) -> Result<(), Error> {
        id.map_or(Ok(()), |id| self.write_id(id, Kind::Entity, writer))
    }

    fn write_ids(
        &self,
        ids: impl Iterator<Item = Result<TermId, Error>>,
        kind: Kind,
        writer: &mut impl Write,
    ) -> Result<(), Error> {
        for (index, id) in ids.enumerate() {
            if index > 0 {
                put(writer, " ")?;
            }
            self.write_id(id?, kind, writer)?;
        }
        Ok(())
    }

    fn write_qualifiers(&self, fact: &Fact<'_>, writer: &mut impl Write) -> Result<(), Error> {
        for (index, qualifier) in fact.qualifiers().enumerate() {
            let qualifier = qualifier?;
            if index > 0 {
                put(writer, "; ")?;
            }
            self.write_id(qualifier.predicate, Kind::Predicate, writer)?;
            put(writer, "=")?;
            self.write_id(qualifier.object, Kind::Entity, writer)?;
        }
        Ok(())
    }

    /// The sources, each once, or with paragraphs every piece of evidence. Evidence ascends by source, so equal sources are neighbours.
    fn write_evidence(&self, fact: &Fact<'_>, paragraphs: bool, writer: &mut impl Write) -> Result<(), Error> {
        let mut last = None;
        for evidence in fact.evidence() {
            let evidence = evidence?;
            let source = evidence.source()?;
            if last == Some(source.index()) && !paragraphs {
                continue;
            }
            if last.is_some() {
                put(writer, " ")?;
            }
            last = Some(source.index());
            self.write_id(source.term()?, Kind::Source, writer)?;
            if paragraphs {
                write!(writer, ":{}", evidence.paragraph()?).map_err(|fmt::Error| Error::Write)?;
            }
        }
        Ok(())
    }

    /// The label of an entity, predicate or class, or the statement of a fact. `None` for any other term.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
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

    /// Writes the id or value of a term: an IRI as [`Cells::write_iri`] does, a blank node after `_:`, the lexical form of a literal, and
    /// a triple term as in Turtle, `<<( subject predicate object )>>`.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer returns an error, [`Error::Corrupt`] if the blob is corrupt.
    pub fn write_id(&self, id: TermId, kind: Kind, writer: &mut impl Write) -> Result<(), Error> {
        match self.store.term(id)? {
            Term::Triple(_) => self.write_triple_term(id, writer),
            term => self.write_plain(&term, kind, writer),
        }
    }

    /// A term that is not a triple term.
    fn write_plain(&self, term: &Term<'_>, kind: Kind, writer: &mut impl Write) -> Result<(), Error> {
        match term {
            Term::Iri(iri) => self.write_iri(*iri, kind, writer),
            Term::Blank(label) => {
                put(writer, "_:")?;
                label.write_to(writer)
            }
            Term::Literal(literal) => literal.lexical.write_to(writer),
            _ => Err(Error::Corrupt(Tag::Terms)),
        }
    }

    /// Without recursion, so that a bound of the stack can be computed. Not inlined, because few questions need its room.
    #[inline(never)]
    fn write_triple_term(&self, outermost: TermId, writer: &mut impl Write) -> Result<(), Error> {
        const TOO_DEEP: Error = Error::Corrupt(Tag::Terms);
        // The triple terms that are begun, from the outside in, and how many of their parts are written.
        let mut begun = heapless::Vec::<(TermId, u8), MAX_NESTING>::new();
        let mut next = Some((outermost, Kind::Entity));
        loop {
            if let Some((id, kind)) = next.take() {
                match self.store.term(id)? {
                    Term::Triple(_) => {
                        put(writer, "<<( ")?;
                        begun.push((id, 0)).map_err(|_| TOO_DEEP)?;
                    }
                    term => self.write_plain(&term, kind, writer)?,
                }
            }
            let Some((id, written)) = begun.last_mut() else { return Ok(()) };
            let Term::Triple(triple) = self.store.term(*id)? else { return Err(Error::Corrupt(Tag::Terms)) };
            let (before, part, kind) = match *written {
                0 => ("", triple.subject, Kind::Entity),
                1 => (" ", triple.predicate, Kind::Predicate),
                2 => (" ", triple.object, Kind::Entity),
                _ => {
                    begun.pop();
                    put(writer, " )>>")?;
                    continue;
                }
            };
            *written = written.saturating_add(1);
            put(writer, before)?;
            next = Some((part, kind));
        }
    }

    /// Writes an IRI: its id alone (`storm`) if it is of this kind, its id with its kind (`fact/storm`) if it is of another, and the whole
    /// IRI if it has no id in the data set.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the writer returns an error, [`Error::Corrupt`] if the blob is corrupt.
    pub fn write_iri(&self, iri: Text<'_>, kind: Kind, writer: &mut impl Write) -> Result<(), Error> {
        match self.id(iri)? {
            Some(id) if id.kind() == kind => put(writer, id.as_str()),
            Some(id) => put(writer, id.path()),
            None => iri.write_to(writer),
        }
    }

    /// The id that an IRI has in the data set. `None` for any other IRI.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn id(&self, iri: Text<'_>) -> Result<Option<Id>, Error> {
        Id::of_iri(iri, &self.namespace)
    }
}

/// A function and not a closure, so that the code for disputes and corroborations is in an image once.
fn reifier(fact: Result<Fact<'_>, Error>) -> Result<TermId, Error> {
    fact?.reifier()
}

/// Writes a text that is not in the blob.
fn put(writer: &mut impl Write, text: &str) -> Result<(), Error> {
    writer.write_str(text).map_err(|fmt::Error| Error::Write)
}
