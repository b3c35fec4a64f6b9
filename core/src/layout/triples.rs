//! The section of triples.

use serde::{Deserialize, Serialize};

use super::{FieldSection, FieldVisitor};
use crate::ascending::Ascending;
use crate::blocks::Blocks;
use crate::column::{Column, Records};
use crate::wire::{fields, read_struct};

/// Ranks and entries between two hints of their family, as a power of two.
pub const HINT_LOG2: u32 = 4;
/// Most objects that the subjects of a family have in common.
pub const MOST_COMMON: u32 = 64;

/// Section [`Tag::Triples`](super::Tag::Triples): the asserted triples, by subject and by object.
///
/// Subjects that have the same predicates, and perhaps the same objects of some of them, are a *family* (the characteristic set of Neumann and
/// Moerkotte, 2011). Terms are numbered so that predicates come first and the subjects of a family follow each other: a predicate is its
/// term, and a subject's *rank* is its term less that of the first. A family has an *entry* for each predicate: either its subjects
/// have each a *list* of objects, or all of them have one *common* object, which takes no space but the entry. All lists of a predicate
/// follow each other, in the order of families and ranks; an item of a list is an object's term, less a line through all of the predicate.
/// All is there a second time by object: an inverse item is a predicate and a rank, or, in the rank's place, the number of subjects plus
/// a family all of which has the object in common.
///
/// | number | counts | order |
/// |---|---|---|
/// | rank | subjects | term |
/// | entry | predicates of families | family, predicate, others before common objects, object |
/// | item | objects that are not common | predicate, lists before one object each, rank of the subject, object |
/// | inverse item | subjects and families of objects | object, predicate, ranks before families |
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct TripleSection<'a> {
    /// Number of triples; one that is in two graphs counts twice.
    pub len: u32,
    /// Number of predicates, which are the first terms.
    pub predicates_len: u32,
    /// The first term that is a subject. The first of them may be predicates too.
    pub subjects_first: u32,
    /// Number of subjects: all terms from the first to the last, among which those of a family without entries have no triples.
    pub subjects_len: u32,
    /// Number of families.
    pub families_len: u32,
    /// By family, and once more behind the last: its first rank.
    #[serde(borrow)]
    pub family_first: Column<'a>,
    /// By 16 ranks, and once more: the family of the first of them; at the end the last family.
    #[serde(borrow)]
    pub rank_hint: Column<'a>,
    /// By family, and once more behind the last: its first entry.
    #[serde(borrow)]
    pub family_entries: Column<'a>,
    /// By 16 entries, and once more: the family of the first of them; at the end the last family.
    #[serde(borrow)]
    pub entry_hint: Column<'a>,
    /// Number of entries.
    pub entries_len: u32,
    /// By entry: the predicate.
    #[serde(borrow)]
    pub entry_predicate: Column<'a>,
    /// By entry: four times a number, and what kind of number it is ([`entry_kind`]).
    #[serde(borrow)]
    pub entry_value: Column<'a>,
    /// Entries by predicate: those of lists, those of one object each, those of common objects; then by what `entry_value` says.
    #[serde(borrow)]
    pub by_predicate: Column<'a>,
    /// By predicate, and once more behind the last: the fields of [`predicate_field`].
    #[serde(borrow)]
    pub predicates: Records<'a, { predicate_field::LEN }>,
    /// The first item of each list, and the end of the last, counted in items of lists.
    #[serde(borrow)]
    pub list_starts: Ascending<'a>,
    /// Items of the lists, each predicate's in its own width and from a byte of its own.
    #[serde(borrow)]
    pub list_objects: &'a [u8],
    /// Number of terms in `inverse_starts`: no later one is an object.
    pub objects_len: u32,
    /// By term, and once more behind the last: its first inverse item.
    #[serde(borrow)]
    pub inverse_starts: Ascending<'a>,
    /// By inverse item: the predicate.
    #[serde(borrow)]
    pub inverse_predicate: Blocks<'a>,
    /// By inverse item: the subject's rank, or the number of subjects plus a family.
    #[serde(borrow)]
    pub inverse_subject: Column<'a>,
}

read_struct!(TripleSection<'a> {
    len,
    predicates_len,
    subjects_first,
    subjects_len,
    families_len,
    family_first,
    rank_hint,
    family_entries,
    entry_hint,
    entries_len,
    entry_predicate,
    entry_value,
    by_predicate,
    predicates,
    list_starts,
    list_objects,
    objects_len,
    inverse_starts,
    inverse_predicate,
    inverse_subject,
});

fields! {
    /// Section [`Tag::Graphs`](super::Tag::Graphs): the graphs of each triple. Without it all triples are in the default graph alone;
    /// with it no object is common to a family, so that each triple has an item.
    GraphSection<'a>, GraphFields, GraphField {
        /// Number of sets of graphs.
        sets_len: u32,
        /// By predicate: its first item.
        #[serde(borrow)]
        predicate_item: Column<'a>,
        /// By item of the lists: the set of graphs that the triple is in.
        #[serde(borrow)]
        item_set: Column<'a>,
        /// By set, and once more behind the last: its first graph.
        #[serde(borrow)]
        set_first: Column<'a>,
        /// The sets' graphs: 0 for the default graph, else the name's term + 1; ascending in each set.
        #[serde(borrow)]
        graph_name: Column<'a>,
    }
}

/// What [`TripleSection::entry_value`] says; the two low bits.
pub mod entry_kind {
    /// The family's subjects have one object each: the number is the first one's item, counted from the predicate's first.
    pub const SINGLE: u32 = 0;
    /// The family's subjects have lists of which some are longer: the number is the place in `list_starts` of the first one's.
    pub const LISTS: u32 = 1;
    /// The family's subjects have one object in common: the number is its term.
    pub const COMMON: u32 = 2;
}

/// Fields of [`TripleSection::predicates`], in this order.
pub mod predicate_field {
    /// The byte in `list_objects` at which its items begin.
    pub const BYTES: usize = 0;
    /// Bits of an item in `list_objects`.
    pub const WIDTH: usize = 1;
    /// What is added to an item in `list_objects` to make it a term.
    pub const BASE: usize = 2;
    /// What is added besides, as often as there are items of the predicate before it.
    pub const STEP: usize = 3;
    /// Its first item of lists; they are its first items.
    pub const LISTS: usize = 4;
    /// Its first entry in `by_predicate`.
    pub const ENTRIES: usize = 5;
    /// How many fields there are.
    pub const LEN: usize = 6;
}
