//! Exports facts as JSON lines: one fact per line, in the order of their ids.
//!
//! The fields are those of [`FactView`](crate::answer::fact_view::FactView). They have ids and labels, so a line can be read without the others.

use std::io::{BufWriter, Write};

use factrom::Store;

use super::fact_view::Viewer;
use crate::rdf::export::Error;

/// Writes all facts.
///
/// # Errors
///
/// If the blob is corrupt or the writer returns an error. The lines before that have been written.
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
