//! Fact files: from text to a checked model.
//!
//! 1. [`input`]: parses fact files into tables that know where each value stands.
//! 2. [`article`]: divides the source texts into paragraphs and sentences.
//! 3. [`disputes`]: links facts that dispute or corroborate each other.
//! 4. [`resolve`]: looks up ids, resolves dates, checks types and evidence, and builds the model.
//! 5. `format`, with the feature `cli`: formats fact files for `factrom fmt`.

pub mod input;
pub mod article;
pub mod disputes;
pub mod resolve;
#[cfg(feature = "cli")]
pub mod format;
