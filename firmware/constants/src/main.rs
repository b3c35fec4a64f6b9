//! Queries by constants. The ids are known when the program is built, so the program contains no names and looks none up.
//!
//! The store is in a region of its own, as for the other programs. `facts::open` opens it only if it was built from the same fact
//! files as the constants.

#![no_std]
#![no_main]

use defmt::println;
use factrom::{Error, Pattern, Stance, Store};
use programs::{ALL_WELL, BAD_INPUT, FAILED};
use support::{exit, store_region};

mod facts {
    include!(concat!(env!("OUT_DIR"), "/facts.rs"));
}

/// A pattern of constants is a constant too.
const WHAT_LASTED_HOW_LONG: Pattern = Pattern { subject: None, predicate: Some(facts::predicate::LASTS), object: None };

#[cortex_m_rt::entry]
fn main() -> ! {
    exit(match facts::open(store_region()) {
        Ok(store) => match answer(&store) {
            Ok(()) => ALL_WELL,
            Err(error) => {
                defmt::error!("no answer: {}", error);
                FAILED
            }
        },
        Err(error) => {
            defmt::error!("cannot open the store: {}", error);
            defmt::error!("{}", defmt::Display2Format(&error));
            BAD_INPUT
        }
    })
}

fn answer(store: &Store<'_>) -> Result<(), Error> {
    println!("What did Sergei Ryabkov deny?");
    for fact in store.facts().speaker(facts::SERGEI_RYABKOV).stance(Stance::Denied) {
        println!("  {}", fact?);
    }
    println!("What lasted how long?");
    for triple in store.triples(WHAT_LASTED_HOW_LONG) {
        let triple = triple?;
        let what = store.entity_of(triple.subject)?.ok_or(Error::NotFound)?;
        let how_long = store.term(triple.object)?.text().ok_or(Error::NotFound)?;
        println!("  {}: {}", what, how_long);
    }
    println!("How sure is it that the talks lasted nearly eight hours?");
    let fact = store.fact(facts::fact::TALKS_LAST_NEARLY_EIGHT_HOURS)?;
    println!("  {}", fact);
    for other in fact.disputes() {
        println!("  disputed: {}", other?);
    }
    Ok(())
}
