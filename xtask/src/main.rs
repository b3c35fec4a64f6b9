//! The daily commands of this repository. `cargo xtask` lists them; `cargo xtask NAME` runs one.

use std::path::Path;
use std::process::{Command, ExitCode};

/// Name, description and shell command of each task. Tasks run in the root of the repository. Further arguments go to the last command.
const TASKS: &[(&str, &str, &str)] = &[
    (
        "check",
        "check formatting, lints and tests; run it before each commit",
        "cargo fmt --all --check && \
      cargo clippy --workspace --all-targets --all-features -- -D warnings && cargo test --workspace",
    ),
    ("test", "run one file of the tool's tests, for example `cargo xtask test naive`", "cargo test -p factrom-tool --test all"),
    (
        "bless",
        "update the committed stores and the expected messages",
        "cargo run -q -- build core/doc -o core/doc/talks.fct && \
      cargo run -q -- build seeds -o host-tool/demo.fct && FACTROM_BLESS=1 cargo test -p factrom-tool --test all -- bad_files import::",
    ),
    ("rivals", "run the tests that compare with Oxigraph, hdt and SQLite", "cargo test --manifest-path benches/Cargo.toml"),
    ("bench", "run the benchmark that compares with them", "cd benches && cargo bench --"),
    ("firmware", "build the firmware for all targets and run it in QEMU", "firmware/test"),
    ("figures", "measure the library on a microcontroller; --update writes figures.txt", "firmware/figures"),
    ("package", "package the crates and test the packages", "ALLOW_DIRTY=1 .ci/packages"),
    ("install", "install the tools that CI needs", ".ci/install"),
    ("ci", "run all checks of CI", ".ci/check"),
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let Some((_, _, command)) = TASKS.iter().find(|task| task.0 == name) else {
        println!("usage: cargo xtask NAME [ARGUMENTS]\n");
        TASKS.iter().for_each(|(name, what, _)| println!("  {name:<10}{what}"));
        return if name.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) };
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let status = Command::new("sh").args(["-c", &format!("{command} \"$@\""), "sh"]).args(arguments).current_dir(root).status();
    if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
