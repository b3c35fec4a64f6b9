//! Fact files with errors, each with its expected message: `bad/NAME.toml` and `bad/NAME.expected`.
//!
//! A message has the file, line and column, what is wrong, and what to do. After an intended change, `FACTROM_BLESS=1 cargo test -p
//! factrom-tool --test all bad_files` overwrites the messages: review the difference before you commit it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use factrom_tool::diagnostic::{Severity, render_all};
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Articles, Options, resolve};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

fn with_extension(extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension() == Some(OsStr::new(extension))).collect();
    paths.sort();
    paths
}

#[test]
fn every_bad_file_gives_its_message() {
    let articles = Articles::read(&folder().join("articles")).unwrap();
    let bless = std::env::var_os("FACTROM_BLESS").is_some();
    let mut different = Vec::new();
    for path in with_extension("toml") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut input = Input::default();
        input.add(PathBuf::from(&name), fs::read_to_string(&path).unwrap());
        let resolved = resolve(&input, Options { articles: Some(&articles), with_quotes: false });
        let warns_only = resolved.diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Warning);
        assert_eq!(resolved.is_sound(), warns_only);
        assert!(!resolved.diagnostics.is_empty(), "{name} has no errors");
        for diagnostic in &resolved.diagnostics {
            // Two kinds of message include the solution: what the parser expected, and the type that a value must have.
            let message = &diagnostic.message;
            let own = message.starts_with("syntax error: ") || message.contains(" must be ");
            assert!(own || diagnostic.help.is_some(), "{name}: no help for: {message}");
        }
        let shown = render_all(&resolved.diagnostics, &input.files, false);
        let expected = path.with_extension("expected");
        if bless {
            fs::write(&expected, &shown).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != shown {
            different.push(format!("{name} gives now:\n\n{shown}"));
        }
    }
    for path in with_extension("expected") {
        assert!(path.with_extension("toml").exists(), "{} has no fact file", path.display());
    }
    assert!(different.is_empty(), "{}\nFACTROM_BLESS=1 overwrites the messages", different.join("\n"));
}
