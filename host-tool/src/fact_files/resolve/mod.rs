//! Turns tables into a model: looks up ids, resolves dates, checks types, verifies evidence.
//!
//! `definitions` collects everything that has an id, [`dates`] and `objects` resolve values, `facts` builds facts, and [`evidence`]
//! compares anchors with the texts. All errors are collected; the model is complete only if there are none.

pub mod dates;
mod definitions;
pub mod evidence;
mod facts;
mod objects;

use std::collections::HashMap;

use super::disputes;
use super::input::Input;
use super::input::raw::{RawClass, RawEntity, RawPredicate};
use crate::diagnostic::{Diagnostic, Located, Severity, nearest};
use crate::model::{Dataset, Model};

pub use evidence::{Articles, Coverage};

/// Options of [`resolve`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'o> {
    /// The articles' texts, against which evidence is verified.
    pub articles: Option<&'o Articles>,
    /// Whether the model includes the sentence around each anchor. Needs the articles.
    pub with_quotes: bool,
}

/// The result of [`resolve`].
#[derive(Debug, Default)]
pub struct Resolved {
    /// The model; incomplete if there are errors.
    pub model: Model,
    /// All errors and warnings, including those of the input.
    pub diagnostics: Vec<Diagnostic>,
    /// How much of each source is covered by evidence, if its text is among the articles.
    pub coverage: Vec<Coverage>,
}

impl Resolved {
    /// Whether there are no errors. Warnings are allowed.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}

/// Resolves the fact files of a data set.
#[must_use]
pub fn resolve(input: &Input, options: Options<'_>) -> Resolved {
    let mut resolver = Resolver {
        input,
        options,
        dataset: Dataset::default(),
        classes: HashMap::new(),
        predicates: HashMap::new(),
        entities: HashMap::new(),
        facts: HashMap::new(),
        sources: HashMap::new(),
        resolved: Resolved { diagnostics: input.diagnostics.clone(), ..Resolved::default() },
    };
    resolver.define();
    resolver.resolve_definitions();
    resolver.resolve_facts();
    if resolver.resolved.is_sound() {
        disputes::link(&mut resolver.resolved.model);
    }
    resolver.resolved
}

/// The definitions of a data set, and what is resolved so far.
struct Resolver<'i> {
    input: &'i Input,
    options: Options<'i>,
    dataset: Dataset,
    classes: HashMap<&'i str, &'i RawClass>,
    predicates: HashMap<&'i str, &'i RawPredicate>,
    entities: HashMap<&'i str, &'i RawEntity>,
    /// The facts: by id, their index in the model and the place of the id.
    facts: HashMap<&'i str, (usize, &'i Located<String>)>,
    /// The sources: by id, their index in the model and the place of the id.
    sources: HashMap<&'i str, (usize, &'i Located<String>)>,
    resolved: Resolved,
}

impl Resolver<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.resolved.diagnostics.push(diagnostic);
    }

    /// Whether a class is the wanted class or one of its subclasses.
    fn is_a(&self, class: &str, wanted: &str) -> bool {
        let mut waiting = vec![class];
        let mut seen = Vec::new();
        while let Some(class) = waiting.pop() {
            if class == wanted {
                return true;
            }
            if !seen.contains(&class) {
                seen.push(class);
                waiting.extend(
                    self.classes.get(class).into_iter().flat_map(|class| &class.subclass_of).map(|wider| wider.value.as_str()),
                );
            }
        }
        false
    }

    /// The entity with an id. Reports an unknown id, and suggests a similar one.
    fn entity(&mut self, id: &Located<String>) -> Option<&RawEntity> {
        if let Some(entity) = self.entities.get(id.as_str()) {
            return Some(entity);
        }
        let wanted: String = factrom::fold_name(id).collect();
        let by_name = self.entities.values().filter(|entity| {
            let mut names = entity.label.iter().chain(&entity.aliases).chain(&entity.misspellings);
            names.any(|name| factrom::fold_name(name).collect::<String>() == wanted)
        });
        let help = match (by_name.min_by_key(|entity| &entity.id.value), nearest(id, self.entities.keys().copied())) {
            (Some(entity), _) => format!("`{}` is a name of `{}`: use that id", id.value, entity.id.value),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => "define it in an [[entity]] table in any fact file, or write a text as { text = \"...\" }".to_string(),
        };
        self.report(Diagnostic::error(&id.span, format!("unknown entity `{}`", id.value)).help(help));
        None
    }
}
