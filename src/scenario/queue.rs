//! `[queue.NAME]`: limits, service level, wait estimate and overflow rules.

use crate::ids::QueueId;
use crate::model::{
    Action, Arrivals, Assignment, CallType, Queue, ServiceLevel, ServiceLevelDefinition,
    SkillMatch, WaitClock,
};
use crate::time::Span;

use super::build::Build;
use super::node::Table;
use super::reader::Reader;
use super::{callback, hours, overflow, prioritisation, wait_estimate};

/// Reads a queue; none when a part of it cannot be told.
pub(super) fn queue(build: &Build<'_>, name: &str, reader: &Reader<'_>) -> Option<Queue> {
    let path = format!("queue.{name}");
    let priority = reader.integer("priority", 0, 1_000_000).unwrap_or(1) as u32;
    let lines = reader.integer("lines", 1, 1_000_000).map(|lines| lines as u32);
    let max_waiting = reader.integer("max_waiting", 0, 1_000_000).map(|most| most as u32);
    let service_level = service_level(build, reader);
    let overflow = overflow::rules(build, reader);
    let wait_estimate = wait_estimate::wait_estimate(build, reader);
    let rules = overflow.as_deref().unwrap_or_default();
    let reads_wait = rules.iter().any(|rule| rule.when.reads_estimate());
    let reads_count = rules.iter().any(|rule| rule.when.reads_count());
    if reads_count && reader.table.get("count_cache").is_none() {
        build.assume(&format!("{path}.count_cache"), "\"10s\"", "");
    }
    let count_cache = reader.duration("count_cache").unwrap_or(Span::from_secs(10));
    if reads_wait && reader.table.get("wait_estimate").is_none() {
        build.assume(&format!("{path}.wait_estimate"), "moving_average", "wait average every 10m");
    }
    let offered = build.routes_offer_callbacks
        || rules.iter().any(|rule| rule.action == Action::DirectCallback);
    let callback = callback::callback(build, &path, reader, offered);
    let assignment = reader.choice("assignment", &Assignment::ALL.map(|(_, word)| word));
    let skill_match = reader.choice("skill_match", &["exact", "closest"]);
    let assignment_block = reader.integer("assignment_block", 1, 1_000_000).map(|n| n as u32);
    let prioritisation = prioritisation::buckets(build, reader);
    let opening = hours::hours(build, reader);
    let at_close = hours::at_close(reader);
    reader.finish();
    Some(Queue {
        name: name.to_owned(),
        priority,
        assignment: assignment.map_or_else(Default::default, |at| Assignment::ALL[at].0),
        skill_match: if skill_match == Some(1) { SkillMatch::Closest } else { SkillMatch::Exact },
        assignment_block,
        prioritisation: prioritisation?,
        hours: opening,
        at_close,
        lines,
        max_waiting,
        service_level,
        wait_estimate: wait_estimate?,
        wait_estimate_scored: false,
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

/// Mean talk time and after-call work of the types routed to a queue, weighted by expected
/// calls; what records state wins over the laws.
pub(super) fn mean_handle_time(build: &Build<'_>, types: &[CallType], queue: QueueId) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for call_type in types {
        // Who comes by rules or overflow may be of any type.
        let share: f64 = if call_type.route.is_empty() {
            1.0
        } else {
            call_type.route.iter().filter(|route| route.0 == queue).map(|route| route.1).sum()
        };
        let end = build.clock.end;
        let (talk, work) = (call_type.talk_time.mean(end), call_type.after_call_work.mean(end));
        let (calls, mean) = match &call_type.arrivals {
            Arrivals::Recorded(recorded) => {
                let stated = |call: &crate::model::RecordedCall| {
                    call.talk_time.map_or(talk, Span::ticks)
                        + call.after_call_work.map_or(work, Span::ticks)
                };
                let rows = recorded.calls.len() as f64;
                (
                    call_type.expected_calls(end),
                    recorded.calls.iter().map(stated).sum::<f64>() / rows,
                )
            }
            _ => (call_type.expected_calls(end), talk + work),
        };
        let weight = share * calls;
        sum += weight * mean;
        weights += weight;
    }
    if weights > 0.0 { sum / weights } else { 0.0 }
}
