//! The predicates that link a subject to an object: all of them, or a single one if the pattern binds it.
//!
//! They are found from the side that has less to search: the object's inverse items or the subject's entries.

use core::ops::Range;

use crate::format::triple_sections::{GraphFields, TripleTable, entry_kind};
use crate::store::triples::current::Current;

/// Up to this many inverse items are faster to scan than the entries of a subject are to search.
pub(super) const MAX_INVERSE_SCAN: usize = 12;

/// The entries of the subject that have the object.
#[derive(Clone, Debug)]
pub(super) struct FromSubject {
    /// The subject's rank minus the first rank of its family.
    offset: u32,
    entries: Range<u32>,
    /// The last predicate that is wanted.
    last: u32,
    /// The last entry that was returned or skipped.
    found: u32,
    /// Bit `i` says whether entry `found + 1 + i` has the object as well.
    further: u32,
}

/// The inverse items that have the subject, of an object with few inverse items.
#[derive(Clone, Debug)]
pub(super) struct FromObject {
    rank: u32,
    /// The value in `inverse_subject` that stands for the rank's family, once it is known. Until then the rank.
    family: u32,
    items: Range<u32>,
    /// The first and the last predicate that are wanted.
    first: u32,
    last: u32,
}

impl FromSubject {
    /// Prepares a search of a subject's entries up to predicate `last`. `offset` is the subject's rank minus the first rank of
    /// its family.
    #[inline]
    pub fn new(offset: u32, entries: Range<u32>, last: u32) -> Self {
        FromSubject { offset, entries, last, found: 0, further: 0 }
    }

    /// Goes to the next entry that has the object; `Some(false)` at the end, `None` if the table is corrupt.
    ///
    /// The first call also finds the further entries, as far as `further` has bits for them. Most entries say that there are
    /// none, and resuming a search later would cost more than finishing it.
    #[inline]
    pub fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        while self.further != 0 {
            let has = self.further & 1 != 0;
            (self.found, self.further) = (self.found.wrapping_add(1), self.further >> 1);
            if has {
                (current.predicate, _) = table.entry(self.found);
                return Some(true);
            }
        }
        let Some((entry, predicate)) = self.find(table, current.object)? else { return Some(false) };
        (current.predicate, self.found) = (predicate, entry);
        let end = self.entries.end;
        while !self.entries.is_empty() {
            let Some((next, _)) = self.find(table, current.object)? else { break };
            let Some(bit) = 1u32.checked_shl(next.wrapping_sub(entry).wrapping_sub(1)) else {
                self.entries = next..end;
                break;
            };
            self.further |= bit;
        }
        Some(true)
    }

    /// Searches for the next entry that has the object, and returns its number and predicate; `Some(None)` if there is none,
    /// `None` if the table is corrupt.
    #[inline(never)]
    fn find(&mut self, table: &TripleTable<'_>, object: u32) -> Option<Option<(u32, u32)>> {
        for number in self.entries.by_ref() {
            let (predicate, entry) = table.entry(number);
            if predicate > self.last {
                break;
            }
            let has = match entry.kind() {
                entry_kind::COMMON => entry.number() == object,
                _ => table.item_of_entry(predicate, entry, self.offset, object)?.is_some(),
            };
            if !has {
                continue;
            }
            // No later predicate has the object, or the last one is reached, which has it only once.
            if !entry.is_shared() || predicate == self.last {
                self.entries = 0..0;
            }
            return Some(Some((number, predicate)));
        }
        self.entries = 0..0;
        Some(None)
    }
}

impl FromObject {
    /// Prepares a scan of an object's inverse items for a subject's rank and the predicates from `first` to `last`.
    #[inline]
    pub fn new(rank: u32, items: Range<u32>, first: u32, last: u32) -> Self {
        FromObject { rank, family: rank, items, first, last }
    }

    /// Goes to the next inverse item that has the subject; `Some(false)` at the end.
    #[inline]
    pub fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        for item in self.items.by_ref() {
            let subject = table.inverse_subject().value(item);
            if subject != self.rank && subject != self.family {
                // A rank is in one family, so there is no other to look for.
                let Some(family) = subject.checked_sub(table.subjects_len()) else { continue };
                if self.family != self.rank || !table.is_in_family(self.rank, family) {
                    continue;
                }
                self.family = subject;
            }
            let predicate = table.predicate_of(item);
            if self.first <= predicate && predicate <= self.last {
                current.predicate = predicate;
                // A predicate has the subject at most once. Most often it is the last predicate of the object.
                if !self.items.is_empty() && table.predicate_of(self.items.end.wrapping_sub(1)) == predicate {
                    self.items = 0..0;
                }
                return Some(true);
            }
        }
        Some(false)
    }
}

/// The item of a triple, counted over all predicates. Only for stores with named graphs, where no object is common.
pub(super) fn item_of(table: &TripleTable<'_>, graphs: &GraphFields<'_>, triple: &Current) -> Option<u32> {
    let (offset, entries) = table.entries_of(table.rank(triple.subject)?)?;
    let (_, entry) = table.entry(table.first_entry(entries, triple.predicate));
    let item = table.item_of_entry(triple.predicate, entry, offset, triple.object)??;
    item.checked_add(graphs.predicate_item()?.get(triple.predicate)?)
}
