//! A baseline: an accepted run, small enough to commit and to read in a change, line by line.

use std::fmt::Write as _;

use serde_json::Value;

use crate::experiment::{Outcome, VariantSeries};
use crate::measure::Metric;
use crate::scenario::Draft;
use crate::stats::Series;

/// What an accepted run was.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// Version of ringback that ran it.
    pub ringback: String,
    /// Name of the scenario.
    pub scenario: String,
    /// SHA-256 of the scenario file and what it extends.
    pub scenario_sha256: String,
    /// Data files by path with their SHA-256.
    pub data_sha256: Vec<(String, String)>,
    /// Seed.
    pub seed: u64,
    /// Whether replications came in antithetic pairs.
    pub antithetic: bool,
    /// Why it was accepted.
    pub reason: String,
    /// The settings of the scenario, as lines of TOML; none where they are too long to keep.
    pub settings: Option<Vec<String>>,
    /// What was kept of each variant.
    pub variants: Vec<Kept>,
}

/// What is kept of a variant.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// Its queues.
    pub queues: Vec<String>,
    /// The digest of each replication, folded to 64 bits.
    pub digests: Vec<u64>,
    /// Replications in which some call is not accounted for.
    pub unbalanced: usize,
    /// The key metrics, replication by replication.
    pub metrics: Vec<(&'static Metric, Series)>,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        let ids = |kept: &Self| {
            let one = |(metric, series): &(&'static Metric, Series)| (metric.id, series.clone());
            kept.metrics.iter().map(one).collect::<Vec<_>>()
        };
        self.name == other.name
            && self.queues == other.queues
            && self.digests == other.digests
            && self.unbalanced == other.unbalanced
            && ids(self) == ids(other)
    }
}

impl Kept {
    /// The own values of a metric.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<&Series> {
        self.metrics.iter().find(|(metric, _)| metric.id == id).map(|(_, series)| series)
    }
}

impl From<&VariantSeries> for Kept {
    fn from(series: &VariantSeries) -> Self {
        let fold = |digest: u128| (digest >> 64) as u64 ^ digest as u64;
        Self {
            name: series.name.clone(),
            queues: series.queues.clone(),
            digests: series.digests.iter().map(|digest| fold(digest.0)).collect(),
            unbalanced: series.balanced.iter().filter(|balanced| !**balanced).count(),
            metrics: series.metrics.clone(),
        }
    }
}

/// Bytes of settings that a baseline keeps at most.
const MOST_SETTINGS: usize = 16_384;

impl Baseline {
    /// The baseline of a run.
    #[must_use]
    pub fn of(draft: &Draft, outcome: &Outcome, reason: &str) -> Self {
        let manifest = &outcome.results.manifest;
        let settings = draft.settings();
        let bytes: usize = settings.iter().map(String::len).sum();
        Self {
            ringback: manifest.version.to_owned(),
            scenario: manifest.scenario.clone(),
            scenario_sha256: manifest.scenario_sha256.clone(),
            data_sha256: manifest
                .data
                .iter()
                .map(|file| (file.path.clone(), file.sha256.clone()))
                .collect(),
            seed: manifest.seed,
            antithetic: manifest.method.antithetic,
            reason: reason.to_owned(),
            settings: (bytes <= MOST_SETTINGS).then_some(settings),
            variants: outcome.series.iter().map(Kept::from).collect(),
        }
    }

    /// Its file. The same run gives the same bytes; a line holds one setting or one replication.
    #[must_use]
    pub fn json(&self) -> String {
        let mut text = String::from("{\n\"schema\": \"ringback.baseline/1\",\n");
        for (key, value) in [
            ("ringback", &self.ringback),
            ("scenario", &self.scenario),
            ("reason", &self.reason),
            ("scenario_sha256", &self.scenario_sha256),
        ] {
            let _ = writeln!(text, "\"{key}\": {},", quoted(value));
        }
        let files: Vec<String> = self
            .data_sha256
            .iter()
            .map(|(path, sha256)| format!("{}: {}", quoted(path), quoted(sha256)))
            .collect();
        let _ = writeln!(text, "\"data_sha256\": {},", block(&files, '{', '}'));
        let _ = writeln!(text, "\"seed\": {},", self.seed);
        let _ = writeln!(text, "\"antithetic\": {},", self.antithetic);
        if let Some(settings) = &self.settings {
            let lines: Vec<String> = settings.iter().map(|line| quoted(line)).collect();
            let _ = writeln!(text, "\"settings\": {},", block(&lines, '[', ']'));
        }
        let variants: Vec<String> = self.variants.iter().map(variant).collect();
        let _ = writeln!(text, "\"variants\": [\n{}\n]\n}}", variants.join(",\n"));
        text
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Items a line each, between brackets.
fn block(items: &[String], open: char, close: char) -> String {
    if items.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n{}\n{close}", items.join(",\n"))
}

fn variant(kept: &Kept) -> String {
    let names = |names: Vec<&str>| Value::from(names).to_string();
    let metrics = names(kept.metrics.iter().map(|(metric, _)| metric.id).collect());
    let queues = names(kept.queues.iter().map(String::as_str).collect());
    let row = |at: usize| {
        let mut row = format!("[\"{:016x}\"", kept.digests[at]);
        for (_, series) in &kept.metrics {
            row.push(',');
            match series {
                Series::Values(values) => {
                    row += &values[at].map_or_else(|| "null".into(), six);
                }
                Series::Ratios(pairs) => {
                    let _ = write!(row, "[{},{}]", six(pairs[at].0), six(pairs[at].1));
                }
            }
        }
        row + "]"
    };
    let rows: Vec<String> = (0..kept.digests.len()).map(row).collect();
    format!(
        "{{\n\"name\": {},\n\"queues\": {queues},\n\"metrics\": {metrics},\n\
         \"replications\": {}\n}}",
        quoted(&kept.name),
        block(&rows, '[', ']')
    )
}

/// A number to six significant digits, the shorter way.
fn six(number: f64) -> String {
    let rounded: f64 = format!("{number:.5e}").parse().unwrap_or(number);
    let (plain, with_exponent) = (rounded.to_string(), format!("{rounded:e}"));
    if with_exponent.len() < plain.len() { with_exponent } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_kept_the_shorter_way() {
        assert_eq!(six(4_591.0), "4591");
        assert_eq!(six(1_602_724_123_456.0), "1.60272e12");
        assert_eq!(six(0.123_456_789), "0.123457");
        assert_eq!(six(0.0), "0");
        assert_eq!(six(36.25), "36.25");
    }
}
