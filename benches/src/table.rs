//! The table: FactROM's figures, and those of the other engines as ratios to them.

use std::fmt::{self, Write};

use crate::engines::EngineName;
use crate::measure::{Measure, Report};

/// All results for one data set.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Results {
    /// Name of the data set.
    pub data: String,
    /// Number of triples.
    pub triples: u64,
    /// Size as N-Triples, in bytes.
    pub n_triples_bytes: u64,
    /// Results of each engine.
    pub reports: Vec<Report>,
}

impl Results {
    /// Returns a figure of an engine.
    #[must_use]
    pub fn figure(&self, engine: EngineName, measure: Measure) -> Option<f64> {
        self.reports.iter().find(|report| report.engine == engine)?.figures.get(&measure.to_string()).copied()
    }
}

/// Text above the tables of all data sets.
pub const LEGEND: &str = "\
FactROM in absolute figures, the others as ratios to it: 2.00x takes twice as much.
`!` marks ratios below 1. \"each\" is per triple of a range.";

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Results { data, triples, n_triples_bytes, .. } = self;
        writeln!(f, "{data}: {} triples, {} bytes as N-Triples", grouped(*triples), grouped(*n_triples_bytes))?;
        let mut heading = format!("{:24}", "");
        for engine in EngineName::ALL {
            write!(heading, "{engine:>13}")?;
        }
        writeln!(f, "{heading}")?;
        for measure in Measure::all() {
            let Some(own) = self.figure(EngineName::FactRom, measure) else { continue };
            let absolute = if measure.is_bytes() { bytes(own) } else { duration(own) };
            let mut row = format!("{measure:24}{absolute:>13}");
            for rival in &EngineName::ALL[1..] {
                let cell = self.figure(*rival, measure).map_or_else(|| "-  ".to_owned(), |figure| ratio(figure / own));
                write!(row, "{cell:>13}")?;
            }
            writeln!(f, "{}", row.trim_end())?;
        }
        Ok(())
    }
}

/// Formats a ratio with three digits. Ratios below one are marked.
fn ratio(ratio: f64) -> String {
    let mark = if ratio < 0.995 { '!' } else { ' ' };
    let digits = match ratio {
        ratio if ratio < 9.995 => format!("{ratio:.2}"),
        ratio if ratio < 99.95 => format!("{ratio:.1}"),
        ratio => grouped(ratio.round() as u64),
    };
    format!("{digits}x {mark}")
}

/// Formats bytes exactly, and in megabytes from a thousand million on, which would not fit into the column.
fn bytes(bytes: f64) -> String {
    if bytes < 1e9 {
        format!("{} B", grouped(bytes.round() as u64))
    } else {
        format!("{} MB", grouped((bytes / 1e6).round() as u64))
    }
}

/// Formats nanoseconds with three digits and a unit.
#[must_use]
pub fn duration(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        n if n < 999.5 => (n, "ns"),
        n if n < 999.5e3 => (n / 1e3, "µs"),
        n if n < 999.5e6 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    };
    let decimals = match value {
        value if value < 9.995 => 2,
        value if value < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$} {unit}")
}

/// Formats a number with a comma for every three digits.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(engine: EngineName, figures: &[(Measure, f64)]) -> Report {
        let figures = figures.iter().map(|(measure, figure)| (measure.to_string(), *figure)).collect();
        Report { engine, figures, counts: Vec::new() }
    }

    #[test]
    fn rivals_are_ratios_and_where_they_lead_it_shows() {
        let results = Results {
            data: "some".to_owned(),
            triples: 1_000,
            n_triples_bytes: 123_456,
            reports: vec![
                report(EngineName::FactRom, &[(Measure::Bytes, 20_000.0), (Measure::Open, 12_345.0)]),
                report(EngineName::Hdt, &[(Measure::Bytes, 15_000.0), (Measure::Open, 123_450.0)]),
                report(EngineName::Oxigraph, &[(Measure::Open, 123_450_000.0)]),
            ],
        };
        let expected = [
            "some: 1,000 triples, 123,456 bytes as N-Triples",
            "                              FactROM          hdt     Oxigraph       SQLite",
            "store                        20,000 B      0.75x !          -            -",
            "open                          12.3 µs      10.0x      10,000x            -",
        ];
        assert_eq!(results.to_string().lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn bytes_fit_their_column() {
        assert_eq!([0.0, 999_999_999.0, 1_436_426_240.0].map(bytes), ["0 B", "999,999,999 B", "1,436 MB"]);
    }

    #[test]
    fn durations_and_ratios_have_three_digits() {
        assert_eq!(
            [0.5, 39.96, 999.4, 1_500.0, 23_456_789.0, 2e9].map(duration),
            ["0.50 ns", "40.0 ns", "999 ns", "1.50 µs", "23.5 ms", "2.00 s"]
        );
        assert_eq!([0.123, 0.999, 9.994, 99.94, 1234.5].map(ratio), ["0.12x !", "1.00x  ", "9.99x  ", "99.9x  ", "1,235x  "]);
    }
}
