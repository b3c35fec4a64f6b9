//! Decimal numbers and quantities, as they are written in literals.

use core::cmp::Ordering;
use core::fmt;

/// An array instead of a `char`: the search for a `char` contains a branch that panics, and only the standard library knows
/// that it is never taken.
const POINT: [char; 1] = ['.'];

/// A decimal number of any length. It is compared exactly and without arithmetic, by its digits in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal<'t> {
    negative: bool,
    /// Without leading zeros.
    whole: &'t str,
    /// Without trailing zeros.
    fraction: &'t str,
}

impl<'t> Decimal<'t> {
    /// Parses numbers such as `-12.50`; `None` for anything else, including exponents.
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
    /// `<=`: at most the number.
    AtMost,
    /// `~`: about the number.
    About,
    /// No sign: exactly the number.
    Exactly,
    /// `>=`: at least the number.
    AtLeast,
    /// `>`: more than the number.
    More,
}

/// A quantity: comparator, number and unit, for example `> 14000 people`, `~ 8 h`, `5 min`, `100`.
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

/// The string is not a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct QuantityError;

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a quantity: write a comparator (>, >=, <, <=, ~ or none), a plain number and a unit, as in `> 14000 people`",
        )
    }
}

impl core::error::Error for QuantityError {}

impl<'t> Quantity<'t> {
    /// Parses a quantity.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if the text has no number after the comparator.
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
    use super::*;

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
    fn quantities_of_every_form() {
        assert_eq!(Quantity::parse("100").unwrap().unit, "");
        assert_eq!(Quantity::parse("~8 h").unwrap().comparator, Comparator::About);
        assert_eq!(Quantity::parse(">= 1000 km").unwrap().comparator, Comparator::AtLeast);
        for text in ["", "many people", "> ", "14,000 people"] {
            assert_eq!(Quantity::parse(text), Err(QuantityError), "{text}");
        }
    }
}
