//! The calls of spikes: a Poisson process of their own, merged in order of time.

use crate::model::Spike;
use crate::observe::CallFacts;
use crate::random::{Law, Stream};
use crate::time::SimTime;

/// The spikes of one call type under way.
#[derive(Debug)]
pub(super) struct Spikes<'c> {
    running: Vec<Running<'c>>,
    gaps: Stream,
}

/// One spike under way.
#[derive(Debug)]
struct Running<'c> {
    spike: &'c Spike,
    /// Position of the spike; names its draws.
    position: u32,
    /// Expected calls, with volume and the day's factor.
    calls: f64,
    /// Expected calls passed so far.
    passed: f64,
    /// The how-manieth call comes next, and when.
    next: (u64, SimTime),
}

/// Calls of one spike at most, so that their numbers never reach those of the next one.
const CALLS: u64 = 1 << 23;

impl<'c> Spikes<'c> {
    /// Spikes whose calls are multiplied by the factor of the day on which each begins.
    pub(super) fn new(spikes: &'c [Spike], factor: impl Fn(SimTime) -> f64, gaps: Stream) -> Self {
        let running = spikes
            .iter()
            .enumerate()
            .map(|(position, spike)| Running {
                spike,
                position: position as u32,
                calls: spike.calls * factor(spike.at),
                passed: 0.0,
                next: (0, SimTime::ZERO),
            })
            .collect();
        let mut all = Self { running, gaps };
        for position in 0..all.running.len() {
            all.running[position].advance(gaps);
        }
        all
    }

    /// Whether there are no spikes.
    #[inline]
    pub(super) fn is_none(&self) -> bool {
        self.running.is_empty()
    }

    /// Takes out the earliest call of a spike, if it comes before a moment: when it comes, and
    /// its number. Of equal ones the spike that stands first.
    #[inline]
    pub(super) fn next_before(&mut self, moment: SimTime) -> Option<(SimTime, u64)> {
        let first = self.running.iter_mut().min_by_key(|spike| spike.next.1)?;
        let (number, at) = first.next;
        if at >= moment {
            return None;
        }
        let own = CallFacts::SPIKES + u64::from(first.position) * CALLS + number;
        first.next.0 += 1;
        first.advance(self.gaps);
        Some((at, own))
    }
}

impl Running<'_> {
    /// Finds the moment of the next call: an exponential amount of expected calls later.
    fn advance(&mut self, gaps: Stream) {
        const ONE: Law = Law::Exponential { mean: 1.0 };
        self.passed += ONE.sample(&mut gaps.draws(self.next.0, self.position));
        let share = self.passed / self.calls;
        let is_over = share.is_nan() || share >= 1.0 || self.next.0 >= CALLS;
        self.next.1 = if is_over { SimTime::NEVER } else { self.spike.moment(share) };
    }
}
