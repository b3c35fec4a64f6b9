//! Checks every answer of the public API on the frozen blobs against naive answers.
//!
//! Triples are compared with the N-Triples that the blobs were built from, facts and entities with a scan over all of them.
//! [`hostile`] repeats the queries on corrupted blobs: nothing panics, and every list ends.

#[path = "answers/blobs.rs"]
mod blobs;
#[path = "answers/entities.rs"]
mod entities;
#[path = "answers/facts.rs"]
mod facts;
#[path = "answers/hostile.rs"]
mod hostile;
#[path = "answers/messages.rs"]
mod messages;
#[path = "answers/opening.rs"]
mod opening;
#[path = "answers/terms.rs"]
mod terms;
#[path = "answers/triples.rs"]
mod triples;
#[path = "answers/values.rs"]
mod values;
