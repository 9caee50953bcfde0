//! The report of a sweep: tables for the terminal and a pull request, a page, its files.

mod choice;
mod files;
mod page;
mod tables;
mod terminal;

pub use choice::{choice_csv, choice_markdown, choice_terminal};
pub use files::write_sweep;
pub use terminal::{sweep_markdown, sweep_terminal};
