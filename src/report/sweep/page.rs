//! `report.html` of a sweep: what was swept, the best points, charts, and how to get it again.

use maud::{Markup, html};

use crate::report::Language;
use crate::report::numbers;
use crate::report::page::{Chart, document, figure, plain_table};
use crate::report::words::plain;
use crate::sweep::Results;

use super::tables::{Table, best, heading, tables};

/// The page; `command` makes the same results again.
pub(super) fn page(results: &Results, charts: &[Chart], command: &str) -> String {
    let [name, what] = heading(results).map(|text| plain(&text));
    let say = Language::English;
    document(
        say,
        &format!("{name}: sweep"),
        html! {
            h1 { (name) }
            p.when { (what) }
            @for line in best(results) { p { (plain(&line)) } }
            @for table in tables(results) { (titled(&table)) }
            h2 { "Charts" }
            @for chart in charts { (figure(say, chart)) }
            (definitions(results))
            (manifest(results, command))
        },
    )
}

fn titled(table: &Table) -> Markup {
    html! { h2 { (plain(&table.title)) } (plain_table(&table.columns, &table.rows)) }
}

fn definitions(results: &Results) -> Markup {
    html! {
        h2 { "What the numbers mean" }
        p.note {
            "Mean over the replications of a point, with the half width of its "
            (numbers::short(100.0 * results.confidence)) " % confidence interval. All points and "
            "variants have the same callers, so differences between points are surer than the "
            "intervals of each suggest. Every number of every point, variant and queue stands in "
            code { "sweep.csv" } " and " code { "sweep.parquet" } "."
        }
        div.scroll tabindex="0" role="group" aria-label="Numbers and definitions" {
            table {
                tbody {
                    @for metric in &results.metrics {
                        tr {
                            th scope="row" { (metric.label) br; code { (metric.id) } }
                            td.text { (metric.definition) }
                        }
                    }
                }
            }
        }
    }
}

fn manifest(results: &Results, command: &str) -> Markup {
    let mut rows = vec![
        ("ringback".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ("Plan".into(), results.plan.clone()),
        ("Seed".into(), results.seed.to_string()),
        ("Period".into(), format!("{} to {}", results.period.0, results.period.1)),
    ];
    let axes = results.axes.iter().zip(&results.paths);
    rows.extend(axes.map(|(name, paths)| (format!("Axis {name}"), paths.join(", "))));
    html! {
        h2 { "How to get these numbers again" }
        pre { (plain(command)) }
        div.scroll tabindex="0" role="group" aria-label="Manifest" {
            table {
                tbody {
                    @for (name, text) in &rows {
                        tr { th scope="row" { (plain(name)) } td.hash { (plain(text)) } }
                    }
                }
            }
        }
        p.note {
            "The same sweep, scenario, data, seed and version give the same bytes on any number of "
            "threads and shards."
        }
    }
}
