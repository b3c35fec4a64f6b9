//! The runtime and nothing else. What `lookups` has in addition belongs to the library.

#![no_std]
#![no_main]

use panic_never as _;

#[cortex_m_rt::entry]
fn main() -> ! {
    loop {
        core::hint::spin_loop();
    }
}
