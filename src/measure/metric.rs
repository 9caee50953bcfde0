//! What a metric is: its name, what it means, for whom it exists, which way is better, its formula.

use crate::stats::{Better, Series};

use super::catalogue::METRICS;
use super::figures::{Figures, Pooled};

/// A measure of one window of one replication, estimated over all replications.
#[derive(Debug)]
pub struct Metric {
    /// Its stable name in files.
    pub id: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What the number counts or measures.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// For whom and when it exists.
    pub windows: &'static [Window],
    /// Whether it exists only where callbacks are offered.
    pub of_callbacks: bool,
    /// Whether it exists only where waits are compared with estimates.
    pub of_quotes: bool,
    /// What it is, in one sentence.
    pub definition: &'static str,
    /// How it is calculated.
    pub formula: Formula,
}

/// What a metric's number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Calls, customers or other things per replication.
    Count,
    /// A share from 0 to 1.
    Share,
    /// Seconds.
    Seconds,
    /// Things present on average.
    Average,
    /// Hours.
    Hours,
    /// Money in the scenario's currency.
    Money,
}

/// For whom and when a metric exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The whole center over the whole period.
    Center,
    /// One queue.
    Queue,
    /// One call type.
    CallType,
    /// One agent group.
    Group,
    /// One reporting interval of the center, a queue or a call type.
    Interval,
    /// One reporting interval of an agent group.
    GroupInterval,
}

/// How a metric is calculated.
#[derive(Clone, Copy, Debug)]
pub enum Formula {
    /// A value per replication; the estimate is their mean.
    PerReplication(fn(&Figures) -> Option<f64>),
    /// Numerator and denominator per replication; the estimate is sum over sum.
    Ratio(fn(&Figures) -> (f64, f64)),
    /// A quantile: per replication, and over all calls together.
    Quantile(fn(&Figures) -> Option<f64>, fn(&Pooled) -> Option<f64>),
}

impl Metric {
    /// The metric of this name.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        METRICS.iter().find(|metric| metric.id == id)
    }

    /// Whether it exists for this window.
    #[must_use]
    pub fn exists_for(&self, window: Window) -> bool {
        self.windows.contains(&window)
    }

    /// One replication's own value; none for 0/0.
    #[must_use]
    pub fn value(&self, figures: &Figures) -> Option<f64> {
        match self.formula {
            Formula::PerReplication(value) | Formula::Quantile(value, _) => value(figures),
            Formula::Ratio(parts) => {
                let (numerator, denominator) = parts(figures);
                (denominator > 0.0).then(|| numerator / denominator)
            }
        }
    }

    /// The own values of replications, by their figures.
    #[must_use]
    pub fn series(&self, figures: &[Figures]) -> Series {
        match self.formula {
            Formula::PerReplication(value) | Formula::Quantile(value, _) => {
                Series::Values(figures.iter().map(value).collect())
            }
            Formula::Ratio(parts) => Series::Ratios(figures.iter().map(parts).collect()),
        }
    }
}

/// A metric that has no good side and needs no callbacks.
pub(super) const fn metric(
    id: &'static str,
    label: &'static str,
    unit: Unit,
    windows: &'static [Window],
    formula: Formula,
    definition: &'static str,
) -> Metric {
    Metric {
        id,
        label,
        unit,
        better: Better::Neither,
        windows,
        of_callbacks: false,
        of_quotes: false,
        definition,
        formula,
    }
}

impl Metric {
    /// With a good side.
    pub(super) const fn better(mut self, better: Better) -> Self {
        self.better = better;
        self
    }

    /// Existing only where callbacks are offered.
    pub(super) const fn of_callbacks(mut self) -> Self {
        self.of_callbacks = true;
        self
    }

    /// Existing only where waits are compared with estimates.
    pub(super) const fn of_quotes(mut self) -> Self {
        self.of_quotes = true;
        self
    }
}
