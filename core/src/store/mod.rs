//! The store: opened once from a blob, and what it holds as RDF: terms, triples and their graphs.

pub(crate) mod open;
pub(crate) mod term;
pub(crate) mod triples;
