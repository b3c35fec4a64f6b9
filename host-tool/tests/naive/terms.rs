//! Terms: every term of the model, and no other, is found and read back.

use std::collections::BTreeSet;

use factrom::{Error, LiteralKind, Quantity, Store, Term as StoredTerm, TermId, TermKey, Time, TimeRange, TripleTerm};
use factrom_tool::model::Model;
use oxrdf::{BaseDirection, BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};

use crate::common;

/// Returns the terms of the model's tables.
pub fn in_tables(model: &Model) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for entity in &model.entities {
        terms.extend([Term::from(entity.iri.clone()), entity.class.clone().into()]);
        for role in &entity.roles {
            terms.extend(role.at.clone().map(Term::from));
            terms.extend(role.when.clone());
        }
    }
    terms.extend(model.predicates.iter().map(|predicate| Term::from(predicate.iri.clone())));
    terms.extend(model.classes.iter().map(|class| Term::from(class.iri.clone())));
    terms.extend(model.sources.iter().map(|source| Term::from(source.iri.clone())));
    for fact in &model.facts {
        terms.extend([Term::from(fact.iri.clone()), fact.subject.clone(), fact.predicate.clone().into(), fact.object.clone()]);
        for list in [&fact.speaker, &fact.audience, &fact.place, &fact.said_on, &fact.said_at] {
            terms.extend(list.iter().cloned());
        }
        terms.extend(fact.when.clone());
        terms.extend(fact.qualifiers.iter().flat_map(|(predicate, object)| [Term::from(predicate.clone()), object.clone()]));
    }
    terms
}

/// Returns all terms of the model, including the parts of triple terms and the datatypes of literals.
pub fn mentioned(model: &Model) -> BTreeSet<ByText> {
    let mut terms = in_tables(model);
    for quad in &model.triples {
        terms.extend([Term::from(quad.subject.clone()), quad.predicate.clone().into(), quad.object.clone()]);
        terms.extend(graph_term(quad));
    }
    let mut all = BTreeSet::new();
    while let Some(term) = terms.pop() {
        match &term {
            Term::Triple(triple) => {
                terms.extend([Term::from(triple.subject.clone()), triple.predicate.clone().into(), triple.object.clone()]);
            }
            Term::Literal(literal) if literal.language().is_none() && literal.datatype() != xsd_string().as_ref() => {
                terms.push(literal.datatype().into_owned().into());
            }
            _ => {}
        }
        all.insert(ByText(term));
    }
    all
}

/// A term that is ordered by its text, as sets require.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByText(pub Term);

impl Ord for ByText {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.to_string().cmp(&other.0.to_string())
    }
}

impl PartialOrd for ByText {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn xsd_string() -> NamedNode {
    common::xsd("string")
}

fn rdf_lang_string() -> oxrdf::NamedNodeRef<'static> {
    oxrdf::vocab::rdf::LANG_STRING
}

pub fn graph_term(quad: &Quad) -> Option<Term> {
    match &quad.graph_name {
        GraphName::DefaultGraph => None,
        GraphName::NamedNode(name) => Some(name.clone().into()),
        GraphName::BlankNode(name) => Some(name.clone().into()),
    }
}

/// Returns the id of a term.
pub fn find(store: &Store<'_>, term: &Term) -> Option<TermId> {
    let found = match term {
        Term::NamedNode(iri) => store.find(TermKey::Iri(iri.as_str())),
        Term::BlankNode(node) => store.find(TermKey::Blank(node.as_str())),
        Term::Literal(literal) => match (literal.language(), literal.direction()) {
            (Some(language), None) => store.find(TermKey::Language(literal.value(), language)),
            (Some(language), Some(direction)) => {
                let direction = if direction == BaseDirection::Ltr { "ltr" } else { "rtl" };
                store.find(TermKey::Language(literal.value(), &format!("{language}--{direction}")))
            }
            (None, _) if literal.datatype() == xsd_string().as_ref() => store.find(TermKey::String(literal.value())),
            (None, _) => store.find(TermKey::Typed(literal.value(), literal.datatype().as_str())),
        },
        Term::Triple(triple) => {
            let subject = find(store, &triple.subject.clone().into())?;
            let predicate = find(store, &triple.predicate.clone().into())?;
            store.find(TermKey::Triple(TripleTerm { subject, predicate, object: find(store, &triple.object)? }))
        }
    };
    found.unwrap()
}

pub fn id(store: &Store<'_>, term: &Term) -> TermId {
    find(store, term).unwrap_or_else(|| panic!("{term} is in the model, but not found"))
}

/// Returns the term of an id.
pub fn read(store: &Store<'_>, id: TermId) -> Term {
    match store.term(id).unwrap() {
        StoredTerm::Iri(text) => NamedNode::new_unchecked(text.to_string()).into(),
        StoredTerm::Blank(text) => BlankNode::new_unchecked(text.to_string()).into(),
        StoredTerm::Triple(triple) => {
            let subject = match read(store, triple.subject) {
                Term::NamedNode(iri) => NamedOrBlankNode::from(iri),
                Term::BlankNode(node) => node.into(),
                other => panic!("{other} cannot be a subject"),
            };
            let Term::NamedNode(predicate) = read(store, triple.predicate) else { panic!("a predicate is not an IRI") };
            assert!(triple.object < id, "an object does not have a lower id than the triple term that contains it");
            Term::Triple(Box::new(Triple::new(subject, predicate, read(store, triple.object))))
        }
        StoredTerm::Literal(literal) => {
            let text = literal.lexical.to_string();
            match literal.kind {
                LiteralKind::String => Literal::new_simple_literal(text).into(),
                LiteralKind::Language(tag) => match tag.to_string().split_once("--") {
                    Some((tag, direction)) => {
                        let direction = if direction == "ltr" { BaseDirection::Ltr } else { BaseDirection::Rtl };
                        Literal::new_directional_language_tagged_literal_unchecked(text, tag, direction).into()
                    }
                    None => Literal::new_language_tagged_literal_unchecked(text, tag.to_string()).into(),
                },
                LiteralKind::Datatype(datatype) => {
                    let Term::NamedNode(datatype) = read(store, datatype) else { panic!("a datatype is not an IRI") };
                    Literal::new_typed_literal(text, datatype).into()
                }
            }
        }
        other => panic!("{other:?}: unknown kind of term"),
    }
}

pub fn check_terms(model: &Model, store: &Store<'_>) {
    let terms = mentioned(model);
    assert_eq!(store.term_count() as usize, terms.len());
    for ByText(term) in &terms {
        assert_eq!(&read(store, id(store, term)), term);
    }
    let stored: BTreeSet<ByText> = (0..store.term_count()).map(|id| ByText(read(store, TermId(id)))).collect();
    assert_eq!(stored, terms);
    assert_eq!(store.term(TermId(store.term_count())).unwrap_err(), Error::NotFound);
    for id in (0..store.term_count()).map(TermId) {
        let time = match read(store, id) {
            Term::Literal(literal) if is_time(&literal) => Time::parse(literal.value()).ok().map(TimeRange::from),
            _ => None,
        };
        assert_eq!(store.time_of(id), time);
    }
}

/// Terms that almost equal those of the model: with one character more or fewer, or with the same text but another kind.
fn near(term: &Term) -> Vec<Term> {
    let texts = |text: &str| {
        let mut shorter = text.to_string();
        shorter.pop();
        [format!("{text}x"), shorter, text.to_string(), format!("/{text}")]
    };
    let integer = common::xsd("integer");
    match term {
        Term::NamedNode(iri) => texts(iri.as_str())
            .into_iter()
            .flat_map(|text| [NamedNode::new_unchecked(text.clone()).into(), Literal::new_simple_literal(text).into()])
            .collect(),
        Term::BlankNode(node) => texts(node.as_str())
            .into_iter()
            .flat_map(|text| [Term::from(BlankNode::new_unchecked(text.clone())), NamedNode::new_unchecked(text).into()])
            .collect(),
        Term::Literal(literal) => texts(literal.value())
            .into_iter()
            .flat_map(|text| {
                [
                    Term::from(Literal::new_simple_literal(text.clone())),
                    Literal::new_typed_literal(text.clone(), integer.clone()).into(),
                    Literal::new_typed_literal(text.clone(), literal.datatype().into_owned()).into(),
                    Literal::new_language_tagged_literal_unchecked(text, "en").into(),
                ]
            })
            // A language-tagged string without a language is not a term.
            .filter(|term| !matches!(term, Term::Literal(literal) if literal.language().is_none() && literal.datatype() == rdf_lang_string()))
            .collect(),
        Term::Triple(_) => Vec::new(),
    }
}

/// A near miss is found only if it is itself a term of the model.
pub fn check_near_misses(model: &Model, store: &Store<'_>) {
    let known = mentioned(model);
    for term in known.iter().flat_map(|ByText(term)| near(term)) {
        assert_eq!(find(store, &term).is_some(), known.contains(&ByText(term.clone())), "{term}");
    }
}

/// Terms of other data sets are found only if they are also in this one.
pub fn check_presence(model: &Model, store: &Store<'_>, terms: &[Term]) {
    let known = mentioned(model);
    for term in terms {
        assert_eq!(find(store, term).is_some(), known.contains(&ByText(term.clone())), "{term}");
    }
}

fn is_time(literal: &Literal) -> bool {
    let times = [common::xsd("date"), common::xsd("gYearMonth"), common::xsd("gYear")];
    literal.datatype().as_str() == factrom_tool::vocabulary::EDTF || times.iter().any(|time| time.as_ref() == literal.datatype())
}

/// In a group that is ordered by value, a range of values is a range of ids.
pub fn check_value_order(store: &Store<'_>) {
    let numbers = ["integer", "decimal", "long"].map(common::xsd);
    let terms: Vec<Term> = (0..store.term_count()).map(|id| read(store, TermId(id))).collect();
    for pair in terms.windows(2) {
        let [Term::Literal(a), Term::Literal(b)] = pair else { continue };
        if a.datatype() != b.datatype() || a.value().len() > 64 || b.value().len() > 64 {
            continue;
        }
        if numbers.iter().any(|number| number.as_ref() == a.datatype()) {
            // All numbers of the tests except the very large one are exact in binary, and no other number is close to that one.
            let value = |literal: &Literal| literal.value().parse::<f64>().ok().filter(|_| !literal.value().contains('e'));
            assert!(ascending(value(a), value(b)), "{a} must not precede {b}");
        } else if is_time(a) {
            let value = |literal: &Literal| Time::parse(literal.value()).ok().map(|time| (time.first, time.last));
            assert!(ascending(value(a), value(b)), "{a} must not precede {b}");
        } else if a.datatype().as_str() == factrom_tool::vocabulary::QUANTITY {
            let value = |literal: &Literal| {
                let quantity = Quantity::parse(literal.value()).ok()?;
                Some((quantity.unit.to_string(), quantity.digits.parse::<f64>().ok()?, quantity.comparator))
            };
            assert!(ascending(value(a), value(b)), "{a} must not precede {b}");
        }
    }
}

/// Values ascend. Literals without a value come after those with one.
fn ascending<T: PartialOrd>(a: Option<T>, b: Option<T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a <= b,
        (None, Some(_)) => false,
        _ => true,
    }
}
