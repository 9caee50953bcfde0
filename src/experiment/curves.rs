//! How long callers waited: the share that waited longer than x.

use crate::measure::{Histogram, Waits, summed};
use crate::time::{Span, TICKS_PER_SECOND};

use super::results::WaitCurves;

/// Points of a curve at most.
const POINTS: u64 = 240;

/// The curves of all calls of a center.
pub(super) fn curves(waits: &Waits) -> WaitCurves {
    let all = |histograms: &[Histogram]| curve(&summed(histograms, 0..histograms.len()));
    WaitCurves {
        answered: all(&waits.answered),
        abandoned: all(&waits.abandoned),
        callback: all(&waits.called_back),
    }
}

/// Pairs of seconds and share, from 0 to the longest wait, in steps of whole seconds when that
/// many fit.
fn curve(histogram: &Histogram) -> Vec<(f64, f64)> {
    let Some(largest) = histogram.largest() else { return Vec::new() };
    let seconds = largest.0.div_ceil(TICKS_PER_SECOND).max(1);
    let step = if seconds <= POINTS {
        Span::from_secs(1)
    } else {
        Span::from_secs(seconds.div_ceil(POINTS))
    };
    let total = histogram.total() as f64;
    let mut points = Vec::new();
    let mut at = Span::ZERO;
    loop {
        points.push((at.seconds(), histogram.above(at) as f64 / total));
        if at >= largest {
            return points;
        }
        at += step;
    }
}
