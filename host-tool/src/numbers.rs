//! Formats numbers for messages.

/// `2 facts`, `1 fact`.
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `2,354,659 triples`, `1 triple`.
#[must_use]
pub fn grouped_counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `2,354,659`.
#[must_use]
pub fn grouped(number: u64) -> String {
    grouped_digits(&number.to_string())
}

/// Decimal digits, with or without a sign, in groups of three.
#[must_use]
pub fn grouped_digits(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        let follows_digit = text.ends_with(|last: char| last.is_ascii_digit());
        if follows_digit && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_in_groups_of_three() {
        assert_eq!([0, 999, 1000, 2_354_659].map(grouped), ["0", "999", "1,000", "2,354,659"]);
        assert_eq!(["-100", "-1000", "+123456"].map(grouped_digits), ["-100", "-1,000", "+123,456"]);
    }
}
