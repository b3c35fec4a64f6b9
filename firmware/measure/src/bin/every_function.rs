//! Calls every public function of the library with input that is opaque to the compiler. It links only if none of them can panic:
//! `panic-never` turns a reachable panic into a linker error. With the feature `indexing` it must not link.
//!
//! `../figures` checks that no public function of `core/src` is missing here.

#![no_std]
#![no_main]

use core::fmt::{self, Debug, Display, Write};
use core::hint::black_box as opaque;

use factrom::compiler::{
    self, Bits, Codec, Column, EliasFano, Packed, Records, TermKind, TermSection, TripleSection, ValueOrder, overlap, split_iri,
    stored_day,
};
use factrom::{
    DatasetId, Day, Decimal, Entity, Evidence, Fact, FactId, Pattern, Quantity, Source, SourceId, Stance, Status, Store, Tag, Term,
    TermId, TermKey, Text, Time, TimeRange, TripleTerm, day, fold_name,
};
use factrom_measure::STORE;
use panic_never as _;

#[cortex_m_rt::entry]
fn main() -> ! {
    loop {
        let input = Input { bytes: opaque(STORE), text: opaque("text"), number: opaque(7) };
        values(&input);
        packed(&input);
        if let Ok(store) = Store::open(input.bytes) {
            of_store(&store, &input);
        }
        let expected = DatasetId(opaque([0; 16]));
        for opened in [
            Store::open_without_crc(input.bytes),
            Store::open_dataset(input.bytes, expected),
            Store::open_dataset_without_crc(input.bytes, expected),
        ] {
            see(opened.map(|store| store.dataset_id()));
        }
        #[cfg(feature = "indexing")]
        see(input.bytes[input.number as usize]);
    }
}

struct Input {
    bytes: &'static [u8],
    text: &'static str,
    number: u32,
}

/// Uses a value, so that the compiler cannot discard it.
fn see<T>(value: T) {
    opaque(value);
}

struct Sink;

impl Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        see(text);
        Ok(())
    }
}

/// Formats a value, as a log on a board does.
fn show(value: impl Display + Debug) {
    see(write!(Sink, "{value} {value:?}"));
}

fn values(input: &Input) {
    let Input { text, number, .. } = *input;
    if let Some(day) = Day::from_date(number.cast_signed(), opaque(1), opaque(2)) {
        see((day.date(), stored_day(day)));
    }
    see(Day(number.cast_signed()).date());
    see(day(text));
    if let Ok(time) = Time::parse(text) {
        let range = TimeRange::from(time);
        see((time.overlaps(range), overlap(range, TimeRange::from(time..))));
        see((TimeRange::from(..=time), TimeRange::from(time..=time), TimeRange::from(time..time), TimeRange::from(..)));
    }
    see(Time::parse(text).map_err(show));
    see(Quantity::parse(text).map_err(show));
    see(Decimal::parse(text) < Decimal::parse(opaque("1")));
    see(ValueOrder::from_number(number).map(|order| order.compare(text, opaque("2"))));
    see((Stance::from_word(text).map(Stance::word), Status::from_word(text).map(Status::word)));
    fold_name(text).for_each(see);
    see(split_iri(text));
    let hash = compiler::murmur3_32(text.as_bytes(), compiler::seed(TermKind::Typed, text));
    see(compiler::scale(compiler::slot_hash(hash, number, text.as_bytes()), number));
    see((Tag::from_number(opaque(1)).map(|tag| (tag.name(), Tag::ALL.len())), compiler::MAGIC));
    see(compiler::number_bytes(number));
}

fn packed(input: &Input) {
    let (bits, width) = (Bits::new(input.bytes), opaque(5));
    let column = Column { base: input.number, step: input.number, width, bits };
    see((column.get(input.number), bits.as_bytes()));
    see(Packed { width, bits }.value(input.number));
    see(Records { widths: opaque([3, 4]), width, bits }.get(input.number));
    see(EliasFano { low_width: opaque(3), low: bits, high: bits, samples: column }.get(input.number));
    see((
        TermSection::decode(input.bytes).is_some(),
        TripleSection::decode(input.bytes).is_some(),
        Codec::decode(input.bytes).is_some(),
    ));
}

fn of_store(store: &Store<'_>, input: &Input) {
    let Input { text, number, .. } = *input;
    let (term, id) = (TermId(number), text);
    show(store.dataset_id());
    see((store.fact_count(), store.entity_count(), store.source_count(), store.term_count(), store.triple_count()));
    for text in [store.name(), store.title(), store.namespace(), store.language(), store.license()].into_iter().flatten() {
        of_text(text, input);
    }
    let triple = TripleTerm { subject: term, predicate: term, object: term };
    for key in [
        TermKey::Iri(text),
        TermKey::Blank(text),
        TermKey::String(text),
        TermKey::Language(text, id),
        TermKey::Typed(text, id),
        TermKey::Triple(triple),
    ] {
        see(store.find(opaque(key)).map_err(show));
    }
    if let Ok(term) = store.term(term) {
        show(term);
        see(matches!(term, Term::Triple(_)));
        term.text().into_iter().for_each(|text| of_text(text, input));
    }
    let pattern = Pattern { subject: opaque(None), predicate: opaque(None), object: opaque(Some(term)) };
    for triple in store.triples(pattern) {
        see(triple);
    }
    see((store.time_of(term), store.is_functional(term), store.predicate(id)));
    see((store.predicate_label(term).is_ok(), store.class_label(term).is_ok()));
    store.predicates().for_each(see);
    store.classes().for_each(see);
    for entity in [store.entity(text).ok(), store.entity_of(term).ok().flatten()].into_iter().flatten() {
        of_entity(entity);
    }
    for entity in store.all_entities().flatten() {
        of_entity(entity);
    }
    for entity in store.entities(text).into_iter().flatten().flatten() {
        of_entity(entity);
    }
    for source in store.all_sources().chain(store.source(id)).chain(store.source_numbered(SourceId(number))) {
        of_source(source);
    }
    for fact in
        [store.fact(FactId(number)).ok(), store.fact_named(id).ok(), store.fact_of(term).ok().flatten()].into_iter().flatten()
    {
        of_fact(fact);
    }
    questions(store, input);
}

fn questions(store: &Store<'_>, input: &Input) {
    let term = TermId(input.number);
    let Ok(time) = day(input.text) else { return };
    let mut facts = store.facts();
    if opaque(true) {
        facts = facts.subject(term).predicate(term).object(term);
    }
    if opaque(true) {
        facts =
            facts.speaker(term).audience(term).place(term).source(SourceId(input.number)).stance(opaque(Stance::Denied)).when(time);
    }
    for fact in facts.into_iter().chain(facts.timeline()).chain(store.timeline(time)) {
        see(fact.map_err(show));
    }
    see(store.timeline(time).collect_into::<FactId, 4>().map_err(show));
}

fn of_text(text: Text<'_>, input: &Input) {
    show(text);
    see((text.is_empty(), text.is(input.text), text.compare(input.text.bytes()), text.write_to(&mut Sink)));
    text.bytes().for_each(see);
    text.chars().for_each(see);
}

fn of_entity(entity: Entity<'_>) {
    show(entity);
    see((entity.term(), entity.index(), entity.class()));
    for text in [entity.iri(), entity.label(), entity.description()].into_iter().flatten() {
        show(text);
    }
    for name in entity.names().flatten() {
        see((name.text.is_empty(), name.misspelled));
    }
    for role in entity.roles().flatten() {
        see((role.title.is_empty(), role.at, role.when));
    }
}

fn of_source(source: Source<'_>) {
    see(write!(Sink, "{source:?}"));
    see((source.index(), source.term(), source.sha256(), SourceId::from(source)));
    let texts =
        [source.title(), source.publisher(), source.authors(), source.date(), source.language(), source.file(), source.address()];
    texts.into_iter().flatten().for_each(show);
}

fn of_fact(fact: Fact<'_>) {
    show(fact);
    see((fact.id(), fact.reifier(), fact.subject(), fact.predicate(), fact.object(), fact.when(), fact.time()));
    see((fact.stance().map(show), fact.status().map(show)));
    for text in [fact.iri(), fact.statement()].into_iter().flatten().chain(fact.note().ok().flatten()) {
        show(text);
    }
    for values in [fact.speakers(), fact.audience(), fact.places(), fact.said_on(), fact.said_at()] {
        values.for_each(see);
    }
    fact.disputes().chain(fact.corroborations()).for_each(|fact| see(fact.map(|fact| fact.id())));
    fact.qualifiers().for_each(see);
    fact.evidence().flatten().for_each(of_evidence);
}

fn of_evidence(evidence: Evidence<'_>) {
    see(write!(Sink, "{evidence:?}"));
    see((evidence.source().map(|source| source.index()), evidence.paragraph(), evidence.start()));
    evidence.anchor().into_iter().chain(evidence.quote().ok().flatten()).for_each(show);
}
