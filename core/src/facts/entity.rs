//! Entities with their names and roles, and look-up by id or name.

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

/// A person, place, document or anything else that facts are about.
///
/// Accessors take constant time, except [`Entity::iri`], which takes O(log groups), and [`Entity::roles`], which takes O(log roles) to
/// find the first role.
#[derive(Clone, Copy)]
pub struct Entity<'s> {
    store: &'s Store<'s>,
    row: u32,
    term: TermId,
}

/// A name of an entity.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Name<'s> {
    /// The name.
    pub text: Text<'s>,
    /// Whether the name is a misspelling that a source prints.
    pub misspelled: bool,
}

/// A role that an entity has or had.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Role<'s> {
    /// The title of the role.
    pub title: Text<'s>,
    /// The organisation, country or person at which the entity has the role.
    pub at: Option<TermId>,
    /// The term of a literal of time: when the entity has the role.
    pub when: Option<TermId>,
}

impl<'a> Store<'a> {
    /// Number of entities.
    #[must_use]
    pub fn entity_count(&self) -> u32 {
        self.entities.len().unwrap_or(0)
    }

    /// All entities, by ascending id.
    pub fn all_entities(&self) -> impl Iterator<Item = Result<Entity<'_>, Error>> + '_ {
        (0..self.entity_count()).map(|row| self.entity_at(row))
    }

    /// The entity with that id, IRI, label or other name. Names are [folded](crate::fold_name()). O(log names) decoded
    /// comparisons.
    ///
    /// An id or IRI takes precedence over names, and a label over other names.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, [`Error::Ambiguous`] if several entities have the name, [`Error::Corrupt`] if the
    /// blob is corrupt.
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
        for found in self.entities_named(name)? {
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

    /// All entities that a name can mean, each once: first the one with that id or IRI, then those with that label or other
    /// name, by ascending id. O(log names) decoded comparisons.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn entities(&self, name: &str) -> Result<Entities<'_>, Error> {
        let by_id = self.entity_by_id(name)?;
        let by_id_row = by_id.map(|entity| entity.row);
        Ok(Entities { by_id, by_id_row, last_row: by_id_row, named: self.entities_named(name)? })
    }

    /// The entity of a term; `None` if the term is not an entity. O(log entities).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
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

    /// The row of a table whose term has that id or IRI. The table's terms must ascend. One decoded comparison, then O(log
    /// rows) without decoding.
    pub(crate) fn find_row(&self, terms: &Column<'_>, len: u32, folder: &str, id: &str) -> Result<Option<u32>, Error> {
        let term = if is_id(id) {
            self.find_in_namespace(folder, id)?
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

    /// The term whose IRI consists of the data set's namespace, `folder` and `id`.
    fn find_in_namespace(&self, folder: &str, id: &str) -> Result<Option<TermId>, Error> {
        let Some(namespace) = self.namespace() else { return Ok(None) };
        let mut iri = heapless::String::<{ MAX_NAMESPACE_BYTES + 80 }>::new();
        let spelled = namespace.write_to(&mut iri).is_ok() && iri.push_str(folder).is_ok() && iri.push_str(id).is_ok();
        // An IRI that does not fit is longer than any that the compiler writes.
        if spelled { self.find_iri(&iri) } else { Ok(None) }
    }

    fn entity_at(&self, row: u32) -> Result<Entity<'_>, Error> {
        let term = self.entities.term().and_then(|terms| terms.get(row)).or_corrupt(Tag::Entities)?;
        Ok(Entity { store: self, row, term: TermId(term) })
    }

    /// The entities that have the name, by the rows of the names, and whether the name is their label.
    fn entities_named(&self, name: &str) -> Result<EntitiesNamed<'_>, Error> {
        let columns = || Some((self.entities.names_len()?, self.entities.by_name()?, self.entities.names()?));
        let (names_len, by_name, names) = columns().or_corrupt(Tag::Entities)?;
        let order = |position: u32| -> Result<core::cmp::Ordering, Error> {
            let name_at = |position| names.get(&self.codec, by_name.get(position)?);
            compare(NameFold::new(name_at(position).or_corrupt(Tag::Entities)?.chars()), fold_name(name))
        };
        let start = try_partition_point(0..names_len, |position| order(position).map(core::cmp::Ordering::is_lt))?;
        // Few entities share a name, so the end is close. The steps still double, for a blob in which it is not.
        let (mut equal_to, mut probe, mut step) = (start, start, 1u32);
        while probe < names_len && order(probe)?.is_eq() {
            equal_to = probe.saturating_add(1);
            probe = probe.saturating_add(step);
            step = step.saturating_mul(2);
        }
        let end = try_partition_point(equal_to..probe.min(names_len), |position| order(position).map(core::cmp::Ordering::is_eq))?;
        Ok(EntitiesNamed { store: self, by_name, positions: start..end })
    }

    fn name_at(&self, index: u32) -> Result<Text<'_>, Error> {
        self.entities.names().and_then(|names| names.get(&self.codec, index)).or_corrupt(Tag::Entities)
    }
}

/// The entities that a name can mean, one at a time. Ends after an error. [`Store::entities`] makes it.
#[derive(Clone, Debug)]
pub struct Entities<'s> {
    by_id: Option<Entity<'s>>,
    by_id_row: Option<u32>,
    /// The row of the last entity. An entity with two names that fold alike comes twice, one after the other.
    last_row: Option<u32>,
    named: EntitiesNamed<'s>,
}

impl<'s> Iterator for Entities<'s> {
    type Item = Result<Entity<'s>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(entity) = self.by_id.take() {
            return Some(Ok(entity));
        }
        loop {
            let entity = match self.named.next()? {
                Ok((entity, _)) => entity,
                Err(error) => {
                    self.named.positions = 0..0;
                    return Some(Err(error));
                }
            };
            let again = self.last_row == Some(entity.row) || self.by_id_row == Some(entity.row);
            self.last_row = Some(entity.row);
            if !again {
                return Some(Ok(entity));
            }
        }
    }
}

impl core::iter::FusedIterator for Entities<'_> {}

/// The entities that have a name, and whether it is their label.
#[derive(Clone, Debug)]
struct EntitiesNamed<'s> {
    store: &'s Store<'s>,
    by_name: Column<'s>,
    positions: Range<u32>,
}

impl<'s> Iterator for EntitiesNamed<'s> {
    type Item = Result<(Entity<'s>, bool), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let position = self.positions.next()?;
        let entities = &self.store.entities;
        let found = || {
            let (index, first_name) = (self.by_name.get(position)?, entities.first_name()?);
            let after = partition_point(0..self.store.entity_count(), |row| Some(first_name.get(row)? <= index))?;
            let row = after.checked_sub(1)?;
            Some((row, first_name.get(row)? == index))
        };
        let found = found().or_corrupt(Tag::Entities);
        Some(found.and_then(|(row, is_label)| Ok((self.store.entity_at(row)?, is_label))))
    }
}

/// Whether a text can be an id in a fact file: ASCII letters, digits and hyphens.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The maximum length of a namespace in bytes. The compiler refuses a longer one.
pub const MAX_NAMESPACE_BYTES: usize = 128;

impl<'s> Entity<'s> {
    /// The term of the entity, by which facts and triples refer to it.
    #[must_use]
    pub fn term(&self) -> TermId {
        self.term
    }

    /// The row of the entity among those of the store, from 0.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.row
    }

    /// The IRI of the entity.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn iri(&self) -> Result<Text<'s>, Error> {
        self.store.term_text(self.term)
    }

    /// The label of the entity, which is the name to show.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn label(&self) -> Result<Text<'s>, Error> {
        self.store.name_at(self.names_range().or_corrupt(Tag::Entities)?.start)
    }

    /// A phrase that says what the entity is.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn description(&self) -> Result<Text<'s>, Error> {
        self.store.entities.descriptions().and_then(|texts| texts.get(&self.store.codec, self.row)).or_corrupt(Tag::Entities)
    }

    /// The term of the entity's class.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`] if the blob is corrupt.
    pub fn class(&self) -> Result<TermId, Error> {
        self.store.entities.class().and_then(|classes| classes.get(self.row)).map(TermId).or_corrupt(Tag::Entities)
    }

    /// The names of the entity: the label, then the other names in the order of the fact files, then misspellings.
    pub fn names(&self) -> impl Iterator<Item = Result<Name<'s>, Error>> + use<'s> {
        let store = self.store;
        self.names_range().unwrap_or(0..0).map(move |index| {
            let misspelled = store.entities.misspelled().and_then(|column| column.get(index)).or_corrupt(Tag::Entities)? == 1;
            Ok(Name { text: store.name_at(index)?, misspelled })
        })
    }

    /// The roles of the entity, in the order of the fact files.
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
