//! The store that `docs/format.md` annotates byte by byte is the one that the compiler writes.

use std::fs;
use std::path::Path;
use std::process::Command;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/format.md")).unwrap()
}

/// The section of the page that has the store.
fn section(page: &str) -> &str {
    page.split("\n## A store, byte by byte\n").nth(1).expect("the page has the section")
}

/// The block of that language in the section.
fn block<'p>(section: &'p str, language: &str) -> &'p str {
    let start = format!("\n```{language}\n");
    section.split(&start).nth(1).and_then(|rest| rest.split("\n```").next()).expect("the section has the block")
}

/// The bytes of the annotated lines.
///
/// A line has an offset, up to eight bytes and an annotation. Each offset must be the number of bytes before it, so no byte is left out.
fn annotated(dump: &str) -> Result<Vec<u8>, String> {
    let mut bytes: Vec<u8> = Vec::new();
    for line in dump.lines().filter(|line| !line.is_empty()) {
        if line == "Envelope" || line == "End" || line.strip_prefix("Section ").is_some_and(|name| !name.contains(' ')) {
            continue;
        }
        let wrong = |what: &str| format!("{what}: {line}");
        let (offset, rest) = line.split_once("  ").ok_or_else(|| wrong("no offset"))?;
        let (hex, annotation) = rest.split_at_checked(23).ok_or_else(|| wrong("no annotation"))?;
        if usize::from_str_radix(offset, 16) != Ok(bytes.len()) {
            return Err(wrong("another offset than that of the next byte"));
        }
        if annotation.strip_prefix("  ").is_none_or(|words| words.trim().is_empty()) {
            return Err(wrong("no annotation"));
        }
        for byte in hex.split_whitespace() {
            bytes.push(u8::from_str_radix(byte, 16).map_err(|_| wrong("not a byte"))?);
        }
    }
    Ok(bytes)
}

fn compiled(turtle: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("zoo.ttl"), turtle).unwrap();
    let mut import = Command::new(env!("CARGO_BIN_EXE_factrom"));
    let output = import.args(["import", "zoo.ttl", "-o", "zoo.fct"]).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(folder.path().join("zoo.fct")).unwrap()
}

#[test]
fn the_annotated_store_is_the_compiled_one() {
    let page = page();
    let section = section(&page);
    let blob = compiled(block(section, "turtle"));
    let bytes = annotated(block(section, "text")).unwrap();
    let first = blob.iter().zip(&bytes).position(|(compiled, shown)| compiled != shown);
    assert_eq!(first, None, "the first offset at which the page shows another byte than the compiler writes");
    assert_eq!(bytes.len(), blob.len(), "the page's lines cover all bytes");
    assert!(section.contains(&format!("writes {} bytes for this file", blob.len())), "the page states the length");
}

#[test]
fn a_changed_or_missing_line_is_noticed() {
    let page = page();
    let dump = block(section(&page), "text");
    let bytes = annotated(dump).unwrap();
    let rows: Vec<usize> = dump.match_indices('\n').map(|(at, _)| at + 1).filter(|at| dump[*at..].starts_with('0')).collect();
    assert!(rows.len() > 100, "{} lines", rows.len());
    for row in rows {
        let line = dump[row..].lines().next().unwrap();
        let without = dump.replacen(&format!("{line}\n"), "", 1);
        let is_last = row + line.len() == dump.len();
        assert!(is_last || annotated(&without).is_err(), "without {line}");
        let (head, digit) = line[..=6].split_at(6);
        let other = if digit == "0" { "1" } else { "0" };
        let changed = dump.replacen(line, &format!("{head}{other}{}", &line[7..]), 1);
        assert_ne!(annotated(&changed).as_ref(), Ok(&bytes), "{line}");
        assert!(annotated(&dump.replacen(line, &line[..29], 1)).is_err(), "{line} without its annotation");
    }
}
