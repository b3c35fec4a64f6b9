//! Binary search over rows.

use core::ops::Range;

/// Halves `rows` until at most `max_len` rows are left. The first row for which `before` is false is among them, or is their
/// end. `before` must be true up to some row, and false from there on. O(log n) calls.
#[inline(always)]
pub(crate) fn bisect(mut rows: Range<u32>, max_len: u32, mut before: impl FnMut(u32) -> bool) -> Range<u32> {
    while rows.end.saturating_sub(rows.start) > max_len {
        let half = rows.end.wrapping_sub(rows.start) >> 1;
        let middle = rows.start.wrapping_add(half);
        match before(middle) {
            // `middle` is less than the end, so this can't wrap.
            true => rows.start = middle.wrapping_add(1),
            false => rows.end = middle,
        }
    }
    rows
}

/// The first of `rows` for which `before` is false, or the end of `rows`. `before` must be true up to some row, and false from
/// there on. `None` if a row can't be read. O(log n) calls.
#[inline]
pub(crate) fn partition_point(rows: Range<u32>, mut before: impl FnMut(u32) -> Option<bool>) -> Option<u32> {
    try_partition_point(rows, |row| before(row).ok_or(())).ok()
}

/// [`partition_point`] with an error of the caller's choice.
#[inline]
pub(crate) fn try_partition_point<E>(rows: Range<u32>, mut before: impl FnMut(u32) -> Result<bool, E>) -> Result<u32, E> {
    let (mut low, mut high) = (rows.start, rows.end);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle)? {
            // `middle` is less than `high`, so this can't wrap.
            low = middle.wrapping_add(1);
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The positions at which `value_at` is `wanted`. `value_at` must ascend over `positions`. `None` if a value can't be read.
/// O(log n) calls.
#[inline]
pub(crate) fn equal_range(positions: Range<u32>, wanted: u32, value_at: impl Fn(u32) -> Option<u32>) -> Option<Range<u32>> {
    let start = partition_point(positions.clone(), |position| Some(value_at(position)? < wanted))?;
    let end = partition_point(start..positions.end, |position| Some(value_at(position)? <= wanted))?;
    Some(start..end)
}
