//! Queries: every combination of filters, the timeline, and answers that do not fit.

use factrom::{CapacityError, Error, FactId, SourceId, Stance, Store, TermId, Time, TimeRange};
use factrom_tool::model::{Fact, Model};
use oxrdf::Term;

use super::facts::{days, sorted_facts, source_rows};
use super::terms::find;
use crate::common::Random;

/// Values for the nine filters.
struct Probe {
    subject: Term,
    predicate: Term,
    object: Term,
    speaker: Term,
    audience: Term,
    place: Term,
    source: usize,
    stance: Stance,
    when: TimeRange,
}

/// The filters of a query, as bits of a mask.
const FILTERS: u32 = 9;

pub fn check_filters(model: &Model, store: &Store<'_>, random: &mut Random) {
    let facts = sorted_facts(model);
    for _ in 0..3 {
        let probe = probe(model, random);
        for mask in 0..1 << FILTERS {
            check_question(model, store, &facts, &probe, mask);
        }
    }
    let ranges = [TimeRange::from(..), time("2022-01").into(), (time("2022-01-11")..).into(), (..=time("2021")).into()];
    let more = [(time("2014")..time("2022-01-10")).into(), (time("1990")..=time("1997")).into()];
    // The last one is empty: it ends before it starts.
    let empty = [(time("2022-01-10")..time("2022-01-10")).into(), (time("2021")..time("2014")).into()];
    for range in ranges.into_iter().chain(more).chain(empty) {
        let expected = timeline(&facts, |fact| days(fact).is_some_and(|days| share_a_day(days, range)));
        assert_eq!(rows(store.timeline(range)), expected, "{range:?}");
    }
}

fn time(edtf: &str) -> Time {
    Time::parse(edtf).unwrap()
}

/// Mostly the values of one fact, so that something matches, and some values of another fact.
fn probe(model: &Model, random: &mut Random) -> Probe {
    let nothing = Term::from(super::models::iri("entity/nothing"));
    let sample = |random: &mut Random| match model.facts.len() {
        0 => None,
        count => {
            let base = random.below(count);
            Some(&model.facts[base])
        }
    };
    let base = sample(random);
    let mut pick = |term: &dyn Fn(&Fact) -> Option<Term>| {
        let fact = if random.below(5) == 0 { sample(random) } else { base };
        fact.and_then(term).unwrap_or_else(|| nothing.clone())
    };
    let stance = base.map_or(Stance::Asked, |fact| fact.stance);
    let when = base.and_then(days).unwrap_or(time("2022-01").into());
    Probe {
        subject: pick(&|fact| Some(fact.subject.clone())),
        predicate: pick(&|fact| Some(fact.predicate.clone().into())),
        object: pick(&|fact| Some(fact.object.clone())),
        speaker: pick(&|fact| fact.speaker.last().cloned()),
        audience: pick(&|fact| fact.audience.last().cloned()),
        place: pick(&|fact| fact.place.last().cloned()),
        source: base.and_then(|fact| fact.evidence.last()).map_or(0, |piece| piece.source),
        stance,
        when,
    }
}

fn check_question(model: &Model, store: &Store<'_>, facts: &[&Fact], probe: &Probe, mask: u32) {
    let on = |filter: u32| mask >> filter & 1 == 1;
    let matches = |fact: &Fact| {
        (!on(0) || fact.subject == probe.subject)
            && (!on(1) || Term::from(fact.predicate.clone()) == probe.predicate)
            && (!on(2) || fact.object == probe.object)
            && (!on(3) || fact.speaker.contains(&probe.speaker))
            && (!on(4) || fact.audience.contains(&probe.audience))
            && (!on(5) || fact.place.contains(&probe.place))
            && (!on(6) || fact.evidence.iter().any(|piece| piece.source == probe.source))
            && (!on(7) || fact.stance == probe.stance)
            && (!on(8) || days(fact).is_some_and(|days| share_a_day(days, probe.when)))
    };
    let absent = TermId(store.term_count());
    let term = |term: &Term| find(store, term).unwrap_or(absent);
    let mut question = store.facts();
    if on(0) {
        question = question.subject(term(&probe.subject));
    }
    if on(1) {
        question = question.predicate(term(&probe.predicate));
    }
    if on(2) {
        question = question.object(term(&probe.object));
    }
    if on(3) {
        question = question.speaker(term(&probe.speaker));
    }
    if on(4) {
        question = question.audience(term(&probe.audience));
    }
    if on(5) {
        question = question.place(term(&probe.place));
    }
    if on(6) {
        let row = source_rows(model)[probe.source];
        question = question.source(SourceId(row as u32));
    }
    if on(7) {
        question = question.stance(probe.stance);
    }
    if on(8) {
        question = question.when(probe.when);
    }
    let expected: Vec<usize> = (0..facts.len()).filter(|row| matches(facts[*row])).collect();
    assert_eq!(rows(question.into_iter()), expected, "filters {mask:#b}");
    assert_eq!(rows(question.timeline()), timeline(facts, matches), "timeline, filters {mask:#b}");
}

fn rows(cursor: factrom::FactCursor<'_>) -> Vec<usize> {
    cursor.map(|fact| fact.unwrap().id().0 as usize).collect()
}

/// Rows of the matching facts with a time, by the first day, then the last day, then the id.
fn timeline(facts: &[&Fact], matches: impl Fn(&Fact) -> bool) -> Vec<usize> {
    let timed = (0..facts.len()).filter_map(|row| days(facts[row]).map(|days| (days.first, days.last, row)));
    let mut timed: Vec<_> = timed.filter(|(_, _, row)| matches(facts[*row])).collect();
    timed.sort();
    timed.into_iter().map(|(_, _, row)| row).collect()
}

fn share_a_day(a: TimeRange, b: TimeRange) -> bool {
    a.first.max(b.first) <= a.last.min(b.last)
}

/// An answer fits a collection of its own length, and is an error in a collection that is shorter by one.
pub fn check_capacity(store: &Store<'_>) {
    macro_rules! check {
        ($($capacity:literal)*) => {
            match store.fact_count() {
                $($capacity => {
                    let exact = store.facts().into_iter().collect_into::<FactId, $capacity>().unwrap();
                    assert_eq!(&exact[..], (0..$capacity).map(FactId).collect::<Vec<_>>());
                    let short = store.facts().into_iter().collect_into::<FactId, { $capacity - 1 }>().unwrap_err();
                    assert_eq!(short, Error::Capacity(CapacityError { capacity: $capacity - 1 }));
                    let message = short.to_string();
                    assert!(message.contains(&format!("more than the {} items", $capacity - 1)), "{message}");
                })*
                0 => assert!(store.facts().into_iter().collect_into::<FactId, 0>().unwrap().is_empty()),
                other => panic!("{other} facts: the data sets never have that many"),
            }
        };
    }
    check!(1 2 3 4 5 6 7 8 9 10 11 12 13 14);
}
