//! `factrom completions`: prints shell completion scripts.

use clap_complete::Shell;

use crate::cli::{Outcome, Terminal};

/// Print a completion script for a shell
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Shell that reads the script
    shell: Shell,
}

/// Runs the command for a command line.
///
/// # Errors
///
/// Returns an error if the output cannot be written.
pub fn run(args: &Args, command_line: &mut clap::Command, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    // The generator panics if it cannot write, for example to a closed pipe. Writing to a vector cannot fail.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command_line, "factrom", &mut script);
    terminal.out.write_all(&script)?;
    Ok(Outcome::Ok)
}
