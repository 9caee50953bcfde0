//! Paired differences of the key metrics with their intervals.

use crate::experiment::{Results, Verdict};
use crate::measure::{Metric, Unit};
use crate::report::axis::{Axis, round};
use crate::report::canvas::{Anchor, BLUE, GREY, INK, RED};
use crate::report::figure::{Figure, Layer, Panel, Shape};
use crate::report::numbers;

use super::layer;

/// What is compared, by unit: a panel each.
const GROUPS: [(&str, &[&str]); 2] = [
    (
        "Rates, difference in points of a percentage",
        &["handled_rate", "lost_rate", "abandonment_rate", "service_level"],
    ),
    ("Waits of live calls, difference in seconds", &["asa", "wait_p90", "wait_p99"]),
];

pub(super) fn differences(results: &Results) -> Option<Figure> {
    let comparison = results.comparisons.last()?;
    let mut panels = Vec::new();
    let mut table = Vec::new();
    for (title, ids) in GROUPS {
        let rows: Vec<_> = ids
            .iter()
            .filter_map(|id| {
                let difference = comparison.metrics.get(id)?;
                Some((Metric::find(id)?, difference, difference.difference?))
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        let scale = |unit: Unit| if unit == Unit::Share { 100.0 } else { 1.0 };
        let mut layers: Vec<Layer> = Vec::new();
        let mut most: f64 = 0.01;
        for (row, (metric, difference, estimate)) in rows.iter().enumerate() {
            let scale = scale(metric.unit);
            let (at, half) = (estimate * scale, difference.half_width.unwrap_or(0.0) * scale);
            most = most.max(libm::fabs(at) + half);
            let y = (rows.len() - row) as f64 - 0.5;
            let (colour, word) = match difference.verdict {
                Verdict::Better => (BLUE, "better"),
                Verdict::Worse => (RED, "worse"),
                Verdict::None => (GREY, "no difference shown"),
            };
            let interval = vec![(at - half, y - 0.1), (at + half, y - 0.1)];
            layers.push(layer("", colour, Shape::Line(interval)));
            layers.push(layer("", colour, Shape::Dots(vec![(at, y - 0.1)])));
            let words = numbers::difference(metric.unit, *estimate, difference.half_width);
            let note = Shape::Note((at, y + 0.22), format!("{words} {word}"), Anchor::Middle);
            layers.push(layer("", INK, note));
            table.push(vec![metric.label.to_owned(), words, word.to_owned()]);
        }
        let zero = vec![(0.0, 0.0), (0.0, rows.len() as f64)];
        layers.insert(0, layer("", GREY, Shape::Dashes(zero)));
        let labels: Vec<String> = rows.iter().map(|row| row.0.label.to_owned()).collect();
        panels.push(Panel {
            title: title.to_owned(),
            x: Axis::range("", -1.5 * most, 1.5 * most, round),
            y: Axis::rows(&labels),
            layers,
            height: 44.0 * rows.len() as f64,
        });
    }
    Some(Figure {
        slug: "differences",
        title: format!("Difference: {} less {}, same callers", comparison.to, comparison.from),
        caption: format!(
            "Dot: the difference; line: its {} % confidence interval from paired replications. \
             Better and worse are said only where the interval excludes zero.",
            100.0 * results.manifest.confidence
        ),
        panels,
        table: (["Metric", "Difference", "Verdict"].map(str::to_owned).to_vec(), table),
    })
}
