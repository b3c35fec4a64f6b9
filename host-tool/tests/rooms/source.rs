//! Parses a Rust file as far as the check needs it: its child modules, its imports and the paths in its code.
//!
//! Comments, strings and test code are ignored.

use std::collections::BTreeSet;

/// The declarations and references of a file.
#[derive(Debug, Default)]
pub struct Source {
    /// Modules in files of their own, in the order of their declarations.
    pub children: Vec<String>,
    /// The leaves of all `use` declarations.
    pub imports: Vec<Import>,
    /// Paths in code, each with its enclosing inline modules.
    pub paths: Vec<(Vec<String>, Vec<String>)>,
    /// Names of items.
    pub items: BTreeSet<String>,
}

/// A leaf of a `use` declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its enclosing inline modules.
    pub inside: Vec<String>,
    /// Segments of its path, without a final `self` or `*`.
    pub path: Vec<String>,
    /// Name that it declares; `None` for a glob and for `_`.
    pub name: Option<String>,
    /// Whether it ends with `*`.
    pub is_glob: bool,
    /// Whether it is visible outside the module.
    pub is_public: bool,
}

impl Source {
    /// Parses the text of a file.
    pub fn parse(text: &str) -> Self {
        let tokens = without_tests(&tokens(text));
        let mut source = Source::default();
        let mut inside: Vec<(String, usize)> = Vec::new();
        let (mut depth, mut at) = (0, 0);
        while let Some(token) = tokens.get(at) {
            let (before, after) = (at.checked_sub(1).map_or("", |at| &tokens[at]), tokens.get(at + 1).map_or("", |token| token));
            match (token.as_str(), tokens.get(at + 2).map(String::as_str)) {
                ("{", _) => depth += 1,
                ("}", _) => {
                    depth -= 1;
                    inside.pop_if(|(_, outer)| *outer == depth);
                }
                ("mod", Some(";")) => source.children.push(after.to_string()),
                ("mod", Some("{")) => inside.push((after.to_string(), depth)),
                ("use", _) if after != "<" => {
                    let end = at + tokens[at..].iter().position(|token| token == ";").unwrap_or(tokens.len() - at);
                    let leaf = Import {
                        inside: inside.iter().map(|(name, _)| name.clone()).collect(),
                        path: Vec::new(),
                        name: None,
                        is_glob: false,
                        is_public: is_public(&tokens[..at]),
                    };
                    leaves(&tokens[at + 1..end], &leaf, &mut source.imports);
                    at = end;
                }
                ("fn" | "struct" | "enum" | "trait" | "const" | "static" | "type" | "union", _) => {
                    source.items.insert(after.to_string());
                }
                (word, _) if after == "::" && is_word(word) && !matches!(before, "::" | ".") => {
                    let mut path = vec![word.to_string()];
                    while tokens.get(at + 1).is_some_and(|token| token == "::")
                        && tokens.get(at + 2).is_some_and(|token| is_word(token))
                    {
                        path.push(tokens[at + 2].clone());
                        at += 2;
                    }
                    // `pub(in crate::module)` does not use that module.
                    if before != "in" {
                        source.paths.push((inside.iter().map(|(name, _)| name.clone()).collect(), path));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        source
    }
}

/// Returns the number of lines before the tests of a file.
pub fn lines_before_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let is_start = |two: &[&str]| two[0] == "#[cfg(test)]" && two[1].starts_with("mod ");
    lines.windows(2).position(is_start).unwrap_or(lines.len())
}

fn is_word(token: &str) -> bool {
    token.starts_with(|char: char| char.is_alphabetic() || char == '_')
}

/// Whether the item after these tokens is public: `pub`, or `pub(...)`.
fn is_public(before: &[String]) -> bool {
    match before.last().map(String::as_str) {
        Some("pub") => true,
        Some(")") => before.iter().rposition(|token| token == "(").is_some_and(|open| open > 0 && before[open - 1] == "pub"),
        _ => false,
    }
}

/// Collects the leaves of an import tree.
fn leaves(tree: &[String], parent: &Import, imports: &mut Vec<Import>) {
    let mut leaf = parent.clone();
    let mut at = 0;
    while let Some(token) = tree.get(at) {
        match token.as_str() {
            "::" => {}
            "*" => leaf.is_glob = true,
            "self" if !leaf.path.is_empty() => {}
            "as" => {
                leaf.name = tree.get(at + 1).filter(|name| *name != "_").cloned();
                imports.push(leaf);
                return;
            }
            "{" => {
                let (mut depth, mut start) = (0, at + 1);
                for (index, token) in tree.iter().enumerate().skip(at) {
                    match token.as_str() {
                        "{" => depth += 1,
                        "}" => depth -= 1,
                        _ => {}
                    }
                    if (token == "," && depth == 1) || (token == "}" && depth == 0) {
                        if start < index {
                            leaves(&tree[start..index], &leaf, imports);
                        }
                        start = index + 1;
                    }
                }
                return;
            }
            segment => leaf.path.push(segment.to_string()),
        }
        at += 1;
    }
    leaf.name = leaf.path.last().filter(|_| !leaf.is_glob).cloned();
    imports.push(leaf);
}

/// Removes items with `#[cfg(test)]` or `#[cfg(all(test, ...))]`.
fn without_tests(tokens: &[String]) -> Vec<String> {
    let starts = |at: usize, text: &[&str]| tokens[at..].iter().map(String::as_str).take(text.len()).eq(text.iter().copied());
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let for_tests = starts(at, &["#", "[", "cfg", "(", "test", ")"]) || starts(at, &["#", "[", "cfg", "(", "all", "(", "test"]);
        if for_tests {
            while starts(at, &["#", "["]) {
                at = end_of_group(tokens, at + 1);
            }
            at = end_of_item(tokens, at);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Returns the index after the item that starts at an index: after its `;`, or after its block.
fn end_of_item(tokens: &[String], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            ";" => return at + 1,
            "{" => return end_of_group(tokens, at),
            "(" | "[" => at = end_of_group(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// Returns the index after the bracket that closes the one at an index.
fn end_of_group(tokens: &[String], open: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// Splits a text into words, `::` and single characters, without comments, strings and quoted characters.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => comment_len(rest),
            _ if literal_len(rest) > 0 => literal_len(rest),
            _ if rest.starts_with("::") => {
                tokens.push("::".to_string());
                2
            }
            _ if first.is_whitespace() => first.len_utf8(),
            _ if first.is_alphanumeric() || first == '_' => {
                let len = rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len());
                tokens.push(rest[..len].to_string());
                len
            }
            _ => {
                tokens.push(first.to_string());
                first.len_utf8()
            }
        };
        rest = &rest[len..];
    }
    tokens
}

/// Returns the length of the block comment at the start of a text. Comments nest.
fn comment_len(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// Returns the length of the string or character literal at the start of a text, or 0 if there is none.
fn literal_len(text: &str) -> usize {
    let prefix = ["br", "cr", "r", "b", "c"].into_iter().find(|prefix| {
        let rest = text.strip_prefix(prefix).map(|rest| if prefix.ends_with('r') { rest.trim_start_matches('#') } else { rest });
        rest.is_some_and(|rest| rest.starts_with('"') || (*prefix == "b" && rest.starts_with('\'')))
    });
    let prefix = prefix.unwrap_or("");
    let rest = &text[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(hashes));
        let body = prefix.len() + hashes + 1;
        return text[body..].find(&end).map_or(text.len(), |at| body + at + end.len());
    }
    let mut chars = rest.char_indices();
    let quote = match chars.next() {
        Some((_, '"')) => '"',
        // Otherwise it is a lifetime.
        Some((_, '\'')) if rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\'') => '\'',
        _ => return 0,
    };
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => drop(chars.next()),
            _ if char == quote => return prefix.len() + at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        without_tests(&tokens(text)).join(" ")
    }

    #[test]
    fn comments_strings_and_characters_are_left_out() {
        assert_eq!(words("a // b\n/* c /* d */ e */ f \"g \\\" // h\" i"), "a f i");
        assert_eq!(words("a r#\"b \" c\"# br\"d\" b\"e\" b'f' '\\'' 'g' 'h: &'i j"), "a ' h : & ' i j");
    }

    #[test]
    fn what_is_compiled_for_tests_alone_is_left_out() {
        assert_eq!(words("a; #[cfg(test)] mod tests { use b; { c } } d"), "a ; d");
        assert_eq!(words("#[cfg(test)] #[path = \"x\"] mod a; #[cfg(test)] const B: [u8; 1] = [0]; c"), "c");
        assert_eq!(words("#[cfg(all(test, unix))] fn a() -> u8 { 0 } b"), "b");
        assert_eq!(words("#[cfg(not(test))] a"), "# [ cfg ( not ( test ) ) ] a");
    }

    #[test]
    fn imports_have_one_leaf_a_name() {
        let source = Source::parse("use crate::a::{self, b::{C, D as E}, f::*}; pub use g::H; pub(crate) use i as _;");
        let shown: Vec<String> = source
            .imports
            .iter()
            .map(|import| {
                let name = import.name.as_deref().unwrap_or(if import.is_glob { "*" } else { "_" });
                format!("{}{}={name}", if import.is_public { "pub " } else { "" }, import.path.join("::"))
            })
            .collect();
        assert_eq!(shown, ["crate::a=a", "crate::a::b::C=C", "crate::a::b::D=E", "crate::a::f=*", "pub g::H=H", "pub i=_"]);
    }

    #[test]
    fn paths_know_their_inline_module() {
        let source =
            Source::parse("mod a; pub(in crate::x) fn f() { crate::b::c(); d.e::<F>() } mod g { fn h() { super::i::J } } k::l");
        assert_eq!(source.children, ["a"]);
        let shown: Vec<String> = source.paths.iter().map(|(inside, path)| format!("{inside:?} {}", path.join("::"))).collect();
        assert_eq!(shown, ["[] crate::b::c", "[\"g\"] super::i::J", "[] k::l"]);
    }

    #[test]
    fn lines_are_counted_up_to_the_tests() {
        assert_eq!(lines_before_tests("a\nb\n#[cfg(test)]\nmod tests {\n}\n"), 2);
        assert_eq!(lines_before_tests("a\n#[cfg(test)]\nuse b;\nc\n"), 4);
    }
}
