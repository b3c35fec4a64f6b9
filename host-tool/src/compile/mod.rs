//! From quads and a model to a blob: [`Builder`], [`dictionary`], then the sections with their [`columns`] and [`text`], then one
//! postcard message.
//!
//! The bytes are those that [`factrom::compiler`] describes, written with its own types. The same data gives the same bytes on any
//! machine and with any amount of memory: every collection on the way is ordered, and nothing depends on time, place or a
//! hash's seed.

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
/// [`BuildError`] if it exceeds a limit of the format, or if it is so large that the disk is needed, and the disk fails.
pub fn compile(model: &Model) -> Result<Vec<u8>, BuildError> {
    let bytes = columns::Bytes::new();
    Ok(Builder::new(Limits::default())?.finish(model, &bytes, &mut |_| ())?.to_vec())
}
