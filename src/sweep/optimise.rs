//! The best point of a sweep with few replications: points are dropped as soon as it is known that
//! they break a limit or that another one is better.

use crate::experiment::{self, Listener, Pairs};
use crate::measure::{Better, Metric, Unit};
use crate::scenario::Study;
use crate::stats::{Interval, Side, Triangle, mean, probability_of_best, ratio_interval};

use super::plan::{Plan, Point};
use super::run::World;

/// Replications of every point before the first is dropped.
pub const FIRST_STAGE: u32 = 20;
/// Points at most: each is compared with each.
pub const MOST_OPTIMISED: u32 = 2_000;

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Aim {
    /// What is to be best.
    pub metric: &'static Metric,
    /// Whether more is better.
    pub more: bool,
    /// Differences below this do not matter; none: half a percentage point of shares, one per cent
    /// of anything else.
    pub indifference: Option<f64>,
    /// What the point must keep.
    pub limits: Vec<Limit>,
    /// Replications of a point at most.
    pub most: u32,
}

/// A limit on a metric.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The metric.
    pub metric: &'static Metric,
    /// Whether it must be at least the bound, instead of at most.
    pub at_least: bool,
    /// The bound, in the metric's unit.
    pub bound: f64,
}

impl Limit {
    /// How far the metric may miss the bound before it matters: half a percentage point of shares,
    /// half a second, one per cent of anything else.
    #[must_use]
    pub fn tolerance(&self) -> f64 {
        match self.metric.unit {
            Unit::Share => 0.005,
            Unit::Seconds => (0.01 * self.bound).max(0.5),
            _ => (0.01 * libm::fabs(self.bound)).max(1e-9),
        }
    }
}

/// What became of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Still in the choice.
    Open,
    /// It breaks the limit of this number.
    Breaks(usize),
    /// Another point is better.
    Beaten(usize),
}

/// One point in the choice.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The point.
    pub point: Point,
    /// What became of it.
    pub fate: Fate,
    /// Whether it is known to keep all limits.
    pub keeps_limits: bool,
    /// Replications.
    pub replications: u32,
    /// The aim's metric.
    pub value: Option<Interval>,
    /// The metrics of the limits.
    pub limits: Vec<Option<Interval>>,
    series: Vec<Pairs>,
}

/// The outcome of a choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The variant that was simulated.
    pub variant: String,
    /// All points, in their order.
    pub candidates: Vec<Candidate>,
    /// Position of the chosen one; none when no point keeps the limits.
    pub best: Option<usize>,
    /// Whether the procedure came to its end, so that its promise holds.
    pub is_sure: bool,
    /// The promise: the probability of a right choice is at least this.
    pub confidence: f64,
    /// Differences below this were taken for none.
    pub indifference: f64,
    /// A bound on the probability that the chosen one has the best mean of those that keep the
    /// limits, from the differences that were seen.
    pub probability: Option<f64>,
    /// Replications of all points.
    pub replications: u64,
    /// Whether it was stopped.
    pub interrupted: bool,
}

/// Chooses the best point of a plan in its last variant.
///
/// # Errors
/// In words, when the threads cannot be started or nothing can be compared.
pub fn optimise(plan: &Plan, aim: &Aim, world: &World<'_>) -> Result<Choice, String> {
    let points: Vec<Point> =
        (0..plan.count()).filter_map(|number| plan.point(number).ok()).collect();
    let base = points.first().and_then(|point| plan.study(point).ok());
    let base = base.ok_or("the sweep has no points")?;
    let variant = base.variants.last().map(|v| v.name.clone()).unwrap_or_default();
    let search = Search {
        plan,
        aim,
        variant,
        world,
        replications: 0,
        candidates: points.into_iter().map(candidate).collect(),
        confidence: base.run.confidence,
        indifference: aim.indifference.unwrap_or(0.0),
        tests: Vec::new(),
        limit_tests: Vec::new(),
        spent: 0,
    };
    search.run()
}

fn candidate(point: Point) -> Candidate {
    Candidate {
        point,
        fate: Fate::Open,
        keeps_limits: false,
        replications: 0,
        value: None,
        limits: Vec::new(),
        series: Vec::new(),
    }
}

struct Search<'s> {
    plan: &'s Plan,
    aim: &'s Aim,
    variant: String,
    world: &'s World<'s>,
    /// Replications of each point that is still open.
    replications: u32,
    candidates: Vec<Candidate>,
    confidence: f64,
    indifference: f64,
    /// Of each pair a < b, at a x count + b.
    tests: Vec<Option<Triangle>>,
    /// Of each point and limit.
    limit_tests: Vec<Vec<Option<Triangle>>>,
    spent: u64,
}

impl Search<'_> {
    fn run(mut self) -> Result<Choice, String> {
        let mut next = FIRST_STAGE.min(self.aim.most);
        loop {
            if !self.simulate(next)? {
                return Ok(self.choice(false, true));
            }
            if self.tests.is_empty() {
                self.prepare()?;
            }
            self.decide();
            let open = self.open();
            let known = open.iter().all(|&at| self.candidates[at].keeps_limits);
            if open.len() <= 1 && known {
                return Ok(self.choice(true, false));
            }
            if self.replications >= self.aim.most {
                return Ok(self.choice(false, false));
            }
            next = (next + (next / 10).max(10)).min(self.aim.most);
        }
    }

    fn open(&self) -> Vec<usize> {
        let open = |at: &usize| self.candidates[*at].fate == Fate::Open;
        (0..self.candidates.len()).filter(open).collect()
    }

    fn metrics(&self) -> Vec<&'static Metric> {
        let limits = self.aim.limits.iter().map(|limit| limit.metric);
        std::iter::once(self.aim.metric).chain(limits).collect()
    }

    /// Plays all open points up to so many replications; false when it was told to stop.
    fn simulate(&mut self, until: u32) -> Result<bool, String> {
        let open = self.open();
        let study = |position: usize| -> Option<Study> {
            let mut study = self.plan.study(&self.candidates[open[position]].point).ok()?;
            study.variants.retain(|variant| variant.name == self.variant);
            study.variants.iter_mut().for_each(|variant| variant.compare_to = None);
            // The choice needs replications that know nothing of each other.
            study.run.antithetic = false;
            (!study.variants.is_empty()).then_some(study)
        };
        let listener = Listener {
            stop: self.world.interrupted,
            replication: self.world.replication,
            study: &|_, _| {},
        };
        let range = self.replications..until;
        let metrics = self.metrics();
        let found = experiment::values(
            open.len(),
            self.world.threads,
            &study,
            range.clone(),
            &metrics,
            &listener,
        )
        .map_err(|error| format!("cannot start threads: {error}"))?;
        let Some(found) = found.into_iter().collect::<Option<Vec<_>>>() else { return Ok(false) };
        for (&at, more) in open.iter().zip(found) {
            let own = &mut self.candidates[at];
            own.series.resize(metrics.len(), Vec::new());
            own.series.iter_mut().zip(more).for_each(|(series, more)| series.extend(more));
            own.replications = until;
            own.value = ratio_interval(&own.series[0], self.confidence);
            own.limits =
                own.series[1..].iter().map(|s| ratio_interval(s, self.confidence)).collect();
        }
        self.spent += open.len() as u64 * u64::from(range.end - range.start);
        self.replications = until;
        Ok(true)
    }

    /// The tests of the first stage's variances. The error is shared by comparisons and limits.
    fn prepare(&mut self) -> Result<(), String> {
        let error = 1.0 - self.confidence;
        let count = self.candidates.len();
        let limits = self.aim.limits.len();
        let values: Vec<f64> =
            self.candidates.iter().filter_map(|c| c.value.map(|value| value.estimate)).collect();
        let typical = mean(&values).ok_or_else(|| {
            format!("{} has no value at any point of {:?}", self.aim.metric.id, self.variant)
        })?;
        if self.aim.indifference.is_none() {
            self.indifference = match self.aim.metric.unit {
                Unit::Share => 0.005,
                _ => (0.01 * libm::fabs(typical)).max(1e-9),
            };
        }
        let of_comparisons = if limits == 0 { error } else { 0.5 * error };
        let each = of_comparisons / (count.max(2) - 1) as f64;
        let residuals: Vec<Vec<f64>> =
            self.candidates.iter().map(|c| residuals(&c.series[0])).collect();
        self.tests = vec![None; count * count];
        for a in 0..count {
            for b in a + 1..count {
                let pairs = residuals[a].iter().zip(&residuals[b]);
                let variance = variance(pairs.map(|(a, b)| a - b));
                let test = Triangle::new(variance, self.replications, each, self.indifference);
                self.tests[a * count + b] = Some(test);
            }
        }
        let each = 0.5 * error / (count * limits.max(1)) as f64;
        let test = |(limit, series): (&Limit, &Pairs)| {
            let variance = variance(residuals_of(series));
            Some(Triangle::new(variance, self.replications, each, limit.tolerance()))
        };
        self.limit_tests = self
            .candidates
            .iter()
            .map(|c| self.aim.limits.iter().zip(&c.series[1..]).map(test).collect())
            .collect();
        Ok(())
    }

    /// Drops the points of which something is known now.
    fn decide(&mut self) {
        for at in self.open() {
            self.check_limits(at);
        }
        let open = self.open();
        let beaten: Vec<(usize, usize)> = open
            .iter()
            .filter_map(|&loser| {
                let better = |&&other: &&usize| {
                    self.candidates[other].keeps_limits && self.is_better(other, loser)
                };
                Some((loser, *open.iter().find(better)?))
            })
            .collect();
        for (loser, winner) in beaten {
            self.candidates[loser].fate = Fate::Beaten(winner);
        }
    }

    fn check_limits(&mut self, at: usize) {
        let own = &self.candidates[at];
        let mut keeps = true;
        let mut breaks = None;
        for (number, limit) in self.aim.limits.iter().enumerate() {
            let Some(value) = own.limits.get(number).copied().flatten() else {
                keeps = false;
                continue;
            };
            let room = value.estimate - limit.bound;
            let room = if limit.at_least { room } else { -room };
            let Some(test) = self.limit_tests[at][number] else { continue };
            match test.side(room, self.replications) {
                Side::Above => {}
                Side::Below => breaks = breaks.or(Some(number)),
                // One that lies on its bound keeps it.
                Side::Within => keeps = keeps && test.is_over(self.replications),
            }
        }
        let own = &mut self.candidates[at];
        // What has been decided once stays decided.
        if let (Some(number), false) = (breaks, own.keeps_limits) {
            own.fate = Fate::Breaks(number);
        } else {
            own.keeps_limits = own.keeps_limits || keeps;
        }
    }

    /// Whether the one is known to be better than the other.
    fn is_better(&self, one: usize, other: usize) -> bool {
        let (Some(a), Some(b)) = (self.candidates[one].value, self.candidates[other].value) else {
            return false;
        };
        let count = self.candidates.len();
        let (low, high) = (one.min(other), one.max(other));
        let Some(test) = self.tests[low * count + high] else { return false };
        let lead = self.lead(a.estimate, b.estimate);
        // Of two that are exactly alike the first stays.
        let alike = lead == 0.0 && test.is_over(self.replications) && one < other;
        alike || test.side(lead, self.replications) == Side::Above
    }

    fn lead(&self, one: f64, other: f64) -> f64 {
        if self.aim.more { one - other } else { other - one }
    }

    fn choice(self, is_sure: bool, interrupted: bool) -> Choice {
        let size = |at: usize| {
            let value = self.candidates[at].value.map_or(f64::NAN, |value| value.estimate);
            if self.aim.more { value } else { -value }
        };
        let open = self.open();
        let keeping: Vec<usize> =
            open.iter().copied().filter(|&at| self.candidates[at].keeps_limits).collect();
        // Where nothing is known to keep the limits, the best of those that seem to.
        let pool = if keeping.is_empty() && !is_sure { &open } else { &keeping };
        let best =
            pool.iter().copied().max_by(|&a, &b| size(a).total_cmp(&size(b)).then(b.cmp(&a)));
        let probability = best.map(|best| self.probability(best));
        Choice {
            variant: self.variant,
            best,
            is_sure,
            confidence: self.confidence,
            indifference: self.indifference,
            probability,
            replications: self.spent,
            interrupted,
            candidates: self.candidates,
        }
    }

    /// A bound on the probability that no other point that keeps the limits is better.
    fn probability(&self, best: usize) -> f64 {
        let rivals = (0..self.candidates.len())
            .filter(|&at| at != best && !matches!(self.candidates[at].fate, Fate::Breaks(_)));
        let own = &self.candidates[best].series[0];
        let lead = |at: usize| {
            let other = &self.candidates[at].series[0];
            let count = other.len().min(own.len());
            let (one, other) = (&own[..count], &other[..count]);
            let interval = |series: &[(f64, f64)]| ratio_interval(series, self.confidence);
            let (a, b) = (interval(one)?, interval(other)?);
            let pairs = residuals(one).into_iter().zip(residuals(other));
            let variance = variance(pairs.map(|(a, b)| a - b));
            let error = libm::sqrt(variance / count as f64);
            Some((self.lead(a.estimate, b.estimate), error))
        };
        let leads: Vec<(f64, f64)> = rivals.filter_map(lead).collect();
        probability_of_best(&leads, FIRST_STAGE - 1)
    }
}

/// Deviations of the replications from the ratio of sums, linearised as for its interval.
fn residuals(series: &[(f64, f64)]) -> Vec<f64> {
    residuals_of(series).collect()
}

fn residuals_of(series: &[(f64, f64)]) -> impl Iterator<Item = f64> + '_ {
    let (numerator, denominator) =
        series.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    let (ratio, size) = if denominator > 0.0 {
        (numerator / denominator, denominator / series.len() as f64)
    } else {
        (0.0, 1.0)
    };
    series.iter().map(move |pair| (pair.0 - ratio * pair.1) / size)
}

/// Variance of deviations whose mean is zero.
fn variance(deviations: impl Iterator<Item = f64>) -> f64 {
    let (count, squares) =
        deviations.fold((0.0, 0.0), |sum: (f64, f64), x| (sum.0 + 1.0, sum.1 + x * x));
    if count > 1.0 { squares / (count - 1.0) } else { 0.0 }
}

impl Aim {
    /// Which way a metric is better, where nobody says it.
    #[must_use]
    pub const fn natural(metric: &Metric) -> Option<bool> {
        match (metric.better, metric.unit) {
            (Better::Higher, _) => Some(true),
            (Better::Lower, _) => Some(false),
            (Better::Neither, Unit::Money | Unit::Hours) => Some(false),
            (Better::Neither, _) => None,
        }
    }
}
