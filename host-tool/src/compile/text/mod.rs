//! Encodes the texts of a store: a [`grammar`] is trained on a `sample`, texts are split into [tokens](tokenize), the tokens get
//! [`huffman`] codes, and a [`pool`] holds the result.

pub mod grammar;
pub mod huffman;
pub mod tokenize;
pub mod pool;
pub(super) mod sample;
