//! FactROM, hdt, Oxigraph and SQLite on the same look-ups.
use std::path::{Path, PathBuf};
use clap::Parser;
use factrom_benches::{Failure, children, generate, questions::Questions};

#[derive(Parser)]
struct Args {
    #[command(flatten)]
    child: children::ChildArgs,
    #[arg(long, hide = true)]
    bench: bool,
    data: Vec<String>,
    #[arg(long, default_value_t = 1)]
    rounds: usize,
}

fn main() -> Result<(), Failure> {
    let args = Args::parse();
    if let (Some(task), Some(engine)) = (args.child.child, args.child.engine) {
        println!("{}", serde_json::to_string(&children::run(task, engine, &args.child.folder)?)?);
        return Ok(());
    }
    for name in &args.data {
        let folder = tempfile::tempdir()?;
        let copy = folder.path().join("triples.nt");
        let questions = if let Ok(n) = name.parse::<u64>() {
            generate::write(n, &mut std::io::BufWriter::new(std::fs::File::create(&copy)?))?;
            Questions::on(&copy, n)?
        } else {
            Questions::prepare(&PathBuf::from(name), &copy)?
        };
        eprintln!("{name}: {} triples, {} bytes", questions.triples, questions.n_triples_bytes);
        let reports = children::compare(Path::new(folder.path()), &questions, args.rounds)?;
        for measure in factrom_benches::measure::Measure::all() {
            let row: Vec<String> = reports.iter().map(|r| r.figures.get(&measure.to_string()).map_or("-".into(), |v| format!("{v:.1}"))).collect();
            println!("{name:12} {measure:22} {:>14} {:>14} {:>14} {:>14}", row[0], row[1], row[2], row[3]);
        }
    }
    Ok(())
}
