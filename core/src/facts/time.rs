//! Times in EDTF, and their comparison by days.
//!
//! The parser accepts level 0 of the Extended Date/Time Format (ISO 8601-2, Library of Congress, 2019) without clock times. Of
//! level 1 it accepts the seasons 21 to 24, the qualifiers `?`, `~` and `%` after a whole date, unspecified digits `X` from the
//! right, open (`..`) and unknown (empty) ends of intervals, and negative years. It does not accept years of more than four
//! digits, sets and clock times.
//!
//! A time is the range of days that it covers, so its precision matters: `2022-01` overlaps `2022-01-10`.

use core::fmt;
use core::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeToInclusive};

/// A day, as the number of days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Day(pub i32);

impl Day {
    /// Before all days: the start of an interval that has no start.
    pub const OPEN_START: Day = Day(i32::MIN);
    /// After all days: the end of an interval that has no end.
    pub const OPEN_END: Day = Day(i32::MAX);

    /// The day of a date; `None` if the calendar has no such date, or if the year is not in -9999 to 9999.
    ///
    /// The algorithm is Howard Hinnant's `days_from_civil`.
    ///
    /// ```
    /// # use factrom::Day;
    /// assert_eq!(Day::from_date(1970, 1, 2), Some(Day(1)));
    /// assert_eq!(Day::from_date(2022, 2, 29), None);
    /// ```
    #[must_use]
    pub const fn from_date(year: i32, month: u8, day: u8) -> Option<Day> {
        if year < -9999 || year > 9999 || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        // For these years, all intermediate values are below 4 million.
        let (month, day) = (month as i32, day as i32);
        let year = if month <= 2 { year.wrapping_sub(1) } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = month.wrapping_add(9) % 12;
        let day_of_year = month_from_march.wrapping_mul(153).wrapping_add(2) / 5;
        let day_of_year = day_of_year.wrapping_add(day).wrapping_sub(1);
        let day_of_era =
            year_of_era.wrapping_mul(365).wrapping_add(year_of_era / 4).wrapping_sub(year_of_era / 100).wrapping_add(day_of_year);
        Some(Day(era.wrapping_mul(146_097).wrapping_add(day_of_era).wrapping_sub(719_468)))
    }

    /// The year, the month and the day of the month.
    #[must_use]
    pub const fn date(self) -> (i32, u8, u8) {
        let days = (self.0 as i64).wrapping_add(719_468);
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = of_era.wrapping_sub(of_era / 1460).wrapping_add(of_era / 36_524).wrapping_sub(of_era / 146_096) / 365;
        let leap_days = (year_of_era / 4).wrapping_sub(year_of_era / 100);
        let of_year = of_era.wrapping_sub(year_of_era.wrapping_mul(365)).wrapping_sub(leap_days);
        let march_month = of_year.wrapping_mul(5).wrapping_add(2) / 153;
        let day = of_year.wrapping_sub(march_month.wrapping_mul(153).wrapping_add(2) / 5).wrapping_add(1);
        let month = if march_month < 10 { march_month.wrapping_add(3) } else { march_month.wrapping_sub(9) };
        let year = year_of_era.wrapping_add(era.wrapping_mul(400));
        let year = if month <= 2 { year.wrapping_add(1) } else { year };
        (year as i32, month as u8, day as u8)
    }
}

/// The length of a month in days; 0 if there is no such month.
const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// A time: the days that an EDTF string covers, and how certain they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Time {
    /// The first day covered, or [`Day::OPEN_START`].
    pub first: Day,
    /// The last day covered, or [`Day::OPEN_END`].
    pub last: Day,
    /// `?` or `%`: the source is not certain.
    pub uncertain: bool,
    /// `~` or `%`: about that time.
    pub approximate: bool,
}

/// Why a string is not an EDTF time that this library accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum TimeError {
    /// The text does not have the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or two of these around a `/`.
    Form,
    /// No month or season has that number.
    Month(u8),
    /// The month does not have that day.
    Day {
        /// The year.
        year: i32,
        /// The month.
        month: u8,
        /// The day.
        day: u8,
    },
    /// The interval ends before it starts.
    Backwards,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeError::Form => f.write_str("not a date of the form 2022, 2022-01, 2022-01-10 or 2014/2021"),
            TimeError::Month(month) => write!(f, "there is no month {month}: months are 01 to 12, seasons 21 to 24"),
            TimeError::Day { year, month, day } => {
                write!(f, "{year:04}-{month:02} has no day {day}: its last day is {}", days_in_month(*year, *month))
            }
            TimeError::Backwards => f.write_str("the interval ends before it starts"),
        }
    }
}

impl core::error::Error for TimeError {}

impl Time {
    /// Parses an EDTF string.
    ///
    /// # Errors
    ///
    /// [`TimeError`] says what is wrong, for example an impossible date.
    ///
    /// ```
    /// # use factrom::{Time, Day};
    /// let time = Time::parse("2021-12?")?;
    /// assert_eq!((time.first, time.last), (Day::from_date(2021, 12, 1).unwrap(), Day::from_date(2021, 12, 31).unwrap()));
    /// assert!(time.uncertain);
    /// assert!(Time::parse("2022-02-30").is_err());
    /// # Ok::<(), factrom::TimeError>(())
    /// ```
    pub fn parse(edtf: &str) -> Result<Time, TimeError> {
        let Some((start, end)) = edtf.split_once(['/']) else {
            return Time::date(edtf);
        };
        let start = match start {
            ".." | "" => None,
            date => Some(Time::date(date)?),
        };
        let end = match end {
            ".." | "" => None,
            date => Some(Time::date(date)?),
        };
        if start.is_none() && end.is_none() {
            return Err(TimeError::Form);
        }
        let time = Time {
            first: start.map_or(Day::OPEN_START, |time| time.first),
            last: end.map_or(Day::OPEN_END, |time| time.last),
            uncertain: start.is_some_and(|time| time.uncertain) || end.is_some_and(|time| time.uncertain),
            approximate: start.is_some_and(|time| time.approximate) || end.is_some_and(|time| time.approximate),
        };
        if time.first > time.last { Err(TimeError::Backwards) } else { Ok(time) }
    }

    fn date(edtf: &str) -> Result<Time, TimeError> {
        let (body, uncertain, approximate) = match edtf.as_bytes().last() {
            Some(b'?') => (edtf.strip_suffix('?'), true, false),
            Some(b'~') => (edtf.strip_suffix('~'), false, true),
            Some(b'%') => (edtf.strip_suffix('%'), true, true),
            _ => (Some(edtf), false, false),
        };
        let body = body.ok_or(TimeError::Form)?;
        let (negative, body) = match body.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, body),
        };
        let mut parts = body.split(['-']);
        let year = parts.next().ok_or(TimeError::Form)?;
        let (month, day) = (parts.next(), parts.next());
        if parts.next().is_some() {
            return Err(TimeError::Form);
        }
        let (first, last) = days(negative, year, month, day)?;
        Ok(Time { first, last, uncertain, approximate })
    }

    /// Whether the two share a day. A range that ends before it starts has no days.
    #[must_use]
    pub const fn overlaps(&self, other: TimeRange) -> bool {
        self.first.0 <= other.last.0 && self.last.0 >= other.first.0 && other.first.0 <= other.last.0
    }
}

/// Parses digits, with `X` from the right. Returns the lowest and the highest number that they can mean.
fn digits(text: &str, len: usize) -> Result<(u16, u16), TimeError> {
    if text.len() != len {
        return Err(TimeError::Form);
    }
    let (mut low, mut high, mut unspecified) = (0u16, 0u16, false);
    for byte in text.bytes() {
        let (digit_low, digit_high) = match byte {
            b'X' => {
                unspecified = true;
                (0, 9)
            }
            b'0'..=b'9' if !unspecified => {
                let digit = u16::from(byte.wrapping_sub(b'0'));
                (digit, digit)
            }
            _ => return Err(TimeError::Form),
        };
        // There are at most four digits, so both numbers are below 10,000.
        low = low.wrapping_mul(10).wrapping_add(digit_low);
        high = high.wrapping_mul(10).wrapping_add(digit_high);
    }
    Ok((low, high))
}

fn days(negative: bool, year: &str, month: Option<&str>, day: Option<&str>) -> Result<(Day, Day), TimeError> {
    let (low, high) = digits(year, 4)?;
    let (mut first_year, mut last_year) = (i32::from(low), i32::from(high));
    if negative {
        (first_year, last_year) = (last_year.wrapping_neg(), first_year.wrapping_neg());
    }
    let whole_year = |first_year, last_year| {
        Ok((Day::from_date(first_year, 1, 1).ok_or(TimeError::Form)?, Day::from_date(last_year, 12, 31).ok_or(TimeError::Form)?))
    };
    let month = match month {
        None | Some("XX") if day.is_none() || day == Some("XX") => return whole_year(first_year, last_year),
        Some(month) if first_year == last_year => month,
        _ => return Err(TimeError::Form),
    };
    let (month, _) = digits(month, 2).and_then(|(low, high)| if low == high { Ok((low, high)) } else { Err(TimeError::Form) })?;
    let month = u8::try_from(month).map_err(|_| TimeError::Form)?;
    let date = |year: i32, month: u8, day: u8| Day::from_date(year, month, day).ok_or(TimeError::Day { year, month, day });
    match (month, day) {
        (1..=12, None | Some("XX")) => {
            Ok((date(first_year, month, 1)?, date(first_year, month, days_in_month(first_year, month))?))
        }
        (1..=12, Some(day)) => {
            let (low, high) = digits(day, 2)?;
            if low != high {
                return Err(TimeError::Form);
            }
            let day = date(first_year, month, u8::try_from(low).map_err(|_| TimeError::Form)?)?;
            Ok((day, day))
        }
        // Seasons are those of northern meteorology, in whole months. Winter is the one that begins in the year.
        (21..=23, None) => {
            let first_month = month.wrapping_sub(21).wrapping_mul(3).wrapping_add(3);
            let last_month = first_month.wrapping_add(2);
            Ok((date(first_year, first_month, 1)?, date(first_year, last_month, days_in_month(first_year, last_month))?))
        }
        (24, None) => {
            let next = first_year.wrapping_add(1);
            Ok((date(first_year, 12, 1)?, date(next, 2, days_in_month(next, 2))?))
        }
        _ => Err(TimeError::Month(month)),
    }
}

/// Parses an EDTF string: [`Time::parse`] under a short name, for ranges such as `day("2022-01-10")?..`.
///
/// # Errors
///
/// Those of [`Time::parse`].
pub fn day(edtf: &str) -> Result<Time, TimeError> {
    Time::parse(edtf)
}

/// A range of days, including the first and the last one.
///
/// It is made from a [`Time`] or from a range of times: `a..` starts with the first day of `a`, `..=b` ends with the last day
/// of `b`, and `a..b` ends with the day before the first day of `b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct TimeRange {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl From<Time> for TimeRange {
    fn from(time: Time) -> Self {
        TimeRange { first: time.first, last: time.last }
    }
}

impl From<RangeFrom<Time>> for TimeRange {
    fn from(range: RangeFrom<Time>) -> Self {
        TimeRange { first: range.start.first, last: Day::OPEN_END }
    }
}

impl From<RangeToInclusive<Time>> for TimeRange {
    fn from(range: RangeToInclusive<Time>) -> Self {
        TimeRange { first: Day::OPEN_START, last: range.end.last }
    }
}

impl From<RangeInclusive<Time>> for TimeRange {
    fn from(range: RangeInclusive<Time>) -> Self {
        TimeRange { first: range.start().first, last: range.end().last }
    }
}

impl From<Range<Time>> for TimeRange {
    fn from(range: Range<Time>) -> Self {
        TimeRange { first: range.start.first, last: Day(range.end.first.0.saturating_sub(1)) }
    }
}

impl From<RangeFull> for TimeRange {
    fn from(_: RangeFull) -> Self {
        TimeRange { first: Day::OPEN_START, last: Day::OPEN_END }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;

    fn covers(edtf: &str) -> ((i32, u8, u8), (i32, u8, u8)) {
        let time = Time::parse(edtf).unwrap();
        (time.first.date(), time.last.date())
    }

    #[test]
    fn dates_and_days_convert_both_ways() {
        assert_eq!(Day::from_date(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_date(2000, 3, 1), Some(Day(11_017)));
        let mut day = Day::from_date(-401, 1, 1).unwrap();
        while day < Day::from_date(2401, 1, 1).unwrap() {
            let (year, month, of_month) = day.date();
            assert_eq!(Day::from_date(year, month, of_month), Some(day));
            day = Day(day.0 + 1);
        }
    }

    #[test]
    fn a_time_covers_the_days_of_its_precision() {
        assert_eq!(covers("2022-01-10"), ((2022, 1, 10), (2022, 1, 10)));
        assert_eq!(covers("2021-12"), ((2021, 12, 1), (2021, 12, 31)));
        assert_eq!(covers("2008"), ((2008, 1, 1), (2008, 12, 31)));
        assert_eq!(covers("2014/2021"), ((2014, 1, 1), (2021, 12, 31)));
        assert_eq!(covers("199X"), ((1990, 1, 1), (1999, 12, 31)));
        assert_eq!(covers("2022-XX"), ((2022, 1, 1), (2022, 12, 31)));
        assert_eq!(covers("2020-02-XX"), ((2020, 2, 1), (2020, 2, 29)));
        assert_eq!(covers("2021-24"), ((2021, 12, 1), (2022, 2, 28)));
        assert_eq!(covers("2021-21"), ((2021, 3, 1), (2021, 5, 31)));
        assert_eq!(covers("-0044-03-15"), ((-44, 3, 15), (-44, 3, 15)));
    }

    #[test]
    fn open_ends_and_qualifiers() {
        let open = Time::parse("2022-01-10/..").unwrap();
        assert_eq!(open.last, Day::OPEN_END);
        assert_eq!(Time::parse("../1997").unwrap().first, Day::OPEN_START);
        assert_eq!(Time::parse("/1997").unwrap().first, Day::OPEN_START);
        let unsure = Time::parse("2022-01-10%").unwrap();
        assert!(unsure.uncertain && unsure.approximate);
        assert!(Time::parse("1994~/1996").unwrap().approximate);
    }

    #[test]
    fn text_that_is_not_a_date_is_an_error() {
        for text in [
            "",
            "/",
            "../..",
            "Monday",
            "2022-1-10",
            "22",
            "2022-01-10-01",
            "2022-X1",
            "X022",
            "199X-01",
            "2022-01-1X",
            "١٩٩٩",
            "2022-01-10T10:00",
            "-",
            "~",
        ] {
            assert_eq!(Time::parse(text), Err(TimeError::Form), "{text}");
        }
        assert_eq!(Time::parse("2022-13"), Err(TimeError::Month(13)));
        assert_eq!(Time::parse("2022-00"), Err(TimeError::Month(0)));
        assert_eq!(Time::parse("2022-21-01"), Err(TimeError::Month(21)));
        assert_eq!(Time::parse("2022-02-30"), Err(TimeError::Day { year: 2022, month: 2, day: 30 }));
        assert_eq!(Time::parse("1900-02-29"), Err(TimeError::Day { year: 1900, month: 2, day: 29 }));
        assert_eq!(Time::parse("2022/2021"), Err(TimeError::Backwards));
    }

    #[test]
    fn overlap_respects_precision() {
        let january = Time::parse("2022-01").unwrap();
        let tenth = Time::parse("2022-01-10").unwrap();
        let february = Time::parse("2022-02").unwrap();
        assert!(january.overlaps(tenth.into()) && tenth.overlaps(january.into()));
        assert!(!january.overlaps(february.into()));
        assert!(tenth.overlaps((january..february).into()));
        assert!(!february.overlaps((january..february).into()));
        assert!(february.overlaps((tenth..).into()) && !january.overlaps((february..).into()));
        let decade = Time::parse("2014/2023").unwrap();
        assert!(!decade.overlaps((tenth..tenth).into()) && !decade.overlaps((february..january).into()), "empty ranges");
    }
}
