//! The triple table, read a second time: by the description alone, each number from its bits.

use serde::Deserialize;

use super::Column;

#[derive(Deserialize)]
struct Ascending<'a> {
    low_width: u8,
    low: &'a [u8],
    high: &'a [u8],
    _samples: Column<'a>,
}

#[derive(Deserialize)]
pub struct Triples<'a> {
    len: u32,
    subjects_len: u32,
    #[serde(borrow)]
    subject_term: Column<'a>,
    ranked_len: u32,
    #[serde(borrow)]
    subject_rank: Column<'a>,
    families_len: u32,
    #[serde(borrow)]
    family_first: Column<'a>,
    #[serde(borrow)]
    _rank_hint: Column<'a>,
    #[serde(borrow)]
    family_entries: Column<'a>,
    #[serde(borrow)]
    _entry_hint: Column<'a>,
    entries_len: u32,
    #[serde(borrow)]
    entry_predicate: Column<'a>,
    #[serde(borrow)]
    entry_value: Column<'a>,
    #[serde(borrow)]
    by_predicate: Column<'a>,
    predicates_len: u32,
    #[serde(borrow)]
    predicate_term: Column<'a>,
    record_widths: [u8; 5],
    record_bits: &'a [u8],
    #[serde(borrow)]
    list_starts: Ascending<'a>,
    list_objects: &'a [u8],
    objects_len: u32,
    #[serde(borrow)]
    inverse_starts: Ascending<'a>,
    #[serde(borrow)]
    inverse_predicate: Column<'a>,
    #[serde(borrow)]
    inverse_subject: Column<'a>,
}

#[derive(Deserialize)]
pub struct Graphs<'a> {
    _sets_len: u32,
    #[serde(borrow)]
    item_set: Column<'a>,
    #[serde(borrow)]
    set_first: Column<'a>,
    #[serde(borrow)]
    graph_name: Column<'a>,
}

fn bits(bytes: &[u8], at: usize, width: usize) -> u32 {
    (0..width).fold(0, |value, place| value | u32::from(bytes[(at + place) / 8] >> ((at + place) % 8) & 1) << place)
}

impl Ascending<'_> {
    /// All numbers: each one bit of `high` is a number, each zero bit raises the high part.
    fn list(&self) -> Vec<u32> {
        let (mut numbers, mut part) = (Vec::new(), 0);
        let width = usize::from(self.low_width);
        for at in 0..self.high.len() * 8 {
            if bits(self.high, at, 1) == 0 {
                part += 1;
            } else {
                numbers.push(part << width | bits(self.low, numbers.len() * width, width));
            }
        }
        numbers
    }
}

/// Subject, predicate, object.
type Row = (u32, u32, u32);

impl Triples<'_> {
    /// Field by field, the records of all predicates and of the end.
    fn records(&self) -> Vec<Vec<usize>> {
        let mut at = 0;
        (0..=self.predicates_len)
            .map(|_| {
                let field = |width: &u8| {
                    at += usize::from(*width);
                    bits(self.record_bits, at - usize::from(*width), usize::from(*width)) as usize
                };
                self.record_widths.iter().map(field).collect()
            })
            .collect()
    }

    /// The triples in order, with what else the table says of them held against them.
    pub fn decode(&self, graphs: Option<&Graphs<'_>>, terms: &[String]) -> Vec<String> {
        let records = self.records();
        let (list_starts, inverse_starts) = (self.list_starts.list(), self.inverse_starts.list());
        let mut listed: Vec<(Row, usize)> = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut rank_seen = 0;
        for family in 0..self.families_len as usize {
            let first = self.family_first.get(family);
            for rank in first..self.family_first.get(family + 1) {
                assert_eq!(rank, rank_seen);
                rank_seen += 1;
                let subject = self.subject_term.get(rank as usize);
                assert_eq!(self.subject_rank.get(subject as usize), rank + 1);
                for entry in self.family_entries.get(family)..self.family_entries.get(family + 1) {
                    let index = self.entry_predicate.get(entry as usize) as usize;
                    let (record, predicate) = (&records[index], self.predicate_term.get(index));
                    let value = self.entry_value.get(entry as usize);
                    let (number, place) = (value / 4, (value / 4 + rank - first) as usize);
                    let items = match value % 4 {
                        0 => record[3] + place..record[3] + place + 1,
                        1 => list_starts[place] as usize..list_starts[place + 1] as usize,
                        2 => {
                            rows.push((subject, predicate, number));
                            continue;
                        }
                        other => panic!("entries of kind {other}"),
                    };
                    for item in items {
                        let object = bits(&self.list_objects[record[0]..], (item - record[3]) * record[1], record[1]);
                        let row = (subject, predicate, record[2] as u32 + object);
                        listed.push((row, item));
                        rows.push(row);
                    }
                }
            }
        }
        assert_eq!(rank_seen, self.subjects_len);
        assert!((0..self.ranked_len as usize).filter(|term| self.subject_rank.get(*term) > 0).count() == rank_seen as usize);
        let mut inverse: Vec<Row> = Vec::new();
        for object in 0..self.objects_len as usize {
            let items = inverse_starts[object] as usize..inverse_starts[object + 1] as usize;
            assert!(items.clone().map(|item| (self.inverse_predicate.get(item), self.inverse_subject.get(item))).is_sorted());
            for item in items {
                let (predicate, rank) = (self.inverse_predicate.get(item) as usize, self.inverse_subject.get(item));
                let ranks = match rank.checked_sub(self.subjects_len) {
                    None => rank..rank + 1,
                    Some(family) => self.family_first.get(family as usize)..self.family_first.get(family as usize + 1),
                };
                for rank in ranks {
                    inverse.push((self.subject_term.get(rank as usize), self.predicate_term.get(predicate), object as u32));
                }
            }
        }
        let mut forward = rows.clone();
        forward.sort();
        inverse.sort();
        assert_eq!(forward, inverse, "both directions say the same");
        let mut by_predicate = self.by_predicate.list(self.entries_len);
        assert!(by_predicate.is_sorted_by_key(|entry| {
            let value = self.entry_value.get(*entry as usize);
            (self.entry_predicate.get(*entry as usize), value % 4 == 2)
        }));
        by_predicate.sort_unstable();
        assert!(by_predicate.into_iter().eq(0..self.entries_len));
        let written = |(subject, predicate, object): &Row, graph: &str| {
            format!("{} {} {}{graph}", terms[*subject as usize], terms[*predicate as usize], terms[*object as usize])
        };
        let mut lines: Vec<String> = if let Some(graphs) = graphs {
            assert_eq!(rows.len(), listed.len(), "nothing is common where graphs are named");
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
