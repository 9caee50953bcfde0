//! How much a study is, before it is run: its calls, and the memory of what a run keeps.

use crate::measure::METRICS;
use crate::model::{Arrivals, Center, RecordedCall};
use crate::scenario::Study;

use super::frame::frame;
use super::results::Estimate;

/// What a run of a study takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    /// Expected calls of one replication of each variant; redials and repeat calls aside.
    pub by_variant: Vec<f64>,
    /// Expected calls of all replications of all variants.
    pub calls: f64,
    /// Memory of the simulation and its results, in bytes.
    pub bytes: f64,
    /// Memory that a report needs beside it: charts, workbook, tables.
    pub report_bytes: f64,
}

/// The program itself, one thread, data files that are read, and a report without figures:
/// measured on Linux, as the factors below.
const PROGRAM: f64 = 10e6;
const THREAD: f64 = 2e6;
const DATA_FILES: f64 = 10e6;
const REPORT: f64 = 20e6;
/// What a replication keeps: of a call type in a queue and of a group in an interval, of each
/// scope what is no sum, and around them, with the figures that are read for a moment when results
/// are made. (Much of what is counted is zero and takes nothing.)
const CELL: f64 = 60.0;
const DUTY_CELL: f64 = 16.0;
const EXTREMES: f64 = 60.0;
const AROUND_TOTALS: f64 = 2_500.0;
/// Estimates that there are, of all metrics of all intervals; and how often a report holds them.
const ESTIMATES: f64 = 0.5;
const IN_REPORT: f64 = 4.0;

/// The size of a study that is run on so many threads.
#[must_use]
pub fn size(study: &Study, threads: usize) -> Size {
    let by_variant: Vec<f64> =
        study.variants.iter().map(|variant| variant.center.expected_calls()).collect();
    let data = if study.data.is_empty() { 0.0 } else { DATA_FILES };
    let mut size = Size {
        calls: by_variant.iter().sum::<f64>() * f64::from(study.run.replications),
        by_variant,
        bytes: PROGRAM + threads as f64 * THREAD + data,
        report_bytes: REPORT,
    };
    for variant in &study.variants {
        let (kept, estimates) = bytes(study, &variant.center);
        size.bytes += kept + ESTIMATES * estimates;
        size.report_bytes += IN_REPORT * estimates;
    }
    size
}

impl Size {
    /// Least and most calls of one replication of a variant.
    #[must_use]
    pub fn calls_a_replication(&self) -> (f64, f64) {
        let each = self.by_variant.iter().copied();
        each.fold((f64::INFINITY, 0.0), |(least, most), calls| (least.min(calls), most.max(calls)))
    }
}

/// What a variant keeps: the totals of every replication with its recorded calls; and what every
/// metric of every interval would take.
fn bytes(study: &Study, center: &Center) -> (f64, f64) {
    let frame = frame(study, center);
    let intervals = frame.intervals() as f64;
    let (pairs, groups) = (frame.pairs.len() as f64, frame.groups.len() as f64);
    let totals = (intervals + 1.0) * (pairs * CELL + groups * DUTY_CELL)
        + frame.call_scopes().count() as f64 * EXTREMES
        + AROUND_TOTALS;
    let recorded = center.call_types.iter().map(|call_type| match &call_type.arrivals {
        Arrivals::Recorded(recorded) => recorded.calls.len() * size_of::<RecordedCall>(),
        _ => 0,
    });
    let scopes = 1 + center.queues.len() + center.groups.len() + center.call_types.len();
    let spans = intervals + frame.days() as f64 + 1.0;
    let estimates = scopes as f64 * spans * (METRICS.len() * size_of::<Estimate>()) as f64;
    let kept = totals * f64::from(study.run.replications);
    (kept + recorded.sum::<usize>() as f64, estimates)
}
