//! `factrom query`: finds facts, or plain triples, by any combination of fields.

use factrom::{Stance, Store, TimeRange};
use factrom_query::{Answer, Ask, Cells, Column, Named, Pattern};
use serde::Serialize;

use crate::answer::ask::answers;
use crate::answer::fact_view::{TermView, TripleView, Viewer};
use crate::answer::lookup::{self, LookupError};
use crate::answer::rows;
use crate::cli::loading::{StoreArgs, open};
use crate::cli::output::{Format, FormatArgs, Row, write_csv, write_rows};
use crate::cli::{Failure, Outcome, Terminal};
use crate::numbers::counted;

/// Find facts that match all given fields
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filters: Filters,
    /// Find asserted triples instead of facts, by subject, predicate and object
    #[arg(long, conflicts_with_all = ["speaker", "audience", "place", "source", "stance", "when"])]
    triples: bool,
    #[command(flatten)]
    format: FormatArgs,
}

/// Fields that a fact must match.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Filters {
    /// Subject: the id or any name of an entity, or fact/ID for a fact
    #[arg(long, value_name = "ENTITY")]
    subject: Option<String>,
    /// Predicate: its id
    #[arg(long, value_name = "ID")]
    predicate: Option<String>,
    /// Object: an entity, fact/ID for a fact, or a text, date, quantity or number as written in fact files
    #[arg(long, value_name = "TERM")]
    object: Option<String>,
    /// Speaker: who says it
    #[arg(long, value_name = "ENTITY")]
    speaker: Option<String>,
    /// Audience: who it is said to
    #[arg(long, value_name = "ENTITY")]
    audience: Option<String>,
    /// Place: where it holds
    #[arg(long, value_name = "ENTITY")]
    place: Option<String>,
    /// Source: its id
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Stance: asserted, claimed, denied, demanded, proposed, promised, refused, warned, predicted, asked or opined
    #[arg(long, value_parser = stance, value_name = "STANCE")]
    stance: Option<Stance>,
    /// Time when it holds: 2022-01, 2022-01-10.., ..2022-01-13 or 2022-01-10..2022-01-13
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
    /// Returns the filters as plain data.
    ///
    /// # Errors
    ///
    /// Returns an error if a subject or object is unknown, or if its name is ambiguous.
    pub fn filters(&self, store: &Store<'_>) -> Result<factrom_query::Filters<&str>, LookupError> {
        Ok(factrom_query::Filters {
            triple: self.pattern(store)?,
            stance: self.stance.map(Stance::word),
            speaker: self.speaker.as_deref(),
            audience: self.audience.as_deref(),
            place: self.place.as_deref(),
            source: self.source.as_deref(),
            when: self.when.map(|when| (when.first.0, when.last.0)),
        })
    }

    fn pattern(&self, store: &Store<'_>) -> Result<Pattern<&str>, LookupError> {
        let term = |text: &Option<String>| text.as_ref().map(|text| lookup::term(store, text).map(Named::Term)).transpose();
        Ok(Pattern {
            subject: term(&self.subject)?,
            predicate: self.predicate.as_deref().map(without_brackets),
            object: term(&self.object)?,
        })
    }
}

/// Removes the brackets of an IRI in the notation of N-Triples. Rows show IRIs without them.
fn without_brackets(iri: &str) -> &str {
    iri.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(iri)
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error if the store cannot be read, or if a name is unknown or ambiguous.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let bytes = args.store.load(terminal)?;
    let store = open(&bytes, &args.store.store)?;
    if args.triples {
        let ask = Ask::Pattern(args.filters.pattern(&store)?);
        return write_triples(&store, &ask, args.format, terminal);
    }
    let ask = Ask::Facts(args.filters.filters(&store)?);
    write_facts(&store, &ask, args.format, terminal)
}

/// Finds facts and writes them, or a message if there are none.
///
/// # Errors
///
/// Returns an error if a name is unknown or ambiguous, or if the output cannot be written.
pub fn write_facts(store: &Store<'_>, ask: &Ask<&str>, format: FormatArgs, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let answers = answers(store, ask)?;
    let format = format.or_fitting(terminal);
    if answers.is_empty() {
        writeln!(terminal.err, "no fact matches{}", lookup::instead_of_facts(store))?;
        if format == Format::Table {
            return Ok(Outcome::Findings);
        }
    }
    if format == Format::Csv {
        write_answers(store, rows::FACT, &answers, terminal)?;
    } else {
        let viewer = Viewer::new(store);
        let fact = |answer: &Answer<'_>| if let Answer::Fact(fact) = answer { Some(viewer.fact(fact)) } else { None };
        let views = answers.iter().filter_map(fact).collect::<Result<Vec<_>, _>>()?;
        write_rows(&views, format, terminal)?;
        if format == Format::Table {
            writeln!(terminal.out, "{}", counted(views.len(), "fact"))?;
        }
    }
    Ok(if answers.is_empty() { Outcome::Findings } else { Outcome::Ok })
}

fn write_triples(store: &Store<'_>, ask: &Ask<&str>, format: FormatArgs, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let answers = answers(store, ask)?;
    if answers.is_empty() {
        writeln!(terminal.err, "no triple matches")?;
        return Ok(Outcome::Findings);
    }
    let format = format.or_fitting(terminal);
    let in_graph = |answer: &Answer<'_>| matches!(answer, Answer::Triple(triple) if triple.graph.is_some());
    let with_graphs = answers.iter().any(in_graph);
    if format == Format::Csv {
        write_answers(store, if with_graphs { rows::QUAD } else { rows::TRIPLE }, &answers, terminal)?;
        return Ok(Outcome::Ok);
    }
    let viewer = Viewer::new(store);
    let triple = |answer: &Answer<'_>| if let Answer::Triple(triple) = answer { Some(viewer.triple(triple)) } else { None };
    let views = answers.iter().filter_map(triple);
    if with_graphs {
        write_rows(&views.map(|view| view.map(QuadRow)).collect::<Result<Vec<_>, _>>()?, format, terminal)?;
    } else {
        write_rows(&views.collect::<Result<Vec<_>, _>>()?, format, terminal)?;
    }
    Ok(Outcome::Ok)
}

/// Writes answers as CSV.
fn write_answers(
    store: &Store<'_>,
    columns: &[Column],
    answers: &[Answer<'_>],
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    let cells = Cells::new(store);
    let headings = columns.iter().map(|column| rows::heading(*column));
    write_csv(headings, answers.iter().map(|answer| rows::row(&cells, columns, answer)), terminal)
}

impl Row for TripleView {
    const HEADINGS: &'static [&'static str] = &["subject", "predicate", "object"];

    fn cells(&self) -> Vec<String> {
        vec![self.subject.label(), self.predicate.label(), self.object.label()]
    }
}

/// A triple with its graph, for stores with named graphs.
#[derive(Serialize)]
struct QuadRow(TripleView);

impl Row for QuadRow {
    const HEADINGS: &'static [&'static str] = &["subject", "predicate", "object", "graph"];

    fn cells(&self) -> Vec<String> {
        let graph = self.0.graph.as_ref().map_or_else(String::new, TermView::label);
        [self.0.cells(), vec![graph]].concat()
    }
}
