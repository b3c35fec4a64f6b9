//! The sections of the asserted triples and of their graphs.

use crate::format::bits::Bits;
use crate::format::column::Column;
use crate::format::elias_fano::EliasFano;
use crate::format::indexed::{FieldSection, FieldVisitor};
use crate::format::packed::{Packed, Records};
use crate::format::table::table;
use crate::format::wire::fields;

/// Distance from one hint of a family to the next, in ranks, as a power of two.
pub const HINT_LOG2: u32 = 4;
/// The maximum number of common objects of a family.
pub const MOST_COMMON: u32 = 64;

table! {
    /// Section [`Tag::Triples`](crate::Tag::Triples): the asserted triples, by subject and by object.
    ///
    /// Subjects that have the same predicates, and in some cases the same objects of a predicate, form a *family* (the
    /// characteristic set of Neumann and Moerkotte, 2011). Terms are numbered so that predicates come first and the subjects of
    /// a family follow each other. A predicate's number is its term. A subject's *rank* is its term minus that of the first
    /// subject.
    ///
    /// A family has an *entry* for each of its predicates. Either each subject has its own *list* of objects, or all subjects
    /// have one *common* object, which takes no space except for the entry. The lists of a predicate follow each other by
    /// family and rank. An *item* of a list is the object's term minus a line through all items of the predicate.
    ///
    /// Each triple is stored a second time by object. An *inverse item* is a predicate and a rank. If an object is common to a
    /// family, a single inverse item has, instead of a rank, the number of subjects plus the family.
    ///
    /// | number | counts | order |
    /// |---|---|---|
    /// | rank | subjects | term |
    /// | entry | predicates of families | family, predicate, common objects before others, object |
    /// | item | objects that are not common | predicate, lists before single objects, rank of the subject, object |
    /// | inverse item | subjects and families of objects | object, predicate, ranks before families |
    TripleSection<'a>, TripleTable, TripleField {
        /// Number of triples; one that is in two graphs counts twice.
        len: u32,
        /// Number of predicates. Their terms are the first ones.
        predicates_len: u32,
        /// The first term that is a subject. The first subjects may be predicates as well.
        subjects_first: u32,
        /// Number of ranks, which are all terms from the first subject to the last. Those in a family without entries have no
        /// triples.
        subjects_len: u32,
        /// Number of families.
        families_len: u32,
        /// By family, and at the end: its first rank. The last value is the number of subjects.
        family_first: Column<'a>,
        /// The family of every 16th rank, and at the end the last family.
        rank_hint: Column<'a>,
        /// By family, and at the end: its first entry. The last value is the number of entries.
        family_entries: Column<'a>,
        /// Number of entries.
        entries_len: u32,
        /// By entry: the fields that [`entry_field`] lists.
        entries: Records<'a, { entry_field::LEN }>,
        /// Entries by predicate, then by kind (lists, single objects, common objects), then by value. Each row has the fields
        /// that [`place_field`] lists.
        by_predicate: Records<'a, { place_field::LEN }>,
        /// By predicate: the fields that [`predicate_field`] lists.
        predicates: Records<'a, { predicate_field::LEN }>,
        /// By predicate: the fields that [`lists_field`] lists.
        lists_of: Records<'a, { lists_field::LEN }>,
        /// The first item of each list, and the end of the last list, counted over the lists of all predicates.
        list_starts: EliasFano<'a>,
        /// The items of all predicates. Those of each predicate have their own width and start at their own byte.
        list_objects: Bits<'a>,
        /// Number of terms that `inverse_starts` covers. No term after them is an object.
        objects_len: u32,
        /// By term, and at the end: its first inverse item. The last value is the number of inverse items.
        inverse_starts: EliasFano<'a>,
        /// By inverse item: the predicate.
        inverse_predicate: Packed<'a>,
        /// By inverse item: the rank of the subject, or the number of subjects plus a family.
        inverse_subject: Packed<'a>,
    }
}

fields! {
    /// Section [`Tag::Graphs`](crate::Tag::Graphs): the graphs of each triple. Without it, all triples are in the default graph
    /// alone. With it, no object is common to a family, so each triple has an item.
    GraphSection<'a>, GraphFields, GraphField {
        /// Number of sets of graphs.
        sets_len: u32,
        /// By predicate: its first item, counted over all predicates.
        #[serde(borrow)]
        predicate_item: Column<'a>,
        /// By item: the set of graphs that the triple is in.
        #[serde(borrow)]
        item_set: Column<'a>,
        /// By set, and at the end: its first row in `graph_name`.
        #[serde(borrow)]
        set_first: Column<'a>,
        /// The graphs of the sets: 0 for the default graph, otherwise the term of the graph's name + 1. Ascending in each set.
        #[serde(borrow)]
        graph_name: Column<'a>,
    }
}

/// The fields of [`TripleSection::entries`], in this order.
pub mod entry_field {
    /// The predicate.
    pub const PREDICATE: usize = 0;
    /// Eight times a number, plus the kind of that number ([`entry_kind`](super::entry_kind)).
    pub const VALUE: usize = 1;
    /// Number of fields.
    pub const LEN: usize = 2;
}

/// The fields of [`TripleSection::by_predicate`], in this order.
pub mod place_field {
    /// The entry.
    pub const ENTRY: usize = 0;
    /// The family of the entry.
    pub const FAMILY: usize = 1;
    /// Number of fields.
    pub const LEN: usize = 2;
}

/// The three low bits of an entry's value: one of the first three constants, plus [`SHARED`](entry_kind::SHARED) if it applies.
pub mod entry_kind {
    /// Each subject of the family has one object. The number is the first subject's item, counted from the first item of the
    /// predicate.
    pub const SINGLE: u32 = 0;
    /// Each subject of the family has a list, and some lists have several objects. The number is the index in `list_starts` of
    /// the first subject's list.
    pub const LISTS: u32 = 1;
    /// All subjects of the family have the same object. The number is its term.
    pub const COMMON: u32 = 2;
    /// Some subject of the family has one of the entry's objects with a later predicate as well.
    pub const SHARED: u32 = 4;
}

/// The fields of [`TripleSection::predicates`], in this order.
pub mod predicate_field {
    /// The predicate's first item in lists, counted over the lists of all predicates. Items in lists come before the
    /// predicate's other items.
    pub const LISTS: usize = 0;
    /// The predicate's first row in `by_predicate`.
    pub const ENTRIES: usize = 1;
    /// Number of fields.
    pub const LEN: usize = 2;
}

/// The fields of [`TripleSection::lists_of`], in this order.
pub mod lists_field {
    /// The byte in `list_objects` at which the predicate's items start.
    pub const BYTES: usize = 0;
    /// Width of an item in bits.
    pub const WIDTH: usize = 1;
    /// Added to each item: the base of the line.
    pub const BASE: usize = 2;
    /// Added to each item once for each item of the predicate before it: the step of the line.
    pub const STEP: usize = 3;
    /// Number of fields.
    pub const LEN: usize = 4;
}
