//! Two traces compared: the first event that differs, what the router saw there, and how many
//! calls ended differently.

use std::collections::BTreeMap;

use super::event::{Event, Trace};
use super::router::{Key, Router};

/// Where two traces part.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Position of the first event that differs, from 0.
    pub position: usize,
    /// What the first trace says there.
    pub left: Side,
    /// What the second one says.
    pub right: Side,
    /// Calls that are in both traces and ended in another way.
    pub ended_differently: usize,
    /// Calls that ended in the same way at another time.
    pub ended_at_another_time: usize,
    /// Calls that are in one trace alone.
    pub in_one_alone: usize,
}

/// One trace at the place where they part.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The event; none when the trace has ended before.
    pub event: Option<Event>,
    /// What the router saw before it, in words.
    pub seen: String,
}

/// Compares two traces; none when they tell the same.
#[must_use]
pub fn diff(left: &Trace, right: &Trace) -> Option<Difference> {
    let same = left.events.iter().zip(&right.events).take_while(|(a, b)| a == b).count();
    if same == left.events.len() && same == right.events.len() {
        return None;
    }
    let mut router = Router::default();
    for event in &left.events[..same] {
        router.hear(event);
    }
    let side =
        |trace: &Trace| Side { event: trace.events.get(same).cloned(), seen: router.words() };
    let (ends, others) = (ends(left), ends(right));
    let in_both = ends.iter().filter_map(|(key, end)| Some((end, others.get(key)?)));
    let (mut differently, mut later) = (0, 0);
    for (a, b) in in_both.clone() {
        differently += usize::from(a.0 != b.0);
        later += usize::from(a.0 == b.0 && a.1 != b.1);
    }
    let common = in_both.count();
    Some(Difference {
        position: same,
        left: side(left),
        right: side(right),
        ended_differently: differently,
        ended_at_another_time: later,
        in_one_alone: ends.len() + others.len() - 2 * common,
    })
}

/// How and when each call ended.
fn ends(trace: &Trace) -> BTreeMap<Key, (&'static str, u64)> {
    let mut ends = BTreeMap::new();
    for event in &trace.events {
        let Some((call_type, call, again)) = event.key() else { continue };
        let end = match event.event.as_str() {
            "connected" if event.is("callback") => "called back",
            "connected" => "answered",
            "abandoned" | "balked" => "abandoned",
            "blocked" => "blocked",
            "out_of_hours" => "out of hours",
            "voicemail_left" => "left a message",
            "sent_outside" => "sent outside",
            "ended_by_overflow" => "ended by a rule",
            "callback_expired" => "callback expired",
            "callback_abandoned" => "callback abandoned",
            "callback_deduplicated" => "callback closed as a duplicate",
            "customer_unanswered" => "callback unanswered",
            "unfinished" => "unfinished",
            _ => continue,
        };
        ends.insert((call_type.to_owned(), call, again), (end, event.ticks));
    }
    ends
}
