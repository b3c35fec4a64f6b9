//! A store as source code, for programs that carry their facts along: Rust, C, and a C header.
//!
//! Neither needs anything else of ours. Rust gets one byte string and not a list of numbers, which the compiler would parse one
//! by one: three mebibytes as a list take it half a minute and 1.5 GB of memory, as a string half a second. In C a list is all
//! there is, since strings have a limit.

use std::fmt::Write as _;
use std::path::Path;

use factrom::Store;

use super::elf::START;
use crate::numbers::grouped_counted;

/// Bytes in a line.
const LINE: usize = 24;

/// Rust, for `include!` or as a module: `pub static FACTROM_STORE: &[u8; LEN]`.
#[must_use]
pub fn rust(bytes: &[u8], store: &Store<'_>, align: Option<u32>) -> String {
    let len = bytes.len();
    let mut text = format!(
        "// Written by `factrom flash`: write it anew rather than edit it.\n\n\
         /// {}\n\
         #[rustfmt::skip]\n\
         pub static {START}: &[u8; {len}] = ",
        about(bytes, store),
    );
    let (before, after) = match align {
        Some(align) => (
            format!("{{\n#[repr(C, align({align}))]\nstruct Aligned([u8; {len}]);\nstatic ALIGNED: Aligned = Aligned(*"),
            ");\n&ALIGNED.0\n};\n",
        ),
        None => (String::new(), ";\n"),
    };
    text.push_str(&before);
    text.push_str("b\"\\\n");
    for line in bytes.chunks(LINE) {
        for byte in line {
            // Writing into a string does not fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
        text.push_str("\\\n");
    }
    text.push('"');
    text.push_str(after);
    text
}

/// C: `const unsigned char NAME[]` and `const unsigned int NAME_len`.
#[must_use]
pub fn c(bytes: &[u8], store: &Store<'_>, align: Option<u32>, name: &str) -> String {
    let len = bytes.len();
    // The declarations come first, so that the file is C++ as well: there a constant is else its file's own.
    let declarations = format!("extern const unsigned char {name}[{len}];\nextern const unsigned int {name}_len;\n");
    let opening = "#ifdef __cplusplus\nextern \"C\" {\n#endif\n";
    let closing = "#ifdef __cplusplus\n}\n#endif\n";
    format!("{}\n{opening}{declarations}{closing}\n{}", comment(bytes, store), definitions(bytes, align, name, "const"))
}

/// C, to be included where it is used: the same, and static.
#[must_use]
pub fn header(bytes: &[u8], store: &Store<'_>, align: Option<u32>, name: &str) -> String {
    let guard = format!("FACTROM_{}_H", name.to_ascii_uppercase());
    let definitions = definitions(bytes, align, name, "static const");
    format!("{}\n#ifndef {guard}\n#define {guard}\n\n{definitions}\n#endif\n", comment(bytes, store))
}

fn definitions(bytes: &[u8], align: Option<u32>, name: &str, storage: &str) -> String {
    let len = bytes.len();
    let attribute = align.map(|align| format!(" __attribute__((aligned({align})))")).unwrap_or_default();
    let mut text = format!("{storage} unsigned char {name}[{len}]{attribute} = {{\n");
    for line in bytes.chunks(LINE) {
        for byte in line {
            // Writing into a string does not fail.
            let _ = write!(text, "{byte},");
        }
        text.push('\n');
    }
    text.push_str(&format!("}};\n{storage} unsigned int {name}_len = {len};\n"));
    text
}

/// The file's name as C's, in the way of `xxd -i`: what can't be in a name is `_`.
#[must_use]
pub fn c_name(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut name: String = stem.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '_' }).collect();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || KEYWORDS.contains(&name.as_str()) {
        name = format!("facts_{}", name.trim_start_matches('_')).trim_end_matches('_').to_string();
    }
    name
}

/// Words that C or C++ keeps for itself and a file may be called.
const KEYWORDS: &[&str] = &[
    "auto",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "delete",
    "do",
    "double",
    "else",
    "enum",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "main",
    "mutable",
    "namespace",
    "new",
    "operator",
    "private",
    "protected",
    "public",
    "register",
    "requires",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "template",
    "this",
    "throw",
    "true",
    "try",
    "typedef",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
];

fn comment(bytes: &[u8], store: &Store<'_>) -> String {
    format!("/* Written by `factrom flash`: write it anew rather than edit it.\n   {} */\n", about(bytes, store))
}

/// What a reader of the source wants to know of the bytes. A data set's name comes from a file, so what could end a comment is
/// left out of it.
fn about(bytes: &[u8], store: &Store<'_>) -> String {
    let name = store.name().map(|name| name.to_string()).unwrap_or_default();
    let name: String = name
        .chars()
        .map(|character| if character.is_alphanumeric() || "-_. ".contains(character) { character } else { '?' })
        .collect();
    let id = store.dataset_id();
    let space = if name.is_empty() { "" } else { " " };
    format!("The FactROM store{space}{name}: data set {id}, {}.", grouped_counted(bytes.len() as u64, "byte"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_c() {
        let names = ["facts.c", "talks-2022.h", "out/2022.c", "int.c", "-", ".c", "für.c"].map(|name| c_name(Path::new(name)));
        assert_eq!(names, ["facts", "talks_2022", "facts_2022", "facts_int", "facts", "facts_c", "f_r"]);
    }
}
