//! Opening the store where it lies in flash, and saying what is wrong if it doesn't open.

use factrom::{OpenError, Store};

/// Opens the store at the start of the region, checking its CRC.
///
/// # Errors
///
/// Those of [`Store::open`], each logged by its name, and with what to do about it.
pub fn open(region: &[u8]) -> Result<Store<'_>, OpenError> {
    Store::open(region).inspect_err(|error| {
        defmt::error!("the store does not open: {}", error);
        defmt::error!("{}", defmt::Display2Format(error));
    })
}
