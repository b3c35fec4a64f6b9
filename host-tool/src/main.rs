//! The binary `factrom`: runs the library's command line and sets the exit code.

use std::io::{self, BufWriter, IsTerminal};
use std::process::ExitCode;

use clap::Parser;
use factrom_tool::cli::{Cli, Failure, Outcome, Terminal};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let (out, err) = (io::stdout(), io::stderr());
    let (out_is_terminal, err_is_terminal) = (out.is_terminal(), err.is_terminal());
    let mut out = BufWriter::new(out.lock());
    let mut err = err.lock();
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        out_is_terminal,
        err_is_terminal,
        color: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        width: if out_is_terminal { comfy_table::Table::new().width() } else { None },
    };
    let result = cli.run(&mut terminal).and_then(|outcome| {
        terminal.out.flush()?;
        Ok(outcome)
    });
    let (message, code) = match result {
        Ok(Outcome::Ok) | Err(Failure::Closed) => return ExitCode::SUCCESS,
        Ok(Outcome::Findings) => return ExitCode::from(1),
        Err(Failure::NoMatch(message)) => (message, 1),
        Err(Failure::Usage(message)) => (message, 2),
        Err(Failure::BadInput(message)) => (message, 3),
    };
    // If standard error is closed too, there is nowhere left to report the error.
    let _ = writeln!(terminal.err, "factrom: {message}");
    ExitCode::from(code)
}
