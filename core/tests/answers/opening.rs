//! Blobs with missing, unknown and truncated sections, and with lengths at their limits.

use factrom::compiler::{
    Body, CRC, Codec, EntitySection, FEW_ROWS, FactSection, FieldSection, FieldVisitor, GraphSection, Indexed, LocatorSection,
    MAGIC, MAJOR, MINOR, MetaSection, Preamble, REQUIRED, Section, SourceSection, TermSection, TripleSection, TripleTermSection,
    ValueSection, VocabularySection,
};
use factrom::{Error, OpenError, Pattern, Store, Tag, TermId};
use serde::{Deserialize, Serialize};

use crate::blobs::{ALL, GRAPHS, GUILD, SHAPES, SMALL};

/// Returns the sections of a blob.
pub fn sections(blob: &[u8]) -> Vec<Section<'_>> {
    // After the preamble, the data set id, and a section count of one byte.
    let mut rest = &blob[23..];
    (0..blob[22])
        .map(|_| {
            let (section, after) = postcard::take_from_bytes(rest).unwrap();
            rest = after;
            section
        })
        .collect()
}

/// Serializes a value with postcard.
fn message(value: &impl Serialize) -> Vec<u8> {
    let mut buffer = vec![0; 1 << 17];
    postcard::to_slice(value, &mut buffer).unwrap().to_vec()
}

/// Builds a blob from sections.
pub fn blob(dataset_id: [u8; 16], sections: &[Section<'_>]) -> Vec<u8> {
    let body = Body { preamble: Preamble { magic: MAGIC, major: MAJOR, minor: MINOR }, dataset_id, sections };
    let mut blob = message(&body);
    blob.extend(CRC.checksum(&blob).to_le_bytes());
    blob
}

/// Replaces the bytes of one section.
fn with(original: &[u8], tag: Tag, bytes: &[u8]) -> Vec<u8> {
    let mut sections = sections(original);
    let section = sections.iter_mut().find(|section| section.tag == tag as u8).unwrap();
    section.bytes = bytes;
    blob([7; 16], &sections)
}

fn bytes_of(blob: &[u8], tag: Tag) -> &[u8] {
    sections(blob).into_iter().find(|section| section.tag == tag as u8).unwrap().bytes
}

/// Deserializes an indexed section.
fn fields<'a, T: FieldSection + Deserialize<'a>>(message: &'a [u8]) -> T {
    postcard::from_bytes(&message[1 + usize::from(message[0]) * T::COUNT as usize..]).unwrap()
}

/// Serializes an indexed section.
fn indexed<T: FieldSection>(section: T) -> Vec<u8> {
    struct Starts(Vec<u8>, u32);
    impl FieldVisitor for Starts {
        fn field<T: Serialize>(&mut self, field: &T) {
            self.0.extend(self.1.to_le_bytes());
            self.1 += message(field).len() as u32;
        }
    }
    let mut starts = Starts(vec![4], 0);
    section.each_field(&mut starts);
    message(&Indexed { starts: &starts.0, section })
}

fn error(blob: &[u8]) -> Option<OpenError> {
    let [checked, unchecked] = [Store::open(blob), Store::open_without_crc(blob)].map(Result::err);
    assert_eq!(checked, unchecked);
    checked
}

#[test]
fn sections_reassemble_to_the_same_blob() {
    for original in ALL {
        let id = Store::open(original).unwrap().dataset_id();
        assert_eq!(blob(id.0, &sections(original)), original);
    }
    // Sections that a reader must understand are marked as required.
    let flags = |blob| sections(blob).iter().map(|section| section.flags).collect::<Vec<_>>();
    assert_eq!(flags(GRAPHS).len(), 5);
    for section in sections(GRAPHS) {
        let required = [Tag::Codec, Tag::Terms, Tag::Triples, Tag::Graphs].iter().any(|tag| *tag as u8 == section.tag);
        assert!(section.flags == REQUIRED || !required, "section {}", section.tag);
    }
}

#[test]
fn a_missing_section_is_empty_or_an_error() {
    for original in ALL {
        for tag in sections(original).iter().map(|section| Tag::from_number(section.tag).unwrap()) {
            let rest: Vec<Section<'_>> = sections(original).into_iter().filter(|section| section.tag != tag as u8).collect();
            let expected = match tag {
                Tag::Codec | Tag::Terms | Tag::Triples => Some(OpenError::Missing(tag)),
                // Triples refer to triple terms by id, so their ids may be out of range now.
                _ => None,
            };
            let blob = blob([0; 16], &rest);
            let found = error(&blob);
            assert!(
                found == expected || (tag == Tag::TripleTerms && found == Some(OpenError::Section(Tag::Triples))),
                "{tag}: {found:?}"
            );
        }
    }
    let without = |tag: Tag| {
        let rest: Vec<Section<'_>> = sections(GUILD).into_iter().filter(|section| section.tag != tag as u8).collect();
        blob([0; 16], &rest)
    };
    let blob = without(Tag::Facts);
    let store = Store::open(&blob).unwrap();
    assert_eq!((store.fact_count(), store.facts().into_iter().count(), store.timeline(..).count()), (0, 0, 0));
    assert!(matches!(store.fact_named("fact-01"), Err(Error::NotFound)));
    let blob = without(Tag::Entities);
    let store = Store::open(&blob).unwrap();
    assert_eq!((store.entity_count(), store.all_entities().count()), (0, 0));
    assert!(matches!(store.entity("anna"), Err(Error::NotFound)));
    let blob = without(Tag::Sources);
    let store = Store::open(&blob).unwrap();
    assert_eq!((store.source_count(), store.all_sources().count()), (0, 0));
    let evidence = store.facts().into_iter().next().unwrap().unwrap().evidence().next().unwrap().unwrap();
    assert_eq!(evidence.source().err(), Some(Error::Corrupt(Tag::Locators)));
    let blob = without(Tag::Vocabulary);
    let store = Store::open(&blob).unwrap();
    assert_eq!((store.predicates().count(), store.classes().count()), (0, 0));
    assert_eq!((store.predicate("mends"), store.is_functional(TermId(0))), (Err(Error::NotFound), Ok(false)));
    let blob = without(Tag::Meta);
    let store = Store::open(&blob).unwrap();
    assert!([store.name(), store.title(), store.namespace(), store.language(), store.license()].iter().all(Option::is_none));
    assert!(matches!(store.entity("bert"), Err(Error::NotFound)), "ids need a namespace");
    let blob = without(Tag::Values);
    let store = Store::open(&blob).unwrap();
    assert!((0..store.term_count()).all(|id| store.time_of(TermId(id)).is_none()));
    assert_eq!(store.facts().into_iter().find_map(|fact| fact.unwrap().time().err()), Some(Error::Corrupt(Tag::Facts)));
}

#[test]
fn an_unknown_section_is_skipped_unless_it_is_required() {
    for tag in [0, 13, 14, 200, 255] {
        for flags in [0, 2, 254] {
            let mut sections = sections(SHAPES);
            sections.insert(1, Section { tag, flags, bytes: b"later" });
            let blob = blob([0; 16], &sections);
            assert_eq!(error(&blob), None, "{tag}");
            assert_eq!(Store::open(&blob).unwrap().triples(Pattern::default()).count(), 436);
        }
        for flags in [1, 3, 255] {
            // The error names the first such section, even if other sections are missing.
            let required = [Section { tag, flags, bytes: b"" }, Section { tag: 99, flags: 1, bytes: b"" }];
            assert_eq!(error(&blob([0; 16], &required)), Some(OpenError::UnknownRequired { tag }));
        }
    }
}

#[test]
fn a_truncated_section_is_refused_or_its_answers_are_errors() {
    for original in [SMALL, GUILD, GRAPHS, SHAPES] {
        for section in sections(original) {
            let tag = Tag::from_number(section.tag).unwrap();
            for len in (0..section.bytes.len()).step_by(7).chain([0, 1, 2, 3, section.bytes.len() - 1]) {
                let blob = with(original, tag, &section.bytes[..len]);
                match error(&blob) {
                    Some(found) => {
                        assert!(found == OpenError::Section(tag) || found == OpenError::Section(Tag::Triples), "{found}")
                    }
                    None => crate::hostile::walk(&Store::open(&blob).unwrap()),
                }
                let required = [Tag::Codec, Tag::Terms, Tag::Triples].contains(&tag);
                assert!(!required || error(&blob).is_some(), "section {tag} of {len} bytes");
            }
        }
    }
}

/// Opens the blob with one length set to its limit, and to one more.
macro_rules! limit {
    ($original:expr, $tag:ident, $section:ident, $($field:ident).+, $most:expr) => {{
        let original: &[u8] = $original;
        let section: $section<'_> = fields(bytes_of(original, Tag::$tag));
        let most: u32 = $most(&section);
        for (len, expected) in [(most - 1, None), (most, None), (most + 1, Some(Tag::$tag)), (u32::MAX, Some(Tag::$tag))] {
            let mut section = section;
            section.$($field).+ = len;
            let blob = with(original, Tag::$tag, &indexed(section));
            let refused = error(&blob);
            // A later section may become invalid because of this length.
            let is_refused = refused == Some(OpenError::Section(Tag::$tag));
            assert_eq!(is_refused, expected.is_some(), "{} of {} = {len}: {refused:?}", stringify!($($field).+), Tag::$tag);
        }
    }};
}

#[test]
fn lengths_are_limited_by_what_they_count() {
    let texts_len = TermSection::decode(bytes_of(SMALL, Tag::Terms)).unwrap().texts.len;
    let bits = |texts: &[u8]| texts.len() as u32 * 8;
    limit!(SMALL, Values, ValueSection, times_len, |_: &ValueSection<'_>| texts_len);
    limit!(SMALL, Values, ValueSection, languages.len, |section: &ValueSection<'_>| bits(section.languages.bits));
    limit!(SMALL, TripleTerms, TripleTermSection, len, |_: &TripleTermSection<'_>| FEW_ROWS);
    limit!(SMALL, Graphs, GraphSection, sets_len, |_: &GraphSection<'_>| FEW_ROWS);
    limit!(SMALL, Meta, MetaSection, texts.len, |section: &MetaSection<'_>| bits(section.texts.bits));
    limit!(SMALL, Entities, EntitySection, len, |section: &EntitySection<'_>| section.descriptions.len);
    limit!(SMALL, Entities, EntitySection, names_len, |section: &EntitySection<'_>| section.names.len);
    limit!(SMALL, Entities, EntitySection, roles_len, |section: &EntitySection<'_>| section.role_titles.len);
    limit!(SMALL, Vocabulary, VocabularySection, predicates_len, |section: &VocabularySection<'_>| section.predicate_labels.len);
    limit!(SMALL, Vocabulary, VocabularySection, classes_len, |section: &VocabularySection<'_>| section.class_labels.len);
    limit!(SMALL, Sources, SourceSection, len, |section: &SourceSection<'_>| section.texts.len);
    limit!(SMALL, Locators, LocatorSection, len, |section: &LocatorSection<'_>| section.anchors.len);
    limit!(SMALL, Facts, FactSection, timed_len, |section: &FactSection<'_>| section.len);
    limit!(SMALL, Facts, FactSection, speaker.len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, audience.len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, place.len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, said_on.len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, said_at.len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, disputes.len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, corroborates.len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, evidence.len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, qualifiers_len, |_: &FactSection<'_>| FEW_ROWS);
    limit!(SMALL, Facts, FactSection, notes_len, |section: &FactSection<'_>| section.notes.len);
    // If the pool's own length is forged, its bits are the limit.
    let mut entities: EntitySection<'_> = fields(bytes_of(SMALL, Tag::Entities));
    (entities.names.len, entities.names_len) = (u32::MAX, bits(entities.names.bits));
    assert_eq!(error(&with(SMALL, Tag::Entities, &indexed(entities))), None);
    entities.names_len += 1;
    assert_eq!(error(&with(SMALL, Tag::Entities, &indexed(entities))), Some(OpenError::Section(Tag::Entities)));
}

#[test]
fn a_longer_blob_may_have_longer_tables() {
    let padding = vec![0; 20_000];
    let mut all = sections(SMALL);
    all.push(Section { tag: 100, flags: 0, bytes: &padding });
    for (change, expected) in [(0, None), (1, Some(OpenError::Section(Tag::TripleTerms)))] {
        let mut triple_terms: TripleTermSection<'_> = fields(bytes_of(SMALL, Tag::TripleTerms));
        // The final length takes as many bytes as this one, so it does not change the limit.
        triple_terms.len = FEW_ROWS;
        let others: usize = all.iter().filter(|section| section.tag != 11).map(|section| section.bytes.len()).sum();
        triple_terms.len = 8 * (others + indexed(triple_terms).len()) as u32 + change;
        let bytes = indexed(triple_terms);
        let changed: Vec<Section<'_>> =
            all.iter().map(|section| if section.tag == 11 { Section { bytes: &bytes, ..*section } } else { *section }).collect();
        assert_eq!(error(&blob([0; 16], &changed)), expected);
    }
}

#[test]
fn the_dictionary_and_the_triples_are_limited() {
    let terms = |change: &dyn Fn(&mut TermSection<'_>)| {
        let mut section = TermSection::decode(bytes_of(SHAPES, Tag::Terms)).unwrap();
        change(&mut section);
        error(&with(SHAPES, Tag::Terms, &message(&section)))
    };
    let section = TermSection::decode(bytes_of(SHAPES, Tag::Terms)).unwrap();
    // The table's data: all columns and texts.
    let data_bits = |bytes: &[u8]| {
        let section = TermSection::decode(bytes).unwrap();
        let bytes = [
            section.texts.starts.bits.as_bytes(),
            section.texts.bits,
            section.group_first.bits.as_bytes(),
            section.groups.bits.as_bytes(),
            section.prefixes.starts.bits.as_bytes(),
            section.prefixes.bytes,
            section.hash.slots.bits.as_bytes(),
            section.hash.pilots.bits.as_bytes(),
        ];
        8 * bytes.iter().map(|bytes| bytes.len() as u32).sum::<u32>()
    };
    let most = data_bits(bytes_of(SHAPES, Tag::Terms));
    assert_eq!(terms(&|_| ()), None);
    assert_eq!(terms(&|section| section.texts.len = most), None);
    assert_eq!(terms(&|section| section.texts.len = most + 1), Some(OpenError::Section(Tag::Terms)));
    assert_eq!(terms(&|section| section.groups_len = most), None);
    assert_eq!(terms(&|section| section.groups_len = most + 1), Some(OpenError::Section(Tag::Terms)));
    let longer = [bytes_of(SHAPES, Tag::Terms), &[0]].concat();
    assert_eq!(error(&with(SHAPES, Tag::Terms, &longer)), Some(OpenError::Section(Tag::Terms)), "trailing bytes");
    let triples = |change: &dyn Fn(&mut TripleSection<'_>)| {
        let mut section = TripleSection::decode(bytes_of(SHAPES, Tag::Triples)).unwrap();
        change(&mut section);
        error(&with(SHAPES, Tag::Triples, &message(&section)))
    };
    let refused = Some(OpenError::Section(Tag::Triples));
    let triple_terms: TripleTermSection<'_> = fields(bytes_of(SHAPES, Tag::TripleTerms));
    let terms_len = section.texts.len + triple_terms.len;
    let subjects_first = TripleSection::decode(bytes_of(SHAPES, Tag::Triples)).unwrap().subjects_first;
    assert_eq!(triples(&|_| ()), None);
    assert_eq!(triples(&|section| section.len = FEW_ROWS * 64), None);
    assert_eq!(triples(&|section| section.len = FEW_ROWS * 64 + 1), refused);
    assert_eq!(triples(&|section| section.subjects_len = terms_len - subjects_first), None);
    assert_eq!(triples(&|section| section.subjects_len = terms_len - subjects_first + 1), refused);
    assert_eq!(triples(&|section| section.subjects_first = u32::MAX), refused);
    assert_eq!(triples(&|section| section.families_len = section.subjects_len), None);
    assert_eq!(triples(&|section| section.families_len = section.subjects_len + 1), refused);
    assert_eq!(triples(&|section| section.entries_len = FEW_ROWS), None);
    assert_eq!(triples(&|section| section.entries_len = FEW_ROWS + 1), refused);
    assert_eq!(triples(&|section| section.predicates_len = terms_len), None);
    assert_eq!(triples(&|section| section.predicates_len = terms_len + 1), refused);
    let longer = [bytes_of(SHAPES, Tag::Triples), &[0]].concat();
    assert_eq!(error(&with(SHAPES, Tag::Triples, &longer)), refused, "trailing bytes");
}

#[test]
fn tables_and_codecs_are_decoded_as_they_are_written() {
    for original in ALL {
        let bytes = bytes_of(original, Tag::Terms);
        assert_eq!(message(&TermSection::decode(bytes).unwrap()), bytes);
        let bytes = bytes_of(original, Tag::Triples);
        assert_eq!(message(&TripleSection::decode(bytes).unwrap()), bytes);
        assert!(TripleSection::decode(&[bytes, &[0]].concat()).is_none() && TripleSection::decode(&bytes[..9]).is_none());
        let bytes = bytes_of(original, Tag::Codec);
        assert_eq!(message(&Codec::decode(bytes).unwrap()), bytes);
    }
}

#[test]
fn a_truncated_or_changed_blob_does_not_open() {
    for original in [SMALL, GRAPHS] {
        for len in 0..original.len() {
            let expected = if len < 6 { OpenError::TooShort { len: len as u32 } } else { OpenError::Truncated };
            assert_eq!(Store::open(&original[..len]).unwrap_err(), expected, "{len}");
        }
        let end = original.len() - 4;
        assert!(Store::open_without_crc(&original[..end]).is_ok());
        assert_eq!(Store::open_without_crc(&original[..end - 1]).unwrap_err(), OpenError::Truncated);
        for bit in 0..original.len() * 8 {
            let mut changed = original.to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(Store::open(&changed).is_err(), "bit {bit}");
        }
        let mut longer = original.to_vec();
        longer.extend([0xFF; 100]);
        assert!(Store::open(&longer).is_ok() && Store::open_without_crc(&longer).is_ok(), "bytes after the blob are ignored");
    }
    // A malformed section count.
    let mut changed = SMALL.to_vec();
    changed.splice(22..23, [0xFF; 6]);
    assert_eq!(Store::open(&changed).unwrap_err(), OpenError::Malformed);
    // More sections than the blob has.
    let mut changed = SMALL.to_vec();
    changed.splice(22..23, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]);
    assert_eq!(Store::open_without_crc(&changed).unwrap_err(), OpenError::Truncated);
    for (at, value) in [(0, 0x88), (1, b'f'), (2, b'c'), (3, b't')] {
        let mut changed = SMALL.to_vec();
        changed[at] = value;
        assert!(matches!(Store::open_without_crc(&changed), Err(OpenError::NotABlob { found }) if found[at] == value));
    }
    let mut later = SMALL.to_vec();
    later[5] = 9;
    assert!(Store::open_without_crc(&later).is_ok(), "a higher minor version opens");
    later[4] = 2;
    assert_eq!(Store::open_without_crc(&later).unwrap_err(), OpenError::Version { major: 2, minor: 9 });
}
