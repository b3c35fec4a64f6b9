//! Resolves subjects and objects, and checks them against the predicate's domain and range.

use factrom::{Decimal, Quantity};
use oxrdf::{Literal, Term};

use super::Resolver;
use super::definitions::LITERAL_KINDS;
use crate::diagnostic::{Diagnostic, Located, nearest};
use crate::fact_files::input::raw::{RawObject, RawPredicate};
use crate::vocabulary::{number_literal, quantity_literal};

impl Resolver<'_> {
    /// The subject of a fact: an entity in the predicate's domain, or a fact.
    pub(super) fn subject(&mut self, raw: &RawObject, predicate: Option<&RawPredicate>) -> Option<Term> {
        match raw.kind.as_ref().map(|kind| kind.as_str()) {
            Some("fact") => self.fact_term(&raw.value),
            None | Some("entity") => {
                let domain: &[Located<String>] = predicate.map_or(&[], |predicate| &predicate.domain);
                self.entity_term(&raw.value, domain, predicate, "subject")
            }
            Some(other) => {
                let kind = raw.kind.as_ref()?;
                self.report(
                    Diagnostic::error(&kind.span, format!("a subject cannot have the kind `{other}`"))
                        .help("write an entity's id, or { fact = \"id\" }"),
                );
                None
            }
        }
    }

    /// An object in the predicate's range.
    pub(super) fn object(&mut self, raw: &RawObject, predicate: Option<&RawPredicate>, source_date: Option<&str>) -> Option<Term> {
        let Some(predicate) = predicate else {
            // The unknown predicate is already reported. An object that states its kind can still be checked.
            if raw.kind.is_none() { None } else { return self.literal(raw, source_date) }?
        };
        let range: Vec<&str> = predicate.range.iter().map(|class| class.value.as_str()).collect();
        let literals: Vec<&str> = range.iter().copied().filter(|kind| LITERAL_KINDS.contains(kind)).collect();
        let kind = match (&raw.kind, &literals[..]) {
            (Some(kind), _) => kind.value.as_str(),
            // If the range is a single kind of literal, the kind need not be written.
            (None, [kind]) if range.len() == 1 => kind,
            (None, _) if literals.len() == range.len() => {
                self.report(
                    Diagnostic::error(&raw.value.span, format!("the object of `{}` needs a kind", predicate.id.value))
                        .help(accepted(&range)),
                );
                return None;
            }
            (None, _) => "entity",
        };
        let in_range = match kind {
            "entity" => return self.entity_term(&raw.value, &predicate.range, Some(predicate), "object"),
            "fact" => range.contains(&"fact") || range.contains(&"thing"),
            kind if LITERAL_KINDS.contains(&kind) => range.contains(&kind),
            _ => true,
        };
        if !in_range {
            self.report(
                Diagnostic::error(&raw.value.span, format!("the object of `{}` cannot be a {kind}", predicate.id.value))
                    .label(format!("this is a {kind}"))
                    .help(accepted(&range)),
            );
            return None;
        }
        if kind == "fact" {
            return self.fact_term(&raw.value);
        }
        let kind = Located { value: kind.to_string(), span: raw.kind.as_ref().unwrap_or(&raw.value).span.clone() };
        self.literal(&RawObject { kind: Some(kind), value: raw.value.clone() }, source_date)
    }

    fn literal(&mut self, raw: &RawObject, source_date: Option<&str>) -> Option<Term> {
        let kind = raw.kind.as_ref()?;
        let text = &raw.value;
        match kind.as_str() {
            "text" if text.trim().is_empty() => {
                self.report(Diagnostic::error(&text.span, "this text is empty").help("write a few words, or use an entity's id"));
                None
            }
            "text" => Some(self.text_literal(text).into()),
            "date" => self.date(text, source_date),
            "quantity" => match Quantity::parse(text) {
                Ok(_) => Some(quantity_literal(text).into()),
                Err(_) => {
                    let help = "write a comparator (>, >=, <, <=, ~ or none), plain digits and a unit, as in `> 14000 people`";
                    let message = format!("`{}` is not a valid quantity", text.value);
                    self.report(Diagnostic::error(&text.span, message).help(help));
                    None
                }
            },
            "number" => match Decimal::parse(text) {
                Some(_) => Some(number_literal(text).into()),
                None => {
                    self.report(
                        Diagnostic::error(&text.span, format!("`{}` is not a valid number", text.value))
                            .help("write plain digits, and a point before a fraction, as in -12.5"),
                    );
                    None
                }
            },
            "fact" => self.fact_term(text),
            "entity" => self.entity_term(text, &[], None, "object"),
            other => {
                let help = match nearest(other, RawObject::KINDS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("use one of {}", quoted(&RawObject::KINDS, ", ")),
                };
                self.report(Diagnostic::error(&kind.span, format!("unknown kind `{other}`")).help(help));
                None
            }
        }
    }

    /// A text in the data set's language.
    fn text_literal(&self, text: &str) -> Literal {
        Literal::new_language_tagged_literal(text, &self.dataset.language).unwrap_or_else(|_| Literal::new_simple_literal(text))
    }

    fn fact_term(&mut self, id: &Located<String>) -> Option<Term> {
        self.fact_index(id)?;
        Some(self.dataset.fact(id).into())
    }

    /// The index of a fact in the model. Reports an unknown id.
    pub(super) fn fact_index(&mut self, id: &Located<String>) -> Option<usize> {
        if let Some((index, _)) = self.facts.get(id.as_str()) {
            return Some(*index);
        }
        let help = match nearest(id, self.facts.keys().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use the id of a fact in any fact file".to_string(),
        };
        self.report(Diagnostic::error(&id.span, format!("unknown fact `{}`", id.value)).help(help));
        None
    }

    /// An entity of one of the classes. Reports an unknown entity, and one of another class.
    pub(super) fn entity_term(
        &mut self,
        id: &Located<String>,
        classes: &[Located<String>],
        predicate: Option<&RawPredicate>,
        role: &str,
    ) -> Option<Term> {
        let entity = self.entity(id)?;
        let (entity_span, class) = (entity.id.span.clone(), entity.class.as_ref().map(|class| class.value.clone()));
        // An unknown class is reported where the entity is defined.
        if let Some(class) = class.filter(|class| self.classes.contains_key(class.as_str())) {
            let range: Vec<&str> = classes.iter().map(|class| class.value.as_str()).collect();
            let fits = range.is_empty() || range.iter().any(|wanted| is_class(wanted) && self.is_a(&class, wanted));
            if !fits {
                let message = match predicate {
                    Some(predicate) => format!("`{}` cannot be the {role} of `{}`", id.value, predicate.id.value),
                    None => format!("`{}` cannot be the {role} of a fact", id.value),
                };
                self.report(
                    Diagnostic::error(&id.span, message)
                        .label(format!("its class is `{class}`"))
                        .related(&entity_span, "defined here")
                        .help(accepted(&range)),
                );
                return None;
            }
        }
        Some(self.dataset.entity(id).into())
    }
}

/// Whether an item of a range is a class, not a kind of literal or `fact`.
fn is_class(item: &str) -> bool {
    !LITERAL_KINDS.contains(&item) && item != "fact"
}

/// What a range accepts, for the help of a diagnostic.
fn accepted(range: &[&str]) -> String {
    let (classes, kinds): (Vec<&str>, Vec<&str>) = range.iter().partition(|item| is_class(item));
    let entities = (!classes.is_empty()).then(|| format!("the id of an entity of class {}", quoted(&classes, " or ")));
    let forms = kinds.iter().map(|kind| match *kind {
        "fact" => "{ fact = \"id\" }".to_string(),
        kind => format!("{{ {kind} = \"...\" }}"),
    });
    format!("write {}", entities.into_iter().chain(forms).collect::<Vec<_>>().join(" or "))
}

/// Words in backticks, for messages.
fn quoted(words: &[&str], separator: &str) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(separator)
}
