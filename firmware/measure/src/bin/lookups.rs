//! Opening, patterns and text, and nothing else of the library: the minimum that a program for triples links. The feature `find`
//! adds the way from the text of a term to its id.
//!
//! The functions are also the roots of the stack analysis.

#![no_std]
#![no_main]

use core::fmt;
use core::hint::black_box;

#[cfg(feature = "find")]
use factrom::TermKey;
use factrom::{Pattern, Store, TermId};
use factrom_measure::STORE;
use panic_never as _;

/// Discards text.
struct Sink;

impl fmt::Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        black_box(text);
        Ok(())
    }
}

/// Opens the store.
#[inline(never)]
#[unsafe(no_mangle)]
fn root_open(bytes: &'static [u8]) -> Option<Store<'static>> {
    Store::open(bytes).ok()
}

/// Reads all triples of a pattern.
#[inline(never)]
#[unsafe(no_mangle)]
fn root_query(store: &Store<'_>, pattern: Pattern) -> u32 {
    let mut last = 0;
    for triple in store.triples(pattern) {
        let Ok(triple) = triple else { break };
        last = triple.object.0;
    }
    last
}

/// Finds the id of a term by its text.
#[cfg(feature = "find")]
#[inline(never)]
#[unsafe(no_mangle)]
fn root_find(store: &Store<'_>, iri: &str) -> Option<TermId> {
    store.find(TermKey::Iri(iri)).ok().flatten()
}

/// Reads the text of a term by its id.
#[inline(never)]
#[unsafe(no_mangle)]
fn root_text(store: &Store<'_>, id: TermId) -> bool {
    let text = store.term(id).ok().and_then(|term| term.text());
    text.is_some_and(|text| text.write_to(&mut Sink).is_ok())
}

#[cortex_m_rt::entry]
fn main() -> ! {
    if let Some(store) = root_open(black_box(STORE)) {
        let subject = black_box(None);
        #[cfg(feature = "find")]
        let subject = root_find(&store, black_box("https://w3id.org/factrom/talks/entity/russia")).or(subject);
        let pattern = Pattern { subject, predicate: black_box(None), object: black_box(None) };
        let object = root_query(&store, pattern);
        root_text(&store, TermId(black_box(object)));
    }
    loop {
        core::hint::spin_loop();
    }
}
