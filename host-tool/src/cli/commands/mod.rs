//! The subcommands, one file each: `Args` for the command line, `run` for the work.
//!
//! A command writes to its [`Terminal`](super::Terminal) and returns an [`Outcome`](super::Outcome) or a
//! [`Failure`](super::Failure). Only `main` deals with processes and exit codes.

pub mod build;
pub mod import;
pub mod check;
pub mod fmt;
pub mod show;
pub mod query;
pub mod timeline;
pub mod disputes;
pub mod test;
pub mod stats;
pub mod export;
pub mod flash;
pub mod demo;
pub mod completions;
