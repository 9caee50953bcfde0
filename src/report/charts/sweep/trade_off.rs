//! What it costs against what it gives: every point, and the front of those that no other beats.

use crate::measure::{Better, Metric};
use crate::report::canvas::{INK, of_variant};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers;
use crate::sweep::{Results, front};

use super::{layer, value_axis};

/// What points cost, the first that is measured.
const COSTS: [&str; 3] = ["cost", "cost_per_handled", "agent_hours"];
/// What they give, likewise.
const GAINS: [&str; 4] = ["service_level", "handled_rate", "abandonment_rate", "lost_rate"];

/// One point in one variant.
struct Offer {
    variant: usize,
    point: usize,
    cost: f64,
    gain: f64,
}

pub(super) fn trade_off(results: &Results) -> Option<Figure> {
    let measured = |ids: &[&str]| {
        let found = |id: &&str| results.metrics.iter().find(|metric| metric.id == *id);
        ids.iter().filter_map(found).copied().next()
    };
    let (cost, gain) = (measured(&COSTS)?, measured(&GAINS)?);
    let offers = offers(results, cost, gain);
    let low = offers.iter().map(|offer| offer.cost).fold(f64::INFINITY, f64::min);
    let high = offers.iter().map(|offer| offer.cost).fold(f64::NEG_INFINITY, f64::max);
    // Where all cost the same there is nothing to trade.
    if low >= high {
        return None;
    }
    let sign = if gain.better == Better::Lower { -1.0 } else { 1.0 };
    let places: Vec<(f64, f64)> =
        offers.iter().map(|offer| (offer.cost, sign * offer.gain)).collect();
    let front = front(&places);
    let mut layers = Vec::new();
    for (position, variant) in results.variants.iter().enumerate() {
        let own = offers.iter().filter(|offer| offer.variant == position);
        let dots: Vec<_> = own.map(|offer| (offer.cost, offer.gain)).collect();
        layers.push(layer(variant.clone(), of_variant(position), Shape::Dots(dots)));
    }
    let line: Vec<_> = front.iter().map(|&at| (offers[at].cost, offers[at].gain)).collect();
    layers.push(layer("", INK, Shape::Dots(line.clone())));
    layers.push(layer("no other point is cheaper and as good", INK, Shape::Line(line)));
    let least = offers.iter().map(|offer| offer.gain).fold(f64::INFINITY, f64::min);
    let most = offers.iter().map(|offer| offer.gain).fold(f64::NEG_INFINITY, f64::max);
    Some(Figure {
        slug: "trade-off",
        title: format!("{} against {}", gain.label, cost.label.to_lowercase()),
        caption: format!(
            "A dot is one point in one variant. The line joins the {} of {} that no other beats: \
             none costs less and gives as much (the Pareto front). Its points stand in the table.",
            front.len(),
            offers.len()
        ),
        panels: vec![Panel {
            title: String::new(),
            x: value_axis(cost, low, high),
            y: value_axis(gain, least, most),
            layers,
            height: 320.0,
        }],
        table: table(results, [cost, gain], &front, &offers),
    })
}

fn offers(results: &Results, cost: &Metric, gain: &Metric) -> Vec<Offer> {
    let mut offers = Vec::new();
    for (variant, name) in results.variants.iter().enumerate() {
        for point in 0..results.count() {
            let mean = |metric: &Metric| results.value(point, name, metric.id).mean;
            if let (Some(cost), Some(gain)) = (mean(cost), mean(gain)) {
                offers.push(Offer { variant, point, cost, gain });
            }
        }
    }
    offers
}

fn table(
    results: &Results,
    metrics: [&Metric; 2],
    front: &[usize],
    offers: &[Offer],
) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Point".to_owned(), "Variant".to_owned()];
    titles.extend(results.axes.iter().cloned());
    titles.extend(metrics.iter().map(|metric| metric.label.to_owned()));
    let row = |&at: &usize| {
        let Offer { variant, point, .. } = offers[at];
        let name = &results.variants[variant];
        let mut row = vec![point.to_string(), name.clone()];
        row.extend(results.cells[point].iter().map(crate::sweep::Cell::told));
        row.extend(metrics.iter().map(|metric| {
            let value = results.value(point, name, metric.id);
            numbers::estimate(metric.unit, value.mean, value.half_width)
        }));
        row
    };
    (titles, front.iter().map(row).collect())
}
