//! Compiles quads and a model into a blob: [`Builder`], [`dictionary`], the sections with their [`columns`] and [`text`], and
//! finally one postcard message.
//!
//! [`factrom::compiler`] describes the bytes, and its own types write them. The same data gives the same bytes on any machine and
//! with any amount of memory: all intermediate collections are ordered, and nothing depends on time, location or a hash seed.

mod error;
mod progress;
pub mod columns;
pub mod dictionary;
pub mod text;
mod triples;
mod table_order;
mod sections;
pub mod envelope;
mod blob;
mod builder;

pub use blob::Blob;
pub use builder::{Builder, Limits};
pub use envelope::{Envelope, envelope};
pub use error::{BuildError, TooLarge, fallible};
pub use progress::{Progress, Stage};
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
