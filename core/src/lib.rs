//! FactROM: sourced facts in read-only memory.
//!
//! The host tool `factrom` compiles fact files into one compact postcard blob. This crate opens that blob where it lies (in
//! flash, in a memory-mapped file, in an array) and answers from it: no heap, no static memory, no unsafe code, and no panic on any
//! bytes. It is the same crate on a Cortex-M0 and on a server.
//!
//! # From bytes to answers
//!
//! 1. [`layout`]: the format. One postcard message with sections inside, each a message again; every byte is described there.
//! 2. Bit-packed numbers ([`Column`](layout)s) and compressed texts ([`Text`]): the two things that sections are made of.
//! 3. [`Store`]: opened once, a few slices. Everything below borrows from it.
//! 4. [`Term`]s: the dictionary, from ids to strings ([`Store::term`]) and back ([`Store::find`]).
//! 5. [`Triple`]s: what is asserted, by any of the eight patterns ([`Store::triples`]).
//! 6. [`Entity`]: persons, places, documents, found by any of their names ([`Store::entity`]).
//! 7. [`Fact`]: a reified triple with a [`Stance`], a statement, speakers, time, place, evidence.
//! 8. [`Facts`]: questions by any combination of filters ([`Store::facts`]), and the timeline.
//!
//! A plain triple query can never return a claim: only asserted facts are triples. What somebody denied, demanded or predicted exists
//! as a fact alone, and shows its stance.
//!
//! ```
//! use factrom::{Pattern, Stance, Store, day};
//!
//! // On a board the blob may lie at an address of its own; `open` takes any bytes.
//! static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
//!
//! # fn main() -> Result<(), Box<dyn core::error::Error>> {
//! let store = Store::open(BLOB)?;
//! let ryabkov = store.entity("Ryabkov")?; // by id, label or any other name
//! for fact in store.facts().speaker(ryabkov).stance(Stance::Denied) {
//!     let fact = fact?;
//!     println!("{}", fact.statement()?); // decoded as it is written, without a buffer
//!     for evidence in fact.evidence() {
//!         let evidence = evidence?;
//!         println!("  {}, paragraph {}", evidence.source()?.title()?, evidence.paragraph()?);
//!     }
//! }
//! // The fact is there, but what was denied is no triple of the graph.
//! let (russia, ukraine) = (store.entity("russia")?.term(), store.entity("ukraine")?.term());
//! let pattern = Pattern { subject: Some(russia), object: Some(ukraine), ..Pattern::default() };
//! assert_eq!(store.triples(pattern).count(), 0);
//!
//! // A reader of one side of a dispute learns of the other.
//! let seven = store.fact_named("talks-lasted-seven-hours")?;
//! let other = seven.disputes().next().ok_or("no dispute")??;
//! assert!(other.statement()?.is("The talks in Geneva lasted nearly eight hours.")?);
//!
//! let tenth = day("2022-01-10")?;
//! let that_day: heapless::Vec<factrom::FactId, 16> = store.timeline(tenth).collect_into()?;
//! assert_eq!(that_day.len(), 3);
//! # Ok(()) }
//! ```
//!
//! # Features
//!
//! `defmt` gives every public type `defmt::Format`. There is no other, and none changes a byte of the format.

#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::arithmetic_side_effects)]
#![cfg_attr(
    test,
    allow(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::arithmetic_side_effects,
        reason = "a test that fails may panic"
    )
)]

pub mod layout;
mod table;
mod wire;

pub mod ascending;
mod bits;
pub mod column;
mod error;
mod fold;
pub mod text;

mod time;
pub mod value;

pub mod index;
mod lengths;
mod store;
mod term;
pub mod triples;

mod entity;
mod vocabulary;

mod fact;
mod source;
mod stance;

mod query;

pub use entity::{Entity, MAX_NAMESPACE_BYTES, Name, Role};
pub use error::{CapacityError, Error, OpenError};
pub use fact::{Fact, FactId, Qualifier, Values, overlap, stored_day};
pub use fold::fold;
pub use query::{FactCursor, Facts};
pub use source::{Evidence, Source, SourceId};
pub use stance::{Stance, Status};
pub use store::{DatasetId, Store};
pub use term::{Literal, LiteralKind, MAX_VALUE_BYTES, Term, TermId, TermKey, TermKind, TripleTerm, split_iri};
pub use text::Text;
pub use time::{Day, Time, TimeError, TimeRange, day};
pub use triples::{Pattern, Triple, Triples};
pub use value::{Comparator, Decimal, Quantity, QuantityError};
