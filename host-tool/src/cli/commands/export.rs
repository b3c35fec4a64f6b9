//! `factrom export`: writes the content of a store for other tools.

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

/// Write the content of a store as JSON lines or RDF
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    /// Output format
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value_t = Format::Jsonl)]
    format: Format,
    /// RDF version [default: 1.1]
    #[arg(long, value_enum, value_name = "VERSION")]
    rdf_version: Option<Version>,
    /// Output file; `-` for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// JSON lines: one fact per line
    Jsonl,
    /// RDF, one triple per line
    Ntriples,
    /// RDF, one triple with its graph per line
    Nquads,
    /// RDF in a form that is easy to read
    Turtle,
    /// RDF with named graphs in a form that is easy to read
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

/// Runs the command. A file is written atomically; standard output is written while the store is read.
///
/// # Errors
///
/// Returns an error if the store cannot be read, if the format or RDF version does not support its content, or if the output
/// cannot be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    if args.format == Format::Jsonl && args.rdf_version.is_some() {
        return Err(Failure::Usage(
            "--rdf-version has no effect on jsonl, which is not RDF: \
             omit it, or use --format ntriples, nquads, turtle or trig"
                .to_string(),
        ));
    }
    let bytes = args.store.load(terminal)?;
    let store = open(&bytes, &args.store.store)?;
    if args.format == Format::Jsonl && store.fact_count() == 0 {
        writeln!(terminal.err, "jsonl contains only facts{}", instead_of_facts(&store))?;
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
