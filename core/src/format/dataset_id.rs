//! The id of a data set, which a blob stores and a program with compiled-in ids compares.

use core::fmt;

/// The id of a data set: a digest of its content. The same content has the same id on every machine.
///
/// Ids of terms, facts and sources are valid for one data set only. This id says which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatasetId(pub [u8; 16]);

impl fmt::Display for DatasetId {
    /// 32 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for DatasetId {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{:032x}", u128::from_be_bytes(self.0));
    }
}
