//! Reports that people read: the terminal's table, charts, and a page.

use std::io;
use std::path::Path;

use crate::experiment::Results;

/// A placeholder until the page lands.
pub fn write(_: &Results, _: &Path, _: &str) -> io::Result<()> {
    Ok(())
}

/// Thousands.
pub fn thousands(n: f64) -> String {
    format!("{n:.0}")
}

/// Terminal.
pub fn terminal(results: &Results, _: Option<&str>, _: bool) -> String {
    crate::tables::comparison_csv(results)
}
