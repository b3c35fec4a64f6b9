//! Opening the store where it lies in flash, and saying what is wrong if it doesn't open.

use factrom::Store;

use crate::BAD_INPUT;

/// Opens the store at the start of the region, checking its CRC, and gives it to `then`, which returns the status to exit with. If it
/// does not open, the error is logged by its name, and with what to do about it.
///
/// The store is a kilobyte of slices. It is lent, not returned, so that the smallest RAM holds it once and not in every frame on the way.
pub fn with_store(region: &[u8], then: impl FnOnce(&Store<'_>) -> u8) -> u8 {
    match &Store::open(region) {
        Ok(store) => then(store),
        Err(error) => {
            defmt::error!("the store does not open: {}", error);
            defmt::error!("{}", defmt::Display2Format(error));
            BAD_INPUT
        }
    }
}
