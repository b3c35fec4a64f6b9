//! Entities, their names and roles.

use core::fmt;
use core::ops::Range;

use crate::facts::name_fold::{NameFold, fold_name};
use crate::format::column::Column;
use crate::format::error::{Error, OrCorrupt};
use crate::format::search::{partition_point, try_partition_point};
use crate::format::tag::Tag;
use crate::format::text::{Text, compare};
use crate::store::open::Store;
use crate::store::term::TermId;

/// A person, place, document or whatever else facts speak of.
#[derive(Clone, Copy)]
pub struct Entity<'s> {
    store: &'s Store<'s>,
    row: u32,
    term: TermId,
}

/// One of an entity's names.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Name<'s> {
    /// The name.
    pub text: Text<'s>,
    /// Whether it is a misspelling found in a source.
    pub misspelled: bool,
}

/// A role that an entity has or had.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Role<'s> {
    /// What it is called.
    pub title: Text<'s>,
    /// At which organisation, country or person.
    pub at: Option<TermId>,
    /// When: a literal of time.
    pub when: Option<TermId>,
}

impl<'a> Store<'a> {
    /// Number of entities.
    #[must_use]
    pub fn entity_count(&self) -> u32 {
        self.entities.len().unwrap_or(0)
    }

    /// All entities in the order of their ids.
    pub fn all_entities(&self) -> impl Iterator<Item = Result<Entity<'_>, Error>> + '_ {
        (0..self.entity_count()).map(|row| self.entity_at(row))
    }

    /// The one entity of that id, IRI, label or other name; names are [folded](crate::fold_name()). O(log names) decoded comparisons.
    ///
    /// An id or IRI wins over names, and a label over other names.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, [`Error::Ambiguous`] if several have the name, [`Error::Corrupt`] if the blob is broken.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn core::error::Error>> {
    /// # static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
    /// # let store = factrom::Store::open(BLOB)?;
    /// let entity = store.entity("rybakov")?; // as one source printed it
    /// assert!(entity.label()?.is("Sergei Ryabkov")?);
    /// # Ok(()) }
    /// ```
    pub fn entity(&self, name: &str) -> Result<Entity<'_>, Error> {
        if let Some(entity) = self.entity_by_id(name)? {
            return Ok(entity);
        }
        let mut label = None;
        let mut other = None;
        let (mut labels, mut others) = (0u32, 0u32);
        for found in self.named(name)? {
            let (entity, is_label) = found?;
            if is_label {
                labels = labels.saturating_add(1);
                label = Some(entity);
            } else if other.is_none_or(|other: Entity<'_>| other.row != entity.row) {
                others = others.saturating_add(1);
                other = Some(entity);
            }
        }
        match (labels, others) {
            (1, _) => label.ok_or(Error::NotFound),
            (0, 1) => other.ok_or(Error::NotFound),
            (0, 0) => Err(Error::NotFound),
            _ => Err(Error::Ambiguous),
        }
    }

    /// All entities that the name may mean: the one of that id or IRI, then those of that label or other name, by id, each once.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn entities(&self, name: &str) -> Result<impl Iterator<Item = Result<Entity<'_>, Error>>, Error> {
        let by_id = self.entity_by_id(name)?;
        let mut last = by_id.map(|entity| entity.row);
        let first = last;
        let named = self.named(name)?.filter_map(move |found| match found {
            Ok((entity, _)) => {
                let again = last == Some(entity.row) || first == Some(entity.row);
                last = Some(entity.row);
                if again { None } else { Some(Ok(entity)) }
            }
            Err(error) => Some(Err(error)),
        });
        Ok(by_id.map(Ok).into_iter().chain(named))
    }

    /// The entity of a term, if the term is one.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn entity_of(&self, term: TermId) -> Result<Option<Entity<'_>>, Error> {
        let terms = self.entities.term();
        let row = terms.and_then(|terms| terms.find(0..self.entity_count(), term.0)).or_corrupt(Tag::Entities)?;
        Ok(row.map(|row| Entity { store: self, row, term }))
    }

    fn entity_by_id(&self, id: &str) -> Result<Option<Entity<'_>>, Error> {
        let terms = self.entities.term().or_corrupt(Tag::Entities)?;
        let row = self.find_row(&terms, self.entity_count(), "entity/", id)?;
        row.map(|row| self.entity_at(row)).transpose()
    }

    /// The row of a table whose term has that id or IRI. The table's terms ascend.
    pub(crate) fn find_row(&self, terms: &Column<'_>, len: u32, folder: &str, id: &str) -> Result<Option<u32>, Error> {
        let term = if is_id(id) {
            self.find_named(folder, id)?
        } else if id.contains([':']) {
            self.find_iri(id)?
        } else {
            None
        };
        match term {
            Some(term) => terms.find(0..len, term.0).or_corrupt(Tag::Terms),
            None => Ok(None),
        }
    }

    /// The term that the data set's namespace, a folder of it and an id spell.
    fn find_named(&self, folder: &str, id: &str) -> Result<Option<TermId>, Error> {
        let Some(namespace) = self.namespace() else { return Ok(None) };
        let mut iri = heapless::String::<{ MAX_NAMESPACE_BYTES + 80 }>::new();
        let spelled = namespace.write_to(&mut iri).is_ok() && iri.push_str(folder).is_ok() && iri.push_str(id).is_ok();
        // What does not fit is longer than any id.
        if spelled { self.find_iri(&iri) } else { Ok(None) }
    }

    fn entity_at(&self, row: u32) -> Result<Entity<'_>, Error> {
        let term = self.entities.term().and_then(|terms| terms.get(row)).or_corrupt(Tag::Entities)?;
        Ok(Entity { store: self, row, term: TermId(term) })
    }

    /// The entities that have the name, in the order of the names' indices, and whether the name is their label.
    fn named(&self, name: &str) -> Result<impl Iterator<Item = Result<(Entity<'_>, bool), Error>>, Error> {
        let columns = || Some((self.entities.names_len()?, self.entities.by_name()?, self.entities.names()?));
        let (names_len, by_name, names) = columns().or_corrupt(Tag::Entities)?;
        let order = |position: u32| -> Result<core::cmp::Ordering, Error> {
            let name_at = |position| names.get(&self.codec, by_name.get(position)?);
            compare(NameFold::new(name_at(position).or_corrupt(Tag::Entities)?.chars()), fold_name(name))
        };
        let start = try_partition_point(0..names_len, |position| order(position).map(core::cmp::Ordering::is_lt))?;
        // Few entities share a name: the end is near. Steps grow all the same, for a blob in which it is not.
        let (mut equal_to, mut probe, mut step) = (start, start, 1u32);
        while probe < names_len && order(probe)?.is_eq() {
            equal_to = probe.saturating_add(1);
            probe = probe.saturating_add(step);
            step = step.saturating_mul(2);
        }
        let end = try_partition_point(equal_to..probe.min(names_len), |position| order(position).map(core::cmp::Ordering::is_eq))?;
        let range = start..end;
        Ok(range.map(move |position| {
            let found = || {
                let (index, first_name) = (by_name.get(position)?, self.entities.first_name()?);
                let after = partition_point(0..self.entity_count(), |row| Some(first_name.get(row)? <= index))?;
                let row = after.checked_sub(1)?;
                Some((row, first_name.get(row)? == index))
            };
            let (row, is_label) = found().or_corrupt(Tag::Entities)?;
            Ok((self.entity_at(row)?, is_label))
        }))
    }

    fn name_at(&self, index: u32) -> Result<Text<'_>, Error> {
        self.entities.names().and_then(|names| names.get(&self.codec, index)).or_corrupt(Tag::Entities)
    }
}

/// Whether a text can be the id of a fact file: ASCII letters, digits and hyphens.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A namespace is at most this long; the compiler refuses a longer one.
pub const MAX_NAMESPACE_BYTES: usize = 128;

impl<'s> Entity<'s> {
    /// Its term, which is what facts and triples name it by.
    #[must_use]
    pub fn term(&self) -> TermId {
        self.term
    }

    /// Its number among the store's entities, from 0.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.row
    }

    /// Its IRI.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn iri(&self) -> Result<Text<'s>, Error> {
        self.store.term_text(self.term)
    }

    /// Its label: the name to show.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn label(&self) -> Result<Text<'s>, Error> {
        self.store.name_at(self.names_range().or_corrupt(Tag::Entities)?.start)
    }

    /// A phrase on what it is.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn description(&self) -> Result<Text<'s>, Error> {
        self.store.entities.descriptions().and_then(|texts| texts.get(&self.store.codec, self.row)).or_corrupt(Tag::Entities)
    }

    /// The term of its class.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is broken.
    pub fn class(&self) -> Result<TermId, Error> {
        self.store.entities.class().and_then(|classes| classes.get(self.row)).map(TermId).or_corrupt(Tag::Entities)
    }

    /// Its names: the label, then the others as the fact files list them, misspellings last.
    pub fn names(&self) -> impl Iterator<Item = Result<Name<'s>, Error>> + use<'s> {
        let store = self.store;
        self.names_range().unwrap_or(0..0).map(move |index| {
            let misspelled = store.entities.misspelled().and_then(|column| column.get(index)).or_corrupt(Tag::Entities)? == 1;
            Ok(Name { text: store.name_at(index)?, misspelled })
        })
    }

    /// Its roles, in the order of the fact files.
    pub fn roles(&self) -> impl Iterator<Item = Result<Role<'s>, Error>> + use<'s> {
        let store = self.store;
        let rows = || store.entities.role_entity()?.equal_range(0..store.entities.roles_len()?, self.row);
        rows().unwrap_or(0..0).map(move |row| {
            let entities = &store.entities;
            let role = || {
                Some(Role {
                    title: entities.role_titles()?.get(&store.codec, row)?,
                    at: entities.role_at()?.get(row)?.checked_sub(1).map(TermId),
                    when: entities.role_when()?.get(row)?.checked_sub(1).map(TermId),
                })
            };
            role().or_corrupt(Tag::Entities)
        })
    }

    fn names_range(&self) -> Option<Range<u32>> {
        let entities = &self.store.entities;
        let next = self.row.checked_add(1)?;
        let first_name = entities.first_name()?;
        let end = if next < entities.len()? { first_name.get(next)? } else { entities.names_len()? };
        Some(first_name.get(self.row)?..end)
    }
}

impl PartialEq for Entity<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.term == other.term
    }
}

impl Eq for Entity<'_> {}

impl From<Entity<'_>> for TermId {
    fn from(entity: Entity<'_>) -> Self {
        entity.term
    }
}

impl From<&Entity<'_>> for TermId {
    fn from(entity: &Entity<'_>) -> Self {
        entity.term
    }
}

impl fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut entity = f.debug_struct("Entity");
        entity.field("term", &self.term);
        if let Ok(label) = self.label() {
            entity.field("label", &label);
        }
        entity.finish()
    }
}

impl fmt::Display for Entity<'_> {
    /// Writes the label.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.label() {
            Ok(label) => label.fmt(f),
            Err(_) => write!(f, "entity {}", self.term.0),
        }
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Entity<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{}", defmt::Display2Format(self));
    }
}
