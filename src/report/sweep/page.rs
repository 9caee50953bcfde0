//! `report.html` of a sweep: what was swept, the best points, charts, and how to get it again.

use maud::{Markup, html};

use crate::report::Language;
use crate::report::numbers;
use crate::report::page::{Chart, document, figure, plain_table};
use crate::report::words::plain;
use crate::sweep::Results;

use super::tables::{Table, best, heading, tables};

/// The page; `command` makes the same results again.
pub(super) fn page(results: &Results, charts: &[Chart], command: &str, say: Language) -> String {
    let [name, what] = heading(results).map(|text| plain(&text));
    document(
        say,
        &format!("{name}: {}", say.say("sweep")),
        html! {
            h1 { (name) }
            p.when { (say.say(&what)) }
            @for line in best(results) { p { (say.say(&plain(&line))) } }
            @for table in tables(results) { (titled(&table, say)) }
            h2 { (say.say("Charts")) }
            @for chart in charts { (figure(say, chart)) }
            (definitions(results, say))
            (manifest(results, command, say))
        },
    )
}

fn titled(table: &Table, say: Language) -> Markup {
    let table = table.told(say);
    html! { h2 { (plain(&table.title)) } (plain_table(&table.columns, &table.rows)) }
}

fn definitions(results: &Results, say: Language) -> Markup {
    let confidence = numbers::short(100.0 * results.confidence);
    html! {
        h2 { (say.say("What the numbers mean")) }
        p.note {
            (say.say(&format!("Mean over the replications of a point, with the half width of its \
                {confidence} % confidence interval."))) " "
            (say.say("All points and variants have the same callers, so differences between points \
                are surer than the intervals of each suggest.")) " "
            (say.say("Every number of every point, variant and queue stands in sweep.csv and \
                sweep.parquet."))
        }
        div.scroll tabindex="0" role="group" aria-label=(say.say("Numbers and definitions")) {
            table {
                tbody {
                    @for metric in &results.metrics {
                        tr {
                            th scope="row" { (say.label(metric)) br; code { (metric.id) } }
                            td.text { (say.definition(metric)) }
                        }
                    }
                }
            }
        }
    }
}

fn manifest(results: &Results, command: &str, say: Language) -> Markup {
    let mut rows = vec![
        ("ringback".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        (say.say("Plan"), results.plan.clone()),
        (say.say("Seed"), results.seed.to_string()),
        (say.say("Period"), format!("{} - {}", results.period.0, results.period.1)),
    ];
    let axes = results.axes.iter().zip(&results.paths);
    rows.extend(axes.map(|(name, paths)| (say.say(&format!("Axis {name}")), paths.join(", "))));
    html! {
        h2 { (say.say("How to get these numbers again")) }
        pre { (plain(command)) }
        div.scroll tabindex="0" role="group" aria-label=(say.say("Manifest")) {
            table {
                tbody {
                    @for (name, text) in &rows {
                        tr { th scope="row" { (plain(name)) } td.hash { (plain(text)) } }
                    }
                }
            }
        }
        p.note {
            (say.say("The same sweep, scenario, data, seed and version give the same bytes on any \
                number of threads and shards."))
        }
    }
}
