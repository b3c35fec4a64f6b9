//! Compares FactROM with the crate hdt and its index, with Oxigraph in memory, and with SQLite (a dictionary and three orders).
//!
//! All four get the same files and the same look-ups in one run, so no figure comes from another machine or another question. The
//! steps from a data set to a table:
//!
//! 1. [`data`]: files, and random data of any size from [`generate`], the same on every machine.
//! 2. [`questions`]: the triples of a data set without duplicates, a sample of them, and how many matches each pattern over the
//!    sample must find, counted naively. A wrong count by any engine ends the run.
//! 3. [`engines`]: the four engines, behind one trait.
//! 4. [`measure`]: builds, opens, queries and times them; [`memory`].
//! 5. [`children`]: one process per engine and data set, so that resident memory belongs to one engine.
//! 6. [`table`] and [`plot`]: the results. [`run`] is the command line.
//!
//! `cargo bench` in this folder prints the table. The README of this folder describes how each figure is measured.

pub mod children;
pub mod data;
pub mod engines;
pub mod generate;
pub mod measure;
pub mod memory;
pub mod plot;
pub mod questions;
pub mod run;
pub mod table;

/// Any failure: a file, a format, an engine's error or a wrong answer. It ends the run with its message.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
