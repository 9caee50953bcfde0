//! Agents required by day and time of day, for plans of several days.

use plotters::prelude::RGBColor;

use crate::plan::{IntervalPlan, Plan, VariantPlan};
use crate::report::axis::{self, Axis};
use crate::report::charts::layer;
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
/// Days of a chart at most.
const MOST_DAYS: usize = 31;

pub(super) fn heat(plan: &Plan) -> Option<Figure> {
    let days = plan.results.manifest.timeline.days.len();
    if !(2..=MOST_DAYS).contains(&days) {
        return None;
    }
    let required = |own: &IntervalPlan| own.required.iter().sum::<u32>();
    let intervals = || plan.variants.iter().flat_map(|own| &own.intervals);
    let most = intervals().map(required).max().filter(|most| *most > 0)?;
    let step = most.div_ceil(SHADES.len() as u32).max(1);
    let panels = plan.variants.iter().map(|own| panel(plan, own, step));
    Some(Figure {
        slug: "heat",
        title: "Agents required by day and time of day".into(),
        caption: format!(
            "All planned groups together; white: nobody. At most {most} at once. The darker, the \
             more agents are needed on the phones."
        ),
        panels: panels.collect(),
        table: table(plan),
    })
}

fn panel(plan: &Plan, variant: &VariantPlan, step: u32) -> Panel {
    let timeline = &plan.results.manifest.timeline;
    let days = timeline.days.len();
    let hours = |start: &str| {
        let number = |range| start.get(range).and_then(|text: &str| text.parse::<f64>().ok());
        number(11..13).unwrap_or(0.0) + number(14..16).unwrap_or(0.0) / 60.0
    };
    let mut bars: Vec<Vec<[f64; 4]>> = vec![Vec::new(); SHADES.len()];
    for (at, own) in variant.intervals.iter().enumerate() {
        let agents: u32 = own.required.iter().sum();
        if agents > 0 {
            let from = hours(&own.start);
            let row = (days - timeline.day_of_interval[at]) as f64;
            let shade = ((agents - 1) / step) as usize;
            bars[shade].push([from, from + own.hours, row - 0.94, row - 0.06]);
        }
    }
    let layers = bars.into_iter().enumerate().filter(|(_, bars)| !bars.is_empty());
    let name = |shade: usize| {
        let from = shade as u32 * step + 1;
        if step == 1 { from.to_string() } else { format!("{from} to {}", from + step - 1) }
    };
    let labels: Vec<String> = timeline.days.iter().map(|day| axis::day(day)).collect();
    Panel {
        title: words::plain(&variant.name),
        x: Axis::hours_of_day(&format!("Time of day ({})", timeline.time_zone)),
        y: Axis::rows(&labels),
        layers: layers
            .map(|(shade, bars)| layer(name(shade), SHADES[shade], Shape::Bars(bars)))
            .collect(),
        height: (22.0 * days as f64).max(120.0),
    }
}

fn table(plan: &Plan) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Interval".to_owned()];
    titles.extend(plan.variants.iter().map(|own| own.name.clone()));
    let rows = plan.results.manifest.timeline.intervals.iter().enumerate().map(|(at, start)| {
        let mut row = vec![start.get(..16).unwrap_or(start).replace('T', " ")];
        row.extend(
            plan.variants
                .iter()
                .map(|own| own.intervals[at].required.iter().sum::<u32>().to_string()),
        );
        row
    });
    (titles, rows.collect())
}
