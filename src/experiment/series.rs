//! The own values of replications: what a baseline keeps, and what verdicts are made of.

use crate::measure::{KEY_METRICS, Metric, Scope, When, Window};
use crate::observe::Digest;
use crate::scenario::{Study, Variant};
use crate::stats::Series;

use super::warning::Seen;

/// One variant's key metrics, unit by unit: a unit is a replication, or a batch of one long run.
#[derive(Clone, Debug)]
pub struct VariantSeries {
    /// Its name.
    pub name: String,
    /// The names of its queues.
    pub queues: Vec<String>,
    /// The digest of each unit; of batches that of the run.
    pub digests: Vec<Digest>,
    /// Whether every call of each unit is accounted for.
    pub balanced: Vec<bool>,
    /// The key metrics that it has.
    pub metrics: Vec<(&'static Metric, Series)>,
}

/// The series of every variant.
pub(super) fn series(study: &Study, seen: &[Seen<'_>]) -> Vec<VariantSeries> {
    study.variants.iter().zip(seen).map(|(variant, seen)| of_variant(variant, seen)).collect()
}

fn of_variant(variant: &Variant, seen: &Seen<'_>) -> VariantSeries {
    let units = &seen.units;
    let figures = units.figures(Scope::Center, When::Period);
    let metrics = KEY_METRICS.iter().filter_map(|id| Metric::find(id));
    // Batches follow one another in one replication, so they repeat it.
    let whole = seen.whole.replications.iter().cycle().take(units.replications.len());
    let (digests, balanced) = whole.map(|done| (done.digest, done.balanced)).unzip();
    VariantSeries {
        name: variant.name.clone(),
        queues: variant.center.queues.iter().map(|queue| queue.name.clone()).collect(),
        digests,
        balanced,
        metrics: metrics
            .filter(|metric| units.has(metric, Window::Center))
            .map(|metric| (metric, metric.series(&figures)))
            .collect(),
    }
}
