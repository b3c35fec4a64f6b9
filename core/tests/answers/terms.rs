//! Reads every term and finds it again, and reads texts in every way.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use factrom::{Error, Literal, LiteralKind, Store, Term, TermId, TermKey, Text, TripleTerm};

use crate::blobs::{ALL, SHAPES, written};

/// The key of a term: its kind, its text, and its language or datatype.
type Key = (char, String, String);

fn key(store: &Store<'_>, id: TermId) -> Option<Key> {
    let tagged = |kind: char, text: Text<'_>, tag: String| Some((kind, text.to_string(), tag));
    match store.term(id).unwrap() {
        Term::Iri(text) => tagged('i', text, String::new()),
        Term::Blank(text) => tagged('b', text, String::new()),
        Term::Literal(Literal { lexical, kind: LiteralKind::String }) => tagged('s', lexical, String::new()),
        Term::Literal(Literal { lexical, kind: LiteralKind::Language(language) }) => tagged('l', lexical, language.to_string()),
        Term::Literal(Literal { lexical, kind: LiteralKind::Datatype(datatype) }) => {
            tagged('t', lexical, store.term(datatype).unwrap().to_string())
        }
        _ => None,
    }
}

fn find(store: &Store<'_>, (kind, text, tag): &Key) -> Option<TermId> {
    let key = match kind {
        'i' => TermKey::Iri(text),
        'b' => TermKey::Blank(text),
        's' => TermKey::String(text),
        'l' => TermKey::Language(text, tag),
        _ => TermKey::Typed(text, tag),
    };
    store.find(key).unwrap()
}

#[test]
fn a_term_is_found_by_its_own_key_only() {
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        let ids: BTreeMap<Key, TermId> =
            (0..store.term_count()).map(TermId).filter_map(|id| Some((key(&store, id)?, id))).collect();
        let mut tags: Vec<(char, String)> = ids.keys().map(|(kind, _, tag)| (*kind, tag.clone())).collect();
        tags.extend([('b', String::new()), ('s', String::new()), ('l', "en".into()), ('t', "urn:none".into())]);
        tags.sort();
        tags.dedup();
        for (_, text, _) in ids.keys() {
            for (kind, tag) in &tags {
                for text in [text.clone(), format!("{text}x"), text.chars().skip(1).collect()] {
                    let key = (*kind, text, tag.clone());
                    assert_eq!(find(&store, &key), ids.get(&key).copied(), "{key:?}");
                }
            }
        }
    }
}

#[test]
fn a_triple_term_is_found_by_its_parts() {
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        let all: Vec<(TermId, TripleTerm)> = (0..store.term_count())
            .map(TermId)
            .filter_map(|id| if let Term::Triple(triple) = store.term(id).unwrap() { Some((id, triple)) } else { None })
            .collect();
        for (id, triple) in &all {
            assert_eq!(store.find(TermKey::Triple(*triple)), Ok(Some(*id)));
            let near = |id: TermId| [id.0.wrapping_sub(1), id.0, id.0 + 1].map(TermId);
            for subject in near(triple.subject) {
                for predicate in near(triple.predicate) {
                    for object in near(triple.object) {
                        let wanted = TripleTerm { subject, predicate, object };
                        let expected = all.iter().find(|(_, triple)| *triple == wanted).map(|(id, _)| *id);
                        assert_eq!(store.find(TermKey::Triple(wanted)), Ok(expected));
                    }
                }
            }
        }
        let nowhere =
            [0, u32::MAX].map(|id| TermKey::Triple(TripleTerm { subject: TermId(id), predicate: TermId(id), object: TermId(id) }));
        assert_eq!(nowhere.map(|key| store.find(key)), [Ok(None), Ok(None)]);
        for id in [store.term_count(), store.term_count() + 1, u32::MAX] {
            assert!(matches!(store.term(TermId(id)), Err(Error::NotFound)), "{id}");
        }
    }
}

/// Returns texts of all kinds: with and without a prefix, empty, and with multi-byte characters.
fn texts<'s>(store: &'s Store<'_>) -> Vec<Text<'s>> {
    let terms = (0..store.term_count()).filter_map(|id| store.term(TermId(id)).unwrap().text());
    let statements = store.facts().into_iter().map(|fact| fact.unwrap().statement().unwrap());
    terms.chain(statements).collect()
}

#[test]
fn all_ways_to_read_a_text_agree() {
    let mut empty = 0;
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        for text in texts(&store) {
            let whole = text.to_string();
            empty += usize::from(whole.is_empty());
            let mut written = String::new();
            text.write_to(&mut written).unwrap();
            assert_eq!(written, whole);
            assert_eq!(text.bytes().map(|byte| byte.unwrap()).collect::<Vec<_>>(), whole.as_bytes());
            assert_eq!(text.chars().map(|char| char.unwrap()).collect::<String>(), whole);
            assert_eq!(text.is_empty(), whole.is_empty());
            assert_eq!(format!("{text:?}"), format!("\"{whole}\""));
            let (mut bytes, mut chars) = (text.bytes(), text.chars());
            assert_eq!((bytes.by_ref().count(), chars.by_ref().count()), (whole.len(), whole.chars().count()));
            assert!(bytes.next().is_none() && chars.next().is_none());
            let before: String = whole.chars().take(whole.chars().count().saturating_sub(1)).collect();
            for other in [whole.clone(), format!("{whole}!"), before, whole.replacen('/', "0", 1), "~".into(), String::new()] {
                assert_eq!(text.is(&other), Ok(whole == other), "{whole} {other}");
                assert_eq!(text.compare(other.bytes()), Ok(whole.as_bytes().cmp(other.as_bytes())), "{whole} {other}");
            }
        }
    }
    assert!(empty > 0, "one text is empty");
}

#[test]
fn a_writer_that_is_full_is_an_error() {
    struct Room(usize, String);
    impl std::fmt::Write for Room {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            if self.1.len() + text.len() > self.0 {
                return Err(std::fmt::Error);
            }
            self.1.push_str(text);
            Ok(())
        }
    }
    let store = Store::open(SHAPES).unwrap();
    for text in texts(&store) {
        let whole = text.to_string();
        for room in [whole.len().saturating_sub(1), whole.len()] {
            let mut writer = Room(room, String::new());
            let expected = if room < whole.len() { Err(Error::Write) } else { Ok(()) };
            assert_eq!(text.write_to(&mut writer), expected);
            assert!(whole.starts_with(&writer.1));
            assert_eq!(std::fmt::write(&mut Room(room, String::new()), format_args!("{text}")).is_ok(), expected.is_ok());
        }
    }
}

#[test]
fn a_term_is_shown_as_its_text() {
    let store = Store::open(SHAPES).unwrap();
    for id in (0..store.term_count()).map(TermId) {
        let term = store.term(id).unwrap();
        let shown = term.to_string();
        match term {
            Term::Triple(triple) => {
                assert_eq!(shown, format!("<<( {} {} {} )>>", triple.subject.0, triple.predicate.0, triple.object.0));
                assert!(term.text().is_none());
            }
            _ => {
                assert_eq!(shown, term.text().unwrap().to_string());
                assert!(written(&store, id).contains(&shown));
            }
        }
    }
}

#[test]
fn texts_are_ordered_as_strings_are() {
    let store = Store::open(SHAPES).unwrap();
    let texts = texts(&store);
    for pair in texts.windows(2) {
        let [one, other] = [pair[0].to_string(), pair[1].to_string()];
        assert_eq!(pair[0].compare(pair[1].bytes().map(|byte| byte.unwrap())), Ok(one.cmp(&other)));
    }
    assert_eq!(texts[0].compare(texts[0].to_string().bytes()), Ok(Ordering::Equal));
}

#[test]
fn an_iri_is_split_at_its_last_slash_or_hash() {
    use factrom::compiler::split_iri;
    for (iri, parts) in [
        ("https://a.example/b#c", ("https://a.example/b#", "c")),
        ("https://a.example/b#c/d", ("https://a.example/b#c/", "d")),
        ("https://a.example/", ("https://a.example/", "")),
        ("#", ("#", "")),
        ("urn:a:b", ("", "urn:a:b")),
        ("", ("", "")),
    ] {
        assert_eq!(split_iri(iri), parts);
    }
}
