//! Writes the whole store as quads.
//!
//! A fact is a resource that refers to its triple: by the four triples of RDF 1.1's reification, or by `rdf:reifies` and a triple
//! term of RDF 1.2. Neither asserts the triple. Only the store's own triples are plain triples of the output, so a claim is not
//! asserted there either.
//!
//! ```text
//! fact:talks-lasted  a f:Fact, rdf:Statement ;                       the reifier, RDF 1.1
//!     rdf:subject entity:talks ; rdf:predicate predicate:lasts ; rdf:object "~ 8 h"^^f:quantity ;
//!     f:statement "The talks lasted about eight hours."@en ;
//!     f:stance f:claimed ; f:status f:sound ; f:speaker entity:ryabkov ;
//!     prov:wasDerivedFrom source:post ; f:evidence fact:talks-lasted\#e1 .
//! fact:talks-lasted\#e1  f:source source:post ; f:paragraph 5 ; f:anchor "nearly eight hours of talks"@en .
//! ```
//!
//! Evidence and roles have IRIs instead of blank nodes, so that two exports have the same bytes and `diff` shows differences.

use std::io::{BufWriter, Write};

use factrom::{Pattern, Store, TermId};
use oxrdf::Quad;
use oxrdfio::{RdfFormat, RdfSerializer};

use super::describe::Describer;
use super::error::Error;
use super::terms::{Terms, string};
use super::version::{Sink, Version};
use crate::vocabulary::folder;
use crate::vocabulary::namespaces::{PREFIXES, RDF_PREFIXES};

/// Writes a store.
///
/// All terms are checked before the first byte is written. So a term that the format or version does not support leaves no partial
/// output.
///
/// # Errors
///
/// Returns an error if the store has named graphs but the format does not support them, if the store needs RDF 1.2 but RDF 1.1 is
/// requested, if the blob is corrupt, or if the writer fails.
pub fn write(store: &Store<'_>, format: RdfFormat, version: Version, out: &mut dyn Write) -> Result<(), Error> {
    check(store, format, version)?;
    let mut serializer = serializer(store, format)?.for_writer(BufWriter::new(out));
    quads(store, version, &mut |quad| Ok(serializer.serialize_quad(quad)?))?;
    Ok(serializer.finish()?.flush()?)
}

/// Produces a store as quads: the data set, its vocabulary, sources, entities and facts, each with all its properties, then the
/// asserted triples. The same store gives the same quads in the same order.
///
/// # Errors
///
/// Returns an error if the store needs RDF 1.2 but RDF 1.1 is requested, if the blob is corrupt, or if the sink fails.
pub fn quads(store: &Store<'_>, version: Version, sink: &mut Sink<'_>) -> Result<(), Error> {
    Describer::new(store, version, sink)?.everything()?;
    let terms = Terms::new(store, version);
    for triple in store.triples(Pattern::default()) {
        let triple = triple?;
        sink(&Quad::new(
            terms.resource(triple.subject)?,
            terms.iri(triple.predicate)?,
            terms.term(triple.object)?,
            terms.graph(triple.graph)?,
        ))?;
    }
    Ok(())
}

fn check(store: &Store<'_>, format: RdfFormat, version: Version) -> Result<(), Error> {
    let terms = Terms::new(store, version);
    for id in 0..store.term_count() {
        terms.term(TermId(id))?;
    }
    if format.supports_datasets() {
        return Ok(());
    }
    for triple in store.triples(Pattern::default()) {
        if let Some(graph) = triple?.graph {
            return Err(Error::NamedGraph { graph: terms.term(graph)?.to_string(), format: format.name() });
        }
    }
    Ok(())
}

/// Creates a serializer with the prefixes that the IRIs of the store need.
fn serializer(store: &Store<'_>, format: RdfFormat) -> Result<RdfSerializer, Error> {
    let mut prefixes: Vec<(&str, String)> = Vec::new();
    let namespace = store.namespace().map(string).transpose()?.filter(|namespace| !namespace.is_empty());
    let others = if namespace.is_some() { PREFIXES } else { &[] };
    prefixes.extend(RDF_PREFIXES.iter().chain(others).map(|(prefix, iri)| (*prefix, (*iri).to_string())));
    if let Some(namespace) = namespace {
        prefixes.extend(folder::ALL.iter().map(|folder| (*folder, format!("{namespace}{folder}/"))));
    }
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in prefixes {
        serializer = serializer.with_prefix(prefix, iri.as_str()).map_err(|_| Error::BadTerm { noun: "namespace", text: iri })?;
    }
    Ok(serializer)
}
