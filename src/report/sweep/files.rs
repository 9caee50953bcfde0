//! The files of a sweep: merged table, charts, page; each written whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use crate::report::Language;
use crate::report::files::{draw, put};
use crate::sweep::{Results, write_whole};

use super::page::page;
use crate::report::charts;

/// Writes `sweep.parquet`, `sweep.csv`, `charts/` and `report.html` into a folder. `command` makes
/// the same results again. Page and charts are in a language, the tables in English.
///
/// # Errors
/// When a file cannot be written; files written before it stay whole.
pub fn write_sweep(
    results: &Results,
    folder: &Path,
    command: &str,
    language: Language,
) -> io::Result<()> {
    let drawings = folder.join("charts");
    fs::create_dir_all(&drawings)?;
    let parquet = results.table.parquet().map_err(io::Error::other)?;
    write_whole(&folder.join("sweep.parquet"), &parquet)?;
    let csv = results.table.csv().map_err(io::Error::other)?;
    write_whole(&folder.join("sweep.csv"), &csv)?;
    let figures = charts::sweep::all(results).into_iter().map(|one| language.figure(one)).collect();
    let shown = draw(figures, &drawings, 1)?;
    put(folder, "report.html", page(results, &shown, command, language).as_bytes())
}
