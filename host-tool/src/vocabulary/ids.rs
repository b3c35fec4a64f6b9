//! Ids in a data set, and the folders of its namespace.

/// Folders of a data set's namespace. An IRI in it consists of the namespace, a folder, `/` and an id.
pub mod folder {
    /// Folder of classes.
    pub const CLASS: &str = "class";
    /// Folder of entities.
    pub const ENTITY: &str = "entity";
    /// Folder of facts.
    pub const FACT: &str = "fact";
    /// Folder of predicates.
    pub const PREDICATE: &str = "predicate";
    /// Folder of sources.
    pub const SOURCE: &str = "source";
    /// All of them.
    pub const ALL: [&str; 5] = [CLASS, ENTITY, FACT, PREDICATE, SOURCE];
}

/// Whether a text is a valid id: lower-case letters and digits, with single hyphens in between; 64 characters at most.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_with_hyphens() {
        for id in ["a", "7", "talks-2022", &"a".repeat(64)] {
            assert!(is_id(id), "{id}");
        }
        for text in ["", "-", "a-", "-a", "a--b", "A", "é", "a_b", "a b", &"a".repeat(65)] {
            assert!(!is_id(text), "{text}");
        }
    }
}
