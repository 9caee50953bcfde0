//! Call types: who calls, how often, for how long, and how patiently.

use std::sync::Arc;

use crate::ids::QueueId;
use crate::random::Law;
use crate::time::{SimTime, Span};

use super::clock::ClockLaw;

/// One kind of call.
#[derive(Clone, Debug)]
pub struct CallType {
    /// Its name; names the random streams, so it decides who calls.
    pub name: String,
    /// The queues it goes to with their shares, summing to 1.
    pub route: Vec<(QueueId, f64)>,
    /// When calls arrive.
    pub arrivals: Arrivals,
    /// Multiplies the arrivals; 1 leaves them.
    pub volume: f64,
    /// Law (of mean 1) of a day's factor for this type alone.
    pub forecast_error: Option<Law>,
    /// Talk and hold.
    pub talk_time: ClockLaw,
    /// Wrap-up.
    pub after_call_work: ClockLaw,
    /// How long a caller holds before abandoning.
    pub patience: Patience,
    /// Probability of hanging up at once when no agent is free at arrival.
    pub balk: f64,
    /// What its callers do about a callback.
    pub response: CallbackResponse,
    /// Money lost with each lost call.
    pub cost_per_lost: f64,
}

/// How long callers hold.
#[derive(Clone, Debug)]
pub enum Patience {
    /// Nobody abandons.
    Never,
    /// Until a drawn time has passed.
    Law(ClockLaw),
}

/// When the calls of a type arrive.
#[derive(Clone, Debug)]
pub enum Arrivals {
    /// Poisson with a rate that is constant on each step.
    Poisson(Vec<RateStep>),
    /// So many calls in each step, uniformly within it. A fractional count is rounded up with
    /// the probability of its fraction, so that the mean is kept.
    Exact(Vec<RateStep>),
    /// Calls that really came.
    Recorded(Recorded),
}

/// A step of an arrival curve; steps follow one another without gap from zero to the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateStep {
    /// Where the step begins.
    pub from: SimTime,
    /// Where it ends.
    pub to: SimTime,
    /// Expected calls within it.
    pub calls: f64,
}

/// Recorded arrivals.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The calls in order of arrival; shared by variants and threads.
    pub calls: Arc<[RecordedCall]>,
    /// Each arrival is moved by a length uniform within plus or minus this.
    pub jitter: Span,
    /// Share of the rows that is kept, drawn anew in each replication.
    pub thin: f64,
    /// Each replication draws as many rows anew, with replacement.
    pub bootstrap: bool,
}

/// One recorded call; what is stated wins over the type's laws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordedCall {
    /// When it arrived.
    pub at: SimTime,
    /// Talk and hold.
    pub talk_time: Option<Span>,
    /// Wrap-up.
    pub after_call_work: Option<Span>,
    /// How long the caller would have held.
    pub patience: Option<Span>,
}

/// The customer's side of direct callback.
#[derive(Clone, Debug)]
pub struct CallbackResponse {
    /// Probability of accepting, by offer number; the last value repeats.
    pub accept: Vec<f64>,
    /// From the start of the offer to the key, in ticks.
    pub decision: Law,
    /// Probability of answering, by dial; the last value repeats.
    pub answer: Vec<f64>,
    /// Talk time of a callback; none: that of the inbound call.
    pub talk_time: Option<ClockLaw>,
}

impl CallbackResponse {
    /// Probability that offer `number` (from 0) is accepted.
    #[inline]
    #[must_use]
    pub fn accept_probability(&self, number: u32) -> f64 {
        by_position(&self.accept, number)
    }

    /// Probability that dial `number` (from 0) is answered.
    #[inline]
    #[must_use]
    pub fn answer_probability(&self, number: u32) -> f64 {
        by_position(&self.answer, number)
    }
}

/// The value at a position; the last one repeats, an empty list is 0.
#[inline]
fn by_position(values: &[f64], position: u32) -> f64 {
    values.get(position as usize).or(values.last()).copied().unwrap_or(0.0)
}
