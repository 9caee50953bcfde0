//! What an experiment found: estimates by variant, queue, type, group and interval; comparisons.

use std::collections::BTreeMap;

use crate::measure::Metric;
use crate::observe::Digest;
use crate::scenario::{Assumed, DataFile, Override, Precision, Timeline};

/// Everything that reports, tables and the terminal show.
#[derive(Clone, Debug)]
pub struct Results {
    /// What was run.
    pub manifest: Manifest,
    /// One per variant, in the scenario's order.
    pub variants: Vec<VariantResults>,
    /// Every variant but the first, against the one it is compared with.
    pub comparisons: Vec<Comparison>,
    /// What the record says happened, where it does.
    pub recorded: Option<RecordedResults>,
}

/// What was run: enough to run it again.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Version of ringback.
    pub version: String,
    /// The command that makes the same results again; empty where no command did.
    pub command: String,
    /// Name of the scenario.
    pub scenario: String,
    /// What it asks.
    pub description: String,
    /// SHA-256 of the scenario file.
    pub scenario_sha256: String,
    /// Data files that were read.
    pub data: Vec<DataFile>,
    /// Names every random number.
    pub seed: u64,
    /// Replications that were simulated.
    pub replications: u32,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// How the results are estimated.
    pub method: Method,
    /// Civil time of the simulated moments.
    pub timeline: Timeline,
    /// Length of a reporting interval in seconds.
    pub interval_seconds: f64,
    /// Defaults that matter and are not in the file.
    pub assumed: Vec<Assumed>,
    /// Settings changed on the command line.
    pub overrides: Vec<Override>,
}

impl Manifest {
    /// What is estimated by: replications, or the batches of one.
    #[must_use]
    pub fn units(&self) -> u32 {
        self.method.batches.map_or(self.replications, |run| run.count)
    }
}

/// How results are estimated, beyond a mean over a given number of independent replications.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Method {
    /// Parts of one long run that are estimated by instead of replications.
    pub batches: Option<BatchRun>,
    /// Whether replications come in antithetic pairs.
    pub antithetic: bool,
    /// Whether offered work corrects the estimates, wherever its expectation is known.
    pub control_variate: bool,
    /// The precision that was asked for.
    pub precision: Option<Stopped>,
}

/// One long run in batches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchRun {
    /// Number of batches.
    pub count: u32,
    /// Length of each in seconds.
    pub seconds: f64,
    /// What is left out before the first, in seconds: the warm-up and what was left over.
    pub after_seconds: f64,
}

/// How a run that was to be precise enough ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stopped {
    /// What was asked for.
    pub precision: Precision,
    /// Whether the half width was reached in every variant that has the metric.
    pub reached: bool,
}

/// One metric over the replications. Absent values are 0/0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Mean per replication, ratio of sums, or pooled quantile.
    pub mean: Option<f64>,
    /// Half width of the confidence interval; none below 2 replications.
    pub half_width: Option<f64>,
    /// A tenth of the replications lies at or below.
    pub p10: Option<f64>,
    /// Nine tenths lie at or below.
    pub p90: Option<f64>,
    /// Least over replications.
    pub min: Option<f64>,
    /// Largest over replications.
    pub max: Option<f64>,
}

/// Estimates by metric id, in the order of [`METRICS`](crate::measure::METRICS).
#[derive(Clone, Debug, Default)]
pub struct Metrics(pub Vec<(&'static Metric, Estimate)>);

impl Metrics {
    /// The estimate of a metric; an empty one when the variant has no such metric.
    #[must_use]
    pub fn estimate(&self, id: &str) -> Estimate {
        self.0.iter().find(|(metric, _)| metric.id == id).map_or_else(Estimate::default, |e| e.1)
    }

    /// The mean of a metric.
    #[must_use]
    pub fn mean(&self, id: &str) -> Option<f64> {
        self.estimate(id).mean
    }
}

/// One variant's results.
#[derive(Clone, Debug)]
pub struct VariantResults {
    /// Its name.
    pub name: String,
    /// Of all calls of all replications.
    pub digest: Digest,
    /// Whether some rule offers a callback.
    pub offers_callbacks: bool,
    /// The whole center.
    pub metrics: Metrics,
    /// By queue.
    pub queues: Vec<QueueResults>,
    /// By agent group.
    pub agent_groups: Vec<NamedResults>,
    /// By call type.
    pub call_types: Vec<NamedResults>,
    /// The center by interval.
    pub intervals: Vec<IntervalResults>,
    /// The center by civil day.
    pub days: Vec<IntervalResults>,
    /// How long callers waited.
    pub curves: WaitCurves,
    /// The center's service level, replication by replication and day by day within it.
    pub daily_service_levels: Vec<f64>,
    /// Replications in which every call is accounted for.
    pub balanced: u32,
    /// What the reader should know before believing a number.
    pub warnings: Vec<String>,
}

impl VariantResults {
    /// The results of the queue of that name; none where it has no such queue.
    #[must_use]
    pub fn queue(&self, name: &str) -> Option<&QueueResults> {
        self.queues.iter().find(|queue| queue.name == name)
    }
}

/// A queue's results.
#[derive(Clone, Debug)]
pub struct QueueResults {
    /// Its name.
    pub name: String,
    /// Its metrics.
    pub metrics: Metrics,
    /// Name of the service-level formula.
    pub service_level_definition: &'static str,
    /// That formula in words.
    pub service_level_words: &'static str,
    /// Its threshold in seconds.
    pub within_seconds: f64,
    /// Its target.
    pub target: f64,
    /// Service level by each of the eight formulas (name, estimate of the ratio).
    pub service_levels: Vec<(&'static str, Option<f64>)>,
    /// By interval.
    pub intervals: Vec<IntervalResults>,
    /// By civil day.
    pub days: Vec<IntervalResults>,
    /// Quoted against actual waits, the shortest quote first; empty where they are not compared.
    pub quotes: Vec<QuotedWaits>,
    /// Callback offers by the wait before them, the shortest first; empty where none was heard.
    pub offers: Vec<OffersAfter>,
    /// What rules and hours say of it.
    pub marks: QueueMarks,
}

/// What stands beside the length of a queue: at which it overflows, when it closes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueMarks {
    /// Overflow rules by the number waiting: the rule's name and that number.
    pub thresholds: Vec<(String, u32)>,
    /// Seconds from the start of the period until each closing time within it.
    pub closings: Vec<f64>,
}

/// Callback offers that were heard after about the same wait, of all replications together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OffersAfter {
    /// Mean of the waits from the queue entry until the offer, in seconds.
    pub waited: f64,
    /// Offers that were heard.
    pub heard: u64,
    /// Offers that were accepted.
    pub accepted: u64,
}

/// Calls to which about the same wait was quoted, of all replications together. Times in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuotedWaits {
    /// How many an agent accepted.
    pub calls: u64,
    /// Mean of the waits that were estimated when they queued.
    pub quoted: f64,
    /// Mean of the waits from the queue entry until the first agent accepted.
    pub waited: f64,
    /// A tenth of them waited at most this.
    pub p10: f64,
    /// Nine tenths waited at most this.
    pub p90: f64,
}

/// Results of a call type or agent group.
#[derive(Clone, Debug)]
pub struct NamedResults {
    /// Its name.
    pub name: String,
    /// Its metrics.
    pub metrics: Metrics,
    /// By interval.
    pub intervals: Vec<IntervalResults>,
    /// By civil day.
    pub days: Vec<IntervalResults>,
}

/// Results of one interval or day.
#[derive(Clone, Debug)]
pub struct IntervalResults {
    /// Its start, RFC 3339 (of a day: the date).
    pub start: String,
    /// Its metrics.
    pub metrics: Metrics,
}

/// Share of callers who waited longer than x, of all replications together: pairs of seconds
/// and share, x rising, the share falling from its value at 0. Each curve is of its own kind
/// of call; empty where there was none.
#[derive(Clone, Debug, Default)]
pub struct WaitCurves {
    /// Calls answered live: until the agent accepted.
    pub answered: Vec<(f64, f64)>,
    /// Abandoned calls: until they hung up.
    pub abandoned: Vec<(f64, f64)>,
    /// Callbacks: from queue entry until customer and agent were joined.
    pub callback: Vec<(f64, f64)>,
}

/// One variant against another, by the same replications.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The variant compared with.
    pub from: String,
    /// The variant compared.
    pub to: String,
    /// Differences by metric id.
    pub metrics: BTreeMap<&'static str, Difference>,
    /// Metrics called better or worse each by its own interval, which do not stand when all
    /// judged metrics are looked at together (by Holm's method), in the order of the catalogue.
    pub not_by_holm: Vec<&'static str>,
}

/// A paired difference, `to` less `from`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference of the estimates.
    pub difference: Option<f64>,
    /// Half width of its paired confidence interval; none below 2 replications.
    pub half_width: Option<f64>,
    /// Whether it is better or worse.
    pub verdict: Verdict,
}

/// Whether a difference is better or worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The interval excludes zero on the good side.
    Better,
    /// The interval excludes zero on the bad side.
    Worse,
    /// The interval includes zero, or the metric has no good side.
    None,
}

impl Verdict {
    /// Its name in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::None => "none",
        }
    }
}

/// What the record says happened.
#[derive(Clone, Debug)]
pub struct RecordedResults {
    /// The center; only what a record can tell.
    pub metrics: Metrics,
    /// The center by interval.
    pub intervals: Vec<IntervalResults>,
    /// How long callers waited.
    pub curves: WaitCurves,
}
