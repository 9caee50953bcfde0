//! The comparison as a table: one row a metric, for spreadsheets and pull requests.

use crate::experiment::{Difference, Results};
use crate::measure::METRICS;

use super::csv_text;

/// One row: a metric's id, each variant's mean, and each comparison.
struct Row {
    id: &'static str,
    means: Vec<Option<f64>>,
    differences: Vec<Option<Difference>>,
}

fn rows(results: &Results) -> Vec<Row> {
    METRICS
        .iter()
        .map(|metric| Row {
            id: metric.id,
            means: results.variants.iter().map(|v| v.metrics.mean(metric.id)).collect(),
            differences: results
                .comparisons
                .iter()
                .map(|comparison| comparison.metrics.get(metric.id).copied())
                .collect(),
        })
        .filter(|row| row.means.iter().any(Option::is_some))
        .collect()
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

fn cells(row: &Row, number: impl Fn(f64) -> String) -> Vec<String> {
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
        text += &format!("{},{}\n", row.id, cells(&row, |number| number.to_string()).join(","));
    }
    text
}

/// The comparison as a Markdown table with numbers to four digits.
#[must_use]
pub fn comparison_markdown(results: &Results) -> String {
    let escaped = |text: &String| {
        text.chars()
            .map(|c| match c {
                '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '\\' => format!("\\{c}"),
                c if c.is_control() => " ".to_owned(),
                c => c.to_string(),
            })
            .collect::<String>()
    };
    let titles: Vec<String> = titles(results).iter().map(escaped).collect();
    let mut text = format!("| metric | {} |\n|---|", titles.join(" | "));
    text += &"---:|".repeat(titles.len());
    text.push('\n');
    for row in rows(results) {
        text += &format!("| {} | {} |\n", row.id, cells(&row, short).join(" | "));
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
