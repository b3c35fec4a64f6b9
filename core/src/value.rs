//! The values of literals: how numbers and quantities are read, and the order in which typed literals stand in the dictionary.
//!
//! The compiler sorts with [`ValueOrder::compare`] and the reader searches with it, so a range of values is a range of ids.

use core::cmp::Ordering;
use core::fmt;

use crate::time::Time;

/// How the literals of a group ascend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum ValueOrder {
    /// Not by value. Two forms are compared by their bytes; in a blob they stand in an order of the triples.
    Bytes = 0,
    /// By number: `xsd:integer`, the types derived from it, and `xsd:decimal`.
    Number = 1,
    /// By first, then last day: EDTF, `xsd:date`, `xsd:gYearMonth`, `xsd:gYear`.
    Time = 2,
    /// By unit, then number, then comparator.
    Quantity = 3,
}

impl ValueOrder {
    /// The order of that number.
    #[must_use]
    pub const fn from_number(number: u32) -> Option<Self> {
        Some(match number {
            0 => ValueOrder::Bytes,
            1 => ValueOrder::Number,
            2 => ValueOrder::Time,
            3 => ValueOrder::Quantity,
            _ => return None,
        })
    }

    /// Orders two lexical forms. Forms that have no value of this order come after those that have one; equal values are ordered by
    /// their bytes, so that only equal strings are equal.
    #[must_use]
    pub fn compare(self, a: &str, b: &str) -> Ordering {
        fn by<T>(a: Option<T>, b: Option<T>, order: impl Fn(&T, &T) -> Ordering) -> Ordering {
            match (&a, &b) {
                (Some(a), Some(b)) => order(a, b),
                (None, None) => Ordering::Equal,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
            }
        }
        let by_value = match self {
            ValueOrder::Bytes => Ordering::Equal,
            ValueOrder::Number => by(Decimal::parse(a), Decimal::parse(b), Decimal::cmp),
            ValueOrder::Time => by(Time::parse(a).ok(), Time::parse(b).ok(), |a, b| (a.first, a.last).cmp(&(b.first, b.last))),
            ValueOrder::Quantity => by(Quantity::parse(a).ok(), Quantity::parse(b).ok(), |a, b| {
                (a.unit, a.number, a.comparator).cmp(&(b.unit, b.number, b.comparator))
            }),
        };
        by_value.then_with(|| a.cmp(b))
    }
}

/// An array, not a `char`: the search for a single one has a branch that panics, which only the standard library knows never to be taken.
const POINT: [char; 1] = ['.'];

/// A decimal number of any length, compared exactly and without arithmetic: its digits stay where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal<'t> {
    negative: bool,
    /// Without leading zeros.
    whole: &'t str,
    /// Without trailing zeros.
    fraction: &'t str,
}

impl<'t> Decimal<'t> {
    /// Reads `-12.50` and the like; `None` for anything else, exponents among it.
    #[must_use]
    pub fn parse(text: &'t str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = unsigned.split_once(POINT).unwrap_or((unsigned, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let zero = whole.is_empty() && fraction.is_empty();
        Some(Decimal { negative: negative && !zero, whole, fraction })
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitude = || {
            self.whole
                .len()
                .cmp(&other.whole.len())
                .then_with(|| self.whole.cmp(other.whole))
                .then_with(|| self.fraction.cmp(other.fraction))
        };
        match (self.negative, other.negative) {
            (false, false) => magnitude(),
            (true, true) => magnitude().reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How a quantity's number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Comparator {
    /// `<`: less than the number.
    Less,
    /// `<=`: the number at the most.
    AtMost,
    /// `~`: about the number.
    About,
    /// No sign: the number itself.
    Exactly,
    /// `>=`: the number at the least.
    AtLeast,
    /// `>`: more than the number.
    More,
}

/// A quantity: comparator, number and unit, written `> 14000 people`, `~ 8 h`, `5 min`, `100`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity<'t> {
    /// How the number is meant.
    pub comparator: Comparator,
    /// The number.
    pub number: Decimal<'t>,
    /// The number's digits as written.
    pub digits: &'t str,
    /// The unit as written; empty for a plain number.
    pub unit: &'t str,
}

/// Why a string is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct QuantityError;

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a quantity of the form `> 14000 people`: comparator (>, >=, <, <=, ~ or none), plain number, unit")
    }
}

impl core::error::Error for QuantityError {}

impl<'t> Quantity<'t> {
    /// Reads a quantity.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if there is no number where one must be.
    ///
    /// ```
    /// # use factrom::{Comparator, Quantity};
    /// let dead = Quantity::parse("> 14000 people")?;
    /// assert_eq!((dead.comparator, dead.digits, dead.unit), (Comparator::More, "14000", "people"));
    /// # Ok::<(), factrom::QuantityError>(())
    /// ```
    pub fn parse(text: &'t str) -> Result<Self, QuantityError> {
        const SIGNS: [(&str, Comparator); 5] = [
            (">=", Comparator::AtLeast),
            ("<=", Comparator::AtMost),
            (">", Comparator::More),
            ("<", Comparator::Less),
            ("~", Comparator::About),
        ];
        let text = text.trim();
        let (comparator, rest) = SIGNS
            .into_iter()
            .find_map(|(sign, comparator)| text.strip_prefix(sign).map(|rest| (comparator, rest.trim_start())))
            .unwrap_or((Comparator::Exactly, text));
        let (digits, unit) = rest.split_once([' ']).unwrap_or((rest, ""));
        let number = Decimal::parse(digits).ok_or(QuantityError)?;
        Ok(Quantity { comparator, number, digits, unit: unit.trim() })
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec;

    #[test]
    fn numbers_ascend_by_value() {
        let sorted = ["-100", "-20.5", "-20.25", "-0", "0", "0.05", "0.5", "+7", "007", "8", "10", "100000000000000000000000"];
        for pair in sorted.windows(2) {
            let [a, b] = pair else { unreachable!() };
            assert!(Decimal::parse(a).unwrap() <= Decimal::parse(b).unwrap(), "{a} {b}");
        }
        assert_eq!(Decimal::parse("-0.0").unwrap(), Decimal::parse("0").unwrap());
        for text in ["", ".", "-", "1e3", "1,000", "١"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn equal_values_keep_a_total_order() {
        assert_eq!(ValueOrder::Number.compare("7", "07"), Ordering::Greater);
        assert_eq!(ValueOrder::Number.compare("7", "7"), Ordering::Equal);
        assert_eq!(ValueOrder::Number.compare("9", "x"), Ordering::Less);
    }

    #[test]
    fn times_and_quantities_ascend() {
        let mut times = vec!["2022-01-10", "2021", "../1997", "2022-01", "x"];
        times.sort_by(|a, b| ValueOrder::Time.compare(a, b));
        assert_eq!(times, ["../1997", "2021", "2022-01", "2022-01-10", "x"]);
        let mut quantities = vec!["10 km", "~ 8 h", "7 h", "> 10 km", "x"];
        quantities.sort_by(|a, b| ValueOrder::Quantity.compare(a, b));
        assert_eq!(quantities, ["7 h", "~ 8 h", "10 km", "> 10 km", "x"]);
    }

    #[test]
    fn quantities_of_every_form() {
        assert_eq!(Quantity::parse("100").unwrap().unit, "");
        assert_eq!(Quantity::parse("~8 h").unwrap().comparator, Comparator::About);
        assert_eq!(Quantity::parse(">= 1000 km").unwrap().comparator, Comparator::AtLeast);
        for text in ["", "many people", "> ", "14,000 people"] {
            assert_eq!(Quantity::parse(text), Err(QuantityError), "{text}");
        }
    }
}
