//! What a check found as CSV: one row a verdict or expectation, full numbers.

use crate::check::{Finding, Row};
use crate::tables::csv_cell;

/// All findings; files that could not be read have one row that says so.
#[must_use]
pub fn findings_csv(all: &[Finding]) -> String {
    let mut text = String::from(
        "file,kind,variant,metric,verdict,before,after,difference,half_width,tolerance\n",
    );
    for finding in all {
        let Ok(judged) = &finding.judged else {
            text += &row(&[&finding.path, "input", "", "", "wrong", "", "", "", "", ""]);
            continue;
        };
        for one in &judged.expected {
            text += &row(&[
                &finding.path,
                "expectation",
                &one.variant,
                one.expectation.metric.id,
                one.holds.id(),
                "",
                &number(one.found),
                "",
                &number(one.half_width),
                "",
            ]);
        }
        for verdict in judged.verdicts.iter().flat_map(|verdicts| &verdicts.rows) {
            text += &verdict_row(&finding.path, verdict);
        }
    }
    text
}

fn verdict_row(path: &str, verdict: &Row) -> String {
    let found = &verdict.judgement;
    row(&[
        path,
        "baseline",
        &verdict.variant,
        &verdict.subject.id(),
        found.verdict.id(),
        &number(found.before),
        &number(found.after),
        &number(found.difference),
        &number(found.half_width),
        &found.tolerance.to_string(),
    ])
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |number| number.to_string())
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    format!("{}\n", cells.join(","))
}
