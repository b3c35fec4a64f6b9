//! The host side of FactROM, as a library: the binary `factrom` is a few lines around it.
//!
//! # From fact files to answers
//!
//! 1. [`input`]: fact files, as tables with a place for every value; [`diagnostic`] shows places.
//! 2. [`article`]: the texts that facts come from, as paragraphs and sentences.
//! 3. [`resolve`]: names looked up, dates counted, types and evidence checked. Out comes a
//! 4. [`model`]: the data set in RDF terms, with its disputes from [`links`].
//! 5. [`compile`](mod@compile): the model as a blob.
//! 6. From here on everything reads the blob, through the crate `factrom`: [`view`], [`export`], [`flash`], [`questions`],
//!    [`commands`].

pub mod article;
pub mod cli;
pub mod commands;
pub mod compile;
pub mod diagnostic;
pub mod export;
pub mod flash;
pub mod format_files;
pub mod input;
pub mod links;
pub mod loading;
pub mod lookup;
pub mod model;
pub mod output;
pub mod questions;
pub mod rdf_input;
pub mod resolve;
pub mod view;
pub mod vocabulary;
