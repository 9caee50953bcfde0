//! Tables of Markdown: rows whose texts are texts, whatever they hold.

use crate::tables::markdown_text;

use super::words::plain;

/// A row of a table.
pub(super) fn row<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    format!("| {} |\n", cells.map(escaped).collect::<Vec<_>>().join(" | "))
}

/// The line below the titles of so many columns: the first from the left, the others from the right.
pub(super) fn rule(columns: usize) -> String {
    format!("|---|{}\n", "---:|".repeat(columns.saturating_sub(1)))
}

/// A text that Markdown leaves as it is.
pub(super) fn escaped(text: &str) -> String {
    markdown_text(&plain(text))
}
