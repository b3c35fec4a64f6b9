//! A program on the host: what a store knows about an entity.
//!
//! ```sh
//! cargo run -p factrom --example facts_about -- core/doc/talks.fct Ukraine
//! ```

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};

use factrom::{Fact, Pattern, Store};

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct");
    let file = arguments.next().unwrap_or_else(|| default.to_string());
    let name = arguments.next().unwrap_or_else(|| "Ukraine".to_string());
    match facts_about(&file, &name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{file}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn facts_about(file: &str, name: &str) -> Result<(), Box<dyn Error>> {
    // The store borrows the bytes, so they must live as long as it does.
    let bytes = fs::read(file)?;
    let store = Store::open(&bytes)?;

    // An id, the label or any other name leads to the entity.
    let entity = store.entity(name)?;
    println!("{}: {}", entity.label()?, entity.description()?);

    let questions = [
        ("says", store.facts().speaker(entity)),
        ("is the subject", store.facts().subject(entity)),
        ("is the object", store.facts().object(entity)),
    ];
    for (what, facts) in questions {
        println!("\nfacts in which {} {what}:", entity.label()?);
        for fact in facts {
            print(&fact?)?;
        }
    }

    // Patterns see only what is asserted: a claim is a fact, but not a triple.
    println!("\ntriples of which {} is the object:", entity.label()?);
    for triple in store.triples(Pattern { object: Some(entity.term()), ..Pattern::default() }) {
        let triple = triple?;
        println!("  {} {}", store.term(triple.subject)?, store.term(triple.predicate)?);
    }
    Ok(())
}

fn print(fact: &Fact<'_>) -> Result<(), Box<dyn Error>> {
    println!("  [{}] {}", fact.stance()?.word(), fact.statement()?);
    for evidence in fact.evidence() {
        let evidence = evidence?;
        println!("      {}, paragraph {}: \"{}\"", evidence.source()?.title()?, evidence.paragraph()?, evidence.anchor()?);
    }
    for other in fact.disputes() {
        println!("      disputed: {}", other?.statement()?);
    }
    Ok(())
}
