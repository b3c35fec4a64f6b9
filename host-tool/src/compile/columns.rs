//! Writing bits: columns of packed numbers.

use factrom::ascending::{Ascending, SAMPLE_LOG2};
use factrom::blocks::{BLOCK_LOG2, Blocks};
use factrom::column::{Column, Records, Relation};
use typed_arena::Arena;

/// Where the bytes of columns and pools live until the blob is written.
pub type Bytes = Arena<Vec<u8>>;

/// Bits, least significant first.
#[derive(Clone, Debug, Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    len_bits: u64,
}

impl BitWriter {
    /// Appends the `width` low bits of a value.
    pub fn push(&mut self, value: u32, width: u8) {
        let mut rest = u64::from(value) & ((1 << width) - 1);
        let mut left = u32::from(width);
        while left > 0 {
            let shift = (self.len_bits % 8) as u32;
            if shift == 0 {
                self.bytes.push(0);
            }
            let taken = left.min(8 - shift);
            if let Some(last) = self.bytes.last_mut() {
                *last |= (rest << shift) as u8;
            }
            rest >>= taken;
            left -= taken;
            self.len_bits += u64::from(taken);
        }
    }

    /// The bytes, the last filled up with zeros.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Codes, most significant bit first.
#[derive(Clone, Debug, Default)]
pub struct CodeWriter {
    bytes: Vec<u8>,
    len_bits: u64,
}

impl CodeWriter {
    /// Appends a code of `length` bits.
    pub fn push(&mut self, code: u32, length: u8) {
        for bit in (0..length).rev() {
            let shift = 7 - (self.len_bits % 8) as u32;
            if shift == 7 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((code >> bit & 1) as u8) << shift;
            }
            self.len_bits += 1;
        }
    }

    /// How many bits there are.
    #[must_use]
    pub fn len_bits(&self) -> u64 {
        self.len_bits
    }

    /// The bytes, the last filled up with zeros.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Packs values into the narrowest column: with a step of 0, or with the slope of the values.
pub fn pack<'a>(bytes: &'a Bytes, values: &[u32]) -> Column<'a> {
    let best = lines(values).into_iter().min_by_key(|(_, width, step)| (*width, *step));
    let (base, width, step) = best.unwrap_or((0, 0, 0));
    let mut writer = BitWriter::default();
    for (index, value) in values.iter().enumerate() {
        writer.push((i64::from(*value) - base - step * index as i64) as u32, width);
    }
    // A negative base wraps, and the reader's sum wraps back.
    Column { base: base as u32, step: step as u32, width, bits: bytes.alloc(writer.into_bytes()) }
}

/// Base, width and step of lines that values may be packed by; the first has a step of 0.
pub(super) fn lines(values: &[u32]) -> [(i64, u8, i64); 3] {
    let count = values.len() as i64;
    let slope = match (values.first(), values.last()) {
        (Some(first), Some(last)) if count > 1 && last > first => (i64::from(*last) - i64::from(*first)) / (count - 1),
        _ => 0,
    };
    [0, slope, slope + 1].map(|step| with_step(values, step))
}

/// Base, width and step of a column with that step; a width over 32 where it does not fit.
fn with_step(values: &[u32], step: i64) -> (i64, u8, i64) {
    let residues = || values.iter().enumerate().map(|(index, value)| i64::from(*value) - step * index as i64);
    let (low, high) = (residues().min().unwrap_or(0), residues().max().unwrap_or(0));
    let width = (64 - ((high - low) as u64).leading_zeros()) as u8;
    (low, width, step)
}

/// Bits that a number takes.
#[must_use]
pub fn width_of(value: u32) -> u8 {
    (32 - value.leading_zeros()) as u8
}

/// Packs records, each field in its narrowest width.
pub fn records<'a, const N: usize>(bytes: &'a Bytes, rows: &[[u32; N]]) -> Records<'a, N> {
    let widths = std::array::from_fn(|field| width_of(rows.iter().map(|row| row[field]).max().unwrap_or(0)));
    let mut writer = BitWriter::default();
    for row in rows {
        for (value, width) in row.iter().zip(widths) {
            writer.push(*value, width);
        }
    }
    Records { widths, bits: bytes.alloc(writer.into_bytes()) }
}

/// Packs ascending numbers, with low parts as wide as the logarithm of the mean gap.
pub fn ascending<'a>(bytes: &'a Bytes, numbers: &[u32]) -> Ascending<'a> {
    let Some(last) = numbers.last() else { return Ascending::default() };
    let low_width = width_of(last / numbers.len() as u32).saturating_sub(1);
    let (mut low, mut high, mut samples) = (BitWriter::default(), BitWriter::default(), Vec::new());
    let mut part = 0;
    for (index, number) in numbers.iter().enumerate() {
        low.push(*number, low_width);
        for _ in part..number >> low_width {
            high.push(0, 1);
        }
        part = number >> low_width;
        if index % (1 << SAMPLE_LOG2) == 0 {
            samples.push(part + index as u32);
        }
        high.push(1, 1);
    }
    Ascending {
        low_width,
        low: bytes.alloc(low.into_bytes()),
        high: bytes.alloc(high.into_bytes()),
        samples: pack(bytes, &samples),
    }
}

/// Packs numbers in blocks, of which those of equal numbers are not written out if that saves bits.
pub fn blocks<'a>(bytes: &'a Bytes, numbers: &[u32]) -> Blocks<'a> {
    let is_uniform = |block: &[u32]| block.iter().all(|number| *number == block[0]);
    let pack_with = |is_uniform: &dyn Fn(&[u32]) -> bool| {
        let (mut blocks, mut mixed): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for block in numbers.chunks(1 << BLOCK_LOG2) {
            if is_uniform(block) {
                blocks.push(block[0] << 1);
            } else {
                blocks.push((mixed.len() as u32 >> BLOCK_LOG2) << 1 | 1);
                mixed.extend(block);
            }
        }
        Blocks { blocks: pack(bytes, &blocks), mixed: pack(bytes, &mixed) }
    };
    let len = |blocks: &Blocks<'_>| blocks.blocks.bits.len() + blocks.mixed.bits.len();
    let (with, without) = (pack_with(&is_uniform), pack_with(&|_| false));
    if len(&with) < len(&without) { with } else { without }
}

/// Packs pairs of fact and value, which are sorted here; `inverse` says whether they are asked by value as well.
pub fn relation<'a>(bytes: &'a Bytes, mut pairs: Vec<(u32, u32)>, inverse: bool) -> Relation<'a> {
    pairs.sort_unstable();
    pairs.dedup();
    let mut by_value: Vec<u32> = (0..pairs.len() as u32).collect();
    by_value.sort_by_key(|row| {
        let (fact, value) = pairs[*row as usize];
        (value, fact)
    });
    let (facts, values): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
    Relation {
        len: pairs.len() as u32,
        fact: pack(bytes, &facts),
        value: pack(bytes, &values),
        by_value: if inverse { pack(bytes, &by_value) } else { Column::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_reads_back() {
        let bytes = Bytes::new();
        let samples: [&[u32]; 7] = [&[], &[7], &[5, 6, 7, 8], &[0, 9], &[3, 100, 104, 250, 999], &[u32::MAX, 0, 5], &[0, u32::MAX]];
        for values in samples {
            let column = pack(&bytes, values);
            let read: Vec<u32> = (0..values.len() as u32).map(|index| column.get(index).unwrap()).collect();
            assert_eq!(read, values);
        }
    }

    #[test]
    fn an_even_slope_needs_no_bits() {
        let bytes = Bytes::new();
        assert_eq!(pack(&bytes, &[5, 6, 7, 8]).width, 0);
        assert_eq!(pack(&bytes, &[40, 30, 20]).width, 5, "falling values have no slope");
    }

    #[test]
    fn blocks_read_back_and_leave_out_what_is_equal() {
        let bytes = Bytes::new();
        let runs: Vec<u32> = (0..500).map(|index| index / 70 % 3 * 9).collect();
        let no_runs: Vec<u32> = (0..500).map(|index| index % 7).collect();
        for numbers in [&runs[..], &no_runs, &runs[..1], &[]] {
            let blocks = blocks(&bytes, numbers);
            let read: Vec<u32> = (0..numbers.len() as u32).map(|index| blocks.get(index).unwrap()).collect();
            assert_eq!(read, numbers);
        }
        assert_eq!(blocks(&bytes, &runs).mixed.bits.len(), 7 * 16 * 5 / 8, "seven blocks have an end of a run in them");
        assert_eq!(blocks(&bytes, &no_runs).blocks.width, 0, "where all are written out, the blocks are a line");
    }

    #[test]
    fn relations_read_from_both_sides() {
        let bytes = Bytes::new();
        let relation = relation(&bytes, vec![(2, 7), (0, 9), (2, 5), (1, 7), (2, 7)], true);
        let pairs: Vec<_> =
            (0..relation.len).map(|row| (relation.fact.get(row).unwrap(), relation.value.get(row).unwrap())).collect();
        assert_eq!(pairs, [(0, 9), (1, 7), (2, 5), (2, 7)]);
        let by_value: Vec<_> = (0..relation.len).map(|row| relation.by_value.get(row).unwrap()).collect();
        assert_eq!(by_value, [2, 1, 3, 0]);
    }
}
