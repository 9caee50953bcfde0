//! The comparison on a terminal: at most 25 lines, aligned, colours only where they are wanted.

use textwrap::core::display_width;

use crate::experiment::{Results, Verdict};

use super::language::Language;
use super::summary::{Row, Summary, summary};

/// Text is wrapped here.
pub(super) const WIDTH: usize = 104;
const GAP: &str = "  ";

/// The summary as text; `page` is where the report was written.
#[must_use]
pub fn terminal(
    results: &Results,
    page: Option<&str>,
    coloured: bool,
    language: Language,
) -> String {
    let mut summary = language.summary(summary(results));
    if let (Some(last), Some(page)) = (summary.notes.last_mut(), page) {
        *last += &format!(" {}: {page}", language.say("Details"));
    }
    let paint = Paint(coloured);
    let mut text = format!(
        "{}   {}   {}\n\n",
        paint.bold(&summary.title[0]),
        summary.title[1],
        summary.title[2]
    );
    text += &format!("{}\n\n", wrapped(&summary.headline));
    text += &table(&summary, paint, language);
    text.push('\n');
    for note in &summary.notes {
        text += &format!("{}\n", wrapped(note));
    }
    text
}

fn table(summary: &Summary, paint: Paint, language: Language) -> String {
    let widest = |texts: &mut dyn Iterator<Item = &String>| {
        texts.map(|t| display_width(t)).max().unwrap_or(0)
    };
    let label = widest(&mut summary.rows.iter().map(|row| &row.label));
    let columns: Vec<usize> = summary
        .columns
        .iter()
        .enumerate()
        .map(|(at, title)| {
            widest(&mut summary.rows.iter().map(|row| &row.cells[at])).max(display_width(title))
        })
        .collect();
    let title = summary.difference.iter();
    let plain: Vec<String> =
        summary.rows.iter().map(|row| verdict(row, Paint(false), language)).collect();
    let difference = widest(&mut title.chain(&plain));
    let line = |name: &str, cells: &[String], change: &str, shown: usize, bad: &str| {
        let mut line = left(name, label);
        for (cell, width) in cells.iter().zip(&columns) {
            line += GAP;
            line += &right(cell, *width);
        }
        if difference > 0 {
            line += GAP;
            line += change;
            line += &" ".repeat(difference.saturating_sub(shown));
        }
        format!("{}\n", format!("{line}{GAP}{bad}").trim_end())
    };
    let change = summary.difference.clone().unwrap_or_default();
    let mut text = line("", &summary.columns, &change, display_width(&change), &summary.bad);
    for (row, plain) in summary.rows.iter().zip(&plain) {
        let change = verdict(row, paint, language);
        text += &line(&row.label, &row.cells, &change, display_width(plain), &row.bad);
    }
    text
}

/// A difference with its verdict.
fn verdict(row: &Row, paint: Paint, language: Language) -> String {
    match row.verdict {
        Verdict::None => row.difference.clone(),
        Verdict::Better => {
            format!("{} {}", row.difference, paint.colour(&language.say("better"), "32"))
        }
        Verdict::Worse => {
            format!("{} {}", row.difference, paint.colour(&language.say("worse"), "31"))
        }
    }
}

/// A paragraph in lines; a number and its per cent sign stay together.
pub(super) fn wrapped(text: &str) -> String {
    textwrap::fill(&text.replace(" %", "\u{a0}%"), WIDTH).replace('\u{a0}', " ")
}

/// Lines in columns: the first from the left, the others from the right. A line of one cell makes
/// no column wider.
pub(super) fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |column: usize| {
        let cells = lines.iter().filter(|line| line.len() > 1);
        cells.filter_map(|line| line.get(column)).map(|cell| display_width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(wide).collect();
    let mut text = String::new();
    for line in lines {
        let mut shown = String::new();
        for (column, (cell, &width)) in line.iter().zip(&widths).enumerate() {
            shown += &match column {
                0 => left(cell, width),
                _ => format!("{GAP}{}", right(cell, width)),
            };
        }
        text += &format!("{}\n", shown.trim_end());
    }
    text
}

pub(super) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text))))
}

pub(super) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(display_width(text))))
}

/// Whether to colour.
#[derive(Clone, Copy)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    pub(super) fn colour(self, text: &str, code: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.colour(text, "1")
    }
}
