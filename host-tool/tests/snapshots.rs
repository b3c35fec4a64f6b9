//! What the tool prints: each session of commands in `snapshots/NAME.session` with its output in `snapshots/NAME.expected`.
//!
//! A session has one command per line, without `factrom`. All commands of a session run in one folder, which holds the small data set as
//! `fair/`, its articles as `articles/` and its store as `facts.fct`. After an intended change, `FACTROM_BLESS=1 cargo test -p factrom-tool
//! --test all snapshots` overwrites the output: review the difference before you commit it.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::small_blob;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

/// Returns a folder with the small data set, and with files that no command can read.
fn workplace() -> tempfile::TempDir {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/small");
    let place = tempfile::tempdir().unwrap();
    for (from, to) in [("fair.toml", "fair"), ("gazette.toml", "fair"), ("fair.txt", "articles"), ("gazette.txt", "articles")] {
        fs::create_dir_all(place.path().join(to)).unwrap();
        fs::copy(small.join(from), place.path().join(to).join(from)).unwrap();
    }
    let blob = small_blob();
    let write = |name: &str, bytes: &[u8]| fs::write(place.path().join(name), bytes).unwrap();
    write("facts.fct", &blob);
    write("erased.fct", &[0xFF; 64]);
    write("short.fct", &blob[..4]);
    write("truncated.fct", &blob[..blob.len() / 2]);
    let mut changed = blob.clone();
    changed[blob.len() / 2] ^= 1;
    write("changed.fct", &changed);
    let mut newer = blob;
    newer[4] += 1;
    write("newer.fct", &newer);
    write("not-a-store.fct", b"PK\x03\x04 and so on");
    write("bad.nt", b"<http://example.org/s> <http://example.org/p> .\n");
    write("one.ttl", b"@prefix : <http://example.org/> . :s :p :o , \"text\"@en , 7 .\n");
    fs::create_dir(place.path().join("empty")).unwrap();
    place
}

/// Runs one command. Returns its exit code and what it printed.
fn run(line: &str, place: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_factrom"))
        .args(line.split_whitespace())
        .current_dir(place)
        .env_remove("FACTROM_STORE")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    let mut text = format!("$ factrom {line}\n");
    for (name, bytes) in [("", &output.stdout), ("standard error:\n", &output.stderr)] {
        if !bytes.is_empty() {
            let printed = String::from_utf8_lossy(bytes).replace(&place.display().to_string(), "FOLDER");
            text.push_str(name);
            // No line of an expected file ends with spaces that an editor might remove.
            for line in printed.lines() {
                let marked = if line.ends_with(' ') { format!("{line}$") } else { line.to_string() };
                writeln!(text, "{marked}").unwrap();
            }
        }
    }
    writeln!(text, "exit code {}\n", output.status.code().unwrap()).unwrap();
    text
}

#[test]
fn every_session_prints_what_is_expected() {
    let bless = std::env::var_os("FACTROM_BLESS").is_some();
    let mut different = Vec::new();
    let mut sessions = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension() != Some(OsStr::new("session")) {
            assert!(path.with_extension("session").exists(), "{} has no session", path.display());
            continue;
        }
        sessions += 1;
        let place = workplace();
        let commands = fs::read_to_string(&path).unwrap();
        let commands = commands.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let printed: String = commands.map(|line| run(line, place.path())).collect();
        let expected = path.with_extension("expected");
        if bless {
            fs::write(&expected, &printed).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != printed {
            different.push(format!("{} prints now:\n\n{printed}", path.display()));
        }
    }
    assert!(sessions > 0, "there are no sessions");
    assert!(different.is_empty(), "{}\nFACTROM_BLESS=1 overwrites the output", different.join("\n"));
}
