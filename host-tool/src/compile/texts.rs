//! The codec for all texts of a blob, and pools of texts written with it.

use std::collections::{BTreeMap, HashMap};

use factrom::layout::Tag;
use factrom::text::{Codec, END, MAX_CODE_BITS, Pool};

use super::columns::{Bytes, CodeWriter, pack};
use super::error::TooLarge;
use super::grammar::{FIRST_RULE, Grammar};
use super::huffman::code_lengths;

/// A trained codec: [`Codec`] with what the writer needs besides.
#[derive(Debug)]
pub struct Encoder<'a> {
    /// What the blob holds of it.
    pub codec: Codec<'a>,
    grammar: Grammar,
    ranks: HashMap<(u32, u32), u32>,
    /// Code and length by the grammar's symbol.
    codes: HashMap<u32, (u32, u8)>,
}

impl<'a> Encoder<'a> {
    /// Trains a codec for exactly these texts.
    pub fn train(bytes: &'a Bytes, texts: &[&str]) -> Self {
        Self::train_for(bytes, texts, false)
    }

    /// Trains a codec for any texts, from a sample of them: bytes and rules that the sample does not use have a code too.
    pub fn train_on_sample(bytes: &'a Bytes, texts: &[&str]) -> Self {
        Self::train_for(bytes, texts, true)
    }

    fn train_for(bytes: &'a Bytes, texts: &[&str], others_too: bool) -> Self {
        let grammar = Grammar::train(texts);
        let ranks = grammar.ranks();
        let mut frequencies: BTreeMap<u32, u64> = BTreeMap::new();
        for text in texts {
            for symbol in grammar.parse(&ranks, text) {
                *frequencies.entry(symbol).or_default() += 1;
            }
            *frequencies.entry(END).or_default() += 1;
        }
        // Symbols that occur in rules alone have no code, but they need a number.
        for part in grammar.rules.iter().flat_map(|(left, right)| [left, right]) {
            frequencies.entry(*part).or_default();
        }
        if others_too {
            // In UTF-8 no byte is above 0xF4.
            (0..=0xF4).chain((0..grammar.rules.len() as u32).map(|rule| FIRST_RULE + rule)).for_each(|symbol| {
                let frequency = frequencies.entry(symbol).or_default();
                *frequency = (*frequency).max(1);
            });
        }
        let symbols: Vec<u32> = frequencies.keys().copied().collect();
        let weights: Vec<u64> = frequencies.values().copied().collect();
        let lengths = code_lengths(&weights, MAX_CODE_BITS);
        let mut ordered: Vec<(u8, u32)> = lengths.iter().copied().zip(symbols).collect();
        // By length, and those without a code at the end.
        ordered.sort_by_key(|(length, symbol)| (length.wrapping_sub(1), *symbol));
        let mut code_counts = [0u16; MAX_CODE_BITS];
        let mut codes = HashMap::new();
        let (mut code, mut last_length) = (0u32, 0u8);
        for (length, symbol) in ordered.iter().filter(|(length, _)| *length > 0) {
            code <<= length - last_length;
            codes.insert(*symbol, (code, *length));
            code_counts[usize::from(*length) - 1] += 1;
            (code, last_length) = (code + 1, *length);
        }
        let numbers: HashMap<u32, u32> = ordered.iter().enumerate().map(|(number, (_, symbol))| (*symbol, number as u32)).collect();
        let part = |(_, symbol): &(u8, u32)| match symbol.checked_sub(FIRST_RULE) {
            Some(rule) => {
                let (left, right) = grammar.rules[rule as usize];
                (numbers[&left], numbers[&right] + 1)
            }
            None => (*symbol, 0),
        };
        // Left parts are bytes, END or numbers of symbols; both parts fit 32 bits, as there are less than 2^16 symbols.
        let largest = END.max(ordered.len() as u32);
        let left_width = (32 - largest.leading_zeros()) as u8;
        let parts: Vec<u32> = ordered.iter().map(part).map(|(left, right)| right << left_width | left).collect();
        let codec = Codec { code_counts, len: ordered.len() as u32, left_width, parts: pack(bytes, &parts) };
        Encoder { codec, grammar, ranks, codes }
    }

    /// Writes texts, in groups of `1 << group_log2`.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if the texts fill more than 2^32 bits.
    pub fn pool(
        &self,
        bytes: &'a Bytes,
        group_log2: u8,
        texts: impl IntoIterator<Item = impl AsRef<str>>,
        section: Tag,
    ) -> Result<Pool<'a>, TooLarge> {
        let mut writer = CodeWriter::default();
        let mut starts = Vec::new();
        let mut len = 0u32;
        for text in texts {
            if len.trailing_zeros() >= u32::from(group_log2) {
                starts.push(u32::try_from(writer.len_bits()).map_err(|_| TooLarge { section, limit: "2^32 bits of text" })?);
            }
            for symbol in self.grammar.parse(&self.ranks, text.as_ref()).into_iter().chain([END]) {
                let (code, length) = self.codes[&symbol];
                writer.push(code, length);
            }
            len = len.checked_add(1).ok_or(TooLarge { section, limit: "2^32 texts" })?;
        }
        if u32::try_from(writer.len_bits()).is_err() {
            return Err(TooLarge { section, limit: "2^32 bits of text" });
        }
        Ok(Pool { len, group_log2, starts: pack(bytes, &starts), bits: bytes.alloc(writer.into_bytes()) })
    }
}
