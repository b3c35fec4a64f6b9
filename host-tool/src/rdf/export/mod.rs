//! Exports a store in formats that other tools read.
//!
//! [`mod@write`] produces the store as quads. [`terms`] converts the terms of the store to RDF terms,
//! [`namespaces`](crate::vocabulary::namespaces) has the names, and `describe` turns facts, entities and sources into triples. Export
//! reads the blob, not the fact files, so it shows what a device sees. It holds one fact at a time.

mod error;
mod version;
pub mod terms;
mod describe;
pub mod write;

pub use error::Error;
pub use version::{Sink, Version};
pub use write::write;
