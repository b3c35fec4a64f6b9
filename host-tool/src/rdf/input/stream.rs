//! Turns a path into plain bytes: counts them as they are read, and decompresses them based on their content, not on the file name.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

use super::format::{Looks, looks_like};
use super::zstd::Frames;

/// Called with the number of bytes read from the file (compressed, if it is) each time some are read.
pub type Watch = Rc<dyn Fn(u64)>;

/// Buffer size for reading the file. At most this many bytes are inspected before parsing starts.
const BUFFER_BYTES: usize = 64 * 1024;
const GZIP: &[u8] = b"\x1F\x8B";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// An open, decompressed input.
pub(super) struct Stream {
    bytes: Box<dyn BufRead>,
    /// What it looks like.
    pub(super) looks: Looks,
}

impl Stream {
    /// Opens a file, or standard input for `-`.
    pub(super) fn open(path: &Path, watch: Watch) -> io::Result<Self> {
        let file: Box<dyn Read> = if path == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(File::open(path)?) };
        Self::of(Counting { file, watch })
    }

    fn of(file: impl Read + 'static) -> io::Result<Self> {
        let mut packed = BufReader::with_capacity(BUFFER_BYTES, Whole(file));
        let head = packed.fill_buf()?;
        let mut bytes: Box<dyn BufRead> = if head.starts_with(GZIP) {
            Box::new(BufReader::with_capacity(BUFFER_BYTES, Whole(Unpacked { decoder: MultiGzDecoder::new(packed), name: "gzip" })))
        } else if head.starts_with(ZSTD) {
            Box::new(BufReader::with_capacity(BUFFER_BYTES, Whole(Unpacked { decoder: Frames::new(packed), name: "zstd" })))
        } else {
            Box::new(packed)
        };
        if bytes.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
            bytes.consume(BYTE_ORDER_MARK.len());
        }
        let looks = looks_like(bytes.fill_buf()?);
        Ok(Stream { bytes, looks })
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buffer)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.bytes.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.bytes.consume(amount);
    }
}

struct Counting<R> {
    file: R,
    watch: Watch,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        (self.watch)(read as u64);
        Ok(read)
    }
}

/// Fills the buffer completely unless the input ends. A parser that waits for the end of a long token starts again after each read,
/// and a pipe or a decoder returns only a few bytes at a time.
pub(super) struct Whole<R>(pub(super) R);

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.0.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

/// Adds the name of the compression format to errors.
struct Unpacked<R> {
    decoder: R,
    name: &'static str,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            io::ErrorKind::UnexpectedEof => {
                io::Error::new(error.kind(), format!("the {} data is truncated: download or compress the file again", self.name))
            }
            kind => {
                io::Error::new(kind, format!("the {} data is corrupt ({error}): download or compress the file again", self.name))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        Stream::of(io::Cursor::new(bytes))?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn compression_is_known_by_the_bytes_and_ends_where_the_file_ends() {
        assert_eq!(read(b"plain".to_vec()).unwrap(), "plain");
        assert_eq!(read([gzip("one, "), gzip("two")].concat()).unwrap(), "one, two");
        let frames = ["one, ", "two"].map(|text| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest));
        assert_eq!(read(frames.concat()).unwrap(), "one, two");
        assert_eq!(read(gzip("")).unwrap(), "");
        assert_eq!(read(Vec::new()).unwrap(), "");
        assert_eq!(read("\u{FEFF}text".into()).unwrap(), "text");
    }

    #[test]
    fn cut_or_broken_compression_is_an_error_at_every_length() {
        let packed = gzip("a text that is long enough to be cut");
        for len in 2..packed.len() {
            let error = read(packed[..len].to_vec()).unwrap_err().to_string();
            assert_eq!(error, "the gzip data is truncated: download or compress the file again", "{len} bytes");
        }
        let packed = compress_to_vec(&b"a text that is long enough to be cut"[..], CompressionLevel::Fastest);
        for len in 4..packed.len() {
            let error = read(packed[..len].to_vec()).unwrap_err().to_string();
            assert_eq!(error, "the zstd data is truncated: download or compress the file again", "{len} bytes");
        }
        let mut broken = gzip("a text");
        let middle = broken.len() - 6;
        broken[middle] ^= 1;
        assert!(read(broken).unwrap_err().to_string().starts_with("the gzip data is corrupt ("));
    }

    #[test]
    fn bytes_are_counted_as_they_are_in_the_file() {
        let packed = gzip(&"text ".repeat(10_000));
        let len = packed.len() as u64;
        let count = Rc::new(Cell::new(0));
        let seen = Rc::clone(&count);
        let watch: Watch = Rc::new(move |bytes| seen.set(seen.get() + bytes));
        let mut text = String::new();
        Stream::of(Counting { file: io::Cursor::new(packed), watch }).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.len(), count.get()), (50_000, len));
    }
}
