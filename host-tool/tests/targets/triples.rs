//! A valid blob with a modified triple section: first its bytes, then its decoded numbers.
//!
//! ```text
//! input   blob, how, number of changed bytes, changes to bytes (3 bytes each), changes to numbers (6 bytes each)
//! ```
//!
//! If `how` is even, everything after it replaces the bytes of the section.

use std::sync::LazyLock;

use factrom::compiler::{Column, Section, TripleSection};
use factrom::{Pattern, Store, Tag, TermId};
use factrom_tool::compile::{compile, envelope};

use super::{changed, common, quads};

/// Maximum number of answers to read for a pattern.
const MOST: usize = 1_000;

/// Two blobs with some similar subjects. The second has named graphs and no common objects.
pub static BLOBS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    [0, 220].map(|graph| {
        let mut input = vec![3, b'a', 0, b'b'];
        for (first, predicate, object) in [(1, 1, 121), (1, 2, 121), (1, 2, 30), (20, 1, 60), (20, 3, 61)] {
            input.extend([3, first, 40, predicate, object, 0]);
        }
        for number in 0..60u8 {
            let of_any_kind = number.wrapping_mul(41);
            input.extend([0, number, number % 5, of_any_kind, if number % 3 == 0 { graph } else { 0 }]);
            input.extend([0, number, 7, number, 0]);
        }
        compile(&quads::model_of(&input)).expect("a small data set")
    })
});

/// Queries a modified triple section with all eight patterns. They must end, and stay at the end after an error.
pub fn triples(input: &[u8]) {
    let [choice, how, rest @ ..] = input else { return };
    let mut sections: Vec<Section<'_>> = common::sections(&BLOBS[usize::from(*choice) % 2]);
    let at = sections.iter().position(|section| section.tag == Tag::Triples as u8).expect("every blob has it");
    let mut bytes = rest.to_vec();
    if how % 2 == 1 {
        let Some((len, rest)) = rest.split_first() else { return };
        let (in_bytes, in_numbers) = rest.split_at((usize::from(*len) * 3).min(rest.len()));
        bytes = changed(sections[at].bytes, in_bytes);
        let rewritten = TripleSection::decode(&bytes).map(|mut section| {
            in_numbers.chunks_exact(6).for_each(|change| change_number(&mut section, change));
            postcard::to_stdvec(&section).expect("a section is a message")
        });
        if let Some(rewritten) = rewritten {
            bytes = rewritten;
        }
    }
    sections[at].bytes = &bytes;
    if let Ok(store) = Store::open(&envelope(&sections)) {
        ask(&store);
    }
}

/// Modifies one number of the section: sets it, or moves it up or down a little.
fn change_number(section: &mut TripleSection<'_>, change: &[u8]) {
    let value = u32::from_le_bytes([change[2], change[3], change[4], change[5]]);
    let to = |number: &mut u32| match change[1] % 3 {
        0 => *number = value,
        1 => *number = number.wrapping_add(value % 4),
        _ => *number = number.wrapping_sub(value % 4),
    };
    let columns: [&mut Column<'_>; 5] = [
        &mut section.family_first,
        &mut section.rank_hint,
        &mut section.family_entries,
        &mut section.list_starts.samples,
        &mut section.inverse_starts.samples,
    ];
    let widths: [&mut u8; 10] = [
        &mut section.entries.widths[1],
        &mut section.entries.width,
        &mut section.by_predicate.widths[0],
        &mut section.by_predicate.width,
        &mut section.predicates.widths[0],
        &mut section.predicates.width,
        &mut section.lists_of.widths[1],
        &mut section.lists_of.width,
        &mut section.inverse_predicate.width,
        &mut section.inverse_subject.width,
    ];
    let counts: [&mut u32; 7] = [
        &mut section.len,
        &mut section.subjects_first,
        &mut section.subjects_len,
        &mut section.families_len,
        &mut section.entries_len,
        &mut section.predicates_len,
        &mut section.objects_len,
    ];
    let index = usize::from(change[0]);
    match change[0] {
        0..96 => to(counts[index % 7]),
        96..144 => to(&mut columns[index % 5].base),
        144..176 => to(&mut columns[index % 5].step),
        176..192 => columns[index % 5].width = change[2] % 64,
        192..240 => *widths[index % 10] = change[2],
        240..248 => section.list_starts.low_width = change[2],
        248.. => section.inverse_starts.low_width = change[2],
    }
}

fn ask(store: &Store<'_>) {
    let mut samples: Vec<[TermId; 3]> = [0, 7, store.term_count(), u32::MAX].map(|id| [TermId(id); 3]).to_vec();
    samples.extend(
        store
            .triples(Pattern::default())
            .take(MOST)
            .flatten()
            .step_by(29)
            .map(|triple| [triple.subject, triple.predicate, triple.object]),
    );
    // The terms of one triple with the object of another.
    let mixed: Vec<[TermId; 3]> = samples.windows(2).map(|pair| [pair[0][0], pair[0][1], pair[1][2]]).collect();
    for sample in samples.into_iter().chain(mixed) {
        for mask in 0..8 {
            let wanted: [Option<TermId>; 3] = std::array::from_fn(|index| (mask >> index & 1 == 1).then_some(sample[index]));
            let mut triples = store.triples(Pattern { subject: wanted[0], predicate: wanted[1], object: wanted[2] });
            let whole = triples.by_ref().take(MOST).take_while(Result::is_ok).count();
            // Either the list has ended, or an error has ended it, or the limit is reached.
            if whole < MOST {
                assert_eq!(triples.next(), None, "{wanted:?}: there is a match after the end");
            }
        }
    }
}
