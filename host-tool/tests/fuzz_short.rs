//! Runs each fuzz target for a few seconds without a fuzzer, on random and modified inputs that are the same in every run.
//!
//! libFuzzer sees what an input reaches, so it finds more; it needs a nightly compiler (see `fuzz/README.md`). Set `FUZZ_SECONDS`
//! to run longer than three seconds.

use std::panic::{RefUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use factrom::Tag;

use crate::common::{Random, sections, small_blob};
use crate::targets::{self, rdf_input, triples};

/// Maximum time for one input of a few kilobytes.
const LONGEST: Duration = Duration::from_secs(10);
/// Maximum size of an input.
const MOST_BYTES: usize = 4_096;

/// Runs a target for a while: first on the seeds, then on modified seeds and noise.
fn run(name: &str, seeds: &[Vec<u8>], target: impl Fn(&[u8]) + RefUnwindSafe) {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(3);
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut random = Random::new(name.bytes().map(u64::from).sum());
    let mut case = 0;
    while case < seeds.len() || Instant::now() < until {
        let input = match seeds.get(case) {
            Some(seed) => seed.clone(),
            None => input(seeds, &mut random),
        };
        let begun = Instant::now();
        if catch_unwind(|| target(&input)).is_err() {
            panic!("{name}, case {case} fails: {}", input.escape_ascii());
        }
        assert!(begun.elapsed() < LONGEST, "{name}, case {case} takes {:?}: {}", begun.elapsed(), input.escape_ascii());
        case += 1;
    }
    println!("{name}: {case} inputs");
    assert!(case > 10, "{name}: only {case} inputs");
}

/// Noise, or a seed with a few modifications.
fn input(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    if seeds.is_empty() || random.below(4) == 0 {
        let len = 1 << random.below(9);
        return random.bytes(len);
    }
    let mut input = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(8) {
        let (at, other) = (random.below(input.len()), &seeds[random.below(seeds.len())]);
        match random.below(7) {
            _ if input.is_empty() => input = random.bytes(8),
            0 => input[at] ^= 1 << random.below(8),
            1 => input[at] = random.below(256) as u8,
            2 => input[at] = [0, 1, 0x7F, 0x80, 0xFF][random.below(5)],
            3 => drop(input.remove(at)),
            4 => input.truncate(at),
            5 => {
                let more = 1 + random.below(12);
                let more = random.bytes(more);
                drop(input.splice(at..at, more));
            }
            // A piece of another seed, or a repeated piece of this one.
            _ => {
                let from = random.below(other.len());
                let to = (from + random.below(64)).min(other.len());
                drop(input.splice(at..at, other[from..to].iter().copied()));
            }
        }
    }
    input.truncate(MOST_BYTES);
    input
}

/// The bytes of a section, after a head.
fn section(blob: &[u8], tag: Tag, head: &[u8]) -> Vec<u8> {
    let sections = sections(blob);
    let section = sections.iter().find(|section| section.tag == tag as u8).expect("the blob has all sections");
    [head, section.bytes].concat()
}

#[test]
fn blob() {
    run("blob", &[small_blob()], targets::blob);
}

#[test]
fn sections_of_a_blob() {
    let blob = small_blob();
    let whole = Tag::ALL.iter().enumerate().map(|(index, tag)| section(&blob, *tag, &[index as u8, 0]));
    run("sections", &whole.chain([vec![3, 1, 5, 0, 1]]).collect::<Vec<_>>(), targets::sections);
}

#[test]
fn fact_file() {
    let files = [include_str!("common/small/fair.toml"), include_str!("common/small/gazette.toml")];
    run("fact_file", &files.map(|file| file.as_bytes().to_vec()), |bytes| targets::fact_file(&String::from_utf8_lossy(bytes)));
}

#[test]
fn triples_section() {
    let mut seeds: Vec<Vec<u8>> =
        (0..2).map(|index| section(&triples::BLOBS[usize::from(index)], Tag::Triples, &[index, 0])).collect();
    // No modified bytes and a few modified numbers; six modified bytes.
    let mut random = Random::new(7);
    for case in 0..200 {
        let numbers = 6 * (1 + random.below(3));
        seeds.push([vec![case % 2, 1, 0], random.bytes(numbers)].concat());
        seeds.push([vec![case % 2, 1, 2], random.bytes(6)].concat());
    }
    run("triples", &seeds, targets::triples);
}

#[test]
fn texts() {
    let blob = small_blob();
    let mut seeds = vec![section(&blob, Tag::Codec, &[0, 255])];
    let mut random = Random::new(11);
    for how in 0..200 {
        let (codec, terms, bits) = (random.below(3), random.below(3), random.below(90));
        let parts =
            [vec![how, codec as u8], random.bytes(3 * codec), vec![terms as u8], random.bytes(3 * terms), random.bytes(bits)];
        seeds.push(parts.concat());
    }
    run("texts", &seeds, targets::texts);
}

#[test]
fn quads() {
    let texts = b"1990\x00-7.50\x00true\x002001-02-03\x00Gr\xC3\xBC\xC3\x9Fe\x00x";
    let mut random = Random::new(13);
    let seeds: Vec<Vec<u8>> = (0..40)
        .map(|_| {
            let operations = random.below(400);
            [&[texts.len() as u8], &texts[..], &random.bytes(operations)].concat()
        })
        .collect();
    run("quads", &seeds, targets::quads);
}

#[test]
fn rdf() {
    run("rdf_input", &rdf_input::seeds(), targets::rdf_input);
}
