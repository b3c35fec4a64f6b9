//! Output of `factrom flash`: its files, read with independent programs, and its messages.
//!
//! If a reader is not installed, its test prints that it was skipped. With `CI=true` that is a failure.

mod command_line;
mod firmware;
mod images;
mod linked;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use factrom_tool::compile::compile;
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Options, resolve};

/// The store of the five articles. It has more than 64 KiB, so that Intel HEX crosses a 64 KiB boundary.
fn store() -> &'static [u8] {
    static STORE: OnceLock<Vec<u8>> = OnceLock::new();
    STORE.get_or_init(|| {
        let input = Input::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds")).unwrap();
        let store = compile(&resolve(&input, Options::default()).model).unwrap();
        assert!(store.len() > 1 << 16);
        store
    })
}

/// A folder with the store in `facts.fct`.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Folder(tempfile::tempdir().unwrap());
        fs::write(folder.path("facts.fct"), store()).unwrap();
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Runs `factrom flash`, whatever its result.
    fn flash(&self, arguments: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_factrom"))
            .arg("flash")
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .env_remove("FACTROM_STORE")
            .output()
            .unwrap()
    }

    /// Runs `factrom flash`, which must succeed, and returns its output.
    fn flashed(&self, arguments: &str) -> String {
        let output = self.flash(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments}: {}", stderr(&output));
        stdout(&output)
    }

    /// Runs another program, which must succeed, and returns its output. `input` is its standard input.
    fn run_with(&self, command: &str, input: &str) -> String {
        let mut words = command.split_whitespace();
        fs::write(self.path("input"), input).unwrap();
        let output = Command::new(words.next().unwrap())
            .args(words)
            .current_dir(self.0.path())
            .stdin(Stdio::from(fs::File::open(self.path("input")).unwrap()))
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}: {}{}", stdout(&output), stderr(&output));
        stdout(&output)
    }

    fn run(&self, command: &str) -> String {
        self.run_with(command, "")
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Whether programs are installed. If not, the calling test must end.
fn have(programs: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |program: &&&str| std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    let missing: Vec<_> = programs.iter().filter(|program| !is_there(program)).collect();
    if missing.is_empty() {
        return true;
    }
    println!("skipped: {missing:?} not installed");
    assert!(
        std::env::var_os("CI").is_none_or(|value| value != "true"),
        "{missing:?} not installed; with CI=true no test may be skipped"
    );
    false
}
