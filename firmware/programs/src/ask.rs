//! Asks a dozen questions about the facts of five news articles, and logs the answers with `defmt`.
//!
//! The library's own types are logged: a [`factrom::Fact`] as its stance and statement, [`factrom::Evidence`] as its source,
//! paragraph and anchor. Texts are decoded while they are sent, and never held in memory.

use defmt::println;
use factrom::{Entity, Error, Fact, FactId, Pattern, Stance, Store, TermId, Text, day};

use crate::open::with_store;
use crate::{ALL_WELL, FAILED};

/// A question, and the function that answers it.
type Question = (&'static str, fn(&Store<'_>) -> Result<(), Error>);

/// Opens the store in the region and answers the questions. Returns the exit status.
#[must_use]
pub fn ask(region: &[u8]) -> u8 {
    with_store(region, answer)
}

fn answer(store: &Store<'_>) -> u8 {
    if let Some(title) = store.title() {
        println!("{}", title);
    }
    println!("{=u32} facts, {=u32} entities, {=u32} sources", store.fact_count(), store.entity_count(), store.source_count());
    for (question, answer) in QUESTIONS {
        println!("");
        println!("{=str}", question);
        if let Err(error) = answer(store) {
            defmt::error!("no answer: {}", error);
            return FAILED;
        }
    }
    ALL_WELL
}

const QUESTIONS: [Question; 12] = [
    ("Who is Mr. Rybakov, as one article prints him?", who_is_rybakov),
    ("What do the sources themselves say about NATO?", what_is_said_of_nato),
    ("Who denied that Russia intends to attack Ukraine?", who_denied_the_intent),
    ("What did Biden warn Putin about in December 2021?", what_biden_warned_of),
    ("What is to happen from 11 to 13 January 2022?", what_is_to_happen),
    ("How long did the talks in Geneva last? The sources disagree.", how_long_the_talks_lasted),
    ("Which source corroborates which?", what_corroborates),
    ("How many people were killed in eastern Ukraine?", how_many_were_killed),
    ("Which source says that the situation is not hopeless, and where?", where_it_is_written),
    ("Which triples say how long something lasts?", what_triples_show),
    ("Is there a triple that says that Russia intends to attack Ukraine?", what_triples_do_not_show),
    ("What if an answer does not fit into its buffer?", what_if_there_is_no_room),
];

/// A misspelling from a source finds the person it stands for.
fn who_is_rybakov(store: &Store<'_>) -> Result<(), Error> {
    let entity = store.entity("Mr. Rybakov")?;
    println!("  {}: {}", entity, entity.description()?);
    for role in entity.roles() {
        let role = role?;
        println!("  {}", role.title);
    }
    for name in entity.names() {
        let name = name?;
        if name.misspelled {
            println!("  misspelt as {}", name.text);
        }
    }
    Ok(())
}

fn what_is_said_of_nato(store: &Store<'_>) -> Result<(), Error> {
    for fact in store.facts().subject(store.entity("NATO")?).stance(Stance::Asserted) {
        println!("  {}", fact?);
    }
    Ok(())
}

fn who_denied_the_intent(store: &Store<'_>) -> Result<(), Error> {
    let denied = store
        .facts()
        .subject(store.entity("Russia")?)
        .predicate(store.predicate("intends-to-attack")?)
        .object(store.entity("Ukraine")?)
        .stance(Stance::Denied);
    for fact in denied {
        let fact = fact?;
        println!("  {}", fact);
        for speaker in fact.speakers() {
            println!("    said by {}", entity(store, speaker?)?);
        }
    }
    Ok(())
}

fn what_biden_warned_of(store: &Store<'_>) -> Result<(), Error> {
    let (biden, putin) = (store.entity("Biden")?, store.entity("Putin")?);
    for fact in store.facts().speaker(biden).audience(putin).stance(Stance::Warned) {
        println!("  {}", fact?);
    }
    Ok(())
}

fn what_is_to_happen(store: &Store<'_>) -> Result<(), Error> {
    // The dates are constants, so they are known to be valid.
    let (Ok(first), Ok(last)) = (day("2022-01-11"), day("2022-01-13")) else { return Err(Error::NotFound) };
    let dated = store.facts().predicate(store.predicate("takes-place-on")?).when(first..=last);
    for fact in dated.timeline() {
        println!("  {}", fact?);
    }
    Ok(())
}

fn how_long_the_talks_lasted(store: &Store<'_>) -> Result<(), Error> {
    let nearly_eight = store.fact_named("talks-last-nearly-eight-hours")?;
    println!("  {}", nearly_eight);
    log_evidence(&nearly_eight)?;
    for other in nearly_eight.disputes() {
        let other = other?;
        println!("  disputed: {}", other);
        log_evidence(&other)?;
    }
    Ok(())
}

fn what_corroborates(store: &Store<'_>) -> Result<(), Error> {
    let seven = store.fact_named("geneva-talks-lasted-7-hours")?;
    println!("  {}", seven);
    log_evidence(&seven)?;
    for other in seven.corroborations() {
        let other = other?;
        println!("  corroborated: {}", other);
        log_evidence(&other)?;
    }
    Ok(())
}

/// The quantity keeps its comparator: "more than" is never shown as an exact number.
fn how_many_were_killed(store: &Store<'_>) -> Result<(), Error> {
    for fact in store.facts().predicate(store.predicate("kills")?) {
        let fact = fact?;
        println!("  {}", text(store, fact.object()?)?);
        println!("  {}", fact);
    }
    Ok(())
}

fn where_it_is_written(store: &Store<'_>) -> Result<(), Error> {
    let fact = store.fact_named("impasse-ryabkov-not-hopeless")?;
    println!("  {}", fact);
    for evidence in fact.evidence() {
        let evidence = evidence?;
        let source = evidence.source()?;
        println!("  {}", evidence);
        println!("    {}, {}", source.publisher()?, source.date()?);
    }
    Ok(())
}

fn what_triples_show(store: &Store<'_>) -> Result<(), Error> {
    let pattern = Pattern { predicate: Some(store.predicate("lasts")?), ..Pattern::default() };
    for triple in store.triples(pattern) {
        let triple = triple?;
        println!("  {} lasts {}", entity(store, triple.subject)?, text(store, triple.object)?);
    }
    Ok(())
}

/// What somebody only claims, denies or believes is not a triple.
fn what_triples_do_not_show(store: &Store<'_>) -> Result<(), Error> {
    let terms: (TermId, TermId, TermId) =
        (store.entity("Russia")?.into(), store.predicate("intends-to-attack")?, store.entity("Ukraine")?.into());
    let pattern = Pattern { subject: Some(terms.0), predicate: Some(terms.1), object: Some(terms.2) };
    println!("  triples: {=usize}", store.triples(pattern).count());
    for fact in store.facts().subject(terms.0).predicate(terms.1).object(terms.2) {
        let fact = fact?;
        println!("  {}: {}", fact.stance()?, fact.statement()?);
    }
    Ok(())
}

/// Nothing is dropped silently: what does not fit is an error.
fn what_if_there_is_no_room(store: &Store<'_>) -> Result<(), Error> {
    let few: Result<heapless::Vec<FactId, 4>, Error> = store.facts().subject(store.entity("NATO")?).into_iter().collect_into();
    match few {
        Ok(few) => println!("  {=usize} facts", few.len()),
        Err(error) => println!("  {}", error),
    }
    Ok(())
}

/// Returns the entity of a term. In these facts, each speaker and subject is an entity.
fn entity<'s>(store: &'s Store<'_>, term: TermId) -> Result<Entity<'s>, Error> {
    store.entity_of(term)?.ok_or(Error::NotFound)
}

/// Returns the text of a literal.
fn text<'s>(store: &'s Store<'_>, term: TermId) -> Result<Text<'s>, Error> {
    store.term(term)?.text().ok_or(Error::NotFound)
}

fn log_evidence(fact: &Fact<'_>) -> Result<(), Error> {
    for evidence in fact.evidence() {
        println!("    {}", evidence?);
    }
    Ok(())
}
