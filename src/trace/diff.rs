//! Two traces compared: the first event that differs, the first call that was routed differently
//! with what the router saw there, and how many calls ended differently.

use std::collections::BTreeMap;

use crate::scenario::{Study, Variant};
use crate::time::SimTime;

use super::event::{Event, Trace};
use super::explain::words;
use super::recorder::record;
use super::router::{Key, Router};
use super::witness::decisions;

/// How two traces differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The first event that differs.
    pub event: Parting,
    /// The first call whose events differ, where the first event was an agent's.
    pub call: Option<Parting>,
    /// Events of the first trace.
    pub events: usize,
    /// Calls whose end the first trace tells.
    pub calls: usize,
    /// Calls that are in both traces and ended in another way.
    pub ended_differently: usize,
    /// Calls that ended in the same way at another time.
    pub ended_at_another_time: usize,
    /// Calls that are in one trace alone.
    pub in_one_alone: usize,
}

/// A place where two traces part.
#[derive(Clone, Debug, PartialEq)]
pub struct Parting {
    /// Position of the event in the first trace, from 0.
    pub position: usize,
    /// When: ticks from the start, and the same in civil time.
    pub at: (u64, String),
    /// What the first trace says there.
    pub left: Side,
    /// What the second one says.
    pub right: Side,
}

/// One trace at the place where they part.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Its next event; none when the trace has ended before.
    pub event: Option<Event>,
    /// What happens at that moment, in words; empty when nothing does.
    pub words: String,
    /// What the router saw: waiting items, and the free agents in the order of their ranks.
    pub seen: String,
    /// What the router was asked then, and what it answered; empty where only a trace is at hand.
    pub asked: Vec<String>,
}

impl Difference {
    /// Where the first call was routed differently; failing that, where the first event differs.
    #[must_use]
    pub fn first(&self) -> &Parting {
        self.call.as_ref().unwrap_or(&self.event)
    }
}

impl Parting {
    /// Who was routed differently: the call, both calls where an agent took another one, or the
    /// agent who came or left.
    #[must_use]
    pub fn who(&self) -> String {
        let name = |side: &Side| {
            let event = side.event.as_ref().filter(|event| event.ticks == self.at.0)?;
            Some(match event.key() {
                Some((call_type, number, 0)) => format!("call {call_type}/{number}"),
                Some((call_type, number, again)) => {
                    format!("call {call_type}/{number} (try {})", again + 1)
                }
                None => format!("agent {}", event.agent),
            })
        };
        match (name(&self.left), name(&self.right)) {
            (Some(left), Some(right)) if left != right => format!("{left}, now {right}"),
            (Some(one), _) | (None, Some(one)) => one,
            (None, None) => "nobody".into(),
        }
    }
}

/// Compares two traces; none when they tell the same.
#[must_use]
pub fn diff(left: &Trace, right: &Trace) -> Option<Difference> {
    let event = parting(left, right, |_| true)?;
    let is_call = |event: &Event| event.call.is_some();
    let of_agent = [&event.left, &event.right].iter().any(|side| {
        let event = side.event.as_ref().filter(|own| own.ticks == event.at.0);
        event.is_some_and(|event| !is_call(event))
    });
    let call = if of_agent { parting(left, right, is_call) } else { None };
    let (ends, others) = (ends(left), ends(right));
    let in_both = ends.iter().filter_map(|(key, end)| Some((end, others.get(key)?)));
    let (mut differently, mut later) = (0, 0);
    for (a, b) in in_both.clone() {
        differently += usize::from(a.0 != b.0);
        later += usize::from(a.0 == b.0 && a.1 != b.1);
    }
    let common = in_both.count();
    Some(Difference {
        event,
        call,
        events: left.events.len(),
        calls: ends.len(),
        ended_differently: differently,
        ended_at_another_time: later,
        in_one_alone: ends.len() + others.len() - 2 * common,
    })
}

/// Where two traces part, looking at some events alone; none when these are the same.
fn parting(left: &Trace, right: &Trace, looked_at: fn(&Event) -> bool) -> Option<Parting> {
    let of = |trace: &Trace| -> Vec<usize> {
        (0..trace.events.len()).filter(|&at| looked_at(&trace.events[at])).collect()
    };
    let (ours, theirs) = (of(left), of(right));
    let same =
        ours.iter().zip(&theirs).take_while(|&(&a, &b)| left.events[a] == right.events[b]).count();
    let next = |trace: &Trace, own: &[usize]| own.get(same).copied().unwrap_or(trace.events.len());
    let (a, b) = (next(left, &ours), next(right, &theirs));
    let events = [left.events.get(a), right.events.get(b)];
    let first = events.into_iter().flatten().min_by_key(|event| event.ticks)?;
    let at = (first.ticks, first.at.clone());
    let left = side(left, a, at.0);
    Some(Parting { position: a, left, right: side(right, b, at.0), at })
}

/// One side at a position and a moment: the state before the event, and what that call does then.
fn side(trace: &Trace, position: usize, now: u64) -> Side {
    let mut router = Router::default();
    for event in trace.events[..position].iter().take_while(|event| event.ticks <= now) {
        router.hear(event);
    }
    let seen = router.words(now);
    let event = trace.events.get(position).cloned();
    let mut said: Vec<String> = Vec::new();
    if let Some(own) = event.as_ref().filter(|event| event.ticks == now) {
        for next in trace.events[position..].iter().take_while(|next| next.ticks == now) {
            if next.key() == own.key() && next.key().is_some() || next == own {
                said.push(words(next, &router));
            }
            router.hear(next);
        }
    }
    Side { event, words: said.join("; "), seen, asked: Vec::new() }
}

/// The first difference between a replication of two variants, with what the router was asked
/// there; none when they tell the same.
#[must_use]
pub fn first_difference(
    before: (&Study, &Variant),
    after: (&Study, &Variant),
    replication: u64,
) -> Option<Difference> {
    let tell = |(study, variant): (&Study, &Variant)| record(study, variant, replication);
    let mut found = diff(&tell(before), &tell(after))?;
    for parting in std::iter::once(&mut found.event).chain(&mut found.call) {
        let at = SimTime(parting.at.0);
        parting.left.asked = decisions(before.0, before.1, replication, at);
        parting.right.asked = decisions(after.0, after.1, replication, at);
    }
    Some(found)
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
