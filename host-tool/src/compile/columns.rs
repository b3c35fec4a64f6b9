//! Writes bits and columns of packed numbers.

use factrom::compiler::{Bits, Column, EliasFano, PLAIN, Packed, Records, Relation, SAMPLE_LOG2};
use typed_arena::Arena;

/// Arena that holds the bytes of columns and pools until the blob is written.
pub type Bytes = Arena<Vec<u8>>;

/// Writes bits, least significant bit first.
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

    /// Returns the bytes. The last one is padded with zero bits.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Writes codes, most significant bit first.
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

    /// Number of bits written.
    #[must_use]
    pub fn len_bits(&self) -> u64 {
        self.len_bits
    }

    /// Returns the bytes. The last one is padded with zero bits.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Packs values into the narrowest column, with a step of either 0 or the slope of the values.
pub fn pack<'a>(bytes: &'a Bytes, values: &[u32]) -> Column<'a> {
    pack_on(bytes, values, lines(values))
}

/// Like [`pack`], but for tables: there, a base above 0 would make every word wide.
pub fn pack_in_table<'a>(bytes: &'a Bytes, values: &[u32]) -> Column<'a> {
    pack_on(bytes, values, lines_from(values, 0))
}

/// Returns the line (base, width, step) that needs the fewest bits per value.
fn narrowest(lines: [(i64, u8, i64); 3]) -> (i64, u8, i64) {
    lines.into_iter().min_by_key(|(_, width, step)| (*width, *step)).unwrap_or((0, 0, 0))
}

/// Packs values on the narrowest of these lines.
fn pack_on<'a>(bytes: &'a Bytes, values: &[u32], lines: [(i64, u8, i64); 3]) -> Column<'a> {
    let (base, width, step) = narrowest(lines);
    let mut writer = BitWriter::default();
    for (index, value) in values.iter().enumerate() {
        writer.push((i64::from(*value) - base - step * index as i64) as u32, width);
    }
    // A negative base wraps around, and the reader's addition wraps it back.
    Column { base: base as u32, step: step as u32, width, bits: Bits::new(bytes.alloc(writer.into_bytes())) }
}

/// Lines (base, width, step) on which the values can be packed. The first has a step of 0.
pub(super) fn lines(values: &[u32]) -> [(i64, u8, i64); 3] {
    lines_from(values, i64::MAX)
}

/// Like [`lines`], but with bases of at most `highest`.
fn lines_from(values: &[u32], highest: i64) -> [(i64, u8, i64); 3] {
    let count = values.len() as i64;
    let slope = match (values.first(), values.last()) {
        (Some(first), Some(last)) if count > 1 && last > first => (i64::from(*last) - i64::from(*first)) / (count - 1),
        _ => 0,
    };
    [0, slope, slope + 1].map(|step| {
        // Residuals. A width above 32 means that they do not fit.
        let residues = || values.iter().enumerate().map(|(index, value)| i64::from(*value) - step * index as i64);
        let (low, high) = (residues().min().unwrap_or(0).min(highest), residues().max().unwrap_or(0));
        let width = (64 - ((high - low) as u64).leading_zeros()) as u8;
        (low, width, step)
    })
}

/// Number of bits that a value needs.
#[must_use]
pub fn width_of(value: u32) -> u8 {
    (32 - value.leading_zeros()) as u8
}

/// Packs values without a base or a step.
pub fn pack_plain<'a>(bytes: &'a Bytes, values: &[u32]) -> Packed<'a> {
    let width = width_of(values.iter().copied().max().unwrap_or(0));
    Packed { width, bits: Bits::new(bytes.alloc(packed(values, width))) }
}

/// Packs the `width` low bits of each value.
pub(super) fn packed(values: &[u32], width: u8) -> Vec<u8> {
    let mut writer = BitWriter::default();
    for value in values {
        writer.push(*value, width);
    }
    writer.into_bytes()
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
    Records { widths, width: widths.iter().sum(), bits: Bits::new(bytes.alloc(writer.into_bytes())) }
}

/// Ascending numbers are stored on a line if this costs at most this many bytes more than Elias-Fano parts. A board reads a line in
/// a third of the time.
const MOST_FOR_SPEED: usize = 2048;

/// Packs ascending numbers: on a line, unless Elias-Fano parts take far fewer bytes.
pub fn ascending<'a>(bytes: &'a Bytes, numbers: &[u32]) -> EliasFano<'a> {
    let (_, width, _) = narrowest(lines_from(numbers, 0));
    let plain_bytes = (numbers.len() * usize::from(width)).div_ceil(8);
    if plain_bytes > MOST_FOR_SPEED {
        let parts = ascending_parts(bytes, numbers);
        let len_bytes = [parts.low, parts.high, parts.samples.bits].map(|bits| bits.as_bytes().len()).iter().sum::<usize>();
        if plain_bytes > len_bytes + MOST_FOR_SPEED {
            return parts;
        }
    }
    let plain = pack_in_table(bytes, numbers);
    let line = Column { width: 0, bits: Bits::default(), ..plain };
    EliasFano { low_width: PLAIN + plain.width, low: plain.bits, high: Bits::default(), samples: line }
}

/// Packs ascending numbers as Elias-Fano parts. The low parts are as wide as the logarithm of the mean gap.
pub fn ascending_parts<'a>(bytes: &'a Bytes, numbers: &[u32]) -> EliasFano<'a> {
    let Some(last) = numbers.last() else { return EliasFano::default() };
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
    EliasFano {
        low_width,
        low: Bits::new(bytes.alloc(low.into_bytes())),
        high: Bits::new(bytes.alloc(high.into_bytes())),
        samples: pack_in_table(bytes, &samples),
    }
}

/// Packs pairs of a fact and a value, in any order. `inverse` adds an index by value.
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
        assert_eq!(pack(&bytes, &[40, 30, 20]).width, 5, "descending values have no slope");
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
