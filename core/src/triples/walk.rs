//! How a pattern goes from list to list ([`Walk`]), and through a list ([`Run`]).
//!
//! Every run has a triple at least; a list that is empty is a contradiction and ends the walk. So a walk over any bytes yields or ends
//! soon.

use core::ops::Range;

use super::tables::{Entry, Lists};
use super::{Pattern, Triple};
use crate::layout::{GraphFields, TripleSection};
use crate::term::TermId;

/// Triples that follow each other in one list, and the last one of them that was given.
#[derive(Clone, Debug)]
pub(super) struct Run {
    subject: u32,
    predicate: u32,
    object: u32,
    items: Items,
}

#[derive(Clone, Debug)]
enum Items {
    /// No more.
    End,
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
    /// No triples. No constant, of which all bytes would be copied.
    #[inline]
    pub fn new() -> Self {
        Run { subject: 0, predicate: 0, object: 0, items: Items::End }
    }

    /// Goes to the next triple; false at the end.
    #[inline]
    pub fn advance(&mut self, section: &TripleSection<'_>) -> Option<bool> {
        match &mut self.items {
            Items::End => return Some(false),
            Items::One => self.items = Items::End,
            Items::Objects(lists, items) => {
                let Some(item) = items.next() else { return Some(false) };
                self.object = section.object_at(lists, item)?;
            }
            Items::Singles(lists, ranks, item) => {
                let Some(rank) = ranks.next() else { return Some(false) };
                self.subject = section.subject(rank);
                self.object = section.object_at(lists, *item)?;
                *item = item.checked_add(1)?;
            }
            Items::Subjects(ranks, items) => {
                let rank = match ranks.next() {
                    Some(rank) => rank,
                    None => {
                        let Some(item) = items.next() else { return Some(false) };
                        *ranks = section.ranks_of(item)?;
                        ranks.next()?
                    }
                };
                self.subject = section.subject(rank);
            }
        }
        Some(true)
    }

    /// The triple that [`Run::advance`] went to.
    #[inline]
    pub fn triple(&self, graph: Option<TermId>) -> Triple {
        let [subject, predicate, object] = [self.subject, self.predicate, self.object].map(TermId);
        Triple { subject, predicate, object, graph }
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
    /// Inverse item after inverse item of an object that has few, those that have the subject.
    Few(Few),
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

/// So many inverse items are looked through faster than a subject's entries are.
const FEW: u32 = 16;

#[derive(Clone, Debug)]
pub(super) struct Few {
    subject: u32,
    object: u32,
    /// What stands for the subject: its rank, or its family.
    subjects: [u32; 2],
    items: Range<u32>,
    /// The only predicate that is wanted, if it is not any.
    predicate: Option<u32>,
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
            (Some(TermId(subject)), _, Some(TermId(object))) => {
                let Some(rank) = section.rank(subject) else { return Some(Walk::END) };
                let (items, family) = (section.inverse_items(object)?, section.family_of(rank)?);
                if items.len() <= FEW as usize {
                    let subjects = [rank, section.subjects_len.checked_add(family)?];
                    Walk::Few(Few { subject, object, subjects, items, predicate })
                } else {
                    let (offset, entries, last) = Self::entries_of(section, rank, family, predicate)?;
                    Walk::Both(Both { subject, object, offset, entries, last })
                }
            }
            (Some(TermId(subject)), _, None) => {
                let Some(rank) = section.rank(subject) else { return Some(Walk::END) };
                let family = section.family_of(rank)?;
                let (offset, entries, last) = Self::entries_of(section, rank, family, predicate)?;
                Walk::Subjects(Subjects { ranks: 0..0, subject, family, offset, family_end: 0, entries, last })
            }
            (None, _, Some(TermId(object))) => {
                let mut items = section.inverse_items(object)?;
                if let Some(predicate) = predicate {
                    items.start = section.inverse_predicate.first_at_least(items.clone(), predicate)?;
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

    /// Of a subject: its rank, counted from the first of its family, and the entries from that of a predicate on, with the last that is wanted.
    #[inline]
    fn entries_of(section: &TripleSection<'_>, rank: u32, family: u32, predicate: Option<u32>) -> Option<(u32, Range<u32>, u32)> {
        let offset = rank.checked_sub(section.family_first.get(family)?)?;
        let mut entries = section.entries(family)?;
        if let Some(predicate) = predicate {
            entries.start = section.entry_predicate.first_at_least(entries.clone(), predicate)?;
        }
        Some((offset, entries, predicate.unwrap_or(u32::MAX)))
    }

    /// Puts the next list into `run`; false at the end.
    #[inline]
    pub fn next_run(&mut self, section: &TripleSection<'_>, run: &mut Run) -> Option<bool> {
        match self {
            Walk::Subjects(walk) => walk.next_run(section, run),
            Walk::Predicate(walk) => walk.next_run(section, run),
            Walk::Object(walk) => walk.next_run(section, run),
            Walk::Both(walk) => walk.next_run(section, run),
            Walk::Few(walk) => walk.next_run(section, run),
        }
    }
}

impl Subjects {
    #[inline]
    fn next_run(&mut self, section: &TripleSection<'_>, run: &mut Run) -> Option<bool> {
        while self.entries.is_empty() {
            let Some(rank) = self.ranks.next() else { return Some(false) };
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
            return Some(false);
        }
        (run.subject, run.predicate) = (self.subject, predicate);
        match section.entry(entry)? {
            Entry::Common(object) => (run.object, run.items) = (object, Items::One),
            Entry::Single(first) => {
                run.object = section.object_at(&section.lists(predicate)?, first.checked_add(self.offset)?)?;
                run.items = Items::One;
            }
            Entry::Lists(first) => {
                let items = section.list(section.first_of_lists(predicate)?, first.checked_add(self.offset)?)?;
                run.items = Items::Objects(section.lists(predicate)?, items);
            }
        }
        Some(true)
    }
}

impl OfPredicate {
    #[inline]
    fn next_run(&mut self, section: &TripleSection<'_>, run: &mut Run) -> Option<bool> {
        run.predicate = self.predicate;
        if self.ranks.is_empty() {
            let Some(place) = self.places.next() else { return Some(false) };
            let entry = section.by_predicate.get(place)?;
            let ranks = section.ranks(section.family_of_entry(entry)?)?;
            match section.entry(entry)? {
                Entry::Common(object) => {
                    (run.object, run.items) = (object, Items::Subjects(ranks, 0..0));
                    return Some(true);
                }
                Entry::Single(first) => {
                    run.items = Items::Singles(self.lists, ranks, first);
                    return Some(true);
                }
                Entry::Lists(first) => (self.list, self.ranks) = (first, ranks),
            }
        }
        run.subject = section.subject(self.ranks.next()?);
        run.items = Items::Objects(self.lists, section.list(self.first_of_lists, self.list)?);
        self.list = self.list.checked_add(1)?;
        Some(true)
    }
}

impl OfObject {
    /// The first subject of a predicate comes alone: whoever wants one only need not wait for a search of how many there are.
    #[inline]
    fn next_run(&mut self, section: &TripleSection<'_>, run: &mut Run) -> Option<bool> {
        run.object = self.object;
        if let Some(predicate) = self.present.take() {
            let end = section.inverse_predicate.first_at_least(self.items.clone(), predicate.checked_add(1)?)?;
            let items = self.items.start..end;
            self.items.start = end;
            if !items.is_empty() {
                run.items = Items::Subjects(0..0, items);
                return Some(true);
            }
        }
        let Some(item) = self.items.next() else { return Some(false) };
        run.predicate = section.inverse_predicate.get(item)?;
        if run.predicate > self.last {
            self.items = 0..0;
            return Some(false);
        }
        self.present = Some(run.predicate);
        run.items = Items::Subjects(section.ranks_of(item)?, 0..0);
        Some(true)
    }
}

/// Of a triple that is found: its predicate, and, where it is in a list, its item, counted from the predicate's first.
type Found = (u32, Option<u32>);

impl Both {
    fn next_run(&mut self, section: &TripleSection<'_>, run: &mut Run) -> Option<bool> {
        let found = self.find(section)?;
        if let Some((predicate, _)) = found {
            *run = Run { subject: self.subject, predicate, object: self.object, items: Items::One };
        }
        Some(found.is_some())
    }

    fn find(&mut self, section: &TripleSection<'_>) -> Option<Option<Found>> {
        for entry in self.entries.by_ref() {
            let predicate = section.entry_predicate.get(entry)?;
            if predicate > self.last {
                break;
            }
            let items = match section.entry(entry)? {
                Entry::Common(common) if common == self.object => return Some(Some((predicate, None))),
                Entry::Common(_) => continue,
                Entry::Single(first) => {
                    let item = first.checked_add(self.offset)?;
                    item..item.checked_add(1)?
                }
                Entry::Lists(first) => section.list(section.first_of_lists(predicate)?, first.checked_add(self.offset)?)?,
            };
            if let Some(item) = section.item_of(&section.lists(predicate)?, items, self.object)? {
                return Some(Some((predicate, Some(item))));
            }
        }
        self.entries = 0..0;
        Some(None)
    }
}

impl Few {
    fn next_run(&mut self, section: &TripleSection<'_>, run: &mut Run) -> Option<bool> {
        for item in self.items.by_ref() {
            if !self.subjects.contains(&section.inverse_subject.get(item)?) {
                continue;
            }
            let predicate = section.inverse_predicate.get(item)?;
            if self.predicate.is_none_or(|wanted| wanted == predicate) {
                *run = Run { subject: self.subject, predicate, object: self.object, items: Items::One };
                return Some(true);
            }
        }
        Some(false)
    }
}

/// The item of a triple that is in a list.
pub(super) fn item_of(section: &TripleSection<'_>, graphs: &GraphFields<'_>, triple: &Triple) -> Option<u32> {
    let Triple { subject: TermId(subject), predicate: TermId(predicate), object: TermId(object), .. } = *triple;
    let rank = section.rank(subject)?;
    let (offset, entries, last) = Walk::entries_of(section, rank, section.family_of(rank)?, Some(predicate))?;
    let (_, item) = Both { subject, object, offset, entries, last }.find(section)??;
    item?.checked_add(graphs.predicate_item()?.get(predicate)?)
}
