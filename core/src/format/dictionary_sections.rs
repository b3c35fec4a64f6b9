//! The sections of the dictionary: the texts that describe the data set, the terms, the values of literals, and the triple
//! terms.

use crate::format::column::Column;
use crate::format::indexed::{FieldSection, FieldVisitor};
use crate::format::packed::Records;
use crate::format::table::table;
use crate::format::term_hash::TermHash;
use crate::format::text_pool::{PlainPool, Pool};
use crate::format::wire::fields;

fields! {
    /// Section [`Tag::Meta`](crate::Tag::Meta): texts that describe the data set.
    MetaSection<'a>, MetaFields, MetaField {
        /// Texts 0 to 4: the data set's id, title, namespace, language and licence.
        #[serde(borrow)]
        texts: Pool<'a>,
    }
}

table! {
    /// Section [`Tag::Terms`](crate::Tag::Terms): the dictionary. A term's id is its row.
    ///
    /// Ids ascend in this order:
    ///
    /// 1. predicates of triples that are not subjects,
    /// 2. subjects of triples by family ([`TripleSection`](crate::compiler::TripleSection)), those that are also predicates first,
    /// 3. other blank nodes and IRIs,
    /// 4. plain strings, then language-tagged strings, then typed literals,
    /// 5. triple terms.
    ///
    /// A group is a run of terms of one kind that share a tag: a prefix for IRIs, a language or datatype for literals. Within a
    /// family, and among the other blank nodes and IRIs, blank nodes come first, then IRIs without a prefix, then IRIs by
    /// prefix; within those, terms ascend by their bytes. The literals of a group ascend by value if the group's order is by
    /// value. Otherwise they ascend by the first predicate, then the first subject, of the triples that have them.
    ///
    /// A prefix ends with the last `/` or `#` of an IRI, and `texts` holds only what follows it. If a prefix has no group of
    /// its own, its IRIs are stored whole, in a group without a prefix. Triple terms have no text. They ascend by object,
    /// subject, predicate, so an object that is itself a triple term has a lower id.
    TermSection<'a>, TermTable, TermField {
        /// The texts of all terms except triple terms.
        texts: Pool<'a>,
        /// Number of groups.
        groups_len: u32,
        /// By group: the id of its first term. Ascending.
        group_first: Column<'a>,
        /// By group: the fields that [`group_field`] lists.
        groups: Records<'a, { group_field::LEN }>,
        /// Prefixes of IRIs, ascending.
        prefixes: PlainPool<'a>,
        /// The hash table from a term's text to its id.
        hash: TermHash<'a>,
    }
}

/// The fields of [`TermSection::groups`], in this order.
pub mod group_field {
    /// The number of a [`TermKind`](crate::compiler::TermKind).
    pub const KIND: usize = 0;
    /// For IRIs: the index of the prefix in `prefixes` + 1, or 0 for none. For language-tagged strings: the index of the
    /// language in [`ValueSection::languages`](super::ValueSection::languages). For typed literals: the term of the datatype.
    /// Otherwise 0.
    pub const TAG: usize = 1;
    /// Number of fields.
    pub const LEN: usize = 2;
}

fields! {
    /// Section [`Tag::Values`](crate::Tag::Values): the values of literals.
    ValueSection<'a>, ValueFields, ValueField {
        /// By group of the dictionary: the number of a [`ValueOrder`](crate::compiler::ValueOrder).
        #[serde(borrow)]
        group_order: Column<'a>,
        /// Language tags, ascending.
        #[serde(borrow)]
        languages: Pool<'a>,
        /// The id of the first literal in the groups that are ordered by time. These groups are adjacent.
        times_first: u32,
        /// Number of literals in those groups.
        times_len: u32,
        /// By such literal: its first day in days from 1970-01-01, plus 2^31, or 0 if the start is open. A literal that is not
        /// a valid time has 2^32 - 1 here and 0 as its last day.
        #[serde(borrow)]
        time_first_day: Column<'a>,
        /// By such literal: its last day, plus 2^31, or 2^32 - 1 if the end is open.
        #[serde(borrow)]
        time_last_day: Column<'a>,
    }
}

fields! {
    /// Section [`Tag::TripleTerms`](crate::Tag::TripleTerms): the terms that are triples. Their ids follow those of all other
    /// terms.
    TripleTermSection<'a>, TripleTermFields, TripleTermField {
        /// Number of triple terms.
        len: u32,
        /// By triple term: the id of its subject.
        #[serde(borrow)]
        subject: Column<'a>,
        /// By triple term: the id of its predicate.
        #[serde(borrow)]
        predicate: Column<'a>,
        /// By triple term: the id of its object.
        #[serde(borrow)]
        object: Column<'a>,
    }
}
