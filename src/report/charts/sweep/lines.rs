//! Metrics over one axis: a line with its confidence band for each variant, a panel a metric.

use crate::measure::Metric;
use crate::report::canvas::of_variant;
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers;
use crate::sweep::{Results, Value};

use super::{Scale, layer, value_axis, varied};

/// Panels at most; all metrics stand in the table.
const MOST_PANELS: usize = 6;

pub(super) fn lines(results: &Results) -> Option<Figure> {
    let axis = *varied(results).first()?;
    let scale = Scale::new(results, axis);
    let panels: Vec<Panel> = results
        .metrics
        .iter()
        .filter_map(|metric| panel(results, metric, axis, &scale))
        .take(MOST_PANELS)
        .collect();
    if panels.is_empty() {
        return None;
    }
    let others = match results.axes.len() {
        1 => "",
        _ => " The other axes change with it.",
    };
    Some(Figure {
        slug: "lines",
        title: format!("What {} changes", scale.label),
        caption: format!(
            "Line: mean; band: its {} % confidence interval. All points have the same callers.{others}",
            numbers::short(100.0 * results.confidence)
        ),
        panels,
        table: table(results, axis),
    })
}

fn panel(results: &Results, metric: &Metric, axis: usize, scale: &Scale) -> Option<Panel> {
    let mut layers = Vec::new();
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (position, variant) in results.variants.iter().enumerate() {
        let mut points: Vec<(f64, f64, f64)> = (0..results.count())
            .filter_map(|point| {
                let place = scale.position(&results.cells[point][axis].told())?;
                let Value { mean, half_width, .. } = results.value(point, variant, metric.id);
                Some((scale.place(place), mean?, half_width.unwrap_or(0.0)))
            })
            .collect();
        if points.is_empty() {
            continue;
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        for &(_, mean, half) in &points {
            (low, high) = (low.min(mean - half), high.max(mean + half));
        }
        let colour = of_variant(position);
        let edges = points.iter().map(|&(x, mean, half)| (x, mean - half, mean + half)).collect();
        layers.push(layer("", colour, Shape::Band(edges)));
        let line: Vec<_> = points.iter().map(|&(x, mean, _)| (x, mean)).collect();
        layers.push(layer("", colour, Shape::Dots(line.clone())));
        layers.push(layer(variant.clone(), colour, Shape::Line(line)));
    }
    (!layers.is_empty()).then(|| Panel {
        title: metric.label.to_owned(),
        x: scale.axis(),
        y: value_axis(metric, low, high),
        layers,
        height: 150.0,
    })
}

fn table(results: &Results, axis: usize) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec![results.axes[axis].clone()];
    for variant in &results.variants {
        titles.extend(results.metrics.iter().map(|m| format!("{variant}: {}", m.label)));
    }
    let row = |point: usize| {
        let mut row = vec![results.cells[point][axis].told()];
        for variant in &results.variants {
            row.extend(results.metrics.iter().map(|metric| {
                let value = results.value(point, variant, metric.id);
                numbers::estimate(metric.unit, value.mean, value.half_width)
            }));
        }
        row
    };
    (titles, (0..results.count()).map(row).collect())
}
