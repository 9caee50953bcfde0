//! The calculator's answers on a terminal: what was asked, then one line an answer.

use textwrap::core::display_width;

use crate::measure::Unit;
use crate::tables::{Answers, Column, endless};

use super::numbers;

const GAP: &str = "  ";
/// Text is wrapped here.
const WIDTH: usize = 104;

/// The answers as text, with notes below.
#[must_use]
pub fn calculator(answers: &Answers, notes: &[&str]) -> String {
    let mut titles: Vec<String> = answers.first_titles().iter().map(ToString::to_string).collect();
    let first = titles.len();
    titles.extend(answers.columns.iter().map(|column| column.label.clone()));
    let rows = answers.cells(cell);
    let widths: Vec<usize> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| {
            let cells = rows.iter().map(|cells| display_width(&cells[at]));
            cells.chain([display_width(title)]).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| {
            format!("{}{cell}", " ".repeat(width.saturating_sub(display_width(cell))))
        });
        padded.collect::<Vec<_>>().join(GAP)
    };
    let asked = textwrap::fill(&format!("{}   {}", answers.label, answers.question), WIDTH);
    let mut text = format!("{asked}\n\n{}\n", line(&titles));
    for (row, cells) in answers.rows.iter().zip(&rows) {
        text += &match endless(row) {
            Some(words) => format!("{}{GAP}{words}", line(&cells[..first])),
            None => line(cells),
        };
        text.push('\n');
    }
    for (position, note) in notes.iter().enumerate() {
        text += &format!("{}{note}\n", if position == 0 { "\n" } else { "" });
    }
    text
}

/// A measure as a planner writes it: small shares keep two digits.
#[must_use]
pub fn cell(column: &Column, value: f64) -> String {
    let percent = 100.0 * value;
    match column.unit {
        Unit::Share if value == 0.0 => "0".into(),
        Unit::Share if percent < 0.001 => format!("{percent:.0e} %"),
        Unit::Share if percent < 0.1 => format!("{percent:.3} %"),
        Unit::Share if percent < 1.0 => format!("{percent:.2} %"),
        // What is not all does not read as all.
        Unit::Share if (99.95..100.0).contains(&percent) => "> 99.9 %".into(),
        Unit::Average => format!("{value:.2}"),
        unit => numbers::value(unit, value),
    }
}
