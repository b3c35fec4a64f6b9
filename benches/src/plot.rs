//! Plots how the engines grow with the data: an SVG of four panels with logarithmic axes.

use std::ops::Range;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::Failure;
use crate::engines::EngineName;
use crate::measure::Measure;
use crate::questions::SHAPES;
use crate::table::{Results, duration};

const SIZE: (u32, u32) = (1_000, 800);
const LEGEND_HEIGHT: i32 = 40;
const FONT: &str = "sans-serif";

/// The palette of Okabe and Ito, which most people can distinguish.
fn colour(engine: EngineName) -> RGBColor {
    match engine {
        EngineName::FactRom => RGBColor(213, 94, 0),
        EngineName::Hdt => RGBColor(0, 114, 178),
        EngineName::Oxigraph => RGBColor(0, 158, 115),
        EngineName::Sqlite => RGBColor(120, 120, 120),
    }
}

struct Panel {
    title: &'static str,
    /// Returns the figure of an engine for a data set.
    figure: fn(&Results, EngineName) -> Option<f64>,
    label: fn(&f64) -> String,
}

const PANELS: [Panel; 4] = [
    Panel { title: "Bytes per triple (Oxigraph: resident memory)", figure: bytes_per_triple, label: |bytes| format!("{bytes}") },
    Panel {
        title: "Open (Oxigraph: load)",
        figure: |results, engine| results.figure(engine, Measure::Open),
        label: |time| round(*time),
    },
    Panel {
        title: "Term to id (Oxigraph: term to any triple)",
        figure: |results, engine| results.figure(engine, Measure::TermToId),
        label: |time| round(*time),
    },
    Panel { title: "First match, mean of the seven bound patterns", figure: first_match, label: |time| round(*time) },
];

/// Powers of ten need no decimals.
fn round(nanoseconds: f64) -> String {
    duration(nanoseconds).replace(".00", "").replace(".0", "")
}

fn bytes_per_triple(results: &Results, engine: EngineName) -> Option<f64> {
    let bytes = results.figure(engine, Measure::Bytes).or_else(|| results.figure(engine, Measure::Resident))?;
    Some(bytes / results.triples as f64)
}

fn first_match(results: &Results, engine: EngineName) -> Option<f64> {
    let bound = SHAPES.iter().enumerate().filter(|(_, shape)| shape.bound.contains(&true));
    let figures = bound.map(|(index, _)| results.figure(engine, Measure::First(index))).collect::<Option<Vec<f64>>>()?;
    let logarithms: f64 = figures.iter().map(|figure| figure.ln()).sum();
    Some((logarithms / figures.len() as f64).exp())
}

/// Plots the growth of all engines over data sets of ascending size.
///
/// # Errors
///
/// Returns an error if there are fewer than two sizes, or if the file cannot be written.
pub fn write(path: &Path, results: &[Results]) -> Result<(), Failure> {
    let (Some(first), Some(last)) = (results.first(), results.last()) else { return Err("nothing to draw".into()) };
    if first.triples >= last.triples {
        return Err("the plot needs data sets of at least two sizes".into());
    }
    let sizes = first.triples as f64..last.triples as f64;
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        root.fill(&WHITE).map_err(drawing)?;
        let (above, below) = root.split_vertically(LEGEND_HEIGHT);
        legend(&above)?;
        for (area, panel) in below.split_evenly((2, 2)).iter().zip(PANELS) {
            draw(area, &panel, &sizes, results)?;
        }
        root.present().map_err(drawing)?;
    }
    Ok(std::fs::write(path, svg)?)
}

fn drawing(error: impl std::fmt::Display) -> Failure {
    format!("cannot draw the plot: {error}").into()
}

/// One legend above all panels, where it does not cover a line.
fn legend(area: &DrawingArea<SVGBackend<'_>, Shift>) -> Result<(), Failure> {
    let (mut left, middle) = (76, 24);
    for engine in EngineName::ALL {
        let stroke = PathElement::new([(left, middle), (left + 28, middle)], colour(engine).stroke_width(width(engine)));
        area.draw(&stroke).map_err(drawing)?;
        let name = Text::new(engine.to_string(), (left + 36, middle - 7), (FONT, 15));
        area.draw(&name).map_err(drawing)?;
        left += 150;
    }
    Ok(())
}

fn width(engine: EngineName) -> u32 {
    if engine == EngineName::FactRom { 3 } else { 2 }
}

/// The powers of ten around all figures of a panel.
fn bounds(panel: &Panel, results: &[Results]) -> Range<f64> {
    let figures = || results.iter().flat_map(|results| EngineName::ALL.map(|engine| (panel.figure)(results, engine))).flatten();
    let (smallest, largest) = (figures().fold(f64::INFINITY, f64::min), figures().fold(0.0, f64::max));
    if smallest > largest {
        return 1.0..10.0;
    }
    // Never empty, because an axis of length 0 cannot be divided.
    let (lowest, highest) = (smallest.max(f64::MIN_POSITIVE).log10().floor(), largest.log10().ceil());
    10_f64.powf(lowest)..10_f64.powf(highest.max(lowest + 1.0))
}

fn draw(area: &DrawingArea<SVGBackend<'_>, Shift>, panel: &Panel, sizes: &Range<f64>, results: &[Results]) -> Result<(), Failure> {
    let mut chart = ChartBuilder::on(area)
        .caption(panel.title, (FONT, 17))
        .margin(14)
        // Half of the last label extends beyond the axis.
        .margin_right(38)
        .x_label_area_size(38)
        .y_label_area_size(62)
        .build_cartesian_2d(sizes.clone().log_scale(), bounds(panel, results).log_scale())
        .map_err(drawing)?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .bold_line_style(RGBColor(225, 225, 225))
        .label_style((FONT, 13))
        .x_desc("triples")
        .x_label_formatter(&|size| crate::table::grouped(size.round() as u64))
        .y_label_formatter(&|figure| (panel.label)(figure))
        .draw()
        .map_err(drawing)?;
    for engine in EngineName::ALL {
        let colour = colour(engine);
        let points: Vec<(f64, f64)> =
            results.iter().filter_map(|results| Some((results.triples as f64, (panel.figure)(results, engine)?))).collect();
        chart.draw_series(LineSeries::new(points, colour.stroke_width(width(engine))).point_size(3)).map_err(drawing)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Report;

    fn results(triples: u64) -> Results {
        let reports = EngineName::ALL.map(|engine| {
            let mut figures: crate::measure::Figures =
                (0..SHAPES.len()).map(|index| (Measure::First(index).to_string(), 100.0)).collect();
            figures.insert(Measure::Resident.to_string(), triples as f64 * 50.0);
            figures.insert(Measure::Open.to_string(), 5_000.0);
            Report { engine, figures, counts: Vec::new() }
        });
        Results { data: triples.to_string(), triples, n_triples_bytes: 0, reports: reports.to_vec() }
    }

    #[test]
    fn means_and_bounds() {
        let results = results(1_000);
        assert_eq!(bytes_per_triple(&results, EngineName::Oxigraph), Some(50.0));
        assert!((first_match(&results, EngineName::Hdt).expect("all figures are there") - 100.0).abs() < 1e-9);
        assert_eq!(bounds(&PANELS[0], std::slice::from_ref(&results)), 10.0..100.0);
        // All figures equal, and no figures at all.
        assert_eq!(bounds(&PANELS[1], std::slice::from_ref(&results)), 1e3..1e4);
        assert_eq!(bounds(&PANELS[2], &[results]), 1.0..10.0);
    }

    #[test]
    fn a_plot_names_all_engines_and_one_size_is_not_enough() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("growth.svg");
        write(&path, &[results(1_000), results(10_000)]).expect("it is drawn");
        let svg = std::fs::read_to_string(&path).expect("it was written");
        for text in ["FactROM", "hdt", "Oxigraph", "SQLite", "10,000", "Open (Oxigraph: load)"] {
            assert!(svg.contains(text), "{text}");
        }
        let error = write(&path, &[results(1_000)]).expect_err("one size is not enough").to_string();
        assert_eq!(error, "the plot needs data sets of at least two sizes");
    }
}
