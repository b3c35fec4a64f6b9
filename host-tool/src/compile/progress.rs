//! Progress of a build.

/// A step of building a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Stage {
    /// Sorting and numbering terms.
    Terms,
    /// Numbering and sorting quads.
    Quads,
    /// Finding families of similar subjects and numbering terms by family.
    Families,
    /// Training the codec on the texts.
    Codec,
    /// Writing the texts of the dictionary.
    Texts,
    /// Indexing the triples.
    Triples,
}

impl Stage {
    /// Name of the stage for progress displays.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Stage::Terms => "numbering terms",
            Stage::Quads => "sorting triples",
            Stage::Families => "finding families",
            Stage::Codec => "training the text codec",
            Stage::Texts => "writing texts",
            Stage::Triples => "indexing triples",
        }
    }
}

/// Progress of a builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Current stage.
    pub stage: Stage,
    /// Units of work done in this stage.
    pub done: u64,
    /// Units of work in this stage.
    pub total: u64,
}

impl Progress {
    /// Counts one more unit, and reports it from time to time.
    pub(super) fn tick(progress: &mut dyn FnMut(Progress), stage: Stage, done: &mut u64, total: u64) {
        if *done & 0xFFFF == 0 {
            progress(Progress { stage, done: *done, total });
        }
        *done += 1;
    }
}
