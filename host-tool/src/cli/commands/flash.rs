//! `factrom flash`: writes a store as a file for a board's flash, and prints the command to flash it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use crate::cli::loading::{StoreArgs, check_output, open_checked, write_whole};
use crate::cli::output;
use crate::cli::output::{Row, write_rows};
use crate::cli::{Failure, Outcome, Terminal};
use crate::compile::Envelope;
use crate::flash;
use crate::flash::boards::{BOARDS, Board, board};
use crate::flash::numbers::{Hex, address, size};
use crate::flash::report::Written;
use crate::flash::uf2::family;
use crate::flash::{Error, Family, Format, Machine, Place, Target};

/// Write a store as a file for a board's flash, and print the command to flash it
///
/// Choose where the store goes with --board, or with --address for a board that is not listed. The extension of the output file
/// chooses the format: .bin, .hex, .uf2, .elf, .o, .rs, .c or .h.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[group(id = "where", multiple = true)]
pub struct Args {
    /// Store to read: a blob, `-` for a blob on standard input, or fact files (a folder or a .toml file), which are compiled first
    #[arg(value_name = "STORE", default_value = "facts.fct", env = "FACTROM_STORE")]
    store: PathBuf,
    /// Board, which sets the store's region, the format and the flashers; see --list-boards
    #[arg(long, short, value_name = "NAME", value_parser = board_names(), hide_possible_values = true)]
    board: Option<&'static Board>,
    /// Address of the store, for example 0x10100000 [default: start of the board's region]
    #[arg(long, short, value_name = "ADDR", value_parser = address)]
    address: Option<u32>,
    /// Space available, for example 0x28000, 160K or 3M [default: the rest of the board's region, or not checked]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    size: Option<u32>,
    /// Output file; `-` for standard output [default: the name of STORE with the extension of the format]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Output format [default: by the name of FILE, or else the board's format, or else bin]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// UF2 family id: a name such as rp2040, or a number [default: the board's]
    #[arg(long, value_name = "FAMILY", value_parser = family)]
    family: Option<Family>,
    /// Processor architecture of an ELF file [default: the board's]
    #[arg(long, value_enum, value_name = "MACHINE")]
    machine: Option<Machine>,
    /// Alignment in bytes, a power of two, for formats that are linked
    #[arg(long, value_name = "BYTES", value_parser = alignment)]
    align: Option<u32>,
    /// List the boards and exit
    #[arg(long, exclusive = true)]
    list_boards: bool,
}

const EXAMPLES: &str = "Examples:\n  \
    factrom flash facts.fct --board pico2\n  \
    factrom flash facts.fct --board nrf52840-dk -o facts.uf2\n  \
    factrom flash facts.fct --address 0x08040000 --size 256K -o facts.hex\n  \
    factrom flash facts.fct -o src/facts.rs\n  \
    factrom flash --list-boards";

fn board_names() -> impl TypedValueParser<Value = &'static Board> {
    let names = BOARDS.iter().map(|board| PossibleValue::new(board.name).help(board.title));
    PossibleValuesParser::new(names).try_map(|name| board(&name).ok_or("unknown board"))
}

fn alignment(text: &str) -> Result<u32, String> {
    let most = 1 << 16;
    match text.parse() {
        Ok(align) if u32::is_power_of_two(align) && align <= most => Ok(align),
        _ => Err(format!("write a power of two up to {most}")),
    }
}

/// Runs the command. The file is written atomically. The report goes to standard error if the file goes to standard
/// output.
///
/// # Errors
///
/// Returns an error if options conflict, if the store is corrupt or does not fit, or if the output cannot be written.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> crate::cli::Result {
    if args.list_boards {
        let rows: Vec<BoardRow> = BOARDS.iter().map(BoardRow::from).collect();
        let format = if terminal.out_is_terminal { output::Format::Table } else { output::Format::Jsonl };
        write_rows(&rows, format, terminal)?;
        return Ok(Outcome::Ok);
    }
    let format = args.format()?;
    args.refuse_idle_options(format)?;
    let target = args.target();
    // Check what can be checked before reading the store.
    flash::check(format, &[], &target).map_err(|error| args.failure(&error))?;
    let path = args.path(format)?;
    check_output(&path)?;

    let loaded = StoreArgs { store: args.store.clone(), articles: None }.load(terminal)?;
    let store = open_checked(&loaded, &args.store)?;
    let blob_len = Envelope::read(&loaded).ok().map(|envelope| envelope.len_bytes);
    let blob = blob_len
        .and_then(|len| loaded.get(..len))
        .ok_or_else(|| args.failure(&Error::Writer("cannot find the end of the blob: build or copy it again".to_string())))?;
    let file = flash::write(format, blob, &store, &target, &path).map_err(|error| args.failure(&error))?;
    write_whole(&path, &file, terminal)?;

    let to_stdout = path == Path::new("-");
    let written = Written {
        board: args.board,
        format,
        target: &target,
        file: if to_stdout { None } else { Some(&path) },
        len: blob.len(),
        behind: loaded.len() - blob.len(),
    };
    let out: &mut dyn Write = if to_stdout { terminal.err } else { terminal.out };
    write!(out, "{written}")?;
    Ok(Outcome::Ok)
}

impl Args {
    fn format(&self) -> Result<Format, Failure> {
        let by_name = self.output.as_deref().filter(|path| *path != Path::new("-")).map(|path| (path, Format::of_name(path)));
        match (self.format, by_name) {
            (Some(format), _) | (None, Some((_, Some(format)))) => Ok(format),
            (None, Some((path, None))) => Err(Failure::Usage(format!(
                "{}: unknown file extension: use .bin, .hex, .uf2, .elf, .o, .rs, .c or .h, or choose a --format",
                path.display()
            ))),
            (None, None) => Ok(self.board.map_or(Format::Bin, |board| board.format)),
        }
    }

    /// Refuses options that would have no effect.
    fn refuse_idle_options(&self, format: Format) -> Result<(), Failure> {
        let idle = [
            (self.family.is_some() && format != Format::Uf2, "--family applies to UF2 only: write a .uf2 file, or omit the option"),
            (
                self.machine.is_some() && !format.is_elf(),
                "--machine applies to ELF only: write an .elf or .o file, or omit the option",
            ),
            (
                self.align.is_some() && !format.is_linked(),
                "--align applies to linked formats only (.o, .rs, .c, .h): omit the option; the address sets the alignment",
            ),
            (
                self.size.is_some() && self.address.is_none() && self.board.is_none() && !format.is_linked(),
                "--size needs an address: use --address or --board",
            ),
        ];
        match idle.into_iter().find(|(is_idle, _)| *is_idle) {
            Some((_, message)) => Err(Failure::Usage(message.to_string())),
            None => Ok(()),
        }
    }

    fn target(&self) -> Target {
        let place = match (self.address, self.board) {
            (Some(address), board) => {
                let room = board.and_then(|board| board.region.room_from(address));
                Some(Place { address, size: self.size.or(room) })
            }
            (None, Some(board)) => {
                Some(Place { address: board.region.address, size: Some(self.size.unwrap_or(board.region.size)) })
            }
            (None, None) => None,
        };
        Target {
            place,
            family: self.family.or_else(|| self.board.and_then(|board| board.family)),
            machine: self.machine.or_else(|| self.board.map(|board| board.machine)),
            align: self.align,
        }
    }

    fn path(&self, format: Format) -> Result<PathBuf, Failure> {
        let path = self.output.clone().unwrap_or_else(|| {
            let name =
                if self.store.file_stem().is_some() && self.store != Path::new("-") { &self.store } else { Path::new("facts") };
            name.with_extension(format.extension())
        });
        let canonical = |path: &Path| fs::canonicalize(path).ok();
        if path != Path::new("-") && canonical(&path).is_some_and(|target| canonical(&self.store) == Some(target)) {
            return Err(Failure::Usage(format!(
                "{} is the input and cannot be the output: choose another file with -o",
                path.display()
            )));
        }
        Ok(path)
    }

    fn failure(&self, error: &Error) -> Failure {
        match error {
            Error::TooLarge { .. } | Error::Writer(_) => Failure::BadInput(format!("{}: {error}", self.store.display())),
            _ => Failure::Usage(error.to_string()),
        }
    }
}

/// A board in the list.
#[derive(Clone, Debug, Serialize)]
struct BoardRow {
    name: &'static str,
    title: &'static str,
    address: String,
    size: u32,
    format: &'static str,
}

impl From<&Board> for BoardRow {
    fn from(board: &Board) -> Self {
        BoardRow {
            name: board.name,
            title: board.title,
            address: Hex(board.region.address).to_string(),
            size: board.region.size,
            format: board.format.extension(),
        }
    }
}

impl Row for BoardRow {
    const HEADINGS: &'static [&'static str] = &["board", "description", "store address", "size", "format"];

    fn cells(&self) -> Vec<String> {
        let room = format!("{} KiB", self.size >> 10);
        vec![self.name.to_string(), self.title.to_string(), self.address.clone(), room, self.format.to_string()]
    }
}
