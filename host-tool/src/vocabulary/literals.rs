//! Literals of times, quantities and numbers: their datatypes, their order, and quantities in words.

use factrom::Time;
use factrom::compiler::ValueOrder;
use oxrdf::{Literal, NamedNode};

use super::namespaces::{EDTF, QUANTITY, XSD};
use crate::numbers::grouped_digits;

/// A datatype of XML Schema.
fn xsd(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{XSD}{name}"))
}

/// A time as a literal: `xsd:date`, `xsd:gYearMonth` or `xsd:gYear` if it is a valid value of one of these, else EDTF.
#[must_use]
pub fn time_literal(edtf: &str) -> Literal {
    let plain = edtf.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && !edtf.starts_with('-');
    // Seasons look like months, with numbers from 21.
    let season = edtf.len() == 7 && edtf.get(5..).is_some_and(|month| month > "12");
    let datatype = match edtf.len() {
        10 if plain => xsd("date"),
        7 if plain && !season => xsd("gYearMonth"),
        4 if plain => xsd("gYear"),
        _ => NamedNode::new_unchecked(EDTF),
    };
    Literal::new_typed_literal(edtf, datatype)
}

/// A quantity as a literal.
#[must_use]
pub fn quantity_literal(quantity: &str) -> Literal {
    Literal::new_typed_literal(quantity, NamedNode::new_unchecked(QUANTITY))
}

/// A number as a literal: `xsd:integer` or `xsd:decimal`.
#[must_use]
pub fn number_literal(number: &str) -> Literal {
    Literal::new_typed_literal(number, xsd(if number.contains('.') { "decimal" } else { "integer" }))
}

/// How the dictionary orders the literals of a datatype.
#[must_use]
pub fn value_order(datatype: &str) -> ValueOrder {
    const NUMBERS: [&str; 14] = [
        "integer",
        "decimal",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "long",
        "int",
        "short",
        "byte",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    ];
    match datatype {
        EDTF => ValueOrder::Time,
        QUANTITY => ValueOrder::Quantity,
        _ => match datatype.strip_prefix(XSD) {
            Some("date" | "gYearMonth" | "gYear") => ValueOrder::Time,
            Some(name) if NUMBERS.contains(&name) => ValueOrder::Number,
            _ => ValueOrder::Bytes,
        },
    }
}

/// A quantity in words: `more than 14,000 people`.
#[must_use]
pub fn quantity_in_words(quantity: &str) -> String {
    use factrom::Comparator;
    let Ok(parsed) = factrom::Quantity::parse(quantity) else { return quantity.to_string() };
    let prefix = match parsed.comparator {
        Comparator::Less => "less than ",
        Comparator::AtMost => "at most ",
        Comparator::About => "about ",
        Comparator::Exactly => "",
        Comparator::AtLeast => "at least ",
        Comparator::More => "more than ",
    };
    let (whole, fraction) =
        parsed.digits.split_once('.').map_or((parsed.digits, None), |(whole, fraction)| (whole, Some(fraction)));
    // Four digits are easy to read without a comma.
    let mut number = if whole.len() > 4 { grouped_digits(whole) } else { whole.to_string() };
    if let Some(fraction) = fraction {
        number.push('.');
        number.push_str(fraction);
    }
    format!("{prefix}{number}{}{}", if parsed.unit.is_empty() { "" } else { " " }, parsed.unit)
}

/// The first and the last day of a time; none if the text is not a valid time.
#[must_use]
pub fn days(edtf: &str) -> Option<(i32, i32)> {
    Time::parse(edtf).ok().map(|time| (time.first.0, time.last.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_times_are_xsd() {
        let datatype = |edtf| time_literal(edtf).datatype().as_str().rsplit(['#', '/']).next().unwrap().to_string();
        assert_eq!(datatype("2022-01-10"), "date");
        assert_eq!(datatype("2021-12"), "gYearMonth");
        assert_eq!(datatype("2008"), "gYear");
        for edtf in ["2022-01-10?", "2014/2021", "199X", "2021-21", "../1997", "-0044"] {
            assert_eq!(datatype(edtf), "EDTF", "{edtf}");
        }
    }

    #[test]
    fn quantities_in_words() {
        assert_eq!(quantity_in_words("> 14000 people"), "more than 14,000 people");
        assert_eq!(quantity_in_words("~ 8 h"), "about 8 h");
        assert_eq!(quantity_in_words("1000 km"), "1000 km");
        assert_eq!(quantity_in_words("1234567.5"), "1,234,567.5");
    }
}
