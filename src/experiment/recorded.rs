//! The record's own results: its calls heard by the same tally, so that every definition is the same.

use crate::ids::AgentId;
use crate::measure::{Frame, Scope, Tally};
use crate::observe::{CallFacts, Happening, Observer, Promise};
use crate::scenario::{RecordedOutcomes, Timeline};
use crate::time::{SimTime, Span};

use super::curves::curves;
use super::estimating::Sample;
use super::results::{IntervalResults, Metrics, RecordedResults};

/// What a record can tell; the rest needs agents' times or the moment of routing.
const TOLD: &[&str] = &[
    "arrived",
    "offered",
    "answered",
    "abandoned",
    "short_abandoned",
    "handled",
    "lost",
    "handled_rate",
    "lost_rate",
    "service_level",
    "abandonment_rate",
    "net_abandonment_rate",
    "days_on_target",
    "intervals_on_target",
    "wait_mean",
    "asa",
    "time_to_abandon",
    "wait_p50",
    "wait_p80",
    "wait_p90",
    "wait_p95",
    "wait_p99",
    "wait_max",
    "live_queue_mean",
    "queue_length_mean",
];

/// Told where the record states how long calls were handled.
const TOLD_OF_HANDLING: &[&str] = &["aht", "load_erlangs"];

/// The results of the record.
pub(super) fn recorded(
    outcomes: &RecordedOutcomes,
    frame: &Frame,
    timeline: &Timeline,
    confidence: f64,
) -> RecordedResults {
    let mut tally = Tally::new(frame);
    let mut calls = outcomes.calls.clone();
    calls.sort_by_key(|call| call.at);
    for (number, call) in calls.iter().enumerate() {
        let facts = CallFacts {
            slot: 0,
            call_type: call.call_type,
            number: number as u64,
            arrived: call.at,
            queue: call.queue,
            entered: call.at,
            transferred: false,
            key_pressed: SimTime::NEVER,
            assigned: call.at + call.wait,
            promise: Promise::Unasked,
            callback_promise: Promise::Unasked,
            talk_ticks: call.handle_time.unwrap_or(Span::ZERO).0,
            wrap_ticks: 0,
        };
        hear(&mut tally, &facts, call.at + call.wait, call.answered);
    }
    let waits = tally.waits()[0].clone();
    let curves = curves(&waits);
    let replication = [tally.take()];
    let sample = Sample {
        frame,
        replications: &replication,
        waits: &waits,
        confidence,
        in_pairs: false,
        control: Vec::new(),
        has_callbacks: false,
        compares_quotes: false,
        with_queue_length_max: false,
    };
    let handling = calls.iter().any(|call| call.handle_time.is_some());
    let told = |metrics: Metrics| told(metrics, handling);
    RecordedResults {
        metrics: told(sample.period(Scope::Center)),
        intervals: sample
            .intervals(Scope::Center, &timeline.intervals)
            .into_iter()
            .map(|window| IntervalResults { metrics: told(window.metrics), ..window })
            .collect(),
        curves,
    }
}

/// One recorded call, as an engine would have told it.
fn hear(tally: &mut Tally<'_>, facts: &CallFacts, ended: SimTime, answered: bool) {
    let nobody = AgentId(0);
    tally.call(facts.arrived, facts, Happening::Arrived);
    if ended > facts.arrived {
        tally.call(facts.arrived, facts, Happening::Queued { position: 1 });
        tally.waited(facts, false, facts.arrived, ended);
    }
    if answered {
        tally.call(ended, facts, Happening::Accepted { agent: nobody, first: true });
        tally.call(ended, facts, Happening::Connected { agent: nobody });
    } else {
        tally.call(ended, facts, Happening::Abandoned { agent: None });
    }
    tally.closed(facts);
}

fn told(metrics: Metrics, handling: bool) -> Metrics {
    let keep = |id: &str| TOLD.contains(&id) || (handling && TOLD_OF_HANDLING.contains(&id));
    Metrics(metrics.0.into_iter().filter(|(metric, _)| keep(metric.id)).collect())
}
