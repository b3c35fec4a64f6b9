//! The store: a blob that is opened once, and the RDF in it: terms, triples and their graphs.

pub(crate) mod open;
pub(crate) mod term;
pub(crate) mod triples;
