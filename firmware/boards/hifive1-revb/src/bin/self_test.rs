//! Tests the library with bad input, and the store in flash with the question files.

#![no_std]
#![no_main]

use support::{exit, questions_region, store_region};

#[riscv_rt::entry]
fn main() -> ! {
    exit(programs::self_test(store_region(), questions_region()))
}
