//! Parses and formats addresses and sizes in the notation of firmware developers.

use std::fmt;

use crate::numbers::grouped_counted;

/// Formats an address: `0x10100000`.
#[derive(Clone, Copy, Debug)]
pub struct Hex(pub u32);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#010x}", self.0)
    }
}

/// Formats a number of bytes: `163,840 bytes (160 KiB)`. KiB or MiB are added if the number is a multiple of them.
#[derive(Clone, Copy, Debug)]
pub struct Size(pub u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped_counted(self.0, "byte"))?;
        match self.0 {
            0 => Ok(()),
            size if size.is_multiple_of(1 << 20) => write!(f, " ({} MiB)", size >> 20),
            size if size.is_multiple_of(1 << 10) => write!(f, " ({} KiB)", size >> 10),
            _ => Ok(()),
        }
    }
}

/// Parses an address: hexadecimal after `0x`, otherwise decimal. `_` may separate digits.
///
/// # Errors
///
/// Returns a message for the user.
pub fn address(text: &str) -> Result<u32, String> {
    number(text, "an address such as 0x10100000")
}

/// Parses a size: like an address, optionally followed by `K` or `M` for 2^10 or 2^20 bytes.
///
/// # Errors
///
/// Returns a message for the user.
pub fn size(text: &str) -> Result<u32, String> {
    let how = "a size such as 0x28000, 160K or 3M";
    let plain = text.strip_suffix("iB").or_else(|| text.strip_suffix('B')).unwrap_or(text);
    // After `0x`, `B` is a digit.
    let plain = if text.starts_with("0x") || text.starts_with("0X") { text } else { plain };
    let (digits, shift) = match plain.strip_suffix(['K', 'k']) {
        Some(digits) => (digits, 10),
        None => plain.strip_suffix(['M', 'm']).map_or((plain, 0), |digits| (digits, 20)),
    };
    let size = number(digits, how)?;
    let bytes = u64::from(size) << shift;
    match u32::try_from(bytes) {
        Ok(0) => Err(format!("the size must not be 0: write {how}")),
        Ok(bytes) => Ok(bytes),
        Err(_) => Err(format!("{} exceed the 32-bit address space: write {how}", Size(bytes))),
    }
}

fn number(text: &str, how: &str) -> Result<u32, String> {
    let digits = text.replace('_', "");
    let parsed = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    // Rust's parser accepts a sign; this one does not.
    match parsed {
        Ok(_) if digits.contains('+') => Err(format!("write {how}")),
        Ok(number) => u32::try_from(number).map_err(|_| format!("{number:#x} does not fit into 32 bits: write {how}")),
        Err(error) if *error.kind() == std::num::IntErrorKind::PosOverflow => {
            Err(format!("the number does not fit into 32 bits: write {how}"))
        }
        Err(_) => Err(format!("write {how}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(address("0x1010_0000"), Ok(0x1010_0000));
        assert_eq!(address("4096"), Ok(4096));
        assert_eq!(address("0"), Ok(0));
        assert_eq!(address("0xFFFFFFFF"), Ok(u32::MAX));
        let beyond = "0x100000000 does not fit into 32 bits: write an address such as 0x10100000";
        assert_eq!(address("0x1_0000_0000"), Err(beyond.to_string()));
        for wrong in ["", "0x", "10100000h", "-1", "+1", "0x+1", "flash"] {
            assert_eq!(address(wrong), Err("write an address such as 0x10100000".to_string()), "{wrong}");
        }
    }

    #[test]
    fn sizes() {
        assert_eq!(size("3M"), Ok(3_145_728));
        assert_eq!(size("160K"), Ok(163_840));
        assert_eq!(size("160KiB"), Ok(163_840));
        assert_eq!(size("0x2B"), Ok(43));
        assert_eq!(size("512"), Ok(512));
        assert_eq!(size("4095M"), Ok(4_293_918_720));
        assert!(size("4096M").unwrap_err().starts_with("4,294,967,296 bytes (4096 MiB) exceed the 32-bit address space"));
        assert!(size("0").unwrap_err().starts_with("the size must not be 0"));
        assert_eq!(size("3G"), Err("write a size such as 0x28000, 160K or 3M".to_string()));
    }

    #[test]
    fn sizes_are_shown_in_the_largest_whole_unit() {
        let shown = [1, 1024, 163_840, 3_145_728, 1_048_577].map(|size| Size(size).to_string());
        assert_eq!(
            shown,
            ["1 byte", "1,024 bytes (1 KiB)", "163,840 bytes (160 KiB)", "3,145,728 bytes (3 MiB)", "1,048,577 bytes"]
        );
    }
}
