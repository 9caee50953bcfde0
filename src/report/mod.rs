//! Reports that people read: the terminal's table, the charts, and the page with its files.

mod axis;
mod base64;
mod canvas;
mod charts;
mod figure;
mod files;
mod headline;
mod language;
mod look;
mod numbers;
mod page;
mod readout;
mod reconcile;
mod side_by_side;
mod summary;
mod terminal;
mod words;

pub use files::{replace, write};
pub use language::Language;
pub use look::{Logo, Look};
pub use numbers::thousands;
pub use reconcile::{Thresholds, reconcile};
pub use side_by_side::side_by_side;
pub use terminal::terminal;
pub use words::plain;
