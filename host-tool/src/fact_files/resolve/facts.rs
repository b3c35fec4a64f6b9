//! Resolves the fields of facts, and checks the rules between fields.

use factrom::{Stance, Status};
use oxrdf::{GraphName, Quad, Term};

use super::Resolver;
use super::evidence::Places;
use crate::diagnostic::{Diagnostic, Located, nearest};
use crate::fact_files::input::raw::{RawFact, RawFile, RawPredicate};
use crate::model::Fact;

impl<'i> Resolver<'i> {
    /// Resolves all facts and their evidence, and adds them to the model.
    pub(super) fn resolve_facts(&mut self) {
        let mut places = Places::new(self.resolved.model.sources.len());
        for raw in &self.input.raw {
            let source_date = raw.source.as_ref().and_then(|source| source.date.as_ref()).map(|date| date.value.as_str());
            if let Some(source) = &raw.source {
                self.verify_text(source);
                self.verify_skips(source, &raw.skips, &mut places);
            } else if let Some(skip) = raw.skips.first().and_then(|skip| skip.reason.as_ref()) {
                self.report(
                    Diagnostic::error(&skip.span, "[[skip]] in a file without a [source] table")
                        .help("move the [[skip]] table to the fact file of its source"),
                );
            }
            for fact in &raw.facts {
                self.resolve_fact(fact, raw, source_date, &mut places);
            }
        }
        self.resolved.coverage = self.coverage(&places);
    }

    fn resolve_fact(&mut self, raw: &'i RawFact, file: &'i RawFile, source_date: Option<&str>, places: &mut Places) {
        let errors_before = self.resolved.diagnostics.len();
        let predicate = raw.predicate.as_ref().and_then(|id| self.fact_predicate(id));
        let subject = raw.subject.as_ref().and_then(|subject| self.subject(subject, predicate));
        let object = raw.object.as_ref().and_then(|object| self.object(object, predicate, source_date));
        let stance = raw.stance.as_ref().and_then(|word| self.word(word, "stance", Stance::ALL, Stance::word));
        let status = match &raw.status {
            Some(word) => self.word(word, "status", Status::ALL, Status::word),
            None => Some(Status::Sound),
        };
        self.check_speaker(raw, stance);
        if let (Some(status @ (Status::Doubtful | Status::Reconstructed)), None, Some(word)) = (status, &raw.note, &raw.status) {
            self.report(
                Diagnostic::error(&word.span, format!("a {status} fact needs a note"))
                    .help("add `note = \"...\"` that says what the text prints and what it means"),
            );
        }
        let when = raw.when.as_ref().and_then(|when| self.date(when, source_date));
        let said_on = raw.said_on.iter().filter_map(|date| self.date(date, source_date)).collect();
        let speaker = self.entity_list(&raw.speaker, "agent", "speaker");
        let audience = self.entity_list(&raw.audience, "agent", "audience");
        let place = self.entity_list(&raw.place, "place", "place");
        let said_at = self.entity_list(&raw.said_at, "place", "place");
        let mut qualifiers = Vec::new();
        for (predicate, object) in &raw.qualifiers {
            let definition = self.qualifier_predicate(predicate);
            if let Some(object) = self.object(object, definition, source_date) {
                qualifiers.push((self.predicate_iri(predicate), object));
            }
        }
        let mut evidence = Vec::new();
        for piece in &raw.evidence {
            evidence.extend(self.evidence_piece(piece, file, raw, places));
        }
        evidence.sort();
        evidence.dedup();
        let link = |resolver: &mut Self, ids: &[Located<String>]| -> Vec<usize> {
            ids.iter().filter_map(|id| resolver.fact_index(id)).collect()
        };
        let (disputes, corroborates) = (link(self, &raw.disputes), link(self, &raw.corroborates));
        let new = &self.resolved.diagnostics[errors_before..];
        let sound = new.iter().all(|diagnostic| diagnostic.severity != crate::diagnostic::Severity::Error);
        let (Some(subject), Some(object), Some(stance), Some(status), true) = (subject, object, stance, status, sound) else {
            return;
        };
        let (Some(predicate), Some(statement)) = (&raw.predicate, &raw.statement) else { return };
        let predicate = self.predicate_iri(predicate);
        if stance == Stance::Asserted {
            if let Term::NamedNode(subject) = &subject {
                let graph = GraphName::DefaultGraph;
                self.resolved.model.triples.push(Quad::new(subject.clone(), predicate.clone(), object.clone(), graph));
            }
        }
        self.resolved.model.facts.push(Fact {
            iri: self.dataset.fact(&raw.id),
            statement: statement.value.clone(),
            subject,
            predicate,
            object,
            stance,
            status,
            note: raw.note.as_ref().map(|note| note.value.clone()),
            when,
            speaker,
            audience,
            place,
            said_on,
            said_at,
            qualifiers,
            evidence,
            disputes,
            corroborates,
        });
    }

    fn check_speaker(&mut self, raw: &RawFact, stance: Option<Stance>) {
        match (stance, raw.speaker.first(), &raw.stance) {
            (Some(Stance::Asserted), Some(speaker), _) => {
                self.report(
                    Diagnostic::error(&speaker.span, "an asserted fact cannot have a speaker: the source itself says it")
                        .help("remove `speaker`, or set `stance` to what the speaker does, such as `claimed`"),
                );
            }
            (Some(stance), None, Some(word)) if stance != Stance::Asserted => {
                self.report(
                    Diagnostic::error(&word.span, format!("a fact with the stance `{stance}` needs a speaker"))
                        .help("add `speaker = \"id\"`; for an anonymous speaker, use an entity such as `us-officials`"),
                );
            }
            _ => {}
        }
    }

    /// The item that a word names. Reports an unknown word.
    fn word<T: Copy>(&mut self, word: &Located<String>, noun: &str, all: &'static [T], name: fn(T) -> &'static str) -> Option<T> {
        let found = all.iter().copied().find(|item| name(*item) == word.value);
        if found.is_none() {
            let words = all.iter().map(|item| name(*item));
            let help = match nearest(word, words.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
            };
            self.report(Diagnostic::error(&word.span, format!("unknown {noun} `{}`", word.value)).help(help));
        }
        found
    }

    fn entity_list(&mut self, ids: &[Located<String>], class: &str, role: &str) -> Vec<Term> {
        ids.iter()
            .filter_map(|id| {
                let wanted = [Located { value: class.to_string(), span: id.span.clone() }];
                // Where the vocabulary does not define the class, any entity is allowed.
                let wanted = if self.classes.contains_key(class) { &wanted[..] } else { &[] };
                self.entity_term(id, wanted, None, role)
            })
            .collect()
    }

    fn fact_predicate(&mut self, id: &Located<String>) -> Option<&'i RawPredicate> {
        let predicate = self.any_predicate(id, false)?;
        if predicate.qualifier {
            self.report(
                Diagnostic::error(&id.span, format!("the qualifier `{}` cannot be the predicate of a fact", id.value))
                    .related(&predicate.id.span, "defined with `qualifier = true` here")
                    .help("move it to [fact.with], or use another predicate"),
            );
        }
        Some(predicate)
    }

    fn qualifier_predicate(&mut self, id: &Located<String>) -> Option<&'i RawPredicate> {
        self.any_predicate(id, true)
    }

    fn any_predicate(&mut self, id: &Located<String>, qualifier: bool) -> Option<&'i RawPredicate> {
        if let Some(predicate) = self.predicates.get(id.as_str()) {
            return Some(predicate);
        }
        let known = self.predicates.iter().filter(|(_, predicate)| !qualifier || predicate.qualifier).map(|(id, _)| *id);
        let help = match nearest(id, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "define it in a [[predicate]] table in any fact file".to_string(),
        };
        self.report(Diagnostic::error(&id.span, format!("unknown predicate `{}`", id.value)).help(help));
        None
    }

    fn predicate_iri(&self, id: &str) -> oxrdf::NamedNode {
        let own = self.predicates.get(id).and_then(|predicate| predicate.iri.as_ref());
        own.and_then(|iri| oxrdf::NamedNode::new(&iri.value).ok()).unwrap_or_else(|| self.dataset.predicate(id))
    }
}
