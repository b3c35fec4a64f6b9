//! The compiled form of question files, and nothing else: the compiler writes with these same types.
//!
//! A set of questions is **one postcard message**, a [`Body`], then a CRC-32 (ISO-HDLC) of all bytes before it, as postcard's CRC flavour
//! writes it:
//!
//! ```text
//! magic 89 46 43 51   major   minor   data set's id or none   texts   number of questions   questions   CRC-32
//!                                                                     |Question|Question|Question|...
//! ```
//!
//! A [`Question`] is a postcard message again, and they lie one behind the other, so that a board takes one at a time. Ids and
//! names, which questions repeat, are numbers of [`Texts`]; a question's own name, which no other has, stands in it. Cells of
//! expected rows are a [`Column`] of such numbers, row after row: a reader takes any cell without reading those before it.
//!
//! Other forms weighed: all strings where they occur, which needs no [`Texts`], but the five articles' 117 questions took 20,494 bytes so
//! and take 15,929; and digests of rows, which are smaller still, but a board that fails could not say which row it misses.

use factrom::compiler::Column;
use serde::{Deserialize, Serialize};

use crate::ask::{Ask, Refusal};

/// The first four bytes of every set.
pub const MAGIC: [u8; 4] = [0x89, b'F', b'C', b'Q'];
/// Sets of this major version are read; another one is [`SetError::Version`](crate::SetError::Version).
pub const MAJOR: u8 = 1;
/// The minor version that the compiler writes.
pub const MINOR: u8 = 0;

/// What a set begins with, in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preamble {
    /// [`MAGIC`].
    pub magic: [u8; 4],
    /// [`MAJOR`].
    pub major: u8,
    /// [`MINOR`].
    pub minor: u8,
}

/// The whole message but for its CRC.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Body<'a> {
    /// [`MAGIC`] and the version.
    pub preamble: Preamble,
    /// The [id](factrom::Store::dataset_id) of the data set that the questions are for; nothing if they may be put to any.
    pub dataset_id: Option<[u8; 16]>,
    /// The texts that questions share.
    #[serde(borrow)]
    pub texts: Texts<'a>,
    /// Number of questions.
    pub len: u32,
    /// The [`Question`]s' messages, one behind the other.
    pub questions: &'a [u8],
}

/// Texts that are reached by their number.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Texts<'a> {
    /// By text, and once more behind the last: its first byte.
    #[serde(borrow)]
    pub starts: Column<'a>,
    /// The texts.
    pub bytes: &'a str,
}

impl<'a> Texts<'a> {
    /// The text of that number; `None` if there is none. Constant time.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&'a str> {
        let start = usize::try_from(self.starts.get(number)?).ok()?;
        let end = usize::try_from(self.starts.get(number.checked_add(1)?)?).ok()?;
        self.bytes.get(start..end)
    }
}

/// A question; texts are numbers of [`Texts`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question<'a> {
    /// The name of its file, without folder and ending.
    pub file: u32,
    /// What is asked, in words.
    pub name: &'a str,
    /// What is asked.
    pub ask: Ask<u32>,
    /// What must come out.
    #[serde(borrow)]
    pub expected: Expected<'a>,
}

/// What must come out of a question.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Expected<'a> {
    /// Rows.
    Rows {
        /// Whether they must come in this order.
        ordered: bool,
        /// Whether there may be others as well.
        at_least: bool,
        /// The numbers of their [columns](crate::Column), at least one.
        columns: &'a [u8],
        /// Number of rows.
        len: u32,
        /// The cells, row after row.
        #[serde(borrow)]
        cells: Column<'a>,
    },
    /// That many answers.
    Count(u32),
    /// No answer, because of a name.
    Refusal(Refusal),
}

#[cfg(test)]
mod tests {
    use factrom::compiler::Bits;

    use super::*;
    use crate::ask::{Filters, Named};

    #[test]
    fn a_question_s_bytes() {
        let subject = Some(Named::Typed { lexical: 2, datatype: 200 });
        let nothing = None;
        let filters = Filters {
            subject,
            predicate: nothing,
            object: None,
            stance: nothing,
            speaker: Some(3),
            audience: nothing,
            place: nothing,
            source: nothing,
            when: Some((-1, 2)),
        };
        let cells = Column { base: 4, step: 1, width: 0, bits: Bits::new(&[]) };
        let expected = Expected::Rows { ordered: true, at_least: false, columns: &[0, 5], len: 1, cells };
        let question = Question { file: 7, name: "q?", ask: Ask::Timeline(filters), expected };
        #[rustfmt::skip]
        let bytes = [
            7,                    // file
            2, b'q', b'?',        // name
            1,                    // a timeline
            1, 3, 2, 200, 1,      // subject: typed, its text, its datatype as a varint
            0, 0, 0, 1, 3,        // no predicate, object, stance; speaker
            0, 0, 0, 1, 1, 4,     // no audience, place, source; the days -1 and 2, zigzag
            0, 1, 0,              // rows, in order, not at least
            2, 0, 5, 1,           // two columns, fact and speaker; one row
            192, 4, 1,            // its cells: a base of 4 and a step of 1
        ];
        let mut buffer = [0; 64];
        assert_eq!(postcard::to_slice(&question, &mut buffer).unwrap(), bytes);
        let read: Question<'_> = postcard::from_bytes(&bytes).unwrap();
        assert_eq!((read.ask, read.name), (question.ask, "q?"));
    }

    #[test]
    fn texts_are_between_two_starts() {
        // Starts 0, 2, 4, 5.
        let starts = Column { base: 0, step: 1, width: 2, bits: Bits::new(&[0b10_10_01_00]) };
        let texts = Texts { starts, bytes: "abcde" };
        assert_eq!([0, 1, 2].map(|number| texts.get(number)), [Some("ab"), Some("cd"), Some("e")]);
        assert_eq!([texts.get(3), texts.get(u32::MAX)], [None, None]);
        // A start within a character is refused.
        assert_eq!(Texts { starts, bytes: "aäbcd" }.get(0), None);
    }
}
