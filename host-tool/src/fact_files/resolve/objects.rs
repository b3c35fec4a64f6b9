//! Subjects and objects: entities, facts and literals, against a predicate's domain and range.

use factrom::{Decimal, Quantity};
use oxrdf::{Literal, Term};

use super::Resolver;
use super::definitions::{LITERAL_KINDS, kinds};
use crate::diagnostic::{Diagnostic, Located, nearest};
use crate::fact_files::input::raw::{RawObject, RawPredicate};
use crate::vocabulary::{number_literal, quantity_literal};

impl Resolver<'_> {
    /// A fact's subject: an entity of the predicate's domain, or a fact.
    pub(super) fn subject(&mut self, raw: &RawObject, predicate: Option<&RawPredicate>) -> Option<Term> {
        match raw.kind.as_ref().map(|kind| kind.as_str()) {
            Some("fact") => self.fact_term(&raw.value),
            None | Some("entity") => {
                let domain: &[Located<String>] = predicate.map_or(&[], |predicate| &predicate.domain);
                self.entity_term(&raw.value, domain, predicate, "subject")
            }
            Some(other) => {
                let kind = raw.kind.as_ref()?;
                self.note(
                    Diagnostic::error(&kind.span, format!("a subject can't be of kind `{other}`"))
                        .help("write an entity's id, or { fact = \"id\" }"),
                );
                None
            }
        }
    }

    /// An object in the range of its predicate.
    pub(super) fn object(&mut self, raw: &RawObject, predicate: Option<&RawPredicate>, source_date: Option<&str>) -> Option<Term> {
        let Some(predicate) = predicate else {
            // The predicate is unknown and noted; still look at what is sure to be an entity.
            if raw.kind.is_none() { None } else { return self.literal(raw, source_date) }?
        };
        let range: Vec<&str> = predicate.range.iter().map(|class| class.value.as_str()).collect();
        let literals: Vec<&str> = range.iter().copied().filter(|kind| LITERAL_KINDS.contains(kind)).collect();
        let kind = match (&raw.kind, &literals[..]) {
            (Some(kind), _) => kind.value.as_str(),
            // A predicate of one kind of literal alone needs no table around it.
            (None, [kind]) if range.len() == 1 => kind,
            (None, _) if literals.len() == range.len() => {
                let forms = literals.iter().map(|kind| format!("{{ {kind} = \"...\" }}")).collect::<Vec<_>>().join(" or ");
                self.note(
                    Diagnostic::error(&raw.value.span, format!("`{}` takes more than one kind of literal", predicate.id.value))
                        .help(format!("write {forms}")),
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
            self.note(
                Diagnostic::error(&raw.value.span, format!("`{}` takes no {kind}", predicate.id.value))
                    .label(format!("this is a {kind}"))
                    .help(if literals.len() < range.len() {
                        format!("its range is {}: write an entity's id", range.join(", "))
                    } else {
                        format!("its range is {}", range.join(", "))
                    }),
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
                self.note(Diagnostic::error(&text.span, "this text is empty").help("write a few words, or an entity's id"));
                None
            }
            "text" => Some(self.text_literal(text).into()),
            "date" => self.date(text, source_date),
            "quantity" => {
                match Quantity::parse(text) {
                    Ok(_) => Some(quantity_literal(text).into()),
                    Err(_) => {
                        self.note(Diagnostic::error(&text.span, format!("`{}` is no quantity", text.value)).help(
                            "write a comparator (>, >=, <, <=, ~ or none), a plain number and a unit, as in `> 14000 people`",
                        ));
                        None
                    }
                }
            }
            "number" => match Decimal::parse(text) {
                Some(_) => Some(number_literal(text).into()),
                None => {
                    self.note(
                        Diagnostic::error(&text.span, format!("`{}` is no plain number", text.value))
                            .help("write digits, with a full stop before a fraction, as in -12.5"),
                    );
                    None
                }
            },
            "fact" => self.fact_term(text),
            "entity" => self.entity_term(text, &[], None, "object"),
            other => {
                let help = match nearest(other, RawObject::KINDS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("kinds are {}", kinds()),
                };
                self.note(Diagnostic::error(&kind.span, format!("`{other}` is no kind of object")).help(help));
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

    /// The index of a fact in the model; notes it if there is none.
    pub(super) fn fact_index(&mut self, id: &Located<String>) -> Option<usize> {
        if let Some((index, _)) = self.facts.get(id.as_str()) {
            return Some(*index);
        }
        let help = match nearest(id, self.facts.keys().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the id of a fact of any of the files".to_string(),
        };
        self.note(Diagnostic::error(&id.span, format!("no fact is called `{}`", id.value)).help(help));
        None
    }

    /// An entity that is of one of the classes.
    pub(super) fn entity_term(
        &mut self,
        id: &Located<String>,
        classes: &[Located<String>],
        predicate: Option<&RawPredicate>,
        role: &str,
    ) -> Option<Term> {
        let entity = self.entity(id)?;
        let (entity_span, class) = (entity.id.span.clone(), entity.class.as_ref().map(|class| class.value.clone()));
        // A class that nobody defined is noted where the entity is.
        if let Some(class) = class.filter(|class| self.classes.contains_key(class.as_str())) {
            let wanted: Vec<&str> = classes
                .iter()
                .map(|class| class.value.as_str())
                .filter(|kind| !LITERAL_KINDS.contains(kind) && *kind != "fact")
                .collect();
            let fits = classes.is_empty() || wanted.iter().any(|wanted| self.is_a(&class, wanted));
            if !fits {
                let message = match predicate {
                    Some(predicate) => format!("`{}` can't be the {role} of `{}`", id.value, predicate.id.value),
                    None => format!("`{}` can't be the {role}", id.value),
                };
                let help = if wanted.is_empty() {
                    format!(
                        "it takes {}: write {{ {} = \"...\" }}",
                        classes.iter().map(|class| class.value.as_str()).collect::<Vec<_>>().join(", "),
                        classes[0].value
                    )
                } else {
                    format!("it takes an entity of class {}", wanted.join(" or "))
                };
                self.note(
                    Diagnostic::error(&id.span, message)
                        .label(format!("this is of class {class}"))
                        .related(&entity_span, "defined here")
                        .help(help),
                );
                return None;
            }
        }
        Some(self.dataset.entity(id).into())
    }
}
