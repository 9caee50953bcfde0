//! What a report's files hold, pinned: pixels of pictures, parts of the workbook, rows of tables;
//! never packed bytes, which another version of a packer may write otherwise.
//!
//! The golden lines change when a chart, a table or a number is changed on purpose. Then look at
//! the pictures, and `INSTA_UPDATE=always cargo test --release --test it goldens` renews them.

use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;

use polars::prelude::{ParquetReader, SerReader};
use ringback::data::sha256;

use crate::program::{empty_folder, ringback};

/// A short run's report.
fn report(name: &str) -> PathBuf {
    let folder = empty_folder(&format!("goldens of {name}"));
    let out = folder.display().to_string();
    let short = ["--replications", "4", "--quiet", "--out", &out];
    let said = ringback(&[&["run", "scenarios/support-line.toml"][..], &short].concat());
    assert_eq!(said.code, 0, "{}", said.errors);
    folder
}

/// The first digits of a hash: enough to see a change.
fn mark(bytes: &[u8]) -> String {
    sha256(bytes)[..16].to_owned()
}

#[test]
fn every_chart_has_the_pixels_that_were_looked_at() {
    let charts = report("charts").join("charts");
    let mut names: Vec<PathBuf> =
        fs::read_dir(charts).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|end| end == "png"));
    names.sort();
    let lines = names.iter().map(|path| {
        let decoder = png::Decoder::new(fs::File::open(path).unwrap());
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        let name = path.file_name().unwrap().display();
        format!("{name}: {} x {}, {}", frame.width, frame.height, mark(&pixels))
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_part_of_the_workbook_is_as_pinned_and_its_dates_are_fixed() {
    let bytes = fs::read(report("the workbook").join("results.xlsx")).unwrap();
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut lines = Vec::new();
    for at in 0..book.len() {
        let mut part = book.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name == "docProps/core.xml" {
            assert!(text.contains("2026-01-01T00:00:00Z"), "{text}");
        }
        lines.push(format!("{name}: {} letters, {}", text.chars().count(), mark(text.as_bytes())));
    }
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_tables_of_intervals_hold_the_same_rows_as_pinned() {
    let folder = report("tables");
    let csv = fs::read_to_string(folder.join("intervals.csv")).unwrap();
    let days = fs::read_to_string(folder.join("days.csv")).unwrap();
    let file = fs::File::open(folder.join("intervals.parquet")).unwrap();
    let frame = ParquetReader::new(file).finish().unwrap();
    assert_eq!(frame.height(), csv.lines().count() - 1);
    let means = frame.column("mean").unwrap().f64().unwrap();
    for (row, line) in csv.lines().skip(1).enumerate().step_by(97) {
        let mean = line.split(',').nth(5).unwrap();
        let packed = means.get(row).map_or_else(String::new, |value| format!("{value:?}"));
        let (told, packed) = (mean.parse::<f64>().ok(), packed.parse::<f64>().ok());
        assert_eq!(told, packed, "row {row}");
    }
    let first: Vec<&str> = csv.lines().take(12).chain(days.lines().take(4)).collect();
    insta::assert_snapshot!(format!(
        "{}\nintervals.csv: {} rows, {}\ndays.csv: {} rows, {}",
        first.join("\n"),
        csv.lines().count(),
        mark(csv.as_bytes()),
        days.lines().count(),
        mark(days.as_bytes())
    ));
}
