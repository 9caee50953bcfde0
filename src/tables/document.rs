//! A JSON document whose long lists of intervals are written straight from the results: as values
//! of a tree they would take a hundred times the room.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Number, Value};

use crate::experiment::{Estimate, IntervalResults};

/// A part of a document.
pub(super) enum Part<'r> {
    /// Anything short.
    Value(Value),
    /// Intervals or days with their metrics.
    Windows(&'r [IntervalResults]),
    /// Keys with what stands under them.
    Table(BTreeMap<String, Part<'r>>),
    /// A list.
    List(Vec<Part<'r>>),
}

impl<'r> Part<'r> {
    /// A table of a value's keys, and further ones.
    pub(super) fn table<const N: usize>(value: Value, further: [(&str, Part<'r>); N]) -> Self {
        let mut parts = BTreeMap::new();
        if let Value::Object(map) = value {
            parts.extend(map.into_iter().map(|(key, value)| (key, Part::Value(value))));
        }
        parts.extend(further.map(|(key, part)| (key.to_owned(), part)));
        Part::Table(parts)
    }

    /// The text, indented by two spaces a level, keys in order.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }

    fn write(&self, text: &mut String, depth: usize) {
        match self {
            Part::Value(value) => nested(text, &format!("{value:#}"), depth),
            Part::Windows(windows) => {
                list(text, depth, windows, |text, window| {
                    text.push('{');
                    key(text, depth + 2, "metrics");
                    metrics(text, window, depth + 2);
                    text.push(',');
                    key(text, depth + 2, "start");
                    _ = write!(text, "{}", Value::from(window.start.as_str()));
                    line(text, depth + 1);
                    text.push('}');
                });
            }
            Part::List(parts) => list(text, depth, parts, |text, part| part.write(text, depth + 1)),
            Part::Table(parts) if parts.is_empty() => text.push_str("{}"),
            Part::Table(parts) => {
                text.push('{');
                for (position, (name, part)) in parts.iter().enumerate() {
                    comma(text, position);
                    key(text, depth + 1, name);
                    part.write(text, depth + 1);
                }
                line(text, depth);
                text.push('}');
            }
        }
    }
}

fn list<T>(text: &mut String, depth: usize, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    if items.is_empty() {
        text.push_str("[]");
        return;
    }
    text.push('[');
    for (position, item) in items.iter().enumerate() {
        comma(text, position);
        line(text, depth + 1);
        write(text, item);
    }
    line(text, depth);
    text.push(']');
}

/// The metrics of an interval, by id.
fn metrics(text: &mut String, window: &IntervalResults, depth: usize) {
    let mut all: Vec<(&str, &Estimate)> =
        window.metrics.0.iter().map(|(metric, estimate)| (metric.id, estimate)).collect();
    all.sort_unstable_by_key(|pair| pair.0);
    if all.is_empty() {
        text.push_str("{}");
        return;
    }
    text.push('{');
    for (position, (id, estimate)) in all.into_iter().enumerate() {
        comma(text, position);
        key(text, depth + 1, id);
        text.push('{');
        let numbers = [
            ("half_width", estimate.half_width),
            ("max", estimate.max),
            ("mean", estimate.mean),
            ("min", estimate.min),
            ("p10", estimate.p10),
            ("p90", estimate.p90),
        ];
        for (position, (name, number)) in numbers.into_iter().enumerate() {
            comma(text, position);
            key(text, depth + 2, name);
            match number.and_then(Number::from_f64) {
                Some(number) => _ = write!(text, "{number}"),
                None => text.push_str("null"),
            }
        }
        line(text, depth + 1);
        text.push('}');
    }
    line(text, depth);
    text.push('}');
}

fn comma(text: &mut String, position: usize) {
    if position > 0 {
        text.push(',');
    }
}

/// A new line, so deep.
fn line(text: &mut String, depth: usize) {
    text.push('\n');
    for _ in 0..depth {
        text.push_str("  ");
    }
}

/// A key on a line of its own.
fn key(text: &mut String, depth: usize, name: &str) {
    line(text, depth);
    _ = write!(text, "{}: ", Value::from(name));
}

/// A text of several lines, all but the first so deep. Line breaks within JSON's strings are
/// escaped, so every one is a line's end.
fn nested(text: &mut String, value: &str, depth: usize) {
    for (position, part) in value.split('\n').enumerate() {
        if position > 0 {
            line(text, depth);
        }
        text.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json as value;

    use super::Part;
    use crate::experiment::{Estimate, IntervalResults, Metrics};
    use crate::measure::METRICS;

    #[test]
    fn a_document_is_written_as_a_tree_of_values_would_be() {
        let estimate = Estimate { mean: Some(0.1), p90: Some(2.0), ..Estimate::default() };
        let numbers = value!({ "mean": 0.1, "p90": 2.0, "p10": null, "min": null, "max": null,
            "half_width": null });
        let (a, b) = (&METRICS[1], &METRICS[0]);
        let windows = [IntervalResults {
            start: "2026 \"x\"".into(),
            metrics: Metrics(vec![(a, estimate), (b, estimate)]),
        }];
        let few = value!({ "b": [1, { "c": "line\nbreak" }], "empty": {}, "none": [] });
        let document = Part::table(
            few.clone(),
            [
                ("a", Part::Windows(&windows)),
                ("z", Part::List(vec![Part::table(value!({}), []), Part::Windows(&[])])),
            ],
        );
        let mut tree = few;
        tree["a"] =
            value!([{ "start": "2026 \"x\"", "metrics": { a.id: numbers, b.id: numbers } }]);
        tree["z"] = value!([{}, []]);
        assert_eq!(document.text(), format!("{tree:#}"));
    }
}
