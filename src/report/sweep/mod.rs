//! The report of a sweep: tables for the terminal and a pull request, a page, its files.

mod files;
mod page;
mod tables;
mod terminal;

pub use files::write_sweep;
pub use terminal::{sweep_markdown, sweep_terminal};
