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
        let text = text.trim();
        let parsed = match self.table.decimal_comma {
            true => text.replace(',', ".").parse::<f64>(),
            false => text.parse::<f64>(),
        };
        match parsed {
            Ok(number) if (0.0..1e12).contains(&number) => Some(number),
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
