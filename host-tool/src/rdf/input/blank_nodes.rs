//! Gives names to blank nodes, the same in each run.
//!
//! A label is local to its file, so the same label in two files denotes two nodes. A label from a file is kept unless the store
//! already uses it. Nodes without a label (which get random labels from the parser) and nodes whose label is taken become `b0`,
//! `b1`, … in the order in which they appear.

use std::collections::{HashMap, HashSet};

use oxrdf::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term, Triple};

/// Gives names to blank nodes.
#[derive(Debug, Default)]
pub(super) struct BlankNodes {
    /// Names that the store already uses.
    taken: HashSet<BlankNode>,
    /// Name of each node of the current file.
    names: HashMap<BlankNode, BlankNode>,
    /// Whether the file can have nodes without a label.
    has_unlabelled: bool,
    /// Whether no labels can clash. Then no name has to be remembered.
    as_written: bool,
    next: u64,
}

impl BlankNodes {
    /// Starts a new file. `only` means that there is no other file. `has_unlabelled` means that the format has blank nodes without
    /// labels.
    pub(super) fn begin_file(&mut self, only: bool, has_unlabelled: bool) {
        self.names = HashMap::new();
        self.has_unlabelled = has_unlabelled;
        self.as_written = only && !has_unlabelled;
    }

    /// Renames the blank nodes of a quad.
    pub(super) fn rename(&mut self, quad: Quad) -> Quad {
        if self.as_written {
            return quad;
        }
        let graph_name = match quad.graph_name {
            GraphName::BlankNode(node) => self.name(node).into(),
            other => other,
        };
        let subject = self.resource(quad.subject);
        let object = self.term(quad.object);
        Quad { subject, predicate: quad.predicate, object, graph_name }
    }

    fn resource(&mut self, resource: NamedOrBlankNode) -> NamedOrBlankNode {
        match resource {
            NamedOrBlankNode::BlankNode(node) => self.name(node).into(),
            iri @ NamedOrBlankNode::NamedNode(_) => iri,
        }
    }

    fn term(&mut self, term: Term) -> Term {
        match term {
            Term::BlankNode(node) => self.name(node).into(),
            // The caller limits the nesting of triple terms.
            Term::Triple(triple) => {
                let Triple { subject, predicate, object } = *triple;
                let subject = self.resource(subject);
                let object = self.term(object);
                Triple { subject, predicate, object }.into()
            }
            other => other,
        }
    }

    fn name(&mut self, node: BlankNode) -> BlankNode {
        if let Some(name) = self.names.get(&node) {
            return name.clone();
        }
        let name =
            if (self.has_unlabelled && is_random(&node)) || self.taken.contains(&node) { self.fresh() } else { node.clone() };
        self.taken.insert(name.clone());
        self.names.insert(node, name.clone());
        name
    }

    fn fresh(&mut self) -> BlankNode {
        loop {
            let name = BlankNode::new_unchecked(format!("b{}", self.next));
            self.next += 1;
            if !self.taken.contains(&name) {
                return name;
            }
        }
    }
}

/// Whether a label looks like one that the parser generates: 128 random bits in hexadecimal that start with a letter. A label in a
/// file that looks the same is renamed too, which does no harm.
fn is_random(node: &BlankNode) -> bool {
    node.as_ref().unique_id().is_some_and(|id| id > u128::from(u64::MAX))
        && node.as_str().starts_with(|first: char| first.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use oxrdf::NamedNode;

    use super::*;

    fn quad(subject: BlankNode, object: BlankNode) -> Quad {
        let p = NamedNode::new_unchecked("x:p");
        let nested = Triple::new(NamedNode::new_unchecked("x:s"), p.clone(), object);
        Quad::new(subject.clone(), p, nested, subject)
    }

    fn labels(quad: &Quad) -> String {
        quad.to_string().split(' ').filter(|part| !part.starts_with("<x:")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_label_stays_and_means_another_node_in_the_next_file() {
        let mut nodes = BlankNodes::default();
        let label = BlankNode::new_unchecked;
        nodes.begin_file(false, false);
        assert_eq!(labels(&nodes.rename(quad(label("a"), label("b0")))), "_:a <<( _:b0 )>> _:a");
        nodes.begin_file(false, true);
        assert_eq!(labels(&nodes.rename(quad(label("a"), label("c")))), "_:b1 <<( _:c )>> _:b1");
        assert_eq!(labels(&nodes.rename(quad(label("c"), label("a")))), "_:c <<( _:b1 )>> _:c");
    }

    #[test]
    fn random_labels_are_numbered_around_those_that_are_written() {
        let mut nodes = BlankNodes::default();
        nodes.begin_file(true, true);
        let (one, two) = (BlankNode::default(), BlankNode::default());
        assert_eq!(labels(&nodes.rename(quad(one.clone(), BlankNode::new_unchecked("b1")))), "_:b0 <<( _:b1 )>> _:b0");
        assert_eq!(labels(&nodes.rename(quad(two.clone(), one))), "_:b2 <<( _:b0 )>> _:b2");
        // This label appears after its number has been given to another node.
        assert_eq!(labels(&nodes.rename(quad(BlankNode::new_unchecked("b2"), two))), "_:b3 <<( _:b2 )>> _:b3");
    }

    #[test]
    fn a_short_hexadecimal_label_is_none_of_the_parser_s() {
        let mut nodes = BlankNodes::default();
        nodes.begin_file(true, true);
        assert_eq!(
            labels(&nodes.rename(quad(BlankNode::new_unchecked("beef"), BlankNode::new_unchecked("cafe")))),
            "_:beef <<( _:cafe )>> _:beef"
        );
    }
}
