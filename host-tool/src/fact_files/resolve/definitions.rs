//! Definitions that facts refer to: the data set, classes, predicates, entities and sources.

use std::collections::HashMap;

use oxrdf::NamedNode;

use super::{Resolver, dates};
use crate::diagnostic::{Diagnostic, Located, nearest};
use crate::fact_files::input::raw::{RawEntity, RawSource};
use crate::model::{Class, Dataset, Entity, Name, Predicate, Role, Source};
use crate::vocabulary::{is_id, time_literal};

/// The kinds of literals that the range of a predicate can contain.
pub(super) const LITERAL_KINDS: [&str; 4] = ["text", "date", "quantity", "number"];

impl<'i> Resolver<'i> {
    /// Collects all ids. Reports duplicate and invalid ones.
    pub(super) fn define(&mut self) {
        for raw in &self.input.raw {
            for class in &raw.classes {
                self.define_one(&class.id, "class", |resolver| resolver.classes.insert(&class.id, class).map(|other| &other.id));
            }
            for predicate in &raw.predicates {
                self.define_one(&predicate.id, "predicate", |resolver| {
                    resolver.predicates.insert(&predicate.id, predicate).map(|other| &other.id)
                });
            }
            for entity in &raw.entities {
                self.define_one(&entity.id, "entity", |resolver| {
                    resolver.entities.insert(&entity.id, entity).map(|other| &other.id)
                });
            }
            for fact in &raw.facts {
                self.define_one(&fact.id, "fact", |resolver| {
                    let index = resolver.facts.len();
                    resolver.facts.insert(&fact.id, (index, &fact.id)).map(|(_, other)| other)
                });
            }
            if let Some(source) = &raw.source {
                self.define_one(&source.id, "source", |resolver| {
                    let index = resolver.sources.len();
                    resolver.sources.insert(&source.id, (index, &source.id)).map(|(_, other)| other)
                });
            }
        }
    }

    fn define_one(&mut self, id: &'i Located<String>, noun: &str, insert: impl FnOnce(&mut Self) -> Option<&'i Located<String>>) {
        if !is_id(id) {
            self.report(
                Diagnostic::error(&id.span, format!("`{}` is not a valid id", id.value))
                    .help("use lower-case letters and digits, with single hyphens in between, at most 64 characters"),
            );
        }
        if let Some(other) = insert(self) {
            self.report(
                Diagnostic::error(&id.span, format!("duplicate {noun} id `{}`", id.value))
                    .label("used again here")
                    .related(&other.span, "first used here")
                    .help(format!("choose another id for the newer {noun}: the older id may be in use elsewhere")),
            );
        }
    }

    /// Resolves the definitions and adds them to the model.
    pub(super) fn resolve_definitions(&mut self) {
        self.resolve_dataset();
        for raw in &self.input.raw {
            for class in &raw.classes {
                for wider in &class.subclass_of {
                    self.known_class(wider);
                }
                self.check_iri(class.iri.as_ref());
                let iri = self.own_iri(class.iri.as_ref(), || self.dataset.class(&class.id));
                let label = class.label.as_ref().map_or_else(String::new, |label| label.value.clone());
                self.resolved.model.classes.push(Class { id: class.id.value.clone(), iri, label });
            }
            for predicate in &raw.predicates {
                for class in &predicate.domain {
                    self.known_class(class);
                }
                for class in &predicate.range {
                    if !LITERAL_KINDS.contains(&class.as_str()) && class.value != "fact" {
                        self.known_class(class);
                    }
                }
                self.check_iri(predicate.iri.as_ref());
                let iri = self.own_iri(predicate.iri.as_ref(), || self.dataset.predicate(&predicate.id));
                let label = predicate.label.as_ref().map_or_else(String::new, |label| label.value.clone());
                let (id, functional) = (predicate.id.value.clone(), predicate.functional);
                self.resolved.model.predicates.push(Predicate { id, iri, label, functional });
            }
            for entity in &raw.entities {
                self.resolve_entity(entity);
            }
            if let Some(source) = &raw.source {
                self.resolve_source(source);
            }
        }
    }

    fn resolve_dataset(&mut self) {
        let mut datasets = self.input.raw.iter().flat_map(|raw| &raw.datasets);
        let Some(raw) = datasets.next() else {
            if let Some(id) = self.input.raw.iter().find_map(|raw| Some(&raw.facts.first()?.id)) {
                self.report(
                    Diagnostic::error(&id.span, "no fact file has a [dataset] table")
                        .help("add [dataset] with `id`, `title`, `namespace` and `language` to one of the files"),
                );
            }
            return;
        };
        let first_span = raw.span.clone();
        if let Some(second) = datasets.next() {
            let diagnostic = Diagnostic::error(&second.span, "duplicate [dataset] table")
                .related(&first_span, "first [dataset] table")
                .help("keep one of them: the fact files form one data set");
            self.report(diagnostic);
        }
        let text = |text: &Option<Located<String>>| text.as_ref().map_or_else(String::new, |text| text.value.clone());
        self.dataset = Dataset {
            id: text(&raw.id),
            title: text(&raw.title),
            namespace: text(&raw.namespace),
            language: text(&raw.language),
            license: text(&raw.license),
        };
        if let Some(namespace) = &raw.namespace {
            let fits = namespace.len() <= factrom::MAX_NAMESPACE_BYTES && namespace.ends_with(['/', '#']);
            if !fits || NamedNode::new(&namespace.value).is_err() {
                self.report(
                    Diagnostic::error(&namespace.span, format!("`{}` is not a valid namespace", namespace.value))
                        .help("use an absolute IRI of at most 128 bytes that ends with `/` or `#`"),
                );
            }
        }
        if let Some(language) = &raw.language {
            if oxrdf::Literal::new_language_tagged_literal("", &language.value).is_err() {
                self.report(
                    Diagnostic::error(&language.span, format!("`{}` is not a valid language tag", language.value))
                        .help("use a BCP 47 tag, such as en, de or pt-BR"),
                );
            }
        }
        self.resolved.model.dataset = Some(self.dataset.clone());
    }

    /// Reports an invalid IRI of a class or predicate.
    fn check_iri(&mut self, iri: Option<&Located<String>>) {
        let Some(iri) = iri.filter(|iri| NamedNode::new(&iri.value).is_err()) else { return };
        self.report(
            Diagnostic::error(&iri.span, format!("`{}` is not a valid IRI", iri.value))
                .help("use an absolute IRI, such as https://schema.org/Person, or remove `iri`"),
        );
    }

    fn own_iri(&self, iri: Option<&Located<String>>, default: impl FnOnce() -> NamedNode) -> NamedNode {
        iri.and_then(|iri| NamedNode::new(&iri.value).ok()).unwrap_or_else(default)
    }

    /// Reports a class that is not defined.
    fn known_class(&mut self, class: &Located<String>) {
        if self.classes.contains_key(class.as_str()) {
            return;
        }
        let help = match nearest(class, self.classes.keys().copied().chain(LITERAL_KINDS)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "define it in a [[class]] table".to_string(),
        };
        self.report(Diagnostic::error(&class.span, format!("unknown class `{}`", class.value)).help(help));
    }

    /// The IRI of an entity's class.
    fn class_iri(&self, id: &str) -> NamedNode {
        let iri = self.classes.get(id).and_then(|class| class.iri.as_ref());
        self.own_iri(iri, || self.dataset.class(id))
    }

    fn resolve_entity(&mut self, raw: &RawEntity) {
        if let Some(class) = &raw.class {
            self.known_class(class);
        }
        let mut names: Vec<Name> = Vec::new();
        let mut folded: HashMap<String, &Located<String>> = HashMap::new();
        let others = raw.aliases.iter().map(|name| (name, false)).chain(raw.misspellings.iter().map(|name| (name, true)));
        for (name, misspelled) in raw.label.iter().map(|name| (name, false)).chain(others) {
            let key: String = factrom::fold_name(name).collect();
            if let Some(other) = folded.insert(key, name) {
                self.report(
                    Diagnostic::warning(&name.span, format!("`{}` duplicates the name `{}`", name.value, other.value))
                        .help("remove it: names match regardless of case, quotation marks and full stops"),
                );
                continue;
            }
            names.push(Name { text: name.value.clone(), misspelled });
        }
        let mut roles = Vec::new();
        for role in &raw.roles {
            let at = role.at.as_ref().filter(|at| self.entity(at).is_some()).map(|at| self.dataset.entity(at));
            let when = role.when.as_ref().and_then(|when| self.date(when, None));
            if let Some(title) = &role.title {
                roles.push(Role { title: title.value.clone(), at, when });
            }
        }
        let class = raw.class.as_ref().map_or("thing", |class| class.as_str());
        let entity = Entity {
            iri: self.dataset.entity(&raw.id),
            class: self.class_iri(class),
            description: raw.description.as_ref().map_or_else(String::new, |text| text.value.clone()),
            names,
            roles,
        };
        self.resolved.model.entities.push(entity);
    }

    fn resolve_source(&mut self, raw: &RawSource) {
        let mut sha256 = [0; 32];
        if let Some(text) = &raw.sha256 {
            match decode_hex(text) {
                Some(digest) => sha256 = digest,
                None => self.report(
                    Diagnostic::error(&text.span, "this is not a valid SHA-256 digest")
                        .help("write the 64 hexadecimal digits that `sha256sum FILE` prints"),
                ),
            }
        }
        let date = raw.date.as_ref().map_or_else(String::new, |date| match dates::resolve(date, None) {
            Ok(edtf) => edtf,
            Err(error) => {
                self.report(Diagnostic::error(&date.span, error.message).help(error.help));
                String::new()
            }
        });
        let text = |text: &Option<Located<String>>| text.as_ref().map_or_else(String::new, |text| text.value.clone());
        let authors = raw.authors.iter().map(|author| author.value.as_str()).collect::<Vec<_>>().join("; ");
        let source = Source {
            iri: self.dataset.source(&raw.id),
            texts: [text(&raw.title), text(&raw.publisher), authors, date, text(&raw.language), text(&raw.file), text(&raw.url)],
            sha256,
        };
        self.resolved.model.sources.push(source);
    }

    /// A date as a literal. Reports an invalid date.
    pub(super) fn date(&mut self, date: &Located<String>, source_date: Option<&str>) -> Option<oxrdf::Term> {
        match dates::resolve(date, source_date) {
            Ok(edtf) => Some(time_literal(&edtf).into()),
            Err(error) => {
                self.report(Diagnostic::error(&date.span, error.message).help(error.help));
                None
            }
        }
    }
}

fn decode_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut digest = [0; 32];
    for (index, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(digest)
}
