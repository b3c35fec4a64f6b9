//! Single look-ups in a [`TripleTable`]: from terms to ranks, and from those to ranges of items.
//!
//! A value that is out of range is read as 0, so a corrupt table can give a wrong answer. A wrong number of rows could give an
//! endless answer, so a range that is inconsistent with the rest of the table is empty.

use core::ops::Range;

use crate::format::packed::Records;
use crate::format::search::bisect;
use crate::format::triple_sections::{GraphFields, HINT_LOG2, TripleTable, entry_field, entry_kind, predicate_field};

/// The value of an entry: what the subjects of a family have of a predicate, as a number and its kind ([`entry_kind`]).
#[derive(Clone, Copy, Debug)]
pub(super) struct EntryValue(u32);

impl EntryValue {
    #[inline]
    pub fn kind(self) -> u32 {
        self.0 & 3
    }

    /// Whether some subject of the family has one of the entry's objects with a later predicate as well.
    #[inline]
    pub fn is_shared(self) -> bool {
        self.0 & entry_kind::SHARED != 0
    }

    #[inline]
    pub fn number(self) -> u32 {
        self.0 >> 3
    }
}

/// Where the items of a predicate are: their first byte, the width of an item, and the line that is added to them.
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
    fn may_contain(&self, object: u32) -> bool {
        self.step != 0 || object.wrapping_sub(self.base).checked_shr(self.width).unwrap_or(0) == 0
    }
}

/// The fields of a record of two. A program that is optimised for size has one copy of it.
#[inline]
fn pair_record(records: &Records<'_, 2>, row: u32) -> [u32; 2] {
    records.get(row)
}

impl TripleTable<'_> {
    /// The rank of a subject; `None` if the term is not a subject.
    #[inline]
    pub(super) fn rank(&self, term: u32) -> Option<u32> {
        term.checked_sub(self.subjects_first()).filter(|rank| *rank < self.subjects_len())
    }

    /// The term of a rank.
    #[inline]
    pub(super) fn subject(&self, rank: u32) -> u32 {
        self.subjects_first().wrapping_add(rank)
    }

    /// For a rank: its distance from the first rank of its family, and the entries of the family.
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

    /// The first and the last family that the rank can be in.
    #[inline(always)]
    fn families_near(&self, rank: u32) -> (u32, u32) {
        self.rank_hint().pair(rank >> HINT_LOG2)
    }

    /// Whether a rank is in a family. Never inlined, because few calls happen, and they should not slow down the loops around
    /// them.
    #[inline(never)]
    pub(super) fn is_in_family(&self, rank: u32, family: u32) -> bool {
        let (first, last) = self.families_near(rank);
        first <= family && family <= last && self.ranks(family).contains(&rank)
    }

    /// The ranks of a family. Empty if the table is corrupt.
    #[inline]
    pub(super) fn ranks(&self, family: u32) -> Range<u32> {
        let (start, end) = self.family_first().pair(family);
        if end <= self.subjects_len() { start..end } else { 0..0 }
    }

    /// The entries of a family. Empty if the table is corrupt.
    #[inline(always)]
    pub(super) fn entries_of_family(&self, family: u32) -> Range<u32> {
        let (start, end) = self.family_entries().pair(family);
        if end <= self.entries_len() { start..end } else { 0..0 }
    }

    /// The first of `entries`, which are entries of one family, whose predicate is not less than `predicate`; otherwise their
    /// end.
    #[inline]
    pub(super) fn first_entry(&self, entries: Range<u32>, predicate: u32) -> u32 {
        let table = self.entries();
        bisect(entries, 0, |entry| table.field(entry, entry_field::PREDICATE) < predicate).start
    }

    /// The predicate and the value of an entry.
    #[inline]
    pub(super) fn entry(&self, entry: u32) -> (u32, EntryValue) {
        let [predicate, value] = self.entries().get(entry);
        (predicate, EntryValue(value))
    }

    /// Where the items of a predicate are.
    #[inline]
    pub(super) fn lists(&self, predicate: u32) -> Lists {
        let [bytes, width, base, step] = self.lists_of().get(predicate);
        Lists { bytes, width, base, step }
    }

    /// The predicate's first item in lists, and its positions in `by_predicate`. Those of later predicates follow in the same
    /// range.
    #[inline]
    pub(super) fn positions(&self, predicate: u32) -> (u32, Range<u32>) {
        let [first, start] = pair_record(&self.predicates(), predicate);
        (first, start..self.entries_len())
    }

    /// The entry at a position in `by_predicate`, and its family.
    #[inline]
    pub(super) fn entry_at(&self, position: u32) -> (u32, u32) {
        let [entry, family] = pair_record(&self.by_predicate(), position);
        (entry, family)
    }

    /// The predicate's first item in lists, counted as in `list_starts`: over all predicates.
    #[inline]
    pub(super) fn first_of_lists(&self, predicate: u32) -> u32 {
        self.predicates().field(predicate, predicate_field::LISTS)
    }

    /// The items of the list at `index` in `list_starts`, counted from the predicate's first item, which is `first`. Each item
    /// has at least one bit in the data, so a range that ends beyond them is corrupt, and the result is empty.
    #[inline]
    pub(super) fn list(&self, first: u32, index: u32) -> Range<u32> {
        let (start, end) = self.list_starts().pair(index);
        if end >> 3 <= self.0.len_bytes() { start.wrapping_sub(first)..end.wrapping_sub(first) } else { 0..0 }
    }

    /// The object of an item, which is counted from the predicate's first item.
    #[inline(always)]
    pub(super) fn object_at(&self, lists: &Lists, item: u32) -> u32 {
        let line = lists.base.wrapping_add(lists.step.wrapping_mul(item));
        line.wrapping_add(self.list_objects().after(lists.bytes).item(item, lists.width as u8))
    }

    /// The inverse items of an object. Each has at least one bit in the data, so a range that ends beyond them is corrupt, and
    /// the result is empty.
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

    /// The first of `items`, which are inverse items of one object, whose predicate is not less than `predicate`; otherwise
    /// their end.
    #[inline]
    pub(super) fn first_of_predicate(&self, items: Range<u32>, predicate: u32) -> u32 {
        self.inverse_predicate().first_at_least(items, predicate)
    }

    /// The ranks of an inverse item: a single one, or those of a family.
    #[inline]
    pub(super) fn ranks_of(&self, item: u32) -> Range<u32> {
        let rank = self.inverse_subject().value(item);
        match rank.checked_sub(self.subjects_len()) {
            None => rank..rank.wrapping_add(1),
            Some(family) => self.ranks(family),
        }
    }

    /// The item that has the object, among those that a subject has by an entry; `Some(None)` if it has no such item, `None` if
    /// the table is corrupt. `offset` is the subject's rank minus the first rank of its family. The entry must not be of a
    /// common object.
    #[inline(never)]
    pub(super) fn item_of_entry(&self, predicate: u32, entry: EntryValue, offset: u32, object: u32) -> Option<Option<u32>> {
        let lists = self.lists(predicate);
        if !lists.may_contain(object) {
            return Some(None);
        }
        let index = entry.number().wrapping_add(offset);
        let items = match entry.kind() {
            entry_kind::SINGLE => index..index.checked_add(1)?,
            _ => self.list(self.first_of_lists(predicate), index),
        };
        Some(self.item_of(&lists, items, object))
    }

    /// The item among `items` that has the object, counted from the predicate's first item. Objects ascend over `items`. The
    /// search excludes the last item: it is what remains if no other one matches.
    #[inline]
    fn item_of(&self, lists: &Lists, items: Range<u32>, object: u32) -> Option<u32> {
        let item = bisect(items.start..items.end.wrapping_sub(1), 0, |item| self.object_at(lists, item) < object).start;
        (self.object_at(lists, item) == object).then_some(item)
    }
}

/// The rows in `graph_name` of an item's graphs. At least one; `None` if the section is corrupt.
pub(super) fn graphs_of(sets: &GraphFields<'_>, item: u32) -> Option<Range<u32>> {
    let (set, first) = (sets.item_set()?.get(item)?, sets.set_first()?);
    let graphs = first.get(set)?..first.get(set.checked_add(1)?)?;
    (graphs.start < graphs.end).then_some(graphs)
}
