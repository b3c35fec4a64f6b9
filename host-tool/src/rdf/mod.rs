//! Imports RDF files and exports stores as RDF.

#[cfg(feature = "cli")]
pub mod export;
pub mod input;
