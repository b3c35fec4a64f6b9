//! The section of triples.

use crate::format::bits::Bits;
use crate::format::column::Column;
use crate::format::elias_fano::EliasFano;
use crate::format::indexed::{FieldSection, FieldVisitor};
use crate::format::packed::{Packed, Records};
use crate::format::table::table;
use crate::format::wire::fields;

/// Ranks between two hints of their family, as a power of two.
pub const HINT_LOG2: u32 = 4;
/// Most objects that the subjects of a family have in common.
pub const MOST_COMMON: u32 = 64;

table! {
    /// Section [`Tag::Triples`](crate::Tag::Triples): the asserted triples, by subject and by object.
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
    /// | entry | predicates of families | family, predicate, common objects before others, object |
    /// | item | objects that are not common | predicate, lists before one object each, rank of the subject, object |
    /// | inverse item | subjects and families of objects | object, predicate, ranks before families |
    TripleSection<'a>, TripleTable, TripleField {
        /// Number of triples; one that is in two graphs counts twice.
        len: u32,
        /// Number of predicates, which are the first terms.
        predicates_len: u32,
        /// The first term that is a subject. The first of them may be predicates too.
        subjects_first: u32,
        /// Number of subjects: all terms from the first to the last, among which those of a family without entries have no triples.
        subjects_len: u32,
        /// Number of families.
        families_len: u32,
        /// By family, and once more behind the last: its first rank.
        family_first: Column<'a>,
        /// By 16 ranks, and once more: the family of the first of them; at the end the last family.
        rank_hint: Column<'a>,
        /// By family, and once more behind the last: its first entry.
        family_entries: Column<'a>,
        /// Number of entries.
        entries_len: u32,
        /// By entry: the fields of [`entry_field`].
        entries: Records<'a, { entry_field::LEN }>,
        /// Entries by predicate: those of lists, those of one object each, those of common objects; then by their value. Each has the
        /// fields of [`place_field`].
        by_predicate: Records<'a, { place_field::LEN }>,
        /// By predicate: the fields of [`predicate_field`].
        predicates: Records<'a, { predicate_field::LEN }>,
        /// By predicate: the fields of [`lists_field`].
        lists_of: Records<'a, { lists_field::LEN }>,
        /// The first item of each list, and the end of the last, counted in items of lists.
        list_starts: EliasFano<'a>,
        /// Items of the lists, each predicate's in its own width and from a byte of its own.
        list_objects: Bits<'a>,
        /// Number of terms in `inverse_starts`: no later one is an object.
        objects_len: u32,
        /// By term, and once more behind the last: its first inverse item.
        inverse_starts: EliasFano<'a>,
        /// By inverse item: the predicate.
        inverse_predicate: Packed<'a>,
        /// By inverse item: the subject's rank, or the number of subjects plus a family.
        inverse_subject: Packed<'a>,
    }
}

fields! {
    /// Section [`Tag::Graphs`](crate::Tag::Graphs): the graphs of each triple. Without it all triples are in the default graph alone;
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

/// Fields of [`TripleSection::entries`], in this order.
pub mod entry_field {
    /// The predicate.
    pub const PREDICATE: usize = 0;
    /// Eight times a number, and what kind of number it is ([`entry_kind`](super::entry_kind)).
    pub const VALUE: usize = 1;
    /// How many fields there are.
    pub const LEN: usize = 2;
}

/// Fields of [`TripleSection::by_predicate`], in this order.
pub mod place_field {
    /// The entry.
    pub const ENTRY: usize = 0;
    /// Its family.
    pub const FAMILY: usize = 1;
    /// How many fields there are.
    pub const LEN: usize = 2;
}

/// The three low bits of an entry's value: one of the first three, and perhaps the last.
pub mod entry_kind {
    /// The family's subjects have one object each: the number is the first one's item, counted from the predicate's first.
    pub const SINGLE: u32 = 0;
    /// The family's subjects have lists of which some are longer: the number is the place in `list_starts` of the first one's.
    pub const LISTS: u32 = 1;
    /// The family's subjects have one object in common: the number is its term.
    pub const COMMON: u32 = 2;
    /// Some subject of the family has an object of this entry by a later predicate, too.
    pub const SHARED: u32 = 4;
}

/// Fields of [`TripleSection::predicates`], in this order.
pub mod predicate_field {
    /// Its first item of lists, counted over all predicates; they are its first items.
    pub const LISTS: usize = 0;
    /// Its first entry in `by_predicate`.
    pub const ENTRIES: usize = 1;
    /// How many fields there are.
    pub const LEN: usize = 2;
}

/// Fields of [`TripleSection::lists_of`], in this order.
pub mod lists_field {
    /// The byte in `list_objects` at which its items begin.
    pub const BYTES: usize = 0;
    /// Bits of an item in `list_objects`.
    pub const WIDTH: usize = 1;
    /// What is added to an item in `list_objects` to make it a term.
    pub const BASE: usize = 2;
    /// What is added besides, as often as there are items of the predicate before it.
    pub const STEP: usize = 3;
    /// How many fields there are.
    pub const LEN: usize = 4;
}
