//! CSV as planners have it: comma, semicolon or tab, decimal comma, byte-order mark.

use std::io::Cursor;

use polars::prelude::{
    CsvParseOptions, CsvReadOptions, DataFrame, DataType, PolarsError, SerReader,
};

use crate::scenario::{Cells, Column, DataTable, Unreadable};

use super::{MOST_ROWS, plain, too_many_rows};

/// The byte-order mark of UTF-8.
pub(super) const MARK: char = '\u{FEFF}';

/// Reads a CSV file with every cell as text.
pub(super) fn read(bytes: Vec<u8>) -> Result<DataTable, Unreadable> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|&&byte| byte == b'\n').count();
        Unreadable::new(format!("line {line} is not UTF-8"), "save the file as \"CSV UTF-8\"")
    })?;
    let mark = text.starts_with(MARK);
    let header = text.strip_prefix(MARK).unwrap_or(&text).lines().next().unwrap_or_default();
    if header.trim().is_empty() {
        return Err(Unreadable::new("it is empty", "the first line must name the columns"));
    }
    let separator = separator(header);
    let mut table = match plain::split(&text, separator) {
        Some((header, starts)) => plain::table(text, header, starts),
        None => by_library(&text, separator)?,
    };
    if table.rows() > MOST_ROWS {
        return Err(too_many_rows(table.rows()));
    }
    table.has_lines = true;
    table.decimal_comma = separator != ',' && has_decimal_comma(&table);
    table.notes = notes(mark, separator, table.decimal_comma);
    Ok(table)
}

/// Reads any file, or says what is wrong with it.
pub(super) fn by_library(text: &str, separator: char) -> Result<DataTable, Unreadable> {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    check_lines(text, separator)?;
    let frame = CsvReadOptions::default()
        .with_has_header(true)
        .with_infer_schema_length(Some(0))
        .with_n_threads(Some(1))
        .with_parse_options(CsvParseOptions::default().with_separator(separator as u8))
        .into_reader_with_file_handle(Cursor::new(text.as_bytes()))
        .finish()
        .map_err(malformed)?;
    texts(&frame).map_err(malformed)
}

fn malformed(error: PolarsError) -> Unreadable {
    Unreadable::new(error.to_string(), "write plain CSV: a header, then one line a row")
}

/// The separator that the header has most of.
fn separator(header: &str) -> char {
    let count = |separator: char| header.matches(separator).count();
    [',', ';', '\t'].into_iter().rev().max_by_key(|&separator| count(separator)).unwrap_or(',')
}

/// Every line has as many cells as the header; quoted cells may hold separators and breaks.
fn check_lines(text: &str, separator: char) -> Result<(), Unreadable> {
    if !text.contains('"') {
        return check_plain_lines(text, separator);
    }
    let (mut line, mut start, mut cells, mut quoted) = (1, 1, 1, false);
    let mut wanted = None;
    let mut empty = true;
    for c in text.chars().chain(text.chars().last().filter(|c| *c != '\n').map(|_| '\n')) {
        match c {
            '"' => {
                quoted = !quoted;
                empty = false;
            }
            '\n' if !quoted => {
                if !empty && *wanted.get_or_insert(cells) != cells {
                    return Err(uneven(start, cells, wanted.unwrap_or_default()));
                }
                line += 1;
                (start, cells, empty) = (line, 1, true);
            }
            '\n' => line += 1,
            c if c == separator && !quoted => {
                cells += 1;
                empty = false;
            }
            '\r' => {}
            _ => empty = false,
        }
    }
    if quoted {
        return Err(Unreadable::new(
            format!("a quote opened in line {start} is never closed"),
            "close it, or write \"\" for a quote within a cell",
        ));
    }
    Ok(())
}

/// The same where nothing is quoted, so that every break ends a row.
fn check_plain_lines(text: &str, separator: char) -> Result<(), Unreadable> {
    let mut wanted = None;
    for (position, line) in text.split('\n').enumerate() {
        if line.bytes().all(|byte| byte == b'\r') {
            continue;
        }
        let cells = 1 + line.bytes().filter(|&byte| byte == separator as u8).count();
        if *wanted.get_or_insert(cells) != cells {
            return Err(uneven(position + 1, cells, wanted.unwrap_or_default()));
        }
    }
    Ok(())
}

fn uneven(line: usize, cells: usize, wanted: usize) -> Unreadable {
    Unreadable::new(
        format!("line {line} has {} where the header has {wanted}", count(cells)),
        "mend the line; a cell that holds the separator stands in quotes",
    )
}

fn count(cells: usize) -> String {
    format!("{cells} {}", if cells == 1 { "cell" } else { "cells" })
}

/// Whether some cell is a number with a comma and none has one with a point.
fn has_decimal_comma(table: &DataTable) -> bool {
    let is_number = |text: &str, point: char| {
        text.split_once(point).is_some_and(|(whole, part)| {
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            !part.is_empty() && digits(whole) && digits(part)
        })
    };
    let mut cells = table.columns.iter().flat_map(Cells::iter).flatten();
    cells.any(|cell| is_number(cell.trim(), ','))
        && !table
            .columns
            .iter()
            .flat_map(Cells::iter)
            .flatten()
            .any(|cell| is_number(cell.trim(), '.'))
}

fn notes(mark: bool, separator: char, decimal_comma: bool) -> String {
    let mut notes = Vec::new();
    if mark {
        notes.push("byte-order mark");
    }
    match separator {
        ';' => notes.push("delimiter ;"),
        '\t' => notes.push("delimiter tab"),
        _ => {}
    }
    if decimal_comma {
        notes.push("decimal comma");
    }
    notes.join(", ")
}

/// A frame as texts, times in ISO 8601.
pub(super) fn texts(frame: &DataFrame) -> Result<DataTable, PolarsError> {
    let mut table = DataTable::default();
    for column in frame.columns() {
        // A column with a time zone holds instants: they are written in UTC, and say so.
        let (column, mark) = match column.dtype() {
            DataType::Datetime(unit, Some(_)) => {
                let instants = column.to_physical_repr();
                (&instants.cast(&DataType::Datetime(*unit, None))?, "Z")
            }
            _ => (column, ""),
        };
        let cells = column.cast(&DataType::String)?;
        let cells = cells.str()?;
        table.header.push(column.name().trim().to_owned());
        let bytes = cells.iter().flatten().map(|cell| cell.len() + mark.len()).sum();
        let mut column = Column::with_capacity(cells.len(), bytes);
        cells.iter().for_each(|cell| column.push(cell.map(|cell| [cell, mark])));
        table.columns.push(Cells::Column(column));
    }
    Ok(table)
}
