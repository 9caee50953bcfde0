//! What rules see of a queue: a waiting count that may be stale, and an estimate of the wait.

use std::collections::VecDeque;

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

    /// Whether it is the true count.
    #[inline(always)]
    pub(super) const fn is_exact(&self) -> bool {
        self.period.0 == 0
    }

    /// The true count changes. A refresh due at this very moment has seen the old count only
    /// when it is read before; agents' releases come before refreshes.
    #[inline]
    pub(super) fn changed(&mut self, now: SimTime, waiting: u32) {
        if self.period != Span::ZERO && now > self.next {
            self.seen = self.current;
            self.next = SimTime(now.0.next_multiple_of(self.period.0));
        }
        self.current = waiting;
    }

    /// The same where the true count is not kept but found when it is asked for: is brought up to date
    /// before somebody reads it, or before it changes otherwise than was to be seen. `waiting` tells
    /// how many there are when agents have taken who was to be taken by one moment and callers have
    /// hung up who were to before the other.
    #[inline(always)]
    pub(super) fn find(
        &mut self,
        now: SimTime,
        is_read: bool,
        waiting: impl FnOnce(SimTime, SimTime) -> u32,
    ) {
        if self.period == Span::ZERO {
            if is_read {
                self.current = waiting(now, now);
            }
        } else if now > self.next || is_read && now == self.next {
            // At one moment agents come before the refresh and who reads, callers who hang up after.
            let last = if is_read { now.0 } else { now.0 - 1 };
            let due = last - last % self.period.0;
            self.seen = waiting(SimTime(due), SimTime(now.0.min(due + 1)));
            self.next = SimTime(due + self.period.0);
        }
    }

    /// The same before somebody looks who does not bring it up to date: [`CachedCount::seen`] then tells
    /// what there is, when callers who hang up at this moment have done so, or have not.
    pub(super) fn look(
        &mut self,
        now: SimTime,
        have_hung_up: bool,
        waiting: impl FnOnce(SimTime, SimTime) -> u32,
    ) {
        let before = SimTime(now.0 + u64::from(have_hung_up));
        if self.period == Span::ZERO {
            self.current = waiting(now, before);
        } else if now >= self.next {
            let due = now.0 - now.0 % self.period.0;
            self.current = waiting(SimTime(due), before.min(SimTime(due + 1)));
        }
    }

    /// The count that a rule would see, without bringing it up to date.
    #[inline(always)]
    pub(super) const fn seen(&self, now: SimTime) -> u32 {
        if self.period.0 == 0 || now.0 >= self.next.0 { self.current } else { self.seen }
    }

    /// The count that a rule sees.
    #[inline(always)]
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
    /// The plain average of such waits over a time.
    Mean(Mean),
    /// The last one of them.
    LastAnswered(Option<Span>),
    /// By how long the first item has waited at the moment of the question.
    HeadOfLine,
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
            WaitEstimate::HeadOfLine => Self::HeadOfLine,
            WaitEstimate::LastAnswered => Self::LastAnswered(None),
            WaitEstimate::Mean { over, min_samples } => {
                Self::Mean(Mean { over, min_samples, waits: VecDeque::new(), sum: 0 })
            }
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
        match self {
            Self::MovingAverage(average) => average.sample(now, wait, is_callback),
            Self::Mean(mean) => mean.sample(now, wait),
            Self::LastAnswered(last) => *last = Some(wait),
            Self::HeadOfLine | Self::QueueLength => {}
        }
    }

    /// A rule is about to read it: what is due at this moment is done first.
    #[inline]
    pub(super) fn bring_up_to_date(&mut self, now: SimTime) {
        match self {
            Self::MovingAverage(average) if now >= average.next => average.refresh(now),
            Self::Mean(mean) => mean.forget(now),
            _ => {}
        }
    }
}

impl MovingAverage {
    #[inline]
    fn sample(&mut self, now: SimTime, wait: Span, is_callback: bool) {
        if is_callback && !self.include_callbacks {
            return;
        }
        // Agents' happenings come before the refresh of the same moment.
        if now > self.next {
            self.refresh(now);
        }
        if now.since(self.last_sample) >= self.reset_idle {
            self.value = None;
            self.samples = 0;
        }
        self.last_sample = now;
        self.batch_sum += wait.ticks();
        self.batch += 1;
        self.samples = self.samples.saturating_add(1);
    }

    /// The estimate in ticks; none before there are enough samples.
    pub(super) fn seen(&self, now: SimTime) -> Option<f64> {
        if self.samples < self.min_samples || now.since(self.last_sample) >= self.reset_idle {
            return None;
        }
        if now >= self.next { self.refreshed() } else { self.value }
    }

    /// The value after a refresh now.
    fn refreshed(&self) -> Option<f64> {
        if self.batch == 0 {
            return self.value;
        }
        let mean = self.batch_sum / f64::from(self.batch);
        Some(self.value.map_or(mean, |old| self.alpha * mean + (1.0 - self.alpha) * old))
    }

    fn refresh(&mut self, now: SimTime) {
        self.value = self.refreshed();
        self.batch = 0;
        self.batch_sum = 0.0;
        let periods = now.0 / self.refresh.0 + 1;
        self.next = SimTime(periods * self.refresh.0);
    }
}

/// The plain average of the waits that ended with an agent lately.
#[derive(Debug)]
pub(super) struct Mean {
    over: Span,
    min_samples: u32,
    /// When each wait ended, and its ticks, the oldest first.
    waits: VecDeque<(SimTime, u64)>,
    /// Their sum, in integers so that what leaves it takes away exactly what it brought.
    sum: u128,
}

impl Mean {
    fn sample(&mut self, now: SimTime, wait: Span) {
        self.forget(now);
        self.sum += u128::from(wait.0);
        self.waits.push_back((now, wait.0));
    }

    /// Drops what is too old.
    fn forget(&mut self, now: SimTime) {
        while let Some(&(ended, ticks)) = self.waits.front()
            && now.since(ended) > self.over
        {
            self.sum -= u128::from(ticks);
            self.waits.pop_front();
        }
    }

    /// The estimate in ticks; waits that are too old are left out, none with too few.
    pub(super) fn seen(&self, now: SimTime) -> Option<f64> {
        let old = self.waits.iter().take_while(|(ended, _)| now.since(*ended) > self.over);
        let (count, sum) = old.fold((self.waits.len(), self.sum), |(count, sum), (_, ticks)| {
            (count - 1, sum - u128::from(*ticks))
        });
        (count >= self.min_samples.max(1) as usize).then(|| sum as f64 / count as f64)
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
            let looked = |estimator: &Estimator| match estimator {
                Estimator::MovingAverage(average) => average.seen(SimTime(at)),
                _ => unreachable!(),
            };
            let before = looked(&estimator);
            estimator.bring_up_to_date(SimTime(at));
            assert_eq!(looked(&estimator), before, "a look sees what a reading sees");
            before
        };
        assert_eq!(read(&[(10, 4, false), (20, 8, false)], 150), None, "two samples are too few");
        assert_eq!(read(&[(160, 10, false), (170, 99, true)], 199), Some(6.0));
        assert_eq!(read(&[], 200), Some(0.25 * 10.0 + 0.75 * 6.0));
        assert_eq!(read(&[], 1_160), None, "forgotten after the idle time");
    }

    #[test]
    fn the_mean_forgets_what_is_older_than_its_time_and_needs_enough_samples() {
        let estimate = WaitEstimate::Mean { over: Span(100), min_samples: 2 };
        let mut estimator = Estimator::new(&estimate);
        for (now, wait) in [(10, 4), (50, 8), (60, 12)] {
            estimator.sample(SimTime(now), Span(wait), false);
        }
        let mut seen = |at| {
            let Estimator::Mean(mean) = &mut estimator else { unreachable!() };
            mean.seen(SimTime(at))
        };
        assert_eq!(seen(60), Some(8.0));
        assert_eq!(seen(110), Some(8.0), "exactly as old as the time still counts");
        assert_eq!(seen(111), Some(10.0));
        assert_eq!(seen(151), None, "one is too few");
        assert_eq!(seen(500), None);
        estimator.sample(SimTime(501), Span(6), true);
        estimator.sample(SimTime(502), Span(8), false);
        let Estimator::Mean(mean) = &estimator else { unreachable!() };
        assert_eq!((mean.seen(SimTime(502)), mean.waits.len()), (Some(7.0), 2));
    }
}
