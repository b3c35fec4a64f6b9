//! The RDF version to write, and the receiver of the quads.

use oxrdf::Quad;

use super::error::Error;

/// RDF version to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// RDF 1.1 (2014), which every tool reads: facts are written as rdf:Statement
    #[default]
    Rdf11,
    /// RDF 1.2: facts reify triple terms, and texts may have a base direction
    Rdf12,
}

/// Receives quads one by one.
pub type Sink<'o> = dyn FnMut(&Quad) -> Result<(), Error> + 'o;
