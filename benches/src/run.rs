//! The command line of the bench: the data sets, and where the results go.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::Failure;
use crate::children::{self, ChildArgs};
use crate::data::{DataSet, FILES};
use crate::plot;
use crate::table::{LEGEND, Results};

/// Default size of the largest generated data set.
const UP_TO: u64 = 100_000;
/// The same with `--growth`.
const GROWTH_UP_TO: u64 = 10_000_000;

/// For up to this many triples, a round takes only a second or two, so other load on the machine easily disturbs it.
const SMALL: u64 = 10_000;

/// Compares FactROM with hdt, Oxigraph and SQLite on the same look-ups
#[derive(Clone, Debug, clap::Parser)]
#[command(name = "cargo bench --")]
pub struct Args {
    /// Data sets: names (lubm-131, lubm-1035, lubm-4102, lubm-8198, schemaorg-30.0), paths of N-Triples files, or numbers of
    /// triples to generate [default: all names, 1000, 10000 and 100000]
    pub data: Vec<String>,
    /// Generate data sets of 1000, 10000, ... up to N triples
    #[arg(long, value_name = "N")]
    pub up_to: Option<u64>,
    /// Measure only generated data, up to 10000000 triples, and plot the growth
    #[arg(long, conflicts_with = "data")]
    pub growth: bool,
    /// File for the plot [default: docs/growth.svg]
    #[arg(long, value_name = "FILE", requires = "growth")]
    pub svg: Option<PathBuf>,
    /// Write all figures as JSON to FILE, or to standard output for `-`
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Rounds per engine; the smallest figure counts [default: 9, or 3 beyond 10000 triples, or 2 with --growth]
    #[arg(long, value_name = "N")]
    pub rounds: Option<usize>,
    #[command(flatten)]
    child: ChildArgs,
    /// Cargo passes this to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

impl Args {
    /// Returns the requested data sets.
    ///
    /// # Errors
    ///
    /// Returns an error if a name is unknown.
    pub fn data_sets(&self) -> Result<Vec<DataSet>, Failure> {
        let mut sets = if self.growth {
            Vec::new()
        } else if self.data.is_empty() {
            FILES.iter().map(|name| DataSet::named(name)).collect::<Result<_, _>>()?
        } else {
            self.data.iter().map(|name| DataSet::named(name)).collect::<Result<Vec<_>, _>>()?
        };
        let up_to = self.up_to.or(match self.growth {
            true => Some(GROWTH_UP_TO),
            false => self.data.is_empty().then_some(UP_TO),
        });
        sets.extend(DataSet::generated_up_to(up_to.unwrap_or(0)));
        Ok(sets)
    }
}

/// Runs the bench, or the task of a child.
///
/// # Errors
///
/// Returns an error if a data set is missing, an engine fails or gives a wrong answer, or the results cannot be written.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    if let (Some(task), Some(engine)) = (args.child.child, args.child.engine) {
        let report = children::run(task, engine, &args.child.folder)?;
        return Ok(writeln!(out, "{}", serde_json::to_string(&report)?)?);
    }
    let json_alone = args.json.as_deref() == Some(Path::new("-"));
    if !json_alone {
        writeln!(out, "{LEGEND}")?;
    }
    let mut all = Vec::new();
    for set in args.data_sets()? {
        if set.is_absent()? {
            continue;
        }
        eprintln!("measuring {}", set.name);
        let results = compare(&set, args)?;
        if !json_alone {
            write!(out, "\n{results}")?;
            out.flush()?;
        }
        all.push(results);
    }
    match args.json.as_deref() {
        Some(_) if json_alone => writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?,
        Some(path) => std::fs::write(path, serde_json::to_vec_pretty(&all)?)?,
        None => {}
    }
    if args.growth {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/growth.svg");
        plot::write(args.svg.as_deref().unwrap_or(&docs), &all)?;
    }
    Ok(())
}

fn compare(set: &DataSet, args: &Args) -> Result<Results, Failure> {
    let folder = tempfile::Builder::new().prefix("factrom-benches-").tempdir()?;
    let questions = set.prepare(&folder.path().join("triples.nt"))?;
    let rounds = args.rounds.unwrap_or(match questions.triples {
        0..=SMALL => 9,
        _ if args.growth => 2,
        _ => 3,
    });
    let reports = children::compare(folder.path(), &questions, rounds).map_err(|error| format!("{}: {error}", set.name))?;
    Ok(Results { data: set.name.clone(), triples: questions.triples, n_triples_bytes: questions.n_triples_bytes, reports })
}
