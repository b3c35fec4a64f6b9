//! What the programs need of a target, and nothing of what they do: the bytes of the store's region, an end with a status, a
//! logger, and handlers that end a program which panics or faults, instead of leaving it in a loop that says nothing.
//!
//! All `unsafe` of the example firmware is here. The programs forbid it.

#![no_std]

#[cfg(feature = "rtt-log")]
use defmt_rtt as _;
#[cfg(feature = "semihosting-log")]
use defmt_semihosting as _;

/// The exit status of a program that panicked.
pub const PANICKED: u8 = 101;
/// The exit status of a program that faulted: an access to memory that is not there, an instruction that is none.
pub const FAULTED: u8 = 102;

unsafe extern "C" {
    // From memory.x. They have addresses, and no values.
    safe static _store_start: u8;
    safe static _questions_start: u8;
    safe static _store_end: u8;
}

/// The bytes of the region that a store is flashed to: all of it, whatever is in it.
#[must_use]
pub fn store_region() -> &'static [u8] {
    up_to_end(&raw const _store_start)
}

/// The end of that region, to which the self-test's compiled questions are flashed.
#[must_use]
pub fn questions_region() -> &'static [u8] {
    up_to_end(&raw const _questions_start)
}

/// The bytes of the store's region from an address in it.
fn up_to_end(start: *const u8) -> &'static [u8] {
    let len = (&raw const _store_end).addr().saturating_sub(start.addr());
    // SAFETY: memory.x sets the symbols to addresses of one region of memory, in ascending order, that can be read all along. The linker
    // places nothing in it and the program has no other way to it, so nothing ever writes there.
    unsafe { core::slice::from_raw_parts(start, len) }
}

/// Ends the program: tells the status to the debugger, or to QEMU, which exits with it; sleeps where there is neither.
pub fn exit(status: u8) -> ! {
    defmt::flush();
    if has_debugger() {
        semihosting::process::exit(i32::from(status));
    }
    loop {
        sleep();
    }
}

/// Whether somebody takes semihosting calls. Without, they are faults.
#[cfg(feature = "semihosting-log")]
fn has_debugger() -> bool {
    true
}

#[cfg(all(not(feature = "semihosting-log"), target_arch = "arm"))]
fn has_debugger() -> bool {
    cortex_m::peripheral::DCB::is_debugger_attached()
}

/// A RISC-V core has no bit for it: there the call comes back as a breakpoint exception, which `exception` sleeps on.
#[cfg(all(not(feature = "semihosting-log"), target_arch = "riscv32"))]
fn has_debugger() -> bool {
    true
}

#[cfg(target_arch = "arm")]
use cortex_m::asm::wfi as sleep;
#[cfg(target_arch = "riscv32")]
use riscv::asm::wfi as sleep;

#[panic_handler]
fn panicked(info: &core::panic::PanicInfo<'_>) -> ! {
    defmt::error!("{}", defmt::Display2Format(info));
    exit(PANICKED)
}

#[cfg(target_arch = "arm")]
#[cortex_m_rt::exception]
unsafe fn HardFault(frame: &cortex_m_rt::ExceptionFrame) -> ! {
    defmt::error!("fault at address {=u32:#010x}", frame.pc());
    exit(FAULTED)
}

#[cfg(target_arch = "riscv32")]
#[unsafe(export_name = "ExceptionHandler")]
fn exception(_frame: &riscv_rt::TrapFrame) -> ! {
    use riscv::interrupt::Exception;
    use riscv::register::{mcause, mepc};

    let cause = mcause::read().code();
    if cause == Exception::Breakpoint as usize {
        loop {
            sleep();
        }
    }
    defmt::error!("exception {=usize} at address {=usize:#010x}", cause, mepc::read());
    exit(FAULTED)
}
