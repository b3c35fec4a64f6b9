//! A common interface to the parsers of all formats. It yields quads, or errors with their positions.

use std::io::{self, BufRead};

use oxrdf::{GraphName, IriParseError, NamedNode, Quad};
use oxrdfio::{RdfParseError, RdfParser};
use oxttl::{NQuadsParser, NTriplesParser, TextPosition, TriGParser, TurtleParseError, TurtleParser, TurtleSyntaxError};

use super::error::Place;
use super::format::Format;
use super::place::Pieces;

/// Why a parser yields no quad.
#[derive(Debug)]
pub(super) enum Fault {
    /// A syntax error.
    Syntax(Option<Place>, String),
    /// The text cannot be read, or ends too early.
    Io(io::Error),
}

/// The quads of a text. More quads may follow a fault.
pub(super) type Quads = Box<dyn Iterator<Item = Result<Quad, Fault>>>;

/// Appended to RDF/XML. If a document is truncated between two tags, its parser reports no error; but this tag makes it report
/// whether an element is still open.
const XML_END: &[u8] = b"</end-of-file>";

/// Parses a line of N-Triples or N-Quads into quads, or returns its first fault. Lines are counted from 1 within the text.
pub(super) fn line(text: &[u8], format: Format, quads: &mut Vec<Quad>) -> Result<(), Fault> {
    let trimmed = text.trim_ascii_start();
    if matches!(trimmed.first(), None | Some(b'#')) || is_version(trimmed) {
        return Ok(());
    }
    let mut add = |quad: Result<Quad, TurtleSyntaxError>| quad.map(|quad| quads.push(quad)).map_err(|error| in_line(error, format));
    if format == Format::Nquads {
        return NQuadsParser::new().for_slice(text).try_for_each(add);
    }
    NTriplesParser::new().for_slice(text).try_for_each(|triple| add(triple.map(|triple| triple.in_graph(GraphName::DefaultGraph))))
}

/// Whether a line is `VERSION "1.2"` of RDF 1.2, which the line parser does not support.
fn is_version(line: &[u8]) -> bool {
    let specifier = line.strip_prefix(b"VERSION").and_then(|rest| rest.trim_ascii_start().strip_prefix(b"\""));
    let Some(specifier) = specifier else { return false };
    let mut parts = specifier.splitn(2, |byte| *byte == b'"').skip(1);
    parts.next().is_some_and(|rest| matches!(rest.trim_ascii_start().first(), None | Some(b'#')))
}

/// Converts an error of the line parser, which does not know that there are other lines.
fn in_line(error: TurtleSyntaxError, format: Format) -> Fault {
    let TextPosition { line, column, .. } = error.location().start;
    let message = match error.message() {
        "Unexpected end" | "Unexpected end of file" => "the line ends before the triple is complete",
        "Quads must be followed by a dot" if format == Format::Ntriples => {
            "a triple must be followed by a dot; if this is the name of a graph, the file is N-Quads: use --from nquads"
        }
        message => message,
    };
    Fault::Syntax(Some(at(line, column)), message.to_string())
}

/// Parses a whole text.
pub(super) fn document(text: impl BufRead + 'static, format: Format, base: Option<&NamedNode>) -> Result<Quads, IriParseError> {
    Ok(match format {
        Format::Turtle => {
            let parser = base.iter().try_fold(TurtleParser::new(), |parser, base| parser.with_base_iri(base.as_str()))?;
            let triples = parser.for_reader(text);
            Box::new(triples.map(|triple| Ok(triple?.in_graph(GraphName::DefaultGraph))))
        }
        Format::Trig => {
            let parser = base.iter().try_fold(TriGParser::new(), |parser, base| parser.with_base_iri(base.as_str()))?;
            Box::new(parser.for_reader(text).map(|quad| Ok(quad?)))
        }
        Format::Rdfxml => other(text.chain(XML_END), format, base)?,
        _ => other(text, format, base)?,
    })
}

fn other(text: impl BufRead + 'static, format: Format, base: Option<&NamedNode>) -> Result<Quads, IriParseError> {
    let parser = base.iter().try_fold(RdfParser::from_format(format.rdf()), |parser, base| parser.with_base_iri(base.as_str()))?;
    let (pieces, last) = Pieces::new(text, format);
    let quads = parser.for_reader(pieces).filter_map(move |quad| match quad {
        Ok(quad) => Some(Ok(quad)),
        Err(RdfParseError::Io(error)) => Some(Err(Fault::Io(error))),
        Err(RdfParseError::Syntax(error)) => {
            let place = error.location().map_or(last.get(), |range| at(range.start.line, range.start.column));
            Some(Err(Fault::Syntax(Some(place), said(&error.to_string())?)))
        }
    });
    Ok(Box::new(quads))
}

/// Turns a parser's message into one for the user. Returns `None` if it is not an error.
fn said(message: &str) -> Option<String> {
    // The position is shown separately.
    let message = match message.split_once(": ") {
        Some((place, rest)) if place.starts_with("Parser error ") => rest,
        _ => message,
    };
    if message.contains("</end-of-file>") && message.contains("does not match any open tag") {
        return None;
    }
    Some(match message {
        "Unexpected end" | "Unexpected end of file" => "the file is truncated: it ends within a statement".to_string(),
        _ if message.contains("</end-of-file>") => "the file is truncated: it ends within an element".to_string(),
        _ if message.contains("LoadDocumentCallback") => {
            "remote @context documents are not fetched: replace the address with the context itself".to_string()
        }
        _ => message.to_string(),
    })
}

fn at(line: u64, column: u64) -> Place {
    Place { line: line + 1, column: column + 1, exact: true }
}

impl From<TurtleSyntaxError> for Fault {
    fn from(error: TurtleSyntaxError) -> Self {
        let TextPosition { line, column, .. } = error.location().start;
        Fault::Syntax(Some(at(line, column)), said(error.message()).unwrap_or_default())
    }
}

impl From<TurtleParseError> for Fault {
    fn from(error: TurtleParseError) -> Self {
        match error {
            TurtleParseError::Syntax(error) => error.into(),
            TurtleParseError::Io(error) => Fault::Io(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &'static str, format: Format) -> Vec<String> {
        let quads = document(text.as_bytes(), format, None).unwrap();
        quads
            .map(|quad| match quad {
                Ok(quad) => quad.to_string(),
                Err(Fault::Syntax(place, message)) => format!("{}: {message}", place.unwrap()),
                Err(Fault::Io(error)) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn a_bad_line_gives_no_quad_even_if_its_triple_is_whole() {
        for text in ["<x:a> <x:b> <x:c>", "<x:a> <x:b> <x:c> . <x:d>", "<x:a> <x:b> <x:c> . <x:a> <x:b> <x:d> ."] {
            let mut quads = Vec::new();
            assert!(line(text.as_bytes(), Format::Ntriples, &mut quads).is_err(), "{text}");
        }
        let mut quads = Vec::new();
        line(b" # <x:a>", Format::Nquads, &mut quads).unwrap();
        line(b"<x:a> <x:b> <x:c> <x:g> . # so", Format::Nquads, &mut quads).unwrap();
        line(b"VERSION \"1.2\" # of RDF\r", Format::Nquads, &mut quads).unwrap();
        assert!(line(b"VERSION \"1.2", Format::Nquads, &mut quads).is_err());
        assert!(line(b"VERSION \"1.2\" .", Format::Nquads, &mut quads).is_err());
        assert_eq!(quads.len(), 1);
    }

    #[test]
    fn xml_that_is_cut_short_is_noticed_wherever_it_is_cut() {
        const WHOLE: &str = "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:e=\"http://e/\">\
                             <!-- > --><r:Description r:about=\"http://e/a\"><e:p>x</e:p></r:Description></r:RDF>";
        const TRIPLE: &str = "<http://e/a> <http://e/p> \"x\"";
        assert_eq!(faults(WHOLE, Format::Rdfxml), [TRIPLE]);
        for len in 1..WHOLE.len() {
            let said = faults(&WHOLE[..len], Format::Rdfxml);
            let last = said.last().unwrap_or_else(|| panic!("no error for the first {len} bytes"));
            assert!(last.starts_with("near line 1, column "), "{len}: {last}");
        }
        let said = faults(&WHOLE[..WHOLE.len() - "</r:RDF>".len()], Format::Rdfxml);
        assert_eq!(said, [TRIPLE, "near line 1, column 156: the file is truncated: it ends within an element"]);
    }
}
