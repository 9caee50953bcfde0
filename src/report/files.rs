//! The folder of a report: every file written whole under another name, then renamed.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::experiment::Results;
use crate::tables;

use super::figure::Figure;
use super::look::Look;
use super::page::{Chart, page};
use super::readout::readout;
use super::{canvas, charts};

/// Writes a report into a folder: `report.html`, `results.json`, `results.xlsx`,
/// `intervals.parquet`, `intervals.csv`, `days.csv`, and `charts/` as SVG and PNG. Charts of an
/// earlier report that this one lacks are removed. Runs side by side are no run of their own:
/// they get no `results.json`. Saved results of a long period are without their intervals: the
/// tables of those stay as they are.
///
/// # Errors
/// When a file cannot be written; files written before it stay whole.
pub fn write(results: &Results, folder: &Path, look: &Look) -> io::Result<()> {
    let drawings = folder.join("charts");
    fs::create_dir_all(&drawings)?;
    let (tables, shown) = rayon::join(
        || write_tables(results, folder, look.runs.is_empty()),
        || draw(charts::all(results, look.language), &drawings, first(results)),
    );
    tables?;
    put(folder, "report.html", page(results, &shown?, look).as_bytes())
}

/// The files for machines, at once.
fn write_tables(results: &Results, folder: &Path, of_one_run: bool) -> io::Result<()> {
    type Make = (&'static str, fn(&Results) -> io::Result<Vec<u8>>);
    let mut files: Vec<Make> = vec![
        ("days.csv", |results| tables::days_csv(results).map_err(io::Error::other)),
        ("results.xlsx", |results| tables::workbook(results).map_err(io::Error::other)),
    ];
    if of_one_run {
        files.push(("results.json", |results| Ok(tables::json(results).into_bytes())));
    }
    if tables::has_intervals(results) {
        files.extend::<[Make; 2]>([
            ("intervals.csv", |results| tables::intervals_csv(results).map_err(io::Error::other)),
            ("intervals.parquet", |results| {
                tables::intervals_parquet(results).map_err(io::Error::other)
            }),
        ]);
    }
    files.into_par_iter().try_for_each(|(name, make)| put(folder, name, &make(results)?))
}

/// Draws charts as SVG and PNG, numbered from `first`; charts of an earlier report that this one
/// lacks are removed.
pub(super) fn draw(figures: Vec<Figure>, folder: &Path, first: usize) -> io::Result<Vec<Chart>> {
    let numbered: Vec<(usize, Figure)> = (first..).zip(figures).collect();
    let drawn: io::Result<Vec<(String, Chart)>> = numbered
        .into_par_iter()
        .map(|(number, figure)| {
            let stem = stem(number, &figure);
            let chart = draw_one(&stem, figure, folder)?;
            Ok((stem, chart))
        })
        .collect();
    let (stems, shown): (Vec<String>, Vec<Chart>) = drawn?.into_iter().unzip();
    sweep_out(folder, &stems)?;
    Ok(shown)
}

/// Draws one chart as SVG and PNG under a name; how it stands on the page.
pub(super) fn draw_one(stem: &str, figure: Figure, folder: &Path) -> io::Result<Chart> {
    let partial = folder.join(format!(".{stem}.partial.png"));
    let drawn = canvas::png(&figure, &partial).map_err(io::Error::other);
    let placed = drawn.and_then(|()| fs::rename(&partial, folder.join(format!("{stem}.png"))));
    if placed.is_err() {
        let _ = fs::remove_file(&partial);
    }
    placed?;
    let chart = shown(stem, figure)?;
    put(folder, &format!("{stem}.svg"), chart.svg.as_bytes())?;
    Ok(chart)
}

/// A chart's name in file names.
fn stem(number: usize, figure: &Figure) -> String {
    format!("{number:02}-{}", figure.slug)
}

/// A chart as it stands on the page.
fn shown(stem: &str, figure: Figure) -> io::Result<Chart> {
    let svg =
        canvas::svg(&figure, stem, &figure.title, &figure.caption).map_err(io::Error::other)?;
    let panels = readout(&figure);
    Ok(Chart { caption: figure.caption, svg, panels, table: figure.table })
}

/// The page alone, with its charts in it; nothing is written.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn html(results: &Results, look: &Look) -> io::Result<String> {
    let figures = (first(results)..).zip(charts::all(results, look.language));
    let drawn: io::Result<Vec<Chart>> =
        figures.map(|(number, one)| shown(&stem(number, &one), one)).collect();
    Ok(page(results, &drawn?, look))
}

/// The chart of the record, where there is one, is number 0.
fn first(results: &Results) -> usize {
    usize::from(results.recorded.is_none())
}

/// Writes one file whole: a reader sees the old or the new one.
///
/// # Errors
/// When it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    put(path.parent().unwrap_or(Path::new("")), &name, bytes)
}

/// Writes a file under another name, then renames it; when that fails, nothing of it is left.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let partial = folder.join(format!(".{name}.partial"));
    let placed = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, folder.join(name)));
    if placed.is_err() {
        let _ = fs::remove_file(&partial);
    }
    placed
}

/// Removes numbered charts that are not among these.
fn sweep_out(folder: &Path, stems: &[String]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let numbered = name.len() > 3
            && name.as_bytes()[..2].iter().all(u8::is_ascii_digit)
            && name.as_bytes()[2] == b'-'
            && (name.ends_with(".svg") || name.ends_with(".png"));
        if numbered && !stems.iter().any(|stem| *stem == name[..name.len() - 4]) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
