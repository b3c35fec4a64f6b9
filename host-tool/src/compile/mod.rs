//! Compiles quads and a model into a blob: [`Builder`], [`dictionary`], the sections with their [`columns`] and [`text`], and
//! finally one postcard message.
//!
//! [`factrom::compiler`] describes the bytes, and its own types write them. The same data gives the same bytes on any machine and
//! with any amount of memory: all intermediate collections are ordered, and nothing depends on time, location or a hash seed.

mod blob;
mod builder;
pub mod columns;
pub mod dictionary;
mod error;
mod sections;
pub mod text;
mod triples;

pub use blob::{Blob, envelope};
pub use builder::{Builder, Limits, Progress, Stage};
pub use error::{BuildError, TooLarge, fallible};
pub use sections::{indexed, section_of};

use crate::model::Model;

/// Compiles a model.
///
/// # Errors
///
/// [`BuildError`] if the model exceeds a limit of the format, or if it is so large that temporary files are needed and one of them
/// fails.
pub fn compile(model: &Model) -> Result<Vec<u8>, BuildError> {
    let bytes = columns::Bytes::new();
    Ok(Builder::new(Limits::default())?.finish(model, &bytes, &mut |_| ())?.to_vec())
}
