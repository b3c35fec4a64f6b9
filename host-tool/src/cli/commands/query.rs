//! `factrom query`: facts, or plain triples, by any combination of fields.

use factrom::{Facts, Pattern, Stance, Store, TermId, TimeRange};
use serde::Serialize;

use crate::answer::fact_view::{FactView, TermView, Viewer};
use crate::answer::lookup;
use crate::cli::loading::{StoreArgs, open};
use crate::cli::output::{FormatArgs, Row, write_rows};
use crate::cli::{Failure, Outcome, Terminal};
use crate::numbers::counted;

/// Answer a question about facts: all given fields must match
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filters: Filters,
    /// Plain triples instead of facts: asserted ones only, by subject, predicate and object
    #[arg(long, conflicts_with_all = ["speaker", "audience", "place", "source", "stance", "when"])]
    triples: bool,
    #[command(flatten)]
    format: FormatArgs,
}

/// The fields of a question.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Filters {
    /// The subject: an entity's id or any of its names
    #[arg(long, value_name = "ENTITY")]
    subject: Option<String>,
    /// The predicate's id
    #[arg(long, value_name = "ID")]
    predicate: Option<String>,
    /// The object: an entity, or a text, date or quantity as the fact files write it
    #[arg(long, value_name = "TERM")]
    object: Option<String>,
    /// Who says it
    #[arg(long, value_name = "ENTITY")]
    speaker: Option<String>,
    /// To whom
    #[arg(long, value_name = "ENTITY")]
    audience: Option<String>,
    /// Where it is the case
    #[arg(long, value_name = "ENTITY")]
    place: Option<String>,
    /// The source's id
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// asserted, claimed, denied, demanded, proposed, promised, refused, warned, predicted, asked or opined
    #[arg(long, value_parser = stance, value_name = "STANCE")]
    stance: Option<Stance>,
    /// When it is the case: 2022-01, 2022-01-10.., ..2022-01-13, 2022-01-10..2022-01-13
    #[arg(long, value_parser = lookup::time_range, value_name = "TIME")]
    when: Option<TimeRange>,
}

fn stance(word: &str) -> Result<Stance, String> {
    Stance::from_word(word).ok_or_else(|| {
        let words = Stance::ALL.iter().map(|stance| stance.word());
        match crate::diagnostic::nearest(word, words.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", words.collect::<Vec<_>>().join(", ")),
        }
    })
}

impl Filters {
    /// Puts the fields to a store.
    ///
    /// # Errors
    ///
    /// If a name is unknown or ambiguous.
    pub fn apply<'s>(&self, store: &'s Store<'s>) -> Result<Facts<'s>, Failure> {
        let entity = |name: &Option<String>| name.as_ref().map(|name| lookup::entity(store, name)).transpose();
        let pattern = self.pattern(store)?;
        let mut facts = store.facts();
        if let Some(subject) = pattern.subject {
            facts = facts.subject(subject);
        }
        if let Some(predicate) = pattern.predicate {
            facts = facts.predicate(predicate);
        }
        if let Some(object) = pattern.object {
            facts = facts.object(object);
        }
        if let Some(speaker) = entity(&self.speaker)? {
            facts = facts.speaker(speaker);
        }
        if let Some(audience) = entity(&self.audience)? {
            facts = facts.audience(audience);
        }
        if let Some(place) = entity(&self.place)? {
            facts = facts.place(place);
        }
        if let Some(source) = &self.source {
            facts = facts.source(lookup::source(store, source)?);
        }
        if let Some(stance) = self.stance {
            facts = facts.stance(stance);
        }
        if let Some(when) = self.when {
            facts = facts.when(when);
        }
        Ok(facts)
    }

    fn pattern(&self, store: &Store<'_>) -> Result<Pattern, Failure> {
        Ok(Pattern {
            // A subject may be a fact as well.
            subject: self.subject.as_ref().map(|name| lookup::object(store, name)).transpose()?,
            predicate: self.predicate.as_ref().map(|id| lookup::predicate(store, id)).transpose()?,
            object: self.object.as_ref().map(|text| lookup::object(store, text)).transpose()?,
        })
    }
}

/// Answers.
///
/// # Errors
///
/// If the store can't be read, or a name is unknown or ambiguous.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let bytes = args.store.load(terminal)?;
    let store = open(&bytes, &args.store.store)?;
    if args.triples {
        return write_triples(args, &store, terminal);
    }
    let viewer = Viewer::new(&store);
    let facts = args.filters.apply(&store)?.into_iter().map(|fact| viewer.fact(&fact?)).collect::<Result<Vec<_>, _>>()?;
    write_facts(&store, &facts, args.format, terminal)
}

/// Writes facts of a store, or that there are none.
///
/// # Errors
///
/// If they can't be written.
pub fn write_facts(store: &Store<'_>, facts: &[FactView], format: FormatArgs, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let format = format.or_fitting(terminal);
    if facts.is_empty() {
        writeln!(terminal.err, "no fact matches{}", lookup::instead_of_facts(store))?;
        if matches!(format, crate::cli::output::Format::Table) {
            return Ok(Outcome::Findings);
        }
    }
    write_rows(facts, format, terminal)?;
    if matches!(format, crate::cli::output::Format::Table) {
        writeln!(terminal.out, "{}", counted(facts.len(), "fact"))?;
    }
    Ok(if facts.is_empty() { Outcome::Findings } else { Outcome::Ok })
}

#[derive(Serialize)]
struct TripleRow {
    subject: TermView,
    predicate: TermView,
    object: TermView,
    #[serde(skip_serializing_if = "Option::is_none")]
    graph: Option<TermView>,
}

impl Row for TripleRow {
    const HEADINGS: &'static [&'static str] = &["subject", "predicate", "object"];

    fn cells(&self) -> Vec<String> {
        vec![self.subject.label(), self.predicate.label(), self.object.label()]
    }

    fn fields(&self) -> Vec<String> {
        vec![self.subject.id(), self.predicate.id(), self.object.id()]
    }
}

/// A triple where some triples are in named graphs.
#[derive(Serialize)]
struct QuadRow(TripleRow);

impl Row for QuadRow {
    const HEADINGS: &'static [&'static str] = &["subject", "predicate", "object", "graph"];

    fn cells(&self) -> Vec<String> {
        let graph = self.0.graph.as_ref().map_or_else(String::new, TermView::label);
        [self.0.cells(), vec![graph]].concat()
    }

    fn fields(&self) -> Vec<String> {
        let graph = self.0.graph.as_ref().map_or_else(String::new, TermView::id);
        [self.0.fields(), vec![graph]].concat()
    }
}

fn write_triples(args: &Args, store: &Store<'_>, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let viewer = Viewer::new(store);
    let term = |id: TermId| viewer.term(id);
    let mut rows = Vec::new();
    for triple in store.triples(args.filters.pattern(store)?) {
        let triple = triple?;
        rows.push(TripleRow {
            subject: term(triple.subject)?,
            predicate: term(triple.predicate)?,
            object: term(triple.object)?,
            graph: triple.graph.map(term).transpose()?,
        });
    }
    if rows.is_empty() {
        writeln!(terminal.err, "no triple matches")?;
        return Ok(Outcome::Findings);
    }
    let format = args.format.or_fitting(terminal);
    if rows.iter().any(|row| row.graph.is_some()) {
        let rows: Vec<QuadRow> = rows.into_iter().map(QuadRow).collect();
        write_rows(&rows, format, terminal)?;
    } else {
        write_rows(&rows, format, terminal)?;
    }
    Ok(Outcome::Ok)
}
