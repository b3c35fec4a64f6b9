//! The table of triples: rows by subject, and two more orders of them.

use factrom::layout::{Tag, TripleSection};

use super::columns::{Bytes, pack};
use super::error::TooLarge;

/// The section of these quads: ids of subject, predicate and object, and the graph's + 1 or 0; ascending, each once.
///
/// # Errors
///
/// [`TooLarge`] if there are 2^32 or more.
pub(super) fn triples<'a>(bytes: &'a Bytes, rows: Vec<[u32; 4]>, _term_count: u32) -> Result<TripleSection<'a>, TooLarge> {
    let len = u32::try_from(rows.len()).map_err(|_| TooLarge { section: Tag::Triples, limit: "2^32 triples" })?;
    let column = |index: usize| pack(bytes, &rows.iter().map(|row| row[index]).collect::<Vec<_>>());
    let order = |columns: [usize; 4]| {
        let mut order: Vec<u32> = (0..len).collect();
        order.sort_by_key(|row| columns.map(|column| rows[*row as usize][column]));
        pack(bytes, &order)
    };
    Ok(TripleSection {
        len,
        subject: column(0),
        predicate: column(1),
        object: column(2),
        graph: column(3),
        by_predicate: order([1, 2, 0, 3]),
        by_object: order([2, 0, 1, 3]),
    })
}
