//! Checks that a store fits its target, and writes it in the chosen format.

use std::path::Path;

use factrom::Store;

use super::error::Error;
use super::format::Format;
use super::target::{Machine, Place, Region, Target};
use super::uf2::Family;
use super::{elf, hex, source, uf2};

impl Format {
    fn needs(self, what: &'static str, options: &'static str) -> Error {
        Error::Needs { format: self, what, options }
    }
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
