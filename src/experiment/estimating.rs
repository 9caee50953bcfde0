//! From exact totals to estimates: every metric of every window over the replications.

use rayon::prelude::*;

use crate::measure::{
    Better, Figures, Formula, Frame, METRICS, Metric, Pooled, Replication, Scope, WAIT_QUANTILES,
    Waits, When, Window, summed,
};
use crate::stats::{Interval, Sampled, nearest_rank};
use crate::time::Span;

use super::results::{Difference, Estimate, IntervalResults, Metrics, Verdict};

/// The replications (or batches) of one variant with what is needed to read them.
#[derive(Clone)]
pub(super) struct Sample<'s> {
    pub(super) frame: &'s Frame,
    pub(super) replications: &'s [Replication],
    pub(super) waits: &'s Waits,
    pub(super) confidence: f64,
    /// Whether each two replications are antithetic and count as one unit.
    pub(super) in_pairs: bool,
    /// Of each replication the work that its calls brought less what is expected of them; empty
    /// without a control variate.
    pub(super) control: Vec<f64>,
    pub(super) has_callbacks: bool,
    pub(super) compares_quotes: bool,
    pub(super) with_queue_length_max: bool,
}

impl Sample<'_> {
    /// All metrics of a scope over the whole period.
    pub(super) fn period(&self, scope: Scope) -> Metrics {
        let window = match scope {
            Scope::Center => Window::Center,
            Scope::Queue(_) => Window::Queue,
            Scope::CallType(_) => Window::CallType,
            Scope::Group(_) => Window::Group,
        };
        self.metrics(scope, When::Period, window)
    }

    /// The metrics of a scope by interval; a window per start.
    pub(super) fn intervals(&self, scope: Scope, starts: &[String]) -> Vec<IntervalResults> {
        self.windows(scope, starts, When::Interval)
    }

    /// The metrics of a scope by civil day.
    pub(super) fn days(&self, scope: Scope, dates: &[String]) -> Vec<IntervalResults> {
        self.windows(scope, dates, When::Day)
    }

    fn windows(
        &self,
        scope: Scope,
        starts: &[String],
        when: impl Fn(usize) -> When + Sync,
    ) -> Vec<IntervalResults> {
        let window = match scope {
            Scope::Group(_) => Window::GroupInterval,
            _ => Window::Interval,
        };
        starts
            .par_iter()
            .enumerate()
            .map(|(position, start)| IntervalResults {
                start: start.clone(),
                metrics: self.metrics(scope, when(position), window),
            })
            .collect()
    }

    fn metrics(&self, scope: Scope, when: When, window: Window) -> Metrics {
        let figures = self.figures(scope, when);
        let pooled = self.pooled(scope, when);
        let metrics = METRICS
            .iter()
            .filter(|metric| self.has(metric, window))
            .map(|metric| (metric, self.estimate(metric, &figures, &pooled, when)))
            .collect();
        Metrics(metrics)
    }

    /// Whether this variant has a metric in a window.
    pub(super) fn has(&self, metric: &Metric, window: Window) -> bool {
        metric.exists_for(window)
            && (self.has_callbacks || !metric.of_callbacks)
            && (self.compares_quotes || !metric.of_quotes)
            && (self.with_queue_length_max || metric.id != "queue_length_max")
    }

    /// Units of estimation: replications, pairs of them, or batches.
    pub(super) fn units(&self) -> usize {
        if self.in_pairs { self.replications.len() / 2 } else { self.replications.len() }
    }

    /// Degrees of freedom of its intervals.
    pub(super) fn degrees(&self) -> u32 {
        let parameters = if self.control.is_empty() { 1 } else { 2 };
        self.units().saturating_sub(parameters) as u32
    }

    pub(super) fn figures(&self, scope: Scope, when: When) -> Vec<Figures> {
        let read = |replication| self.frame.figures(replication, scope, when);
        self.replications.iter().map(read).collect()
    }

    /// Quantiles over all calls of all replications; only of the whole period.
    pub(super) fn pooled(&self, scope: Scope, when: When) -> Pooled {
        if when != When::Period || matches!(scope, Scope::Group(_)) {
            return Pooled::default();
        }
        let answered = self.waits.answered_of(self.frame, scope);
        let connected = summed(&self.waits.connected, self.frame.pairs_of(scope));
        Pooled {
            wait_quantiles: answered.quantiles(WAIT_QUANTILES).map(|wait| wait.map(Span::seconds)),
            callback_connect_p90: connected.quantile(0.9).map(Span::seconds),
        }
    }

    /// A metric by its units: linearised, in pairs where they are antithetic, corrected by the
    /// control variate where there is one (of the whole period; quantiles never are).
    pub(super) fn sampled(
        &self,
        metric: &Metric,
        figures: &[Figures],
        pooled: &Pooled,
        when: When,
    ) -> Option<Sampled> {
        let own = || figures.iter().map(|f| metric.value(f)).collect::<Vec<_>>();
        let (sampled, controlled) = match metric.formula {
            Formula::PerReplication(_) => (Sampled::mean(&own())?, true),
            Formula::Ratio(parts) => {
                let pairs: Vec<(f64, f64)> = figures.iter().map(parts).collect();
                (Sampled::ratio(&pairs)?, true)
            }
            Formula::Quantile(_, all) => (Sampled::about(all(pooled)?, &own()), false),
        };
        let sampled = if self.in_pairs { sampled.in_pairs() } else { sampled };
        if !controlled || self.control.is_empty() || when != When::Period {
            return Some(sampled);
        }
        Some(sampled.with_control(&self.control))
    }

    /// A metric with its interval and its spread over the units.
    pub(super) fn estimate(
        &self,
        metric: &Metric,
        figures: &[Figures],
        pooled: &Pooled,
        when: When,
    ) -> Estimate {
        let mut own: Vec<f64> = figures.iter().filter_map(|f| metric.value(f)).collect();
        own.sort_unstable_by(f64::total_cmp);
        let sampled = self.sampled(metric, figures, pooled, when);
        let interval = sampled.map(|sampled| sampled.interval(self.confidence));
        Estimate {
            mean: interval.map(|interval| interval.estimate),
            half_width: interval.and_then(|interval| interval.half_width),
            p10: nearest_rank(&own, 0.1),
            p90: nearest_rank(&own, 0.9),
            min: own.first().copied(),
            max: own.last().copied(),
        }
    }
}

/// The paired differences of two variants of the same replications, for every metric of the
/// center that both have.
pub(super) fn differences(from: &Sample<'_>, to: &Sample<'_>) -> Vec<(&'static str, Difference)> {
    let read = |sample: &Sample<'_>| {
        let (center, period) = (Scope::Center, When::Period);
        (sample.figures(center, period), sample.pooled(center, period))
    };
    let (from_read, to_read) = (read(from), read(to));
    METRICS
        .iter()
        .filter(|metric| from.has(metric, Window::Center) && to.has(metric, Window::Center))
        .map(|metric| {
            let of = |sample: &Sample<'_>, read: &(Vec<Figures>, Pooled)| {
                sample.sampled(metric, &read.0, &read.1, When::Period)
            };
            let both = of(from, &from_read).zip(of(to, &to_read));
            let interval = both.map(|(one, other)| other.less(&one).interval(from.confidence));
            (metric.id, difference(metric.better, interval))
        })
        .collect()
}

fn difference(better: Better, interval: Option<Interval>) -> Difference {
    let estimate = interval.map(|interval| interval.estimate);
    let half_width = interval.and_then(|interval| interval.half_width);
    let excludes_zero =
        estimate.zip(half_width).is_some_and(|(estimate, half)| estimate.abs() > half);
    let rises = estimate.is_some_and(|estimate| estimate > 0.0);
    let verdict = match (excludes_zero, better, rises) {
        (true, Better::Higher, true) | (true, Better::Lower, false) => Verdict::Better,
        (true, Better::Higher, false) | (true, Better::Lower, true) => Verdict::Worse,
        _ => Verdict::None,
    };
    Difference { difference: estimate, half_width, verdict }
}
