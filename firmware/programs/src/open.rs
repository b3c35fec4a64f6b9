//! Opens the store in place in flash, and logs what is wrong if it cannot be opened.

use factrom::Store;

use crate::BAD_INPUT;

/// Opens the store at the start of the region, checks its CRC, and passes it to `then`, which returns the exit status. If the store
/// cannot be opened, logs the name of the error and what to do about it.
///
/// The store is a kilobyte of slices. It is borrowed rather than returned, so that it occupies RAM once and not in every stack
/// frame.
pub fn with_store(region: &[u8], then: impl FnOnce(&Store<'_>) -> u8) -> u8 {
    match &Store::open(region) {
        Ok(store) => then(store),
        Err(error) => {
            defmt::error!("cannot open the store: {}", error);
            defmt::error!("{}", defmt::Display2Format(error));
            BAD_INPUT
        }
    }
}
