//! Occupancy of the agents by interval: the whole center, and each group where there are several.

use crate::experiment::{IntervalResults, Results, VariantResults};
use crate::report::axis::Axis;
use crate::report::canvas::of_variant;
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::percent;

use super::{held, interval_table, layer, middles, spread};

const ID: &str = "occupancy";

/// Intervals with less than this share of the most agents, such as the minutes after closing in
/// which the last ones finish their call, say nothing of how busy agents are; they are gaps.
const FEW: f64 = 0.05;

pub(super) fn occupancy(results: &Results) -> Option<Figure> {
    let groups = &results.variants.first()?.agent_groups;
    let mut panels = Vec::new();
    if groups.len() > 1 {
        for group in groups {
            panels.push(panel(results, &group.name, |variant| {
                let same = variant.agent_groups.iter().find(|other| other.name == group.name);
                same.map_or(&[], |group| &group.intervals)
            }));
        }
    } else {
        panels.push(panel(results, "", |variant| &variant.intervals));
    }
    let overall: Vec<String> = results
        .variants
        .iter()
        .filter_map(|v| Some(format!("{} {}", v.name, percent(v.metrics.mean(ID)?))))
        .collect();
    Some(Figure {
        slug: "occupancy",
        title: "Occupancy of the agents by interval, with the 10 to 90 % band of days".into(),
        caption: format!(
            "Share of the time on duty that agents are busy, from the notification to the end \
             of after-call work. Over the whole period: {}.",
            overall.join(", ")
        ),
        panels,
        table: interval_table(results, &[(ID, "occupancy")]),
    })
}

fn panel<'r>(
    results: &'r Results,
    title: &str,
    windows: impl Fn(&'r VariantResults) -> &'r [IntervalResults],
) -> Panel {
    let mut layers = Vec::new();
    for (position, variant) in results.variants.iter().enumerate() {
        let colour = of_variant(position);
        let windows = windows(variant);
        let on_duty = middles(windows, "agents_on_duty", |estimate| estimate.mean);
        let few = FEW * super::highest(on_duty.iter().copied());
        let known = |at: f64| on_duty.get(at as usize).is_none_or(|point| !(point.1 <= few));
        let edges: Vec<_> = spread(windows, ID)
            .into_iter()
            .map(|edge| if known(edge.0) { edge } else { (edge.0, f64::NAN, f64::NAN) })
            .collect();
        let steps =
            edges.iter().flat_map(|&(x, low, high)| [(x - 0.5, low, high), (x + 0.5, low, high)]);
        layers.push(layer("", colour, Shape::Band(steps.collect())));
        let means = middles(windows, ID, |estimate| estimate.mean).into_iter();
        let line: Vec<_> =
            means.map(|(x, y)| if known(x) { (x, y) } else { (x, f64::NAN) }).collect();
        let line = held(&line);
        layers.push(layer(&variant.name, colour, Shape::Line(line)));
    }
    Panel {
        title: title.to_owned(),
        x: Axis::time(&results.manifest.timeline),
        y: Axis::shares("Busy, % of time on duty", 1.0),
        layers,
        height: 200.0,
    }
}
