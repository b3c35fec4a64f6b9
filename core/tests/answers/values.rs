//! Compares days, times, quantities and folded names with simple implementations and known results.

use std::cmp::Ordering;

use factrom::compiler::{ValueOrder, overlap, stored_day};
use factrom::{Comparator, Day, Decimal, Quantity, QuantityError, Time, TimeError, TimeRange, day, fold_name};

/// Returns the length of a month in the Gregorian calendar.
fn month_len(year: i32, month: u8) -> u8 {
    let leap = year.rem_euclid(4) == 0 && year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0;
    [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::from(month) - 1]
}

#[test]
fn days_are_counted_one_by_one() {
    // The first and last days of every month, from the first valid year to the last.
    let mut count = Day::from_date(-9999, 1, 1).unwrap().0;
    assert_eq!(count, -4_371_587);
    for year in -9999..=9999 {
        for month in 1..=12 {
            let len = month_len(year, month);
            for of_month in [1, 2, 28, len] {
                let day = Day(count + i32::from(of_month) - 1);
                assert_eq!(Day::from_date(year, month, of_month), Some(day));
                assert_eq!(day.date(), (year, month, of_month));
            }
            assert_eq!((Day::from_date(year, month, 0), Day::from_date(year, month, len + 1)), (None, None));
            count += i32::from(len);
        }
        assert_eq!([0, 13, 255].map(|month| Day::from_date(year, month, 1)), [None; 3]);
    }
    for year in [-10_000, 10_000, i32::MIN, i32::MAX] {
        assert_eq!((Day::from_date(year, 1, 1), Day::from_date(year, 12, 31)), (None, None));
    }
    assert_eq!(Day::from_date(1970, 1, 1), Some(Day(0)));
    assert_eq!((Day(i32::MAX).date().0, Day(i32::MIN).date().0), (5_881_580, -5_877_641));
}

#[test]
fn stored_days_ascend_as_days_do() {
    let days = [Day::OPEN_START, Day(i32::MIN + 1), Day(-1), Day(0), Day(1), Day(i32::MAX - 1), Day::OPEN_END];
    let stored = days.map(stored_day);
    assert!(stored.is_sorted_by(|a, b| a < b));
    assert_eq!(stored, [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, u32::MAX - 1, u32::MAX]);
}

fn covers(edtf: &str) -> Result<[(i32, u8, u8); 2], TimeError> {
    Time::parse(edtf).map(|time| [time.first.date(), time.last.date()])
}

#[test]
fn every_form_of_a_date_covers_its_days() {
    for year in [-9999, -1, 0, 4, 1900, 1999, 2000, 2024, 9999] {
        let written = if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
        assert_eq!(covers(&written), Ok([(year, 1, 1), (year, 12, 31)]));
        assert_eq!(covers(&format!("{written}-XX")), Ok([(year, 1, 1), (year, 12, 31)]));
        assert_eq!(covers(&format!("{written}-XX-XX")), Ok([(year, 1, 1), (year, 12, 31)]));
        for month in 1..=12 {
            let len = month_len(year, month);
            for suffix in ["", "-XX"] {
                assert_eq!(covers(&format!("{written}-{month:02}{suffix}")), Ok([(year, month, 1), (year, month, len)]));
            }
            for of_month in 0..=99 {
                let expected = if (1..=len).contains(&of_month) {
                    Ok([(year, month, of_month); 2])
                } else {
                    Err(TimeError::Day { year, month, day: of_month })
                };
                assert_eq!(covers(&format!("{written}-{month:02}-{of_month:02}")), expected);
            }
        }
        for season in 21..=23u8 {
            let first = 3 * (season - 20);
            assert_eq!(
                covers(&format!("{written}-{season}")),
                Ok([(year, first, 1), (year, first + 2, month_len(year, first + 2))])
            );
        }
        if year < 9999 {
            assert_eq!(covers(&format!("{written}-24")), Ok([(year, 12, 1), (year + 1, 2, month_len(year + 1, 2))]));
        }
        for month in (13..=20).chain(25..=99).chain([0]) {
            assert_eq!(covers(&format!("{written}-{month:02}")), Err(TimeError::Month(month)));
            assert_eq!(covers(&format!("{written}-{month:02}-01")), Err(TimeError::Month(month)));
            assert_eq!(covers(&format!("{written}-{month:02}-XX")), Err(TimeError::Month(month)));
        }
        for season in 21..=24 {
            assert_eq!(covers(&format!("{written}-{season}-01")), Err(TimeError::Month(season)));
        }
    }
    assert!(covers("9999-24").is_err(), "it ends in a year with five digits");
}

#[test]
fn unspecified_digits_are_at_the_end() {
    assert_eq!(covers("199X"), Ok([(1990, 1, 1), (1999, 12, 31)]));
    assert_eq!(covers("19XX"), Ok([(1900, 1, 1), (1999, 12, 31)]));
    assert_eq!(covers("1XXX"), Ok([(1000, 1, 1), (1999, 12, 31)]));
    assert_eq!(covers("XXXX"), Ok([(0, 1, 1), (9999, 12, 31)]));
    assert_eq!(covers("-004X"), Ok([(-49, 1, 1), (-40, 12, 31)]));
    assert_eq!(covers("199X-XX"), Ok([(1990, 1, 1), (1999, 12, 31)]));
    for text in [
        "19X9",
        "X999",
        "199X-05",
        "199X-05-03",
        "1999-X5",
        "1999-0X",
        "1999-XX-05",
        "1999-05-0X",
        "1999-05-X3",
        "199x",
        "19995",
        "199",
        "1999-5",
        "1999-05-3",
        "1999-005",
        "1999-05-003",
        "1999-05-03-01",
        "+1999",
        "--1999",
        "1999 ",
        " 1999",
        "1999-",
        "-",
        "1999--05",
        "1999-05-",
        "1999/2000/2001",
        "1999-aa",
        "1999-05-aa",
        "199:",
        "19/9",
        "199é",
        "1999-2é",
        "X",
        "1999?-05",
        "1999-05-03T00:00",
        "?",
        "1999??",
        "..",
        "...",
        "1999/...",
    ] {
        assert_eq!(covers(text), Err(TimeError::Form), "{text}");
    }
}

#[test]
fn qualifiers_follow_a_date() {
    let doubt = |text: &str| Time::parse(text).map(|time| (time.uncertain, time.approximate));
    for (text, expected) in [
        ("1999", (false, false)),
        ("1999?", (true, false)),
        ("1999~", (false, true)),
        ("1999%", (true, true)),
        ("1999-05-03?", (true, false)),
        ("-0044~", (false, true)),
        ("1999?/2000", (true, false)),
        ("1999/2000?", (true, false)),
        ("1999~/2000", (false, true)),
        ("1999/2000~", (false, true)),
        ("1999/2000%", (true, true)),
        ("1999?/2000~", (true, true)),
        ("1999?/..", (true, false)),
        ("../1999~", (false, true)),
        ("1999/2000", (false, false)),
    ] {
        assert_eq!(doubt(text), Ok(expected), "{text}");
    }
}

#[test]
fn intervals_go_from_a_first_to_a_last_day() {
    let parsed = |text: &str| Time::parse(text).map(|time| (time.first, time.last));
    let first = Day::from_date(1999, 5, 1).unwrap();
    let last = Day::from_date(2000, 12, 31).unwrap();
    assert_eq!(parsed("1999-05/2000"), Ok((first, last)));
    assert_eq!((parsed("1999-05/.."), parsed("1999-05/")), (Ok((first, Day::OPEN_END)), Ok((first, Day::OPEN_END))));
    assert_eq!((parsed("../2000"), parsed("/2000")), (Ok((Day::OPEN_START, last)), Ok((Day::OPEN_START, last))));
    for text in ["/", "../..", "../", "/.."] {
        assert_eq!(parsed(text), Err(TimeError::Form), "{text}");
    }
    assert!(parsed("2000/2000").is_ok() && parsed("2000-05/2000").is_ok());
    assert_eq!(parsed("2000/1999"), Err(TimeError::Backwards));
    assert_eq!(parsed("2000-05-04/2000-05-03"), Err(TimeError::Backwards));
    assert_eq!((parsed("1999/soon"), parsed("soon/1999")), (Err(TimeError::Form), Err(TimeError::Form)));
    assert_eq!(day("1999"), Time::parse("1999"));
}

#[test]
fn ranges_of_times_are_ranges_of_days() {
    let [may, june] = ["1999-05", "1999-06"].map(|text| day(text).unwrap());
    let date = |month, day| Day::from_date(1999, month, day).unwrap();
    let range = |first, last| TimeRange { first, last };
    assert_eq!(TimeRange::from(may), range(date(5, 1), date(5, 31)));
    assert_eq!(TimeRange::from(may..), range(date(5, 1), Day::OPEN_END));
    assert_eq!(TimeRange::from(..=may), range(Day::OPEN_START, date(5, 31)));
    assert_eq!(TimeRange::from(may..=june), range(date(5, 1), date(6, 30)));
    assert_eq!(TimeRange::from(may..june), range(date(5, 1), date(5, 31)));
    assert_eq!(TimeRange::from(..), range(Day::OPEN_START, Day::OPEN_END));
}

#[test]
fn times_overlap_where_they_share_a_day() {
    let days = [Day::OPEN_START, Day(-3), Day(0), Day(1), Day(2), Day(7), Day::OPEN_END];
    let ranges = || days.iter().flat_map(|first| days.map(|last| TimeRange { first: *first, last }));
    let has = |range: &TimeRange, day: Day| range.first <= day && day <= range.last;
    // A time has at least one day. The range of a query can be empty.
    for a in ranges().filter(|range| range.first <= range.last) {
        for b in ranges() {
            let shared = days.iter().any(|day| has(&a, *day) && has(&b, *day));
            assert_eq!(overlap(a, b), shared, "{a:?} {b:?}");
            let time = Time { first: a.first, last: a.last, uncertain: false, approximate: false };
            assert_eq!(time.overlaps(b), shared);
        }
    }
}

#[test]
fn numbers_are_compared_by_value() {
    let sorted: [&[&str]; 16] = [
        &["-1000"],
        &["-100", "-0100.", "-100.000"],
        &["-99.9"],
        &["-20.5", "-20.50"],
        &["-20.25"],
        &["-0.5", "-.5"],
        &["-0.05"],
        &["0", "-0", "+0", "0.0", "-.0", "00", "0."],
        &["0.05", ".05"],
        &["0.5", "+.5"],
        &["0.51"],
        &["7", "+7", "007", "7.", "7.0"],
        &["7.01"],
        &["8"],
        &["10"],
        &["100000000000000000000000000"],
    ];
    let parsed: Vec<(usize, Decimal<'_>)> = sorted
        .iter()
        .enumerate()
        .flat_map(|(rank, same)| same.iter().map(move |text| (rank, Decimal::parse(text).unwrap())))
        .collect();
    for (rank, number) in &parsed {
        for (other_rank, other) in &parsed {
            assert_eq!(number.cmp(other), rank.cmp(other_rank));
            assert_eq!(number.partial_cmp(other), Some(rank.cmp(other_rank)));
            assert_eq!(number == other, rank == other_rank);
        }
    }
    for text in ["", ".", "-", "+", "-.", "+-1", "-+1", "--1", "1e3", "1,000", "1.2.3", "a", "1a", ".a", "1 ", " 1", "१"] {
        assert_eq!(Decimal::parse(text), None, "{text}");
    }
}

#[test]
fn quantities_have_comparator_number_and_unit() {
    use Comparator::{About, AtLeast, AtMost, Exactly, Less, More};
    for (sign, comparator) in [("", Exactly), (">", More), (">=", AtLeast), ("<", Less), ("<=", AtMost), ("~", About)] {
        for space in ["", " ", "  "] {
            for (unit, expected) in [("", ""), (" km", "km"), ("  square km ", "square km")] {
                let text = format!(" {sign}{space}-014.50{unit}");
                let quantity = Quantity::parse(&text).unwrap();
                assert_eq!((quantity.comparator, quantity.digits, quantity.unit), (comparator, "-014.50", expected), "{text}");
                assert_eq!(quantity.number, Decimal::parse("-14.5").unwrap());
            }
        }
    }
    for text in ["", ">", "km", "> km", "=5", ">> 5", "5km", "~", "< = 5", "1,000 km"] {
        assert_eq!(Quantity::parse(text), Err(QuantityError), "{text}");
    }
}

/// Checks that all pairs compare as their positions in the list do.
fn check_order(order: ValueOrder, sorted: &[&str]) {
    for (place, a) in sorted.iter().enumerate() {
        for (other, b) in sorted.iter().enumerate() {
            assert_eq!(order.compare(a, b), place.cmp(&other), "{a} {b}");
        }
    }
}

#[test]
fn literals_are_ordered_by_value_and_then_by_bytes() {
    check_order(ValueOrder::Bytes, &["", "10", "9", "a", "ab", "b"]);
    check_order(ValueOrder::Number, &["-2", "-1.0", "-1.00", "+0", "-0", "0", "1", "2", "10", "", "many", "x"]);
    check_order(ValueOrder::Time, &["../1990", "1989", "1990-01", "1990", "1990?", "1990/..", "1990-01-31", "", "now", "x"]);
    check_order(
        ValueOrder::Quantity,
        &["5", "6", "< 7 h", "<= 7 h", "~ 7 h", "7 h", "7.0 h", ">= 7 h", "> 7 h", "8 h", "< 3 km", "3 km", "10 km", "", "x km"],
    );
    let orders = [ValueOrder::Bytes, ValueOrder::Number, ValueOrder::Time, ValueOrder::Quantity];
    for (number, order) in (0..).zip(orders) {
        assert_eq!((ValueOrder::from_number(number), order as u32), (Some(order), number));
    }
    assert_eq!((ValueOrder::from_number(4), ValueOrder::from_number(u32::MAX)), (None, None));
    assert_eq!(ValueOrder::Number.compare("7", "7"), Ordering::Equal);
}

#[test]
fn names_are_folded() {
    let folded = |name: &str| fold_name(name).collect::<String>();
    for left_out in ". ' \" \u{2018} \u{2019} \u{201A} \u{201B} \u{201C} \u{201D} \u{201E} \u{201F} \u{AB} \u{BB}".split(' ') {
        assert_eq!(folded(&format!("A{left_out}B{left_out}")), "ab", "{left_out:?}");
        assert_eq!(folded(&format!("{left_out}A {left_out}{left_out}B")), "a b", "{left_out:?}");
    }
    for gap in
        [" ", "-", "_", "\t", "\n", "\u{A0}", "\u{2003}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}"]
    {
        assert_eq!(folded(&format!("{gap}A{gap}{gap}B{gap}C{gap}")), "a b c", "{gap:?}");
        assert_eq!(folded(gap), "");
    }
    for kept in ["\u{2016}", "\u{2017}", "\u{2020}", "\u{AA}", "\u{BC}", "/", "(", "&", ","] {
        assert_eq!(folded(&format!("a{kept}b")), format!("a{kept}b"), "{kept:?}");
    }
    assert_eq!(folded("İ İstanbul ΣΑΣ"), "i\u{307} i\u{307}stanbul σασ");
    assert_eq!(folded("a-'b"), "a b");
    assert_eq!(folded("ABC"), "abc");
    let mut letters = fold_name("A b");
    assert_eq!((letters.by_ref().count(), letters.next()), (3, None));
}
