//! The tags of sections, which say what a section contains.

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $noun:literal;)*) => {
        /// What a section contains.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Tag { $($(#[$doc])* $name = $number,)* }

        impl Tag {
            /// All tags, in the order of their sections in a blob.
            pub const ALL: &'static [Tag] = &[$(Tag::$name,)*];

            /// The tag with that number; `None` if this library does not know it.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Tag> {
                match number { $($number => Some(Tag::$name),)* _ => None }
            }

            /// The section's name, for messages and statistics.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Tag::$name => $noun,)* }
            }
        }
    };
}

tags! {
    /// Texts that describe the data set: its id, title, namespace, language and licence.
    Meta = 1, "meta";
    /// The symbols and codes of all texts.
    Codec = 2, "codec";
    /// The dictionary of terms.
    Terms = 3, "terms";
    /// The asserted triples.
    Triples = 4, "triples";
    /// Entities, their names and roles.
    Entities = 5, "entities";
    /// Predicates and classes.
    Vocabulary = 6, "vocabulary";
    /// The sources of the facts.
    Sources = 7, "sources";
    /// Places in the sources.
    Locators = 8, "locators";
    /// The facts.
    Facts = 9, "facts";
    /// The order of the literals in each group, language tags, and the days of times.
    Values = 10, "values";
    /// Terms that are triples.
    TripleTerms = 11, "triple terms";
    /// The graphs of each triple.
    Graphs = 12, "graphs";
}

impl core::fmt::Display for Tag {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}
