//! The results of a sweep as one JSON document, schema `ringback.sweep/1`.

use serde_json::{Map, Value as Json, json};

use super::plan::Cell;
use super::results::{Results, Value};

impl Results {
    /// The whole document with a line break at its end; equal results are equal bytes.
    #[must_use]
    pub fn json(&self) -> String {
        let axis = |(name, paths): (&String, &Vec<String>)| json!({ "name": name, "paths": paths });
        let document = json!({
            "schema": "ringback.sweep/1",
            "manifest": {
                "ringback": env!("CARGO_PKG_VERSION"),
                "scenario": self.scenario,
                "design": self.design.name(),
                "plan": self.plan,
                "seed": self.seed,
                "confidence": self.confidence,
                "points": self.count(),
            },
            "axes": self.axes.iter().zip(&self.paths).map(axis).collect::<Vec<_>>(),
            "points": (0..self.count()).map(|point| self.point_json(point)).collect::<Vec<_>>(),
        });
        format!("{document:#}\n")
    }

    fn point_json(&self, point: usize) -> Json {
        let axes = self.axes.iter().zip(&self.cells[point]);
        let axes: Map<String, Json> =
            axes.map(|(name, cell)| (name.clone(), cell_json(cell))).collect();
        let mut variants = Map::new();
        for (variant, queue, metric, value) in self.values(point) {
            let own = entry(&mut variants, variant);
            let metrics = match queue {
                "" => entry(own, "metrics"),
                queue => entry(entry(entry(own, "queues"), queue), "metrics"),
            };
            metrics.insert(metric.to_owned(), value_json(value));
        }
        json!({
            "point": point,
            "axes": axes,
            "replications": self.replications[point],
            "variants": variants,
        })
    }
}

/// The object below a key, made when it is not there.
fn entry<'m>(map: &'m mut Map<String, Json>, key: &str) -> &'m mut Map<String, Json> {
    let inner = map.entry(key).or_insert_with(|| Json::Object(Map::new()));
    match inner {
        Json::Object(inner) => inner,
        _ => unreachable!("only objects are made"),
    }
}

fn value_json(value: Value) -> Json {
    json!({
        "mean": value.mean,
        "half_width": value.half_width,
        "p10": value.p10,
        "p90": value.p90,
    })
}

fn cell_json(cell: &Cell) -> Json {
    match cell {
        Cell::Integer(number) => json!(number),
        Cell::Number(number) => json!(number),
        Cell::Length(_, text) | Cell::Text(text) => json!(text),
        Cell::Missing => Json::Null,
    }
}
