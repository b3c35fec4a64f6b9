//! Builds a blob from a stream of quads within a memory limit.
//!
//! ```text
//! quads -> chunk: terms by number, quads as numbers       while memory lasts
//!            |  when full: sorted and written to disk
//!          runs -> merge -> dictionary                     texts in a spool; for each run, the ids of its terms
//!            |                  |
//!          quads as ids -> sorter -> numbering by family -> sections -> blob
//! ```
//!
//! If everything fits into one chunk, that chunk is the only run, and no temporary file is created. The bytes of the blob do not
//! depend on the number of runs. Regardless of the limit, the following are in memory: the columns and codes of the blob; a sample
//! of the texts while the codec is trained; four bytes per term of the run whose quads are being numbered; about forty bytes per
//! quad while families are found and while triples are indexed; three numbers per triple term; and the terms that the tables of
//! facts mention.

use std::path::PathBuf;

use oxrdf::{Quad, Term};

use super::blob::Blob;
use super::columns::Bytes;
use super::dictionary::Dictionary;
use super::dictionary::scratch::{Scratch, Spool};
use super::dictionary::sorted_run::{Run, RunFiles};
use super::dictionary::sorter::{Sorted, Sorter};
use super::dictionary::term_buffer::{Chunk, TRIPLE};
use super::error::BuildError;
use super::progress::{Progress, Stage};
use super::sections::Sections;
use super::table_order::mentioned;
use super::triples::numbering::by_family;
use super::triples::triple_terms;
use crate::model::Model;

/// Resources that a builder may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Memory for terms and quads that are waiting. The bytes of the blob itself come on top.
    pub memory_bytes: usize,
    /// Folder for temporary files. `None` means the system's folder.
    pub scratch: Option<PathBuf>,
}

impl Default for Limits {
    /// One gibibyte. About ten million triples fit into it without temporary files.
    fn default() -> Self {
        Limits { memory_bytes: 1 << 30, scratch: None }
    }
}

/// Builds a blob.
///
/// ```
/// use factrom_tool::compile::{Builder, Limits, columns::Bytes};
/// use factrom_tool::model::Model;
/// use oxrdf::{GraphName, NamedNode, Quad};
///
/// let iri = |path| NamedNode::new_unchecked(format!("https://n.example/{path}"));
/// let mut builder = Builder::new(Limits::default())?;
/// builder.add(&Quad::new(iri("dresden"), iri("lies-on"), iri("elbe"), GraphName::DefaultGraph))?;
/// let bytes = Bytes::new();
/// let blob = builder.finish(&Model::default(), &bytes, &mut |_| ())?.to_vec();
/// assert_eq!(factrom::Store::open(&blob)?.triple_count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Builder {
    memory_bytes: usize,
    scratch: Scratch,
    chunk: Chunk,
    runs: Vec<Run>,
    files: RunFiles<Spool>,
}

impl Builder {
    /// Creates a builder without quads.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if the folder for temporary files cannot be used.
    pub fn new(limits: Limits) -> Result<Self, BuildError> {
        let has_folder = limits.scratch.is_some();
        let scratch = Scratch::new(limits.scratch, limits.memory_bytes / 4);
        if has_folder {
            // Fail now rather than after an hour of work.
            scratch.file()?;
        }
        let files = RunFiles::new(&scratch);
        Ok(Builder { memory_bytes: limits.memory_bytes, scratch, chunk: Chunk::default(), runs: Vec::new(), files })
    }

    /// Adds a quad. Adding the same quad again has no effect.
    ///
    /// # Errors
    ///
    /// [`BuildError::Io`] if memory is full and the chunk cannot be written to disk.
    pub fn add(&mut self, quad: &Quad) -> Result<(), BuildError> {
        self.chunk.add(quad.as_ref());
        self.spill_if_full()
    }

    /// Builds the blob of all quads and of a model, including the triples of the model. The blob borrows its bytes from the arena
    /// `bytes`.
    ///
    /// # Errors
    ///
    /// [`BuildError::TooLarge`] if the data exceeds a limit of the format; [`BuildError::Io`] if a temporary file cannot be written
    /// or read.
    pub fn finish<'a>(
        mut self,
        model: &Model,
        bytes: &'a Bytes,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Blob<'a>, BuildError> {
        for quad in &model.triples {
            self.add(quad)?;
        }
        let pinned = mentioned(model);
        for (pin, term) in pinned.iter().enumerate() {
            self.chunk.pin(pin as u32, term.as_ref());
            self.spill_if_full()?;
        }
        let (scratch, memory_bytes) = (self.scratch.clone(), self.memory_bytes);
        let (mut dictionary, quads) = self.number(pinned, progress)?;
        progress(Progress { stage: Stage::Families, done: 0, total: 1 });
        let numbered = by_family(&mut dictionary, quads, &scratch, memory_bytes)?;
        Blob::new(Sections::build(bytes, model, &dictionary, numbered, progress)?)
    }

    fn spill_if_full(&mut self) -> Result<(), BuildError> {
        if self.chunk.memory_bytes() > self.memory_bytes / 2 || self.chunk.is_full() {
            let mut run = Run::sort(std::mem::take(&mut self.chunk));
            run.spill(&mut self.files)?;
            self.runs.push(run);
        }
        Ok(())
    }

    /// Numbers all terms. Returns the dictionary, and the quads as ids: subject, predicate, object, and graph (0, or the id + 1 of
    /// its name).
    fn number(self, pinned: Vec<Term>, progress: &mut dyn FnMut(Progress)) -> Result<(Dictionary, Sorted<4>), BuildError> {
        let Builder { memory_bytes, scratch, chunk, mut runs, mut files } = self;
        let mut last = Run::sort(chunk);
        if !runs.is_empty() {
            last.spill(&mut files)?;
        }
        runs.push(last);
        let files = files.finish()?;
        let (mut dictionary, maps) = Dictionary::merge(&runs, &files, &scratch, memory_bytes / 16, progress)?;
        let triples = triple_terms::number(&runs, &maps, dictionary.texts_len)?;
        dictionary.triples = triples.terms;
        let mut pins: Vec<u32> = vec![0; pinned.len()];
        let mut sorter = Sorter::new(&scratch, memory_bytes / 4);
        let (mut done, total) = (0, runs.iter().map(Run::quads_len).sum());
        for (index, run) in runs.iter_mut().enumerate() {
            let ids = Ids { texts: maps.load(index)?, triples: &triples.by_run[index] };
            for [pin, number] in &run.pins {
                pins[*pin as usize] = ids.id(*number);
            }
            if let Some(mut quads) = run.take_quads() {
                quads.iter_mut().for_each(|quad| *quad = ids.quad(*quad));
                progress(Progress { stage: Stage::Quads, done: quads.len() as u64, total });
                sorter = Sorter::with_records(&scratch, memory_bytes / 4, quads);
            }
            for quad in run.disk_quads(&files) {
                sorter.push(ids.quad(quad?))?;
                Progress::tick(progress, Stage::Quads, &mut done, total);
            }
        }
        dictionary.ids = pinned.into_iter().zip(pins).collect();
        Ok((dictionary, sorter.into_sorted()?))
    }
}

/// Ids of the terms of a run.
struct Ids<'r> {
    texts: Vec<u32>,
    triples: &'r [u32],
}

impl Ids<'_> {
    fn id(&self, number: u32) -> u32 {
        match number & TRIPLE {
            0 => self.texts[number as usize],
            _ => self.triples[(number & !TRIPLE) as usize],
        }
    }

    fn quad(&self, [subject, predicate, object, graph]: [u32; 4]) -> [u32; 4] {
        [self.id(subject), self.id(predicate), self.id(object), graph.checked_sub(1).map_or(0, |name| self.id(name) + 1)]
    }
}
