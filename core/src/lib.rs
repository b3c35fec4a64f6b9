//! FactROM: sourced facts in read-only memory.
//!
//! The host tool `factrom` compiles fact files into one compact postcard blob. This crate opens that blob in place (in flash, in
//! a memory-mapped file, in an array) and answers queries from it. It needs no heap, no static memory and no unsafe code, and it
//! never panics, whatever the bytes are. A Cortex-M0 and a server use the same crate.
//!
//! # From bytes to answers
//!
//! The modules are in the order of the data, and none imports from a later one:
//!
//! 1. `format` defines the bytes of a blob: bit-packed columns, compressed texts ([`Text`]), sections, and the envelope around
//!    them.
//! 2. `store` opens a blob as a [`Store`], which borrows its bytes. It finds the [`Term`] of an id ([`Store::term`]), the id of a
//!    term ([`Store::find`]), and the asserted [`Triple`]s that match a [`Pattern`] ([`Store::triples`]).
//! 3. `facts` finds an [`Entity`] by any of its names ([`Store::entity`]). A [`Fact`] is a reified triple with a [`Stance`], a
//!    statement, speakers, time, place and evidence. [`Facts`] combines filters ([`Store::facts`], [`Store::timeline`]).
//!
//! A triple query never returns a claim, because only asserted facts are triples. What somebody denied, demanded or predicted is
//! available only as a fact, which shows its stance.
//!
//! ```
//! use factrom::{Pattern, Stance, Store, day};
//!
//! // On a board, the blob can be in a flash region of its own. `open` accepts any bytes.
//! static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
//!
//! # fn main() -> Result<(), Box<dyn core::error::Error>> {
//! let store = Store::open(BLOB)?;
//! let ryabkov = store.entity("Ryabkov")?; // by id, label or any other name
//! for fact in store.facts().speaker(ryabkov).stance(Stance::Denied) {
//!     let fact = fact?;
//!     println!("{}", fact.statement()?); // decoded while it is written, without a buffer
//!     for evidence in fact.evidence() {
//!         let evidence = evidence?;
//!         println!("  {}, paragraph {}", evidence.source()?.title()?, evidence.paragraph()?);
//!     }
//! }
//! // The fact exists, but what was denied is not a triple of the graph.
//! let (russia, ukraine) = (store.entity("russia")?.term(), store.entity("ukraine")?.term());
//! let pattern = Pattern { subject: Some(russia), object: Some(ukraine), ..Pattern::default() };
//! assert_eq!(store.triples(pattern).count(), 0);
//!
//! // Each side of a dispute leads to the other.
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
//! `defmt` implements `defmt::Format` for every public type. It is the only feature, and it does not change the format.

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
        reason = "tests may panic"
    )
)]

// In the order of the data.
mod format;
mod store;

mod facts;

pub use facts::cursor::{FactCursor, Facts};
pub use facts::entity::{Entities, Entity, MAX_NAMESPACE_BYTES, Name, Role};
pub use facts::fact::{Fact, FactId, Qualifier, Values};
pub use facts::name_fold::fold_name;
pub use facts::quantity::{Comparator, Decimal, Quantity, QuantityError};
pub use facts::source::{Evidence, Source, SourceId};
pub use facts::stance::{Stance, Status};
pub use facts::time::{Day, Time, TimeError, TimeRange, day};
pub use format::dataset_id::DatasetId;
pub use format::error::{CapacityError, Error, OpenError};
pub use format::tag::Tag;
pub use format::text::Text;
pub use format::text_bytes::{Bytes, Chars};
pub use store::open::Store;
pub use store::term::{Literal, LiteralKind, Term, TermId, TermKey, TripleTerm};
pub use store::triples::Triples;
pub use store::triples::pattern::{Pattern, Triple};

/// The layout of every byte, defined once and shared with the compiler. Not a stable interface: it changes with the format.
#[doc(hidden)]
pub mod compiler {
    pub use crate::facts::fact::{overlap, stored_day};
    pub use crate::facts::value_order::ValueOrder;
    pub use crate::format::bits::{Bits, MOST_ITEMS};
    pub use crate::format::column::Column;
    pub use crate::format::dictionary_sections::{MetaSection, TermSection, TripleTermSection, ValueSection, group_field};
    pub use crate::format::elias_fano::{EliasFano, PLAIN, SAMPLE_LOG2};
    pub use crate::format::envelope::{Body, REQUIRED, Section};
    pub use crate::format::fact_sections::{
        EntitySection, FactSection, LocatorSection, SOURCE_TEXTS, SourceSection, VocabularySection,
    };
    pub use crate::format::indexed::{FieldSection, FieldVisitor, Indexed};
    pub use crate::format::limits::FEW_ROWS;
    pub use crate::format::packed::{Packed, Records};
    pub use crate::format::preamble::{CRC, MAGIC, MAJOR, MINOR, Preamble};
    pub use crate::format::relation::Relation;
    pub use crate::format::table::number_bytes;
    pub use crate::format::term_hash::{TermHash, murmur3_32, scale, seed, slot_hash};
    pub use crate::format::term_kind::TermKind;
    pub use crate::format::text_codec::{Codec, FILL, MAX_CODE_BITS, MAX_DEPTH, MAX_EXPANSION, MAX_TERMINAL_BYTES};
    pub use crate::format::text_pool::{PlainPool, Pool};
    pub use crate::format::triple_sections::{
        GraphSection, HINT_LOG2, MOST_COMMON, TripleSection, entry_field, entry_kind, lists_field, place_field, predicate_field,
    };
    pub use crate::store::term::{MAX_VALUE_BYTES, split_iri};
}
