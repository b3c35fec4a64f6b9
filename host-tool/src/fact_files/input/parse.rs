//! Parses TOML into the tables of [`raw`](super::raw), and reports keys that are missing, unknown or of the wrong type.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::raw::{
    RawClass, RawDataset, RawEntity, RawEvidence, RawFact, RawFile, RawObject, RawPredicate, RawRole, RawSkip, RawSource,
};
use super::table::{Reader, document, type_name};
use crate::diagnostic::{Diagnostic, FileId, Located, Span};

impl RawFile {
    /// Parses a file's text. Reports what is wrong, and still reads the rest.
    pub fn parse(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let document = document(file, text, diagnostics);
        let root = Span { file, bytes: 0..text.len().min(1) };
        let mut reader = Reader::new(document.get_ref(), root, "fact file", diagnostics);
        let mut raw = RawFile::default();
        macro_rules! read {
            ($key:literal, $parse:path, $into:expr) => {
                for (table, span) in reader.tables($key) {
                    if let Some(item) = $parse(table, span, reader.diagnostics()) {
                        $into.push(item);
                    }
                }
            };
        }
        read!("dataset", RawDataset::parse, raw.datasets);
        read!("class", RawClass::parse, raw.classes);
        read!("predicate", RawPredicate::parse, raw.predicates);
        read!("entity", RawEntity::parse, raw.entities);
        let mut sources = Vec::new();
        read!("source", RawSource::parse, sources);
        read!("skip", RawSkip::parse, raw.skips);
        read!("fact", RawFact::parse, raw.facts);
        if let Some(second) = sources.get(1) {
            let diagnostic = Diagnostic::error(&second.id.span, "this fact file has more than one source")
                .help("give each source its own fact file");
            reader.diagnostics().push(diagnostic);
        }
        raw.source = sources.into_iter().next();
        reader.finish();
        raw
    }
}

type Diagnostics = Vec<Diagnostic>;

impl RawDataset {
    fn parse(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(table, span, "data set", diagnostics);
        let dataset = RawDataset {
            span: reader.span.clone(),
            id: reader.required("id"),
            title: reader.required("title"),
            namespace: reader.required("namespace"),
            language: reader.required("language"),
            license: reader.text("license"),
        };
        reader.finish();
        Some(dataset)
    }
}

impl RawClass {
    fn parse(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(table, span, "class", diagnostics);
        let id = reader.required("id");
        let label = reader.required("label");
        let class = id.map(|id| RawClass { id, label, subclass_of: reader.texts("subclass_of"), iri: reader.text("iri") });
        reader.finish();
        class
    }
}

impl RawPredicate {
    fn parse(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(table, span, "predicate", diagnostics);
        let (id, label) = (reader.required("id"), reader.required("label"));
        let (domain, range) = (reader.texts("domain"), reader.texts("range"));
        reader.missing_unless(!range.is_empty(), "range");
        let (functional, qualifier) = (reader.flag("functional"), reader.flag("qualifier"));
        let iri = reader.text("iri");
        let _ = reader.text("note");
        reader.finish();
        Some(RawPredicate { id: id?, label, domain, range, functional, qualifier, iri })
    }
}

impl RawEntity {
    fn parse(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(table, span, "entity", diagnostics);
        let id = reader.required("id");
        let (class, label, description) = (reader.required("class"), reader.required("label"), reader.required("description"));
        let (aliases, misspellings) = (reader.texts("aliases"), reader.texts("misspellings"));
        let mut roles = Vec::new();
        for (table, span) in reader.tables("role") {
            let mut reader = Reader::new(table, span, "role", reader.diagnostics());
            roles.push(RawRole { title: reader.required("title"), at: reader.text("at"), when: reader.text("when") });
            reader.finish();
        }
        reader.finish();
        Some(RawEntity { id: id?, class, label, description, aliases, misspellings, roles })
    }
}

impl RawSource {
    fn parse(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(table, span, "source", diagnostics);
        let id = reader.required("id");
        let title = reader.required("title");
        let (publisher, authors) = (reader.text("publisher"), reader.texts("authors"));
        let (date, language) = (reader.required("date"), reader.required("language"));
        let (file, sha256) = (reader.required("file"), reader.required("sha256"));
        let url = reader.text("url");
        let _ = reader.text("note");
        reader.finish();
        Some(RawSource { id: id?, title, publisher, authors, date, language, file, sha256, url })
    }
}

impl RawSkip {
    fn parse(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(table, span, "skip entry", diagnostics);
        let paragraph = reader.count("paragraph");
        reader.missing_unless(table.contains_key("paragraph"), "paragraph");
        let skip = RawSkip { paragraph, anchor: reader.text("anchor"), reason: reader.required("reason") };
        reader.finish();
        Some(skip)
    }
}

impl RawFact {
    fn parse(table: &DeTable<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let file = span.file;
        let mut reader = Reader::new(table, span, "fact", diagnostics);
        let id = reader.required("id");
        if let Some(id) = &id {
            // From here on, missing keys are reported at the id, which says more than `[[fact]]`.
            reader.span = id.span.clone();
        }
        let (subject, object) = (reader.value("subject"), reader.value("object"));
        reader.missing_unless(subject.is_some(), "subject");
        reader.missing_unless(object.is_some(), "object");
        let subject = subject.and_then(|value| RawObject::parse(file, &value, reader.diagnostics()));
        let object = object.and_then(|value| RawObject::parse(file, &value, reader.diagnostics()));
        let mut qualifiers = Vec::new();
        for (table, _) in reader.tables("with") {
            for (key, value) in table {
                let predicate = Located { value: key.get_ref().to_string(), span: Span { file, bytes: key.span() } };
                let values = match value.get_ref() {
                    DeValue::Array(items) => items.iter().collect(),
                    _ => vec![value],
                };
                for value in values {
                    let value = Spanned::new(value.span(), value.get_ref());
                    if let Some(object) = RawObject::parse(file, &value, reader.diagnostics()) {
                        qualifiers.push((predicate.clone(), object));
                    }
                }
            }
        }
        let mut evidence = Vec::new();
        for (table, span) in reader.tables("evidence") {
            let mut reader = Reader::new(table, span, "piece of evidence", reader.diagnostics());
            let paragraph = reader.count("paragraph");
            reader.missing_unless(table.contains_key("paragraph"), "paragraph");
            evidence.push(RawEvidence { source: reader.text("source"), paragraph, anchor: reader.required("anchor") });
            reader.finish();
        }
        if !table.contains_key("evidence") {
            let diagnostic = Diagnostic::error(&reader.span, "this fact has no evidence")
                .help("add a [[fact.evidence]] table with `paragraph` and `anchor`");
            reader.diagnostics().push(diagnostic);
        }
        let fact = id.map(|id| RawFact {
            span: reader.span.clone(),
            id,
            statement: reader.required("statement"),
            subject,
            predicate: reader.required("predicate"),
            object,
            stance: reader.required("stance"),
            speaker: reader.texts("speaker"),
            audience: reader.texts("audience"),
            when: reader.text("when"),
            place: reader.texts("where"),
            said_on: reader.text("said_on").into_iter().collect(),
            said_at: reader.texts("said_at"),
            status: reader.text("status"),
            note: reader.text("note"),
            disputes: reader.texts("disputes"),
            corroborates: reader.texts("corroborates"),
            qualifiers,
            evidence,
        });
        if fact.is_some() {
            reader.finish();
        }
        fact
    }
}

impl RawObject {
    /// The kinds of object that a table such as `{ text = "..." }` can have.
    pub const KINDS: [&'static str; 6] = ["text", "date", "quantity", "number", "fact", "entity"];

    pub(crate) fn parse(file: FileId, value: &Spanned<&DeValue<'_>>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let span = Span { file, bytes: value.span() };
        let plain = |text: String, span: Span| RawObject { kind: None, value: Located { value: text, span } };
        match value.get_ref() {
            DeValue::String(text) => Some(plain(text.to_string(), span)),
            DeValue::Datetime(date) => Some(plain(date.to_string(), span)),
            DeValue::Integer(number) => Some(plain(number.to_string(), span)),
            DeValue::Float(number) => Some(plain(number.to_string(), span)),
            DeValue::Table(table) if table.len() == 1 => {
                let (key, value) = table.iter().next()?;
                let kind = Located { value: key.get_ref().to_string(), span: Span { file, bytes: key.span() } };
                let inner = Spanned::new(value.span(), value.get_ref());
                if matches!(value.get_ref(), DeValue::Table(_)) {
                    let help = "write a single kind and its value, such as { text = \"...\" }";
                    diagnostics.push(Diagnostic::error(&span, "tables of subjects and objects cannot be nested").help(help));
                    return None;
                }
                let inner = RawObject::parse(file, &inner, diagnostics)?;
                Some(RawObject { kind: Some(kind), value: inner.value })
            }
            other => {
                let help = "write an entity's id, { text = \"...\" }, { quantity = \"> 14000 people\" }, { date = \"2008\" } or \
                            { fact = \"id\" }";
                let diagnostic = Diagnostic::error(&span, "expected a subject or object")
                    .label(format!("this is {}", type_name(other)))
                    .help(help);
                diagnostics.push(diagnostic);
                None
            }
        }
    }
}
