//! Single look-ups in [`TripleTable`]: from terms to ranks, and from those to runs of items.
//!
//! What is read where nothing is counts as 0, and so may make a wrong answer, but a number of rows that is wrong would make an endless one:
//! a range that contradicts what is known of the table is empty.

use core::ops::Range;

use crate::format::packed::Records;
use crate::format::search::bisect;
use crate::format::triple_sections::{GraphFields, HINT_LOG2, TripleTable, entry_field, entry_kind, predicate_field};

/// What a family's subjects have of a predicate: a number and its kind, one of [`entry_kind`](crate::format::triple_sections::entry_kind).
#[derive(Clone, Copy, Debug)]
pub(super) struct Value(u32);

impl Value {
    #[inline]
    pub fn kind(self) -> u32 {
        self.0 & 3
    }

    /// Whether some subject of the family has an object of this entry by a later predicate, too.
    #[inline]
    pub fn is_shared(self) -> bool {
        self.0 & entry_kind::SHARED != 0
    }

    #[inline]
    pub fn number(self) -> u32 {
        self.0 >> 3
    }
}

/// The lists of one predicate: their first byte, the width of an item, and the line that items are added to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lists {
    bytes: u32,
    width: u32,
    base: u32,
    step: u32,
}

impl Lists {
    pub const NONE: Lists = Lists { bytes: 0, width: 0, base: 0, step: 0 };

    /// False if no item can be that object.
    #[inline]
    fn may_have(&self, object: u32) -> bool {
        self.step != 0 || object.wrapping_sub(self.base).checked_shr(self.width).unwrap_or(0) == 0
    }
}

/// The fields of a record of two, where a call is not too dear: a program that is optimised for size has it once.
#[inline]
fn two(records: &Records<'_, 2>, row: u32) -> [u32; 2] {
    records.get(row)
}

impl TripleTable<'_> {
    /// The rank of a subject.
    #[inline]
    pub(super) fn rank(&self, term: u32) -> Option<u32> {
        term.checked_sub(self.subjects_first()).filter(|rank| *rank < self.subjects_len())
    }

    /// The term of a rank.
    #[inline]
    pub(super) fn subject(&self, rank: u32) -> u32 {
        self.subjects_first().wrapping_add(rank)
    }

    /// Of a rank: its place in its family, and the family's entries.
    #[inline]
    pub(super) fn entries_of(&self, rank: u32) -> Option<(u32, Range<u32>)> {
        let family = self.family_of(rank)?;
        Some((rank.checked_sub(self.family_first().value(family))?, self.entries_of_family(family)))
    }

    /// The family of a rank.
    #[inline(always)]
    fn family_of(&self, rank: u32) -> Option<u32> {
        let ((first, last), firsts) = (self.families_near(rank), self.family_first());
        let family = bisect(first..last, 0, |family| firsts.value(family.wrapping_add(1)) <= rank).start;
        (family < self.families_len()).then_some(family)
    }

    /// The first and the last family that a rank may be of.
    #[inline(always)]
    fn families_near(&self, rank: u32) -> (u32, u32) {
        self.rank_hint().pair(rank >> HINT_LOG2)
    }

    /// Whether a rank is in a family. Few have to know, and a loop that does shall not prepare for it.
    #[inline(never)]
    pub(super) fn is_in_family(&self, rank: u32, family: u32) -> bool {
        let (first, last) = self.families_near(rank);
        first <= family && family <= last && self.ranks(family).contains(&rank)
    }

    /// The ranks of a family, of which there is one at least.
    #[inline]
    pub(super) fn ranks(&self, family: u32) -> Range<u32> {
        let (start, end) = self.family_first().pair(family);
        if end <= self.subjects_len() { start..end } else { 0..0 }
    }

    /// The entries of a family.
    #[inline(always)]
    pub(super) fn entries_of_family(&self, family: u32) -> Range<u32> {
        let (start, end) = self.family_entries().pair(family);
        if end <= self.entries_len() { start..end } else { 0..0 }
    }

    /// The first of some entries of a family whose predicate is that one or a later one.
    #[inline]
    pub(super) fn first_entry(&self, entries: Range<u32>, predicate: u32) -> u32 {
        let table = self.entries();
        bisect(entries, 0, |entry| table.field(entry, entry_field::PREDICATE) < predicate).start
    }

    /// An entry's predicate, and what it says.
    #[inline]
    pub(super) fn entry(&self, entry: u32) -> (u32, Value) {
        let [predicate, value] = self.entries().get(entry);
        (predicate, Value(value))
    }

    /// The lists of a predicate.
    #[inline]
    pub(super) fn lists(&self, predicate: u32) -> Lists {
        let [bytes, width, base, step] = self.lists_of().get(predicate);
        Lists { bytes, width, base, step }
    }

    /// The first item in lists of a predicate, and places in `by_predicate` from its first on; those of later predicates are among them.
    #[inline]
    pub(super) fn places(&self, predicate: u32) -> (u32, Range<u32>) {
        let [first, start] = two(&self.predicates(), predicate);
        (first, start..self.entries_len())
    }

    /// The entry at a place in `by_predicate`, and its family.
    #[inline]
    pub(super) fn entry_at(&self, place: u32) -> (u32, u32) {
        let [entry, family] = two(&self.by_predicate(), place);
        (entry, family)
    }

    /// The first item in lists of a predicate, which those in `list_starts` are counted from.
    #[inline]
    pub(super) fn first_of_lists(&self, predicate: u32) -> u32 {
        self.predicates().field(predicate, predicate_field::LISTS)
    }

    /// The items of the list at `place` in `list_starts`, counted from the predicate's first. There is one at least, and a bit for each.
    #[inline]
    pub(super) fn list(&self, first: u32, place: u32) -> Range<u32> {
        let (start, end) = self.list_starts().pair(place);
        if end >> 3 <= self.0.len_bytes() { start.wrapping_sub(first)..end.wrapping_sub(first) } else { 0..0 }
    }

    /// The object of an item, counted from the predicate's first.
    #[inline(always)]
    pub(super) fn object_at(&self, lists: &Lists, item: u32) -> u32 {
        let line = lists.base.wrapping_add(lists.step.wrapping_mul(item));
        line.wrapping_add(self.list_objects().after(lists.bytes).item(item, lists.width as u8))
    }

    /// The inverse items of an object. Each has a bit at least.
    #[inline]
    pub(super) fn inverse_items(&self, object: u32) -> Range<u32> {
        if object >= self.objects_len() {
            return 0..0;
        }
        let (start, end) = self.inverse_starts().pair(object);
        if end >> 3 <= self.0.len_bytes() { start..end } else { 0..0 }
    }

    /// The predicate of an inverse item.
    #[inline]
    pub(super) fn predicate_of(&self, item: u32) -> u32 {
        self.inverse_predicate().value(item)
    }

    /// The first of some inverse items of an object whose predicate is that one or a later one.
    #[inline]
    pub(super) fn first_of_predicate(&self, items: Range<u32>, predicate: u32) -> u32 {
        self.inverse_predicate().first_at_least(items, predicate)
    }

    /// The ranks of an inverse item: one, or those of a family.
    #[inline]
    pub(super) fn ranks_of(&self, item: u32) -> Range<u32> {
        let rank = self.inverse_subject().value(item);
        match rank.checked_sub(self.subjects_len()) {
            None => rank..rank.wrapping_add(1),
            Some(family) => self.ranks(family),
        }
    }

    /// The item of an object in what a subject, counted from the first of its family, has by an entry that is not of a common object.
    #[inline(never)]
    pub(super) fn item_of_entry(&self, predicate: u32, entry: Value, subject: u32, object: u32) -> Option<Option<u32>> {
        let lists = self.lists(predicate);
        if !lists.may_have(object) {
            return Some(None);
        }
        let place = entry.number().wrapping_add(subject);
        let items = match entry.kind() {
            entry_kind::SINGLE => place..place.checked_add(1)?,
            _ => self.list(self.first_of_lists(predicate), place),
        };
        Some(self.item_of(&lists, items, object))
    }

    /// The item of an object among some of a list, which ascend, counted from the predicate's first. The last is not searched for, as
    /// it is what is left.
    #[inline]
    fn item_of(&self, lists: &Lists, items: Range<u32>, object: u32) -> Option<u32> {
        let item = bisect(items.start..items.end.wrapping_sub(1), 0, |item| self.object_at(lists, item) < object).start;
        (self.object_at(lists, item) == object).then_some(item)
    }
}

/// The graphs of an item's set, as rows of `graph_name`; there is one at least.
pub(super) fn graphs_of(sets: &GraphFields<'_>, item: u32) -> Option<Range<u32>> {
    let (set, first) = (sets.item_set()?.get(item)?, sets.set_first()?);
    let graphs = first.get(set)?..first.get(set.checked_add(1)?)?;
    (graphs.start < graphs.end).then_some(graphs)
}
