//! Namespaces and their terms: FactROM's own published vocabulary, and terms from others. Each IRI is written here and nowhere else.
//!
//! Where a common vocabulary has a term with the same meaning, that term is used. FactROM has its own terms for the rest: the
//! stance, the time and place of an utterance besides those of the fact, and locators.

use factrom::{Stance, Status};
use oxrdf::NamedNode;

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
/// ([`stance`](fn@stance), [`status`](fn@status)).
pub mod own {
    // These IRIs are names; none of them resolves to a page yet.
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
        /// Datatype of quantities such as `> 14000 people`.
        QUANTITY = "quantity";
    }
}

/// RDF, RDF Schema, and the datatypes of XML Schema.
pub use oxrdf::vocab::{rdf, rdfs, xsd};

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

/// The Extended Date/Time Format, as the Library of Congress names it.
pub mod edtf {
    terms! { "http://id.loc.gov/datatypes/edtf/":
        /// Datatype of its dates.
        EDTF = "EDTF";
    }
}

/// Namespace of RDF.
pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// Namespace of RDF Schema.
pub const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
/// Namespace of the datatypes of XML Schema.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// Datatype of times that XML Schema has no datatype for.
pub const EDTF: &str = edtf::EDTF.as_str();
/// Datatype of quantities such as `> 14000 people`.
pub const QUANTITY: &str = own::QUANTITY.as_str();

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
    ("edtf", edtf::NAMESPACE),
    ("f", own::NAMESPACE),
    ("prov", prov::NAMESPACE),
    ("schema", schema::NAMESPACE),
    ("skos", skos::NAMESPACE),
    ("void", void::NAMESPACE),
];

/// Prefixes that any RDF uses.
pub const RDF_PREFIXES: &[(&str, &str)] = &[("rdf", RDF), ("rdfs", RDFS), ("xsd", XSD)];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use oxrdf::NamedNodeRef;

    use super::*;

    #[test]
    fn own_terms_are_in_the_namespace_and_differ() {
        let words = Stance::ALL.iter().map(|word| stance(*word)).chain(Status::ALL.iter().map(|word| status(*word)));
        let all: Vec<NamedNode> = own::ALL.iter().map(|term| term.into_owned()).chain(words).collect();
        assert_eq!(all.len(), 26 + 11 + 3);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    fn namespace_of(term: NamedNodeRef<'static>) -> &'static str {
        let iri = term.as_str();
        &iri[..=iri.find('#').unwrap()]
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
        assert_eq!(EDTF, "http://id.loc.gov/datatypes/edtf/EDTF");
        assert_eq!(QUANTITY, "https://w3id.org/factrom/ns#quantity");
        assert_eq!((RDF, RDFS, XSD), (namespace_of(rdf::TYPE), namespace_of(rdfs::LABEL), namespace_of(xsd::INTEGER)));
    }
}
