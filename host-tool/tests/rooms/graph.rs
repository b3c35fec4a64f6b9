//! Finds which file of a crate imports from which, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::source::{Import, Source, lines_before_tests};

/// Maximum number of lines of a file before its tests.
pub const MOST_LINES: usize = 400;
/// Maximum number of re-exports that are followed.
const MOST_STEPS: usize = 8;

/// Path of a module in its crate.
type Module = Vec<String>;

/// The modules of a crate that have a file of their own.
#[derive(Debug)]
pub struct Crate {
    modules: BTreeMap<Module, Source>,
    /// Findings about single files.
    findings: Vec<String>,
}

impl Crate {
    /// Reads a crate from the folder of its `lib.rs`.
    pub fn read(folder: &Path) -> Self {
        Self::build(&|path| fs::read_to_string(folder.join(path)).ok())
    }

    /// Follows the module declarations from `lib.rs`. `text` returns the text of a file, if there is one.
    pub fn build(text: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut found = Crate { modules: BTreeMap::new(), findings: Vec::new() };
        let mut waiting: Vec<Module> = vec![Vec::new()];
        while let Some(module) = waiting.pop() {
            let path = module.join("/");
            let names =
                if module.is_empty() { vec!["lib.rs".into()] } else { vec![format!("{path}/mod.rs"), format!("{path}.rs")] };
            let Some((name, text)) = names.iter().find_map(|name| text(name).map(|text| (name, text))) else {
                found.findings.push(format!("no file for the module {}", shown(&module)));
                continue;
            };
            let lines = lines_before_tests(&text);
            if lines > MOST_LINES {
                found.findings.push(format!("{name} has {lines} lines before its tests, more than {MOST_LINES}: split it by job"));
            }
            let source = Source::parse(&text);
            waiting.extend(source.children.iter().map(|child| [&module[..], std::slice::from_ref(child)].concat()));
            found.modules.insert(module, source);
        }
        found
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.modules.len()
    }

    /// Returns all findings: files that are too long, cycles between files and between rooms, and imports from later rooms.
    pub fn findings(&self) -> Vec<String> {
        let arrows = self.arrows();
        let mut findings = self.findings.clone();
        for cycle in cycles(&arrows) {
            let cycle: Vec<String> = cycle.iter().map(|module| shown(module)).collect();
            findings.push(format!("files that import each other: {}", cycle.join(", ")));
        }
        let mut rooms: BTreeMap<&[String], BTreeSet<(Module, Module)>> = BTreeMap::new();
        for (from, to) in &arrows {
            let common = from.iter().zip(to).take_while(|(one, other)| one == other).count();
            let room = |module: &Module| module[..module.len().min(common + 1)].to_vec();
            rooms.entry(&from[..common]).or_default().insert((room(from), room(to)));
            findings.extend(self.later(from, to, common));
        }
        for (parent, arrows) in rooms {
            for cycle in cycles(&arrows) {
                let cycle: Vec<String> = cycle.iter().map(|module| shown(module)).collect();
                findings.push(format!("rooms of {} that import each other: {}", shown(parent), cycle.join(", ")));
            }
        }
        findings
    }

    /// Returns a finding if an import leads to a module that its parent declares later.
    fn later(&self, from: &Module, to: &Module, common: usize) -> Option<String> {
        let parent = &from[..common];
        let place = |module: &Module| {
            let name = module.get(common)?;
            self.modules[parent].children.iter().position(|child| child == name)
        };
        (place(from)? < place(to)?).then(|| {
            let (room, later) = (&from[..=common], &to[..=common]);
            let declared = format!("{} declares {} later than {}", shown(parent), shown(later), shown(room));
            format!("{} imports from {}, but {declared}", shown(from), shown(to))
        })
    }

    /// Returns pairs of modules: the file of the first imports from the file of the second.
    fn arrows(&self) -> BTreeSet<(Module, Module)> {
        let mut arrows = BTreeSet::new();
        for (module, source) in &self.modules {
            let mut arrow = |to: Option<Module>| arrows.extend(to.filter(|to| to != module).map(|to| (module.clone(), to)));
            for import in &source.imports {
                let to = self.target(module, &import.inside, &import.path, Some(import), 0);
                // A public re-export of the module's own children is not an import.
                arrow(to.filter(|to| !(import.is_public && to.starts_with(module))));
            }
            for (inside, path) in &source.paths {
                arrow(self.target(module, inside, path, None, 0));
            }
        }
        arrows
    }

    /// Returns the module that defines what a path in a module's file names; `None` for names of other crates.
    fn target(
        &self,
        module: &[String],
        inside: &[String],
        path: &[String],
        within: Option<&Import>,
        steps: usize,
    ) -> Option<Module> {
        let here = || module.iter().chain(inside).cloned().collect::<Module>();
        let source = &self.modules[module];
        let (first, rest) = path.split_first()?;
        let absolute = match first.as_str() {
            "crate" => rest.to_vec(),
            "self" => here().into_iter().chain(rest.iter().cloned()).collect(),
            "super" => {
                let mut base = here();
                let supers = path.iter().take_while(|segment| *segment == "super").count();
                base.truncate(base.len().checked_sub(supers)?);
                base.into_iter().chain(path[supers..].iter().cloned()).collect()
            }
            name => {
                let named = |import: &&Import| import.name.as_deref() == Some(name) && within != Some(*import);
                if let Some(import) = source.imports.iter().find(named).filter(|_| steps < MOST_STEPS) {
                    let path: Vec<String> = import.path.iter().chain(rest).cloned().collect();
                    return self.target(module, &import.inside, &path, Some(import), steps + 1);
                }
                if !source.children.iter().any(|child| child == name) {
                    return None;
                }
                module.iter().chain(path).cloned().collect()
            }
        };
        Some(self.definer(&absolute, steps))
    }

    /// Returns the module that defines what an absolute path names, as far as re-exports can be followed.
    fn definer(&self, absolute: &[String], steps: usize) -> Module {
        let depth = (0..=absolute.len()).rev().find(|depth| self.modules.contains_key(&absolute[..*depth])).unwrap_or(0);
        let (module, rest) = absolute.split_at(depth);
        let Some(name) = rest.first().filter(|_| steps < MOST_STEPS) else { return module.to_vec() };
        let source = &self.modules[module];
        let named = source.imports.iter().find(|import| import.name.as_ref() == Some(name) && import.inside.is_empty());
        if let Some(import) = named {
            let path: Vec<String> = import.path.iter().chain(&rest[1..]).cloned().collect();
            return self.target(module, &[], &path, Some(import), steps + 1).unwrap_or_else(|| module.to_vec());
        }
        let globs = source.imports.iter().filter(|import| import.is_glob && !source.items.contains(name));
        let mut targets = globs.filter_map(|import| self.target(module, &import.inside, &import.path, Some(import), steps + 1));
        targets.find(|target| self.modules[target].items.contains(name)).unwrap_or_else(|| module.to_vec())
    }
}

fn shown(module: &[String]) -> String {
    if module.is_empty() { "the crate's root".to_string() } else { module.join("::") }
}

/// Returns the sets of nodes that can all be reached from each other.
fn cycles(arrows: &BTreeSet<(Module, Module)>) -> Vec<Vec<Module>> {
    let reached = |from: &Module| {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![from];
        while let Some(node) = waiting.pop() {
            for (_, to) in arrows.iter().filter(|(one, _)| one == node) {
                if reached.insert(to) {
                    waiting.push(to);
                }
            }
        }
        reached
    };
    let nodes: BTreeSet<&Module> = arrows.iter().map(|(from, _)| from).collect();
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = nodes.into_iter().map(|node| (node, reached(node))).collect();
    let in_cycle =
        |one: &Module, other: &Module| reached[one].contains(other) && reached.get(other).is_some_and(|nodes| nodes.contains(one));
    let mut cycles: BTreeSet<Vec<Module>> = BTreeSet::new();
    for node in reached.keys().filter(|node| in_cycle(node, node)) {
        cycles.insert(reached.keys().filter(|other| in_cycle(node, other)).map(|other| (*other).clone()).collect());
    }
    cycles.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        let text = |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_string());
        Crate::build(&text).findings()
    }

    #[test]
    fn a_crate_in_the_order_of_its_data_is_clean() {
        let clean = [
            ("lib.rs", "mod ground; pub mod room; pub use room::Answer;"),
            ("ground.rs", "pub struct Number; #[cfg(test)] mod tests { use crate::room::Answer; }"),
            ("room/mod.rs", "mod first; mod second; pub use second::Answer; use crate::ground::Number;"),
            ("room/first.rs", "use crate::ground::Number; // use crate::room::second::Answer;"),
            ("room/second.rs", "use super::first::f; pub struct Answer(crate::ground::Number);"),
        ];
        assert_eq!(findings(&clean), [""; 0]);
    }

    #[test]
    fn files_that_import_each_other_are_found() {
        let found = findings(&[("lib.rs", "mod a; mod b;"), ("a.rs", "fn f() { crate::b::g() }"), ("b.rs", "use super::a::f;")]);
        assert_eq!(
            found,
            [
                "files that import each other: a, b",
                "a imports from b, but the crate's root declares b later than a",
                "rooms of the crate's root that import each other: a, b",
            ]
        );
    }

    #[test]
    fn a_cycle_of_rooms_needs_no_cycle_of_files() {
        let found = findings(&[
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod one; mod two;"),
            ("a/one.rs", ""),
            ("a/two.rs", "use crate::b::f;"),
            ("b.rs", "use crate::a::one;"),
        ]);
        assert_eq!(
            found,
            [
                "a::two imports from b, but the crate's root declares b later than a",
                "rooms of the crate's root that import each other: a, b",
            ]
        );
    }

    #[test]
    fn the_order_holds_within_a_room_as_well() {
        let found = findings(&[
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod one; mod two;"),
            ("a/one.rs", "use super::two::f;"),
            ("a/two.rs", ""),
        ]);
        assert_eq!(found, ["a::one imports from a::two, but a declares a::two later than a::one"]);
    }

    #[test]
    fn a_name_that_the_parent_passes_on_is_the_siblings() {
        let parent = "mod two; mod one; pub use one::One; pub use two::*; use three::Three; mod three;";
        let one = "use super::Two; use super::Three; pub struct One;";
        let files = |two: &'static str| {
            [("lib.rs", "mod a;"), ("a/mod.rs", parent), ("a/one.rs", one), ("a/two.rs", two), ("a/three.rs", "pub struct Three;")]
        };
        let three = "a::one imports from a::three, but a declares a::three later than a::one";
        assert_eq!(findings(&files("pub struct Two;")), [three]);
        let cycle = findings(&files("use super::One; pub struct Two;"));
        assert!(cycle.contains(&"files that import each other: a::one, a::two".to_string()), "{cycle:?}");
    }

    #[test]
    fn a_parent_that_uses_a_child_gives_it_nothing() {
        let found = findings(&[
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "mod one; pub struct A; fn f() { one::f() }"),
            ("a/one.rs", "use super::A;"),
        ]);
        assert_eq!(found[0], "files that import each other: a, a::one");
    }

    #[test]
    fn a_module_by_another_name_is_that_module() {
        let found = findings(&[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b as c; fn f() { c::g() }"),
            ("b.rs", "use crate::{a::f as h};"),
        ]);
        assert_eq!(found[0], "files that import each other: a, b");
    }

    #[test]
    fn long_files_and_missing_ones_are_found() {
        let long = "//\n".repeat(MOST_LINES + 1);
        let found = findings(&[("lib.rs", "mod a; mod b;"), ("a.rs", &long)]);
        assert_eq!(found, ["no file for the module b", "a.rs has 401 lines before its tests, more than 400: split it by job"]);
        assert_eq!(
            findings(&[("lib.rs", "mod a;"), ("a.rs", &format!("{}#[cfg(test)]\nmod tests {{\n{long}}}\n", &long[3..]))]),
            [""; 0]
        );
    }
}
