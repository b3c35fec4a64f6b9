//! `factrom fmt`: formats fact files and question files.

use std::path::{Path, PathBuf};

use crate::cli::loading::{read_bytes, write_whole};
use crate::cli::{Failure, Outcome, Terminal};
use crate::diagnostic::{Diagnostic, Files, render_all};
use crate::fact_files::format::{format, is_ours};
use crate::fact_files::input::collect;
use crate::fact_files::input::table::document;
use crate::numbers::counted;

/// Format fact files and question files in place
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Files to format; folders, to format their .toml files with facts, definitions or questions; or `-`, to read standard input
    /// and write standard output
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
    /// List the files that would change without changing them, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
}

/// What happened so far.
#[derive(Default)]
struct Tally {
    files: Files,
    diagnostics: Vec<Diagnostic>,
    /// Errors without a position in a file.
    errors: Vec<String>,
    seen: usize,
    changed: usize,
    broken: usize,
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error if a file cannot be read, parsed or written. All other files are formatted.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    let mut tally = Tally::default();
    for path in &args.paths {
        let mut paths = Vec::new();
        collect(path, None, &mut paths).map_err(|error| Failure::io(path, &error))?;
        for file in &paths {
            // A named file is always formatted. In a folder, only files with our tables are.
            one(file, args.check, path.is_dir(), &mut tally, terminal)?;
        }
    }
    let color = terminal.color && terminal.err_is_terminal;
    write!(terminal.err, "{}", render_all(&tally.diagnostics, &tally.files, color))?;
    for error in &tally.errors {
        writeln!(terminal.err, "{error}")?;
    }
    if tally.broken > 0 {
        return Err(Failure::BadInput(format!("{} not formatted because of errors", counted(tally.broken, "file"))));
    }
    if args.paths.iter().any(|path| path != Path::new("-")) {
        let verb = if args.check { "would change" } else { "formatted" };
        writeln!(terminal.err, "{} of {} {verb}", tally.changed, counted(tally.seen, "file"))?;
    }
    Ok(if args.check && tally.changed > 0 { Outcome::Findings } else { Outcome::Ok })
}

fn one(path: &Path, check: bool, only_ours: bool, tally: &mut Tally, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let Ok(text) = String::from_utf8(read_bytes(path)?) else {
        (tally.seen, tally.broken) = (tally.seen + 1, tally.broken + 1);
        tally.errors.push(format!("{}: not valid UTF-8: save the file as UTF-8", path.display()));
        return Ok(());
    };
    if only_ours && !is_ours(&text) {
        return Ok(());
    }
    tally.seen += 1;
    let file = tally.files.add(path.to_path_buf(), text);
    let text = tally.files.text(file);
    let sound = tally.diagnostics.len();
    document(file, text, &mut tally.diagnostics);
    if tally.diagnostics.len() > sound {
        tally.broken += 1;
        return Ok(());
    }
    let formatted = match format(text) {
        Ok(formatted) => formatted,
        Err(error) => {
            tally.broken += 1;
            tally.errors.push(format!("{}: {error}", path.display()));
            return Ok(());
        }
    };
    let changed = formatted != text;
    tally.changed += usize::from(changed);
    match (check, path == Path::new("-")) {
        (true, _) if changed => writeln!(terminal.out, "{}", path.display())?,
        (true, _) => {}
        (false, true) => terminal.out.write_all(formatted.as_bytes())?,
        (false, false) if changed => {
            write_whole(path, formatted.as_bytes(), terminal)?;
            writeln!(terminal.err, "formatted {}", path.display())?;
        }
        (false, false) => {}
    }
    Ok(())
}
