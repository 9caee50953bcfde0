//! `results.json`: the results as one JSON document, schema `ringback.run/1`.

use serde_json::{Map, Value, json as value};

use crate::experiment::{
    Comparison, Estimate, IntervalResults, Manifest, Method, Metrics, NamedResults, QueueResults,
    Results, VariantResults,
};
use crate::scenario::HalfWidth;

/// The whole document with a line break at its end. No clock time, host or thread count is in
/// it, and numbers are the shortest that read back the same, so equal results are equal bytes.
#[must_use]
pub fn json(results: &Results) -> String {
    let mut document = value!({
        "schema": "ringback.run/1",
        "manifest": manifest(&results.manifest),
        "variants": results.variants.iter().map(variant).collect::<Vec<_>>(),
        "comparisons": results.comparisons.iter().map(comparison).collect::<Vec<_>>(),
    });
    if let Some(recorded) = &results.recorded {
        document["recorded"] = value!({
            "metrics": metrics(&recorded.metrics),
            "intervals": intervals(&recorded.intervals),
        });
    }
    let mut text = format!("{document:#}");
    text.push('\n');
    text
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

fn variant(variant: &VariantResults) -> Value {
    let queues = variant.queues.iter().map(|queue| (queue.name.clone(), queue_value(queue)));
    value!({
        "name": variant.name,
        "digest": variant.digest.to_string(),
        "metrics": metrics(&variant.metrics),
        "queues": Value::Object(queues.collect()),
        "agent_groups": named(&variant.agent_groups),
        "call_types": named(&variant.call_types),
        "intervals": intervals(&variant.intervals),
        "days": intervals(&variant.days),
        "balanced_replications": variant.balanced,
        "warnings": variant.warnings,
    })
}

fn queue_value(queue: &QueueResults) -> Value {
    let levels = queue.service_levels.iter().map(|(id, level)| ((*id).to_owned(), value!(level)));
    value!({
        "metrics": metrics(&queue.metrics),
        "service_level_definition": queue.service_level_definition,
        "within_s": whole(queue.within_seconds),
        "target": queue.target,
        "service_levels": Value::Object(levels.collect()),
        "intervals": intervals(&queue.intervals),
        "days": intervals(&queue.days),
    })
}

fn named(list: &[NamedResults]) -> Value {
    let one = |item: &NamedResults| {
        let inner = value!({
            "metrics": metrics(&item.metrics),
            "intervals": intervals(&item.intervals),
        });
        (item.name.clone(), inner)
    };
    Value::Object(list.iter().map(one).collect())
}

fn intervals(list: &[IntervalResults]) -> Value {
    let one =
        |item: &IntervalResults| value!({ "start": item.start, "metrics": metrics(&item.metrics) });
    Value::Array(list.iter().map(one).collect())
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
