//! `factrom completions`: scripts that complete the command line.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Outcome, Terminal};

/// Print a script that completes factrom's command line, for a shell to source
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Prints.
///
/// # Errors
///
/// If it can't be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> super::Result {
    // The generator panics where it can't write, as into a closed pipe; a vector takes all.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::cli::Cli::command(), "factrom", &mut script);
    terminal.out.write_all(&script)?;
    Ok(Outcome::Ok)
}
