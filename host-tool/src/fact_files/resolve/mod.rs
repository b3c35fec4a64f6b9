//! From tables to a model: names are looked up, dates counted, types checked, evidence verified.
//!
//! `definitions` collects what can be named, [`dates`] and `objects` resolve values, `facts` puts facts together,
//! [`evidence`] compares anchors with the texts. All that is wrong is noted; a model comes out only where nothing is.

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

/// What to do beyond resolving.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'o> {
    /// The articles' texts, to verify the evidence against.
    pub articles: Option<&'o Articles>,
    /// Whether the sentence around each anchor goes into the model. Needs the texts.
    pub with_quotes: bool,
}

/// What resolving gives.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The model; as far as it came, if there are errors.
    pub model: Model,
    /// What is wrong, with what the input had.
    pub diagnostics: Vec<Diagnostic>,
    /// Which sentences the evidence touches, by source, if the texts were given.
    pub coverage: Vec<Coverage>,
}

impl Resolved {
    /// Whether nothing is wrong.
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

/// The names of a data set, while its facts are resolved.
struct Resolver<'i> {
    input: &'i Input,
    options: Options<'i>,
    dataset: Dataset,
    classes: HashMap<&'i str, &'i RawClass>,
    predicates: HashMap<&'i str, &'i RawPredicate>,
    entities: HashMap<&'i str, &'i RawEntity>,
    /// Facts' ids and their index in the model.
    facts: HashMap<&'i str, (usize, &'i Located<String>)>,
    /// Sources' ids, their index in the model and their date.
    sources: HashMap<&'i str, (usize, &'i Located<String>)>,
    resolved: Resolved,
}

impl Resolver<'_> {
    fn note(&mut self, diagnostic: Diagnostic) {
        self.resolved.diagnostics.push(diagnostic);
    }

    /// Whether a class is another one or below it.
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

    /// The entity of an id; notes it, with the nearest one, if there is none.
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
            (Some(entity), _) => format!("`{}` is a name of `{}`: write that id", id.value, entity.id.value),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => "define it with [[entity]] in any fact file, or write text as { text = \"...\" }".to_string(),
        };
        self.note(Diagnostic::error(&id.span, format!("no entity is called `{}`", id.value)).help(help));
        None
    }
}

/// Whether a text can be an id: lower-case letters, digits and single hyphens.
fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}
