//! Data sets by name: files in `../shared/rdf` beside the checkout, other N-Triples files, and generated data of a given size.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use crate::Failure;
use crate::generate;
use crate::questions::Questions;

/// Files that are measured by default.
pub const FILES: [&str; 5] = ["lubm-131", "lubm-1035", "lubm-4102", "lubm-8198", "schemaorg-30.0"];

/// Where a data set comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An N-Triples file.
    File(PathBuf),
    /// Generated data with this number of triples.
    Generated(u64),
}

/// A data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSet {
    /// Name in the table.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
}

impl DataSet {
    /// Parses a data set from the command line: a number of triples to generate, a name from [`FILES`], or a path that ends in
    /// `.nt`.
    ///
    /// # Errors
    ///
    /// Returns an error if the name is none of these.
    pub fn named(name: &str) -> Result<Self, Failure> {
        let source = if let Ok(triples) = name.replace('_', "").parse() {
            return Ok(Self::generated(triples));
        } else if FILES.contains(&name) {
            let folder = if name.starts_with("lubm") { "rdf/lubm" } else { "rdf" };
            shared().join(folder).join(format!("{name}.nt"))
        } else if name.ends_with(".nt") {
            PathBuf::from(name)
        } else {
            let known = FILES.join(", ");
            return Err(
                format!("unknown data set `{name}`: use one of {known}, a file that ends in .nt, or a number of triples").into()
            );
        };
        let name = source.file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned());
        Ok(DataSet { name, source: Source::File(source) })
    }

    /// A generated data set.
    #[must_use]
    pub fn generated(triples: u64) -> Self {
        DataSet { name: format!("generated-{triples}"), source: Source::Generated(triples) }
    }

    /// Generated data sets of 1,000, 10,000 and so on.
    #[must_use]
    pub fn generated_up_to(most: u64) -> Vec<Self> {
        let sizes = (3..).map_while(|power| 10_u64.checked_pow(power)).take_while(|size| *size <= most);
        sizes.map(Self::generated).collect()
    }

    /// Whether the data set must be skipped because its file is missing, which is reported on standard error. A file given by path
    /// must exist. With `CI=true`, all files must exist.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is missing but must exist.
    pub fn is_absent(&self) -> Result<bool, Failure> {
        match &self.source {
            Source::File(path) if !path.exists() => {
                let absent = format!("{} does not exist", path.display());
                if !path.starts_with(shared()) || std::env::var("CI").is_ok_and(|ci| ci == "true") {
                    return Err(absent.into());
                }
                eprintln!("skipped: {} ({absent})", self.name);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Writes the triples to a file without duplicates, and prepares the questions.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or written, or if it is not valid N-Triples.
    pub fn prepare(&self, copy: &Path) -> Result<Questions, Failure> {
        match &self.source {
            Source::File(path) => Questions::prepare(path, copy),
            Source::Generated(triples) => {
                generate::write(*triples, &mut BufWriter::new(File::create(copy)?))?;
                Questions::on(copy, *triples)
            }
        }
    }
}

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_paths_and_numbers_are_told_apart() {
        assert_eq!(DataSet::named("1_000").expect("a number").source, Source::Generated(1_000));
        assert_eq!(DataSet::named("some/data.nt").expect("a path").name, "data");
        assert_eq!(DataSet::named("lubm-131").expect("a name").name, "lubm-131");
        let error = DataSet::named("lubm").expect_err("an unknown data set").to_string();
        assert!(error.starts_with("unknown data set `lubm`: use one of lubm-131, "), "{error}");
        let names: Vec<String> = DataSet::generated_up_to(20_000).into_iter().map(|data| data.name).collect();
        assert_eq!(names, ["generated-1000", "generated-10000"]);
    }
}
