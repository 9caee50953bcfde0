//! Verdicts and expectations in words: what every view of a check shows alike.

use crate::check::{Expected, FirstCall, Holds, Judged, Row, Subject};
use crate::measure::{Metric, Unit};
use crate::report::numbers::{difference, length, short, value};
use crate::report::words::plain;
use crate::scenario::{Bound, Statistic, Whom};
use crate::stats::Verdict;
use crate::trace::Side;

/// A verdict as cells of a table.
pub(super) struct Line {
    pub(super) verdict: &'static str,
    pub(super) variant: String,
    pub(super) what: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) change: String,
    /// The tolerance, how many more replications would decide, or what else there is to say.
    pub(super) remark: String,
}

/// A verdict against a baseline.
pub(super) fn line(row: &Row) -> Line {
    let found = &row.judgement;
    let (what, unit) = match &row.subject {
        Subject::Metric(metric) => (label(metric), metric.unit),
        Subject::Variant => ("the variant".to_owned(), Unit::Count),
        Subject::Queue(name) => (format!("queue {}", plain(name)), Unit::Count),
        Subject::Balance => ("every call accounted for".into(), Unit::Count),
    };
    let shown = |number: Option<f64>| number.map_or_else(|| "-".into(), |n| value(unit, n));
    let numbers = matches!(row.subject, Subject::Metric(_));
    let change = found.difference.map_or_else(String::new, |number| {
        // What all replications show alike differs by rounding only.
        let alike = |half: f64| half < 1e-9 * libm::fabs(number);
        let half = found.half_width.map(|half| if alike(half) { 0.0 } else { half });
        difference(unit, number, half)
    });
    let mut remark = row.note.clone();
    if remark.is_empty() && numbers {
        remark = format!("tolerance {}", amount(unit, found.tolerance));
        if let Some(more) = found.more_replications {
            remark = format!("needs ~{more} more pairs");
        }
    }
    Line {
        verdict: found.verdict.id(),
        variant: plain(&row.variant),
        what,
        before: if numbers { shown(found.before) } else { String::new() },
        after: if numbers { shown(found.after) } else { String::new() },
        change,
        remark,
    }
}

/// A metric's name in tables; those of quantiles and callbacks say enough alone.
pub(super) fn label(metric: &Metric) -> String {
    metric.label.to_owned()
}

/// A size in the unit of a metric: `0.5 points`, `1.2s`.
fn amount(unit: Unit, number: f64) -> String {
    match unit {
        Unit::Share if short(100.0 * number) == "1" => "1 point".into(),
        Unit::Share => format!("{} points", short(100.0 * number)),
        Unit::Seconds => length(number),
        _ => short(number),
    }
}

/// An expectation as a line: what is expected, and what was found.
pub(super) fn expectation(one: &Expected) -> Line {
    let expectation = &one.expectation;
    let unit = expectation.metric.unit;
    let is_difference = matches!(expectation.bound, Bound::BetterThan { .. });
    let found = match (one.found, is_difference) {
        (None, _) => "-".into(),
        (Some(number), true) => difference(unit, number, one.half_width),
        (Some(number), false) => precise(unit, number),
    };
    Line {
        verdict: one.holds.id(),
        variant: plain(&one.variant),
        what: asked(one),
        before: bound(&expectation.bound, unit),
        after: found,
        change: one
            .half_width
            .filter(|half| !is_difference && *half > 0.0)
            .map_or_else(String::new, |half| format!("± {}", amount(unit, half))),
        remark: one.why.clone(),
    }
}

/// A number with one digit more than tables have: what nearly meets its bound must show it.
fn precise(unit: Unit, number: f64) -> String {
    match unit {
        Unit::Share => format!("{:.2} %", 100.0 * number),
        Unit::Average => short(number),
        _ => value(unit, number),
    }
}

/// Which number is asked for: `lost, p90 of days, queue support, 09:00 to 12:00`.
pub(super) fn asked(one: &Expected) -> String {
    let expectation = &one.expectation;
    let mut words = vec![label(expectation.metric)];
    if expectation.statistic != Statistic::Mean {
        words.push(format!("{} of replications", expectation.statistic.id()));
    }
    match &expectation.whom {
        Whom::Center => {}
        Whom::Queue(name) => words.push(format!("queue {}", plain(name))),
        Whom::CallType(name) => words.push(format!("call type {}", plain(name))),
        Whom::Group(name) => words.push(format!("agent group {}", plain(name))),
    }
    if !expectation.time.is_empty() {
        words.push(expectation.time.clone());
    }
    words.join(", ")
}

/// `at most 8 %`.
pub(super) fn bound(bound: &Bound, unit: Unit) -> String {
    let shown = |number: f64| match unit {
        Unit::Share => format!("{} %", short(100.0 * number)),
        Unit::Seconds => length(number),
        _ => short(number),
    };
    match bound {
        Bound::AtMost(most) => format!("at most {}", shown(*most)),
        Bound::AtLeast(least) => format!("at least {}", shown(*least)),
        Bound::Equals { value, tolerance } => {
            format!("{} ± {}", shown(*value), amount(unit, *tolerance))
        }
        Bound::BetterThan { variant, by } if *by == 0.0 => {
            format!("better than {}", plain(variant))
        }
        Bound::BetterThan { variant, by } => {
            format!("better than {} by {}", plain(variant), amount(unit, *by))
        }
    }
}

/// How bad a file is, in one word.
pub(super) fn outcome(code: u8) -> &'static str {
    match code {
        0 => "passed",
        1 => "FAILED",
        2 => "WRONG INPUT",
        _ => "CANNOT JUDGE",
    }
}

/// `1 worse, 2 better, 23 same; 1 expectation unmet, 3 met`.
pub(super) fn counts(judged: &Judged) -> String {
    let mut parts = Vec::new();
    if let Some(verdicts) = &judged.verdicts {
        if verdicts.is_identical() {
            return with_expectations("every call went as in the baseline".into(), judged);
        }
        for verdict in [
            Verdict::Worse,
            Verdict::Inconclusive,
            Verdict::Changed,
            Verdict::Better,
            Verdict::Same,
        ] {
            let count = verdicts.count(verdict);
            if count > 0 {
                parts.push(format!("{count} {}", verdict.id()));
            }
        }
    }
    with_expectations(parts.join(", "), judged)
}

fn with_expectations(verdicts: String, judged: &Judged) -> String {
    let count = |wanted: Holds| judged.expected.iter().filter(|one| one.holds == wanted).count();
    let counted = [Holds::Unmet, Holds::Undecided, Holds::Met]
        .map(|holds| (count(holds), holds.id()))
        .into_iter()
        .filter(|(count, _)| *count > 0);
    let counted: Vec<String> = counted.map(|(count, word)| format!("{count} {word}")).collect();
    let expectations = if counted.is_empty() {
        String::new()
    } else {
        format!("expectations: {}", counted.join(", "))
    };
    match (verdicts.is_empty(), expectations.is_empty()) {
        (true, true) => "neither expectations nor a baseline".into(),
        (false, false) => format!("{verdicts}; {expectations}"),
        _ => verdicts + &expectations,
    }
}

/// How the comparison was made: `200 pairs of replications, the same callers in both`.
pub(super) fn basis(judged: &Judged) -> String {
    match &judged.verdicts {
        None => format!("{} replications, no baseline", judged.replications),
        Some(verdicts) if verdicts.paired => {
            format!("{} pairs of replications, the same callers in both", verdicts.replications)
        }
        Some(verdicts) => format!("{} replications, unpaired", verdicts.replications),
    }
}

/// `call support/417 at 08:41:13.25, replication 3, variant callback`.
pub(super) fn first_call(first: &FirstCall) -> String {
    let parting = first.difference.first();
    format!(
        "{} at {}, replication {}, variant {}",
        plain(&parting.who()),
        parting.at.1,
        first.replication,
        plain(&first.variant)
    )
}

/// What both sides did and saw, as lines of a name and a text.
pub(super) fn sides(first: &FirstCall) -> Vec<(&'static str, String)> {
    let parting = first.difference.first();
    let told = |side: &Side| {
        if side.words.is_empty() { "nothing happens then".to_owned() } else { plain(&side.words) }
    };
    let (left, right) = (&parting.left, &parting.right);
    let mut lines = vec![("before", told(left)), ("now", told(right))];
    if left.seen == right.seen {
        lines.push(("router saw", plain(&left.seen)));
    } else {
        lines.push(("saw before", plain(&left.seen)));
        lines.push(("saw now", plain(&right.seen)));
    }
    let (was, is) = (&left.asked, &right.asked);
    if was == is {
        lines.extend(was.iter().map(|words| ("asked", plain(words))));
    } else {
        lines.extend(was.iter().map(|words| ("asked before", plain(words))));
        lines.extend(is.iter().map(|words| ("asked now", plain(words))));
    }
    lines
}

/// The first difference of all, where it is an agent's: `agent team/12 at 08:00:00: shift started;
/// now nothing happens then`.
pub(super) fn of_agent(first: &FirstCall) -> Option<String> {
    first.difference.call.as_ref()?;
    let event = &first.difference.event;
    let told = |side: &Side| {
        if side.words.is_empty() { "nothing happens".to_owned() } else { plain(&side.words) }
    };
    let (left, right) = (told(&event.left), told(&event.right));
    // The same of another agent says nothing.
    if left == right {
        return None;
    }
    Some(format!("{} at {}: {right}, before: {left}", plain(&event.who()), event.at.1))
}

/// `Of 4,591 calls 122 ended differently and 418 at another time.`
pub(super) fn knock_on(first: &FirstCall) -> String {
    let found = &first.difference;
    let number = |count: usize| crate::report::thousands(count as f64);
    let alone = match found.in_one_alone {
        0 => String::new(),
        count => format!("; {} are on one side alone", number(count)),
    };
    format!(
        "of {} calls {} ended differently, {} at another time{alone}",
        number(found.calls),
        number(found.ended_differently),
        number(found.ended_at_another_time)
    )
}

/// A setting that changed, with the line where it stands now.
pub(super) fn change(change: &crate::scenario::Change, path: &str) -> String {
    let place = match &change.place {
        Some((file, line)) if file == path => format!("line {line}: "),
        Some((file, line)) => format!("{}:{line}: ", plain(file)),
        None => String::new(),
    };
    format!("{place}{}", plain(&change.words))
}
