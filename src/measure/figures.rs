//! The figures of one replication for whom and when: what every metric is calculated from.

use std::ops::AddAssign;

use crate::time::{SimTime, Span};

use super::cell::{Cell, DutyCell};
use super::packed::Totals;

/// One replication seen through one window: a center, queue, call type or group, over the
/// whole period or one interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Totals of calls.
    pub calls: Cell,
    /// Totals of agents' time.
    pub duty: DutyCell,
    /// Length of the window in ticks.
    pub period_ticks: u64,
    /// Money: agents' hours, lost calls.
    pub cost: f64,
    /// Values that cannot be summed; only of the whole period.
    pub extremes: Extremes,
}

impl AddAssign<&Self> for Figures {
    /// Adds the figures of another time of the same replication; extremes are not added.
    fn add_assign(&mut self, other: &Self) {
        self.calls += &other.calls;
        self.duty += &other.duty;
        self.period_ticks += other.period_ticks;
        self.cost += other.cost;
    }
}

/// Values of one replication that are not sums; none where nobody waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extremes {
    /// Quantiles of answered waits, at [`WAIT_QUANTILES`].
    pub wait_quantiles: [Option<Span>; WAIT_QUANTILES.len()],
    /// Longest answered wait.
    pub wait_max: Option<Span>,
    /// 90 % of callbacks were joined within this after the key.
    pub callback_connect_p90: Option<Span>,
    /// Longest time from the key until joined.
    pub callback_connect_max: Option<Span>,
    /// Most callbacks accepted and not closed at once.
    pub callbacks_pending_max: u64,
    /// Callbacks accepted and not closed at the end of the period.
    pub callbacks_pending_at_close: u64,
    /// Most work items waiting at once; not known where [`Frame::counts_most_waiting`] is false and
    /// nothing in the center looks at the queues.
    ///
    /// [`Frame::counts_most_waiting`]: super::frame::Frame::counts_most_waiting
    pub queue_length_max: u64,
    /// When a call last queued without a wait estimate; only of a queue.
    pub last_unquoted: Option<SimTime>,
    /// Civil days whose service level reached the target.
    pub days_on_target: u64,
    /// Civil days with a service level.
    pub days: u64,
    /// Intervals whose service level reached the target.
    pub intervals_on_target: u64,
    /// Intervals with a service level.
    pub intervals: u64,
}

impl Totals for Extremes {
    const FIELDS: usize = WAIT_QUANTILES.len() + 11;

    fn each(&self, mut tell: impl FnMut(u64)) {
        // None is 0, and a time one more than its ticks.
        let told = |time: Option<u64>| time.map_or(0, |ticks| ticks + 1);
        let ticks = |length: Option<Span>| told(length.map(|length| length.0));
        self.wait_quantiles.into_iter().for_each(|wait| tell(ticks(wait)));
        tell(ticks(self.wait_max));
        tell(ticks(self.callback_connect_p90));
        tell(ticks(self.callback_connect_max));
        tell(self.callbacks_pending_max);
        tell(self.callbacks_pending_at_close);
        tell(self.queue_length_max);
        tell(told(self.last_unquoted.map(|at| at.0)));
        tell(self.days_on_target);
        tell(self.days);
        tell(self.intervals_on_target);
        tell(self.intervals);
    }

    fn of(mut next: impl FnMut() -> u64) -> Self {
        let ticks = |told: u64| told.checked_sub(1);
        Self {
            wait_quantiles: WAIT_QUANTILES.map(|_| ticks(next()).map(Span)),
            wait_max: ticks(next()).map(Span),
            callback_connect_p90: ticks(next()).map(Span),
            callback_connect_max: ticks(next()).map(Span),
            callbacks_pending_max: next(),
            callbacks_pending_at_close: next(),
            queue_length_max: next(),
            last_unquoted: ticks(next()).map(SimTime),
            days_on_target: next(),
            days: next(),
            intervals_on_target: next(),
            intervals: next(),
        }
    }
}

/// The quantiles of answered waits that are kept.
pub const WAIT_QUANTILES: [f64; 5] = [0.5, 0.8, 0.9, 0.95, 0.99];

/// Quantiles over the calls of all replications together, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pooled {
    /// Quantiles of answered waits, at [`WAIT_QUANTILES`].
    pub wait_quantiles: [Option<f64>; WAIT_QUANTILES.len()],
    /// 90 % of callbacks were joined within this after the key.
    pub callback_connect_p90: Option<f64>,
}
