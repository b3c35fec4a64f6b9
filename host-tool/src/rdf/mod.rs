//! Imports RDF files and exports stores as RDF.

pub mod input;
#[cfg(feature = "cli")]
pub mod export;
