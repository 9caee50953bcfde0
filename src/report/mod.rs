//! Reports that people read: the terminal's table, the charts, and the page with its files.

mod axis;
mod calculator;
mod canvas;
mod charts;
mod figure;
mod files;
mod headline;
mod numbers;
mod page;
mod selfcheck;
mod summary;
mod terminal;
mod words;

pub use calculator::{calculator, cell as calculator_cell};
pub use files::{replace, write};
pub use numbers::thousands;
pub use selfcheck::{selfcheck_json, selfcheck_markdown, selfcheck_text};
pub use terminal::terminal;
