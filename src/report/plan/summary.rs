//! What a plan comes to, in the words and numbers that terminal and page share.

use crate::experiment;
use crate::measure::{Metric, Unit};
use crate::plan::{IntervalPlan, Plan, VariantPlan, Verdict, WindowPlan};
use crate::report::numbers::{self, length, percent, short, thousands};
use crate::report::words;
use crate::scenario::{Per, Target};

/// A line of the comparison.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: String,
    /// One per variant.
    pub(super) cells: Vec<String>,
    /// The last variant less the first, where there are two.
    pub(super) difference: String,
}

/// The time over which targets hold, in words: `quarter-hour`.
pub(super) fn window_word(plan: &Plan, count: usize) -> String {
    let word = match plan.settings.per {
        Per::Interval => {
            let words = words::intervals(&plan.results);
            words.strip_suffix('s').unwrap_or(&words).to_owned()
        }
        Per::Day => "day".to_owned(),
        Per::Week => "week".to_owned(),
    };
    if count == 1 { word } else { format!("{word}s") }
}

/// Each target in words: `service level of queue sales at least 80 % on 9 of 10 days`.
pub(super) fn target(plan: &Plan, target: &Target) -> String {
    let of = target.queue.as_ref().map_or_else(String::new, |queue| {
        let several = plan.results.variants.first().is_some_and(|own| own.queues.len() > 1);
        if several { format!(" of queue {}", words::plain(queue)) } else { String::new() }
    });
    let bound = if target.at_least { "at least" } else { "at most" };
    let label = target.metric.label.to_lowercase();
    let within = within(plan, target).filter(|_| target.metric.id == "service_level");
    let within = within.map_or_else(String::new, |seconds| format!(" within {}", length(seconds)));
    let days = target
        .probability
        .map_or_else(String::new, |share| format!(" on {} % of days", short(100.0 * share)));
    format!("{label}{of}{within} {bound} {}{days}", value(target.metric, target.value))
}

/// The threshold of a target's queue, where all are alike.
fn within(plan: &Plan, target: &Target) -> Option<f64> {
    let queues = &plan.results.variants.first()?.queues;
    let own = |queue: &&crate::experiment::QueueResults| {
        target.queue.as_ref().is_none_or(|name| *name == queue.name)
    };
    let first = queues.iter().find(own)?.within_seconds;
    queues.iter().filter(own).all(|queue| queue.within_seconds == first).then_some(first)
}

/// A value in the unit of a metric, a share without needless decimals.
pub(in crate::report) fn value(metric: &Metric, value: f64) -> String {
    match metric.unit {
        Unit::Share => format!("{} %", short(100.0 * value)),
        unit => numbers::value(unit, value),
    }
}

/// What was asked for.
pub(super) fn question(plan: &Plan) -> String {
    let targets: Vec<String> = plan.settings.targets.iter().map(|own| target(plan, own)).collect();
    format!("Asked for in every {}: {}.", window_word(plan, 1), targets.join("; "))
}

/// What was found, in a few sentences.
pub(super) fn headline(plan: &Plan) -> String {
    match &plan.verified {
        Some(roster) => verdict(plan, roster),
        None => found(plan),
    }
}

fn found(plan: &Plan) -> String {
    let Some(first) = plan.variants.first() else { return String::new() };
    let last = &plan.variants[plan.variants.len() - 1];
    let per = words::period(&plan.results.manifest, 1);
    let name = words::plain(&last.name);
    if plan.variants.len() == 1 {
        return format!(
            "{} paid hours a {per} ({} full-time agents) are needed{}.{}",
            thousands(last.paid_hours),
            short(tenths(last.fte)),
            money(" and cost ", last.cost.total()),
            missed(plan, last)
        );
    }
    let hours = first.paid_hours - last.paid_hours;
    let change = match hours {
        hours if hours >= 0.5 => format!(
            "With {name} {} paid hours a {per} do ({} full-time agents) instead of {}: {} fewer{}.",
            thousands(last.paid_hours),
            short(tenths(last.fte)),
            thousands(first.paid_hours),
            thousands(hours),
            saving(first, last)
        ),
        hours if hours <= -0.5 => format!(
            "With {name} {} paid hours a {per} are needed ({} full-time agents) instead of {}: {} \
             more.",
            thousands(last.paid_hours),
            short(tenths(last.fte)),
            thousands(first.paid_hours),
            thousands(-hours)
        ),
        _ => format!(
            "With {name} and without, {} paid hours a {per} are needed ({} full-time agents).",
            thousands(last.paid_hours),
            short(tenths(last.fte))
        ),
    };
    format!("{change} {}{}", price(plan, first, last), missed(plan, last))
}

fn tenths(number: f64) -> f64 {
    libm::round(number * 10.0) / 10.0
}

fn money(word: &str, cost: f64) -> String {
    if cost > 0.0 { format!("{word}{}", thousands(cost)) } else { String::new() }
}

fn saving(first: &VariantPlan, last: &VariantPlan) -> String {
    let saved = first.cost.total() - last.cost.total();
    match saved {
        saved if saved >= 0.5 && last.cost.lost > 0.0 => {
            format!(", {} saved, lost calls priced", thousands(saved))
        }
        saved if saved >= 0.5 => {
            format!(", {} saved, lost calls without a price", thousands(saved))
        }
        saved if saved <= -0.5 => format!(", but {} more in all", thousands(-saved)),
        _ => String::new(),
    }
}

/// What callers pay for it.
fn price(plan: &Plan, first: &VariantPlan, last: &VariantPlan) -> String {
    let find = |name: &str| plan.results.variants.iter().find(|own| own.name == name);
    let Some((before, after)) = find(&first.name).zip(find(&last.name)) else {
        return String::new();
    };
    let mean = |own: &experiment::VariantResults, id| own.metrics.mean(id).unwrap_or(0.0);
    let mut compared = plan.results.comparisons.iter();
    let compared = compared.find(|own| own.from == first.name && own.to == last.name);
    let is_none = compared
        .and_then(|own| own.metrics.get("lost"))
        .is_some_and(|lost| lost.verdict == experiment::Verdict::None);
    let lost = mean(after, "lost") - mean(before, "lost");
    let change = match lost {
        _ if is_none => "no difference in lost calls is shown".to_owned(),
        fewer if fewer < 0.0 => {
            format!("{} fewer calls are lost", numbers::value(Unit::Count, -fewer))
        }
        more => format!("{} more calls are lost", numbers::value(Unit::Count, more)),
    };
    let waits = match after.metrics.mean("callback_connect_mean") {
        Some(wait) => format!(
            "{} callers are called back, after {} on average; ",
            thousands(mean(after, "callbacks_accepted")),
            length(wait)
        ),
        None => String::new(),
    };
    format!(
        "What callers pay: {waits}{change}, and who holds waits {} instead of {} for an answer.",
        after.metrics.mean("asa").map_or_else(|| "-".into(), length),
        before.metrics.mean("asa").map_or_else(|| "-".into(), length)
    )
}

/// Windows in which a plan misses a target.
fn missed(plan: &Plan, variant: &VariantPlan) -> String {
    match variant.windows.len() - variant.windows_held() {
        0 => String::new(),
        count => format!(" In {count} {} a target is missed.", window_word(plan, count)),
    }
}

fn verdict(plan: &Plan, roster: &str) -> String {
    let several = plan.variants.len() > 1;
    let of = |variant: &VariantPlan| {
        let name =
            if several { format!("{}: ", words::plain(&variant.name)) } else { String::new() };
        let count = variant.windows.len();
        let missed = count - variant.windows_held();
        let more: f64 = variant.intervals.iter().map(missing_hours).sum();
        if missed == 0 {
            let every = if count == 1 { "the" } else { "every" };
            return format!(
                "{name}ACCEPTED, all targets hold in {every} {}.",
                window_word(plan, 1)
            );
        }
        let mend = if variant.windows.iter().any(|own| !own.holds()) && more > 0.0 {
            format!(
                " At least {} agent hours more would mend it{}.",
                short(tenths(more)),
                money(", at ", mend_cost(plan, variant))
            )
        } else {
            String::new()
        };
        format!(
            "{name}REJECTED, targets are missed in {missed} of {count} {}.{mend}",
            window_word(plan, count)
        )
    };
    let verdicts: Vec<String> = plan.variants.iter().map(of).collect();
    format!("{}: {}", words::plain(roster), verdicts.join(" "))
}

/// Agent hours on the phones that are missing in an interval.
pub(super) fn missing_hours(interval: &crate::plan::IntervalPlan) -> f64 {
    interval.missing.iter().map(|&agents| f64::from(agents) * interval.hours).sum()
}

/// What the missing hours would cost, shrinkage made good, at the price of the hours paid now.
fn mend_cost(plan: &Plan, variant: &VariantPlan) -> f64 {
    let of_group = |(at, group): (usize, &crate::plan::GroupPlan)| {
        let hours: f64 = variant
            .intervals
            .iter()
            .filter(|interval| interval.required[at] > 0)
            .map(|interval| {
                let paid = interval.rostered[at] / f64::from(interval.required[at]);
                f64::from(interval.missing[at]) * interval.hours * paid
            })
            .sum();
        hours * if group.paid_hours > 0.0 { group.cost / group.paid_hours } else { 0.0 }
    };
    debug_assert!(plan.verified.is_some(), "only a judged roster has missing agents");
    variant.groups.iter().enumerate().map(of_group).sum()
}

/// Hours scheduled beyond what is required, or below it, interval by interval and group by group.
fn apart(variant: &VariantPlan, sign: f64) -> f64 {
    let of = |own: &IntervalPlan| {
        let groups = own.scheduled.iter().zip(&own.required);
        let apart = groups.map(|(there, &required)| sign * (there - f64::from(required)));
        own.hours * apart.map(|agents| agents.max(0.0)).sum::<f64>()
    };
    variant.intervals.iter().map(of).sum()
}

/// The comparison of the variants.
pub(super) fn rows(plan: &Plan) -> Vec<Row> {
    let mut rows = vec![
        row(plan, "Agents on the phones, most", |own| Some(own.peak()), whole),
        row(plan, "Hours on the phones", |own| Some(sum(own, |g| g.scheduled_hours)), tenth),
    ];
    if plan.verified.is_some() {
        rows.push(row(plan, "  missing", |own| Some(apart(own, -1.0)), tenth));
    } else if !plan.settings.shifts.is_empty() {
        rows.extend([
            row(plan, "  required", |own| Some(sum(own, |g| g.required_hours)), tenth),
            row(plan, "  more than required", |own| Some(apart(own, 1.0)), tenth),
            row(plan, "  fewer than required", |own| Some(apart(own, -1.0)), tenth),
        ]);
    }
    rows.extend([
        row(plan, "Paid hours", |own| Some(own.paid_hours), tenth),
        row(plan, "Full-time agents", |own| Some(own.fte), tenth),
    ]);
    let people = |own: &VariantPlan| {
        own.groups.iter().map(|group| group.people.map(f64::from)).sum::<Option<f64>>()
    };
    if plan.variants.iter().any(|own| people(own).is_some()) {
        rows.push(row(plan, "People for the shifts", people, whole));
    }
    if plan.variants.iter().any(|own| own.cost.total() > 0.0) {
        rows.push(row(plan, "Cost", |own| Some(own.cost.total()), whole));
        type Part = fn(&VariantPlan) -> f64;
        let parts: [(&str, Part); 3] = [
            ("  agents", |own| own.cost.agents),
            ("  lost calls", |own| own.cost.lost),
            ("  callbacks", |own| own.cost.callbacks),
        ];
        let spent = |part: Part| plan.variants.iter().any(|own| part(own) > 0.0);
        if parts.iter().filter(|part| spent(part.1)).count() > 1 {
            for (label, part) in parts.into_iter().filter(|part| spent(part.1)) {
                rows.push(row(plan, label, move |own| Some(part(own)), whole));
            }
        }
    }
    rows.extend(metric_rows(plan));
    rows.push(on_target(plan));
    rows
}

fn sum(variant: &VariantPlan, of: impl Fn(&crate::plan::GroupPlan) -> f64) -> f64 {
    variant.groups.iter().map(of).sum()
}

fn whole(number: f64) -> String {
    thousands(number)
}

fn tenth(number: f64) -> String {
    if libm::fabs(number) < 99.95 { short(tenths(number)) } else { thousands(number) }
}

fn row(
    plan: &Plan,
    label: &str,
    of: impl Fn(&VariantPlan) -> Option<f64>,
    show: fn(f64) -> String,
) -> Row {
    let values: Vec<Option<f64>> = plan.variants.iter().map(of).collect();
    let difference = match values.as_slice() {
        [Some(first), .., Some(last)] => signed(last - first, show),
        _ => String::new(),
    };
    let cells = values.iter().map(|value| value.map_or_else(|| "-".into(), show));
    Row { label: label.to_owned(), cells: cells.collect(), difference }
}

fn signed(number: f64, show: fn(f64) -> String) -> String {
    let text = show(number);
    if text.starts_with('-') || text == "0" { text } else { format!("+{text}") }
}

/// What callers and agents meet, as an ordinary run tells it.
fn metric_rows(plan: &Plan) -> Vec<Row> {
    const IDS: [&str; 9] = [
        "handled_rate",
        "lost_rate",
        "service_level",
        "abandonment_rate",
        "asa",
        "wait_p90",
        "callbacks_accepted",
        "callback_connect_mean",
        "occupancy",
    ];
    let of_last = plan.results.comparisons.last();
    let found = IDS.iter().filter_map(|id| Metric::find(id));
    found
        .filter(|metric| {
            plan.results.variants.iter().any(|own| own.metrics.mean(metric.id).is_some())
        })
        .map(|metric| {
            let cells = plan.results.variants.iter().map(|own| {
                let mean = own.metrics.mean(metric.id);
                mean.map_or_else(|| "-".into(), |mean| numbers::value(metric.unit, mean))
            });
            let difference = of_last.and_then(|own| own.metrics.get(metric.id));
            let difference = difference.and_then(|own| Some((own.difference?, own.half_width)));
            Row {
                label: metric.label.to_owned(),
                cells: cells.collect(),
                difference: difference.map_or_else(String::new, |(difference, half)| {
                    numbers::difference(metric.unit, difference, half)
                }),
            }
        })
        .collect()
}

fn on_target(plan: &Plan) -> Row {
    let mut word = window_word(plan, 2);
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let cells =
        plan.variants.iter().map(|own| format!("{} of {}", own.windows_held(), own.windows.len()));
    let of = if plan.settings.per == Per::Interval { "" } else { " of the plan" };
    let label = format!("{word}{of} on target");
    Row { label, cells: cells.collect(), difference: String::new() }
}

/// What a target reaches: `81.2 % ± 1.1`; on how many days where that was asked.
pub(super) fn reached(target: &Target, verdict: &Verdict) -> String {
    match target.probability {
        Some(_) => {
            verdict.days.map_or_else(|| "-".into(), |days| format!("{} of days", percent(days)))
        }
        None => numbers::estimate(target.metric.unit, verdict.estimate, verdict.half_width),
    }
}

/// The widest half width of the first target over the windows: the precision of the plan.
fn precision(plan: &Plan) -> Option<String> {
    let target = plan.settings.targets.first()?;
    let windows = plan.variants.iter().flat_map(|own| &own.windows);
    let half = |window: &WindowPlan| {
        let verdict = window.reached.first()?;
        if target.probability.is_some() { verdict.days_half_width } else { verdict.half_width }
    };
    let mut halves: Vec<f64> = windows.filter_map(half).collect();
    halves.sort_by(f64::total_cmp);
    let (median, widest) = (halves.get(halves.len() / 2)?, halves.last()?);
    let show = |half: f64| match (target.probability, target.metric.unit) {
        (Some(_), _) | (_, Unit::Share) => format!("{} points", short(tenths(100.0 * half))),
        (_, unit) => numbers::value(unit, half),
    };
    Some(format!(
        "Precision: what each {} reaches is known to ± {} in the middle, ± {} at most ({} % confidence); \
         --replications {} halves it.",
        window_word(plan, 1),
        show(*median),
        show(*widest),
        short(100.0 * plan.results.manifest.confidence),
        4 * plan.results.manifest.replications
    ))
}

/// What must be known to read the comparison.
pub(super) fn notes(plan: &Plan) -> impl Iterator<Item = String> {
    [scope(plan), precision(plan), left_out(plan)].into_iter().flatten()
}

/// What is of the planned groups and what of the whole center, where these are not the same.
fn scope(plan: &Plan) -> Option<String> {
    let all = plan.results.variants.first()?.agent_groups.len();
    let planned: Vec<String> =
        plan.settings.groups.iter().map(|group| words::plain(&group.name)).collect();
    (planned.len() < all).then(|| {
        format!(
            "Agents, hours and their cost are of {}; calls and what they cost, rates and waits are of the \
             whole center, but for what was asked for.",
            planned.join("/")
        )
    })
}

/// Calls that the service level leaves out in a variant with callback, in a sentence.
fn left_out(plan: &Plan) -> Option<String> {
    let last = plan.results.variants.last()?;
    let (offered, accepted) =
        (last.metrics.mean("offered")?, last.metrics.mean("callbacks_accepted")?);
    let counts_them = ["with_flowouts", "callback_as_answered"];
    let asked = plan.settings.targets.iter().any(|own| own.metric.id == "service_level")
        && last.queues.iter().all(|own| !counts_them.contains(&own.service_level_definition));
    let share = accepted / offered;
    (asked && share > 0.01).then(|| {
        format!(
            "The service level leaves out {} of calls (callbacks): part of what callback saves is a \
             matter of counting. Give callbacks a target too, such as callback_connect_mean at_most \
             300.",
            percent(share)
        )
    })
}
