//! The codec for all texts of a blob, and the pools of texts written with it.

use factrom::Tag;
use factrom::compiler::{Codec, FILL, MAX_CODE_BITS, MAX_TERMINAL_BYTES, PlainPool, Pool};

use super::grammar::{END, FIRST_RULE, Grammar};
use super::huffman::code_lengths;
use super::tokenize::{Parser, Paths, fitted};
use crate::compile::columns::{Bytes, CodeWriter, pack_in_table, packed, width_of};
use crate::compile::error::TooLarge;

/// A trained codec: [`Codec`], and what the writer needs in addition.
#[derive(Debug)]
pub struct Encoder<'a> {
    /// The part that is stored in the blob.
    pub codec: Codec<'a>,
    parser: Parser,
    /// Code and length of each symbol of the grammar. A length of 0 means that there is no code.
    codes: Vec<(u32, u8)>,
}

impl<'a> Encoder<'a> {
    /// Trains a codec that can encode exactly these texts.
    pub fn train(bytes: &'a Bytes, texts: &[&str]) -> Self {
        Self::train_for(bytes, texts, false)
    }

    /// Trains a codec on a sample of texts. It can encode any text: bytes that do not occur in the sample get a code too, which
    /// takes a few hundred bytes.
    pub fn train_on_sample(bytes: &'a Bytes, texts: &[&str]) -> Self {
        Self::train_for(bytes, texts, true)
    }

    fn train_for(bytes: &'a Bytes, texts: &[&str], others_too: bool) -> Self {
        let (grammar, mut weights) = fitted(Grammar::train(texts), texts);
        // At least 1, so that there is a code even without any text.
        weights[END as usize] = (texts.len() as u64).max(1);
        if others_too {
            let in_utf8 = |byte: &usize| !matches!(byte, 0xC0 | 0xC1 | 0xF5..);
            for byte in (0..END as usize).filter(in_utf8) {
                weights[byte] = weights[byte].max(1);
            }
        }
        let lengths = code_lengths(&weights, MAX_CODE_BITS);
        let numbering = Numbering::fastest(&grammar, &lengths, &weights);
        let codec = numbering.codec(bytes, &grammar);
        let mut codes: Vec<(u32, u8)> = lengths.iter().map(|length| (0, *length)).collect();
        let (mut code, mut last_length) = (0, 0);
        for (length, symbol) in numbering.by_code() {
            code <<= length - last_length;
            codes[symbol as usize].0 = code;
            (code, last_length) = (code + 1, length);
        }
        Encoder { codec, parser: Parser::by_code_lengths(&grammar, &lengths), codes }
    }

    /// Writes texts in groups of `1 << group_log2`.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if the texts take more than 2^32 bits.
    ///
    /// # Panics
    ///
    /// Panics if a text has bytes that do not occur in the texts of [`Encoder::train`].
    pub fn pool(
        &self,
        bytes: &'a Bytes,
        group_log2: u8,
        texts: impl IntoIterator<Item = impl AsRef<str>>,
        section: Tag,
    ) -> Result<Pool<'a>, TooLarge> {
        let (mut writer, mut paths) = (CodeWriter::default(), Paths::default());
        let mut starts = Vec::new();
        let mut len = 0u32;
        for text in texts {
            if len.trailing_zeros() >= u32::from(group_log2) {
                starts.push(u32::try_from(writer.len_bits()).map_err(|_| TooLarge { section, limit: "2^32 bits of text" })?);
            }
            let mut write = |symbol: u32| {
                let (code, length) = self.codes[symbol as usize];
                writer.push(code, length);
            };
            let text = text.as_ref();
            let path = self.parser.parse(text, &mut paths, &mut write);
            assert!(path.is_some(), "the codec was not trained on the bytes of {text:?}");
            write(END);
            len = len.checked_add(1).ok_or(TooLarge { section, limit: "2^32 texts" })?;
        }
        if u32::try_from(writer.len_bits()).is_err() {
            return Err(TooLarge { section, limit: "2^32 bits of text" });
        }
        Ok(Pool { len, group_log2, starts: pack_in_table(bytes, &starts), bits: bytes.alloc(writer.into_bytes()) })
    }
}

/// Stores texts as they are.
pub fn plain_pool<'a>(bytes: &'a Bytes, texts: &[String]) -> PlainPool<'a> {
    let mut starts = vec![0];
    for text in texts {
        starts.push(starts[starts.len() - 1] + text.len() as u32);
    }
    PlainPool { len: texts.len() as u32, starts: pack_in_table(bytes, &starts), bytes: bytes.alloc(texts.concat().into_bytes()) }
}

/// The symbols of a grammar, in the order of their codes.
struct Numbering {
    /// Terminals, then rules. Each is sorted by length (those without a code last), then by number in the grammar.
    classes: [Vec<(u8, u32)>; 2],
    /// Number of bytes of a terminal.
    terminal_bytes: u8,
    /// Bytes of each symbol of the grammar.
    expansions: Vec<Vec<u8>>,
}

/// Longer terminals are decoded faster. They may cost this fraction of all texts and tables: a few dozen bytes in small stores.
const PART_FOR_SPEED: u64 = 12;

impl Numbering {
    /// Returns the numbering with the longest terminals that is not much larger than the smallest numbering.
    fn fastest(grammar: &Grammar, lengths: &[u8], weights: &[u64]) -> Self {
        let texts: u64 = lengths.iter().zip(weights).map(|(length, weight)| u64::from(*length) * weight).sum();
        let [mut best, others @ ..] = [1, 2, MAX_TERMINAL_BYTES].map(|bytes| Numbering::new(grammar, lengths, bytes));
        let smallest = others.iter().map(Numbering::bits).min().unwrap_or(u64::MAX).min(best.bits());
        for other in others {
            if other.bits() <= smallest + (texts + smallest) / PART_FOR_SPEED {
                best = other;
            }
        }
        best
    }

    fn new(grammar: &Grammar, lengths: &[u8], terminal_bytes: u8) -> Self {
        let expansions = grammar.expansions();
        let is_terminal = |symbol: u32| expansions[symbol as usize].len() <= usize::from(terminal_bytes);
        let mut used: Vec<bool> = lengths.iter().map(|length| *length > 0).collect();
        for (symbol, (left, right)) in (FIRST_RULE..).zip(&grammar.rules).collect::<Vec<_>>().into_iter().rev() {
            if used[symbol as usize] && !is_terminal(symbol) {
                (used[*left as usize], used[*right as usize]) = (true, true);
            }
        }
        let symbols = (0..lengths.len() as u32).filter(|symbol| used[*symbol as usize]);
        let mut ordered: Vec<(u8, u32)> = symbols.map(|symbol| (lengths[symbol as usize], symbol)).collect();
        ordered.sort_by_key(|(length, symbol)| (length.wrapping_sub(1), *symbol));
        let (terminals, rules) = ordered.into_iter().partition(|(_, symbol)| is_terminal(*symbol));
        Numbering { classes: [terminals, rules], terminal_bytes, expansions }
    }

    /// Size of terminals and rules in bits.
    fn bits(&self) -> u64 {
        let [terminals, rules] = self.classes.each_ref().map(|class| class.len() as u64);
        8 * terminals * u64::from(self.terminal_bytes) + 2 * rules * u64::from(self.symbol_width())
    }

    fn symbol_width(&self) -> u8 {
        let symbols: usize = self.classes.iter().map(Vec::len).sum();
        width_of(symbols as u32 - 1)
    }

    /// Returns the bytes of a terminal, padded.
    fn terminal(&self, symbol: u32) -> impl Iterator<Item = u8> + '_ {
        let fill = std::iter::repeat(FILL);
        self.expansions[symbol as usize].iter().copied().chain(fill).take(usize::from(self.terminal_bytes))
    }

    /// Iterates over lengths and symbols in the order of codes: by length, and within a length terminals first.
    fn by_code(&self) -> impl Iterator<Item = (u8, u32)> + '_ {
        let of_length = |length: u8| self.classes.iter().flatten().copied().filter(move |(own, _)| *own == length);
        (1..=MAX_CODE_BITS as u8).flat_map(of_length)
    }

    fn codec<'a>(&self, bytes: &'a Bytes, grammar: &Grammar) -> Codec<'a> {
        let [terminals, rules] = &self.classes;
        let mut numbers = vec![0; FIRST_RULE as usize + grammar.rules.len()];
        for (number, (_, symbol)) in self.classes.iter().flatten().enumerate() {
            numbers[*symbol as usize] = number as u32;
        }
        let lengths = || self.classes.iter().flatten().map(|(length, _)| *length).filter(|length| *length > 0);
        let (shortest, longest) = (lengths().min().unwrap_or(1), lengths().max().unwrap_or(0));
        let mut ranges = Vec::new();
        // The end of the last range, and the next symbol of each class.
        let (mut end, mut next) = (0u32, [0, terminals.len() as u32]);
        for length in shortest..=longest {
            let shift = MAX_CODE_BITS as u8 - length;
            for (class, symbol) in self.classes.iter().zip(&mut next) {
                let count = class.iter().filter(|(own, _)| *own == length).count() as u32;
                let offset = symbol.wrapping_sub(end >> shift) as u16;
                end += count << shift;
                *symbol += count;
                ranges.extend([end as u16, offset].map(u16::to_le_bytes).concat());
            }
        }
        let symbol_width = self.symbol_width();
        let parts: Vec<u32> = rules
            .iter()
            .map(|(_, symbol)| grammar.rules[(symbol - FIRST_RULE) as usize])
            .flat_map(|(left, right)| [numbers[left as usize], numbers[right as usize]])
            .collect();
        Codec {
            shortest,
            longest,
            ranges: bytes.alloc(ranges),
            terminals_len: terminals.len() as u16,
            rules_len: rules.len() as u16,
            terminal_bytes: self.terminal_bytes,
            terminals: bytes.alloc(terminals.iter().flat_map(|(_, symbol)| self.terminal(*symbol)).collect()),
            end: numbers[END as usize] as u16,
            symbol_width,
            rules: bytes.alloc(packed(&parts, symbol_width)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codec_of_few_texts_has_no_more_than_they_need() {
        let bytes = Bytes::new();
        let encoder = Encoder::train(&bytes, &["ab", "a", ""]);
        let Codec { shortest, longest, terminals, end, rules, .. } = encoder.codec;
        // END is the most frequent, then 'a', then 'b': they get 1, 2 and 2 bits.
        assert_eq!((shortest, longest, terminals, end, rules), (1, 2, &[0xFF, b'a', b'b'][..], 0, &[][..]));
        let pool = encoder.pool(&bytes, 1, ["ab", "a", ""], Tag::Terms).unwrap();
        // The codes are 10 11 0, 10 0, 0: the second group begins at bit 8.
        assert_eq!((pool.len, pool.bits), (3, &[0b1011_0100, 0][..]));
        assert_eq!((pool.starts.get(0), pool.starts.get(1)), (Some(0), Some(8)));
    }

    #[test]
    fn a_codec_of_a_sample_writes_any_text() {
        let bytes = Bytes::new();
        let encoder = Encoder::train_on_sample(&bytes, &["abcabc"]);
        assert_eq!(encoder.pool(&bytes, 0, ["Größe \u{10FFFF} \u{1F600}\t", "\u{0}"], Tag::Terms).unwrap().len, 2);
        // All 256 bytes except the 13 that never occur in UTF-8, and END.
        let Codec { terminals, terminal_bytes, .. } = encoder.codec;
        assert!(terminals.len() / usize::from(terminal_bytes) >= 244);
    }
}
