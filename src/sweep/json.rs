//! The results of a sweep as one JSON document, schema `ringback.sweep/1`; a choice likewise,
//! `ringback.optimum/1`.

use serde_json::{Map, Value as Json, json};

use crate::stats::Interval;

use super::optimise::{Aim, Candidate, Choice, Fate};
use super::plan::{Cell, Plan};
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

impl Choice {
    /// The whole document with a line break at its end; equal choices are equal bytes.
    #[must_use]
    pub fn json(&self, plan: &Plan, aim: &Aim) -> String {
        let limit = |limit: &super::optimise::Limit| {
            json!({
                "metric": limit.metric.id,
                if limit.at_least { "at_least" } else { "at_most" }: limit.bound,
                "tolerance": limit.tolerance(),
            })
        };
        let candidates: Vec<Json> =
            self.candidates.iter().map(|own| self.candidate_json(plan, aim, own)).collect();
        let document = json!({
            "schema": "ringback.optimum/1",
            "manifest": {
                "ringback": env!("CARGO_PKG_VERSION"),
                "plan": plan.name,
                "variant": self.variant,
            },
            "metric": aim.metric.id,
            "direction": if aim.more { "highest" } else { "lowest" },
            "subject_to": aim.limits.iter().map(limit).collect::<Vec<_>>(),
            "best": self.best.map(|at| self.candidates[at].point.number),
            "sure": self.is_sure,
            "confidence": self.confidence,
            "indifference": self.indifference,
            "probability_of_best": self.probability,
            "replications": self.replications,
            "points": candidates,
        });
        format!("{document:#}\n")
    }

    fn candidate_json(&self, plan: &Plan, aim: &Aim, own: &Candidate) -> Json {
        let axes = plan.file.axes.iter().zip(&own.point.cells);
        let axes: Map<String, Json> =
            axes.map(|(axis, cell)| (axis.name.clone(), cell_json(cell))).collect();
        let mut metrics = Map::new();
        metrics.insert(aim.metric.id.to_owned(), interval_json(own.value));
        for (limit, interval) in aim.limits.iter().zip(&own.limits) {
            metrics.insert(limit.metric.id.to_owned(), interval_json(*interval));
        }
        let (fate, other) = match own.fate {
            Fate::Open => ("open", Json::Null),
            Fate::Beaten(other) => ("beaten", json!(self.candidates[other].point.number)),
            Fate::Breaks(limit) => ("breaks", json!(aim.limits[limit].metric.id)),
        };
        json!({
            "point": own.point.number,
            "axes": axes,
            "replications": own.replications,
            "metrics": metrics,
            "fate": fate,
            "by": other,
        })
    }
}

fn interval_json(interval: Option<Interval>) -> Json {
    json!({
        "mean": interval.map(|interval| interval.estimate),
        "half_width": interval.and_then(|interval| interval.half_width),
    })
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
