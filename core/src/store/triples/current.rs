//! The triple that a cursor is at.

use super::pattern::Triple;
use crate::store::term::TermId;

/// The terms that a pattern binds, and then the triple that the walk has reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Current {
    pub subject: u32,
    pub predicate: u32,
    pub object: u32,
}

impl Current {
    #[inline]
    pub fn triple(&self, graph: Option<TermId>) -> Triple {
        let [subject, predicate, object] = [self.subject, self.predicate, self.object].map(TermId);
        Triple { subject, predicate, object, graph }
    }
}
