//! The id of a data set.

use core::fmt;

/// The id of a data set: a digest of its content, the same for the same content on any machine.
///
/// Ids of terms, facts and sources hold for one data set alone; this says which.
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
