//! How a pattern goes from list to list ([`Walk`]), and through a list ([`Run`]).
//!
//! Every run has a triple at least; a list that is empty is a contradiction and ends the walk. So a walk over any bytes yields or ends
//! soon.

use core::ops::Range;

use super::tables::{Entry, Lists};
use super::{Pattern, Triple};
use crate::column::partition_point;
use crate::layout::{GraphFields, TripleSection};
use crate::term::TermId;

/// Triples that follow each other in one list.
#[derive(Clone, Debug)]
pub(super) struct Run {
    subject: u32,
    predicate: u32,
    object: u32,
    items: Items,
}

#[derive(Clone, Debug)]
enum Items {
    /// One triple.
    One,
    /// Objects of a subject: items, counted from the predicate's first.
    Objects(Lists, Range<u32>),
    /// Subjects with an object each: ranks, and the item of the first of them.
    Singles(Lists, Range<u32>, u32),
    /// Subjects of an object: ranks, and then those of inverse items.
    Subjects(Range<u32>, Range<u32>),
}

impl Run {
    pub const EMPTY: Run = Run { subject: 0, predicate: 0, object: 0, items: Items::Subjects(0..0, 0..0) };

    /// The next triple; `Some(None)` at the end.
    #[inline]
    pub fn next(&mut self, section: &TripleSection<'_>) -> Option<Option<Triple>> {
        match &mut self.items {
            Items::Objects(lists, items) => {
                let Some(item) = items.next() else { return Some(None) };
                self.object = section.object_at(lists, item)?;
            }
            Items::Singles(lists, ranks, item) => {
                let Some(rank) = ranks.next() else { return Some(None) };
                self.subject = section.subject(rank);
                self.object = section.object_at(lists, *item)?;
                *item = item.checked_add(1)?;
            }
            Items::Subjects(ranks, items) => {
                let rank = match ranks.next() {
                    Some(rank) => rank,
                    None => {
                        let Some(item) = items.next() else { return Some(None) };
                        *ranks = section.ranks_of(item)?;
                        ranks.next()?
                    }
                };
                self.subject = section.subject(rank);
            }
            Items::One => self.items = Items::Subjects(0..0, 0..0),
        }
        let [subject, predicate, object] = [self.subject, self.predicate, self.object].map(TermId);
        Some(Some(Triple { subject, predicate, object, graph: None }))
    }
}

/// The lists of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Walk {
    /// Subject after subject, entry after entry of its family.
    Subjects(Subjects),
    /// Entry after entry of a predicate, subject after subject of its family.
    Predicate(OfPredicate),
    /// Predicate after predicate of an object.
    Object(OfObject),
    /// Entry after entry of a subject, those that have the object.
    Both(Both),
}

#[derive(Clone, Debug)]
pub(super) struct Subjects {
    /// Ranks after the present one.
    ranks: Range<u32>,
    subject: u32,
    family: u32,
    /// The present subject's rank, counted from the first of its family.
    offset: u32,
    /// The rank after the last of the family.
    family_end: u32,
    /// Entries of the present subject that are to come.
    entries: Range<u32>,
    /// The last predicate that is wanted.
    last: u32,
}

#[derive(Clone, Debug)]
pub(super) struct OfPredicate {
    predicate: u32,
    lists: Lists,
    first_of_lists: u32,
    /// Places in `by_predicate` that are to come.
    places: Range<u32>,
    /// The place in `list_starts` of the next rank's list.
    list: u32,
    /// Ranks that have lists and are to come.
    ranks: Range<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct OfObject {
    object: u32,
    /// Inverse items that are to come.
    items: Range<u32>,
    /// The last predicate that is wanted.
    last: u32,
    /// The predicate whose first inverse item has been given.
    present: Option<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct Both {
    subject: u32,
    object: u32,
    offset: u32,
    entries: Range<u32>,
    /// The last predicate that is wanted.
    last: u32,
}

impl Walk {
    pub const END: Walk = Walk::Object(OfObject { object: 0, items: 0..0, last: 0, present: None });

    pub fn new(section: &TripleSection<'_>, pattern: Pattern) -> Option<Self> {
        let Pattern { subject, predicate, object } = pattern;
        let predicate = predicate.map(|TermId(term)| term);
        if predicate.is_some_and(|term| term >= section.predicates_len) {
            return Some(Walk::END);
        }
        Some(match (subject, predicate, object) {
            (Some(TermId(subject)), _, _) => {
                let Some(rank) = section.rank(subject) else { return Some(Walk::END) };
                Self::of_subject(section, subject, rank, predicate, object)?
            }
            (None, _, Some(TermId(object))) => {
                let mut items = section.inverse_items(object)?;
                if let Some(predicate) = predicate {
                    items.start = partition_point(items.clone(), |item| Some(section.inverse_predicate.get(item)? < predicate))?;
                }
                Walk::Object(OfObject { object, items, last: predicate.unwrap_or(u32::MAX), present: None })
            }
            (None, Some(predicate), None) => {
                let (lists, first_of_lists) = (section.lists(predicate)?, section.first_of_lists(predicate)?);
                let places = section.entries_of(predicate)?;
                Walk::Predicate(OfPredicate { predicate, lists, first_of_lists, places, list: 0, ranks: 0..0 })
            }
            (None, None, None) => {
                let ranks = 0..section.subjects_len;
                let (family, last) = (u32::MAX, u32::MAX);
                Walk::Subjects(Subjects { ranks, subject: 0, family, offset: 0, family_end: 0, entries: 0..0, last })
            }
        })
    }

    #[inline]
    fn of_subject(
        section: &TripleSection<'_>,
        subject: u32,
        rank: u32,
        predicate: Option<u32>,
        object: Option<TermId>,
    ) -> Option<Self> {
        let family = section.family_of(rank)?;
        let offset = rank.checked_sub(section.family_first.get(family)?)?;
        let mut entries = section.entries(family)?;
        if let Some(predicate) = predicate {
            entries.start = partition_point(entries.clone(), |entry| Some(section.entry_predicate.get(entry)? < predicate))?;
        }
        let last = predicate.unwrap_or(u32::MAX);
        Some(match object {
            None => Walk::Subjects(Subjects { ranks: 0..0, subject, family, offset, family_end: 0, entries, last }),
            Some(TermId(object)) => Walk::Both(Both { subject, object, offset, entries, last }),
        })
    }

    /// The next list; `Some(None)` at the end.
    #[inline]
    pub fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        match self {
            Walk::Subjects(walk) => walk.next_run(section),
            Walk::Predicate(walk) => walk.next_run(section),
            Walk::Object(walk) => walk.next_run(section),
            Walk::Both(walk) => walk.next_run(section).map(|found| found.map(|(run, _)| run)),
        }
    }
}

impl Subjects {
    #[inline]
    fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        if self.entries.is_empty() {
            let Some(rank) = self.ranks.next() else { return Some(None) };
            self.offset = self.offset.wrapping_add(1);
            if rank >= self.family_end {
                self.family = self.family.wrapping_add(1);
                self.family_end = section.family_first.get(self.family.checked_add(1)?)?;
                self.offset = 0;
            }
            self.subject = section.subject(rank);
            self.entries = section.entries(self.family)?;
        }
        let entry = self.entries.next()?;
        let predicate = section.entry_predicate.get(entry)?;
        if predicate > self.last {
            self.entries = 0..0;
            return Some(None);
        }
        let (object, items) = match section.entry(entry)? {
            Entry::Common(object) => (object, Items::One),
            Entry::Single(first) => (section.object_at(&section.lists(predicate)?, first.checked_add(self.offset)?)?, Items::One),
            Entry::Lists(first) => {
                let items = section.list(section.first_of_lists(predicate)?, first.checked_add(self.offset)?)?;
                (0, Items::Objects(section.lists(predicate)?, items))
            }
        };
        Some(Some(Run { subject: self.subject, predicate, object, items }))
    }
}

impl OfPredicate {
    #[inline]
    fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        let run = |subject, object, items| Some(Some(Run { subject, predicate: self.predicate, object, items }));
        if self.ranks.is_empty() {
            let Some(place) = self.places.next() else { return Some(None) };
            let entry = section.by_predicate.get(place)?;
            let ranks = section.ranks(section.family_of_entry(entry)?)?;
            match section.entry(entry)? {
                Entry::Common(object) => return run(0, object, Items::Subjects(ranks, 0..0)),
                Entry::Single(first) => return run(0, 0, Items::Singles(self.lists, ranks, first)),
                Entry::Lists(first) => (self.list, self.ranks) = (first, ranks),
            }
        }
        let subject = section.subject(self.ranks.next()?);
        let items = section.list(self.first_of_lists, self.list)?;
        self.list = self.list.checked_add(1)?;
        run(subject, 0, Items::Objects(self.lists, items))
    }
}

impl OfObject {
    /// The first subject of a predicate comes alone: whoever wants one only need not wait for a search of how many there are.
    #[inline]
    fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        let object = self.object;
        let run = |predicate, ranks, items| Some(Some(Run { subject: 0, predicate, object, items: Items::Subjects(ranks, items) }));
        if let Some(predicate) = self.present.take() {
            let end = partition_point(self.items.clone(), |item| Some(section.inverse_predicate.get(item)? <= predicate))?;
            let items = self.items.start..end;
            self.items.start = end;
            if !items.is_empty() {
                return run(predicate, 0..0, items);
            }
        }
        let Some(item) = self.items.next() else { return Some(None) };
        let predicate = section.inverse_predicate.get(item)?;
        if predicate > self.last {
            self.items = 0..0;
            return Some(None);
        }
        self.present = Some(predicate);
        run(predicate, section.ranks_of(item)?, 0..0)
    }
}

/// Of a triple that is in a list: its predicate, and its item, counted from the predicate's first.
type Listed = Option<(u32, u32)>;

impl Both {
    /// The next triple, and where it is listed.
    fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<(Run, Listed)>> {
        let Both { subject, object, .. } = *self;
        for entry in self.entries.by_ref() {
            let predicate = section.entry_predicate.get(entry)?;
            if predicate > self.last {
                break;
            }
            let items = match section.entry(entry)? {
                Entry::Common(common) => {
                    if common == object {
                        let run = Run { subject, predicate, object, items: Items::One };
                        return Some(Some((run, None)));
                    }
                    continue;
                }
                Entry::Single(first) => {
                    let item = first.checked_add(self.offset)?;
                    item..item.checked_add(1)?
                }
                Entry::Lists(first) => section.list(section.first_of_lists(predicate)?, first.checked_add(self.offset)?)?,
            };
            if let Some(item) = section.item_of(&section.lists(predicate)?, items, object)? {
                let run = Run { subject, predicate, object, items: Items::One };
                return Some(Some((run, Some((predicate, item)))));
            }
        }
        self.entries = 0..0;
        Some(None)
    }
}

/// The item of a triple that is in a list.
pub(super) fn item_of(section: &TripleSection<'_>, graphs: &GraphFields<'_>, triple: &Triple) -> Option<u32> {
    let Triple { subject, predicate, object, .. } = *triple;
    let pattern = Pattern { subject: Some(subject), predicate: Some(predicate), object: Some(object) };
    match Walk::new(section, pattern)? {
        Walk::Both(mut both) => {
            let (predicate, item) = both.next_run(section)??.1?;
            item.checked_add(graphs.predicate_item()?.get(predicate)?)
        }
        _ => None,
    }
}
