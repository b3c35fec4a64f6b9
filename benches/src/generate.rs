//! Generates random data that is shaped like real data and is the same on every machine.
//!
//! About one triple in ten starts a new subject. A subject has one of seven classes. Each class has its own predicates; some of
//! them are optional, some have several values. Objects that are entities follow Zipf's law: few are used often, most rarely.
//! Literals are names made of syllables, texts made of words (again by Zipf's law), numbers and dates. A subject never repeats a
//! triple.

use std::io::{self, Write};

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Zipf};

const SEED: u64 = 0x00fa_c701;
const DATA: &str = "https://data.example.org/";
const VOCABULARY: &str = "https://vocabulary.example.org/terms#";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// Mean number of triples per subject, used to estimate the number of entities.
const TRIPLES_PER_SUBJECT: u64 = 10;
const WORDS: usize = 2_000;
/// Exponent of Zipf's law, for entities and for words.
const EXPONENT: f64 = 0.9;

#[derive(Clone, Copy)]
enum Value {
    /// A name of two words.
    Name,
    /// A text of words, with or without the tag `en`.
    Text { most: u32 },
    /// `xsd:integer`.
    Integer { below: u32 },
    /// `xsd:decimal` in its canonical form.
    Decimal,
    /// `xsd:date`.
    Date,
    /// `xsd:boolean`.
    Boolean,
    /// One of a few codes, without a datatype.
    Code,
    /// An entity of a class, given by its index.
    Entity { class: usize },
}

struct Property {
    name: &'static str,
    value: Value,
    /// Percentage of subjects that have the property.
    percent: u32,
    /// Maximum number of values.
    most: u32,
}

const fn property(name: &'static str, value: Value, percent: u32, most: u32) -> Property {
    Property { name, value, percent, most }
}

struct Class {
    name: &'static str,
    folder: &'static str,
    /// Number of entities of this class, out of [`SHARES`].
    share: u64,
    properties: &'static [Property],
}

const SHARES: u64 = 20;
const PERSON: usize = 0;
const ORGANISATION: usize = 1;
const PLACE: usize = 2;
const DOCUMENT: usize = 3;
const EVENT: usize = 4;
const TOPIC: usize = 6;

static CLASSES: [Class; 7] = [
    Class {
        name: "Person",
        folder: "person",
        share: 6,
        properties: &[
            property("givenName", Value::Name, 100, 1),
            property("familyName", Value::Name, 100, 1),
            property("born", Value::Date, 80, 1),
            property("birthPlace", Value::Entity { class: PLACE }, 70, 1),
            property("memberOf", Value::Entity { class: ORGANISATION }, 90, 2),
            property("knows", Value::Entity { class: PERSON }, 60, 6),
            property("description", Value::Text { most: 14 }, 50, 1),
            property("active", Value::Boolean, 30, 1),
        ],
    },
    Class {
        name: "Organisation",
        folder: "organisation",
        share: 2,
        properties: &[
            property("homepageCode", Value::Code, 40, 1),
            property("founded", Value::Date, 70, 1),
            property("employees", Value::Integer { below: 200_000 }, 60, 1),
            property("locatedIn", Value::Entity { class: PLACE }, 100, 2),
            property("partOf", Value::Entity { class: ORGANISATION }, 40, 1),
            property("concerns", Value::Entity { class: TOPIC }, 80, 4),
            property("description", Value::Text { most: 18 }, 70, 1),
        ],
    },
    Class {
        name: "Place",
        folder: "place",
        share: 2,
        properties: &[
            property("latitude", Value::Decimal, 90, 1),
            property("longitude", Value::Decimal, 90, 1),
            property("population", Value::Integer { below: 9_000_000 }, 70, 1),
            property("partOf", Value::Entity { class: PLACE }, 90, 1),
            property("borders", Value::Entity { class: PLACE }, 50, 5),
            property("countryCode", Value::Code, 80, 1),
        ],
    },
    Class {
        name: "Document",
        folder: "document",
        share: 5,
        properties: &[
            property("title", Value::Text { most: 9 }, 100, 1),
            property("abstract", Value::Text { most: 40 }, 60, 1),
            property("issued", Value::Date, 100, 1),
            property("author", Value::Entity { class: PERSON }, 95, 4),
            property("publisher", Value::Entity { class: ORGANISATION }, 80, 1),
            property("cites", Value::Entity { class: DOCUMENT }, 50, 6),
            property("concerns", Value::Entity { class: TOPIC }, 90, 4),
            property("pages", Value::Integer { below: 900 }, 70, 1),
        ],
    },
    Class {
        name: "Event",
        folder: "event",
        share: 2,
        properties: &[
            property("begins", Value::Date, 100, 1),
            property("ends", Value::Date, 60, 1),
            property("place", Value::Entity { class: PLACE }, 90, 1),
            property("participant", Value::Entity { class: PERSON }, 80, 8),
            property("organiser", Value::Entity { class: ORGANISATION }, 70, 2),
            property("description", Value::Text { most: 20 }, 80, 1),
        ],
    },
    Class {
        name: "Measurement",
        folder: "measurement",
        share: 2,
        properties: &[
            property("value", Value::Decimal, 100, 1),
            property("unit", Value::Code, 100, 1),
            property("takenOn", Value::Date, 100, 1),
            property("takenAt", Value::Entity { class: PLACE }, 100, 1),
            property("during", Value::Entity { class: EVENT }, 40, 1),
            property("valid", Value::Boolean, 90, 1),
        ],
    },
    Class {
        name: "Topic",
        folder: "topic",
        share: 1,
        properties: &[
            property("broader", Value::Entity { class: TOPIC }, 80, 2),
            property("alternative", Value::Name, 60, 3),
            property("definition", Value::Text { most: 25 }, 70, 1),
        ],
    },
];

/// Returns the class of an entity and its number within the class. Classes alternate in blocks of [`SHARES`] entities.
fn class_of(entity: u64) -> (usize, u64) {
    let (block, mut place) = (entity / SHARES, entity % SHARES);
    for (index, class) in CLASSES.iter().enumerate() {
        if place < class.share {
            return (index, block * class.share + place);
        }
        place -= class.share;
    }
    (TOPIC, block)
}

struct Generator {
    random: ChaCha8Rng,
    words: Vec<String>,
    word: Zipf<f64>,
    /// Number of entities of each class, and the distribution that picks one.
    entities: Vec<(u64, Zipf<f64>)>,
}

impl Generator {
    fn new(triples: u64) -> Result<Self, rand_distr::ZipfError> {
        let mut random = ChaCha8Rng::seed_from_u64(SEED ^ triples);
        let words = (0..WORDS).map(|_| word(&mut random)).collect();
        let blocks = (triples / TRIPLES_PER_SUBJECT).div_ceil(SHARES).max(1);
        let entities = CLASSES
            .iter()
            .map(|class| Ok((blocks * class.share, Zipf::new((blocks * class.share) as f64, EXPONENT)?)))
            .collect::<Result<_, _>>()?;
        Ok(Generator { random, words, word: Zipf::new(WORDS as f64, EXPONENT)?, entities })
    }

    fn text(&mut self, words: u32) -> String {
        let mut text = String::new();
        for _ in 0..words {
            if !text.is_empty() {
                text.push(' ');
            }
            let rank = self.word.sample(&mut self.random) as usize;
            text.push_str(&self.words[rank.saturating_sub(1).min(WORDS - 1)]);
        }
        text
    }

    fn date(&mut self) -> String {
        let (year, month, day) =
            (self.random.random_range(1930..2026), self.random.random_range(1..=12), self.random.random_range(1..=28));
        format!("{year}-{month:02}-{day:02}")
    }

    fn entity(&mut self, class: usize) -> String {
        let (count, zipf) = &self.entities[class];
        let rank = zipf.sample(&mut self.random) as u64;
        // Scattered, so that frequent entities are not all among the first.
        iri(class, rank.wrapping_mul(0x9e37_79b1) % count)
    }

    fn object(&mut self, value: Value) -> String {
        match value {
            Value::Name => {
                let mut name = self.text(2);
                name[..1].make_ascii_uppercase();
                format!("\"{name}\"")
            }
            Value::Text { most } => {
                let words = self.random.random_range(most / 3..=most);
                let tag = if self.random.random_bool(0.6) { "@en" } else { "" };
                format!("\"{}\"{tag}", self.text(words))
            }
            Value::Integer { below } => format!("\"{}\"^^<{XSD}integer>", self.random.random_range(0..below)),
            // The last digit is not 0, so the form is canonical.
            Value::Decimal => {
                let (whole, tenths, last) =
                    (self.random.random_range(0..180), self.random.random_range(0..1000), self.random.random_range(1..10));
                format!("\"{whole}.{tenths:03}{last}\"^^<{XSD}decimal>")
            }
            Value::Date => format!("\"{}\"^^<{XSD}date>", self.date()),
            Value::Boolean => format!("\"{}\"^^<{XSD}boolean>", self.random.random_bool(0.5)),
            Value::Code => format!("\"C{:02}\"", self.random.random_range(0..60)),
            Value::Entity { class } => format!("<{}>", self.entity(class)),
        }
    }
}

fn word(random: &mut ChaCha8Rng) -> String {
    const BEGIN: [&str; 16] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl"];
    const MIDDLE: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
    const END: [&str; 8] = ["", "", "n", "r", "s", "l", "nd", "st"];
    let syllables = random.random_range(1..=3);
    (0..syllables)
        .flat_map(|_| [BEGIN[random.random_range(0..16)], MIDDLE[random.random_range(0..8)], END[random.random_range(0..8)]])
        .collect()
}

fn iri(class: usize, number: u64) -> String {
    format!("{DATA}{}/{number}", CLASSES[class].folder)
}

/// Writes this number of triples as N-Triples.
///
/// # Errors
///
/// Returns the writer's error.
pub fn write(triples: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut generator = Generator::new(triples).map_err(io::Error::other)?;
    let mut left = triples;
    for entity in 0.. {
        for line in subject(&mut generator, entity) {
            if left == 0 {
                return out.flush();
            }
            writeln!(out, "{line}")?;
            left -= 1;
        }
    }
    Ok(())
}

/// Returns the lines of a subject.
fn subject(generator: &mut Generator, entity: u64) -> Vec<String> {
    let (class, number) = class_of(entity);
    let subject = iri(class, number);
    let Class { name, properties, .. } = &CLASSES[class];
    let label = generator.object(Value::Name);
    let mut lines =
        vec![format!("<{subject}> <{RDF_TYPE}> <{VOCABULARY}{name}> ."), format!("<{subject}> <{RDFS_LABEL}> {label} .")];
    for Property { name, value, percent, most } in *properties {
        if generator.random.random_range(0..100) >= *percent {
            continue;
        }
        let first = lines.len();
        for _ in 0..generator.random.random_range(1..=*most) {
            let line = format!("<{subject}> <{VOCABULARY}{name}> {} .", generator.object(*value));
            if !lines[first..].contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    fn lines(triples: u64) -> Vec<String> {
        let mut bytes = Vec::new();
        super::write(triples, &mut bytes).expect("a vector accepts all bytes");
        String::from_utf8(bytes).expect("it is UTF-8").lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_same_size_gives_the_same_triples_and_none_twice() {
        let first = lines(5_000);
        assert_eq!(first.len(), 5_000);
        assert_eq!(first, lines(5_000));
        assert_eq!(first.iter().collect::<HashSet<_>>().len(), 5_000);
        assert!(first.iter().all(|line| oxttl::NTriplesParser::new().for_slice(line).all(|triple| triple.is_ok())));
    }

    #[test]
    fn about_one_triple_in_ten_begins_a_subject_and_few_objects_are_named_often() {
        let lines = lines(20_000);
        let subjects: HashSet<&str> = lines.iter().filter_map(|line| line.split(' ').next()).collect();
        assert!((1_500..2_700).contains(&subjects.len()), "{} subjects", subjects.len());
        let places = lines.iter().filter(|line| line.contains("#birthPlace>")).count();
        let distinct: HashSet<&str> =
            lines.iter().filter(|line| line.contains("#birthPlace>")).filter_map(|line| line.split(' ').nth(2)).collect();
        assert!(distinct.len() * 2 < places, "{} distinct of {places}", distinct.len());
    }
}
