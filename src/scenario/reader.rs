//! Reads a table key by key: types and ranges are checked, and keys nobody asked for are noted.

use std::cell::RefCell;

use crate::time::{Span, TICKS_PER_SECOND};

use super::keys;
use super::node::{Node, Table, Value};
use super::problem::{At, Notes, nearest};

/// A table being read.
pub(super) struct Reader<'t> {
    pub(super) table: &'t Table,
    /// What it is called in messages, such as `[queue.support]`.
    pub(super) name: String,
    pub(super) at: At,
    pub(super) notes: &'t Notes,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(
        table: &'t Table,
        name: impl Into<String>,
        at: &At,
        notes: &'t Notes,
    ) -> Self {
        Self { table, name: name.into(), at: at.clone(), notes, asked: RefCell::default() }
    }

    /// The value of a key, if it is there.
    pub(super) fn node(&self, key: &'static str) -> Option<&'t Node> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// A key that must be there.
    pub(super) fn required(&self, key: &'static str, help: &str) -> Option<&'t Node> {
        let node = self.node(key);
        if node.is_none() {
            self.notes.add(&self.at, format!("{} needs `{key}`", self.name), help);
        }
        node
    }

    /// Notes the keys that nobody asked for; called when the table has been read.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for entry in &self.table.entries {
            let key = entry.key.as_str();
            if asked.contains(&key) {
                continue;
            }
            let homes = keys::homes(key);
            let help = match nearest(key, asked.iter().copied()) {
                _ if !homes.is_empty() => format!("`{key}` belongs to {}", homes.join(" or ")),
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let mut known = asked.clone();
                    known.sort_unstable();
                    format!("known keys: {}", known.join(", "))
                }
            };
            self.notes.add(&entry.key_at, format!("unknown key `{key}` in {}", self.name), help);
        }
    }

    /// The table below a key.
    pub(super) fn table(&self, key: &'static str) -> Option<Reader<'t>> {
        let node = self.node(key)?;
        self.inner(node, format!("`{key}`"))
    }

    /// The reader of a table of the whole file, such as `[run]`; what is no table reads as an
    /// empty one, once that has been noted.
    pub(super) fn section(
        root: &'t Table,
        key: &'static str,
        empty: &'t Table,
        notes: &'t Notes,
    ) -> Self {
        let node = root.get(key);
        let table = node.and_then(Node::as_table);
        if let (Some(node), None) = (node, table) {
            let message = format!("`{key}` must be a table, not {}", node.kind());
            notes.add(&node.at, message, format!("write [{key}] on a line of its own"));
        }
        let whole = At { source: 0, span: 0..0 };
        let at = node.map_or(&whole, |node| &node.at);
        Self::new(table.unwrap_or(empty), format!("[{key}]"), at, notes)
    }

    /// A value that must be a table.
    pub(super) fn inner(&self, node: &'t Node, name: String) -> Option<Reader<'t>> {
        match &node.value {
            Value::Table(table) => Some(Reader::new(table, name, &node.at, self.notes)),
            _ => {
                let known = keys::inside(name.trim_matches('`')).join(", ");
                let help = match known.as_str() {
                    "" => "write { key = value }".to_owned(),
                    known => format!("write {{ key = value }}; the keys are {known}"),
                };
                self.wrong(node, &format!("{name} must be a table"), &help);
                None
            }
        }
    }

    pub(super) fn wrong(&self, node: &Node, message: &str, help: &str) {
        self.notes.add(&node.at, format!("{message}, not {}", node.kind()), help);
    }

    /// A text.
    pub(super) fn text(&self, key: &'static str) -> Option<&'t str> {
        text(self.node(key)?, key, self.notes)
    }

    /// One of some texts; the position of the one that stands there.
    pub(super) fn choice(&self, key: &'static str, choices: &[&str]) -> Option<usize> {
        let node = self.node(key)?;
        let found = node.as_text().and_then(|text| choices.iter().position(|c| *c == text));
        if found.is_none() {
            let written = node.written();
            let near = nearest(written.trim_matches('"'), choices.iter().copied());
            let help = near.map_or_else(
                || format!("write one of {}", choices.join(", ")),
                |near| format!("did you mean \"{near}\"?"),
            );
            self.notes.add(&node.at, format!("{written} is no value for `{key}`"), help);
        }
        found
    }

    /// True or false.
    pub(super) fn boolean(&self, key: &'static str, default: bool) -> bool {
        match self.node(key) {
            None => default,
            Some(Node { value: Value::Boolean(yes), .. }) => *yes,
            Some(node) => {
                self.wrong(node, &format!("`{key}` must be true or false"), "without quotes");
                default
            }
        }
    }

    /// A whole number within bounds.
    pub(super) fn integer(&self, key: &'static str, low: i64, high: i64) -> Option<i64> {
        let node = self.node(key)?;
        integer(node, key, low, high, self.notes)
    }

    /// A number within bounds.
    pub(super) fn number(&self, key: &'static str, low: f64, high: f64) -> Option<f64> {
        let node = self.node(key)?;
        number(node, key, low, high, self.notes)
    }

    /// A share from 0 to 1.
    pub(super) fn share(&self, key: &'static str, default: f64) -> f64 {
        self.number(key, 0.0, 1.0).unwrap_or(default)
    }

    /// A duration.
    pub(super) fn duration(&self, key: &'static str) -> Option<Span> {
        let node = self.node(key)?;
        duration(node, key, self.notes)
    }

    /// A duration above zero.
    pub(super) fn positive_duration(&self, key: &'static str, default: Span) -> Span {
        let Some(node) = self.node(key) else { return default };
        match duration(node, key, self.notes) {
            Some(Span::ZERO) => {
                self.notes.add(&node.at, format!("`{key}` must be above 0"), "such as \"30s\"");
                default
            }
            other => other.unwrap_or(default),
        }
    }
}

/// A text.
pub(super) fn text<'t>(node: &'t Node, key: &str, notes: &Notes) -> Option<&'t str> {
    if node.as_text().is_none() {
        let message = format!("`{key}` must be a text, not {}", node.kind());
        notes.add(&node.at, message, "write it in quotes");
    }
    node.as_text()
}

/// A whole number within bounds.
pub(super) fn integer(node: &Node, key: &str, low: i64, high: i64, notes: &Notes) -> Option<i64> {
    match node.value {
        Value::Integer(number) if (low..=high).contains(&number) => Some(number),
        _ => {
            let bounds = format!("write a whole number from {low} to {high}, without quotes");
            notes.add(&node.at, format!("`{key}` cannot be {}", node.written()), bounds);
            None
        }
    }
}

/// A number within bounds.
pub(super) fn number(node: &Node, key: &str, low: f64, high: f64, notes: &Notes) -> Option<f64> {
    let found = match node.value {
        Value::Integer(number) => number as f64,
        Value::Float(number) => number,
        _ => f64::NAN,
    };
    if found >= low && found <= high {
        return Some(found);
    }
    let percent = node.as_text().and_then(|text| text.trim().strip_suffix('%'));
    let help = match percent.and_then(|text| text.trim().parse::<f64>().ok()) {
        Some(percent) => format!("write {}", percent / 100.0),
        None if high == 1.0 && found > 1.0 && found <= 100.0 => {
            format!("shares are from 0 to 1: for {found} % write {}", found / 100.0)
        }
        None if high < 1e9 => format!("write a number from {low} to {high}"),
        None => format!("write a finite number of at least {low}"),
    };
    notes.add(&node.at, format!("`{key}` cannot be {}", node.written()), help);
    None
}

/// A duration such as `"4m 20s"`.
pub(super) fn duration(node: &Node, key: &str, notes: &Notes) -> Option<Span> {
    let parsed = match &node.value {
        Value::Text(text) => parse_duration(text),
        Value::Integer(number) => Err(format!("write a unit: \"{number}s\" or \"{number}m\"")),
        Value::Float(number) => Err(format!("write a unit: \"{number}s\" or \"{number}m\"")),
        _ => Err("write it in quotes with its unit, such as \"30s\"".into()),
    };
    match parsed {
        Ok(length) => Some(length),
        Err(help) => {
            notes.add(&node.at, format!("`{key}` cannot be {}", node.written()), help);
            None
        }
    }
}

/// Units of durations with their seconds; a day is civil, but 24 hours as a length.
const UNITS: [(&str, f64); 5] =
    [("ms", 0.001), ("d", 86_400.0), ("h", 3_600.0), ("m", 60.0), ("s", 1.0)];

/// Parses a duration such as `1h30m`.
///
/// # Errors
/// What to write instead.
pub fn parse_duration(text: &str) -> Result<Span, String> {
    const HELP: &str = "write numbers with units d, h, m, s, such as \"1h30m\" or \"45s\"";
    let mut rest = text.trim();
    if rest.starts_with('-') {
        return Err("a length of time cannot be negative".into());
    }
    if rest.is_empty() {
        return Err(HELP.into());
    }
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let number: f64 = rest[..end].parse().map_err(|_| HELP.to_owned())?;
        let after = rest[end..].trim_start();
        let unit = UNITS.iter().find(|(unit, _)| {
            after.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        });
        let Some((unit, length)) = unit else {
            return Err(if after.is_empty() {
                format!("write a unit: \"{text}s\" or \"{text}m\"")
            } else {
                HELP.into()
            });
        };
        seconds += number * length;
        rest = after[unit.len()..].trim_start();
    }
    if seconds > 1e10 {
        return Err("that is longer than 300 years".into());
    }
    Ok(Span::from_ticks(seconds * TICKS_PER_SECOND as f64))
}

/// A duration as it would stand in a file: `1h 30m`, `45s`, `0.333s`.
#[must_use]
pub fn written_duration(length: Span) -> String {
    let seconds = length.0 / TICKS_PER_SECOND;
    let fraction = length.0 % TICKS_PER_SECOND;
    if fraction != 0 {
        return format!("{}s", length.seconds());
    }
    let parts = [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "m")];
    let mut text: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    if !seconds.is_multiple_of(60) || text.is_empty() {
        text.push(format!("{}s", seconds % 60));
    }
    text.join(" ")
}
