//! The hash table from a term's text to its id, in a constant number of steps: a hash, a pilot, a slot.
//!
//! ```text
//! hash  = murmur3_32(text)                         seeded with the term's kind, language or datatype
//! pilot = pilots[hash * number of pilots >> 32]
//! slot  = mix(hash, pilot) * number of slots >> 32
//! id    = slots[slot]                              the only term that can have the text: the reader compares it
//! ```
//!
//! The compiler chooses each pilot so that no two terms share a slot. This is "hash and displace" as in Belazzougui, Botelho and
//! Dietzfelbinger (2009) and in Pibiri and Trani's PTHash (2021). A few slots stay empty so that pilots are found quickly. Buckets
//! that are searched would take as many bits, and a look-up would decode several terms instead of one.
//!
//! Ids are in the order of families and values, so the table is a permutation of them, which is nearly all of its size. The hash is
//! MurmurHash3_x86_32 by Austin Appleby, which needs only 32-bit multiplications and takes four bytes at a time. Only speed depends
//! on it: if terms are chosen so that their hashes collide, the compiler writes no table, and the reader compares all terms.

use crate::format::packed::Packed;
use crate::format::table_field::part;
use crate::format::term_kind::TermKind;

/// A hash table from terms to ids. It does not contain triple terms.
#[derive(Clone, Copy, Debug, Default)]
pub struct TermHash<'a> {
    /// Number of slots, or 0 for no table.
    pub slots_len: u32,
    /// By slot: the id of its term. An empty slot has any id.
    pub slots: Packed<'a>,
    /// Number of pilots.
    pub pilots_len: u32,
    /// By the high bits of a hash: the number that leads each of its terms to a slot of its own (see [`slot_hash`]).
    pub pilots: Packed<'a>,
}

part!(TermHash<'a> { slots_len: u32, slots: Packed<'a>, pilots_len: u32, pilots: Packed<'a> });

impl TermHash<'_> {
    /// The id of the only term that can have the text.
    #[inline]
    pub(crate) fn candidate(&self, text: &[u8], seed: u32) -> u32 {
        let hash = murmur3_32(text, seed);
        let pilot = self.pilots.value(scale(hash, self.pilots_len));
        self.slots.value(scale(slot_hash(hash, pilot, text), self.slots_len))
    }
}

/// The seed of a term's hash: its kind, combined with the language tag or the datatype's IRI if `tag` is not empty.
#[must_use]
pub fn seed(kind: TermKind, tag: &str) -> u32 {
    let kind = kind as u32;
    if tag.is_empty() { kind } else { murmur3_32(tag.as_bytes(), kind) }
}

/// The hash that [`scale`] turns into a slot. An odd pilot hashes the text again, which separates terms with the same hash.
#[inline]
#[must_use]
pub fn slot_hash(hash: u32, pilot: u32, text: &[u8]) -> u32 {
    let spread = pilot.wrapping_mul(0x9E37_79B9);
    if pilot & 1 == 0 { finish(hash ^ spread) } else { murmur3_32(text, spread) }
}

/// Maps a hash to a number below `len`, in the order of hashes.
#[inline]
#[must_use]
pub fn scale(hash: u32, len: u32) -> u32 {
    ((u64::from(hash).wrapping_mul(u64::from(len))) >> 32) as u32
}

/// MurmurHash3_x86_32.
#[inline]
#[must_use]
pub fn murmur3_32(bytes: &[u8], seed: u32) -> u32 {
    let scramble = |word: u32| word.wrapping_mul(0xCC9E_2D51).rotate_left(15).wrapping_mul(0x1B87_3593);
    let (mut hash, mut rest) = (seed, bytes);
    while let Some((word, after)) = rest.split_first_chunk::<4>() {
        hash = (hash ^ scramble(u32::from_le_bytes(*word))).rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64);
        rest = after;
    }
    let last = rest.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
    hash ^= scramble(last);
    finish(hash ^ bytes.len() as u32)
}

/// The finaliser of MurmurHash3_x86_32: every bit of the result depends on every bit of `hash`.
#[inline]
fn finish(mut hash: u32) -> u32 {
    hash = (hash ^ hash >> 16).wrapping_mul(0x85EB_CA6B);
    hash = (hash ^ hash >> 13).wrapping_mul(0xC2B2_AE35);
    hash ^ hash >> 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::bits::Bits;

    #[test]
    fn hashes_are_murmur3() {
        // Published test vectors of MurmurHash3_x86_32.
        assert_eq!(murmur3_32(b"", 0), 0);
        assert_eq!(murmur3_32(b"", 1), 0x514E_28B7);
        assert_eq!(murmur3_32(b"\xFF\xFF\xFF\xFF", 0), 0x7629_3B50);
        assert_eq!(murmur3_32(b"\x21\x43\x65\x87", 0x5082_EDEE), 0x2362_F9DE);
        assert_eq!(murmur3_32(b"\x21\x43\x65", 0), 0x7E4A_8634);
        assert_eq!(murmur3_32(b"Hello, world!", 0x9747_B28C), 0x2488_4CBA);
    }

    #[test]
    fn a_hash_is_scaled_to_its_range() {
        assert_eq!([0, 0x4000_0000, u32::MAX].map(|hash| scale(hash, 10)), [0, 2, 9]);
        assert_eq!(scale(u32::MAX, 0), 0);
    }

    #[test]
    fn a_pilot_leads_to_the_slot() {
        // Two pilots and four slots. Both pilots are 2, and the slots hold 7, 6, 5, 4 in three bits each.
        let index = TermHash {
            slots_len: 4,
            slots: Packed { width: 3, bits: Bits::new(&[0b01_110_111, 0b1001]) },
            pilots_len: 2,
            pilots: Packed { width: 2, bits: Bits::new(&[0b1010]) },
        };
        let slot = scale(slot_hash(murmur3_32(b"term", 1), 2, b"term"), 4);
        assert_eq!(index.candidate(b"term", 1), 7 - slot);
    }
}
