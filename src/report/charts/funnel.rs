//! The callback funnel: offered, accepted, dialled, connected.

use std::collections::BTreeMap;

use plotters::prelude::RGBColor;

use crate::experiment::{OffersAfter, Results, VariantResults};
use crate::measure::{QUOTE_CLASSES, Unit};
use crate::report::axis::Axis;
use crate::report::canvas::{Anchor, INK, of_variant};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::{length, percent, short, value};
use crate::report::words;

use super::layer;

const STAGES: [(&str, &str); 4] = [
    ("callbacks_offered", "heard an offer"),
    ("callbacks_accepted", "pressed the key"),
    ("callback_dials", "dials"),
    ("callbacks_answered", "connected"),
];

pub(super) fn funnel(results: &Results) -> Option<Figure> {
    // The variant that offers most callbacks; of equal ones the last.
    let offered = |variant: &VariantResults| variant.metrics.mean("callbacks_offered");
    let all = results.variants.iter().enumerate().filter(|(_, v)| v.offers_callbacks);
    let most =
        all.max_by(|a, b| offered(a.1).unwrap_or(0.0).total_cmp(&offered(b.1).unwrap_or(0.0)));
    let (position, variant) = most?;
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
    let mut panels = vec![Panel {
        title: "From the offer to the customer".into(),
        x: Axis::from_zero("Calls, mean", most * 1.45, short),
        y: Axis::rows(&labels),
        layers,
        height: 180.0,
    }];
    panels.extend(take_up(variant, of_variant(position)));
    table.extend(take_up_rows(variant));
    Some(Figure {
        slug: "callback-funnel",
        title: format!(
            "The way of a callback ({}), calls a {}",
            variant.name,
            words::period(&results.manifest, 1)
        ),
        caption: success,
        panels,
        table: (["Stage", "Calls", "Share"].map(str::to_owned).to_vec(), table),
    })
}

/// Classes with fewer offers than this say nothing and are not drawn.
const FEW: u64 = 20;

/// The share of offers that is accepted, by how long the caller had waited.
fn take_up(variant: &VariantResults, colour: RGBColor) -> Option<Panel> {
    let classes: Vec<OffersAfter> =
        classes(variant).into_iter().filter(|class| class.heard >= FEW).collect();
    if classes.is_empty() {
        return None;
    }
    let share = |class: &OffersAfter| class.accepted as f64 / class.heard as f64;
    let most = classes.iter().map(share).fold(0.0, f64::max);
    let bars = classes.iter().enumerate();
    let bars = bars.map(|(at, class)| [at as f64 + 0.15, at as f64 + 0.85, 0.0, share(class)]);
    let labels = classes.iter().map(|class| length(class.waited));
    Some(Panel {
        title: "Take-up: offers accepted, by the wait before the offer".into(),
        x: Axis::cells("Mean wait before the offer", labels.collect::<Vec<_>>().into_iter()),
        y: Axis::shares("Accepted, %", most),
        layers: vec![layer("", colour, Shape::Bars(bars.collect()))],
        height: 130.0,
    })
}

fn take_up_rows(variant: &VariantResults) -> impl Iterator<Item = Vec<String>> {
    classes(variant).into_iter().map(|class| {
        vec![
            format!("offers after {} accepted", length(class.waited)),
            format!("{} of {}", class.accepted, class.heard),
            percent(class.accepted as f64 / class.heard as f64),
        ]
    })
}

/// Offers of all queues together by the class of the wait before them.
fn classes(variant: &VariantResults) -> Vec<OffersAfter> {
    let mut all: BTreeMap<usize, OffersAfter> = BTreeMap::new();
    for offers in variant.queues.iter().flat_map(|queue| &queue.offers) {
        let class = QUOTE_CLASSES.partition_point(|&from| from as f64 <= offers.waited);
        let none = OffersAfter { waited: 0.0, heard: 0, accepted: 0 };
        let sum = all.entry(class).or_insert(none);
        let seconds = sum.waited * sum.heard as f64 + offers.waited * offers.heard as f64;
        sum.heard += offers.heard;
        sum.accepted += offers.accepted;
        sum.waited = seconds / sum.heard as f64;
    }
    all.into_values().collect()
}
