//! Fact files, from text to a checked model.
//!
//! 1. [`input`]: fact files as tables with a place for every value.
//! 2. [`article`]: the texts that facts come from, as paragraphs and sentences.
//! 3. [`disputes`]: links between facts that follow from what they say.
//! 4. [`resolve`]: names looked up, dates counted, types and evidence checked.
//! 5. `format`, with the feature `cli`: the layout that `factrom fmt` gives to fact files.

pub mod article;
pub mod disputes;
#[cfg(feature = "cli")]
pub mod format;
pub mod input;
pub mod resolve;
