//! JSON lines: one fact a line, in the order of the facts' ids.
//!
//! The fields are those of [`FactView`](crate::answer::fact_view::FactView): ids and labels side by side, so that a line can be read without the
//! others.

use std::io::{BufWriter, Write};

use factrom::Store;

use super::fact_view::Viewer;
use crate::rdf::export::Error;

/// Writes all facts.
///
/// # Errors
///
/// If the blob is broken or the writer refuses; the lines before that have been written.
pub fn write(store: &Store<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let viewer = Viewer::new(store);
    let mut out = BufWriter::new(out);
    for fact in store.facts() {
        let view = viewer.fact(&fact?)?;
        serde_json::to_writer(&mut out, &view).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
