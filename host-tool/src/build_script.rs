//! Compiles fact files in a program's `build.rs`: generates the blob and its constants, and prints instructions for Cargo.
//!
//! Errors use Cargo's `error` instruction. Cargo then shows the lines of the diagnostic on their own, without reporting a failed
//! process around them. `docs/build-script.md` has a complete example crate and the reasons for the design.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::panic::Location;
use std::path::{Path, PathBuf};

use crate::compile::columns::Bytes;
use crate::compile::{Builder, Limits};
use crate::constants::{self, NamedTerm};
use crate::diagnostic::render_all;
use crate::fact_files::input::Input;
use crate::fact_files::resolve::{Articles, Options, resolve};
use crate::model::Model;

/// Starts to describe what a build script compiles.
///
/// ```no_run
/// // build.rs
/// factrom_tool::build_script().facts("facts").emit();
/// ```
pub fn build_script() -> BuildScript {
    BuildScript::default()
}

/// What a build script compiles. Created by [`build_script()`](build_script()).
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is compiled until `emit` is called"]
pub struct BuildScript {
    facts: Option<PathBuf>,
    articles: Option<PathBuf>,
    with_quotes: bool,
    #[cfg(feature = "rdf")]
    rdf: Vec<PathBuf>,
    terms: Vec<(NamedTerm, &'static Location<'static>)>,
    name: Option<String>,
}

impl BuildScript {
    /// Sets the fact files: a folder or a single `.toml` file. This path and those below are relative to the package's folder.
    ///
    /// Cargo reruns the build script after any change in the folder, so that it finds new fact files. Do not keep other files there
    /// that change often.
    pub fn facts(mut self, path: impl Into<PathBuf>) -> Self {
        self.facts = Some(path.into());
        self
    }

    /// Sets the folder with the articles' texts. All anchors are then verified, and their byte offsets stored.
    pub fn articles(mut self, folder: impl Into<PathBuf>) -> Self {
        self.articles = Some(folder.into());
        self
    }

    /// Stores the sentence around each anchor. Needs [`articles`](BuildScript::articles).
    pub fn with_quotes(mut self) -> Self {
        self.with_quotes = true;
        self
    }

    /// Adds the triples of an RDF file to the blob. The file's extension determines its format. Can be called several times. A file
    /// with relative IRIs must declare their base.
    #[cfg(feature = "rdf")]
    pub fn rdf(mut self, path: impl Into<PathBuf>) -> Self {
        self.rdf.push(path.into());
        self
    }

    /// Adds a constant for an IRI, in the module `term`. Terms of RDF files have no ids that constants could be named after.
    #[track_caller]
    pub fn term(mut self, name: impl Into<String>, iri: impl Into<String>) -> Self {
        self.terms.push((NamedTerm { name: name.into(), iri: iri.into() }, Location::caller()));
        self
    }

    /// Sets the name of the files, `NAME.fct` and `NAME.rs` in Cargo's `OUT_DIR`. The default is `facts`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Compiles, writes both files, and tells Cargo when to rerun the build script. Errors in the data become errors of the build.
    pub fn emit(self) {
        for instruction in self.run(std::env::var_os("OUT_DIR")) {
            println!("cargo::{instruction}");
        }
    }

    /// The instructions for Cargo, without `cargo::`.
    fn run(&self, out_dir: Option<OsString>) -> Vec<String> {
        let mut instructions: Vec<String> = self.inputs().map(|path| format!("rerun-if-changed={}", path.display())).collect();
        let (key, text) = match self.write(out_dir) {
            Ok(warnings) => ("warning", warnings),
            Err(errors) => ("error", errors),
        };
        // Cargo prefixes each line with the severity.
        let lines = text.lines().filter(|line| !line.is_empty()).map(|line| line.strip_prefix("error: ").unwrap_or(line));
        let lines = lines.map(|line| line.strip_prefix("warning: ").filter(|_| key == "warning").unwrap_or(line));
        instructions.extend(lines.map(|line| format!("{key}={line}")));
        instructions
    }

    /// All paths that are read. Cargo scans folders, so their files need not be listed.
    fn inputs(&self) -> impl Iterator<Item = &Path> {
        let paths = self.facts.iter().chain(&self.articles);
        #[cfg(feature = "rdf")]
        let paths = paths.chain(&self.rdf);
        paths.map(PathBuf::as_path)
    }

    /// Writes both files. Returns the rendered warnings, or the rendered errors.
    fn write(&self, out_dir: Option<OsString>) -> Result<String, String> {
        let out_dir = out_dir.ok_or("OUT_DIR is not set: call `emit` from build.rs, or use `factrom build --constants`")?;
        let (model, warnings) = self.model()?;
        let blob = self.blob(&model)?;
        let name = self.name.as_deref().unwrap_or("facts");
        let blob_file = format!("{name}.fct");
        let constants = self.constants(&blob, &model, &blob_file)?;
        let write = |file: &str, bytes: &[u8]| {
            let path = Path::new(&out_dir).join(file);
            fs::write(&path, bytes).map_err(|error| with_path(&path, &error))
        };
        write(&blob_file, &blob)?;
        write(&format!("{name}.rs"), constants.as_bytes())?;
        Ok(warnings)
    }

    /// The model of the fact files, which is empty if there are none, and the rendered warnings.
    fn model(&self) -> Result<(Model, String), String> {
        let Some(path) = &self.facts else { return Ok((Model::default(), String::new())) };
        let articles = self.articles.as_deref().map(|folder| Articles::read(folder).map_err(|error| with_path(folder, &error)));
        let articles = articles.transpose()?;
        if self.with_quotes && articles.is_none() {
            return Err("`with_quotes` needs the articles' texts: set their folder with `articles`".to_string());
        }
        let input = Input::read(path).map_err(|error| error.to_string())?;
        let resolved = resolve(&input, Options { articles: articles.as_ref(), with_quotes: self.with_quotes });
        let shown = render_all(&resolved.diagnostics, &input.files, false);
        if resolved.is_sound() { Ok((resolved.model, shown)) } else { Err(shown) }
    }

    fn blob(&self, model: &Model) -> Result<Vec<u8>, String> {
        #[cfg_attr(not(feature = "rdf"), expect(unused_mut, reason = "only RDF files are added to it"))]
        let mut builder = Builder::new(Limits::default()).map_err(|error| error.to_string())?;
        #[cfg(feature = "rdf")]
        {
            use crate::rdf::input::{Input, Options, Watch, read};
            let inputs: Vec<_> = self.rdf.iter().map(|path| Input { path: path.clone(), graph: None }).collect();
            let watch: Watch = std::rc::Rc::new(|_| ());
            read(&inputs, &Options::default(), &watch, &mut |quad| Ok(builder.add(&quad)?)).map_err(|error| error.to_string())?;
        }
        let bytes = Bytes::new();
        let blob = builder.finish(model, &bytes, &mut |_| ()).map_err(|error| error.to_string())?;
        Ok(blob.to_vec())
    }

    fn constants(&self, blob: &[u8], model: &Model, blob_file: &str) -> Result<String, String> {
        let terms: Vec<NamedTerm> = self.terms.iter().map(|(term, _)| term.clone()).collect();
        constants::module(blob, model, &terms, Some(blob_file)).map_err(|error| {
            let place = error.term_index(&terms).and_then(|index| self.terms.get(index));
            match place {
                Some((_, place)) => format!("{error}\n --> {place}"),
                None => error.to_string(),
            }
        })
    }
}

fn with_path(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fact file with a duplicate name.
    const FACTS: &str = r#"
[dataset]
id = "tiny"
title = "Tiny"
namespace = "https://tiny.example/"
language = "en"

[[class]]
id = "thing"
label = "thing"

[[entity]]
id = "ann"
class = "thing"
label = "Ann"
description = "Somebody"
aliases = ["ann"]
"#;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            let folder = Folder(tempfile::tempdir().unwrap());
            fs::write(folder.path("tiny.toml"), FACTS).unwrap();
            folder
        }

        fn path(&self, file: &str) -> PathBuf {
            self.0.path().join(file)
        }

        fn run(&self, script: &BuildScript) -> Vec<String> {
            let here = format!("{}/", self.0.path().display());
            script.run(Some(self.0.path().into())).iter().map(|instruction| instruction.replace(&here, "")).collect()
        }
    }

    #[test]
    fn warnings_go_to_cargo_and_the_files_are_still_written() {
        let folder = Folder::new();
        let instructions = folder.run(&build_script().facts(folder.path("tiny.toml")).name("one"));
        assert_eq!(
            instructions,
            [
                "rerun-if-changed=tiny.toml",
                "warning=`ann` duplicates the name `Ann`",
                "warning=  --> tiny.toml:17:12",
                "warning=   |",
                "warning=17 | aliases = [\"ann\"]",
                "warning=   |            ^^^^^",
                "warning=   |",
                "warning=   = help: remove it: names match regardless of case, quotation marks and full stops",
            ]
        );
        let blob = fs::read(folder.path("one.fct")).unwrap();
        let ann = factrom::Store::open(&blob).unwrap().entity("ann").unwrap().term().0;
        let constants = fs::read_to_string(folder.path("one.rs")).unwrap();
        assert!(
            constants.contains(&format!("/// Ann: Somebody\n    pub const ANN: ::factrom::TermId = ::factrom::TermId({ann});"))
        );
        assert!(constants.contains("include_bytes!(\"one.fct\")"));
    }

    #[test]
    fn nothing_is_written_if_there_are_errors() {
        let folder = Folder::new();
        let instructions = folder.run(&build_script().facts(folder.path("none")).articles(folder.path("texts")));
        assert_eq!(instructions[..2], ["rerun-if-changed=none", "rerun-if-changed=texts"]);
        assert!(instructions[2].starts_with("error=") && instructions[2].contains("texts: "), "{instructions:?}");
        let quotes = folder.run(&build_script().facts(folder.path("tiny.toml")).with_quotes());
        assert!(quotes[1].starts_with("error=`with_quotes` needs the articles' texts"), "{quotes:?}");
        assert!(build_script().run(None)[0].starts_with("error=OUT_DIR is not set"));
        assert!(!folder.path("facts.fct").exists() && !folder.path("facts.rs").exists());
    }

    #[cfg(feature = "rdf")]
    #[test]
    fn rdf_is_added_to_the_same_blob() {
        let folder = Folder::new();
        fs::write(folder.path("parts.ttl"), "@prefix : <https://parts.example/> .\n:wheel :partOf :car .\n").unwrap();
        let script = build_script().facts(folder.path("tiny.toml")).rdf(folder.path("parts.ttl"));
        let instructions = folder.run(&script.clone().term("PART_OF", "https://parts.example/partOf"));
        assert_eq!(instructions[..2], ["rerun-if-changed=tiny.toml", "rerun-if-changed=parts.ttl"]);
        let blob = fs::read(folder.path("facts.fct")).unwrap();
        let store = factrom::Store::open(&blob).unwrap();
        assert_eq!((store.entity_count(), store.triple_count()), (1, 1));
        let part_of = store.find(factrom::TermKey::Iri("https://parts.example/partOf")).unwrap().unwrap().0;
        let constants = fs::read_to_string(folder.path("facts.rs")).unwrap();
        assert!(constants.contains(&format!("pub const PART_OF: ::factrom::TermId = ::factrom::TermId({part_of});")));

        let line = line!() + 1;
        let misspelled = folder.run(&script.clone().term("PART_OF", "https://parts.example/partof"));
        assert_eq!(misspelled[misspelled.len() - 1], format!("error= --> {}:{line}:53", file!()));
        fs::write(folder.path("parts.ttl"), "<a> <b> .\n").unwrap();
        let broken = folder.run(&script);
        assert!(broken[2].starts_with("error=parts.ttl: line 1, column "), "{broken:?}");
    }
}
