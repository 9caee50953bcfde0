//! Occupancy of the agents by interval: the whole center, and each group where there are several.

use crate::experiment::{IntervalResults, Results, VariantResults};
use crate::report::axis::Axis;
use crate::report::figure::{Figure, Panel};
use crate::report::numbers::percent;

use super::multiples::{Drawn, multiples};
use super::{held, highest, interval_table, middles, spread};

const ID: &str = "occupancy";

/// The minutes after closing in which the last agents finish their calls say nothing of how busy
/// agents are: intervals with at most this share of the most agents, all of them busy, are gaps.
const FEW: f64 = 0.2;
const ALL_BUSY: f64 = 0.999;

pub(super) fn occupancy(results: &Results) -> Option<Figure> {
    let groups = &results.variants.first()?.agent_groups;
    let mut panels = Vec::new();
    if groups.len() > 1 {
        for group in groups {
            panels.extend(panels_of(results, &group.name, |variant| {
                let same = variant.agent_groups.iter().find(|other| other.name == group.name);
                same.map_or(&[], |group| &group.intervals)
            }));
        }
    } else {
        panels.extend(panels_of(results, "", |variant| &variant.intervals));
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

/// A panel of all variants, or one each where they are many.
fn panels_of<'r>(
    results: &'r Results,
    title: &str,
    windows: impl Fn(&'r VariantResults) -> &'r [IntervalResults],
) -> Vec<Panel> {
    let x = Axis::time(&results.manifest.timeline);
    let y = Axis::shares("Busy, % of time on duty", 1.0);
    let mut panels = multiples(results, (&x, &y), 200.0, &[], |v| drawn(windows(v)));
    for panel in &mut panels {
        let both = [title, &panel.title];
        let said: Vec<&str> = both.into_iter().filter(|text| !text.is_empty()).collect();
        panel.title = said.join(", ");
    }
    panels
}

/// The occupancy of a scope held over each interval.
fn drawn(windows: &[IntervalResults]) -> Drawn {
    let means = middles(windows, ID, |estimate| estimate.mean);
    let on_duty = middles(windows, "agents_on_duty", |estimate| estimate.mean);
    let few = FEW * highest(on_duty.iter().copied());
    let leftover = |at: f64| {
        let (mean, agents) = (means[at as usize].1, on_duty[at as usize].1);
        mean >= ALL_BUSY && agents <= few
    };
    let band = spread(windows, ID).into_iter().flat_map(|(x, low, high)| {
        let (low, high) = if leftover(x) { (f64::NAN, f64::NAN) } else { (low, high) };
        [(x - 0.5, low, high), (x + 0.5, low, high)]
    });
    let line: Vec<_> =
        means.iter().map(|&(x, y)| (x, if leftover(x) { f64::NAN } else { y })).collect();
    Drawn { band: band.collect(), line: held(&line) }
}
