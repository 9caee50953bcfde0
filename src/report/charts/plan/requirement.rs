//! Agents required and scheduled over time, without and with callback, one panel a group.

use crate::plan::{IntervalPlan, Plan};
use crate::report::axis::Axis;
use crate::report::canvas::{GREY, of_variant};
use crate::report::charts::{by_interval, held, layer};
use crate::report::figure::{Figure, Layer, Panel, Shape};
use crate::report::numbers::{short, thousands};
use crate::report::words;

pub(super) fn requirement(plan: &Plan) -> Option<Figure> {
    let groups = plan.settings.groups.len();
    let panels: Vec<Panel> = (0..groups).flat_map(|group| panels(plan, group)).collect();
    let judged = plan.verified.is_some();
    let title = match (judged, plan.settings.shifts.is_empty()) {
        (true, _) => "Agents on the phones by the roster, and with what would mend it",
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
    let areas = match (judged, plan.settings.shifts.is_empty()) {
        (true, _) => " Areas: who is there by the roster.",
        (false, false) => " Areas: who is scheduled by shifts.",
        (false, true) => "",
    };
    Some(Figure {
        slug: "requirement",
        title: title.into(),
        caption: format!(
            "Lines: agents required on the phones in each interval.{areas}{theory} Hours required: {}.",
            hours.join(", ")
        ),
        panels,
        table: table(plan),
    })
}

/// The panels of one group: all variants in one where only what is required is shown, else one a
/// variant, as four lines on top of each other cannot be told apart.
fn panels(plan: &Plan, group: usize) -> Vec<Panel> {
    let has_schedule = plan.verified.is_some() || !plan.settings.shifts.is_empty();
    let all: Vec<usize> = (0..plan.variants.len()).collect();
    let shown: Vec<&[usize]> =
        if has_schedule { all.chunks(1).collect() } else { vec![all.as_slice()] };
    let most = all.iter().map(|&variant| most(plan, group, variant)).fold(1.0, f64::max);
    let several = plan.variants.len() > 1 && has_schedule;
    let name = words::plain(&plan.settings.groups[group].name);
    let one = |own: &[usize]| {
        let mut layers = Vec::new();
        if plan.settings.groups.len() == 1 {
            let theory = steps(plan, own[0], |interval| f64::from(interval.erlang_a));
            layers.push(layer("Erlang A", GREY, Shape::Line(theory)));
        }
        for &variant in own {
            layers.extend(of_plan(plan, group, variant, has_schedule));
        }
        let variant = words::plain(&plan.variants[own[0]].name);
        Panel {
            title: if several {
                format!("Group {name}, {variant}")
            } else {
                format!("Group {name}")
            },
            x: Axis::time(&plan.results.manifest.timeline),
            y: Axis::from_zero("Agents on the phones", most, short),
            layers,
            height: if several { 150.0 } else { 240.0 },
        }
    };
    shown.into_iter().map(one).collect()
}

/// Most agents that a panel shows of a variant.
fn most(plan: &Plan, group: usize, variant: usize) -> f64 {
    let single = plan.settings.groups.len() == 1;
    let of = |own: &IntervalPlan| {
        let theory = if single { own.erlang_a } else { 0 };
        own.scheduled[group].max(f64::from(own.required[group].max(theory)))
    };
    plan.variants[variant].intervals.iter().map(of).fold(0.0, f64::max)
}

/// What is required as a line over who is there as an area.
fn of_plan(plan: &Plan, group: usize, variant: usize, has_schedule: bool) -> Vec<Layer> {
    let colour = of_variant(variant);
    let name = words::plain(&plan.variants[variant].name);
    let mut layers = Vec::new();
    if has_schedule {
        let there = steps(plan, variant, |own| own.scheduled[group]);
        let word = if plan.verified.is_some() { "by the roster" } else { "scheduled" };
        let area = there.into_iter().map(|(x, y)| (x, 0.0, y)).collect();
        layers.push(layer(format!("{name}: {word}"), colour, Shape::Band(area)));
    }
    let required = steps(plan, variant, |own| f64::from(own.required[group]));
    let word = if plan.verified.is_some() { "mended" } else { "required" };
    layers.push(layer(format!("{name}: {word}"), colour, Shape::Line(required)));
    layers
}

/// A number of each interval, held over its length.
fn steps(plan: &Plan, variant: usize, of: impl Fn(&IntervalPlan) -> f64) -> Vec<(f64, f64)> {
    let intervals = plan.variants[variant].intervals.iter().enumerate();
    held(&intervals.map(|(at, own)| (at as f64 + 0.5, of(own))).collect::<Vec<_>>())
}

fn table(plan: &Plan) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Interval".to_owned(), "Erlang A".to_owned()];
    for variant in &plan.variants {
        for group in &plan.settings.groups {
            titles.push(format!("{}: {} required", variant.name, group.name));
            titles.push("scheduled".to_owned());
        }
    }
    let cells = |at: usize| {
        let theory = plan.variants.first().map_or(0, |own| own.intervals[at].erlang_a);
        let mut row = vec![theory.to_string()];
        for variant in &plan.variants {
            let own = &variant.intervals[at];
            for group in 0..plan.settings.groups.len() {
                row.extend([own.required[group].to_string(), short(own.scheduled[group])]);
            }
        }
        row
    };
    (titles, by_interval(&plan.results.manifest.timeline, cells))
}
