//! Reorders the groups and texts of a dictionary when its terms get new ids.

use super::group::Group;
use super::scratch::{Scratch, Spool, Spooled, read_record, read_text};
use crate::compile::error::BuildError;

/// Returns the groups in the new order. Each run of terms from the same group becomes a group.
pub(super) fn regroup(groups: &[Group], new: &[u32]) -> Vec<Group> {
    let mut group_of = vec![0; new.len()];
    let mut group = 0;
    for (old, new) in (0u32..).zip(new) {
        while groups.get(group + 1).is_some_and(|next| next.first <= old) {
            group += 1;
        }
        group_of[*new as usize] = group;
    }
    let mut regrouped = Vec::new();
    let mut last = None;
    for (new, group) in (0u32..).zip(group_of) {
        if last != Some(group) {
            regrouped.push(Group { first: new, ..groups[group].clone() });
            last = Some(group);
        }
    }
    regrouped
}

/// Maximum number of open files, even if memory is then exceeded: the number of files that a process may open is limited.
const MOST_BUCKETS: u64 = 256;

/// Number of texts that are reordered at a time, out of `texts` texts with `bytes` bytes in total.
fn bucket_len(texts: u64, bytes: u64, memory_bytes: u64) -> u64 {
    let buckets = bytes / memory_bytes.max(1) + 1;
    texts.div_ceil(buckets.min(MOST_BUCKETS)).max(1)
}

/// Writes the texts in a new order. As many as fit into memory are reordered at a time.
///
/// # Errors
///
/// [`BuildError::Io`] if a temporary file cannot be read or written.
pub(super) fn reorder(parts: &[Spooled], new: &[u32], scratch: &Scratch, memory_bytes: usize) -> Result<Spooled, BuildError> {
    let per_bucket = bucket_len(new.len() as u64, parts.iter().map(Spooled::len).sum(), memory_bytes as u64);
    let buckets = (new.len() as u64).div_ceil(per_bucket);
    let mut spools: Vec<Spool> = (0..buckets).map(|_| Spool::new(scratch)).collect();
    let mut news = new.iter();
    let mut text = String::new();
    for part in parts {
        let mut reader = part.reader(0..part.len(), 1 << 16);
        while read_text(&mut reader, &mut text)? {
            let Some(new) = news.next() else { break };
            let spool = &mut spools[(u64::from(*new) / per_bucket) as usize];
            spool.push(&new.to_le_bytes())?;
            spool.push_text(&text)?;
        }
    }
    let mut ordered = Spool::new(scratch);
    for (bucket, spool) in (0u64..).zip(spools) {
        let spool = spool.finish()?;
        let mut reader = spool.reader(0..spool.len(), 1 << 16);
        let len = per_bucket.min(new.len() as u64 - bucket * per_bucket);
        let mut texts = vec![String::new(); len as usize];
        for _ in 0..len {
            let [new] = read_record(&mut reader)?;
            read_text(&mut reader, &mut texts[(u64::from(new) - bucket * per_bucket) as usize])?;
        }
        for text in texts {
            ordered.push_text(&text)?;
        }
    }
    ordered.finish()
}

#[cfg(test)]
mod tests {
    use factrom::compiler::{TermKind, ValueOrder};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::test_runner::Config;

    use super::*;

    proptest! {
        #![proptest_config(Config { cases: 256, failure_persistence: None, ..Config::default() })]

        #[test]
        fn a_group_is_a_run_of_terms_that_are_alike(
            (lens, new) in vec(1..6u32, 1..8).prop_flat_map(|lens| {
                let new = Just((0..lens.iter().sum()).collect::<Vec<u32>>()).prop_shuffle();
                (Just(lens), new)
            }),
        ) {
            let group = |tag: usize| {
                let kind = if tag == 0 { TermKind::Blank } else { TermKind::Iri };
                Group { first: lens[..tag].iter().sum(), kind, tag: tag as u32, order: ValueOrder::Bytes }
            };
            let groups: Vec<Group> = (0..lens.len()).map(group).collect();
            let of = |groups: &[Group], id: u32| groups.iter().rfind(|group| group.first <= id).map(|group| (group.kind, group.tag));
            let regrouped = regroup(&groups, &new);
            prop_assert_eq!(regrouped[0].first, 0);
            prop_assert!(regrouped.windows(2).all(|two| two[0].first < two[1].first && two[0].tag != two[1].tag));
            for (old, new) in (0..).zip(&new) {
                prop_assert_eq!(of(&regrouped, *new), of(&groups, old));
            }
        }

        #[test]
        fn texts_are_reordered_in_any_memory(
            (parts, new) in vec(vec("[a-zé]{0,12}", 0..40), 0..4).prop_flat_map(|parts| {
                let len = parts.iter().map(Vec::len).sum::<usize>() as u32;
                (Just(parts), Just((0..len).collect::<Vec<u32>>()).prop_shuffle())
            }),
            memory_bytes in 0..2000usize,
        ) {
            let mut expected = vec![""; new.len()];
            for (text, new) in parts.iter().flatten().zip(&new) {
                expected[*new as usize] = text;
            }
            let parts: Vec<Vec<&str>> = parts.iter().map(|part| part.iter().map(String::as_str).collect()).collect();
            for (scratch_bytes, memory_bytes) in [(0, 0), (0, memory_bytes), (memory_bytes, memory_bytes), (1 << 20, 1 << 20)] {
                prop_assert_eq!(reordered(&parts, &new, scratch_bytes, memory_bytes), expected.clone());
            }
        }
    }

    fn reordered(parts: &[Vec<&str>], new: &[u32], scratch_bytes: usize, memory_bytes: usize) -> Vec<String> {
        let scratch = Scratch::new(None, scratch_bytes);
        let spooled = |texts: &Vec<&str>| {
            let mut spool = Spool::new(&scratch);
            texts.iter().for_each(|text| spool.push_text(text).unwrap());
            spool.finish().unwrap()
        };
        let parts: Vec<Spooled> = parts.iter().map(spooled).collect();
        let ordered = reorder(&parts, new, &scratch, memory_bytes).unwrap();
        let mut reader = ordered.reader(0..ordered.len(), 64);
        let mut texts = vec![String::new()];
        while read_text(&mut reader, texts.last_mut().unwrap()).unwrap() {
            texts.push(String::new());
        }
        texts.pop();
        texts
    }

    #[test]
    fn many_texts_need_no_more_files_than_a_process_may_have() {
        let texts: Vec<String> = (0..30_000).map(|number| format!("{number:x}")).collect();
        let parts = [texts[..100].iter().map(String::as_str).collect(), texts[100..].iter().map(String::as_str).collect()];
        let new: Vec<u32> = (0..30_000).map(|old| old * 7919 % 30_000).collect();
        let ordered = reordered(&parts, &new, 0, 1);
        assert_eq!(ordered[7919], "1");
        assert!(texts.iter().zip(new).all(|(text, new)| ordered[new as usize] == *text));
    }

    #[test]
    fn a_bucket_has_as_many_texts_as_memory_has_room_for() {
        assert_eq!(bucket_len(1000, 50_000, 1 << 20), 1000, "one bucket");
        assert_eq!(bucket_len(1000, 50_000, 5000), 91, "eleven buckets");
        assert_eq!(bucket_len(10, 50_000, 1), 1, "one text at least");
        assert_eq!(bucket_len(1 << 20, 1 << 24, 1), (1 << 20) / MOST_BUCKETS);
        assert_eq!(bucket_len(0, 0, 0), 1);
    }

    #[test]
    fn a_prefix_may_have_several_groups() {
        let group = |first, kind, tag| Group { first, kind, tag, order: ValueOrder::Bytes };
        let groups = [group(0, TermKind::Blank, 0), group(2, TermKind::Iri, 0), group(3, TermKind::Iri, 1)];
        let regrouped = regroup(&groups, &[2, 1, 0, 4, 3, 5]);
        let shown: Vec<(u32, TermKind, u32)> = regrouped.iter().map(|group| (group.first, group.kind, group.tag)).collect();
        assert_eq!(shown, [(0, TermKind::Iri, 0), (1, TermKind::Blank, 0), (3, TermKind::Iri, 1)]);
        let regrouped = regroup(&groups, &[0, 4, 5, 3, 1, 2]);
        let shown: Vec<(u32, TermKind, u32)> = regrouped.iter().map(|group| (group.first, group.kind, group.tag)).collect();
        let iri = |first, tag| (first, TermKind::Iri, tag);
        assert_eq!(shown, [(0, TermKind::Blank, 0), iri(1, 1), (4, TermKind::Blank, 0), iri(5, 0)]);
        assert!(regroup(&[], &[]).is_empty());
    }
}
