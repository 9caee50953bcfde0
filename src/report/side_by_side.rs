//! Saved runs side by side: the variants of all in one set of results, compared with the first.

use std::collections::{BTreeMap, BTreeSet};

use crate::experiment::{Comparison, Difference, Manifest, Results, VariantResults, Verdict};
use crate::measure::{Better, METRICS};

use super::look::Look;

/// Several runs as one, each variant named after its run, and the look that names the runs. With
/// `compare`, each variant of a later run is compared with the first run's of the same name, or
/// with its only one.
///
/// # Errors
/// When the runs do not have the same number of intervals of the same length; in words.
pub fn side_by_side(
    runs: Vec<(String, Results)>,
    compare: bool,
) -> Result<(Results, Look), String> {
    let mut runs = named_apart(runs).into_iter();
    let Some((first_name, mut all)) = runs.next() else { return Err("no runs are given".into()) };
    let mut look =
        Look { runs: vec![(first_name.clone(), all.manifest.clone())], ..Look::default() };
    let first = all.variants.clone();
    rename(&mut all, &first_name);
    for (name, mut run) in runs {
        same_intervals(&all.manifest, &run.manifest)
            .map_err(|what| format!("{name} cannot stand beside {first_name}: {what}"))?;
        look.runs.push((name.clone(), run.manifest.clone()));
        let across = if compare { against(&first, &first_name, &run, &name) } else { Vec::new() };
        rename(&mut run, &name);
        if compare {
            for variant in &mut run.variants {
                variant.warnings.push(UNPAIRED.to_owned());
            }
        }
        all.variants.append(&mut run.variants);
        all.comparisons.append(&mut run.comparisons);
        all.comparisons.extend(across);
    }
    // What was recorded belongs to one run; the names, the seed and the rest stand under each.
    all.recorded = None;
    all.manifest.scenario = titles(&look.runs);
    all.manifest.description = String::new();
    all.manifest.assumed.clear();
    all.manifest.overrides.clear();
    Ok((all, look))
}

/// What a reader of differences between saved runs must know.
const UNPAIRED: &str = "Compared with another saved run by the two intervals alone, as if the \
    callers were different: put both variants into one scenario for narrower, paired differences.";

/// The scenarios' names, each once.
fn titles(runs: &[(String, Manifest)]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for (_, manifest) in runs {
        if !seen.contains(&manifest.scenario.as_str()) {
            seen.push(&manifest.scenario);
        }
    }
    seen.join(", ")
}

/// Runs of equal names get a number.
fn named_apart(runs: Vec<(String, Results)>) -> Vec<(String, Results)> {
    let mut taken = BTreeSet::new();
    let mut apart = Vec::new();
    for (name, results) in runs {
        let mut free = name.clone();
        let mut number = 2;
        while !taken.insert(free.clone()) {
            free = format!("{name} {number}");
            number += 1;
        }
        apart.push((free, results));
    }
    apart
}

fn rename(results: &mut Results, run: &str) {
    for variant in &mut results.variants {
        variant.name = format!("{run}: {}", variant.name);
    }
    for comparison in &mut results.comparisons {
        comparison.from = format!("{run}: {}", comparison.from);
        comparison.to = format!("{run}: {}", comparison.to);
    }
}

fn same_intervals(first: &Manifest, other: &Manifest) -> Result<(), String> {
    let (a, b) = (&first.timeline, &other.timeline);
    if first.interval_seconds != other.interval_seconds {
        return Err(format!(
            "its intervals last {} s, not {} s",
            other.interval_seconds, first.interval_seconds
        ));
    }
    if (a.intervals.len(), a.days.len()) != (b.intervals.len(), b.days.len()) {
        return Err(format!(
            "it has {} intervals on {} days, not {} on {}",
            b.intervals.len(),
            b.days.len(),
            a.intervals.len(),
            a.days.len()
        ));
    }
    Ok(())
}

/// The comparisons of a run's variants with those of the first run.
fn against(
    first: &[VariantResults],
    first_name: &str,
    run: &Results,
    name: &str,
) -> Vec<Comparison> {
    let partner = |variant: &VariantResults| match first {
        [only] => Some(only),
        several => several.iter().find(|other| other.name == variant.name),
    };
    run.variants
        .iter()
        .filter_map(|to| {
            let from = partner(to)?;
            Some(Comparison {
                from: format!("{first_name}: {}", from.name),
                to: format!("{name}: {}", to.name),
                metrics: differences(from, to),
                // Said of paired differences only.
                not_by_holm: Vec::new(),
            })
        })
        .collect()
}

/// Differences of two runs by their saved intervals: the half widths add as those of independent
/// estimates do. Equal digests are the same calls, and no difference.
fn differences(from: &VariantResults, to: &VariantResults) -> BTreeMap<&'static str, Difference> {
    let same = from.digest == to.digest;
    let one = |metric: &crate::measure::Metric| {
        let (a, b) = (from.metrics.estimate(metric.id), to.metrics.estimate(metric.id));
        let difference = b.mean? - a.mean?;
        let half = a.half_width.zip(b.half_width).map(|(a, b)| libm::hypot(a, b));
        let half_width = if same { Some(0.0) } else { half };
        let shown = half_width.is_some_and(|half| libm::fabs(difference) > half);
        let verdict = match (shown, metric.better, difference > 0.0) {
            (true, Better::Higher, true) | (true, Better::Lower, false) => Verdict::Better,
            (true, Better::Higher, false) | (true, Better::Lower, true) => Verdict::Worse,
            _ => Verdict::None,
        };
        Some(Difference { difference: Some(difference), half_width, verdict })
    };
    METRICS.iter().filter_map(|metric| Some((metric.id, one(metric)?))).collect()
}
