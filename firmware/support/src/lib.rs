//! What the programs need from a target, independent of what they do: the bytes of the store's region, an exit with a status, a
//! logger, and handlers that end the program on a panic or a fault instead of hanging silently.
//!
//! All `unsafe` code of the example firmware is here. The programs forbid it.

#![no_std]

#[cfg(feature = "rtt-log")]
use defmt_rtt as _;
#[cfg(feature = "semihosting-log")]
use defmt_semihosting as _;

/// Exit status of a program that panicked.
pub const PANICKED: u8 = 101;
/// Exit status of a program that faulted, for example by an access to unmapped memory or an invalid instruction.
pub const FAULTED: u8 = 102;

unsafe extern "C" {
    // Defined in memory.x. They have addresses but no values.
    safe static _store_start: u8;
    safe static _questions_start: u8;
    safe static _store_end: u8;
}

/// Returns all bytes of the region that holds the store, whatever they are.
#[must_use]
pub fn store_region() -> &'static [u8] {
    up_to_end(&raw const _store_start)
}

/// Returns the end of that region, which holds the compiled questions of the self-test.
#[must_use]
pub fn questions_region() -> &'static [u8] {
    up_to_end(&raw const _questions_start)
}

/// Returns the bytes from an address in the store's region to its end.
fn up_to_end(start: *const u8) -> &'static [u8] {
    let len = (&raw const _store_end).addr().saturating_sub(start.addr());
    // SAFETY: memory.x sets the symbols to ascending addresses in one region of readable memory. The linker places nothing there,
    // and the program has no other access to it, so nothing ever writes there.
    unsafe { core::slice::from_raw_parts(start, len) }
}

/// Ends the program and reports the status to the debugger, or to QEMU, which exits with it. Without either, sleeps forever.
pub fn exit(status: u8) -> ! {
    defmt::flush();
    if has_debugger() {
        semihosting::process::exit(i32::from(status));
    }
    loop {
        sleep();
    }
}

/// Whether something handles semihosting calls. Otherwise they are faults.
#[cfg(feature = "semihosting-log")]
fn has_debugger() -> bool {
    true
}

#[cfg(all(not(feature = "semihosting-log"), target_arch = "arm"))]
fn has_debugger() -> bool {
    cortex_m::peripheral::DCB::is_debugger_attached()
}

/// A RISC-V core cannot tell. Without a debugger the call ends as a breakpoint exception, on which `exception` sleeps.
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
