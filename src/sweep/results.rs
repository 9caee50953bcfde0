//! The results of a sweep: the merged table, and every number by point, variant, queue and metric.

use std::collections::BTreeMap;

use crate::experiment::Measured;
use crate::measure::Metric;
use crate::scenario::{Problems, Study};
use crate::tables::{AxisColumn, Measurements, SweepTable};

use super::parts::{Rows, append};
use super::plan::{Cell, Plan};

/// One number of one variant at one point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value {
    /// Mean; none for 0/0.
    pub mean: Option<f64>,
    /// Half width of its confidence interval.
    pub half_width: Option<f64>,
    /// A tenth of the replications lies at or below.
    pub p10: Option<f64>,
    /// Nine tenths lie at or below.
    pub p90: Option<f64>,
}

/// What a sweep found: all of its points.
#[derive(Clone, Debug)]
pub struct Results {
    /// Name of the scenario.
    pub scenario: String,
    /// What a replication covers: start and end, RFC 3339.
    pub period: (String, String),
    /// Name of the design.
    pub design: crate::scenario::Design,
    /// Names of the axes, in the order of the file.
    pub axes: Vec<String>,
    /// Paths of each axis.
    pub paths: Vec<Vec<String>>,
    /// How many values each axis has in the file; 0 where it has a range.
    pub listed: Vec<usize>,
    /// What each axis takes at each point.
    pub cells: Vec<Vec<Cell>>,
    /// Replications of each point.
    pub replications: Vec<u32>,
    /// Names of the variants that some point has, in the order of the scenario.
    pub variants: Vec<String>,
    /// What was measured, in the order of the file.
    pub metrics: Vec<&'static Metric>,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Names every random number.
    pub seed: u64,
    /// Name of the plan.
    pub plan: String,
    /// The merged table.
    pub table: SweepTable,
    values: Vec<BTreeMap<(String, String, String), Value>>,
}

impl Results {
    /// Puts finished points together; none when some are missing.
    ///
    /// # Errors
    /// Problems of the scenario at the first point, of which the names are taken.
    pub fn new(plan: &Plan, finished: &BTreeMap<String, Rows>) -> Result<Option<Self>, Problems> {
        let first = plan.study(&plan.point(0)?)?;
        let mut cells = Vec::new();
        let mut numbers = Vec::new();
        let mut measured = Measurements::default();
        let (mut values, mut replications) = (Vec::new(), Vec::new());
        for number in 0..plan.count() {
            let point = plan.point(number)?;
            let Some(Rows(rows)) = finished.get(&point.name) else { return Ok(None) };
            numbers.extend(std::iter::repeat_n(number, rows.len()));
            append(&mut measured, rows);
            values.push(by_name(rows));
            replications.push(rows.replications.first().copied().unwrap_or(0));
            cells.push(point.cells);
        }
        let axes: Vec<String> = plan.file.axes.iter().map(|axis| axis.name.clone()).collect();
        let column = |(at, name): (usize, &String)| {
            let own = numbers.iter().map(|&number| &cells[number as usize][at]);
            (name.clone(), column(own))
        };
        let columns = axes.iter().enumerate().map(column).collect();
        let table = SweepTable { point: numbers, axes: columns, measured };
        Ok(Some(Self {
            scenario: first.name.clone(),
            period: (first.timeline.start.clone(), first.timeline.end.clone()),
            design: plan.file.design,
            axes,
            paths: plan.file.axes.iter().map(|axis| axis.paths.clone()).collect(),
            listed: plan.layout.listed().to_vec(),
            cells,
            replications,
            variants: variants(&first, &values),
            metrics: plan.file.metrics.clone(),
            confidence: first.run.confidence,
            seed: first.run.seed,
            plan: plan.name.clone(),
            table,
            values,
        }))
    }

    /// How many points there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.cells.len()
    }

    /// A number of the whole center.
    #[must_use]
    pub fn value(&self, point: usize, variant: &str, metric: &str) -> Value {
        let key = (variant.to_owned(), String::new(), metric.to_owned());
        self.values[point].get(&key).copied().unwrap_or_default()
    }

    /// All numbers of a point: by variant, queue (empty: the center) and metric.
    pub fn values(&self, point: usize) -> impl Iterator<Item = (&str, &str, &str, Value)> {
        self.values[point].iter().map(|((variant, queue, metric), value)| {
            (variant.as_str(), queue.as_str(), metric.as_str(), *value)
        })
    }

    /// Whether some point has a number of this metric for the center in this variant.
    #[must_use]
    pub fn has(&self, variant: &str, metric: &str) -> bool {
        (0..self.count()).any(|point| self.value(point, variant, metric).mean.is_some())
    }
}

/// The rows of a point that was measured, sorted as in the merged table.
#[must_use]
pub(super) fn rows(measured: &Measured) -> Rows {
    let mut readings: Vec<_> = measured.readings.iter().collect();
    readings.sort_by(|a, b| {
        (&a.variant, &a.queue, a.metric.id).cmp(&(&b.variant, &b.queue, b.metric.id))
    });
    let mut rows = Measurements::default();
    for reading in readings {
        rows.variant.push(reading.variant.clone());
        rows.queue.push(reading.queue.clone());
        rows.metric.push(reading.metric.id.to_owned());
        rows.mean.push(reading.estimate.mean);
        rows.half_width.push(reading.estimate.half_width);
        rows.p10.push(reading.estimate.p10);
        rows.p90.push(reading.estimate.p90);
        rows.replications.push(measured.replications);
    }
    Rows(rows)
}

fn by_name(rows: &Measurements) -> BTreeMap<(String, String, String), Value> {
    let one = |row: usize| {
        let key = (rows.variant[row].clone(), rows.queue[row].clone(), rows.metric[row].clone());
        let value = Value {
            mean: rows.mean[row],
            half_width: rows.half_width[row],
            p10: rows.p10[row],
            p90: rows.p90[row],
        };
        (key, value)
    };
    (0..rows.len()).map(one).collect()
}

/// The variants in the order of the first point's scenario; those of other points follow.
fn variants(first: &Study, values: &[BTreeMap<(String, String, String), Value>]) -> Vec<String> {
    let mut names: Vec<String> = first.variants.iter().map(|v| v.name.clone()).collect();
    for (variant, ..) in values.iter().flat_map(BTreeMap::keys) {
        if !names.contains(variant) {
            names.push(variant.clone());
        }
    }
    names
}

fn column<'c>(cells: impl Iterator<Item = &'c Cell> + Clone) -> AxisColumn {
    let integers = |cell: &Cell| matches!(cell, Cell::Integer(_) | Cell::Missing);
    let numbers = |cell: &Cell| matches!(cell, Cell::Integer(_) | Cell::Number(_) | Cell::Missing);
    if cells.clone().all(integers) {
        let integer = |cell: &Cell| if let Cell::Integer(n) = cell { Some(*n) } else { None };
        AxisColumn::Integers(cells.map(integer).collect())
    } else if cells.clone().all(numbers) {
        AxisColumn::Numbers(cells.map(Cell::number).collect())
    } else {
        let text = |cell: &Cell| (*cell != Cell::Missing).then(|| cell.told());
        AxisColumn::Texts(cells.map(text).collect())
    }
}
