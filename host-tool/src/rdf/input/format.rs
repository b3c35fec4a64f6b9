//! RDF formats, detected by file name and by first bytes.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use factrom::compiler::MAGIC;
use oxrdfio::{JsonLdProfileSet, RdfFormat};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// N-Triples: one triple per line (.nt)
    Ntriples,
    /// N-Quads: one triple with its graph per line (.nq)
    Nquads,
    /// Turtle (.ttl)
    Turtle,
    /// TriG: Turtle with named graphs (.trig)
    Trig,
    /// RDF/XML (.rdf, .owl, .xml)
    Rdfxml,
    /// JSON-LD (.jsonld, .json)
    Jsonld,
}

impl Format {
    /// Returns the format that a file name implies. The name may end in `.gz` or `.zst`.
    #[must_use]
    pub fn of_name(path: &Path) -> Option<Self> {
        let name = Path::new(path.file_name()?);
        let plain = match name.extension().and_then(OsStr::to_str)?.to_ascii_lowercase().as_str() {
            "gz" | "gzip" | "zst" | "zstd" => Path::new(name.file_stem()?),
            _ => name,
        };
        Some(match plain.extension().and_then(OsStr::to_str)?.to_ascii_lowercase().as_str() {
            "nt" => Format::Ntriples,
            "nq" => Format::Nquads,
            "ttl" => Format::Turtle,
            "trig" => Format::Trig,
            "rdf" | "owl" | "xml" => Format::Rdfxml,
            "jsonld" | "json" => Format::Jsonld,
            _ => return None,
        })
    }

    /// Value for `--from`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Format::Ntriples => "ntriples",
            Format::Nquads => "nquads",
            Format::Turtle => "turtle",
            Format::Trig => "trig",
            Format::Rdfxml => "rdfxml",
            Format::Jsonld => "jsonld",
        }
    }

    /// Returns the format as the parser calls it.
    #[must_use]
    pub const fn rdf(self) -> RdfFormat {
        match self {
            Format::Ntriples => RdfFormat::NTriples,
            Format::Nquads => RdfFormat::NQuads,
            Format::Turtle => RdfFormat::Turtle,
            Format::Trig => RdfFormat::TriG,
            Format::Rdfxml => RdfFormat::RdfXml,
            Format::Jsonld => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }

    /// Whether each line is independent of the others.
    #[must_use]
    pub const fn is_of_lines(self) -> bool {
        matches!(self, Format::Ntriples | Format::Nquads)
    }

    /// Whether a file in the other format may also be valid in this one. For example, each line of N-Triples is Turtle.
    fn includes(self, other: Format) -> bool {
        use Format::{Nquads, Ntriples, Trig, Turtle};
        self == other
            || matches!((self, other), (Nquads | Turtle | Trig, Ntriples) | (Ntriples, Nquads) | (Trig, Turtle) | (Turtle, Trig))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rdf().name())
    }
}

/// What a file looks like, judging by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// An RDF format.
    Rdf(Format),
    /// A file that is not RDF: what it is, and what to do with it.
    Foreign(&'static str, &'static str),
    /// Nothing in particular.
    Like,
}

/// Files that are recognised by their first bytes and are not RDF.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (&MAGIC, "a FactROM blob", "use `factrom export --format nquads --store FILE` to get its triples"),
    (b"PAR1", "a Parquet file", "convert it to N-Quads first"),
    (b"$HDT", "an HDT file", "convert it to N-Triples first"),
    (b"SQLite format 3", "an SQLite database", "export it as N-Quads first"),
    (b"PK\x03\x04", "a zip archive", "extract it first"),
    (b"BZh", "compressed with bzip2", "decompress it first; only gzip and zstd are supported"),
    (b"\xFD7zXZ\0", "compressed with xz", "decompress it first; only gzip and zstd are supported"),
    (b"\xFF\xFE", "encoded in UTF-16", "convert it to UTF-8 first"),
    (b"\xFE\xFF", "encoded in UTF-16", "convert it to UTF-8 first"),
];

/// Guesses the format from the first bytes of a file, decompressed and without a byte order mark.
#[must_use]
pub fn looks_like(head: &[u8]) -> Looks {
    for (magic, what, remedy) in FOREIGN {
        if head.starts_with(magic) {
            return Looks::Foreign(what, remedy);
        }
    }
    let text = String::from_utf8_lossy(head).to_lowercase();
    // Comments tell nothing about the format: all formats but XML and JSON have the same.
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let Some(first) = lines.next() else { return Looks::Like };
    let begins = |words: &[&str]| words.iter().any(|word| first.starts_with(word));
    if begins(&["<!doctype html", "<html"]) {
        return Looks::Foreign("an HTML page", "download the data itself");
    }
    if begins(&["<?xml", "<rdf:rdf", "<!doctype", "<!--"]) {
        return Looks::Rdf(Format::Rdfxml);
    }
    if begins(&["@prefix", "@base", "prefix ", "base <", "@version"]) {
        return Looks::Rdf(Format::Turtle);
    }
    let second = first.chars().nth(1).or_else(|| lines.next().and_then(|line| line.chars().next()));
    match (first.chars().next(), second.filter(|character| !character.is_whitespace())) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{')) => Looks::Rdf(Format::Jsonld),
        (Some('<' | '_'), _) if first.ends_with('.') => Looks::Rdf(Format::Ntriples),
        _ => Looks::Like,
    }
}

/// Returns a hint if a file does not look like the format that it is read as.
#[must_use]
pub fn mismatch(format: Format, looks: Looks) -> Option<String> {
    match looks {
        Looks::Rdf(other) if !format.includes(other) => {
            Some(format!("the file is read as {format} but looks like {other}: try --from {}", other.word()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_the_format() {
        let of = |name: &str| Format::of_name(Path::new(name));
        assert_eq!(of("data.nt"), Some(Format::Ntriples));
        assert_eq!(of("dir.nt/DATA.TTL.GZ"), Some(Format::Turtle));
        assert_eq!(of("a.b.trig.zst"), Some(Format::Trig));
        assert_eq!(of("onto.owl"), Some(Format::Rdfxml));
        assert_eq!(of("x.jsonld"), Some(Format::Jsonld));
        for name in ["nt", "x.gz", "x.txt", "-", "x.n3", "x.toml"] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[test]
    fn first_bytes_say_what_a_file_looks_like() {
        for (head, looks) in [
            ("<?xml version=\"1.0\"?>", Looks::Rdf(Format::Rdfxml)),
            ("# a comment\n\n@prefix : <x:> .", Looks::Rdf(Format::Turtle)),
            ("PREFIX : <x:>", Looks::Rdf(Format::Turtle)),
            ("{\"@id\": 1}", Looks::Rdf(Format::Jsonld)),
            ("{\n  \"@id\": 1}", Looks::Rdf(Format::Jsonld)),
            ("[{\"@id\": 1}]", Looks::Rdf(Format::Jsonld)),
            ("[] a <x:y> .", Looks::Like),
            ("<x:a> <x:b> <x:c> .", Looks::Rdf(Format::Ntriples)),
            ("", Looks::Like),
        ] {
            assert_eq!(looks_like(head.as_bytes()), looks, "{head}");
        }
        assert!(matches!(looks_like(b"\x89FCT\x01\x00"), Looks::Foreign("a FactROM blob", _)));
        assert!(matches!(looks_like(b"<!DOCTYPE html>"), Looks::Foreign("an HTML page", _)));
    }

    #[test]
    fn only_what_can_not_be_read_is_a_mismatch() {
        assert_eq!(mismatch(Format::Turtle, Looks::Rdf(Format::Ntriples)), None);
        assert_eq!(
            mismatch(Format::Ntriples, Looks::Rdf(Format::Turtle)).unwrap(),
            "the file is read as N-Triples but looks like Turtle: try --from turtle"
        );
    }
}
