//! The daily commands of this repository. `cargo xtask` lists them, `cargo xtask NAME` runs one.

use std::path::Path;
use std::process::{Command, ExitCode};

/// Names, what they do, and what a shell runs in the repository's root. More arguments go to the last command.
const TASKS: &[(&str, &str, &str)] = &[
    (
        "check",
        "format, lints and tests: what to run before a commit",
        "cargo fmt --all --check && \
      cargo clippy --workspace --all-targets --all-features -- -D warnings && cargo test --workspace",
    ),
    ("test", "one file of the tool's tests, such as `cargo xtask test naive`", "cargo test -p factrom-tool --test all"),
    (
        "bless",
        "write the committed stores and the messages of bad files again",
        "cargo run -q -- build core/doc -o core/doc/talks.fct && \
      cargo run -q -- build seeds -o host-tool/demo.fct && FACTROM_BLESS=1 cargo test -p factrom-tool --test all -- bad_files import::",
    ),
    ("rivals", "the tests beside Oxigraph, hdt and SQLite", "cargo test --manifest-path benches/Cargo.toml"),
    ("bench", "the benchmark beside them", "cd benches && cargo bench --"),
    ("firmware", "build the firmware for all targets and run it in QEMU", "firmware/test"),
    ("figures", "what it costs on a microcontroller; --update writes figures.txt", "firmware/figures"),
    ("package", "package the crates and use the packages", "ALLOW_DIRTY=1 .ci/packages"),
    ("install", "install what the checks of a submission need", ".ci/install"),
    ("ci", "all checks of a submission", ".ci/check"),
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
