//! Runs a study: every variant of every replication, in parallel, merged in replication order.

use std::collections::BTreeMap;

use crate::measure::{Scope, When, service_counts};
use crate::model::{Center, OverflowRule, Queue};
use crate::observe::Digest;
use crate::policy::{Condition, Policy, Standard};
use crate::scenario::{Override, Study, Variant};
use crate::stats::ServiceLevelDefinition;
use crate::time::SimTime;

use super::answers::{Answer, answers};
use super::comparing::comparison;
use super::curves::{curves, offers, quotes};
use super::design::Design;
use super::estimating::Sample;
use super::playing::{Played, play};
use super::recorded::recorded;
use super::results::{
    BatchRun, Comparison, Manifest, Method, NamedResults, QueueMarks, QueueResults, Results,
    Stopped, VariantResults,
};
use super::series::{VariantSeries, series};
use super::warning::{Seen, warnings};

/// A study that has been run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What it found.
    pub results: Results,
    /// Calls simulated, over all variants and replications.
    pub calls: u64,
    /// The key metrics of each variant, replication by replication.
    pub series: Vec<VariantSeries>,
    /// What the scenario's expectations ask for.
    pub answers: Vec<Answer>,
}

/// What of the results is looked at by interval and by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByTime {
    /// The center alone: queues, agent groups and call types have no intervals and no days.
    Center,
    /// Everything.
    All,
}

/// What hears how far a run is, from any thread.
pub struct Watch<'w> {
    /// A replication is done; with its calls, those of all variants together.
    pub done: &'w (dyn Fn(u64) + Sync),
    /// A precision has been looked at and not been reached yet.
    pub look: &'w (dyn Fn(&Looking) + Sync),
}

/// A look at a precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Looking {
    /// Replications so far.
    pub replications: u32,
    /// Replications at the next look.
    pub next: u32,
    /// The widest half width over the one that is wanted; none without an interval.
    pub width: Option<f64>,
}

/// Runs all variants of a study on so many threads (0: one per core). `progress` hears, from
/// any thread, the calls of each replication that is done.
///
/// The results are the same on any number of threads.
///
/// # Errors
/// When the threads cannot be started.
pub fn run(
    study: &Study,
    threads: usize,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Outcome, rayon::ThreadPoolBuildError> {
    run_watched(study, threads, ByTime::All, &Watch { done: progress, look: &|_| () })
}

/// The same, heard in more detail, and with no more results by time than these.
///
/// # Errors
/// When the threads cannot be started.
pub fn run_watched(
    study: &Study,
    threads: usize,
    by_time: ByTime,
    watch: &Watch<'_>,
) -> Result<Outcome, rayon::ThreadPoolBuildError> {
    run_by(study, &Standard, threads, by_time, watch)
}

/// The same as [`run`] with a routing policy of one's own.
///
/// # Errors
/// When the threads cannot be started.
pub fn run_with<P: Policy + Sync>(
    study: &Study,
    policy: &P,
    threads: usize,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Outcome, rayon::ThreadPoolBuildError> {
    run_by(study, policy, threads, ByTime::All, &Watch { done: progress, look: &|_| () })
}

fn run_by<P: Policy + Sync>(
    study: &Study,
    policy: &P,
    threads: usize,
    by_time: ByTime,
    watch: &Watch<'_>,
) -> Result<Outcome, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    Ok(pool.install(|| {
        let design = Design::of(study);
        let played = play(study, policy, &design, watch);
        let calls = played.iter().flat_map(|p| &p.replications).map(|r| r.calls).sum();
        let seen = seen(study, &design, &played);
        Outcome {
            calls,
            series: series(study, &seen),
            answers: answers(study, &seen),
            results: results(study, &design, &seen, by_time),
        }
    }))
}

fn seen<'s>(study: &'s Study, design: &'s Design, played: &'s [Played]) -> Vec<Seen<'s>> {
    played
        .iter()
        .enumerate()
        .map(|(variant, played)| Seen {
            whole: design.whole(study, variant, played),
            units: design.units(study, variant, played),
            course: &played.sums.course,
            width: design.width_of(study, variant, played).map(|width| width.unwrap_or(f64::NAN)),
            no_control: design.no_control(variant),
        })
        .collect()
}

fn results(study: &Study, design: &Design, seen: &[Seen<'_>], by_time: ByTime) -> Results {
    let comparisons: Vec<Comparison> = study
        .variants
        .iter()
        .enumerate()
        .filter_map(|(position, variant)| {
            let from = variant.compare_to?;
            let names = [&study.variants[from].name, &variant.name];
            Some(comparison(names, &seen[from].units, &seen[position].units))
        })
        .collect();
    // The intervals and days that queues, agent groups and call types are shown by.
    let of_parts: [&[String]; 2] = match by_time {
        ByTime::All => [&study.timeline.intervals, &study.timeline.days],
        ByTime::Center => [&[], &[]],
    };
    let variants = study
        .variants
        .iter()
        .zip(seen)
        .map(|(variant, seen)| variant_results(study, variant, seen, &comparisons, of_parts))
        .collect();
    let outcomes = study.recorded.as_ref().filter(|outcomes| !outcomes.calls.is_empty());
    Results {
        manifest: manifest(study, design, seen),
        variants,
        comparisons,
        recorded: outcomes.map(|outcomes| {
            recorded(outcomes, &design.frames[0], &study.timeline, study.run.confidence)
        }),
    }
}

fn manifest(study: &Study, design: &Design, seen: &[Seen<'_>]) -> Manifest {
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: String::new(),
        scenario: study.name.clone(),
        description: study.description.clone(),
        scenario_sha256: study.scenario_sha256.clone(),
        data: study.data.clone(),
        seed: study.run.seed,
        replications: seen.first().map_or(0, |seen| seen.whole.replications.len() as u32),
        confidence: study.run.confidence,
        method: method(study, design, seen),
        timeline: study.timeline.clone(),
        interval_seconds: study.variants[0].center.horizon.interval.seconds(),
        assumed: study.assumed.clone(),
        overrides: by_path(&study.overrides),
    }
}

fn method(study: &Study, design: &Design, seen: &[Seen<'_>]) -> Method {
    let interval = study.variants[0].center.horizon.interval.seconds();
    Method {
        batches: design.batches.map(|batches| BatchRun {
            count: batches.count as u32,
            seconds: batches.length as f64 * interval,
            after_seconds: batches.first as f64 * interval,
        }),
        antithetic: study.run.antithetic,
        control_variate: study.run.control_variate,
        precision: study.run.precision.map(|precision| Stopped {
            precision,
            reached: seen.iter().filter_map(|seen| seen.width).all(|width| width <= 1.0),
        }),
    }
}

/// Settings in order of their paths; of two for the same path the last one holds.
fn by_path(overrides: &[Override]) -> Vec<Override> {
    let settings: BTreeMap<&String, &Override> =
        overrides.iter().map(|setting| (&setting.path, setting)).collect();
    settings.into_values().cloned().collect()
}

fn variant_results(
    study: &Study,
    variant: &Variant,
    seen: &Seen<'_>,
    comparisons: &[Comparison],
    of_parts: [&[String]; 2],
) -> VariantResults {
    let center = &variant.center;
    let (whole, units) = (&seen.whole, &seen.units);
    let mut digest = Digest::default();
    for replication in whole.replications {
        digest.add(replication.digest.0);
    }
    let metrics = units.period(Scope::Center);
    let named = |name: &str, scope: Scope| NamedResults {
        name: name.to_owned(),
        metrics: units.period(scope),
        intervals: whole.intervals(scope, of_parts[0]),
        days: whole.days(scope, of_parts[1]),
    };
    let comparison = comparisons.iter().find(|comparison| comparison.to == variant.name);
    VariantResults {
        name: variant.name.clone(),
        digest,
        offers_callbacks: center.offers_callbacks(),
        queues: (0..center.queues.len())
            .map(|at| queue_results(center, seen, of_parts, at))
            .collect(),
        agent_groups: (center.groups.iter().enumerate())
            .map(|(at, group)| named(&group.name, Scope::Group(at)))
            .collect(),
        call_types: (center.call_types.iter().enumerate())
            .map(|(at, call_type)| named(&call_type.name, Scope::CallType(at)))
            .collect(),
        intervals: whole.intervals(Scope::Center, &study.timeline.intervals),
        days: whole.days(Scope::Center, &study.timeline.days),
        curves: curves(whole.waits),
        daily_service_levels: daily_service_levels(whole),
        balanced: whole.replications.iter().filter(|r| r.balanced).count() as u32,
        warnings: warnings(study, center, &metrics, seen, comparison),
        metrics,
    }
}

fn queue_results(
    center: &Center,
    seen: &Seen<'_>,
    [intervals, days]: [&[String]; 2],
    position: usize,
) -> QueueResults {
    let (whole, units) = (&seen.whole, &seen.units);
    let queue = &center.queues[position];
    let scope = Scope::Queue(position);
    QueueResults {
        name: queue.name.clone(),
        metrics: units.period(scope),
        service_level_definition: queue.service_level.definition.id(),
        service_level_words: queue.service_level.definition.words(),
        within_seconds: queue.service_level.within.seconds(),
        target: queue.service_level.target,
        service_levels: service_levels(units, scope),
        intervals: whole.intervals(scope, intervals),
        days: whole.days(scope, days),
        quotes: quotes(whole.waits, whole.frame.pairs_of(scope)),
        offers: offers(whole.waits, whole.frame.pairs_of(scope)),
        marks: marks(queue, center.horizon.end),
    }
}

/// What rules and hours say of a queue until the end.
fn marks(queue: &Queue, end: SimTime) -> QueueMarks {
    let threshold = |rule: &OverflowRule| match rule.when {
        Condition::WaitingCalls(count) => Some((rule.name.clone(), count)),
        _ => None,
    };
    let windows = queue.hours.iter().flat_map(|hours| &hours.windows);
    QueueMarks {
        thresholds: queue.overflow.iter().filter_map(threshold).collect(),
        closings: windows
            .filter(|window| window.1 <= end)
            .map(|window| window.1.since(SimTime::ZERO).seconds())
            .collect(),
    }
}

/// The service level by each of the eight formulas: sum over sum of all replications.
fn service_levels(sample: &Sample<'_>, scope: Scope) -> Vec<(&'static str, Option<f64>)> {
    let figures = sample.figures(scope, When::Period);
    let level = |definition: ServiceLevelDefinition| {
        let (numerator, denominator) = figures
            .iter()
            .map(|figures| definition.parts(&service_counts(&figures.calls)))
            .fold((0, 0), |sum, parts| (sum.0 + parts.0, sum.1 + parts.1));
        (denominator > 0).then(|| numerator as f64 / denominator as f64)
    };
    ServiceLevelDefinition::ALL.map(|definition| (definition.id(), level(definition))).to_vec()
}

/// The center's service level of each simulated day, replication by replication.
fn daily_service_levels(sample: &Sample<'_>) -> Vec<f64> {
    let days = sample.frame.days();
    let mut levels = Vec::with_capacity(sample.replications.len() * days);
    for replication in sample.replications {
        for day in 0..days {
            let figures = sample.frame.figures(replication, Scope::Center, When::Day(day));
            let (numerator, denominator) =
                (figures.calls.level_numerator, figures.calls.level_denominator);
            if denominator > 0 {
                levels.push(numerator as f64 / denominator as f64);
            }
        }
    }
    levels
}
