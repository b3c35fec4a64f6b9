//! Compiles questions to data that a board asks itself: see [`factrom_query::layout`].

use std::collections::HashMap;
use std::fmt;

use factrom::DatasetId;
use factrom::compiler::CRC;
use factrom_query::MAX_ROWS;
use factrom_query::layout::{self, Body, MAGIC, MAJOR, MINOR, Preamble, Texts};

use super::question_file::{Expected, Question};
use crate::compile::columns::{Bytes, pack};

/// Why questions can't be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCompiled(String);

impl fmt::Display for NotCompiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotCompiled {}

/// Compiles the questions of files, each with the file's name, to one message. The same questions give the same bytes.
///
/// With the id of a data set, a board asks the questions of that data set's store only.
///
/// # Errors
///
/// If a question expects more rows than a board can compare, or if the questions are larger than 4 GiB.
pub fn compile(dataset_id: Option<DatasetId>, files: &[(&str, &[Question])]) -> Result<Vec<u8>, NotCompiled> {
    // Written twice: the first pass counts how often each text occurs.
    let mut texts = Shared::default();
    write(files, &mut texts)?;
    let mut texts = texts.by_frequency();
    let questions = write(files, &mut texts)?;
    let bytes = Bytes::new();
    let (starts, all) = texts.joined()?;
    let body = Body {
        preamble: Preamble { magic: MAGIC, major: MAJOR, minor: MINOR },
        dataset_id: dataset_id.map(|id| id.0),
        texts: Texts { starts: pack(&bytes, &starts), bytes: &all },
        len: small(files.iter().map(|(_, questions)| questions.len()).sum())?,
        questions: &questions,
    };
    postcard::to_stdvec_crc32(&body, CRC.digest()).map_err(unwritten)
}

fn unwritten(error: postcard::Error) -> NotCompiled {
    NotCompiled(format!("the questions can't be compiled: {error}"))
}

fn small(number: usize) -> Result<u32, NotCompiled> {
    u32::try_from(number).map_err(|_| NotCompiled("the questions are larger than 4 GiB: compile fewer files at a time".to_string()))
}

/// The messages of all questions, one after the other.
fn write(files: &[(&str, &[Question])], texts: &mut Shared) -> Result<Vec<u8>, NotCompiled> {
    let mut messages = Vec::new();
    for (file, questions) in files {
        for question in *questions {
            let bytes = Bytes::new();
            let file = texts.number(file)?;
            let ask = question.ask.clone().map(&mut |text| texts.number(&text))?;
            let expected = expected(question, texts, &bytes)?;
            let message = layout::Question { file, name: &question.name.value, ask, expected };
            messages.extend(postcard::to_stdvec(&message).map_err(unwritten)?);
        }
    }
    Ok(messages)
}

fn expected<'b>(question: &Question, texts: &mut Shared, bytes: &'b Bytes) -> Result<layout::Expected<'b>, NotCompiled> {
    Ok(match &question.expected {
        Expected::Rows { rows, ordered, at_least } => {
            let len = u32::try_from(rows.len()).ok().filter(|len| *len <= MAX_ROWS).ok_or_else(|| {
                NotCompiled(format!(
                    "`{}` expects {} rows, but a board compares at most {MAX_ROWS}: expect a `count`, or ask several questions with fewer rows",
                    question.name.value,
                    rows.len()
                ))
            })?;
            let cells = rows.iter().flatten().map(|cell| texts.number(cell)).collect::<Result<Vec<u32>, _>>()?;
            layout::Expected::Rows {
                ordered: *ordered,
                at_least: *at_least,
                columns: bytes.alloc(question.columns.iter().map(|column| *column as u8).collect()),
                len,
                cells: pack(bytes, &cells),
            }
        }
        Expected::Count(count) => layout::Expected::Count(small(*count)?),
        Expected::Refusal(refusal) => layout::Expected::Refusal(*refusal),
    })
}

/// The numbered texts that questions share.
#[derive(Default)]
struct Shared {
    texts: Vec<String>,
    counts: Vec<usize>,
    numbers: HashMap<String, u32>,
}

impl Shared {
    /// The number of a text. A text without one gets the next number.
    fn number(&mut self, text: &str) -> Result<u32, NotCompiled> {
        if let Some(number) = self.numbers.get(text) {
            self.counts[*number as usize] += 1;
            return Ok(*number);
        }
        let number = small(self.texts.len())?;
        self.texts.push(text.to_string());
        self.counts.push(1);
        self.numbers.insert(text.to_string(), number);
        Ok(number)
    }

    /// The same texts with new numbers. Texts that occur most often get the smallest numbers, which are the shortest.
    fn by_frequency(self) -> Self {
        let mut texts: Vec<(usize, String)> = self.counts.into_iter().zip(self.texts).collect();
        texts.sort_unstable_by(|(count, text), (other, other_text)| other.cmp(count).then_with(|| text.cmp(other_text)));
        let texts: Vec<String> = texts.into_iter().map(|(_, text)| text).collect();
        Shared { counts: vec![0; texts.len()], numbers: texts.iter().cloned().zip(0..).collect(), texts }
    }

    /// The start of each text and the end of the last, and all texts joined.
    fn joined(&self) -> Result<(Vec<u32>, String), NotCompiled> {
        let (mut starts, mut all) = (vec![0], String::new());
        for text in &self.texts {
            all.push_str(text);
            starts.push(small(all.len())?);
        }
        Ok((starts, all))
    }
}
