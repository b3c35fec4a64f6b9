//! Shared by the measuring programs: the store, and the marks between which instructions are counted.

#![no_std]
#![forbid(unsafe_code)]

pub mod university;

use core::hint::black_box;
use core::sync::atomic::{AtomicU32, Ordering, compiler_fence};

/// The store. `../figures` subtracts its size from that of a program.
pub static STORE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/store.fct"));

/// The marks that a program writes to: word `n` when measurement `n` begins, and word 0 when it ends. The QEMU plugin `count.c`
/// watches them.
#[used]
pub static MARKS: [AtomicU32; 64] = [const { AtomicU32::new(0) }; 64];

/// Runs a function between two marks.
#[inline(never)]
pub fn measure<T>(number: usize, what: impl FnOnce() -> T) -> T {
    mark(number);
    let result = black_box(what());
    mark(0);
    result
}

#[inline(always)]
fn mark(number: usize) {
    compiler_fence(Ordering::SeqCst);
    if let Some(word) = MARKS.get(number) {
        word.store(0, Ordering::Relaxed);
    }
    compiler_fence(Ordering::SeqCst);
}
