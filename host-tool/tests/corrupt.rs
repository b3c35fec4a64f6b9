//! Bytes that no compiler wrote: every bit flip, every truncation, other alignments, other versions, other sections, noise.
//!
//! These tests check two promises. `Store::open` refuses every modification of a blob. And if the CRC is not checked, or an
//! attacker has repaired it, no accessor panics, reads out of bounds or runs without end: [`walk`] calls them all. Noise is the
//! same in every run, so failures can be reproduced.

use std::thread;
use std::time::{Duration, Instant};

use factrom::compiler::{
    CRC, Column, EntitySection, FactSection, FieldSection, LocatorSection, MAGIC, MAJOR, MetaSection, REQUIRED, Relation, Section,
    SourceSection, TermSection, TripleSection, TripleTermSection, ValueSection, VocabularySection,
};
use factrom::{OpenError, Store, Tag};
use factrom_tool::compile::columns::Bytes;
use factrom_tool::compile::{envelope, indexed, section_of};
use serde::{Deserialize, Serialize};

use crate::common::walk::walk;
use crate::common::{Random, sections, small_blob};

/// Maximum time for a walk over a blob of a few kilobytes, whatever its counts are.
const LONGEST_WALK: Duration = Duration::from_secs(5);

/// Opens bytes with and without the CRC, and walks the store if it opens, within the time limit.
fn survive(bytes: &[u8], what: &dyn Fn() -> String) {
    let begun = Instant::now();
    for store in [Store::open(bytes), Store::open_without_crc(bytes)] {
        match store {
            Ok(store) => {
                walk(&store);
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    assert!(begun.elapsed() < LONGEST_WALK, "{}: {:?}", what(), begun.elapsed());
}

/// Runs numbered cases on all processors.
fn in_parallel(cases: usize, case: impl Fn(usize) + Sync) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for first in 0..threads {
            let case = &case;
            scope.spawn(move || (first..cases).step_by(threads).for_each(case));
        }
    });
}

#[test]
fn the_unchanged_blob_answers_everything() {
    let blob = small_blob();
    assert!((1_500..3_500).contains(&blob.len()), "the blob has {} bytes; it should be small but use every feature", blob.len());
    let store = Store::open(&blob).unwrap();
    let walked = walk(&store);
    assert_eq!(walked.corrupt, 0);
    assert!(walked.answers > 1_900, "{walked:?}");
    assert_eq!(walk(&Store::open_without_crc(&blob).unwrap()), walked);
    assert_eq!(sections(&blob).iter().map(|section| section.tag).collect::<Vec<_>>(), (1..=12).collect::<Vec<u8>>());
}

#[test]
fn every_bit_flip_is_refused_and_survived() {
    let blob = small_blob();
    in_parallel(blob.len() * 8, |bit| {
        let mut flipped = blob.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(Store::open(&flipped).is_err(), "bit {bit}");
        survive(&flipped, &|| format!("bit {bit}"));
    });
}

#[test]
fn every_truncation_is_refused() {
    let blob = small_blob();
    for len in 0..blob.len() {
        let error = Store::open(&blob[..len]).unwrap_err();
        let expected = if len < 6 { OpenError::TooShort { len: len as u32 } } else { OpenError::Truncated };
        assert_eq!(error, expected, "{len} bytes");
        survive(&blob[..len], &|| format!("{len} bytes"));
    }
    // Without the CRC check, only the four bytes of the CRC may be missing.
    assert!(Store::open_without_crc(&blob[..blob.len() - 4]).is_ok());
    assert_eq!(Store::open_without_crc(&blob[..blob.len() - 5]).unwrap_err(), OpenError::Truncated);
}

#[test]
fn what_follows_the_blob_is_not_looked_at() {
    let blob = small_blob();
    let id = Store::open(&blob).unwrap().dataset_id();
    for padding in [0xFF, 0x00, 0x89] {
        for len in [1, 3, 4, 4096] {
            let mut flash = blob.clone();
            flash.resize(blob.len() + len, padding);
            assert_eq!(Store::open(&flash).unwrap().dataset_id(), id, "{len} bytes of {padding:#x}");
            assert_eq!(Store::open_without_crc(&flash).unwrap().dataset_id(), id);
        }
    }
}

#[test]
fn any_alignment_will_do() {
    let blob = small_blob();
    let walked = walk(&Store::open(&blob).unwrap());
    for offset in 0..8 {
        let mut buffer = vec![0xA5; offset];
        buffer.extend(&blob);
        buffer.extend([0x5A; 9]);
        let store = Store::open(&buffer[offset..]).unwrap();
        assert_eq!(walk(&store), walked, "offset {offset}");
    }
}

#[test]
fn another_major_version_is_named() {
    let mut blob = small_blob();
    for major in [0, 2, 3, 255] {
        blob[4] = major;
        let error = Store::open(&blob).unwrap_err();
        assert_eq!(error, OpenError::Version { major, minor: 0 });
        assert_eq!(Store::open_without_crc(&blob).unwrap_err(), error);
        let message = error.to_string();
        assert!(message.contains(&format!("has format {major}.0")), "{message}");
        assert!(message.contains(&format!("reads {MAJOR}.x")), "{message}");
    }
}

#[test]
fn a_higher_minor_version_opens() {
    let mut blob = small_blob();
    blob[5] = 9;
    repair_crc(&mut blob);
    assert_eq!(walk(&Store::open(&blob).unwrap()).corrupt, 0);
}

#[test]
fn erased_flash_and_other_files_are_named() {
    assert_eq!(Store::open(&[0xFF; 4096]).unwrap_err(), OpenError::Erased);
    assert_eq!(Store::open(&[0; 4096]).unwrap_err(), OpenError::NotABlob { found: [0; 4] });
    assert_eq!(Store::open(b"\x7fELF\x02\x01\x01").unwrap_err(), OpenError::NotABlob { found: *b"\x7fELF" });
    // Erased from the middle on, as after a power failure.
    let blob = small_blob();
    for kept in (6..blob.len()).step_by(7) {
        let mut torn = blob.clone();
        torn[kept..].fill(0xFF);
        assert!(Store::open(&torn).is_err(), "{kept} bytes kept");
        survive(&torn, &|| format!("{kept} bytes kept"));
    }
}

#[test]
fn an_unknown_section_is_skipped_or_refused() {
    let blob = small_blob();
    let known = sections(&blob);
    let walked = walk(&Store::open(&blob).unwrap());
    for at in [0, 4, known.len()] {
        for tag in [0, 13, 99, 255] {
            let mut optional = known.clone();
            optional.insert(at, Section { tag, flags: 0, bytes: b"of a later version" });
            let optional = envelope(&optional);
            assert_eq!(walk(&Store::open(&optional).unwrap()), walked, "tag {tag} at {at}");
            let mut required = known.clone();
            required.insert(at, Section { tag, flags: REQUIRED, bytes: b"of a later version" });
            let error = Store::open(&envelope(&required)).unwrap_err();
            assert_eq!(error, OpenError::UnknownRequired { tag });
            assert!(error.to_string().contains(&format!("section {tag},")), "{error}");
            // It may replace a section that this version needs.
            required.retain(|section| section.tag != Tag::Terms as u8);
            assert_eq!(Store::open(&envelope(&required)).unwrap_err(), OpenError::UnknownRequired { tag });
        }
    }
}

#[test]
fn a_missing_section_is_named_or_done_without() {
    let blob = small_blob();
    let known = sections(&blob);
    for missing in 0..known.len() {
        let mut others = known.clone();
        let tag = Tag::from_number(others.remove(missing).tag).unwrap();
        let others = envelope(&others);
        match Store::open(&others) {
            Ok(store) => {
                assert!(!matches!(tag, Tag::Codec | Tag::Terms | Tag::Triples), "{tag}");
                walk(&store);
            }
            Err(error) => {
                assert!(matches!(tag, Tag::Codec | Tag::Terms | Tag::Triples), "{tag}");
                assert_eq!(error, OpenError::Missing(tag));
            }
        }
    }
}

#[test]
fn a_section_that_is_cut_short_is_named() {
    let blob = small_blob();
    let known = sections(&blob);
    for (index, section) in known.iter().enumerate() {
        for len in 0..section.bytes.len() {
            let mut cut = known.clone();
            cut[index].bytes = &section.bytes[..len];
            let (cut, tag) = (envelope(&cut), Tag::from_number(section.tag).unwrap());
            match Store::open(&cut) {
                Err(error) => assert_eq!(error, OpenError::Section(tag), "{len} bytes"),
                // A section that is read field by field may lack its end until that is read.
                Ok(_) => {
                    assert!(!matches!(tag, Tag::Codec | Tag::Terms | Tag::Triples) && len > 4, "{tag}: {len} bytes");
                    survive(&cut, &|| format!("section {tag} cut to {len} bytes"));
                }
            }
        }
    }
}

#[test]
fn noise_is_survived() {
    in_parallel(4_000, |case| {
        let mut random = Random::new(case as u64);
        let len = random.below(if case % 8 == 0 { 4_096 } else { 96 });
        let mut bytes = random.bytes(len);
        survive(&bytes, &|| format!("noise {case}"));
        // The same after a valid preamble, with a matching checksum.
        bytes.splice(0..0, MAGIC.into_iter().chain([MAJOR, 0]));
        bytes.extend([0; 4]);
        repair_crc(&mut bytes);
        survive(&bytes, &|| format!("noise {case} behind a preamble"));
    });
}

#[test]
fn noise_in_a_section_is_survived() {
    let blob = small_blob();
    let known = sections(&blob);
    in_parallel(4_000, |case| {
        let mut random = Random::new(1_000_000 + case as u64);
        let index = case % known.len();
        let len = random.below(2 * known[index].bytes.len());
        let noise = random.bytes(len);
        let mut changed = known.clone();
        changed[index].bytes = &noise;
        survive(&envelope(&changed), &|| format!("noise {case} in section {}", known[index].tag));
    });
}

#[test]
fn changed_numbers_in_a_section_are_survived() {
    let blob = small_blob();
    let known = sections(&blob);
    in_parallel(8_000, |case| {
        let mut random = Random::new(2_000_000 + case as u64);
        let index = case % known.len();
        let mut bytes = known[index].bytes.to_vec();
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes[at] = random.below(256) as u8,
                1 => bytes[at] = 0,
                // Replaces one byte with the largest varint of 32 bits.
                2 => drop(bytes.splice(at..=at, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F])),
                _ => drop(bytes.remove(at)),
            }
        }
        let mut changed = known.clone();
        changed[index].bytes = &bytes;
        survive(&envelope(&changed), &|| format!("changes {case} in section {}", known[index].tag));
    });
}

/// Sections whose tables have a forged length `len`, and columns that return a value for any row without any bits.
fn lies(blob: &[u8], len: u32) -> Vec<(Tag, Vec<u8>)> {
    fn message(blob: &[u8], tag: Tag) -> &[u8] {
        sections(blob).into_iter().find(|section| section.tag == tag as u8).unwrap().bytes
    }
    fn fields<'b, T: FieldSection + Deserialize<'b>>(blob: &'b [u8], tag: Tag) -> T {
        section_of(message(blob, tag)).unwrap()
    }
    let mut lies = Vec::new();
    lie_in_fields(&mut lies, len, Tag::Meta, fields::<MetaSection<'_>>(blob, Tag::Meta), &[|meta| &mut meta.texts.len], |_| {});
    let counts: [Count<TermSection<'_>>; 5] = [
        |terms| &mut terms.texts.len,
        |terms| &mut terms.groups_len,
        |terms| &mut terms.prefixes.len,
        |terms| &mut terms.hash.slots_len,
        |terms| &mut terms.hash.pilots_len,
    ];
    lie(&mut lies, len, Tag::Terms, TermSection::decode(message(blob, Tag::Terms)).unwrap(), &counts, |terms| {
        (terms.group_first, terms.groups) = Default::default();
    });
    let counts: [Count<ValueSection<'_>>; 2] = [|values| &mut values.languages.len, |values| &mut values.times_len];
    lie_in_fields(&mut lies, len, Tag::Values, fields(blob, Tag::Values), &counts, |values| values.group_order = Column::default());
    let counts: [Count<TripleTermSection<'_>>; 1] = [|triples| &mut triples.len];
    lie_in_fields(&mut lies, len, Tag::TripleTerms, fields(blob, Tag::TripleTerms), &counts, |triples| {
        (triples.subject, triples.predicate, triples.object) = Default::default();
    });
    let counts: [Count<TripleSection<'_>>; 6] = [
        |triples| &mut triples.len,
        |triples| &mut triples.subjects_first,
        |triples| &mut triples.subjects_len,
        |triples| &mut triples.families_len,
        |triples| &mut triples.entries_len,
        |triples| &mut triples.predicates_len,
    ];
    lie(&mut lies, len, Tag::Triples, TripleSection::decode(message(blob, Tag::Triples)).unwrap(), &counts, |triples| {
        (triples.entries, triples.by_predicate) = Default::default();
        (triples.inverse_predicate, triples.inverse_subject) = Default::default();
        (triples.family_first.step, triples.family_entries.step) = (1, 1);
    });
    let counts: [Count<EntitySection<'_>>; 3] =
        [|entities| &mut entities.len, |entities| &mut entities.names_len, |entities| &mut entities.roles_len];
    lie_in_fields(&mut lies, len, Tag::Entities, fields(blob, Tag::Entities), &counts, |entities| {
        (entities.term, entities.first_name, entities.by_name, entities.misspelled) = Default::default();
        (entities.role_entity, entities.role_at, entities.role_when) = Default::default();
    });
    let counts: [Count<VocabularySection<'_>>; 2] =
        [|vocabulary| &mut vocabulary.predicates_len, |vocabulary| &mut vocabulary.classes_len];
    lie_in_fields(&mut lies, len, Tag::Vocabulary, fields(blob, Tag::Vocabulary), &counts, |vocabulary| {
        (vocabulary.predicate, vocabulary.class, vocabulary.functional) = Default::default();
    });
    lie_in_fields(
        &mut lies,
        len,
        Tag::Sources,
        fields::<SourceSection<'_>>(blob, Tag::Sources),
        &[|all| &mut all.len],
        |sources| {
            sources.term = Column::default();
        },
    );
    lie_in_fields(
        &mut lies,
        len,
        Tag::Locators,
        fields::<LocatorSection<'_>>(blob, Tag::Locators),
        &[|all| &mut all.len],
        |locators| {
            (locators.source, locators.paragraph, locators.start) = Default::default();
        },
    );
    let counts: [Count<FactSection<'_>>; 12] = [
        |facts| &mut facts.len,
        |facts| &mut facts.timed_len,
        |facts| &mut facts.speaker.len,
        |facts| &mut facts.audience.len,
        |facts| &mut facts.place.len,
        |facts| &mut facts.said_on.len,
        |facts| &mut facts.said_at.len,
        |facts| &mut facts.disputes.len,
        |facts| &mut facts.corroborates.len,
        |facts| &mut facts.evidence.len,
        |facts| &mut facts.qualifiers_len,
        |facts| &mut facts.notes_len,
    ];
    lie_in_fields(&mut lies, len, Tag::Facts, fields(blob, Tag::Facts), &counts, |facts| {
        (facts.subject, facts.predicate, facts.object, facts.stance, facts.status) = Default::default();
        (facts.by_subject, facts.by_predicate, facts.by_object, facts.by_when) = Default::default();
        (facts.qualifier_fact, facts.note_fact) = Default::default();
        let relations = [&mut facts.speaker, &mut facts.audience, &mut facts.place, &mut facts.said_on, &mut facts.said_at];
        for relation in relations.into_iter().chain([&mut facts.disputes, &mut facts.corroborates, &mut facts.evidence]) {
            *relation = Relation { len: relation.len, ..Relation::default() };
        }
    });
    lies
}

/// One of a section's counts.
type Count<T> = for<'s> fn(&'s mut T) -> &'s mut u32;

/// The section with a forged length `len` in each of its counts in turn, with its own columns and with `flat` ones.
fn lie<T: Copy + Serialize>(lies: &mut Vec<(Tag, Vec<u8>)>, len: u32, tag: Tag, section: T, counts: &[Count<T>], flat: fn(&mut T)) {
    let each = &mut |lie: &T| lies.push((tag, postcard::to_stdvec(lie).unwrap()));
    lie_each(len, section, counts, flat, each);
}

/// Like [`lie`], for a section whose message stores the offsets of its fields.
fn lie_in_fields<T: Copy + FieldSection>(
    lies: &mut Vec<(Tag, Vec<u8>)>,
    len: u32,
    tag: Tag,
    section: T,
    counts: &[Count<T>],
    flat: fn(&mut T),
) {
    let each = &mut |lie: &T| lies.push((tag, postcard::to_stdvec(&indexed(&Bytes::new(), *lie)).unwrap()));
    lie_each(len, section, counts, flat, each);
}

fn lie_each<T: Copy>(len: u32, section: T, counts: &[Count<T>], flat: fn(&mut T), each: &mut dyn FnMut(&T)) {
    for count in counts {
        let mut lie = section;
        *count(&mut lie) = len;
        each(&lie);
        flat(&mut lie);
        each(&lie);
    }
}

#[test]
fn tables_that_claim_to_be_endless_do_not_open_or_end() {
    let blob = small_blob();
    let known = sections(&blob);
    for len in [u32::MAX, u32::MAX - 1, 1 << 31, 1 << 20, 1 << 16, 5_000] {
        let lies = lies(&blob, len);
        in_parallel(lies.len(), |case| {
            let (tag, bytes) = &lies[case];
            let mut changed = known.clone();
            for section in changed.iter_mut().filter(|section| section.tag == *tag as u8) {
                section.bytes = bytes;
            }
            survive(&envelope(&changed), &|| format!("lie {case} in section {tag}: {len} rows"));
        });
    }
}

#[test]
fn a_table_that_is_longer_than_its_bytes_allow_is_refused() {
    let blob = small_blob();
    let known = sections(&blob);
    let mut refused = Vec::new();
    for (tag, bytes) in lies(&blob, u32::MAX) {
        let mut changed = known.clone();
        for section in changed.iter_mut().filter(|section| section.tag == tag as u8) {
            section.bytes = &bytes;
        }
        match Store::open(&envelope(&changed)) {
            Err(error) => {
                assert_eq!(error, OpenError::Section(tag));
                refused.push(tag);
            }
            // No loop runs over these lengths: of the codec, of times, and of pools whose texts are read by index only.
            Ok(_) => assert!(matches!(tag, Tag::Meta | Tag::Codec | Tag::Terms | Tag::Values), "{tag}"),
        }
    }
    let of = |tag: Tag| refused.iter().filter(|other| **other == tag).count();
    assert_eq!([of(Tag::Terms), of(Tag::TripleTerms), of(Tag::Triples), of(Tag::Entities), of(Tag::Facts)], [4, 2, 12, 6, 24]);
}

#[test]
fn sections_of_another_blob_are_survived() {
    let blob = small_blob();
    let known = sections(&blob);
    for (index, section) in known.iter().enumerate() {
        for other in &known {
            let mut swapped = known.clone();
            swapped[index].bytes = other.bytes;
            survive(&envelope(&swapped), &|| format!("section {} as section {}", other.tag, section.tag));
        }
    }
}

/// Writes the correct CRC to the last four bytes.
fn repair_crc(blob: &mut [u8]) {
    let (body, crc) = blob.split_at_mut(blob.len() - 4);
    crc.copy_from_slice(&CRC.checksum(body).to_le_bytes());
}
