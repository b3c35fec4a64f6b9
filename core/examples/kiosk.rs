//! A user interface with three buttons that keeps a store and a cursor between two events.
//!
//! ```sh
//! cargo run -p factrom --example kiosk
//! ```
//!
//! All but `main` is as it would be in firmware: no heap, and a display of a fixed number of characters. A `Store` borrows the blob, and a
//! cursor borrows the store. A struct cannot borrow from itself, so the store lives in a static of its own, and the interface keeps
//! references to it that are valid for ever.

use std::fmt::Write as _;

use factrom::{Error, Fact, FactCursor, Store};
use static_cell::StaticCell;

static BLOB: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/talks.fct"));
static STORE: StaticCell<Store<'static>> = StaticCell::new();

/// What fits on the display.
type Display = heapless::String<120>;

#[derive(Clone, Copy)]
enum Button {
    /// The next fact, or the next page of one.
    Next,
    /// Where it is written, then who disputes it.
    More,
    /// The statement again.
    Back,
}

#[derive(Clone, Copy)]
enum Screen {
    Statement,
    Evidence,
    Dispute,
}

struct Kiosk {
    store: &'static Store<'static>,
    /// Continues where it stopped at the last press of the button.
    cursor: FactCursor<'static>,
    /// The fact on the display; none if the store has no facts.
    fact: Option<Fact<'static>>,
    screen: Screen,
}

impl Kiosk {
    fn new(store: &'static Store<'static>) -> Result<Self, Error> {
        let mut cursor = store.timeline(..);
        let fact = cursor.next().transpose()?;
        Ok(Kiosk { store, cursor, fact, screen: Screen::Statement })
    }

    fn press(&mut self, button: Button) -> Result<(), Error> {
        self.screen = match (button, self.screen) {
            (Button::Next, _) => {
                self.fact = match self.cursor.next() {
                    Some(fact) => Some(fact?),
                    // The end of the timeline: start again.
                    None => {
                        self.cursor = self.store.timeline(..);
                        self.cursor.next().transpose()?
                    }
                };
                Screen::Statement
            }
            (Button::More, Screen::Statement) => Screen::Evidence,
            (Button::More, _) => Screen::Dispute,
            (Button::Back, _) => Screen::Statement,
        };
        Ok(())
    }

    /// Writes what the display shows.
    fn draw(&self, display: &mut Display) -> Result<(), Error> {
        display.clear();
        let Some(fact) = &self.fact else { return write(display, format_args!("no facts")) };
        match self.screen {
            Screen::Statement => {
                write(display, format_args!("{}: ", fact.stance()?.word()))?;
                // Decoded as it is written. If it is too long for the display, that is an error and not a shorter text.
                fact.statement()?.write_to(display)
            }
            Screen::Evidence => match fact.evidence().next().transpose()? {
                Some(evidence) => {
                    let (source, paragraph) = (evidence.source()?, evidence.paragraph()?);
                    write(display, format_args!("{}, paragraph {paragraph}", source.title()?))
                }
                None => write(display, format_args!("no source")),
            },
            Screen::Dispute => match fact.disputes().next().transpose()? {
                Some(other) => write(display, format_args!("but: {}", other.statement()?)),
                None => write(display, format_args!("nobody disputes it")),
            },
        }
    }
}

fn write(display: &mut Display, text: core::fmt::Arguments<'_>) -> Result<(), Error> {
    display.write_fmt(text).map_err(|_| Error::Write)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store: &'static Store<'static> = STORE.init(Store::open(BLOB)?);
    let mut kiosk = Kiosk::new(store)?;
    let mut display = Display::new();
    kiosk.draw(&mut display)?;
    println!("         {display}");
    use Button::{Back, More, Next};
    for button in [Next, More, More, Back, Next, Next, Next] {
        kiosk.press(button)?;
        kiosk.draw(&mut display)?;
        let name = match button {
            Next => "next",
            More => "more",
            Back => "back",
        };
        println!("[{name}]   {display}");
    }
    Ok(())
}
