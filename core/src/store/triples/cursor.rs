//! The cursors of the eight patterns: how each goes from one triple to the next.
//!
//! Every list, and every family, has at least one element. One that is empty is corrupt and ends the walk. So a walk over any
//! bytes soon returns a triple or ends.

use core::ops::Range;

use crate::format::triple_sections::{TripleTable, entry_kind};
use crate::store::term::TermId;
use crate::store::triples::current::Current;
use crate::store::triples::linking_predicates::{FromObject, FromSubject, MAX_INVERSE_SCAN};
use crate::store::triples::lookup::Lists;
use crate::store::triples::pattern::Pattern;

/// The terms that a pattern binds: a sum of [`S`], [`P`] and [`O`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound(u32);

const S: u32 = 4;
const P: u32 = 2;
const O: u32 = 1;
const SO: u32 = S | O;

impl Bound {
    /// Which terms the pattern binds, and the terms themselves.
    #[inline]
    pub fn of(pattern: Pattern) -> (Self, Current) {
        let term = |term: Option<TermId>, bit| term.map_or((0, 0), |TermId(term)| (term, bit));
        let ((subject, s), (predicate, p), (object, o)) =
            (term(pattern.subject, S), term(pattern.predicate, P), term(pattern.object, O));
        (Bound(s | p | o), Current { subject, predicate, object })
    }
}

/// The triples of a pattern that are still to come. The state of each variant is built where it stays, and nothing is looked up
/// before the first triple is requested.
#[derive(Clone, Debug)]
pub(super) enum Walk {
    /// Nothing has been looked up yet.
    Start(Bound),
    /// No more triples.
    End,
    /// The entries of a subject's family, one after another.
    Subject(SubjectWalk),
    /// The subjects, one after another.
    All(FullWalk),
    /// The entries of a predicate, one after another, and for each the subjects of its family.
    Predicate(PredicateWalk),
    /// The predicates of an object, one after another.
    Object(ObjectWalk),
    /// The entries of a subject that have the object.
    FromSubject(FromSubject),
    /// The inverse items that have the subject, of an object with few inverse items.
    FromObject(FromObject),
}

/// The next items of a predicate, counted from its first item.
#[derive(Clone, Debug)]
pub(super) struct Objects {
    items: Range<u32>,
    lists: Lists,
}

/// The walk over one subject.
#[derive(Clone, Debug)]
pub(super) struct SubjectWalk {
    /// The subject's rank minus the first rank of its family.
    offset: u32,
    /// The next entries.
    entries: Range<u32>,
    /// The last predicate that is wanted.
    last: u32,
    /// The next objects of the current entry.
    objects: Objects,
}

/// The walk over all subjects.
#[derive(Clone, Debug)]
pub(super) struct FullWalk {
    /// The next ranks.
    ranks: Range<u32>,
    family: u32,
    /// The rank after the last rank of the family.
    family_end: u32,
    of_subject: SubjectWalk,
}

/// The walk over one predicate.
#[derive(Clone, Debug)]
pub(super) struct PredicateWalk {
    /// The next items: those of the current rank's list, or one for each of the next ranks if subjects have one object each.
    objects: Objects,
    first_of_lists: u32,
    /// The next positions in `by_predicate`.
    positions: Range<u32>,
    /// The next ranks of the current entry.
    ranks: Range<u32>,
    entry_objects: EntryObjects,
}

/// The objects of the current entry.
#[derive(Clone, Debug)]
enum EntryObjects {
    /// All subjects have the same object.
    Common,
    /// Each subject has one item.
    Single,
    /// Each subject has a list. This is the index in `list_starts` of the next subject's list.
    List(u32),
}

/// The walk over one object.
#[derive(Clone, Debug)]
pub(super) struct ObjectWalk {
    /// The next inverse items.
    items: Range<u32>,
    /// The items before this one have the current predicate.
    known_end: u32,
    /// Whether items from `known_end` on may have the current predicate as well, because only one item was checked.
    may_continue: bool,
    /// Whether the pattern binds the predicate, so that the walk ends with it.
    predicate_bound: bool,
    /// The next ranks of the current item.
    ranks: Range<u32>,
}

impl Walk {
    /// Goes to the next triple; `Some(false)` at the end, `None` if the table is corrupt.
    #[inline]
    pub fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        if let Walk::Start(Bound(bound)) = *self {
            *self = Walk::End;
            if let Some(found) = self.start(table, bound, current)? {
                return Some(found);
            }
        }
        match self {
            Walk::Start(_) | Walk::End => Some(false),
            Walk::Subject(walk) => walk.advance(table, current),
            Walk::All(walk) => walk.advance(table, current),
            Walk::Predicate(walk) => walk.advance(table, current),
            Walk::Object(walk) => walk.advance(table, current),
            Walk::FromSubject(walk) => walk.advance(table, current),
            Walk::FromObject(walk) => walk.advance(table, current),
        }
    }

    /// Looks up where the walk starts. `Some(Some(true))` if it has reached the first triple, `Some(Some(false))` if there is
    /// no triple, `Some(None)` if the first triple is the next one, `None` if the table is corrupt.
    #[inline]
    fn start(&mut self, table: &TripleTable<'_>, bound: u32, current: &mut Current) -> Option<Option<bool>> {
        if bound & P != 0 && current.predicate >= table.predicates_len() {
            return Some(Some(false));
        }
        if bound & S != 0 {
            let Some(rank) = table.rank(current.subject) else { return Some(Some(false)) };
            let (mut first, mut last) = if bound & P != 0 { (current.predicate, current.predicate) } else { (0, u32::MAX) };
            if bound & O != 0 {
                let items = table.inverse_items(current.object);
                if items.len() <= MAX_INVERSE_SCAN {
                    *self = Walk::FromObject(FromObject::new(rank, items, first, last));
                    return Some(None);
                }
                if bound == SO {
                    // No predicates outside of this range have the object.
                    (first, last) = (table.predicate_of(items.start), table.predicate_of(items.end.wrapping_sub(1)));
                }
            }
            let (offset, mut entries) = table.entries_of(rank)?;
            if first > 0 {
                entries.start = table.first_entry(entries.clone(), first);
            }
            *self = match bound & O {
                0 => Walk::Subject(SubjectWalk { offset, entries, last, objects: Objects::NONE }),
                _ => Walk::FromSubject(FromSubject::new(offset, entries, last)),
            };
            return Some(None);
        }
        if bound & O != 0 {
            return self.start_object(table, bound & P != 0, current).map(Some);
        }
        *self = if bound == 0 {
            let of_subject = SubjectWalk { offset: 0, entries: 0..0, last: u32::MAX, objects: Objects::NONE };
            Walk::All(FullWalk { ranks: 0..table.subjects_len(), family: u32::MAX, family_end: 0, of_subject })
        } else {
            let (lists, (first_of_lists, positions)) = (table.lists(current.predicate), table.positions(current.predicate));
            let objects = Objects { items: 0..0, lists };
            Walk::Predicate(PredicateWalk { objects, first_of_lists, positions, ranks: 0..0, entry_objects: EntryObjects::Common })
        };
        Some(None)
    }

    /// Starts the walk over an object, or over an object and a predicate.
    #[inline]
    fn start_object(&mut self, table: &TripleTable<'_>, predicate_bound: bool, current: &mut Current) -> Option<bool> {
        let mut items = table.inverse_items(current.object);
        let Some(mut item) = items.next() else { return Some(false) };
        let mut predicate = table.predicate_of(item);
        if predicate_bound && predicate != current.predicate {
            // Most objects have only one predicate, so the first item is checked before the search.
            items.start = table.first_of_predicate(items.clone(), current.predicate);
            item = items.start;
            if items.next().is_none() {
                return Some(false);
            }
            predicate = table.predicate_of(item);
            if predicate != current.predicate {
                return Some(false);
            }
        }
        let mut ranks = table.ranks_of(item);
        (current.predicate, current.subject) = (predicate, table.subject(ranks.next()?));
        let known_end = items.start;
        *self = Walk::Object(ObjectWalk { items, known_end, may_continue: true, predicate_bound, ranks });
        Some(true)
    }
}

impl Objects {
    const NONE: Objects = Objects { items: 0..0, lists: Lists::NONE };

    #[inline]
    fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> bool {
        let item = self.items.next();
        if let Some(item) = item {
            current.object = table.object_at(&self.lists, item);
        }
        item.is_some()
    }
}

impl SubjectWalk {
    #[inline(always)]
    fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        if self.objects.advance(table, current) {
            return Some(true);
        }
        let Some(entry) = self.entries.next() else { return Some(false) };
        let (predicate, value) = table.entry(entry);
        if predicate > self.last {
            self.entries = 0..0;
            return Some(false);
        }
        current.predicate = predicate;
        if value.kind() == entry_kind::COMMON {
            current.object = value.number();
            return Some(true);
        }
        let (lists, index) = (table.lists(predicate), value.number().wrapping_add(self.offset));
        let mut item = index;
        if value.kind() != entry_kind::SINGLE {
            let mut items = table.list(table.first_of_lists(predicate), index);
            item = items.next()?;
            self.objects = Objects { items, lists };
        }
        current.object = table.object_at(&lists, item);
        Some(true)
    }

    /// [`SubjectWalk::advance`] in a copy that is never inlined, for the walk that calls it most often.
    #[inline(never)]
    fn advance_never_inlined(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        self.advance(table, current)
    }
}

impl FullWalk {
    #[inline]
    fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        let of_subject = &mut self.of_subject;
        while of_subject.objects.items.is_empty() && of_subject.entries.is_empty() {
            let Some(rank) = self.ranks.next() else { return Some(false) };
            of_subject.offset = of_subject.offset.wrapping_add(1);
            if rank >= self.family_end {
                self.family = self.family.wrapping_add(1);
                self.family_end = table.family_first().value(self.family.wrapping_add(1));
                of_subject.offset = 0;
            }
            current.subject = table.subject(rank);
            of_subject.entries = table.entries_of_family(self.family);
        }
        of_subject.advance_never_inlined(table, current)
    }
}

impl PredicateWalk {
    #[inline]
    fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        if self.objects.advance(table, current) {
            if matches!(self.entry_objects, EntryObjects::Single) {
                current.subject = table.subject(self.ranks.next()?);
            }
            return Some(true);
        }
        if self.ranks.is_empty() && !self.next_entry(table, current)? {
            return Some(false);
        }
        current.subject = table.subject(self.ranks.next()?);
        match &mut self.entry_objects {
            EntryObjects::Common => return Some(true),
            EntryObjects::Single => {}
            EntryObjects::List(index) => {
                self.objects.items = table.list(self.first_of_lists, *index);
                *index = index.wrapping_add(1);
            }
        }
        self.objects.advance(table, current).then_some(true)
    }

    /// Goes to the next entry and its ranks; `Some(false)` at the end.
    #[inline]
    fn next_entry(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        let Some(position) = self.positions.next() else { return Some(false) };
        let (entry, family) = table.entry_at(position);
        let (predicate, entry) = table.entry(entry);
        if predicate != current.predicate {
            self.positions = 0..0;
            return Some(false);
        }
        self.ranks = table.ranks(family);
        let number = entry.number();
        match entry.kind() {
            entry_kind::COMMON => (current.object, self.entry_objects) = (number, EntryObjects::Common),
            entry_kind::SINGLE => {
                let len = self.ranks.end.wrapping_sub(self.ranks.start);
                (self.objects.items, self.entry_objects) = (number..number.checked_add(len)?, EntryObjects::Single);
            }
            _ => self.entry_objects = EntryObjects::List(number),
        }
        Some(true)
    }
}

impl ObjectWalk {
    #[inline]
    fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        if self.ranks.is_empty() {
            if self.items.is_empty() || (self.items.start >= self.known_end && !self.look_ahead(table, current)?) {
                return Some(false);
            }
            self.ranks = table.ranks_of(self.items.next()?);
        }
        current.subject = table.subject(self.ranks.next()?);
        Some(true)
    }

    /// Finds the predicate of the next items; `Some(false)` if it is not wanted. The first item of a run is checked alone, because
    /// a caller that needs only one triple should not wait for the search of the run's end.
    #[inline]
    fn look_ahead(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        if self.may_continue {
            self.may_continue = false;
            self.known_end = table.first_of_predicate(self.items.clone(), current.predicate.checked_add(1)?);
            if self.items.start < self.known_end {
                return Some(true);
            }
        }
        if self.predicate_bound {
            self.items = 0..0;
            return Some(false);
        }
        current.predicate = table.predicate_of(self.items.start);
        (self.may_continue, self.known_end) = (true, self.items.start.wrapping_add(1));
        Some(true)
    }
}
