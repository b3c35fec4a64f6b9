//! The host side of FactROM, as a library: the binary `factrom` is a few lines around it.
//!
//! # From fact files to answers
//!
//! 1. [`input`]: fact files, as tables with a place for every value; [`diagnostic`] shows places.
//! 2. [`article`]: the texts that facts come from, as paragraphs and sentences.
//! 3. [`resolve`]: names looked up, dates counted, types and evidence checked. Out comes a
//! 4. [`model`]: the data set in RDF terms, with its disputes from [`links`].
//! 5. [`compile`](mod@compile): the model as a blob.
//! 6. From here on everything reads the blob, through the crate `factrom`: [`constants`] for programs that have ids compiled in, and with
//!    the feature `cli` `view`, `export`, `flash`, `questions`, `commands`.
//!
//! [`build_script()`] does all of it in a firmware's `build.rs`.
//!
//! # Features
//!
//! `cli`, on by default, is the command line and all that answers. `rdf`, part of it, reads RDF files. A build script needs neither to compile
//! fact files: without them it has half as many crates and is built in half the time (60 crates and 60 s of one core, against 126
//! and 112 s).

pub mod article;
pub mod build_script;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod commands;
pub mod compile;
pub mod constants;
pub mod diagnostic;
#[cfg(feature = "cli")]
pub mod export;
#[cfg(feature = "cli")]
pub mod flash;
#[cfg(feature = "cli")]
pub mod format_files;
pub mod input;
pub mod links;
#[cfg(feature = "cli")]
pub mod loading;
#[cfg(feature = "cli")]
pub mod lookup;
pub mod model;
pub mod numbers;
#[cfg(feature = "cli")]
pub mod output;
#[cfg(feature = "cli")]
pub mod questions;
#[cfg(feature = "rdf")]
pub mod rdf_input;
pub mod resolve;
#[cfg(feature = "cli")]
pub mod view;
pub mod vocabulary;

pub use build_script::build_script;
