//! Sets of questions with the answers they must get: their bytes, and how they are asked.

pub mod layout;

pub(crate) mod error;

pub(crate) mod rows;

pub(crate) mod questions;

pub(crate) mod check;

pub(crate) mod run;
