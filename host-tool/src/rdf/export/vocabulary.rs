//! The names that the RDF export uses: FactROM's own terms, which are its published vocabulary, and those of others.
//!
//! Where a common vocabulary has a term that means the same, it is used. FactROM's own terms are for what none has: the stance, the
//! two times and places of an utterance, the locators.

use factrom::{Stance, Status};
use oxrdf::{NamedNode, NamedNodeRef};

macro_rules! terms {
    ($namespace:literal: $($(#[$doc:meta])* $name:ident = $local:literal;)*) => {
        /// What the names below begin with.
        pub const NAMESPACE: &str = $namespace;
        $(
            $(#[$doc])*
            pub const $name: oxrdf::NamedNodeRef<'static> = oxrdf::NamedNodeRef::new_unchecked(concat!($namespace, $local));
        )*
        /// All of them.
        pub const ALL: &[oxrdf::NamedNodeRef<'static>] = &[$($name),*];
    };
}

/// FactROM's own terms, by the prefix `f:`. Besides them there is a resource for each stance and each status, named by its word
/// ([`stance`](fn@stance), [`status`](fn@status)), and the datatype [`QUANTITY`](crate::vocabulary::QUANTITY).
pub mod own {
    terms! { "https://w3id.org/factrom/ns#":
        /// A class: facts, each a triple that somebody puts forward.
        FACT = "Fact";
        /// Of a fact: one sentence that says it.
        STATEMENT = "statement";
        /// Of a fact: how it is put forward, one of the stances.
        STANCE = "stance";
        /// Of a fact: how far the source's text can be trusted, one of the statuses.
        STATUS = "status";
        /// Of a fact: who says it.
        SPEAKER = "speaker";
        /// Of a fact: to whom it is said.
        AUDIENCE = "audience";
        /// Of a fact or a role: when it is the case.
        WHEN = "when";
        /// Of a fact: where it is the case.
        WHERE = "where";
        /// Of a fact: when it was said.
        SAID_ON = "saidOn";
        /// Of a fact: where it was said.
        SAID_AT = "saidAt";
        /// Of a fact: the editor's note.
        NOTE = "note";
        /// Of a fact: a fact that contradicts it.
        DISPUTES = "disputes";
        /// Of a fact: a fact that bears it out.
        CORROBORATES = "corroborates";
        /// Of a fact: a place where it is written.
        EVIDENCE = "evidence";
        /// Of evidence: the source.
        SOURCE = "source";
        /// Of evidence: the paragraph, counted from 1 over the lines that are not blank.
        PARAGRAPH = "paragraph";
        /// Of evidence: a few words that occur once in that paragraph.
        ANCHOR = "anchor";
        /// Of evidence: the offset of the anchor's first byte in the source's text.
        START = "start";
        /// Of evidence: the offset of the byte after the anchor.
        END = "end";
        /// Of evidence: the sentence around the anchor.
        QUOTE = "quote";
        /// Of a source: the name of the file that holds its text.
        FILE = "file";
        /// Of a source: the SHA-256 of its text, in hexadecimal digits.
        SHA256 = "sha256";
        /// Of an entity: a role that it has or had.
        ROLE = "role";
        /// Of a role: at which organisation, country or person.
        AT = "at";
        /// A class: predicates with at most one object of a subject at a time. Weaker than OWL's functional properties, since sources
        /// may disagree on that object.
        FUNCTIONAL_PREDICATE = "FunctionalPredicate";
    }
}

/// RDF and RDF Schema.
pub use oxrdf::vocab::{rdf, rdfs};

/// SKOS, for names that are not the label.
pub mod skos {
    terms! { "http://www.w3.org/2004/02/skos/core#":
        /// Another name.
        ALT_LABEL = "altLabel";
        /// A name to be found by and not shown, such as a misspelling.
        HIDDEN_LABEL = "hiddenLabel";
    }
}

/// PROV-O.
pub mod prov {
    terms! { "http://www.w3.org/ns/prov#":
        /// A class: what something can be derived from.
        ENTITY = "Entity";
        /// From which source a fact is.
        WAS_DERIVED_FROM = "wasDerivedFrom";
    }
}

/// schema.org.
pub mod schema {
    terms! { "https://schema.org/":
        /// A class.
        ARTICLE = "Article";
        /// An article's title.
        HEADLINE = "headline";
        /// Who published it.
        PUBLISHER = "publisher";
        /// One of those who wrote it.
        AUTHOR = "author";
        /// When it appeared.
        DATE_PUBLISHED = "datePublished";
        /// Its language.
        IN_LANGUAGE = "inLanguage";
        /// Its address.
        URL = "url";
        /// What a role is called.
        ROLE_NAME = "roleName";
        /// The licence of the data; other than [`dcterms::LICENSE`](super::dcterms::LICENSE) it may be a text.
        LICENSE = "license";
    }
}

/// The Vocabulary of Interlinked Datasets.
pub mod void {
    terms! { "http://rdfs.org/ns/void#":
        /// A class.
        DATASET = "Dataset";
    }
}

/// Dublin Core's terms, on the data set.
pub mod dcterms {
    terms! { "http://purl.org/dc/terms/":
        /// Its short name.
        IDENTIFIER = "identifier";
        /// Its title.
        TITLE = "title";
        /// The language of its texts.
        LANGUAGE = "language";
        /// The address of its licence.
        LICENSE = "license";
    }
}

/// The resource that stands for a stance.
#[must_use]
pub fn stance(stance: Stance) -> NamedNode {
    own_word(stance.word())
}

/// The resource that stands for a status.
#[must_use]
pub fn status(status: Status) -> NamedNode {
    own_word(status.word())
}

fn own_word(word: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{word}", own::NAMESPACE))
}

/// The prefixes of all namespaces above, and of the datatypes'.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", dcterms::NAMESPACE),
    ("edtf", "http://id.loc.gov/datatypes/edtf/"),
    ("f", own::NAMESPACE),
    ("prov", prov::NAMESPACE),
    ("schema", schema::NAMESPACE),
    ("skos", skos::NAMESPACE),
    ("void", void::NAMESPACE),
];

/// The prefixes that any RDF makes use of.
pub const RDF_PREFIXES: &[(&str, &str)] = &[
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", crate::vocabulary::XSD),
];

/// The folders of a data set's namespace, which are prefixes too.
pub const FOLDERS: &[&str] = &["class", "entity", "fact", "predicate", "source"];

/// `xsd:integer`.
pub(super) const INTEGER: NamedNodeRef<'static> = oxrdf::vocab::xsd::INTEGER;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn own_terms_are_in_the_namespace_and_differ() {
        assert_eq!(own::NAMESPACE, crate::vocabulary::FACTROM);
        let words = Stance::ALL.iter().map(|word| stance(*word)).chain(Status::ALL.iter().map(|word| status(*word)));
        let quantity = NamedNode::new_unchecked(crate::vocabulary::QUANTITY);
        let all: Vec<NamedNode> = own::ALL.iter().map(|term| term.into_owned()).chain(words).chain([quantity]).collect();
        assert_eq!(all.len(), 25 + 11 + 3 + 1);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn the_namespaces_of_others_are_theirs() {
        let expected = [
            (skos::ALL, "http://www.w3.org/2004/02/skos/core#"),
            (prov::ALL, "http://www.w3.org/ns/prov#"),
            (schema::ALL, "https://schema.org/"),
            (void::ALL, "http://rdfs.org/ns/void#"),
            (dcterms::ALL, "http://purl.org/dc/terms/"),
        ];
        for (terms, namespace) in expected {
            assert!(terms.iter().all(|term| term.as_str().starts_with(namespace)), "{namespace}");
        }
        assert!(crate::vocabulary::EDTF.starts_with("http://id.loc.gov/datatypes/edtf/"));
    }
}
