//! Agents required and scheduled over time, without and with callback, one panel a group.

use crate::plan::{IntervalPlan, Plan};
use crate::report::axis::Axis;
use crate::report::canvas::{GREY, of_variant};
use crate::report::charts::{held, highest, layer};
use crate::report::figure::{Figure, Layer, Panel, Shape};
use crate::report::numbers::{short, thousands};

pub(super) fn requirement(plan: &Plan) -> Option<Figure> {
    let groups = plan.settings.groups.len();
    let panels: Vec<Panel> = (0..groups).map(|group| panel(plan, group)).collect();
    let judged = plan.verified.is_some();
    let title = match (judged, plan.settings.shifts.is_empty()) {
        (true, _) => "Agents on the phones by the roster, and what the targets require",
        (false, true) => "Agents required on the phones",
        (false, false) => "Agents required on the phones, and scheduled by shifts",
    };
    let hours: Vec<String> = plan
        .variants
        .iter()
        .map(|own| {
            format!("{} {}", own.name, thousands(own.groups.iter().map(|g| g.required_hours).sum()))
        })
        .collect();
    let theory =
        if groups == 1 { " Grey: what Erlang A would staff, interval by interval." } else { "" };
    let dashes = match (judged, plan.settings.shifts.is_empty()) {
        (true, _) => " Dashes: with the agents that would mend it.",
        (false, false) => " Dashes: who is scheduled.",
        (false, true) => "",
    };
    Some(Figure {
        slug: "requirement",
        title: title.into(),
        caption: format!(
            "Lines: agents on the phones in each interval.{dashes}{theory} Hours required: {}.",
            hours.join(", ")
        ),
        panels,
        table: table(plan),
    })
}

fn panel(plan: &Plan, group: usize) -> Panel {
    let mut layers: Vec<Layer> = Vec::new();
    let steps = |of: &dyn Fn(&IntervalPlan) -> f64, intervals: &[IntervalPlan]| {
        let middle = |(at, own): (usize, &IntervalPlan)| (at as f64 + 0.5, of(own));
        held(&intervals.iter().enumerate().map(middle).collect::<Vec<_>>())
    };
    let mut most: f64 = 1.0;
    if plan.settings.groups.len() == 1
        && let Some(first) = plan.variants.first()
    {
        let line = steps(&|own| f64::from(own.erlang_a), &first.intervals);
        most = most.max(highest(line.iter().copied()));
        layers.push(layer("Erlang A", GREY, Shape::Line(line)));
    }
    for (position, variant) in plan.variants.iter().enumerate() {
        let colour = of_variant(position);
        let required = steps(&|own| f64::from(own.required[group]), &variant.intervals);
        let scheduled = steps(&|own| own.scheduled[group], &variant.intervals);
        most = most.max(highest(required.iter().chain(&scheduled).copied()));
        let name = &variant.name;
        if plan.verified.is_some() {
            layers.push(layer(format!("{name}: roster"), colour, Shape::Line(scheduled)));
            layers.push(layer(format!("{name}: required"), colour, Shape::Dashes(required)));
        } else {
            layers.push(layer(format!("{name}: required"), colour, Shape::Line(required)));
            if !plan.settings.shifts.is_empty() {
                layers.push(layer(format!("{name}: scheduled"), colour, Shape::Dashes(scheduled)));
            }
        }
    }
    Panel {
        title: format!("Group {}", plan.settings.groups[group].name),
        x: Axis::time(&plan.results.manifest.timeline),
        y: Axis::from_zero("Agents on the phones", most, short),
        layers,
        height: 240.0,
    }
}

fn table(plan: &Plan) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Interval".to_owned(), "Erlang A".to_owned()];
    for variant in &plan.variants {
        for group in &plan.settings.groups {
            titles.push(format!("{}: {} required", variant.name, group.name));
            titles.push("scheduled".to_owned());
        }
    }
    let rows = plan.results.manifest.timeline.intervals.iter().enumerate().map(|(at, start)| {
        let theory = plan.variants.first().map_or(0, |own| own.intervals[at].erlang_a);
        let mut row = vec![start.get(..16).unwrap_or(start).replace('T', " "), theory.to_string()];
        for variant in &plan.variants {
            let own = &variant.intervals[at];
            for group in 0..plan.settings.groups.len() {
                row.extend([own.required[group].to_string(), short(own.scheduled[group])]);
            }
        }
        row
    });
    (titles, rows.collect())
}
