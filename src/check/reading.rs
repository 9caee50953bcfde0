//! Reads a baseline back.

use serde_json::Value;

use crate::measure::Metric;
use crate::stats::Series;

use super::baseline::{Baseline, Kept};

impl Baseline {
    /// Reads the text of a baseline's file. Metrics that this version does not know are left out.
    ///
    /// # Errors
    /// In words, with the line where there is one.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let document: Value = serde_json::from_str(text).map_err(|error| {
            format!("line {}, column {}: {error}", error.line(), error.column())
        })?;
        let schema = document["schema"].as_str().unwrap_or_default();
        if schema != "ringback.baseline/1" {
            return Err(format!("its schema is {schema:?}, not \"ringback.baseline/1\""));
        }
        let word = |key: &str| {
            let found = document[key].as_str().map(str::to_owned);
            found.ok_or_else(|| format!("`{key}` must be a text"))
        };
        let files = document["data_sha256"].as_object().ok_or("`data_sha256` must be a table")?;
        let list = document["variants"].as_array().ok_or("`variants` must be a list")?;
        Ok(Self {
            ringback: word("ringback")?,
            scenario: word("scenario")?,
            scenario_sha256: word("scenario_sha256")?,
            data_sha256: files
                .iter()
                .map(|(path, hash)| (path.clone(), hash.as_str().unwrap_or_default().to_owned()))
                .collect(),
            seed: document["seed"].as_u64().ok_or("`seed` must be a whole number")?,
            antithetic: document["antithetic"].as_bool().unwrap_or(false),
            reason: word("reason")?,
            settings: document["settings"].as_array().map(|lines| texts(lines)),
            variants: list.iter().map(variant).collect::<Result<_, _>>()?,
        })
    }
}

fn texts(list: &[Value]) -> Vec<String> {
    list.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn variant(value: &Value) -> Result<Kept, String> {
    let name = value["name"].as_str().ok_or("a variant needs a `name`")?.to_owned();
    let list = |key: &str| {
        let found = value[key].as_array();
        found.ok_or_else(|| format!("variant {name:?}: `{key}` must be a list"))
    };
    let (metrics, rows) = (texts(list("metrics")?), list("replications")?);
    let mut digests = Vec::with_capacity(rows.len());
    for (position, row) in rows.iter().enumerate() {
        let cells = row.as_array().filter(|cells| cells.len() == metrics.len() + 1);
        let digest = cells
            .and_then(|cells| cells[0].as_str())
            .and_then(|text| u64::from_str_radix(text, 16).ok());
        digests.push(digest.ok_or_else(|| {
            format!(
                "variant {name:?}, replication {position}: a digest and {} numbers",
                metrics.len()
            )
        })?);
    }
    let column = |at: usize| rows.iter().map(move |row| &row[at + 1]);
    let known = metrics.iter().enumerate().filter_map(|(at, id)| Some((at, Metric::find(id)?)));
    let metrics = known
        .map(|(at, metric)| {
            series(&column(at).collect::<Vec<_>>())
                .map(|series| (metric, series))
                .ok_or_else(|| format!("variant {name:?}: `{}` has values of two kinds", metric.id))
        })
        .collect::<Result<_, _>>()?;
    Ok(Kept { queues: texts(list("queues")?), digests, unbalanced: 0, metrics, name })
}

/// Pairs of numerator and denominator, or values of which some may be missing.
fn series(cells: &[&Value]) -> Option<Series> {
    let pair = |cell: &&Value| {
        let pair = cell.as_array().filter(|pair| pair.len() == 2)?;
        Some((pair[0].as_f64()?, pair[1].as_f64()?))
    };
    if cells.first().is_some_and(|cell| cell.is_array()) {
        return cells.iter().map(pair).collect::<Option<_>>().map(Series::Ratios);
    }
    let value = |cell: &&Value| match cell {
        Value::Null => Some(None),
        cell => cell.as_f64().map(Some),
    };
    cells.iter().map(value).collect::<Option<_>>().map(Series::Values)
}
