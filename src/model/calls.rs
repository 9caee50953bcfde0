//! Call types: who calls, how often, for how long, and how patiently.

use std::sync::Arc;

use crate::ids::QueueId;
use crate::random::Law;
use crate::time::{SimTime, Span};

use super::clock::ClockLaw;
use super::spike::Spike;

/// One kind of call.
#[derive(Clone, Debug)]
pub struct CallType {
    /// Its name; names the random streams, so it decides who calls.
    pub name: String,
    /// The queues it goes to with their shares, summing to 1; empty: rules of the routing say.
    pub route: Vec<(QueueId, f64)>,
    /// Smaller first within a queue.
    pub priority: u32,
    /// What callers are, drawn per call.
    pub attributes: Vec<Attribute>,
    /// Skills (by number) that an agent needs, with their least ratings.
    pub skills: Vec<(u32, u32)>,
    /// When calls arrive.
    pub arrivals: Arrivals,
    /// Calls beside the usual ones, in the order of the file.
    pub spikes: Vec<Spike>,
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
    /// Calling again after an abandonment or a block.
    pub redial: Option<CallAgain>,
    /// Calling again after service, with a new matter.
    pub repeat_call: Option<CallAgain>,
    /// Where calls go after service.
    pub transfers: Vec<Transfer>,
    /// What callers do who are sent to voicemail.
    pub voicemail: Voicemail,
    /// What its callers do about a callback.
    pub response: CallbackResponse,
    /// Money lost with each lost call.
    pub cost_per_lost: f64,
    /// Money earned with each handled call.
    pub value_per_handled: f64,
}

/// What a caller is: one of some values, drawn per call or stated by the record.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Which attribute, numbered through the center; also names its draw.
    pub id: u32,
    /// Its values, numbered through the attribute, with their probabilities.
    pub values: Vec<(u32, f64)>,
}

/// Calling again.
#[derive(Clone, Debug)]
pub struct CallAgain {
    /// Probability of another call.
    pub probability: f64,
    /// From the end of the call to the next one, in ticks.
    pub delay: Law,
    /// Calls again at most; none: no limit.
    pub most: Option<u32>,
}

/// A part of the calls goes on to another queue after service.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Share of the calls that an agent of the first queue has answered.
    pub probability: f64,
    /// Where they go; they keep their age.
    pub queue: QueueId,
    /// Talk time there; none: that of the call type, drawn anew.
    pub talk_time: Option<ClockLaw>,
    /// Whether the first agent stays until the next one takes over.
    pub warm: bool,
}

/// What callers do who are sent to voicemail.
#[derive(Clone, Debug)]
pub struct Voicemail {
    /// Probability of leaving a message; who leaves none has abandoned.
    pub leave: f64,
    /// Length of the message, in ticks.
    pub length: Law,
    /// The queue whose agents work on messages, and how long, in ticks; none: nobody does.
    pub work: Option<(QueueId, Law)>,
}

impl Default for Voicemail {
    fn default() -> Self {
        Self { leave: 0.5, length: Law::Constant(60e6), work: None }
    }
}

impl CallType {
    /// Expected calls until the end: the usual ones and those of the spikes, by volume.
    #[must_use]
    pub fn expected_calls(&self, end: SimTime) -> f64 {
        let spikes: f64 = self.spikes.iter().map(|spike| spike.calls).sum();
        self.volume * (self.arrivals.expected(end) + spikes)
    }
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
    /// Gaps of this law (in ticks) between calls; the first one ends one gap after the start.
    /// Volume and the day's factor let its time run faster: at twice the volume each gap takes
    /// half as long, whatever its law, and a gap over midnight runs at each day's own pace.
    Renewal(Law),
}

impl Arrivals {
    /// Expected calls until the end, before volume.
    #[must_use]
    pub fn expected(&self, end: SimTime) -> f64 {
        match self {
            Self::Poisson(steps) | Self::Exact(steps) => steps.iter().map(|step| step.calls).sum(),
            Self::Recorded(recorded) => recorded.calls.len() as f64 * recorded.thin,
            Self::Renewal(gap) => end.0 as f64 / gap.mean(),
        }
    }
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
    pub calls: Arc<Vec<RecordedCall>>,
    /// Each arrival is moved by a length uniform within plus or minus this.
    pub jitter: Span,
    /// Share of the rows that is kept, drawn anew in each replication.
    pub thin: f64,
    /// Each replication draws as many rows anew, with replacement.
    pub bootstrap: bool,
    /// Attributes that the record states: which one, and the position of its value by row;
    /// [`Recorded::UNSTATED`] where the cell is empty.
    pub attributes: Arc<[(u32, Vec<u32>)]>,
}

impl Recorded {
    /// The value of an attribute that a row does not state.
    pub const UNSTATED: u32 = u32::MAX;

    /// The queues that rows state, each once.
    #[must_use]
    pub fn queues(&self) -> Vec<QueueId> {
        let mut queues: Vec<QueueId> = self.calls.iter().filter_map(|call| call.queue).collect();
        queues.sort_unstable();
        queues.dedup();
        queues
    }
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
    /// The queue that it went to.
    pub queue: Option<QueueId>,
    /// Its row, by which attributes are found.
    pub row: u32,
}

/// The customer's side of direct callback.
#[derive(Clone, Debug)]
pub struct CallbackResponse {
    /// Probability of accepting, by offer number; the last value repeats.
    pub accept: Vec<f64>,
    /// Probability of accepting by the wait that is estimated then, in ticks: points between
    /// which it is linear, and beyond which it stays. Not empty: instead of `accept`.
    pub accept_by_wait: Vec<(f64, f64)>,
    /// From the start of the offer to the key, in ticks.
    pub decision: Law,
    /// Probability of answering, by dial; the last value repeats.
    pub answer: Vec<f64>,
    /// Probability of answering by the time since the key, in ticks, likewise. Not empty:
    /// instead of `answer`.
    pub answer_by_delay: Vec<(f64, f64)>,
    /// Share of the dials nobody answers that reach a machine.
    pub answering_machine: f64,
    /// Talk time of a callback; none: that of the inbound call.
    pub talk_time: Option<ClockLaw>,
    /// How long a customer who was called first waits for an agent; none: by the patience law.
    pub patience_after_answer: Option<Law>,
    /// Ringing again while a callback is pending.
    pub call_again: Option<CallAgain>,
}

impl Default for CallbackResponse {
    fn default() -> Self {
        Self {
            accept: vec![0.37],
            accept_by_wait: Vec::new(),
            decision: Law::Constant(0.0),
            answer: vec![0.93],
            answer_by_delay: Vec::new(),
            answering_machine: 0.0,
            talk_time: None,
            patience_after_answer: None,
            call_again: None,
        }
    }
}

impl CallbackResponse {
    /// Probability that offer `number` (from 0) is accepted at this estimated wait in ticks;
    /// without an estimate as at the longest wait of the list.
    #[inline]
    #[must_use]
    pub fn accept_probability(&self, number: u32, wait: impl FnOnce() -> Option<f64>) -> f64 {
        if self.accept_by_wait.is_empty() {
            by_position(&self.accept, number)
        } else {
            between(&self.accept_by_wait, wait().unwrap_or(f64::INFINITY))
        }
    }

    /// Probability that dial `number` (from 0) is answered so long after the key.
    #[inline]
    #[must_use]
    pub fn answer_probability(&self, number: u32, delay: Span) -> f64 {
        if self.answer_by_delay.is_empty() {
            by_position(&self.answer, number)
        } else {
            between(&self.answer_by_delay, delay.ticks())
        }
    }
}

/// The value at x of a line through points in order of x, flat before the first and after the
/// last.
fn between(points: &[(f64, f64)], x: f64) -> f64 {
    let after = points.partition_point(|point| point.0 <= x);
    match (after.checked_sub(1).map(|at| points[at]), points.get(after)) {
        (Some((x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (x - x0) / (x1 - x0),
        (Some((_, y)), None) | (None, Some(&(_, y))) => y,
        (None, None) => 0.0,
    }
}

/// The value at a position; the last one repeats, an empty list is 0.
#[inline]
fn by_position(values: &[f64], position: u32) -> f64 {
    values.get(position as usize).or(values.last()).copied().unwrap_or(0.0)
}
