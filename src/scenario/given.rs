//! Values that another file gives to paths of a scenario: what a sweep lays over it, point by point.

use crate::time::{Span, TICKS_PER_SECOND};

use super::node::{Entry, Node, Table, Value};
use super::problem::At;
use super::reader;

/// A value of the scenario format that knows where it stands in its own file.
#[derive(Clone, Debug)]
pub struct Given {
    pub(super) node: Node,
}

/// A path of a scenario and the value that it gets.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Path, such as `queue.support.max_waiting`.
    pub path: String,
    /// Value.
    pub value: Given,
}

impl Given {
    /// The value as it would stand in a file.
    #[must_use]
    pub fn written(&self) -> String {
        self.node.written()
    }

    /// A text without its quotes, everything else as it would stand in a file.
    #[must_use]
    pub fn plain(&self) -> String {
        self.node.as_text().map_or_else(|| self.written(), str::to_owned)
    }

    /// A whole number.
    #[must_use]
    pub const fn integer(&self) -> Option<i64> {
        if let Value::Integer(number) = self.node.value { Some(number) } else { None }
    }

    /// A number.
    #[must_use]
    pub const fn number(&self) -> Option<f64> {
        match self.node.value {
            Value::Integer(number) => Some(number as f64),
            Value::Float(number) => Some(number),
            _ => None,
        }
    }

    /// A length of time, in seconds.
    #[must_use]
    pub fn seconds(&self) -> Option<f64> {
        let text = self.node.as_text()?;
        reader::parse_duration(text).ok().map(Span::seconds)
    }

    /// Whether the value may name a file.
    #[must_use]
    pub const fn may_name_files(&self) -> bool {
        matches!(self.node.value, Value::Text(_) | Value::List(_) | Value::Table(_))
    }

    /// A number, a length of time, or a list of them, times a factor; none of anything else. It
    /// stands where the factor stands. A product that is whole is a whole number, and so is every
    /// product when `integer` says so.
    #[must_use]
    pub fn times(&self, factor: f64, integer: bool, at: &Self) -> Option<Self> {
        let node = times(&self.node, factor, integer, &at.node.at)?;
        Some(Self { node })
    }

    /// Another number in the place of this value.
    #[must_use]
    pub fn with_number(&self, number: f64, integer: bool) -> Self {
        Self { node: Node { value: numeric(number, integer), at: self.node.at.clone() } }
    }

    /// Another length of time in the place of this value, to the millisecond.
    #[must_use]
    pub fn with_seconds(&self, seconds: f64) -> Self {
        let milliseconds = libm::round(seconds * 1e3);
        let length = Span::from_ticks(milliseconds * (TICKS_PER_SECOND as f64 / 1e3));
        let value = Value::Text(reader::written_duration(length));
        Self { node: Node { value, at: self.node.at.clone() } }
    }

    /// The same value in source number `source`.
    pub(super) fn in_source(&self, source: usize) -> Node {
        moved(&self.node, source)
    }
}

/// The seconds of a length of time such as `1m 30s`; none of anything else.
#[must_use]
pub fn seconds(text: &str) -> Option<f64> {
    reader::parse_duration(text).ok().map(Span::seconds)
}

/// A number as it is written by people: no rounding dust, whole where it is whole.
fn numeric(number: f64, integer: bool) -> Value {
    let tidy: f64 = format!("{number:.12}").parse().unwrap_or(number);
    let whole = libm::round(tidy);
    if integer { Value::Integer(whole as i64) } else { Value::Float(tidy) }
}

fn times(node: &Node, factor: f64, integer: bool, at: &At) -> Option<Node> {
    let value = match &node.value {
        Value::Integer(number) => {
            let product = *number as f64 * factor;
            let whole = product == libm::round(product);
            numeric(product, integer || whole)
        }
        Value::Float(number) => numeric(number * factor, integer),
        Value::Text(text) => {
            let length = reader::parse_duration(text).ok()?;
            let product = Span::from_ticks(libm::round(length.0 as f64 * factor));
            Value::Text(reader::written_duration(product))
        }
        Value::List(items) => {
            let product = |item| times(item, factor, integer, at);
            Value::List(items.iter().map(product).collect::<Option<_>>()?)
        }
        _ => return None,
    };
    Some(Node { value, at: at.clone() })
}

fn moved(node: &Node, source: usize) -> Node {
    let place = |at: &At| At { source, span: at.span.clone() };
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(|item| moved(item, source)).collect()),
        Value::Table(table) => {
            let entry = |entry: &Entry| Entry {
                key: entry.key.clone(),
                key_at: place(&entry.key_at),
                node: moved(&entry.node, source),
            };
            Value::Table(Table { entries: table.entries.iter().map(entry).collect() })
        }
        other => other.clone(),
    };
    Node { value, at: place(&node.at) }
}

#[cfg(test)]
mod tests {
    use super::super::node::parse_value;
    use super::*;

    fn given(text: &str) -> Given {
        Given { node: parse_value(text, 0) }
    }

    #[test]
    fn numbers_lengths_of_time_and_lists_of_them_are_multiplied() {
        let times = |text: &str, factor: f64, integer: bool| {
            given(text).times(factor, integer, &given("1")).map(|given| given.written())
        };
        assert_eq!(times("24", 0.9, false).as_deref(), Some("21.6"));
        assert_eq!(times("24", 0.9, true).as_deref(), Some("22"));
        assert_eq!(times("20", 1.1, false).as_deref(), Some("22"));
        assert_eq!(times("0.1", 3.0, false).as_deref(), Some("0.3"));
        assert_eq!(times("\"5m\"", 0.9, false).as_deref(), Some("\"4m 30s\""));
        assert_eq!(times("[10, 20.5]", 2.0, false).as_deref(), Some("[20, 41.0]"));
        assert_eq!(times("\"never\"", 2.0, false), None);
        assert_eq!(times("true", 2.0, false), None);
    }
}
