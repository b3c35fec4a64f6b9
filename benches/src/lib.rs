//! FactROM beside its rivals: the crate hdt with its index, Oxigraph in memory, SQLite with a dictionary and three orders.
//!
//! All four get the same files and the same look-ups in one run, so that no figure is taken from another machine or another
//! question. From a data set to a table:
//!
//! 1. [`data`]: files, and with [`generate`] random data of any size, the same on every machine.
//! 2. [`questions`]: a data set's triples without repetitions, a sample of them, and what each pattern over the sample must find,
//!    counted naively. Every engine is held to these counts: a wrong answer ends the run.
//! 3. [`engines`]: the four, behind one trait.
//! 4. [`measure`]: builds, opens, asks, times; [`memory`].
//! 5. [`children`]: one process for each engine and data set, so that resident memory is that engine's own.
//! 6. [`table`] and [`plot`]: what came out. [`run`] is the command line of it all.
//!
//! `cargo bench -p factrom-benches` prints the table; the README of this folder says how each figure is taken.

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

/// What can go wrong: files, formats, rivals' errors, a wrong answer. All end the run with their message.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
