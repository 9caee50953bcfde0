//! Reports that people read: the terminal's table, the charts, and the page with its files.

mod axis;
mod canvas;
mod charts;
mod figure;
mod files;
mod headline;
mod numbers;
mod page;
mod summary;
mod sweep;
mod terminal;
mod words;

pub use files::{replace, write};
pub use numbers::thousands;
pub use sweep::{
    choice_csv, choice_markdown, choice_terminal, sweep_markdown, sweep_terminal, write_sweep,
};
pub use terminal::terminal;
