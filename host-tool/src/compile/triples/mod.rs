//! The triples of a store: `families` of subjects with the same predicates, the `numbering` of terms by family, and the `section`
//! that holds both. `triple_terms` are triples that occur in other triples.

pub(super) mod triple_terms;
pub(super) mod families;
pub(super) mod numbering;
pub(super) mod section;
