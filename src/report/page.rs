//! `report.html`: one file with the headline, the comparison, the charts, the definitions of all
//! numbers, and what it takes to make it again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::experiment::{
    Estimate, Manifest, Metrics, NamedResults, Results, VariantResults, Verdict,
};
use crate::measure::{METRICS, Metric, Unit};

use super::charts;
use super::language::Language;
use super::look::Look;
use super::numbers;
use super::summary::{Row, Summary, summary};
use super::words;

/// What a chart's keys do.
const KEYS: &str = "Chart: left and right read its values, up and down change the panel, plus and \
    minus zoom, 0 shows the whole";
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A chart as it stands on the page.
pub(super) struct Chart {
    /// Its caption.
    pub(super) caption: String,
    /// Its drawing, with its title.
    pub(super) svg: String,
    /// What the script tells of it, as JSON.
    pub(super) panels: String,
    /// Column titles and rows of the numbers behind it.
    pub(super) table: (Vec<String>, Vec<Vec<String>>),
}

/// The page.
pub(super) fn page(results: &Results, charts: &[Chart], look: &Look) -> String {
    let say = look.language;
    let mut summary = say.summary(summary(results));
    if let Some(title) = &look.title {
        summary.title[0] = words::plain(title);
    }
    let shown = charts::by_day(results);
    let starts = &shown.manifest.timeline.intervals;
    let times: Vec<String> =
        starts.iter().map(|at| say.say(&words::interval(&shown, at))).collect();
    document(
        say,
        &summary.title[0],
        html! {
            @if let Some(logo) = &look.logo { img.logo src=(logo.url()) alt=""; }
            // The names of the intervals, for the charts' read-out.
            div id="times" data-times=(times.join("|")) hidden {}
            (opening(results, &summary, say))
            (warnings(results, say))
            h2 { (say.say("Charts")) }
            @for chart in charts { (figure(say, chart)) }
            (parts(results, say))
            (intervals(&shown, say))
            (service_levels(results, say))
            (metrics(results, say))
            (again(results, look))
        },
    )
}

/// A page of its own around its body.
pub(super) fn document(say: Language, title: &str, body: Markup) -> String {
    // Nothing is loaded, and of scripts only the page's own runs, whatever stands in the names.
    let policy = format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; \
         style-src '{}'; script-src '{}'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let page = html! {
        (DOCTYPE)
        html lang=(say.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                title { (title) " - ringback" }
                style { (PreEscaped(STYLE)) }
            }
            body data-larger=(say.say("Zoom in")) data-smaller=(say.say("Zoom out"))
                data-whole=(say.say("Whole chart")) data-keys=(say.say(KEYS)) {
                main { (body) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string() + "\n"
}

/// A content security policy's hash of an inline style.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn opening(results: &Results, summary: &Summary, say: Language) -> Markup {
    let [name, when, simulated] = &summary.title;
    let description = words::plain(&results.manifest.description);
    html! {
        h1 { (name) }
        p.when { (when) " · " (simulated) }
        @if !description.is_empty() { p { (description) } }
        p.headline { (summary.headline) }
        div.scroll tabindex="0" role="group" aria-label=(say.say("Comparison")) {
            table {
                thead {
                    tr {
                        th scope="col" { (say.say("Number")) }
                        @for column in &summary.columns { th scope="col" { (column) } }
                        @if let Some(difference) = &summary.difference { th scope="col" { (difference) } }
                        @if !summary.bad.is_empty() { th scope="col" { (summary.bad) } }
                    }
                }
                tbody { @for row in &summary.rows { (line(summary, row, say)) } }
            }
        }
        @for note in &summary.notes { p.note { (note) } }
    }
}

fn line(summary: &Summary, row: &Row, say: Language) -> Markup {
    let part = row.label.starts_with(' ');
    html! {
        tr {
            th.part[part] scope="row" {
                @match row.metric {
                    Some(metric) => details.what {
                        summary { (row.label.trim_start()) }
                        p { (say.definition(metric)) }
                    },
                    None => (row.label.trim_start()),
                }
            }
            @for cell in &row.cells { td { (cell) } }
            @if summary.difference.is_some() { td { (row.difference) " " (verdict(row.verdict, say)) } }
            @if !summary.bad.is_empty() { td { (row.bad) } }
        }
    }
}

fn verdict(verdict: Verdict, say: Language) -> Markup {
    match verdict {
        Verdict::Better => html! { span.better { (say.say("better")) } },
        Verdict::Worse => html! { span.worse { (say.say("worse")) } },
        Verdict::None => html! {},
    }
}

fn warnings(results: &Results, say: Language) -> Markup {
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
                @if names.len() < results.variants.len() { (names.join(", ")) ": " }
                (say.say(text))
            }
        }
    }
}

/// A chart with its caption and numbers.
pub(super) fn figure(say: Language, chart: &Chart) -> Markup {
    let (titles, rows) = &chart.table;
    html! {
        figure data-panels=(chart.panels) {
            (PreEscaped(&chart.svg))
            figcaption { (chart.caption) }
            details { summary { (say.say("The numbers")) } (plain_table(titles, rows)) }
        }
    }
}

pub(super) fn plain_table(titles: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(titles.first().map_or_else(String::new, |title| words::plain(title))) {
            table.sorts {
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
fn parts(results: &Results, say: Language) -> Markup {
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
        (kind(results, say, "Queue", &CALLS, |v| {
            v.queues.iter().map(|queue| (queue.name.as_str(), &queue.metrics)).collect()
        }))
        (kind(results, say, "Call type", &CALLS, |v| named(&v.call_types)))
        (kind(results, say, "Agent group", &AGENTS, |v| named(&v.agent_groups)))
    }
}

fn named(all: &[NamedResults]) -> Vec<(&str, &Metrics)> {
    all.iter().map(|one| (one.name.as_str(), &one.metrics)).collect()
}

/// One kind of part: a row for each and variant.
fn kind(
    results: &Results,
    say: Language,
    title: &str,
    ids: &[&str],
    of: impl Fn(&VariantResults) -> Vec<(&str, &Metrics)>,
) -> Markup {
    if results.variants.iter().all(|variant| of(variant).len() < 2) {
        return html! {};
    }
    let mut titles = titles(title, ids, say);
    titles.insert(1, say.say("Variant"));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for variant in &results.variants {
        for (name, metrics) in of(variant) {
            let mut row = vec![name.to_owned(), variant.name.clone()];
            row.extend(ids.iter().map(|id| say.say(&shown(id, metrics.estimate(id)))));
            rows.push(row);
        }
    }
    rows.sort_by(|a, b| a[0].cmp(&b[0]));
    html! { h2 { (say.say(&format!("By {}", title.to_lowercase()))) } (plain_table(&titles, &rows)) }
}

/// The key metrics interval by interval.
fn intervals(results: &Results, say: Language) -> Markup {
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
        section.folded {
        h2 { (say.say("Interval by interval")) }
        p.note { (say.say("Mean and half width of the confidence interval.")) }
        @for variant in &results.variants {
            @let titles = titles("Interval", &IDS, say);
            @let rows = variant.intervals.iter().map(|interval| {
                let mut row = vec![say.say(&words::interval(results, &interval.start))];
                row.extend(IDS.iter().map(|id| say.say(&shown(id, interval.metrics.estimate(id)))));
                row
            }).collect::<Vec<_>>();
            details.table { summary { (words::plain(&variant.name)) } (plain_table(&titles, &rows)) }
        }
        }
    }
}

fn titles(first: &str, ids: &[&str], say: Language) -> Vec<String> {
    let mut titles = vec![say.say(first)];
    titles.extend(ids.iter().map(|id| label(id, say)));
    titles
}

fn label(id: &str, say: Language) -> String {
    Metric::find(id).map_or_else(|| id.to_owned(), |metric| say.label(metric))
}

fn shown(id: &str, estimate: Estimate) -> String {
    let unit = Metric::find(id).map_or(Unit::Count, |metric| metric.unit);
    numbers::estimate(unit, estimate.mean, estimate.half_width)
}

/// The service level by all eight formulas, so that a figure from elsewhere can be compared.
fn service_levels(results: &Results, say: Language) -> Markup {
    let formulas = crate::stats::ServiceLevelDefinition::ALL;
    html! {
        h2 { (say.say("Service level by every definition")) }
        p.note {
            (say.say("Vendors count differently; the same calls give all of these. The definition \
                      in use is marked with an asterisk."))
        }
        @for (at, queue) in results.variants.first().map_or(&[][..], |v| &v.queues[..]).iter().enumerate() {
            @let titles = service_level_titles(results, &queue.name, say);
            @let rows = formulas.iter().enumerate().map(|(line, formula)| {
                let mark = if formula.id() == queue.service_level_definition { " *" } else { "" };
                let mut row = vec![format!("{}{mark}: {}", formula.id(), say.say(formula.words()))];
                row.extend(results.variants.iter().map(|variant| {
                    let level = variant.queues.get(at).and_then(|q| q.service_levels.get(line)?.1);
                    level.map_or_else(|| "-".into(), |level| say.say(&numbers::percent(level)))
                }));
                row
            }).collect::<Vec<_>>();
            (plain_table(&titles, &rows))
        }
    }
}

fn service_level_titles(results: &Results, queue: &str, say: Language) -> Vec<String> {
    let mut titles = vec![say.say(&format!("Queue {queue}"))];
    titles.extend(results.variants.iter().map(|variant| variant.name.clone()));
    titles
}

/// Every number of the whole center with its definition.
fn metrics(results: &Results, say: Language) -> Markup {
    let has = |id: &str| results.variants.iter().any(|v| v.metrics.mean(id).is_some());
    let units = if results.manifest.method.batches.is_some() { "batches" } else { "replications" };
    html! {
        h2 { (say.say("Every number and what it means")) }
        p.note {
            (say.say(&format!(
                "Mean over the {units} with the half width of its {} % confidence interval \
                 (Student's t; of ratios by the delta method: sum over sum, never a mean of \
                 percentages; of quantiles of all calls by sectioning). In brackets the range in \
                 which 8 of 10 {units} lie.",
                numbers::short(100.0 * results.manifest.confidence)
            )))
            @for sentence in words::estimation(&results.manifest) { " " (say.say(&sentence)) }
        }
        div.scroll tabindex="0" role="group" aria-label=(say.say("Numbers and definitions")) {
            table {
                thead {
                    tr {
                        th scope="col" { (say.say("Number")) }
                        @for variant in &results.variants { th scope="col" { (words::plain(&variant.name)) } }
                        th.text scope="col" { (say.say("Definition")) }
                    }
                }
                tbody {
                    @for metric in METRICS.iter().filter(|metric| has(metric.id)) {
                        tr id=(format!("metric-{}", metric.id)) {
                            th scope="row" { (say.label(metric)) br; code { (metric.id) } }
                            @for variant in &results.variants {
                                @let estimate = variant.metrics.estimate(metric.id);
                                td {
                                    (say.say(&numbers::estimate(metric.unit, estimate.mean, estimate.half_width)))
                                    @if let (Some(low), Some(high)) = (estimate.p10, estimate.p90) {
                                        br; span.note {
                                            "[" (say.say(&numbers::value(metric.unit, low))) " – "
                                            (say.say(&numbers::value(metric.unit, high))) "]"
                                        }
                                    }
                                }
                            }
                            td.text { (say.definition(metric)) }
                        }
                    }
                }
            }
        }
    }
}

/// What was run, and how to run it again; of runs side by side each.
fn again(results: &Results, look: &Look) -> Markup {
    html! {
        h2 { (look.language.say("How to get these numbers again")) }
        @if look.runs.is_empty() { (manifest(&results.manifest, &results.variants, look.language)) }
        @for (name, run) in &look.runs {
            h3 { (words::plain(name)) }
            @let own = |variant: &&VariantResults| variant.name.starts_with(&format!("{name}: "));
            @let own: Vec<VariantResults> = results.variants.iter().filter(own).cloned().collect();
            (manifest(run, &own, look.language))
        }
        p.note {
            (look.language.say("The same scenario, data, seed and version give the same bytes on any \
                                number of threads."))
        }
    }
}

fn manifest(manifest: &Manifest, variants: &[VariantResults], say: Language) -> Markup {
    let mut rows = vec![
        ("ringback".to_owned(), manifest.version.clone()),
        ("Scenario file, SHA-256".into(), manifest.scenario_sha256.clone()),
        ("Seed".into(), manifest.seed.to_string()),
        ("Simulated".into(), say.say(&words::simulated(manifest))),
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
    for variant in variants {
        rows.push((format!("Digest of all calls, {}", variant.name), variant.digest.to_string()));
    }
    html! {
        @if !manifest.command.is_empty() { pre { (words::plain(&manifest.command)) } }
        div.scroll tabindex="0" role="group" aria-label=(say.say("Manifest")) {
            table {
                tbody {
                    @for (name, text) in &rows {
                        tr { th scope="row" { (say.say(&words::plain(name))) } td.hash { (words::plain(text)) } }
                    }
                }
            }
        }
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
