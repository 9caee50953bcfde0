//! From exact totals to estimates: every metric of every window over the replications.

use rayon::prelude::*;

use crate::measure::{
    Better, Figures, Formula, Frame, METRICS, Metric, Pooled, Replication, Scope, WAIT_QUANTILES,
    Waits, When, Window, summed,
};
use crate::stats::{
    Interval, mean_interval, nearest_rank, paired_ratio_difference, ratio_interval,
};
use crate::time::Span;

use super::results::{Difference, Estimate, IntervalResults, Metrics, Verdict};

/// The replications of one variant with what is needed to read them.
pub(super) struct Sample<'s> {
    pub(super) frame: &'s Frame,
    pub(super) replications: &'s [Replication],
    pub(super) waits: &'s Waits,
    pub(super) confidence: f64,
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
            .map(|metric| (metric, self.estimate(metric, &figures, &pooled)))
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
            wait_quantiles: WAIT_QUANTILES.map(|share| answered.quantile(share).map(Span::seconds)),
            callback_connect_p90: connected.quantile(0.9).map(Span::seconds),
        }
    }

    pub(super) fn estimate(
        &self,
        metric: &Metric,
        figures: &[Figures],
        pooled: &Pooled,
    ) -> Estimate {
        let mut own: Vec<f64> = figures.iter().filter_map(|f| metric.value(f)).collect();
        let interval = match metric.formula {
            Formula::PerReplication(_) => mean_interval(&own, self.confidence),
            Formula::Ratio(parts) => ratio_interval(&pairs(figures, parts), self.confidence),
            Formula::Quantile(_, all) => all(pooled).map(|estimate| Interval {
                estimate,
                half_width: mean_interval(&own, self.confidence).and_then(|i| i.half_width),
            }),
        };
        own.sort_unstable_by(f64::total_cmp);
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

fn pairs(figures: &[Figures], parts: fn(&Figures) -> (f64, f64)) -> Vec<(f64, f64)> {
    figures.iter().map(parts).collect()
}

/// The paired differences of two variants of the same replications, for every metric of the
/// center that both have.
pub(super) fn differences(from: &Sample<'_>, to: &Sample<'_>) -> Vec<(&'static str, Difference)> {
    let (from_figures, to_figures) =
        (from.figures(Scope::Center, When::Period), to.figures(Scope::Center, When::Period));
    let (from_pooled, to_pooled) =
        (from.pooled(Scope::Center, When::Period), to.pooled(Scope::Center, When::Period));
    METRICS
        .iter()
        .filter(|metric| from.has(metric, Window::Center) && to.has(metric, Window::Center))
        .map(|metric| {
            let own = own_differences(metric, &from_figures, &to_figures);
            let interval = match metric.formula {
                Formula::PerReplication(_) => mean_interval(&own, from.confidence),
                Formula::Ratio(parts) => paired_ratio_difference(
                    &pairs(&from_figures, parts),
                    &pairs(&to_figures, parts),
                    from.confidence,
                ),
                Formula::Quantile(_, all) => {
                    all(&to_pooled).zip(all(&from_pooled)).map(|(to, other)| Interval {
                        estimate: to - other,
                        half_width: mean_interval(&own, from.confidence)
                            .and_then(|interval| interval.half_width),
                    })
                }
            };
            (metric.id, difference(metric.better, interval))
        })
        .collect()
}

/// Each replication's own difference, where both variants have a value.
fn own_differences(metric: &Metric, from: &[Figures], to: &[Figures]) -> Vec<f64> {
    let pairs = from.iter().zip(to);
    pairs.filter_map(|(from, to)| Some(metric.value(to)? - metric.value(from)?)).collect()
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
