//! Finds facts that dispute or corroborate each other.
//!
//! Two facts **dispute** each other if their times overlap, as far as both have one, and
//! - one denies the triple that the other asserts, claims or considers true (`opined`), or
//! - both are asserted or claimed, their predicate is functional, their subjects are equal, and their objects exclude each other:
//!   different entities or texts, times without a common day, or quantities whose ranges do not overlap.
//!
//! Two facts **corroborate** each other if their times overlap, as far as both have one, their triples, stances and speakers are
//! equal, and they have no source in common.
//!
//! Both relations are symmetric. Links that a fact file states are added.

use std::collections::{BTreeMap, BTreeSet};

use factrom::{Comparator, Quantity, Stance};
use oxrdf::{Literal, Term};

use crate::model::{Fact, Model};
use crate::vocabulary::{QUANTITY, days};

/// Computes the links of all facts, and adds them to those that the fact files state.
pub fn link(model: &mut Model) {
    let functional: BTreeSet<&str> =
        model.predicates.iter().filter(|predicate| predicate.functional).map(|predicate| predicate.iri.as_str()).collect();
    let mut groups: BTreeMap<(String, &str), Vec<usize>> = BTreeMap::new();
    for (index, fact) in model.facts.iter().enumerate() {
        groups.entry((fact.subject.to_string(), fact.predicate.as_str())).or_default().push(index);
    }
    let (mut disputes, mut corroborates) = (BTreeSet::new(), BTreeSet::new());
    for ((_, predicate), members) in &groups {
        for (position, a) in members.iter().enumerate() {
            for b in &members[position + 1..] {
                let (first, second) = (&model.facts[*a], &model.facts[*b]);
                if !times_overlap(first, second) {
                    continue;
                }
                if dispute(first, second, functional.contains(predicate)) {
                    disputes.insert((*a, *b));
                } else if corroborate(first, second) {
                    corroborates.insert((*a, *b));
                }
            }
        }
    }
    for (index, fact) in model.facts.iter().enumerate() {
        disputes.extend(fact.disputes.iter().map(|other| (index, *other)));
        corroborates.extend(fact.corroborates.iter().map(|other| (index, *other)));
    }
    let set = |pairs: &BTreeSet<(usize, usize)>, index: usize| -> Vec<usize> {
        let others = pairs.iter().filter_map(|(a, b)| match (*a == index, *b == index) {
            (true, false) => Some(*b),
            (false, true) => Some(*a),
            _ => None,
        });
        others.collect::<BTreeSet<usize>>().into_iter().collect()
    };
    for (index, fact) in model.facts.iter_mut().enumerate() {
        fact.disputes = set(&disputes, index);
        fact.corroborates = set(&corroborates, index);
    }
}

fn put_forward_as_true(stance: Stance) -> bool {
    matches!(stance, Stance::Asserted | Stance::Claimed)
}

fn dispute(a: &Fact, b: &Fact, functional: bool) -> bool {
    let denied = |a: &Fact, b: &Fact| a.stance == Stance::Denied && (put_forward_as_true(b.stance) || b.stance == Stance::Opined);
    if a.object == b.object {
        return denied(a, b) || denied(b, a);
    }
    functional && put_forward_as_true(a.stance) && put_forward_as_true(b.stance) && exclude(&a.object, &b.object)
}

fn corroborate(a: &Fact, b: &Fact) -> bool {
    let sources = |fact: &Fact| fact.evidence.iter().map(|piece| piece.source).collect::<BTreeSet<_>>();
    let speakers = |fact: &Fact| fact.speaker.iter().map(Term::to_string).collect::<BTreeSet<_>>();
    a.object == b.object && a.stance == b.stance && speakers(a) == speakers(b) && sources(a).is_disjoint(&sources(b))
}

fn times_overlap(a: &Fact, b: &Fact) -> bool {
    let time = |fact: &Fact| fact.when.as_ref().and_then(literal).and_then(|literal| days(literal.value()));
    match (time(a), time(b)) {
        (Some(a), Some(b)) => a.0 <= b.1 && b.0 <= a.1,
        _ => true,
    }
}

fn literal(term: &Term) -> Option<&Literal> {
    match term {
        Term::Literal(literal) => Some(literal),
        _ => None,
    }
}

/// Whether two different objects of a functional predicate exclude each other.
fn exclude(a: &Term, b: &Term) -> bool {
    let (Some(a), Some(b)) = (literal(a), literal(b)) else { return true };
    if a.datatype().as_str() == QUANTITY && b.datatype().as_str() == QUANTITY {
        return match (Quantity::parse(a.value()), Quantity::parse(b.value())) {
            (Ok(a), Ok(b)) => a.unit == b.unit && quantities_apart(&a, &b),
            _ => true,
        };
    }
    match (days(a.value()), days(b.value())) {
        (Some(a), Some(b)) => a.0 > b.1 || b.0 > a.1,
        _ => true,
    }
}

/// Whether the ranges of two quantities do not overlap. `~ n` means `n` plus or minus 5 %.
fn quantities_apart(a: &Quantity<'_>, b: &Quantity<'_>) -> bool {
    /// The lower and the upper bound, each with whether it is included.
    fn range(quantity: &Quantity<'_>) -> (f64, bool, f64, bool) {
        let number: f64 = quantity.digits.parse().unwrap_or(f64::NAN);
        match quantity.comparator {
            Comparator::Less => (f64::NEG_INFINITY, false, number, false),
            Comparator::AtMost => (f64::NEG_INFINITY, false, number, true),
            Comparator::About => (number - number.abs() / 20.0, true, number + number.abs() / 20.0, true),
            Comparator::Exactly => (number, true, number, true),
            Comparator::AtLeast => (number, true, f64::INFINITY, false),
            Comparator::More => (number, false, f64::INFINITY, false),
        }
    }
    let below = |a: (f64, bool, f64, bool), b: (f64, bool, f64, bool)| a.2 < b.0 || a.2 == b.0 && !(a.3 && b.1);
    let (a, b) = (range(a), range(b));
    below(a, b) || below(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(a: &str, b: &str) -> bool {
        quantities_apart(&Quantity::parse(a).unwrap(), &Quantity::parse(b).unwrap())
    }

    #[test]
    fn quantities_respect_their_comparators() {
        assert!(apart("7 h", "~ 8 h"));
        assert!(!apart("> 100000 people", "120000 people"));
        assert!(apart("> 100000 people", "100000 people"));
        assert!(!apart(">= 100000 people", "100000 people"));
        assert!(!apart("> 1 km", "< 2 km"));
        assert!(apart("< 1 km", ">= 1 km"));
        assert!(!apart("~ 100 km", "98 km"));
    }

    #[test]
    fn about_a_number_is_a_twentieth_more_or_less() {
        for (number, is_apart) in [("94.9 km", true), ("95 km", false), ("105 km", false), ("105.1 km", true)] {
            assert_eq!(apart("~ 100 km", number), is_apart, "{number}");
            assert_eq!(apart(number, "~ 100 km"), is_apart, "{number}");
        }
        assert!(!apart("~ -100 km", "-105 km"));
        assert!(apart("~ -100 km", "-94.9 km"));
    }

    #[test]
    fn quantities_exclude_each_other_only_in_one_unit() {
        let quantity = |text| Term::from(crate::vocabulary::quantity_literal(text));
        assert!(exclude(&quantity("7 h"), &quantity("8 h")));
        assert!(!exclude(&quantity("7 h"), &quantity("8 min")));
        assert!(!exclude(&quantity("7 h"), &quantity("> 6 h")));
        assert!(exclude(&quantity("7 h"), &Term::from(crate::vocabulary::time_literal("2022"))));
    }

    #[test]
    fn times_exclude_each_other_if_they_have_no_common_day() {
        let time = |edtf| Term::from(crate::vocabulary::time_literal(edtf));
        assert!(exclude(&time("2022-01-10"), &time("2022-01-11")));
        assert!(!exclude(&time("2022-01-10"), &time("2022-01")));
    }
}
