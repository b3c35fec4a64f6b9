//! How a pattern goes from triple to triple.
//!
//! Every list has a triple at least; one that is empty is a contradiction and ends the walk. So a walk over any bytes yields or ends soon.

use core::ops::Range;

use crate::format::triple_sections::{TripleTable, entry_kind};
use crate::store::term::TermId;
use crate::store::triples::current::Current;
use crate::store::triples::linking_predicates::{FEW, FromObject, FromSubject};
use crate::store::triples::lookup::Lists;
use crate::store::triples::pattern::Pattern;

/// Which terms a pattern binds: a sum of the constants.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound(u32);

const S: u32 = 4;
const P: u32 = 2;
const O: u32 = 1;
const SO: u32 = S | O;

impl Bound {
    /// What the pattern binds, and the terms.
    #[inline]
    pub fn of(pattern: Pattern) -> (Self, Current) {
        let term = |term: Option<TermId>, bit| term.map_or((0, 0), |TermId(term)| (term, bit));
        let ((subject, s), (predicate, p), (object, o)) =
            (term(pattern.subject, S), term(pattern.predicate, P), term(pattern.object, O));
        (Bound(s | p | o), Current { subject, predicate, object })
    }
}

/// What is to come of a pattern's triples. It is made where it stays, and nothing is looked up before the first triple is asked for.
#[derive(Clone, Debug)]
pub(super) enum Walk {
    /// All.
    Start(Bound),
    /// Nothing.
    End,
    /// Entry after entry of a subject's family.
    Subject(OfSubject),
    /// Subject after subject.
    All(All),
    /// Entry after entry of a predicate, subject after subject of its family.
    Predicate(OfPredicate),
    /// Predicate after predicate of an object.
    Object(OfObject),
    /// Entry after entry of a subject, those that have the object.
    FromSubject(FromSubject),
    /// Inverse item after inverse item of an object that has few, those that have the subject.
    FromObject(FromObject),
}

/// Items of a predicate that are to come, counted from its first.
#[derive(Clone, Debug)]
pub(super) struct Objects {
    items: Range<u32>,
    lists: Lists,
}

#[derive(Clone, Debug)]
pub(super) struct OfSubject {
    /// The subject's rank, counted from the first of its family.
    offset: u32,
    /// Entries that are to come.
    entries: Range<u32>,
    /// The last predicate that is wanted.
    last: u32,
    /// Objects of the present entry that are to come.
    objects: Objects,
}

#[derive(Clone, Debug)]
pub(super) struct All {
    /// Ranks after the present one.
    ranks: Range<u32>,
    family: u32,
    /// The rank after the last of the family.
    family_end: u32,
    of_subject: OfSubject,
}

#[derive(Clone, Debug)]
pub(super) struct OfPredicate {
    /// Items of the present rank that are to come, or, if there is one each, of the ranks.
    objects: Objects,
    first_of_lists: u32,
    /// Places in `by_predicate` that are to come.
    places: Range<u32>,
    /// Ranks of the present entry that are to come.
    ranks: Range<u32>,
    has: Has,
}

/// What each subject of an entry has.
#[derive(Clone, Debug)]
enum Has {
    /// The same object.
    Common,
    /// An item.
    One,
    /// A list; this is the place in `list_starts` of the next one.
    List(u32),
}

#[derive(Clone, Debug)]
pub(super) struct OfObject {
    /// Inverse items that are to come.
    items: Range<u32>,
    /// The first of them that is not known to have the present predicate.
    unknown: u32,
    /// Whether only one item with the present predicate was looked for.
    goes_on: bool,
    /// Whether no other predicate is wanted.
    only: bool,
    /// Ranks of the present item that are to come.
    ranks: Range<u32>,
}

impl Walk {
    /// Goes to the next triple; false at the end.
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

    /// Looks up where the walk begins: at the first triple already (true), nowhere (false), or before the first triple (`None` inside).
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
                if items.len() <= FEW {
                    *self = Walk::FromObject(FromObject::new(rank, items, first, last));
                    return Some(None);
                }
                if bound == SO {
                    // No other predicates have the object.
                    (first, last) = (table.predicate_of(items.start), table.predicate_of(items.end.wrapping_sub(1)));
                }
            }
            let (offset, mut entries) = table.entries_of(rank)?;
            if first > 0 {
                entries.start = table.first_entry(entries.clone(), first);
            }
            *self = match bound & O {
                0 => Walk::Subject(OfSubject { offset, entries, last, objects: Objects::NONE }),
                _ => Walk::FromSubject(FromSubject::new(offset, entries, last)),
            };
            return Some(None);
        }
        if bound & O != 0 {
            return self.start_object(table, bound & P != 0, current).map(Some);
        }
        *self = if bound == 0 {
            let of_subject = OfSubject { offset: 0, entries: 0..0, last: u32::MAX, objects: Objects::NONE };
            Walk::All(All { ranks: 0..table.subjects_len(), family: u32::MAX, family_end: 0, of_subject })
        } else {
            let (lists, (first_of_lists, places)) = (table.lists(current.predicate), table.places(current.predicate));
            let objects = Objects { items: 0..0, lists };
            Walk::Predicate(OfPredicate { objects, first_of_lists, places, ranks: 0..0, has: Has::Common })
        };
        Some(None)
    }

    /// The subjects of an object, or of a predicate, too.
    #[inline]
    fn start_object(&mut self, table: &TripleTable<'_>, only: bool, current: &mut Current) -> Option<bool> {
        let mut items = table.inverse_items(current.object);
        let Some(mut item) = items.next() else { return Some(false) };
        let mut predicate = table.predicate_of(item);
        if only && predicate != current.predicate {
            // Most objects have one predicate alone.
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
        let unknown = items.start;
        *self = Walk::Object(OfObject { items, unknown, goes_on: true, only, ranks });
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

impl OfSubject {
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
        let (lists, place) = (table.lists(predicate), value.number().wrapping_add(self.offset));
        let mut item = place;
        if value.kind() != entry_kind::SINGLE {
            let mut items = table.list(table.first_of_lists(predicate), place);
            item = items.next()?;
            self.objects = Objects { items, lists };
        }
        current.object = table.object_at(&lists, item);
        Some(true)
    }

    /// [`OfSubject::advance`], once more, for who comes by often.
    #[inline(never)]
    fn advance_again(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        self.advance(table, current)
    }
}

impl All {
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
        of_subject.advance_again(table, current)
    }
}

impl OfPredicate {
    #[inline]
    fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        if self.objects.advance(table, current) {
            if matches!(self.has, Has::One) {
                current.subject = table.subject(self.ranks.next()?);
            }
            return Some(true);
        }
        if self.ranks.is_empty() && !self.next_entry(table, current)? {
            return Some(false);
        }
        current.subject = table.subject(self.ranks.next()?);
        match &mut self.has {
            Has::Common => return Some(true),
            Has::One => {}
            Has::List(place) => {
                self.objects.items = table.list(self.first_of_lists, *place);
                *place = place.wrapping_add(1);
            }
        }
        self.objects.advance(table, current).then_some(true)
    }

    /// Goes to the next entry, of which there are ranks; false at the end.
    #[inline]
    fn next_entry(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        let Some(place) = self.places.next() else { return Some(false) };
        let (entry, family) = table.entry_at(place);
        let (predicate, entry) = table.entry(entry);
        if predicate != current.predicate {
            self.places = 0..0;
            return Some(false);
        }
        self.ranks = table.ranks(family);
        let number = entry.number();
        match entry.kind() {
            entry_kind::COMMON => (current.object, self.has) = (number, Has::Common),
            entry_kind::SINGLE => {
                let len = self.ranks.end.wrapping_sub(self.ranks.start);
                (self.objects.items, self.has) = (number..number.checked_add(len)?, Has::One);
            }
            _ => self.has = Has::List(number),
        }
        Some(true)
    }
}

impl OfObject {
    #[inline]
    fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        if self.ranks.is_empty() {
            if self.items.is_empty() || (self.items.start >= self.unknown && !self.look_ahead(table, current)?) {
                return Some(false);
            }
            self.ranks = table.ranks_of(self.items.next()?);
        }
        current.subject = table.subject(self.ranks.next()?);
        Some(true)
    }

    /// Finds what predicate the next items have; false if it is not wanted. The first of a predicate is looked at alone: whoever wants
    /// one only need not wait for a search of how many there are.
    #[inline]
    fn look_ahead(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        if self.goes_on {
            self.goes_on = false;
            self.unknown = table.first_of_predicate(self.items.clone(), current.predicate.checked_add(1)?);
            if self.items.start < self.unknown {
                return Some(true);
            }
        }
        if self.only {
            self.items = 0..0;
            return Some(false);
        }
        current.predicate = table.predicate_of(self.items.start);
        (self.goes_on, self.unknown) = (true, self.items.start.wrapping_add(1));
        Some(true)
    }
}
