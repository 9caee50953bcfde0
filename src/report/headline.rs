//! The headline: who reaches an agent, what becomes of callbacks, the service level, the worst hour.

use crate::experiment::{Results, VariantResults};
use crate::measure::Unit;

use super::numbers::{self, percent, thousands};
use super::words;

/// What happened, in a few sentences.
pub(super) fn headline(results: &Results) -> String {
    let Some(last) = results.variants.last() else { return String::new() };
    [reached(results, last), callbacks(last), service_level(results, last)].concat()
}

/// How many more or fewer customers reach an agent; of a single variant, their share.
fn reached(results: &Results, last: &VariantResults) -> String {
    let per = words::unit(&results.manifest, 1);
    let confidence = numbers::short(100.0 * results.manifest.confidence);
    let found = results.comparisons.last().and_then(|c| c.metrics.get("customers_handled"));
    let Some((difference, found)) = found.and_then(|found| Some((found.difference?, found))) else {
        let share = last.metrics.mean("handled_rate").map_or_else(|| "-".into(), percent);
        let calls = last.metrics.mean("offered").map_or_else(|| "-".into(), thousands);
        return format!("{share} of {calls} callers a {per} reach an agent");
    };
    let name = words::plain(&last.name);
    let size = libm::fabs(difference);
    let count = |n: f64| numbers::value(Unit::Count, n);
    match found.half_width {
        Some(half) if size > half => {
            let word = if difference < 0.0 { "fewer" } else { "more" };
            format!(
                "With {name} {} {word} customers a {per} reach an agent ({confidence} %: {} to {})",
                count(size),
                count(size - half),
                count(size + half)
            )
        }
        Some(half) => format!(
            "With {name} no difference is shown in how many customers reach an agent \
             ({confidence} %: {:+.1} to {:+.1} a {per})",
            difference - half,
            difference + half
        ),
        None => format!(
            "With {name} {} {} customers reach an agent (one {per}: no interval)",
            count(size),
            if difference < 0.0 { "fewer" } else { "more" }
        ),
    }
}

/// What happens to those who accept a callback.
fn callbacks(last: &VariantResults) -> String {
    let mean = |id: &str| last.metrics.mean(id).unwrap_or(0.0);
    if !last.offers_callbacks {
        return ". ".into();
    }
    let accepted = mean("callbacks_accepted");
    let never =
        mean("callbacks_unanswered") + mean("callbacks_expired") + mean("callbacks_abandoned");
    let count = |n: f64| thousands(n);
    match (accepted, never) {
        (accepted, _) if accepted <= 0.0 => ": nobody accepts a callback. ".into(),
        (_, never) if never <= 0.0 => {
            format!(": {} accept it, all are reached. ", count(accepted))
        }
        _ => format!(": {} accept it, {} are never reached. ", count(accepted), count(never)),
    }
}

/// The service level, on how many days it met the target, and the worst interval.
fn service_level(results: &Results, last: &VariantResults) -> String {
    let Some(level) = last.metrics.mean("service_level") else { return String::new() };
    let mut text = format!("Service level {}", percent(level));
    let before = results.comparisons.last().and_then(|comparison| {
        results.variants.iter().find(|variant| variant.name == comparison.from)
    });
    if let Some(before) = before.and_then(|variant| variant.metrics.mean("service_level")) {
        text += &format!(" (was {})", percent(before));
    }
    let target = last.queues.first().map(|queue| queue.target);
    if let Some(target) = target.filter(|t| last.queues.iter().all(|queue| queue.target == *t)) {
        let days = &last.daily_service_levels;
        let met = days.iter().filter(|level| **level >= target).count();
        text += &format!(
            ", target {} % met on {} of {} days",
            numbers::short(100.0 * target),
            thousands(met as f64),
            thousands(days.len() as f64)
        );
    }
    let worst = last
        .intervals
        .iter()
        .filter_map(|interval| Some((interval.metrics.mean("service_level")?, &interval.start)))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((level, start)) = worst.filter(|_| last.intervals.len() > 1) {
        let when = words::interval(results, start);
        text += &format!("; worst {when}, {} %", thousands(100.0 * level));
    }
    text + "."
}
