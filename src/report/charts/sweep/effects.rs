//! Main effects of a sampled design: what each axis does from its least to its largest value.

use crate::measure::{Metric, Unit};
use crate::report::axis::Axis;
use crate::report::canvas::{Anchor, BLUE, GREY, INK};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers;
use crate::sweep::{Effect, Results, effects};

use super::{layer, shown_variant};

/// Panels at most; all metrics stand in the table.
const MOST_PANELS: usize = 6;

pub(super) fn effects_chart(results: &Results) -> Option<Figure> {
    let mut panels = Vec::new();
    let mut table = Vec::new();
    for metric in &results.metrics {
        let Some(variant) = shown_variant(results, metric.id) else { continue };
        let Some(found) = effects(results, variant, metric.id) else { continue };
        let explained = found.explained.map_or_else(String::new, |share| {
            format!(", straight lines explain {}", numbers::percent(share))
        });
        if panels.len() < MOST_PANELS {
            let title = format!("{} ({variant}){explained}", metric.label);
            panels.push(panel(results, metric, title, &found.effects));
        }
        table.extend(found.effects.iter().map(|effect| row(results, metric, variant, effect)));
    }
    if panels.is_empty() {
        return None;
    }
    Some(Figure {
        slug: "main-effects",
        title: "Main effects: from each axis's least to its largest value".into(),
        caption: format!(
            "Dot: change of the metric by least squares over all {} points; line: its {} % \
             confidence interval. Share of variance: what goes with the axis alone, by groups of \
             points with alike values; the shares need not add up to 100 %.",
            results.count(),
            numbers::short(100.0 * results.confidence)
        ),
        panels,
        table: (
            ["Axis", "Metric", "Variant", "From", "To", "Change", "Share of variance"]
                .map(str::to_owned)
                .to_vec(),
            table,
        ),
    })
}

fn panel(results: &Results, metric: &Metric, title: String, effects: &[Effect]) -> Panel {
    let scale = if metric.unit == Unit::Share { 100.0 } else { 1.0 };
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    let mut layers = Vec::new();
    let mut notes = Vec::new();
    for (row, effect) in effects.iter().enumerate() {
        let y = (effects.len() - row) as f64 - 0.5;
        let share = format!("{:.0} % of variance", 100.0 * effect.share);
        let Some(change) = effect.change else {
            notes.push((y, share));
            continue;
        };
        let (at, half) = (scale * change, scale * effect.half_width.unwrap_or(0.0));
        (low, high) = (low.min(at - half), high.max(at + half));
        layers.push(layer("", BLUE, Shape::Line(vec![(at - half, y), (at + half, y)])));
        layers.push(layer("", BLUE, Shape::Dots(vec![(at, y)])));
        let said = numbers::difference(metric.unit, change, effect.half_width);
        notes.push((y, format!("{said}, {share}")));
    }
    // Words stand in a column of their own, right of all intervals.
    let room = (high - low).max(1e-9);
    let label = match metric.unit {
        Unit::Share => "Change, percentage points",
        Unit::Seconds => "Change, seconds",
        _ => "Change",
    };
    let x = Axis::range(label, low - 0.03 * room, high + 0.6 * room, numbers::short);
    let words = |(y, words)| layer("", INK, Shape::Note((x.end(), y), words, Anchor::Right));
    layers.extend(notes.into_iter().map(words));
    layers.insert(0, layer("", GREY, Shape::Dashes(vec![(0.0, 0.0), (0.0, effects.len() as f64)])));
    let told = |effect: &Effect| {
        let axis = &results.axes[effect.axis];
        let [from, to] = &effect.ends;
        if from.is_empty() { axis.clone() } else { format!("{axis}, {from} to {to}") }
    };
    let labels: Vec<String> = effects.iter().map(told).collect();
    Panel { title, x, y: Axis::rows(&labels), layers, height: 34.0 * effects.len() as f64 }
}

fn row(results: &Results, metric: &Metric, variant: &str, effect: &Effect) -> Vec<String> {
    let change = effect.change.map_or_else(
        || "-".to_owned(),
        |change| numbers::difference(metric.unit, change, effect.half_width),
    );
    vec![
        results.axes[effect.axis].clone(),
        metric.label.to_owned(),
        variant.to_owned(),
        effect.ends[0].clone(),
        effect.ends[1].clone(),
        change,
        numbers::percent(effect.share),
    ]
}
