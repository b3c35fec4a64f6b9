//! RDF, into a store and out of it again.

#[cfg(feature = "cli")]
pub mod export;
pub mod input;
