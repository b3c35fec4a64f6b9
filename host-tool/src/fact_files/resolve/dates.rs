//! Dates in fact files: EDTF, or words such as `last month` that are relative to the source's date.

use factrom::{Day, Time};

/// Why a date cannot be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Resolves a date to EDTF.
///
/// The relative forms are:
///
/// - `today`, `yesterday` and `tomorrow`;
/// - a weekday: the latest such day up to and including the source's date; with `last`, the latest one before that date; with
///   `next`, the first one after it;
/// - `this`, `last` or `next` with `week` (Monday to Sunday), `month` or `year`.
///
/// If the source's date is uncertain or approximate, so is the result.
///
/// # Errors
///
/// If the text is neither EDTF nor a relative form, if there is no such date, or if the text is relative to a source's date that is
/// missing or not a single day.
pub fn resolve(text: &str, source_date: Option<&str>) -> Result<String, DateError> {
    match Time::parse(text) {
        Ok(_) => return Ok(text.to_string()),
        Err(error) if !text.bytes().any(|byte| byte.is_ascii_alphabetic() && byte != b'X') => {
            return Err(DateError { message: format!("`{text}` is not a valid date: {error}"), help: FORMS.to_string() });
        }
        Err(_) => {}
    }
    let folded = text.to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().collect();
    let offset = match words[..] {
        ["today"] => Relative::Days(0),
        ["yesterday"] => Relative::Days(-1),
        ["tomorrow"] => Relative::Days(1),
        [day] if WEEKDAYS.contains(&day) => Relative::Weekday(day, Which::UpTo),
        ["last", day] if WEEKDAYS.contains(&day) => Relative::Weekday(day, Which::Before),
        ["next", day] if WEEKDAYS.contains(&day) => Relative::Weekday(day, Which::After),
        [which, unit @ ("week" | "month" | "year")] if ["last", "this", "next"].contains(&which) => {
            Relative::Unit(unit, ["last", "this", "next"].iter().position(|word| *word == which).unwrap_or(1) as i32 - 1)
        }
        _ => {
            return Err(DateError { message: format!("`{text}` is not a valid date"), help: FORMS.to_string() });
        }
    };
    let Some(source_date) = source_date else {
        return Err(DateError {
            message: format!("`{text}` is a relative date, but there is no source date to resolve it against"),
            help: ABSOLUTE.to_string(),
        });
    };
    let (day, qualifier) = single_day(source_date).ok_or_else(|| DateError {
        message: format!("`{text}` is relative to the source's date, but `{source_date}` is not a single day"),
        help: ABSOLUTE.to_string(),
    })?;
    let resolved = offset.from(day, qualifier);
    match Time::parse(&resolved) {
        Ok(_) => Ok(resolved),
        Err(_) => Err(DateError {
            message: format!("`{text}`, relative to `{source_date}`, is not within the years -9999 to 9999"),
            help: ABSOLUTE.to_string(),
        }),
    }
}

const ABSOLUTE: &str = "write an absolute date, such as 2022-01-10";
const FORMS: &str = "write 2022-01-10, 2021-12, 2008, 2014/2021, 2022-01-10? (uncertain), 2021-12~ (approximate), ../1997, or a \
                     date relative to the source's, such as `yesterday`, `Monday`, `next Monday` or `last month`";

enum Which {
    UpTo,
    Before,
    After,
}

enum Relative<'w> {
    Days(i32),
    Weekday(&'w str, Which),
    Unit(&'w str, i32),
}

impl Relative<'_> {
    fn from(&self, day: Day, qualifier: &str) -> String {
        // 1970-01-01 was a Thursday.
        let weekday = (day.0 + 3).rem_euclid(7);
        let (year, month, _) = day.date();
        match self {
            Relative::Days(offset) => format!("{}{qualifier}", written(Day(day.0 + offset))),
            Relative::Weekday(name, which) => {
                let wanted = WEEKDAYS.iter().position(|weekday| weekday == name).unwrap_or(0) as i32;
                let back = (weekday - wanted).rem_euclid(7);
                let found = match which {
                    Which::UpTo => day.0 - back,
                    Which::Before => day.0 - if back == 0 { 7 } else { back },
                    Which::After => day.0 - back + 7,
                };
                format!("{}{qualifier}", written(Day(found)))
            }
            Relative::Unit("week", offset) => {
                let monday = day.0 - weekday + 7 * offset;
                format!("{}{qualifier}/{}{qualifier}", written(Day(monday)), written(Day(monday + 6)))
            }
            Relative::Unit("month", offset) => {
                let months = year * 12 + i32::from(month) - 1 + offset;
                format!("{}-{:02}{qualifier}", four_digits(months.div_euclid(12)), months.rem_euclid(12) + 1)
            }
            Relative::Unit(_, offset) => format!("{}{qualifier}", four_digits(year + offset)),
        }
    }
}

fn written(day: Day) -> String {
    let (year, month, day) = day.date();
    format!("{}-{month:02}-{day:02}", four_digits(year))
}

/// A year in EDTF: four digits, after a minus sign for years before 0.
fn four_digits(year: i32) -> String {
    if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
}

fn single_day(edtf: &str) -> Option<(Day, &str)> {
    let time = Time::parse(edtf).ok()?;
    (time.first == time.last && !edtf.contains('/'))
        .then(|| (time.first, edtf.trim_start_matches(|char: char| char.is_ascii_digit() || char == '-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_tuesday(text: &str) -> String {
        resolve(text, Some("2022-01-11")).unwrap()
    }

    #[test]
    fn words_are_relative_to_the_source() {
        assert_eq!(from_tuesday("today"), "2022-01-11");
        assert_eq!(from_tuesday("Monday"), "2022-01-10");
        assert_eq!(from_tuesday("Tuesday"), "2022-01-11");
        assert_eq!(from_tuesday("last Tuesday"), "2022-01-04");
        assert_eq!(from_tuesday("Wednesday"), "2022-01-05");
        assert_eq!(from_tuesday("next Wednesday"), "2022-01-12");
        assert_eq!(from_tuesday("next Tuesday"), "2022-01-18");
        assert_eq!(from_tuesday("last month"), "2021-12");
        assert_eq!(from_tuesday("next year"), "2023");
        assert_eq!(from_tuesday("this week"), "2022-01-10/2022-01-16");
    }

    #[test]
    fn doubt_about_the_source_is_kept() {
        assert_eq!(resolve("last month", Some("2022-01-09?")).unwrap(), "2021-12?");
        assert_eq!(resolve("this week", Some("2022-01-09~")).unwrap(), "2022-01-03~/2022-01-09~");
    }

    #[test]
    fn years_stay_within_four_digits() {
        assert_eq!(resolve("yesterday", Some("-0044-03-15")).unwrap(), "-0044-03-14");
        assert_eq!(resolve("last month", Some("-0044-03-15~")).unwrap(), "-0044-02~");
        assert_eq!(resolve("last year", Some("0000-06-01")).unwrap(), "-0001");
        assert!(resolve("tomorrow", Some("9999-12-31")).is_err());
        assert!(resolve("next year", Some("9999-06-01")).is_err());
    }

    #[test]
    fn unresolvable_dates_are_errors() {
        assert!(resolve("Monday", None).is_err());
        assert!(resolve("Monday", Some("2022-01")).is_err());
        assert!(resolve("someday", Some("2022-01-11")).is_err());
        let error = resolve("2022-02-30", Some("2022-01-11")).unwrap_err();
        assert_eq!(error.message, "`2022-02-30` is not a valid date: 2022-02 has no day 30: its last day is 28");
    }
}
