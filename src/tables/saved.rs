//! The part `report` of `results.json`: what a page shows beyond the contract's numbers, so that
//! saved results give the same report again.

use serde_json::{Value, json as value};

use crate::experiment::{
    BatchRun, Method, OffersAfter, QueueMarks, QuotedWaits, Results, Stopped, VariantResults,
    WaitCurves,
};
use crate::measure::Metric;
use crate::scenario::{HalfWidth, Precision};

use super::node::Node;

/// Everything that a report needs and no other part of the document says.
pub(super) fn needed(results: &Results) -> Value {
    let manifest = &results.manifest;
    let files = manifest
        .data
        .iter()
        .map(|file| (file.path.clone(), value!({ "rows": file.rows, "notes": file.notes })));
    let assumed = manifest.assumed.iter().map(|a| (a.path.clone(), Value::from(a.words.as_str())));
    let mut document = value!({
        "command": manifest.command,
        "data": Value::Object(files.collect()),
        "assumed": Value::Object(assumed.collect()),
        "variants": results.variants.iter().map(variant).collect::<Vec<_>>(),
    });
    if let Some(recorded) = &results.recorded {
        document["recorded_waits"] = curves(&recorded.curves);
    }
    document
}

fn variant(variant: &VariantResults) -> Value {
    let quotes = variant.queues.iter().map(|queue| {
        let column = |read: fn(&QuotedWaits) -> Value| -> Value {
            queue.quotes.iter().map(read).collect::<Vec<_>>().into()
        };
        let columns = value!({
            "calls": column(|class| class.calls.into()),
            "quoted_s": column(|class| class.quoted.into()),
            "waited_s": column(|class| class.waited.into()),
            "p10_s": column(|class| class.p10.into()),
            "p90_s": column(|class| class.p90.into()),
        });
        (queue.name.clone(), columns)
    });
    let offers = variant.queues.iter().map(|queue| {
        let column = |read: fn(&OffersAfter) -> Value| -> Value {
            queue.offers.iter().map(read).collect::<Vec<_>>().into()
        };
        let columns = value!({
            "waited_s": column(|class| class.waited.into()),
            "heard": column(|class| class.heard.into()),
            "accepted": column(|class| class.accepted.into()),
        });
        (queue.name.clone(), columns)
    });
    let marks = variant.queues.iter().map(|queue| {
        let (rules, counts): (Vec<_>, Vec<_>) = queue.marks.thresholds.iter().cloned().unzip();
        let columns = value!({
            "rules": rules, "waiting_calls": counts, "closes_s": queue.marks.closings,
        });
        (queue.name.clone(), columns)
    });
    value!({
        "marks": Value::Object(marks.collect()),
        "offers_callbacks": variant.offers_callbacks,
        "daily_service_levels": variant.daily_service_levels,
        "waits": curves(&variant.curves),
        "quotes": Value::Object(quotes.collect()),
        "offers": Value::Object(offers.collect()),
    })
}

/// The share of callers who waited longer than each number of seconds.
fn curves(curves: &WaitCurves) -> Value {
    let columns = |points: &[(f64, f64)]| {
        value!({
            "longer_than_s": points.iter().map(|point| point.0).collect::<Vec<_>>(),
            "share": points.iter().map(|point| point.1).collect::<Vec<_>>(),
        })
    };
    value!({
        "answered": columns(&curves.answered),
        "abandoned": columns(&curves.abandoned),
        "callback": columns(&curves.callback),
    })
}

/// The curves back.
pub(super) fn read_curves(node: &Node<'_>) -> Result<WaitCurves, String> {
    let read = |key: &str| -> Result<Vec<(f64, f64)>, String> {
        let curve = node.get(key)?;
        let (waits, shares) =
            (curve.get("longer_than_s")?.numbers()?, curve.get("share")?.numbers()?);
        if waits.len() != shares.len() {
            return curve.wrong("both lists must be equally long");
        }
        Ok(waits.into_iter().zip(shares).collect())
    };
    Ok(WaitCurves {
        answered: read("answered")?,
        abandoned: read("abandoned")?,
        callback: read("callback")?,
    })
}

/// The quoted waits of a queue back.
pub(super) fn read_quotes(node: &Node<'_>) -> Result<Vec<QuotedWaits>, String> {
    let columns: Result<Vec<Vec<f64>>, String> = ["quoted_s", "waited_s", "p10_s", "p90_s"]
        .into_iter()
        .map(|key| node.get(key)?.numbers())
        .collect();
    let columns = columns?;
    let calls: Result<Vec<u64>, String> =
        node.get("calls")?.items()?.iter().map(Node::whole).collect();
    let calls = calls?;
    if columns.iter().any(|column| column.len() != calls.len()) {
        return node.wrong("all lists must be equally long");
    }
    let class = |(at, calls): (usize, u64)| QuotedWaits {
        calls,
        quoted: columns[0][at],
        waited: columns[1][at],
        p10: columns[2][at],
        p90: columns[3][at],
    };
    Ok(calls.into_iter().enumerate().map(class).collect())
}

/// The callback offers of a queue back.
pub(super) fn read_offers(node: &Node<'_>) -> Result<Vec<OffersAfter>, String> {
    let counts = |key: &str| -> Result<Vec<u64>, String> {
        node.get(key)?.items()?.iter().map(Node::whole).collect()
    };
    let waits = node.get("waited_s")?.numbers()?;
    let (heard, accepted) = (counts("heard")?, counts("accepted")?);
    if waits.len() != heard.len() || heard.len() != accepted.len() {
        return node.wrong("all lists must be equally long");
    }
    let class = |((waited, heard), accepted)| OffersAfter { waited, heard, accepted };
    Ok(waits.into_iter().zip(heard).zip(accepted).map(class).collect())
}

/// The thresholds and closing times of a queue back.
pub(super) fn read_marks(node: &Node<'_>) -> Result<QueueMarks, String> {
    let rules = node.get("rules")?.items()?;
    let counts = node.get("waiting_calls")?.items()?;
    if rules.len() != counts.len() {
        return node.wrong("both lists must be equally long");
    }
    let pairs = rules.iter().zip(&counts).map(|(rule, count)| Ok((rule.text()?, count.count()?)));
    let thresholds: Result<Vec<(String, u32)>, String> = pairs.collect();
    Ok(QueueMarks { thresholds: thresholds?, closings: node.get("closes_s")?.numbers()? })
}

/// How the results were estimated, back from the manifest.
pub(super) fn read_method(manifest: &Node<'_>) -> Result<Method, String> {
    let flag = |key: &str| manifest.find(key).map_or(Ok(false), |node| node.flag());
    let batches = manifest.find("batches").map(|count| {
        Ok::<_, String>(BatchRun {
            count: count.count()?,
            seconds: manifest.get("batch_s")?.number()?,
            after_seconds: manifest.get("batches_after_s")?.number()?,
        })
    });
    Ok(Method {
        batches: batches.transpose()?,
        antithetic: flag("antithetic")?,
        control_variate: flag("control_variate")?,
        precision: manifest.find("precision").map(|node| read_precision(&node)).transpose()?,
    })
}

fn read_precision(node: &Node<'_>) -> Result<Stopped, String> {
    let (id, width) = (node.get("metric")?, node.get("half_width")?);
    let Some(metric) = Metric::find(&id.text()?) else {
        return id.wrong("this version knows no such metric");
    };
    let half_width = match width.value.as_str() {
        None => HalfWidth::Absolute(width.number()?),
        Some(text) => match text.strip_suffix('%').and_then(|percent| percent.parse().ok()) {
            Some(percent) => HalfWidth::Relative(share(percent)),
            None => return width.wrong("expected a number or a percentage"),
        },
    };
    let precision = Precision {
        metric: metric.id,
        half_width,
        max_replications: node.get("max_replications")?.count()?,
    };
    Ok(Stopped { precision, reached: node.get("reached")?.flag()? })
}

/// The share that is written as this percentage: to the last bit, where there is one.
fn share(percent: f64) -> f64 {
    let near = percent / 100.0;
    let written = |share: &f64| 100.0 * share == percent;
    [near, near.next_up(), near.next_down()].into_iter().find(written).unwrap_or(near)
}
