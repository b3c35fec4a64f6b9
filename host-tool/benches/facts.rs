//! Times building, checking, opening and querying the facts of the five articles.
//!
//! `cargo bench -p factrom-tool` runs everything. The texts of the articles are expected in `../shared/articles` beside the
//! checkout. Without them, the benchmarks that need them are skipped with a message.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_main};
use factrom::{Pattern, Stance, Store, day};
use factrom_tool::compile::compile;
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Articles, Options, resolve};

fn seeds() -> Input {
    Input::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds")).expect("the seeds are there")
}

fn benches(criterion: &mut Criterion) {
    let input = seeds();
    let blob = compile(&resolve(&input, Options::default()).model).expect("the seeds compile");
    let store = Store::open(&blob).expect("the blob opens");

    criterion.bench_function("build the blob from fact files", |bencher| {
        bencher.iter(|| compile(&resolve(&seeds(), Options::default()).model));
    });
    match Articles::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/articles")) {
        Ok(articles) => {
            let options = Options { articles: Some(&articles), with_quotes: false };
            criterion.bench_function("check fact files against the articles", |bencher| {
                bencher.iter(|| resolve(&seeds(), options).is_sound());
            });
        }
        Err(error) => eprintln!("skipped: check against the articles (no folder ../shared/articles: {error})"),
    }

    criterion.bench_function("open with CRC", |bencher| bencher.iter(|| Store::open(black_box(&blob)).is_ok()));
    criterion.bench_function("open without CRC", |bencher| {
        bencher.iter(|| Store::open_without_crc(black_box(&blob)).is_ok());
    });
    criterion.bench_function("open without CRC, find a name, first fact's statement", |bencher| {
        bencher.iter(|| {
            let store = Store::open_without_crc(black_box(&blob)).expect("it opens");
            let ryabkov = store.entity(black_box("Rybakov")).expect("he is there");
            let fact = store.facts().speaker(ryabkov).stance(Stance::Denied).into_iter().next();
            let mut line = heapless::String::<256>::new();
            fact.expect("he denied something").and_then(|fact| fact.statement()?.write_to(&mut line)).expect("it fits");
            line
        });
    });
    for name in ["sergei-ryabkov", "Rybakov", "nobody at all"] {
        criterion.bench_function(&format!("look up the name `{name}`"), |bencher| {
            bencher.iter(|| store.entity(black_box(name)).map(|entity| entity.term()));
        });
    }

    let ukraine = store.entity("Ukraine").expect("it is there").term();
    let russia = store.entity("Russia").expect("it is there").term();
    let patterns = [
        ("s ? ?", Pattern { subject: Some(russia), ..Pattern::default() }),
        ("? ? o", Pattern { object: Some(ukraine), ..Pattern::default() }),
        ("s ? o", Pattern { subject: Some(russia), object: Some(ukraine), ..Pattern::default() }),
    ];
    for (name, pattern) in patterns {
        criterion.bench_function(&format!("pattern {name}, all triples"), |bencher| {
            bencher.iter(|| store.triples(black_box(pattern)).count());
        });
    }
    criterion.bench_function("facts by speaker and stance", |bencher| {
        bencher.iter(|| store.facts().speaker(black_box(russia)).stance(Stance::Demanded).into_iter().count());
    });
    criterion.bench_function("timeline of a week", |bencher| {
        let (first, last) = (day("2022-01-10").expect("a day"), day("2022-01-13").expect("a day"));
        bencher.iter(|| store.timeline(black_box(first..=last)).count());
    });
    criterion.bench_function("a statement, decoded", |bencher| {
        let fact = store.facts().speaker(russia).into_iter().next().expect("it said something").expect("it is sound");
        bencher.iter(|| {
            let mut line = heapless::String::<256>::new();
            fact.statement().and_then(|statement| statement.write_to(&mut line)).expect("it fits");
            line
        });
    });
}

mod group {
    use criterion::criterion_group;

    criterion_group!(all, super::benches);
}

criterion_main!(group::all);
