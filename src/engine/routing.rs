//! Which queue a call goes to: the rules of the routing in order, else the queue that the record
//! states, else the route of its type.

use crate::ids::QueueId;
use crate::model::{Arrivals, Center, OverflowRule, Recorded, RouteRule, RouteTarget};
use crate::observe::Observer;
use crate::policy::Policy;
use crate::random::Stream;
use crate::time::SimTime;

use super::call::Call;
use super::overflowing::{Trip, trip};
use super::run::{Run, TypeState};

/// Chooses the queue of an arriving call and says what it finds there.
#[inline]
pub(super) fn choose_queue<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> Trip {
    if run.uses.routing
        && let Some(trip) = by_rules(run, slot)
    {
        return trip;
    }
    let call = run.calls.get_mut(slot);
    let of_type = &run.types[call.facts.call_type.index()];
    let Some(queue) = of_type.only_queue.or_else(|| by_route(run.center, of_type, call)) else {
        // The fallback queue takes whoever nobody else wants, whatever its overflow says.
        if let Some(queue) = run.center.routing.fallback {
            call.facts.queue = queue;
        }
        return Trip::Clear;
    };
    call.facts.queue = queue;
    trip_at(run, queue)
}

/// What an arrival finds at a queue by the queue's own rules.
#[inline(always)]
pub(super) fn trip_at<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, queue: QueueId) -> Trip {
    if !run.uses.overflow {
        return Trip::Clear;
    }
    trip(run, queue, &run.center.queues[queue.index()].overflow)
}

/// The queue that the record states, or the route of the call's type; none where there is neither.
fn by_route(center: &Center, of_type: &TypeState<'_>, call: &Call) -> Option<QueueId> {
    if let Some(stated) = call.stated_queue() {
        return Some(stated);
    }
    match center.call_types[call.facts.call_type.index()].route.as_slice() {
        [] => None,
        shares => Some(by_share(shares, of_type.luck.route, call.facts.first_try(), 0)),
    }
}

/// The queue that a uniform number picks by its share.
fn by_share(shares: &[(QueueId, f64)], luck: Stream, number: u64, count: u32) -> QueueId {
    if let [(only, _)] = shares {
        return *only;
    }
    let mut left = luck.uniform(number, count);
    for (queue, share) in shares {
        if left < *share {
            return *queue;
        }
        left -= share;
    }
    shares[shares.len() - 1].0
}

/// A queue that a rule leads to, with the rule and what an arrival finds.
#[derive(Clone, Copy)]
struct Candidate {
    queue: QueueId,
    rule: u32,
    trip: Trip,
}

/// The first matching rule whose queue does not overflow; when all do, the first whose queue is
/// open, else the one that opens earliest. None when no rule matches.
fn by_rules<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> Option<Trip> {
    let rules = &run.center.routing.rules;
    let mut candidates: Vec<Candidate> = Vec::new();
    for (position, rule) in rules.iter().enumerate() {
        if !matches(run, slot, rule) {
            continue;
        }
        let facts = run.calls.get(slot).facts;
        let drawn;
        let queues = match &rule.to {
            RouteTarget::FirstOf(queues) => queues.as_slice(),
            RouteTarget::Shares(shares) => {
                let luck = run.types[facts.call_type.index()].luck.rule_share;
                drawn = [by_share(shares, luck, facts.first_try(), position as u32)];
                &drawn
            }
        };
        for &queue in queues {
            let own: &[OverflowRule] = &run.center.queues[queue.index()].overflow;
            let trip = trip(run, queue, rule.overflow.as_deref().unwrap_or(own));
            let candidate = Candidate { queue, rule: position as u32, trip };
            if trip == Trip::Clear {
                return Some(take(run, slot, candidate));
            }
            candidates.push(candidate);
        }
    }
    let open = candidates.iter().find(|found| !run.queues[found.queue.index()].closed);
    let chosen = open.or_else(|| {
        candidates.iter().min_by_key(|found| {
            let hours = &run.center.queues[found.queue.index()].hours;
            let opens = hours.as_ref().and_then(|hours| hours.next_opening(run.now));
            opens.unwrap_or(SimTime::NEVER)
        })
    });
    chosen.copied().map(|chosen| take(run, slot, chosen))
}

fn take<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, chosen: Candidate) -> Trip {
    let call = run.calls.get_mut(slot);
    call.facts.queue = chosen.queue;
    call.route_rule = Some(chosen.rule);
    chosen.trip
}

fn matches<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32, rule: &RouteRule) -> bool {
    let facts = run.calls.get(slot).facts;
    rule.call_type.is_none_or(|wanted| wanted == facts.call_type)
        && rule.attribute.is_none_or(|(id, value)| attribute(run, slot, id) == Some(value))
        && rule.holds_at(run.now)
}

/// What a caller is: drawn by the number of the first try, so that it stays with the customer.
pub(super) fn attribute<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    slot: u32,
    id: u32,
) -> Option<u32> {
    let call = run.calls.get(slot);
    let facts = call.facts;
    let call_type = &run.center.call_types[facts.call_type.index()];
    if let (Some(row), Arrivals::Recorded(recorded)) = (call.attributes_row, &call_type.arrivals)
        && let Some((_, values)) = recorded.attributes.iter().find(|stated| stated.0 == id)
        && values[row as usize] != Recorded::UNSTATED
    {
        return Some(values[row as usize]);
    }
    let attribute = call_type.attributes.iter().find(|attribute| attribute.id == id)?;
    let luck = run.types[facts.call_type.index()].luck.attribute;
    let mut left = luck.uniform(facts.first_try(), id);
    for &(value, share) in &attribute.values {
        if left < share {
            return Some(value);
        }
        left -= share;
    }
    attribute.values.last().map(|last| last.0)
}
