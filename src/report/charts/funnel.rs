//! The callback funnel: offered, accepted, dialled, connected.

use crate::experiment::Results;
use crate::measure::Unit;
use crate::report::axis::Axis;
use crate::report::canvas::{Anchor, INK, of_variant};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::{percent, short, value};

use super::layer;

const STAGES: [(&str, &str); 4] = [
    ("callbacks_offered", "heard an offer"),
    ("callbacks_accepted", "pressed the key"),
    ("callback_dials", "dials"),
    ("callbacks_answered", "connected"),
];

pub(super) fn funnel(results: &Results) -> Option<Figure> {
    let (position, variant) =
        results.variants.iter().enumerate().rev().find(|(_, v)| v.offers_callbacks)?;
    let count = |id: &str| variant.metrics.mean(id).unwrap_or(0.0);
    let most = STAGES.iter().map(|(id, _)| count(id)).fold(1.0, f64::max);
    let labels: Vec<String> = STAGES.iter().map(|(_, label)| (*label).to_owned()).collect();
    let middle = |row: usize| (STAGES.len() - row) as f64 - 0.5;
    let bars = STAGES
        .iter()
        .enumerate()
        .map(|(row, (id, _))| [0.0, count(id), middle(row) - 0.32, middle(row) + 0.32])
        .collect();
    let mut layers = vec![layer("", of_variant(position), Shape::Bars(bars))];
    let mut table = Vec::new();
    for (row, (id, label)) in STAGES.iter().enumerate() {
        let before = if row == 0 { count("offered") } else { count(STAGES[row - 1].0) };
        let of = if row == 0 { "of calls offered" } else { "of the line above" };
        let share = if before > 0.0 { percent(count(id) / before) } else { "-".into() };
        let words = format!("{}, {share} {of}", value(Unit::Count, count(id)));
        let at = (count(id) + most * 0.012, middle(row));
        layers.push(layer("", INK, Shape::Note(at, words, Anchor::Left)));
        table.push(vec![(*label).to_owned(), value(Unit::Count, count(id)), share]);
    }
    let success = variant.metrics.mean("callback_success_rate").map_or_else(
        || "Nobody accepted a callback.".to_owned(),
        |rate| format!("{} of those who accepted were reached.", percent(rate)),
    );
    Some(Figure {
        slug: "callback-funnel",
        title: format!("The way of a callback ({}), calls a day", variant.name),
        caption: success,
        panels: vec![Panel {
            title: String::new(),
            x: Axis::from_zero("Calls in a replication, mean", most * 1.45, short),
            y: Axis::rows(&labels),
            layers,
            height: 180.0,
        }],
        table: (["Stage", "Calls", "Share"].map(str::to_owned).to_vec(), table),
    })
}
