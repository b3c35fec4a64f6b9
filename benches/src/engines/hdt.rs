//! The crate hdt: an `.hdt` file, and next to it the cache of its index, which the crate writes when the file is first opened.
//!
//! The cache repeats the triples in their in-memory form, with the index for objects. Without it, the index is rebuilt each time
//! the file is opened. Both files are read into memory completely.

use std::fs::File;
use std::hint::black_box;
use std::io::BufWriter;

use ::hdt::{Hdt, IdKind};

use super::{Engine, Place, absent};
use crate::Failure;
use crate::questions::{Role, SampleTerm};

const FILE: &str = "store.hdt";
const CACHE: &str = "store.hdt.index.v1-rust-cache";

/// An open HDT file.
#[derive(Debug)]
pub struct HdtFile {
    hdt: Hdt,
}

fn kind(role: Role) -> IdKind {
    match role {
        Role::Subject => IdKind::Subject,
        Role::Predicate => IdKind::Predicate,
        Role::Object => IdKind::Object,
    }
}

/// Zero means "any".
fn pattern(bound: [Option<&usize>; 3]) -> [usize; 3] {
    bound.map(|id| id.copied().unwrap_or(0))
}

impl HdtFile {
    fn find(&self, role: Role, term: &SampleTerm) -> Result<usize, Failure> {
        match self.hdt.dict.string_to_id(&term.dictionary, kind(role)) {
            0 => Err(absent(term)),
            id => Ok(id),
        }
    }
}

impl Engine for HdtFile {
    type Bound = usize;
    const HAS_IDS: bool = true;
    const FILES: &'static [(&'static str, bool)] = &[(FILE, false), (CACHE, true)];

    fn build(place: &Place) -> Result<(), Failure> {
        let hdt = Hdt::read_nt(&place.triples)?;
        hdt.write(&mut BufWriter::new(File::create(place.file(FILE))?))?;
        drop(hdt);
        // This writes the cache.
        Hdt::read_from_path(place.file(FILE))?;
        Ok(())
    }

    fn open(place: &Place) -> Result<Self, Failure> {
        Ok(HdtFile { hdt: Hdt::read_from_path(place.file(FILE))? })
    }

    fn bind(&self, role: Role, term: &SampleTerm) -> Result<usize, Failure> {
        self.find(role, term)
    }

    fn text_of(&self, role: Role, id: &usize, out: &mut String) -> Result<(), Failure> {
        *out = self.hdt.dict.id_to_string(*id, kind(role))?;
        Ok(())
    }

    fn first(&self, bound: [Option<&usize>; 3]) -> Result<bool, Failure> {
        Ok(black_box(self.hdt.triple_ids_with_id_pattern(pattern(bound)).next()).is_some())
    }

    fn count(&self, bound: [Option<&usize>; 3]) -> Result<u64, Failure> {
        let mut count = 0;
        for triple in self.hdt.triple_ids_with_id_pattern(pattern(bound)) {
            black_box(triple);
            count += 1;
        }
        Ok(count)
    }

    fn object_text(&self, subject: &SampleTerm, predicate: &SampleTerm, out: &mut String) -> Result<(), Failure> {
        let pattern = [self.find(Role::Subject, subject)?, self.find(Role::Predicate, predicate)?, 0];
        let [_, _, object] = self.hdt.triple_ids_with_id_pattern(pattern).next().ok_or_else(|| absent(subject))?;
        self.text_of(Role::Object, &object, out)
    }
}
