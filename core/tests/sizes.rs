//! The sizes of all public types, as `docs/in-an-application.md` has them.
//!
//! `cargo test -p factrom --test sizes -- --nocapture` prints those of the target that it runs on. On a target whose addresses have 32 bits
//! it checks the page's other column.

use core::mem::size_of;

use factrom::{
    Bytes, CapacityError, Chars, Comparator, DatasetId, Day, Decimal, Entity, Error, Evidence, Fact, FactCursor, FactId, Facts,
    Literal, LiteralKind, Name, OpenError, Pattern, Qualifier, Quantity, QuantityError, Role, Source, SourceId, Stance, Status,
    Store, Tag, Term, TermId, TermKey, Text, Time, TimeError, TimeRange, Triple, TripleTerm, Triples, Values,
};

macro_rules! sizes {
    ($($type:ident $(<$lifetime:lifetime>)?),* $(,)?) => { [$((stringify!($type), size_of::<$type $(<$lifetime>)?>())),*] };
}

#[test]
fn the_page_has_the_size_of_every_type() {
    let sizes = sizes![
        Store<'static>,
        Text<'static>,
        Bytes<'static>,
        Chars<'static>,
        Term<'static>,
        Literal<'static>,
        LiteralKind<'static>,
        TripleTerm,
        TermId,
        TermKey<'static>,
        Pattern,
        Triple,
        Triples<'static>,
        Entity<'static>,
        Name<'static>,
        Role<'static>,
        Fact<'static>,
        FactId,
        Facts<'static>,
        FactCursor<'static>,
        Values<'static>,
        Qualifier,
        Evidence<'static>,
        Source<'static>,
        SourceId,
        Stance,
        Status,
        Day,
        Time,
        TimeRange,
        Decimal<'static>,
        Quantity<'static>,
        Comparator,
        DatasetId,
        Tag,
        Error,
        OpenError,
        CapacityError,
        TimeError,
        QuantityError,
    ];
    // By the width of an address: the column of the page.
    let column = if size_of::<usize>() == 4 { 1 } else { 2 };
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/in-an-application.md")).unwrap();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"))
        .map(|row| row.split(" | ").map(|cell| cell.trim_end_matches('`')).collect())
        .collect();
    let mut wrong = Vec::new();
    for (name, size) in sizes {
        println!("{name:<14} {size}");
        let row = rows.iter().find(|row| row[0] == name);
        let shown = row.and_then(|row| row.get(column)?.parse().ok());
        if shown != Some(size) {
            wrong.push(format!("{name} has {size} bytes, and the page says {shown:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
