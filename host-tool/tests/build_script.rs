//! Builds the example crate of `docs/build-script.md` with Cargo: when the build script runs, what errors look like, what is refused.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use factrom::Store;
use factrom_tool::compile::compile;
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Options, resolve};

fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
}

/// The crate's folder. The target folder beside it is kept, so that only the first run of the test compiles the dependencies.
struct Crate {
    folder: PathBuf,
    target: PathBuf,
}

/// What a run of Cargo did.
struct Build {
    succeeded: bool,
    printed: String,
}

impl Build {
    fn ran_script(&self) -> bool {
        self.printed.lines().any(|line| line.trim_start().starts_with("Running") && line.contains("/build-script-build`"))
    }

    fn ran_anything(&self) -> bool {
        self.printed.contains("Running `")
    }
}

impl Crate {
    /// The page's files, with the fact file of core's documentation, and the crates of this workspace.
    fn of_page() -> Self {
        let page = fs::read_to_string(root().join("docs/build-script.md")).unwrap();
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-script");
        let ask = Crate { folder: scratch.join("ask"), target: scratch.join("target") };
        let _ = fs::remove_dir_all(&ask.folder);
        fs::create_dir_all(ask.folder.join("src")).unwrap();
        fs::create_dir_all(ask.folder.join("facts")).unwrap();
        let patch = format!(
            "\n[workspace]\n[patch.crates-io]\nfactrom = {{ path = {:?} }}\nfactrom-tool = {{ path = {:?} }}\n",
            root().join("core"),
            root().join("host-tool")
        );
        ask.write("Cargo.toml", &(file_in(&page, "# Cargo.toml\n") + &patch));
        ask.write("build.rs", &file_in(&page, "// build.rs\n"));
        // A warning in the generated module would appear in every program.
        ask.write("src/main.rs", &format!("#![deny(warnings)]\n{}", file_in(&page, "// src/main.rs\n")));
        ask.write("facts/talks.toml", &fs::read_to_string(root().join("core/doc/talks.toml")).unwrap());
        fs::copy(root().join("Cargo.lock"), ask.folder.join("Cargo.lock")).unwrap();
        ask
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).unwrap();
    }

    fn replace(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{file} lacks {from}");
        self.write(file, &text.replace(from, to));
    }

    fn build(&self) -> Build {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--offline", "--verbose", "--color", "never"]).current_dir(&self.folder);
        let output = command.env("CARGO_TARGET_DIR", &self.target).output().unwrap();
        Build { succeeded: output.status.success(), printed: String::from_utf8(output.stderr).unwrap() }
    }

    fn build_well(&self) -> Build {
        let build = self.build();
        assert!(build.succeeded, "{}", build.printed);
        build
    }

    fn run(&self, arguments: &[&Path]) -> Output {
        Command::new(self.target.join("debug/ask")).args(arguments).output().unwrap()
    }

    fn answer(&self) -> String {
        let output = self.run(&[]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

/// The code block of a page that starts with a line.
fn file_in(page: &str, first_line: &str) -> String {
    let start = page.find(first_line).unwrap_or_else(|| panic!("no block starts with {first_line}"));
    page[start..].split("```").next().unwrap().to_string()
}

const ANSWER: &str = "\
denied: Sergei Ryabkov denied that Russia intends to attack Ukraine.
how long: 7 h
how long: ~ 8 h
warned: Joe Biden warned Vladimir Putin that Russia would face serious consequences if it attacked Ukraine.
";

/// Ids whose constants could clash with other names, and texts that need escapes in comments.
const ODD: &str = r#"
[[entity]]
id = "2022-drills"
class = "event"
label = "drills \"of 2022\" [see] <b> `code` */ \\"
description = "two\nlines, \u202Eturned"

[[entity]]
id = "self"
class = "event"
label = "Self"
description = "a keyword of Rust, but not in capitals"

[[entity]]
id = "blob"
class = "event"
label = "Blob"
description = "a name that the module already uses"

[[entity]]
id = "dataset-id"
class = "event"
label = "Data set"
description = "a name that the module already uses"
"#;

#[test]
fn the_crate_of_the_page_works() {
    let ask = Crate::of_page();

    // It builds and runs, and is not rebuilt while no fact file changes.
    let first = ask.build_well();
    assert!(first.ran_script(), "{}", first.printed);
    assert_eq!(ask.answer(), ANSWER);
    let again = ask.build_well();
    assert!(!again.ran_anything(), "{}", again.printed);
    ask.write("notes.txt", "not a fact file");
    let unrelated = ask.build_well();
    assert!(!unrelated.ran_anything(), "{}", unrelated.printed);

    // A changed fact and a new file are noticed.
    let before = blob_of(&ask.path("facts"));
    ask.replace("facts/talks.toml", "Sergei Ryabkov denied that Russia intends", "Sergei Ryabkov rejected that Russia intends");
    let changed = ask.build_well();
    assert!(changed.ran_script(), "{}", changed.printed);
    assert_eq!(ask.answer(), ANSWER.replace("Ryabkov denied", "Ryabkov rejected"));
    ask.write("facts/odd.toml", ODD);
    let uses = "const ODD: [factrom::TermId; 4] = [facts::_2022_DRILLS, facts::entity::BLOB, facts::entity::DATASET_ID, facts::SELF];\n\
                const ID: factrom::DatasetId = facts::DATASET_ID;\n\
                fn main() {\n    assert!(ODD.is_sorted() && facts::open(facts::BLOB).is_ok_and(|store| store.dataset_id() == ID));\n";
    ask.replace("src/main.rs", "fn main() {\n", uses);
    let new_file = ask.build_well();
    assert!(new_file.ran_script(), "{}", new_file.printed);
    ask.answer();

    // The constants refuse the blob of another data set.
    let other = ask.path("before.fct");
    fs::write(&other, &before).unwrap();
    let output = ask.run(&[&other]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    let now = blob_of(&ask.path("facts"));
    let (found, expected) = (Store::open(&before).unwrap().dataset_id(), Store::open(&now).unwrap().dataset_id());
    let refused = String::from_utf8(output.stderr).unwrap();
    assert!(
        refused.starts_with(&format!("the blob holds data set {found}, but the program was built for {expected}: ")),
        "{refused}"
    );

    // An error is shown as Cargo's own, with its place and without a failed process. Once fixed, it is gone.
    ask.replace("facts/talks.toml", "object = \"ukraine\"", "object = \"ukrane\"");
    let broken = ask.build();
    assert!(!broken.succeeded);
    let line =
        1 + fs::read_to_string(ask.path("facts/talks.toml")).unwrap().lines().position(|line| line.contains("ukrane")).unwrap();
    let shown = format!(
        "error: ask@0.1.0: unknown entity `ukrane`\n\
         error: ask@0.1.0:    --> facts/talks.toml:{line}:10\n\
         error: ask@0.1.0:     |\n\
         error: ask@0.1.0: {line} | object = \"ukrane\"\n\
         error: ask@0.1.0:     |          ^^^^^^^^\n\
         error: ask@0.1.0:     |\n\
         error: ask@0.1.0:     = help: did you mean `ukraine`?\n\
         error: build script logged errors\n"
    );
    assert!(broken.printed.ends_with(&shown), "{}", broken.printed);
    let as_written = fs::read_to_string(root().join("docs/build-script.md")).unwrap();
    assert!(as_written.contains(&shown), "the page does not show this error:\n{shown}");
    ask.replace("facts/talks.toml", "object = \"ukrane\"", "object = \"ukraine\"");
    ask.build_well();

    // An unknown term has its place in the build script.
    ask.replace("build.rs", ".emit()", "\n        .term(\"PART_OF\", \"https://schema.org/isPartOf\")\n        .emit()");
    let no_term = ask.build();
    let shown = "error: ask@0.1.0: <https://schema.org/isPartOf> is not in the data, so `PART_OF` cannot be defined: \
                 check the IRI's spelling\n\
                 error: ask@0.1.0:  --> build.rs:4:10\n\
                 error: build script logged errors\n";
    assert!(!no_term.succeeded && no_term.printed.ends_with(shown), "{}", no_term.printed);
}

fn blob_of(folder: &Path) -> Vec<u8> {
    let resolved = resolve(&Input::read(folder).unwrap(), Options::default());
    assert!(resolved.is_sound());
    compile(&resolved.model).unwrap()
}
