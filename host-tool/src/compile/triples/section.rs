//! Builds the triple table: turns quads of term ids into a [`TripleSection`].
//!
//! 1. Number the distinct triples by subject and by object, and number predicates and pairs (a predicate and an object) in order.
//! 2. [`families`](super::families) finds the objects that are common to whole families, and the family of each subject.
//! 3. Store the rest in lists, once by predicate and rank of the subject, and once by object and predicate.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use factrom::Tag;
use factrom::compiler::{Bits, Column, GraphSection, HINT_LOG2, TripleSection, entry_kind, lists_field, predicate_field};

use super::families::{Entry, Families, Triples, checked_len, distinct};
use crate::compile::columns::{BitWriter, Bytes, ascending, lines, pack, pack_in_table, pack_plain, records};
use crate::compile::error::TooLarge;

/// Builds the table of the quads `[subject, predicate, object, graph]`, which are ascending and distinct. The graph is 0 for the
/// default graph, otherwise the id + 1 of its name. Terms are numbered by family. `common` are the predicates and objects that
/// families may have in common, in ascending order.
///
/// # Errors
///
/// [`TooLarge`] if there are 2^29 quads or more, or if their lists take more than 2^32 bytes.
pub(crate) fn triples<'a>(
    bytes: &'a Bytes,
    quads: Vec<[u32; 4]>,
    common: &[[u32; 2]],
) -> Result<(TripleSection<'a>, GraphSection<'a>), TooLarge> {
    let len = checked_len(quads.len())?;
    let distinct = distinct(&quads);
    let graphs = GraphSets::of(&quads);
    drop(quads);
    let triples = Triples::by_rank(&distinct);
    drop(distinct);
    let families = Families::of(&triples, common);
    let table = Table::new(&triples, &families);
    table.section(bytes, len, &graphs)
}

/// The distinct sets of graphs, and the set of each distinct triple.
struct GraphSets {
    /// Empty if all triples are in the default graph.
    sets: Vec<Vec<u32>>,
    /// Set of each triple.
    set_of: Vec<u32>,
}

impl GraphSets {
    fn of(quads: &[[u32; 4]]) -> Self {
        if quads.iter().all(|[.., graph]| *graph == 0) {
            return GraphSets { sets: Vec::new(), set_of: Vec::new() };
        }
        let graphs_of = |same: &[[u32; 4]]| -> Vec<u32> { same.iter().map(|[.., graph]| *graph).collect() };
        let triples = || quads.chunk_by(|a, b| a[..3] == b[..3]);
        let mut numbers: BTreeMap<Vec<u32>, u32> = triples().map(|same| (graphs_of(same), 0)).collect();
        for (index, number) in numbers.values_mut().enumerate() {
            *number = index as u32;
        }
        let set_of = triples().map(|same| numbers[&graphs_of(same)]).collect();
        GraphSets { sets: numbers.into_keys().collect(), set_of }
    }
}

/// The numbers of the table, before they are packed.
struct Table<'t> {
    triples: &'t Triples,
    families: &'t Families,
    family_first: Vec<u32>,
    family_entries: Vec<u32>,
    entries: Vec<Entry>,
    kinds: Vec<Kind>,
    shared: Vec<bool>,
    entry_value: Vec<u32>,
    by_predicate: Vec<u32>,
    predicates: Vec<[u32; predicate_field::LEN]>,
    lists_of: Vec<[u32; lists_field::LEN]>,
    /// 0, followed by the end of each list, counted in list items.
    list_starts: Vec<u32>,
    /// First item of each predicate.
    predicate_item: Vec<u32>,
    list_objects: Vec<u8>,
    /// Triple of each item.
    items: Vec<u32>,
    /// Families that have each common pair, in ascending order.
    families_with: HashMap<u32, Vec<u32>>,
}

impl<'t> Table<'t> {
    fn new(triples: &'t Triples, families: &'t Families) -> Self {
        let (mut family_first, mut family_entries, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        let mut families_with: HashMap<u32, Vec<u32>> = HashMap::new();
        for (number, (family, subjects)) in families.families.iter().enumerate() {
            for pair in family.iter().filter_map(|entry| entry.common) {
                families_with.entry(pair).or_default().push(number as u32);
            }
            family_first.push(subjects.start);
            family_entries.push(entries.len() as u32);
            entries.extend(family);
        }
        family_first.push(triples.subjects.len() as u32);
        family_entries.push(entries.len() as u32);
        let mut kinds = Vec::with_capacity(entries.len());
        for (family, subjects) in &families.families {
            kinds.extend(family.iter().map(|entry| kind_of(triples, families, entry, subjects)));
        }
        let mut by_predicate: Vec<u32> = (0..entries.len() as u32).collect();
        // Entries ascend by family. A stable sort keeps that order among equal entries, and keeps lists in the order of ranks.
        by_predicate.sort_by_key(|entry| {
            let Entry { predicate, common } = entries[*entry as usize];
            (predicate, kinds[*entry as usize], common)
        });
        Table {
            triples,
            families,
            family_first,
            family_entries,
            kinds,
            shared: families.shared(triples),
            entry_value: vec![0; entries.len()],
            entries,
            by_predicate,
            predicates: Vec::new(),
            lists_of: Vec::new(),
            list_starts: vec![0],
            predicate_item: Vec::new(),
            list_objects: Vec::new(),
            items: Vec::new(),
            families_with,
        }
    }

    fn section<'a>(
        mut self,
        bytes: &'a Bytes,
        len: u32,
        graphs: &GraphSets,
    ) -> Result<(TripleSection<'a>, GraphSection<'a>), TooLarge> {
        let mut place = 0;
        for predicate in 0..self.triples.predicates.len() {
            place = self.add_predicate(predicate, place)?;
        }
        if self.list_starts.len() == 1 {
            self.list_starts.clear();
        }
        let list_objects = std::mem::take(&mut self.list_objects);
        let Table { triples, entries, .. } = &self;
        let inverse = self.inverse();
        let objects_len = inverse.last().map_or(0, |(object, ..)| object + 1);
        let (graph_first, graph_name) = sets(bytes, &graphs.sets);
        let item_graphs: Vec<u32> = self.items.iter().filter_map(|triple| graphs.set_of.get(*triple as usize).copied()).collect();
        let predicates = entries.iter().map(|entry| entry.predicate);
        let section = TripleSection {
            len,
            predicates_len: triples.predicates.len() as u32,
            subjects_first: triples.subjects.first().copied().unwrap_or(0),
            subjects_len: triples.subjects.len() as u32,
            families_len: self.families.families.len() as u32,
            family_first: pack_in_table(bytes, &self.family_first),
            rank_hint: pack_in_table(bytes, &hints(&self.family_first)),
            family_entries: pack_in_table(bytes, &self.family_entries),
            entries_len: entries.len() as u32,
            entries: records(
                bytes,
                &predicates.zip(&self.entry_value).map(|(predicate, value)| [predicate, *value]).collect::<Vec<_>>(),
            ),
            by_predicate: records(
                bytes,
                &self.by_predicate.iter().map(|entry| [*entry, self.family_of(*entry)]).collect::<Vec<_>>(),
            ),
            predicates: records(bytes, &self.predicates),
            lists_of: records(bytes, &self.lists_of),
            list_starts: ascending(bytes, &self.list_starts),
            list_objects: Bits::new(bytes.alloc(list_objects)),
            objects_len,
            inverse_starts: ascending(bytes, &inverse_starts(&inverse, objects_len)),
            inverse_predicate: pack_plain(bytes, &inverse.iter().map(|(_, predicate, _)| *predicate).collect::<Vec<_>>()),
            inverse_subject: pack_plain(bytes, &inverse.iter().map(|(.., subject)| *subject).collect::<Vec<_>>()),
        };
        let graphs = GraphSection {
            sets_len: graphs.sets.len() as u32,
            predicate_item: if graphs.sets.is_empty() { Column::default() } else { pack(bytes, &self.predicate_item) },
            item_set: pack(bytes, &item_graphs),
            set_first: graph_first,
            graph_name,
        };
        Ok((section, graphs))
    }

    /// Adds a predicate whose entries start at `first_place` in `by_predicate`. Returns the first place of the next predicate.
    fn add_predicate(&mut self, index: usize, first_place: u32) -> Result<u32, TooLarge> {
        let mut record = [0; predicate_field::LEN];
        record[predicate_field::ENTRIES] = first_place;
        record[predicate_field::LISTS] = self.list_items();
        self.predicates.push(record);
        self.predicate_item.push(self.items.len() as u32);
        let (first_item, mut objects) = (self.items.len(), Vec::new());
        let mut place = first_place;
        while let Some(entry) = self.by_predicate.get(place as usize).map(|entry| *entry as usize) {
            let Entry { predicate, common } = self.entries[entry];
            if predicate as usize != index {
                break;
            }
            let family = self.family_of(entry as u32) as usize;
            let ranks = self.family_first[family]..self.family_first[family + 1];
            let (number, kind) = match self.kinds[entry] {
                Kind::Lists => {
                    let place = self.list_starts.len() as u32 - 1;
                    for rank in ranks {
                        let end = self.list_items() + self.add_list(index, rank, &mut objects);
                        self.list_starts.push(end);
                    }
                    (place, entry_kind::LISTS)
                }
                Kind::Single => {
                    let first = (self.items.len() - first_item) as u32;
                    for rank in ranks {
                        self.add_list(index, rank, &mut objects);
                    }
                    (first, entry_kind::SINGLE)
                }
                Kind::Common => (common.map_or(0, |pair| self.triples.pair_object[pair as usize]), entry_kind::COMMON),
            };
            self.entry_value[entry] = number << 3 | kind | if self.shared[entry] { entry_kind::SHARED } else { 0 };
            place += 1;
        }
        let too_large = TooLarge { section: Tag::Triples, limit: "2^32 bytes of lists" };
        let mut record = [0; lists_field::LEN];
        record[lists_field::BYTES] = u32::try_from(self.list_objects.len()).map_err(|_| too_large)?;
        let (base, width, step) = self.line(&objects);
        (record[lists_field::BASE], record[lists_field::WIDTH], record[lists_field::STEP]) = (base, u32::from(width), step);
        let mut writer = BitWriter::default();
        for (index, object) in (0..).zip(objects) {
            writer.push(object.wrapping_sub(base).wrapping_sub(step.wrapping_mul(index)), width);
        }
        self.list_objects.extend(writer.into_bytes());
        self.lists_of.push(record);
        Ok(place)
    }

    /// Returns the family of an entry.
    fn family_of(&self, entry: u32) -> u32 {
        self.family_entries.partition_point(|first| *first <= entry) as u32 - 1
    }

    /// Number of list items so far.
    fn list_items(&self) -> u32 {
        self.list_starts.last().copied().unwrap_or(0)
    }

    /// Adds a subject's list: its pairs of a predicate that are not common. Returns the length of the list.
    fn add_list(&mut self, predicate: usize, rank: u32, objects: &mut Vec<u32>) -> u32 {
        let first_item = self.items.len();
        for (triple, pair) in listed(self.triples, self.families, rank, &self.triples.pairs_of(predicate)) {
            objects.push(self.triples.pair_object[pair as usize]);
            self.items.push(triple);
        }
        (self.items.len() - first_item) as u32
    }

    /// Chooses the line (base, width, step) on which the objects of a predicate are packed. The step is stored in the record of
    /// each predicate.
    fn line(&self, objects: &[u32]) -> (u32, u8, u32) {
        let records = self.triples.predicates.len() as u64;
        let cost = |(_, width, step): &(i64, u8, i64)| {
            objects.len() as u64 * u64::from(*width) + records * u64::from(i64::BITS - step.leading_zeros())
        };
        let fits = |(base, _, step): &(i64, u8, i64)| u32::try_from(*base).is_ok() && u32::try_from(*step).is_ok();
        let best = lines(objects).into_iter().filter(fits).min_by_key(cost);
        best.map_or((0, 0, 0), |(base, width, step)| (base as u32, width, step as u32))
    }

    /// Returns the inverse items: object, predicate, and either a rank or the number of subjects plus a family.
    fn inverse(&self) -> Vec<(u32, u32, u32)> {
        let mut inverse = Vec::with_capacity(self.items.len());
        for predicate in 0..self.triples.predicates.len() {
            for pair in self.triples.pairs_of(predicate) {
                let object = self.triples.pair_object[pair as usize];
                let mut add = |subject| inverse.push((object, predicate as u32, subject));
                match self.families_with.get(&pair) {
                    Some(families) => families.iter().for_each(|family| add(self.triples.subjects.len() as u32 + family)),
                    None => self.triples.subjects_of(pair).iter().for_each(|subject| add(*subject)),
                }
            }
        }
        inverse.sort_unstable();
        inverse
    }
}

/// Returns the part that contains every 16th number, followed by the last part. `firsts` are the starts of the parts, none of which
/// is empty.
fn hints(firsts: &[u32]) -> Vec<u32> {
    let Some(end) = firsts.last().filter(|_| firsts.len() > 1) else { return Vec::new() };
    let part_of = |number: u32| firsts.partition_point(|first| *first <= number) as u32 - 1;
    (0..*end).step_by(1 << HINT_LOG2).map(part_of).chain([firsts.len() as u32 - 2]).collect()
}

/// What an entry stands for. The entries of a predicate are in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Lists,
    Single,
    Common,
}

/// Returns the kind of an entry in a family with these subjects.
fn kind_of(triples: &Triples, families: &Families, entry: &Entry, subjects: &Range<u32>) -> Kind {
    if entry.common.is_some() {
        return Kind::Common;
    }
    let pairs = triples.pairs_of(entry.predicate as usize);
    let is_single = |subject| listed(triples, families, subject, &pairs).count() == 1;
    if subjects.clone().all(is_single) { Kind::Single } else { Kind::Lists }
}

/// Returns the triples of a subject whose pairs are in a range and not common, each with its pair.
fn listed<'t>(
    triples: &'t Triples,
    families: &'t Families,
    subject: u32,
    pairs: &Range<u32>,
) -> impl Iterator<Item = (u32, u32)> + use<'t> {
    let of_subject = triples.triples_of(subject);
    let own = &triples.pair[of_subject.clone()];
    let (first, end) = (pairs.start, pairs.end);
    let skipped = own.partition_point(|pair| *pair < first);
    let found = (of_subject.start as u32 + skipped as u32..).zip(own[skipped..].iter().copied());
    found.take_while(move |(_, pair)| *pair < end).filter(|(_, pair)| !families.common[*pair as usize])
}

/// Returns the first inverse item of each term, followed by the number of inverse items.
fn inverse_starts(inverse: &[(u32, u32, u32)], objects_len: u32) -> Vec<u32> {
    if inverse.is_empty() {
        return Vec::new();
    }
    let mut starts = Vec::with_capacity(objects_len as usize + 1);
    for (item, (object, ..)) in inverse.iter().enumerate() {
        while starts.len() <= *object as usize {
            starts.push(item as u32);
        }
    }
    starts.push(inverse.len() as u32);
    starts
}

/// Stores sets as starts and members.
fn sets<'a>(bytes: &'a Bytes, sets: &[Vec<u32>]) -> (Column<'a>, Column<'a>) {
    if sets.is_empty() {
        return (Column::default(), Column::default());
    }
    let mut firsts = vec![0];
    for set in sets {
        firsts.push(firsts[firsts.len() - 1] + set.len() as u32);
    }
    (pack(bytes, &firsts), pack(bytes, &sets.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_triples_are_refused_before_any_number_wraps() {
        assert_eq!(checked_len((1 << 29) - 1), Ok((1 << 29) - 1));
        for len in [1 << 29, 1 << 32, (1 << 32) + 1] {
            assert_eq!(checked_len(len).unwrap_err().limit, "2^29 triples");
        }
    }
}
