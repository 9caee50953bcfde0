//! Why one call waited: its story in plain words, and what its wait was made of.

use std::collections::BTreeMap;

use crate::time::{Span, TICKS_PER_SECOND};

use super::event::{Detail, Event, Trace};
use super::router::{Key, Router};

/// Which call to explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// This one, by number and perhaps type.
    Call(Option<String>, u64),
    /// The call answered live that had waited longest.
    Longest,
    /// The callback that was joined longest after the key.
    WorstCallback,
    /// The first call that arrived at this moment (in ticks) or later.
    At(u64),
}

/// Tells why a call waited.
///
/// # Errors
/// In words, when there is no such call.
pub fn explain(trace: &Trace, which: &Which) -> Result<String, String> {
    let key = chosen(trace, which)?;
    let mut router = Router::default();
    let mut story: Vec<String> = Vec::new();
    let mut parts: Vec<(&'static str, u64)> = Vec::new();
    let mut since = None;
    let mut on = "coming in";
    let mut ended = false;
    for event in &trace.events {
        if event.key().is_some_and(|own| (own.0, own.1, own.2) == (&key.0, key.1, key.2)) {
            if let Some(before) = since {
                add(&mut parts, on, event.ticks - before);
            }
            ended = ended || is_end(event);
            since = (!ended).then_some(event.ticks);
            on = next(event, on);
            story.push(format!("  {}  {}", event.at, words(event, &router)));
        }
        router.hear(event);
    }
    Ok(told(&key, &story, &parts))
}

/// The call that is meant.
fn chosen(trace: &Trace, which: &Which) -> Result<Key, String> {
    let owned = |event: &Event| {
        event.key().map(|(call_type, call, again)| (call_type.to_owned(), call, again))
    };
    let arrivals = || trace.events.iter().filter(|event| event.event == "arrived");
    let found = match which {
        Which::Call(call_type, number) => {
            let mut found: Vec<Key> = arrivals()
                .filter(|event| event.call == Some(*number) && event.again == 0)
                .filter(|event| call_type.as_ref().is_none_or(|name| *name == event.call_type))
                .filter_map(owned)
                .collect();
            if found.len() > 1 {
                let names: Vec<String> =
                    found.iter().map(|key| format!("{}/{number}", key.0)).collect();
                return Err(format!("several types have a call {number}: {}", names.join(", ")));
            }
            found.pop()
        }
        Which::Longest => longest(trace, "arrived", false),
        Which::WorstCallback => longest(trace, "callback_accepted", true),
        Which::At(ticks) => arrivals().find(|event| event.ticks >= *ticks).and_then(owned),
    };
    found.ok_or_else(|| match which {
        Which::Call(..) => "the trace has no such call".into(),
        Which::Longest => "nobody was answered".into(),
        Which::WorstCallback => "no callback was joined".into(),
        Which::At(_) => "no call arrives at that time or later".into(),
    })
}

/// The call with the longest time from an event until it was joined, as a callback or not.
fn longest(trace: &Trace, from: &str, callbacks: bool) -> Option<Key> {
    let mut began: BTreeMap<Key, u64> = BTreeMap::new();
    let mut worst: Option<(u64, Key)> = None;
    for event in &trace.events {
        let Some((call_type, call, again)) = event.key() else { continue };
        let key = (call_type.to_owned(), call, again);
        if event.event == from {
            began.insert(key, event.ticks);
        } else if event.event == "connected"
            && event.is("callback") == callbacks
            && let Some(began) = began.remove(&key)
        {
            let length = event.ticks - began;
            if worst.as_ref().is_none_or(|worst| length > worst.0) {
                worst = Some((length, key));
            }
        }
    }
    worst.map(|worst| worst.1)
}

/// What a call does from an event on.
fn next(event: &Event, before: &'static str) -> &'static str {
    match event.event.as_str() {
        "queued" | "moved" => "on hold",
        // Nobody is on the line where the callback was booked.
        "callback_accepted" if before == "coming in" => "waiting for its turn as a callback",
        "callback_accepted" => "hearing the confirmation",
        "call_ended_for_callback" | "requeued" => "waiting for its turn as a callback",
        "rejected" | "missed" if event.is("callback") => "waiting for its turn as a callback",
        "rejected" | "missed" => "on hold",
        "assigned" | "notified" => "notifying an agent",
        "accepted" => "with the agent before the dial",
        "dialled" => "ringing",
        "customer_answered" if event.agent.is_empty() => "on hold after answering",
        "retry_scheduled" => "waiting for the next dial",
        "connected" => "talking",
        _ => before,
    }
}

fn is_end(event: &Event) -> bool {
    matches!(
        event.event.as_str(),
        "connected"
            | "abandoned"
            | "balked"
            | "blocked"
            | "out_of_hours"
            | "sent_outside"
            | "voicemail_left"
            | "ended_by_overflow"
            | "callback_expired"
            | "callback_abandoned"
            | "callback_deduplicated"
            | "unfinished"
    )
}

fn add(parts: &mut Vec<(&'static str, u64)>, name: &'static str, ticks: u64) {
    match parts.iter_mut().find(|part| part.0 == name) {
        Some(part) => part.1 += ticks,
        None => parts.push((name, ticks)),
    }
}

/// An event in words, with what the router saw.
pub(super) fn words(event: &Event, router: &Router) -> String {
    let number = |name: &str| match event.detail(name) {
        Some(Detail::Number(number)) => *number,
        _ => 0,
    };
    let text = |name: &str| match event.detail(name) {
        Some(Detail::Text(text)) => text.as_str(),
        _ => "",
    };
    let agent = &event.agent;
    match event.event.as_str() {
        "arrived" if event.is("booked") => {
            format!("the window of a booked callback opens in queue {}", event.queue)
        }
        "arrived" => {
            let (live, callbacks) = router.waiting_in(&event.queue);
            let free = router.free_agents().len();
            format!(
                "comes in for queue {}: {live} on hold, {callbacks} callbacks pending, {free} \
                 agents free in the center",
                event.queue
            )
        }
        "overflowed" => {
            let what = format!("{} {}", text("action").replace('_', " "), text("to"));
            format!("rule {:?} fires: {}", text("rule"), what.trim_end())
        }
        "queued" => format!("found nobody free and waits at place {}", number("position")),
        "offered" => format!("hears callback offer {}", number("number")),
        "callback_accepted" if router.knows(event) => {
            format!("presses the key and keeps place {}", number("position"))
        }
        "callback_accepted" => format!("waits at place {}", number("position")),
        "call_ended_for_callback" => "hangs up; the work item waits on".into(),
        "callback_due" => "its turn has come".into(),
        "assigned" => format!("given to {agent}"),
        "notified" => format!("{agent} is notified"),
        "accepted" => format!("{agent} accepts"),
        "rejected" => format!("{agent} rejects: back to its place"),
        "missed" => format!("{agent} misses the notification: back to its place"),
        "dialled" => format!("dial {}", number("attempt")),
        "customer_answered" => "the customer answers".into(),
        "customer_unanswered" => "nobody answers".into(),
        "retry_scheduled" => "another dial later".into(),
        "requeued" => "back in the queue for another dial".into(),
        "connected" => format!("joined with {agent}"),
        "abandoned" => "hangs up".into(),
        "moved" => format!("moved from queue {} to {}", text("from"), event.queue),
        "talk_ended" => "the talk has ended".into(),
        "wrap_up_ended" => format!("{agent} has done the after-call work"),
        "transferred" => format!("{agent} passes it on to queue {}", event.queue),
        other => other.replace('_', " "),
    }
}

/// The story and what the wait was made of; the parts sum to the whole.
fn told(key: &Key, story: &[String], parts: &[(&'static str, u64)]) -> String {
    let whole: u64 = parts.iter().map(|part| part.1).sum();
    let again = if key.2 > 0 { ", a further call of this customer" } else { "" };
    let mut text = format!("Call {} of type {}{again}\n\n{}\n\n", key.1, key.0, story.join("\n"));
    text += &format!("From its arrival until it was joined or left: {}.\n", length(whole));
    for (name, ticks) in parts.iter().filter(|part| part.1 > 0) {
        let share = 100.0 * *ticks as f64 / whole.max(1) as f64;
        text += &format!("  {:>12}  {share:>3.0} %  {name}\n", length(*ticks));
    }
    text
}

/// A length of time: exact seconds, or minutes and seconds.
fn length(ticks: u64) -> String {
    let seconds = Span(ticks).seconds();
    let minutes = ticks / (60 * TICKS_PER_SECOND);
    if minutes == 0 {
        format!("{seconds} s")
    } else {
        format!("{minutes} min {:.1} s", seconds - 60.0 * minutes as f64)
    }
}
