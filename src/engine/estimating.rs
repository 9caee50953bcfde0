//! What rules see of a queue: a waiting count that may be stale, and an estimate of the wait.

use crate::model::WaitEstimate;
use crate::time::{SimTime, Span};

/// The waiting count as rules see it: refreshed at multiples of a period from the start.
/// Nothing is scheduled for it; whoever changes or reads it brings it up to date first.
#[derive(Debug)]
pub(super) struct CachedCount {
    period: Span,
    current: u32,
    seen: u32,
    /// The first refresh that has not been done.
    next: SimTime,
}

impl CachedCount {
    pub(super) const fn new(period: Span) -> Self {
        Self { period, current: 0, seen: 0, next: SimTime::ZERO }
    }

    /// The true count changes. A refresh due at this very moment has seen the old count only
    /// when it is read before; agents' releases come before refreshes.
    #[inline]
    pub(super) fn changed(&mut self, now: SimTime, waiting: u32) {
        if self.period != Span::ZERO && now > self.next {
            self.refresh(now);
        }
        self.current = waiting;
    }

    /// The count that a rule sees.
    #[inline]
    pub(super) fn read(&mut self, now: SimTime) -> u32 {
        if self.period == Span::ZERO {
            return self.current;
        }
        if now >= self.next {
            self.refresh(now);
        }
        self.seen
    }

    fn refresh(&mut self, now: SimTime) {
        self.seen = self.current;
        let periods = now.0 / self.period.0 + 1;
        self.next = SimTime(periods * self.period.0);
    }
}

/// The wait estimate of one queue.
#[derive(Debug)]
pub(super) enum Estimator {
    /// An exponential moving average of waits that ended with an agent.
    MovingAverage(MovingAverage),
    /// By the queue's length at the moment of the question.
    QueueLength,
}

/// Alpha x the mean of the newest batch + (1 - alpha) x the old value, at each refresh.
#[derive(Debug)]
pub(super) struct MovingAverage {
    refresh: Span,
    alpha: f64,
    min_samples: u32,
    reset_idle: Span,
    include_callbacks: bool,
    value: Option<f64>,
    batch_sum: f64,
    batch: u32,
    samples: u32,
    last_sample: SimTime,
    next: SimTime,
}

impl Estimator {
    pub(super) fn new(estimate: &WaitEstimate) -> Self {
        match *estimate {
            WaitEstimate::QueueLength => Self::QueueLength,
            WaitEstimate::MovingAverage {
                refresh,
                alpha,
                min_samples,
                reset_idle,
                include_callbacks,
            } => Self::MovingAverage(MovingAverage {
                refresh,
                alpha,
                min_samples,
                reset_idle,
                include_callbacks,
                value: None,
                batch_sum: 0.0,
                batch: 0,
                samples: 0,
                last_sample: SimTime::ZERO,
                next: SimTime::ZERO + refresh,
            }),
        }
    }

    /// A wait ended with an agent.
    #[inline]
    pub(super) fn sample(&mut self, now: SimTime, wait: Span, is_callback: bool) {
        let Self::MovingAverage(average) = self else { return };
        if is_callback && !average.include_callbacks {
            return;
        }
        // Agents' happenings come before the refresh of the same moment.
        if now > average.next {
            average.refresh(now);
        }
        if now.since(average.last_sample) >= average.reset_idle {
            average.value = None;
            average.samples = 0;
        }
        average.last_sample = now;
        average.batch_sum += wait.ticks();
        average.batch += 1;
        average.samples = average.samples.saturating_add(1);
    }
}

impl MovingAverage {
    /// The estimate in ticks; none before there are enough samples.
    #[inline]
    pub(super) fn read(&mut self, now: SimTime) -> Option<f64> {
        if now >= self.next {
            self.refresh(now);
        }
        if self.samples < self.min_samples || now.since(self.last_sample) >= self.reset_idle {
            return None;
        }
        self.value
    }

    fn refresh(&mut self, now: SimTime) {
        if self.batch > 0 {
            let mean = self.batch_sum / f64::from(self.batch);
            self.value =
                Some(self.value.map_or(mean, |old| self.alpha * mean + (1.0 - self.alpha) * old));
            self.batch = 0;
            self.batch_sum = 0.0;
        }
        let periods = now.0 / self.refresh.0 + 1;
        self.next = SimTime(periods * self.refresh.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_between_two_refreshes_sees_the_old_count() {
        let mut count = CachedCount::new(Span(10));
        assert_eq!(count.read(SimTime(0)), 0);
        for waiting in 1..=5 {
            count.changed(SimTime(u64::from(waiting)), waiting);
        }
        assert_eq!(count.read(SimTime(9)), 0);
        assert_eq!(count.read(SimTime(10)), 5);
        count.changed(SimTime(25), 0);
        assert_eq!(count.read(SimTime(26)), 5, "the refresh at 20 saw five");
        assert_eq!(count.read(SimTime(30)), 0);
    }

    #[test]
    fn the_moving_average_moves_at_refreshes_and_only_after_enough_samples() {
        let mut estimator = Estimator::new(&WaitEstimate::MovingAverage {
            refresh: Span(100),
            alpha: 0.25,
            min_samples: 3,
            reset_idle: Span(1_000),
            include_callbacks: false,
        });
        let mut read = |samples: &[(u64, u64, bool)], at| {
            for &(now, wait, callback) in samples {
                estimator.sample(SimTime(now), Span(wait), callback);
            }
            let Estimator::MovingAverage(average) = &mut estimator else { unreachable!() };
            average.read(SimTime(at))
        };
        assert_eq!(read(&[(10, 4, false), (20, 8, false)], 150), None, "two samples are too few");
        assert_eq!(read(&[(160, 10, false), (170, 99, true)], 199), Some(6.0));
        assert_eq!(read(&[], 200), Some(0.25 * 10.0 + 0.75 * 6.0));
        assert_eq!(read(&[], 1_160), None, "forgotten after the idle time");
    }
}
