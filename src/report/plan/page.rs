//! `plan.html`: one file with the answer, the charts, and the staff interval by interval.

use maud::{Markup, html};

use crate::plan::{Plan, VariantPlan};
use crate::report::Language;
use crate::report::numbers::{self, short, thousands};
use crate::report::page::{Chart, document, figure, plain_table};
use crate::report::words;

use super::summary;

/// What the comparison's words mean.
const MEANING: [&str; 3] = [
    "Required agents are on the phones.",
    "Paid hours make shrinkage good (required / (1 - shrinkage), each day's hours rounded up) or are \
     those of the shifts.",
    "staffing.csv has the staff by interval for a spreadsheet; roster.csv is read by \
     `staff = { roster = .. }` and by --verify.",
];

/// The page; `command` makes the same plan again.
pub(super) fn page(plan: &Plan, charts: &[Chart], command: &str, say: Language) -> String {
    let name = words::plain(&plan.results.manifest.scenario);
    document(
        say,
        &format!("{name} - {}", say.say("plan")),
        html! {
            (opening(plan, &name, say))
            h2 { (say.say("Charts")) }
            @for chart in charts { (figure(say, chart)) }
            (groups(plan, say))
            (intervals(plan, say))
            (again(plan, command, say))
        },
    )
}

fn opening(plan: &Plan, name: &str, say: Language) -> Markup {
    let manifest = &plan.results.manifest;
    let days = thousands(f64::from(manifest.replications));
    let per = words::period(manifest, manifest.replications);
    let description = words::plain(&manifest.description);
    html! {
        h1 { (name) ": " (say.say("plan")) }
        p.when {
            (say.say(&words::span(&plan.results))) " · "
            (say.say(&format!("judged by {days} simulated {per}, same callers in each")))
        }
        @if !description.is_empty() { p { (description) } }
        p { (say.say(&summary::question(plan))) }
        p.headline { (say.say(&summary::headline(plan))) }
        @for variant in &plan.variants {
            @for note in &variant.notes {
                p.warning { (words::plain(&variant.name)) ": " (say.say(note)) }
            }
        }
        (comparison(plan, say))
        @for note in summary::notes(plan) {
            p.note { (say.say(&note)) }
        }
        p.note { @for sentence in MEANING { (say.say(sentence)) " " } }
    }
}

fn comparison(plan: &Plan, say: Language) -> Markup {
    let several = plan.variants.len() > 1;
    html! {
        div.scroll tabindex="0" role="group" aria-label=(say.say("Comparison")) {
            table {
                thead {
                    tr {
                        td { }
                        @for variant in &plan.variants {
                            th scope="col" { (words::plain(&variant.name)) }
                        }
                        @if several { th scope="col" { (say.say("difference")) } }
                    }
                }
                tbody {
                    @for row in summary::rows(plan) {
                        tr {
                            th.part[row.label.starts_with(' ')] scope="row" {
                                (say.say(row.label.trim_start()))
                            }
                            @for cell in &row.cells { td { (say.say(cell)) } }
                            @if several { td { (say.say(&row.difference)) } }
                        }
                    }
                }
            }
        }
    }
}

/// People, hours and money of every group, where there are several.
fn groups(plan: &Plan, say: Language) -> Markup {
    if plan.settings.groups.len() < 2 {
        return html! {};
    }
    let titles = [
        "Agent group",
        "Variant",
        "Most required",
        "Hours required",
        "Hours on the phones",
        "Paid hours",
        "Full-time",
        "Cost",
    ];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, group) in plan.settings.groups.iter().enumerate() {
        for variant in &plan.variants {
            let own = &variant.groups[at];
            let tenth = |number: f64| short(libm::round(number * 10.0) / 10.0);
            rows.push(vec![
                group.name.clone(),
                variant.name.clone(),
                own.peak.to_string(),
                tenth(own.required_hours),
                tenth(own.scheduled_hours),
                tenth(own.paid_hours),
                tenth(own.fte),
                thousands(own.cost),
            ]);
        }
    }
    let titles = titles.map(|title| say.say(title));
    html! { h2 { (say.say("By agent group")) } (plain_table(&titles, &told(rows, say))) }
}

/// A table's numbers in a language.
fn told(rows: Vec<Vec<String>>, say: Language) -> Vec<Vec<String>> {
    rows.into_iter().map(|row| row.iter().map(|cell| say.say(cell)).collect()).collect()
}

fn intervals(plan: &Plan, say: Language) -> Markup {
    let titles: Vec<String> = titles(plan).iter().map(|title| say.say(title)).collect();
    html! {
        h2 { (say.say("Interval by interval")) }
        p.note {
            (say.say("Erlang C and A are what the calculator would staff for each queue alone. \
                Reached: mean and half width of the confidence interval; on days: on how many of the \
                simulated days the interval itself reaches the value."))
        }
        @for variant in &plan.variants {
            details {
                summary { (words::plain(&variant.name)) }
                (plain_table(&titles, &told(rows(plan, variant), say)))
            }
        }
    }
}

fn titles(plan: &Plan) -> Vec<String> {
    let mut titles = vec!["Interval".to_owned(), "Erlang C".to_owned(), "Erlang A".to_owned()];
    for group in &plan.settings.groups {
        titles.push(format!("{}: required", group.name));
        titles.push("scheduled".to_owned());
        if plan.verified.is_some() {
            titles.push("to add".to_owned());
        }
    }
    for target in &plan.settings.targets {
        titles.push(summary::target(plan, target));
        titles.push("on days".to_owned());
    }
    titles
}

fn rows(plan: &Plan, variant: &VariantPlan) -> Vec<Vec<String>> {
    let row = |own: &crate::plan::IntervalPlan| {
        let mut cells = vec![
            words::interval(&plan.results, &own.start),
            own.erlang_c.to_string(),
            own.erlang_a.to_string(),
        ];
        for at in 0..plan.settings.groups.len() {
            cells.push(own.required[at].to_string());
            cells.push(short(libm::round(own.scheduled[at] * 10.0) / 10.0));
            if plan.verified.is_some() {
                cells.push(own.missing[at].to_string());
            }
        }
        for (target, verdict) in plan.settings.targets.iter().zip(&own.reached) {
            let unit = target.metric.unit;
            cells.push(numbers::estimate(unit, verdict.estimate, verdict.half_width));
            cells.push(verdict.days.map_or_else(|| "-".into(), numbers::percent));
        }
        cells
    };
    variant.intervals.iter().map(row).collect()
}

fn again(plan: &Plan, command: &str, say: Language) -> Markup {
    let manifest = &plan.results.manifest;
    html! {
        h2 { (say.say("How to get this plan again")) }
        pre { (words::plain(command)) }
        p.note {
            "ringback " (manifest.version) ", " (say.say("Seed").to_lowercase()) " " (manifest.seed)
            ". " (say.say("Scenario file, SHA-256")) ": " code { (manifest.scenario_sha256) } ". "
            (say.say("The same scenario, data, seed and version give the same plan on any number of \
                threads."))
        }
    }
}
