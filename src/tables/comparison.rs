//! The comparison as a table: one row a metric, for spreadsheets and pull requests.

use crate::experiment::{Difference, Metrics, Results};
use crate::measure::METRICS;

use super::{csv_text, markdown_text};

/// One row: a metric, each variant's mean, and each comparison.
struct Row<'r> {
    /// Of a queue; none: of the center.
    queue: Option<&'r str>,
    metric: &'static str,
    means: Vec<Option<f64>>,
    differences: Vec<Option<Difference>>,
}

impl Row<'_> {
    /// The metric's id, before which stands the queue: `queue.NAME.ID`.
    fn name(&self, written: impl Fn(&str) -> String) -> String {
        let queue = self.queue.map(|queue| format!("queue.{}.", written(queue)));
        queue.unwrap_or_default() + self.metric
    }
}

/// Those of the center, then, where there are several, those of each queue.
fn rows(results: &Results) -> Vec<Row<'_>> {
    let center = METRICS.iter().map(|metric| Row {
        queue: None,
        metric: metric.id,
        means: results.variants.iter().map(|v| v.metrics.mean(metric.id)).collect(),
        differences: results
            .comparisons
            .iter()
            .map(|comparison| comparison.metrics.get(metric.id).copied())
            .collect(),
    });
    let mut queues: Vec<&str> = Vec::new();
    for queue in results.variants.iter().flat_map(|variant| &variant.queues) {
        if !queues.contains(&queue.name.as_str()) {
            queues.push(&queue.name);
        }
    }
    queues = if queues.len() > 1 { queues } else { vec![] };
    let of_queues = queues.into_iter().flat_map(|name| {
        let found: Vec<Option<&Metrics>> = results
            .variants
            .iter()
            .map(|variant| variant.queue(name).map(|queue| &queue.metrics))
            .collect();
        METRICS.iter().map(move |metric| Row {
            queue: Some(name),
            metric: metric.id,
            means: found.iter().map(|metrics| metrics.and_then(|m| m.mean(metric.id))).collect(),
            differences: vec![None; results.comparisons.len()],
        })
    });
    center.chain(of_queues).filter(|row| row.means.iter().any(Option::is_some)).collect()
}

/// Column titles after the metric.
fn titles(results: &Results) -> Vec<String> {
    let mut titles: Vec<String> = results.variants.iter().map(|v| v.name.clone()).collect();
    for comparison in &results.comparisons {
        let pair = format!("{} - {}", comparison.to, comparison.from);
        titles.extend([pair, "half_width".to_owned(), "verdict".to_owned()]);
    }
    titles
}

fn cells(row: &Row<'_>, number: impl Fn(f64) -> String) -> Vec<String> {
    let shown = |value: Option<f64>| value.map_or_else(String::new, &number);
    let mut cells: Vec<String> = row.means.iter().map(|&mean| shown(mean)).collect();
    for difference in &row.differences {
        cells.push(shown(difference.and_then(|d| d.difference)));
        cells.push(shown(difference.and_then(|d| d.half_width)));
        cells.push(difference.map_or_else(String::new, |d| d.verdict.id().to_owned()));
    }
    cells
}

/// The comparison as CSV: full numbers, texts inert.
#[must_use]
pub fn comparison_csv(results: &Results) -> String {
    let titles: Vec<String> = titles(results).iter().map(|title| csv_text(title)).collect();
    let mut text = format!("metric,{}\n", titles.join(","));
    for row in rows(results) {
        let cells = cells(&row, |number| number.to_string()).join(",");
        text += &format!("{},{cells}\n", csv_text(&row.name(str::to_owned)));
    }
    text
}

/// What a reader looks at first of each queue.
const OF_QUEUES: [&str; 8] = [
    "offered",
    "handled_rate",
    "abandonment_rate",
    "service_level",
    "asa",
    "wait_p90",
    "callbacks_accepted",
    "callback_connect_mean",
];

/// The comparison as a Markdown table with numbers to four digits; of single queues what is looked at
/// first.
#[must_use]
pub fn comparison_markdown(results: &Results) -> String {
    let titles: Vec<String> = titles(results).iter().map(|title| markdown_text(title)).collect();
    let mut text = format!("| metric | {} |\n|---|", titles.join(" | "));
    text += &"---:|".repeat(titles.len());
    text.push('\n');
    let of_queue = |row: &Row<'_>| row.queue.is_none() || OF_QUEUES.contains(&row.metric);
    for row in rows(results).into_iter().filter(of_queue) {
        text += &format!("| {} | {} |\n", row.name(markdown_text), cells(&row, short).join(" | "));
    }
    text
}

/// A number to four significant digits.
fn short(number: f64) -> String {
    if number == 0.0 {
        return "0".into();
    }
    let digits = 3 - libm::floor(libm::log10(number.abs())) as i32;
    format!("{number:.*}", digits.clamp(0, 8) as usize)
}
