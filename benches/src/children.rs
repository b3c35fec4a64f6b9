//! One process for each engine and data set.
//!
//! The bench starts itself anew with a task on its command line; the child prints one line of JSON.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Failure;
use crate::engines::{EngineName, Place};
use crate::measure::{Figures, Report, build, measure};
use crate::questions::Questions;

/// What a child does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Task {
    /// Makes the files.
    Build,
    /// Answers and is timed.
    Measure,
}

impl Task {
    fn argument(self) -> &'static str {
        match self {
            Task::Build => "build",
            Task::Measure => "measure",
        }
    }
}

/// A child's command line.
#[derive(Clone, Debug, clap::Args)]
pub struct ChildArgs {
    /// For the processes that the bench starts itself: what to do
    #[arg(long, hide = true, requires = "engine")]
    pub child: Option<Task>,
    /// Whose store
    #[arg(long, hide = true)]
    pub engine: Option<EngineName>,
    /// The folder with triples.nt and questions.json
    #[arg(long, hide = true, default_value = ".")]
    pub folder: PathBuf,
}

fn place(folder: &Path, engine: EngineName) -> Place {
    Place { triples: folder.join("triples.nt"), folder: folder.join(engine.argument()) }
}

/// Does a child's task.
///
/// # Errors
///
/// If the task fails.
pub fn run(task: Task, engine: EngineName, folder: &Path) -> Result<Report, Failure> {
    let place = place(folder, engine);
    match task {
        Task::Build => build(engine, &place),
        Task::Measure => {
            let questions: Questions = serde_json::from_slice(&std::fs::read(folder.join("questions.json"))?)?;
            measure(engine, &place, &questions)
        }
    }
}

fn start(task: Task, engine: EngineName, folder: &Path) -> Result<Report, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--child", task.argument(), "--engine", engine.argument(), "--folder"]).arg(folder);
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{engine}: {} failed ({})", task.argument(), output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Builds all engines' stores in a folder that has `triples.nt` and measures them, in turns: `rounds` times each, of which the smallest
/// figure stands, since whatever else the machine does only ever makes a figure larger.
///
/// # Errors
///
/// If an engine fails or answers wrongly, or two disagree.
pub fn compare(folder: &Path, questions: &Questions, rounds: usize) -> Result<Vec<Report>, Failure> {
    std::fs::write(folder.join("questions.json"), serde_json::to_vec(questions)?)?;
    let mut reports = Vec::new();
    for engine in EngineName::ALL {
        std::fs::create_dir_all(place(folder, engine).folder)?;
        reports.push(start(Task::Build, engine, folder)?);
    }
    for _ in 0..rounds.max(1) {
        for report in &mut reports {
            let round = start(Task::Measure, report.engine, folder)?;
            keep_smallest(&mut report.figures, round.figures);
            report.counts = round.counts;
        }
    }
    match reports.iter().zip(reports.iter().skip(1)).find(|(one, other)| one.counts != other.counts) {
        Some((one, other)) => Err(format!("{} and {} find different numbers of triples", one.engine, other.engine).into()),
        None => Ok(reports),
    }
}

fn keep_smallest(figures: &mut Figures, round: Figures) {
    for (measure, value) in round {
        figures.entry(measure).and_modify(|smallest| *smallest = smallest.min(value)).or_insert(value);
    }
}
