//! Queue length over the period: live calls and pending callbacks, one on the other.

use crate::experiment::{Results, VariantResults};
use crate::report::axis::Axis;
use crate::report::canvas::{GREY, INK, PURPLE, RED, SKY};
use crate::report::figure::{Figure, Layer, Panel, Shape};
use crate::report::numbers::short;

use super::{highest, interval_table, layer, middles, spread};

pub(super) fn queue_length(results: &Results) -> Option<Figure> {
    let most = results
        .variants
        .iter()
        .map(|v| {
            highest(spread(&v.intervals, "queue_length_mean").iter().map(|&(x, _, high)| (x, high)))
                .max(highest(middles(&v.intervals, "queue_length_mean", |e| e.mean)))
        })
        .fold(1.0, f64::max);
    // A threshold far above all that waits would press the chart flat; it is not drawn.
    let threshold = lowest_threshold(results);
    let most = if threshold <= 3.0 * most { most.max(threshold) } else { most };
    let panels = results
        .variants
        .iter()
        .map(|variant| {
            let live = middles(&variant.intervals, "live_queue_mean", |e| e.mean);
            let all = middles(&variant.intervals, "queue_length_mean", |e| e.mean);
            let bars = |from: &dyn Fn(usize) -> f64, to: &[(f64, f64)]| {
                let bar = |(at, &(x, y)): (usize, &(f64, f64))| [x - 0.5, x + 0.5, from(at), y];
                to.iter().enumerate().map(bar).collect::<Vec<_>>()
            };
            let edges = spread(&variant.intervals, "queue_length_mean");
            let line = |pick: fn(&(f64, f64, f64)) -> f64| {
                edges.iter().map(|edge| (edge.0, pick(edge))).collect::<Vec<_>>()
            };
            let mut layers =
                vec![layer("live calls on hold", SKY, Shape::Bars(bars(&|_| 0.0, &live)))];
            if variant.offers_callbacks {
                let above = bars(&|at| live.get(at).map_or(0.0, |point| point.1), &all);
                layers.push(layer("callbacks pending", PURPLE, Shape::Bars(above)));
            }
            layers.push(layer("all, 10th and 90th percentile", GREY, Shape::Dashes(line(|e| e.1))));
            layers.push(layer("", GREY, Shape::Dashes(line(|e| e.2))));
            layers.extend(marks(results, variant, most));
            Panel {
                title: variant.name.clone(),
                x: Axis::time(&results.manifest.timeline),
                y: Axis::from_zero("Work items waiting", most, short),
                layers,
                height: 170.0,
            }
        })
        .collect();
    Some(Figure {
        slug: "queue-length",
        title: "How many wait: live calls and pending callbacks".into(),
        caption: "Mean number waiting in each interval; a callback waits without holding the \
                  line until an agent takes it. The dashed lines enclose 8 of 10 simulated days."
            .into(),
        panels,
        table: interval_table(
            results,
            &[("live_queue_mean", "live"), ("callback_queue_mean", "callbacks")],
        ),
    })
}

/// Closing times are drawn for so many days at most.
const MOST_DAYS: usize = 7;

/// The lowest threshold of the queue where there is one queue alone; else 0.
fn lowest_threshold(results: &Results) -> f64 {
    let thresholds = results.variants.iter().flat_map(thresholds);
    thresholds.map(|(_, count)| f64::from(*count)).min_by(f64::total_cmp).unwrap_or(0.0)
}

/// Several queues have thresholds of their own, which say nothing of their sum.
fn thresholds(variant: &VariantResults) -> &[(String, u32)] {
    match &variant.queues[..] {
        [only] => &only.marks.thresholds,
        _ => &[],
    }
}

/// Thresholds at which rules fire, and closing times.
fn marks(results: &Results, variant: &VariantResults, most: f64) -> Vec<Layer> {
    let timeline = &results.manifest.timeline;
    let mut layers: Vec<Layer> = thresholds(variant)
        .iter()
        .filter(|(_, count)| f64::from(*count) <= most)
        .map(|(rule, count)| {
            let word = format!("{rule}: {count} waiting");
            layer(word, RED, Shape::Level(f64::from(*count), String::new()))
        })
        .collect();
    if let ([only], true) = (&variant.queues[..], timeline.days.len() <= MOST_DAYS) {
        for seconds in &only.marks.closings {
            let x = seconds / results.manifest.interval_seconds;
            let line = Shape::Dashes(vec![(x, 0.0), (x, most)]);
            layers.push(layer("closing time", INK, line));
        }
    }
    layers
}
