//! Questions with the answers they must get: the test of a data set, and of everything between a fact file and an answer.
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
//! | `ask` | facts by `subject`, `predicate`, `object`, `stance`, `speaker`, `audience`, `where`, `source`, `when`, which must all match |
//! | | with `timeline = true`: those that have a time, in its order |
//! | | or one of `fact = "id"`, `entity = "name"`, `entities = "name"` (all it may mean), `pattern = { subject, predicate, object }` |
//! | `columns` | what the rows show, see [`Column`]; without it a fact's or entity's id, or a triple's three terms |
//! | `rows` | the answers: a list of cells each, or the cell alone where there is one column |
//! | `ordered`, `at_least` | the rows must come in this order (a timeline's always must); there may be others as well |
//! | `count` | instead of rows: how many answers there are |
//! | `error` | instead of rows: `not-found` or `ambiguous`, of a name in `ask` |
//!
//! Entities may be named by any of their names, as a user would: a look-up is part of the question. Subjects and objects may be
//! `{ text = "..." }`, `{ quantity = "7 h" }`, `{ number = "3" }`, `{ date = "2008" }` or `{ fact = "id" }`. `when` is EDTF or a range
//! such as `2022-01-10..`, ends included. Files lie in folders named `questions`, which are not read as facts.
//!
//! # Why this form
//!
//! Two others were weighed.
//!
//! - *Command lines with their output*, as trycmd has them (`$ factrom query --speaker Putin`): nothing new to learn, and the tool is tested
//!   as well. But they test what is printed, so each change of a table's look changes every expectation; and a board has no command line.
//! - *SPARQL queries with result files*, as the W3C's suites have them: a standard, and the right thing once SPARQL is there. But a plain
//!   graph query can't see a claim, so the questions that matter most, who denied what, become queries over reifiers that nobody would read
//!   or write with pleasure; and the core would need SPARQL before it could be asked anything.
//!
//! In this form a question is data, an [`Ask`] of optional names, and so are its rows: both are written to a postcard message by [`compile()`] and
//! read by a board, which puts the same questions with the same [`Ask::answer`]. Rows are ids and values, not labels, so that they
//! hold still when an editor mends a word. The price is that a question joins nothing: it is one call to the store, and that is what the
//! store promises.
//!
//! # From file to verdict
//!
//! The crate [`factrom_query`] has what host and board share: the question as data, answered by a store, and what rows show.
//! [`question_file`]: reading. [`question_diff`]: asking and comparing, with a difference that is worth reading. [`question_bless`]:
//! writing what came out into the file. [`question_compile`]: writing the questions for a board.

pub mod lookup;
pub mod fact_view;
pub mod jsonl;
pub mod question_file;
pub mod question_diff;
pub mod question_bless;
pub mod question_compile;

pub use factrom_query::{Ask, Column, Refusal};
pub use question_compile::{NotCompiled, compile};
pub use question_diff::{Difference, Found, compare, find};
pub use question_file::{Expected, Question, parse};
