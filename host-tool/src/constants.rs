//! Generates Rust constants for the ids of a blob, so that programs refer to entities, predicates and facts without a look-up.
//!
//! A term's number is known only after the blob is built, so all constants are read from the blob that they belong to. The
//! generated module contains the data set's id, and opens only blobs of that data set. `docs/build-script.md` describes its use and
//! design.
//!
//! A constant is named after the id in the fact files: `sergei-ryabkov` becomes `SERGEI_RYABKOV`, and an id that starts with a
//! digit gets the prefix `_`. Ids are lower-case letters and digits with single hyphens in between. So no two ids of one kind get
//! the same name, no name is a Rust keyword, and a name does not change when other ids are added. Each kind has its own module,
//! named after the folder in its IRIs.

use std::fmt::{self, Write as _};

use factrom::{FactId, OpenError, SourceId, Store, TermId, TermKey};
use oxrdf::NamedNode;

use crate::model::Model;

/// A constant for a term of RDF, which has no id. The program chooses the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTerm {
    /// The constant's name.
    pub name: String,
    /// The term's IRI.
    pub iri: String,
}

/// Why no constants were generated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The blob cannot be opened.
    Open(OpenError),
    /// The blob cannot be read, or it was not built from the model.
    Store(factrom::Error),
    /// The name of a [`NamedTerm`] is not valid.
    InvalidName(NamedTerm),
    /// The name of a [`NamedTerm`] is already in use.
    DuplicateName(NamedTerm),
    /// The IRI of a [`NamedTerm`] is not in the data.
    UnknownTerm(NamedTerm),
}

impl Error {
    /// The index of the term that caused the error.
    #[must_use]
    pub fn term_index(&self, terms: &[NamedTerm]) -> Option<usize> {
        match self {
            // The later term caused it.
            Error::DuplicateName(term) => terms.iter().rposition(|other| other == term),
            Error::InvalidName(term) | Error::UnknownTerm(term) => terms.iter().position(|other| other == term),
            Error::Open(_) | Error::Store(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Open(error) => error.fmt(f),
            Error::Store(error) => error.fmt(f),
            Error::InvalidName(NamedTerm { name, .. }) => {
                write!(
                    f,
                    "`{name}` is not a valid constant name: use capital letters, digits and underscores, starting with a letter"
                )
            }
            Error::DuplicateName(NamedTerm { name, iri }) => {
                write!(f, "`{name}` is already the name of another term: choose another name for <{iri}>")
            }
            Error::UnknownTerm(NamedTerm { name, iri }) => {
                write!(f, "<{iri}> is not in the data, so `{name}` cannot be defined: check the IRI's spelling")
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

/// The name of the constant for an id.
#[must_use]
pub fn name_of(id: &str) -> String {
    let digit_first = id.starts_with(|first: char| first.is_ascii_digit());
    format!("{}{}", if digit_first { "_" } else { "" }, id.to_ascii_uppercase().replace('-', "_"))
}

/// Generates the Rust module with a blob's constants. `blob_file` names a file in the same folder that contains the blob, which the
/// module then includes as `BLOB`.
///
/// The output is deterministic.
///
/// # Errors
///
/// If a name of `terms` is invalid or used twice, if an IRI of `terms` is not in the data, or if the blob was not built from the
/// model.
pub fn module(blob: &[u8], model: &Model, terms: &[NamedTerm], blob_file: Option<&str>) -> Result<String, Error> {
    let store = Store::open(blob).map_err(Error::Open)?;
    let mut text = head(&store, model, blob_file.map(|file| (file, blob.len())));
    for folder in folders(&store, model, terms)? {
        folder.write_to(&mut text);
    }
    Ok(text)
}

/// The constants of one kind.
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
        folder("term", "Terms named by the build script.", "TermId", named(store, terms)?),
    ])
}

fn named(store: &Store<'_>, terms: &[NamedTerm]) -> Result<Vec<Constant>, Error> {
    let mut constants = Vec::new();
    for (index, term) in terms.iter().enumerate() {
        let NamedTerm { name, iri } = term;
        let in_alphabet = |character: char| matches!(character, 'A'..='Z' | '0'..='9' | '_');
        if !name.starts_with(|first: char| first.is_ascii_uppercase()) || !name.chars().all(in_alphabet) {
            return Err(Error::InvalidName(term.clone()));
        }
        if terms.iter().take(index).any(|other| other.name == *name) {
            return Err(Error::DuplicateName(term.clone()));
        }
        let found = store.find(TermKey::Iri(iri))?;
        let Some(TermId(number)) = found else { return Err(Error::UnknownTerm(term.clone())) };
        constants.push(Constant { name: name.clone(), about: markdown(iri), number });
    }
    Ok(constants)
}

/// The module's head: the data set's id, the blob, and the functions that open it.
fn head(store: &Store<'_>, model: &Model, blob: Option<(&str, usize)>) -> String {
    let id = store.dataset_id();
    let title = model.dataset.as_ref().map_or_else(String::new, |dataset| format!(": {}", markdown(&dataset.title)));
    let mut text = format!(
        "// Generated by factrom {} together with a blob. Do not edit: the next build overwrites it.\n\n\
         /// The data set that these constants belong to{title}.\n\
         #[allow(dead_code, unreachable_pub, clippy::unreadable_literal)]\n\
         #[rustfmt::skip]\n\
         pub const DATASET_ID: ::factrom::DatasetId = ::factrom::DatasetId(0x{id}_u128.to_be_bytes());\n",
        env!("CARGO_PKG_VERSION"),
    );
    if let Some((file, len)) = blob {
        let _ = write!(
            text,
            "\n/// The blob. A program that does not use it, because its data are stored elsewhere, does not contain it.\n\
             #[allow(dead_code, unreachable_pub)]\n\
             pub static BLOB: &[u8; {len}] = include_bytes!({file:?});\n"
        );
    }
    for (function, rest, errors) in [
        ("open", ", like [`Store::open`](factrom::Store::open)", "it cannot be opened"),
        ("open_without_crc", ", without checking its CRC", "it cannot be opened for another reason than a wrong CRC"),
    ] {
        let called = function.replacen("open", "open_dataset", 1);
        let _ = write!(
            text,
            "\n/// Opens a blob of this data set{rest}.\n\
             ///\n\
             /// # Errors\n\
             ///\n\
             /// If the blob is of another data set, or if {errors}.\n\
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

/// The id at the end of an IRI that was derived from it.
fn id_in(iri: &NamedNode) -> &str {
    iri.as_str().rsplit('/').next().unwrap_or_default()
}

/// A text for a doc comment: on one line, with everything escaped that Markdown or the compiler would interpret.
fn markdown(text: &str) -> String {
    // The compiler rejects comments with these characters, which change the direction of text: code could look like other code.
    let changes_direction = |character| matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut escaped = String::new();
    for character in words.join(" ").chars().filter(|character| !character.is_control() && !changes_direction(*character)) {
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
    fn names_are_derived_from_ids() {
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
    fn comments_contain_plain_text_only() {
        assert_eq!(markdown("a [b] <c>\n d*e_f\t`g`"), r"a \[b\] \<c\> d\*e\_f \`g\`");
        assert_eq!(markdown("x\r\n/// y\u{2028}z \u{202E}abc\u{0}"), "x /// y z abc");
    }
}
