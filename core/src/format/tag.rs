//! The tags of sections.

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $noun:literal;)*) => {
        /// What a section holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Tag { $($(#[$doc])* $name = $number,)* }

        impl Tag {
            /// All tags, in the order of their sections in a blob.
            pub const ALL: &'static [Tag] = &[$(Tag::$name,)*];

            /// The tag of that number.
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
    /// What the data set is called.
    Meta = 1, "meta";
    /// The symbols that all texts are written in.
    Codec = 2, "codec";
    /// The dictionary.
    Terms = 3, "terms";
    /// The asserted triples.
    Triples = 4, "triples";
    /// Entities and their names.
    Entities = 5, "entities";
    /// Predicates and classes.
    Vocabulary = 6, "vocabulary";
    /// Where the facts come from.
    Sources = 7, "sources";
    /// The places in the sources.
    Locators = 8, "locators";
    /// The facts.
    Facts = 9, "facts";
    /// Languages, orders and times of literals.
    Values = 10, "values";
    /// The terms that are triples.
    TripleTerms = 11, "triple terms";
    /// The named graphs.
    Graphs = 12, "graphs";
}

impl core::fmt::Display for Tag {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}
