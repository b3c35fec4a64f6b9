//! Checks the seeds against the articles that they were written from. The texts are not part of the project. If they are missing,
//! these tests say so and pass, except in CI.

use std::path::{Path, PathBuf};

use factrom::Store;
use factrom_tool::compile::compile;
use factrom_tool::diagnostic::render_all;
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Articles, Options, Resolved, resolve};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/articles")
}

fn seeds() -> Input {
    Input::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds")).unwrap()
}

/// Returns the articles, or nothing if the tests may run without them.
fn articles() -> Option<Articles> {
    match Articles::read(&folder()) {
        Ok(articles) => Some(articles),
        Err(error) => {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "with CI=true, the articles must exist: {error}");
            println!("skipped: no articles in ../shared/articles ({error})");
            None
        }
    }
}

fn resolved(articles: &Articles, with_quotes: bool) -> Resolved {
    let input = seeds();
    let resolved = resolve(&input, Options { articles: Some(articles), with_quotes });
    assert!(resolved.is_sound(), "{}", render_all(&resolved.diagnostics, &input.files, false));
    resolved
}

#[test]
fn every_anchor_is_verified_and_every_sentence_covered() {
    let Some(articles) = articles() else { return };
    let resolved = resolved(&articles, false);
    assert_eq!(resolved.coverage.len(), 5);
    for coverage in &resolved.coverage {
        assert!(coverage.missing.is_empty(), "{}: {:?}", coverage.source, coverage.missing);
        assert!(coverage.touched > 30, "{}: {} sentences with evidence", coverage.source, coverage.touched);
    }
}

#[test]
fn offsets_in_the_blob_point_at_the_anchors() {
    let Some(articles) = articles() else { return };
    let blob = compile(&resolved(&articles, true).model).unwrap();
    let store = Store::open(&blob).unwrap();
    let mut pieces = 0;
    for fact in store.facts() {
        for evidence in fact.unwrap().evidence() {
            let evidence = evidence.unwrap();
            let source = evidence.source().unwrap();
            let text = std::fs::read_to_string(folder().join(source.file().unwrap().to_string())).unwrap();
            let anchor = evidence.anchor().unwrap().to_string();
            let start = evidence.start().unwrap().unwrap() as usize;
            assert_eq!(text.get(start..start + anchor.len()), Some(anchor.as_str()));
            let quote = evidence.quote().unwrap().unwrap().to_string();
            assert!(quote.contains(&anchor) && text.contains(&quote));
            pieces += 1;
        }
    }
    assert!(pieces >= 700, "{pieces} pieces of evidence");
}

/// Splits a text into words, to compare our texts with theirs.
fn words(text: &str) -> Vec<String> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A run of this many words comes from a sentence of theirs. Names of bodies and places make runs of up to nine words.
const RUN: usize = 10;

#[test]
fn statements_and_notes_are_in_our_own_words() {
    if articles().is_none() {
        return;
    }
    let mut theirs = std::collections::HashSet::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        theirs.extend(words(&text).windows(RUN).map(<[String]>::to_vec));
    }
    let resolved = resolve(&seeds(), Options::default());
    for fact in &resolved.model.facts {
        for text in [Some(&fact.statement), fact.note.as_ref()].into_iter().flatten() {
            let copied = words(text).windows(RUN).find(|run| theirs.contains(*run)).map(<[String]>::to_vec);
            assert_eq!(copied, None, "{}", fact.iri);
        }
    }
}
