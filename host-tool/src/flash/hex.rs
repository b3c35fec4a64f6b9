//! Intel HEX: text with one record per line, as in Intel's "Hexadecimal Object File Format Specification" (1988).
//!
//! ```text
//! :LL AAAA TT DD… CC
//!  │  │    │  │   └ the byte that makes the sum of all bytes 0
//!  │  │    │  └ data
//!  │  │    └ 00 data, 01 end of file, 04 upper half of the addresses that follow
//!  │  └ lower half of the address
//!  └ number of data bytes
//! ```
//!
//! Data records have 16 bytes, as the GNU tools write them; every reader accepts that. Records end at multiples of 64 KiB, because
//! readers disagree about records that cross one. The upper half of the address is written even if it is 0, so that files can be
//! concatenated.

use ihex::Record;

use super::error::Error;

/// Data bytes per record.
const RECORD: usize = 16;
/// Number of addresses that share an upper half.
const SEGMENT: usize = 1 << 16;

/// Writes a whole file with the bytes at an address. The last address must fit into 32 bits; [`check`](super::image::check) ensures that.
///
/// # Errors
///
/// [`Error::Writer`] if the library refuses a record. It refuses only longer records than these.
pub fn write(bytes: &[u8], address: u32) -> Result<String, Error> {
    let (high, low) = ((address >> 16) as u16, usize::from(address as u16));
    let (first, rest) = bytes.split_at(bytes.len().min(SEGMENT - low));
    let segments = std::iter::once((low, first)).chain(rest.chunks(SEGMENT).map(|segment| (0, segment)));
    let mut text = String::new();
    for ((low, segment), high) in segments.zip(high..=u16::MAX) {
        push(&mut text, &Record::ExtendedLinearAddress(high))?;
        for (offset, value) in (low..SEGMENT).step_by(RECORD).zip(segment.chunks(RECORD)) {
            push(&mut text, &Record::Data { offset: offset as u16, value: value.to_vec() })?;
        }
    }
    push(&mut text, &Record::EndOfFile)?;
    Ok(text)
}

fn push(text: &mut String, record: &Record) -> Result<(), Error> {
    text.push_str(&record.to_record_string().map_err(|error| Error::Writer(format!("Intel HEX: {error}")))?);
    text.push('\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by hand: the checksum is the two's complement of the sum of the preceding bytes.
    #[test]
    fn records_by_hand() {
        assert_eq!(
            write(&[0x89, b'F', b'C', b'T'], 0x1010_0000).unwrap(),
            ":020000041010DA\n\
             :040000008946435496\n\
             :00000001FF\n"
        );
    }

    #[test]
    fn a_segment_ends_where_its_addresses_do() {
        // 0x17FFE..0x18000, then 0x18000..: no boundary. 0x1FFFE..: two bytes, then the next segment.
        assert_eq!(
            write(&[1, 2, 3], 0x0001_FFFE).unwrap(),
            ":020000040001F9\n\
             :02FFFE000102FE\n\
             :020000040002F8\n\
             :0100000003FC\n\
             :00000001FF\n"
        );
        assert_eq!(
            write(&[7; 17], 0x0001_7FFE).unwrap(),
            ":020000040001F9\n\
             :107FFE000707070707070707070707070707070703\n\
             :01800E00076A\n\
             :00000001FF\n"
        );
    }

    #[test]
    fn whole_segments() {
        let text = write(&[0; 3 * SEGMENT], 0xFFFD_0000).unwrap();
        assert_eq!(text.lines().count(), 3 * (1 + SEGMENT / 16) + 1);
        assert_eq!(text.lines().nth(4096), Some(":10FFF0000000000000000000000000000000000001"));
        assert_eq!(text.lines().nth(4097), Some(":02000004FFFEFD"));
    }

    #[test]
    fn the_last_addresses_of_all() {
        assert_eq!(
            write(&[5, 6], 0xFFFF_FFFE).unwrap(),
            ":02000004FFFFFC\n\
             :02FFFE000506F6\n\
             :00000001FF\n"
        );
    }
}
