//! `factrom export`: a store's content for other tools.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use factrom::Store;
use oxrdfio::RdfFormat;

use crate::answer::jsonl;
use crate::answer::lookup::instead_of_facts;
use crate::cli::loading::{StoreArgs, open, write_whole};
use crate::cli::{Failure, Outcome, Terminal};
use crate::rdf::export::{self, Error, Version};

/// Write a store's content as JSON lines or RDF
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    /// What to write
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value_t = Format::Jsonl)]
    format: Format,
    /// The version of RDF [default: 1.1]
    #[arg(long, value_enum, value_name = "VERSION")]
    rdf_version: Option<Version>,
    /// Where to write it; `-` for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One fact a line, as a JSON object
    Jsonl,
    /// RDF, one triple a line
    Ntriples,
    /// RDF, one triple a line with its graph
    Nquads,
    /// RDF for people to read
    Turtle,
    /// RDF with named graphs for people to read
    Trig,
}

impl Format {
    fn rdf(self) -> Option<RdfFormat> {
        match self {
            Format::Jsonl => None,
            Format::Ntriples => Some(RdfFormat::NTriples),
            Format::Nquads => Some(RdfFormat::NQuads),
            Format::Turtle => Some(RdfFormat::Turtle),
            Format::Trig => Some(RdfFormat::TriG),
        }
    }
}

/// Exports. A file appears whole or not at all; standard output is written as the store is read.
///
/// # Errors
///
/// If the store can't be read, can't be had in that format or version of RDF, or the output can't be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    if args.format == Format::Jsonl && args.rdf_version.is_some() {
        return Err(Failure::Usage(
            "--rdf-version says how RDF is written, and jsonl is none: \
             leave it out, or ask for --format ntriples, nquads, turtle or trig"
                .to_string(),
        ));
    }
    let bytes = args.store.load(terminal)?;
    let store = open(&bytes, &args.store.store)?;
    if args.format == Format::Jsonl && store.fact_count() == 0 {
        writeln!(terminal.err, "jsonl has facts alone{}", instead_of_facts(&store))?;
    }
    if args.output == Path::new("-") {
        write(&store, args, terminal.out)?;
    } else {
        let mut content = Vec::new();
        write(&store, args, &mut content)?;
        write_whole(&args.output, &content, terminal)?;
    }
    Ok(Outcome::Ok)
}

fn write(store: &Store<'_>, args: &Args, out: &mut dyn Write) -> Result<(), Error> {
    match args.format.rdf() {
        None => jsonl::write(store, out),
        Some(format) => export::write(store, format, args.rdf_version.unwrap_or_default(), out),
    }
}
