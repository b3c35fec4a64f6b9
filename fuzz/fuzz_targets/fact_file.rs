//! Any text as a fact file: parsed, resolved, its errors shown; and where it has none, compiled, opened and walked.

#![no_main]

#[path = "../../host-tool/tests/common/mod.rs"]
mod common;

use std::path::PathBuf;
use std::sync::LazyLock;

use common::walk::walk;
use factrom::Store;
use factrom_tool::compile::compile;
use factrom_tool::diagnostic::render_all;
use factrom_tool::input::Input;
use factrom_tool::resolve::{Articles, Options, resolve};
use libfuzzer_sys::fuzz_target;

/// The text that the tests' bad fact files are about.
static ARTICLES: LazyLock<Articles> = LazyLock::new(|| {
    let mut articles = Articles::default();
    articles.add("fair.txt".to_string(), include_str!("../../host-tool/tests/bad/articles/fair.txt").to_string());
    articles
});

fuzz_target!(|text: &str| {
    let mut input = Input::default();
    input.add(PathBuf::from("fuzzed.toml"), text.to_string());
    for articles in [None, Some(&*ARTICLES)] {
        let resolved = resolve(&input, Options { articles, with_quotes: articles.is_some() });
        let _ = render_all(&resolved.diagnostics, &input.files, false);
        for diagnostic in &resolved.diagnostics {
            let _ = input.files.line_column(&diagnostic.span);
        }
        if resolved.is_sound() {
            let blob = compile(&resolved.model).expect("a text of a few kilobytes is not too large");
            assert_eq!(walk(&Store::open(&blob).expect("what is compiled opens")).corrupt, 0);
        }
    }
});
