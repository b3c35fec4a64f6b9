//! A valid blob with a modified codec, modified term texts, or both.
//!
//! ```text
//! input   how, number of changed bytes in the codec, changes to it (3 bytes each), the same for the terms, the pool's new bits
//! ```

use std::fmt::{self, Write};
use std::sync::LazyLock;

use factrom::compiler::{Codec, Section, TermSection};
use factrom::{Store, Tag, TermId};
use factrom_tool::compile::envelope;

use super::common::walk::walk;
use super::{changed, common};

/// Maximum number of bytes read from a text: more than a pair of symbols stands for, far fewer than a pool of them.
const LONGEST: usize = 20_000;
/// Maximum number of terms to read.
const MOST: u32 = 400;

static BLOB: LazyLock<Vec<u8>> = LazyLock::new(common::small_blob);

struct Sink(usize);

impl Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        if self.0 > LONGEST { Err(fmt::Error) } else { Ok(()) }
    }
}

/// Writes every text of the modified store or gets an error, and calls everything else that reads texts.
pub fn texts(input: &[u8]) {
    let [how, codec_len, rest @ ..] = input else { return };
    let mut sections: Vec<Section<'_>> = common::sections(&BLOB);
    let place = |tag: Tag| sections.iter().position(|section| section.tag == tag as u8).expect("every blob has it");
    let (codec_at, terms_at) = (place(Tag::Codec), place(Tag::Terms));
    let (in_codec, rest) = rest.split_at((usize::from(*codec_len) * 3).min(rest.len()));
    let (terms_len, rest) = rest.split_first().unwrap_or((&0, &[]));
    let (in_terms, bits) = rest.split_at((usize::from(*terms_len) * 3).min(rest.len()));
    // A quarter of the inputs replaces the codec, another one its rules, and another one its terminals.
    let codec = match how % 4 {
        0 => in_codec.to_vec(),
        _ => changed(sections[codec_at].bytes, in_codec),
    };
    let codec = match (how % 4, Codec::decode(&codec)) {
        (1, Some(sound)) => {
            let width = 2 * usize::from(sound.symbol_width).max(1);
            let rules_len = bits.len() * 8 / width;
            let rules = &bits[..(rules_len * width).div_ceil(8)];
            postcard::to_stdvec(&Codec { rules_len: rules_len as u16, rules, ..sound }).expect("a codec is a message")
        }
        (2, Some(sound)) => {
            let terminals = &bits[..bits.len() - bits.len() % usize::from(sound.terminal_bytes)];
            let terminals_len = (terminals.len() / usize::from(sound.terminal_bytes)) as u16;
            postcard::to_stdvec(&Codec { terminals_len, terminals, ..sound }).expect("a codec is a message")
        }
        _ => codec,
    };
    let mut terms = changed(sections[terms_at].bytes, in_terms);
    if how & 4 != 0 && !bits.is_empty() {
        let rewritten = TermSection::decode(&terms).map(|mut section| {
            section.texts.bits = bits;
            postcard::to_stdvec(&section).expect("a section is a message")
        });
        if let Some(rewritten) = rewritten {
            terms = rewritten;
        }
    }
    sections[codec_at].bytes = &codec;
    sections[terms_at].bytes = &terms;
    let blob = envelope(&sections);
    let Ok(store) = Store::open(&blob) else { return };
    for id in (0..store.term_count().min(MOST)).map(TermId) {
        if let Some(text) = store.term(id).ok().and_then(|term| term.text()) {
            let _ = text.write_to(&mut Sink(0));
        }
    }
    walk(&store);
}
