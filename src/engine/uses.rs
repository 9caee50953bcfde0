//! What a center makes use of at all, known before the first event: most centers use little of what
//! there is, and one look here spares many looks at what is not there.

use crate::model::{
    Action, AgentGroup, Arrivals, Assignment, CallType, Callback, CallbackMode, CallbackPlace,
    Center, Condition, OverflowRule, Queue, WaitEstimate,
};
use crate::policy::Policy;

use super::heads::FEW;
use super::skills::Fits;

/// Whether a center has any of each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uses {
    /// Lines are plain: callers who hang up are noticed when an agent comes to their place, since
    /// nobody else would notice and nothing follows from it. Of the agents of a queue all may take its
    /// calls, some perhaps only after a time.
    pub(super) plain_lines: bool,
    /// There is one queue, of one group: what becomes of a call may be seen when it comes.
    pub(super) foresight: bool,
    /// That a call came and queued is said with what it comes to next.
    pub(super) late_arrivals: bool,
    /// How a call ends is said when an agent takes it at once: nothing else can happen to it.
    pub(super) known_ends: bool,
    /// The same of callbacks, from when an agent takes them at once.
    pub(super) known_dials: bool,
    /// Calls that find such an agent free need nothing but that agent.
    pub(super) direct_arrivals: bool,
    /// The same of calls that wait: every agent of their queue takes them.
    pub(super) direct_service: bool,
    /// Limits on lines.
    pub(super) lines: bool,
    /// Limits on waiting items.
    pub(super) waiting_limits: bool,
    /// Limits on the share of callbacks.
    pub(super) callback_shares: bool,
    /// Callers who hang up at once.
    pub(super) balking: bool,
    /// Queues with buckets.
    pub(super) buckets: bool,
    /// Queues that give agents turns.
    pub(super) turns: bool,
    /// Dials that cost an agent no time when nobody answers.
    pub(super) free_dials: bool,
    /// Queues that call customers first.
    pub(super) callbacks_first: bool,
    /// Calls that some group cannot take, or not at once.
    pub(super) barriers: bool,
    /// Groups that back up a queue.
    pub(super) levels: bool,
    /// Agents with several hands.
    pub(super) hands: bool,
    /// Calls that go on to another queue after service.
    pub(super) transfers: bool,
    /// Callers who try again, or call with a new matter.
    pub(super) further_calls: bool,
    /// Waits that are compared with their estimates.
    pub(super) scored_estimates: bool,
    /// Estimates of waits, or counts of who waits, that somebody looks at.
    pub(super) estimates: bool,
    /// Each call that comes to a queue has first the waiting count read, by a rule.
    pub(super) counts_first: bool,
    /// Routing rules.
    pub(super) routing: bool,
    /// Overflow rules, or hours.
    pub(super) overflow: bool,
    /// Overflow rules on the time waited.
    pub(super) wait_limits: bool,
}

/// Whether a rule looks at the time waited.
fn has_wait_limits(rules: &[OverflowRule]) -> bool {
    rules.iter().any(|rule| matches!(rule.when, Condition::Waited(_)))
}

/// Whether of all that looks at queues there are only rules that offer callbacks to callers, who
/// answer without a look at the queue, keep their places, and may wait beside the row.
fn offers_only<P: Policy>(center: &Center) -> bool {
    let Center { call_types, queues, groups, .. } = center;
    let is_offer = |rule: &OverflowRule| {
        rule.action == Action::DirectCallback
            && !matches!(rule.when, Condition::Waited(_) | Condition::OutOfHours)
    };
    let is_plain = |queue: &Queue| {
        let Callback { mode, place, offer_hours, max_active, counts_to_limit, .. } =
            &queue.callback;
        let is_estimate_read = queue.wait_estimate_scored
            || queue.overflow.iter().any(|rule| rule.when.reads_estimate());
        queue.hours.is_none()
            && (!is_estimate_read || queue.wait_estimate == WaitEstimate::QueueLength)
            && queue.overflow.iter().all(is_offer)
            && *mode == CallbackMode::AgentFirst
            && *place == CallbackPlace::Keep
            && offer_hours.is_none()
            && max_active.is_none()
            && *counts_to_limit
            && queue.callback.no_answer_costs_agent
            && queue.assignment_block.is_none()
    };
    !P::LOOKS_AT_QUEUES
        && center.bookings.is_empty()
        && queues.len() == 1
        && queues.iter().all(is_plain)
        && groups.iter().all(|group| group.queues.len() == 1)
        && call_types.iter().all(|call_type| {
            let response = &call_type.response;
            // Waits are estimated at the offer: the key must be pressed then.
            (response.decision.known() == Some(0.0)
                || queues.iter().all(|q| !q.wait_estimate_scored))
                && response.accept_by_wait.is_empty()
                && response.call_again.is_none()
        })
}

/// Whether all calls of a type go to one queue, whatever a record says.
const fn has_one_queue(call_type: &CallType) -> bool {
    call_type.route.len() == 1 && !matches!(call_type.arrivals, Arrivals::Recorded(_))
}

/// Whether calls that go to the same queue have the same priority, where each type has one queue.
fn has_one_priority_a_queue(Center { call_types, .. }: &Center) -> bool {
    let queue = |of: &CallType| of.route.first().map(|&(queue, _)| queue);
    let is_alike = |(at, one): (usize, &CallType)| {
        call_types[..at].iter().all(|o| queue(o) != queue(one) || o.priority == one.priority)
    };
    call_types.iter().enumerate().all(is_alike)
}

impl Uses {
    /// What a center uses, under a policy and for a listener in order or not.
    pub(super) fn new<P: Policy>(center: &Center, fits: &Fits, in_order: bool) -> Self {
        let Center { call_types, queues, groups, .. } = center;
        let levels = groups.iter().any(|group| !group.levels.is_empty());
        let routing = !center.routing.rules.is_empty();
        let overflow = routing
            || queues.iter().any(|queue| !queue.overflow.is_empty() || queue.hours.is_some());
        let scored_estimates = queues.iter().any(|queue| queue.wait_estimate_scored);
        let mut uses = Self {
            plain_lines: false,
            foresight: false,
            late_arrivals: false,
            known_ends: false,
            known_dials: false,
            direct_arrivals: false,
            direct_service: false,
            scored_estimates,
            estimates: overflow || scored_estimates || !center.bookings.is_empty(),
            counts_first: queues.iter().all(Queue::counts_first),
            routing,
            overflow,
            wait_limits: routing || queues.iter().any(|queue| has_wait_limits(&queue.overflow)),
            lines: center.lines.is_some() || queues.iter().any(|queue| queue.lines.is_some()),
            waiting_limits: queues.iter().any(|queue| queue.max_waiting.is_some()),
            callback_shares: queues.iter().any(|queue| queue.callback.share_limit < 1.0),
            balking: call_types.iter().any(|call_type| call_type.balk > 0.0),
            buckets: queues.iter().any(|queue| !queue.prioritisation.is_empty()),
            turns: queues.iter().any(|queue| queue.assignment == Assignment::RoundRobin),
            free_dials: queues.iter().any(|queue| !queue.callback.no_answer_costs_agent),
            callbacks_first: queues
                .iter()
                .any(|queue| queue.callback.mode == CallbackMode::CustomerFirst),
            barriers: levels || !fits.are_all(),
            levels,
            hands: groups.iter().any(|group| group.capacity > 1),
            transfers: call_types.iter().any(|call_type| !call_type.transfers.is_empty()),
            further_calls: call_types
                .iter()
                .any(|call_type| call_type.redial.is_some() || call_type.repeat_call.is_some()),
        };
        let at_once = |group: &AgentGroup| {
            group.notification.is_taken_at_once() && group.handle_factors.is_empty()
        };
        uses.known_ends =
            !(in_order || uses.lines || uses.transfers || uses.further_calls || uses.hands);
        // Nobody looks at which callbacks are pending, and it is agents who come free that take them,
        // not the time that they have waited.
        uses.known_dials = uses.known_ends
            && !P::LOOKS_AT_QUEUES
            && !levels
            && call_types.iter().all(|call_type| call_type.response.call_again.is_none())
            && queues.iter().all(|queue| queue.callback.max_active.is_none());
        uses.late_arrivals = uses.known_ends && groups.iter().any(at_once);
        uses.direct_arrivals = uses.known_ends
            && !(uses.routing || uses.callback_shares)
            && !P::LOOKS_AT_THE_CALL
            && groups.iter().all(at_once)
            && queues.iter().all(Queue::goes_by_idle_time);
        uses.direct_service = uses.direct_arrivals && !uses.barriers;
        uses.plain_lines = uses.direct_arrivals
            && fits.are_all_served(center)
            && (!uses.estimates || !levels && offers_only::<P>(center))
            && !(uses.waiting_limits || uses.balking || uses.buckets)
            && !P::RANKS_ITEMS
            && call_types.iter().all(has_one_queue)
            && has_one_priority_a_queue(center)
            && groups.iter().all(|group| group.queues.len() <= FEW);
        uses.foresight = uses.direct_service
            && !P::RANKS_AGENTS
            && queues.len() == 1
            && groups.len() == 1
            && center.bookings.is_empty()
            && call_types.iter().all(has_one_queue);
        uses
    }
}
