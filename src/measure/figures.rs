//! The figures of one replication for whom and when: what every metric is calculated from.

use std::ops::AddAssign;

use super::cell::{Cell, DutyCell};

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

/// Values of one replication that are not sums. Times in seconds; none where nobody waited.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extremes {
    /// Quantiles of answered waits, at [`WAIT_QUANTILES`].
    pub wait_quantiles: [Option<f64>; WAIT_QUANTILES.len()],
    /// Longest answered wait.
    pub wait_max: Option<f64>,
    /// 90 % of callbacks were joined within this after the key.
    pub callback_connect_p90: Option<f64>,
    /// Longest time from the key until joined.
    pub callback_connect_max: Option<f64>,
    /// Most callbacks accepted and not closed at once.
    pub callbacks_pending_max: u64,
    /// Callbacks accepted and not closed at the end of the period.
    pub callbacks_pending_at_close: u64,
    /// Most work items waiting at once; not known where [`Frame::counts_most_waiting`] is false and
    /// nothing in the center looks at the queues.
    ///
    /// [`Frame::counts_most_waiting`]: super::frame::Frame::counts_most_waiting
    pub queue_length_max: u64,
    /// When a call last queued without a wait estimate, in seconds since the start; only of a
    /// queue.
    pub last_unquoted: Option<f64>,
    /// Civil days whose service level reached the target.
    pub days_on_target: u64,
    /// Civil days with a service level.
    pub days: u64,
    /// Intervals whose service level reached the target.
    pub intervals_on_target: u64,
    /// Intervals with a service level.
    pub intervals: u64,
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
