//! Runs the tour of the README as a reader would paste it, and checks the blobs of the documentation and of the demo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use factrom_tool::cli::commands::demo::STORE;
use factrom_tool::compile::compile;
use factrom_tool::fact_files::input::Input;
use factrom_tool::fact_files::resolve::{Options, resolve};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the lines of the README's shell blocks that call the tool.
fn commands() -> Vec<String> {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = readme.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    blocks.flat_map(str::lines).filter(|line| line.starts_with("factrom ")).map(str::to_string).collect()
}

#[test]
fn the_tour_works_when_pasted() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    let folder = tempfile::tempdir().unwrap();
    let seeds = folder.path().join("seeds");
    copy(&root().join("seeds"), &seeds);
    let tool = Path::new(env!("CARGO_BIN_EXE_factrom")).parent().unwrap();
    let path = format!("{}:{}", tool.display(), std::env::var("PATH").unwrap_or_default());
    for command in commands {
        let output = Command::new("sh").args(["-c", &command]).current_dir(folder.path()).env("PATH", &path).output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}: {:?}\n{printed}", output.status.code());
        assert!(!printed.is_empty() || command.contains(" -o "), "{command} prints nothing");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn the_documentation_s_blob_is_that_of_its_fact_file() {
    let folder = root().join("core/doc");
    let input = Input::read(&folder).unwrap();
    let blob = compile(&resolve(&input, Options::default()).model).unwrap();
    let written = fs::read(folder.join("talks.fct")).unwrap();
    assert!(blob == written, "run `factrom build core/doc -o core/doc/talks.fct`");
}

#[test]
fn the_demo_s_store_is_that_of_the_seeds() {
    let input = Input::read(&root().join("seeds")).unwrap();
    let store = compile(&resolve(&input, Options::default()).model).unwrap();
    assert!(store == STORE, "run `factrom build seeds -o host-tool/demo.fct`");
}
