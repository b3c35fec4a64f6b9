//! The sections of a model, with their columns.

use factrom::TermId;
use factrom::index::TermIndex;
use factrom::layout::{
    EntitySection, FactSection, LocatorSection, MetaSection, SourceSection, Tag, TermSection, TripleSection, VocabularySection,
};
use factrom::value::ValueOrder;
use oxrdf::{GraphName, NamedNode, Term};
use serde::Serialize;

use super::TooLarge;
use super::columns::{Bytes, pack, relation};
use super::dictionary::Dictionary;
use super::index::index;
use super::ordered::{Ordered, mentioned, ranked};
use super::texts::Encoder;
use crate::model::{Evidence, Fact, Model};
use crate::vocabulary::days;

/// Texts between two starts, as a power of two: more save bytes and cost steps at each access. Names are compared often
/// in searches, terms and statements are what a screen waits for, labels and anchors are read now and then.
const SEARCHED: u8 = 1;
const SHOWN: u8 = 2;
const READ: u8 = 3;

/// All sections.
pub(super) struct Sections<'a> {
    encoder: Encoder<'a>,
    meta: MetaSection<'a>,
    terms: TermSection<'a>,
    triples: TripleSection<'a>,
    entities: EntitySection<'a>,
    vocabulary: VocabularySection<'a>,
    sources: SourceSection<'a>,
    locators: LocatorSection<'a>,
    facts: FactSection<'a>,
}

impl<'a> Sections<'a> {
    pub(super) fn build(bytes: &'a Bytes, model: &Model) -> Result<Self, TooLarge> {
        let terms = mentioned(model);
        let dictionary = Dictionary::build(&terms)?;
        let ordered = Ordered::new(model, &dictionary);
        let encoder = Encoder::train(bytes, &ordered.texts(&dictionary));
        let writer = Writer { bytes, dictionary: &dictionary, ordered: &ordered, encoder: &encoder };
        Ok(Sections {
            meta: writer.meta()?,
            terms: writer.terms()?,
            triples: writer.triples()?,
            entities: writer.entities()?,
            vocabulary: writer.vocabulary()?,
            sources: writer.sources()?,
            locators: writer.locators()?,
            facts: writer.facts()?,
            encoder,
        })
    }

    /// The sections' messages by tag; sections of no rows are left out.
    pub(super) fn messages(&self) -> Vec<(Tag, Vec<u8>)> {
        fn message(section: &impl Serialize) -> Vec<u8> {
            postcard::to_stdvec(section).unwrap_or_default()
        }
        let mut messages = vec![
            (Tag::Codec, message(&self.encoder.codec)),
            (Tag::Terms, message(&self.terms)),
            (Tag::Triples, message(&self.triples)),
        ];
        let vocabulary_len = self.vocabulary.predicates_len + self.vocabulary.classes_len;
        let optional = [
            (Tag::Meta, self.meta.texts.len, message(&self.meta)),
            (Tag::Entities, self.entities.len, message(&self.entities)),
            (Tag::Vocabulary, vocabulary_len, message(&self.vocabulary)),
            (Tag::Sources, self.sources.len, message(&self.sources)),
            (Tag::Locators, self.locators.len, message(&self.locators)),
            (Tag::Facts, self.facts.len, message(&self.facts)),
        ];
        messages.extend(optional.into_iter().filter(|(_, len, _)| *len > 0).map(|(tag, _, message)| (tag, message)));
        messages.sort_by_key(|(tag, _)| *tag);
        messages
    }
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

    fn terms(&self) -> Result<TermSection<'a>, TooLarge> {
        let dictionary = self.dictionary;
        let groups = &dictionary.groups;
        let column =
            |value: &dyn Fn(&super::dictionary::Group) -> u32| pack(self.bytes, &groups.iter().map(value).collect::<Vec<_>>());
        let triple = |part: &dyn Fn(&factrom::TripleTerm) -> TermId| {
            pack(self.bytes, &dictionary.triples.iter().map(|triple| part(triple).0).collect::<Vec<_>>())
        };
        let is_time = |group: &&super::dictionary::Group| group.order == ValueOrder::Time;
        let times_first = groups.iter().find(is_time).map_or(0, |group| group.first);
        let after_times = groups.iter().skip_while(|group| !is_time(group)).find(|group| !is_time(group));
        let times_end = match (groups.iter().any(|group| is_time(&group)), after_times) {
            (true, Some(group)) => group.first,
            (true, None) => dictionary.texts.len() as u32,
            (false, _) => times_first,
        };
        let days: Vec<(u32, u32)> = dictionary.texts[times_first as usize..times_end as usize]
            .iter()
            .map(|text| match days(text) {
                Some((first, last)) => (factrom::stored_day(factrom::Day(first)), factrom::stored_day(factrom::Day(last))),
                None => (u32::MAX, 0),
            })
            .collect();
        let (first_days, last_days): (Vec<u32>, Vec<u32>) = days.into_iter().unzip();
        Ok(TermSection {
            texts: self.encoder.pool(self.bytes, SHOWN, dictionary.texts.iter().map(String::as_str), Tag::Terms)?,
            groups_len: groups.len() as u32,
            group_first: column(&|group| group.first),
            group_kind: column(&|group| group.kind as u32),
            group_tag: column(&|group| group.tag),
            group_order: column(&|group| group.order as u32),
            prefixes: self.encoder.pool(self.bytes, 0, dictionary.prefixes.iter().map(String::as_str), Tag::Terms)?,
            languages: self.encoder.pool(self.bytes, READ, dictionary.languages.iter().map(String::as_str), Tag::Terms)?,
            triples_len: dictionary.triples.len() as u32,
            triple_subject: triple(&|triple| triple.subject),
            triple_predicate: triple(&|triple| triple.predicate),
            triple_object: triple(&|triple| triple.object),
            times_first,
            times_len: times_end - times_first,
            time_first_day: pack(self.bytes, &first_days),
            time_last_day: pack(self.bytes, &last_days),
            index: self.index(),
        })
    }

    /// The table from terms to ids.
    fn index(&self) -> TermIndex<'a> {
        let hashes: Vec<u32> = (0..self.dictionary.texts.len() as u32)
            .map(|id| {
                let (text, seed) = self.dictionary.hashed(id);
                factrom::index::murmur3_32(text.as_bytes(), seed)
            })
            .collect();
        index(self.bytes, &hashes, |id, pilot| factrom::index::slot_hash(0, pilot, self.dictionary.hashed(id).0.as_bytes()))
    }

    fn triples(&self) -> Result<TripleSection<'a>, TooLarge> {
        let id = |term: Term| self.dictionary.id(&term);
        let mut rows: Vec<[u32; 4]> = self
            .ordered
            .model
            .triples
            .iter()
            .map(|quad| {
                let graph = match &quad.graph_name {
                    GraphName::DefaultGraph => 0,
                    GraphName::NamedNode(name) => self.dictionary.iri(name) + 1,
                    GraphName::BlankNode(name) => id(name.clone().into()) + 1,
                };
                [id(quad.subject.clone().into()), self.dictionary.iri(&quad.predicate), id(quad.object.clone()), graph]
            })
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let len = u32::try_from(rows.len()).map_err(|_| TooLarge { section: Tag::Triples, limit: "2^32 triples" })?;
        let column = |index: usize| pack(self.bytes, &rows.iter().map(|row| row[index]).collect::<Vec<_>>());
        let order = |columns: [usize; 4]| {
            let mut order: Vec<u32> = (0..len).collect();
            order.sort_by_key(|row| columns.map(|column| rows[*row as usize][column]));
            pack(self.bytes, &order)
        };
        Ok(TripleSection {
            len,
            subject: column(0),
            predicate: column(1),
            object: column(2),
            graph: column(3),
            by_predicate: order([1, 2, 0, 3]),
            by_object: order([2, 0, 1, 3]),
        })
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
        by_name.sort_by_cached_key(|index| factrom::fold(&names[*index as usize].text).collect::<String>());
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

    fn iris<'m>(&self, iris: impl Iterator<Item = &'m NamedNode>) -> factrom::column::Column<'a> {
        pack(self.bytes, &iris.map(|iri| self.dictionary.iri(iri)).collect::<Vec<_>>())
    }
}
