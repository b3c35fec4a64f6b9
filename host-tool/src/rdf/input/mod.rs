//! Reads RDF files as a stream of quads. Nothing here holds a whole file, an unlimited number of errors, or more than one triple.
//!
//! 1. `stream` turns a path into plain bytes and decompresses gzip and Zstandard.
//! 2. [`mod@format`] determines the format from the name or an option, and what the file looks like if that turns out wrong.
//! 3. `lines` reads N-Triples and N-Quads. The other formats are parsed as whole files (`parse`), through `place` if the parser
//!    does not report positions.
//! 4. `terms` checks the parsed terms, so that the store never holds a term that no format could write.
//! 5. `blank_nodes` gives names that are the same in each run and distinct across files.

pub mod error;
pub mod format;
mod zstd;
mod stream;
mod lines;
mod place;
mod parse;
mod terms;
mod blank_nodes;

use std::io;
use std::path::{Path, PathBuf};

use oxrdf::{GraphName, NamedNode, Quad};

pub use error::{Complaint, Error, Place};
pub use format::Format;
pub use stream::Watch;

use blank_nodes::BlankNodes;
use format::{Looks, mismatch};
use lines::{Line, Lines, MAX_LINE_BYTES};
use parse::Fault;
use stream::Stream;
use terms::{lacks_language, lower_case_language, nesting, take_apart};

/// Maximum number of errors that a lenient run keeps to show. All errors are counted.
pub const MAX_SHOWN: usize = 20;

/// Maximum nesting of triple terms. No data set needs more, and no file or blob may exhaust the stack.
pub(crate) const MAX_NESTING: u32 = 32;

/// Buffer size of the parsers for whole files. Some of them double it, so they report an error at half of it.
const MAX_TOKEN_BYTES: usize = 8 * 1024 * 1024;

/// Receives quads one by one.
pub type Sink<'s> = dyn FnMut(Quad) -> Result<(), Box<dyn std::error::Error>> + 's;

/// A file to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path, or `-` for standard input.
    pub path: PathBuf,
    /// Graph for the triples of its default graph, if not the store's default graph.
    pub graph: Option<NamedNode>,
}

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Format of all files. By default the name of each file tells its format.
    pub format: Option<Format>,
    /// Base of relative IRIs. Without it, relative IRIs are errors, so that a store does not depend on the folder in which it is
    /// built.
    pub base: Option<NamedNode>,
    /// Continue after errors.
    pub lenient: bool,
}

/// Result of reading files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Number of quads passed to the sink. A quad that occurs twice counts twice.
    pub quads: u64,
    /// Number of errors. Greater than 0 only in a lenient run.
    pub errors: u64,
    /// The first [`MAX_SHOWN`] errors.
    pub shown: Vec<Complaint>,
    /// JSON-LD files without any triple. Keys that no context defines are ignored without an error, so this is worth a warning.
    pub no_triples: Vec<PathBuf>,
}

/// Reads files in order and passes their quads to the sink.
///
/// Blank nodes of different files are different nodes. The same files give the same quads in the same order, including names of
/// blank nodes. Memory use: a map of blank nodes, except for a single file in which all blank nodes have labels.
///
/// # Errors
///
/// Returns an error if a file cannot be read or is not RDF, or if the sink returns one. An error within a file is returned unless
/// the run is lenient and some part of the file can be read.
pub fn read(inputs: &[Input], options: &Options, watch: &Watch, sink: &mut Sink<'_>) -> Result<Report, Error> {
    let mut blank_nodes = BlankNodes::default();
    let mut report = Report::default();
    for input in inputs {
        let format = format_of(input, options)?;
        blank_nodes.begin_file(inputs.len() == 1, !format.is_of_lines());
        let before = report.quads;
        let mut reading = Reading {
            input,
            options,
            format,
            looks: Looks::Like,
            first: None,
            errors: 0,
            blank_nodes: &mut blank_nodes,
            report: &mut report,
            sink,
        };
        reading.file(watch)?;
        let (first, errors) = (reading.first, reading.errors);
        match first {
            Some(first) if report.quads == before => return Err(Error::NothingReadable { first, errors }),
            None if report.quads == before && format == Format::Jsonld => report.no_triples.push(input.path.clone()),
            _ => {}
        }
    }
    Ok(report)
}

/// Returns the format of a file without opening it.
///
/// # Errors
///
/// [`Error::UnknownFormat`] if neither an option nor the file name tells the format.
pub fn format_of(input: &Input, options: &Options) -> Result<Format, Error> {
    options.format.or_else(|| Format::of_name(&input.path)).ok_or_else(|| Error::UnknownFormat { path: input.path.clone() })
}

/// A file that is being read.
struct Reading<'r, 's> {
    input: &'r Input,
    options: &'r Options,
    format: Format,
    looks: Looks,
    /// First error in this file.
    first: Option<Complaint>,
    /// Number of errors in this file.
    errors: u64,
    blank_nodes: &'r mut BlankNodes,
    report: &'r mut Report,
    sink: &'r mut Sink<'s>,
}

impl Reading<'_, '_> {
    fn file(&mut self, watch: &Watch) -> Result<(), Error> {
        let stream = Stream::open(&self.input.path, Watch::clone(watch)).map_err(|error| self.io(error))?;
        self.looks = stream.looks;
        if let Looks::Foreign(what, remedy) = stream.looks {
            return Err(Error::NotRdf { path: self.input.path.clone(), what, remedy });
        }
        if self.format.is_of_lines() { self.lines(stream) } else { self.document(stream) }
    }

    fn lines(&mut self, stream: Stream) -> Result<(), Error> {
        let mut lines = Lines::new(stream);
        let mut quads: Vec<Quad> = Vec::new();
        loop {
            let parsed = match lines.next() {
                Err(error) => return Err(self.io(error)),
                Ok(None) => return Ok(()),
                Ok(Some(Line::Text(text))) => parse::line(text, self.format, &mut quads),
                Ok(Some(Line::TooLong)) => Err(Fault::Syntax(None, too_long("a line", MAX_LINE_BYTES))),
            };
            let line = Place { line: lines.number, column: 1, exact: true };
            match parsed {
                Ok(()) => quads.drain(..).try_for_each(|quad| self.accept(quad, Some(line)))?,
                Err(Fault::Io(error)) => return Err(self.io(error)),
                Err(Fault::Syntax(place, message)) => {
                    quads.clear();
                    let place = place.map_or(line, |place| Place { line: line.line + place.line - 1, ..place });
                    self.complain(Some(place), &message)?;
                }
            }
        }
    }

    fn document(&mut self, stream: Stream) -> Result<(), Error> {
        let base = self.options.base.as_ref();
        let quads = parse::document(stream, self.format, base).map_err(|error| Error::Sink(Box::new(error)))?;
        for quad in quads {
            match quad {
                Ok(quad) => self.accept(quad, None)?,
                Err(Fault::Syntax(place, message)) => self.complain(place, &message)?,
                // The parsers report this kind of error if their buffer is full. They cannot continue after it.
                Err(Fault::Io(error)) if error.kind() == io::ErrorKind::OutOfMemory => {
                    let message = too_long("a text, name or comment", MAX_TOKEN_BYTES);
                    return Err(Error::Syntax(Complaint::new(&self.input.path, None, &message)));
                }
                Err(Fault::Io(error)) => return Err(self.io(error)),
            }
        }
        Ok(())
    }

    fn accept(&mut self, mut quad: Quad, place: Option<Place>) -> Result<(), Error> {
        if nesting(&quad.object) > MAX_NESTING {
            take_apart(quad.object);
            return self
                .complain(place, &format!("triple terms are nested more than {MAX_NESTING} levels deep, which is not supported"));
        }
        if lacks_language(&quad.object) {
            return Ok(());
        }
        lower_case_language(&mut quad.object);
        if let (GraphName::DefaultGraph, Some(graph)) = (&quad.graph_name, &self.input.graph) {
            quad.graph_name = graph.clone().into();
        }
        self.report.quads += 1;
        (self.sink)(self.blank_nodes.rename(quad)).map_err(Error::Sink)
    }

    /// Records an error if the run is lenient, and fails with it otherwise.
    fn complain(&mut self, place: Option<Place>, message: &str) -> Result<(), Error> {
        let mut complaint = Complaint::new(&self.input.path, place, message);
        if message.contains("No scheme found") {
            complaint = complaint.with_hint(match self.format.is_of_lines() {
                true => "this format does not allow relative IRIs: write the full IRI",
                false => "use --base to resolve relative IRIs",
            });
        }
        if self.errors == 0 {
            if let Some(hint) = mismatch(self.format, self.looks) {
                complaint = complaint.with_hint(&hint);
            }
        }
        if !self.options.lenient {
            return Err(Error::Syntax(complaint));
        }
        self.errors += 1;
        self.report.errors += 1;
        if self.first.is_none() {
            self.first = Some(complaint.clone());
        }
        if self.report.shown.len() < MAX_SHOWN {
            self.report.shown.push(complaint);
        }
        Ok(())
    }

    fn io(&self, error: io::Error) -> Error {
        Error::Io { path: self.input.path.clone(), error }
    }
}

fn too_long(noun: &str, bytes: usize) -> String {
    format!("{noun} is longer than {} MiB: is this an RDF file?", bytes / (1024 * 1024))
}

/// Whether a path means standard input or standard output.
#[must_use]
pub fn is_standard_stream(path: &Path) -> bool {
    path == Path::new("-")
}
