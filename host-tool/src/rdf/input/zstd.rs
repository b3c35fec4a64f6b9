//! Reads Zstandard files: frames one after another, possibly with skippable frames in between.
//!
//! ruzstd decodes one frame at a time. This module does everything around frames: it skips skippable frames, compares the checksum
//! and the length with those in the frame header, and distinguishes a truncated file from a corrupt one.

use std::io::{self, BufRead, ErrorKind, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The decoded frames of a file.
pub(super) struct Frames<R> {
    packed: Watched<R>,
    decoder: FrameDecoder,
    /// Decoded bytes of the current frame; `None` between frames.
    decoded_bytes: Option<u64>,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(packed: R) -> Self {
        Frames { packed: Watched { bytes: packed, ended: false, failed: None }, decoder: FrameDecoder::new(), decoded_bytes: None }
    }

    /// Starts the next frame. Returns `false` at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.packed.bytes.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.packed) {
                Ok(()) => {
                    self.decoded_bytes = Some(0);
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let skipped = io::copy(&mut (&mut self.packed.bytes).take(length.into()), &mut io::sink())?;
                    if skipped < length.into() {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(self.packed.reason(error)),
            }
        }
        Ok(false)
    }

    /// Compares a decoded frame with its length and checksum.
    fn check(&self, decoded_bytes: u64) -> io::Result<()> {
        let stated_bytes = self.decoder.content_size();
        // Frames without a length also have 0.
        if stated_bytes != 0 && stated_bytes != decoded_bytes {
            return Err(corrupt(format!("a frame has {decoded_bytes} bytes instead of {stated_bytes}")));
        }
        match self.decoder.get_checksum_from_data() {
            Some(stated) if Some(stated) != self.decoder.get_calculated_checksum() => Err(corrupt("the checksum does not match")),
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let Some(decoded_bytes) = self.decoded_bytes else {
                if self.next_frame()? {
                    continue;
                }
                return Ok(0);
            };
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                self.decoded_bytes = Some(decoded_bytes + read as u64);
                return Ok(read);
            }
            if self.decoder.is_finished() {
                self.check(decoded_bytes)?;
                self.decoded_bytes = None;
            } else if let Err(error) = self.decoder.decode_blocks(&mut self.packed, BlockDecodingStrategy::UptoBlocks(1)) {
                return Err(self.packed.reason(error));
            }
        }
    }
}

fn corrupt(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}

/// Reads compressed bytes, and records why there were no more. The decoder's errors do not tell.
struct Watched<R> {
    bytes: R,
    ended: bool,
    failed: Option<io::Error>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.bytes.read(buffer) {
            Ok(read) => {
                self.ended |= read == 0 && !buffer.is_empty();
                Ok(read)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let kind = error.kind();
                self.failed = Some(error);
                Err(kind.into())
            }
        }
    }
}

impl<R> Watched<R> {
    /// Returns why decoding failed.
    fn reason(&mut self, error: FrameDecoderError) -> io::Error {
        match self.failed.take() {
            Some(failed) => failed,
            None if self.ended => ErrorKind::UnexpectedEof.into(),
            None => corrupt(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write;

    use super::*;

    const FAST: &[u8] = include_bytes!("../../../tests/zstd/fast.zst");
    const BEST: &[u8] = include_bytes!("../../../tests/zstd/best.zst");
    const WINDOW: &[u8] = include_bytes!("../../../tests/zstd/window.zst");
    const FRAMES: &[u8] = include_bytes!("../../../tests/zstd/frames.zst");
    const EMPTY: &[u8] = include_bytes!("../../../tests/zstd/empty.zst");
    /// A segment of nine bytes in two blocks: two raw bytes, and one byte repeated seven times.
    const BLOCKS: &[u8] = b"\x28\xB5\x2F\xFD\x20\x09\x10\0\0ab\x3B\0\0c";
    /// A skippable frame.
    const SKIP: &[u8] = b"\x5A\x2A\x4D\x18\x05\0\0\0skip!";

    /// The first lines of the uncompressed file: the first 300 in `FAST`, `WINDOW` and `FRAMES`, and 3,000 in `BEST`.
    fn lines(count: u64) -> String {
        (1..=count).fold(String::new(), |mut lines, n| {
            writeln!(lines, "<https://example.org/{n}> <https://example.org/next> \"{}\" .", n.pow(3) % 9973).unwrap();
            lines
        })
    }

    fn unpack(packed: &[u8]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        Frames::new(packed).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    #[test]
    fn the_reference_encoder_s_files_are_read() {
        let (few, all) = (lines(300), lines(3000));
        for packed in [FAST, WINDOW, FRAMES] {
            assert!(unpack(packed).unwrap() == few.as_bytes());
        }
        assert!(unpack(BEST).unwrap() == all.as_bytes());
        assert_eq!(unpack(EMPTY).unwrap(), b"");
        assert_eq!(unpack(b"").unwrap(), b"");
        assert!(unpack(&[SKIP, BEST, SKIP, EMPTY, FAST, SKIP].concat()).unwrap() == (all + &few).as_bytes());
    }

    #[test]
    fn every_kind_of_block_is_read() {
        assert_eq!(unpack(BLOCKS).unwrap(), b"abccccccc");
        let longer = b"\x28\xB5\x2F\xFD\x20\x0A\x10\0\0ab\x3B\0\0c";
        assert_eq!(unpack(longer).unwrap_err().to_string(), "a frame has 9 bytes instead of 10");
    }

    #[test]
    fn a_file_that_is_cut_ends_too_soon_at_every_length() {
        let small = [SKIP, BLOCKS, EMPTY, SKIP, BLOCKS].concat();
        let cut = |packed: &[u8], len: usize| match unpack(&packed[..len]) {
            Ok(_) => true,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::UnexpectedEof, "{len} bytes: {error}");
                false
            }
        };
        assert_eq!((0..small.len()).filter(|len| cut(&small, *len)).count(), 5, "truncated at the start of a frame");
        assert_eq!((4..BEST.len()).step_by(83).filter(|len| cut(BEST, *len)).count(), 0);
    }

    #[test]
    fn a_changed_bit_is_an_error() {
        let lines = lines(3000);
        let (mut kinds, mut tried, mut meaningless) = (BTreeSet::new(), 0, 0);
        for bit in (0..8 * BEST.len()).step_by(37) {
            tried += 1;
            let mut packed = BEST.to_vec();
            packed[bit / 8] ^= 1 << (bit % 8);
            match unpack(&packed) {
                Ok(bytes) => {
                    assert!(bytes == lines.as_bytes(), "bit {bit}");
                    meaningless += 1;
                }
                Err(error) => drop(kinds.insert(format!("{:?}", error.kind()))),
            }
        }
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["InvalidData", "UnexpectedEof"]);
        assert!(meaningless * 100 < tried, "{meaningless} of {tried} changed bits are not detected");
    }

    #[test]
    fn a_window_that_is_too_large_and_a_dictionary_are_refused() {
        let error = |packed: &[u8]| unpack(packed).unwrap_err().to_string();
        // A window of 256 MiB; dictionary 7; another format.
        assert!(error(b"\x28\xB5\x2F\xFD\x00\x90\x01\0\0").contains("268435456"));
        assert!(error(b"\x28\xB5\x2F\xFD\x21\x07\x00\x01\0\0").contains('7'));
        assert_eq!(error(&[EMPTY, b"PK\x03\x04"].concat()), "BadMagicNumber(67324752)");
    }

    #[test]
    fn a_failure_to_read_is_passed_on() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is gone"))
            }
        }
        let packed = io::BufReader::new(BEST[..500].chain(Failing));
        assert_eq!(Frames::new(packed).read_to_end(&mut Vec::new()).unwrap_err().to_string(), "the disk is gone");
    }
}
