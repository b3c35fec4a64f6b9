//! The format: the meaning of every byte of a blob. The compiler writes blobs with these same types.
//!
//! A blob is **one postcard message**: a [`Preamble`](preamble::Preamble), the id of the data set, a sequence of
//! [`Section`](envelope::Section)s, and a CRC-32 (ISO-HDLC) of all bytes before it, as postcard's CRC flavour writes it. The
//! bytes of each known section are a message of their own, in one of three forms:
//!
//! - the codec has its own form ([`text_codec`]),
//! - terms and triples are tables ([`table`]),
//! - all other sections are [`Indexed`](indexed::Indexed) fields, whose numbers outside of columns are postcard varints.
//!
//! So postcard and a bit reader suffice to decode a whole blob. `docs/format.md` is the specification in prose.
//!
//! All tables share these invariants: a table has `len` rows, and each of its columns can be read at every index below `len`.
//! The reader trusts nothing: if a column is too short, it returns [`Error::Corrupt`](error::Error::Corrupt).
//!
//! A column of equal or evenly rising values has no bits, so reading it would not reveal a forged length. Therefore a blob does
//! not open if a table has more rows than its texts have bits. A table without texts may not have more rows than
//! [`FEW_ROWS`](limits::FEW_ROWS) or the number of bits in the blob, whichever is greater. These limits bound every loop over a
//! table.
//!
//! The modules are in the order of the data: names and errors, bits, columns, tables, texts, sections, and the envelope around
//! them.

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
