//! Compares every filter, combinations of filters, and the timeline with a scan over all facts.

use std::mem::discriminant;

use factrom::{CapacityError, Day, Error, Fact, FactId, Facts, Stance, Status, Store, TermId, Time, TimeRange};

use crate::blobs::{ALL, GUILD, Random, SMALL, TALKS};

/// The fields of a fact that filters look at.
struct Scanned {
    subject: u32,
    predicate: u32,
    object: u32,
    speakers: Vec<u32>,
    audience: Vec<u32>,
    places: Vec<u32>,
    sources: Vec<u32>,
    stance: Stance,
    time: Option<TimeRange>,
}

fn scanned(store: &Store<'_>) -> Vec<Scanned> {
    let ids = |values: factrom::Values<'_>| values.map(|value| value.unwrap().0).collect::<Vec<_>>();
    (0..store.fact_count())
        .map(|number| store.fact(FactId(number)).unwrap())
        .map(|fact| Scanned {
            subject: fact.subject().unwrap().0,
            predicate: fact.predicate().unwrap().0,
            object: fact.object().unwrap().0,
            speakers: ids(fact.speakers()),
            audience: ids(fact.audience()),
            places: ids(fact.places()),
            sources: fact.evidence().map(|piece| piece.unwrap().source().unwrap().index()).collect(),
            stance: fact.stance().unwrap(),
            time: fact.time().unwrap(),
        })
        .collect()
}

/// One filter of a query.
#[derive(Clone, Copy, Debug)]
enum Filter {
    Subject(u32),
    Predicate(u32),
    Object(u32),
    Speaker(u32),
    Audience(u32),
    Place(u32),
    Source(u32),
    Stance(Stance),
    When(TimeRange),
}

impl Filter {
    fn set<'s>(self, facts: Facts<'s>) -> Facts<'s> {
        match self {
            Filter::Subject(id) => facts.subject(TermId(id)),
            Filter::Predicate(id) => facts.predicate(TermId(id)),
            Filter::Object(id) => facts.object(TermId(id)),
            Filter::Speaker(id) => facts.speaker(TermId(id)),
            Filter::Audience(id) => facts.audience(TermId(id)),
            Filter::Place(id) => facts.place(TermId(id)),
            Filter::Source(id) => facts.source(factrom::SourceId(id)),
            Filter::Stance(stance) => facts.stance(stance),
            Filter::When(range) => facts.when(range),
        }
    }

    fn holds(self, fact: &Scanned) -> bool {
        match self {
            Filter::Subject(id) => fact.subject == id,
            Filter::Predicate(id) => fact.predicate == id,
            Filter::Object(id) => fact.object == id,
            Filter::Speaker(id) => fact.speakers.contains(&id),
            Filter::Audience(id) => fact.audience.contains(&id),
            Filter::Place(id) => fact.places.contains(&id),
            Filter::Source(id) => fact.sources.contains(&id),
            Filter::Stance(stance) => fact.stance == stance,
            Filter::When(range) => {
                fact.time.is_some_and(|time| range.first <= range.last && time.first <= range.last && range.first <= time.last)
            }
        }
    }
}

/// Returns filters by everything that any fact has, and by a few values that none has.
fn filters(store: &Store<'_>, facts: &[Scanned]) -> Vec<Filter> {
    let mut filters = Vec::new();
    for id in (0..=store.term_count()).chain([u32::MAX]) {
        let by = [Filter::Subject, Filter::Predicate, Filter::Object, Filter::Speaker, Filter::Audience, Filter::Place];
        filters.extend(by.map(|by| by(id)));
    }
    filters.extend((0..=store.source_count()).map(Filter::Source));
    filters.extend(Stance::ALL.iter().copied().map(Filter::Stance));
    let mut days: Vec<i32> = facts.iter().filter_map(|fact| fact.time).flat_map(|time| [time.first.0, time.last.0]).collect();
    days.sort_unstable();
    days.dedup();
    let mut edges: Vec<i32> = days.iter().flat_map(|day| [day.saturating_sub(1), *day, day.saturating_add(1)]).collect();
    edges.sort_unstable();
    edges.dedup();
    for (place, first) in edges.iter().enumerate() {
        // Some ranges are empty.
        for last in edges.iter().skip(place.saturating_sub(2)).step_by(1 + edges.len() / 24) {
            filters.push(Filter::When(TimeRange { first: Day(*first), last: Day(*last) }));
        }
    }
    filters
}

fn check(store: &Store<'_>, facts: &[Scanned], filters: &[Filter]) {
    // The later one of two filters of the same kind replaces the earlier one.
    let counts = |place: usize| filters[place + 1..].iter().all(|later| discriminant(later) != discriminant(&filters[place]));
    let question = filters.iter().fold(store.facts(), |facts, filter| filter.set(facts));
    let mut expected: Vec<u32> = (0u32..)
        .zip(facts)
        .filter(|(_, fact)| filters.iter().enumerate().all(|(place, filter)| !counts(place) || filter.holds(fact)))
        .map(|(id, _)| id)
        .collect();
    let ids = |cursor: factrom::FactCursor<'_>| cursor.map(|fact| fact.unwrap().id().0).collect::<Vec<_>>();
    assert_eq!(ids(question.into_iter()), expected, "{filters:?}");
    expected.retain(|id| facts[*id as usize].time.is_some());
    expected.sort_by_key(|id| facts[*id as usize].time.map(|time| (time.first, time.last, *id)));
    assert_eq!(ids(question.timeline()), expected, "{filters:?}");
    let collected: Result<heapless::Vec<FactId, 8>, Error> = question.timeline().collect_into();
    match expected.len() {
        9.. => assert_eq!(collected, Err(Error::Capacity(CapacityError { capacity: 8 }))),
        _ => assert!(collected.unwrap().iter().map(|id| id.0).eq(expected)),
    }
}

#[test]
fn every_filter_finds_what_a_scan_finds() {
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        let facts = scanned(&store);
        check(&store, &facts, &[]);
        for filter in filters(&store, &facts) {
            check(&store, &facts, &[filter]);
        }
    }
}

#[test]
fn filters_are_combined() {
    let mut random = Random(17);
    for blob in [SMALL, TALKS, GUILD] {
        let store = Store::open(blob).unwrap();
        let facts = scanned(&store);
        // Only filters that match a fact, so that pairs of them often match too.
        let useful: Vec<Filter> =
            filters(&store, &facts).into_iter().filter(|filter| facts.iter().any(|fact| filter.holds(fact))).collect();
        for _ in 0..1500 {
            let chosen: [Filter; 3] = std::array::from_fn(|_| useful[random.below(useful.len() as u32) as usize]);
            check(&store, &facts, &chosen[..2]);
            check(&store, &facts, &chosen);
        }
    }
}

#[test]
fn a_timeline_of_a_range_equals_the_filtered_timeline() {
    let store = Store::open(GUILD).unwrap();
    let range = Time::parse("1900").unwrap();
    let ids = |cursor: factrom::FactCursor<'_>| cursor.map(|fact| fact.unwrap().id()).collect::<Vec<_>>();
    assert_eq!(ids(store.timeline(range)), ids(store.facts().when(range).timeline()));
    assert!(!ids(store.timeline(range)).is_empty());
    assert!(store.timeline(..).count() > ids(store.timeline(range)).len());
}

#[test]
fn a_fact_is_found_by_its_number_its_id_its_iri_and_its_reifier() {
    for blob in ALL {
        let store = Store::open(blob).unwrap();
        assert!(matches!(store.fact(FactId(store.fact_count())), Err(Error::NotFound)));
        let mut seen = 0;
        for (number, fact) in store.facts().into_iter().enumerate() {
            let fact = fact.unwrap();
            assert_eq!(fact.id(), FactId(number as u32));
            let iri = fact.iri().unwrap().to_string();
            let id = iri.rsplit('/').next().unwrap();
            assert!(!id.is_empty());
            for name in [&iri, id] {
                assert_eq!(store.fact_named(name).unwrap(), fact, "{name}");
            }
            assert_eq!(store.fact_of(fact.reifier().unwrap()).unwrap(), Some(fact));
            assert_eq!(store.term(fact.reifier().unwrap()).unwrap().to_string(), iri);
            assert_eq!(FactId::from(fact), fact.id());
            seen += 1;
        }
        assert_eq!(seen, store.fact_count());
        for name in ["", "no-such-fact", "https://none.example/", "an id", "brookhollow"] {
            assert!(matches!(store.fact_named(name), Err(Error::NotFound)), "{name}");
        }
        let reifiers: Vec<u32> = store.facts().into_iter().map(|fact| fact.unwrap().reifier().unwrap().0).collect();
        for term in 0..=store.term_count() {
            assert_eq!(store.fact_of(TermId(term)).unwrap().is_some(), reifiers.contains(&term));
        }
    }
}

#[test]
fn a_fact_is_shown_with_its_stance() {
    let store = Store::open(GUILD).unwrap();
    let mut stances = Vec::new();
    for fact in store.facts() {
        let fact = fact.unwrap();
        let (stance, statement) = (fact.stance().unwrap(), fact.statement().unwrap());
        let shown = if stance == Stance::Asserted { statement.to_string() } else { format!("[{}] {statement}", stance.word()) };
        assert_eq!(fact.to_string(), shown);
        assert_eq!(format!("{fact:?}"), format!("Fact({}: {shown})", fact.id().0));
        assert!(statement.to_string().starts_with(|first: char| first.is_ascii_uppercase()));
        stances.push(stance);
    }
    stances.sort();
    stances.dedup();
    assert_eq!(stances, Stance::ALL, "the data set has a fact of each stance");
}

#[test]
fn a_fact_equals_only_itself() {
    let store = Store::open(TALKS).unwrap();
    let facts: Vec<Fact<'_>> = store.facts().into_iter().map(|fact| fact.unwrap()).collect();
    for (place, fact) in facts.iter().enumerate() {
        assert!(facts.iter().enumerate().all(|(other, fact_there)| (fact == fact_there) == (place == other)));
    }
}

#[test]
fn qualifiers_notes_and_evidence_are_read() {
    let store = Store::open(GUILD).unwrap();
    let fact = store.fact_named("fact-04").unwrap();
    let times = fact.qualifiers().map(|one| store.term(one.unwrap().object).unwrap().to_string()).collect::<Vec<_>>();
    assert_eq!(times, ["1914", "1934-05"]);
    let notes: Vec<_> = ["fact-03", "fact-11", "fact-04"]
        .map(|id| store.fact_named(id).unwrap().note().unwrap().map(|note| note.to_string()))
        .into();
    assert_eq!(notes, [Some("Note on 3.".to_string()), Some("Note on 11.".to_string()), None]);
    let status = ["fact-03", "fact-11", "fact-04"].map(|id| store.fact_named(id).unwrap().status().unwrap());
    assert_eq!(status, [Status::Doubtful, Status::Reconstructed, Status::Sound]);
    let evidence: Vec<_> = fact
        .evidence()
        .map(|piece| piece.unwrap())
        .map(|piece| {
            let source = piece.source().unwrap();
            let debug = format!("{piece:?}");
            assert!(debug.contains(&piece.anchor().unwrap().to_string()) && debug.contains(&source.title().unwrap().to_string()));
            (
                source.title().unwrap().to_string(),
                piece.paragraph().unwrap(),
                piece.anchor().unwrap().to_string(),
                piece.start().unwrap(),
            )
        })
        .collect();
    assert_eq!(evidence.len(), 2);
    assert!(evidence.contains(&("Book 2".to_string(), 1, "the words of 4".to_string(), None)), "{evidence:?}");
    assert!(fact.evidence().all(|piece| piece.unwrap().quote().unwrap().is_none()), "built without quotes");
    let disputed: Vec<_> = store.fact_named("value-1").unwrap().disputes().map(|fact| fact.unwrap().to_string()).collect();
    assert!(disputed.contains(&"Value 0 is given.".to_string()), "{disputed:?}");
}

#[test]
fn words_and_numbers_of_stances_and_statuses() {
    let words =
        ["asserted", "claimed", "denied", "demanded", "proposed", "promised", "refused", "warned", "predicted", "asked", "opined"];
    assert_eq!(Stance::ALL.iter().map(|stance| stance.word()).collect::<Vec<_>>(), words);
    assert!(
        words.iter().zip(Stance::ALL).all(|(word, stance)| Stance::from_word(word) == Some(*stance) && stance.to_string() == *word)
    );
    assert_eq!(format!("{:>10}|", Stance::Denied), "    denied|");
    assert_eq!((Stance::from_word("Asserted"), Status::from_word("")), (None, None));
    assert_eq!(Status::ALL.iter().map(|status| status.word()).collect::<Vec<_>>(), ["sound", "doubtful", "reconstructed"]);
    assert!(
        Status::ALL.iter().all(|status| Status::from_word(status.word()) == Some(*status) && status.to_string() == status.word())
    );
}
