//! Trains the codec on all texts, or on a sample if there are many.

use super::pool::Encoder;
use crate::compile::columns::Bytes;
use crate::compile::dictionary::Dictionary;
use crate::compile::error::BuildError;

/// Up to this many bytes, all texts are used for training. A quarter of this makes a store of a million triples 1.1 % larger. Twice
/// as much makes it 0.1 % smaller, but training takes twice as long.
const SAMPLE_BYTES: u64 = 2 << 20;
/// Maximum number of bytes of one text in a sample.
const MOST_OF_ONE: usize = 1 << 14;

/// Trains a codec for the texts of the dictionary and others.
///
/// # Errors
///
/// [`BuildError::Io`] if the texts of the dictionary cannot be read.
pub(crate) fn train<'a>(bytes: &'a Bytes, dictionary: &Dictionary, others: &[&str]) -> Result<Encoder<'a>, BuildError> {
    let total = dictionary.texts_bytes + others.iter().map(|text| text.len() as u64).sum::<u64>();
    if total <= SAMPLE_BYTES {
        let texts: Vec<String> = dictionary.texts().collect::<Result<_, _>>()?;
        let all: Vec<&str> = texts.iter().map(String::as_str).chain(others.iter().copied()).collect();
        return Ok(Encoder::train(bytes, &all));
    }
    // Neighbours in the dictionary are similar, so a sample of every n-th text contains some of every kind.
    let step = usize::try_from(total.div_ceil(SAMPLE_BYTES)).unwrap_or(usize::MAX);
    let mut sample: Vec<String> = Vec::new();
    for (index, text) in dictionary.texts().enumerate() {
        let text = text?;
        if index % step == 0 {
            sample.push(beginning(&text).to_string());
        }
    }
    let others = others.iter().step_by(step).map(|text| beginning(text));
    let sample: Vec<&str> = sample.iter().map(String::as_str).chain(others).collect();
    Ok(Encoder::train_on_sample(bytes, &sample))
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(MOST_OF_ONE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}
