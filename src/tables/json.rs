//! `results.json`: the results as one JSON document, schema `ringback.run/1`.

use serde_json::{Map, Value, json as value};

use crate::experiment::{
    Comparison, Estimate, IntervalResults, Manifest, Method, Metrics, NamedResults, QueueResults,
    Results, VariantResults,
};
use crate::scenario::HalfWidth;

use super::document::Part;
use super::saved;

/// With more reporting intervals than this, a document holds the main metrics of the whole center's
/// intervals; the rest of them stands in the tables, which are made for so many rows.
pub(super) const MOST_INTERVALS: usize = 3_000;

/// The whole document with a line break at its end. No clock time, host or thread count is in
/// it, and numbers are the shortest that read back the same, so equal results are equal bytes.
///
/// In periods of more than 3,000 intervals those of the whole center have their main metrics, those
/// of its parts are empty lists, and `intervals_in` says where the rest is.
#[must_use]
pub fn json(results: &Results) -> String {
    let few = value!({
        "schema": "ringback.run/1",
        "manifest": manifest(&results.manifest),
        "comparisons": results.comparisons.iter().map(comparison).collect::<Vec<_>>(),
        "report": saved::needed(results),
    });
    let variants = Part::List(results.variants.iter().map(variant).collect());
    let mut document = Part::table(few, [("variants", variants)]);
    if let (Part::Table(parts), Some(recorded)) = (&mut document, &results.recorded) {
        let metrics = value!({ "metrics": metrics(&recorded.metrics) });
        let found = Part::table(metrics, [("intervals", of_center(&recorded.intervals))]);
        parts.insert("recorded".into(), found);
    }
    steady(document.text()) + "\n"
}

/// Controls that JSON lets stand in strings, escaped: a document is also printed on terminals.
fn steady(text: String) -> String {
    let wild = |c: char| c.is_control() && c != '\n';
    if !text.contains(wild) {
        return text;
    }
    let mut steady = String::with_capacity(text.len());
    for c in text.chars() {
        if wild(c) {
            steady += &format!("\\u{:04x}", c as u32);
        } else {
            steady.push(c);
        }
    }
    steady
}

/// Whether results have all metrics of their intervals: those of a long period that were read back
/// have not.
#[must_use]
pub fn has_intervals(results: &Results) -> bool {
    let windows = results.manifest.timeline.intervals.len();
    let all = results.variants.iter().flat_map(|variant| &variant.queues);
    all.map(|queue| queue.intervals.len()).all(|length| length == windows)
}

/// Intervals of a part of the center, unless there are too many.
fn intervals(list: &[IntervalResults]) -> Part<'_> {
    Part::Windows(if list.len() > MOST_INTERVALS { &[] } else { list })
}

/// Intervals of the whole center; where there are many, with their main metrics.
fn of_center(list: &[IntervalResults]) -> Part<'_> {
    if list.len() > MOST_INTERVALS { Part::Brief(list) } else { Part::Windows(list) }
}

/// What was run, as it stands in every document.
#[must_use]
pub fn manifest(manifest: &Manifest) -> Value {
    let pairs = |pairs: Vec<(&String, &String)>| {
        let pairs = pairs.into_iter().map(|(key, text)| (key.clone(), Value::from(text.as_str())));
        Value::Object(pairs.collect())
    };
    let mut document = value!({
        "ringback": manifest.version,
        "scenario": manifest.scenario,
        "description": manifest.description,
        "scenario_sha256": manifest.scenario_sha256,
        "data_sha256": pairs(manifest.data.iter().map(|f| (&f.path, &f.sha256)).collect()),
        "seed": manifest.seed,
        "replications": manifest.replications,
        "confidence": manifest.confidence,
        "start": manifest.timeline.start,
        "end": manifest.timeline.end,
        "time_zone": manifest.timeline.time_zone,
        "interval_s": whole(manifest.interval_seconds),
        "assumed": pairs(manifest.assumed.iter().map(|a| (&a.path, &a.value)).collect()),
        "overrides": pairs(manifest.overrides.iter().map(|o| (&o.path, &o.value)).collect()),
    });
    method(&manifest.method, &mut document);
    document
}

/// How results are estimated, where it is not by a given number of independent replications.
fn method(method: &Method, document: &mut Value) {
    if let Some(run) = method.batches {
        document["batches"] = run.count.into();
        document["batch_s"] = whole(run.seconds);
        document["batches_after_s"] = whole(run.after_seconds);
    }
    if method.antithetic {
        document["antithetic"] = true.into();
    }
    if method.control_variate {
        document["control_variate"] = true.into();
    }
    if let Some(stopped) = method.precision {
        let wanted = match stopped.precision.half_width {
            HalfWidth::Absolute(value) => Value::from(value),
            HalfWidth::Relative(share) => format!("{}%", 100.0 * share).into(),
        };
        document["precision"] = value!({
            "metric": stopped.precision.metric,
            "half_width": wanted,
            "max_replications": stopped.precision.max_replications,
            "reached": stopped.reached,
        });
    }
}

/// A setting without a fraction as a whole number, as it stands in the scenario.
fn whole(seconds: f64) -> Value {
    if seconds.fract() == 0.0 { Value::from(seconds as u64) } else { Value::from(seconds) }
}

fn variant(variant: &VariantResults) -> Part<'_> {
    let queues = variant.queues.iter().map(|queue| (queue.name.clone(), queue_part(queue)));
    let mut few = value!({
        "name": variant.name,
        "digest": variant.digest.to_string(),
        "metrics": metrics(&variant.metrics),
        "balanced_replications": variant.balanced,
        "warnings": variant.warnings,
    });
    if variant.intervals.len() > MOST_INTERVALS {
        few["intervals_in"] = "intervals.parquet".into();
    }
    Part::table(
        few,
        [
            ("queues", Part::Table(queues.collect())),
            ("agent_groups", named(&variant.agent_groups)),
            ("call_types", named(&variant.call_types)),
            ("intervals", of_center(&variant.intervals)),
            ("days", Part::Windows(&variant.days)),
        ],
    )
}

fn queue_part(queue: &QueueResults) -> Part<'_> {
    let levels = queue.service_levels.iter().map(|(id, level)| ((*id).to_owned(), value!(level)));
    let few = value!({
        "metrics": metrics(&queue.metrics),
        "service_level_definition": queue.service_level_definition,
        "within_s": whole(queue.within_seconds),
        "target": queue.target,
        "service_levels": Value::Object(levels.collect()),
    });
    let (intervals, days) = (intervals(&queue.intervals), Part::Windows(&queue.days));
    Part::table(few, [("intervals", intervals), ("days", days)])
}

fn named(list: &[NamedResults]) -> Part<'_> {
    Part::Table(list.iter().map(|item| (item.name.clone(), named_part(item))).collect())
}

fn named_part(item: &NamedResults) -> Part<'_> {
    let few = value!({ "metrics": metrics(&item.metrics) });
    let (intervals, days) = (intervals(&item.intervals), Part::Windows(&item.days));
    Part::table(few, [("intervals", intervals), ("days", days)])
}

/// Estimates by metric id.
#[must_use]
pub fn metrics(metrics: &Metrics) -> Value {
    let one = |(metric, estimate): &(&'static crate::measure::Metric, Estimate)| {
        let inner = value!({
            "mean": estimate.mean,
            "half_width": estimate.half_width,
            "p10": estimate.p10,
            "p90": estimate.p90,
            "min": estimate.min,
            "max": estimate.max,
        });
        (metric.id.to_owned(), inner)
    };
    Value::Object(metrics.0.iter().map(one).collect())
}

/// A comparison of two variants.
#[must_use]
pub fn comparison(comparison: &Comparison) -> Value {
    let metrics: Map<String, Value> = comparison
        .metrics
        .iter()
        .map(|(id, difference)| {
            let inner = value!({
                "difference": difference.difference,
                "half_width": difference.half_width,
                "verdict": difference.verdict.id(),
            });
            ((*id).to_owned(), inner)
        })
        .collect();
    value!({
        "from": comparison.from,
        "to": comparison.to,
        "metrics": metrics,
        "not_by_holm": comparison.not_by_holm,
    })
}
