//! Packed columns, records and ascending numbers: what is written can be read back, and arbitrary bits give the same numbers as
//! with a naive reader.
//!
//! The naive readers read bit by bit, without words, samples or overflows: their numbers have 128 bits.

use factrom::compiler::{Bits, Column, EliasFano, MOST_ITEMS, SAMPLE_LOG2};
use factrom_tool::compile::columns::{Bytes, ascending, ascending_parts, pack, records};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;

fn config(cases: u32) -> Config {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        Config::default()
    } else {
        Config { cases, failure_persistence: None, ..Config::default() }
    }
}

/// Bit `at`, least significant first.
fn bit(bytes: &[u8], at: u128) -> Option<bool> {
    bytes.get(usize::try_from(at / 8).ok()?).map(|byte| byte >> (at % 8) & 1 == 1)
}

/// `width` bits from `at` on.
fn number(bytes: &[u8], at: u128, width: u8) -> Option<u128> {
    (0..u128::from(width)).try_fold(0, |sum, place| Some(sum | u128::from(bit(bytes, at + place)?) << place))
}

fn column_at(column: &Column<'_>, index: u32) -> Option<u32> {
    let width = column.width.min(32);
    let item = number(column.bits.as_bytes(), u128::from(index) * u128::from(width), width)?;
    Some((u128::from(column.base) + u128::from(column.step) * u128::from(index) + item) as u32)
}

fn ascending_at(numbers: &EliasFano<'_>, index: u32) -> Option<u32> {
    let mut at = u128::from(column_at(&numbers.samples, index >> SAMPLE_LOG2)?);
    let mut to_skip = index % (1 << SAMPLE_LOG2);
    loop {
        match (bit(numbers.high.as_bytes(), at)?, to_skip) {
            (true, 0) => break,
            (true, _) => to_skip -= 1,
            (false, _) => {}
        }
        at += 1;
    }
    let width = numbers.low_width.min(31);
    let low = number(numbers.low.as_bytes(), u128::from(index) * u128::from(width), width)?;
    Some((at.checked_sub(u128::from(index))? << width | low) as u32)
}

/// Numbers of any size, with a bias to small ones.
fn any_size() -> impl Strategy<Value = u32> {
    (any::<u32>(), 0..32u32).prop_map(|(number, shift)| number >> shift)
}

/// Values of columns: unordered numbers, equal numbers, and numbers that rise with or without scatter.
fn values() -> impl Strategy<Value = Vec<u32>> {
    let any_values = vec(any_size(), 0..200);
    let alike = (any_size(), 0..200usize).prop_map(|(value, len)| vec![value; len]);
    let rising = (any_size(), 0..1_000_000u32, vec(any_size(), 0..200)).prop_map(|(base, step, scatter)| {
        let value = |(index, scatter): (usize, &u32)| base.saturating_add(step * index as u32).saturating_add(scatter % 64);
        scatter.iter().enumerate().map(value).collect()
    });
    prop_oneof![any_values, alike, rising]
}

/// Ascending numbers with runs of equal ones, small gaps, and gaps up to the largest number.
fn ascending_numbers(most: usize) -> impl Strategy<Value = Vec<u32>> {
    let sorted = vec(any::<u32>(), 0..most).prop_map(|mut numbers| {
        numbers.sort_unstable();
        numbers
    });
    let gap = prop_oneof![4 => Just(0), 8 => 0..20u32, 2 => 0..5_000u32, 1 => any_size()];
    let by_gaps = vec(gap, 0..most).prop_map(|gaps| {
        let sums = gaps.iter().scan(0u32, |sum, gap| {
            *sum = sum.saturating_add(*gap);
            Some(*sum)
        });
        sums.collect()
    });
    prop_oneof![1 => sorted, 3 => by_gaps]
}

/// Writes the numbers and reads them back.
fn check_ascending(numbers: &[u32]) {
    let bytes = Bytes::new();
    let (packed, either) = (ascending_parts(&bytes, numbers), ascending(&bytes, numbers));
    for (index, expected) in numbers.iter().enumerate() {
        assert_eq!(packed.get(index as u32), *expected, "number {index}");
        assert_eq!(either.get(index as u32), *expected, "number {index}, on a line or in parts");
        assert_eq!(ascending_at(&packed, index as u32), Some(*expected), "number {index}, naively");
    }
    // Parts with k low bits, 2^k <= mean gap, take at most two high bits per number, and one bit for the number itself.
    let mean = numbers.last().map_or(1, |last| (last / numbers.len() as u32).max(1));
    let most_bits = numbers.len() * (mean.ilog2() as usize + 3);
    assert!(
        (packed.low.as_bytes().len() + packed.high.as_bytes().len()) * 8 <= most_bits + 14,
        "{} numbers, {mean} apart",
        numbers.len()
    );
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn columns_read_back(values in values()) {
        let bytes = Bytes::new();
        let column = pack(&bytes, &values);
        let read: Vec<Option<u32>> = (0..values.len() as u32).map(|index| column.get(index)).collect();
        prop_assert_eq!(read, values.iter().copied().map(Some).collect::<Vec<_>>());
        let greatest = values.iter().max().copied().unwrap_or(0);
        prop_assert!(u32::from(column.width) <= 32 - greatest.leading_zeros(), "the column is wider than its greatest number");
    }

    #[test]
    fn any_column_reads_as_naively(
        base in any_size(), step in any_size(), width in 0..=32u8, bits in vec(any::<u8>(), 0..60), far in any::<u32>(),
    ) {
        let column = Column { base, step, width, bits: Bits::new(&bits) };
        for index in (0..500).chain([far, u32::MAX, MOST_ITEMS, MOST_ITEMS - 1]) {
            // Past the maximum number of items any value is fine, but there must be one.
            let read = column.get(index);
            if index < MOST_ITEMS || width == 0 {
                prop_assert_eq!(read, column_at(&column, index), "index {}", index);
            }
        }
    }

    #[test]
    fn columns_go_through_messages(base in any_size(), step in any_size(), width in 0..=32u8, bits in vec(any::<u8>(), 0..40)) {
        // A column without width has no bits.
        let column = Column { base, step, width, bits: Bits::new(if width == 0 { &[] } else { &bits }) };
        let message = postcard::to_stdvec(&column).unwrap();
        let (read, rest) = postcard::take_from_bytes::<Column<'_>>(&message).unwrap();
        prop_assert_eq!(read, column);
        prop_assert!(rest.is_empty());
        for len in 0..message.len() {
            prop_assert!(postcard::from_bytes::<Column<'_>>(&message[..len]).is_err(), "truncated to {} bytes", len);
        }
    }

    #[test]
    fn records_have_their_fields_one_behind_the_other(rows in vec((any_size(), any::<bool>(), any_size(), any::<u32>()), 0..100)) {
        let rows: Vec<[u32; 5]> = rows.into_iter().map(|(a, b, c, d)| [a, u32::from(b), 0, c, d]).collect();
        let bytes = Bytes::new();
        let packed = records(&bytes, &rows);
        let mut at = 0;
        for row in &rows {
            for (value, width) in row.iter().zip(packed.widths) {
                prop_assert_eq!(number(packed.bits.as_bytes(), at, width), Some(u128::from(*value)));
                at += u128::from(width);
            }
        }
        prop_assert_eq!(packed.bits.as_bytes().len() as u128, at.div_ceil(8));
        prop_assert_eq!(packed.widths[2], 0, "a field of zeros takes bits");
        prop_assert!((0..).map(|row| packed.get(row)).take(rows.len()).eq(rows));
    }

    #[test]
    fn ascending_numbers_read_back(numbers in ascending_numbers(400)) {
        check_ascending(&numbers);
    }

    #[test]
    fn any_ascending_numbers_read_as_naively(
        low_width in 0..=31u8,
        low in vec(any::<u8>(), 0..200),
        high in vec(prop_oneof![Just(0), Just(0xFF), any::<u8>()], 0..60),
        samples in vec(0..500u32, 0..8),
    ) {
        let bytes = Bytes::new();
        let numbers = EliasFano { low_width, low: Bits::new(&low), high: Bits::new(&high), samples: pack(&bytes, &samples) };
        for index in 0..140 {
            // A missing number may have any value, but reading it must work.
            let read = numbers.get(index);
            if let Some(expected) = ascending_at(&numbers, index) {
                prop_assert_eq!(read, expected, "index {}", index);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn ten_thousand_ascending_numbers_read_back(mut numbers in ascending_numbers(20_000), last in any_size()) {
        numbers.resize(10_000, last);
        numbers.sort_unstable();
        check_ascending(&numbers);
    }
}

#[test]
fn the_ends_of_the_range() {
    let most = u32::MAX;
    let runs: [&[u32]; 9] =
        [&[], &[0], &[1], &[most], &[0, most], &[most, most], &[0, 0, 0], &[most - 1, most, most, most], &[0, 1 << 31, most]];
    runs.iter().for_each(|numbers| check_ascending(numbers));
    check_ascending(&[0; 10_000]);
    check_ascending(&[most; 10_000]);
    let one_gap: Vec<u32> = [0; 5_000].into_iter().chain([most; 5_000]).collect();
    check_ascending(&one_gap);
    let even: Vec<u32> = (0..10_000).map(|index| index * 429_496).collect();
    check_ascending(&even);
}
