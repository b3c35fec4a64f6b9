//! Builds the table from hashes of terms to ids: pilots and slots as described in the reader's `term_hash`.

use std::collections::HashSet;

use factrom::compiler::{TermHash, scale, slot_hash};

use crate::compile::columns::{Bytes, pack_plain};

/// With fewer terms there is no table: comparing all of them is about as fast as hashing.
const MIN_TERMS: usize = 16;
/// Terms per pilot. With more, there are fewer pilots, but each takes longer to find: about 25 tries per term for four, 80 for
/// five, 300 for six.
const TERMS_PER_PILOT: usize = 5;
/// Terms per empty slot. If no pilots can be found, the next number is tried.
const TERMS_PER_EMPTY_SLOT: [usize; 3] = [48, 16, 4];
/// Pilots that are tried for a bucket. In a million terms, the hardest bucket takes about 2^15.
const MAX_PILOTS: u32 = 1 << 18;

/// Terms grouped by the pilot that they share.
#[derive(Debug)]
pub struct Buckets<'h> {
    /// Hash of each term, by id.
    hashes: &'h [u32],
    len: u32,
    /// Ids in the order of their hashes.
    ids: Vec<u32>,
    /// Start of each bucket in `ids`, followed by the end.
    starts: Vec<usize>,
}

impl<'h> Buckets<'h> {
    /// Groups the terms with these hashes, which are given by id.
    #[must_use]
    pub fn new(hashes: &'h [u32]) -> Self {
        let len = hashes.len().div_ceil(TERMS_PER_PILOT) as u32;
        let mut ids: Vec<u32> = (0..hashes.len() as u32).collect();
        ids.sort_unstable_by_key(|id| (hashes[*id as usize], *id));
        let mut starts = vec![0; len as usize + 1];
        for id in &ids {
            starts[scale(hashes[*id as usize], len) as usize + 1] += 1;
        }
        for bucket in 0..len as usize {
            starts[bucket + 1] += starts[bucket];
        }
        Buckets { hashes, len, ids, starts }
    }

    /// Terms that [`Buckets::table`] may hash again: those in a bucket where two terms have the same hash.
    #[must_use]
    pub fn rehashed(&self) -> HashSet<u32> {
        let shared = (0..self.len).map(|bucket| self.ids(bucket)).filter(|ids| self.has_equal(ids));
        shared.flatten().copied().collect()
    }

    /// Builds the table. `rehash` returns a term's slot hash for a pilot, see [`slot_hash`].
    ///
    /// The table is empty for few terms, and for terms that were chosen so that all their hashes collide.
    pub fn table<'a>(&self, bytes: &'a Bytes, rehash: impl Fn(u32, u32) -> u32) -> TermHash<'a> {
        let terms_len = self.hashes.len();
        if terms_len < MIN_TERMS || u32::try_from(terms_len).is_err() {
            return TermHash::default();
        }
        for empty in TERMS_PER_EMPTY_SLOT {
            if let Some((pilots, slots)) = self.place(terms_len + terms_len / empty, &rehash) {
                return TermHash {
                    slots_len: slots.len() as u32,
                    slots: pack_plain(bytes, &slots),
                    pilots_len: pilots.len() as u32,
                    pilots: pack_plain(bytes, &pilots),
                };
            }
        }
        TermHash::default()
    }

    /// Whether two terms of a bucket have the same hash. Such terms are adjacent.
    fn has_equal(&self, ids: &[u32]) -> bool {
        ids.windows(2).any(|pair| self.hashes[pair[0] as usize] == self.hashes[pair[1] as usize])
    }

    fn ids(&self, bucket: u32) -> &[u32] {
        &self.ids[self.starts[bucket as usize]..self.starts[bucket as usize + 1]]
    }

    /// Finds pilots and slots. The fullest buckets come first because they are the hardest to place. Returns `None` if a bucket
    /// cannot be placed.
    fn place(&self, slots_len: usize, rehash: &impl Fn(u32, u32) -> u32) -> Option<(Vec<u32>, Vec<u32>)> {
        let mut order: Vec<u32> = (0..self.len).collect();
        order.sort_by_key(|bucket| std::cmp::Reverse(self.ids(*bucket).len()));
        let (mut pilots, mut slots) = (vec![0; self.len as usize], vec![None; u32::try_from(slots_len).ok()? as usize]);
        let mut places = Vec::new();
        for bucket in order {
            let ids = self.ids(bucket);
            // Only an odd pilot separates terms with the same hash.
            let same = self.has_equal(ids);
            let pilot = (0..MAX_PILOTS).map(|number| 2 * number + u32::from(same)).find(|pilot| {
                places.clear();
                ids.iter().all(|id| {
                    let hash = if same { rehash(*id, *pilot) } else { slot_hash(self.hashes[*id as usize], *pilot, &[]) };
                    let place = scale(hash, slots_len as u32) as usize;
                    let free = slots[place].is_none() && !places.contains(&place);
                    places.push(place);
                    free
                })
            })?;
            for (id, place) in ids.iter().zip(&places) {
                slots[*place] = Some(*id);
            }
            pilots[bucket as usize] = pilot;
        }
        // The content of an empty slot does not matter, because the text is compared in any case.
        Some((pilots, slots.into_iter().map(|slot| slot.unwrap_or(0)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use factrom::compiler::murmur3_32;

    /// The id that the table gives for a text.
    fn candidate(index: &TermHash<'_>, text: &[u8], seed: u32) -> u32 {
        let hash = murmur3_32(text, seed);
        let pilot = index.pilots.value(scale(hash, index.pilots_len));
        index.slots.value(scale(slot_hash(hash, pilot, text), index.slots_len))
    }

    #[test]
    fn every_term_has_a_slot_of_its_own() {
        for count in [16, 17, 100, 5000] {
            let bytes = Bytes::new();
            let texts: Vec<String> = (0..count).map(|number| format!("https://example.org/{number}")).collect();
            let hashes: Vec<u32> = texts.iter().map(|text| murmur3_32(text.as_bytes(), 1)).collect();
            let index = Buckets::new(&hashes).table(&bytes, |_, _| panic!("no two hashes are the same"));
            assert_eq!(index.slots_len, count + count / 48);
            let found: Vec<u32> = texts.iter().map(|text| candidate(&index, text.as_bytes(), 1)).collect();
            assert!(found.into_iter().eq(0..count));
            assert!(index.pilots.width <= 16, "{} terms need pilots of {} bits", count, index.pilots.width);
        }
    }

    #[test]
    fn the_same_hash_is_parted_by_the_text() {
        let bytes = Bytes::new();
        let texts: Vec<String> = (0..64).map(|number| number.to_string()).collect();
        // As if all of these texts had the hash of the first.
        let hashes = vec![murmur3_32(b"0", 0); 4].into_iter().chain((4..64).map(|number| murmur3_32(&[number], 0)));
        let hashes: Vec<u32> = hashes.collect();
        let index =
            Buckets::new(&hashes).table(&bytes, |id, pilot| slot_hash(hashes[id as usize], pilot, texts[id as usize].as_bytes()));
        let pilot = index.pilots.value(scale(hashes[0], index.pilots_len));
        assert_eq!(pilot % 2, 1);
        let rehashed = Buckets::new(&hashes).rehashed();
        assert!((0..4).all(|id| rehashed.contains(&id)) && rehashed.len() < 20, "{rehashed:?}");
        for (id, text) in texts.iter().enumerate().take(4) {
            let slot = scale(slot_hash(hashes[0], pilot, text.as_bytes()), index.slots_len);
            assert_eq!(index.slots.value(slot), id as u32);
        }
    }

    #[test]
    fn what_no_pilot_parts_has_no_table() {
        let bytes = Bytes::new();
        assert_eq!(Buckets::new(&[7; 20]).table(&bytes, |_, pilot| pilot).slots_len, 0);
        assert_eq!(Buckets::new(&[1, 2, 3]).table(&bytes, |_, pilot| pilot).slots_len, 0, "few terms need no table");
    }
}
