//! Describes facts, entities, sources, the vocabulary and the data set as triples.
//!
//! Statements, labels and notes have the language of the data set. The title of a source, and the words quoted from it, have the
//! language of the source. Nothing is written for missing values.

use factrom::{Entity, Evidence, Fact, Role, Source, Store, TermId, Text};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};

use super::error::Error;
use super::terms::{Terms, string};
use super::version::{Sink, Version};
use crate::numbers::hex;
use crate::vocabulary::namespaces::{dcterms, own, prov, rdf, rdfs, schema, skos, stance, status, void, xsd};
use crate::vocabulary::time_literal;

/// Turns the tables of the store into triples in the default graph.
pub(super) struct Describer<'s, 'o, 'f> {
    store: &'s Store<'s>,
    terms: Terms<'s>,
    version: Version,
    /// Language of the data set's texts; empty if unknown.
    language: String,
    sink: &'o mut Sink<'f>,
}

impl<'s, 'o, 'f> Describer<'s, 'o, 'f> {
    pub(super) fn new(store: &'s Store<'s>, version: Version, sink: &'o mut Sink<'f>) -> Result<Self, Error> {
        let language = store.language().map(string).transpose()?.unwrap_or_default();
        Ok(Describer { store, terms: Terms::new(store, version), version, language, sink })
    }

    pub(super) fn everything(&mut self) -> Result<(), Error> {
        let store = self.store;
        self.dataset()?;
        for class in store.classes() {
            self.class(class?)?;
        }
        // By name, because in the store the predicates of asserted triples come first.
        let mut predicates: Vec<_> = store.predicates().collect::<Result<_, _>>()?;
        predicates.sort_by_cached_key(|predicate| store.term(*predicate).map(|term| term.to_string()).ok());
        for predicate in predicates {
            self.predicate(predicate)?;
        }
        for source in store.all_sources() {
            self.source(&source)?;
        }
        for entity in store.all_entities() {
            self.entity(&entity?)?;
        }
        for fact in store.facts() {
            self.fact(&fact?)?;
        }
        Ok(())
    }

    fn dataset(&mut self) -> Result<(), Error> {
        let text = |text: Option<Text<'_>>| text.map_or(Ok(String::new()), string);
        let namespace = text(self.store.namespace())?;
        // A store with triples only has no namespace, and its data set is not described.
        let Ok(dataset) = NamedNode::new(namespace) else { return Ok(()) };
        self.add(&dataset, rdf::TYPE, void::DATASET)?;
        self.plain(&dataset, dcterms::IDENTIFIER, text(self.store.name())?)?;
        self.tagged(&dataset, dcterms::TITLE, text(self.store.title())?)?;
        self.plain(&dataset, dcterms::LANGUAGE, self.language.clone())?;
        let license = text(self.store.license())?;
        match address(&license) {
            Some(address) => self.add(&dataset, dcterms::LICENSE, address),
            None => self.plain(&dataset, schema::LICENSE, license),
        }
    }

    fn class(&mut self, class: TermId) -> Result<(), Error> {
        let iri = self.terms.iri(class)?;
        self.add(&iri, rdf::TYPE, rdfs::CLASS)?;
        let label = self.store.class_label(class)?.map_or(Ok(String::new()), string)?;
        self.tagged(&iri, rdfs::LABEL, label)
    }

    fn predicate(&mut self, predicate: TermId) -> Result<(), Error> {
        let iri = self.terms.iri(predicate)?;
        self.add(&iri, rdf::TYPE, rdf::PROPERTY)?;
        if self.store.is_functional(predicate)? {
            self.add(&iri, rdf::TYPE, own::FUNCTIONAL_PREDICATE)?;
        }
        let label = self.store.predicate_label(predicate)?.map_or(Ok(String::new()), string)?;
        self.tagged(&iri, rdfs::LABEL, label)
    }

    fn source(&mut self, source: &Source<'_>) -> Result<(), Error> {
        let iri = self.terms.iri(source.term()?)?;
        let language = string(source.language()?)?;
        self.add(&iri, rdf::TYPE, prov::ENTITY)?;
        self.add(&iri, rdf::TYPE, schema::ARTICLE)?;
        self.in_language(&iri, schema::HEADLINE, string(source.title()?)?, &language)?;
        self.plain(&iri, schema::PUBLISHER, string(source.publisher()?)?)?;
        for author in string(source.authors()?)?.split("; ") {
            self.plain(&iri, schema::AUTHOR, author.to_string())?;
        }
        let date = string(source.date()?)?;
        if !date.is_empty() {
            self.add(&iri, schema::DATE_PUBLISHED, time_literal(&date))?;
        }
        self.plain(&iri, schema::IN_LANGUAGE, language)?;
        self.plain(&iri, own::FILE, string(source.file()?)?)?;
        self.add(&iri, own::SHA256, Literal::new_simple_literal(hex(source.sha256()?)))?;
        let url = string(source.address()?)?;
        match address(&url) {
            Some(address) => self.add(&iri, schema::URL, address),
            None => self.plain(&iri, schema::URL, url),
        }
    }

    fn entity(&mut self, entity: &Entity<'_>) -> Result<(), Error> {
        let iri = self.terms.iri(entity.term())?;
        let class = self.terms.iri(entity.class()?)?;
        self.add(&iri, rdf::TYPE, class)?;
        for (index, name) in entity.names().enumerate() {
            let name = name?;
            let predicate = match (index, name.misspelled) {
                (0, _) => rdfs::LABEL,
                (_, false) => skos::ALT_LABEL,
                (_, true) => skos::HIDDEN_LABEL,
            };
            self.tagged(&iri, predicate, string(name.text)?)?;
        }
        self.tagged(&iri, rdfs::COMMENT, string(entity.description()?)?)?;
        // First the entity, then its roles: Turtle writes each subject once.
        for (index, _) in entity.roles().enumerate() {
            self.add(&iri, own::ROLE, part(&iri, "role", index))?;
        }
        for (index, role) in entity.roles().enumerate() {
            self.role(&part(&iri, "role", index), &role?)?;
        }
        Ok(())
    }

    fn role(&mut self, node: &NamedNode, role: &Role<'_>) -> Result<(), Error> {
        self.tagged(node, schema::ROLE_NAME, string(role.title)?)?;
        self.values(node, own::AT, role.at.map(Ok))?;
        self.values(node, own::WHEN, role.when.map(Ok))
    }

    fn fact(&mut self, fact: &Fact<'_>) -> Result<(), Error> {
        let reifier = self.terms.iri(fact.reifier()?)?;
        self.add(&reifier, rdf::TYPE, own::FACT)?;
        self.reified(&reifier, fact)?;
        self.tagged(&reifier, own::STATEMENT, string(fact.statement()?)?)?;
        self.add(&reifier, own::STANCE, stance(fact.stance()?))?;
        self.add(&reifier, own::STATUS, status(fact.status()?))?;
        self.tagged(&reifier, own::NOTE, fact.note()?.map_or(Ok(String::new()), string)?)?;
        self.values(&reifier, own::SPEAKER, fact.speakers())?;
        self.values(&reifier, own::AUDIENCE, fact.audience())?;
        self.values(&reifier, own::WHEN, fact.when()?.map(Ok))?;
        self.values(&reifier, own::WHERE, fact.places())?;
        self.values(&reifier, own::SAID_ON, fact.said_on())?;
        self.values(&reifier, own::SAID_AT, fact.said_at())?;
        for qualifier in fact.qualifiers() {
            let qualifier = qualifier?;
            let (predicate, object) = (self.terms.iri(qualifier.predicate)?, self.terms.term(qualifier.object)?);
            self.add(&reifier, predicate.as_ref(), object)?;
        }
        self.values(&reifier, own::DISPUTES, fact.disputes().map(|fact| fact?.reifier()))?;
        self.values(&reifier, own::CORROBORATES, fact.corroborations().map(|fact| fact?.reifier()))?;
        self.derivation(&reifier, fact)?;
        for (index, evidence) in fact.evidence().enumerate() {
            self.evidence(&part(&reifier, "e", index), &evidence?)?;
        }
        Ok(())
    }

    fn reified(&mut self, reifier: &NamedNode, fact: &Fact<'_>) -> Result<(), Error> {
        let (subject, predicate) = (self.terms.resource(fact.subject()?)?, self.terms.iri(fact.predicate()?)?);
        let object = self.terms.term(fact.object()?)?;
        if self.version == Version::Rdf12 {
            return self.add(reifier, rdf::REIFIES, Triple::new(subject, predicate, object));
        }
        self.add(reifier, rdf::TYPE, rdf::STATEMENT)?;
        self.add(reifier, rdf::SUBJECT, subject)?;
        self.add(reifier, rdf::PREDICATE, predicate)?;
        self.add(reifier, rdf::OBJECT, object)
    }

    /// Writes the sources, each once, and the nodes for the evidence in them.
    fn derivation(&mut self, reifier: &NamedNode, fact: &Fact<'_>) -> Result<(), Error> {
        let mut last = None;
        for evidence in fact.evidence() {
            let source = evidence?.source()?;
            // Evidence ascends by source.
            if last != Some(source.index()) {
                last = Some(source.index());
                let source = self.terms.iri(source.term()?)?;
                self.add(reifier, prov::WAS_DERIVED_FROM, source)?;
            }
        }
        for (index, _) in fact.evidence().enumerate() {
            self.add(reifier, own::EVIDENCE, part(reifier, "e", index))?;
        }
        Ok(())
    }

    fn evidence(&mut self, node: &NamedNode, evidence: &Evidence<'_>) -> Result<(), Error> {
        let source = evidence.source()?;
        let language = string(source.language()?)?;
        let source = self.terms.iri(source.term()?)?;
        let anchor = string(evidence.anchor()?)?;
        self.add(node, own::SOURCE, source)?;
        self.number(node, own::PARAGRAPH, u64::from(evidence.paragraph()?))?;
        self.in_language(node, own::ANCHOR, anchor.clone(), &language)?;
        if let Some(start) = evidence.start()? {
            self.number(node, own::START, u64::from(start))?;
            self.number(node, own::END, u64::from(start) + anchor.len() as u64)?;
        }
        let quote = evidence.quote()?.map_or(Ok(String::new()), string)?;
        self.in_language(node, own::QUOTE, quote, &language)
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) -> Result<(), Error> {
        (self.sink)(&Quad::new(subject.clone(), predicate, object, GraphName::DefaultGraph))
    }

    /// Writes terms of the store as objects.
    fn values(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        values: impl IntoIterator<Item = Result<TermId, factrom::Error>>,
    ) -> Result<(), Error> {
        values.into_iter().try_for_each(|value| {
            let value = self.terms.term(value?)?;
            self.add(subject, predicate, value)
        })
    }

    fn number(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, number: u64) -> Result<(), Error> {
        self.add(subject, predicate, Literal::new_typed_literal(number.to_string(), xsd::INTEGER))
    }

    /// Writes a text without a language, such as a file name, unless it is empty.
    fn plain(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: String) -> Result<(), Error> {
        self.in_language(subject, predicate, text, "")
    }

    /// Writes a text in the language of the data set, unless it is empty.
    fn tagged(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: String) -> Result<(), Error> {
        let language = self.language.clone();
        self.in_language(subject, predicate, text, &language)
    }

    /// Writes a text, with its language if there is one, unless it is empty.
    fn in_language(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: String, language: &str) -> Result<(), Error> {
        if text.is_empty() {
            return Ok(());
        }
        let literal = if language.is_empty() {
            Literal::new_simple_literal(text)
        } else {
            let bad_tag = |_| Error::BadTerm { noun: "language tag", text: language.to_string() };
            Literal::new_language_tagged_literal(text, language).map_err(bad_tag)?
        };
        self.add(subject, predicate, literal)
    }
}

/// Returns the IRI of a part of a resource, such as `#e1` for the first piece of evidence. If the IRI already has a fragment, `/e1`
/// is appended to it.
fn part(whole: &NamedNode, name: &str, index: usize) -> NamedNode {
    let separator = if whole.as_str().contains('#') { '/' } else { '#' };
    NamedNode::new_unchecked(format!("{}{separator}{name}{}", whole.as_str(), index + 1))
}

/// Returns a text as an IRI if it is a web address.
fn address(text: &str) -> Option<NamedNode> {
    if text.starts_with("https://") || text.starts_with("http://") { NamedNode::new(text).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_resources_are_iris() {
        let part = |whole| NamedNode::new(part(&NamedNode::new(whole).unwrap(), "e", 0).as_str()).unwrap().into_string();
        assert_eq!(part("https://example.org/fact/a"), "https://example.org/fact/a#e1");
        assert_eq!(part("https://example.org/ns#fact/a"), "https://example.org/ns#fact/a/e1");
    }

    #[test]
    fn addresses_are_told_from_texts() {
        assert!(address("https://creativecommons.org/licenses/by/4.0/").is_some());
        assert!(address("MIT OR Apache-2.0").is_none());
        assert!(address("https://not an address").is_none());
    }
}
