//! ELF: an object that a linker adds to a program, or an image that a flasher or debugger loads.
//!
//! Both have one section, `.rodata.factrom`, and two global symbols: `FACTROM_STORE` at the first byte and `FACTROM_STORE_END`
//! after the last. The section's name makes it a constant in every linker script. To place it elsewhere, a linker script names it
//! before `.rodata.*`. The size of the symbol `FACTROM_STORE` is the length of the store.
//!
//! Linkers refuse files whose ABI does not match, so these files claim as little as possible. For ARM that is version 5 of the EABI
//! without build attributes, which links with both soft and hard floats. RISC-V has no neutral value: lld compares the float ABI in
//! the header with that of all other files, even if they hold only data, so it must be that of the program.
//!
//! An image has one segment, which is loaded at the region's address (physical and virtual). It has no entry point, because it is
//! not a program.

use object::Endianness;
use object::elf::{
    EF_ARM_EABI_VER5, EF_RISCV_FLOAT_ABI_SINGLE, EF_RISCV_FLOAT_ABI_SOFT, ELFOSABI_NONE, EM_ARM, EM_RISCV, ET_EXEC, ET_REL,
    FileFlags, Machine as Number, PF_R, PT_LOAD, SHF_ALLOC, SHN_UNDEF, SHT_PROGBITS, STB_GLOBAL, STT_NOTYPE, STT_OBJECT,
    STV_DEFAULT, SymbolType,
};
use object::write::elf::{FileHeader, ProgramHeader, SectionHeader, SectionIndex, Sym, Writer};

use super::error::Error;
use super::target::Machine;

/// Name of the section.
pub const SECTION: &str = ".rodata.factrom";
/// Symbol of the first byte.
pub const START: &str = "FACTROM_STORE";
/// Symbol of the byte after the last one.
pub const END: &str = "FACTROM_STORE_END";
/// Default alignment of an object. A store works at any address, but aligned words are read faster.
pub const ALIGN: u32 = 4;

/// Writes an object for a linker.
///
/// # Errors
///
/// [`Error::Writer`] if the file would exceed ELF's 32-bit sizes.
pub fn object(bytes: &[u8], machine: Machine, align: u32) -> Result<Vec<u8>, Error> {
    write(bytes, machine, None, align)
}

/// Writes an image that is loaded at an address.
///
/// # Errors
///
/// As for [`object()`].
pub fn image(bytes: &[u8], machine: Machine, address: u32) -> Result<Vec<u8>, Error> {
    write(bytes, machine, Some(address), 1)
}

fn write(bytes: &[u8], machine: Machine, address: Option<u32>, align: u32) -> Result<Vec<u8>, Error> {
    let failed = |error: object::write::Error| Error::Writer(format!("ELF: {error}"));
    let mut file = Vec::new();
    let mut writer = Writer::new(Endianness::Little, false, &mut file);
    let len = bytes.len() as u64;
    let base = u64::from(address.unwrap_or(0));

    // First reserve the place of each part in the file, in the order in which the parts are then written.
    writer.reserve_file_header();
    writer.reserve_program_headers(u32::from(address.is_some()));
    let section_name = writer.add_section_name(SECTION.as_bytes());
    let section = writer.reserve_section_index();
    let offset = writer.reserve(len, u64::from(align));
    let names = [writer.add_string(START.as_bytes()), writer.add_string(END.as_bytes())];
    for _ in names {
        writer.reserve_symbol_index(Some(section));
    }
    writer.reserve_symtab_section_index();
    writer.reserve_symtab();
    writer.reserve_strtab_section_index();
    writer.reserve_strtab().map_err(failed)?;
    writer.reserve_shstrtab_section_index();
    writer.reserve_shstrtab().map_err(failed)?;
    writer.reserve_section_headers();

    writer.write_file_header(&file_header(machine, address.is_some())).map_err(failed)?;
    if address.is_some() {
        writer.write_align_program_headers();
        writer.write_program_header(&segment(offset, base, len));
    }
    writer.write_align(u64::from(align));
    writer.write(bytes);
    writer.write_null_symbol();
    let [start, end] = names.map(|name| writer.string_offset(Some(name)));
    writer.write_symbol(&symbol(start, section, base, len, STT_OBJECT));
    writer.write_symbol(&symbol(end, section, base + len, 0, STT_NOTYPE));
    writer.write_strtab();
    writer.write_shstrtab();
    writer.write_null_section_header();
    let name = writer.section_name_offset(Some(section_name));
    writer.write_section_header(&section_header(name, offset, base, len, align));
    let local_symbols = 1;
    writer.write_symtab_section_header(local_symbols);
    writer.write_strtab_section_header();
    writer.write_shstrtab_section_header();
    Ok(file)
}

fn file_header(machine: Machine, is_image: bool) -> FileHeader {
    let (e_machine, e_flags): (Number, FileFlags) = match machine {
        Machine::Arm => (EM_ARM, EF_ARM_EABI_VER5),
        Machine::Riscv32 => (EM_RISCV, EF_RISCV_FLOAT_ABI_SOFT),
        Machine::Riscv32f => (EM_RISCV, EF_RISCV_FLOAT_ABI_SINGLE),
    };
    FileHeader {
        os_abi: ELFOSABI_NONE,
        abi_version: 0,
        e_type: if is_image { ET_EXEC } else { ET_REL },
        e_machine,
        e_entry: 0,
        e_flags,
    }
}

fn segment(offset: u64, address: u64, len: u64) -> ProgramHeader {
    ProgramHeader {
        p_type: PT_LOAD,
        p_flags: PF_R,
        p_offset: offset,
        p_vaddr: address,
        p_paddr: address,
        p_filesz: len,
        p_memsz: len,
        p_align: 1,
    }
}

fn section_header(name: u32, offset: u64, address: u64, len: u64, align: u32) -> SectionHeader {
    SectionHeader {
        sh_name: name,
        sh_type: SHT_PROGBITS,
        sh_flags: SHF_ALLOC,
        sh_addr: address,
        sh_offset: offset,
        sh_size: len,
        sh_link: 0,
        sh_info: 0,
        sh_addralign: u64::from(align),
        sh_entsize: 0,
    }
}

fn symbol(name: u32, section: SectionIndex, value: u64, size: u64, kind: SymbolType) -> Sym {
    Sym {
        section: Some(section.0),
        st_name: name,
        st_info: STB_GLOBAL | kind,
        st_other: STV_DEFAULT.into(),
        st_shndx: SHN_UNDEF,
        st_value: value,
        st_size: size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the file header against the ELF specification. The rest is read by linkers and objdump in `tests/flash.rs`.
    #[test]
    fn the_header_by_hand() {
        let file = object(b"store", Machine::Arm, 4).unwrap();
        #[rustfmt::skip]
        let header = [
            0x7F, b'E', b'L', b'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 32 bits, little-endian
            1, 0, 40, 0, // an object, ARM
            1, 0, 0, 0,
            0, 0, 0, 0, // no entry point
            0, 0, 0, 0, // no segments
        ];
        assert_eq!(file[..32], header);
        assert_eq!(file[36..40], [0, 0, 0, 5], "version 5 of the EABI");
        let file = image(b"store", Machine::Riscv32, 0x2010_0000).unwrap();
        assert_eq!(file[16..20], [2, 0, 243, 0], "an executable, RISC-V");
        assert_eq!(file[36..40], [0, 0, 0, 0], "soft floats");
        // The segment: type, offset, two addresses, two sizes, readable, no alignment.
        let word = |at: usize| u32::from_le_bytes(*file[at..].first_chunk().unwrap());
        let segment: Vec<u32> = (52..84).step_by(4).map(word).collect();
        assert_eq!(segment, [1, 84, 0x2010_0000, 0x2010_0000, 5, 5, 4, 1]);
        assert_eq!(file[84..89], *b"store");
    }
}
