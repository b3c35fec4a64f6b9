//! The order of the keys in each kind of table: identification first, then content, then context.

use std::cmp::Ordering;

/// The tables of the top level.
pub const TOP_LEVEL: [&str; 8] = ["dataset", "class", "predicate", "entity", "source", "skip", "fact", "question"];

/// Paths of tables, and the order of their keys. Other tables keep the author's order.
const KEYS: [(&str, &[&str]); 12] = [
    ("dataset", &["id", "title", "namespace", "language", "license"]),
    ("class", &["id", "label", "subclass_of", "iri"]),
    ("predicate", &["id", "label", "domain", "range", "functional", "qualifier", "iri", "note"]),
    ("entity", &["id", "class", "label", "description", "aliases", "misspellings", "role"]),
    ("entity.role", &["title", "at", "when"]),
    ("source", &["id", "title", "publisher", "authors", "date", "language", "file", "sha256", "url", "note"]),
    ("skip", &["paragraph", "anchor", "reason"]),
    (
        "fact",
        &[
            "id",
            "statement",
            "subject",
            "predicate",
            "object",
            "stance",
            "speaker",
            "audience",
            "when",
            "where",
            "said_on",
            "said_at",
            "status",
            "note",
            "disputes",
            "corroborates",
            "with",
            "evidence",
        ],
    ),
    ("fact.evidence", &["source", "paragraph", "anchor"]),
    ("question", &["name", "ask", "columns", "ordered", "at_least", "rows", "count", "error"]),
    ("question.ask", ASK),
    ("question.ask.pattern", &["subject", "predicate", "object"]),
];

const ASK: &[&str] = &[
    "fact",
    "entity",
    "entities",
    "pattern",
    "subject",
    "predicate",
    "object",
    "stance",
    "speaker",
    "audience",
    "when",
    "where",
    "source",
    "timeline",
];

/// Compares two keys of the table with a path. Known keys come first, in their order; unknown keys compare as equal.
pub fn compare(path: &str, a: &str, b: &str) -> Ordering {
    let keys = KEYS.iter().find(|(of, _)| *of == path).map_or(&[][..], |(_, keys)| keys);
    let rank = |key: &str| keys.iter().position(|known| *known == key).unwrap_or(keys.len());
    rank(a).cmp(&rank(b))
}

/// The path of a key in the table with a path.
#[must_use]
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_string() } else { format!("{path}.{key}") }
}
