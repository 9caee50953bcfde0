//! `[queue.NAME]`: limits, service level, wait estimate and overflow rules.

use crate::ids::QueueId;
use crate::model::{
    Action, Arrivals, CallType, Condition, OverflowRule, Queue, ServiceLevel,
    ServiceLevelDefinition, WaitClock, WaitEstimate,
};
use crate::time::Span;

use super::build::Build;
use super::callback;
use super::node::{Node, Table};
use super::reader::Reader;

/// Reads a queue; none when a part of it cannot be told.
pub(super) fn queue(build: &Build<'_>, name: &str, reader: &Reader<'_>) -> Option<Queue> {
    let path = format!("queue.{name}");
    let priority = reader.integer("priority", 0, 1_000_000).unwrap_or(1) as u32;
    let lines = reader.integer("lines", 1, 1_000_000).map(|lines| lines as u32);
    let max_waiting = reader.integer("max_waiting", 0, 1_000_000).map(|most| most as u32);
    let service_level = service_level(build, reader);
    let overflow = overflow(build, reader);
    let wait_estimate = wait_estimate(build, reader);
    let rules = overflow.as_deref().unwrap_or_default();
    let reads_wait = rules.iter().any(|rule| matches!(rule.when, Condition::AverageWait(_)));
    let reads_count = rules.iter().any(|rule| matches!(rule.when, Condition::WaitingCalls(_)));
    if reads_count && reader.table.get("count_cache").is_none() {
        build.assume(&format!("{path}.count_cache"), "\"10s\"", "");
    }
    let count_cache = reader.duration("count_cache").unwrap_or(Span::from_secs(10));
    if reads_wait && reader.table.get("wait_estimate").is_none() {
        build.assume(&format!("{path}.wait_estimate"), "moving_average", "wait average every 10m");
    }
    let callback = callback::callback(build, &path, reader, !rules.is_empty());
    reader.only("assignment", "\"least_active\"");
    reader.only("skill_match", "\"exact\"");
    reader.not_yet(&["hours", "at_close", "prioritisation"]);
    reader.finish();
    Some(Queue {
        name: name.to_owned(),
        priority,
        lines,
        max_waiting,
        service_level,
        wait_estimate: wait_estimate?,
        count_cache,
        overflow: overflow?,
        callback: callback?,
        mean_handle_time: 0.0,
    })
}

fn service_level(build: &Build<'_>, reader: &Reader<'_>) -> ServiceLevel {
    let empty = Table::default();
    let reader = reader
        .table("service_level")
        .unwrap_or_else(|| Reader::new(&empty, "`service_level`", &reader.at, build.notes));
    let ids = ServiceLevelDefinition::ALL.map(ServiceLevelDefinition::id);
    let definition = reader.choice("definition", &ids);
    let clock = reader.choice("wait_clock", &["connect", "queue"]);
    let level = ServiceLevel {
        within: reader.duration("within").unwrap_or(Span::from_secs(20)),
        target: reader.share("target", 0.8),
        definition: definition.map_or_else(Default::default, |at| ServiceLevelDefinition::ALL[at]),
        short_abandon: reader.duration("short_abandon").unwrap_or(Span::from_secs(5)),
        wait_clock: if clock == Some(1) { WaitClock::Queue } else { WaitClock::Connect },
    };
    reader.finish();
    level
}

fn wait_estimate(build: &Build<'_>, reader: &Reader<'_>) -> Option<WaitEstimate> {
    const HELP: &str = "write \"queue_length\" or { moving_average = { refresh = \"10m\" } }";
    let default = Reader::new(
        const { &Table { entries: Vec::new() } },
        "`moving_average`",
        &reader.at,
        build.notes,
    );
    let Some(node) = reader.node("wait_estimate") else { return Some(moving_average(&default)) };
    if node.as_text() == Some("queue_length") {
        return Some(WaitEstimate::QueueLength);
    }
    if let Some(table) = node.as_table()
        && table.get("mean").is_none()
    {
        let outer = Reader::new(table, "`wait_estimate`", &node.at, build.notes);
        let inner = outer.table("moving_average");
        outer.finish();
        return inner.map(|inner| moving_average(&inner)).or_else(|| {
            build.notes.add(&node.at, "`wait_estimate` names no estimate", HELP);
            None
        });
    }
    build.notes.add(
        &node.at,
        format!("the estimate {} is not simulated by this version", node.written()),
        HELP,
    );
    None
}

fn moving_average(reader: &Reader<'_>) -> WaitEstimate {
    let estimate = WaitEstimate::MovingAverage {
        refresh: reader.positive_duration("refresh", Span::from_secs(600)),
        alpha: reader.number("alpha", 0.0, 1.0).unwrap_or(0.3),
        min_samples: reader.integer("min_samples", 1, 1_000_000).unwrap_or(20) as u32,
        reset_idle: reader.positive_duration("reset_idle", Span::from_secs(7 * 86_400)),
        include_callbacks: reader.boolean("include_callbacks", true),
    };
    reader.finish();
    estimate
}

/// Overflow rules in the order of the list.
fn overflow(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<OverflowRule>> {
    const HELP: &str =
        "[{ name = \"full\", when = { waiting_calls = 8 }, action = \"direct_callback\" }]";
    let Some(node) = reader.node("overflow") else { return Some(Vec::new()) };
    let Some(items) = node.as_list() else {
        reader.wrong(node, "`overflow` must be a list of rules", HELP);
        return None;
    };
    let mut rules = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let Some(table) = item.as_table() else {
            reader.wrong(item, "a rule of `overflow` must be a table", HELP);
            return None;
        };
        let reader = Reader::new(table, "a rule of `overflow`", &item.at, build.notes);
        let name = reader.text("name").map_or_else(|| position.to_string(), str::to_owned);
        let when = reader
            .required("when", "such as when = { waiting_calls = 8 }")
            .and_then(|node| condition(build, &reader, node));
        let action = reader
            .required("action", "such as action = \"direct_callback\"")
            .and_then(|node| action(build, node));
        reader.finish();
        if rules.iter().flatten().any(|rule: &OverflowRule| rule.name == name) {
            build.notes.add(
                table.get("name").map_or(&item.at, |node| &node.at),
                format!("two rules of `overflow` are called {name:?}"),
                "give each its own name: paths and reports tell them apart by it",
            );
        }
        rules.push(when.zip(action).map(|(when, action)| OverflowRule { name, when, action }));
    }
    rules.into_iter().collect()
}

fn condition(build: &Build<'_>, reader: &Reader<'_>, node: &Node) -> Option<Condition> {
    const KINDS: &str = "{ waiting_calls = 8 }, { average_wait = \"2m\" } or { waited = \"3m\" }";
    let reader = reader.inner(node, "`when`".into())?;
    reader.not_yet(&["out_of_hours"]);
    let waiting = reader.integer("waiting_calls", 0, 1_000_000);
    let average = reader.duration("average_wait");
    let waited = reader.duration("waited");
    reader.finish();
    let mut found = [
        waiting.map(|n| Condition::WaitingCalls(n as u32)),
        average.map(Condition::AverageWait),
        waited.map(Condition::Waited),
    ]
    .into_iter()
    .flatten();
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        (None, _) if !reader.table.entries.is_empty() => None,
        _ => {
            build.notes.add(&node.at, "`when` needs exactly one condition", KINDS);
            None
        }
    }
}

fn action(build: &Build<'_>, node: &Node) -> Option<Action> {
    if node.as_text() == Some("direct_callback") {
        return Some(Action::DirectCallback);
    }
    let text = node.as_text().unwrap_or_default();
    let known = ["voicemail", "end_call", "assign_anyway"].contains(&text)
        || node.as_table().is_some_and(|table| {
            table.get("transfer").is_some() || table.get("external").is_some()
        });
    let message = if known {
        format!("the action {} is not simulated by this version", node.written())
    } else {
        format!("{} is no action", node.written())
    };
    build.notes.add(&node.at, message, "write action = \"direct_callback\"");
    None
}

/// Mean talk time and after-call work of the types routed to a queue, weighted by expected
/// calls; what records state wins over the laws.
pub(super) fn mean_handle_time(build: &Build<'_>, types: &[CallType], queue: QueueId) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for call_type in types {
        let share: f64 =
            call_type.route.iter().filter(|route| route.0 == queue).map(|route| route.1).sum();
        let end = build.clock.end;
        let (talk, work) = (call_type.talk_time.mean(end), call_type.after_call_work.mean(end));
        let (calls, mean) = match &call_type.arrivals {
            Arrivals::Poisson(steps) | Arrivals::Exact(steps) => {
                (steps.iter().map(|step| step.calls).sum::<f64>(), talk + work)
            }
            Arrivals::Recorded(recorded) => {
                let stated = |call: &crate::model::RecordedCall| {
                    call.talk_time.map_or(talk, Span::ticks)
                        + call.after_call_work.map_or(work, Span::ticks)
                };
                let calls = recorded.calls.len() as f64;
                (calls, recorded.calls.iter().map(stated).sum::<f64>() / calls)
            }
        };
        let weight = share * calls * call_type.volume;
        sum += weight * mean;
        weights += weight;
    }
    if weights > 0.0 { sum / weights } else { 0.0 }
}
