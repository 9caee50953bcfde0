//! Reports that people read: the terminal's table, the charts, and the page with its files.

mod axis;
mod calculator;
mod canvas;
mod charts;
mod figure;
mod files;
mod headline;
mod language;
mod look;
mod markdown;
mod numbers;
mod page;
mod plan;
mod readout;
mod reconcile;
mod selfcheck;
mod side_by_side;
mod summary;
mod sweep;
mod terminal;
mod verdicts;
mod words;

pub use calculator::{calculator, cell as calculator_cell};
pub use files::{html, replace, write};
pub use language::Language;
pub use look::{Logo, Look};
pub use numbers::thousands;
pub use plan::{plan_markdown, plan_terminal, write_plan};
pub use reconcile::{Thresholds, reconcile};
pub use selfcheck::{selfcheck_json, selfcheck_markdown, selfcheck_text};
pub use side_by_side::side_by_side;
pub use sweep::{
    choice_csv, choice_markdown, choice_terminal, sweep_markdown, sweep_terminal, write_sweep,
};
pub use terminal::terminal;
pub use verdicts::{
    Diff, accepted, accepted_json, annotations, diff_json, diff_text, findings, findings_csv,
    findings_json, findings_markdown, junit,
};
pub use words::plain;
