//! What is between a subject and an object: its predicates, or one that is asked for.
//!
//! They are found from either side, whichever has less to look through.

use core::ops::Range;

use crate::format::triple_sections::{GraphFields, TripleTable, entry_kind};
use crate::store::triples::current::Current;

/// So many inverse items are looked through faster than a subject's entries are.
pub(super) const FEW: usize = 12;

/// Those of the subject's entries that have the object.
#[derive(Clone, Debug)]
pub(super) struct FromSubject {
    /// The subject's rank, counted from the first of its family.
    offset: u32,
    entries: Range<u32>,
    /// The last predicate that is wanted.
    last: u32,
    /// An entry that was found, and those after it that have the object too, as bits by their distance from it.
    found: u32,
    further: u32,
}

/// Those of the object's few inverse items that have the subject.
#[derive(Clone, Debug)]
pub(super) struct FromObject {
    rank: u32,
    /// The number of the rank's family among items, once it is known; else the rank.
    family: u32,
    items: Range<u32>,
    /// The first and the last predicate that is wanted.
    first: u32,
    last: u32,
}

impl FromSubject {
    /// The entries of a subject by its place in its family, up to those of the last predicate that is wanted.
    #[inline]
    pub fn new(offset: u32, entries: Range<u32>, last: u32) -> Self {
        FromSubject { offset, entries, last, found: 0, further: 0 }
    }

    /// Goes to the next entry that has the object; false at the end. With the first come all others, as far as there are bits for them:
    /// most entries say that there are none, and to go on in the midst of a search costs more than to go through with it.
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
            let Some((further, _)) = self.find(table, current.object)? else { break };
            let Some(bit) = 1u32.checked_shl(further.wrapping_sub(entry).wrapping_sub(1)) else {
                self.entries = further..end;
                break;
            };
            self.further |= bit;
        }
        Some(true)
    }

    /// Looks for the next entry that has the object: its number and predicate.
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
            // A predicate that has the object has it once.
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
    /// The inverse items of an object, and the rank of the subject, with the first to the last of some predicates.
    #[inline]
    pub fn new(rank: u32, items: Range<u32>, first: u32, last: u32) -> Self {
        FromObject { rank, family: rank, items, first, last }
    }

    /// Goes to the next inverse item that has the subject; false at the end.
    #[inline]
    pub fn advance(&mut self, table: &TripleTable<'_>, current: &mut Current) -> Option<bool> {
        for item in self.items.by_ref() {
            let subject = table.inverse_subject().value(item);
            if subject != self.rank && subject != self.family {
                // A rank has one family.
                let Some(family) = subject.checked_sub(table.subjects_len()) else { continue };
                if self.family != self.rank || !table.is_in_family(self.rank, family) {
                    continue;
                }
                self.family = subject;
            }
            let predicate = table.predicate_of(item);
            if self.first <= predicate && predicate <= self.last {
                current.predicate = predicate;
                // A predicate that has the subject has it once, and mostly it is the only one.
                if !self.items.is_empty() && table.predicate_of(self.items.end.wrapping_sub(1)) == predicate {
                    self.items = 0..0;
                }
                return Some(true);
            }
        }
        Some(false)
    }
}

/// The item of a triple in a store with named graphs, where all objects are in lists, counted over all predicates.
pub(super) fn item_of(table: &TripleTable<'_>, graphs: &GraphFields<'_>, triple: &Current) -> Option<u32> {
    let (offset, entries) = table.entries_of(table.rank(triple.subject)?)?;
    let (_, entry) = table.entry(table.first_entry(entries, triple.predicate));
    let item = table.item_of_entry(triple.predicate, entry, offset, triple.object)??;
    item.checked_add(graphs.predicate_item()?.get(triple.predicate)?)
}
