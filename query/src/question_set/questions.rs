//! Opens a set and reads its questions, one at a time.

use factrom::DatasetId;
use factrom::compiler::CRC;
use factrom::compiler::Column as Numbers;

use crate::ask::Ask;
use crate::column::Column;
use crate::names::Refusal;
use crate::question_set::error::SetError;
use crate::question_set::layout::{self, Body, MAGIC, MAJOR, MAX_ROWS, Preamble, Texts};
use crate::question_set::rows::Rows;

/// A set of compiled questions. It borrows the bytes.
#[derive(Clone, Copy, Debug)]
pub struct QuestionSet<'a> {
    body: Body<'a>,
}

impl<'a> QuestionSet<'a> {
    /// Opens the set at the start of `bytes` and ignores what follows it. Needs no alignment. Reads all of the set once for its CRC-32.
    ///
    /// # Errors
    ///
    /// [`SetError`] unless the bytes are a complete and unchanged set of a supported version. Never panics, on any bytes.
    pub fn open(bytes: &'a [u8]) -> Result<Self, SetError> {
        preamble(bytes)?;
        // Not `postcard::take_from_bytes_crc32`: it would add a second copy of all decoders to a board's image.
        let (body, rest) = match postcard::take_from_bytes::<Body<'a>>(bytes) {
            Ok(taken) => taken,
            Err(postcard::Error::DeserializeUnexpectedEnd) => return Err(SetError::Truncated),
            Err(_) => return Err(SetError::Malformed),
        };
        let message = bytes.get(..bytes.len().saturating_sub(rest.len())).ok_or(SetError::Malformed)?;
        let crc = rest.first_chunk().ok_or(SetError::Truncated)?;
        if u32::from_le_bytes(*crc) == CRC.checksum(message) { Ok(QuestionSet { body }) } else { Err(SetError::Checksum) }
    }

    /// The id of the data set that the questions are for. `None` if they may be asked of any store.
    #[must_use]
    pub fn dataset_id(&self) -> Option<DatasetId> {
        self.body.dataset_id.map(DatasetId)
    }

    /// Number of questions.
    #[must_use]
    pub fn question_count(&self) -> u32 {
        self.body.len
    }

    /// The questions in the order of the files. Ends after an error.
    #[must_use]
    pub fn questions(&self) -> Questions<'a> {
        Questions { texts: self.body.texts, left: self.body.len, bytes: self.body.questions }
    }
}

fn preamble(bytes: &[u8]) -> Result<(), SetError> {
    let Ok((Preamble { magic, major, minor }, _)) = postcard::take_from_bytes(bytes) else {
        return Err(SetError::TooShort { len: u32::try_from(bytes.len()).unwrap_or(u32::MAX) });
    };
    if magic == [0xFF; 4] {
        Err(SetError::Erased)
    } else if magic != MAGIC {
        Err(SetError::NotQuestions { found: magic })
    } else if major != MAJOR {
        Err(SetError::Version { major, minor })
    } else {
        Ok(())
    }
}

/// The questions of a set, one at a time.
#[derive(Clone, Debug)]
pub struct Questions<'a> {
    texts: Texts<'a>,
    left: u32,
    bytes: &'a [u8],
}

impl<'a> Iterator for Questions<'a> {
    type Item = Result<Question<'a>, SetError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(left) = self.left.checked_sub(1) else {
            // Bytes after the last question would be questions that nobody asks.
            let rest = core::mem::take(&mut self.bytes);
            return if rest.is_empty() { None } else { Some(Err(SetError::Malformed)) };
        };
        self.left = left;
        let question = match postcard::take_from_bytes(self.bytes) {
            Ok((question, rest)) => {
                self.bytes = rest;
                Question::new(question, self.texts)
            }
            Err(_) => Err(SetError::Malformed),
        };
        if question.is_err() {
            (self.left, self.bytes) = (0, &[]);
        }
        Some(question)
    }
}

impl core::iter::FusedIterator for Questions<'_> {}

/// A question with its expected answer. All its texts have been looked up, and all its rows can be read.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The name of its file, without folder and extension.
    pub file: &'a str,
    /// Its name: what is asked, in words. Unique in the file.
    pub name: &'a str,
    /// The question as data.
    pub ask: Ask<&'a str>,
    /// The expected answer.
    pub expected: Expected<'a>,
}

/// The expected answer to a question.
#[derive(Clone, Copy, Debug)]
pub enum Expected<'a> {
    /// These rows.
    Rows {
        /// The rows.
        rows: Rows<'a>,
        /// Whether the order matters.
        ordered: bool,
        /// Whether there may be other rows.
        at_least: bool,
    },
    /// This many answers.
    Count(u32),
    /// No answer, because a name can't be resolved.
    Refusal(Refusal),
}

impl<'a> Question<'a> {
    fn new(question: layout::Question<'a>, texts: Texts<'a>) -> Result<Self, SetError> {
        let layout::Question { file, name, ask, expected } = question;
        let ask = ask.map(&mut |number| texts.get(number).ok_or(SetError::Malformed))?;
        let expected = match expected {
            layout::Expected::Rows { ordered, at_least, columns, len, cells } => {
                Expected::Rows { rows: rows(texts, &ask, columns, len, cells)?, ordered, at_least }
            }
            layout::Expected::Count(count) => Expected::Count(count),
            layout::Expected::Refusal(refusal) => Expected::Refusal(refusal),
        };
        Ok(Question { file: texts.get(file).ok_or(SetError::Malformed)?, name, ask, expected })
    }
}

/// Rows whose cells can all be read.
fn rows<'a>(texts: Texts<'a>, ask: &Ask<&str>, columns: &'a [u8], len: u32, cells: Numbers<'a>) -> Result<Rows<'a>, SetError> {
    if len > MAX_ROWS {
        return Err(SetError::TooManyRows { len });
    }
    let known = Column::of(ask);
    let fits = |number: &u8| Column::from_number(*number).is_some_and(|column| known.contains(&column));
    let width = u8::try_from(columns.len()).ok().filter(|width| *width > 0 && columns.iter().all(fits));
    // At most 255 columns and MAX_ROWS rows.
    let last = width.map(|width| u32::from(width).saturating_mul(len)).ok_or(SetError::Malformed)?;
    if (0..last).all(|cell| cells.get(cell).and_then(|number| texts.get(number)).is_some()) {
        Ok(Rows::new(texts, columns, len, cells))
    } else {
        Err(SetError::Malformed)
    }
}
