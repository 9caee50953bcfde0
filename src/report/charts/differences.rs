//! Paired differences of the key metrics with their intervals.

use crate::experiment::{Results, Verdict};
use crate::measure::{Metric, Unit};
use crate::report::axis::Axis;
use crate::report::canvas::{Anchor, BLUE, GREY, INK, RED};
use crate::report::figure::{Figure, Layer, Panel, Shape};
use crate::report::numbers::{self, short};

use super::layer;

/// What is compared, by unit: a panel each.
const GROUPS: [(&str, &str, &[&str]); 2] = [
    (
        "Rates",
        "Difference in points of a percentage",
        &["handled_rate", "lost_rate", "abandonment_rate", "service_level"],
    ),
    ("Waits of live calls", "Difference in seconds", &["asa", "wait_p90", "wait_p99"]),
];

pub(super) fn differences(results: &Results) -> Option<Figure> {
    let comparison = results.comparisons.last()?;
    let mut panels = Vec::new();
    let mut table = Vec::new();
    for (title, label, ids) in GROUPS {
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
        let mut notes = Vec::new();
        let (mut low, mut high) = (-0.01_f64, 0.01_f64);
        for (row, (metric, difference, estimate)) in rows.iter().enumerate() {
            let scale = scale(metric.unit);
            let (at, half) = (estimate * scale, difference.half_width.unwrap_or(0.0) * scale);
            (low, high) = (low.min(at - half), high.max(at + half));
            let y = (rows.len() - row) as f64 - 0.5;
            let (colour, word) = match difference.verdict {
                Verdict::Better => (BLUE, "better"),
                Verdict::Worse => (RED, "worse"),
                Verdict::None => (GREY, "no difference shown"),
            };
            let interval = vec![(at - half, y), (at + half, y)];
            layers.push(layer("", colour, Shape::Line(interval)));
            layers.push(layer("", colour, Shape::Dots(vec![(at, y)])));
            let words = numbers::difference(metric.unit, *estimate, difference.half_width);
            notes.push((y, format!("{words} {word}")));
            table.push(vec![metric.label.to_owned(), words, word.to_owned()]);
        }
        // Words stand in a column of their own, right of all intervals.
        let right = high + 0.75 * (high - low);
        let x = Axis::range(label, low, right, short);
        let column = |(y, words)| layer("", INK, Shape::Note((x.end(), y), words, Anchor::Right));
        layers.extend(notes.into_iter().map(column));
        let zero = vec![(0.0, 0.0), (0.0, rows.len() as f64)];
        layers.insert(0, layer("", GREY, Shape::Dashes(zero)));
        let labels: Vec<String> = rows.iter().map(|row| row.0.label.to_owned()).collect();
        panels.push(Panel {
            title: title.to_owned(),
            x,
            y: Axis::rows(&labels),
            layers,
            height: 34.0 * rows.len() as f64,
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
