//! Ids as Rust constants, for programs that name entities, predicates and facts without looking them up.
//!
//! A term's number is known once the blob is built, so every constant is read from the blob that it belongs to, and the module that is
//! written carries the data set's id and opens blobs of that data set alone. `docs/build-script.md` says how it is used and why it
//! is as it is.
//!
//! A constant is named after the id in the fact files: `sergei-ryabkov` is `SERGEI_RYABKOV`, and an id that begins with a digit gets `_`
//! before it. Ids have lower-case letters, digits and single hyphens between them, so no two of one kind become the same name, none
//! is a word of Rust, and a constant keeps its name whatever else is added. Each kind has a module of its own, called as the
//! folder of its IRIs.

use std::fmt::{self, Write as _};

use factrom::{FactId, OpenError, SourceId, Store, TermId, TermKey};
use oxrdf::NamedNode;

use crate::model::Model;

/// A constant that is not named after an id, since RDF has none: the name is the program's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTerm {
    /// The constant's name.
    pub name: String,
    /// The term's IRI.
    pub iri: String,
}

/// Why there are no constants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The blob does not open.
    Open(OpenError),
    /// The blob can't be read, or lacks what the model has: it is not the model's.
    Store(factrom::Error),
    /// A [`NamedTerm`]'s name is none.
    Name(NamedTerm),
    /// A [`NamedTerm`]'s name is given again to another term.
    Twice(NamedTerm),
    /// The data have no such term.
    NoTerm(NamedTerm),
}

impl Error {
    /// The index of the term that is at fault.
    #[must_use]
    pub fn term_index(&self, terms: &[NamedTerm]) -> Option<usize> {
        match self {
            // The later one is.
            Error::Twice(term) => terms.iter().rposition(|other| other == term),
            Error::Name(term) | Error::NoTerm(term) => terms.iter().position(|other| other == term),
            Error::Open(_) | Error::Store(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Open(error) => error.fmt(f),
            Error::Store(error) => error.fmt(f),
            Error::Name(NamedTerm { name, .. }) => {
                write!(f, "`{name}` is no name of a constant: write capital letters, digits and underscores, and a letter first")
            }
            Error::Twice(NamedTerm { name, iri }) => write!(f, "`{name}` is given to another term already: name <{iri}> otherwise"),
            Error::NoTerm(NamedTerm { name, iri }) => {
                write!(f, "no term of the data is <{iri}>, so there is no `{name}`: compare it with the data, letter by letter")
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<factrom::Error> for Error {
    fn from(error: factrom::Error) -> Self {
        Error::Store(error)
    }
}

/// The name of the constant of an id.
#[must_use]
pub fn name_of(id: &str) -> String {
    let digit_first = id.starts_with(|first: char| first.is_ascii_digit());
    format!("{}{}", if digit_first { "_" } else { "" }, id.to_ascii_uppercase().replace('-', "_"))
}

/// The module of a blob's constants, in Rust. With the name of a file beside it that holds the blob, the module includes it as `BLOB`.
///
/// The same blob gives the same text.
///
/// # Errors
///
/// If a name or an IRI of `terms` is none, or the blob is not the model's.
pub fn module(blob: &[u8], model: &Model, terms: &[NamedTerm], blob_file: Option<&str>) -> Result<String, Error> {
    let store = Store::open(blob).map_err(Error::Open)?;
    let mut text = head(&store, model, blob_file.map(|file| (file, blob.len())));
    for folder in folders(&store, model, terms)? {
        folder.write_to(&mut text);
    }
    Ok(text)
}

/// Constants of one kind.
struct Folder {
    name: &'static str,
    about: &'static str,
    id_type: &'static str,
    constants: Vec<Constant>,
}

struct Constant {
    name: String,
    about: String,
    number: u32,
}

impl Folder {
    fn write_to(mut self, text: &mut String) {
        if self.constants.is_empty() {
            return;
        }
        self.constants.sort_by(|a, b| a.name.cmp(&b.name));
        let Folder { name, about, id_type, constants } = self;
        let _ = writeln!(text, "\n/// {about}\n#[allow(dead_code, unreachable_pub)]\n#[rustfmt::skip]\npub mod {name} {{");
        for Constant { name, about, number } in constants {
            let _ = writeln!(text, "    /// {about}\n    pub const {name}: ::factrom::{id_type} = ::factrom::{id_type}({number});");
        }
        text.push_str("}\n");
    }
}

fn folders(store: &Store<'_>, model: &Model, terms: &[NamedTerm]) -> Result<[Folder; 6], Error> {
    let term = |iri: &NamedNode| store.find(TermKey::Iri(iri.as_str()))?.ok_or(factrom::Error::NotFound);
    let folder = |name, about, id_type, constants| Folder { name, about, id_type, constants };

    let mut entities = Vec::new();
    for entity in &model.entities {
        let label = entity.names.first().map_or("", |name| name.text.as_str());
        let about = [label, &entity.description].map(markdown).join(": ");
        entities.push(Constant { name: name_of(id_in(&entity.iri)), about, number: term(&entity.iri)?.0 });
    }
    let mut predicates = Vec::new();
    for predicate in &model.predicates {
        let TermId(number) = term(&predicate.iri)?;
        predicates.push(Constant { name: name_of(&predicate.id), about: markdown(&predicate.label), number });
    }
    let mut classes = Vec::new();
    for class in &model.classes {
        let TermId(number) = term(&class.iri)?;
        classes.push(Constant { name: name_of(&class.id), about: markdown(&class.label), number });
    }
    let mut sources = Vec::new();
    for source in &model.sources {
        let [title, publisher, _, date, ..] = &source.texts;
        let SourceId(number) = store.source(source.iri.as_str())?.into();
        let known = [title, publisher, date].map(|text| markdown(text)).into_iter().filter(|text| !text.is_empty());
        let about = known.collect::<Vec<_>>().join(", ");
        sources.push(Constant { name: name_of(id_in(&source.iri)), about, number });
    }
    let mut facts = Vec::new();
    for fact in &model.facts {
        let FactId(number) = store.fact_named(fact.iri.as_str())?.id();
        let about = format!("{} ({})", markdown(&fact.statement), fact.stance);
        facts.push(Constant { name: name_of(id_in(&fact.iri)), about, number });
    }
    Ok([
        folder("entity", "Entities.", "TermId", entities),
        folder("predicate", "Predicates.", "TermId", predicates),
        folder("class", "Classes.", "TermId", classes),
        folder("source", "Sources.", "SourceId", sources),
        folder("fact", "Facts, each with its stance.", "FactId", facts),
        folder("term", "Terms that the build script names.", "TermId", named(store, terms)?),
    ])
}

fn named(store: &Store<'_>, terms: &[NamedTerm]) -> Result<Vec<Constant>, Error> {
    let mut constants = Vec::new();
    for (index, term) in terms.iter().enumerate() {
        let NamedTerm { name, iri } = term;
        let in_alphabet = |character: char| matches!(character, 'A'..='Z' | '0'..='9' | '_');
        if !name.starts_with(|first: char| first.is_ascii_uppercase()) || !name.chars().all(in_alphabet) {
            return Err(Error::Name(term.clone()));
        }
        if terms.iter().take(index).any(|other| other.name == *name) {
            return Err(Error::Twice(term.clone()));
        }
        let found = store.find(TermKey::Iri(iri))?;
        let Some(TermId(number)) = found else { return Err(Error::NoTerm(term.clone())) };
        constants.push(Constant { name: name.clone(), about: markdown(iri), number });
    }
    Ok(constants)
}

/// What the module has beside constants: the data set, and the way in.
fn head(store: &Store<'_>, model: &Model, blob: Option<(&str, usize)>) -> String {
    let id = store.dataset_id();
    let title = model.dataset.as_ref().map_or_else(String::new, |dataset| format!(": {}", markdown(&dataset.title)));
    let mut text = format!(
        "// Written by factrom {} with a blob; the next build writes it anew.\n\n\
         /// The data set that these constants belong to{title}.\n\
         #[allow(dead_code, unreachable_pub, clippy::unreadable_literal)]\n\
         #[rustfmt::skip]\n\
         pub const DATASET_ID: ::factrom::DatasetId = ::factrom::DatasetId(0x{id}_u128.to_be_bytes());\n",
        env!("CARGO_PKG_VERSION"),
    );
    if let Some((file, len)) = blob {
        let _ = write!(
            text,
            "\n/// The blob. A program that does not mention it, since its data lie elsewhere, does not contain it.\n\
             #[allow(dead_code, unreachable_pub)]\n\
             pub static BLOB: &[u8; {len}] = include_bytes!({file:?});\n"
        );
    }
    for (function, rest, errors) in [
        ("open", "as [`Store::open`](factrom::Store::open) does", ""),
        ("open_without_crc", "but does not read all of it", ", but for a wrong CRC"),
    ] {
        let called = function.replacen("open", "open_dataset", 1);
        let _ = write!(
            text,
            "\n/// Opens a blob if these constants are its own, {rest}.\n\
             ///\n\
             /// # Errors\n\
             ///\n\
             /// If it is a blob of another data set, or none that opens{errors}.\n\
             #[allow(dead_code, unreachable_pub)]\n\
             #[inline]\n\
             pub fn {function}(bytes: &[u8]) -> ::core::result::Result<::factrom::Store<'_>, ::factrom::OpenError> {{\n\
             \x20   ::factrom::Store::{called}(bytes, DATASET_ID)\n\
             }}\n"
        );
    }
    if !model.entities.is_empty() {
        text.push_str("\n#[allow(unused_imports, unreachable_pub)]\npub use self::entity::*;\n");
    }
    text
}

/// The id at the end of an IRI that fact files gave.
fn id_in(iri: &NamedNode) -> &str {
    iri.as_str().rsplit('/').next().unwrap_or_default()
}

/// A text for a comment: on one line, with nothing in it that Markdown or the compiler would take for more than words.
fn markdown(text: &str) -> String {
    // The compiler refuses comments with these: they let code look like other code.
    let turns = |character| matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut escaped = String::new();
    for character in words.join(" ").chars().filter(|character| !character.is_control() && !turns(*character)) {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_ids() {
        for (id, name) in [
            ("sergei-ryabkov", "SERGEI_RYABKOV"),
            ("self", "SELF"),
            ("2022-drills", "_2022_DRILLS"),
            ("8", "_8"),
            ("a1-b2", "A1_B2"),
        ] {
            assert_eq!(name_of(id), name);
        }
    }

    #[test]
    fn comments_hold_words_alone() {
        assert_eq!(markdown("a [b] <c>\n d*e_f\t`g`"), r"a \[b\] \<c\> d\*e\_f \`g\`");
        assert_eq!(markdown("x\r\n/// y\u{2028}z \u{202E}abc\u{0}"), "x /// y z abc");
    }
}
