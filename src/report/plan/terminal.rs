//! The plan on a terminal: the comparison, then the staff by hour or by day, within a screen; and the
//! comparison as Markdown.

use crate::plan::{Plan, VariantPlan};
use crate::report::Language;
use crate::report::numbers::{short, thousands};
use crate::report::terminal::{Paint, aligned, wrapped};
use crate::report::{axis, markdown, words};

use super::summary::{self, Row};

/// Lines of staff at most.
const MOST_LINES: usize = 24;
/// Missed windows that are told at most.
const MOST_MISSED: usize = 12;

/// The plan as text in a language; `page` is where its files were written.
#[must_use]
pub fn plan_terminal(plan: &Plan, page: Option<&str>, coloured: bool, say: Language) -> String {
    let manifest = &plan.results.manifest;
    let name = words::plain(&manifest.scenario);
    let name = Paint(coloured).bold(&name);
    let days = thousands(f64::from(manifest.replications));
    let per = words::period(manifest, manifest.replications);
    let mut text = format!(
        "{name}   {}   {}\n",
        say.say(&words::span(&plan.results)),
        say.say(&format!("judged by {days} simulated {per}, same callers in each"))
    );
    text += &format!("{}\n\n", wrapped(&say.say(&summary::question(plan))));
    text += &format!("{}\n\n", wrapped(&say.say(&summary::headline(plan))));
    text += &aligned(&told(comparison(plan), say));
    text.push('\n');
    if plan.verified.is_some() {
        text += &missed(plan, say);
    } else {
        text += &aligned(&told(staff(plan), say));
    }
    text.push('\n');
    for note in notes(plan, page, say) {
        text += &format!("{}\n", wrapped(&note));
    }
    text
}

/// Lines of a table in a language.
fn told(lines: Vec<Vec<String>>, say: Language) -> Vec<Vec<String>> {
    let cell = |cell: &String| {
        let text = cell.trim_start();
        format!("{}{}", &cell[..cell.len() - text.len()], say.say(text))
    };
    lines.iter().map(|line| line.iter().map(cell).collect()).collect()
}

fn notes(plan: &Plan, page: Option<&str>, say: Language) -> Vec<String> {
    let mut notes = Vec::new();
    let lines = plan.variants.first().filter(|_| plan.verified.is_none());
    if lines.is_some_and(|first| spans(plan, first).iter().any(|(_, span)| span.len() > 1)) {
        notes.push(
            "Of the intervals of a line: all calls, most agents, and what is reached where it is \
             worst."
                .to_owned(),
        );
    }
    notes.extend(summary::notes(plan));
    for variant in &plan.variants {
        if let Some((cost, bound)) = variant.cover.filter(|cover| cover.1 > 0.0) {
            notes.push(format!(
                "{}: before the simulation took shifts out or added some, their cost was within {:.1} % of \
                 the least that covers the requirement.",
                words::plain(&variant.name),
                libm::fabs(100.0 * (cost / bound - 1.0))
            ));
        }
    }
    notes = notes.iter().map(|note| say.say(note)).collect();
    if let Some(page) = page {
        let beside = match plan.verified {
            Some(_) => "staffing.csv beside it for a spreadsheet",
            None => "staffing.csv and roster.csv beside it for a spreadsheet and for run",
        };
        notes.push(format!("{}: {page}; {}", say.say("Details"), say.say(beside)));
    }
    notes
}

/// Title and rows of the comparison.
fn comparison(plan: &Plan) -> Vec<Vec<String>> {
    let mut titles = vec![String::new()];
    titles.extend(plan.variants.iter().map(|own| words::plain(&own.name)));
    if plan.variants.len() > 1 {
        titles.push("difference".to_owned());
    }
    let rows = summary::rows(plan);
    let line = |row: &Row| {
        let mut line = vec![row.label.clone()];
        line.extend(row.cells.iter().cloned());
        if plan.variants.len() > 1 {
            line.push(row.difference.clone());
        }
        line
    };
    [vec![titles], rows.iter().map(line).collect()].concat()
}

/// The comparison as a Markdown table.
#[must_use]
pub fn plan_markdown(plan: &Plan) -> String {
    let lines = comparison(plan);
    let mut text = format!("{}\n\n{}\n\n", summary::headline(plan), summary::question(plan));
    for (number, line) in lines.iter().enumerate() {
        text += &markdown::row(line.iter().map(|cell| cell.trim_start()));
        if number == 0 {
            text += &markdown::rule(line.len());
        }
    }
    text
}

/// Title and rows of the staff: by hour, or by day where there are several.
fn staff(plan: &Plan) -> Vec<Vec<String>> {
    let Some(first) = plan.variants.first() else { return Vec::new() };
    let several_days = plan.results.manifest.timeline.days.len() > 1;
    let several_groups = plan.settings.groups.len() > 1;
    // Of several targets the first is shown; its name says which.
    let reached = plan.settings.targets.first().map_or_else(String::new, |target| {
        if plan.settings.targets.len() > 1 {
            target.metric.label.to_lowercase()
        } else {
            "reached".into()
        }
    });
    let mut titles = vec![if several_days { "Day" } else { "Time" }.to_owned(), "calls".to_owned()];
    if !several_days {
        titles.extend(["Erlang C", "Erlang A"].map(str::to_owned));
    }
    for variant in &plan.variants {
        let name = words::plain(&variant.name);
        if several_days {
            titles.push(format!("{name}: hours"));
            titles.push("most".to_owned());
        } else {
            titles.push(name);
        }
        titles.push(reached.clone());
    }
    let mut lines = vec![titles];
    for (label, span) in spans(plan, first) {
        let calls: f64 = span
            .clone()
            .filter_map(|at| plan.results.variants[0].intervals[at].metrics.mean("offered"))
            .sum();
        let mut line = vec![label, thousands(calls)];
        if !several_days {
            let most = |of: fn(&crate::plan::IntervalPlan) -> u32| {
                span.clone().map(|at| of(&first.intervals[at])).max().unwrap_or(0).to_string()
            };
            line.extend([most(|own| own.erlang_c), most(|own| own.erlang_a)]);
        }
        for variant in &plan.variants {
            if several_days {
                let hours: f64 = span
                    .clone()
                    .map(|at| &variant.intervals[at])
                    .map(|own| own.hours * own.scheduled.iter().sum::<f64>())
                    .sum();
                line.push(thousands(hours));
            }
            line.push(most_agents(variant, span.clone(), several_groups));
            line.push(worst(plan, variant, span.clone()));
        }
        lines.push(line);
    }
    let groups: Vec<String> =
        plan.settings.groups.iter().map(|group| words::plain(&group.name)).collect();
    if several_groups {
        lines.push(vec![format!("(agents: {})", groups.join(" + "))]);
    }
    lines
}

/// Labels of the lines with their intervals; those without calls and agents are left out.
fn spans(plan: &Plan, first: &VariantPlan) -> Vec<(String, std::ops::Range<usize>)> {
    let timeline = &plan.results.manifest.timeline;
    let count = first.intervals.len();
    let several_days = timeline.days.len() > 1;
    let key = |at: usize| {
        let start = &timeline.intervals[at];
        if several_days {
            start.get(..10).unwrap_or_default()
        } else {
            start.get(..13).unwrap_or_default()
        }
    };
    let mut spans: Vec<std::ops::Range<usize>> = Vec::new();
    for at in 0..count {
        match spans.last_mut() {
            Some(span) if key(span.start) == key(at) => span.end = at + 1,
            _ => spans.push(at..at + 1),
        }
    }
    let busy = |span: &std::ops::Range<usize>| {
        span.clone().any(|at| {
            let calls = plan.results.variants[0].intervals[at].metrics.mean("offered");
            let there = |own: &VariantPlan| own.intervals[at].scheduled.iter().sum::<f64>() > 0.0;
            calls.unwrap_or(0.0) > 0.0 || plan.variants.iter().any(there)
        })
    };
    spans.retain(busy);
    spans.truncate(MOST_LINES);
    let label = |at: usize| {
        let start = &timeline.intervals[at];
        if several_days { axis::day(start) } else { words::clock(start).to_owned() }
    };
    spans.into_iter().map(|span| (label(span.start), span)).collect()
}

/// Most agents on the phones at once, by group.
fn most_agents(variant: &VariantPlan, span: std::ops::Range<usize>, by_group: bool) -> String {
    let busiest = span.max_by(|&a, &b| {
        let there = |at: usize| variant.intervals[at].scheduled.iter().sum::<f64>();
        there(a).total_cmp(&there(b)).then(b.cmp(&a))
    });
    let Some(at) = busiest else { return String::new() };
    let there = &variant.intervals[at].scheduled;
    let shown: Vec<String> =
        there.iter().map(|agents| short(libm::round(agents * 10.0) / 10.0)).collect();
    if by_group { shown.join("+") } else { shown.concat() }
}

/// The first target where it is met least.
fn worst(plan: &Plan, variant: &VariantPlan, span: std::ops::Range<usize>) -> String {
    let Some(target) = plan.settings.targets.first() else { return String::new() };
    let sign = if target.at_least || target.probability.is_some() { 1.0 } else { -1.0 };
    let verdicts = span.filter_map(|at| {
        let verdict = variant.intervals[at].reached.first()?;
        let value = if target.probability.is_some() { verdict.days } else { verdict.estimate };
        Some((sign * value?, verdict))
    });
    let least = verdicts.min_by(|a, b| a.0.total_cmp(&b.0));
    least.map_or_else(|| "-".into(), |(_, verdict)| summary::reached(target, verdict))
}

/// The windows that a judged roster misses, and what would mend them.
fn missed(plan: &Plan, say: Language) -> String {
    let mut text = String::new();
    for variant in &plan.variants {
        let missed: Vec<_> = variant.windows.iter().filter(|window| !window.holds()).collect();
        if missed.is_empty() {
            continue;
        }
        let opening = format!("Missed by {}:", words::plain(&variant.name));
        text += &format!("{}\n", say.say(&opening));
        let mut lines = vec![vec![
            "".to_owned(),
            say.say("reached"),
            say.say("on days"),
            say.say("agents to add"),
        ]];
        for window in missed.iter().take(MOST_MISSED) {
            lines.push(missed_line(plan, variant, window, say));
        }
        text += &aligned(&lines);
        if missed.len() > MOST_MISSED {
            let more = missed.len() - MOST_MISSED;
            let more = format!("and {more} more: see plan.html or --format csv");
            text += &format!("  {}\n", say.say(&more));
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

fn missed_line(
    plan: &Plan,
    variant: &VariantPlan,
    window: &crate::plan::WindowPlan,
    say: Language,
) -> Vec<String> {
    let start = &variant.intervals[window.from].start;
    let mut label = words::interval(&plan.results, start);
    if plan.settings.per != crate::scenario::Per::Interval {
        label = axis::day(start);
    }
    let broken = plan.settings.targets.iter().zip(&window.reached).filter(|(_, own)| !own.holds);
    let (mut values, mut days) = (Vec::new(), Vec::new());
    for (target, verdict) in broken {
        let estimate = summary_estimate(target, verdict);
        let name = target
            .queue
            .as_ref()
            .map_or_else(String::new, |name| format!("{} ", words::plain(name)));
        let label = say.say(&target.metric.label.to_lowercase());
        values.push(format!("{name}{label} {}", say.say(&estimate)));
        days.push(verdict.days.map_or_else(|| "-".into(), |days| format!("{:.0} %", 100.0 * days)));
    }
    let added = plan.settings.groups.iter().enumerate().filter_map(|(at, group)| {
        let most = (window.from..window.until).map(|own| variant.intervals[own].missing[at]).max();
        most.filter(|most| *most > 0).map(|most| format!("+{most} {}", words::plain(&group.name)))
    });
    let added: Vec<String> = added.collect();
    let added = if added.is_empty() { "-".to_owned() } else { added.join(", ") };
    vec![format!("  {}", say.say(&label)), values.join("; "), days.join("; "), added]
}

fn summary_estimate(target: &crate::scenario::Target, verdict: &crate::plan::Verdict) -> String {
    crate::report::numbers::estimate(target.metric.unit, verdict.estimate, verdict.half_width)
}
