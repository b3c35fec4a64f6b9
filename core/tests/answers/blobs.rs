//! The frozen blobs, and helpers that the tests share.

use factrom::{Literal, LiteralKind, Store, Term, TermId};

/// Two sources about a fair, with named graphs: one of everything that fact files and RDF can express.
pub const SMALL: &[u8] = include_bytes!("../golden/small-1.0.fct");
/// The five facts that the documentation uses.
pub const TALKS: &[u8] = include_bytes!("../../doc/talks.fct");
/// Facts of every stance, ids and a namespace of the greatest length, and names that several entities share.
pub const GUILD: &[u8] = include_bytes!("../golden/guild-1.0.fct");
/// Triples in families of every kind.
pub const SHAPES: &[u8] = include_bytes!("../golden/shapes-1.0.fct");
/// Triples in named graphs.
pub const GRAPHS: &[u8] = include_bytes!("../golden/graphs-1.0.fct");

/// All frozen blobs.
pub const ALL: [&[u8]; 5] = [SMALL, TALKS, GUILD, SHAPES, GRAPHS];

/// Formats a term as in N-Triples, without escapes.
pub fn written(store: &Store<'_>, id: TermId) -> String {
    let part = |id: TermId| written(store, id);
    match store.term(id).unwrap() {
        Term::Iri(text) => format!("<{text}>"),
        Term::Blank(text) => format!("_:{text}"),
        Term::Literal(Literal { lexical, kind: LiteralKind::String }) => format!("\"{lexical}\""),
        Term::Literal(Literal { lexical, kind: LiteralKind::Language(language) }) => format!("\"{lexical}\"@{language}"),
        Term::Literal(Literal { lexical, kind: LiteralKind::Datatype(datatype) }) => format!("\"{lexical}\"^^{}", part(datatype)),
        Term::Triple(triple) => format!("<<( {} {} {} )>>", part(triple.subject), part(triple.predicate), part(triple.object)),
        other => panic!("{other:?}"),
    }
}

/// A deterministic random number generator: Marsaglia's xorshift with 32 bits.
pub struct Random(pub u32);

impl Random {
    /// Returns a number below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % bound
    }
}
