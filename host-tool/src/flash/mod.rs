//! Writes a store as a file for a board's flash, in the formats that flashers and linkers accept, and prints the commands to flash
//! it.
//!
//! 1. [`boards`] lists the boards and the region of each that holds the store.
//! 2. [`Target`] says where the bytes go. [`check`] refuses what does not fit.
//! 3. Each [`Format`] has a writer: [`hex`], [`uf2`], [`elf`], [`source`]. A `.bin` file is the bytes themselves.
//! 4. [`report`] describes the file that was written and, with [`commands`], how to flash it.
//!
//! If possible, a store has a flash region of its own, so that new facts need no new firmware. The formats that are linked into a
//! program (object, Rust, C) are for programs that contain their facts.

pub mod boards;
pub mod commands;
pub mod elf;
pub mod hex;
pub mod numbers;
pub mod report;
pub mod source;
pub mod uf2;

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use clap::ValueEnum;
use factrom::Store;
use factrom::compiler::{Preamble, Section};

pub use boards::{Board, Machine, Region};
use numbers::{Hex, Size};
pub use uf2::Family;

/// File format of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Format {
    /// The store's bytes (.bin)
    Bin,
    /// Intel HEX with 32-bit addresses (.hex, .ihex)
    #[value(alias = "ihex")]
    Hex,
    /// UF2, for bootloaders that present a USB drive (.uf2)
    Uf2,
    /// ELF image for flashers and debuggers, loaded at the region's address (.elf)
    Elf,
    /// ELF object for linkers, with the symbols FACTROM_STORE and FACTROM_STORE_END (.o)
    #[value(alias = "o")]
    Object,
    /// Rust source for `include!`: `pub static FACTROM_STORE` (.rs)
    #[value(alias = "rust")]
    Rs,
    /// C source: an array and its length, named after the file (.c)
    C,
    /// C header: the same, to include in one source file (.h)
    H,
}

impl Format {
    /// Returns the format that a file name implies.
    #[must_use]
    pub fn of_name(path: &Path) -> Option<Self> {
        Some(match path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase().as_str() {
            "bin" => Format::Bin,
            "hex" | "ihex" | "ihx" => Format::Hex,
            "uf2" => Format::Uf2,
            "elf" => Format::Elf,
            "o" | "obj" => Format::Object,
            "rs" => Format::Rs,
            "c" => Format::C,
            "h" => Format::H,
            _ => return None,
        })
    }

    /// Returns the file extension of this format. Flashers use the same word in their options.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Bin => "bin",
            Format::Hex => "hex",
            Format::Uf2 => "uf2",
            Format::Elf => "elf",
            Format::Object => "o",
            Format::Rs => "rs",
            Format::C => "c",
            Format::H => "h",
        }
    }

    /// Whether a linker decides where the bytes go, rather than the address of a region.
    #[must_use]
    pub const fn is_linked(self) -> bool {
        matches!(self, Format::Object | Format::Rs | Format::C | Format::H)
    }

    /// Whether the format records a processor architecture.
    #[must_use]
    pub const fn is_elf(self) -> bool {
        matches!(self, Format::Elf | Format::Object)
    }
}

/// Where the bytes go. A field may be `None` if the format does not need it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target {
    /// Address of the store, and the space available, if known.
    pub place: Option<Place>,
    /// For UF2.
    pub family: Option<Family>,
    /// For ELF.
    pub machine: Option<Machine>,
    /// Alignment in bytes, for formats that are linked; a power of two.
    pub align: Option<u32>,
}

/// An address, and the space available from there on, if known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Address of the first byte.
    pub address: u32,
    /// Size in bytes.
    pub size: Option<u32>,
}

/// Why a file cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The store does not fit into the region.
    TooLarge {
        /// Bytes to write, including padding.
        bytes: u64,
        /// Space available for them.
        region: Region,
    },
    /// The last byte would have an address of more than 32 bits.
    BeyondAddresses {
        /// Address of the first byte.
        address: u32,
        /// Number of bytes.
        bytes: u64,
    },
    /// The address is not a multiple of the payload of a UF2 block.
    Unaligned {
        /// The address.
        address: u32,
    },
    /// The format needs information that is missing.
    Needs {
        /// The format.
        format: Format,
        /// What it needs.
        what: &'static str,
        /// Options that supply it.
        options: &'static str,
    },
    /// A library failed to write the file, for this reason.
    Writer(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::TooLarge { bytes, region } => write!(
                f,
                "the store does not fit: it takes {}, but the region at {} has {}\n  \
                 use fewer facts, a board with more flash, or a larger region (--address and --size)",
                Size(*bytes),
                Hex(region.address),
                Size(u64::from(region.size)),
            ),
            Error::BeyondAddresses { address, bytes } => {
                write!(f, "{} at {} exceed the 32-bit address space: use a lower --address", Size(*bytes), Hex(*address))
            }
            Error::Unaligned { address } => {
                let below = address - address % uf2::PAYLOAD;
                write!(f, "the address {} is not a multiple of 256, the size of a UF2 block: ", Hex(*address))?;
                write!(f, "use --address {}", Hex(below))?;
                below.checked_add(uf2::PAYLOAD).map_or(Ok(()), |above| write!(f, " or {}", Hex(above)))
            }
            Error::Needs { format, what, options } => write!(f, "{} needs {what}: use {options}", format.noun()),
            Error::Writer(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Error {}

impl Format {
    fn noun(self) -> &'static str {
        match self {
            Format::Bin => "a .bin file",
            Format::Hex => "Intel HEX",
            Format::Uf2 => "UF2",
            Format::Elf => "an ELF image",
            Format::Object => "an object file",
            Format::Rs => "Rust",
            Format::C | Format::H => "C",
        }
    }

    fn needs(self, what: &'static str, options: &'static str) -> Error {
        Error::Needs { format: self, what, options }
    }
}

/// Returns the bytes of the blob without what follows it, for example in a file that was read back from flash. Returns `None` if
/// the end cannot be found.
#[must_use]
pub fn blob(bytes: &[u8]) -> Option<&[u8]> {
    type Blob<'b> = (Preamble, [u8; 16], Vec<Section<'b>>);
    let (_, rest) = postcard::take_from_bytes::<Blob<'_>>(bytes).ok()?;
    let crc = 4;
    bytes.get(..bytes.len() - rest.len() + crc)
}

impl Target {
    fn place(&self, format: Format) -> Result<Place, Error> {
        self.place.ok_or(format.needs("an address", "--board or --address"))
    }

    fn family(&self, format: Format) -> Result<Family, Error> {
        self.family.ok_or(format.needs("a family id", "--board, or --family NAME|0x…"))
    }

    fn machine(&self, format: Format) -> Result<Machine, Error> {
        self.machine.ok_or(format.needs("a processor architecture", "--board, or --machine arm|riscv32|riscv32f"))
    }
}

/// Checks that the bytes fit, and that everything the format needs is present.
///
/// # Errors
///
/// [`Error::Needs`], [`Error::Unaligned`], [`Error::TooLarge`] or [`Error::BeyondAddresses`].
pub fn check(format: Format, bytes: &[u8], target: &Target) -> Result<(), Error> {
    if format.is_elf() {
        target.machine(format)?;
    }
    if format.is_linked() {
        return Ok(());
    }
    let Place { address, size } = target.place(format)?;
    let mut written = bytes.len() as u64;
    if format == Format::Uf2 {
        target.family(format)?;
        if !address.is_multiple_of(uf2::PAYLOAD) {
            return Err(Error::Unaligned { address });
        }
        written = written.next_multiple_of(u64::from(uf2::PAYLOAD));
    }
    match size {
        Some(size) if written > u64::from(size) => Err(Error::TooLarge { bytes: written, region: Region { address, size } }),
        _ if u64::from(address) + written > 1 << 32 => Err(Error::BeyondAddresses { address, bytes: written }),
        _ => Ok(()),
    }
}

/// Returns the content of the file. The same store gives the same bytes on any machine.
///
/// # Errors
///
/// As for [`check`], and [`Error::Writer`] if a library fails.
pub fn write(format: Format, bytes: &[u8], store: &Store<'_>, target: &Target, file: &Path) -> Result<Vec<u8>, Error> {
    check(format, bytes, target)?;
    Ok(match format {
        Format::Bin => bytes.to_vec(),
        Format::Hex => hex::write(bytes, target.place(format)?.address)?.into_bytes(),
        Format::Uf2 => uf2::write(bytes, target.place(format)?.address, target.family(format)?),
        Format::Elf => elf::image(bytes, target.machine(format)?, target.place(format)?.address)?,
        Format::Object => elf::object(bytes, target.machine(format)?, target.align.unwrap_or(elf::ALIGN))?,
        Format::Rs => source::rust(bytes, store, target.align).into_bytes(),
        Format::C => source::c(bytes, store, target.align, &source::c_name(file)).into_bytes(),
        Format::H => source::header(bytes, store, target.align, &source::c_name(file)).into_bytes(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: u32, size: Option<u32>) -> Target {
        Target { place: Some(Place { address, size }), family: Family::named("rp2040"), ..Target::default() }
    }

    #[test]
    fn a_region_is_full_to_the_last_byte_and_no_further() {
        assert_eq!(check(Format::Bin, &[0; 300], &at(0x100, Some(300))), Ok(()));
        let error = check(Format::Bin, &[0; 301], &at(0x100, Some(300))).unwrap_err();
        assert_eq!(error, Error::TooLarge { bytes: 301, region: Region { address: 0x100, size: 300 } });
        // UF2 writes whole blocks.
        assert_eq!(check(Format::Uf2, &[0; 257], &at(0x100, Some(512))), Ok(()));
        let error = check(Format::Uf2, &[0; 257], &at(0x100, Some(511))).unwrap_err();
        assert_eq!(error, Error::TooLarge { bytes: 512, region: Region { address: 0x100, size: 511 } });
    }

    #[test]
    fn addresses_end_at_32_bits() {
        assert_eq!(check(Format::Hex, &[0; 256], &at(0xFFFF_FF00, None)), Ok(()));
        let error = check(Format::Hex, &[0; 257], &at(0xFFFF_FF00, None)).unwrap_err();
        assert_eq!(error, Error::BeyondAddresses { address: 0xFFFF_FF00, bytes: 257 });
    }

    #[test]
    fn an_unaligned_uf2_names_the_neighbours() {
        let error = check(Format::Uf2, &[0], &at(0x1001_0010, None)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the address 0x10010010 is not a multiple of 256, the size of a UF2 block: use --address 0x10010000 or 0x10010100"
        );
    }

    #[test]
    fn what_is_linked_needs_no_address() {
        assert_eq!(check(Format::Rs, &[0; 9], &Target::default()), Ok(()));
        let error = check(Format::Object, &[0; 9], &Target::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "an object file needs a processor architecture: use --board, or --machine arm|riscv32|riscv32f"
        );
    }
}
