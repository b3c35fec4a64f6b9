//! `factrom show`: shows everything known about an entity or a fact, with sources and disputes.

use clap::ValueEnum;
use factrom::{Entity, Error, Fact, Store};
use factrom_query::{Answer, Ask, Cells, Column, Filters, Named, Pattern};
use serde::Serialize;

use crate::answer::ask::facts;
use crate::answer::fact_view::{FactView, TermView, Viewer};
use crate::answer::lookup::{self, LookupError};
use crate::answer::rows;
use crate::cli::loading::{StoreArgs, open};
use crate::cli::output::table;
use crate::cli::{Failure, Outcome, Terminal};
use crate::numbers::counted;

/// Show everything known about an entity or a fact, with sources and disputes
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Id or any name of an entity, or id of a fact (also as fact/ID)
    #[arg(value_name = "ENTITY|FACT")]
    name: String,
    #[command(flatten)]
    store: StoreArgs,
    /// Output format [default: text on a terminal, otherwise json]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    format: Option<Form>,
}

/// Output format of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text and tables
    Text,
    /// JSON object
    Json,
}

#[derive(Serialize)]
struct EntityPage {
    id: String,
    label: String,
    class: TermView,
    description: String,
    aliases: Vec<String>,
    misspellings: Vec<String>,
    roles: Vec<RoleView>,
    about: Vec<FactView>,
    said: Vec<FactView>,
    said_to: Vec<FactView>,
    there: Vec<FactView>,
}

#[derive(Serialize)]
struct RoleView {
    title: String,
    at: Option<TermView>,
    when: Option<String>,
}

#[derive(Serialize)]
struct FactPage {
    #[serde(flatten)]
    fact: FactView,
    disputed_by: Vec<FactView>,
    corroborated_by: Vec<FactView>,
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error if the store cannot be read, or if nothing has that name.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let bytes = args.store.load(terminal)?;
    let store = open(&bytes, &args.store.store)?;
    let form = args.format.unwrap_or(if terminal.out_is_terminal { Form::Text } else { Form::Json });
    match Answer::named(&store, &args.name) {
        Ok(Answer::Entity(entity)) => write_page(&entity_page(&store, &entity)?, form, terminal, entity_text),
        Ok(Answer::Fact(fact)) => write_page(&fact_page(&store, &fact)?, form, terminal, fact_text),
        Ok(Answer::Triple(_)) => Err(Failure::NoMatch(format!("`{}` is a triple", args.name))),
        Err(unanswered) => Err(match lookup::explain(&store, &unanswered) {
            LookupError::NotFound(_) => {
                Failure::NoMatch(format!("{}{}", lookup::no_page(&store, &args.name)?, in_triples(&store, &args.name)))
            }
            error => error.into(),
        }),
    }
}

/// Returns a hint for a name that occurs only in triples.
fn in_triples(store: &Store<'_>, name: &str) -> String {
    match lookup::term(store, name) {
        Ok(_) => format!(", but triples have it: use `factrom query --triples --subject '{name}'`, or --object"),
        Err(_) => lookup::instead_of_facts(store),
    }
}

fn write_page<P: Serialize>(
    page: &P,
    form: Form,
    terminal: &mut Terminal<'_>,
    text: fn(&P, Option<u16>) -> String,
) -> crate::cli::Result {
    match form {
        Form::Text => write!(terminal.out, "{}", text(page, terminal.width))?,
        Form::Json => {
            serde_json::to_writer_pretty(&mut terminal.out, page).map_err(std::io::Error::from)?;
            writeln!(terminal.out)?;
        }
    }
    Ok(Outcome::Ok)
}

fn entity_page(store: &Store<'_>, entity: &Entity<'_>) -> Result<EntityPage, Failure> {
    let viewer = Viewer::new(store);
    let (mut aliases, mut misspellings) = (Vec::new(), Vec::new());
    for name in entity.names().skip(1) {
        let name = name?;
        if name.misspelled { &mut misspellings } else { &mut aliases }.push(name.text.to_string());
    }
    let roles = entity.roles().map(|role| {
        let role = role?;
        Ok(RoleView {
            title: role.title.to_string(),
            at: role.at.map(|at| viewer.term(at)).transpose()?,
            when: role.when.map(|when| store.term(when)).transpose()?.map(|when| when.to_string()),
        })
    });
    let facts = |filters: Filters<&str>| facts(store, &Ask::Facts(filters));
    let views = |facts: &[Fact<'_>]| facts.iter().map(|fact| viewer.fact(fact)).collect::<Result<Vec<_>, Error>>();
    let (term, iri) = (entity.term(), entity.iri()?.to_string());
    let (subject, object) = (Some(Named::Term(term)), Some(Named::Term(term)));
    let mut about = facts(Filters { triple: Pattern { subject, ..Pattern::default() }, ..Filters::default() })?;
    for fact in facts(Filters { triple: Pattern { object, ..Pattern::default() }, ..Filters::default() })? {
        if fact.subject()? != term {
            about.push(fact);
        }
    }
    Ok(EntityPage {
        id: rows::row(&Cells::new(store), &[Column::Id], &Answer::Entity(*entity))?.concat(),
        label: entity.label()?.to_string(),
        class: viewer.term(entity.class()?)?,
        description: entity.description()?.to_string(),
        aliases,
        misspellings,
        roles: roles.collect::<Result<_, Error>>()?,
        about: views(&about)?,
        said: views(&facts(Filters { speaker: Some(&iri), ..Filters::default() })?)?,
        said_to: views(&facts(Filters { audience: Some(&iri), ..Filters::default() })?)?,
        there: views(&facts(Filters { place: Some(&iri), ..Filters::default() })?)?,
    })
}

fn fact_page(store: &Store<'_>, fact: &Fact<'_>) -> Result<FactPage, Failure> {
    let viewer = Viewer::new(store);
    let disputed_by = fact.disputes().map(|fact| viewer.fact(&fact?)).collect::<Result<_, Error>>()?;
    let corroborated_by = fact.corroborations().map(|fact| viewer.fact(&fact?)).collect::<Result<_, Error>>()?;
    Ok(FactPage { fact: viewer.fact(fact)?, disputed_by, corroborated_by })
}

fn entity_text(page: &EntityPage, width: Option<u16>) -> String {
    let mut text = format!("{} ({})\n{}\n", page.label, page.class.label(), page.description);
    if !page.aliases.is_empty() {
        text.push_str(&format!("also called: {}\n", page.aliases.join(", ")));
    }
    if !page.misspellings.is_empty() {
        text.push_str(&format!("misspelled as: {}\n", page.misspellings.join(", ")));
    }
    for role in &page.roles {
        let at = role.at.as_ref().map_or_else(String::new, |at| format!(", {}", at.label()));
        let when = role.when.as_ref().map_or_else(String::new, |when| format!(" ({when})"));
        text.push_str(&format!("role: {}{at}{when}\n", role.title));
    }
    let sections = [
        (format!("about {}", page.label), &page.about),
        (format!("said by {}", page.label), &page.said),
        (format!("said to {}", page.label), &page.said_to),
        (format!("in {}", page.label), &page.there),
    ];
    for (heading, facts) in sections {
        if !facts.is_empty() {
            text.push_str(&format!("\n{heading}: {}\n{}\n", counted(facts.len(), "fact"), table::<FactView>(facts, width)));
        }
    }
    text
}

fn fact_text(page: &FactPage, width: Option<u16>) -> String {
    let fact = &page.fact;
    let mut text = format!("{}\n{}\n\n", fact.statement, fact.id);
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{name:<13}{value}\n"));
        }
    };
    line("triple", &format!("{} · {} · {}", fact.subject.label(), fact.predicate.label(), fact.object.label()));
    line("stance", &fact.put_forward());
    line("audience", &fact.audience.labels());
    line("when", fact.when.as_deref().unwrap_or(""));
    line("where", &fact.place.labels());
    line("said on", fact.said_on.as_deref().unwrap_or(""));
    line("said at", &fact.said_at.labels());
    for qualifier in &fact.qualifiers {
        line("", &format!("{}: {}", qualifier.predicate.label(), qualifier.object.label()));
    }
    line("note", fact.note.as_deref().unwrap_or(""));
    for evidence in &fact.evidence {
        line(
            "evidence",
            &format!(
                "{}, paragraph {}: \u{201c}{}\u{201d} ({})",
                evidence.source, evidence.paragraph, evidence.anchor, evidence.article
            ),
        );
        line("", evidence.quote.as_deref().unwrap_or(""));
    }
    for (heading, facts) in [("disputed by", &page.disputed_by), ("corroborated by", &page.corroborated_by)] {
        if !facts.is_empty() {
            text.push_str(&format!("\n{heading}\n{}\n", table::<FactView>(facts, width)));
        }
    }
    text
}
