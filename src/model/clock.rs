//! The period that is simulated, and laws that change with the clock.

use crate::random::{Draws, Law};
use crate::time::{SimTime, Span};

/// The period to simulate.
#[derive(Clone, Debug)]
pub struct Horizon {
    /// Arrivals stop here; time-based measures end here.
    pub end: SimTime,
    /// Calls that arrive before it, and time before it, are not counted.
    pub warm_up: SimTime,
    /// Length of a reporting interval.
    pub interval: Span,
    /// How long the work left at the end is still served; none: the clock stops at the end.
    pub drain: Option<Span>,
}

impl Horizon {
    /// Number of reporting intervals; the last may be cut by the end.
    #[must_use]
    pub const fn intervals(&self) -> usize {
        self.end.0.div_ceil(self.interval.0) as usize
    }

    /// The last moment that can be simulated.
    #[must_use]
    pub fn last_moment(&self) -> SimTime {
        self.end + self.drain.unwrap_or(Span::ZERO)
    }
}

/// A law of durations in ticks that depends on when the call arrives.
#[derive(Clone, Debug)]
pub struct ClockLaw {
    /// The laws in force, each from its moment on; the first starts at [`SimTime::ZERO`].
    pieces: Vec<(SimTime, Law)>,
}

impl ClockLaw {
    /// The same law at all times.
    #[must_use]
    pub fn always(law: Law) -> Self {
        Self { pieces: vec![(SimTime::ZERO, law)] }
    }

    /// A law from each moment on.
    ///
    /// # Panics
    /// When the pieces do not start at zero or are not in order of time.
    #[must_use]
    pub fn pieces(pieces: Vec<(SimTime, Law)>) -> Self {
        assert!(
            pieces.first().is_some_and(|(from, _)| *from == SimTime::ZERO)
                && pieces.is_sorted_by(|a, b| a.0 < b.0),
            "the pieces of a law by clock start at zero and follow in time"
        );
        Self { pieces }
    }

    /// The law for a call that arrives then.
    #[inline]
    #[must_use]
    pub fn at(&self, arrived: SimTime) -> &Law {
        if let [(_, only)] = self.pieces.as_slice() {
            return only;
        }
        let after = self.pieces.partition_point(|(from, _)| *from <= arrived);
        &self.pieces[after - 1].1
    }

    /// A length drawn for a call that arrives then.
    #[inline]
    #[must_use]
    pub fn sample(&self, arrived: SimTime, draws: &mut Draws) -> Span {
        Span::from_ticks(self.at(arrived).sample(draws))
    }

    /// The law, if it is the same at all times.
    #[must_use]
    pub fn only(&self) -> Option<&Law> {
        match self.pieces.as_slice() {
            [(_, only)] => Some(only),
            _ => None,
        }
    }

    /// Whether the same law is in force at all times.
    #[must_use]
    pub const fn is_constant(&self) -> bool {
        self.pieces.len() == 1
    }

    /// Whether the means of all pieces are exact.
    #[must_use]
    pub fn has_exact_mean(&self) -> bool {
        self.pieces.iter().all(|(_, law)| law.has_exact_mean())
    }

    /// The mean in force, integrated over the time from one moment to another, in ticks x ticks;
    /// 0 when it ends before it begins.
    #[must_use]
    pub fn integral(&self, from: SimTime, to: SimTime) -> f64 {
        let mut sum = 0.0;
        for (position, (begins, law)) in self.pieces.iter().enumerate() {
            let ends = self.pieces.get(position + 1).map_or(SimTime::NEVER, |next| next.0);
            sum += ends.min(to).since((*begins).max(from)).ticks() * law.mean();
        }
        sum
    }

    /// Mean in ticks, each piece weighted by the time it is in force until `end`.
    #[must_use]
    pub fn mean(&self, end: SimTime) -> f64 {
        let mut sum = 0.0;
        let mut time = 0.0;
        for (position, (from, law)) in self.pieces.iter().enumerate() {
            let until = self.pieces.get(position + 1).map_or(end, |next| next.0.min(end));
            let length = until.since(*from).ticks();
            sum += length * law.mean();
            time += length;
        }
        if time > 0.0 { sum / time } else { self.pieces[0].1.mean() }
    }
}
