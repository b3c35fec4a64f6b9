//! Asks the store in flash a dozen questions.

#![no_std]
#![no_main]

// Links the image definition.
use board_pico2 as _;
use support::{exit, store_region};

#[cortex_m_rt::entry]
fn main() -> ! {
    exit(programs::ask(store_region()))
}
