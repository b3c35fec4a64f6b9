//! Vocabulary of the data model: [`namespaces`] and their terms, literals of times, quantities and numbers, and ids.

mod ids;
pub mod namespaces;
mod literals;

pub use ids::{folder, is_id};
pub use literals::{days, number_literal, quantity_in_words, quantity_literal, time_literal, value_order};
pub use namespaces::{EDTF, QUANTITY, XSD};
