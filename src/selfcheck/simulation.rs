//! The cases through the front door: scenario text, engine, statistics, results.

use crate::experiment::{self, Results};
use crate::measure::{Metric, Unit};
use crate::model::{Center, Patience, distribution};
use crate::scenario::{Draft, Files, Options, Study};
use crate::stats::student_quantile;
use crate::theory::{CallbackOffer, CallbackState, Demand, Distribution, OfferTime, SteadyState};
use crate::time::{SimTime, TICKS_PER_SECOND};

use super::cases::{CASES, Case, Exact};
use super::{CaseFindings, Compared, Drawn, Extent};

/// The scenario whose digest is pinned, and the digest of its callback variant: one for all calls
/// and everything that happened to them. It changes with every change of the engine or of a
/// sampler that is meant to change results; then what `ringback selfcheck` finds goes here.
const WHOLE_RUN: &str = include_str!("whole-run.toml");
const DIGEST: &str = "e2151ca5beeefe0e9fa77043412ffe5d";

/// Simulates all cases; also the number of calls.
pub(super) fn cases(
    extent: Extent,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(Vec<CaseFindings>, u64), String> {
    let mut calls = 0;
    let mut found = Vec::new();
    for case in CASES {
        let study = study(&case.scenario(extent.full), Some(extent.seed))?;
        let outcome =
            experiment::run(&study, extent.threads, progress).map_err(|e| e.to_string())?;
        calls += outcome.calls;
        found.push(CaseFindings {
            title: case.title,
            source: case.source,
            replications: study.run.replications,
            measures: compare(case, &study, &outcome.results)?,
        });
    }
    Ok((found, calls))
}

/// The digest of one whole run.
pub(super) fn digest(threads: usize) -> Result<Drawn, String> {
    let study = study(WHOLE_RUN, None)?;
    let outcome = experiment::run(&study, threads, &|_| ()).map_err(|e| e.to_string())?;
    Ok(Drawn {
        name: "digest of one whole run".into(),
        pinned: DIGEST.into(),
        found: outcome.results.variants[0].digest.to_string(),
    })
}

/// The last variant of a scenario: the one with callbacks where there are any.
fn study(text: &str, seed: Option<u64>) -> Result<Study, String> {
    let variants = if text.contains("direct_callback") { vec!["callback".into()] } else { vec![] };
    let options = Options { seed, variants, ..Options::default() };
    Draft::read("selfcheck", text, "", &options)
        .and_then(|draft| draft.build(&Files::new()))
        .map_err(|problems| problems.to_string())
}

fn compare(case: &Case, study: &Study, results: &Results) -> Result<Vec<Compared>, String> {
    let variant = &results.variants[0];
    let exact = match case.exact {
        Exact::Pinned(values) => values.to_vec(),
        Exact::Theory => theory(&study.variants[0].center)?,
    };
    let t = student_quantile(study.run.replications - 1, 0.5 * (1.0 + study.run.confidence));
    let compare = |(id, exact): (&'static str, f64)| {
        let metric = Metric::find(id).ok_or_else(|| format!("there is no metric {id}"))?;
        let exact = if metric.unit == Unit::Seconds { 60.0 * exact } else { exact };
        let found = variant.metrics.estimate(id);
        let (mean, half_width) =
            (found.mean.unwrap_or(f64::NAN), found.half_width.unwrap_or(f64::NAN));
        let z = (mean - exact) / (half_width / t);
        Ok(Compared { metric: id, unit: metric.unit, exact, mean, half_width, z })
    };
    exact.into_iter().map(compare).collect()
}

/// What theory says of a center with one queue and one call type, times in minutes.
fn theory(center: &Center) -> Result<Vec<(&'static str, f64)>, String> {
    const MINUTE: f64 = 60.0 * TICKS_PER_SECOND as f64;
    let (calls, queue) = (&center.call_types[0], &center.queues[0]);
    let law = |law: &crate::random::Law| distribution(&law.scaled(1.0 / MINUTE));
    let end = center.horizon.end;
    let service = calls.talk_time.mean(end) / MINUTE;
    let patience = match &calls.patience {
        Patience::Never => Some(Distribution::Never),
        Patience::Law(clock) => law(clock.at(SimTime::ZERO)),
    };
    let rate = calls.expected_calls(end) / (end.0 as f64 / MINUTE);
    let demand = Demand {
        load: rate * service,
        service,
        patience: patience.ok_or("patience has no distribution")?,
        balk: calls.balk,
    };
    let agents = center.groups[0].most_agents();
    let within = queue.service_level.within.ticks() / MINUTE;
    if center.offers_callbacks() {
        let offer = CallbackOffer {
            time: OfferTime::Postponed,
            after: queue.callback.first_offer.ticks() / MINUTE,
            accept: calls.response.accept[0],
            answer: calls.response.answer[0],
        };
        let state = CallbackState::new(&demand, agents, offer).map_err(|e| e.to_string())?;
        Ok(callback_metrics(&state, within))
    } else {
        let state = SteadyState::new(&demand, agents, queue.lines).map_err(|e| e.to_string())?;
        Ok(metrics(&state, within))
    }
}

/// The metrics that a queue without callbacks has, by their ids.
fn metrics(state: &SteadyState, within: f64) -> Vec<(&'static str, f64)> {
    let let_in = 1.0 - state.blocked;
    let level = state.answered_within(within);
    let all = [
        ("blocked_rate", state.blocked),
        ("probability_of_wait", state.probability_of_wait),
        ("abandonment_rate", state.abandoned * let_in),
        ("wait_mean", state.mean_wait),
        ("asa", state.mean_wait_answered),
        ("time_to_abandon", state.mean_wait_abandoned),
        ("queue_length_mean", state.queue_length),
        ("occupancy", state.occupancy),
        ("service_level", level),
    ];
    // Where nobody waits, or all are answered in time, there is nothing to compare.
    all.into_iter().filter(|(_, value)| *value > 0.0 && *value < 1.0 || *value > 1.0).collect()
}

/// The metrics that a queue with callbacks has.
fn callback_metrics(state: &CallbackState, within: f64) -> Vec<(&'static str, f64)> {
    vec![
        ("probability_of_wait", state.probability_of_wait),
        ("handled_rate", state.handled),
        ("abandonment_rate", state.abandoned),
        ("wait_mean", state.mean_hold),
        ("callback_wait_mean", state.mean_callback_wait),
        ("live_queue_mean", state.live_queue),
        ("callback_queue_mean", state.callback_queue),
        ("occupancy", state.occupancy),
        ("service_level", state.answered_live_within(within) / (1.0 - state.accepted)),
    ]
}
