//! Checks and normalises parsed terms before they enter a store.

use oxrdf::vocab::rdf;
use oxrdf::{Literal, Term};

/// Number of triple terms around the innermost term.
pub(super) fn nesting(term: &Term) -> u32 {
    let (mut term, mut depth) = (term, 0);
    while let Term::Triple(triple) = term {
        term = &triple.object;
        depth += 1;
    }
    depth
}

/// Drops a term level by level. Dropping it recursively would need a stack as deep as the term.
pub(super) fn take_apart(mut term: Term) {
    while let Term::Triple(triple) = term {
        term = triple.object;
    }
}

/// Whether the innermost term has the datatype of language-tagged strings but no language. Some parsers report that as an error and
/// return the term anyway; no format could write it.
pub(super) fn lacks_language(term: &Term) -> bool {
    match term {
        Term::Literal(literal) => {
            let datatype = literal.datatype();
            literal.language().is_none() && (datatype == rdf::LANG_STRING || datatype == rdf::DIR_LANG_STRING)
        }
        Term::Triple(triple) => lacks_language(&triple.object),
        _ => false,
    }
}

/// Converts the language tag to lower case. RDF 1.2 compares language tags without regard to case, and the store holds them in
/// lower case.
pub(super) fn lower_case_language(term: &mut Term) {
    match term {
        Term::Literal(literal) => {
            let Some(language) = literal.language().filter(|language| language.contains(|c: char| c.is_ascii_uppercase())) else {
                return;
            };
            let (value, language) = (literal.value().to_string(), language.to_ascii_lowercase());
            *literal = match literal.direction() {
                Some(direction) => Literal::new_directional_language_tagged_literal_unchecked(value, language, direction),
                None => Literal::new_language_tagged_literal_unchecked(value, language),
            };
        }
        Term::Triple(triple) => lower_case_language(&mut triple.object),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use oxrdf::{BaseDirection, NamedNode, Triple};

    use super::*;

    fn nested(depth: u32, innermost: impl Into<Term>) -> Term {
        let iri = NamedNode::new_unchecked("x:a");
        (0..depth).fold(innermost.into(), |term, _| Triple::new(iri.clone(), iri.clone(), term).into())
    }

    #[test]
    fn depth_takes_no_stack() {
        let deep = nested(1_000_000, NamedNode::new_unchecked("x:a"));
        assert_eq!(nesting(&deep), 1_000_000);
        take_apart(deep);
    }

    #[test]
    fn languages_are_lower_case_and_there() {
        let mut term = nested(2, Literal::new_language_tagged_literal_unchecked("x", "en-GB"));
        lower_case_language(&mut term);
        assert_eq!(term, nested(2, Literal::new_language_tagged_literal_unchecked("x", "en-gb")));
        let mut term: Term = Literal::new_directional_language_tagged_literal_unchecked("x", "AR", BaseDirection::Rtl).into();
        lower_case_language(&mut term);
        assert_eq!(term, Literal::new_directional_language_tagged_literal_unchecked("x", "ar", BaseDirection::Rtl).into());
        assert!(!lacks_language(&term));
        assert!(lacks_language(&nested(1, Literal::new_typed_literal("x", rdf::LANG_STRING))));
    }
}
