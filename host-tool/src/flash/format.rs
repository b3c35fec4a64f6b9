//! File formats that flashers and linkers accept.

use std::ffi::OsStr;
use std::path::Path;

/// File format of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The store's bytes (.bin)
    Bin,
    /// Intel HEX with 32-bit addresses (.hex, .ihex)
    Hex,
    /// UF2, for bootloaders that present a USB drive (.uf2)
    Uf2,
    /// ELF image for flashers and debuggers, loaded at the region's address (.elf)
    Elf,
    /// ELF object for linkers, with the symbols FACTROM_STORE and FACTROM_STORE_END (.o)
    Object,
    /// Rust source for `include!`: `pub static FACTROM_STORE` (.rs)
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

    /// Returns the name of the format, as a noun in a sentence.
    #[must_use]
    pub const fn noun(self) -> &'static str {
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
}
