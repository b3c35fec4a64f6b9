//! The names that the RDF export uses: FactROM's own published vocabulary, and terms from others.
//!
//! Where a common vocabulary has a term with the same meaning, that term is used. FactROM has its own terms for the rest: the
//! stance, the time and place of an utterance besides those of the fact, and locators.

use factrom::{Stance, Status};
use oxrdf::{NamedNode, NamedNodeRef};

macro_rules! terms {
    ($namespace:literal: $($(#[$doc:meta])* $name:ident = $local:literal;)*) => {
        /// Namespace of the terms in this module.
        pub const NAMESPACE: &str = $namespace;
        $(
            $(#[$doc])*
            pub const $name: oxrdf::NamedNodeRef<'static> = oxrdf::NamedNodeRef::new_unchecked(concat!($namespace, $local));
        )*
        /// All terms in this module.
        pub const ALL: &[oxrdf::NamedNodeRef<'static>] = &[$($name),*];
    };
}

/// FactROM's own terms, with the prefix `f:`. There is also a resource for each stance and each status, named after it
/// ([`stance`](fn@stance), [`status`](fn@status)), and the datatype [`QUANTITY`](crate::vocabulary::QUANTITY).
pub mod own {
    terms! { "https://w3id.org/factrom/ns#":
        /// Class of facts: triples that somebody puts forward.
        FACT = "Fact";
        /// Fact: one sentence that states it.
        STATEMENT = "statement";
        /// Fact: its stance, that is, how it is put forward.
        STANCE = "stance";
        /// Fact: its status, that is, how far the text of the source can be trusted.
        STATUS = "status";
        /// Fact: who says it.
        SPEAKER = "speaker";
        /// Fact: who it is said to.
        AUDIENCE = "audience";
        /// Fact or role: when it holds.
        WHEN = "when";
        /// Fact: where it holds.
        WHERE = "where";
        /// Fact: when it was said.
        SAID_ON = "saidOn";
        /// Fact: where it was said.
        SAID_AT = "saidAt";
        /// Fact: a note by the editor.
        NOTE = "note";
        /// Fact: a fact that contradicts it.
        DISPUTES = "disputes";
        /// Fact: a fact that corroborates it.
        CORROBORATES = "corroborates";
        /// Fact: a place in a source that states it.
        EVIDENCE = "evidence";
        /// Evidence: the source.
        SOURCE = "source";
        /// Evidence: the paragraph, counted from 1 over the lines that are not blank.
        PARAGRAPH = "paragraph";
        /// Evidence: a few words that occur once in that paragraph.
        ANCHOR = "anchor";
        /// Evidence: byte offset of the anchor's first byte in the text of the source.
        START = "start";
        /// Evidence: byte offset of the end of the anchor.
        END = "end";
        /// Evidence: the sentence that contains the anchor.
        QUOTE = "quote";
        /// Source: name of the file that holds its text.
        FILE = "file";
        /// Source: SHA-256 of its text, in hexadecimal.
        SHA256 = "sha256";
        /// Entity: a role that it has or had.
        ROLE = "role";
        /// Role: the organisation, country or person that it is held at.
        AT = "at";
        /// Class of predicates with at most one object per subject at a time. It is weaker than OWL's functional properties,
        /// because sources may disagree on the object.
        FUNCTIONAL_PREDICATE = "FunctionalPredicate";
    }
}

/// RDF and RDF Schema.
pub use oxrdf::vocab::{rdf, rdfs};

/// SKOS, for names other than the label.
pub mod skos {
    terms! { "http://www.w3.org/2004/02/skos/core#":
        /// Another name.
        ALT_LABEL = "altLabel";
        /// A name to search by but not to show, such as a misspelling.
        HIDDEN_LABEL = "hiddenLabel";
    }
}

/// PROV-O.
pub mod prov {
    terms! { "http://www.w3.org/ns/prov#":
        /// Class of things that something can be derived from.
        ENTITY = "Entity";
        /// The source of a fact.
        WAS_DERIVED_FROM = "wasDerivedFrom";
    }
}

/// schema.org.
pub mod schema {
    terms! { "https://schema.org/":
        /// Class of articles.
        ARTICLE = "Article";
        /// Title of an article.
        HEADLINE = "headline";
        /// Publisher of an article.
        PUBLISHER = "publisher";
        /// One of the authors of an article.
        AUTHOR = "author";
        /// Date of publication.
        DATE_PUBLISHED = "datePublished";
        /// Language of an article.
        IN_LANGUAGE = "inLanguage";
        /// Address of an article.
        URL = "url";
        /// Name of a role.
        ROLE_NAME = "roleName";
        /// Licence of the data. Unlike [`dcterms::LICENSE`](super::dcterms::LICENSE), it may be a text.
        LICENSE = "license";
    }
}

/// VoID, the Vocabulary of Interlinked Datasets.
pub mod void {
    terms! { "http://rdfs.org/ns/void#":
        /// Class of data sets.
        DATASET = "Dataset";
    }
}

/// Dublin Core terms, for the data set.
pub mod dcterms {
    terms! { "http://purl.org/dc/terms/":
        /// Short name of the data set.
        IDENTIFIER = "identifier";
        /// Title of the data set.
        TITLE = "title";
        /// Language of its texts.
        LANGUAGE = "language";
        /// Address of its licence.
        LICENSE = "license";
    }
}

/// Returns the resource for a stance.
#[must_use]
pub fn stance(stance: Stance) -> NamedNode {
    own_word(stance.word())
}

/// Returns the resource for a status.
#[must_use]
pub fn status(status: Status) -> NamedNode {
    own_word(status.word())
}

fn own_word(word: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{word}", own::NAMESPACE))
}

/// Prefixes of all namespaces above, and of the datatypes.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", dcterms::NAMESPACE),
    ("edtf", "http://id.loc.gov/datatypes/edtf/"),
    ("f", own::NAMESPACE),
    ("prov", prov::NAMESPACE),
    ("schema", schema::NAMESPACE),
    ("skos", skos::NAMESPACE),
    ("void", void::NAMESPACE),
];

/// Prefixes that any RDF uses.
pub const RDF_PREFIXES: &[(&str, &str)] = &[
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", crate::vocabulary::XSD),
];

/// Folders of a data set's namespace. Each gets a prefix too.
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
