//! Scheduled callbacks: work that customers book from a page, an app, a chat or a voice agent.

use std::sync::Arc;

use crate::ids::{CallTypeId, QueueId};
use crate::time::{SimTime, Span};

/// Callbacks of one call type that are booked for one queue without a call before.
///
/// Each enters the queue as a callback when its window opens, as an ordinary item of that age,
/// and expires unserved when the window ends.
#[derive(Clone, Debug)]
pub struct Booking {
    /// Where they enter.
    pub queue: QueueId,
    /// What the customers are like: talk time, after-call work, answers to dials.
    pub call_type: CallTypeId,
    /// When.
    pub windows: Windows,
}

/// The windows of booked callbacks.
#[derive(Clone, Debug)]
pub enum Windows {
    /// As they were booked, from and to, in order of their openings.
    Stated(Arc<[(SimTime, SimTime)]>),
    /// Opened by a Poisson process.
    Poisson {
        /// Expected windows an hour.
        per_hour: f64,
        /// How long each stays open.
        length: Span,
    },
}

impl Booking {
    /// Expected callbacks until the end.
    #[must_use]
    pub fn expected(&self, end: SimTime) -> f64 {
        match &self.windows {
            Windows::Stated(windows) => windows.partition_point(|window| window.0 < end) as f64,
            Windows::Poisson { per_hour, .. } => per_hour * end.seconds() / 3_600.0,
        }
    }
}
