//! The charts of a report, one file each, in the order in which a planner reads them.
//!
//! To add one, write a function `fn(&Results) -> Option<Figure>` in a file of its own and name
//! it in [`all`].

mod abandonment;
mod by_day;
mod daily;
mod differences;
mod funnel;
mod heat_map;
mod load;
mod multiples;
mod occupancy;
mod outcomes;
mod plan;
mod queue_length;
mod quoted;
mod recorded;
mod required;
mod service_level;
pub(super) mod sweep;
mod wait_distribution;
mod waits;

pub(super) use by_day::by_day;
pub(super) use plan::of_plan;

use std::borrow::Cow;

use plotters::prelude::RGBColor;

use crate::experiment::{Estimate, IntervalResults, Results, VariantResults};
use crate::scenario::Timeline;

use super::figure::{Figure, Layer, Shape};
use super::language::Language;
use super::{numbers, words};

/// All charts that these results can fill.
pub(super) fn all(results: &Results, language: Language) -> Vec<Figure> {
    let charts: [fn(&Results) -> Option<Figure>; 13] = [
        recorded::recorded,
        load::load,
        service_level::service_level,
        abandonment::abandonment,
        outcomes::outcomes,
        queue_length::queue_length,
        wait_distribution::wait_distribution,
        waits::waits,
        occupancy::occupancy,
        daily::daily,
        funnel::funnel,
        quoted::quoted,
        differences::differences,
    ];
    let shown = by_day(results);
    let of_days = matches!(shown, Cow::Owned(_));
    let mut figures: Vec<Figure> = charts.into_iter().filter_map(|chart| chart(&shown)).collect();
    if of_days {
        figures = figures.into_iter().map(by_day::of_days).collect();
    }
    // Each interval of each day has its field even where the other charts show days.
    let after = figures.iter().position(|figure| figure.slug == "service-level");
    if let Some(map) = heat_map::heat_map(results) {
        figures.insert(after.map_or(figures.len(), |at| at + 1), map);
    }
    figures.into_iter().map(|figure| language.figure(figure)).collect()
}

/// A layer with a name.
fn layer(name: impl Into<String>, colour: RGBColor, shape: Shape) -> Layer {
    Layer { name: name.into(), colour, shape }
}

/// A metric over the intervals: x is the middle of each interval; one without a value is a gap.
fn middles(
    windows: &[IntervalResults],
    id: &str,
    read: impl Fn(Estimate) -> Option<f64>,
) -> Vec<(f64, f64)> {
    windows
        .iter()
        .enumerate()
        .map(|(at, window)| {
            (at as f64 + 0.5, read(window.metrics.estimate(id)).unwrap_or(f64::NAN))
        })
        .collect()
}

/// The confidence band of a metric over the intervals, within 0 to 1 for shares.
fn band(windows: &[IntervalResults], id: &str, most: f64) -> Vec<(f64, f64, f64)> {
    windows
        .iter()
        .enumerate()
        .map(|(at, window)| {
            let estimate = window.metrics.estimate(id);
            let edges = estimate.mean.zip(estimate.half_width);
            edge(at, edges.map(|(mean, half)| ((mean - half).max(0.0), (mean + half).min(most))))
        })
        .collect()
}

/// The 10 to 90 % band of a metric over the intervals.
fn spread(windows: &[IntervalResults], id: &str) -> Vec<(f64, f64, f64)> {
    windows
        .iter()
        .enumerate()
        .map(|(at, window)| {
            let estimate = window.metrics.estimate(id);
            edge(at, estimate.p10.zip(estimate.p90))
        })
        .collect()
}

/// The edges of a band over an interval; none are a gap.
fn edge(at: usize, edges: Option<(f64, f64)>) -> (f64, f64, f64) {
    let (low, high) = edges.unwrap_or((f64::NAN, f64::NAN));
    (at as f64 + 0.5, low, high)
}

/// Points held over each interval, as a line of steps.
fn held(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    points.iter().flat_map(|&(x, y)| [(x - 0.5, y), (x + 0.5, y)]).collect()
}

/// The largest y of some points.
fn highest(points: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    points.into_iter().fold(0.0, |most, point| f64::max(most, point.1))
}

/// The numbers behind a chart over intervals: a row an interval, a column for each variant's
/// metric.
fn interval_table(results: &Results, metrics: &[(&str, &str)]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Interval".to_owned()];
    for variant in &results.variants {
        titles.extend(metrics.iter().map(|(_, label)| format!("{}: {label}", variant.name)));
    }
    let cells = |at: usize| {
        let of = |variant: &VariantResults| {
            let own = &variant.intervals[at].metrics;
            metrics.iter().map(|(id, _)| shown(id, own.estimate(id))).collect::<Vec<_>>()
        };
        results.variants.iter().flat_map(of).collect()
    };
    (titles, by_interval(&results.manifest.timeline, cells))
}

/// A row an interval: its start, then its cells.
fn by_interval(timeline: &Timeline, cells: impl Fn(usize) -> Vec<String>) -> Vec<Vec<String>> {
    let starts = timeline.intervals.iter().enumerate();
    starts.map(|(at, start)| [vec![words::stamp(start)], cells(at)].concat()).collect()
}

/// A mean with its half width, in words.
fn shown(id: &str, estimate: Estimate) -> String {
    crate::measure::Metric::find(id).map_or_else(String::new, |metric| {
        numbers::estimate(metric.unit, estimate.mean, estimate.half_width)
    })
}
