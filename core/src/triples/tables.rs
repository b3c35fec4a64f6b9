//! Single look-ups in [`TripleSection`]: from terms to ranks, and from those to runs of items.
//!
//! Everything returns `None` where the section contradicts itself; absence is a second, inner `Option`.

use core::ops::Range;

use crate::bits;
use crate::column::{Column, partition_point};
use crate::layout::{GraphFields, HINT_LOG2, TripleSection, entry_kind, predicate_field as field};

/// What is said of a subject of a family by one of its entries.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// One object each; this is the first subject's item, counted from the predicate's first.
    Single(u32),
    /// A list each; this is the place in `list_starts` of the first subject's.
    Lists(u32),
    /// This object, all of them.
    Common(u32),
}

/// Where the items of a predicate are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lists {
    /// The byte at which they begin.
    bytes: u32,
    width: u8,
    /// What makes an item a term, with its place.
    base: u32,
    step: u32,
}

impl TripleSection<'_> {
    /// The rank of a subject.
    #[inline]
    pub(super) fn rank(&self, term: u32) -> Option<u32> {
        term.checked_sub(self.subjects_first).filter(|rank| *rank < self.subjects_len)
    }

    /// The subject of a rank.
    #[inline]
    pub(super) fn subject(&self, rank: u32) -> u32 {
        self.subjects_first.wrapping_add(rank)
    }

    /// The family of a rank.
    #[inline]
    pub(super) fn family_of(&self, rank: u32) -> Option<u32> {
        self.family_that_has(rank, &self.family_first, &self.rank_hint)
    }

    /// The family of an entry.
    #[inline]
    pub(super) fn family_of_entry(&self, entry: u32) -> Option<u32> {
        self.family_that_has(entry, &self.family_entries, &self.entry_hint)
    }

    /// The family in whose part a number is. Constant time: few families begin between two hints.
    #[inline]
    fn family_that_has(&self, number: u32, firsts: &Column<'_>, hints: &Column<'_>) -> Option<u32> {
        let hint = number >> HINT_LOG2;
        let (first, last) = hints.pair(hint)?;
        let family = partition_point(first..last, |family| Some(firsts.get(family.checked_add(1)?)? <= number))?;
        (family < self.families_len).then_some(family)
    }

    /// The ranks of a family's subjects. There is one at least.
    #[inline]
    pub(super) fn ranks(&self, family: u32) -> Option<Range<u32>> {
        let (start, end) = self.family_first.pair(family)?;
        let ranks = start..end;
        (ranks.start < ranks.end && ranks.end <= self.subjects_len).then_some(ranks)
    }

    /// The entries of a family.
    #[inline]
    pub(super) fn entries(&self, family: u32) -> Option<Range<u32>> {
        let (start, end) = self.family_entries.pair(family)?;
        (end <= self.entries_len).then_some(start..end)
    }

    #[inline]
    pub(super) fn entry(&self, entry: u32) -> Option<Entry> {
        let value = self.entry_value.get(entry)?;
        match value & 3 {
            entry_kind::SINGLE => Some(Entry::Single(value >> 2)),
            entry_kind::LISTS => Some(Entry::Lists(value >> 2)),
            entry_kind::COMMON => Some(Entry::Common(value >> 2)),
            _ => None,
        }
    }

    /// The places in `by_predicate` of a predicate's entries.
    pub(super) fn entries_of(&self, predicate: u32) -> Option<Range<u32>> {
        let end = self.predicates.field(predicate.checked_add(1)?, field::ENTRIES)?;
        Some(self.predicates.field(predicate, field::ENTRIES)?..end.min(self.entries_len))
    }

    #[inline]
    pub(super) fn lists(&self, predicate: u32) -> Option<Lists> {
        // These are the first fields of a record.
        let [bytes, width, base, step] = self.predicates.fields(predicate)?;
        Some(Lists { bytes, width: u8::try_from(width).ok()?, base, step })
    }

    /// The predicate's first item of lists.
    #[inline]
    pub(super) fn first_of_lists(&self, predicate: u32) -> Option<u32> {
        self.predicates.field(predicate, field::LISTS)
    }

    /// The items of a list, counted from the predicate's first, which is that item of all lists. There is one at least.
    #[inline]
    pub(super) fn list(&self, first: u32, place: u32) -> Option<Range<u32>> {
        let (start, end) = self.list_starts.pair(place)?;
        (start < end).then_some(start.checked_sub(first)?..end.checked_sub(first)?)
    }

    /// The object of an item, which is counted from the predicate's first.
    #[inline]
    pub(super) fn object_at(&self, lists: &Lists, item: u32) -> Option<u32> {
        let bytes = self.list_objects.get(usize::try_from(lists.bytes).ok()?..)?;
        let line = lists.base.wrapping_add(lists.step.wrapping_mul(item));
        Some(line.wrapping_add(bits::item(bytes, item, lists.width)?))
    }

    /// The inverse items of an object.
    #[inline]
    pub(super) fn inverse_items(&self, object: u32) -> Option<Range<u32>> {
        if object >= self.objects_len {
            return Some(0..0);
        }
        let (start, end) = self.inverse_starts.pair(object)?;
        Some(start..end)
    }

    /// The ranks that an inverse item stands for. There is one at least.
    #[inline]
    pub(super) fn ranks_of(&self, item: u32) -> Option<Range<u32>> {
        let rank = self.inverse_subject.get(item)?;
        match rank.checked_sub(self.subjects_len) {
            None => Some(rank..rank.checked_add(1)?),
            Some(family) => self.ranks(family),
        }
    }

    /// Among items of a predicate, which ascend by object and of which there is one at least: that of an object.
    pub(super) fn item_of(&self, lists: &Lists, items: Range<u32>, object: u32) -> Option<Option<u32>> {
        // The last is not searched for, as it is what is left.
        let item = partition_point(items.start..items.end.checked_sub(1)?, |item| Some(self.object_at(lists, item)? < object))?;
        Some((self.object_at(lists, item)? == object).then_some(item))
    }
}

/// The graphs of an item: places in `graph_name`.
pub(super) fn graphs_of(sets: &GraphFields<'_>, item: u32) -> Option<Range<u32>> {
    let (set, first) = (sets.item_set()?.get(item)?, sets.set_first()?);
    let graphs = first.get(set)?..first.get(set.checked_add(1)?)?;
    (graphs.start < graphs.end).then_some(graphs)
}
