//! Runs a study: every variant of every replication, in parallel, merged in replication order.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::engine;
use crate::measure::{Frame, Replication, Scope, Tally, Waits, When, service_counts};
use crate::observe::Digest;
use crate::scenario::{Override, Study, Variant};
use crate::stats::ServiceLevelDefinition;

use super::curves::{curves, quotes};
use super::estimating::{Sample, differences};
use super::frame::frame;
use super::recorded::recorded;
use super::results::{Comparison, Manifest, NamedResults, QueueResults, Results, VariantResults};
use super::warning::warnings;

/// A study that has been run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What it found.
    pub results: Results,
    /// Calls simulated, over all variants and replications.
    pub calls: u64,
}

/// One variant's replications, in order.
struct Played {
    replications: Vec<Replication>,
    waits: Waits,
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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    Ok(pool.install(|| {
        let frames: Vec<Frame> = study
            .variants
            .iter()
            .map(|variant| frame(&variant.center, &study.timeline, study.run.attribution))
            .collect();
        let played = play(study, &frames, progress);
        let calls = played.iter().flat_map(|p| &p.replications).map(|r| r.calls).sum();
        Outcome { results: results(study, &frames, &played), calls }
    }))
}

/// Plays the replications. All variants of a replication are one piece of work; pieces are
/// collected in order, and histograms are sums of integers, so nothing depends on who was first.
fn play(study: &Study, frames: &[Frame], progress: &(dyn Fn(u64) + Sync)) -> Vec<Played> {
    let pooled: Vec<Mutex<Waits>> =
        frames.iter().map(|frame| Mutex::new(Waits::new(frame.pairs.len()))).collect();
    let seed = study.run.seed;
    let by_replication: Vec<Vec<Replication>> = (0..study.run.replications)
        .into_par_iter()
        .map_init(
            || frames.iter().map(Tally::new).collect::<Vec<_>>(),
            |tallies, replication| {
                let mut calls = 0;
                let variants = study.variants.iter().zip(tallies).zip(&pooled);
                let done = variants
                    .map(|((variant, tally), pooled)| {
                        engine::simulate(&variant.center, seed, replication.into(), tally);
                        pooled.lock().unwrap_or_else(PoisonError::into_inner).merge(tally.waits());
                        let done = tally.take();
                        calls += done.calls;
                        done
                    })
                    .collect();
                progress(calls);
                done
            },
        )
        .collect();
    let mut played: Vec<Played> = pooled
        .into_iter()
        .map(|waits| Played {
            replications: Vec::with_capacity(by_replication.len()),
            waits: waits.into_inner().unwrap_or_else(PoisonError::into_inner),
        })
        .collect();
    for replication in by_replication {
        for (variant, done) in played.iter_mut().zip(replication) {
            variant.replications.push(done);
        }
    }
    played
}

fn results(study: &Study, frames: &[Frame], played: &[Played]) -> Results {
    let samples: Vec<Sample<'_>> = study
        .variants
        .iter()
        .zip(frames.iter().zip(played))
        .map(|(variant, (frame, played))| sample(study, variant, frame, played))
        .collect();
    let variants = study
        .variants
        .iter()
        .zip(&samples)
        .map(|(variant, sample)| variant_results(study, variant, sample))
        .collect();
    let comparisons = study
        .variants
        .iter()
        .enumerate()
        .filter_map(|(position, variant)| {
            let from = variant.compare_to?;
            Some(Comparison {
                from: study.variants[from].name.clone(),
                to: variant.name.clone(),
                metrics: differences(&samples[from], &samples[position]).into_iter().collect(),
            })
        })
        .collect();
    let outcomes = study.recorded.as_ref().filter(|outcomes| !outcomes.calls.is_empty());
    Results {
        manifest: manifest(study),
        variants,
        comparisons,
        recorded: outcomes
            .map(|outcomes| recorded(outcomes, &frames[0], &study.timeline, study.run.confidence)),
    }
}

fn sample<'s>(
    study: &Study,
    variant: &Variant,
    frame: &'s Frame,
    played: &'s Played,
) -> Sample<'s> {
    let reads_length = variant.center.queues.iter().any(crate::model::Queue::reads_queue_length);
    Sample {
        frame,
        replications: &played.replications,
        waits: &played.waits,
        confidence: study.run.confidence,
        has_callbacks: variant.center.has_callbacks(),
        compares_quotes: (variant.center.queues.iter()).any(|queue| queue.wait_estimate_scored),
        with_queue_length_max: reads_length || study.reports_queue_length_max,
    }
}

fn manifest(study: &Study) -> Manifest {
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: String::new(),
        scenario: study.name.clone(),
        description: study.description.clone(),
        scenario_sha256: study.scenario_sha256.clone(),
        data: study.data.clone(),
        seed: study.run.seed,
        replications: study.run.replications,
        confidence: study.run.confidence,
        timeline: study.timeline.clone(),
        interval_seconds: study.variants[0].center.horizon.interval.seconds(),
        assumed: study.assumed.clone(),
        overrides: by_path(&study.overrides),
    }
}

/// Settings in order of their paths; of two for the same path the last one holds.
fn by_path(overrides: &[Override]) -> Vec<Override> {
    let settings: BTreeMap<&String, &Override> =
        overrides.iter().map(|setting| (&setting.path, setting)).collect();
    settings.into_values().cloned().collect()
}

fn variant_results(study: &Study, variant: &Variant, sample: &Sample<'_>) -> VariantResults {
    let center = &variant.center;
    let starts = &study.timeline.intervals;
    let mut digest = Digest::default();
    for replication in sample.replications {
        digest.add(replication.digest.0);
    }
    let metrics = sample.period(Scope::Center);
    let named = |name: &str, scope: Scope| NamedResults {
        name: name.to_owned(),
        metrics: sample.period(scope),
        intervals: sample.intervals(scope, starts),
    };
    VariantResults {
        name: variant.name.clone(),
        digest,
        offers_callbacks: center.offers_callbacks(),
        queues: (0..center.queues.len())
            .map(|at| queue_results(study, center, sample, at))
            .collect(),
        agent_groups: (center.groups.iter().enumerate())
            .map(|(at, group)| named(&group.name, Scope::Group(at)))
            .collect(),
        call_types: (center.call_types.iter().enumerate())
            .map(|(at, call_type)| named(&call_type.name, Scope::CallType(at)))
            .collect(),
        intervals: sample.intervals(Scope::Center, starts),
        days: sample.days(Scope::Center, &study.timeline.days),
        curves: curves(sample.waits),
        daily_service_levels: daily_service_levels(sample),
        balanced: sample.replications.iter().filter(|r| r.balanced).count() as u32,
        warnings: warnings(study, center, &metrics, sample),
        metrics,
    }
}

fn queue_results(
    study: &Study,
    center: &crate::model::Center,
    sample: &Sample<'_>,
    position: usize,
) -> QueueResults {
    let queue = &center.queues[position];
    let scope = Scope::Queue(position);
    QueueResults {
        name: queue.name.clone(),
        metrics: sample.period(scope),
        service_level_definition: queue.service_level.definition.id(),
        service_level_words: queue.service_level.definition.words(),
        within_seconds: queue.service_level.within.seconds(),
        target: queue.service_level.target,
        service_levels: service_levels(sample, scope),
        intervals: sample.intervals(scope, &study.timeline.intervals),
        days: sample.days(scope, &study.timeline.days),
        quotes: quotes(sample.waits, sample.frame.pairs_of(scope)),
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
