//! The order of typed literals in the dictionary.
//!
//! The compiler sorts the literals of a group with [`ValueOrder::compare`], so a range of values is a range of ids.

use core::cmp::Ordering;

use crate::facts::quantity::{Decimal, Quantity};
use crate::facts::time::Time;

/// The order in which the literals of a group ascend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum ValueOrder {
    /// Not by value. [`ValueOrder::compare`] compares bytes; in a blob, these literals are in an order that the triples
    /// determine.
    Bytes = 0,
    /// By number: `xsd:integer`, its derived types, and `xsd:decimal`.
    Number = 1,
    /// By first day, then last day: EDTF, `xsd:date`, `xsd:gYearMonth`, `xsd:gYear`.
    Time = 2,
    /// By unit, then number, then comparator.
    Quantity = 3,
}

impl ValueOrder {
    /// The order with that number; `None` if it is unknown.
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

    /// Compares two lexical forms. Those that are not valid values of this order come last. Equal values are compared by their
    /// bytes, so only equal strings are equal.
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

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec;

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
        assert_eq!(ValueOrder::Quantity.compare("10 h", "9 km"), Ordering::Less, "the unit comes before the number");
    }
}
