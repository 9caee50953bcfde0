//! What more or fewer agents would cost and reach, with the chosen plan marked.

use crate::measure::Unit;
use crate::plan::{Choice, Plan};
use crate::report::axis::Axis;
use crate::report::canvas::{INK, of_variant};
use crate::report::charts::layer;
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::{self, short, thousands};

pub(super) fn choices(plan: &Plan) -> Option<Figure> {
    let target = plan.settings.targets.first()?;
    let all = || plan.variants.iter().flat_map(|own| &own.choices);
    let has_money = all().any(|choice| choice.cost > 0.0);
    let x = |choice: &Choice| if has_money { choice.cost } else { choice.paid_hours };
    let reached: Vec<f64> = all().filter_map(|choice| choice.reached).collect();
    if reached.is_empty() {
        return None;
    }
    let (low, high) = range(reached.into_iter());
    let (cheap, dear) = range(all().map(x));
    let (mut layers, mut chosen) = (Vec::new(), Vec::new());
    for (position, variant) in plan.variants.iter().enumerate() {
        let colour = of_variant(position);
        let point = |choice: &Choice| Some((x(choice), choice.reached?));
        let points: Vec<_> = variant.choices.iter().filter_map(point).collect();
        layers.push(layer(&variant.name, colour, Shape::Line(points.clone())));
        layers.push(layer("", colour, Shape::Dots(points)));
        chosen.extend(variant.choices.iter().find(|choice| choice.change == 0).and_then(point));
    }
    layers.push(layer("the plan", INK, Shape::Dots([chosen.clone(), chosen].concat())));
    let word = format!("asked for: {}", crate::report::plan::value(target.metric, target.value));
    if (low..=high).contains(&target.value) {
        layers.push(layer("", INK, Shape::Level(target.value, word)));
    }
    let label = target.metric.label;
    let y = match target.metric.unit {
        Unit::Share => {
            let mut axis = Axis::range(&format!("{label}, %"), 100.0 * low, 100.0 * high, |p| {
                format!("{} %", short(p))
            });
            axis.shrink(100.0);
            axis
        }
        unit => Axis::range(label, low, high, |value| numbers::value(unit, value)),
    };
    let money = if has_money { "Cost of the agents' paid hours" } else { "Paid hours" };
    Some(Figure {
        slug: "choices",
        title: format!("What more or fewer agents would cost, and the {} of the period", label.to_lowercase()),
        caption: "Each dot is the plan with so many agents more or fewer wherever somebody is \
                  planned, simulated with the same callers; lost calls are not in the cost. The plan \
                  may lie above what is asked for, as its targets hold in every window and not only \
                  in the mean of the period."
            .into(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::range(money, cheap, dear, thousands),
            y,
            layers,
            height: 260.0,
        }],
        table: table(plan),
    })
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (f64::min(low, value), f64::max(high, value))
    })
}

fn table(plan: &Plan) -> (Vec<String>, Vec<Vec<String>>) {
    let titles = ["Variant", "Agents more", "Paid hours", "Cost", "Reached"].map(str::to_owned);
    let unit = plan.settings.targets.first().map_or(Unit::Share, |target| target.metric.unit);
    let row = |variant: &str, choice: &Choice| {
        vec![
            variant.to_owned(),
            format!("{:+}", choice.change),
            thousands(choice.paid_hours),
            thousands(choice.cost),
            numbers::estimate(unit, choice.reached, choice.half_width),
        ]
    };
    let rows = plan
        .variants
        .iter()
        .flat_map(|own| own.choices.iter().map(move |choice| row(&own.name, choice)));
    (titles.to_vec(), rows.collect())
}
