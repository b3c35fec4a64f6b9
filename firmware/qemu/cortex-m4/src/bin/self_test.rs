//! Puts the question files to the store in flash, and bad input to the library.

#![no_std]
#![no_main]

use support::{exit, questions_region, store_region};

#[cortex_m_rt::entry]
fn main() -> ! {
    exit(programs::self_test(store_region(), questions_region()))
}
