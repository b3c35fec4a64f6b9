//! The stance of a fact, and its status: how it is put forward, and how far the text of its source can be trusted.

use core::fmt;

macro_rules! numbered {
    ($(#[$meta:meta])* $enum:ident { $($(#[$doc:meta])* $name:ident = $number:literal, $word:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum $enum { $($(#[$doc])* $name = $number,)* }

        impl $enum {
            /// All values, by ascending number.
            pub const ALL: &'static [$enum] = &[$($enum::$name,)*];

            pub(crate) const fn from_number(number: u32) -> Option<Self> {
                match number { $($number => Some($enum::$name),)* _ => None }
            }

            /// The word that fact files and exports use.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $($enum::$name => $word,)* }
            }

            /// The value for a word; `None` if the word is unknown.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($enum::$name),)* _ => None }
            }
        }

        impl fmt::Display for $enum {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

numbered! {
    /// How a fact is put forward. Only facts that are [`Stance::Asserted`] are also triples of the graph.
    Stance {
        /// The source says it in its own voice.
        Asserted = 0, "asserted";
        /// Somebody says that it is so.
        Claimed = 1, "claimed";
        /// Somebody says that it is not so.
        Denied = 2, "denied";
        /// Somebody demands it.
        Demanded = 3, "demanded";
        /// Somebody proposes it.
        Proposed = 4, "proposed";
        /// Somebody promises it.
        Promised = 5, "promised";
        /// Somebody refuses to do it.
        Refused = 6, "refused";
        /// Somebody warns of it.
        Warned = 7, "warned";
        /// Somebody expects it to happen.
        Predicted = 8, "predicted";
        /// Somebody asks whether it is so.
        Asked = 9, "asked";
        /// Somebody holds it as an opinion.
        Opined = 10, "opined";
    }
}

numbered! {
    /// How far the text of the source can be trusted for a fact.
    Status {
        /// The fact is as the source prints it.
        Sound = 0, "sound";
        /// The source may not mean what it prints. The note says why.
        Doubtful = 1, "doubtful";
        /// The source is garbled, and an editor reconstructed its meaning. The note says how.
        Reconstructed = 2, "reconstructed";
    }
}
