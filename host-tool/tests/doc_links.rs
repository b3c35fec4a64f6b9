//! The links of the documents lead somewhere, and the files that they name exist.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Paths of the documents, from the root.
fn documents() -> Vec<PathBuf> {
    let mut documents: Vec<PathBuf> = ["benches/README.md", "firmware/README.md", "fuzz/README.md"].map(PathBuf::from).to_vec();
    for folder in ["", "docs"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = PathBuf::from(folder).join(entry.unwrap().file_name());
            if name.extension().is_some_and(|extension| extension == "md") {
                documents.push(name);
            }
        }
    }
    documents.sort();
    documents
}

/// A document without its blocks of code.
fn prose(document: &Path) -> String {
    let text = fs::read_to_string(root().join(document)).unwrap();
    text.split("\n```").step_by(2).collect::<Vec<_>>().join("\n")
}

/// The anchor of a heading, as a forge makes it.
fn anchor(heading: &str) -> String {
    let kept = |char: &char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_');
    heading.to_lowercase().chars().filter(kept).map(|char| if char == ' ' { '-' } else { char }).collect()
}

#[test]
fn links_lead_somewhere() {
    let documents = documents();
    assert!(documents.len() > 15, "{documents:?}");
    let anchors = |path: &Path| -> Vec<String> {
        prose(path)
            .lines()
            .filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')))
            .map(anchor)
            .collect()
    };
    let anchors: HashMap<PathBuf, Vec<String>> =
        documents.iter().map(|path| (root().join(path).canonicalize().unwrap(), anchors(path))).collect();
    let mut broken = Vec::new();
    for document in &documents {
        for link in prose(document).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (file, fragment) = link.split_once('#').map_or((link, None), |(file, fragment)| (file, Some(fragment)));
            let folder = root().join(document).parent().unwrap().to_path_buf();
            let target = if file.is_empty() { root().join(document) } else { folder.join(file) }.canonicalize();
            let found = target.is_ok_and(|target| {
                fragment
                    .is_none_or(|fragment| anchors.get(&target).is_some_and(|known| known.iter().any(|known| known == fragment)))
            });
            if !found {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn named_files_exist() {
    let folders: Vec<String> =
        fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let (mut named, mut missing) = (0, Vec::new());
    for document in ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"] {
        for path in prose(Path::new(document)).split('`').skip(1).step_by(2) {
            // A path from the root, and nothing else such as an option or a command.
            let is_path = path.contains('/') && !path.contains([' ', '*']) && folders.iter().any(|folder| path.starts_with(folder));
            if is_path {
                named += 1;
                if !root().join(path).exists() {
                    missing.push(format!("{document}: {path}"));
                }
            }
        }
    }
    assert!(named > 50, "{named} files are named");
    assert!(missing.is_empty(), "{missing:#?}");
}
