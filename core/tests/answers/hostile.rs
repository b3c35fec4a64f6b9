//! Corrupted blobs: nothing panics, and every list ends.

use std::fmt::Write;

use factrom::{Error, Pattern, SourceId, Stance, Store, Term, TermId, TermKey, Text, Time};

use crate::blobs::{ALL, Random};
use crate::opening;

/// The most items to take from one list.
const MOST: usize = 100;

/// A writer that returns an error for texts longer than any in the blobs.
struct Sink(usize);

impl Write for Sink {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0 = self.0.checked_sub(text.len()).ok_or(std::fmt::Error)?;
        Ok(())
    }
}

fn read(text: Result<Text<'_>, Error>) {
    if let Ok(text) = text {
        let whole = text.write_to(&mut Sink(300));
        // Both ways to read a text agree on whether it is corrupt.
        let broken = text.bytes().take(300).any(|byte| byte.is_err());
        assert!(!broken || whole.is_err());
        if whole.is_ok() {
            assert!(text.chars().all(|char| char.is_ok()));
        }
        let mut chars = text.chars();
        if chars.by_ref().take(300).any(|char| char.is_err()) {
            assert!(chars.next().is_none(), "nothing follows an error");
        }
    }
}

/// Calls most of the public API with arguments from the blob.
pub fn walk(store: &Store<'_>) {
    let patterns = |subject: Option<u32>, predicate: Option<u32>, object: Option<u32>| {
        let [subject, predicate, object] = [subject, predicate, object].map(|id| id.map(TermId));
        let mut triples = store.triples(Pattern { subject, predicate, object });
        let found: Vec<_> = triples.by_ref().take(MOST).collect();
        if found.iter().any(Result::is_err) {
            assert!(found.last().is_some_and(Result::is_err) && triples.next().is_none(), "nothing follows an error");
        }
        found.into_iter().flatten().next()
    };
    patterns(None, None, None);
    let step = (store.term_count() / 24).max(1) as usize;
    for id in (0..store.term_count()).step_by(step).take(30) {
        let (o, s) = (patterns(None, None, Some(id)), patterns(Some(id), None, None));
        patterns(None, Some(id), None);
        for triple in [o, s].into_iter().flatten() {
            let [s, p, o] = [triple.subject, triple.predicate, triple.object].map(|id| Some(id.0));
            patterns(s, None, o);
            patterns(s, p, o);
            patterns(None, p, o);
            patterns(s, p, None);
        }
        let id = TermId(id);
        if let Ok(term) = store.term(id) {
            if let Some(text) = term.text() {
                read(Ok(text));
                let mut short = String::new();
                if text.bytes().take(80).count() < 80 && text.write_to(&mut short).is_ok() {
                    let _ = (
                        store.find(TermKey::Iri(&short)),
                        store.find(TermKey::Typed(&short, &short)),
                        store.entity(&short).is_ok(),
                    );
                }
            }
            if let Term::Triple(triple) = term {
                let _ = store.find(TermKey::Triple(triple));
            }
        }
        let _ = (store.time_of(id), store.is_functional(id), store.entity_of(id).is_ok(), store.fact_of(id).is_ok());
        for label in [store.predicate_label(id), store.class_label(id)] {
            read(label.and_then(|label| label.ok_or(Error::NotFound)));
        }
        let facts = store.facts();
        for filtered in [facts.subject(id), facts.predicate(id), facts.object(id), facts.speaker(id), facts.place(id)] {
            assert!(filtered.into_iter().take(MOST).count() <= MOST);
        }
    }
    for text in [store.name(), store.title(), store.namespace()].into_iter().flatten() {
        read(Ok(text));
    }
    for name in ["Thorn", "anna", "Mara Voss", "zz"] {
        let _ = (store.entity(name).is_ok(), store.fact_named(name).is_ok(), store.source(name).is_ok(), store.predicate(name));
        if let Ok(entities) = store.entities(name) {
            assert!(entities.take(MOST).count() <= MOST);
        }
    }
    for entity in store.all_entities().take(8).flatten() {
        read(entity.label());
        read(entity.description());
        let _ = (entity.class(), entity.names().take(MOST).count(), entity.roles().take(MOST).count());
        let _ = write!(Sink(300), "{entity} {entity:?}");
    }
    for source in store.all_sources().take(4) {
        read(source.title());
        let _ = (source.sha256(), source.term());
    }
    let year = Time::parse("1900").unwrap();
    for fact in store.facts().into_iter().take(12).chain(store.timeline(year).take(12)) {
        let Ok(fact) = fact else { break };
        read(fact.statement());
        let _ = (fact.stance(), fact.status(), fact.when(), fact.time(), fact.iri().is_ok());
        for values in [fact.speakers(), fact.audience(), fact.places(), fact.said_on(), fact.said_at()] {
            assert!(values.take(MOST).count() <= MOST);
        }
        let _ =
            (fact.disputes().take(MOST).count(), fact.corroborations().take(MOST).count(), fact.qualifiers().take(MOST).count());
        for piece in fact.evidence().take(4).flatten() {
            read(piece.anchor());
            let _ = (piece.source().is_ok(), piece.paragraph(), piece.start(), piece.quote().is_ok());
        }
        read(fact.note().and_then(|note| note.ok_or(Error::NotFound)));
        let _ = write!(Sink(300), "{fact}");
    }
    for source in 0..2 {
        assert!(store.facts().source(SourceId(source)).stance(Stance::Claimed).when(year).into_iter().take(MOST).count() <= MOST);
    }
}

#[test]
fn corrupted_blobs_do_not_panic() {
    let mut random = Random(5);
    for original in ALL {
        let starts: Vec<usize> = opening::sections(original)
            .iter()
            .map(|section| section.bytes.as_ptr() as usize - original.as_ptr() as usize)
            .collect();
        for round in 0..80 {
            let mut changed = original.to_vec();
            for _ in 0..1 + round % 3 {
                // Every other change is at the start of a section, where lengths and widths are.
                let at = match round % 2 {
                    0 => starts[random.below(starts.len() as u32) as usize] + random.below(100) as usize,
                    _ => random.below(original.len() as u32) as usize,
                };
                if let Some(byte) = changed.get_mut(at) {
                    *byte = match random.below(4) {
                        0 => 0xFF,
                        1 => 0,
                        2 => *byte ^ 1 << random.below(8),
                        _ => random.below(256) as u8,
                    };
                }
            }
            if let Ok(store) = Store::open_without_crc(&changed) {
                walk(&store);
            }
        }
    }
}
