//! `factrom stats`: shows the content of a store and the size of its parts.

use std::io::Write as _;

use factrom::{Store, Tag};
use flate2::Compression;
use flate2::write::GzEncoder;
use oxrdfio::RdfFormat;
use serde::Serialize;

use crate::cli::loading::{StoreArgs, open_checked};
use crate::cli::output::{FormatArgs, Row, write_rows};
use crate::cli::{Failure, Outcome, Terminal};
use crate::compile::Envelope;
use crate::rdf::export::{Error, Version, write};

/// Show the content of a store and the size of its parts
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    /// Also show the size of the same data as N-Triples (or N-Quads), plain and after gzip -9
    #[arg(long)]
    compare: bool,
    #[command(flatten)]
    format: FormatArgs,
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
}

impl Row for Figure {
    const HEADINGS: &'static [&'static str] = &["figure", "value"];

    fn cells(&self) -> Vec<String> {
        let value = if self.value.fract() == 0.0 { format!("{}", self.value) } else { format!("{:.1}", self.value) };
        vec![self.name.clone(), format!("{value} {}", self.unit).trim_end().to_string()]
    }

    const FIELDS: &'static [&'static str] = &["name", "value", "unit"];

    fn fields(&self) -> Vec<String> {
        vec![self.name.clone(), self.value.to_string(), self.unit.to_string()]
    }
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error if the store cannot be read.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let bytes = args.store.load(terminal)?;
    let store = open_checked(&bytes, &args.store.store)?;
    let mut figures = figures(&store, &bytes)?;
    if args.compare {
        figures.extend(comparison(&store)?);
    }
    write_rows(&figures, args.format.or_fitting(terminal), terminal)?;
    Ok(Outcome::Ok)
}

fn figures(store: &Store<'_>, bytes: &[u8]) -> Result<Vec<Figure>, Failure> {
    let count = |name: &str, value: u32| Figure { name: name.to_string(), value: f64::from(value), unit: "" };
    let size = |name: String, value: usize| Figure { name, value: value as f64, unit: "bytes" };
    let mut figures = vec![
        count("facts", store.fact_count()),
        count("asserted triples", store.triple_count()),
        count("entities", store.entity_count()),
        count("sources", store.source_count()),
        count("terms", store.term_count()),
    ];
    let envelope = Envelope::read(bytes).map_err(|error| Failure::BadInput(error.to_string()))?;
    let total = envelope.len_bytes;
    let mut in_sections = 0;
    for section in &envelope.sections {
        let name = Tag::from_number(section.tag).map_or_else(|| section.tag.to_string(), |tag| tag.name().to_string());
        figures.push(size(format!("section {name}"), section.bytes.len()));
        in_sections += section.bytes.len();
    }
    figures.push(size("envelope and checksum".to_string(), total - in_sections));
    figures.push(size("blob".to_string(), total));
    if store.fact_count() > 0 {
        figures.push(Figure { name: "per fact".to_string(), value: total as f64 / f64::from(store.fact_count()), unit: "bytes" });
    }
    Ok(figures)
}

/// Returns the size of the same data as N-Triples; as N-Quads if there are named graphs, and as RDF 1.2 if needed.
fn comparison(store: &Store<'_>) -> Result<Vec<Figure>, Failure> {
    let formats = [RdfFormat::NTriples, RdfFormat::NQuads];
    let attempts = formats.into_iter().flat_map(|format| [(format, Version::Rdf11), (format, Version::Rdf12)]);
    let mut results = attempts.map(|(format, version)| {
        let mut text = Vec::new();
        (format.name(), write(store, format, version, &mut text).map(|()| text))
    });
    let holds_it = |result: &Result<_, Error>| !matches!(result, Err(Error::NamedGraph { .. } | Error::NeedsRdf12 { .. }));
    let Some((name, result)) = results.find(|(_, result)| holds_it(result)) else { return Ok(Vec::new()) };
    let text = result.map_err(|error| Failure::BadInput(format!("cannot write the data as {name} for the comparison: {error}")))?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&text)?;
    let compressed = gzip.finish()?;
    let size = |name: String, bytes: &[u8]| Figure { name, value: bytes.len() as f64, unit: "bytes" };
    Ok(vec![size(format!("as {name}"), &text), size(format!("as {name}, gzip -9"), &compressed)])
}
