//! Runs each engine on each data set in a process of its own.
//!
//! The bench starts itself again with a task on its command line. The child prints one line of JSON.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Failure;
use crate::engines::{EngineName, Place};
use crate::measure::{Figures, Report, build, measure};
use crate::questions::Questions;

/// What a child does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Task {
    /// Build the files.
    Build,
    /// Check and time the look-ups.
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

/// Command line of a child.
#[derive(Clone, Debug, clap::Args)]
pub struct ChildArgs {
    /// Internal: the task of a child process
    #[arg(long, hide = true, requires = "engine")]
    pub child: Option<Task>,
    /// Engine
    #[arg(long, hide = true)]
    pub engine: Option<EngineName>,
    /// Folder with triples.nt and questions.json
    #[arg(long, hide = true, default_value = ".")]
    pub folder: PathBuf,
}

fn place(folder: &Path, engine: EngineName) -> Place {
    Place { triples: folder.join("triples.nt"), folder: folder.join(engine.argument()) }
}

/// Runs the task of a child.
///
/// # Errors
///
/// Returns an error if the task fails.
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

/// Builds the stores of all engines in a folder that contains `triples.nt`, and measures them in turns, `rounds` times each. The
/// smallest figure is kept, because other load on the machine only ever makes figures larger.
///
/// # Errors
///
/// Returns an error if an engine fails or gives a wrong answer, or if two engines disagree.
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
