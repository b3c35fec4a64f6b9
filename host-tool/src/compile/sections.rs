//! The sections of a model and their columns.

use std::collections::HashMap;

use factrom::compiler::{
    Codec, Column, EntitySection, FactSection, FieldSection, FieldVisitor, GraphSection, Indexed, LocatorSection, MetaSection,
    SourceSection, TermHash, TermSection, TripleSection, TripleTermSection, ValueOrder, ValueSection, VocabularySection,
    murmur3_32, number_bytes, slot_hash,
};
use factrom::{Tag, TermId};
use oxrdf::{NamedNode, Term};
use postcard::ser_flavors::Size;
use postcard::serialize_with_flavor;
use serde::{Deserialize, Serialize};

use super::columns::{Bytes, pack, pack_in_table, records, relation};
use super::dictionary::Dictionary;
use super::dictionary::term_hash::Buckets;
use super::error::{BuildError, TooLarge, fallible};
use super::progress::{Progress, Stage};
use super::table_order::{Ordered, ranked};
use super::text::pool::{Encoder, plain_pool};
use super::text::sample::train;
use super::triples::numbering::Numbered;
use super::triples::section::triples;
use crate::model::{Evidence, Fact, Model};
use crate::vocabulary::days;

/// Texts per group, as a power of two. Larger groups save bytes and cost steps at each access. Searches compare names often, a
/// screen waits for terms and statements, and labels and anchors are read rarely.
const SEARCHED: u8 = 1;
const SHOWN: u8 = 2;
const READ: u8 = 3;

/// All sections.
#[derive(Debug)]
pub(super) struct Sections<'a> {
    codec: Codec<'a>,
    meta: Indexed<'a, MetaSection<'a>>,
    pub(super) terms: TermSection<'a>,
    pub(super) triples: TripleSection<'a>,
    entities: Indexed<'a, EntitySection<'a>>,
    vocabulary: Indexed<'a, VocabularySection<'a>>,
    sources: Indexed<'a, SourceSection<'a>>,
    locators: Indexed<'a, LocatorSection<'a>>,
    facts: Indexed<'a, FactSection<'a>>,
    values: Indexed<'a, ValueSection<'a>>,
    pub(super) triple_terms: Indexed<'a, TripleTermSection<'a>>,
    graphs: Indexed<'a, GraphSection<'a>>,
}

impl<'a> Sections<'a> {
    /// Builds the sections of a model and of its quads. The quads are ids, as [`triples`] takes them.
    pub(super) fn build(
        bytes: &'a Bytes,
        model: &Model,
        dictionary: &Dictionary,
        numbered: Numbered,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, BuildError> {
        let ordered = Ordered::new(model, dictionary);
        progress(Progress { stage: Stage::Codec, done: 0, total: 1 });
        let encoder = train(bytes, dictionary, &ordered.texts(dictionary))?;
        let writer = Writer { bytes, dictionary, ordered: &ordered, encoder: &encoder };
        let terms = writer.terms(progress)?;
        progress(Progress { stage: Stage::Triples, done: 0, total: 1 });
        let quads: Vec<[u32; 4]> = numbered.quads.collect::<Result<_, _>>()?;
        let (triples, graphs) = triples(bytes, quads, &numbered.common)?;
        Ok(Sections {
            meta: indexed(bytes, writer.meta()?),
            terms,
            triples,
            entities: indexed(bytes, writer.entities()?),
            vocabulary: indexed(bytes, writer.vocabulary()?),
            sources: indexed(bytes, writer.sources()?),
            locators: indexed(bytes, writer.locators()?),
            facts: indexed(bytes, writer.facts()?),
            values: indexed(bytes, writer.values()?),
            triple_terms: indexed(bytes, writer.triple_terms()),
            graphs: indexed(bytes, graphs),
            codec: encoder.codec,
        })
    }

    /// Returns the tags and messages of all sections, except sections without rows.
    pub(super) fn messages(&self) -> Vec<(Tag, Message<'_>)> {
        let vocabulary_len = self.vocabulary.section.predicates_len + self.vocabulary.section.classes_len;
        let values = &self.values.section;
        let has_values = values.languages.len > 0 || values.group_order != Column::default();
        let messages = [
            (Tag::Meta, self.meta.section.texts.len > 0, Message::Meta(&self.meta)),
            (Tag::Codec, true, Message::Codec(&self.codec)),
            (Tag::Terms, true, Message::Terms(&self.terms)),
            (Tag::Triples, true, Message::Triples(&self.triples)),
            (Tag::Entities, self.entities.section.len > 0, Message::Entities(&self.entities)),
            (Tag::Vocabulary, vocabulary_len > 0, Message::Vocabulary(&self.vocabulary)),
            (Tag::Sources, self.sources.section.len > 0, Message::Sources(&self.sources)),
            (Tag::Locators, self.locators.section.len > 0, Message::Locators(&self.locators)),
            (Tag::Facts, self.facts.section.len > 0, Message::Facts(&self.facts)),
            (Tag::Values, has_values, Message::Values(&self.values)),
            (Tag::TripleTerms, self.triple_terms.section.len > 0, Message::TripleTerms(&self.triple_terms)),
            (Tag::Graphs, self.graphs.section.sets_len > 0, Message::Graphs(&self.graphs)),
        ];
        messages.into_iter().filter(|(_, present, _)| *present).map(|(tag, _, message)| (tag, message)).collect()
    }
}

/// Message of a section: that of its struct, with nothing around it.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Message<'s> {
    Meta(&'s Indexed<'s, MetaSection<'s>>),
    Codec(&'s Codec<'s>),
    Terms(&'s TermSection<'s>),
    Triples(&'s TripleSection<'s>),
    Entities(&'s Indexed<'s, EntitySection<'s>>),
    Vocabulary(&'s Indexed<'s, VocabularySection<'s>>),
    Sources(&'s Indexed<'s, SourceSection<'s>>),
    Locators(&'s Indexed<'s, LocatorSection<'s>>),
    Facts(&'s Indexed<'s, FactSection<'s>>),
    Values(&'s Indexed<'s, ValueSection<'s>>),
    TripleTerms(&'s Indexed<'s, TripleTermSection<'s>>),
    Graphs(&'s Indexed<'s, GraphSection<'s>>),
}

/// Decodes a section from a message that [`indexed`] produced. Returns `None` if the bytes are not such a message.
#[must_use]
pub fn section_of<'a, S: FieldSection + Deserialize<'a>>(message: &'a [u8]) -> Option<S> {
    let (start_bytes, rest) = message.split_first()?;
    postcard::from_bytes(rest.get(S::COUNT as usize * usize::from(*start_bytes)..)?).ok()
}

/// Adds the offsets of its fields to a section.
pub fn indexed<S: FieldSection>(bytes: &Bytes, section: S) -> Indexed<'_, S> {
    struct Starts(Vec<u32>, usize);
    impl FieldVisitor for Starts {
        fn field<T: Serialize>(&mut self, field: &T) {
            // If the offset cannot be counted, the section is too large. That is reported when the section itself is counted.
            self.0.push(u32::try_from(self.1).unwrap_or(u32::MAX));
            self.1 = self.1.saturating_add(serialize_with_flavor(field, Size::default()).unwrap_or(usize::MAX));
        }
    }
    let mut starts = Starts(Vec::new(), 0);
    section.each_field(&mut starts);
    let start_bytes = number_bytes(starts.0.last().copied().unwrap_or(0));
    let numbers = starts.0.iter().flat_map(|start| start.to_le_bytes().into_iter().take(usize::from(start_bytes)));
    let starts = std::iter::once(start_bytes).chain(numbers).collect();
    Indexed { starts: bytes.alloc(starts), section }
}

struct Writer<'a, 'w> {
    bytes: &'a Bytes,
    dictionary: &'w Dictionary,
    ordered: &'w Ordered<'w>,
    encoder: &'w Encoder<'a>,
}

impl<'a> Writer<'a, '_> {
    fn meta(&self) -> Result<MetaSection<'a>, TooLarge> {
        let texts: Vec<&str> = match &self.ordered.model.dataset {
            Some(dataset) => vec![&dataset.id, &dataset.title, &dataset.namespace, &dataset.language, &dataset.license],
            None => Vec::new(),
        };
        Ok(MetaSection { texts: self.encoder.pool(self.bytes, READ, texts, Tag::Meta)? })
    }

    fn terms(&self, progress: &mut dyn FnMut(Progress)) -> Result<TermSection<'a>, BuildError> {
        let dictionary = self.dictionary;
        let groups = &dictionary.groups;
        let mut done = 0;
        let texts = dictionary.texts().inspect(|_| Progress::tick(progress, Stage::Texts, &mut done, dictionary.texts_len.into()));
        let texts = fallible(texts, |texts| self.encoder.pool(self.bytes, SEARCHED, texts, Tag::Terms))??;
        Ok(TermSection {
            texts,
            groups_len: groups.len() as u32,
            group_first: pack_in_table(self.bytes, &groups.iter().map(|group| group.first).collect::<Vec<_>>()),
            groups: records(self.bytes, &groups.iter().map(|group| [group.kind as u32, group.tag]).collect::<Vec<_>>()),
            prefixes: plain_pool(self.bytes, &dictionary.prefixes),
            hash: self.hash()?,
        })
    }

    fn values(&self) -> Result<ValueSection<'a>, TooLarge> {
        let dictionary = self.dictionary;
        let groups = &dictionary.groups;
        let times_first = groups.iter().find(|group| group.order == ValueOrder::Time).map_or(0, |group| group.first);
        let (first_days, last_days): (Vec<u32>, Vec<u32>) = dictionary.days.iter().copied().unzip();
        Ok(ValueSection {
            group_order: pack(self.bytes, &groups.iter().map(|group| group.order as u32).collect::<Vec<_>>()),
            languages: self.encoder.pool(self.bytes, READ, dictionary.languages.iter().map(String::as_str), Tag::Values)?,
            times_first,
            times_len: dictionary.days.len() as u32,
            time_first_day: pack(self.bytes, &first_days),
            time_last_day: pack(self.bytes, &last_days),
        })
    }

    fn triple_terms(&self) -> TripleTermSection<'a> {
        let triples = &self.dictionary.triples;
        let part = |part: &dyn Fn(&factrom::TripleTerm) -> TermId| {
            pack(self.bytes, &triples.iter().map(|triple| part(triple).0).collect::<Vec<_>>())
        };
        TripleTermSection {
            len: triples.len() as u32,
            subject: part(&|triple| triple.subject),
            predicate: part(&|triple| triple.predicate),
            object: part(&|triple| triple.object),
        }
    }

    /// Builds the table from terms to ids.
    fn hash(&self) -> Result<TermHash<'a>, BuildError> {
        let mut hashes = Vec::with_capacity(self.dictionary.texts_len as usize);
        for hashed in self.dictionary.hashed() {
            let (text, seed) = hashed?;
            hashes.push(murmur3_32(text.as_bytes(), seed));
        }
        // Only a few terms are hashed again, so only their texts are read again.
        let buckets = Buckets::new(&hashes);
        let rehashed = buckets.rehashed();
        let mut texts: HashMap<u32, String> = HashMap::new();
        if !rehashed.is_empty() {
            for (id, hashed) in (0..).zip(self.dictionary.hashed()) {
                if rehashed.contains(&id) {
                    texts.insert(id, hashed?.0);
                }
            }
        }
        Ok(buckets.table(self.bytes, |id, pilot| slot_hash(0, pilot, texts[&id].as_bytes())))
    }

    fn entities(&self) -> Result<EntitySection<'a>, TooLarge> {
        let entities = &self.ordered.entities;
        let names: Vec<_> = entities.iter().flat_map(|entity| &entity.names).collect();
        let first_name: Vec<u32> = entities
            .iter()
            .scan(0, |next, entity| {
                let first = *next;
                *next += entity.names.len() as u32;
                Some(first)
            })
            .collect();
        let mut by_name: Vec<u32> = (0..names.len() as u32).collect();
        by_name.sort_by_cached_key(|index| factrom::fold_name(&names[*index as usize].text).collect::<String>());
        let roles: Vec<_> =
            entities.iter().enumerate().flat_map(|(row, entity)| entity.roles.iter().map(move |role| (row as u32, role))).collect();
        let at = |iri: &Option<NamedNode>| iri.as_ref().map_or(0, |iri| self.dictionary.iri(iri) + 1);
        let when = |time: &Option<Term>| time.as_ref().map_or(0, |time| self.dictionary.id(time) + 1);
        let pool = |group, texts: Vec<&str>| self.encoder.pool(self.bytes, group, texts, Tag::Entities);
        Ok(EntitySection {
            len: entities.len() as u32,
            term: self.iris(entities.iter().map(|entity| &entity.iri)),
            class: self.iris(entities.iter().map(|entity| &entity.class)),
            descriptions: pool(READ, entities.iter().map(|entity| entity.description.as_str()).collect())?,
            names_len: names.len() as u32,
            names: pool(SEARCHED, names.iter().map(|name| name.text.as_str()).collect())?,
            first_name: pack(self.bytes, &first_name),
            misspelled: pack(self.bytes, &names.iter().map(|name| u32::from(name.misspelled)).collect::<Vec<_>>()),
            by_name: pack(self.bytes, &by_name),
            roles_len: roles.len() as u32,
            role_entity: pack(self.bytes, &roles.iter().map(|(row, _)| *row).collect::<Vec<_>>()),
            role_titles: pool(READ, roles.iter().map(|(_, role)| role.title.as_str()).collect())?,
            role_at: pack(self.bytes, &roles.iter().map(|(_, role)| at(&role.at)).collect::<Vec<_>>()),
            role_when: pack(self.bytes, &roles.iter().map(|(_, role)| when(&role.when)).collect::<Vec<_>>()),
        })
    }

    fn vocabulary(&self) -> Result<VocabularySection<'a>, TooLarge> {
        let model = self.ordered.model;
        let (predicates, _) = ranked(&model.predicates, |predicate| self.dictionary.iri(&predicate.iri));
        let (classes, _) = ranked(&model.classes, |class| self.dictionary.iri(&class.iri));
        let pool = |texts: Vec<&str>| self.encoder.pool(self.bytes, READ, texts, Tag::Vocabulary);
        Ok(VocabularySection {
            predicates_len: predicates.len() as u32,
            predicate: self.iris(predicates.iter().map(|predicate| &predicate.iri)),
            predicate_labels: pool(predicates.iter().map(|predicate| predicate.label.as_str()).collect())?,
            functional: pack(self.bytes, &predicates.iter().map(|predicate| u32::from(predicate.functional)).collect::<Vec<_>>()),
            classes_len: classes.len() as u32,
            class: self.iris(classes.iter().map(|class| &class.iri)),
            class_labels: pool(classes.iter().map(|class| class.label.as_str()).collect())?,
        })
    }

    fn sources(&self) -> Result<SourceSection<'a>, TooLarge> {
        let sources = &self.ordered.sources;
        let texts = sources.iter().flat_map(|source| &source.texts).map(String::as_str);
        Ok(SourceSection {
            len: sources.len() as u32,
            term: self.iris(sources.iter().map(|source| &source.iri)),
            texts: self.encoder.pool(self.bytes, READ, texts, Tag::Sources)?,
            sha256: self.bytes.alloc(sources.iter().flat_map(|source| source.sha256).collect()),
        })
    }

    fn locators(&self) -> Result<LocatorSection<'a>, TooLarge> {
        let locators = &self.ordered.locators;
        let column = |value: &dyn Fn(&Evidence) -> u32| pack(self.bytes, &locators.keys().map(value).collect::<Vec<_>>());
        let pool = |texts: Vec<&str>| self.encoder.pool(self.bytes, READ, texts, Tag::Locators);
        let quoted = locators.keys().any(|locator| locator.quote.is_some());
        Ok(LocatorSection {
            len: locators.len() as u32,
            source: column(&|locator| locator.source as u32),
            paragraph: column(&|locator| locator.paragraph),
            anchors: pool(locators.keys().map(|locator| locator.anchor.as_str()).collect())?,
            start: column(&|locator| locator.start.unwrap_or(0)),
            located: !locators.is_empty() && locators.keys().all(|locator| locator.start.is_some()),
            quotes: pool(if quoted {
                locators.keys().map(|locator| locator.quote.as_deref().unwrap_or("")).collect()
            } else {
                Vec::new()
            })?,
        })
    }

    fn facts(&self) -> Result<FactSection<'a>, TooLarge> {
        let facts = &self.ordered.facts;
        let dictionary = self.dictionary;
        let rows = 0..facts.len() as u32;
        let column = |value: &dyn Fn(&Fact) -> u32| facts.iter().map(|fact| value(fact)).collect::<Vec<u32>>();
        let subjects = column(&|fact| dictionary.id(&fact.subject));
        let predicates = column(&|fact| dictionary.iri(&fact.predicate));
        let objects = column(&|fact| dictionary.id(&fact.object));
        let by = |keys: &[u32]| {
            let mut order: Vec<u32> = rows.clone().collect();
            order.sort_by_key(|row| (keys[*row as usize], *row));
            pack(self.bytes, &order)
        };
        let time = |fact: &Fact| match &fact.when {
            Some(Term::Literal(literal)) => days(literal.value()),
            _ => None,
        };
        let mut by_when: Vec<u32> = rows.clone().filter(|row| time(facts[*row as usize]).is_some()).collect();
        by_when.sort_by_key(|row| (time(facts[*row as usize]), *row));
        let pairs = |values: &dyn Fn(&Fact) -> Vec<u32>, inverse| {
            let pairs = rows.clone().flat_map(|row| values(facts[row as usize]).into_iter().map(move |value| (row, value)));
            relation(self.bytes, pairs.collect(), inverse)
        };
        let terms = |list: &[Term]| list.iter().map(|term| dictionary.id(term)).collect();
        let linked = |list: &[usize]| list.iter().map(|index| self.ordered.fact_rows[*index]).collect();
        let mut qualifiers: Vec<[u32; 3]> = Vec::new();
        for (row, fact) in rows.clone().zip(facts) {
            let of_fact = fact.qualifiers.iter().map(|(predicate, object)| [row, dictionary.iri(predicate), dictionary.id(object)]);
            qualifiers.extend(of_fact);
        }
        qualifiers.sort_unstable();
        qualifiers.dedup();
        let qualifier = |index: usize| pack(self.bytes, &qualifiers.iter().map(|row| row[index]).collect::<Vec<_>>());
        let notes: Vec<(u32, &str)> =
            rows.clone().zip(facts).filter_map(|(row, fact)| Some((row, fact.note.as_deref()?))).collect();
        let pool = |texts: Vec<&str>| self.encoder.pool(self.bytes, READ, texts, Tag::Facts);
        Ok(FactSection {
            len: facts.len() as u32,
            reifier: self.iris(facts.iter().map(|fact| &fact.iri)),
            subject: pack(self.bytes, &subjects),
            predicate: pack(self.bytes, &predicates),
            object: pack(self.bytes, &objects),
            stance: pack(self.bytes, &column(&|fact| fact.stance as u32)),
            status: pack(self.bytes, &column(&|fact| fact.status as u32)),
            when: pack(self.bytes, &column(&|fact| fact.when.as_ref().map_or(0, |when| dictionary.id(when) + 1))),
            statements: self.encoder.pool(self.bytes, SHOWN, facts.iter().map(|fact| fact.statement.as_str()), Tag::Facts)?,
            by_subject: by(&subjects),
            by_predicate: by(&predicates),
            by_object: by(&objects),
            timed_len: by_when.len() as u32,
            by_when: pack(self.bytes, &by_when),
            speaker: pairs(&|fact| terms(&fact.speaker), true),
            audience: pairs(&|fact| terms(&fact.audience), false),
            place: pairs(&|fact| terms(&fact.place), true),
            said_on: pairs(&|fact| terms(&fact.said_on), false),
            said_at: pairs(&|fact| terms(&fact.said_at), false),
            disputes: pairs(&|fact| linked(&fact.disputes), false),
            corroborates: pairs(&|fact| linked(&fact.corroborates), false),
            evidence: pairs(
                &|fact| fact.evidence.iter().map(|piece| self.ordered.locators[&self.ordered.place(piece)]).collect(),
                false,
            ),
            qualifiers_len: qualifiers.len() as u32,
            qualifier_fact: qualifier(0),
            qualifier_predicate: qualifier(1),
            qualifier_object: qualifier(2),
            notes_len: notes.len() as u32,
            note_fact: pack(self.bytes, &notes.iter().map(|(row, _)| *row).collect::<Vec<_>>()),
            notes: pool(notes.iter().map(|(_, note)| *note).collect())?,
        })
    }

    fn iris<'m>(&self, iris: impl Iterator<Item = &'m NamedNode>) -> factrom::compiler::Column<'a> {
        pack(self.bytes, &iris.map(|iri| self.dictionary.iri(iri)).collect::<Vec<_>>())
    }
}
