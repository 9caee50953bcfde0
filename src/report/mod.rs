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
mod terminal;
mod words;

pub use files::{replace, write};
pub use numbers::thousands;
pub use terminal::terminal;
