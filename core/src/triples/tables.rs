//! Single look-ups in [`TripleSection`]: from terms to ranks, predicates and pairs, and from those to runs of items.
//!
//! Everything returns `None` where the section contradicts itself; absence is a second, inner `Option`.

use core::ops::Range;

use crate::bits;
use crate::column::partition_point;
use crate::layout::{TripleSection, predicate_field as field};

/// A predicate's record, and its index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Predicate {
    pub index: u32,
    pub term: u32,
    entries: u32,
    common: u32,
    lists: u32,
    items: u32,
    pub pairs: u32,
    width: u8,
    bytes: u32,
    starts: u32,
    inverse_starts: u32,
}

/// An entry of a family.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// Each subject has a list; this is the first one's.
    Lists(u32),
    /// All subjects have the object of this pair.
    Common(u32),
}

impl TripleSection<'_> {
    /// The rank of a subject.
    pub(super) fn rank(&self, term: u32) -> Option<Option<u32>> {
        if term >= self.ranked_len {
            return Some(None);
        }
        Some(self.subject_rank.get(term)?.checked_sub(1))
    }

    /// The family of a rank.
    pub(super) fn family_of(&self, rank: u32) -> Option<u32> {
        let after = partition_point(0..self.families_len, |family| Some(self.family_first.get(family)? <= rank))?;
        after.checked_sub(1)
    }

    /// The family of an entry.
    pub(super) fn family_of_entry(&self, entry: u32) -> Option<u32> {
        let after = partition_point(0..self.families_len, |family| Some(self.family_entries.get(family)? <= entry))?;
        after.checked_sub(1)
    }

    /// The ranks of a family's subjects. There is one at least.
    pub(super) fn ranks(&self, family: u32) -> Option<Range<u32>> {
        let ranks = self.family_first.get(family)?..self.family_first.get(family.checked_add(1)?)?;
        (ranks.start < ranks.end && ranks.end <= self.subjects_len).then_some(ranks)
    }

    /// The entries of a family.
    pub(super) fn entries(&self, family: u32) -> Option<Range<u32>> {
        let entries = self.family_entries.get(family)?..self.family_entries.get(family.checked_add(1)?)?;
        (entries.end <= self.entries_len).then_some(entries)
    }

    pub(super) fn entry(&self, entry: u32) -> Option<Entry> {
        let value = self.entry_value.get(entry)?;
        Some(if value & 1 == 0 { Entry::Lists(value >> 1) } else { Entry::Common(value >> 1) })
    }

    /// The index of a predicate.
    pub(super) fn predicate_index(&self, term: u32) -> Option<Option<u32>> {
        let index = partition_point(0..self.predicates_len, |index| Some(self.predicates.field(index, field::TERM)? < term))?;
        Some((index < self.predicates_len && self.predicates.field(index, field::TERM)? == term).then_some(index))
    }

    pub(super) fn predicate(&self, index: u32) -> Option<Predicate> {
        if index >= self.predicates_len {
            return None;
        }
        let [term, entries, common, lists, items, pairs, width, bytes, starts, inverse_starts] =
            self.predicates.record::<{ field::LEN }>(index)?;
        let width = u8::try_from(width).ok()?;
        Some(Predicate { index, term, entries, common, lists, items, pairs, width, bytes, starts, inverse_starts })
    }

    /// The same field of the next predicate, which is where this one's part ends.
    fn end(&self, predicate: &Predicate, field: usize) -> Option<u32> {
        self.predicates.field(predicate.index.checked_add(1)?, field)
    }

    /// The places in `by_predicate` of a predicate's entries, those with lists and those with a common object.
    pub(super) fn entries_of(&self, predicate: &Predicate) -> Option<Range<u32>> {
        Some(predicate.entries..self.end(predicate, field::ENTRIES)?.min(self.entries_len))
    }

    /// The places in `by_predicate` of the entries whose common object is that of the pair.
    pub(super) fn common_entries(&self, predicate: &Predicate, pair: u32) -> Option<Range<u32>> {
        let places = predicate.common..self.end(predicate, field::ENTRIES)?.min(self.entries_len);
        if places.is_empty() {
            return Some(places);
        }
        let pair_at = |place| Some(self.entry_value.get(self.by_predicate.get(place)?)? >> 1);
        let start = partition_point(places.clone(), |place| Some(pair_at(place)? < pair))?;
        let end = partition_point(start..places.end, |place| Some(pair_at(place)? <= pair))?;
        Some(start..end)
    }

    /// The items of a list. There is one at least.
    pub(super) fn list(&self, predicate: &Predicate, list: u32) -> Option<Range<u32>> {
        let index = list.checked_sub(predicate.lists)?;
        let Some(starts) = predicate.starts.checked_sub(1) else {
            let item = predicate.items.checked_add(index)?;
            return Some(item..item.checked_add(1)?);
        };
        let index = starts.checked_add(index)?;
        let items = if list.checked_add(1)? == self.end(predicate, field::LISTS)? {
            self.list_starts.get(index)?..self.end(predicate, field::ITEMS)?
        } else {
            let (start, end) = self.list_starts.pair(index)?;
            start..end
        };
        (items.start < items.end).then_some(items)
    }

    /// The pair of an item.
    #[inline]
    pub(super) fn pair_at(&self, predicate: &Predicate, item: u32) -> Option<u32> {
        let bytes = self.list_objects.get(usize::try_from(predicate.bytes).ok()?..)?;
        predicate.pairs.checked_add(bits::item(bytes, item.checked_sub(predicate.items)?, predicate.width)?)
    }

    /// The pair of a predicate and an object.
    pub(super) fn pair(&self, predicate: &Predicate, object: u32) -> Option<Option<u32>> {
        let end = self.end(predicate, field::PAIRS)?;
        self.pair_object.find(predicate.pairs..end, object)
    }

    /// The items of the inverse list of a pair. There may be none.
    pub(super) fn inverse_list(&self, predicate: &Predicate, pair: u32) -> Option<Range<u32>> {
        let index = pair.checked_sub(predicate.pairs)?;
        let Some(starts) = predicate.inverse_starts.checked_sub(1) else {
            let item = predicate.items.checked_add(index)?;
            return Some(item..item.checked_add(1)?);
        };
        let index = starts.checked_add(index)?;
        if pair.checked_add(1)? == self.end(predicate, field::PAIRS)? {
            return Some(self.inverse_starts.get(index)?..self.end(predicate, field::ITEMS)?);
        }
        let (start, end) = self.inverse_starts.pair(index)?;
        Some(start..end)
    }

    /// In the list of a subject: the item of an object.
    pub(super) fn item_of(&self, predicate: &Predicate, list: u32, object: u32) -> Option<Option<u32>> {
        let items = self.list(predicate, list)?;
        let end = items.end;
        let object_at = |item| self.pair_object.get(self.pair_at(predicate, item)?);
        let item = partition_point(items, |item| Some(object_at(item)? < object))?;
        Some((item < end && object_at(item)? == object).then_some(item))
    }

    /// The sets of predicates that an object has: places in `incoming_predicate`.
    pub(super) fn incoming_of(&self, object: u32) -> Option<Range<u32>> {
        if object >= self.objects_len {
            return Some(0..0);
        }
        let Some(set) = self.incoming.get(object)?.checked_sub(1) else { return Some(0..0) };
        Some(self.incoming_first.get(set)?..self.incoming_first.get(set.checked_add(1)?)?)
    }

    /// The graphs of an item: places in `graph_name`.
    pub(super) fn graphs_of(&self, item: u32) -> Option<Range<u32>> {
        let set = self.item_graphs.get(item)?;
        let graphs = self.graph_first.get(set)?..self.graph_first.get(set.checked_add(1)?)?;
        (graphs.start < graphs.end).then_some(graphs)
    }
}
