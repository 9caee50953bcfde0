//! How likely an interval reaches the first target on a day.

use crate::plan::{Plan, VariantPlan};
use crate::report::axis::Axis;
use crate::report::canvas::{INK, of_variant};
use crate::report::charts::{by_interval, layer};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::{percent, short};

pub(super) fn chance(plan: &Plan) -> Option<Figure> {
    let target = plan.settings.targets.first()?;
    let mut layers = Vec::new();
    for (position, variant) in plan.variants.iter().enumerate() {
        let days = |own: &crate::plan::IntervalPlan| own.reached.first().and_then(|own| own.days);
        let line = variant
            .intervals
            .iter()
            .enumerate()
            .map(|(at, own)| (at as f64 + 0.5, days(own).unwrap_or(f64::NAN)));
        layers.push(layer(&variant.name, of_variant(position), Shape::Line(line.collect())));
    }
    if let Some(share) = target.probability {
        let word = format!("asked for: {} %", short(100.0 * share));
        layers.push(layer("", INK, Shape::Level(share, word)));
    }
    let bound = if target.at_least { "at least" } else { "at most" };
    let value = crate::report::plan::value(target.metric, target.value);
    let name = target.metric.label.to_lowercase();
    Some(Figure {
        slug: "chance",
        title: format!("How likely an interval has {name} {bound} {value} on a day"),
        caption: format!(
            "Share of the simulated days on which the interval itself reaches the value. A target \
             for the mean is reached on about half of them or more; who wants to be safe on a single \
             day asks for a `probability`. {}",
            overall(plan)
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::time(&plan.results.manifest.timeline),
            y: Axis::shares("Days on which it is reached, %", 1.0),
            layers,
            height: 220.0,
        }],
        table: table(plan),
    })
}

/// The least likely interval of each variant.
fn overall(plan: &Plan) -> String {
    let of = |variant: &VariantPlan| {
        let days = variant.intervals.iter().filter_map(|own| own.reached.first()?.days);
        let least = days.fold(f64::INFINITY, f64::min);
        least.is_finite().then(|| format!("{} {}", variant.name, percent(least)))
    };
    let least: Vec<String> = plan.variants.iter().filter_map(of).collect();
    format!("Least likely interval: {}.", least.join(", "))
}

fn table(plan: &Plan) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Interval".to_owned()];
    titles.extend(plan.variants.iter().map(|own| own.name.clone()));
    let cells = |at: usize| {
        let days = |own: &VariantPlan| own.intervals[at].reached.first()?.days;
        let shown = |own| days(own).map_or_else(|| "-".into(), percent);
        plan.variants.iter().map(shown).collect()
    };
    (titles, by_interval(&plan.results.manifest.timeline, cells))
}
