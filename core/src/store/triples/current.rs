//! Where a walk is.

use super::pattern::Triple;
use crate::store::term::TermId;

/// What a pattern binds, and then the triple that a walk is at.
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
