//! `plan.html`: one file with the answer, the charts, and the staff interval by interval.

use maud::{Markup, html};

use crate::plan::{Plan, VariantPlan};
use crate::report::Language;
use crate::report::numbers::{self, short, thousands};
use crate::report::page::{Chart, document, figure, plain_table};
use crate::report::words;

use super::summary;

/// The page; `command` makes the same plan again.
pub(super) fn page(plan: &Plan, charts: &[Chart], command: &str) -> String {
    let name = words::plain(&plan.results.manifest.scenario);
    let say = Language::English;
    document(
        say,
        &format!("{name} - plan"),
        html! {
            (opening(plan, &name))
            h2 { "Charts" }
            @for chart in charts { (figure(say, chart)) }
            (groups(plan))
            (intervals(plan))
            (again(plan, command))
        },
    )
}

fn opening(plan: &Plan, name: &str) -> Markup {
    let manifest = &plan.results.manifest;
    let days = thousands(f64::from(manifest.replications));
    let per = words::period(manifest, manifest.replications);
    let description = words::plain(&manifest.description);
    html! {
        h1 { (name) ": plan" }
        p.when {
            (words::span(&plan.results)) " · judged by " (days) " simulated " (per)
            ", same callers in each"
        }
        @if !description.is_empty() { p { (description) } }
        p { (summary::question(plan)) }
        p.headline { (summary::headline(plan)) }
        @for variant in &plan.variants {
            @for note in &variant.notes {
                p.warning { (words::plain(&variant.name)) ": " (note) }
            }
        }
        (comparison(plan))
        @for note in [summary::precision(plan), summary::left_out(plan)].into_iter().flatten() {
            p.note { (note) }
        }
        p.note {
            "Required agents are on the phones. Paid hours make shrinkage good (required / (1 - \
             shrinkage), each day's hours rounded up) or are those of the shifts. staffing.csv has \
             the staff by interval for a spreadsheet; roster.csv is read by `staff = { roster = .. }` \
             and by --verify."
        }
    }
}

fn comparison(plan: &Plan) -> Markup {
    let several = plan.variants.len() > 1;
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { }
                        @for variant in &plan.variants {
                            th scope="col" { (words::plain(&variant.name)) }
                        }
                        @if several { th scope="col" { "difference" } }
                    }
                }
                tbody {
                    @for row in summary::rows(plan) {
                        tr {
                            th.part[row.label.starts_with(' ')] scope="row" { (row.label.trim_start()) }
                            @for cell in &row.cells { td { (cell) } }
                            @if several { td { (row.difference) } }
                        }
                    }
                }
            }
        }
    }
}

/// People, hours and money of every group, where there are several.
fn groups(plan: &Plan) -> Markup {
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
    html! { h2 { "By agent group" } (plain_table(&titles.map(str::to_owned), &rows)) }
}

fn intervals(plan: &Plan) -> Markup {
    html! {
        h2 { "Interval by interval" }
        p.note {
            "Erlang C and A are what the calculator would staff for each queue alone. Reached: mean \
             and half width of the confidence interval; on days: on how many of the simulated days \
             the interval itself reaches the value."
        }
        @for variant in &plan.variants {
            details {
                summary { (words::plain(&variant.name)) }
                (plain_table(&titles(plan), &rows(plan, variant)))
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

fn again(plan: &Plan, command: &str) -> Markup {
    let manifest = &plan.results.manifest;
    html! {
        h2 { "How to get this plan again" }
        pre { (words::plain(command)) }
        p.note {
            "ringback " (manifest.version) ", seed " (manifest.seed) ", scenario file SHA-256 "
            code { (manifest.scenario_sha256) } ". The same scenario, data, seed and version give \
            the same plan on any number of threads."
        }
    }
}
