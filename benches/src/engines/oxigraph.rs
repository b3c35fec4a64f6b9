//! Oxigraph in memory: no file, no ids.
//!
//! Opening means parsing the N-Triples and loading them with the bulk loader. The interface exposes terms only, so patterns are
//! bound by terms and return terms. The closest operation to "term to id" is whether the store has any triple with the term in that
//! position.

use std::fmt;
use std::fs::File;
use std::hint::black_box;
use std::io::BufReader;
use std::sync::Arc;

use ::oxigraph::store::{QuadIter, Store};
use oxrdf::{GraphName, NamedNodeRef, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxttl::NTriplesParser;

use super::{Engine, Place, absent};
use crate::Failure;
use crate::questions::{Role, SampleTerm, plain};

/// A loaded store.
pub struct Oxigraph {
    store: Store,
}

impl fmt::Debug for Oxigraph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Oxigraph").finish_non_exhaustive()
    }
}

fn resource(term: &Term) -> Option<NamedOrBlankNodeRef<'_>> {
    match term {
        Term::NamedNode(iri) => Some(iri.as_ref().into()),
        Term::BlankNode(node) => Some(node.as_ref().into()),
        _ => None,
    }
}

fn iri(term: &Term) -> Option<NamedNodeRef<'_>> {
    match term {
        Term::NamedNode(iri) => Some(iri.as_ref()),
        _ => None,
    }
}

impl Oxigraph {
    fn matches(&self, [subject, predicate, object]: [Option<&Term>; 3]) -> QuadIter<'static> {
        self.store.quads_for_pattern(subject.and_then(resource), predicate.and_then(iri), object.map(TermRef::from), None)
    }
}

impl Engine for Oxigraph {
    type Bound = Arc<Term>;
    const HAS_IDS: bool = false;
    const FILES: &'static [(&'static str, bool)] = &[];

    fn build(_place: &Place) -> Result<(), Failure> {
        Ok(())
    }

    fn open(place: &Place) -> Result<Self, Failure> {
        let store = Store::new()?;
        let triples = NTriplesParser::new().for_reader(BufReader::new(File::open(&place.triples)?));
        let mut loader = store.bulk_loader();
        // Oxigraph renames blank nodes when it loads files itself. This keeps their labels, so that they can be looked up.
        loader.load_ok_quads::<Failure, Failure>(
            triples.map(|triple| -> Result<Quad, Failure> { Ok(triple?.in_graph(GraphName::DefaultGraph)) }),
        )?;
        loader.commit()?;
        Ok(Oxigraph { store })
    }

    fn bind(&self, _role: Role, term: &SampleTerm) -> Result<Arc<Term>, Failure> {
        Ok(Arc::clone(&term.term))
    }

    fn has(&self, role: Role, term: &SampleTerm) -> Result<bool, Failure> {
        let term = Some(&term.term);
        self.first(match role {
            Role::Subject => [term, None, None],
            Role::Predicate => [None, term, None],
            Role::Object => [None, None, term],
        })
    }

    fn text_of(&self, _role: Role, _bound: &Arc<Term>, _out: &mut String) -> Result<(), Failure> {
        Err("Oxigraph has no ids in its interface".into())
    }

    fn first(&self, bound: [Option<&Arc<Term>>; 3]) -> Result<bool, Failure> {
        Ok(black_box(self.matches(bound.map(|term| term.map(Arc::as_ref))).next().transpose()?).is_some())
    }

    fn count(&self, bound: [Option<&Arc<Term>>; 3]) -> Result<u64, Failure> {
        let mut count = 0;
        for quad in self.matches(bound.map(|term| term.map(Arc::as_ref))) {
            black_box(quad?);
            count += 1;
        }
        Ok(count)
    }

    fn object_text(&self, subject: &SampleTerm, predicate: &SampleTerm, out: &mut String) -> Result<(), Failure> {
        let first = self.matches([Some(subject.term.as_ref()), Some(predicate.term.as_ref()), None]).next();
        *out = plain(&first.ok_or_else(|| absent(subject))??.object)?;
        Ok(())
    }

    fn written(term: &SampleTerm) -> &str {
        &term.plain
    }
}
