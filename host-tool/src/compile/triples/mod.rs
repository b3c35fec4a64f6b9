//! The triples of a store: `families` of subjects with the same predicates, terms numbered by family (`numbering`), and the `section`
//! that holds both. `triple_terms` are the triples that other triples speak of.

pub(super) mod families;
pub(super) mod numbering;
pub(super) mod section;
pub(super) mod triple_terms;
