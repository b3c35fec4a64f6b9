//! The host side of FactROM as a library. The binary `factrom` is a thin wrapper around it.
//!
//! # From fact files to answers
//!
//! Modules are declared in the order of the data, and import only from earlier ones:
//!
//! 1. Ground: [`diagnostic`] shows a message with its place in a file, [`numbers`] formats numbers for people, [`vocabulary`] has
//!    namespaces, literals and ids.
//! 2. [`model`]: the data set in RDF terms.
//! 3. [`fact_files`]: parses, resolves and checks fact files; the result is a model.
//! 4. `rdf`, with the feature `rdf`: reads RDF files, and exports stores as RDF.
//! 5. [`compile`](mod@compile): turns a model and quads into a blob.
//! 6. [`constants`]: the ids of a blob as constants for programs; [`build_script()`] does all of the above in a firmware's `build.rs`.
//! 7. With the feature `cli`: `flash` writes images for boards, `answer` reads answers from a blob, `cli` is the command line.
//!
//! # Features
//!
//! `cli` (on by default) adds the command line and everything that answers queries. `rdf`, which `cli` includes, reads RDF files. A
//! build script needs neither to compile fact files. Without them, there are half as many crates, and they build in half the time
//! (60 crates and 60 s of one core instead of 126 crates and 112 s).

pub mod diagnostic;
pub mod numbers;
pub mod vocabulary;
pub mod model;
pub mod fact_files;
#[cfg(feature = "rdf")]
pub mod rdf;
pub mod compile;
pub mod constants;
pub mod build_script;
#[cfg(feature = "cli")]
pub mod flash;
#[cfg(feature = "cli")]
pub mod answer;
#[cfg(feature = "cli")]
pub mod cli;

pub use build_script::build_script;
