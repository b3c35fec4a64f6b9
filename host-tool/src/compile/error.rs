//! Why a blob can't be built: the data exceeds the format, or the disk that the builder works on fails.

use std::fmt;
use std::io;

use factrom::Tag;

/// Data that the format's 32-bit numbers can't hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// The section that overflows.
    pub section: Tag,
    /// What is exceeded.
    pub limit: &'static str,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the data is too large for one blob: section {} exceeds {}", self.section, self.limit)
    }
}

impl std::error::Error for TooLarge {}

/// Why a blob could not be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The data exceeds a limit of the format.
    TooLarge(TooLarge),
    /// A temporary file could not be made, written or read.
    Io {
        /// What was being done.
        doing: String,
        /// What the system said.
        error: io::Error,
    },
}

impl BuildError {
    /// For `map_err`: the error of a system call, with what it was for.
    pub(super) fn io(doing: &str) -> impl FnOnce(io::Error) -> BuildError + '_ {
        move |error| BuildError::Io { doing: doing.to_string(), error }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::TooLarge(error) => error.fmt(f),
            BuildError::Io { doing, error } => {
                write!(f, "{doing}: {error}; more memory or another folder for temporary files (TMPDIR) may help")
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

/// Gives the items of an iterator that may fail to something that takes a plain one. The first failure ends the items, and then is
/// the result: what was made of half of them is never seen.
///
/// # Errors
///
/// The first failure among the items.
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
        assert!(error.to_string().starts_with("reading: unexpected end of file; "), "{error}");
    }
}
