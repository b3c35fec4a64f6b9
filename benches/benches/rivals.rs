//! Compares FactROM with hdt, Oxigraph and SQLite: `cd benches && cargo bench`; see `-- --help` for more.

use std::process::ExitCode;

use clap::Parser;
use factrom_benches::run::{Args, run};

fn main() -> ExitCode {
    match run(&Args::parse(), &mut std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
