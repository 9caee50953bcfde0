//! The metrics that a regression check keeps and judges, and how much each may change.

use crate::stats::Tolerance;

use super::metric::{Metric, Unit};

/// What a baseline keeps of a center, in the order of a report: first what is judged, then what is
/// only told when it changes. The tails and the overtakings stand here because callbacks that jump
/// the queue raise the service level and are seen nowhere else.
pub const KEY_METRICS: [&str; 14] = [
    "handled_rate",
    "lost_rate",
    "service_level",
    "abandonment_rate",
    "wait_p90",
    "wait_p99",
    "callback_connect_mean",
    "callback_connect_p90",
    "callback_success_rate",
    "inversions",
    "occupancy",
    "offered",
    "callbacks_accepted",
    "callback_dials",
];

/// How much a metric may change before a check minds: rates 0.005, times 2 %, counts 1 %,
/// overtakings 0.5 per 100 handled calls.
#[must_use]
pub fn default_tolerance(metric: &Metric) -> Tolerance {
    match (metric.id, metric.unit) {
        ("inversions", _) => Tolerance::Absolute(0.5),
        (_, Unit::Share) => Tolerance::Absolute(0.005),
        (_, Unit::Seconds | Unit::Average) => Tolerance::Relative(0.02),
        (_, Unit::Count | Unit::Hours | Unit::Money) => Tolerance::Relative(0.01),
    }
}
