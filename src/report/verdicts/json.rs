//! What a check found as JSON, schema `ringback.check/1`.

use serde_json::{Value, json as value};

use crate::check::{Expected, Finding, FirstCall, Judged, Row, Verdicts};
use crate::scenario::{Bound, Change, Whom};
use crate::trace::{Parting, Side};

/// The whole document with a line break at its end.
#[must_use]
pub fn findings_json(all: &[Finding]) -> String {
    let document = value!({
        "schema": "ringback.check/1",
        "ringback": env!("CARGO_PKG_VERSION"),
        "exit_code": Finding::exit_code_of(all),
        "files": all.iter().map(file).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn file(finding: &Finding) -> Value {
    let code = finding.exit_code();
    match &finding.judged {
        Err(why) => value!({ "file": finding.path, "exit_code": code, "problem": why }),
        Ok(judged) => {
            let mut found = of_file(judged);
            found["file"] = finding.path.as_str().into();
            found["exit_code"] = code.into();
            found
        }
    }
}

fn of_file(judged: &Judged) -> Value {
    value!({
        "scenario": judged.scenario,
        "replications": judged.replications,
        "expectations": judged.expected.iter().map(expected).collect::<Vec<_>>(),
        "baseline": judged.verdicts.as_ref().map(|verdicts| basis(verdicts, &judged.reason)),
        "metrics": judged
            .verdicts
            .iter()
            .flat_map(|verdicts| &verdicts.rows)
            .map(row)
            .collect::<Vec<_>>(),
        "settings": settings(&judged.changes),
        "first_call": judged.first_call.as_ref().map(first_call),
        "notes": judged.notes,
    })
}

fn basis(verdicts: &Verdicts, reason: &str) -> Value {
    value!({
        "reason": reason,
        "paired": verdicts.paired,
        "replications": verdicts.replications,
        "confidence": verdicts.confidence,
        "identical": verdicts.is_identical(),
    })
}

pub(super) fn row(row: &Row) -> Value {
    let found = &row.judgement;
    value!({
        "variant": row.variant,
        "metric": row.subject.id(),
        "verdict": found.verdict.id(),
        "before": found.before,
        "after": found.after,
        "difference": found.difference,
        "half_width": found.half_width,
        "tolerance": found.tolerance,
        "more_replications": found.more_replications,
        "note": row.note,
    })
}

fn expected(one: &Expected) -> Value {
    let expectation = &one.expectation;
    let mut found = value!({
        "metric": expectation.metric.id,
        "statistic": expectation.statistic.id(),
        "variant": one.variant,
        "verdict": one.holds.id(),
        "found": one.found,
        "half_width": one.half_width,
        "confident": expectation.confident,
        "file": expectation.place.0,
        "line": expectation.place.1,
        "why": one.why,
    });
    match &expectation.whom {
        Whom::Center => {}
        Whom::Queue(name) => found["queue"] = name.as_str().into(),
        Whom::CallType(name) => found["call_type"] = name.as_str().into(),
        Whom::Group(name) => found["agent_group"] = name.as_str().into(),
    }
    if !expectation.time.is_empty() {
        found["time"] = expectation.time.as_str().into();
    }
    match &expectation.bound {
        Bound::AtMost(most) => found["at_most"] = (*most).into(),
        Bound::AtLeast(least) => found["at_least"] = (*least).into(),
        Bound::Equals { value, tolerance } => {
            found["equals"] = (*value).into();
            found["tolerance"] = (*tolerance).into();
        }
        Bound::BetterThan { variant, by } => {
            found["better_than"] = variant.as_str().into();
            found["by"] = (*by).into();
        }
    }
    found
}

pub(super) fn settings(changes: &[Change]) -> Value {
    let one = |change: &Change| {
        value!({
            "path": change.path,
            "before": change.before,
            "after": change.after,
            "words": change.words,
            "file": change.place.as_ref().map(|place| place.0.as_str()),
            "line": change.place.as_ref().map(|place| place.1),
        })
    };
    changes.iter().map(one).collect()
}

pub(super) fn first_call(first: &FirstCall) -> Value {
    let found = &first.difference;
    let mut document = parting(&found.event);
    document["first_call"] = parting(found.first());
    document["variant"] = first.variant.as_str().into();
    document["replication"] = first.replication.into();
    for (key, count) in [
        ("calls", found.calls),
        ("ended_differently", found.ended_differently),
        ("ended_at_another_time", found.ended_at_another_time),
        ("in_one_alone", found.in_one_alone),
    ] {
        document[key] = count.into();
    }
    document
}

/// The first event that differs, or the first call.
fn parting(parting: &Parting) -> Value {
    value!({
        "who": parting.who(),
        "at": parting.at.1,
        "position": parting.position,
        "left": side(&parting.left),
        "right": side(&parting.right),
    })
}

fn side(side: &Side) -> Value {
    let event: Value = side.event.as_ref().map_or(Value::Null, |event| {
        let mut text = String::new();
        event.write(&mut text);
        serde_json::from_str(&text).unwrap_or_default()
    });
    value!({ "event": event, "words": side.words, "seen": side.seen, "asked": side.asked })
}
