//! The checked, immutable center: everything a replication needs to know, shared by all threads.

mod agents;
mod booking;
mod calls;
mod clock;
mod distribution;
mod queue;
mod routing;
mod spike;
mod steady;

pub use crate::policy::{Assignment, Condition};
pub use crate::stats::ServiceLevelDefinition;
pub use agents::{Absence, AgentGroup, Level, Notification};
pub use booking::{Booking, Windows};
pub use calls::{
    Arrivals, Attribute, CallAgain, CallType, CallbackResponse, Patience, RateStep, Recorded,
    RecordedCall, Transfer, Voicemail,
};
pub use clock::{ClockLaw, Horizon};
pub use distribution::distribution;
pub use queue::{
    Action, AtClose, Bucket, Callback, CallbackMode, CallbackPlace, CallbacksAtClose, Dedup, Hours,
    LiveAtClose, OverflowRule, Queue, RetryPlace, ServiceLevel, SkillMatch, Throttle, WaitClock,
    WaitEstimate,
};
pub use routing::{RouteRule, RouteTarget, Routing};
pub use spike::{Spike, SpikeShape};

use crate::ids::QueueId;
use crate::random::Law;
use crate::time::SimTime;

/// A contact center and the period to simulate. Built from a scenario file, which checks it,
/// or by hand.
#[derive(Clone, Debug)]
pub struct Center {
    /// The period, its warm-up, its intervals, its drain.
    pub horizon: Horizon,
    /// Starts of the civil days within the period; the first is [`SimTime::ZERO`].
    pub days: Vec<SimTime>,
    /// The kinds of call.
    pub call_types: Vec<CallType>,
    /// Callbacks that are booked without a call, in the order of the file.
    pub bookings: Vec<Booking>,
    /// Where calls wait.
    pub queues: Vec<Queue>,
    /// How calls find their queue.
    pub routing: Routing,
    /// Who answers.
    pub groups: Vec<AgentGroup>,
    /// Most calls on the line in the whole center at once; none: no limit.
    pub lines: Option<u32>,
    /// Law (of mean 1) of the factor that scales all arrivals of a civil day.
    pub forecast_error: Option<Law>,
}

impl Center {
    /// Expected calls and booked callbacks of one replication; who calls again is not counted.
    #[must_use]
    pub fn expected_calls(&self) -> f64 {
        let end = self.horizon.end;
        let calls: f64 = self.call_types.iter().map(|kind| kind.expected_calls(end)).sum();
        calls + self.bookings.iter().map(|booking| booking.expected(end)).sum::<f64>()
    }

    /// Whether some rule offers a direct callback.
    #[must_use]
    pub fn offers_callbacks(&self) -> bool {
        self.queues.iter().any(Queue::offers_callbacks)
            || self
                .routing
                .rules
                .iter()
                .any(|rule| rule.overflow.as_deref().is_some_and(queue::offers_callbacks))
    }

    /// Whether there can be callbacks: offered on the line, or booked.
    #[must_use]
    pub fn has_callbacks(&self) -> bool {
        self.offers_callbacks() || !self.bookings.is_empty()
    }

    /// Whether an overflow rule, or a caller's answer to an offer, depends on the wait estimate of
    /// a queue.
    #[must_use]
    pub fn reads_estimate(&self, queue: QueueId) -> bool {
        let by_rule = |rules: &[OverflowRule]| rules.iter().any(|rule| rule.when.reads_estimate());
        let by_route = self.routing.rules.iter().any(|rule| {
            let leads_here = match &rule.to {
                RouteTarget::FirstOf(queues) => queues.contains(&queue),
                RouteTarget::Shares(shares) => shares.iter().any(|share| share.0 == queue),
            };
            leads_here && rule.overflow.as_deref().is_some_and(by_rule)
        });
        let by_callers = || {
            self.offers_callbacks()
                && self.call_types.iter().any(|kind| !kind.response.accept_by_wait.is_empty())
        };
        by_rule(&self.queues[queue.index()].overflow) || by_route || by_callers()
    }

    /// Has waits compared with estimates: in all queues, or where the estimate is read.
    pub fn score_estimates(&mut self, all: bool) {
        for position in 0..self.queues.len() {
            let is_read = self.reads_estimate(QueueId(position as u32));
            self.queues[position].wait_estimate_scored = all || is_read;
        }
    }

    /// The civil day of a moment: position in [`Center::days`].
    #[must_use]
    pub fn day_of(&self, at: SimTime) -> usize {
        self.days.partition_point(|&start| start <= at).saturating_sub(1)
    }
}
