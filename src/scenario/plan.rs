//! `[plan]`: what the capacity planner must reach, for which groups, within which bounds.

use std::collections::BTreeMap;

use crate::measure::{Better, Formula, Metric, Unit};
use crate::time::{SimTime, Span};

use super::build::Build;
use super::node::{Node, Table, Value};
use super::problem::{At, nearest};
use super::reader::{self, Reader};
use super::shift::{self, Shift};
use super::study::Study;

/// Agents of a bound at most.
const MOST_AGENTS: i64 = 1_000_000;
/// Full-time hours a week unless stated.
const FULL_TIME: Span = Span::from_secs(40 * 3_600);

/// A scenario for the capacity planner.
#[derive(Clone, Debug)]
pub struct Planning {
    /// The centers, with nobody where staff is planned.
    pub study: Study,
    /// What is asked for.
    pub settings: PlanSettings,
    /// Who is away, for each variant.
    pub shrinkages: Vec<Shrinkages>,
}

/// What the planner is asked for. Groups and queues go by name, as variants may number them
/// differently.
#[derive(Clone, Debug)]
pub struct PlanSettings {
    /// What must be reached; at least one.
    pub targets: Vec<Target>,
    /// The time over which each target must hold.
    pub per: Per,
    /// The groups whose staff is looked for, in order of their names.
    pub groups: Vec<PlannedGroup>,
    /// Shifts to cover the requirement with; none: every interval is staffed for itself.
    pub shifts: Vec<Shift>,
    /// Hours of a full-time agent in a week.
    pub full_time: Span,
    /// Money for each callback that customers accept.
    pub cost_per_callback: f64,
}

/// A target of a plan.
#[derive(Clone, Debug)]
pub struct Target {
    /// What is measured: a ratio that more agents make better.
    pub metric: &'static Metric,
    /// In which queue; none: the whole center.
    pub queue: Option<String>,
    /// Whether the value is a least or a most one.
    pub at_least: bool,
    /// Share, or seconds.
    pub value: f64,
    /// The share of simulated days on which it must hold; none: the mean must hold.
    pub probability: Option<f64>,
}

/// The time over which a target must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// Each reporting interval.
    #[default]
    Interval,
    /// Each civil day.
    Day,
    /// Each seven days from the start on.
    Week,
}

impl Per {
    /// Its name in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Interval => "interval",
            Self::Day => "day",
            Self::Week => "week",
        }
    }
}

/// A group whose staff is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedGroup {
    /// Its name.
    pub name: String,
    /// Fewest agents on the phones while one of its queues is open.
    pub min: u32,
    /// Most agents on the phones; none: as many as help.
    pub max: Option<u32>,
}

/// The share of paid time that each group of a variant is away, by group name, in steps.
pub type Shrinkages = BTreeMap<String, Vec<(SimTime, f64)>>;

const TARGETS: &str = "write targets = [{ metric = \"service_level\", at_least = 0.80 }]";

/// Whether more agents bring a metric nearer to a target, so that staff can be found for it.
fn can_be_planned(metric: &Metric) -> bool {
    let staffed = metric.better != Better::Neither || metric.id == "occupancy";
    let by_chance = ["callback_success_rate", "callback_promise_kept", "quoted_wait_kept"];
    let by_days = ["days_on_target", "intervals_on_target"];
    staffed
        && matches!(metric.formula, Formula::Ratio(_))
        && matches!(metric.unit, Unit::Share | Unit::Seconds)
        && !by_chance.contains(&metric.id)
        && !by_days.contains(&metric.id)
        && !metric.of_quotes
}

/// Reads `[plan]` of a scenario; without the table each queue's own service level is the target.
pub(super) fn plan(build: &Build<'_>, root: &Table, planned: &[String]) -> Option<PlanSettings> {
    let empty = Table::default();
    let whole = At { source: 0, span: 0..0 };
    let reader = match root.get("plan") {
        None => Reader::new(&empty, "[plan]", &whole, build.notes),
        Some(node) => match node.as_table() {
            Some(table) => Reader::new(table, "[plan]", &node.at, build.notes),
            None => {
                build.notes.add(&node.at, "`plan` must be a table", "[plan]");
                return None;
            }
        },
    };
    let targets = match reader.node("targets") {
        Some(node) => targets(build, node),
        None => own_targets(build, root),
    };
    let per = match reader.choice("per", &["interval", "day", "week"]) {
        Some(1) => Per::Day,
        Some(2) => Per::Week,
        _ => Per::Interval,
    };
    let names = groups(build, &reader, root, planned);
    let bounds = reader.node("bounds");
    let full_time = reader.positive_duration("full_time", FULL_TIME);
    let cost_per_callback = reader.number("cost_per_callback", 0.0, 1e9).unwrap_or(0.0);
    let shifts = reader.node("shift").map(|node| shift::shifts(build, node, &names));
    reader.finish();
    let groups = names.iter().map(|name| bounded(build, bounds, name)).collect::<Option<_>>();
    check_bounds(build, bounds, &names);
    Some(PlanSettings {
        targets: targets?,
        per,
        groups: groups?,
        shifts: shifts.unwrap_or(Some(Vec::new()))?,
        full_time,
        cost_per_callback,
    })
}

/// The targets of a list.
fn targets(build: &Build<'_>, node: &Node) -> Option<Vec<Target>> {
    let items = node.as_list().unwrap_or_default();
    if items.is_empty() {
        build.notes.add(&node.at, format!("`targets` cannot be {}", node.written()), TARGETS);
        return None;
    }
    let read: Vec<_> = items.iter().map(|item| target(build, item)).collect();
    read.into_iter().collect()
}

fn target(build: &Build<'_>, item: &Node) -> Option<Target> {
    let Some(table) = item.as_table() else {
        build.notes.add(&item.at, "each target must be a table", TARGETS);
        return None;
    };
    let reader = Reader::new(table, "a target", &item.at, build.notes);
    let metric = reader.required("metric", TARGETS).and_then(|node| metric(build, node));
    let (least, most) = (reader.node("at_least"), reader.node("at_most"));
    let probability = reader.node("probability");
    let queue = reader.node("queue");
    reader.finish();
    let bound = match (least, most) {
        (Some(node), None) => Some((node, true)),
        (None, Some(node)) => Some((node, false)),
        _ => {
            build.notes.add(
                &item.at,
                "a target needs either `at_least` or `at_most`",
                "service_level at_least 0.80; abandonment_rate at_most 0.05",
            );
            None
        }
    };
    let probability = match probability {
        Some(node) => Some(in_range(build, node)?),
        None => None,
    };
    let queue = match queue {
        Some(node) => {
            let name = node.as_text().unwrap_or_default();
            build.queue(name, &node.at)?;
            Some(name.to_owned())
        }
        None => None,
    };
    let (metric, (bound, at_least)) = (metric?, bound?);
    let wants_least = metric.better == Better::Higher;
    if at_least != wants_least {
        let (key, other) = if at_least { ("at_least", "at_most") } else { ("at_most", "at_least") };
        build.notes.add(
            &bound.at,
            format!("more agents move `{}` away from `{key}`", metric.id),
            format!("write `{other}`"),
        );
        return None;
    }
    Some(Target { metric, queue, at_least, value: value(build, metric, bound)?, probability })
}

/// A share of days above 0.
fn in_range(build: &Build<'_>, node: &Node) -> Option<f64> {
    let probability = reader::number(node, "probability", 0.0, 1.0, build.notes)?;
    if probability == 0.0 {
        build.notes.add(
            &node.at,
            "a target that need not hold on any day asks for nothing",
            "such as probability = 0.9: on 9 of 10 days",
        );
        return None;
    }
    Some(probability)
}

/// The value of a bound: a share, or seconds as a number or a length of time.
fn value(build: &Build<'_>, metric: &Metric, node: &Node) -> Option<f64> {
    match (metric.unit, &node.value) {
        (Unit::Seconds, Value::Text(_)) => {
            reader::duration(node, metric.id, build.notes).map(Span::seconds)
        }
        (Unit::Seconds, _) => reader::number(node, metric.id, 0.0, 1e9, build.notes),
        _ => reader::number(node, metric.id, 0.0, 1.0, build.notes),
    }
}

fn metric(build: &Build<'_>, node: &Node) -> Option<&'static Metric> {
    let plannable = || crate::measure::METRICS.iter().filter(|metric| can_be_planned(metric));
    let written = node.as_text().unwrap_or_default();
    let found = plannable().find(|metric| metric.id == written);
    if found.is_none() {
        let exists = Metric::find(written).is_some();
        let near = nearest(written, plannable().map(|metric| metric.id));
        let message = if exists {
            format!("staff cannot be planned for `{written}`")
        } else {
            format!("{} is no metric", node.written())
        };
        let help = match near.filter(|_| !exists) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => {
                let ids: Vec<_> = plannable().map(|metric| metric.id).collect();
                format!("plans are made for {}", ids.join(", "))
            }
        };
        build.notes.add(&node.at, message, help);
    }
    found
}

/// Each queue's service level at its own target.
fn own_targets(build: &Build<'_>, root: &Table) -> Option<Vec<Target>> {
    let metric = Metric::find("service_level")?;
    let own = |name: &String| {
        let queue = root.table("queue")?.table(name)?;
        match queue.table("service_level")?.get("target")?.value {
            Value::Float(target) => Some(target),
            Value::Integer(target) => Some(target as f64),
            _ => None,
        }
    };
    let target = |name: &String| Target {
        metric,
        queue: Some(name.clone()),
        at_least: true,
        value: own(name).unwrap_or(0.8),
        probability: None,
    };
    Some(build.queues.iter().map(target).collect())
}

/// The groups to plan: those of the key, else those with planned staff, else all.
fn groups(build: &Build<'_>, reader: &Reader<'_>, root: &Table, planned: &[String]) -> Vec<String> {
    let mut all: Vec<String> = root.table("agent_group").map_or_else(Vec::new, |table| {
        table.entries.iter().map(|entry| entry.key.clone()).collect()
    });
    all.sort();
    let Some(node) = reader.node("groups") else {
        return if planned.is_empty() { all } else { planned.to_vec() };
    };
    let mut named = Vec::new();
    for item in node.as_list().unwrap_or_default() {
        let name = item.as_text().unwrap_or_default();
        if all.iter().any(|other| other == name) {
            named.push(name.to_owned());
        } else {
            let near = nearest(name, all.iter().map(String::as_str));
            build.notes.add(
                &item.at,
                format!("there is no agent group {}", item.written()),
                near.map_or_else(
                    || format!("the agent groups are {}", all.join(", ")),
                    |near| format!("did you mean {near:?}?"),
                ),
            );
        }
    }
    if node.as_list().is_none_or(<[Node]>::is_empty) {
        build.notes.add(
            &node.at,
            format!("`groups` cannot be {}", node.written()),
            "write groups = [\"team\"], or leave it out to plan all groups",
        );
    }
    if let Some(missing) = planned.iter().find(|name| !named.contains(name)) {
        build.notes.add(
            &node.at,
            format!("the staff of {missing:?} is \"planned\", but `groups` leaves the group out"),
            format!("add {missing:?}, or write how many agents it has"),
        );
    }
    named.sort();
    named.dedup();
    named
}

/// A group with its bounds: those of its own name, else those of all.
fn bounded(build: &Build<'_>, bounds: Option<&Node>, name: &str) -> Option<PlannedGroup> {
    let none = PlannedGroup { name: name.to_owned(), min: 0, max: None };
    let Some(table) = bounds.and_then(Node::as_table) else { return Some(none) };
    let own = table.get(name).and_then(|node| Some((node.as_table()?, &node.at)));
    let (table, at) = match (own, bounds) {
        (Some(own), _) => own,
        (None, Some(node)) if table.get("min").is_some() || table.get("max").is_some() => {
            (table, &node.at)
        }
        _ => return Some(none),
    };
    let reader = Reader::new(table, "`bounds`", at, build.notes);
    let min = reader.integer("min", 0, MOST_AGENTS).unwrap_or(0) as u32;
    let max = reader.integer("max", 0, MOST_AGENTS).map(|max| max as u32);
    if max.is_some_and(|max| max < min) {
        build.notes.add(at, "`max` is below `min`", "write bounds = { min = 2, max = 200 }");
        return None;
    }
    Some(PlannedGroup { min, max, ..none })
}

/// Notes keys of `bounds` that are neither a bound nor a planned group.
fn check_bounds(build: &Build<'_>, bounds: Option<&Node>, names: &[String]) {
    const HELP: &str = "write bounds = { min = 2, max = 200 }, or bounds.team = { min = 2 }";
    let Some(node) = bounds else { return };
    let Some(table) = node.as_table() else {
        build.notes.add(&node.at, format!("`bounds` cannot be {}", node.written()), HELP);
        return;
    };
    for entry in &table.entries {
        let is_bound = ["min", "max"].contains(&entry.key.as_str());
        if !is_bound && !names.contains(&entry.key) {
            let message = format!("unknown key `{}` in `bounds`", entry.key);
            build.notes.add(&entry.key_at, message, HELP);
        } else if !is_bound && let Some(inner) = entry.node.as_table() {
            let reader = Reader::new(inner, "`bounds`", &entry.key_at, build.notes);
            reader.node("min");
            reader.node("max");
            reader.finish();
        } else if !is_bound {
            build.notes.add(&entry.node.at, "bounds of a group are a table", HELP);
        }
    }
}
