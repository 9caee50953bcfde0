//! One axis at a time around the scenario: which of them moves a metric most.

use crate::measure::Metric;
use crate::report::axis::Axis;
use crate::report::canvas::{Anchor, BLUE, GREY, INK, ORANGE};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers;
use crate::sweep::{Results, Swing, swings};

use super::{layer, shown_variant, value_axis};

/// Panels at most; all metrics stand in the table.
const MOST_PANELS: usize = 6;

pub(super) fn tornado(results: &Results) -> Option<Figure> {
    let mut panels = Vec::new();
    let mut table = Vec::new();
    for metric in &results.metrics {
        let Some(variant) = shown_variant(results, metric.id) else { continue };
        let Some((base, swings)) = swings(results, variant, metric.id) else { continue };
        if panels.len() < MOST_PANELS {
            panels.push(panel(results, metric, variant, base, &swings));
        }
        table.extend(swings.iter().map(|swing| row(results, metric, variant, base, swing)));
    }
    let first = panels.first()?.title.clone();
    Some(Figure {
        slug: "tornado",
        title: "One change at a time: what moves the result".into(),
        caption: format!(
            "From the scenario as it is (line) to each value of each axis, the others as they are, \
             the widest first; the words at the ends are the values. The first panel: {first}."
        ),
        panels,
        table: (
            ["Axis", "Metric", "Variant", "As it is", "Least", "at", "Most", "at"]
                .map(str::to_owned)
                .to_vec(),
            table,
        ),
    })
}

fn panel(results: &Results, metric: &Metric, variant: &str, base: f64, swings: &[Swing]) -> Panel {
    let low = swings.iter().map(|swing| swing.ends[0].1).fold(base, f64::min);
    let high = swings.iter().map(|swing| swing.ends[1].1).fold(base, f64::max);
    // Room for the words at both ends.
    let room = 0.18 * (high - low).max(1e-9);
    let x = value_axis(metric, low - room, high + room);
    let labels: Vec<String> = swings.iter().map(|swing| results.axes[swing.axis].clone()).collect();
    let mut layers = Vec::new();
    for (row, swing) in swings.iter().enumerate() {
        let y = (swings.len() - row) as f64 - 0.5;
        let [(least, from), (most, to)] = &swing.ends;
        let below = [from.min(base), base, y - 0.32, y + 0.32];
        let above = [base, to.max(base), y - 0.32, y + 0.32];
        layers.push(layer("less than as it is", ORANGE, Shape::Bars(vec![below])));
        layers.push(layer("more than as it is", BLUE, Shape::Bars(vec![above])));
        let gap = 0.012 * (x.end() - low);
        let left = Shape::Note((from.min(base) - gap, y), least.clone(), Anchor::Right);
        let right = Shape::Note((to.max(base) + gap, y), most.clone(), Anchor::Left);
        layers.push(layer("", INK, left));
        layers.push(layer("", INK, right));
    }
    let line = vec![(base, 0.0), (base, swings.len() as f64)];
    layers.push(layer("", GREY, Shape::Line(line)));
    Panel {
        title: format!(
            "{} ({variant}): {} as it is",
            metric.label,
            numbers::value(metric.unit, base)
        ),
        x,
        y: Axis::rows(&labels),
        layers,
        height: 34.0 * swings.len() as f64,
    }
}

fn row(results: &Results, metric: &Metric, variant: &str, base: f64, swing: &Swing) -> Vec<String> {
    let [(least, from), (most, to)] = &swing.ends;
    let said = |value: f64| numbers::value(metric.unit, value);
    vec![
        results.axes[swing.axis].clone(),
        metric.label.to_owned(),
        variant.to_owned(),
        said(base),
        said(*from),
        least.clone(),
        said(*to),
        most.clone(),
    ]
}
