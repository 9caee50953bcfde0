//! Lines of equal abandonment over two axes, such as staff and the threshold of the offer.

use crate::measure::{Better, Metric, Unit};
use crate::report::canvas::{Anchor, INK};
use crate::report::figure::{Figure, Layer, Panel, Point, Shape};
use crate::report::numbers;
use crate::sweep::{Results, Value, grid};

use super::{Scale, layer, shade, shown_variant, varied};

/// What is drawn, the first that is measured.
const METRICS: [&str; 4] = ["abandonment_rate", "lost_rate", "handled_rate", "service_level"];
/// Values on each axis at least: fewer show no curves.
const LEAST_LEVELS: usize = 3;
/// Lines about.
const LINES: f64 = 8.0;

pub(super) fn contour(results: &Results) -> Option<Figure> {
    let found = |id: &&str| results.metrics.iter().find(|metric| metric.id == *id).copied();
    let metric: &'static Metric = METRICS.iter().find_map(found)?;
    let variant = shown_variant(results, metric.id)?;
    let [a, b] = varied(results)[..] else { return None };
    let (rows, columns) = (Scale::new(results, a), Scale::new(results, b));
    let few = rows.levels.len().min(columns.levels.len()) < LEAST_LEVELS;
    if few || !rows.is_numeric() || !columns.is_numeric() {
        return None;
    }
    let grids = grid(results, [a, b], variant, metric.id);
    let values = heights(&grids.first()?.values)?;
    let low = values.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let heights = round_heights(low, high);
    let place =
        |scale: &Scale| -> Vec<f64> { (0..scale.levels.len()).map(|at| scale.place(at)).collect() };
    let field = Field { x: place(&columns), y: place(&rows), values };
    let mut layers = Vec::new();
    let mut table = Vec::new();
    for (number, &height) in heights.iter().enumerate() {
        let share = (number as f64 + 1.0) / (heights.len() as f64 + 1.0);
        let share = if metric.better == Better::Lower { 1.0 - share } else { share };
        let pieces = field.line(height);
        let said = numbers::value(metric.unit, height);
        table.push(vec![said.clone(), pieces.len().to_string()]);
        let above = 0.025 * (field.y[field.y.len() - 1] - field.y[0]);
        layers.extend(drawn(&pieces, 0.25 + 0.75 * share, &said, above));
    }
    let step = heights.get(1).map_or(0.0, |second| second - heights[0]);
    let step = match metric.unit {
        Unit::Share => format!("{} points", numbers::short(100.0 * step)),
        unit => numbers::value(unit, step),
    };
    Some(Figure {
        slug: "contour",
        title: format!("Lines of equal {} ({variant})", metric.label.to_lowercase()),
        caption: format!(
            "On each line {} is the same; from line to line it changes by {step}. Where lines lie \
             close, a small change matters. Between the points that were simulated the lines are \
             interpolated.",
            metric.label.to_lowercase()
        ),
        panels: vec![Panel {
            title: String::new(),
            x: columns.axis(),
            y: rows.axis(),
            layers,
            height: 360.0,
        }],
        table: (vec![metric.label.to_owned(), "Pieces of the line".into()], table),
    })
}

/// The pieces of one line, with its value a little above a piece in the middle.
fn drawn(pieces: &[[Point; 2]], share: f64, said: &str, above: f64) -> Vec<Layer> {
    let colour = shade(share);
    let mut layers: Vec<Layer> =
        pieces.iter().map(|piece| layer("", colour, Shape::Line(piece.to_vec()))).collect();
    if let Some([(x0, y0), (x1, y1)]) = pieces.get(pieces.len() / 2) {
        let middle = (0.5 * (x0 + x1), 0.5 * (y0 + y1) + above);
        layers.push(layer("", INK, Shape::Note(middle, said.to_owned(), Anchor::Middle)));
    }
    layers
}

/// The means; none when one is missing.
fn heights(values: &[Vec<Value>]) -> Option<Vec<Vec<f64>>> {
    values.iter().map(|row| row.iter().map(|value| value.mean).collect()).collect()
}

/// Round numbers between two, about eight.
fn round_heights(low: f64, high: f64) -> Vec<f64> {
    if high <= low {
        return Vec::new();
    }
    let least = (high - low) / LINES;
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    let step = steps.into_iter().find(|step| *step >= least).unwrap_or(10.0 * power);
    let first = libm::ceil(low / step) as i64;
    let last = libm::floor(high / step) as i64;
    (first..=last).map(|number| number as f64 * step).collect()
}

/// Heights over a grid.
struct Field {
    x: Vec<f64>,
    y: Vec<f64>,
    values: Vec<Vec<f64>>,
}

impl Field {
    /// The pieces of the line at a height: each cell is cut into two triangles, in which the
    /// height is taken to be plane, so that pieces meet at the cells' sides.
    fn line(&self, height: f64) -> Vec<[Point; 2]> {
        let mut pieces = Vec::new();
        for row in 1..self.y.len() {
            for column in 1..self.x.len() {
                let corner = |r: usize, c: usize| (self.x[c], self.y[r], self.values[r][c]);
                let [low, right] = [corner(row - 1, column - 1), corner(row - 1, column)];
                let [left, high] = [corner(row, column - 1), corner(row, column)];
                pieces.extend(cut([low, right, high], height));
                pieces.extend(cut([low, left, high], height));
            }
        }
        pieces
    }
}

/// Where a plane over a triangle has a height: a piece of a line from side to side.
fn cut(corners: [(f64, f64, f64); 3], height: f64) -> Option<[Point; 2]> {
    let mut ends = Vec::with_capacity(2);
    for (one, other) in [(0, 1), (1, 2), (2, 0)] {
        let ((x0, y0, z0), (x1, y1, z1)) = (corners[one], corners[other]);
        if (z0 < height) != (z1 < height) {
            let share = (height - z0) / (z1 - z0);
            ends.push((x0 + share * (x1 - x0), y0 + share * (y1 - y0)));
        }
    }
    (ends.len() == 2).then(|| [ends[0], ends[1]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_plane_are_straight() {
        let x: Vec<f64> = (0..4).map(f64::from).collect();
        let values = x.iter().map(|y| x.iter().map(|x| x + 2.0 * y).collect()).collect();
        let field = Field { x: x.clone(), y: x, values };
        let pieces = field.line(4.5);
        assert!(pieces.len() >= 4);
        assert!(pieces.iter().flatten().all(|(x, y)| (x + 2.0 * y - 4.5).abs() < 1e-9));
    }

    #[test]
    fn heights_are_round() {
        let heights = round_heights(0.031, 0.112);
        assert!(heights.len() >= 4 && heights.len() <= 9, "{heights:?}");
        assert!((heights[0] - 0.04).abs() < 1e-9 || (heights[0] - 0.035).abs() < 1e-9);
        assert!(round_heights(1.0, 1.0).is_empty());
    }
}
