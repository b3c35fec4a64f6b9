//! How the engines grow: an SVG of four panels, both axes logarithmic.

use std::ops::Range;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::Failure;
use crate::engines::EngineName;
use crate::measure::Measure;
use crate::questions::SHAPES;
use crate::table::{Results, duration};

const SIZE: (u32, u32) = (1_000, 760);
const FONT: &str = "sans-serif";

/// Okabe and Ito's colours, which most people can tell apart.
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
    /// The figure of an engine on a data set.
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

/// Draws the growth of all engines over data sets of ascending size.
///
/// # Errors
///
/// If there are fewer than two data sets, or the file can't be written.
pub fn write(path: &Path, results: &[Results]) -> Result<(), Failure> {
    let (Some(first), Some(last)) = (results.first(), results.last()) else { return Err("nothing to draw".into()) };
    if first.triples >= last.triples {
        return Err("growth needs data sets of at least two sizes".into());
    }
    let sizes = first.triples as f64..last.triples as f64;
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        root.fill(&WHITE).map_err(drawing)?;
        for (index, (area, panel)) in root.split_evenly((2, 2)).iter().zip(PANELS).enumerate() {
            draw(area, &panel, &sizes, results, index == 0)?;
        }
        root.present().map_err(drawing)?;
    }
    Ok(std::fs::write(path, svg)?)
}

fn drawing(error: impl std::fmt::Display) -> Failure {
    format!("the plot can't be drawn: {error}").into()
}

/// The powers of ten around all figures of a panel.
fn bounds(panel: &Panel, results: &[Results]) -> Range<f64> {
    let figures = || results.iter().flat_map(|results| EngineName::ALL.map(|engine| (panel.figure)(results, engine))).flatten();
    let (smallest, largest) = (figures().fold(f64::INFINITY, f64::min), figures().fold(0.0, f64::max));
    10_f64.powf(smallest.log10().floor())..10_f64.powf(largest.log10().ceil())
}

fn draw(
    area: &DrawingArea<SVGBackend<'_>, Shift>,
    panel: &Panel,
    sizes: &Range<f64>,
    results: &[Results],
    with_legend: bool,
) -> Result<(), Failure> {
    let mut chart = ChartBuilder::on(area)
        .caption(panel.title, (FONT, 17))
        .margin(14)
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
        let width = if engine == EngineName::FactRom { 3 } else { 2 };
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(width)).point_size(3))
            .map_err(drawing)?
            .label(engine.to_string())
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(width)));
    }
    if with_legend {
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .background_style(WHITE.mix(0.85))
            .label_font((FONT, 13))
            .draw()
            .map_err(drawing)?;
    }
    Ok(())
}
