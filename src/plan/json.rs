//! `plan.json`: the plan as one JSON document, schema `ringback.plan/1`.

use serde_json::{Map, Value, json as value};

use crate::experiment::Metrics;
use crate::scenario::{PlanSettings, Target};
use crate::tables::{comparison_value, manifest_value, metrics_value};

use super::judge::Verdict;
use super::outcome::{Choice, GroupPlan, IntervalPlan, Plan, VariantPlan, WindowPlan};

/// Metrics of an interval beside those of the targets.
const SHOWN: [&str; 13] = [
    "offered",
    "handled_rate",
    "lost_rate",
    "service_level",
    "abandonment_rate",
    "asa",
    "wait_mean",
    "callbacks_accepted",
    "callback_connect_mean",
    "queue_length_mean",
    "load_erlangs",
    "agents_on_duty",
    "occupancy",
];

/// The whole document with a line break at its end; equal plans are equal bytes.
#[must_use]
pub fn json(plan: &Plan) -> String {
    let variants = plan.variants.iter().enumerate().map(|(at, own)| variant(plan, at, own));
    let document = value!({
        "schema": "ringback.plan/1",
        "manifest": manifest_value(&plan.results.manifest),
        "plan": settings(&plan.settings),
        "verified": plan.verified,
        "variants": variants.collect::<Vec<_>>(),
        "comparisons": plan.results.comparisons.iter().map(|found| {
            let mut own = comparison_value(found);
            savings(plan, &found.from, &found.to, &mut own);
            own
        }).collect::<Vec<_>>(),
    });
    let mut text = format!("{document:#}");
    text.push('\n');
    text
}

/// Adds what one variant saves against another.
fn savings(plan: &Plan, from: &str, to: &str, comparison: &mut Value) {
    let find = |name: &str| plan.variants.iter().find(|variant| variant.name == name);
    if let Some((from, to)) = find(from).zip(find(to)) {
        comparison["paid_hours_saved"] = number(from.paid_hours - to.paid_hours);
        comparison["fte_saved"] = number(from.fte - to.fte);
        comparison["cost_saved"] = number(from.cost.total() - to.cost.total());
    }
}

fn settings(settings: &PlanSettings) -> Value {
    value!({
        "targets": settings.targets.iter().map(target).collect::<Vec<_>>(),
        "per": settings.per.id(),
        "groups": settings.groups.iter().map(|group| &group.name).collect::<Vec<_>>(),
        "shifts": settings.shifts.iter().map(|shift| &shift.name).collect::<Vec<_>>(),
        "full_time_hours_per_week": number(settings.full_time.seconds() / 3_600.0),
    })
}

fn target(target: &Target) -> Value {
    let mut found = Map::new();
    found.insert("metric".into(), target.metric.id.into());
    found.insert("queue".into(), target.queue.clone().into());
    let bound = if target.at_least { "at_least" } else { "at_most" };
    found.insert(bound.into(), number(target.value));
    found.insert("probability".into(), target.probability.into());
    Value::Object(found)
}

fn variant(plan: &Plan, position: usize, variant: &VariantPlan) -> Value {
    let found = &plan.results.variants[position];
    let names: Vec<&str> = plan.settings.groups.iter().map(|group| group.name.as_str()).collect();
    let intervals = variant.intervals.iter().enumerate().map(|(at, own)| {
        let queues = found
            .queues
            .iter()
            .filter(|_| found.queues.len() > 1)
            .map(|queue| (queue.name.clone(), achieved(plan, &queue.intervals[at].metrics)));
        let mut value = interval(plan, &names, own);
        value["achieved"] = achieved(plan, &found.intervals[at].metrics);
        value["queues"] = Value::Object(queues.collect());
        value
    });
    let groups = variant.groups.iter().map(|own| (own.name.clone(), group(own)));
    let rostered = variant.groups.iter().map(|own| (own.name.clone(), number(own.rostered_hours)));
    value!({
        "name": variant.name,
        "on_target": variant.holds(),
        "intervals": intervals.collect::<Vec<_>>(),
        "windows": variant.windows.iter().map(|own| window(plan, variant, own)).collect::<Vec<_>>(),
        "groups": Value::Object(groups.collect()),
        "rostered": Value::Object(rostered.collect()),
        "paid_hours": number(variant.paid_hours),
        "fte": number(variant.fte),
        "cost": number(variant.cost.total()),
        "cost_of": {
            "agents": number(variant.cost.agents),
            "lost": number(variant.cost.lost),
            "callbacks": number(variant.cost.callbacks),
        },
        "shift_cover": variant.cover.map(|(cost, bound)| value!({
            "cost": number(cost),
            "bound": number(bound),
        })),
        "choices": variant.choices.iter().map(choice).collect::<Vec<_>>(),
        "metrics": metrics_value(&found.metrics),
        "notes": variant.notes,
    })
}

fn interval(plan: &Plan, names: &[&str], interval: &IntervalPlan) -> Value {
    let by_group = |numbers: &[f64]| {
        let pairs = names.iter().zip(numbers).map(|(name, &own)| ((*name).to_owned(), number(own)));
        Value::Object(pairs.collect())
    };
    let counts =
        |counts: &[u32]| by_group(&counts.iter().map(|&n| f64::from(n)).collect::<Vec<_>>());
    let mut found = value!({
        "start": interval.start,
        "required": counts(&interval.required),
        "rostered": by_group(&interval.rostered),
        "scheduled": by_group(&interval.scheduled),
        "erlang_c": interval.erlang_c,
        "erlang_a": interval.erlang_a,
        "targets": reached(plan, &interval.reached),
        "on_target": interval.on_target,
    });
    if plan.verified.is_some() {
        found["missing"] = counts(&interval.missing);
    }
    found
}

fn window(plan: &Plan, variant: &VariantPlan, window: &WindowPlan) -> Value {
    value!({
        "start": variant.intervals[window.from].start,
        "intervals": window.until - window.from,
        "targets": reached(plan, &window.reached),
        "on_target": window.holds(),
    })
}

/// Each target with what was reached.
fn reached(plan: &Plan, verdicts: &[Verdict]) -> Value {
    let one = |(target, verdict): (&Target, &Verdict)| {
        value!({
            "metric": target.metric.id,
            "queue": target.queue,
            "mean": verdict.estimate,
            "half_width": verdict.half_width,
            "probability": verdict.days,
            "probability_half_width": verdict.days_half_width,
            "holds": verdict.holds,
        })
    };
    Value::Array(plan.settings.targets.iter().zip(verdicts).map(one).collect())
}

/// The metrics of an interval that a planner reads.
fn achieved(plan: &Plan, metrics: &Metrics) -> Value {
    let wanted = |id: &str| {
        SHOWN.contains(&id) || plan.settings.targets.iter().any(|target| target.metric.id == id)
    };
    let kept = metrics.0.iter().filter(|(metric, _)| wanted(metric.id)).copied().collect();
    metrics_value(&Metrics(kept))
}

fn group(group: &GroupPlan) -> Value {
    value!({
        "required_hours": number(group.required_hours),
        "scheduled_hours": number(group.scheduled_hours),
        "rostered_hours": number(group.rostered_hours),
        "paid_hours": number(group.paid_hours),
        "fte": number(group.fte),
        "cost": number(group.cost),
        "peak": group.peak,
        "people": group.people,
    })
}

fn choice(choice: &Choice) -> Value {
    value!({
        "change": choice.change,
        "paid_hours": number(choice.paid_hours),
        "cost": number(choice.cost),
        "mean": choice.reached,
        "half_width": choice.half_width,
    })
}

/// A number, without a fraction where it has none.
fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}
