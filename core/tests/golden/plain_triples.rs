//! A second reader of the triple table, written from the description alone, which reads each number bit by bit.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::Deserialize;

use super::{Column, Named, Table};

struct EliasFano<'a> {
    low_width: u8,
    low: &'a [u8],
    high: &'a [u8],
    samples: Column<'a>,
}

pub struct Triples<'a> {
    len: u32,
    predicates_len: u32,
    subjects_first: u32,
    subjects_len: u32,
    families_len: u32,
    family_first: Column<'a>,
    rank_hint: Column<'a>,
    family_entries: Column<'a>,
    /// Predicate and value.
    entries: Vec<[u32; 2]>,
    /// Entry and family.
    by_predicate: Vec<[u32; 2]>,
    /// First item of lists, first row in `by_predicate`.
    predicates: Vec<[u32; 2]>,
    /// Byte, width, base, step.
    lists_of: Vec<[u32; 4]>,
    list_starts: EliasFano<'a>,
    list_objects: &'a [u8],
    objects_len: u32,
    inverse_starts: EliasFano<'a>,
    inverse_predicate: Column<'a>,
    inverse_subject: Column<'a>,
}

#[derive(Deserialize)]
pub struct Graphs<'a> {
    _sets_len: u32,
    #[serde(borrow)]
    predicate_item: Column<'a>,
    #[serde(borrow)]
    item_set: Column<'a>,
    #[serde(borrow)]
    set_first: Column<'a>,
    #[serde(borrow)]
    graph_name: Column<'a>,
}

fn bits(bytes: &[u8], at: usize, width: usize) -> u32 {
    (0..width).fold(0, |value, offset| value | u32::from(bytes[(at + offset) / 8] >> ((at + offset) % 8) & 1) << offset)
}

impl<'a> EliasFano<'a> {
    fn new(table: &mut Table<'a>) -> Self {
        EliasFano { low_width: table.width(), low: table.bits(), high: table.bits(), samples: table.column() }
    }

    /// All `len` numbers. Each one bit of `high` is a number, and each zero bit increments the high part.
    fn list(&self, len: usize) -> Vec<u32> {
        if let Some(width) = self.low_width.checked_sub(32) {
            assert!(self.high.is_empty() && self.samples.bits.is_empty(), "numbers on a line have no high parts");
            return Column { width, bits: self.low, ..self.samples }.list(len as u32);
        }
        let (mut numbers, mut part) = (Vec::new(), 0);
        let width = usize::from(self.low_width);
        for at in 0..self.high.len() * 8 {
            if bits(self.high, at, 1) == 0 {
                part += 1;
            } else {
                if numbers.len() % 8 == 0 {
                    assert_eq!(self.samples.get(numbers.len() / 8) as usize, at, "a sample for every 8th number");
                }
                numbers.push(part << width | bits(self.low, numbers.len() * width, width));
            }
        }
        assert!(numbers.is_sorted() && numbers.len() == len);
        numbers
    }
}

/// Subject, predicate, object.
type Row = (u32, u32, u32);

impl<'a> Triples<'a> {
    pub fn new(message: &'a [u8]) -> Self {
        let mut table = Table::new(message, [17, 16, 23]);
        let [len, predicates_len, subjects_first, subjects_len, families_len] = [(); 5].map(|()| table.number());
        let [family_first, rank_hint, family_entries] = [(); 3].map(|()| table.column());
        let entries_len = table.number();
        let triples = Triples {
            len,
            predicates_len,
            subjects_first,
            subjects_len,
            families_len,
            family_first,
            rank_hint,
            family_entries,
            entries: table.records(entries_len),
            by_predicate: table.records(entries_len),
            predicates: table.records(predicates_len),
            lists_of: table.records(predicates_len),
            list_starts: EliasFano::new(&mut table),
            list_objects: table.bits(),
            objects_len: table.number(),
            inverse_starts: EliasFano::new(&mut table),
            inverse_predicate: table.packed(),
            inverse_subject: table.packed(),
        };
        table.end();
        triples
    }

    /// By predicate: byte, width, base and step of its items, then its first item of lists and its first row in `by_predicate`.
    fn item_fields(&self) -> Vec<Vec<usize>> {
        let fields = self.lists_of.iter().map(|lists| lists.iter()).zip(&self.predicates);
        fields.map(|(lists, predicate)| lists.chain(predicate).map(|field| *field as usize).collect()).collect()
    }

    /// Asserts that blank nodes and IRIs ascend within these groups, in this order: predicates that are not subjects; subjects
    /// by family, those that are predicates first; terms that sections of facts mention; all others.
    pub fn check_order(&self, named: &[Named], mentioned: &HashSet<u32>) {
        let family_of = |rank: u32| (0..self.families_len).rfind(|family| self.family_first.get(*family as usize) <= rank);
        let sort_group = |id: u32| match (
            id < self.predicates_len,
            id.checked_sub(self.subjects_first).filter(|rank| *rank < self.subjects_len),
        ) {
            (true, None) => (0, None),
            (true, Some(rank)) => (1, family_of(rank)),
            (false, _) if mentioned.contains(&id) => (3, None),
            (false, Some(rank)) => (2, family_of(rank)),
            (false, None) => (4, None),
        };
        let keys: Vec<_> = (0..).zip(named).map(|(id, named)| (sort_group(id), named)).collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
    }

    /// Asserts that the entries of each predicate are in order, and that each starts where the one before it ended. Returns the
    /// number of items of each predicate.
    fn check_by_predicate(&self, records: &[Vec<usize>], list_starts: &[u32]) -> Vec<usize> {
        let mut seen: Vec<u32> = self.by_predicate.iter().map(|[entry, _]| *entry).collect();
        let (mut items_of, mut lists, mut list_items) = (Vec::new(), 0, 0);
        for (predicate, record) in records.iter().enumerate() {
            let next = records.get(predicate + 1);
            assert_eq!(record[4], list_items, "lists follow those of the previous predicate");
            let (mut items, mut last) = (0, None);
            for [entry, family] in &self.by_predicate[record[5]..next.map_or(seen.len(), |next| next[5])] {
                let [own, value] = self.entries[*entry as usize];
                assert_eq!(own as usize, predicate);
                let (kind, number, family) = (value % 4, (value / 8) as usize, *family as usize);
                assert!((self.family_entries.get(family)..self.family_entries.get(family + 1)).contains(entry));
                let subjects = (self.family_first.get(family + 1) - self.family_first.get(family)) as usize;
                // Lists, then single objects, then common objects.
                let position = ([1, 0, 2][kind as usize], number, *entry);
                assert!(last < Some(position), "{last:?}, then {position:?}");
                last = Some(position);
                match kind {
                    0 => {
                        assert_eq!(number, items);
                        items += subjects;
                    }
                    1 => {
                        assert_eq!(number, lists);
                        lists += subjects;
                        let starts = &list_starts[number..=lists];
                        assert!(starts.is_sorted_by(|start, end| start < end), "no list is empty");
                        assert_eq!(starts[0] as usize, list_items);
                        list_items = starts[subjects] as usize;
                        items = list_items - record[4];
                        assert!(list_items - starts[0] as usize > subjects, "at least one list has several objects");
                    }
                    _ => {}
                }
            }
            assert!(last.is_some(), "each predicate has an entry");
            let end = next.map_or(self.list_objects.len(), |next| next[0]);
            assert_eq!(end - record[0], (items * record[1]).div_ceil(8), "items of a predicate start at their own byte");
            items_of.push(items);
        }
        assert_eq!(list_starts.len(), if lists > 0 { lists + 1 } else { 0 });
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..self.entries.len() as u32), "each entry occurs once");
        items_of
    }

    /// Asserts that the hints have the part of every 16th number, and of the last one.
    fn check_hints(hints: &Column<'_>, firsts: &Column<'_>, parts: usize) {
        let end = firsts.get(parts);
        for number in (0..end).step_by(16) {
            let part = hints.get(number as usize / 16) as usize;
            assert!((firsts.get(part)..firsts.get(part + 1)).contains(&number));
        }
        if end > 0 {
            assert_eq!(hints.get(end.div_ceil(16) as usize) as usize, parts - 1);
        }
    }

    /// By entry: its family.
    fn families_of_entries(&self) -> impl Iterator<Item = usize> + '_ {
        let ends = (1..=self.families_len as usize).map(|family| self.family_entries.get(family));
        (0..self.entries.len() as u32).map(move |entry| ends.clone().position(|end| entry < end).unwrap())
    }

    /// The triples in order. Compares everything else that the table says with them.
    pub fn decode(&self, graphs: Option<&Graphs<'_>>, terms: &[String], mentioned: &HashSet<u32>) -> Vec<String> {
        let records = self.item_fields();
        let lists = self.entries.iter().zip(self.families_of_entries()).filter(|([_, value], _)| value % 4 == 1);
        let lists_len: usize =
            lists.map(|(_, family)| (self.family_first.get(family + 1) - self.family_first.get(family)) as usize).sum();
        let list_starts = self.list_starts.list(if lists_len > 0 { lists_len + 1 } else { 0 });
        let inverse_starts = self.inverse_starts.list(if self.objects_len > 0 { self.objects_len as usize + 1 } else { 0 });
        let items_of = self.check_by_predicate(&records, &list_starts);
        let first_items: Vec<usize> = items_of.iter().scan(0, |all, items| Some(std::mem::replace(all, *all + items))).collect();
        let subjects = self.subjects_first..self.subjects_first + self.subjects_len;
        assert!(
            (self.predicates_len..self.subjects_first).all(|id| mentioned.contains(&id)),
            "only terms that tables mention stand between predicates and subjects"
        );
        let named = |range: Range<u32>, kinds: &[&str]| {
            let kind = |term: &String| kinds.iter().any(|kind| term.starts_with(kind)) && !term.starts_with("<<(");
            terms[range.start as usize..range.end as usize].iter().all(kind)
        };
        assert!(named(0..self.predicates_len, &["<"]) && named(subjects.clone(), &["<", "_:"]));
        Self::check_hints(&self.rank_hint, &self.family_first, self.families_len as usize);
        let mut listed: Vec<(Row, usize)> = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut rank_seen = 0;
        let mut families = HashSet::new();
        for family in 0..self.families_len as usize {
            let first = self.family_first.get(family);
            let entries = self.family_entries.get(family)..self.family_entries.get(family + 1);
            let entry_objects: Vec<(u32, Option<u32>)> = entries
                .clone()
                .map(|entry| self.entries[entry as usize])
                .map(|[predicate, value]| (predicate, (value % 4 == 2).then_some(value / 8)))
                .collect();
            assert!(entry_objects.is_sorted_by(|a, b| a < b), "{entry_objects:?}");
            // Subjects that are predicates, and those that sections of facts mention, are in families of their own, even if
            // they have the same predicates and common objects as others.
            let id = subjects.start + first;
            let apart = if id < self.predicates_len { 1 } else { 2 * u32::from(mentioned.contains(&id)) };
            assert!(families.insert((apart, entry_objects)) || apart == 2, "each family occurs once");
            // Entries with an object that a subject has with a later predicate as well.
            let mut shared = HashSet::new();
            for rank in first..self.family_first.get(family + 1) {
                assert_eq!(rank, rank_seen);
                rank_seen += 1;
                let subject = subjects.start + rank;
                let mut last_with = HashMap::new();
                for entry in entries.clone() {
                    let [predicate, value] = self.entries[entry as usize];
                    let record = &records[predicate as usize];
                    let (number, index) = (value / 8, (value / 8 + rank - first) as usize);
                    let items = match value % 4 {
                        0 => index..index + 1,
                        1 => list_starts[index] as usize - record[4]..list_starts[index + 1] as usize - record[4],
                        2 => {
                            shared.extend(last_with.insert(number, entry));
                            rows.push((subject, predicate, number));
                            continue;
                        }
                        other => panic!("unknown kind of entry {other}"),
                    };
                    let mut last = None;
                    for item in items {
                        let line = (record[2] + record[3] * item) as u32;
                        let object = line + bits(&self.list_objects[record[0]..], item * record[1], record[1]);
                        assert!(last < Some(object), "objects ascend");
                        last = Some(object);
                        shared.extend(last_with.insert(object, entry));
                        listed.push(((subject, predicate, object), first_items[predicate as usize] + item));
                        rows.push((subject, predicate, object));
                    }
                }
            }
            for entry in entries {
                assert_eq!(self.entries[entry as usize][1] & 4 != 0, shared.contains(&entry), "entry {entry}");
            }
        }
        assert_eq!(rank_seen, self.subjects_len);
        let mut items: Vec<usize> = listed.iter().map(|(_, item)| *item).collect();
        items.sort_unstable();
        assert!(items.into_iter().eq(0..items_of.iter().sum()), "each item is in one list");
        let mut inverse: Vec<Row> = Vec::new();
        let inverse_predicate = self.inverse_predicate.list(inverse_starts.last().copied().unwrap_or(0));
        for object in 0..self.objects_len as usize {
            let items = inverse_starts[object] as usize..inverse_starts[object + 1] as usize;
            let item = |item| (inverse_predicate[item], self.inverse_subject.get(item));
            assert!(items.clone().map(item).is_sorted_by(|a, b| a < b));
            for (predicate, rank) in items.map(item) {
                let ranks = match rank.checked_sub(self.subjects_len) {
                    None => rank..rank + 1,
                    Some(family) => self.family_first.get(family as usize)..self.family_first.get(family as usize + 1),
                };
                inverse.extend(ranks.map(|rank| (subjects.start + rank, predicate, object as u32)));
            }
        }
        assert_eq!(rows.iter().map(|row| row.2 + 1).max().unwrap_or(0), self.objects_len, "objects_len is the last object + 1");
        let strings = (0..terms.len()).filter(|id| terms[*id].starts_with('"') && terms[*id].ends_with('"'));
        let first = |id: &usize| {
            let having = rows.iter().filter(|row| row.2 as usize == *id);
            having.map(|(subject, predicate, _)| (*predicate, *subject)).min().unwrap_or((u32::MAX, u32::MAX))
        };
        assert!(strings.is_sorted_by_key(|id| first(&id)), "strings ascend by the first triple that has them");
        let mut forward = rows.clone();
        forward.sort();
        inverse.sort();
        assert_eq!(forward, inverse, "both directions have the same triples");
        let written = |(subject, predicate, object): &Row, graph: &str| {
            format!("{} {} {}{graph}", terms[*subject as usize], terms[*predicate as usize], terms[*object as usize])
        };
        let mut lines: Vec<String> = if let Some(graphs) = graphs {
            assert_eq!(rows.len(), listed.len(), "no object is common in a store with named graphs");
            assert_eq!(
                graphs.predicate_item.list(self.predicates_len),
                first_items.iter().map(|item| *item as u32).collect::<Vec<_>>()
            );
            let graphs_of = |item: usize| {
                let set = graphs.item_set.get(item) as usize;
                (graphs.set_first.get(set)..graphs.set_first.get(set + 1)).map(|at| match graphs.graph_name.get(at as usize) {
                    0 => String::new(),
                    name => format!(" {}", terms[name as usize - 1]),
                })
            };
            listed.iter().flat_map(|(row, item)| graphs_of(*item).map(move |graph| written(row, &graph))).collect()
        } else {
            rows.iter().map(|row| written(row, "")).collect()
        };
        assert_eq!(lines.len(), self.len as usize);
        lines.sort();
        lines
    }
}
