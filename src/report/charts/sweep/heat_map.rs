//! A metric over two axes as coloured cells with their values; the best cell has a frame.

use crate::measure::{Better, Metric};
use crate::report::axis::Axis;
use crate::report::canvas::{Anchor, INK, RED};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers;
use crate::sweep::{Grid, Results, grid};

use super::{Scale, direction, layer, shade, shown_variant, varied};
use plotters::prelude::RGBColor;

/// Panels at most; the others stand in the table.
const MOST_PANELS: usize = 4;
/// Cells of a panel at most.
const MOST_CELLS: usize = 10_000;
/// Columns up to which each cell says its value.
const MOST_SAID: usize = 14;

pub(super) fn heat_map(results: &Results, metric: &'static Metric) -> Option<Figure> {
    let variant = shown_variant(results, metric.id)?;
    let varied = varied(results);
    let [a, b] = [*varied.first()?, *varied.get(1)?];
    let (rows, columns) = (Scale::new(results, a), Scale::new(results, b));
    if rows.levels.len() * columns.levels.len() > MOST_CELLS {
        return None;
    }
    let grids = grid(results, [a, b], variant, metric.id);
    let values = || grids.iter().flat_map(|g| g.values.iter().flatten()).filter_map(|v| v.mean);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return None;
    }
    let range = Range { low, high, best: best(metric, low, high) };
    let panels = grids.iter().take(MOST_PANELS);
    let panels = panels.map(|grid| panel(metric, grid, &rows, &columns, &range)).collect();
    let left_out = match grids.len().saturating_sub(MOST_PANELS) {
        0 => String::new(),
        more => format!(" {more} more combinations stand in the table."),
    };
    let framed = if range.best.is_some() { " The frame marks the best." } else { "" };
    Some(Figure {
        slug: metric.id,
        title: format!("{} ({variant}) by {} and {}", metric.label, rows.label, columns.label),
        caption: format!("{} {}{framed}{left_out}", metric.definition, direction(metric)),
        panels,
        table: table(metric, &grids, &rows, &columns),
    })
}

/// The colour of words that can be read on a colour: by its luminance (Rec. 709).
fn ink(RGBColor(red, green, blue): RGBColor) -> RGBColor {
    let light = 0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue);
    if light < 140.0 { RGBColor(255, 255, 255) } else { INK }
}

/// What the colours stand for.
struct Range {
    low: f64,
    high: f64,
    best: Option<f64>,
}

const fn best(metric: &Metric, low: f64, high: f64) -> Option<f64> {
    match metric.better {
        Better::Higher => Some(high),
        Better::Lower => Some(low),
        Better::Neither => None,
    }
}

fn panel(metric: &Metric, grid: &Grid, rows: &Scale, columns: &Scale, range: &Range) -> Panel {
    let (height, width) = (rows.levels.len(), columns.levels.len());
    let mut layers = Vec::new();
    let mut notes = Vec::new();
    let mut frames = Vec::new();
    for (row, values) in grid.values.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            let Some(mean) = value.mean else { continue };
            let share = if range.high > range.low {
                (mean - range.low) / (range.high - range.low)
            } else {
                0.5
            };
            let share = if metric.better == Better::Lower { 1.0 - share } else { share };
            let (x, y) = (column as f64, row as f64);
            let cell = Shape::Bars(vec![[x + 0.02, x + 0.98, y + 0.03, y + 0.97]]);
            layers.push(layer("", shade(share), cell));
            if width <= MOST_SAID {
                let ink = ink(shade(share));
                let said = numbers::value(metric.unit, mean);
                let at = (x + 0.5, y + 0.5);
                notes.push(layer("", ink, Shape::Note(at, said, Anchor::Middle)));
            }
            if range.best == Some(mean) {
                let corners = vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0), (x, y)];
                frames.push(layer("", RED, Shape::Line(corners)));
            }
        }
    }
    layers.extend(notes);
    layers.extend(frames);
    if width > MOST_SAID {
        // Cells that do not say their value are read off the legend.
        for step in 0..5 {
            let share = f64::from(step) / 4.0;
            let good = if metric.better == Better::Lower { 1.0 - share } else { share };
            let value = range.low + share * (range.high - range.low);
            let name = numbers::value(metric.unit, value);
            layers.push(layer(name, shade(good), Shape::Bars(Vec::new())));
        }
    }
    Panel {
        title: grid.held.clone(),
        x: Axis::cells(&columns.label, columns.levels.iter().map(|level| level.told.clone())),
        y: Axis::cells(&rows.label, rows.levels.iter().map(|level| level.told.clone())),
        layers,
        height: (height as f64 * 30.0).clamp(60.0, 480.0),
    }
}

/// The values with their half widths: a row for each value of the first axis.
fn table(
    metric: &Metric,
    grids: &[Grid],
    rows: &Scale,
    columns: &Scale,
) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec![rows.label.clone()];
    titles.extend(columns.levels.iter().map(|level| format!("{} {}", columns.label, level.told)));
    let mut lines = Vec::new();
    for grid in grids {
        for (level, values) in rows.levels.iter().zip(&grid.values) {
            let held =
                if grid.held.is_empty() { String::new() } else { format!(" ({})", grid.held) };
            let mut line = vec![format!("{}{held}", level.told)];
            line.extend(
                values.iter().map(|v| numbers::estimate(metric.unit, v.mean, v.half_width)),
            );
            lines.push(line);
        }
    }
    (titles, lines)
}
