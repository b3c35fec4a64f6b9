//! Asks the store in flash a dozen questions.

#![no_std]
#![no_main]

use support::{exit, store_region};

#[cortex_m_rt::entry]
fn main() -> ! {
    exit(programs::ask(store_region()))
}
