//! RDF files as quads, one by one: nothing here holds a file, a million errors, or more than one triple.
//!
//! 1. `stream`: from a path to plain bytes, gzip and Zstandard unpacked.
//! 2. [`mod@format`]: which format it is, by name or option, and what it looks like if that turns out wrong.
//! 3. `lines` for N-Triples and N-Quads; all others go to their parser whole (`parse`), through `place` where it does not say places.
//! 4. `terms`: what a parser hands out is checked once more, so that the store never holds a term that no format could write again.
//! 5. `blank_nodes`: names that are the same in each run and keep files apart.

mod blank_nodes;
pub mod error;
pub mod format;
mod lines;
mod parse;
mod place;
mod stream;
mod terms;

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

/// Errors of a lenient run that are kept to be shown; all are counted.
pub const MAX_SHOWN: usize = 20;

/// Triple terms nested deeper are an error: no data set nests so, and no file or blob may exhaust the stack.
pub(crate) const MAX_NESTING: u32 = 32;

/// The buffer of the parsers of whole files; some double theirs and are content with half of it.
const MAX_TOKEN_BYTES: usize = 8 * 1024 * 1024;

/// What takes quads one by one.
pub type Sink<'s> = dyn FnMut(Quad) -> Result<(), Box<dyn std::error::Error>> + 's;

/// A file to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path, or `-` for standard input.
    pub path: PathBuf,
    /// The graph that its default graph's triples go to, if it is not the store's default graph.
    pub graph: Option<NamedNode>,
}

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format of all files; else each file's name says it.
    pub format: Option<Format>,
    /// What relative IRIs are relative to. Without it they are errors, so that a store does not depend on the folder it is built in.
    pub base: Option<NamedNode>,
    /// Go on after errors.
    pub lenient: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Quads handed to the sink; one that is written twice counts twice.
    pub quads: u64,
    /// Errors; more than 0 in a lenient run alone.
    pub errors: u64,
    /// The first [`MAX_SHOWN`] of them.
    pub shown: Vec<Complaint>,
    /// Files of JSON-LD that hold no triple: what no context defines is no RDF, and nobody is told.
    pub no_triples: Vec<PathBuf>,
}

/// Reads files in their order and hands their quads to the sink.
///
/// Blank nodes of different files are different nodes. The same files give the same quads in the same order, names of blank nodes
/// included. Memory: a map of the blank nodes, unless there is one file alone and all its blank nodes have labels.
///
/// # Errors
///
/// If a file can't be read or is no RDF; if there is an error in it, unless the run is lenient and some of the file can be read;
/// and what the sink says.
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

/// The format of a file, before it is opened.
///
/// # Errors
///
/// [`Error::UnknownFormat`].
pub fn format_of(input: &Input, options: &Options) -> Result<Format, Error> {
    options.format.or_else(|| Format::of_name(&input.path)).ok_or_else(|| Error::UnknownFormat { path: input.path.clone() })
}

/// One file being read.
struct Reading<'r, 's> {
    input: &'r Input,
    options: &'r Options,
    format: Format,
    looks: Looks,
    /// The first error in this file.
    first: Option<Complaint>,
    /// Errors in this file.
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
                // The parsers have a buffer of their own, and this kind of error for its end. There is no going on after it.
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
            return self.complain(place, &format!("triple terms nest deeper than {MAX_NESTING} levels, which no store holds"));
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

    /// Notes an error, or fails with it.
    fn complain(&mut self, place: Option<Place>, message: &str) -> Result<(), Error> {
        let mut complaint = Complaint::new(&self.input.path, place, message);
        if message.contains("No scheme found") {
            complaint = complaint.with_hint(match self.format.is_of_lines() {
                true => "this format has no relative IRIs: write it in full",
                false => "say with --base which IRI it is relative to",
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
    format!("{noun} is longer than {} MiB: is it a file of another kind?", bytes / (1024 * 1024))
}

/// Whether a path stands for standard input, or for standard output.
#[must_use]
pub fn is_standard_stream(path: &Path) -> bool {
    path == Path::new("-")
}
