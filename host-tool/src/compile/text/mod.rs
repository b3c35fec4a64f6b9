//! The text of a store, encoded: a [`grammar`] trained on a `sample`, texts split into its [tokens](tokenize), [`huffman`] codes for
//! them, and the [`pool`] that holds the result.

pub mod grammar;
pub mod huffman;
pub mod pool;
pub(super) mod sample;
pub mod tokenize;
