//! How much a study is, before it is run: its calls, and the memory of what a run keeps.

use crate::measure::{Cell, DutyCell, METRICS};
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
    /// Memory in bytes, of the simulation and its results.
    pub bytes: f64,
}

/// The program itself with its libraries, measured.
const PROGRAM: f64 = 20e6;
/// Of one thread: its stack, and the work of the calls that are in the center.
const THREAD: f64 = 3e6;

/// The size of a study that is run on so many threads.
#[must_use]
pub fn size(study: &Study, threads: usize) -> Size {
    let replications = f64::from(study.run.replications);
    let by_variant: Vec<f64> =
        study.variants.iter().map(|variant| variant.center.expected_calls()).collect();
    let bytes: f64 = study.variants.iter().map(|variant| bytes(study, &variant.center)).sum();
    Size {
        calls: by_variant.iter().sum::<f64>() * replications,
        by_variant,
        bytes: PROGRAM + threads as f64 * THREAD + bytes,
    }
}

impl Size {
    /// Least and most calls of one replication of a variant.
    #[must_use]
    pub fn calls_a_replication(&self) -> (f64, f64) {
        let each = self.by_variant.iter().copied();
        each.fold((f64::INFINITY, 0.0), |(least, most), calls| (least.min(calls), most.max(calls)))
    }
}

/// What a variant keeps: the totals of every replication, the estimates of every interval, and
/// its recorded calls.
fn bytes(study: &Study, center: &Center) -> f64 {
    let frame = frame(center, &study.timeline, study.run.attribution);
    let intervals = frame.intervals() as f64;
    let totals = frame.pairs.len() as f64 * (intervals + 1.0) * size_of::<Cell>() as f64
        + frame.groups.len() as f64 * intervals * size_of::<DutyCell>() as f64;
    let scopes = 1 + center.queues.len() + center.groups.len() + center.call_types.len();
    let spans = intervals + frame.days() as f64 + 1.0;
    let estimates = scopes as f64 * spans * (METRICS.len() * size_of::<Estimate>()) as f64;
    let recorded = center.call_types.iter().map(|call_type| match &call_type.arrivals {
        Arrivals::Recorded(recorded) => recorded.calls.len() * size_of::<RecordedCall>(),
        _ => 0,
    });
    totals * f64::from(study.run.replications) + estimates + recorded.sum::<usize>() as f64
}
