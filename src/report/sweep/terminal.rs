//! What matters of a sweep on a terminal, and as Markdown.

use textwrap::core::display_width;

use crate::report::Language;
use crate::report::words::plain;
use crate::sweep::Results;

use super::tables::{Table, best, heading, tables};

/// Tables on a terminal at most.
const MOST_TABLES: usize = 4;
/// Rows of a table at most.
const MOST_ROWS: usize = 16;
/// Text is wrapped here.
const WIDTH: usize = 104;

/// The sweep as text in a language; `page` is where the report was written.
#[must_use]
pub fn sweep_terminal(results: &Results, page: Option<&str>, say: Language) -> String {
    let [name, what] = heading(results).map(|text| plain(&text));
    let mut text = format!("{}\n", textwrap::fill(&format!("{name}   {}", say.say(&what)), WIDTH));
    for table in tables(results).iter().take(MOST_TABLES) {
        let table = table.told(say);
        text += &format!("\n{}\n{}", plain(&table.title), aligned(&table, say));
    }
    text.push('\n');
    for line in best(results) {
        text += &format!("{}\n", textwrap::fill(&say.say(&plain(&line)), WIDTH));
    }
    if let Some(page) = page {
        text += &format!("{}: {page}\n", say.say("Report"));
    }
    text
}

fn aligned(table: &Table, say: Language) -> String {
    let cells = |row: &[String]| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>();
    let mut lines = vec![cells(&table.columns)];
    lines.extend(table.rows.iter().take(MOST_ROWS).map(|row| cells(row)));
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|column| lines.iter().map(|line| display_width(&line[column])).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for line in &lines {
        let mut written = String::from(" ");
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(width - display_width(cell));
            written +=
                &if column == 0 { format!(" {cell}{gap}") } else { format!("  {gap}{cell}") };
        }
        text += written.trim_end();
        text.push('\n');
    }
    if table.rows.len() > MOST_ROWS {
        let more = format!("and {} more rows in sweep.csv", table.rows.len() - MOST_ROWS);
        text += &format!("  {}\n", say.say(&more));
    }
    text
}

/// The same tables for a pull request.
#[must_use]
pub fn sweep_markdown(results: &Results) -> String {
    let [name, what] = heading(results);
    let mut text = format!("**{}**: {}\n", escaped(&name), escaped(&what));
    for table in tables(results) {
        text += &format!("\n{}\n\n", escaped(&table.title));
        text += &line(&table.columns);
        text += &format!("|---|{}\n", "---:|".repeat(table.columns.len().saturating_sub(1)));
        table.rows.iter().for_each(|row| text += &line(row));
    }
    text.push('\n');
    best(results).iter().for_each(|line| text += &format!("- {}\n", escaped(line)));
    text
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '\\' => format!("\\{c}"),
        c => c.to_string(),
    };
    plain(text).chars().map(escape).collect()
}
