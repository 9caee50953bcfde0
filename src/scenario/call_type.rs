//! `[call_type.NAME]`: who calls, for how long, how patiently, and what they do about a callback.

use crate::ids::QueueId;
use crate::model::{CallType, CallbackResponse, ClockLaw, Patience};
use crate::random::Law;

use super::arrivals::{self, Found};
use super::build::{Build, forecast_error};
use super::by_clock;
use super::callers;
use super::dist;
use super::node::{Node, Value};
use super::reader::{self, Reader};

/// Default probability of accepting an offer, and of answering a dial: shares at a US bank
/// (Hathaway, Emadi and Deshpande, Management Science 2021).
const ACCEPT: f64 = 0.37;
const ANSWER: f64 = 0.93;

/// Reads a call type; none when a part of it cannot be told.
pub(super) fn call_type(build: &Build<'_>, name: &str, reader: &Reader<'_>) -> Option<CallType> {
    let path = format!("call_type.{name}");
    let route = route(build, reader);
    let patience = patience(build, reader, &path);
    let (talk_time, after_call_work) = handling(build, reader, &path);
    let volume = reader.number("volume", 0.0, 1e6).unwrap_or(1.0);
    let forecast = reader.node("forecast_error").and_then(|node| forecast_error(build, node));
    let balk = reader.share("balk", 0.0);
    let response = response(build, reader, &path);
    let cost_per_lost = reader.number("cost_per_lost", 0.0, 1e12).unwrap_or(0.0);
    let value_per_handled = reader.number("value_per_handled", 0.0, 1e12).unwrap_or(0.0);
    let redial = callers::call_again(build, reader, "redial");
    let repeat_call = callers::call_again(build, reader, "repeat_call");
    let transfers = callers::transfers(build, reader);
    let voicemail = callers::voicemail(build, reader);
    let attributes = callers::attributes(build, reader);
    let skills = callers::skills(build, reader);
    let priority = reader.integer("priority", 0, 1_000_000).unwrap_or(1) as u32;
    let arrivals_node = reader.required("arrivals", "such as { poisson = { per_hour = 120 } }");
    reader.finish();
    let route = route?;
    let first_queue = route.first().map_or(QueueId(0), |share| share.0);
    let Found { arrivals, spikes, handle_times } =
        arrivals::arrivals(build, name, first_queue, arrivals_node?, volume)?;
    let (mut talk_time, mut after_call_work) = (talk_time?, after_call_work?);
    if !handle_times.is_empty() {
        let mean = talk_time.mean(build.clock.end) + after_call_work.mean(build.clock.end);
        let factors: Vec<_> = handle_times.iter().map(|&(at, aht)| (at, aht / mean)).collect();
        talk_time = scaled(&talk_time, &factors);
        after_call_work = scaled(&after_call_work, &factors);
    }
    Some(CallType {
        name: name.to_owned(),
        route,
        priority,
        attributes: attributes?,
        skills,
        redial: redial?,
        repeat_call: repeat_call?,
        transfers: transfers?,
        voicemail: voicemail?,
        value_per_handled,
        arrivals,
        spikes,
        volume,
        forecast_error: forecast,
        talk_time,
        after_call_work,
        patience: patience?,
        balk,
        response: response?,
        cost_per_lost,
    })
}

/// A law whose mean follows an average handle time by interval; its shape stays.
fn scaled(law: &ClockLaw, factors: &[(crate::time::SimTime, f64)]) -> ClockLaw {
    ClockLaw::pieces(factors.iter().map(|&(at, factor)| (at, law.at(at).scaled(factor))).collect())
}

/// A queue's name, or queues with shares that sum to 1; may be left out where rules of the
/// routing lead this type somewhere.
fn route(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<(QueueId, f64)>> {
    const HELP: &str = "write route = \"support\", or [{ queue = \"a\", share = 0.7 }, ...]";
    if reader.table.get("route").is_none() && build.has_routes {
        return Some(Vec::new());
    }
    let node = reader.required("route", HELP)?;
    match &node.value {
        Value::Text(name) => Some(vec![(build.queue(name, &node.at)?, 1.0)]),
        Value::List(items) if !items.is_empty() => shares(build, reader, node, items),
        _ => {
            build.notes.add(&node.at, format!("`route` cannot be {}", node.written()), HELP);
            None
        }
    }
}

/// Queues with shares that sum to 1.
pub(super) fn shares(
    build: &Build<'_>,
    reader: &Reader<'_>,
    node: &Node,
    items: &[Node],
) -> Option<Vec<(QueueId, f64)>> {
    let shares: Vec<_> = items.iter().map(|item| share(build, reader, item)).collect();
    let shares: Vec<(QueueId, f64)> = shares.into_iter().collect::<Option<_>>()?;
    let sum: f64 = shares.iter().map(|share| share.1).sum();
    if (sum - 1.0).abs() > 1e-9 {
        let key = if reader.table.get("route").is_some() { "route" } else { "queues" };
        build.notes.add(
            &node.at,
            format!("the shares of `{key}` sum to {}", (sum * 1e9).round() / 1e9),
            "they must sum to 1",
        );
    }
    Some(shares)
}

fn share(build: &Build<'_>, reader: &Reader<'_>, item: &Node) -> Option<(QueueId, f64)> {
    let Some(table) = item.as_table() else {
        reader.wrong(
            item,
            "each part of `route` must be a table",
            "{ queue = \"a\", share = 0.7 }",
        );
        return None;
    };
    let reader = Reader::new(table, "a part of `route`", &item.at, build.notes);
    let queue = reader.required("queue", "name a queue");
    let share = reader.required("share", "a number from 0 to 1");
    reader.finish();
    let queue = queue.and_then(|node| build.queue_of(node, "queue"));
    let share = reader::number(share?, "share", 0.0, 1.0, build.notes);
    Some((queue?, share?))
}

fn patience(build: &Build<'_>, reader: &Reader<'_>, path: &str) -> Option<Patience> {
    const HELP: &str = "how long callers hold: patience = { exponential = { mean = \"3m\" } }, \
                        or \"never\" if nobody abandons";
    let node = reader.required("patience", HELP)?;
    if node.as_text() == Some("never") {
        build.assume(&format!("{path}.patience"), "\"never\"", "nobody abandons");
        return Some(Patience::Never);
    }
    by_clock::clock_law(build, node, "patience").map(Patience::Law)
}

/// Talk time and after-call work, or handle time instead of both.
fn handling(
    build: &Build<'_>,
    reader: &Reader<'_>,
    path: &str,
) -> (Option<ClockLaw>, Option<ClockLaw>) {
    let none = || Some(ClockLaw::always(Law::Constant(0.0)));
    let read =
        |key: &'static str| reader.node(key).map(|node| by_clock::clock_law(build, node, key));
    let (handle, talk, work) = (read("handle_time"), read("talk_time"), read("after_call_work"));
    if let (Some(law), Some(node)) = (&handle, reader.table.get("handle_time")) {
        if talk.is_some() || work.is_some() {
            build.notes.add(
                &node.at,
                "`handle_time` stands beside `talk_time` or `after_call_work`",
                "with or without wrap-up? write handle_time alone, or the other two",
            );
            return (None, None);
        }
        return (law.clone(), none());
    }
    if talk.is_none() {
        reader.required("talk_time", "such as { lognormal = { mean = \"5m\", cv = 1.2 } }");
    }
    if work.is_none() {
        build.assume(&format!("{path}.after_call_work"), "\"0s\"", "no after-call work");
    }
    (talk.flatten(), work.unwrap_or_else(none))
}

/// `callback_response`: the customer's side of direct callback.
fn response(build: &Build<'_>, reader: &Reader<'_>, path: &str) -> Option<CallbackResponse> {
    let empty = super::node::Table::default();
    let own = reader.table("callback_response");
    let reader =
        own.unwrap_or_else(|| Reader::new(&empty, "`callback_response`", &reader.at, build.notes));
    let path = format!("{path}.callback_response");
    for (key, value, word) in
        [("accept", ACCEPT, "callbacks accepted"), ("answer", ANSWER, "dials answered")]
    {
        if reader.table.get(key).is_none() {
            build.assume(
                &format!("{path}.{key}"),
                &value.to_string(),
                &format!("{word} {:.0} %", 100.0 * value),
            );
        }
    }
    let factor = reader.number("accept_factor", 0.0, 1e3).unwrap_or(1.0);
    let (accept, accept_by_wait) =
        probabilities(build, &reader, "accept", "by_estimated_wait", ACCEPT)?;
    let accept = accept.into_iter().map(|p| (p * factor).min(1.0)).collect();
    let by_wait = |(wait, p): (f64, f64)| (wait, (p * factor).min(1.0));
    let accept_by_wait = accept_by_wait.into_iter().map(by_wait).collect();
    let (answer, answer_by_delay) = probabilities(build, &reader, "answer", "by_delay", ANSWER)?;
    let decision = match reader.node("decision") {
        Some(node) => dist::law(build, node, "decision"),
        None => Some(Law::Constant(0.0)),
    };
    let talk_time = match reader.node("talk_time") {
        Some(node) => Some(by_clock::clock_law(build, node, "talk_time")?),
        None => None,
    };
    let patience_after_answer = match reader.node("patience_after_answer") {
        Some(node) => Some(dist::law(build, node, "patience_after_answer")?),
        None => None,
    };
    let call_again = callers::call_again(build, &reader, "call_again");
    let answering_machine = reader.share("answering_machine", 0.0);
    reader.finish();
    Some(CallbackResponse {
        accept,
        accept_by_wait,
        decision: decision?,
        answer,
        answer_by_delay,
        answering_machine,
        talk_time,
        patience_after_answer,
        call_again: call_again?,
    })
}

/// Probabilities by number, and by a length of time; one of them is empty.
type Probabilities = (Vec<f64>, Vec<(f64, f64)>);

/// A probability, a list of them by number, or a table of them by a length of time.
fn probabilities(
    build: &Build<'_>,
    reader: &Reader<'_>,
    key: &'static str,
    by: &'static str,
    default: f64,
) -> Option<Probabilities> {
    let Some(node) = reader.node(key) else { return Some((vec![default], Vec::new())) };
    let one = |node: &Node| reader::number(node, key, 0.0, 1.0, build.notes);
    match &node.value {
        Value::List(items) if !items.is_empty() => {
            let found: Vec<_> = items.iter().map(one).collect();
            Some((found.into_iter().collect::<Option<_>>()?, Vec::new()))
        }
        Value::Table(table) => {
            let reader = Reader::new(table, format!("`{key}`"), &node.at, build.notes);
            let points = reader.required(by, "[[\"1m\", 0.1], [\"3m\", 0.35]]");
            reader.finish();
            points_of(build, points?, by).map(|points| (Vec::new(), points))
        }
        _ => one(node).map(|probability| (vec![probability], Vec::new())),
    }
}

/// Pairs of a length of time and a probability, lengths rising.
fn points_of(build: &Build<'_>, node: &Node, key: &str) -> Option<Vec<(f64, f64)>> {
    const HELP: &str = "write pairs, the lengths rising: [[\"1m\", 0.1], [\"3m\", 0.35]]";
    let point = |item: &Node| match item.as_list() {
        Some([length, probability]) => Some((
            reader::duration(length, key, build.notes)?.ticks(),
            reader::number(probability, key, 0.0, 1.0, build.notes)?,
        )),
        _ => {
            build.notes.add(&item.at, format!("`{key}` cannot be {}", item.written()), HELP);
            None
        }
    };
    let points: Vec<_> = node.as_list().unwrap_or_default().iter().map(point).collect();
    let points: Vec<(f64, f64)> = points.into_iter().collect::<Option<_>>()?;
    if points.is_empty() || !points.is_sorted_by(|a, b| a.0 < b.0) {
        build.notes.add(&node.at, format!("`{key}` needs lengths that rise"), HELP);
        return None;
    }
    Some(points)
}
