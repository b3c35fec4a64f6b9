//! Option values whose types are defined in other modules: their names on the command line and their help.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::flash::{Format as FlashFormat, Machine};
use crate::rdf::export::Version;
use crate::rdf::input::Format as RdfFormat;

impl ValueEnum for RdfFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[RdfFormat::Ntriples, RdfFormat::Nquads, RdfFormat::Turtle, RdfFormat::Trig, RdfFormat::Rdfxml, RdfFormat::Jsonld]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let value = PossibleValue::new(self.word());
        Some(match self {
            RdfFormat::Ntriples => value.help("N-Triples: one triple per line (.nt)").alias("nt"),
            RdfFormat::Nquads => value.help("N-Quads: one triple with its graph per line (.nq)").alias("nq"),
            RdfFormat::Turtle => value.help("Turtle (.ttl)").alias("ttl"),
            RdfFormat::Trig => value.help("TriG: Turtle with named graphs (.trig)"),
            RdfFormat::Rdfxml => value.help("RDF/XML (.rdf, .owl, .xml)").aliases(["rdf", "xml", "rdf-xml"]),
            RdfFormat::Jsonld => value.help("JSON-LD (.jsonld, .json)").aliases(["json", "json-ld"]),
        })
    }
}

impl ValueEnum for Version {
    fn value_variants<'a>() -> &'a [Self] {
        &[Version::Rdf11, Version::Rdf12]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Version::Rdf11 => {
                PossibleValue::new("1.1").help("RDF 1.1 (2014), which every tool reads: facts are written as rdf:Statement")
            }
            Version::Rdf12 => {
                PossibleValue::new("1.2").help("RDF 1.2: facts reify triple terms, and texts may have a base direction")
            }
        })
    }
}

impl ValueEnum for FlashFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            FlashFormat::Bin,
            FlashFormat::Hex,
            FlashFormat::Uf2,
            FlashFormat::Elf,
            FlashFormat::Object,
            FlashFormat::Rs,
            FlashFormat::C,
            FlashFormat::H,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            FlashFormat::Bin => PossibleValue::new("bin").help("The store's bytes (.bin)"),
            FlashFormat::Hex => PossibleValue::new("hex").help("Intel HEX with 32-bit addresses (.hex, .ihex)").alias("ihex"),
            FlashFormat::Uf2 => PossibleValue::new("uf2").help("UF2, for bootloaders that present a USB drive (.uf2)"),
            FlashFormat::Elf => {
                PossibleValue::new("elf").help("ELF image for flashers and debuggers, loaded at the region's address (.elf)")
            }
            FlashFormat::Object => PossibleValue::new("object")
                .help("ELF object for linkers, with the symbols FACTROM_STORE and FACTROM_STORE_END (.o)")
                .alias("o"),
            FlashFormat::Rs => {
                PossibleValue::new("rs").help("Rust source for `include!`: `pub static FACTROM_STORE` (.rs)").alias("rust")
            }
            FlashFormat::C => PossibleValue::new("c").help("C source: an array and its length, named after the file (.c)"),
            FlashFormat::H => PossibleValue::new("h").help("C header: the same, to include in one source file (.h)"),
        })
    }
}

impl ValueEnum for Machine {
    fn value_variants<'a>() -> &'a [Self] {
        &[Machine::Arm, Machine::Riscv32, Machine::Riscv32f]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Machine::Arm => PossibleValue::new("arm").help("32-bit ARM, little-endian"),
            Machine::Riscv32 => {
                PossibleValue::new("riscv32").help("32-bit RISC-V with the soft-float ABI ilp32 (rv32imac, rv32imc)")
            }
            Machine::Riscv32f => PossibleValue::new("riscv32f").help("32-bit RISC-V with the single-float ABI ilp32f (rv32imafc)"),
        })
    }
}
