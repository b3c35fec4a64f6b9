//! The compiled form of question files. The compiler writes with these types and a board reads with them.
//!
//! A set of questions is **one postcard message**, a [`Body`], followed by the CRC-32 (ISO-HDLC) of all bytes before it, as postcard's CRC
//! flavour writes it:
//!
//! ```text
//! magic 89 46 43 51   major   minor   data set id or none   texts   number of questions   questions   CRC-32
//!                                                                   |Question|Question|Question|...
//! ```
//!
//! Each [`Question`] is a postcard message of its own, so a board reads one at a time. Ids and names occur in many questions, so a question
//! has the numbers of [`Texts`] instead. Its own name occurs once and is stored in it. The cells of expected rows are a [`Column`] of such
//! numbers, row after row: any cell can be read without those before it.
//!
//! Two other forms were measured on the five articles' 117 questions. Texts stored where they occur need no [`Texts`], but took 20,494
//! bytes instead of 15,929. Digests of rows are smaller still, but a board could not say which row is missing.

use factrom::compiler::Column;
use serde::{Deserialize, Serialize};

use crate::ask::Ask;
use crate::names::Refusal;

/// Most rows that a question may expect. For each row, a bit on the stack says whether it was found.
pub const MAX_ROWS: u32 = 1024;

/// The first four bytes of every set.
pub const MAGIC: [u8; 4] = [0x89, b'F', b'C', b'Q'];
/// The major version that can be read. Any other is [`SetError::Version`](crate::SetError::Version).
pub const MAJOR: u8 = 1;
/// The minor version that the compiler writes.
pub const MINOR: u8 = 1;

/// The start of a set, in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preamble {
    /// [`MAGIC`].
    pub magic: [u8; 4],
    /// [`MAJOR`].
    pub major: u8,
    /// [`MINOR`].
    pub minor: u8,
}

/// The whole message except its CRC.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Body<'a> {
    /// [`MAGIC`] and the version.
    pub preamble: Preamble,
    /// The [id](factrom::Store::dataset_id) of the data set that the questions are for. `None` if they may be asked of any store.
    pub dataset_id: Option<[u8; 16]>,
    /// The texts that questions share.
    #[serde(borrow)]
    pub texts: Texts<'a>,
    /// Number of questions.
    pub len: u32,
    /// The messages of the [`Question`]s, one after the other.
    pub questions: &'a [u8],
}

/// Numbered texts.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Texts<'a> {
    /// The first byte of each text, and the end of the last.
    #[serde(borrow)]
    pub starts: Column<'a>,
    /// The texts.
    pub bytes: &'a str,
}

impl<'a> Texts<'a> {
    /// The text with this number. Constant time.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&'a str> {
        let start = usize::try_from(self.starts.get(number)?).ok()?;
        let end = usize::try_from(self.starts.get(number.checked_add(1)?)?).ok()?;
        self.bytes.get(start..end)
    }
}

/// A question. Texts are numbers of [`Texts`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question<'a> {
    /// The name of its file, without folder and extension.
    pub file: u32,
    /// Its name: what is asked, in words.
    pub name: &'a str,
    /// The question as data.
    pub ask: Ask<u32>,
    /// The expected answer.
    #[serde(borrow)]
    pub expected: Expected<'a>,
}

/// What must come out of a question.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Expected<'a> {
    /// Rows.
    Rows {
        /// Whether the order matters.
        ordered: bool,
        /// Whether there may be other rows.
        at_least: bool,
        /// The numbers of the [columns](crate::Column), at least one.
        columns: &'a [u8],
        /// Number of rows.
        len: u32,
        /// The cells, row after row.
        #[serde(borrow)]
        cells: Column<'a>,
    },
    /// This many answers.
    Count(u32),
    /// No answer, because a name can't be resolved.
    Refusal(Refusal),
}

#[cfg(test)]
mod tests {
    use factrom::compiler::Bits;

    use super::*;
    use crate::ask::{Filters, Named, Pattern};

    #[test]
    fn a_question_s_bytes() {
        let subject = Some(Named::Typed { lexical: 2, datatype: 200 });
        let nothing = None;
        let filters = Filters {
            triple: Pattern { subject, predicate: nothing, object: None },
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
