//! The law of the wait that an arrival faces, first come first served, whatever callers do about it.
//!
//! Poisson calls, `n` agents, exponential handle times, and callers whose doings depend on their own
//! wait alone. The wait that an arrival would have without giving up has an atom at 0 and beyond it
//! the density
//!
//! `v(x) = lambda p(n-1) exp(lambda * integral of S from 0 to x - n mu x)`
//!
//! where S(u) is the probability that a caller who faces the wait u finally occupies an agent
//! (Baccelli and Hebuterne, "On queues with impatient customers", 1981; Zeltyn and Mandelbaum, "Call
//! centers with impatient customers", Queueing Systems 51, 2005). With L = 1 - S, who leaves, the
//! exponent is `-((n - a) x + a * integral of L) / service`, in which nothing large cancels.

use super::distribution::{Distribution, Part};
use super::error::TheoryError;
use super::quadrature::integrate;
use super::steady_state::Demand;

/// Parts of an exponent that are smaller than this below its peak add nothing to a 64-bit number.
const DEPTH: f64 = 740.0;

/// Who waits for whom.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// Offered load in erlangs.
    pub(super) load: f64,
    /// Agents.
    pub(super) agents: u32,
    /// Mean handle time.
    pub(super) service: f64,
    /// How long callers hold.
    pub(super) patience: Distribution,
    /// Share of those who find no free agent and hang up at once.
    pub(super) balk: f64,
    /// A callback offered to each caller once.
    pub(super) offer: Option<Offer>,
    /// The likeliest wait: exponents are measured from it, where nothing large is left of them.
    base: f64,
}

/// A direct callback in the kept place, offered by the caller's own wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Offer {
    /// Whether it is offered at arrival to those who face `after` or more, as if this were known;
    /// otherwise after that time on hold.
    pub(super) announced: bool,
    pub(super) after: f64,
    pub(super) accept: f64,
    pub(super) answer: f64,
    /// The callers who are left at `after`.
    pub(super) left: Part,
    /// Integral of those who leave, up to `after`.
    pub(super) lost: f64,
}

impl Course {
    /// The callers of a demand, without an offer.
    pub(super) fn new(demand: &Demand, agents: u32) -> Self {
        Self {
            load: demand.load,
            agents,
            service: demand.service,
            patience: demand.patience.clone(),
            balk: demand.balk,
            offer: None,
            base: 0.0,
        }
    }

    /// Patience up to time `x`, balking included: a balking caller has none.
    pub(super) fn part(&self, x: f64) -> Part {
        let part = self.patience.part(x);
        let stays = 1.0 - self.balk;
        Part {
            below: self.balk + stays * part.below,
            above: stays * part.above,
            mean_below: stays * part.mean_below,
        }
    }

    /// Adds the offer of a callback.
    pub(super) fn offering(
        mut self,
        announced: bool,
        after: f64,
        accept: f64,
        answer: f64,
    ) -> Self {
        let left = self.part(after);
        let lost = after * left.below - left.mean_below;
        self.offer = Some(Offer { announced, after, accept, answer, left, lost });
        self
    }

    /// Share of the callers who face the wait `x` and never occupy an agent.
    pub(super) fn leaving(&self, x: f64, part: &Part) -> f64 {
        match &self.offer {
            Some(offer) if x >= offer.after => {
                offer.accept * offer.wasted() + (1.0 - offer.accept) * part.below
            }
            _ => part.below,
        }
    }

    /// Share of the callers who face the wait `x` and finally occupy an agent.
    pub(super) fn staying(&self, x: f64, part: &Part) -> f64 {
        match &self.offer {
            Some(offer) if x >= offer.after => {
                offer.accept * offer.answer * offer.asked() + (1.0 - offer.accept) * part.above
            }
            _ => part.above,
        }
    }

    /// Integral of [`Course::leaving`] from 0 to `x`.
    fn lost(&self, x: f64, part: &Part) -> f64 {
        let patience = x * part.below - part.mean_below;
        match &self.offer {
            Some(offer) if x > offer.after => {
                offer.lost
                    + offer.accept * offer.wasted() * (x - offer.after)
                    + (1.0 - offer.accept) * (patience - offer.lost)
            }
            _ => patience,
        }
    }

    /// The exponent at `x`.
    fn exponent(&self, x: f64) -> f64 {
        -((self.spare() * x) + self.load * self.lost(x, &self.part(x))) / self.service
    }

    /// The exponent at `x` less that at the base.
    fn relative(&self, x: f64) -> f64 {
        if self.offer.is_some() {
            return self.exponent(x) - self.exponent(self.base);
        }
        let further = x - self.base;
        let gain = (1.0 - self.balk) * self.patience.gain(self.base, further);
        -(self.slope(self.base) * further + self.load * gain) / self.service
    }

    /// Rounding error of [`Course::relative`].
    fn noise(&self, x: f64) -> f64 {
        let lost = self.lost(x, &self.part(x)) - self.lost(self.base, &self.part(self.base));
        let terms = libm::fabs(self.spare() * (x - self.base)) + self.load * libm::fabs(lost);
        f64::EPSILON * terms / self.service
    }

    /// Agents beyond the load; negative in overload.
    fn spare(&self) -> f64 {
        f64::from(self.agents) - self.load
    }

    /// How fast the exponent falls at `x`, times the mean handle time.
    fn slope(&self, x: f64) -> f64 {
        self.spare() + self.load * self.leaving(x, &self.part(x))
    }

    /// Load of those who stay however long it takes.
    pub(super) fn endless_load(&self) -> f64 {
        let endless = (1.0 - self.balk) * self.patience.endless();
        let share = match &self.offer {
            Some(offer) => {
                offer.accept * offer.answer * offer.asked() + (1.0 - offer.accept) * endless
            }
            None => endless,
        };
        self.load * share
    }

    /// The stretches between two times on each of which the exponent is concave: an offer may lift
    /// it again.
    fn stretches(&self, from: f64, to: f64) -> Vec<(f64, f64)> {
        match self.offer.map(|offer| offer.after).filter(|&at| from < at && at < to) {
            Some(turn) => vec![(from, turn), (turn, to)],
            None => vec![(from, to)],
        }
    }

    /// Moves the base to the likeliest wait; the exponent there.
    fn settle(&mut self) -> f64 {
        let tops = self.stretches(0.0, f64::INFINITY).into_iter();
        let tops = tops.map(|(from, to)| self.peak_between(from, to));
        let higher = |a: f64, b: f64| if self.exponent(b) > self.exponent(a) { b } else { a };
        self.base = tops.reduce(higher).unwrap_or(0.0);
        self.exponent(self.base)
    }

    /// Integrals of exp(relative exponent) times the given functions over waits between two times,
    /// divided by the exponential of the largest exponent there, which comes first.
    fn integrals<const N: usize>(
        &self,
        from: f64,
        to: f64,
        functions: &impl Fn(f64, &Part) -> [f64; N],
    ) -> (f64, [f64; N]) {
        let mut places = self.patience.marks();
        places.sort_by(f64::total_cmp);
        let stretches = self.stretches(from, to);
        let tops: Vec<f64> =
            stretches.iter().map(|&(from, to)| self.peak_between(from, to)).collect();
        let peak = tops.iter().map(|&x| self.relative(x)).fold(f64::NEG_INFINITY, f64::max);
        let mut sums = [0.0; N];
        for (&(from, to), &top) in stretches.iter().zip(&tops) {
            let low = |x: f64| self.relative(x) < peak - DEPTH;
            let (left, right) = (self.cut(top, from, &low), self.cut(top, to, &low));
            let mut marks = vec![left, top, right];
            marks.extend(places.iter().filter(|&&time| left < time && time < right));
            marks.sort_by(f64::total_cmp);
            marks.dedup();
            let found = integrate(
                &marks,
                |x| self.noise(x),
                |x| {
                    let density = libm::exp(self.relative(x) - peak);
                    functions(x, &self.part(x)).map(|value| value * density)
                },
            );
            for (sum, found) in sums.iter_mut().zip(found) {
                *sum += found;
            }
        }
        (peak, sums)
    }

    /// Where the exponent is largest between two times, between which it is concave.
    fn peak_between(&self, from: f64, to: f64) -> f64 {
        if self.slope(from) >= 0.0 {
            return from;
        }
        let mut step = self.service / f64::from(self.agents);
        let (mut low, mut high) = (from, from);
        while high < to && self.slope(high) < 0.0 {
            low = high;
            high = from + step;
            step *= 2.0;
        }
        high = high.min(to);
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if self.slope(middle) < 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    /// The first time from `top` towards `end`, in doubled steps, that lies `low`; at most `end`.
    fn cut(&self, top: f64, end: f64, low: &impl Fn(f64) -> bool) -> f64 {
        let mut step = self.service / f64::from(self.agents);
        loop {
            let next = if end < top { top - step } else { top + step };
            let beyond = if end < top { next <= end } else { next >= end };
            if beyond {
                return end;
            }
            if low(next) {
                return next;
            }
            step *= 2.0;
        }
    }
}

impl Offer {
    /// Share of the callers who are still there when it is offered.
    pub(super) fn asked(&self) -> f64 {
        if self.announced { 1.0 } else { self.left.above }
    }

    /// Share of those who would accept and yet never occupy an agent: gone before the offer, or not
    /// reached later.
    fn wasted(&self) -> f64 {
        let gone = if self.announced { 0.0 } else { self.left.below };
        (1.0 - self.answer) + self.answer * gone
    }
}

/// The law of the offered wait, scaled so that all probabilities sum to 1.
#[derive(Clone, Debug)]
pub(super) struct OfferedWait {
    pub(super) course: Course,
    /// Sum of the probabilities of fewer busy agents, that of all but one as 1.
    idle: f64,
    /// The largest exponent.
    peak: f64,
    /// lambda times the integral of the density, exp(exponent - peak).
    busy: f64,
}

impl OfferedWait {
    /// The law in steady state.
    ///
    /// # Errors
    /// When the queue would grow without end.
    pub(super) fn new(mut course: Course) -> Result<Self, TheoryError> {
        let endless = course.endless_load();
        if endless >= f64::from(course.agents) {
            let at_least = (libm::floor(endless) + 1.0) as u32;
            return Err(TheoryError::Overload { load: endless, agents: course.agents, at_least });
        }
        let idle = super::erlang::idle_over_full(course.agents - 1, course.load);
        let peak = course.settle();
        let (top, [sum]) = course.integrals(0.0, f64::INFINITY, &|_, _| [1.0]);
        let busy = course.load / course.service * sum * libm::exp(top);
        Ok(Self { course, idle, peak, busy })
    }

    /// Probability of facing any wait.
    pub(super) fn probability_of_wait(&self) -> f64 {
        1.0 / (1.0 + self.idle * libm::exp(-self.peak) / self.busy)
    }

    /// Probability of facing none.
    pub(super) fn probability_of_no_wait(&self) -> f64 {
        1.0 / (1.0 + self.busy / (self.idle * libm::exp(-self.peak)))
    }

    /// Means of the functions over the callers who face a wait between two times, times the share
    /// of these among all who face one.
    pub(super) fn given_wait<const N: usize>(
        &self,
        from: f64,
        to: f64,
        functions: impl Fn(f64, &Part) -> [f64; N],
    ) -> [f64; N] {
        if from >= to {
            return [0.0; N];
        }
        let (top, sums) = self.course.integrals(from, to, &functions);
        let rate = self.course.load / self.course.service;
        let scale = libm::exp(top) * rate / self.busy;
        sums.map(|sum| sum * scale)
    }
}
