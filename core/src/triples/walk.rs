//! How a pattern goes from list to list ([`Walk`]), and through a list ([`Run`]).
//!
//! Every run has an item at least, but for inverse lists, of which there is one a predicate; a list that is empty is a contradiction
//! and ends the walk. So a walk over any bytes yields or ends soon.

use core::ops::Range;

use super::tables::{Entry, Predicate};
use super::{Pattern, Triple};
use crate::column::equal_range;
use crate::layout::TripleSection;
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
    /// One triple; its item, if it has one.
    One(Option<u32>),
    /// Objects of a subject.
    Objects(Predicate, Range<u32>),
    /// Subjects of an object, by item of an inverse list.
    Subjects(Range<u32>),
    /// Subjects of an object, by rank.
    Ranks(Range<u32>),
}

impl Run {
    pub const EMPTY: Run = Run { subject: 0, predicate: 0, object: 0, items: Items::Ranks(0..0) };

    /// The next triple and its item, where that is known; `Some(None)` at the end.
    #[inline]
    pub fn next(&mut self, section: &TripleSection<'_>) -> Option<Option<(Triple, Option<u32>)>> {
        let item = match &mut self.items {
            Items::Objects(predicate, items) => {
                let Some(item) = items.next() else { return Some(None) };
                self.object = section.pair_object.get(section.pair_at(predicate, item)?)?;
                Some(item)
            }
            Items::Subjects(items) => {
                let Some(item) = items.next() else { return Some(None) };
                self.subject = section.subject_term.get(section.inverse_subject.get(item)?)?;
                None
            }
            Items::Ranks(ranks) => {
                let Some(rank) = ranks.next() else { return Some(None) };
                self.subject = section.subject_term.get(rank)?;
                None
            }
            Items::One(item) => {
                let item = *item;
                self.items = Items::Ranks(0..0);
                item
            }
        };
        let [subject, predicate, object] = [self.subject, self.predicate, self.object].map(TermId);
        Some(Some((Triple { subject, predicate, object, graph: None }, item)))
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
    rank: u32,
    subject: u32,
    family: u32,
    family_ranks: Range<u32>,
    /// Entries of the present subject that are to come.
    entries: Range<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct OfPredicate {
    predicate: Predicate,
    /// Places in `by_predicate` that are to come.
    places: Range<u32>,
    entry: Entry,
    first_rank: u32,
    ranks: Range<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct OfObject {
    object: u32,
    /// The predicates to come: indices, or, for all of the object's, places in `incoming_predicate`.
    predicates: Range<u32>,
    all: bool,
    /// The present predicate's term.
    predicate: u32,
    /// Places in `by_predicate` of entries to come that have the object in common.
    common: Range<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct Both {
    subject: u32,
    object: u32,
    /// The subject's rank, counted from the first of its family.
    offset: u32,
    entries: Range<u32>,
    /// Places in `incoming_predicate` of predicates that the object is reached by.
    incoming: Range<u32>,
}

impl Walk {
    pub const END: Walk = Walk::Object(OfObject { object: 0, predicates: 0..0, all: false, predicate: 0, common: 0..0 });

    pub fn new(section: &TripleSection<'_>, pattern: Pattern) -> Option<Self> {
        let Pattern { subject, predicate, object } = pattern;
        let predicate = match predicate {
            None => None,
            Some(TermId(term)) => match section.predicate_index(term)? {
                None => return Some(Walk::END),
                index => index,
            },
        };
        match (subject, object) {
            (Some(TermId(subject)), _) => {
                let Some(rank) = section.rank(subject)? else { return Some(Walk::END) };
                let family = section.family_of(rank)?;
                let entries = entries(section, family, predicate)?;
                if let Some(TermId(object)) = object {
                    let offset = rank.checked_sub(section.ranks(family)?.start)?;
                    let incoming = section.incoming_of(object)?;
                    return Some(Walk::Both(Both { subject, object, offset, entries, incoming }));
                }
                let family_ranks = section.ranks(family)?;
                Some(Walk::Subjects(Subjects { ranks: 0..0, rank, subject, family, family_ranks, entries }))
            }
            (None, Some(TermId(object))) => {
                let (all, predicates) = match predicate {
                    Some(index) => (false, index..index.checked_add(1)?),
                    None => (true, section.incoming_of(object)?),
                };
                Some(Walk::Object(OfObject { object, predicates, all, predicate: 0, common: 0..0 }))
            }
            (None, None) => match predicate {
                Some(index) => {
                    let predicate = section.predicate(index)?;
                    let places = section.entries_of(&predicate)?;
                    let entry = Entry::Common(0);
                    Some(Walk::Predicate(OfPredicate { predicate, places, entry, first_rank: 0, ranks: 0..0 }))
                }
                None => {
                    let ranks = 0..section.subjects_len;
                    let (family_ranks, entries) = (0..0, 0..0);
                    Some(Walk::Subjects(Subjects { ranks, rank: 0, subject: 0, family: u32::MAX, family_ranks, entries }))
                }
            },
        }
    }

    /// The next list; `Some(None)` at the end.
    pub fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        match self {
            Walk::Subjects(walk) => walk.next_run(section),
            Walk::Predicate(walk) => walk.next_run(section),
            Walk::Object(walk) => walk.next_run(section),
            Walk::Both(walk) => walk.next_run(section),
        }
    }
}

impl Subjects {
    fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        if self.entries.is_empty() {
            let Some(rank) = self.ranks.next() else { return Some(None) };
            if rank >= self.family_ranks.end {
                self.family = self.family.wrapping_add(1);
                self.family_ranks = section.ranks(self.family)?;
            }
            self.rank = rank;
            self.subject = section.subject_term.get(rank)?;
            self.entries = section.entries(self.family)?;
        }
        let entry = self.entries.next()?;
        let predicate = section.predicate(section.entry_predicate.get(entry)?)?;
        let offset = self.rank.checked_sub(self.family_ranks.start)?;
        run(section, &predicate, section.entry(entry)?, self.subject, offset).map(Some)
    }
}

impl OfPredicate {
    fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        if self.ranks.is_empty() {
            let Some(place) = self.places.next() else { return Some(None) };
            let entry = section.by_predicate.get(place)?;
            self.entry = section.entry(entry)?;
            self.ranks = section.ranks(section.family_of_entry(entry)?)?;
            self.first_rank = self.ranks.start;
            if let Entry::Common(pair) = self.entry {
                let ranks = core::mem::replace(&mut self.ranks, 0..0);
                let object = section.pair_object.get(pair)?;
                return Some(Some(Run { subject: 0, predicate: self.predicate.term, object, items: Items::Ranks(ranks) }));
            }
        }
        let rank = self.ranks.next()?;
        let subject = section.subject_term.get(rank)?;
        run(section, &self.predicate, self.entry, subject, rank.checked_sub(self.first_rank)?).map(Some)
    }
}

impl OfObject {
    fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        loop {
            if let Some(place) = self.common.next() {
                let ranks = section.ranks(section.family_of_entry(section.by_predicate.get(place)?)?)?;
                return Some(Some(self.run(Items::Ranks(ranks))));
            }
            let Some(next) = self.predicates.next() else { return Some(None) };
            let index = if self.all { section.incoming_predicate.get(next)? } else { next };
            let predicate = section.predicate(index)?;
            let Some(pair) = section.pair(&predicate, self.object)? else { continue };
            self.predicate = predicate.term;
            self.common = section.common_entries(&predicate, pair)?;
            let items = section.inverse_list(&predicate, pair)?;
            if !items.is_empty() {
                return Some(Some(self.run(Items::Subjects(items))));
            }
        }
    }

    fn run(&self, items: Items) -> Run {
        Run { subject: 0, predicate: self.predicate, object: self.object, items }
    }
}

impl Both {
    fn next_run(&mut self, section: &TripleSection<'_>) -> Option<Option<Run>> {
        let Both { subject, object, .. } = *self;
        while let Some(entry) = self.entries.next() {
            let index = section.entry_predicate.get(entry)?;
            // Both sides ascend by predicate, so what is passed over here is of no use to a later entry either.
            while !self.incoming.is_empty() && section.incoming_predicate.get(self.incoming.start)? < index {
                self.incoming.next();
            }
            if self.incoming.is_empty() {
                break;
            }
            if section.incoming_predicate.get(self.incoming.start)? > index {
                continue;
            }
            let predicate = section.predicate(index)?;
            let item = match section.entry(entry)? {
                Entry::Lists(first) => section.item_of(&predicate, first.checked_add(self.offset)?, object)?.map(Some),
                Entry::Common(pair) => (section.pair_object.get(pair)? == object).then_some(None),
            };
            if let Some(item) = item {
                return Some(Some(Run { subject, predicate: predicate.term, object, items: Items::One(item) }));
            }
        }
        self.entries = 0..0;
        Some(None)
    }
}

/// The triples of a subject, by its place in the family, and an entry of the family.
fn run(section: &TripleSection<'_>, predicate: &Predicate, entry: Entry, subject: u32, offset: u32) -> Option<Run> {
    Some(match entry {
        Entry::Lists(first) => {
            let items = section.list(predicate, first.checked_add(offset)?)?;
            Run { subject, predicate: predicate.term, object: 0, items: Items::Objects(*predicate, items) }
        }
        Entry::Common(pair) => {
            Run { subject, predicate: predicate.term, object: section.pair_object.get(pair)?, items: Items::One(None) }
        }
    })
}

/// The entries of a family, or those of one predicate.
fn entries(section: &TripleSection<'_>, family: u32, predicate: Option<u32>) -> Option<Range<u32>> {
    let entries = section.entries(family)?;
    match predicate {
        None => Some(entries),
        Some(index) => equal_range(entries, index, |entry| section.entry_predicate.get(entry)),
    }
}

/// The item of a triple that was found from its object.
pub(super) fn item_of(section: &TripleSection<'_>, triple: &Triple) -> Option<u32> {
    let Triple { subject, predicate, object, .. } = *triple;
    let mut walk = Walk::new(section, Pattern { subject: Some(subject), predicate: Some(predicate), object: Some(object) })?;
    match walk.next_run(section)?? {
        Run { items: Items::One(item), .. } => item,
        _ => None,
    }
}
