//! `report.html`: one file with the headline, the comparison, the charts, the definitions of all
//! numbers, and what it takes to make it again.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::experiment::{Estimate, Metrics, NamedResults, Results, VariantResults, Verdict};
use crate::measure::{METRICS, Unit};

use super::numbers;
use super::summary::{Row, Summary, summary};
use super::words;

const STYLE: &str = include_str!("page.css");

/// A chart as it stands on the page.
pub(super) struct Chart {
    /// Its caption.
    pub(super) caption: String,
    /// Its drawing, with its title.
    pub(super) svg: String,
    /// Column titles and rows of the numbers behind it.
    pub(super) table: (Vec<String>, Vec<Vec<String>>),
}

/// The page; `command` makes the same results again.
pub(super) fn page(results: &Results, charts: &[Chart], command: &str) -> String {
    let summary = summary(results);
    document(
        &summary.title[0],
        html! {
            (opening(results, &summary))
            (warnings(results))
            h2 { "Charts" }
            @for chart in charts { (figure(chart)) }
            (parts(results))
            (intervals(results))
            (service_levels(results))
            (metrics(results))
            (manifest(results, command))
        },
    )
}

/// A page of its own around its body.
pub(super) fn document(title: &str, body: Markup) -> String {
    // Nothing is loaded and no script runs, whatever stands in a scenario's names.
    let policy = format!("default-src 'none'; style-src '{}'", hash(STYLE));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                title { (title) " - ringback" }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    };
    page.into_string() + "\n"
}

/// A content security policy's hash of an inline style.
fn hash(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let mut encoded = String::from("sha256-");
    for group in digest.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte));
        let bits = bits << (8 * (3 - group.len()));
        for sextet in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * sextet) & 63) as usize];
            encoded.push(if sextet <= group.len() { char::from(letter) } else { '=' });
        }
    }
    encoded
}

fn opening(results: &Results, summary: &Summary) -> Markup {
    let [name, when, simulated] = &summary.title;
    let description = words::plain(&results.manifest.description);
    html! {
        h1 { (name) }
        p.when { (when) " · " (simulated) }
        @if !description.is_empty() { p { (description) } }
        p.headline { (summary.headline) }
        div.scroll {
            table {
                thead {
                    tr {
                        th { }
                        @for column in &summary.columns { th scope="col" { (column) } }
                        @if let Some(difference) = &summary.difference { th scope="col" { (difference) } }
                        @if !summary.bad.is_empty() { th scope="col" { (summary.bad) } }
                    }
                }
                tbody { @for row in &summary.rows { (line(summary, row)) } }
            }
        }
        @for note in &summary.notes { p.note { (note) } }
    }
}

fn line(summary: &Summary, row: &Row) -> Markup {
    let part = row.label.starts_with(' ');
    html! {
        tr {
            th.part[part] scope="row" { (row.label.trim_start()) }
            @for cell in &row.cells { td { (cell) } }
            @if summary.difference.is_some() { td { (row.difference) " " (verdict(row.verdict)) } }
            @if !summary.bad.is_empty() { td { (row.bad) } }
        }
    }
}

fn verdict(verdict: Verdict) -> Markup {
    match verdict {
        Verdict::Better => html! { span.better { "better" } },
        Verdict::Worse => html! { span.worse { "worse" } },
        Verdict::None => html! {},
    }
}

fn warnings(results: &Results) -> Markup {
    // The same warning of several variants is said once.
    let mut said: Vec<(&str, Vec<String>)> = Vec::new();
    for variant in &results.variants {
        for warning in &variant.warnings {
            match said.iter_mut().find(|(text, _)| text == warning) {
                Some((_, names)) => names.push(words::plain(&variant.name)),
                None => said.push((warning, vec![words::plain(&variant.name)])),
            }
        }
    }
    html! {
        @for (text, names) in &said {
            p.warning {
                @if names.len() < results.variants.len() { (words::list(names)) ": " }
                (text)
            }
        }
    }
}

pub(super) fn figure(chart: &Chart) -> Markup {
    let (titles, rows) = &chart.table;
    html! {
        figure {
            (PreEscaped(&chart.svg))
            figcaption { (chart.caption) }
            details { summary { "The numbers" } (plain_table(titles, rows)) }
        }
    }
}

pub(super) fn plain_table(titles: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        div.scroll {
            table {
                thead { tr { @for title in titles { th scope="col" { (words::plain(title)) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (column, cell) in row.iter().enumerate() {
                                @if column == 0 { th scope="row" { (words::plain(cell)) } }
                                @else { td { (words::plain(cell)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Queues, call types and agent groups, where there are several of a kind.
fn parts(results: &Results) -> Markup {
    const CALLS: [&str; 8] = [
        "offered",
        "handled_rate",
        "lost_rate",
        "abandonment_rate",
        "service_level",
        "asa",
        "wait_p90",
        "callback_connect_mean",
    ];
    const AGENTS: [&str; 3] = ["agent_hours", "occupancy", "utilisation"];
    html! {
        (kind(results, "Queue", &CALLS, |v| {
            v.queues.iter().map(|queue| (queue.name.as_str(), &queue.metrics)).collect()
        }))
        (kind(results, "Call type", &CALLS, |v| named(&v.call_types)))
        (kind(results, "Agent group", &AGENTS, |v| named(&v.agent_groups)))
    }
}

fn named(all: &[NamedResults]) -> Vec<(&str, &Metrics)> {
    all.iter().map(|one| (one.name.as_str(), &one.metrics)).collect()
}

/// One kind of part: a row for each and variant.
fn kind(
    results: &Results,
    title: &str,
    ids: &[&str],
    of: impl Fn(&VariantResults) -> Vec<(&str, &Metrics)>,
) -> Markup {
    if results.variants.iter().all(|variant| of(variant).len() < 2) {
        return html! {};
    }
    let mut titles = titles(title, ids);
    titles.insert(1, "Variant".to_owned());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for variant in &results.variants {
        for (name, metrics) in of(variant) {
            let mut row = vec![name.to_owned(), variant.name.clone()];
            row.extend(ids.iter().map(|id| shown(id, metrics.estimate(id))));
            rows.push(row);
        }
    }
    rows.sort_by(|a, b| a[0].cmp(&b[0]));
    html! { h2 { "By " (title.to_lowercase()) } (plain_table(&titles, &rows)) }
}

/// The key metrics interval by interval.
fn intervals(results: &Results) -> Markup {
    const IDS: [&str; 7] = [
        "offered",
        "service_level",
        "abandonment_rate",
        "asa",
        "queue_length_mean",
        "agents_on_duty",
        "occupancy",
    ];
    html! {
        h2 { "Interval by interval" }
        p.note { "Mean and half width of the confidence interval." }
        @for variant in &results.variants {
            @let titles = titles("Interval", &IDS);
            @let rows = variant.intervals.iter().map(|interval| {
                let mut row = vec![words::interval(results, &interval.start)];
                row.extend(IDS.iter().map(|id| shown(id, interval.metrics.estimate(id))));
                row
            }).collect::<Vec<_>>();
            details { summary { (words::plain(&variant.name)) } (plain_table(&titles, &rows)) }
        }
    }
}

fn titles(first: &str, ids: &[&str]) -> Vec<String> {
    let mut titles = vec![first.to_owned()];
    titles.extend(ids.iter().map(|id| label(id)));
    titles
}

fn label(id: &str) -> String {
    METRICS
        .iter()
        .find(|metric| metric.id == id)
        .map_or_else(|| id.to_owned(), |m| m.label.to_owned())
}

fn shown(id: &str, estimate: Estimate) -> String {
    let unit = METRICS.iter().find(|metric| metric.id == id).map_or(Unit::Count, |m| m.unit);
    numbers::estimate(unit, estimate.mean, estimate.half_width)
}

/// The service level by all eight formulas, so that a figure from elsewhere can be compared.
fn service_levels(results: &Results) -> Markup {
    let formulas = crate::stats::ServiceLevelDefinition::ALL;
    html! {
        h2 { "Service level by every definition" }
        p.note {
            "Vendors count differently; the same calls give all of these. The definition in use "
            "is marked with an asterisk."
        }
        @for (at, queue) in results.variants.first().map_or(&[][..], |v| &v.queues[..]).iter().enumerate() {
            @let titles = service_level_titles(results, &queue.name);
            @let rows = formulas.iter().enumerate().map(|(line, formula)| {
                let mark = if formula.id() == queue.service_level_definition { " *" } else { "" };
                let mut row = vec![format!("{}{mark}: {}", formula.id(), formula.words())];
                row.extend(results.variants.iter().map(|variant| {
                    let level = variant.queues.get(at).and_then(|q| q.service_levels.get(line)?.1);
                    level.map_or_else(|| "-".into(), numbers::percent)
                }));
                row
            }).collect::<Vec<_>>();
            (plain_table(&titles, &rows))
        }
    }
}

fn service_level_titles(results: &Results, queue: &str) -> Vec<String> {
    let mut titles = vec![format!("Queue {queue}")];
    titles.extend(results.variants.iter().map(|variant| variant.name.clone()));
    titles
}

/// Every number of the whole center with its definition.
fn metrics(results: &Results) -> Markup {
    let has = |id: &str| results.variants.iter().any(|v| v.metrics.mean(id).is_some());
    let units = if results.manifest.method.batches.is_some() { "batches" } else { "replications" };
    html! {
        h2 { "Every number and what it means" }
        p.note {
            "Mean over the " (units) " with the half width of its "
            (numbers::short(100.0 * results.manifest.confidence)) " % confidence interval (Student's "
            "t; of ratios by the delta method: sum over sum, never a mean of percentages; of "
            "quantiles of all calls by sectioning). In brackets the range in which 8 of 10 "
            (units) " lie. " (words::estimation(results).join(" "))
        }
        div.scroll {
            table {
                thead {
                    tr {
                        th scope="col" { "Number" }
                        @for variant in &results.variants { th scope="col" { (words::plain(&variant.name)) } }
                        th.text scope="col" { "Definition" }
                    }
                }
                tbody {
                    @for metric in METRICS.iter().filter(|metric| has(metric.id)) {
                        tr {
                            th scope="row" { (metric.label) br; code { (metric.id) } }
                            @for variant in &results.variants {
                                @let estimate = variant.metrics.estimate(metric.id);
                                td {
                                    (numbers::estimate(metric.unit, estimate.mean, estimate.half_width))
                                    @if let (Some(low), Some(high)) = (estimate.p10, estimate.p90) {
                                        br; span.note {
                                            "[" (numbers::value(metric.unit, low)) " to "
                                            (numbers::value(metric.unit, high)) "]"
                                        }
                                    }
                                }
                            }
                            td.text { (metric.definition) }
                        }
                    }
                }
            }
        }
    }
}

/// What was run, and how to run it again.
fn manifest(results: &Results, command: &str) -> Markup {
    let manifest = &results.manifest;
    let mut rows = vec![
        ("ringback".to_owned(), manifest.version.to_owned()),
        ("Scenario file, SHA-256".into(), manifest.scenario_sha256.clone()),
        ("Seed".into(), manifest.seed.to_string()),
        ("Simulated".into(), words::simulated(results)),
        ("Period".into(), format!("{} to {}", manifest.timeline.start, manifest.timeline.end)),
        ("Time zone".into(), manifest.timeline.time_zone.clone()),
    ];
    for file in &manifest.data {
        let notes =
            if file.notes.is_empty() { String::new() } else { format!(" ({})", file.notes) };
        rows.push((
            format!("{}, SHA-256", file.path),
            format!("{}, {} rows{notes}", file.sha256, numbers::thousands(file.rows as f64)),
        ));
    }
    rows.extend(manifest.assumed.iter().map(|a| (format!("Assumed: {}", a.path), a.value.clone())));
    rows.extend(manifest.overrides.iter().map(|o| (format!("Set: {}", o.path), o.value.clone())));
    for variant in &results.variants {
        rows.push((format!("Digest of all calls, {}", variant.name), variant.digest.to_string()));
    }
    html! {
        h2 { "How to get these numbers again" }
        pre { (words::plain(command)) }
        div.scroll {
            table {
                tbody {
                    @for (name, text) in &rows {
                        tr { th scope="row" { (words::plain(name)) } td.hash { (words::plain(text)) } }
                    }
                }
            }
        }
        p.note { "The same scenario, data, seed and version give the same bytes on any number of threads." }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_style_is_hashed_as_browsers_do_it() {
        // SHA-256 of the empty text, in base 64.
        let expected = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(super::hash(""), expected);
    }
}
