//! The format: every byte of a blob is defined here, and the compiler writes with these same types.
//!
//! A blob is **one postcard message**: a [`Preamble`](preamble::Preamble), the data set's id, a sequence of
//! [`Section`](envelope::Section)s, then a CRC-32 (ISO-HDLC) of all bytes before it, as postcard's CRC flavour writes it. The bytes of each
//! known section are again a message, one of the `*Section` structs: the codec's own ([`text_codec`]), a table's (the terms and the
//! triples, see [`table`]), or [`Indexed`](indexed::Indexed) fields, whose numbers outside of columns are postcard varints. So a whole blob
//! can be decoded with postcard and a bit reader. `docs/format.md` is the specification in prose.
//!
//! Invariants of all tables: a table has `len` rows, and each of its columns can be read at every index below `len`. Nothing is trusted: a
//! reader that finds a column too short returns [`Error::Corrupt`](error::Error::Corrupt).
//!
//! A column of equal or evenly rising values has no bits, so reading alone would not notice a forged length. Therefore a blob does not open
//! if one of its tables has more rows than its texts have bits, or, for a table without texts, more rows than both
//! [`FEW_ROWS`](limits::FEW_ROWS) and the number of bits in the blob. That bounds every loop over a table.
//!
//! The modules stand in the order of the data: names and errors, bits, columns, tables, texts, sections, and the envelope around them.

pub(crate) mod dataset_id;
pub(crate) mod preamble;
pub(crate) mod tag;
pub(crate) mod term_kind;

pub(crate) mod error;

pub(crate) mod bits;
pub(crate) mod search;
pub(crate) mod wire;

pub(crate) mod table_field;

pub(crate) mod column;
pub(crate) mod elias_fano;
pub(crate) mod packed;
pub(crate) mod relation;
pub(crate) mod table;
pub(crate) mod term_hash;

pub(crate) mod text_codec;

pub(crate) mod text_bytes;

pub(crate) mod text;
pub(crate) mod text_pool;

pub(crate) mod indexed;

pub(crate) mod dictionary_sections;
pub(crate) mod fact_sections;
pub(crate) mod triple_sections;

pub(crate) mod envelope;
pub(crate) mod limits;
