//! Errors of the builder: the data exceeds a limit of the format, or a temporary file fails.

use std::fmt;
use std::io;

use factrom::Tag;

/// The data exceeds what the format's 32-bit numbers can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Section that overflows.
    pub section: Tag,
    /// Limit that is exceeded.
    pub limit: &'static str,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the data is too large for one blob: section {} exceeds {}: split the data into several blobs",
            self.section, self.limit
        )
    }
}

impl std::error::Error for TooLarge {}

/// Error of building a blob.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The data exceeds a limit of the format.
    TooLarge(TooLarge),
    /// A temporary file could not be created, written or read.
    Io {
        /// What the builder was doing, for example `writing a temporary file`.
        doing: String,
        /// Error returned by the operating system.
        error: io::Error,
    },
}

impl BuildError {
    /// For `map_err`: wraps an I/O error and records what the builder was doing.
    pub(super) fn io(doing: &str) -> impl FnOnce(io::Error) -> BuildError + '_ {
        move |error| BuildError::Io { doing: doing.to_string(), error }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::TooLarge(error) => error.fmt(f),
            BuildError::Io { doing, error } => {
                write!(f, "error {doing}: {error}; allow more memory, or set TMPDIR to a folder with more space")
            }
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            BuildError::TooLarge(error) => Some(error),
            BuildError::Io { error, .. } => Some(error),
        }
    }
}

impl From<TooLarge> for BuildError {
    fn from(error: TooLarge) -> Self {
        BuildError::TooLarge(error)
    }
}

/// Passes the items of a fallible iterator to a function that takes an infallible one. The first failure ends the iteration and
/// becomes the result: whatever `take` made of the items before it is dropped.
///
/// # Errors
///
/// Returns the first failure among the items.
pub fn fallible<T, R>(
    items: impl Iterator<Item = Result<T, BuildError>>,
    take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> Result<R, BuildError> {
    let mut failure = None;
    let mut plain = items.map_while(|item| item.map_err(|error| failure = Some(error)).ok());
    let result = take(&mut plain);
    match failure {
        Some(error) => Err(error),
        None => Ok(result),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_items_make_no_result() {
        let failure = || BuildError::Io { doing: "reading".to_string(), error: io::ErrorKind::UnexpectedEof.into() };
        let sum = |items: Vec<Result<u32, BuildError>>| fallible(items.into_iter(), |items| items.sum::<u32>());
        assert_eq!(sum(vec![Ok(2), Ok(3)]).ok(), Some(5));
        let error = sum(vec![Ok(2), Err(failure()), Ok(3)]).unwrap_err();
        assert!(error.to_string().starts_with("error reading: unexpected end of file; "), "{error}");
    }
}
