//! Pools: texts that are found by their number, either encoded or as plain bytes.

use serde::{Deserialize, Serialize};

use crate::format::column::Column;
use crate::format::table_field::part;
use crate::format::text::Text;
use crate::format::text_codec::{CodePosition, Decoder};
use crate::format::wire::read_struct;

/// Encoded texts that are found by their number.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Pool<'a> {
    /// Number of texts.
    pub len: u32,
    /// Each group has `1 << group_log2` texts.
    pub group_log2: u8,
    /// By group: the bit at which its first text starts.
    #[serde(borrow)]
    pub starts: Column<'a>,
    /// The codes of the texts.
    #[serde(borrow)]
    pub bits: &'a [u8],
}

read_struct!(Pool<'a> { len, group_log2, starts, bits });
part!(Pool<'a> { len: u32, group_log2: u8, starts: Column<'a>, bits: &'a [u8] });

impl<'a> Pool<'a> {
    /// The maximum number of texts: each takes at least one bit, for the code of its end.
    pub(crate) fn max_len(&self) -> u32 {
        u32::try_from(self.bits.len()).map_or(u32::MAX, |bytes| bytes.saturating_mul(8)).min(self.len)
    }

    /// The text with that number; `None` if there is none or the pool is corrupt. The texts before it in its group are skipped;
    /// otherwise constant time.
    pub(crate) fn get<'s>(&self, codec: &'s Decoder<'s>, number: u32) -> Option<Text<'s>>
    where
        'a: 's,
    {
        if number >= self.len || self.group_log2 > 16 {
            return None;
        }
        let group = number >> self.group_log2;
        let mut at = self.starts.get(group)?;
        let mut to_skip = number.wrapping_sub(group << self.group_log2);
        while to_skip > 0 {
            let (symbol, next) = codec.symbol(self.bits, at)?;
            if symbol == codec.end {
                to_skip = to_skip.wrapping_sub(1);
            }
            at = next;
        }
        Some(Text { codec, position: CodePosition { bits: self.bits, at }, prefix: &[] })
    }
}

/// A few texts as plain bytes: prefixes that many look-ups compare.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainPool<'a> {
    /// Number of texts.
    pub len: u32,
    /// By text, and at the end: its first byte. The last value is the number of bytes.
    pub starts: Column<'a>,
    /// The bytes of the texts.
    pub bytes: &'a [u8],
}

part!(PlainPool<'a> { len: u32, starts: Column<'a>, bytes: &'a [u8] });

impl<'a> PlainPool<'a> {
    /// The text with that number; `None` if there is none or the pool is corrupt. Constant time.
    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&'a [u8]> {
        if number >= self.len {
            return None;
        }
        let start = usize::try_from(self.starts.get(number)?).ok()?;
        let end = usize::try_from(self.starts.get(number.checked_add(1)?)?).ok()?;
        self.bytes.get(start..end)
    }
}
