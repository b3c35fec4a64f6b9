//! The host side of FactROM, as a library: the binary `factrom` is a few lines around it.
//!
//! # From fact files to answers
//!
//! 1. Ground: [`diagnostic`] shows a message with its place in a file, [`numbers`] writes numbers for people, [`vocabulary`] has the
//!    names and literals of the data model.
//! 2. [`model`]: the data set in RDF terms.
//! 3. [`fact_files`]: fact files parsed, resolved and checked; out comes a model.
//! 4. `rdf`, with the feature `rdf`: RDF files in and out.
//! 5. [`compile`](mod@compile): the model as a blob.
//! 6. [`constants`]: the ids of a blob for programs; [`build_script()`] does all of it in a firmware's `build.rs`.
//! 7. With the feature `cli`: `flash`, images for boards; `answer`, what is read from a blob; `cli`, the command line.
//!
//! # Features
//!
//! `cli`, on by default, is the command line and all that answers. `rdf`, part of it, reads RDF files. A build script needs neither to compile
//! fact files: without them it has half as many crates and is built in half the time (60 crates and 60 s of one core, against 126
//! and 112 s).

#[cfg(feature = "cli")]
pub mod answer;
pub mod build_script;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compile;
pub mod constants;
pub mod diagnostic;
pub mod fact_files;
#[cfg(feature = "cli")]
pub mod flash;
pub mod model;
pub mod numbers;
#[cfg(feature = "rdf")]
pub mod rdf;
pub mod vocabulary;

pub use build_script::build_script;
