//! The sections of the dictionary: what the data set is called, the terms, what is known of literals' values, and the triple terms.

use crate::format::column::Column;
use crate::format::indexed::{FieldSection, FieldVisitor};
use crate::format::packed::Records;
use crate::format::table::table;
use crate::format::term_hash::TermHash;
use crate::format::text_pool::{PlainPool, Pool};
use crate::format::wire::fields;

fields! {
    /// Section [`Tag::Meta`](crate::Tag::Meta): texts 0 to 4 are the data set's id, title, namespace, language and licence.
    MetaSection<'a>, MetaFields, MetaField {
        /// The texts.
        #[serde(borrow)]
        texts: Pool<'a>,
    }
}

table! {
    /// Section [`Tag::Terms`](crate::Tag::Terms): the dictionary. A term's id is its row.
    ///
    /// Ids follow this order: predicates of triples that are no subjects, subjects of triples by family (those that are predicates
    /// first; see [`TripleSection`](crate::compiler::TripleSection)), other blank nodes and IRIs, plain strings, language-tagged strings, typed literals, triple terms.
    /// A group is a run of terms of one kind and, for IRIs, one prefix, for literals, one language or datatype. Within a family, and
    /// among all others, blank nodes come first, then IRIs without a prefix, then by prefix, and then by their bytes; literals of a
    /// group ascend by value where the group's order is by value, else by the first predicate and then the first subject of the triples
    /// that have them. A prefix ends with the last `/` or `#` of the IRI, and `texts` holds only what follows it; an IRI whose prefix
    /// has no group of its own is in a group without prefix, as a whole. Triple terms have no text; they ascend by object, subject,
    /// predicate, so that an object that is itself a triple term has a lower id.
    TermSection<'a>, TermTable, TermField {
        /// The texts of all terms that are no triple terms.
        texts: Pool<'a>,
        /// Number of groups.
        groups_len: u32,
        /// By group: id of its first term, ascending.
        group_first: Column<'a>,
        /// By group: the fields of [`group_field`].
        groups: Records<'a, { group_field::LEN }>,
        /// Prefixes of IRIs, ascending.
        prefixes: PlainPool<'a>,
        /// From a term that has a text to its id.
        index: TermHash<'a>,
    }
}

/// Fields of [`TermSection::groups`], in this order.
pub mod group_field {
    /// A [`TermKind`](crate::compiler::TermKind)'s number.
    pub const KIND: usize = 0;
    /// Of IRIs the prefix' index in `prefixes` + 1, or 0; of language-tagged strings the language's index in
    /// [`ValueSection::languages`](super::ValueSection::languages); of typed literals the term id of the datatype; else 0.
    pub const TAG: usize = 1;
    /// How many fields there are.
    pub const LEN: usize = 2;
}

fields! {
    /// Section [`Tag::Values`](crate::Tag::Values): what is known of the values of literals.
    ValueSection<'a>, ValueFields, ValueField {
        /// By group of the dictionary: a [`ValueOrder`](crate::compiler::ValueOrder)'s number.
        #[serde(borrow)]
        group_order: Column<'a>,
        /// Language tags, ascending.
        #[serde(borrow)]
        languages: Pool<'a>,
        /// The id of the first literal in a group ordered by time; these groups are adjacent.
        times_first: u32,
        /// Number of literals in those groups.
        times_len: u32,
        /// By such literal: its first day, plus 2^31, in days from 1970-01-01; 0 where the start is open. A literal that is no
        /// time has 2^32 - 1 here and 0 as its last day.
        #[serde(borrow)]
        time_first_day: Column<'a>,
        /// By such literal: its last day, plus 2^31; 2^32 - 1 where the end is open.
        #[serde(borrow)]
        time_last_day: Column<'a>,
    }
}

fields! {
    /// Section [`Tag::TripleTerms`](crate::Tag::TripleTerms): the terms that are triples, after all others.
    TripleTermSection<'a>, TripleTermFields, TripleTermField {
        /// Number of triple terms.
        len: u32,
        /// By triple term: its subject's id.
        #[serde(borrow)]
        subject: Column<'a>,
        /// By triple term: its predicate's id.
        #[serde(borrow)]
        predicate: Column<'a>,
        /// By triple term: its object's id.
        #[serde(borrow)]
        object: Column<'a>,
    }
}
