//! A JSON document whose long lists of intervals are written straight from the results: as values
//! of a tree they would take a hundred times the room.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::experiment::{Estimate, IntervalResults, Metrics};

/// A part of a document.
pub(super) enum Part<'r> {
    /// Anything short.
    Value(Value),
    /// Intervals or days with their metrics.
    Windows(&'r [IntervalResults]),
    /// Intervals with their main metrics alone.
    Brief(&'r [IntervalResults]),
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
        // It cannot fail: every key is a text, and nothing is written but memory.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Part::Value(value) => value.serialize(to),
            Part::Windows(windows) => to.collect_seq(windows.iter().map(|own| Window(own, false))),
            Part::Brief(windows) => to.collect_seq(windows.iter().map(|own| Window(own, true))),
            Part::Table(parts) => parts.serialize(to),
            Part::List(parts) => parts.serialize(to),
        }
    }
}

/// What an interval report has in the trade: the metrics of an interval among very many.
const MAIN: [&str; 10] = [
    "abandoned",
    "abandonment_rate",
    "agents_on_duty",
    "answered",
    "asa",
    "callbacks_accepted",
    "handled_rate",
    "occupancy",
    "offered",
    "service_level",
];

/// An interval or a day; whether with its main metrics alone.
struct Window<'r>(&'r IntervalResults, bool);

impl Serialize for Window<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("metrics", &ById(&self.0.metrics, self.1))?;
        map.serialize_entry("start", &self.0.start)?;
        map.end()
    }
}

/// Metrics in order of their ids; whether the main ones alone.
struct ById<'r>(&'r Metrics, bool);

impl Serialize for ById<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut all: Vec<_> = self.0.0.iter().map(|(metric, one)| (metric.id, one)).collect();
        all.retain(|pair| !self.1 || MAIN.contains(&pair.0));
        all.sort_unstable_by_key(|pair| pair.0);
        to.collect_map(all.into_iter().map(|(id, one)| (id, Numbers(one))))
    }
}

/// The numbers of an estimate.
struct Numbers<'r>(&'r Estimate);

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Estimate { mean, half_width, p10, p90, min, max } = self.0;
        to.collect_map([
            ("half_width", half_width),
            ("max", max),
            ("mean", mean),
            ("min", min),
            ("p10", p10),
            ("p90", p90),
        ])
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
