//! Data files that a scenario reads: text tables by path, loaded elsewhere, read here with rows.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::node::{Node, Table, Value};
use super::problem::{At, Notes};

/// A file as a table of texts.
#[derive(Clone, Debug, Default)]
pub struct DataTable {
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Column names.
    pub header: Vec<String>,
    /// Columns of cells.
    pub columns: Vec<Cells>,
    /// What was detected, such as `delimiter ';'`; empty when plain.
    pub notes: String,
    /// Whether numbers have a decimal comma.
    pub decimal_comma: bool,
    /// Whether rows stand in lines of a text file, the header in the first.
    pub has_lines: bool,
}

impl DataTable {
    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Cells::len)
    }

    /// Where a row stands, in words.
    fn place(&self, row: usize) -> String {
        if self.has_lines { format!("line {}", row + 2) } else { format!("row {}", row + 1) }
    }
}

/// Why a data file could not be loaded, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong, with the line where there is one.
    pub what: String,
    /// What to do.
    pub help: String,
}

impl Unreadable {
    /// What is wrong and what to do.
    #[must_use]
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into() }
    }
}

/// The files of a scenario by path; of one that could not be loaded, why.
pub type Files = BTreeMap<String, Result<DataTable, Unreadable>>;

/// The paths of all data files that a tree names, each once.
pub(super) fn named(table: &Table, found: &mut Vec<String>) {
    for entry in &table.entries {
        match &entry.node.value {
            Value::Text(path) if ["file", "roster", "holidays"].contains(&entry.key.as_str()) => {
                if !found.contains(path) {
                    found.push(path.clone());
                }
            }
            _ => named_in(&entry.node, found),
        }
    }
}

fn named_in(node: &Node, found: &mut Vec<String>) {
    match &node.value {
        Value::Table(inner) => named(inner, found),
        Value::List(list) => list.iter().for_each(|node| named_in(node, found)),
        _ => {}
    }
}

/// A file open for reading, and where the scenario names it.
pub(super) struct Open<'f> {
    pub(super) table: &'f DataTable,
    pub(super) path: String,
    pub(super) at: At,
    pub(super) notes: &'f Notes,
}

/// Opens the file that a node names.
pub(super) fn open<'f>(node: &Node, files: &'f Files, notes: &'f Notes) -> Option<Open<'f>> {
    let Some(path) = node.as_text() else {
        notes.add(&node.at, "`file` must be a text", "write the path in quotes");
        return None;
    };
    match files.get(path) {
        Some(Ok(table)) => Some(Open { table, path: path.to_owned(), at: node.at.clone(), notes }),
        Some(Err(why)) => {
            notes.add(&node.at, format!("cannot read {path}: {}", why.what), why.help.clone());
            None
        }
        None => {
            notes.add(&node.at, format!("{path} was not loaded"), "");
            None
        }
    }
}

impl<'f> Open<'f> {
    /// A column that must be there, named by a node.
    pub(super) fn column(&self, name: &str, at: &At) -> Option<&'f Cells> {
        let found = self.optional(name);
        if found.is_none() {
            self.notes.add(
                at,
                format!("{} has no column {name:?}", self.path),
                format!("its columns are {}", self.table.header.join(", ")),
            );
        }
        found
    }

    /// A column that may be there.
    pub(super) fn optional(&self, name: &str) -> Option<&'f Cells> {
        let position = self.table.header.iter().position(|header| header == name)?;
        Some(&self.table.columns[position])
    }

    /// Notes a problem of a row; after some of them a file's others are left unsaid.
    pub(super) fn fault(&self, row: usize, message: &str, help: &str) {
        self.notes.add(
            &self.at,
            format!("{}, {}: {message}", self.path, self.table.place(row)),
            help,
        );
    }

    /// A number of at least 0 in a cell.
    pub(super) fn number(&self, row: usize, column: &str, text: &str) -> Option<f64> {
        let text = trimmed(text);
        let point = if self.table.decimal_comma { b',' } else { b'.' };
        let parsed = plain(text, point).or_else(|| match self.table.decimal_comma {
            true => text.replace(',', ".").parse().ok(),
            false => text.parse().ok(),
        });
        match parsed {
            Some(number) if (0.0..1e12).contains(&number) => Some(number),
            _ => {
                self.fault(
                    row,
                    &format!("{column} cannot be {text:?}"),
                    "write a finite number of at least 0, or leave the cell empty",
                );
                None
            }
        }
    }

    /// All numbers of a column, empty cells left out.
    pub(super) fn numbers(&self, name: &str, cells: &Cells) -> Vec<f64> {
        let mut numbers = Vec::with_capacity(cells.len());
        for (row, cell) in cells.iter().enumerate() {
            if let Some(text) = cell {
                match self.number(row, name, text) {
                    Some(number) => numbers.push(number),
                    None => break,
                }
            }
        }
        numbers
    }
}

/// A text without the white space around it.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// A number as nearly all files write it, such as `12` or `12.5`: at most 15 digits, which a float
/// holds exactly, over a power of ten that it holds too, so that the quotient is the nearest float
/// as the library finds it. None where it is written otherwise.
fn plain(text: &str, point: u8) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > POWERS.len() {
        return None;
    }
    let (mut digits, mut behind) = (0_u64, None);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits = 10 * digits + u64::from(byte - b'0'),
            _ if byte == point && behind.is_none() => behind = Some(bytes.len() - at - 1),
            _ => return None,
        }
    }
    if behind.is_none() && bytes.len() == POWERS.len() || bytes.len() == 1 && behind.is_some() {
        return None;
    }
    Some(digits as f64 / POWERS[behind.unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Stream};

    #[test]
    fn a_plain_number_is_the_float_that_the_library_finds() {
        let stream = Stream::new(1, 0, Purpose::Jitter, 0);
        let mut read = 0;
        for number in 0..200_000 {
            let mut dice = stream.draws(number, 0);
            let digits = 1 + dice.below(16) as usize;
            let text = format!("{:016}", dice.below(10_u64.pow(16)));
            let mut text = text[..digits].to_owned();
            text.insert(dice.below(digits as u64 + 1) as usize, '.');
            if dice.below(4) == 0 {
                text = text.replace('.', "");
            }
            if let Some(ours) = plain(&text, b'.') {
                read += 1;
                let parsed: f64 = text.parse().unwrap();
                assert_eq!(ours.to_bits(), parsed.to_bits(), "{text}");
            }
        }
        assert!((180_000..200_000).contains(&read), "{read}");
        assert_eq!(plain("12,5", b','), Some(12.5));
        assert_eq!(plain("999999999999999", b'.'), Some(999_999_999_999_999.0));
        for other in ["", ".", "-1", "+1", "1e3", "1.2.3", " 1", "1,5", "inf", "1234567890123456"] {
            assert_eq!(plain(other, b'.'), None, "{other}");
        }
    }

    #[test]
    fn what_is_trimmed_is_what_the_library_trims() {
        for text in ["", " ", "a", " a", "a ", "a b", "\ta\r", "\u{a0}a\u{3000}", "żółw", "~!"] {
            assert_eq!(trimmed(text), text.trim(), "{text:?}");
        }
    }
}
