//! What matters of a sweep on a terminal, and as Markdown.

use crate::report::Language;
use crate::report::markdown::{self, escaped};
use crate::report::terminal::{WIDTH, aligned};
use crate::report::words::plain;
use crate::sweep::Results;

use super::tables::{Table, best, heading, tables};

/// Tables on a terminal at most.
const MOST_TABLES: usize = 4;
/// Rows of a table at most.
const MOST_ROWS: usize = 16;

/// The sweep as text in a language; `page` is where the report was written.
#[must_use]
pub fn sweep_terminal(results: &Results, page: Option<&str>, say: Language) -> String {
    let [name, what] = heading(results).map(|text| plain(&text));
    let mut text = format!("{}\n", textwrap::fill(&format!("{name}   {}", say.say(&what)), WIDTH));
    for table in tables(results).iter().take(MOST_TABLES) {
        let table = table.told(say);
        text += &format!("\n{}\n{}", plain(&table.title), shown(&table, say));
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

fn shown(table: &Table, say: Language) -> String {
    let cells = |row: &Vec<String>| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>();
    let rows = table.rows.iter().take(MOST_ROWS);
    let lines: Vec<_> = std::iter::once(&table.columns).chain(rows).map(cells).collect();
    let mut text = textwrap::indent(&aligned(&lines), "  ");
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
        let row = |cells: &Vec<String>| markdown::row(cells.iter().map(String::as_str));
        text += &row(&table.columns);
        text += &markdown::rule(table.columns.len());
        table.rows.iter().for_each(|cells| text += &row(cells));
    }
    text.push('\n');
    best(results).iter().for_each(|line| text += &format!("- {}\n", escaped(line)));
    text
}
