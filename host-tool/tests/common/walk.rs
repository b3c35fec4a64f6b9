//! Calls everything that a store offers once. The answers do not matter, only that each call returns.
//!
//! The walk reads at most [`MOST`] items of each list and [`LONGEST`] bytes of each text. A blob with forged counts may offer four
//! billion of each, and the walk must end. A single step of a list must not take long; the walk does not interrupt it.

use std::fmt::{self, Display, Write};

use factrom::compiler::ValueOrder;
use factrom::{
    Day, Decimal, Entity, Error, Evidence, Fact, FactId, Facts, LiteralKind, Pattern, Quantity, Source, SourceId, Stance, Store,
    Term, TermId, TermKey, Text, Time, TimeRange, TripleTerm,
};

/// Maximum number of items read from one list.
const MOST: usize = 150;
/// Maximum number of bytes read from one text.
const LONGEST: usize = 400;

/// Results of a walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Number of answers.
    pub answers: u32,
    /// Number of answers that were [`Error::Corrupt`].
    pub corrupt: u32,
}

/// Calls every public accessor of the store, with arguments from the blob and with some that occur in no blob.
pub fn walk(store: &Store<'_>) -> Walked {
    let mut walk = Walk::default();
    walk.whole(store);
    walk.terms(store);
    walk.patterns(store);
    walk.entities(store);
    walk.vocabulary(store);
    walk.sources(store);
    walk.facts(store);
    walk.questions(store);
    walk.walked
}

#[derive(Default)]
struct Walk {
    walked: Walked,
}

/// A writer that returns an error after [`LONGEST`] bytes.
struct Sink(String);

impl Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.len() + text.len() > LONGEST {
            return Err(fmt::Error);
        }
        self.0.push_str(text);
        Ok(())
    }
}

impl Walk {
    /// Counts an answer, and returns it if it is not an error.
    fn met<T>(&mut self, answer: Result<T, Error>) -> Option<T> {
        self.walked.answers += 1;
        if let Err(error) = &answer {
            self.walked.corrupt += u32::from(matches!(error, Error::Corrupt(_)));
            self.shown(error);
        }
        answer.ok()
    }

    fn shown(&mut self, item: &(impl Display + fmt::Debug)) {
        self.walked.answers += 1;
        let _ = write!(Sink(String::new()), "{item}");
        self.debugged(item);
    }

    fn debugged(&mut self, item: &impl fmt::Debug) {
        let _ = write!(Sink(String::new()), "{item:?}");
    }

    /// Reads a text in every way. Returns it if it is short and valid.
    fn text(&mut self, answer: Result<Text<'_>, Error>) -> Option<String> {
        let text = self.met(answer)?;
        let mut sink = Sink(String::new());
        let whole = text.write_to(&mut sink);
        self.walked.corrupt += u32::from(matches!(whole, Err(Error::Corrupt(_))));
        let same = text.is(&sink.0);
        let _ = (text.is_empty(), text.compare(std::iter::once(b'B')));
        match whole {
            Ok(()) => {
                assert_eq!(same, Ok(true), "a text differs from itself");
                values(&sink.0);
                Some(sink.0)
            }
            Err(_) => {
                // After the error there is nothing, however often it is read.
                let mut chars = text.chars();
                let _ = (chars.by_ref().take(LONGEST).count(), chars.next(), chars.next());
                let mut bytes = text.bytes();
                let _ = (bytes.by_ref().take(LONGEST).count(), bytes.next(), bytes.next());
                self.debugged(&(chars, bytes));
                self.shown(&text);
                None
            }
        }
    }

    fn maybe_text(&mut self, answer: Result<Option<Text<'_>>, Error>) -> Option<String> {
        let text = self.met(answer)??;
        self.text(Ok(text))
    }

    fn whole(&mut self, store: &Store<'_>) {
        for text in [store.name(), store.title(), store.namespace(), store.language(), store.license()].into_iter().flatten() {
            self.text(Ok(text));
        }
        self.debugged(store);
        self.debugged(&store.dataset_id());
        for number in [0, store.source_count(), u32::MAX].map(SourceId) {
            self.met(store.source_numbered(number));
        }
    }

    fn terms(&mut self, store: &Store<'_>) {
        for id in ids(store.term_count()) {
            self.term(store, TermId(id));
            let _ = store.time_of(TermId(id));
            self.met(store.entity_of(TermId(id)));
            self.met(store.fact_of(TermId(id)));
            self.maybe_text(store.predicate_label(TermId(id)));
            self.maybe_text(store.class_label(TermId(id)));
            self.met(store.is_functional(TermId(id)));
        }
        let absent = TripleTerm { subject: TermId(0), predicate: TermId(u32::MAX), object: TermId(0) };
        for key in [
            TermKey::Iri(""),
            TermKey::Blank("n"),
            TermKey::String("\u{10FFFF}"),
            TermKey::Language("x", "en"),
            TermKey::Typed("1", "https://absent.example/"),
            TermKey::Triple(absent),
        ] {
            self.met(store.find(key));
        }
    }

    /// Reads a term, and looks it up again.
    fn term(&mut self, store: &Store<'_>, id: TermId) {
        let Some(term) = self.met(store.term(id)) else { return };
        // Repeated decoding would take most of the walk, so only some terms are formatted and looked up.
        let sampled = id.0.is_multiple_of(5);
        if sampled {
            self.shown(&term);
        }
        let text = term.text().and_then(|text| self.text(Ok(text)));
        match (term, text) {
            (Term::Triple(triple), _) => {
                self.met(store.find(TermKey::Triple(triple)));
            }
            (Term::Iri(_), Some(text)) => {
                self.met(store.find(TermKey::Iri(&text)));
                if sampled {
                    self.named(store, &text);
                }
            }
            (Term::Blank(_), Some(text)) => {
                self.met(store.find(TermKey::Blank(&text)));
            }
            (Term::Literal(literal), Some(text)) => match literal.kind {
                LiteralKind::String => {
                    self.met(store.find(TermKey::String(&text)));
                }
                LiteralKind::Language(language) => {
                    if let Some(language) = self.text(Ok(language)) {
                        self.met(store.find(TermKey::Language(&text, &language)));
                    }
                }
                LiteralKind::Datatype(datatype) => {
                    let datatype = self.met(store.term(datatype)).and_then(|term| term.text());
                    if let Some(datatype) = datatype.and_then(|datatype| self.text(Ok(datatype))) {
                        self.met(store.find(TermKey::Typed(&text, &datatype)));
                    }
                }
            },
            _ => {}
        }
    }

    /// Looks up everything that could have this name.
    fn named(&mut self, store: &Store<'_>, name: &str) {
        let entity = self.met(store.entity(name));
        let entities = self.met(store.entities(name));
        for entity in entities.into_iter().flatten().take(MOST) {
            self.met(entity);
        }
        self.debugged(&entity);
        self.met(store.fact_named(name));
        self.met(store.source(name));
        self.met(store.predicate(name));
    }

    fn patterns(&mut self, store: &Store<'_>) {
        let absent = [0, store.term_count(), store.term_count().wrapping_add(1), u32::MAX].map(TermId);
        let all = Pattern::default();
        let mut samples: Vec<[TermId; 3]> = absent.map(|id| [id; 3]).to_vec();
        let _ = store.triple_count();
        let rows = store.triples(all);
        self.debugged(&rows);
        for triple in rows.take(MOST) {
            if let Some(triple) = self.met(triple) {
                samples.push([triple.subject, triple.predicate, triple.object]);
            }
        }
        for [subject, predicate, object] in samples {
            for bound in 0..8 {
                let pattern = Pattern {
                    subject: (bound & 1 != 0).then_some(subject),
                    predicate: (bound & 2 != 0).then_some(predicate),
                    object: (bound & 4 != 0).then_some(object),
                };
                for triple in store.triples(pattern).take(4) {
                    self.met(triple);
                }
            }
        }
    }

    fn entities(&mut self, store: &Store<'_>) {
        let _ = store.entity_count();
        for name in ["", "fair", "voss", "no such name", "https://fair.example/entity/fair", ".", "é-é"] {
            self.named(store, name);
        }
        for entity in store.all_entities().take(MOST) {
            if let Some(entity) = self.met(entity) {
                self.entity(store, &entity);
            }
        }
    }

    fn entity(&mut self, store: &Store<'_>, entity: &Entity<'_>) {
        self.shown(entity);
        let _ = (entity.term(), entity.index(), TermId::from(entity), TermId::from(*entity));
        let _ = store.entity_of(entity.term()) == Ok(Some(*entity));
        self.text(entity.iri());
        self.text(entity.description());
        if let Some(class) = self.met(entity.class()) {
            self.maybe_text(store.class_label(class));
        }
        if let Some(label) = self.text(entity.label()) {
            self.named(store, &label);
        }
        for name in entity.names().take(MOST) {
            self.debugged(&name);
            if let Some(text) = self.met(name).and_then(|name| self.text(Ok(name.text))) {
                self.named(store, &text);
            }
        }
        for role in entity.roles().take(MOST) {
            self.debugged(&role);
            if let Some(role) = self.met(role) {
                self.text(Ok(role.title));
                for term in role.at.into_iter().chain(role.when) {
                    self.term(store, term);
                }
            }
        }
    }

    fn vocabulary(&mut self, store: &Store<'_>) {
        for predicate in store.predicates().take(MOST) {
            if let Some(predicate) = self.met(predicate) {
                self.maybe_text(store.predicate_label(predicate));
                self.met(store.is_functional(predicate));
            }
        }
        for class in store.classes().take(MOST) {
            if let Some(class) = self.met(class) {
                self.maybe_text(store.class_label(class));
            }
        }
    }

    fn sources(&mut self, store: &Store<'_>) {
        let _ = store.source_count();
        for source in store.all_sources().take(MOST) {
            self.source(&source);
        }
    }

    fn source(&mut self, source: &Source<'_>) {
        self.debugged(source);
        let _ = source.index();
        self.met(source.term());
        self.met(source.sha256());
        for text in [
            source.title(),
            source.publisher(),
            source.authors(),
            source.date(),
            source.language(),
            source.file(),
            source.address(),
        ] {
            self.text(text);
        }
    }

    fn facts(&mut self, store: &Store<'_>) {
        for id in ids(store.fact_count()) {
            if let Some(fact) = self.met(store.fact(FactId(id))) {
                self.fact(store, &fact);
            }
        }
    }

    fn fact(&mut self, store: &Store<'_>, fact: &Fact<'_>) {
        self.shown(fact);
        let _ = (fact.id(), store.fact(FactId::from(*fact)) == Ok(*fact));
        for term in [fact.reifier(), fact.subject(), fact.predicate(), fact.object()] {
            if let Some(term) = self.met(term) {
                self.met(store.term(term));
            }
        }
        self.text(fact.statement());
        if let Some(iri) = self.text(fact.iri()) {
            self.met(store.fact_named(&iri));
            self.met(store.fact_named(iri.rsplit('/').next().unwrap_or_default()));
        }
        if let Some(stance) = self.met(fact.stance()) {
            self.shown(&stance);
        }
        if let Some(status) = self.met(fact.status()) {
            self.shown(&status);
        }
        self.met(fact.when());
        self.met(fact.time());
        self.maybe_text(fact.note());
        for values in [fact.speakers(), fact.audience(), fact.places(), fact.said_on(), fact.said_at()] {
            for value in values.take(MOST) {
                self.met(value);
            }
        }
        for other in fact.disputes().chain(fact.corroborations()).take(MOST) {
            if let Some(other) = self.met(other) {
                self.met(other.statement());
            }
        }
        for qualifier in fact.qualifiers().take(MOST) {
            self.debugged(&qualifier);
            self.met(qualifier);
        }
        for evidence in fact.evidence().take(MOST) {
            if let Some(evidence) = self.met(evidence) {
                self.evidence(&evidence);
            }
        }
    }

    fn evidence(&mut self, evidence: &Evidence<'_>) {
        self.debugged(evidence);
        if let Some(source) = self.met(evidence.source()) {
            self.text(source.title());
        }
        self.met(evidence.paragraph());
        self.text(evidence.anchor());
        self.met(evidence.start());
        self.maybe_text(evidence.quote());
    }

    /// Each filter alone and with the next one, on facts of the blob and on terms that are in none.
    fn questions(&mut self, store: &Store<'_>) {
        for fact in store.facts().into_iter().take(MOST) {
            let Some(fact) = self.met(fact) else { break };
            let terms = [fact.subject(), fact.predicate(), fact.object()].map(|term| term.unwrap_or(TermId(u32::MAX)));
            let first = |mut values: factrom::Values<'_>| values.next().and_then(Result::ok).unwrap_or(terms[0]);
            let others = [first(fact.speakers()), first(fact.audience()), first(fact.places())];
            let time = fact.time().ok().flatten().unwrap_or(DAY);
            let source = fact.evidence().next().and_then(Result::ok).and_then(|evidence| evidence.source().ok());
            self.filters(store, terms, others, fact.stance().unwrap_or(Stance::Opined), time, source);
        }
        for term in [0, store.term_count(), u32::MAX].map(TermId) {
            self.filters(store, [term; 3], [term; 3], Stance::Opined, DAY, None);
        }
        for range in [DAY, TimeRange::from(..), TimeRange { first: DAY.last, last: Day(DAY.first.0 - 1) }] {
            self.timeline(store.timeline(range));
        }
    }

    fn filters(
        &mut self,
        store: &Store<'_>,
        [subject, predicate, object]: [TermId; 3],
        [speaker, audience, place]: [TermId; 3],
        stance: Stance,
        time: TimeRange,
        source: Option<Source<'_>>,
    ) {
        type Filter<'f> = Box<dyn Fn(Facts<'f>) -> Facts<'f> + 'f>;
        let filters: [Filter<'_>; 9] = [
            Box::new(move |facts| facts.subject(subject)),
            Box::new(move |facts| facts.predicate(predicate)),
            Box::new(move |facts| facts.object(object)),
            Box::new(move |facts| facts.speaker(speaker)),
            Box::new(move |facts| facts.audience(audience)),
            Box::new(move |facts| facts.place(place)),
            Box::new(move |facts| facts.stance(stance)),
            Box::new(move |facts| facts.when(time)),
            Box::new(move |facts| source.map_or(facts, |source| facts.source(source))),
        ];
        for (index, filter) in filters.iter().enumerate() {
            let second = &filters[(index + 1) % filters.len()];
            let question = second(filter(store.facts()));
            for fact in filter(store.facts()).into_iter().take(4).chain(question.into_iter().take(4)) {
                self.met(fact);
            }
            self.timeline(question.timeline());
        }
    }

    fn timeline(&mut self, cursor: factrom::FactCursor<'_>) {
        self.met(cursor.clone().collect_into::<FactId, 2>());
        for fact in cursor.take(4) {
            self.met(fact);
        }
    }
}

/// Some day.
const DAY: TimeRange = TimeRange { first: Day(20_000), last: Day(20_000) };

/// Ids from 0 on, and those at and past the end.
fn ids(count: u32) -> impl Iterator<Item = u32> {
    let beyond = [count.wrapping_sub(1), count, count.wrapping_add(1), u32::MAX];
    (0..count).take(MOST).chain(beyond)
}

/// What the library parses from texts.
fn values(text: &str) {
    let _ = (Decimal::parse(text), Quantity::parse(text), factrom::fold_name(text).count(), factrom::compiler::split_iri(text));
    let _ = Time::parse(text).map(|time| (time.first.date(), time.last.date(), time.overlaps(DAY)));
    for order in [ValueOrder::Bytes, ValueOrder::Number, ValueOrder::Time, ValueOrder::Quantity] {
        assert_eq!(order.compare(text, text), std::cmp::Ordering::Equal);
        let _ = order.compare(text, "7");
    }
}
