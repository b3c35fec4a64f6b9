//! Relations between facts and values, such as speakers, evidence and disputes.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use crate::format::column::Column;
use crate::format::search::equal_range;
use crate::format::wire::read_struct;

/// Pairs of a fact and a value, which can be looked up from both sides.
///
/// Pairs ascend by fact, then by value. A fact may have any number of values.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Relation<'a> {
    /// Number of pairs.
    pub len: u32,
    /// By pair: the fact's row. Ascending.
    #[serde(borrow)]
    pub fact: Column<'a>,
    /// By pair: the value, which is a term or what the field of the section says.
    #[serde(borrow)]
    pub value: Column<'a>,
    /// The pairs by value, then by fact. Empty (width 0, step 0) if no query starts from the value.
    #[serde(borrow)]
    pub by_value: Column<'a>,
}

read_struct!(Relation<'a> { len, fact, value, by_value });

impl Relation<'_> {
    /// The pairs of a fact.
    pub(crate) fn of_fact(&self, fact: u32) -> Option<Range<u32>> {
        self.fact.equal_range(0..self.len, fact)
    }

    /// The positions in `by_value` of the pairs with a value.
    pub(crate) fn of_value(&self, value: u32) -> Option<Range<u32>> {
        equal_range(0..self.len, value, |position| self.value.get(self.by_value.get(position)?))
    }

    /// The fact of the pair at a position of `by_value`.
    pub(crate) fn fact_at(&self, position: u32) -> Option<u32> {
        self.fact.get(self.by_value.get(position)?)
    }

    /// Whether the fact has that value.
    pub(crate) fn contains(&self, fact: u32, value: u32) -> Option<bool> {
        let rows = self.of_fact(fact)?;
        Some(self.value.find(rows, value)?.is_some())
    }
}
