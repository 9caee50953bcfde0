//! Results as tables and files that machines read: JSON, CSV, Parquet, XLSX, Markdown.

mod calculator;
mod comparison;
mod document;
mod events;
mod frames;
mod json;
mod node;
mod pivot;
mod reading;
mod saved;
mod sweep;
mod workbook;

pub use calculator::{Answer, Answers, Column, endless};
pub use comparison::{comparison_csv, comparison_markdown};
pub use events::{EventColumns, events_parquet};
pub use frames::{days_csv, intervals_csv, intervals_parquet};
pub use json::{
    comparison as comparison_value, has_intervals, json, manifest as manifest_value,
    metrics as metrics_value,
};
pub use reading::{Unreadable, read_results};
pub use sweep::{AxisColumn, Measurements, SweepTable, part_parquet, read_part};
pub use workbook::workbook;

/// A cell of a CSV line: a number as it is, as a minus before it is harmless; a text inert.
#[must_use]
pub fn csv_cell(cell: &str) -> String {
    if cell.parse::<f64>().is_ok() { cell.to_owned() } else { csv_text(cell) }
}

/// A text of a CSV line: inert, and in quotes where it needs them.
#[must_use]
pub fn csv_text(text: &str) -> String {
    let text = inert(text);
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// A text that Markdown leaves as it is; control characters are spaces.
#[must_use]
pub fn markdown_text(text: &str) -> String {
    let escape = |c: char| match c {
        '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '\\' => format!("\\{c}"),
        c if c.is_control() => " ".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

/// A text cell that a spreadsheet takes for a text: one that could start a formula gets an
/// apostrophe before it, and control characters are spaces.
#[must_use]
pub fn inert(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // A spreadsheet may skip spaces before it looks for a formula.
    match text.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}")
        }
        _ => text,
    }
}
