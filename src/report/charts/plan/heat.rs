//! Agents required by day and time of day, for plans of several days.

use plotters::prelude::RGBColor;

use crate::plan::{IntervalPlan, Plan, VariantPlan};
use crate::report::charts::{by_interval, heat_map, layer};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::words;

/// From few to many agents.
const SHADES: [RGBColor; 6] = [
    RGBColor(222, 235, 247),
    RGBColor(178, 208, 233),
    RGBColor(126, 176, 215),
    RGBColor(74, 140, 193),
    RGBColor(31, 100, 160),
    RGBColor(8, 56, 110),
];

pub(super) fn heat(plan: &Plan) -> Option<Figure> {
    if plan.results.manifest.timeline.days.len() < 2 {
        return None;
    }
    let intervals = || plan.variants.iter().flat_map(|own| &own.intervals);
    let most = intervals().map(required).max().filter(|most| *most > 0)?;
    let step = most.div_ceil(SHADES.len() as u32).max(1);
    let panels = plan.variants.iter().map(|own| panel(plan, own, step));
    Some(Figure {
        slug: "heat",
        title: "Agents required by day and time of day".into(),
        caption: format!(
            "A column a day, morning at the top: the darker, the more agents of all planned groups \
             together are needed on the phones, at most {most} at once; white: nobody."
        ),
        panels: panels.collect(),
        table: table(plan),
    })
}

/// Agents of all planned groups.
fn required(own: &IntervalPlan) -> u32 {
    own.required.iter().sum()
}

fn panel(plan: &Plan, variant: &VariantPlan, step: u32) -> Panel {
    let timeline = &plan.results.manifest.timeline;
    let length = plan.results.manifest.interval_seconds / 3_600.0;
    let staffed = || variant.intervals.iter().filter(|own| required(own) > 0);
    let hours = heat_map::hours_of(staffed().map(|own| own.start.as_str()), length);
    let fields = variant.intervals.iter().zip(&timeline.day_of_interval);
    let fields = fields
        .filter(|(own, _)| required(own) > 0)
        .map(|(own, &day)| (own.start.as_str(), day, ((required(own) - 1) / step) as usize));
    let bars = heat_map::bars(fields, length, SHADES.len());
    let layers = bars.into_iter().enumerate().filter(|(_, bars)| !bars.is_empty());
    let name = |shade: usize| {
        let from = shade as u32 * step + 1;
        if step == 1 { from.to_string() } else { format!("{from} to {}", from + step - 1) }
    };
    Panel {
        title: words::plain(&variant.name),
        x: heat_map::days(&timeline.days),
        y: heat_map::clocks(hours),
        layers: layers
            .map(|(shade, bars)| layer(name(shade), SHADES[shade], Shape::Bars(bars)))
            .collect(),
        height: 220.0,
    }
}

fn table(plan: &Plan) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Interval".to_owned()];
    titles.extend(plan.variants.iter().map(|own| own.name.clone()));
    let cells = |at: usize| {
        plan.variants.iter().map(|own| required(&own.intervals[at]).to_string()).collect()
    };
    (titles, by_interval(&plan.results.manifest.timeline, cells))
}
