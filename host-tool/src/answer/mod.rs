//! What is read from a blob: questions asked, rows and views of the answers, and question files, which test a data set and everything
//! between a fact file and an answer.
//!
//! # Question files
//!
//! ```toml
//! [[question]]
//! name = "who denied an intention to attack Ukraine"
//! ask = { subject = "Russia", predicate = "intends-to-attack", object = "Ukraine", stance = "denied" }
//! columns = ["fact", "speaker"]
//! rows = [
//!     ["moscow-denies-invasion-intent", "russia"],
//!     ["ryabkov-denies-intent-to-attack", "sergei-ryabkov"],
//! ]
//! ```
//!
//! | key | |
//! |---|---|
//! | `name` | what is asked, in words; unique in the file |
//! | `ask` | facts by `subject`, `predicate`, `object`, `stance`, `speaker`, `audience`, `where`, `source`, `when`; all must match |
//! | | with `timeline = true`: only facts with a time, in the order of time |
//! | | or one of `fact = "id"`, `entity = "name"`, `entities = "name"` (all that it may mean), `pattern = { subject, predicate, object }` |
//! | `columns` | what the rows show, see [`Column`]; by default the id of a fact or entity, or the three terms of a triple |
//! | `rows` | the answers: each a list of cells, or the cell alone if there is one column |
//! | `ordered`, `at_least` | the rows must come in this order (those of a timeline always must); there may be other rows |
//! | `count` | instead of rows: how many answers there are |
//! | `error` | instead of rows: a name in `ask` is `not-found` or `ambiguous` |
//!
//! An entity may be named by its id or any of its names, as a user would: resolving the name is part of the question. Subjects and objects may
//! be `{ text = "..." }`, `{ quantity = "7 h" }`, `{ number = "3" }`, `{ date = "2008" }` or `{ fact = "id" }`. `when` is EDTF or a range such
//! as `2022-01-10..`, which includes its ends. The files are in folders named `questions`, which are not read as facts.
//!
//! # Why this form
//!
//! Two others were considered.
//!
//! - *Command lines with their output*, as in trycmd (`$ factrom query --speaker Putin`): nothing new to learn, and the tool is tested as well.
//!   But they test what is printed, so every change to the look of a table changes every expectation, and a board has no command line.
//! - *SPARQL queries with result files*, as in the W3C's suites: a standard, and the right form once there is SPARQL. But a query of the plain
//!   graph does not see claims, so the questions that matter most, such as who denied what, become queries over reifiers that nobody wants to
//!   read or write. And nothing could be asked before the core has SPARQL.
//!
//! Here a question is data, an [`Ask`] of optional names, and so are its rows. [`compile()`] writes both to a postcard message, which a board
//! reads and asks with the same [`Ask::answers`]. Rows are ids and values, not labels, so they don't change when an editor rewords a label.
//! The price is that a question can't join facts: it is one call to the store.
//!
//! # From a question to rows
//!
//! The crate [`factrom_query`] has what host and board share: the question as data, name resolution, filters, and the cells of rows. This
//! module adds what needs a heap.
//!
//! 1. [`lookup`]: terms and times as people type them, and explanations for names that can't be resolved.
//! 2. [`ask`](mod@ask): all answers to a question.
//! 3. [`fact_view`]: facts for JSON and tables; [`rows`]: cells for CSV and question files; [`jsonl`]: the export.
//! 4. [`question_file`]: question files read; [`question_diff`]: asked and compared; [`question_bless`]: updated; [`question_compile`]:
//!    compiled for a board.

pub mod lookup;

pub mod ask;

pub mod fact_view;
pub mod rows;

pub mod jsonl;

pub mod question_file;

pub mod question_diff;

pub mod question_bless;
pub mod question_compile;

pub use factrom_query::{Ask, Column, Refusal};
pub use question_compile::{NotCompiled, compile};
pub use question_diff::{Difference, Found, compare, find};
pub use question_file::{Expected, Question, parse};
