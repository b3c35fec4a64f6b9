//! `factrom completions`: scripts that complete the command line.

use clap_complete::Shell;

use crate::cli::{Outcome, Terminal};

/// Print a script that completes factrom's command line, for a shell to source
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Prints the script for a command line.
///
/// # Errors
///
/// If it can't be written.
pub fn run(args: &Args, command_line: &mut clap::Command, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    // The generator panics where it can't write, as into a closed pipe; a vector takes all.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command_line, "factrom", &mut script);
    terminal.out.write_all(&script)?;
    Ok(Outcome::Ok)
}
