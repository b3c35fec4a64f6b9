//! RDF files as quads, one by one: nothing here holds a file, a million errors, or more than one triple.
//!
//! 1. [`stream`]: from a path to plain bytes, gzip and Zstandard unpacked.
//! 2. [`format`]: which format it is, by name or option, and what it looks like if that turns out wrong.
//! 3. [`lines`] for N-Triples and N-Quads; all others go to their parser whole, through [`place`] where it does not say places.
//! 4. [`blank_nodes`]: names that are the same in each run and keep files apart.
//!
//! What a parser hands out is checked once more here ([`Reading::accept`]), so that the store never holds a term that no format could
//! write again.

mod blank_nodes;
pub mod error;
pub mod format;
mod lines;
mod place;
mod stream;

use std::io;
use std::path::{Path, PathBuf};

use oxrdf::{GraphName, Literal, NamedNode, Quad, Term};
use oxrdfio::{RdfParseError, RdfParser, RdfSyntaxError};

pub use error::{Complaint, Error, Place};
pub use format::Format;
pub use stream::Watch;

use crate::export::terms::MAX_NESTING;
use blank_nodes::BlankNodes;
use format::{Looks, mismatch};
use lines::{Line, Lines, MAX_LINE_BYTES};
use place::Pieces;
use stream::Stream;

/// Errors of a lenient run that are kept to be shown; all are counted.
pub const MAX_SHOWN: usize = 20;

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
            let next = lines.next();
            let (wrong, is_text) = match next {
                Err(error) => return Err(self.io(error)),
                Ok(None) => return Ok(()),
                Ok(Some(Line::TooLong)) => (Some((Some((0, 0)), too_long("line", MAX_LINE_BYTES))), false),
                Ok(Some(Line::Text(text))) => (line(text, self.format, &mut quads), true),
            };
            match wrong {
                None => quads.drain(..).try_for_each(|quad| self.accept(quad, Some(at((lines.number - 1, 0)))))?,
                Some((place, message)) => {
                    quads.clear();
                    let place = place.filter(|_| is_text).unwrap_or_default();
                    self.complain(Some(at((lines.number - 1 + place.0, place.1))), &message)?;
                }
            }
        }
    }

    fn document(&mut self, stream: Stream) -> Result<(), Error> {
        let mut parser = RdfParser::from_format(self.format.rdf());
        if let Some(base) = &self.options.base {
            // An IRI that is one has been checked, so this is one.
            parser = parser.with_base_iri(base.as_str()).map_err(|error| Error::Sink(Box::new(error)))?;
        }
        if matches!(self.format, Format::Turtle | Format::Trig) {
            return self.quads(parser.for_reader(stream), &|| None);
        }
        let (pieces, place) = Pieces::new(stream, self.format);
        self.quads(parser.for_reader(pieces), &|| Some(place.get()))
    }

    fn quads(
        &mut self,
        parser: impl Iterator<Item = Result<Quad, RdfParseError>>,
        somewhere: &dyn Fn() -> Option<Place>,
    ) -> Result<(), Error> {
        for quad in parser {
            match quad {
                Ok(quad) => self.accept(quad, somewhere())?,
                Err(RdfParseError::Syntax(error)) => self.complain(exact(&error).or_else(somewhere), &message(&error))?,
                // The parsers have a buffer of their own with this kind of error for its end.
                Err(RdfParseError::Io(error)) if error.kind() == io::ErrorKind::OutOfMemory => {
                    let place = somewhere();
                    let complaint = Complaint::new(&self.input.path, place, &too_long("line or text", 16 * 1024 * 1024));
                    return Err(Error::Syntax(complaint));
                }
                Err(RdfParseError::Io(error)) => return Err(self.io(error)),
            }
        }
        Ok(())
    }

    fn accept(&mut self, mut quad: Quad, place: Option<Place>) -> Result<(), Error> {
        if nesting(&quad.object) > MAX_NESTING {
            take_apart(quad.object);
            return self.complain(place, &format!("triple terms nest deeper than {MAX_NESTING} levels, which no store holds"));
        }
        // Some parsers complain of such a literal and hand it out all the same.
        if has_langstring_without_language(&quad.object) {
            return Ok(());
        }
        lower_case_languages(&mut quad.object);
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

/// A place within a text, counted from 0: line and column.
type Offset = (u64, u64);

fn at((line, column): Offset) -> Place {
    Place { line: line + 1, column: column + 1, exact: true }
}

/// The quads of a line, or where and why it is none.
fn line(text: &[u8], format: Format, quads: &mut Vec<Quad>) -> Option<(Option<Offset>, String)> {
    match text.trim_ascii_start().first() {
        None | Some(b'#') => return None,
        Some(_) => {}
    }
    for quad in RdfParser::from_format(format.rdf()).for_slice(text) {
        match quad {
            Ok(quad) => quads.push(quad),
            Err(error) => {
                let offset = error.location().map(|range| (range.start.line, range.start.column));
                return Some((offset, message(&error)));
            }
        }
    }
    None
}

fn exact(error: &RdfSyntaxError) -> Option<Place> {
    error.location().map(|range| at((range.start.line, range.start.column)))
}

/// What a parser says, without the place.
fn message(error: &RdfSyntaxError) -> String {
    let text = error.to_string();
    match text.split_once(": ") {
        Some((place, message)) if place.starts_with("Parser error ") => message.to_string(),
        _ => text,
    }
}

fn too_long(noun: &str, bytes: usize) -> String {
    format!("a {noun} is longer than {} MiB: is it a file of another kind?", bytes / (1024 * 1024))
}

/// How many triple terms are around the innermost term.
fn nesting(term: &Term) -> u32 {
    let (mut term, mut depth) = (term, 0);
    while let Term::Triple(triple) = term {
        term = &triple.object;
        depth += 1;
    }
    depth
}

/// Drops a term level by level: left to itself, that takes a stack as deep as the term.
fn take_apart(mut term: Term) {
    while let Term::Triple(triple) = term {
        term = triple.object;
    }
}

/// The literals of a term have at most [`MAX_NESTING`] levels around them.
fn literal_of(term: &Term) -> Option<&Literal> {
    match term {
        Term::Literal(literal) => Some(literal),
        Term::Triple(triple) => literal_of(&triple.object),
        _ => None,
    }
}

fn has_langstring_without_language(term: &Term) -> bool {
    literal_of(term).is_some_and(|literal| {
        let datatype = literal.datatype();
        literal.language().is_none()
            && (datatype == oxrdf::vocab::rdf::LANG_STRING || datatype == oxrdf::vocab::rdf::DIR_LANG_STRING)
    })
}

/// RDF 1.2 compares language tags without regard to case; the store has them in lower case.
fn lower_case_languages(term: &mut Term) {
    match term {
        Term::Literal(literal) => {
            let Some(language) = literal.language().filter(|language| language.contains(|c: char| c.is_ascii_uppercase())) else {
                return;
            };
            let (value, language) = (literal.value().to_string(), language.to_ascii_lowercase());
            *literal = match literal.direction() {
                Some(direction) => Literal::new_directional_language_tagged_literal_unchecked(value, language, direction),
                None => Literal::new_language_tagged_literal_unchecked(value, language),
            };
        }
        Term::Triple(triple) => lower_case_languages(&mut triple.object),
        _ => {}
    }
}

/// The path as messages name it.
#[must_use]
pub fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}
